#include "extract/xlsx_sheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "extract/flow.h"
#include "extract/xml.h"

/* What a sheet can have (Excel's own limits); references beyond are not cells. */
#define MAX_ROW 1048576u
#define MAX_COL 16384u

/* Places under merged cells that do not overlap are fewer; those that do are wrong anyway. */
#define MAX_COVERED (2 * GRID_MAX_CELLS)

/* Lines of a cell stay lines, unlike the white space of markup. */
static void add_lines(struct flow *f, struct str text)
{
	while (text.n) {
		size_t end = str_find(text, STR("\n"), 0);

		flow_add(f, str_sub(text, 0, end));
		if (end == STR_NONE)
			break;
		flow_break(f);
		text = str_sub(text, end + 1, text.n);
	}
}

struct strings_reader {
	struct xlsx_strings *out;
	size_t cap;
	struct flow text;
	unsigned skip; /* inside <rPh>: how the text is pronounced */
	bool in_text, over;
	struct arena *arena;
};

static void on_string_open(void *data, const struct xml_tag *tag)
{
	struct strings_reader *r = data;

	if (r->skip || str_eq(tag->name, STR("rPh")))
		r->skip++;
	else
		r->in_text = str_eq(tag->name, STR("t"));
}

static void on_string_close(void *data, struct str space, struct str name)
{
	struct strings_reader *r = data;

	(void)space;
	if (r->skip) {
		r->skip--;
		return;
	}
	r->in_text = false;
	if (!str_eq(name, STR("si")))
		return;
	if (r->out->n == XLSX_MAX_STRINGS || r->text.text.full) {
		r->over = true;
		return;
	}
	ARENA_GROW(r->arena, r->out->at, r->out->n, r->cap);
	r->out->at[r->out->n++] = flow_take(&r->text, r->arena);
}

static void on_string_text(void *data, struct str text)
{
	struct strings_reader *r = data;

	if (r->in_text && !r->skip)
		add_lines(&r->text, text);
}

int xlsx_strings_read(struct xlsx_strings *out, struct str xml, struct arena *arena,
		      struct arena *scratch, struct err *e)
{
	static const struct xml_handler handler = { on_string_open, on_string_close,
						    on_string_text };
	struct strings_reader r = { .out = out, .arena = arena };
	int rc;

	*out = (struct xlsx_strings){ 0 };
	flow_init(&r.text, XLSX_MAX_CELL_BYTES);
	rc = xml_read(xml, &handler, &r, scratch, e);
	if (rc == 0 && r.over)
		rc = err_set(e, ERR_LIMIT, "more than %d shared strings, or one too long",
			     XLSX_MAX_STRINGS);
	flow_release(&r.text);
	return rc;
}

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN };

struct written {
	uint32_t row, col;
	struct str text;
};

struct merge {
	uint32_t row, col, last_row, last_col;
};

struct sheet {
	struct page_builder *b;
	struct arena *scratch;
	const struct xlsx_strings *strings;
	struct written *cells;
	size_t n_cells, cap_cells;
	struct merge *merges;
	size_t n_merges, cap_merges;
	uint32_t row, col; /* of the open cell, from 1 */
	enum cell_type type;
	struct flow value;
	bool in_value;
	unsigned skip;
};

/* "AB12" to column 28, row 12; false for what is none. */
static bool read_ref(uint32_t *row, uint32_t *col, struct str ref)
{
	size_t i = 0;
	uint32_t r = 0, c = 0;

	for (; i < ref.n && (ref.p[i] | 0x20) >= 'a' && (ref.p[i] | 0x20) <= 'z'; i++)
		if ((c = c * 26 + (uint32_t)((ref.p[i] | 0x20) - 'a') + 1) > MAX_COL)
			return false;
	for (; i < ref.n && ref.p[i] >= '0' && ref.p[i] <= '9'; i++)
		if ((r = r * 10 + (uint32_t)(ref.p[i] - '0')) > MAX_ROW)
			return false;
	if (i < ref.n || !r || !c)
		return false;
	*row = r;
	*col = c;
	return true;
}

