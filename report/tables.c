#include "report/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "report/reader.h"

#define MAX_REGIONS 64

struct regions {
	struct region at[MAX_REGIONS];
	size_t n;
};

static const struct piece *piece_of(const struct reader *rd, const struct token *t)
{
	return &rd->stream->pieces[t->first];
}

/* 四、政府信息公开行政复议…: a heading of the report, which no table contains. */
static bool is_heading(const struct reader *rd, const struct token *t)
{
	const struct piece *p = piece_of(rd, t);

	return !p->is_cell && match_ordinal(p->folded) > 3 && p->folded.p[0] != '(' &&
	       p->folded.n >= 6 * 3;
}

static void close_region(struct regions *out, struct region *g)
{
	if (g->table != TABLE__COUNT && out->n < MAX_REGIONS)
		out->at[out->n++] = *g;
	g->table = TABLE__COUNT;
}

/* Labels of more than one table belong to the one whose own label ends their row of a grid. */
static size_t start_of_row(const struct reader *rd, size_t i, enum table_id table)
{
	const struct piece *p = piece_of(rd, &rd->tokens.at[i]);

	while (table != TABLE__COUNT && p->grid && i) {
		const struct token *t = &rd->tokens.at[i - 1];
		const struct piece *before = piece_of(rd, t);

		if (t->kind != TOKEN_LABEL || before->grid != p->grid || before->row != p->row ||
		    !(labels_tables(rd, t) & 1u << table))
			break;
		i--;
	}
	return i;
}

/* Runs of tokens in which the labels are of one table. */
static void find_regions(struct regions *out, const struct reader *rd)
{
	struct region g = { .table = TABLE__COUNT };
	size_t gap = 0;

	for (size_t i = 0; i < rd->tokens.n; i++) {
		const struct token *t = &rd->tokens.at[i];
		unsigned mask;

		if (t->kind == TOKEN_PROSE ||
		    (t->kind == TOKEN_TEXT && (is_heading(rd, t) || ++gap > READER_MAX_GAP)))
			close_region(out, &g);
		if (t->kind == TOKEN_VALUE || (t->kind == TOKEN_TEXT && piece_of(rd, t)->is_cell))
			g.last = i + 1;
		if (t->kind != TOKEN_LABEL)
			continue;
		mask = labels_tables(rd, t);
		gap = 0;
		if (!mask) {
			g.last = i + 1;
			continue;
		}
		if (g.table == TABLE__COUNT || !(mask & 1u << g.table)) {
			bool is_first = g.table == TABLE__COUNT;

			close_region(out, &g);
			g = (struct region){ .table = labels_only_table(mask), .first = i };
			if (is_first)
				g.first = start_of_row(rd, i, g.table);
		}
		g.last = i + 1;
	}
	close_region(out, &g);
}

/* Labels enough that this is the table and not some words of it. */
static bool is_evident(struct region *g, const struct reader *rd)
{
	bool seen[ROW__COUNT] = { 0 };
	size_t cells = 0;

	for (size_t i = g->first; i < g->last; i++) {
		const struct token *t = &rd->tokens.at[i];
		const struct word *row = token_means(rd, t, WORD_ROW, g->table);

		cells += t->kind == TOKEN_VALUE;
		if (row && !seen[row->row]) {
			seen[row->row] = true;
			g->n_rows++;
		}
		g->n_cols += token_means(rd, t, WORD_COL, g->table) != NULL;
		g->n_titles += token_means(rd, t, WORD_TITLE, g->table) != NULL;
	}
	if (!cells)
		return false;
	switch (g->table) {
	case TABLE_DISCLOSURE:
		return g->n_rows && g->n_cols + g->n_titles &&
		       g->n_rows + g->n_cols + g->n_titles >= 3;
	case TABLE_REQUESTS:
		return g->n_rows >= 5 || (g->n_rows >= 2 && g->n_cols >= 3);
	case TABLE_REVIEW:
		return g->n_cols >= 6 || (g->n_rows >= 2 && g->n_cols >= 3);
	default:
		return g->n_rows >= 8;
	}
}

