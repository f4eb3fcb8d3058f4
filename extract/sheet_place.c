#include "extract/sheet_place.h"

#include <stdlib.h>

/* Places under merged cells that do not overlap are fewer; those that do are wrong anyway. */
#define MAX_COVERED (2 * GRID_MAX_CELLS)

/* Hidden cells that are looked up among the merged ones. */
#define MAX_HIDDEN_LOOKS 2000

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

void sheet_hide(struct sheet_hidden *h, struct page_builder *b, struct sheet_run run,
		struct arena *scratch)
{
	if (h->n && h->runs[h->n - 1].last + 1 == run.first) {
		h->runs[h->n - 1].last = run.last;
		return;
	}
	if (h->n == SHEET_MAX_HIDDEN) {
		page_build_over(b, "runs of hidden rows or columns", SHEET_MAX_HIDDEN);
		return;
	}
	ARENA_GROW(scratch, h->runs, h->n, h->cap);
	h->runs[h->n++] = run;
}

/* Where each row or column stands once the hidden ones are gone, by the runs between them. */
struct shown {
	struct sheet_run *runs; /* hidden, ascending, apart from each other */
	uint32_t *before;       /* how many are hidden in front of a run */
	size_t n;
};

static int by_first(const void *pa, const void *pb)
{
	const struct sheet_run *a = pa, *b = pb;

	return (a->first > b->first) - (a->first < b->first);
}

static struct shown shown_of(struct sheet_hidden *h, struct arena *scratch)
{
	struct shown s = { h->runs, ARENA_NEW(scratch, uint32_t, h->n + 1), 0 };
	uint32_t hidden = 0;

	if (h->n)
		qsort(h->runs, h->n, sizeof(*h->runs), by_first);
	for (size_t i = 0; i < h->n; i++) {
		if (s.n && h->runs[i].first <= s.runs[s.n - 1].last) {
			if (h->runs[i].last > s.runs[s.n - 1].last)
				s.runs[s.n - 1].last = h->runs[i].last;
			continue;
		}
		s.runs[s.n++] = h->runs[i];
	}
	for (size_t i = 0; i < s.n; i++) {
		s.before[i] = hidden;
		hidden += s.runs[i].last - s.runs[i].first + 1;
	}
	return s;
}

/* The place of `x`, or of the next one that is shown; *is_hidden: it is not shown itself. */
static uint32_t place_of(bool *is_hidden, const struct shown *s, uint32_t x)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (s->runs[mid].first <= x)
			lo = mid + 1;
		else
			hi = mid;
	}
	*is_hidden = lo && x <= s->runs[lo - 1].last;
	if (!lo)
		return x;
	if (*is_hidden)
		return s->runs[lo - 1].first - s->before[lo - 1];
	return x - s->before[lo - 1] - (s->runs[lo - 1].last - s->runs[lo - 1].first + 1);
}

/* From the first to the last that is shown of these; false where none is. */
static bool shown_part(uint32_t *first, uint32_t *last, const struct shown *s)
{
	bool is_hidden;

	*first = place_of(&is_hidden, s, *first);
	*last = place_of(&is_hidden, s, *last);
	*last -= is_hidden;
	return *last >= *first;
}

static bool shown_merge(struct sheet_merge *m, const struct shown *rows, const struct shown *cols)
{
	return shown_part(&m->row, &m->last_row, rows) && shown_part(&m->col, &m->last_col, cols);
}

/* The cell is the first of merged ones, of which something is shown. */
static bool is_shown_elsewhere(const struct sheet_cells *s, const struct sheet_text *c,
			       const struct shown *rows, const struct shown *cols)
{
	for (size_t i = 0; i < s->n_merges; i++) {
		struct sheet_merge m = s->merges[i];

		if (m.row == c->row && m.col == c->col)
			return shown_merge(&m, rows, cols);
	}
	return false;
}

/* The sheet as it is shown: hidden cells go, but for those that a merged cell shows elsewhere. */
static void leave_out_hidden(struct sheet_cells *s, struct arena *scratch)
{
	struct shown rows = shown_of(&s->rows, scratch), cols = shown_of(&s->cols, scratch);
	size_t n = 0, n_looks = 0;
	bool row_hidden, col_hidden;

	for (size_t i = 0; i < s->n_cells; i++) {
		struct sheet_text c = s->cells[i];

		c.row = place_of(&row_hidden, &rows, s->cells[i].row);
		c.col = place_of(&col_hidden, &cols, s->cells[i].col);
		if ((row_hidden || col_hidden) &&
		    (n_looks++ > MAX_HIDDEN_LOOKS ||
		     !is_shown_elsewhere(s, &s->cells[i], &rows, &cols)))
			continue;
		s->cells[n++] = c;
	}
	s->n_cells = n;
	n = 0;
	for (size_t i = 0; i < s->n_merges; i++) {
		struct sheet_merge m = s->merges[i];

		if (shown_merge(&m, &rows, &cols))
			s->merges[n++] = m;
	}
	s->n_merges = n;
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

int sheet_place(struct page_builder *b, struct sheet_cells *s, struct arena *scratch, struct err *e)
{
	struct placing placing = { b, scratch };
	struct sheet_merge r;
	struct places places;
	size_t rows, cols;

	if (!b->over && (s->rows.n || s->cols.n))
		leave_out_hidden(s, scratch);
	if (!s->n_cells || b->over)
		return 0;
	r = used_range(s);
	widen(&r, s);
	rows = r.last_row - r.row + 1;
	cols = r.last_col - r.col + 1;
	if (rows > GRID_MAX_ROWS || cols > GRID_MAX_COLS || rows * cols > GRID_MAX_CELLS)
		return err_set(e, ERR_LIMIT, "sheet of %zu x %zu cells, limit %d x %d, %d in all",
			       rows, cols, GRID_MAX_ROWS, GRID_MAX_COLS, GRID_MAX_CELLS);
	places = spread(s, &r, scratch);
	return place_all(&placing, &places, e);
}
