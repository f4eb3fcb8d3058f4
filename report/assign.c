#include "report/reader.h"

#include "base/attrs.h"

static const struct piece *piece_at(const struct reader *rd, uint32_t token)
{
	return &rd->stream->pieces[rd->tokens.at[token].first];
}

static struct str text_of(const struct reader *rd, uint32_t token)
{
	return rd->tokens.at[token].text;
}

void reader_note(struct reader *rd, enum note_kind kind, enum row_id row, enum col_id col,
		 enum table_id table, const struct token *t)
{
	struct report *r = rd->report;

	ARENA_GROW(rd->arena, r->notes, r->n_notes, rd->cap_notes);
	r->notes[r->n_notes++] = (struct note){
		.kind = kind,
		.table = table,
		.row = row,
		.col = col,
		.text = t ? t->text : (struct str){ 0 },
		.block = t ? rd->stream->pieces[t->first].block : 0,
	};
}

static void note_cell(struct reader *rd, enum row_id row, enum col_id col, uint32_t token,
		      unsigned saw)
{
	static const struct {
		unsigned saw;
		enum note_kind kind;
	} kinds[] = {
		{ COUNT_SAW_UNIT, NOTE_CELL_UNIT },
		{ COUNT_SAW_CONVERTED, NOTE_CELL_CONVERTED },
		{ COUNT_SAW_FULLWIDTH, NOTE_CELL_FULLWIDTH },
		{ COUNT_SAW_ABOUT, NOTE_CELL_ABOUT },
	};
	const struct token *t = &rd->tokens.at[token];

	for (size_t i = 0; i < countof(kinds); i++)
		if (saw & kinds[i].saw)
			reader_note(rd, kinds[i].kind, row, col, row_table(row), t);
	if (t->is_glued)
		reader_note(rd, NOTE_CELL_GLUED, row, col, row_table(row), t);
}

static bool same_value(const struct value *a, const struct value *b)
{
	int64_t x, y;

	if (!value_is_count(a) || !value_is_count(b))
		return a->state == b->state;
	return value_micro(&x, a) && value_micro(&y, b) && x == y;
}

/* A cell that is printed twice keeps its value only if both say the same. */
static void store(struct reader *rd, enum row_id row, enum col_id col, const struct value *v)
{
	struct value *old = &rd->report->value[row][col];

	if (old->state == VALUE_MISSING) {
		*old = *v;
		return;
	}
	if (same_value(old, v))
		return;
	old->state = VALUE_AMBIGUOUS;
	old->n = 0;
	old->scale = 0;
	old->inferred = false;
}

static struct value place_of(const struct reader *rd, uint32_t token)
{
	const struct piece *p = piece_at(rd, token);

	return (struct value){
		.grid = p->grid,
		.row = p->row,
		.col = p->col,
		.block = p->block,
		.raw = text_of(rd, token),
	};
}

void assign_cell(struct reader *rd, enum row_id row, const struct form_col *col, struct str unit,
		 uint32_t token, bool inferred)
{
	struct value v = place_of(rd, token);
	struct count c;

	c = count_read(v.raw, count_unit_of(row, col->col), unit, col->is_signed);
	v.state = c.state;
	v.n = c.n;
	v.scale = c.scale;
	v.inferred = inferred;
	store(rd, row, col->col, &v);
	note_cell(rd, row, col->col, token, c.saw);
}

void assign_inferred(struct reader *rd, enum row_id row, enum col_id col, int64_t n, uint32_t token,
		     size_t from, size_t to)
{
	struct value v = place_of(rd, token);

	v.raw = str_sub(v.raw, from, to - from);
	v.state = n ? VALUE_NUMBER : VALUE_ZERO;
	v.n = n;
	v.inferred = true;
	store(rd, row, col, &v);
}

void assign_ambiguous(struct reader *rd, enum row_id row, const struct columns *cols,
		      const struct mark *marks, size_t n)
{
	for (size_t i = 0; i < cols->n; i++) {
		struct value v = { .state = VALUE_AMBIGUOUS };

		if (!cols->cols[i])
			continue;
		if (n)
			v = place_of(rd, marks[i < n ? i : n - 1].token);
		/* The text of no one cell: which of them is this is just what cannot be told. */
		v.raw = (struct str){ 0 };
		v.state = VALUE_AMBIGUOUS;
		store(rd, row, cols->cols[i]->col, &v);
	}
}

