#include "report/stream.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/label.h"
#include "report/count.h"
#include "report/text.h"

/* A cell this long and of this many lines is a text of its own that stands in a table. */
#define LONG_CELL_BYTES 400
#define LONG_CELL_LINES 4

/* A line of pipes alone beyond this is noise of a layout. */
#define MAX_LONE_PIPES 64

struct builder {
	struct stream out;
	size_t cap;
	struct arena *arena;
	bool *full;
	bool leads;     /* rows of this page start with a pipe: `| a | b |` */
	bool tab_leads; /* rows of this page start with a tab, as an indent */
	bool in_tabs;   /* the line before was a cell behind a tab */
	bool is_open;   /* the last piece stands on a line that no pipe has ended */
	uint32_t line;
	struct piece at; /* block, grid, row, col of what is being cut */
};

static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
	       (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	       c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF || c == 0xAD;
}

static bool is_pipe(uint32_t c)
{
	return c == '|' || c == 0xFF5C || c == 0x2502 || c == 0x2503;
}

/* White space of every kind off both ends. */
static struct str trim(struct str s)
{
	size_t from = 0, to = s.n;

	if (text_is_trim(s))
		return s;
	for (size_t at = 0; at < s.n && is_blank(utf8_next(s, &at)); from = at)
		;
	while (to > from) {
		size_t lead = to - 1, at;

		while (lead > from && ((unsigned char)s.p[lead] & 0xC0) == 0x80 && to - lead < 4)
			lead--;
		at = lead;
		if (!is_blank(utf8_next(s, &at)) || at != to)
			break;
		to = lead;
	}
	return str_sub(s, from < to ? from : 0, to - from);
}

static bool is_plain_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static void add(struct builder *b, struct str text, bool is_cell)
{
	struct piece p = b->at;

	text = trim(text);
	if (!text.n && !is_cell)
		return;
	if (b->out.n >= STREAM_MAX_PIECES) {
		*b->full = true;
		return;
	}
	p.text = text;
	p.folded = text;
	p.is_number = is_plain_number(text);
	if (!p.is_number && text.n <= STREAM_MAX_LABEL) {
		p.folded = label_fold(text, b->arena);
		p.is_number = is_plain_number(p.folded);
	}
	p.line = b->line;
	p.is_cell = is_cell;
	ARENA_GROW(b->arena, b->out.pieces, b->out.n, b->cap);
	b->out.pieces[b->out.n++] = p;
	if (!b->at.grid)
		b->at.col++;
}

/* Cells between pipes. What stands behind the last pipe is a cell only if something is there. */
static void cut_pipes(struct builder *b, struct str line)
{
	size_t from = 0;
	bool first = true;

	for (size_t at = 0; at <= line.n;) {
		size_t was = at;
		bool ends = at == line.n, pipe = false;

		if (!ends)
			pipe = is_pipe(utf8_next(line, &at));
		else
			at++;
		if (!pipe && !ends)
			continue;
		if (pipe || trim(str_sub(line, from, was - from)).n) {
			struct str cell = str_sub(line, from, was - from);

			if (!first || !b->leads || trim(cell).n)
				add(b, cell, true);
			first = false;
			b->is_open = !pipe;
		}
		from = at;
	}
}

/* "|---|:--:|": the rule under the head of a Markdown table. */
static bool is_markdown_rule(struct str line)
{
	size_t run = 0, cells = 0;
	bool enough = true;

	for (size_t i = 0; i <= line.n; i++) {
		char c = (char)(i < line.n ? line.p[i] : '|');

		if (c == '-') {
			run++;
		} else if (c == '|') {
			cells += run >= 3;
			enough &= run >= 3 || run == 0;
			run = 0;
		} else if (c != ':' && c != ' ' && c != '\t' && c != '\r') {
			return false;
		}
	}
	return enough && cells > 0 && str_find(line, STR("|"), 0) != STR_NONE;
}

/* The number of pipes on a line that holds nothing else; 0: it does. */
static size_t lone_pipes(struct str line)
{
	size_t n = 0;

	for (size_t at = 0; at < line.n;) {
		uint32_t c = utf8_next(line, &at);

		if (is_pipe(c))
			n++;
		else if (!is_blank(c))
			return 0;
	}
	return n;
}

/* A pipe on a line of its own ends the cell above it, or is an empty cell. */
static void end_cells(struct builder *b, size_t n)
{
	struct piece *last = b->out.n ? &b->out.pieces[b->out.n - 1] : NULL;

	if (n > MAX_LONE_PIPES)
		return;
	if (b->is_open && last && !last->grid && !b->at.grid) {
		last->is_cell = true;
		n--;
	}
	b->is_open = false;
	while (n--)
		add(b, STR(""), true);
}

