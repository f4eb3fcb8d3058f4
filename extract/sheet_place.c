#include "extract/sheet_place.h"

/* Places under merged cells that do not overlap are fewer; those that do are wrong anyway. */
#define MAX_COVERED (2 * GRID_MAX_CELLS)

void sheet_add_cell(struct sheet_cells *s, struct page_builder *b, struct sheet_text cell,
		    struct arena *scratch)
{
	if (s->n_cells == SHEET_MAX_CELLS) {
		page_build_over(b, "cells in one sheet", SHEET_MAX_CELLS);
		return;
	}
	ARENA_GROW(scratch, s->cells, s->n_cells, s->cap_cells);
	s->cells[s->n_cells++] = cell;
}

void sheet_add_merge(struct sheet_cells *s, struct page_builder *b, struct sheet_merge merge,
		     struct arena *scratch)
{
	if (s->n_merges == SHEET_MAX_MERGES) {
		page_build_over(b, "merged cells in one sheet", SHEET_MAX_MERGES);
		return;
	}
	ARENA_GROW(scratch, s->merges, s->n_merges, s->cap_merges);
	s->merges[s->n_merges++] = merge;
}

/* Rows and columns in which something stands, merged cells with it. */
static struct sheet_merge used_range(const struct sheet_cells *s)
{
	struct sheet_merge r = { SHEET_MAX_ROW, SHEET_MAX_COL, 0, 0 };

	for (size_t i = 0; i < s->n_cells; i++) {
		const struct sheet_text *c = &s->cells[i];

		r.row = c->row < r.row ? c->row : r.row;
		r.col = c->col < r.col ? c->col : r.col;
		r.last_row = c->row > r.last_row ? c->row : r.last_row;
		r.last_col = c->col > r.last_col ? c->col : r.last_col;
	}
	return r;
}

/*
 * Merged cells that begin inside the range may reach beyond what is written:
 * a label's last column, a blank row's label. Those of the whole sheet do not.
 */
static void widen(struct sheet_merge *r, const struct sheet_cells *s)
{
	struct sheet_merge in = *r;

	for (size_t i = 0; i < s->n_merges; i++) {
		const struct sheet_merge *m = &s->merges[i];

		if (m->row < in.row || m->row > in.last_row || m->col < in.col ||
		    m->col > in.last_col || m->last_row - m->row >= GRID_MAX_ROWS ||
		    m->last_col - m->col >= GRID_MAX_COLS)
			continue;
		r->last_row = m->last_row > r->last_row ? m->last_row : r->last_row;
		r->last_col = m->last_col > r->last_col ? m->last_col : r->last_col;
	}
}

/* One place of the used range on the way to the grid. */
struct place {
	struct str text;
	uint32_t row_span, col_span; /* 0: covered by a merged cell */
};

static void apply_merges(struct place *at, const struct sheet_cells *s, const struct sheet_merge *r,
			 uint32_t cols)
{
	size_t covered = 0;

	for (size_t i = 0; i < s->n_merges && covered <= MAX_COVERED; i++) {
		struct sheet_merge m = s->merges[i];

		if (m.row < r->row || m.row > r->last_row || m.col < r->col || m.col > r->last_col)
			continue;
		m.last_row = m.last_row > r->last_row ? r->last_row : m.last_row;
		m.last_col = m.last_col > r->last_col ? r->last_col : m.last_col;
		if (at[(size_t)(m.row - r->row) * cols + (m.col - r->col)].row_span != 1)
			continue; /* in another one: merged cells do not overlap */
		covered += (size_t)(m.last_row - m.row + 1) * (m.last_col - m.col + 1);
		for (uint32_t row = m.row; row <= m.last_row; row++)
			for (uint32_t col = m.col; col <= m.last_col; col++)
				at[(size_t)(row - r->row) * cols + (col - r->col)].row_span = 0;
		at[(size_t)(m.row - r->row) * cols + (m.col - r->col)].row_span =
			m.last_row - m.row + 1;
		at[(size_t)(m.row - r->row) * cols + (m.col - r->col)].col_span =
			m.last_col - m.col + 1;
	}
}

/* The used range, place by place. */
struct places {
	struct place *at;
	uint32_t rows, cols;
};

struct placing {
	struct page_builder *b;
	struct arena *scratch;
};

/*
 * A row that is one cell of text across most of the sheet; *text receives it.
 * Labels reach over a few columns at most, and have cells beside them.
 */