static void open_row(struct sheet *s, const struct xml_tag *tag)
{
	long n = xml_attr_int(tag, "r", 0);

	s->row = n > 0 && n <= (long)MAX_ROW ? (uint32_t)n : s->row + 1;
	s->col = 0;
}

static void open_cell(struct sheet *s, const struct xml_tag *tag)
{
	struct str type = xml_attr(tag, "t");

	if (!read_ref(&s->row, &s->col, xml_attr(tag, "r")))
		s->col++;
	s->type = CELL_NUMBER;
	if (str_eq(type, STR("s")))
		s->type = CELL_SHARED;
	else if (str_eq(type, STR("b")))
		s->type = CELL_BOOLEAN;
	else if (type.n && !str_eq(type, STR("n")))
		s->type = CELL_TEXT;
}

static void open_merge(struct sheet *s, const struct xml_tag *tag)
{
	struct str ref = xml_attr(tag, "ref");
	size_t colon = str_find(ref, STR(":"), 0);
	struct merge m;

	if (colon == STR_NONE || !read_ref(&m.row, &m.col, str_sub(ref, 0, colon)) ||
	    !read_ref(&m.last_row, &m.last_col, str_sub(ref, colon + 1, ref.n)) ||
	    m.last_row < m.row || m.last_col < m.col)
		return;
	if (s->n_merges == XLSX_MAX_MERGES) {
		page_build_over(s->b, "merged cells in one sheet", XLSX_MAX_MERGES);
		return;
	}
	ARENA_GROW(s->scratch, s->merges, s->n_merges, s->cap_merges);
	s->merges[s->n_merges++] = m;
}

static void on_open(void *data, const struct xml_tag *tag)
{
	struct sheet *s = data;

	if (s->skip || str_eq(tag->name, STR("rPh"))) {
		s->skip++;
		return;
	}
	if (str_eq(tag->name, STR("row")))
		open_row(s, tag);
	else if (str_eq(tag->name, STR("c")))
		open_cell(s, tag);
	else if (str_eq(tag->name, STR("v")) || str_eq(tag->name, STR("t")))
		s->in_value = true;
	else if (str_eq(tag->name, STR("mergeCell")))
		open_merge(s, tag);
}

struct str xlsx_number(struct str written, struct arena *arena)
{
	bool plain = written.n > 0;
	char text[64], *end;
	double x;

	for (size_t i = 0; i < written.n; i++)
		plain = plain && ((written.p[i] >= '0' && written.p[i] <= '9') ||
				  (i == 0 && written.p[i] == '-'));
	if (plain || written.n == 0 || written.n >= sizeof text)
		return arena_str(arena, written);
	memcpy(text, written.p, written.n);
	text[written.n] = '\0';
	x = strtod(text, &end);
	if (*end || !(x > -1e15 && x < 1e15))
		return arena_str(arena, written);
	return arena_strf(arena, "%.11g", x);
}

static struct str shared(const struct sheet *s, struct str number)
{
	long long i;

	if (!str_int(&i, number) || i < 0 || (size_t)i >= s->strings->n)
		return (struct str){ NULL, 0 };
	return s->strings->at[i];
}

static void close_cell(struct sheet *s)
{
	struct str value;

	if (s->value.text.full)
		page_build_over(s->b, "bytes in one cell", XLSX_MAX_CELL_BYTES);
	value = flow_take(&s->value, s->b->arena);
	if (s->type == CELL_SHARED)
		value = shared(s, value);
	else if (s->type == CELL_NUMBER)
		value = xlsx_number(value, s->b->arena);
	else if (s->type == CELL_BOOLEAN)
		value = str_eq(value, STR("1")) ? STR("TRUE") : STR("FALSE");
	if (!value.n)
		return;
	if (s->n_cells == XLSX_MAX_CELLS) {
		page_build_over(s->b, "cells in one sheet", XLSX_MAX_CELLS);
		return;
	}
	ARENA_GROW(s->scratch, s->cells, s->n_cells, s->cap_cells);
	s->cells[s->n_cells++] = (struct written){ s->row, s->col, value };
}

