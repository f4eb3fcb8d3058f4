#include "extract/words.h"

#include <stdlib.h>

#include "extract/words_bare.h"
#include "extract/words_line.h"
#include "extract/words_ruled.h"

/* What stands on a sheet, from top to bottom. */
enum thing_kind { THING_LINE, THING_FRAME, THING_IMAGE };

struct thing {
	enum thing_kind kind;
	size_t sheet;
	struct box box;
	struct words_line line;
	struct frame *frame;
	const struct words_image *image;
};

#define MAX_TITLE_LINES 4

/* Tables without rules are looked for in so many lines at a time, so often. */
#define MAX_BARE_LINES  3000
#define MAX_BARE_TABLES 40

struct things {
	struct thing *at;
	size_t n, cap;
};

static int by_top(const void *pa, const void *pb)
{
	const struct thing *a = pa, *b = pb;

	if (a->sheet != b->sheet)
		return a->sheet < b->sheet ? -1 : 1;
	if (a->box.y0 != b->box.y0)
		return a->box.y0 < b->box.y0 ? -1 : 1;
	return (a->box.x0 > b->box.x0) - (a->box.x0 < b->box.x0);
}

static void add(struct things *out, struct thing thing, struct arena *arena)
{
	ARENA_GROW(arena, out->at, out->n, out->cap);
	out->at[out->n++] = thing;
}

static bool is_free(const struct word *w, const struct frames *frames)
{
	int32_t x = box_mid_x(w->box), y = box_mid_y(w->box);

	for (size_t i = 0; i < frames->n; i++) {
		const struct box *f = &frames->at[i].box;

		if (x > f->x0 && x < f->x1 && y > f->y0 && y < f->y1)
			return false;
	}
	return true;
}

/* Page numbers stand in the first or the last line of a sheet. */
static bool is_number_line(const struct words_lines *lines, size_t i, const struct frames *frames,
			   size_t sheet, struct arena *arena)
{
	struct box box = lines->at[i].box;

	if (i > 0 && i + 1 < lines->n)
		return false;
	for (size_t f = 0; f < frames->n; f++)
		if ((i == 0 && i + 1 < lines->n && frames->at[f].box.y1 < box.y0) ||
		    (i > 0 && frames->at[f].box.y0 > box.y1))
			return false;
	return words_is_page_number(words_line_text(&lines->at[i], arena), sheet + 1);
}

static int survey(struct things *out, const struct words_sheet *sheet, size_t number,
		  struct arena *arena, struct err *e)
{
	const struct word **words = ARENA_NEW(arena, const struct word *, sheet->n_words + 1);
	struct words_lines lines;
	struct frames frames;
	size_t n = 0;

	if (sheet->n_words > WORDS_MAX_ON_SHEET)
		return err_set(e, ERR_LIMIT, "page %zu has %zu words, limit %d", number + 1,
			       sheet->n_words, WORDS_MAX_ON_SHEET);
	if (frames_find(&frames, sheet, arena, e))
		return -1;
	for (size_t i = 0; i < sheet->n_words; i++)
		if (is_free(&sheet->words[i], &frames))
			words[n++] = &sheet->words[i];
	lines = words_to_lines(words, n, arena);
	for (size_t i = 0; i < lines.n; i++) {
		struct thing t = { .kind = THING_LINE, .sheet = number, .line = lines.at[i] };

		t.box = t.line.box;
		if (!is_number_line(&lines, i, &frames, number, arena))
			add(out, t, arena);
	}
	for (size_t i = 0; i < frames.n; i++)
		add(out,
		    (struct thing){ .kind = THING_FRAME,
				    .sheet = number,
				    .box = frames.at[i].box,
				    .frame = &frames.at[i] },
		    arena);
	for (size_t i = 0; i < sheet->n_images; i++)
		add(out,
		    (struct thing){ .kind = THING_IMAGE,
				    .sheet = number,
				    .box = sheet->images[i].box,
				    .image = &sheet->images[i] },
		    arena);
	return 0;
}

