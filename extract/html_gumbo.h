#ifndef EXTRACT_HTML_GUMBO_H
#define EXTRACT_HTML_GUMBO_H

#include "base/attrs.h"
#include "base/err.h"
#include "extract/html_tree.h"

/*
 * html_gumbo - the tree of a source by the rules of HTML5, whatever it is like.
 *
 *   html       UTF-8; names of unknown elements are views of it. html_scan() must have
 *              let it pass: gumbo's time grows with the square of nesting
 *   max_bytes  of memory, for gumbo's own tree and this one
 *
 * Everything is in the arena. Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int html_gumbo(struct html_tree *out, struct str html, size_t max_bytes,
			struct arena *arena, struct err *e);

#endif
