#ifndef EXTRACT_HTML_SCAN_H
#define EXTRACT_HTML_SCAN_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* What a cheap pass over the source finds and leaves for the parser. */
struct html_scan {
	struct str html;     /* the source, or a shorter one that gives the same page */
	struct str *scripts; /* bodies that are not blank, in the source; so are comments that */
			     /* call a pager (createPageHTML, countPage) */
	size_t n_scripts;
	bool truncated; /* ends inside a tag, a comment or a raw text element, or */
			/* markup was swallowed by an attribute that was never closed */
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