/* Where full lines begin and end, and how tall they are. */
struct margins {
	int32_t left, right, height;
};

static struct margins margins_of(const struct things *all, const struct words_sheet *sheets)
{
	struct margins m = { INT32_MAX, 0, INT32_MAX };

	for (size_t i = 0; i < all->n; i++) {
		const struct thing *t = &all->at[i];

		if (t->kind != THING_LINE || (t->box.x1 - t->box.x0) * 2 < sheets[t->sheet].width)
			continue;
		if (t->box.x0 < m.left)
			m.left = t->box.x0;
		if (t->box.x1 > m.right)
			m.right = t->box.x1;
		if (t->box.y1 - t->box.y0 < m.height)
			m.height = t->box.y1 - t->box.y0;
	}
	if (!m.right) /* no line is full: none goes on */
		m = (struct margins){ 0, INT32_MAX / 2, m.height };
	return m;
}

/* Words as far apart as columns are no sentence. */
static bool is_row(const struct words_line *line)
{
	for (size_t i = 1; i < line->n; i++) {
		const struct box *a = &line->words[i - 1]->box, *b = &line->words[i]->box;

		if ((b->x0 - a->x1) * 10 > (b->y1 - b->y0) * 13)
			return true;
	}
	return false;
}

/* Whether a reader would read on from one line to the next. */
static bool goes_on(const struct thing *a, const struct thing *b, struct margins m)
{
	int32_t ha = a->box.y1 - a->box.y0, hb = b->box.y1 - b->box.y0;

	if (a->kind != THING_LINE || b->kind != THING_LINE || b->sheet > a->sheet + 1)
		return false;
	/* Without a line of text, left and height are as large as they can be. */
	if (a->box.x1 < m.right - ha * 2 || (int64_t)b->box.x0 > (int64_t)m.left + hb)
		return false;
	if (ha * 4 > hb * 5 || hb * 4 > ha * 5 || is_row(&a->line) || is_row(&b->line))
		return false;
	return a->sheet != b->sheet || b->box.y0 - a->box.y1 < ha * 2;
}

/* A title: larger than the text, in the middle of the sheet. */
static bool is_title(const struct thing *t, const struct words_sheet *sheet, struct margins m)
{
	int32_t h = t->box.y1 - t->box.y0, off = box_mid_x(t->box) - sheet->width / 2;

	return t->kind == THING_LINE && h / 11 > m.height / 10 && off < 2 * h && off > -2 * h;
}

/* The lines of one title are of one size. Returns how many of the first things they are. */
static size_t title_lines(const struct things *all, const struct words_sheet *sheets,
			  struct margins m)
{
	size_t n = 0;

	for (; n < all->n && n < MAX_TITLE_LINES; n++) {
		const struct thing *a = &all->at[n ? n - 1 : 0], *b = &all->at[n];
		int32_t ha = a->box.y1 - a->box.y0, hb = b->box.y1 - b->box.y0;

		if (!is_title(b, &sheets[b->sheet], m) || a->sheet != b->sheet)
			break;
		if (n && (ha * 10 > hb * 11 || hb * 10 > ha * 11 || b->box.y0 - a->box.y1 > hb))
			break;
	}
	return n;
}

