#include "report/reader.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"

const struct word *token_means(const struct reader *rd, const struct token *t, enum word_kind kind,
			       enum table_id table)
{
	if (t->kind != TOKEN_LABEL)
		return NULL;
	for (uint32_t i = t->words.lo; i < t->words.hi; i++) {
		const struct word *w = &rd->lexicon->words[i];

		if (w->kind == kind && (w->table == table || kind == WORD_FURNITURE))
			return w;
	}
	return NULL;
}

static const struct piece *piece_of(const struct reader *rd, const struct token *t)
{
	return &rd->stream->pieces[t->last];
}

/* Of the rows a label can be, the first one after `cursor` in printed order. */
static enum row_id row_after(const struct reader *rd, const struct token *t, enum table_id table,
			     enum row_id cursor)
{
	enum row_id best = ROW__COUNT;

	for (uint32_t i = t->words.lo; i < t->words.hi; i++) {
		const struct word *w = &rd->lexicon->words[i];

		if (w->kind != WORD_ROW || w->table != table)
			continue;
		if (best == ROW__COUNT || (best <= cursor && w->row > cursor) ||
		    (w->row > cursor && w->row < best))
			best = w->row;
	}
	return best;
}

/* 其他 and 总计 are columns in the head and rows below it. */
static bool is_row_here(const struct reader *rd, const struct region *g, size_t i, enum row_id last)
{
	const struct token *t = &rd->tokens.at[i];

	if (!token_means(rd, t, WORD_ROW, g->table))
		return false;
	if (!token_means(rd, t, WORD_COL, g->table))
		return true;
	return last != ROW__COUNT && last >= ROW_RES_GRANTED && i + 1 < g->last &&
	       rd->tokens.at[i + 1].kind == TOKEN_VALUE;
}

/* 元 or 万元 in （单位：元）, as the head of a column says it. */
static struct str stated_unit(struct str text)
{
	static const char *const units[] = { "亿元", "万元", "千元", "元", NULL };
	size_t at = str_find(text, STR("位"), 0);

	if (at == STR_NONE)
		return (struct str){ 0 };
	for (size_t i = 0; units[i]; i++)
		if (str_find(text, str_c(units[i]), at) != STR_NONE)
			return str_c(units[i]);
	return (struct str){ 0 };
}

struct collector {
	const struct reader *rd;
	const struct region *g;
	struct items out;
	struct header *header;
	bool header_used; /* a row was read under it: the next head starts a new one */
	enum row_id last;
};

static struct header *fresh_header(struct collector *c)
{
	if (c->out.n_headers < countof(c->out.headers)) {
		c->header = ARENA_NEW(c->rd->arena, struct header, 1);
		c->out.headers[c->out.n_headers++] = c->header;
		c->header_used = false;
	}
	return c->header;
}

static void add_head(struct collector *c, size_t i, enum col_id col)
{
	struct header *h = c->header && !c->header_used ? c->header : fresh_header(c);

	if (!h || h->n == countof(h->heads))
		return;
	h->heads[h->n++] = (struct head){
		.col = col,
		.token = (uint32_t)i,
		.unit = stated_unit(c->rd->tokens.at[i].text),
	};
}

static void add_item(struct collector *c, size_t i, enum row_id row)
{
	if (c->out.n == READER_MAX_ROWS)
		return;
	ARENA_GROW(c->rd->arena, c->out.at, c->out.n, c->out.cap);
	c->out.at[c->out.n++] = (struct item){
		.row = row,
		.token = (uint32_t)i,
		.header = c->header,
	};
	c->header_used = true;
	c->last = row;
}

/* Labels of the region: rows become items, columns gather in headers. */
static void collect_labels(struct collector *c)
{
	for (size_t i = c->g->first; i < c->g->last; i++) {
		const struct token *t = &c->rd->tokens.at[i];
		const struct word *w;

		if (t->kind == TOKEN_TEXT) {
			if (c->header && !c->header_used)
				add_head(c, i, COL__COUNT);
			continue;
		}
		if (t->kind != TOKEN_LABEL)
			continue;
		if (is_row_here(c->rd, c->g, i, c->last)) {
			add_item(c, i, row_after(c->rd, t, c->g->table, c->last));
		} else if (token_means(c->rd, t, WORD_TITLE, c->g->table)) {
			fresh_header(c);
		} else {
			w = token_means(c->rd, t, WORD_COL, c->g->table);
			if (w)
				add_head(c, i, w->col);
		}
	}
}