/* Where a window of `need` cells may start so that nothing printed is outside it. */
struct windows {
	size_t from, to; /* inclusive; from > to: nowhere */
	bool empty;      /* all cells are blank */
};

static struct windows windows_of(const struct mark *marks, size_t n, size_t need)
{
	size_t first = n, last = 0;

	for (size_t i = 0; i < n; i++) {
		if (marks[i].is_blank)
			continue;
		if (first == n)
			first = i;
		last = i;
	}
	if (n < need)
		return (struct windows){ 1, 0, first == n };
	if (first == n)
		return (struct windows){ 0, n - need, true };
	return (struct windows){
		.from = last + 1 > need ? last + 1 - need : 0,
		.to = first < n - need ? first : n - need,
	};
}

/* The most cells that rows of a depth have, if at least two have so many: others have lost some. */
static void learn_widths(struct habit *h, const struct item *items, size_t n)
{
	size_t rows[countof(h->width)] = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t *width = &h->width[items[i].depth];

		if (!items[i].is_apart || items[i].n < *width)
			continue;
		rows[items[i].depth] = items[i].n == *width ? rows[items[i].depth] + 1 : 1;
		*width = items[i].n;
	}
	for (size_t d = 0; d < countof(rows); d++)
		if (rows[d] < 2)
			h->width[d] = 0;
}

struct habit assign_learn(const struct reader *rd, const struct item *items, size_t n,
			  size_t n_cols)
{
	struct habit h = { 0 };

	(void)rd;
	for (size_t i = 0; i < countof(h.offset); i++)
		h.offset[i] = -1;
	for (size_t i = 0; i < n; i++) {
		const struct item *it = &items[i];
		struct windows w = windows_of(it->marks, it->n, n_cols);
		size_t extra = it->n - n_cols;
		int *known;

		if (it->n < n_cols || w.empty || w.from > w.to)
			continue;
		if (!it->is_apart && it->n > n_cols && w.from == 0 && it->marks[it->n - 1].is_blank)
			h.trails = true;
		if (!it->is_apart && it->n == n_cols && it->next_depth &&
		    !it->marks[it->n - 1].is_blank)
			h.full = true;
		if (w.from != w.to || extra >= countof(h.offset))
			continue;
		known = &h.offset[extra];
		*known = *known == -1 || *known == (int)w.from ? (int)w.from : -2;
	}
	learn_widths(&h, items, n);
	return h;
}

static bool number_at(int64_t *out, const struct reader *rd, const struct mark *m)
{
	struct count c = count_read(text_of(rd, m->token), COUNT_THINGS, STR(""), false);

	*out = c.n;
	return c.state == VALUE_NUMBER || c.state == VALUE_ZERO;
}

/* Whether the cells from `at` on add up to the last of them, which is stated. */
static bool adds_up(const struct reader *rd, const struct mark *marks, size_t need)
{
	int64_t sum = 0, n;

	for (size_t i = 0; i + 1 < need; i++) {
		if (number_at(&n, rd, &marks[i]))
			sum += n;
		else if (!marks[i].is_blank)
			return false;
	}
	return number_at(&n, rd, &marks[need - 1]) && n == sum && n > 0;
}

/* Empty label cells that may stand behind the cells of a row where rows run into each other. */
#define MAX_SPARE 3

enum pick { PICK_NONE, PICK_READ, PICK_INFERRED };

/* Lines are not counted beyond so many pieces to either side. */
#define MAX_WIDTH 200

static size_t line_width(const struct reader *rd, uint32_t token)
{
	const struct stream *s = rd->stream;
	size_t at = rd->tokens.at[token].first, from = at, to = at;

	while (from && at - from < MAX_WIDTH && s->pieces[from - 1].line == s->pieces[at].line)
		from--;
	while (to < s->n && to - at < MAX_WIDTH && s->pieces[to].line == s->pieces[at].line)
		to++;
	at = 0;
	while (from < to)
		at += s->pieces[from++].is_cell;
	return at;
}

/* The heads of section two stand in one row above the cells: rows are as wide as that. */
static bool is_narrow(const struct reader *rd, const struct item *it)
{
	uint32_t label = it->token, cell = it->marks[0].token;

	if (!it->is_apart)
		return piece_at(rd, label)->line == piece_at(rd, cell)->line;
	for (size_t i = 0; it->header && i < it->header->n; i++) {
		uint32_t head = it->header->heads[i].token;

		if (it->header->heads[i].col != COL__COUNT)
			return line_width(rd, head) > line_width(rd, cell);
	}
	return true;
}

