#include "report/reader.h"

#include <string.h>

#include "base/attrs.h"

#define GROUPS 3
#define COLS   5
#define CELLS  (GROUPS * COLS)

struct across {
	struct reader *rd;
	const struct region *g;
	const struct form_block *block;
	const struct form *form;
	enum row_id groups[GROUPS]; /* in the order printed */
	const struct piece *group_at[GROUPS];
	size_t n_groups;
	const struct form_col *cols[CELLS + 1]; /* heads in the order printed */
	size_t n_cols;
	size_t last_label; /* token */
	bool mixed;        /* figures stand between labels */
};

static const struct form_col *col_of(const struct form_block *k, enum col_id col)
{
	for (size_t i = 0; i < k->n_cols; i++)
		if (k->cols[i].col == col)
			return &k->cols[i];
	return NULL;
}

static void survey(struct across *a)
{
	bool figures = false;
	size_t pairs = 0;

	for (size_t i = a->g->first; i < a->g->last; i++) {
		const struct token *t = &a->rd->tokens.at[i];
		const struct word *w;

		if (t->kind == TOKEN_VALUE)
			figures |= t->text.n > 0;
		if (t->kind != TOKEN_LABEL)
			continue;
		a->mixed |= figures;
		a->last_label = i;
		w = token_means(a->rd, t, WORD_ROW, TABLE_REVIEW);
		if (w) {
			bool seen = false;

			for (size_t k = 0; k < a->n_groups; k++)
				seen |= a->groups[k] == w->row;
			if (!seen && a->n_groups < GROUPS) {
				a->group_at[a->n_groups] = &a->rd->stream->pieces[t->first];
				a->groups[a->n_groups++] = w->row;
			}
			reader_note_label(a->rd, t, w->row, COL__COUNT, a->form);
		}
		w = token_means(a->rd, t, WORD_COL, TABLE_REVIEW);
		if (w && a->n_cols < countof(a->cols)) {
			a->cols[a->n_cols++] = col_of(a->block, w->col);
			reader_note_label(a->rd, t, ROW_REV, w->col, a->form);
			pairs += i + 1 < a->g->last && a->rd->tokens.at[i + 1].kind == TOKEN_VALUE;
		}
	}
	a->mixed |= pairs >= CELLS - GROUPS; /* on its side, and empty */
}

/* 行政复议 is a row above the two kinds of 行政诉讼, and may stand to the right of them. */
static bool review_stands_last(const struct across *a)
{
	const struct piece *const *at = a->group_at;

	return a->n_groups == GROUPS && a->groups[0] == ROW_REV && at[0]->grid &&
	       at[0]->grid == at[1]->grid && at[0]->grid == at[2]->grid &&
	       at[0]->col > at[1]->col && at[0]->col > at[2]->col && at[0]->row < at[1]->row;
}

/* Under each group stands each column of the form once. */
static bool groups_are_whole(const struct across *a)
{
	for (size_t g = 0; g < GROUPS; g++) {
		unsigned seen = 0;

		for (size_t c = 0; c < COLS; c++)
			if (a->cols[g * COLS + c])
				seen |= 1u << (a->cols[g * COLS + c] - a->block->cols);
		if (seen != (1u << COLS) - 1)
			return false;
	}
	return true;
}

/* Heads that stand, or the wording of the form where they are cut but not contradicted. */
static bool settle_heads(struct across *a)
{
	static const enum row_id order[GROUPS] = { ROW_REV, ROW_LIT_DIRECT, ROW_LIT_AFTER_REV };
	bool as_form = true;

	if (a->n_groups < GROUPS) {
		for (size_t i = 1; i < a->n_groups; i++)
			if (a->groups[i] < a->groups[i - 1])
				return false;
		memcpy(a->groups, order, sizeof order);
	}
	if (a->n_cols > CELLS)
		return false;
	for (size_t i = 1; i < a->n_cols; i++)
		as_form &= a->cols[i] && a->cols[i - 1] &&
			   (a->cols[i] > a->cols[i - 1] || a->cols[i] == a->block->cols);
	if (review_stands_last(a)) {
		memmove(a->groups, a->groups + 1, sizeof a->groups - sizeof a->groups[0]);
		a->groups[GROUPS - 1] = ROW_REV;
		if (!as_form)
			return false;
	}
	if (a->n_cols == CELLS)
		return groups_are_whole(a);
	if (!as_form)
		return false;
	for (size_t i = 0; i < CELLS; i++)
		a->cols[i] = &a->block->cols[i % COLS];
	return true;
}

static void all_ambiguous(struct across *a, const struct mark *marks, size_t n)
{
	struct columns cols = { .n = COLS };

	for (size_t c = 0; c < COLS; c++)
		cols.cols[c] = &a->block->cols[c];
	for (size_t i = 0; i < a->block->n_rows; i++)
		assign_ambiguous(a->rd, a->block->rows[i].row, &cols, marks, n);
}

