#include "extract/words_bare.h"

#include <stdlib.h>

#include "extract/words_heads.h"

#define LEAST_FIGURES  5
#define MAX_HEAD_LINES 14
#define MAX_LABEL_COLS 6

/* Words of a line that are nearer to each other than to the rest. */
struct segment {
	struct str text;
	struct box box;
	size_t line; /* of the table's lines */
	size_t sheet;
	bool is_figure;
};

struct segments {
	struct segment *at;
	size_t n, cap;
};

static void cut(struct segments *out, const struct bare_line *from, size_t number,
		struct arena *arena)
{
	const struct words_line *l = from->line;

	for (size_t i = 0, end; i < l->n; i = end) {
		struct words_line part = { l->words + i, 1, l->words[i]->box };
		struct segment s = { .line = number, .sheet = from->sheet };

		for (end = i + 1; end < l->n; end++) {
			const struct box *a = &l->words[end - 1]->box, *b = &l->words[end]->box;

			if ((b->x0 - a->x1) * 100 > (b->y1 - b->y0) * 15)
				break;
			part.box = box_join(part.box, *b);
			part.n++;
		}
		s.text = words_line_text(&part, arena);
		s.box = part.box;
		s.is_figure = words_is_figure(s.text);
		ARENA_GROW(arena, out->at, out->n, out->cap);
		out->at[out->n++] = s;
	}
}

/* The table's lines, cut, and which of the pieces are whose. */
struct table {
	const struct bare_line *lines;
	struct segments all;
	size_t *first;              /* segment of each line; one more behind the last */
	size_t anchor, last_anchor; /* first and last line of figures */
	size_t lead;                /* where the first row's label begins: there, or a line above */
	size_t n_figures;           /* columns of them */
	struct box bands[BARE_MAX_COLS];
	int32_t edge; /* left of the figures */
	int32_t edges[MAX_LABEL_COLS];
	size_t n_labels; /* columns of labels */
	struct arena *arena;
};

/* The first of the figures that a line ends with. */
static size_t first_figure(const struct table *t, size_t line)
{
	size_t i = t->first[line + 1];

	while (i > t->first[line] && t->all.at[i - 1].is_figure)
		i--;
	return i;
}

static size_t count_figures(const struct table *t, size_t line)
{
	return t->first[line + 1] - first_figure(t, line);
}

/* The column that a figure stands in, from `col` on; n_figures: in none. */
static size_t column_of(const struct table *t, const struct segment *s, size_t col)
{
	int32_t em = s->box.y1 - s->box.y0;

	while (col < t->n_figures && t->bands[col].x1 + em / 2 < s->box.x0)
		col++;
	return col < t->n_figures && s->box.x1 + em / 2 >= t->bands[col].x0 ? col : t->n_figures;
}

/* Whether the figures of the line stand under those of the table, each in a column of its own. */
static bool is_anchor(const struct table *t, size_t line)
{
	size_t col = 0, n = 0;

	for (size_t i = first_figure(t, line); i < t->first[line + 1]; i++, col++, n++) {
		col = column_of(t, &t->all.at[i], col);
		if (col == t->n_figures)
			return false;
	}
	for (size_t i = t->first[line]; i < first_figure(t, line); i++)
		if (t->all.at[i].box.x1 > t->edge + 300)
			return false;
	return n > 0;
}

static void widen(struct table *t, size_t line)
{
	size_t col = 0;

	for (size_t i = first_figure(t, line); i < t->first[line + 1]; i++, col++) {
		struct box *b;

		if (t->bands[t->n_figures - 1].x1)
			col = column_of(t, &t->all.at[i], col);
		b = &t->bands[col];
		*b = b->x1 ? box_join(*b, t->all.at[i].box) : t->all.at[i].box;
	}
	t->edge = t->bands[0].x0;
}

static bool is_left(const struct table *t, size_t line)
{
	for (size_t i = t->first[line]; i < t->first[line + 1]; i++)
		if (t->all.at[i].box.x1 > t->edge + 300)
			return false;
	return true;
}

/* The vertical distance between two lines; huge from one sheet to the next. */
static int32_t gap(const struct table *t, size_t a, size_t b)
{
	if (t->lines[a].sheet != t->lines[b].sheet)
		return INT32_MAX / 100;
	return t->lines[b].line->box.y0 - t->lines[a].line->box.y1;
}

static int32_t height(const struct table *t, size_t line)
{
	return t->lines[line].line->box.y1 - t->lines[line].line->box.y0;
}