/*
 * Text whose row begins or ends with an empty cell may have lost one and show
 * an empty label cell in its place, unless the row is as wide as its like.
 */
static bool may_be_short(const struct reader *rd, const struct item *it, size_t from, size_t need,
			 const struct habit *habit)
{
	bool open_end = it->marks[from].is_blank || it->marks[from + need - 1].is_blank;

	if (!open_end || piece_at(rd, it->marks[0].token)->grid)
		return false;
	if (row_table(it->row) == TABLE_DISCLOSURE)
		return is_narrow(rd, it);
	if (row_table(it->row) != TABLE_REQUESTS)
		return false;
	if (!it->is_apart && it->n == need)
		return it->marks[it->n - 1].is_blank && (habit->trails || !habit->full);
	return !it->is_apart || it->n != habit->width[it->depth];
}

/* Which cells of the row are its own, where more are printed than the form has. */
static enum pick pick(size_t *at, const struct reader *rd, const struct item *it,
		      const struct columns *cols, const struct habit *habit)
{
	struct windows w = windows_of(it->marks, it->n, cols->n);
	size_t extra = it->n - cols->n, fits = 0;

	if (w.from > w.to || (!it->is_apart && extra > MAX_SPARE))
		return PICK_NONE;
	*at = w.from;
	if (w.empty)
		return PICK_READ;
	if (!extra) {
		/* Its last cells may be empty label cells of the next row instead. */
		bool doubt = !it->is_apart && it->next_depth && it->marks[it->n - 1].is_blank &&
			     (habit->trails || !habit->full);

		return doubt || may_be_short(rd, it, 0, cols->n, habit) ? PICK_NONE : PICK_READ;
	}
	if (w.from == w.to)
		return may_be_short(rd, it, w.from, cols->n, habit) ? PICK_NONE : PICK_READ;
	if (extra < countof(habit->offset) && habit->offset[extra] >= 0 &&
	    (size_t)habit->offset[extra] >= w.from && (size_t)habit->offset[extra] <= w.to) {
		*at = (size_t)habit->offset[extra];
		return may_be_short(rd, it, *at, cols->n, habit) ? PICK_NONE : PICK_READ;
	}
	if (cols->n < 3 || !cols->cols[cols->n - 1] || cols->cols[cols->n - 1]->col != COL_TOTAL)
		return PICK_NONE;
	for (size_t i = w.from; i <= w.to; i++)
		if (adds_up(rd, it->marks + i, cols->n)) {
			*at = i;
			fits++;
		}
	return fits == 1 ? PICK_INFERRED : PICK_NONE;
}

/* The head of a column where it stands once; NULL: it does not, or more than once. */
static const struct head *only_head(const struct header *h, enum col_id col)
{
	const struct head *found = NULL;

	for (size_t i = 0; h && i < h->n; i++) {
		if (h->heads[i].col != col)
			continue;
		if (found)
			return NULL;
		found = &h->heads[i];
	}
	return found;
}

/* Whether places can be compared: one grid, or two lines cut by pipes into as many cells. */
static bool lie_alike(const struct reader *rd, const struct item *it, const struct head *head)
{
	const struct piece *a = piece_at(rd, head->token), *b = piece_at(rd, it->marks[0].token);

	if (a->grid || b->grid)
		return a->grid == b->grid;
	return a->is_cell && b->is_cell && it->is_apart &&
	       line_width(rd, head->token) == line_width(rd, it->marks[0].token);
}

/*
 * The cells that stand right below their heads, where each head has just one
 * and nothing printed is left over. False: they do not.
 */
static bool below_heads(uint32_t *found, const struct reader *rd, const struct item *it,
			const struct columns *cols)
{
	size_t printed = 0;

	for (size_t m = 0; m < it->n; m++)
		printed += !it->marks[m].is_blank;
	for (size_t i = 0; i < cols->n; i++) {
		const struct head *head =
			cols->cols[i] ? only_head(it->header, cols->cols[i]->col) : NULL;
		size_t hits = 0;

		if (!head || !lie_alike(rd, it, head))
			return false;
		for (size_t m = 0; m < it->n; m++) {
			if (piece_at(rd, it->marks[m].token)->col != piece_at(rd, head->token)->col)
				continue;
			found[i] = it->marks[m].token;
			printed -= !it->marks[m].is_blank;
			hits++;
		}
		for (size_t k = 0; k < i; k++)
			hits += found[k] == found[i];
		if (hits != 1)
			return false;
	}
	return printed == 0;
}

