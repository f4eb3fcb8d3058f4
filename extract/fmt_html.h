#ifndef EXTRACT_FMT_HTML_H
#define EXTRACT_FMT_HTML_H

#include "extract/format.h"

/* Far above any page for people; the tree takes some ten times its source. */
#define HTML_MAX_BYTES      (16u << 20)
#define HTML_MAX_TREE_BYTES (256u << 20)

/*
 * html_extract_page - the page in an HTML source.
 *
 *   out     links, images and text are copied into the arena; scripts are
 *           views of `source`
 *   source  UTF-8
 *   cut     let a cheap pass shorten the source first. The page is the same
 *           either way: tests ask for both and compare
 *
 * Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int html_extract_page(struct page *out, struct str source, bool cut, struct arena *arena,
			       struct err *e);

#endif