/* The disclosure table follows the form that most of its rows follow. */
static void vote(struct reader *rd, const struct items *items, size_t *votes)
{
	for (size_t i = 0; i < items->n; i++) {
		struct choice c = { 0 };

		if (row_table(items->at[i].row) == TABLE_DISCLOSURE)
			c = choose_by_heads(rd, &items->at[i]);
		for (size_t f = 0; c.form && form_at(f); f++)
			votes[f] += form_at(f) == c.form;
	}
}

/* Only the figures: empty cells at the ends of lines go. Returns 0 where others are among them. */
static size_t only_figures(struct mark *out, const struct mark *marks, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		bool starts = !i || marks[i - 1].line != marks[i].line;
		bool ends = i + 1 == n || marks[i + 1].line != marks[i].line;

		if (marks[i].is_text || (marks[i].is_blank && !starts && !ends))
			return 0;
		if (!marks[i].is_blank)
			out[kept++] = marks[i];
	}
	return kept;
}

/*
 * Full rows of cells behind a row, and just as many rows of the form whose
 * labels are not there: the labels were lost, and order tells which is which.
 */
static void read_orphans(struct reader *rd, const struct item *it, const struct item *next,
			 const struct form_block *k, const struct columns *cols)
{
	struct mark *figures = ARENA_NEW(rd->arena, struct mark, it->n_orphans + 1);
	size_t mine = 0, after = k->n_rows, lost = 0, at = 0;
	struct habit plain = { 0 };

	for (size_t r = 0; r < k->n_rows; r++) {
		if (k->rows[r].row == it->row)
			mine = r;
		if (next && k->rows[r].row == next->row)
			after = r;
	}
	for (size_t r = mine + 1; r < after; r++)
		lost += !k->rows[r].is_fold;
	if (!lost || it->is_messy ||
	    only_figures(figures, it->orphans, it->n_orphans) != lost * cols->n)
		return;
	for (size_t r = mine + 1; r < after; r++) {
		struct columns reasoned = *cols;
		struct item row = { .row = k->rows[r].row, .token = it->token, .is_apart = true };

		if (k->rows[r].is_fold)
			continue;
		reasoned.inferred = true;
		row.marks = figures + at;
		row.n = cols->n;
		at += cols->n;
		assign_row(rd, &row, &reasoned, &plain);
	}
}

static void note_heads(struct reader *rd, const struct items *items, const struct form *form)
{
	for (size_t h = 0; h < items->n_headers; h++)
		for (size_t i = 0; i < items->headers[h]->n; i++) {
			const struct head *head = &items->headers[h]->heads[i];
			const struct form_block *k = NULL;

			for (size_t it = 0; it < items->n && !k; it++)
				if (items->at[it].header == items->headers[h])
					k = choose_block(form, items->at[it].row);
			if (head->col != COL__COUNT && k && choose_col(k, head->col))
				reader_note_label(rd, &rd->tokens.at[head->token], k->rows[0].row,
						  head->col, form);
		}
}

static bool is_glued(const struct reader *rd, const struct item *it)
{
	return it->n && rd->tokens.at[it->marks[0].token].is_glued;
}

static bool knows_its_heads(const struct item *it)
{
	for (size_t i = 0; it->header && i < it->header->n; i++)
		if (it->header->heads[i].col == COL__COUNT)
			return false;
	return it->header != NULL;
}

static bool may_have_more(enum row_id row, size_t n)
{
	for (size_t f = 0; form_at(f); f++) {
		const struct form_block *k = choose_block(form_at(f), row);

		if (k && k->n_cols > n)
			return true;
	}
	return false;
}

