#include "tests/portal/press.h"

#include "base/utf8.h"

enum {
	LEFT = 700,
	RIGHT = PRESS_WIDTH - LEFT,
	TOP = 800,
	BOTTOM = PRESS_HEIGHT - 800,
	TITLE_SIZE = 220,
	TEXT_SIZE = 140,
	CELL_SIZE = 90,
	INSET = 15,
	MAX_LINES = 64,
};

static unsigned line_height(unsigned size)
{
	return size * 13 / 10;
}

static void mark(struct press *p, size_t page, struct press_mark m)
{
	struct press_page *g = &p->pages[page];

	ARENA_GROW(p->arena, g->marks, g->n, g->cap);
	g->marks[g->n++] = m;
}

static unsigned width_of(uint32_t c, unsigned size)
{
	return c < 0x80 ? size / 2 : size;
}

static unsigned text_width(struct str text, unsigned size)
{
	unsigned width = 0;

	for (size_t at = 0; at < text.n;)
		width += width_of(utf8_next(text, &at), size);
	return width;
}

/* Text broken into lines of a width; returns how many, at most MAX_LINES. */
static size_t break_lines(struct str lines[MAX_LINES], struct str text, unsigned size,
			  unsigned width)
{
	size_t n = 0;

	for (size_t at = 0; at < text.n && n < MAX_LINES; n++) {
		size_t from = at, end = at;
		unsigned used = 0;

		while (at < text.n && text.p[at] != '\n') {
			used += width_of(utf8_next(text, &at), size);
			if (used > width && end > from)
				break;
			end = at;
		}
		lines[n] = str_sub(text, from, end - from);
		at = end;
		if (at < text.n && text.p[at] == '\n')
			at++;
	}
	return n;
}

static void begin_page(struct press *p)
{
	struct str number;

	ARENA_GROW(p->arena, p->pages, p->n, p->cap);
	p->pages[p->n++] = (struct press_page){ 0 };
	p->y = TOP;
	number = arena_strf(p->arena, "- %zu -", p->n);
	mark(p, p->n - 1,
	     (struct press_mark){ number, (PRESS_WIDTH - text_width(number, CELL_SIZE)) / 2,
				  BOTTOM + 200, 0, 0, CELL_SIZE });
}

/* Text from margin to margin; a title is larger, and in the middle. */
static void print_line(struct press *p, const struct paper_part *part)
{
	unsigned size = part->is_title ? TITLE_SIZE : TEXT_SIZE;
	struct str lines[MAX_LINES];
	size_t n = break_lines(lines, part->text, size, RIGHT - LEFT);

	for (size_t i = 0; i < n; i++) {
		unsigned x = LEFT;

		if (part->is_title)
			x = (PRESS_WIDTH - text_width(lines[i], size)) / 2;
		if (p->y + line_height(size) > BOTTOM)
			begin_page(p);
		mark(p, p->n - 1, (struct press_mark){ lines[i], x, p->y, 0, 0, size });
		p->y += line_height(size);
	}
	p->y += size / 2;
}

/* Where a row of a table came to lie. */
struct row {
	size_t page;
	unsigned top, bottom;
};

static unsigned edge(const struct paper_grid *g, unsigned col)
{
	return LEFT + (RIGHT - LEFT) * col / g->cols;
}

static unsigned height_of(const struct table *t, const struct paper_grid *g, unsigned row,
			  unsigned col)
{
	const struct table_cell *c = paper_cell(t, g, row, col);
	struct str lines[MAX_LINES];
	size_t n = break_lines(lines, c->text, CELL_SIZE,
			       edge(g, col + c->cols) - edge(g, col) - 2 * INSET);

	return (unsigned)(n ? n : 1) * line_height(CELL_SIZE) + 4 * INSET;
}