static void cut_tabs(struct builder *b, struct str line)
{
	size_t from = 0;

	while (b->tab_leads && from < line.n && line.p[from] == '\t')
		from++;
	for (size_t at = from; at <= line.n; at++) {
		if (at < line.n && line.p[at] != '\t')
			continue;
		if (at > from || at < line.n)
			add(b, str_sub(line, from, at - from), true);
		from = at + 1;
	}
}

/* What may stand in a row of figures: a number, with its unit or without, a dash, a word for none.
 */
static bool is_figure(struct str s)
{
	size_t at = 0;
	uint32_t c;

	if (!s.n || s.n > 40)
		return false;
	c = utf8_next(s, &at);
	if (!(c >= '+' && c <= '9') && !(c >= 0xFF0B && c <= 0xFF19) && c != 0x2014 &&
	    c != 0x2013 && c != 0x65E0 && c != 0x96F6 && c != 0x589E && c != 0x51CF)
		return false;
	return count_read(s, COUNT_THINGS, STR(""), true).state != VALUE_TEXT ||
	       count_read(s, COUNT_MONEY, STR(""), false).state != VALUE_TEXT;
}

struct spaces {
	size_t words, figures, in_a_row; /* most figures in a row */
	bool ends_in_figure;
	bool wide; /* a run of two or more spaces, or a wide one */
};

static bool next_word(struct str *word, bool *wide, struct str line, size_t *at)
{
	size_t from, run = 0;

	while (*at < line.n) {
		size_t was = *at;
		uint32_t c = utf8_next(line, at);

		if (!is_blank(c)) {
			*at = was;
			break;
		}
		run += c == 0x3000 ? 2 : 1;
	}
	*wide = run >= 2;
	from = *at;
	while ((*at = text_plain_end(line, *at)) < line.n) {
		size_t was = *at;

		if (is_blank(utf8_next(line, at))) {
			*at = was;
			break;
		}
	}
	*word = str_sub(line, from, *at - from);
	return word->n > 0;
}

static struct spaces survey(struct str line)
{
	struct spaces s = { 0 };
	struct str word;
	size_t at = 0, run = 0;
	bool wide;

	while (next_word(&word, &wide, line, &at)) {
		bool figure = is_figure(word);

		s.wide |= wide && s.words;
		s.words++;
		s.figures += figure;
		run = figure ? run + 1 : 0;
		if (run > s.in_a_row)
			s.in_a_row = run;
		s.ends_in_figure = figure;
	}
	return s;
}

/* "1 、属于": the mark belongs to the figure before it, which is no cell then. */
static bool ends_ordinal(struct str word)
{
	size_t at = 0;
	uint32_t c = utf8_next(word, &at);

	return c == 0x3001 || c == 0xFF0E || c == 0xFF09 || c == ')' ||
	       (c == '.' && (word.n == 1 || (unsigned char)word.p[1] >= 0x80));
}

/* A line without pipes or tabs: cut at its spaces where it looks like a row. */
static void cut_spaces(struct builder *b, struct str line)
{
	struct spaces s = survey(line);
	bool at_all = s.in_a_row >= 2 || s.figures >= 6 ||
		      (s.ends_in_figure && s.words <= 16 && line.n <= 160);
	struct str word;
	size_t at = 0, from = 0;
	bool wide;

	if (s.words < 2 || (!at_all && !s.wide)) {
		add(b, line, false);
		b->is_open = true;
		return;
	}
	while (next_word(&word, &wide, line, &at)) {
		size_t start = (size_t)(word.p - line.p);

		if ((!at_all && !wide) || ends_ordinal(word))
			continue;
		add(b, str_sub(line, from, start - from), false);
		from = start;
	}
	add(b, str_sub(line, from, line.n - from), false);
	b->is_open = true;
}

static bool has_pipe(struct str line)
{
	return (line.n && memchr(line.p, '|', line.n)) || text_has(line, "｜") ||
	       text_has(line, "│") || text_has(line, "┃");
}

/* Tabs in front and none behind: one cell, or an empty one. */
static bool is_tab_cell(struct str line)
{
	size_t from = 0;

	while (from < line.n && line.p[from] == '\t')
		from++;
	return from && (from < line.n || from == 1) && str_find(line, STR("\t"), from) == STR_NONE;
}