static void read_disclosure(struct reader *rd, const struct items *items)
{
	struct habit habit = { 0 };

	for (size_t i = 0; i < countof(habit.offset); i++)
		habit.offset[i] = -1;
	for (size_t i = 0; i < items->n; i++) {
		const struct item *it = &items->at[i];
		struct choice c = choose_by_heads(rd, it);
		struct columns cols;
		bool sure = true;

		/* A local table of counts that stands before the form's. */
		if (!it->header && items->n_headers) {
			reader_note(rd, NOTE_ROW_UNKNOWN, it->row, COL__COUNT, TABLE_DISCLOSURE,
				    &rd->tokens.at[it->token]);
			continue;
		}
		if (c.form && is_glued(rd, it)) {
			choose_all_columns(&cols, c.block, it->header);
			sure = knows_its_heads(it) || !may_have_more(it->row, cols.n);
		} else if (c.form) {
			choose_columns(&cols, c.block, it);
		} else {
			c = choose_by_count(rd, it, &sure);
			choose_all_columns(&cols, c.block, NULL);
			sure = sure && (!is_glued(rd, it) || !may_have_more(it->row, cols.n));
			cols.inferred = true;
		}
		reader_note_label(rd, &rd->tokens.at[it->token], it->row, COL__COUNT, c.form);
		if (!cols.n || (!sure && it->n)) {
			choose_all_columns(&cols, c.block, NULL);
			assign_ambiguous(rd, it->row, &cols, it->marks, it->n);
		} else {
			assign_row(rd, it, &cols, &habit);
		}
	}
}

/* The seven applicants in the order of the page, which is the form's unless the heads differ. */
static void order_applicants(struct columns *out, const struct form_block *k,
			     const struct items *items)
{
	choose_all_columns(out, k, NULL);
	for (size_t h = 0; h < items->n_headers; h++) {
		enum col_id last = COL_NATURAL;
		const struct header *head = items->headers[h];

		for (size_t i = 0; i < head->n; i++) {
			enum col_id col = head->heads[i].col;

			if (col < COL_BIZ || col > COL_OTHER)
				continue;
			if (col < last)
				out->n = 0;
			last = col;
		}
	}
}

/* A heading over rows is a row only if it has cells and no row of its own stands below it. */
static bool is_heading_only(const struct item *it, const struct items *items,
			    const struct form_block *k)
{
	const struct form_row *fold = NULL;

	for (size_t r = 0; r < k->n_rows; r++)
		if (k->rows[r].row == it->row && k->rows[r].is_fold)
			fold = &k->rows[r];
	if (!fold || !it->n)
		return fold != NULL;
	for (size_t i = 0; i < items->n; i++)
		for (size_t r = 0; r < k->n_rows; r++)
			if (k->rows[r].row == items->at[i].row && k->rows[r].group &&
			    strcmp(k->rows[r].group[0], fold->wording[0]) == 0)
				return true;
	return false;
}

/* A row of the form between two printed ones whose label is nowhere. */
static bool lost_between(const struct items *items, size_t i, const struct form_block *k)
{
	size_t mine = k->n_rows, next = 0;

	for (size_t r = 0; r < k->n_rows; r++) {
		if (k->rows[r].row == items->at[i].row)
			mine = r;
		if (i + 1 < items->n && k->rows[r].row == items->at[i + 1].row)
			next = r;
	}
	if (mine < k->n_rows && k->rows[mine].is_fold)
		return false;
	for (size_t r = mine + 1; r < next; r++)
		if (!k->rows[r].is_fold)
			return true;
	return false;
}

/*
 * Cells that are not beside their label, and then a row whose label is not
 * there: where a row's own cells may be gone, they may be that row's.
 */
static bool may_be_next(const struct reader *rd, const struct items *items, size_t i,
			const struct form_block *k)
{
	const struct item *it = &items->at[i];

	return it->n && lost_between(items, i, k) &&
	       (!it->is_apart || it->is_merged ||
		piece_of(rd, &rd->tokens.at[it->marks[0].token])->line !=
			piece_of(rd, &rd->tokens.at[it->token])->line);
}

