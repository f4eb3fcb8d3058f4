#ifndef EXTRACT_SHEET_PLACE_H
#define EXTRACT_SHEET_PLACE_H

#include "extract/page_build.h"

/* What a sheet can have (Excel's own limits). */
#define SHEET_MAX_ROW    1048576u
#define SHEET_MAX_COL    16384u
#define SHEET_MAX_CELLS  500000 /* that hold something */
#define SHEET_MAX_MERGES 20000
#define SHEET_MAX_HIDDEN 20000 /* runs of rows, or of columns */

/* A cell that holds something; rows and columns count from 1. */
struct sheet_text {
	uint32_t row, col;
	struct str text; /* lives as long as the page */
};

/* Cells that are one; last ones included. */
struct sheet_merge {
	uint32_t row, col, last_row, last_col;
};

/* Rows or columns that nobody is shown; the last one included. */
struct sheet_run {
	uint32_t first, last;
};

struct sheet_hidden {
	struct sheet_run *runs;
	size_t n, cap;
};

/* A sheet of a spreadsheet as it is read, in any order. Zero-initialise. */
struct sheet_cells {
	struct sheet_text *cells;
	size_t n_cells, cap_cells;
	struct sheet_merge *merges;
	size_t n_merges, cap_merges;
	struct sheet_hidden rows, cols;
};

/* Adding never fails: what is too much is dropped, and the page builder remembers. */
void sheet_add_cell(struct sheet_cells *s, struct page_builder *b, struct sheet_text cell,
		    struct arena *scratch);
void sheet_add_merge(struct sheet_cells *s, struct page_builder *b, struct sheet_merge merge,
		     struct arena *scratch);

void sheet_hide(struct sheet_hidden *h, struct page_builder *b, struct sheet_run run,
		struct arena *scratch);

/*
 * sheet_place - a sheet as a grid; none where nothing is written in it.
 *
 * The grid reaches from the first to the last row and column in which
 * something stands; what lies between and is empty is a blank cell. Hidden rows
 * and columns are left out; a merged cell that begins in one stands where what
 * is shown of it begins. Lines of
 * text across the sheet are paragraphs. Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int sheet_place(struct page_builder *b, struct sheet_cells *s, struct arena *scratch,
			 struct err *e);

#endif
