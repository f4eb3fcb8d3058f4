#ifndef EXTRACT_FMT_HTML_H
#define EXTRACT_FMT_HTML_H

#include "extract/format.h"

/* Far above any page for people; the tree takes some ten times its source. */
#define HTML_MAX_BYTES      (16u << 20)
#define HTML_MAX_TREE_BYTES (256u << 20)

/* By which way a source is read; the page is the same by each. Tests compare them. */
enum html_way {
	HTML_WAY_ANY,   /* the plain way where the source is plain, else the next */
	HTML_WAY_CUT,   /* gumbo's, after a cheap pass has shortened the source */
	HTML_WAY_WHOLE, /* gumbo's, from the whole source */
};

/*
 * html_extract_page - the page in an HTML source.
 *
 *   out     links, images and text are copied into the arena; scripts are
 *           views of `source`
 *   source  UTF-8
 *
 * Returns 0, or -1 with ERR_LIMIT. A few pages that gumbo would need too much for
 * are read by the plain way all the same.
 */
MUST_USE int html_extract_page(struct page *out, struct str source, enum html_way way,
			       struct arena *arena, struct err *e);

#endif