static size_t find_lead(const struct table *t)
{
	size_t above = t->anchor - 1;

	if (t->anchor == 0 || !is_left(t, above) ||
	    !words_ordinal(t->all.at[t->first[above]].text) ||
	    gap(t, above, t->anchor) * 10 > height(t, above) * 6)
		return t->anchor;
	return above;
}

/* Lines above the first row of figures that are heads. */
static size_t find_top(const struct table *t)
{
	size_t top = t->lead;

	while (top > 0 && t->anchor - top < MAX_HEAD_LINES) {
		size_t line = top - 1, n = t->first[line + 1] - t->first[line];
		const struct segment *s = &t->all.at[t->first[line]];

		if (gap(t, line, top) > height(t, top) * 2 || (n == 1 && words_ordinal(s->text)) ||
		    count_figures(t, line))
			break;
		if (n == 1 && s->box.x0 < t->edge && s->box.x1 > t->edge + 300)
			break;
		top--;
	}
	return top;
}

static size_t find_bottom(const struct table *t, size_t n)
{
	size_t end = t->last_anchor + 1;

	while (end < n && is_left(t, end) && gap(t, end - 1, end) < height(t, end) &&
	       !words_ordinal(t->all.at[t->first[end]].text))
		end++;
	return end;
}

/* Where labels begin, from left to right: an edge that only one line has is a gap in a label. */
static void find_label_columns(struct table *t, size_t end)
{
	int32_t edges[BARE_MAX_COLS];
	size_t hits[BARE_MAX_COLS], n = 0;

	for (size_t i = t->first[t->lead]; i < t->first[end]; i++) {
		const struct segment *s = &t->all.at[i];
		int32_t em = s->box.y1 - s->box.y0;
		size_t k = 0;

		if (s->box.x0 >= t->edge)
			continue;
		while (k < n && edges[k] < s->box.x0 - em)
			k++;
		if (k < n && edges[k] <= s->box.x0 + em) {
			hits[k]++;
			continue;
		}
		if (n == BARE_MAX_COLS)
			continue;
		for (size_t m = n++; m > k; m--) {
			edges[m] = edges[m - 1];
			hits[m] = hits[m - 1];
		}
		edges[k] = s->box.x0;
		hits[k] = 1;
	}
	for (size_t k = 0; k < n && t->n_labels < MAX_LABEL_COLS; k++)
		if (k == 0 || hits[k] > 1)
			t->edges[t->n_labels++] = edges[k];
}

static size_t label_column(const struct table *t, const struct segment *s)
{
	int32_t em = s->box.y1 - s->box.y0;
	size_t k = 0;

	while (k + 1 < t->n_labels && t->edges[k + 1] <= s->box.x0 + em)
		k++;
	return k;
}

/* A label, put together from its lines. */
struct label {
	struct str text;
	size_t first, last; /* lines */
	size_t col;
	size_t row, end; /* rows that it stands beside, half open */
};

struct labels {
	struct label *at;
	size_t n, cap;
};

/* Whether a piece goes on with the label above it in its column. */
static bool goes_on(const struct table *t, const struct label *above, const struct segment *s)
{
	if (words_ordinal(s->text))
		return false;
	if (t->lines[above->last].sheet != s->sheet)
		return t->lines[s->line].line->box.y0 < height(t, s->line) * 12;
	return (gap(t, above->last, s->line) * 10 < height(t, s->line) * 6 &&
		s->line > above->last) ||
	       (s->line == above->last && above->text.n < 200);
}

static void collect_labels(struct labels *out, const struct table *t, size_t top, size_t end)
{
	size_t open[MAX_LABEL_COLS] = { 0 }; /* 1 + label */

	for (size_t i = t->first[top]; i < t->first[end]; i++) {
		const struct segment *s = &t->all.at[i];
		struct label l = { s->text, s->line, s->line, 0, 0, 0 }, *above;

		if (s->box.x0 >= t->edge || !t->n_labels)
			continue;
		l.col = label_column(t, s);
		above = open[l.col] ? &out->at[open[l.col] - 1] : NULL;
		if (above && goes_on(t, above, s)) {
			above->text = words_join(above->text, s->text, t->arena);
			above->last = s->line;
			continue;
		}
		ARENA_GROW(t->arena, out->at, out->n, out->cap);
		out->at[out->n++] = l;
		open[l.col] = out->n;
	}
}

/* Rows of figures, by their lines. */
struct rows {
	size_t *lines;
	size_t n;
	size_t (*label)[MAX_LABEL_COLS]; /* 1 + label in each column */
};

