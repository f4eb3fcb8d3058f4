#ifndef REPORT_STREAM_H
#define REPORT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/page.h"

/*
 * A page as one stream of printed pieces in reading order, whatever the shape:
 * cells of grids, and the cell-like parts of lines of text (parted by pipes,
 * tabs, or runs of spaces where the line looks like a row). One reader works
 * on it, so that a table in HTML, in pipes and one cell a line are the same.
 */
struct piece {
	struct str text;   /* as in the page, trimmed of white space and delimiters */
	struct str folded; /* label_fold(text); of a piece over STREAM_MAX_LABEL the text itself */
	uint32_t block;    /* of the page */
	uint32_t line;     /* running number of the printed row, over the whole page: see below */
	uint16_t grid;     /* 1 + index of the page's grid; 0: running text */
	uint16_t row, col; /* in the grid; in text: 0 and the piece's number in its line */
	/* What tables_read() found `folded` to be in the lexicon: half-open range of its words. */
	uint32_t words_lo, words_hi;
	bool is_begun;  /* some longer word begins with it */
	bool is_number; /* folded: nothing but digits, or empty */
	bool is_named;  /* `folded` is the label that this is all that is left of: signature.h */
	bool is_cell;   /* set apart by a grid, a pipe or a tab: if empty, it is a blank cell */
};

/*
 * Pieces of one `line` were printed as one row: a row of a grid, a line of
 * text, or, where every line holds one cell behind a tab, the lines up to the
 * next empty one. A cell a line without such marks: each is a line of its own.
 */
struct stream {
	struct piece *pieces;
	size_t n;
};

#define STREAM_MAX_LABEL  480    /* bytes; what is longer is a text, not a label */
#define STREAM_MAX_PIECES 400000 /* beyond: the rest is left out and `full` is reported */

/* How many cells and blocks a page has, `most` at most: usually it has as many pieces and lines. */
size_t page_texts(const struct page *page, size_t most);

/* Layout grids are left out: their text is in the page's blocks. Rules of Markdown tables too. */
struct stream stream_build(const struct page *page, bool *full, struct arena *arena);

#endif
