#ifndef PORTAL_FILL_H
#define PORTAL_FILL_H

#include "base/buf.h"
#include "base/str.h"

#include "tests/portal/family.h"

/* What a text is about. */
struct fill {
	const struct world *w;
	const struct family *family;
	const struct portal *p;
	const struct column *c;
	const struct entry *e; /* NULL: the text is about a list */
	size_t page;           /* of the list */
	struct str body;       /* of the article */
};

/*
 * fill - a text with each {name} that fill.c knows replaced; other braces stand.
 *
 * Nesting is the family's: {rows} are its row texts, {wrapped} is its wrapped text.
 */
void fill(struct buf *out, const char *text, const struct fill *x);

struct str fill_str(const char *text, const struct fill *x, struct arena *arena);

#endif