/*
 * In running text the heads of columns stand in a row of words: a 总计 right before 自然人 is the
 * first of them, and which figure is whose cannot be told from the form's order any more.
 */
static bool total_leads(const struct reader *rd, const struct items *items)
{
	const struct header *h = items->n ? items->at[0].header : NULL;

	for (size_t i = 0; h && i < h->n; i++) {
		const struct piece *before;

		if (h->heads[i].col != COL_NATURAL || h->heads[i].token == 0)
			continue;
		before = piece_of(rd, &rd->tokens.at[h->heads[i].token - 1]);
		if (before->grid == 0 &&
		    (str_eq(before->folded, STR("总计")) || str_eq(before->folded, STR("合计"))))
			return true;
	}
	return false;
}

static void read_requests(struct reader *rd, const struct items *items, const struct form *form)
{
	const struct form_block *k = choose_block(form, ROW_REQ_NEW);
	struct columns cols;
	struct habit habit;

	for (size_t i = 0; i < items->n; i++)
		if (is_heading_only(&items->at[i], items, k))
			items->at[i].n = 0;
	habit = assign_learn(rd, items->at, items->n, k->n_cols);
	order_applicants(&cols, k, items);
	if (total_leads(rd, items))
		cols.n = 0;
	if (cols.n && !rd->deduped && infer_glued(rd, items, k))
		return;
	for (size_t i = 0; i < items->n; i++) {
		const struct item *it = &items->at[i];

		if (is_heading_only(it, items, k))
			continue;
		reader_note_label(rd, &rd->tokens.at[it->token], it->row, COL__COUNT, form);
		if (!cols.n || may_be_next(rd, items, i, k)) {
			struct columns all;

			choose_all_columns(&all, k, NULL);
			assign_ambiguous(rd, it->row, &all, it->marks, it->n);
			continue;
		}
		assign_row(rd, it, &cols, &habit);
		read_orphans(rd, it, i + 1 < items->n ? &items->at[i + 1] : NULL, k, &cols);
	}
}

static void read_statistics(struct reader *rd, const struct items *items, const struct form *form)
{
	const struct form_block *k = choose_block(form, ROW_S14_PUB_TOTAL);
	struct habit habit = { 0 };
	struct columns cols;

	for (size_t i = 0; i < countof(habit.offset); i++)
		habit.offset[i] = -1;
	choose_all_columns(&cols, k, NULL);
	for (size_t i = 0; i < items->n; i++) {
		const struct item *it = &items->at[i];

		reader_note_label(rd, &rd->tokens.at[it->token], it->row, COL__COUNT, form);
		assign_row(rd, it, &cols, &habit);
	}
}

static void choose_disclosure(struct reader *rd, const struct items *items, size_t n)
{
	size_t votes[READER_MAX_FORMS] = { 0 }, most = 0;

	for (size_t i = 0; i < n; i++)
		vote(rd, &items[i], votes);
	for (size_t f = 0; form_at(f) && f < countof(votes); f++)
		if (votes[f] > most) {
			most = votes[f];
			rd->form[TABLE_DISCLOSURE] = form_at(f);
		}
}

static bool cell_is_told(const struct report *r, enum row_id row, enum col_id col)
{
	enum value_state s = r->value[row][col].state;

	return s != VALUE_MISSING && s != VALUE_AMBIGUOUS;
}

static bool row_is_told(const struct report *r, enum row_id row, const struct form_block *k)
{
	for (size_t c = 0; c < k->n_cols; c++)
		if (!cell_is_told(r, row, k->cols[c].col))
			return false;
	return true;
}

/* A row of the form, or the heading of its group printed as a row in its place. */
static bool row_is_there(const struct report *r, const struct form_block *k,
			 const struct form_row *row)
{
	if (row->is_fold || row_is_told(r, row->row, k))
		return true;
	for (size_t f = 0; f < k->n_rows; f++)
		if (k->rows[f].is_fold && row->group &&
		    strcmp(k->rows[f].wording[0], row->group[0]) == 0)
			return row_is_told(r, k->rows[f].row, k);
	return false;
}