/* Of a heading that is printed downwards beside the rows. */
static bool is_lone_character(const struct token *t, const struct piece *p)
{
	return t->kind == TOKEN_TEXT && !p->is_cell && utf8_count(p->text) == 1;
}

/* The cells behind label `it`: tokens up to the next label of any kind. */
static size_t gather(struct mark *marks, size_t cap, const struct reader *rd,
		     const struct region *g, const struct item *it)
{
	size_t n = 0;

	for (size_t i = it->token + 1; i < g->last && n < cap; i++) {
		const struct token *t = &rd->tokens.at[i];
		const struct piece *p = piece_of(rd, t);

		if (t->kind != TOKEN_VALUE && t->kind != TOKEN_TEXT)
			break;
		if (is_lone_character(t, p))
			continue;
		marks[n++] = (struct mark){
			.token = (uint32_t)i,
			.line = p->line,
			.is_text = t->kind == TOKEN_TEXT,
			.is_blank = t->text.n == 0,
		};
	}
	return n;
}

static size_t full_cells(const struct mark *marks, size_t n)
{
	size_t full = 0;

	for (size_t i = 0; i < n; i++)
		full += !marks[i].is_blank && !marks[i].is_text;
	return full;
}

/* 条, 件, 万元 between label and figure; a heading's —— too. */
static bool is_unit(struct str s)
{
	static const char *const units[] = { "条",   "件",   "次", "篇", "个", "人",
					     "万元", "人次", "项", "场", NULL };

	for (size_t i = 0; units[i]; i++)
		if (str_eq(s, str_c(units[i])))
			return true;
	return false;
}

/*
 * Words among cells that no markup holds together. A unit is none; nor is a
 * remark between pipes, in a row that has figures as well.
 */
static bool has_stray_words(const struct reader *rd, const struct mark *marks, size_t n)
{
	bool in_row = full_cells(marks, n) > 1;

	for (size_t i = 0; i < n; i++) {
		const struct token *t = &rd->tokens.at[marks[i].token];
		const struct piece *p = piece_of(rd, t);

		if (marks[i].is_text && !p->grid && !(p->is_cell && in_row) && !is_unit(t->text))
			return true;
	}
	return false;
}

/* Cells of a line of its own; what else is there is empty, a broken line, or rows without label. */
static void take_line(struct item *it, struct mark *marks, size_t n, uint32_t line, size_t need,
		      const struct reader *rd)
{
	size_t mine = 0, rest;

	while (mine < n && marks[mine].line == line && !(marks[mine].is_text && mine >= need))
		mine++;
	if (mine < n && marks[mine].line == line)
		n = mine; /* a remark behind the row, or what comes after the table */
	rest = mine;
	while (rest < n && !marks[rest].is_text)
		rest++;
	it->marks = marks;
	it->n = mine;
	it->is_apart = true;
	it->is_messy = has_stray_words(rd, marks, mine);
	if (!full_cells(marks + mine, rest - mine))
		return;
	if (mine < need) {
		bool one_more_line = marks[mine].line == marks[rest - 1].line &&
				     !piece_of(rd, &rd->tokens.at[marks[0].token])->grid;

		/* A line that was broken inside the row goes on below. */
		it->is_merged = one_more_line && rest == need;
		it->is_messy |= !it->is_merged;
		if (it->is_merged)
			it->n = rest;
		return;
	}
	it->orphans = marks + mine;
	it->n_orphans = rest - mine;
}

/* A line that is the rest of a label's bracket, not the label of some row no form has. */
static bool goes_on(const struct reader *rd, const struct mark *m)
{
	const struct piece *p = piece_of(rd, &rd->tokens.at[m->token]);

	return !p->is_cell && (str_starts(p->folded, STR("(")) || str_ends(p->folded, STR(")")));
}

/* One cell a line, or many rows on one line: all up to the next label, but for unknown words. */
static void take_run(struct item *it, struct mark *marks, size_t n, size_t need,
		     const struct reader *rd)
{
	size_t from = 0, to;

	while (from < n && marks[from].is_text &&
	       (goes_on(rd, &marks[from]) || is_unit(rd->tokens.at[marks[from].token].text)))
		from++;
	for (to = from; to < n && !marks[to].is_text; to++)
		;
	/* Words among the cells: a remark, or a row that no form has. */
	it->is_messy = to < n && to - from < need && full_cells(marks + to, n - to) > 0;
	it->marks = marks + from;
	it->n = to - from;
}

