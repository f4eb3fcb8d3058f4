#ifndef CRAWLER_PAGER_H
#define CRAWLER_PAGER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "crawler/url.h"

/* Further pages offered for one list; what a list has beyond them is found from page to page. */
#define PAGER_MAX_PAGES 300

/* Hrefs found in a script, in the order found. Relative ones are relative to the page. */
struct pager {
	struct str *hrefs;
	size_t n, cap;
	struct arena *arena;
};

/*
 * pager_from_script - the other pages of a list that a script announces.
 *
 * Knows createPageHTML (0-based; 1-based with an element's id in front; values
 * in var countPage and currentPage; also in comments), .pagination({...}) with
 * pageIndex in the query or a handler, .pagination("setPage", ...), the JCMS
 * datastore with its nextgroup URL (record ranges of 100) and its totals, and Ls.pagination.
 */
void pager_from_script(struct pager *p, struct str script, const struct url *page);

/* What is linked from inside a script: rows in CDATA, in written markup, in JSON. */
struct script_link {
	struct str href, title, text;
	bool is_literal; /* only a string that looks like a URL */
};

/*
 * script_links - links hidden in a script's text.
 *
 * Anchors in strings and CDATA are taken whole. Of other string literals only
 * those are taken that have the shape of an article's or a file's URL.
 * Strings put together from pieces are passed over. Returns the number of
 * links, at most `max`.
 */
size_t script_links(struct script_link **out, struct str script, const struct url *page, size_t max,
		    struct arena *arena);

/*
 * script_goto - where a script sends the reader: location=, location.replace(),
 * or a refresh written into the page. Empty when it does not.
 */
struct str script_goto(struct str script, struct arena *arena);

#endif