/* Where on the paper a line stands, over all sheets. */
static int64_t place(const struct table *t, size_t line)
{
	return (int64_t)t->lines[line].sheet * 10000000 + box_mid_y(t->lines[line].line->box);
}

static size_t nearest_row(const struct table *t, const struct rows *rows, const struct label *l)
{
	int64_t mid = (place(t, l->first) + place(t, l->last)) / 2, best = INT64_MAX;
	size_t found = 0;

	if (t->lines[l->first].sheet != t->lines[l->last].sheet)
		mid = place(t, l->first);
	for (size_t i = 0; i < rows->n; i++) {
		int64_t d = llabs(place(t, rows->lines[i]) - mid);

		if (d < best) {
			best = d;
			found = i;
		}
	}
	return found;
}

static bool has_deeper(const struct rows *rows, size_t row, size_t col)
{
	for (size_t k = col + 1; k < MAX_LABEL_COLS; k++)
		if (rows->label[row][k])
			return true;
	return false;
}

/* The number of the row's deepest label. */
static unsigned leaf_ordinal(const struct rows *rows, const struct labels *labels, size_t row)
{
	for (size_t k = MAX_LABEL_COLS; k-- > 0;)
		if (rows->label[row][k])
			return words_ordinal(labels->at[rows->label[row][k] - 1].text);
	return 0;
}

/* A label of several rows stands in their middle: it belongs beside the first. */
static void spread_label(struct label *l, const struct rows *rows, const struct labels *labels,
			 size_t cols)
{
	bool inner = l->col + 2 == cols; /* its rows are numbered from 1 */

	l->end = l->row + 1;
	if (!has_deeper(rows, l->row, l->col))
		return;
	while (l->row > 0 && has_deeper(rows, l->row - 1, l->col) &&
	       !(inner && leaf_ordinal(rows, labels, l->row) == 1))
		l->row--;
	while (l->end < rows->n && has_deeper(rows, l->end, l->col) &&
	       !(inner && leaf_ordinal(rows, labels, l->end) == 1))
		l->end++;
}

/* Whether the line of the row's figures is one of those that the label takes. */
static bool is_beside(const struct table *t, const struct label *l, size_t line)
{
	int32_t mid = box_mid_y(t->lines[line].line->box);

	return t->lines[l->first].sheet != t->lines[l->last].sheet ||
	       (t->lines[l->first].line->box.y0 <= mid && t->lines[l->last].line->box.y1 >= mid &&
		t->lines[l->first].sheet == t->lines[line].sheet);
}

/* False where a label has no figures beside it: then whose figures are whose cannot be told. */
static bool place_labels(struct rows *rows, struct labels *labels, const struct table *t)
{
	for (size_t k = t->n_labels; k-- > 0;)
		for (size_t i = 0; i < labels->n; i++) {
			struct label *l = &labels->at[i];

			if (l->col != k)
				continue;
			l->row = nearest_row(t, rows, l);
			if (!has_deeper(rows, l->row, k) &&
			    (rows->label[l->row][k] || !is_beside(t, l, rows->lines[l->row])))
				return false;
			spread_label(l, rows, labels, t->n_labels);
			for (size_t row = l->row; row < l->end; row++)
				if (!rows->label[row][k])
					rows->label[row][k] = i + 1;
		}
	return true;
}

struct output {
	struct grid_src_cell *cells;
	size_t n, cap;
	struct arena *arena;
};

static void put(struct output *o, struct str text, uint32_t row, size_t rows, size_t cols)
{
	ARENA_GROW(o->arena, o->cells, o->n, o->cap);
	o->cells[o->n++] = (struct grid_src_cell){
		.text = text, .row = row, .row_span = (uint32_t)rows, .col_span = (uint32_t)cols
	};
}

static void put_row(struct output *o, const struct table *t, const struct rows *rows,
		    const struct labels *labels, size_t row, uint32_t at)
{
	size_t line = rows->lines[row];

	for (size_t k = 0; k < t->n_labels; k++) {
		size_t label = rows->label[row][k], wide = 1;
		const struct label *l = label ? &labels->at[label - 1] : NULL;

		if (l && l->row < row)
			continue; /* covered from above */
		while (k + wide < t->n_labels && !rows->label[row][k + wide])
			wide++;
		put(o, l ? l->text : (struct str){ "", 0 }, at, l ? l->end - l->row : 1, wide);
		k += wide - 1;
	}
	for (size_t i = first_figure(t, line), k = 0; k < t->n_figures; k++) {
		bool here = i < t->first[line + 1] && column_of(t, &t->all.at[i], k) == k;

		put(o, here ? t->all.at[i].text : (struct str){ "", 0 }, at, 1, 1);
		i += here;
	}
}