/*
 * A full row of a grid is read in the form's order, for spans are often wrong
 * and heads askew; but a total whose head comes before all others stands there.
 */
static bool may_follow_heads(const struct reader *rd, const struct item *it,
			     const struct columns *cols)
{
	const struct head *total, *natural;

	if (it->n > cols->n || piece_at(rd, it->marks[0].token)->grid == 0)
		return true;
	total = only_head(it->header, COL_TOTAL);
	natural = only_head(it->header, COL_NATURAL);
	return total && natural && total->token < natural->token &&
	       piece_at(rd, total->token)->row == piece_at(rd, natural->token)->row;
}

static size_t leading_texts(const struct item *it, size_t most)
{
	size_t n = 0;

	while (n < most && n < it->n && it->marks[n].is_text)
		n++;
	return n;
}

void assign_row(struct reader *rd, const struct item *item, const struct columns *cols,
		const struct habit *habit)
{
	struct item it = *item;
	const struct token *label = &rd->tokens.at[it.token];
	enum table_id table = row_table(it.row);
	uint32_t found[READER_MAX_HEADS];
	enum pick picked;
	size_t at = 0;

	if (it.n && !it.is_messy && !rd->deduped && may_follow_heads(rd, &it, cols) &&
	    below_heads(found, rd, &it, cols)) {
		for (size_t i = 0; i < cols->n; i++)
			assign_cell(rd, it.row, cols->cols[i], cols->unit[i], found[i],
				    cols->inferred);
		return;
	}
	if (it.n > cols->n) {
		size_t skip = leading_texts(&it, it.n - cols->n);

		it.marks += skip;
		it.n -= skip;
	}
	if (!it.n) {
		reader_note(rd, NOTE_ROW_MISSING, it.row, COL__COUNT, table, label);
		return;
	}
	if (it.n < cols->n) {
		reader_note(rd, NOTE_ROW_SHORT, it.row, COL__COUNT, table, label);
		assign_ambiguous(rd, it.row, cols, it.marks, it.n);
		return;
	}
	picked = it.is_messy || rd->deduped ? PICK_NONE : pick(&at, rd, &it, cols, habit);
	if (picked == PICK_NONE) {
		if (it.n > cols->n)
			reader_note(rd, NOTE_ROW_LONG, it.row, COL__COUNT, table, label);
		assign_ambiguous(rd, it.row, cols, it.marks, it.n);
		return;
	}
	for (size_t i = 0; i < cols->n; i++)
		if (cols->cols[i])
			assign_cell(rd, it.row, cols->cols[i], cols->unit[i],
				    it.marks[at + i].token,
				    cols->inferred || picked == PICK_INFERRED);
}

/* The beginning of its wording, the rest being elsewhere or lost: no typing error. */
static bool is_cut_short(const struct reader *rd, const struct token *t)
{
	return str_starts(rd->lexicon->words[t->words.lo].text,
			  rd->stream->pieces[t->first].folded);
}

void reader_note_label(struct reader *rd, const struct token *t, enum row_id row, enum col_id col,
		       const struct form *form)
{
	const struct word *mine = NULL, *old = NULL;
	enum table_id table = row_table(row);
	enum note_kind kind = NOTE_LABEL_OTHER;

	for (uint32_t i = t->words.lo; i < t->words.hi; i++) {
		const struct word *w = &rd->lexicon->words[i];
		bool same = col == COL__COUNT ? w->kind == WORD_ROW && w->row == row
					      : w->kind == WORD_COL && w->col == col;

		if (!same)
			continue;
		if (w->form == form && (!mine || w->rank < mine->rank))
			mine = w;
		if (w->form->from_year < form->from_year && w->rank == RANK_OFFICIAL)
			old = w;
	}
	if (t->is_near && !is_cut_short(rd, t))
		kind = NOTE_LABEL_TYPO;
	else if (mine && mine->rank == RANK_OFFICIAL && t->is_plain)
		return;
	else if (old && (!mine || mine->rank != RANK_OFFICIAL))
		kind = NOTE_LABEL_OLD;
	reader_note(rd, kind, row, col, table, t);
}