/* The cells below the last head: one line of them, or one cell a line. */
static size_t cells_below(struct mark *marks, size_t cap, const struct across *a, bool *messy)
{
	const struct reader *rd = a->rd;
	size_t n = 0, per_line = 0, best = 0, best_n = 0;
	bool many = false;

	for (size_t i = a->last_label + 1; i < a->g->last && n < cap; i++) {
		const struct token *t = &rd->tokens.at[i];
		const struct piece *p = &rd->stream->pieces[t->first];

		if (t->kind == TOKEN_TEXT && (!p->grid || n >= CELLS))
			break;
		marks[n++] = (struct mark){
			.token = (uint32_t)i,
			.line = p->line,
			.is_text = t->kind == TOKEN_TEXT,
			.is_blank = t->text.n == 0,
		};
	}
	/* Rows as rows: the first line that has enough cells, unless others have figures too. */
	for (size_t i = 0; i < n; i += per_line) {
		bool full = false;

		for (per_line = 0; i + per_line < n && marks[i + per_line].line == marks[i].line;
		     per_line++)
			full |= !marks[i + per_line].is_blank;
		many |= per_line > 1;
		if (per_line >= CELLS && (!best_n || full)) {
			*messy |= best_n && full && !marks[best].is_blank;
			best = i;
			best_n = per_line;
		} else if (full && best_n) {
			*messy = true;
		}
	}
	if (best_n) {
		memmove(marks, marks + best, best_n * sizeof *marks);
		return best_n;
	}
	*messy = many && n != CELLS;
	return n;
}

static bool all_blank(const struct mark *marks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!marks[i].is_blank)
			return false;
	return true;
}

/* Three groups side by side over one row of fifteen cells. */
static void read_across(struct across *a)
{
	struct mark marks[128];
	bool messy = false;
	size_t n = cells_below(marks, countof(marks), a, &messy), from = 0, at = n, to = 0;
	const struct token *label = &a->rd->tokens.at[a->last_label];

	if (!n)
		return;
	for (size_t i = 0; i < n; i++)
		if (!marks[i].is_blank) {
			at = at == n ? i : at;
			to = i;
		}
	if (n >= CELLS && !all_blank(marks, n)) {
		size_t least = to + 1 > CELLS ? to + 1 - CELLS : 0;
		size_t most = at < n - CELLS ? at : n - CELLS;

		messy |= least != most;
		from = least;
	}
	if (n < CELLS || messy || a->rd->deduped || !settle_heads(a)) {
		reader_note(a->rd, n < CELLS ? NOTE_ROW_SHORT : NOTE_ROW_LONG, ROW__COUNT,
			    COL__COUNT, TABLE_REVIEW, label);
		all_ambiguous(a, marks, n);
		return;
	}
	for (size_t i = 0; i < CELLS; i++)
		assign_cell(a->rd, a->groups[i / COLS], a->cols[i], STR(""), marks[from + i].token,
			    false);
}

static bool is_doubtful(const struct across *a)
{
	uint16_t grid = a->rd->stream->pieces[a->rd->tokens.at[a->last_label].first].grid;

	return grid && a->rd->doubtful[grid - 1];
}

/* A label, a figure, a label, a figure: the table printed on its side. */
static void read_pairs(struct across *a)
{
	enum row_id group = ROW__COUNT;

	for (size_t i = a->g->first; i < a->g->last; i++) {
		const struct token *t = &a->rd->tokens.at[i];
		const struct word *row = token_means(a->rd, t, WORD_ROW, TABLE_REVIEW);
		const struct word *col = token_means(a->rd, t, WORD_COL, TABLE_REVIEW);
		struct columns cols = { .n = 1 };
		size_t n = 0;

		if (row)
			group = row->row;
		if (!col || group == ROW__COUNT)
			continue;
		while (i + 1 + n < a->g->last && a->rd->tokens.at[i + 1 + n].kind == TOKEN_VALUE)
			n++;
		cols.cols[0] = col_of(a->block, col->col);
		if (n == 1 && !a->rd->deduped && !is_doubtful(a)) {
			assign_cell(a->rd, group, cols.cols[0], STR(""), (uint32_t)i + 1, false);
		} else if (n) {
			struct mark mark = { .token = (uint32_t)i + 1 };

			assign_ambiguous(a->rd, group, &cols, &mark, 1);
		}
	}
}

/* Groups as rows under one head of five columns. */
static bool read_rows(struct across *a)
{
	struct items items;
	struct columns cols = { .n = COLS };
	struct habit habit;
	size_t full = 0;

	if (a->n_cols != COLS)
		return false;
	items = rows_collect(a->rd, a->g);
	for (size_t i = 0; i < items.n; i++)
		full += items.at[i].n >= COLS;
	if (!full)
		return false;
	for (size_t c = 0; c < COLS; c++)
		cols.cols[c] = a->cols[c];
	habit = assign_learn(a->rd, items.at, items.n, COLS);
	for (size_t i = 0; i < items.n; i++)
		assign_row(a->rd, &items.at[i], &cols, &habit);
	return true;
}

void across_read(struct reader *rd, const struct region *g, const struct form *form)
{
	struct across a = { .rd = rd, .g = g, .form = form, .last_label = g->first };

	for (size_t b = 0; b < form->n_blocks; b++)
		if (form->blocks[b].table == TABLE_REVIEW)
			a.block = &form->blocks[b];
	if (!a.block || a.block->n_rows != GROUPS || a.block->n_cols != COLS)
		return;
	survey(&a);
	if (!a.mixed)
		read_across(&a);
	else if (!read_rows(&a))
		read_pairs(&a);
}
