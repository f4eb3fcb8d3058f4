#ifndef EXTRACT_GRID_H
#define EXTRACT_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Hostile tables stop here: far above any form, far below any harm. */
#define GRID_MAX_ROWS  4096
#define GRID_MAX_COLS  128 /* wider spans are clipped: colspan="340" is real */
#define GRID_MAX_CELLS 200000

/* WHATWG HTML 4.9.12: what a span attribute may say. */
#define GRID_MAX_COL_SPAN 1000
#define GRID_MAX_ROW_SPAN 65534

/* One <td> or <th> as the document wrote it. */
struct grid_src_cell {
	struct str text;
	uint32_t row;                /* 0-based, not decreasing */
	uint32_t group_end;          /* first row after its row group, where spans end; 0: n_rows */
	uint32_t row_span, col_span; /* row_span 0 reaches the end of its group; col_span 0 is 1 */
};

struct cell {
	struct str text;   /* lines of the cell parted by \n; a copy shows its anchor's text */
	uint16_t row, col; /* anchor: where the cell that covers this place was written */
	bool is_copy;      /* filled by a neighbour's span, not written here */
	bool is_hole;      /* no cell was written for this place at all */
};

/* A table with its spans resolved: rows x cols, row-major. */
struct grid {
	struct cell *cells;
	uint32_t rows, cols;
	uint32_t block;  /* of the page, whose kind is then BLOCK_GRID */
	bool overlapped; /* two cells claimed one place: the first kept it */
	bool clipped;    /* spans reached beyond GRID_MAX_COLS */
	bool is_layout;  /* lays out text or tables; its text is in the page's blocks as well */
};

/*
 * grid_build - WHATWG HTML 4.9.12.1, "forming a table".
 *
 *   out    filled on success, untouched on failure
 *   src    cells in reading order; borrowed for the call
 *   n_rows rows that were written, cells or not; rowspans that reach beyond end here
 *   arena  owns out->cells. Cell text is not copied
 *
 * Columns in which no cell starts are trimmed; rows no <tr> made are not drawn.
 * Returns 0, or -1 with ERR_LIMIT (over GRID_MAX_ROWS or GRID_MAX_CELLS) or
 * ERR_FORMAT (no cells).
 */
MUST_USE int grid_build(struct grid *out, const struct grid_src_cell *src, size_t n_src,
			uint32_t n_rows, struct arena *arena, struct err *e);

static inline const struct cell *grid_at(const struct grid *g, size_t row, size_t col)
{
	return &g->cells[row * g->cols + col];
}

#endif