/* The columns that a head stands over. */
static size_t columns_under(size_t *first, const struct table *t, const struct box *b)
{
	size_t n = 0, nearest = 0;
	int32_t best = INT32_MAX;

	for (size_t i = 0; i < t->n_figures; i++) {
		int32_t d = abs(box_mid_x(t->bands[i]) - box_mid_x(*b));

		if (b->x0 <= t->bands[i].x1 && t->bands[i].x0 <= b->x1) {
			if (!n)
				*first = i;
			n++;
		}
		if (d < best) {
			best = d;
			nearest = i;
		}
	}
	if (!n)
		*first = nearest;
	return n ? n : 1;
}

/*
 * The first line of the heads that stand over one column each: from there down every column has
 * one, and lines above it that have many are still theirs.
 */
static size_t leaf_lines(const struct table *t, size_t top)
{
	bool has[BARE_MAX_COLS] = { false };
	size_t missing = t->n_figures, line = t->lead;

	for (; line > top; line--) {
		size_t from = t->first[line - 1], to = t->first[line];

		if (!missing && (to - from) * 3 < t->n_figures)
			break;
		for (size_t i = from; i < to; i++) {
			size_t col, under = columns_under(&col, t, &t->all.at[i].box);

			if (under == 1 && !has[col]) {
				has[col] = true;
				missing--;
			}
		}
	}
	return line;
}

static bool is_corner(const struct table *t, const struct segment *s)
{
	return s->box.x0 < t->edge && s->box.x1 <= t->edge + 300;
}

static size_t collect_groups(struct heads_group *out, const struct table *t, size_t top,
			     size_t leaves)
{
	size_t n = 0;

	for (size_t i = t->first[top]; i < t->first[leaves] && n < HEADS_MAX_GROUPS; i++)
		if (!is_corner(t, &t->all.at[i]))
			out[n++] = (struct heads_group){ .text = t->all.at[i].text,
							 .box = t->all.at[i].box };
	return n;
}

static uint32_t put_groups(struct output *o, const struct table *t,
			   const struct heads_group *groups, size_t n)
{
	const struct heads_group *inner[BARE_MAX_COLS] = { 0 }, *outer[BARE_MAX_COLS] = { 0 };
	bool two = false;

	for (size_t i = 0; i < n; i++)
		for (size_t c = groups[i].first; c < groups[i].first + groups[i].n; c++)
			(groups[i].is_outer ? outer : inner)[c] = &groups[i];
	for (size_t i = 0; i < n; i++)
		two |= groups[i].is_outer;
	if (t->n_labels)
		put(o, (struct str){ "", 0 }, 0, 1 + two, t->n_labels);
	for (size_t c = 0; two && c < t->n_figures; c++) {
		const struct heads_group *g = outer[c] ? outer[c] : inner[c];

		if (g->first == c)
			put(o, g->text, 0, outer[c] ? 1 : 2, g->n);
	}
	for (size_t c = 0; c < t->n_figures; c++)
		if (inner[c]->first == c && !(two && !outer[c]))
			put(o, inner[c]->text, two, 1, inner[c]->n);
	return 1 + two;
}

/* Heads over several columns, by their overlap alone: a row for each of their lines. */
static uint32_t put_wide_heads(struct output *o, const struct table *t, size_t top)
{
	uint32_t row = 0;

	for (size_t line = top; line < t->lead; line++) {
		size_t from[BARE_MAX_COLS], n = 0;
		struct str texts[BARE_MAX_COLS];

		for (size_t i = t->first[line]; i < t->first[line + 1]; i++) {
			const struct segment *s = &t->all.at[i];
			size_t col;

			if (!is_corner(t, s) && columns_under(&col, t, &s->box) > 1 &&
			    n < BARE_MAX_COLS) {
				from[n] = col;
				texts[n++] = s->text;
			}
		}
		for (size_t i = 0; i < n; i++) {
			size_t left = i ? from[i] : 0;
			size_t right = i + 1 < n ? from[i + 1] : t->n_figures;

			if (i == 0 && t->n_labels)
				put(o, (struct str){ "", 0 }, row, 1, t->n_labels);
			if (right > left)
				put(o, texts[i], row, 1, right - left);
		}
		row += n > 0;
	}
	return row;
}

