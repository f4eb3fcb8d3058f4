#ifndef EXTRACT_HTML_SCAN_H
#define EXTRACT_HTML_SCAN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "extract/html_token.h"

/* What a cheap pass over the source finds and leaves for the parser. */
struct html_scan {
	struct str html; /* the source, or a shorter one that gives the same page */
	struct html_aside aside;
};

/*
 * html_scan - look at the tags before the parser does.
 *
 *   source  UTF-8; views of it are given back
 *   cut     leave out what does not change the page: bodies of comments,
 *           scripts and style sheets, attributes nothing reads, all but one
 *           of the spaces between tags. Tokens stay in place and number, so the
 *           parser builds the same tree
 *
 * The tokenizer is that of WHATWG HTML 13.2.5. Where its state would depend on
 * the tree (foreign content, <select>, framesets) nothing is cut any more.
 *
 * Returns 0, or -1 with ERR_LIMIT when elements nest deeper than
 * HTML_MAX_DEPTH or too many formatting elements are left open.
 */
MUST_USE int html_scan(struct html_scan *out, struct str source, bool cut, struct arena *arena,
		       struct err *e);

#endif