/* A block counts as whole in whichever form it was printed: hybrids mix them. */
static bool block_is_whole(const struct report *r, const struct form_block *k)
{
	for (size_t f = 0; form_at(f); f++) {
		const struct form_block *same = choose_block(form_at(f), k->rows[0].row);
		bool whole = same != NULL;

		for (size_t i = 0; whole && i < same->n_rows; i++)
			whole = row_is_there(r, same, &same->rows[i]);
		if (whole)
			return true;
	}
	return false;
}

static enum table_status status_of(const struct report *r, enum table_id table,
				   const struct form *form)
{
	bool whole = true, blank = true;

	for (size_t b = 0; b < form->n_blocks; b++)
		if (form->blocks[b].table == table)
			whole &= block_is_whole(r, &form->blocks[b]);
	for (enum row_id row = 0; row < ROW__COUNT && blank; row++) {
		if (row_table(row) != table)
			continue;
		for (enum col_id c = 0; c < COL__COUNT; c++)
			blank &= r->value[row][c].state == VALUE_MISSING ||
				 r->value[row][c].state == VALUE_BLANK;
	}
	return !whole ? TABLE_PARTIAL : blank ? TABLE_BLANK : TABLE_PRESENT;
}

static void read_region(struct reader *rd, const struct region *g, const struct items *items)
{
	const struct form *form;

	switch (g->table) {
	case TABLE_DISCLOSURE:
		read_disclosure(rd, items);
		form = rd->form[TABLE_DISCLOSURE];
		if (!form)
			form = choose_first(TABLE_DISCLOSURE);
		note_heads(rd, items, form);
		break;
	case TABLE_REQUESTS:
		form = choose_by_wording(rd, g, items);
		read_requests(rd, items, form);
		note_heads(rd, items, form);
		break;
	case TABLE_REVIEW:
		form = choose_by_wording(rd, g, items);
		across_read(rd, g, form);
		break;
	default:
		form = choose_by_wording(rd, g, items);
		read_statistics(rd, items, form);
		break;
	}
	rd->form[g->table] = form;
}

/* One table in several grids: cut by a page, or by the hand that pasted it. */
static void note_split(struct reader *rd, const struct region *g, const struct items *items)
{
	uint16_t grid = 0;

	for (size_t i = 0; g->table == TABLE_REQUESTS && i < items->n; i++) {
		const struct token *t = &rd->tokens.at[items->at[i].token];

		if (grid && piece_of(rd, t)->grid != grid) {
			reader_note(rd, NOTE_TABLE_SPLIT, items->at[i].row, COL__COUNT, g->table,
				    t);
			return;
		}
		grid = piece_of(rd, t)->grid;
	}
}

static void span_of(struct table_span *out, const struct reader *rd, const struct region *g)
{
	const struct token *first = &rd->tokens.at[g->first], *last = &rd->tokens.at[g->last - 1];

	*out = (struct table_span){
		.table = g->table,
		.form = rd->form[g->table],
		.first = first->first,
		.last = last->last + 1,
		.first_block = rd->stream->pieces[first->first].block,
		.last_block = rd->stream->pieces[last->last].block + 1,
	};
}

static int compare_texts(const void *x, const void *y)
{
	const struct str *a = x, *b = y;
	size_t n = a->n < b->n ? a->n : b->n;
	int c = n ? memcmp(a->p, b->p, n) : 0;

	return c ? c : (a->n > b->n) - (a->n < b->n);
}

static bool is_alone(const struct reader *rd, const struct token *t)
{
	const struct stream *s = rd->stream;
	uint32_t line = s->pieces[t->first].line;

	return (!t->first || s->pieces[t->first - 1].line != line) &&
	       (t->first + 1 >= s->n || s->pieces[t->first + 1].line != line);
}

