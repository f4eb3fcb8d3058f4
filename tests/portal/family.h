#ifndef PORTAL_FAMILY_H
#define PORTAL_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include "tests/portal/world.h"

/*
 * One content management system: a row of families.c. Everything a family does
 * otherwise than the others is text with {names} in it, filled in by fill.c,
 * which has the list of names. A text that is NULL is the usual one.
 */
struct family {
	const char *name;         /* in the truth */
	unsigned sample, typical; /* shares of the portals of these profiles; the rest have the
				     families of the sample */
	unsigned rows_per_page;
	unsigned base;       /* of {no}, the number of a column in URLs */
	bool has_index;      /* a column's path with index.html is the same page */
	bool is_shell;       /* page 0 of a column has no rows: they begin with page 1 */
	bool has_validators; /* ETag, and 304 when it matches */
	bool is_gbk;         /* whatever the portal's plan */
	bool has_forms;      /* further pages come by POST alone: nobody may ask for them */
	bool more_is_data;   /* further pages are rows without a page around them */

	/* URLs, from the root. */
	const char *column;
	const char *forbidden;       /* the column that robots.txt forbids; "/nbgd/" */
	const char *years, *classes; /* columns below it; as column */
	const char *page;            /* {k} counts from 1; the column's own path is page 0 */
	const char *entry;           /* of a report */
	const char *alias, *other;   /* of its second URL, of anything else; as entry */
	const char *const
		*one_off; /* instead of entry: one for each agency in turn; ends in NULL */

	/* Pages, UTF-8. */
	const char *list;    /* a column; holds {listing} and {pager} */
	const char *more;    /* its further pages; as list */
	const char *listing; /* holds {rows} */
	const char *row;
	const char *pager;   /* "" */
	const char *next;    /* what {next} is while there is a further page */
	const char *article; /* holds {wrapped} */
	const char *wrapped; /* holds {body} */
};

const struct family *family_at(size_t i); /* families.c order; NULL past the last */

/* NULL: none is called so. */
const struct family *family_named(const char *name);

/* The family of the n-th portal, by the shares of the profile. */
const struct family *family_of(enum profile profile, unsigned portal);

struct str family_column_path(const struct world *w, const struct column *c, struct arena *a);
struct str family_page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a);
struct str family_entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a);

/* Whole answers, UTF-8. `body` is the article's inner HTML. */
void family_list(struct buf *out, const struct world *w, const struct column *c, size_t page);
void family_article(struct buf *out, const struct world *w, const struct entry *e, struct str body);

#endif
