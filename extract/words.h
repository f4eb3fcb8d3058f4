#ifndef EXTRACT_WORDS_H
#define EXTRACT_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "extract/page_build.h"

/*
 * From printed words with their places to what a reader sees: paragraphs and
 * tables. Lengths are hundredths of a point, from the top left corner of a sheet,
 * below WORDS_MAX_PLACE either way.
 */

#define WORDS_MAX_PLACE       2000000
#define WORDS_MAX_ON_SHEET    40000
#define WORDS_MAX_RULES       1000 /* on a sheet; with more, it is a drawing and no table */
#define WORDS_MAX_TABLE_LINES 300  /* rows or columns of a table on one sheet */

struct box {
	int32_t x0, y0, x1, y1; /* x0 <= x1, y0 <= y1 */
};

/* Some characters of a line, or one: what belongs together, distance tells. */
struct word {
	struct str text; /* UTF-8, not empty */
	struct box box;
};

struct words_image {
	struct str name; /* of the picture in its file */
	struct box box;
};

/* One sheet of paper. Order of words, rules and images does not matter. */
struct words_sheet {
	int32_t width, height;
	struct word *words;
	size_t n_words;
	struct box *rules; /* printed lines: much longer one way than the other */
	size_t n_rules;
	struct words_image *images;
	size_t n_images;
};

/*
 * words_lay_out - add what stands on the sheets to a page, in reading order.
 *
 * Lines that continue one another are one paragraph. Ruled tables become grids,
 * with the spans that missing rules tell; without rules, rows of figures that
 * stand under each other do. A table that ends a sheet and goes on at the head
 * of the next, with the same outer edges, is one grid. Page numbers are left out.
 * Texts are copied to the arena of `b`.
 *
 * Returns 0, or -1 with ERR_LIMIT where a sheet or a table has too much.
 */
MUST_USE int words_lay_out(struct page_builder *b, const struct words_sheet *sheets, size_t n,
			   struct err *e);

#endif