/*
 * Whether a filter that keeps each line once has gone over the text: rows lack
 * cells, and nothing in the tables is there twice, be it 0 or 信息内容.
 */
static bool is_deduped(const struct reader *rd, const struct region *regions,
		       const struct items *items, size_t n)
{
	size_t rows = 0, hollow = 0, texts = 0, room = 0;
	struct str *all;

	for (size_t g = 0; g < n; g++) {
		room += regions[g].last - regions[g].first;
		for (size_t i = 0; i < items[g].n; i++, rows++) {
			hollow += items[g].at[i].n < 2;
			if (items[g].at[i].is_apart)
				return false;
		}
	}
	if (rows < 8 || hollow * 4 < rows)
		return false;
	all = ARENA_NEW(rd->arena, struct str, room);
	for (size_t g = 0; g < n; g++)
		for (size_t i = regions[g].first; i < regions[g].last; i++) {
			const struct token *t = &rd->tokens.at[i];

			if (piece_of(rd, t)->grid || (t->is_glued && t->kind == TOKEN_VALUE))
				return false;
			if (t->text.n && !t->is_glued && is_alone(rd, t))
				all[texts++] = t->text;
		}
	if (texts < rows)
		return false;
	qsort(all, texts, sizeof *all, compare_texts);
	for (size_t i = 1; i < texts; i++)
		if (str_eq(all[i], all[i - 1]))
			return false;
	return true;
}

/* What each piece is by itself: asked once, for all that comes. */
static const struct lexicon *look_up(const struct stream *stream)
{
	const struct lexicon *l = lexicon_shared();

	for (size_t i = 0; i < stream->n; i++) {
		struct piece *p = &stream->pieces[i];
		struct words w;

		p->is_begun = lexicon_try(&w, l, p->folded);
		p->words_lo = w.lo;
		p->words_hi = w.hi;
	}
	return l;
}

void tables_read(struct tables *out, struct report *report, const struct stream *stream,
		 const struct page *page, struct arena *arena)
{
	const struct lexicon *lexicon = look_up(stream);
	bool *doubtful = ARENA_NEW(arena, bool, page->n_grids + 1);
	struct stream upright = turn_grids(doubtful, stream, page, lexicon, arena);
	struct reader rd = {
		.stream = &upright,
		.lexicon = lexicon,
		.report = report,
		.arena = arena,
		.cap_notes = report->n_notes,
		.doubtful = doubtful,
	};
	struct regions *found = ARENA_NEW(arena, struct regions, 1);
	struct items *items;
	size_t n = 0;

	rd.tokens = tokens_build(&upright, lexicon, arena);
	labels_mend(&rd);
	find_regions(found, &rd);
	for (size_t i = 0; i < found->n; i++)
		if (is_evident(&found->at[i], &rd))
			found->at[n++] = found->at[i];
	items = ARENA_NEW(arena, struct items, n + 1);
	out->spans = ARENA_NEW(arena, struct table_span, n + 1);
	out->n_spans = n;
	for (size_t i = 0; i < n; i++)
		items[i] = rows_collect(&rd, &found->at[i]);
	choose_disclosure(&rd, items, n);
	rd.deduped = is_deduped(&rd, found->at, items, n);
	if (rd.deduped)
		reader_note(&rd, NOTE_LINES_DEDUPED, ROW__COUNT, COL__COUNT, found->at[0].table,
			    &rd.tokens.at[found->at[0].first]);
	for (size_t i = 0; i < n; i++) {
		struct table_state *state = &report->table[found->at[i].table];

		read_region(&rd, &found->at[i], &items[i]);
		note_split(&rd, &found->at[i], &items[i]);
		span_of(&out->spans[i], &rd, &found->at[i]);
		if (!state->form)
			state->block = out->spans[i].first_block;
		state->form = rd.form[found->at[i].table]->name;
	}
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (rd.form[t] && report->table[t].form)
			report->table[t].status = status_of(report, t, rd.form[t]);
}
