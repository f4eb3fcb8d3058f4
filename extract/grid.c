#include "extract/grid.h"

#include <string.h>

/* Where a source cell came to lie before columns are trimmed. */
struct placed {
	uint32_t col, rows, cols; /* cols 0: no free column was left */
};

static uint32_t height(const struct grid_src_cell *src, uint32_t n_rows)
{
	uint32_t end = src->group_end && src->group_end < n_rows ? src->group_end : n_rows;
	uint32_t left = end > src->row ? end - src->row : 1;

	return src->row_span == 0 || src->row_span > left ? left : src->row_span;
}

static uint32_t width(const struct grid_src_cell *src, uint32_t col, bool *clipped)
{
	uint32_t span = src->col_span ? src->col_span : 1;

	if (span <= GRID_MAX_COLS - col)
		return span;
	*clipped = true;
	return GRID_MAX_COLS - col;
}

/*
 * Finds each cell's column. taken_until[c] is the first row in which column c
 * is free again of what was placed so far, which is all that later rows see.
 */
static void place(struct placed *at, const struct grid_src_cell *src, size_t n_src, uint32_t n_rows,
		  struct grid *g)
{
	uint32_t taken_until[GRID_MAX_COLS] = { 0 };
	uint32_t col = 0;

	for (size_t i = 0; i < n_src; i++) {
		uint32_t row = src[i].row;

		if (i == 0 || row != src[i - 1].row)
			col = 0;
		while (col < GRID_MAX_COLS && taken_until[col] > row)
			col++;
		if (col == GRID_MAX_COLS) {
			g->clipped = true;
			continue;
		}
		at[i].col = col;
		at[i].rows = height(&src[i], n_rows);
		at[i].cols = width(&src[i], col, &g->clipped);
		for (uint32_t c = 0; c < at[i].cols; c++, col++) {
			if (taken_until[col] > row)
				g->overlapped = true;
			if (taken_until[col] < row + at[i].rows)
				taken_until[col] = row + at[i].rows;
		}
	}
}

/* Numbers the columns in which a cell starts; returns how many there are. */
static uint32_t number_columns(uint32_t number[GRID_MAX_COLS], const struct placed *at,
			       size_t n_src)
{
	bool starts[GRID_MAX_COLS] = { false };
	uint32_t n = 0;

	for (size_t i = 0; i < n_src; i++)
		if (at[i].cols)
			starts[at[i].col] = true;
	for (size_t c = 0; c < GRID_MAX_COLS; c++) {
		number[c] = n;
		if (starts[c])
			n++;
	}
	return n;
}

static void draw(struct grid *g, const struct grid_src_cell *src, const struct placed *at,
		 const uint32_t number[GRID_MAX_COLS])
{
	uint32_t col = number[at->col];
	uint32_t end = at->col + at->cols < GRID_MAX_COLS ? number[at->col + at->cols] : g->cols;

	for (uint32_t r = src->row; r < src->row + at->rows; r++) {
		for (uint32_t c = col; c < end; c++) {
			struct cell *cell = &g->cells[(size_t)r * g->cols + c];

			if (!cell->is_hole)
				continue;
			*cell = (struct cell){ .text = src->text,
					       .row = (uint16_t)src->row,
					       .col = (uint16_t)col,
					       .is_copy = r != src->row || c != col };
		}
	}
}

int grid_build(struct grid *out, const struct grid_src_cell *src, size_t n_src, uint32_t n_rows,
	       struct arena *arena, struct err *e)
{
	struct grid g = { .rows = n_rows };
	uint32_t number[GRID_MAX_COLS];
	struct placed *at;

	if (n_src == 0)
		return err_set(e, ERR_FORMAT, "table has no cells");
	if (g.rows <= src[n_src - 1].row)
		g.rows = src[n_src - 1].row + 1;
	if (n_src > GRID_MAX_CELLS)
		return err_set(e, ERR_LIMIT, "table has %zu cells, limit %d", n_src,
			       GRID_MAX_CELLS);
	if (g.rows > GRID_MAX_ROWS || src[n_src - 1].row >= GRID_MAX_ROWS)
		return err_set(e, ERR_LIMIT, "table has %u rows, limit %d", (unsigned)g.rows,
			       GRID_MAX_ROWS);

	at = ARENA_NEW(arena, struct placed, n_src);
	place(at, src, n_src, g.rows, &g);
	g.cols = number_columns(number, at, n_src);
	if ((size_t)g.rows * g.cols > GRID_MAX_CELLS)
		return err_set(e, ERR_LIMIT, "table has %u x %u places, limit %d", (unsigned)g.rows,
			       (unsigned)g.cols, GRID_MAX_CELLS);

	g.cells = ARENA_NEW(arena, struct cell, (size_t)g.rows * g.cols);
	for (size_t i = 0; i < (size_t)g.rows * g.cols; i++)
		g.cells[i] = (struct cell){ .row = (uint16_t)(i / g.cols),
					    .col = (uint16_t)(i % g.cols),
					    .is_hole = true };
	for (size_t i = 0; i < n_src; i++)
		if (at[i].cols)
			draw(&g, &src[i], &at[i], number);
	*out = g;
	return 0;
}
