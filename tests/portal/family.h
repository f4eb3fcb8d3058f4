#ifndef PORTAL_FAMILY_H
#define PORTAL_FAMILY_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include "tests/portal/world.h"

/* One content management system: a row of families.def, a file fam_NAME.c. */
struct family {
	const char *name; /* in the truth */
	unsigned rows_per_page;
	bool has_index;      /* a column's path with index.html is the same page */
	bool is_shell;       /* page 0 of a column has no rows: they begin with page 1 */
	bool has_validators; /* ETag, and 304 when it matches */

	/* URLs, from the root. page counts from 1: the column's own path is page 0. */
	struct str (*column_path)(const struct world *w, const struct column *c, struct arena *a);
	struct str (*page_path)(const struct world *w, const struct column *c, size_t page,
				struct arena *a);
	enum resource_kind more; /* what the further pages are */
	struct str (*entry_path)(const struct world *w, const struct column *c,
				 const struct entry *e, struct arena *a);

	/* Whole pages, UTF-8. `body` is the article's inner HTML. */
	void (*list)(struct buf *out, const struct world *w, const struct column *c, size_t page);
	void (*article)(struct buf *out, const struct world *w, const struct entry *e,
			struct str body);
};

const struct family *family_at(size_t i); /* families.def order; NULL past the last */

/* The family of the n-th portal, by the shares of the profile. */
const struct family *family_of(enum profile profile, unsigned portal);

/* Where most systems put a column, without slashes: "zfxxgknb", "zfxxgknb/2022n", "bmnb". */
struct str family_slug(const struct column *c, struct arena *a);

#endif