/* Whether markup puts the cell in another row than the label. */
static bool is_row_of_cells(const struct reader *rd, const struct token *label,
			    const struct mark *m)
{
	const struct piece *p = &rd->stream->pieces[rd->tokens.at[m->token].first];
	bool has_more = p->text.p && p + 1 < rd->stream->pieces + rd->stream->n &&
			p[1].line == p->line && p[1].is_cell;

	return p->grid ? p->grid == piece_of(rd, label)->grid : p->is_cell && has_more;
}

#define MAX_MARKS 512 /* cells behind one label that are looked at */

static void take_cells(struct item *it, const struct reader *rd, const struct region *g,
		       size_t need)
{
	struct mark found[MAX_MARKS], *marks;
	size_t cap = g->last - it->token, n;
	const struct token *label = &rd->tokens.at[it->token];
	uint32_t line = piece_of(rd, label)->line, next_line = UINT32_MAX;

	if (cap > MAX_MARKS)
		cap = MAX_MARKS;
	n = gather(found, cap, rd, g, it);
	marks = ARENA_NEW(rd->arena, struct mark, n);
	memcpy(marks, found, n * sizeof(*marks));
	for (size_t i = it->token + 1 + n; i < rd->tokens.n; i++)
		if (rd->tokens.at[i].kind == TOKEN_LABEL) {
			next_line = rd->stream->pieces[rd->tokens.at[i].first].line;
			break;
		}
	if (!n)
		return;
	if (marks[0].line == line) {
		if (next_line != line)
			take_line(it, marks, n, line, need, rd);
		else
			take_run(it, marks, n, need, rd);
		return;
	}
	if (is_row_of_cells(rd, label, &marks[0]))
		return; /* the row below, which has lost its label */
	if (n > 1 && marks[1].line == marks[0].line && next_line != marks[0].line &&
	    !marks[0].is_text)
		take_line(it, marks, n, marks[0].line, need, rd);
	else
		take_run(it, marks, n, need, rd);
}

/* Groups that stand left of a row's label: its row may begin with as many empty cells. */
static unsigned depth_of(enum row_id row)
{
	switch (row) {
	case ROW_RES_GRANTED:
	case ROW_RES_PARTIAL:
	case ROW_RES_MISC:
	case ROW_RES_TOTAL:
		return 1;
	default:
		return row > ROW_RES_PARTIAL && row < ROW_RES_TOTAL ? 2 : 0;
	}
}

/* Cells that each row has at least, whichever form it follows: the same for all pages. */
static void count_needed(size_t least[ROW__COUNT])
{
	for (size_t f = 0; form_at(f); f++)
		for (size_t b = 0; b < form_at(f)->n_blocks; b++) {
			const struct form_block *k = &form_at(f)->blocks[b];

			for (size_t r = 0; r < k->n_rows; r++) {
				enum row_id row = k->rows[r].row;

				if (!least[row] || k->n_cols < least[row])
					least[row] = k->n_cols;
			}
		}
}

static size_t needed(enum row_id row)
{
	static size_t least[ROW__COUNT];
	static bool is_counted;

	if (!is_counted)
		count_needed(least);
	is_counted = true;
	return least[row];
}

struct items rows_collect(const struct reader *rd, const struct region *g)
{
	struct collector c = { .rd = rd, .g = g, .last = ROW__COUNT };

	collect_labels(&c);
	for (size_t i = 0; i < c.out.n; i++) {
		struct item *it = &c.out.at[i];
		uint16_t grid;

		take_cells(it, rd, g, needed(it->row));
		if (it->n && it->marks[0].is_text &&
		    is_unit(rd->tokens.at[it->marks[0].token].text)) {
			it->marks++;
			it->n--;
		}
		grid = piece_of(rd, &rd->tokens.at[it->token])->grid;
		it->is_messy |= grid && rd->doubtful[grid - 1];
		it->depth = depth_of(it->row);
		it->next_depth = i + 1 < c.out.n ? depth_of(c.out.at[i + 1].row) : 0;
	}
	return c.out;
}