/* The heads of single columns, and what stands over the labels. */
static void put_leaves(struct output *o, const struct table *t, size_t top, bool divided,
		       size_t leaves, uint32_t row)
{
	struct str heads[BARE_MAX_COLS] = { 0 }, corner = { NULL, 0 };

	for (size_t i = t->first[top]; i < t->first[t->lead]; i++) {
		const struct segment *s = &t->all.at[i];
		size_t col, under = columns_under(&col, t, &s->box);

		if (is_corner(t, s))
			corner = words_join(corner, s->text, t->arena);
		else if (divided ? s->line >= leaves : under == 1)
			heads[col] = words_join(heads[col], s->text, t->arena);
	}
	if (t->n_labels)
		put(o, corner, row, 1, t->n_labels);
	for (size_t i = 0; i < t->n_figures; i++)
		put(o, heads[i], row, 1, 1);
}

/* Whether each of these heads begins where the heads of a column do. */
static bool stand_left(const struct table *t, const struct heads_group *groups, size_t n,
		       size_t leaves)
{
	for (size_t g = 0; g < n; g++) {
		const struct box *b = &groups[g].box;
		bool found = false;

		for (size_t i = t->first[leaves]; i < t->first[t->lead]; i++)
			found |= abs(t->all.at[i].box.x0 - b->x0) * 4 < b->y1 - b->y0;
		if (!found)
			return false;
	}
	return true;
}

/* So many heads over groups have to be told apart: by overlap alone they cannot. */
#define MANY_GROUPS 3

/* Returns the rows of heads; 0: which columns they stand over, nobody can say. */
static uint32_t put_heads(struct output *o, const struct table *t, size_t top)
{
	struct heads_group groups[HEADS_MAX_GROUPS];
	size_t leaves = leaf_lines(t, top), n = collect_groups(groups, t, top, leaves);
	int32_t mids[BARE_MAX_COLS];
	uint32_t row;
	bool divided;

	for (size_t i = 0; i < t->n_figures; i++)
		mids[i] = box_mid_x(t->bands[i]);
	divided = n > 1 && heads_divide(groups, n, mids, t->n_figures);
	if (!divided && n >= MANY_GROUPS && !stand_left(t, groups, n, leaves))
		return 0;
	row = divided ? put_groups(o, t, groups, n) : put_wide_heads(o, t, top);
	put_leaves(o, t, top, divided, leaves, row);
	return row + 1;
}

/* The lines between the first row of figures and the last that stands under it. */
static size_t find_rows(struct table *t, struct rows *rows, size_t n)
{
	size_t end = t->anchor + 1;

	rows->lines = ARENA_NEW(t->arena, size_t, n);
	rows->lines[rows->n++] = t->anchor;
	t->last_anchor = t->anchor;
	for (; end < n; end++) {
		if (is_anchor(t, end)) {
			widen(t, end);
			rows->lines[rows->n++] = end;
			t->last_anchor = end;
		} else if (!is_left(t, end)) {
			break;
		}
	}
	return find_bottom(t, n);
}

size_t bare_table(struct grid_src_cell **out, size_t *n_cells, uint32_t *n_rows, size_t *before,
		  const struct bare_line *lines, size_t n, struct arena *arena)
{
	struct table *t = ARENA_NEW(arena, struct table, 1);
	struct labels labels = { 0 };
	struct rows rows = { 0 };
	struct output o = { .arena = arena };
	size_t top, end;

	t->lines = lines;
	t->arena = arena;
	t->first = ARENA_NEW(arena, size_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		t->first[i] = t->all.n;
		cut(&t->all, &lines[i], i, arena);
	}
	t->first[n] = t->all.n;
	for (t->anchor = 0; t->anchor < n; t->anchor++) {
		t->n_figures = count_figures(t, t->anchor);
		if (t->n_figures >= LEAST_FIGURES && t->n_figures <= BARE_MAX_COLS)
			break;
	}
	if (t->anchor == n)
		return 0;
	widen(t, t->anchor);
	end = find_rows(t, &rows, n);
	t->lead = find_lead(t);
	top = find_top(t);
	find_label_columns(t, end);
	collect_labels(&labels, t, t->lead, end);
	rows.label = arena_alloc(arena, rows.n, sizeof(*rows.label));
	*before = top;
	*n_cells = 0;
	if (!place_labels(&rows, &labels, t))
		return end - top;
	*n_rows = put_heads(&o, t, top);
	if (!*n_rows)
		return end - top;
	for (size_t i = 0; i < rows.n; i++)
		put_row(&o, t, &rows, &labels, i, *n_rows + (uint32_t)i);
	*n_rows += (uint32_t)rows.n;
	*out = o.cells;
	*n_cells = o.n;
	return end - top;
}