static void on_close(void *data, struct str space, struct str name)
{
	struct sheet *s = data;

	(void)space;
	if (s->skip) {
		s->skip--;
		return;
	}
	if (str_eq(name, STR("v")) || str_eq(name, STR("t")))
		s->in_value = false;
	else if (str_eq(name, STR("c")))
		close_cell(s);
}

static void on_text(void *data, struct str text)
{
	struct sheet *s = data;

	if (s->in_value && !s->skip)
		add_lines(&s->value, text);
}

/* Rows and columns in which something stands, merged cells with it. */
static struct merge used_range(const struct sheet *s)
{
	struct merge r = { MAX_ROW, MAX_COL, 0, 0 };

	for (size_t i = 0; i < s->n_cells; i++) {
		const struct written *c = &s->cells[i];

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
static void widen(struct merge *r, const struct sheet *s)
{
	struct merge in = *r;

	for (size_t i = 0; i < s->n_merges; i++) {
		const struct merge *m = &s->merges[i];

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

static void apply_merges(struct place *at, const struct sheet *s, const struct merge *r,
			 uint32_t cols)
{
	size_t covered = 0;

	for (size_t i = 0; i < s->n_merges && covered <= MAX_COVERED; i++) {
		struct merge m = s->merges[i];

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

static int place_rows(struct sheet *s, const struct places *p, uint32_t from, uint32_t to,
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
static int place_all(struct sheet *s, const struct places *p, struct err *e)
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

static struct places spread(struct sheet *s, const struct merge *r)
{
	struct places p = { .rows = r->last_row - r->row + 1, .cols = r->last_col - r->col + 1 };
	size_t n = (size_t)p.rows * p.cols;

	p.at = ARENA_NEW(s->scratch, struct place, n);
	for (size_t i = 0; i < n; i++)
		p.at[i].row_span = p.at[i].col_span = 1;
	for (size_t i = 0; i < s->n_cells; i++)
		p.at[(size_t)(s->cells[i].row - r->row) * p.cols + (s->cells[i].col - r->col)]
			.text = s->cells[i].text;
	apply_merges(p.at, s, r, p.cols);
	return p;
}

static int build(struct sheet *s, struct err *e)
{
	struct merge r = used_range(s);
	struct places places;
	size_t rows, cols;

	if (!s->n_cells || s->b->over)
		return 0;
	widen(&r, s);
	rows = r.last_row - r.row + 1;
	cols = r.last_col - r.col + 1;
	if (rows > GRID_MAX_ROWS || cols > GRID_MAX_COLS || rows * cols > GRID_MAX_CELLS)
		return err_set(e, ERR_LIMIT, "sheet of %zu x %zu cells, limit %d x %d, %d in all",
			       rows, cols, GRID_MAX_ROWS, GRID_MAX_COLS, GRID_MAX_CELLS);
	places = spread(s, &r);
	return place_all(s, &places, e);
}

int xlsx_sheet(struct page_builder *b, struct str xml, const struct xlsx_strings *strings,
	       struct arena *scratch, struct err *e)
{
	static const struct xml_handler handler = { on_open, on_close, on_text };
	struct sheet s = { .b = b, .scratch = scratch, .strings = strings };
	int rc;

	flow_init(&s.value, XLSX_MAX_CELL_BYTES);
	rc = xml_read(xml, &handler, &s, scratch, e);
	if (rc == 0)
		rc = build(&s, e);
	flow_release(&s.value);
	return rc;
}