/* Heights by the cells of one row alone; what goes over rows lengthens its last one. */
static void measure(unsigned heights[PAPER_MAX_ROWS], const struct table *t,
		    const struct paper_grid *g)
{
	for (unsigned row = 0; row < g->rows; row++)
		heights[row] = line_height(CELL_SIZE) + 4 * INSET;
	for (unsigned pass = 0; pass < 2; pass++)
		for (unsigned row = 0; row < g->rows; row++)
			for (unsigned col = 0; col < g->cols && g->at[row][col];) {
				const struct table_cell *c = paper_cell(t, g, row, col);
				unsigned need = height_of(t, g, row, col), has = 0;

				for (unsigned k = 0; k < c->rows && row + k < g->rows; k++)
					has += heights[row + k];
				if (!paper_goes_on(g, row, col) && need > has &&
				    (c->rows == 1) == (pass == 0))
					heights[row + c->rows - 1] += need - has;
				col += c->cols;
			}
}

static void box(struct press *p, size_t page, unsigned x0, unsigned y0, unsigned x1, unsigned y1)
{
	const struct press_mark sides[4] = { { .x = x0, .y = y0, .x1 = x1, .y1 = y0 },
					     { .x = x0, .y = y1, .x1 = x1, .y1 = y1 },
					     { .x = x0, .y = y0, .x1 = x0, .y1 = y1 },
					     { .x = x1, .y = y0, .x1 = x1, .y1 = y1 } };

	for (size_t i = 0; i < 4 && p->ruled; i++)
		mark(p, page, sides[i]);
}

/* One cell; where its rows lie on two pages it has a part on each, and its text in the first. */
static void print_cell(struct press *p, const struct table *t, const struct paper_grid *g,
		       const struct row *rows, unsigned row, unsigned col)
{
	const struct table_cell *c = paper_cell(t, g, row, col);
	unsigned x0 = edge(g, col), x1 = edge(g, col + c->cols), k = row, n_lines, y;
	struct str lines[MAX_LINES];
	size_t n = break_lines(lines, c->text, CELL_SIZE, x1 - x0 - 2 * INSET), done = 0;

	while (k < row + c->rows) {
		unsigned first = k;

		while (k < row + c->rows && rows[k].page == rows[first].page)
			k++;
		box(p, rows[first].page, x0, rows[first].top, x1, rows[k - 1].bottom);
		n_lines = (rows[k - 1].bottom - rows[first].top) / line_height(CELL_SIZE);
		if (n_lines > n - done)
			n_lines = (unsigned)(n - done);
		y = (rows[first].top + rows[k - 1].bottom - n_lines * line_height(CELL_SIZE)) / 2;
		for (; n_lines; n_lines--, y += line_height(CELL_SIZE)) {
			unsigned width = text_width(lines[done], CELL_SIZE);
			unsigned x = c->kind == CELL_LABEL ? x0 + INSET : (x0 + x1 - width) / 2;

			mark(p, rows[first].page,
			     (struct press_mark){ lines[done++], x, y, 0, 0, CELL_SIZE });
		}
	}
}

static void print_table(struct press *p, const struct table *t)
{
	unsigned heights[PAPER_MAX_ROWS];
	struct row rows[PAPER_MAX_ROWS];
	struct paper_grid g;

	paper_grid(&g, t);
	measure(heights, t, &g);
	if (p->y + 1200 > BOTTOM)
		begin_page(p);
	for (unsigned row = 0; row < g.rows; row++) {
		if (p->y + heights[row] > BOTTOM)
			begin_page(p);
		rows[row] = (struct row){ p->n - 1, p->y, p->y + heights[row] };
		p->y += heights[row];
	}
	for (unsigned row = 0; row < g.rows; row++)
		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			if (!paper_goes_on(&g, row, col))
				print_cell(p, t, &g, rows, row, col);
			col += paper_cell(t, &g, row, col)->cols;
		}
	p->y += TEXT_SIZE;
}

void press_print(struct press *out, const struct paper *p, bool ruled)
{
	*out = (struct press){ .ruled = ruled, .arena = p->arena };
	begin_page(out);
	for (size_t i = 0; i < p->n; i++)
		if (p->parts[i].table)
			print_table(out, p->parts[i].table);
		else
			print_line(out, &p->parts[i]);
}