static void cut_line(struct builder *b, struct str line)
{
	size_t pipes;

	if (!trim(line).n && (!line.n || line.p[0] != '\t')) {
		b->line += b->in_tabs;
		b->in_tabs = false;
		return;
	}
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	if (has_pipe(line)) {
		if (is_markdown_rule(line))
			return;
		b->line++;
		b->in_tabs = false;
		b->at.col = b->at.grid ? b->at.col : 0;
		pipes = lone_pipes(line);
		if (pipes)
			end_cells(b, pipes);
		else
			cut_pipes(b, line);
		return;
	}
	if (is_tab_cell(line)) {
		b->line += !b->in_tabs;
		b->in_tabs = true;
		add(b, line, true);
		b->is_open = false;
		return;
	}
	if (!b->in_tabs)
		b->line++;
	b->at.col = b->at.grid ? b->at.col : 0;
	if (str_find(line, STR("\t"), 0) != STR_NONE) {
		b->line += b->in_tabs;
		b->in_tabs = false;
		b->is_open = false;
		cut_tabs(b, line);
		return;
	}
	cut_spaces(b, line);
}

static void cut_lines(struct builder *b, struct str text)
{
	struct str line;

	for (size_t from = 0; from <= text.n; from += line.n + 1) {
		line = str_until(str_sub(text, from, text.n), '\n');
		cut_line(b, line);
	}
}

static bool is_long(struct str cell)
{
	size_t lines = 0;

	if (cell.n < LONG_CELL_BYTES)
		return false;
	for (size_t i = 0; i < cell.n; i++)
		lines += cell.p[i] == '\n';
	return lines >= LONG_CELL_LINES;
}

static void cut_grid(struct builder *b, const struct grid *g)
{
	if (g->is_layout)
		return;
	b->in_tabs = false;
	for (uint32_t row = 0; row < g->rows; row++) {
		b->line++;
		for (uint32_t col = 0; col < g->cols; col++) {
			const struct cell *c = grid_at(g, row, col);

			if (c->is_copy || c->is_hole)
				continue;
			b->at.row = (uint16_t)row;
			b->at.col = (uint16_t)col;
			if (is_long(c->text))
				cut_lines(b, c->text);
			else
				add(b, c->text, true);
		}
	}
	b->is_open = false;
	b->line++;
}

/*
 * Whether all rows of this page that are cut by `mark` start with one. Rows
 * below a merged cell start with an empty cell in either case.
 */
static bool rows_lead(const struct page *page, char mark)
{
	struct str is = { &mark, 1 };
	size_t rows = 0, lead = 0;

	for (size_t i = 0; i < page->n_blocks; i++) {
		struct str s = page->blocks[i].text;
		size_t from = 0;

		if (!s.n || !memchr(s.p, mark, s.n))
			continue;
		for (size_t at = 0; at <= s.n; at++) {
			struct str line;
			size_t first;

			if (at < s.n && s.p[at] != '\n')
				continue;
			line = str_sub(s, from, at - from);
			if (mark != '\t')
				line = trim(line);
			from = at + 1;
			first = str_find(line, is, 0);
			if (first == STR_NONE || str_find(line, is, first + 1) == STR_NONE ||
			    !trim(line).n || lone_pipes(line))
				continue;
			rows++;
			lead += first == 0;
		}
	}
	return lead * 10 >= rows * 9;
}

size_t page_texts(const struct page *page, size_t most)
{
	size_t n = page->n_blocks;

	for (size_t i = 0; i < page->n_grids; i++)
		if (!page->grids[i].is_layout)
			n += (size_t)page->grids[i].rows * page->grids[i].cols;
	return n < most ? n : most;
}

struct stream stream_build(const struct page *page, bool *full, struct arena *arena)
{
	struct builder b = { .arena = arena,
			     .full = full,
			     .cap = page_texts(page, STREAM_MAX_PIECES) };

	b.out.pieces = ARENA_NEW(arena, struct piece, b.cap);
	*full = false;
	b.leads = rows_lead(page, '|');
	b.tab_leads = rows_lead(page, '\t');
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct block *k = &page->blocks[i];

		b.at = (struct piece){ .block = (uint32_t)i };
		if (k->kind == BLOCK_GRID) {
			b.at.grid = (uint16_t)(k->grid < UINT16_MAX ? k->grid + 1 : UINT16_MAX);
			cut_grid(&b, &page->grids[k->grid]);
			continue;
		}
		if (k->kind != BLOCK_LINE) {
			b.line += b.in_tabs;
			b.in_tabs = false;
		}
		cut_lines(&b, k->text);
	}
	return b.out;
}