static bool is_line(struct str *text, const struct places *p, uint32_t row)
{
	const struct place *at = &p->at[(size_t)row * p->cols];

	if (at->row_span != 1 || !at->text.n || at->col_span * 3 < p->cols * 2 || p->cols < 2)
		return false;
	for (uint32_t col = 1; col < p->cols; col++)
		if (at[col].row_span == 0 ? col >= at->col_span : at[col].text.n > 0)
			return false;
	*text = at->text;
	return true;
}

static bool is_blank(const struct places *p, uint32_t row)
{
	for (uint32_t col = 0; col < p->cols; col++)
		if (p->at[(size_t)row * p->cols + col].row_span != 1 ||
		    p->at[(size_t)row * p->cols + col].text.n)
			return false;
	return true;
}

static int place_rows(struct placing *s, const struct places *p, uint32_t from, uint32_t to,
		      struct err *e)
{
	size_t n = (size_t)(to - from) * p->cols, n_src = 0;
	const struct place *at = &p->at[(size_t)from * p->cols];
	struct grid_src_cell *src;
	struct grid *g;
	uint32_t grid, block;

	while (from < to && is_blank(p, to - 1))
		to--;
	if (from == to)
		return 0;
	src = ARENA_NEW(s->scratch, struct grid_src_cell, n);
	for (size_t i = 0; i < (size_t)(to - from) * p->cols; i++)
		if (at[i].row_span)
			src[n_src++] = (struct grid_src_cell){ .text = at[i].text,
							       .row = (uint32_t)(i / p->cols),
							       .row_span = at[i].row_span,
							       .col_span = at[i].col_span };
	page_add_grid(&grid, s->b, REGION_UNKNOWN);
	if (s->b->over)
		return 0;
	g = &s->b->page->grids[grid];
	block = g->block;
	if (grid_build(g, src, n_src, to - from, s->b->arena, e))
		return -1;
	g->block = block;
	return 0;
}

/*
 * Lines above, below and between tables are paragraphs. A single one between
 * rows of cells is a heading inside a table, and stays in it.
 */
static int place_all(struct placing *s, const struct places *p, struct err *e)
{
	uint32_t from = 0;

	for (uint32_t row = 0; row < p->rows;) {
		uint32_t end = row;
		struct str text;

		while (end < p->rows && (is_line(&text, p, end) || is_blank(p, end)))
			end++;
		if (end == row || (end == row + 1 && row > 0 && end < p->rows)) {
			row = end + (end == row);
			continue;
		}
		if (row > from && place_rows(s, p, from, row, e))
			return -1;
		for (; row < end; row++)
			if (is_line(&text, p, row))
				page_add_block(s->b, &(struct block){ .kind = BLOCK_PARAGRAPH,
								      .text = text });
		from = end;
	}
	return from < p->rows ? place_rows(s, p, from, p->rows, e) : 0;
}

static struct places spread(const struct sheet_cells *s, const struct sheet_merge *r,
			    struct arena *scratch)
{
	struct places p = { .rows = r->last_row - r->row + 1, .cols = r->last_col - r->col + 1 };
	size_t n = (size_t)p.rows * p.cols;

	p.at = ARENA_NEW(scratch, struct place, n);
	for (size_t i = 0; i < n; i++)
		p.at[i].row_span = p.at[i].col_span = 1;
	for (size_t i = 0; i < s->n_cells; i++)
		p.at[(size_t)(s->cells[i].row - r->row) * p.cols + (s->cells[i].col - r->col)]
			.text = s->cells[i].text;
	apply_merges(p.at, s, r, p.cols);
	return p;
}

int sheet_place(struct page_builder *b, const struct sheet_cells *s, struct arena *scratch,
		struct err *e)
{
	struct placing placing = { b, scratch };
	struct sheet_merge r = used_range(s);
	struct places places;
	size_t rows, cols;

	if (!s->n_cells || b->over)
		return 0;
	widen(&r, s);
	rows = r.last_row - r.row + 1;
	cols = r.last_col - r.col + 1;
	if (rows > GRID_MAX_ROWS || cols > GRID_MAX_COLS || rows * cols > GRID_MAX_CELLS)
		return err_set(e, ERR_LIMIT, "sheet of %zu x %zu cells, limit %d x %d, %d in all",
			       rows, cols, GRID_MAX_ROWS, GRID_MAX_COLS, GRID_MAX_CELLS);
	places = spread(s, &r, scratch);
	return place_all(&placing, &places, e);
}