static bool is_latin(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void add_paragraph(struct page_builder *b, const struct thing *lines, size_t n,
			  bool is_heading)
{
	struct block block = { .kind = is_heading ? BLOCK_HEADING : BLOCK_PARAGRAPH,
			       .level = is_heading };
	struct str *parts = ARENA_NEW(b->arena, struct str, n);
	size_t bytes = 0, at = 0;
	char *p;

	for (size_t i = 0; i < n; i++) {
		parts[i] = words_line_text(&lines[i].line, b->arena);
		bytes += parts[i].n + 1;
	}
	p = ARENA_NEW(b->arena, char, bytes);
	for (size_t i = 0; i < n; i++) {
		if (at && parts[i].n && is_latin(p[at - 1]) && is_latin(parts[i].p[0]))
			p[at++] = ' ';
		memcpy(p + at, parts[i].p, parts[i].n);
		at += parts[i].n;
	}
	block.text = (struct str){ p, at };
	page_add_block(b, &block);
}

static int add_grid(struct page_builder *b, const struct grid_src_cell *cells, size_t n,
		    uint32_t rows, struct err *e)
{
	struct grid built;
	uint32_t grid;

	if (grid_build(&built, cells, n, rows, b->arena, e))
		return -1;
	page_add_grid(&grid, b, REGION_UNKNOWN);
	if (b->over)
		return 0;
	built.block = b->page->grids[grid].block;
	b->page->grids[grid] = built;
	return 0;
}

/* The label of a row: its last text that is no figure. False: it has none. */
static bool find_label(uint32_t *col, bool *has_figures, const struct grid *g, uint32_t row)
{
	bool found = false;

	*has_figures = false;
	for (uint32_t c = 0; c < g->cols; c++) {
		const struct cell *cell = grid_at(g, row, c);

		if (cell->is_copy || !cell->text.n)
			continue;
		if (words_is_figure(cell->text)) {
			*has_figures = true;
		} else {
			*col = c;
			found = true;
		}
	}
	return found;
}

/*
 * A row that the end of a sheet broke in two: the label goes on, without a
 * number of its own, and only one half has figures. Both become one.
 */
static void mend_row(struct grid *g, uint32_t row, struct arena *arena)
{
	uint32_t above, below;
	bool figures_above, figures_below;

	if (!find_label(&above, &figures_above, g, row - 1) ||
	    !find_label(&below, &figures_below, g, row) || above != below ||
	    figures_above == figures_below || !words_ordinal(grid_at(g, row - 1, above)->text) ||
	    words_ordinal(grid_at(g, row, below)->text))
		return;
	for (uint32_t c = above; c < g->cols; c++) {
		struct cell *a = &g->cells[(size_t)(row - 1) * g->cols + c];
		struct cell *b = &g->cells[(size_t)row * g->cols + c];

		if (a->row != row - 1 || b->row != row || a->col != b->col)
			continue;
		a->text = words_join(a->text, b->text, arena);
		b->text = a->text;
		b->row = a->row;
		b->is_copy = true;
	}
}

/* One table from the frames of one or more sheets. */
static int add_table(struct page_builder *b, const struct thing *parts, size_t n, struct err *e)
{
	struct frame **frames = ARENA_NEW(b->arena, struct frame *, n);
	struct grid_src_cell *all = NULL;
	size_t n_all = 0;
	uint32_t rows = 0;

	for (size_t i = 0; i < n; i++)
		frames[i] = parts[i].frame;
	if (n > 1)
		frames_align(frames, n, b->arena);
	for (size_t i = 0; i < n; i++) {
		struct grid_src_cell *cells, *more;
		size_t got = frame_cells(&cells, frames[i], rows, b->arena);

		more = ARENA_NEW(b->arena, struct grid_src_cell, n_all + got);
		if (n_all)
			memcpy(more, all, n_all * sizeof(*more));
		memcpy(more + n_all, cells, got * sizeof(*more));
		all = more;
		n_all += got;
		rows += (uint32_t)frames[i]->n_ys - 1;
		if (rows > GRID_MAX_ROWS)
			return err_set(e, ERR_LIMIT, "table of more than %d rows", GRID_MAX_ROWS);
	}
	if (add_grid(b, all, n_all, rows, e))
		return -1;
	rows = 0;
	for (size_t i = 0; i + 1 < n && !b->over; i++) {
		rows += (uint32_t)frames[i]->n_ys - 1;
		mend_row(&b->page->grids[b->page->n_grids - 1], rows, b->arena);
	}
	return 0;
}

static size_t run_of_lines(const struct things *all, size_t from, struct margins m)
{
	size_t end = from + 1;

	while (end < all->n && goes_on(&all->at[end - 1], &all->at[end], m))
		end++;
	return end;
}

static size_t run_of_frames(const struct things *all, size_t from)
{
	size_t end = from + 1;

	while (end < all->n && all->at[end].kind == THING_FRAME &&
	       all->at[end].sheet == all->at[end - 1].sheet + 1 &&
	       frame_continues(all->at[end - 1].frame, all->at[end].frame))
		end++;
	return end;
}

static void add_picture(struct page_builder *b, const struct words_image *from)
{
	struct image image = {
		.src = arena_str(b->arena, from->name),
		.width = (uint32_t)(from->box.x1 - from->box.x0) / 75, /* 96 pixels an inch */
		.height = (uint32_t)(from->box.y1 - from->box.y0) / 75,
		.block = (uint32_t)b->page->n_blocks,
	};

	page_add_image(b, &image);
}

/* Lines of text as paragraphs; the first of the document may be its title. */
static void add_lines(struct page_builder *b, const struct things *all, size_t from, size_t to,
		      size_t n_title, struct margins m)
{
	for (size_t i = from, end; i < to; i = end) {
		end = i < n_title ? n_title : run_of_lines(all, i, m);
		if (end > to)
			end = to;
		add_paragraph(b, &all->at[i], end - i, i < n_title);
	}
}

/* Lines of text, and the tables without rules among them. */
static int add_text(struct page_builder *b, const struct things *all, size_t from, size_t to,
		    size_t n_title, struct margins m, struct err *e)
{
	struct bare_line *lines = ARENA_NEW(b->arena, struct bare_line, to - from);

	for (size_t i = from; i < to; i++)
		lines[i - from] = (struct bare_line){ &all->at[i].line, all->at[i].sheet };
	for (size_t i = from, n = 0; i < to; n++) {
		size_t n_cells = 0, before = 0, took = 0, most = to - i;
		struct grid_src_cell *cells = NULL;
		uint32_t rows = 0;

		if (most > MAX_BARE_LINES)
			most = MAX_BARE_LINES;
		if (n < MAX_BARE_TABLES)
			took = bare_table(&cells, &n_cells, &rows, &before, lines + (i - from),
					  most, b->arena);
		if (!took) {
			add_lines(b, all, i, to, n_title, m);
			return 0;
		}
		add_lines(b, all, i, i + before, n_title, m);
		if (n_cells && add_grid(b, cells, n_cells, rows, e))
			return -1;
		for (size_t k = 0; !n_cells && k < took; k++)
			add_paragraph(b, &all->at[i + before + k], 1, false);
		i += before + took;
	}
	return 0;
}

int words_lay_out(struct page_builder *b, const struct words_sheet *sheets, size_t n, struct err *e)
{
	struct things all = { 0 };
	struct margins m;
	size_t n_title;

	for (size_t i = 0; i < n; i++)
		if (survey(&all, &sheets[i], i, b->arena, e))
			return -1;
	if (all.n)
		qsort(all.at, all.n, sizeof(*all.at), by_top);
	m = margins_of(&all, sheets);
	n_title = title_lines(&all, sheets, m);
	for (size_t i = 0, end; i < all.n && !b->over; i = end) {
		end = i + 1;
		if (all.at[i].kind == THING_LINE) {
			while (end < all.n && all.at[end].kind == THING_LINE)
				end++;
			if (add_text(b, &all, i, end, n_title, m, e))
				return -1;
		} else if (all.at[i].kind == THING_FRAME) {
			end = run_of_frames(&all, i);
			if (add_table(b, &all.at[i], end - i, e))
				return -1;
		} else {
			add_picture(b, all.at[i].image);
		}
	}
	return 0;
}
