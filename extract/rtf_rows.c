#include "extract/rtf_rows.h"

#include <stdlib.h>

bool rtf_rows_any(const struct rtf_rows *t)
{
	return t->n_rows || t->n_texts || t->open.n;
}

void rtf_rows_text(struct rtf_rows *t, struct str paragraph, struct arena *scratch)
{
	if (!paragraph.n)
		return;
	t->open.arena = scratch;
	if (t->open.n)
		textbuf_add(&t->open, STR("\n"));
	textbuf_add(&t->open, paragraph);
}

void rtf_rows_cell(struct rtf_rows *t, struct arena *scratch)
{
	ARENA_GROW(scratch, t->texts, t->n_texts, t->cap_texts);
	t->texts[t->n_texts++] = textbuf_str(&t->open);
	t->open = (struct textbuf){ .arena = scratch };
}

void rtf_rows_row(struct rtf_rows *t, const struct rtf_row_def *def, struct arena *scratch)
{
	struct rtf_cell_def *defs = ARENA_NEW(scratch, struct rtf_cell_def, t->n_texts + 1);
	size_t n = def->n < t->n_texts ? def->n : t->n_texts;
	struct str *texts;

	if (t->open.n)
		rtf_rows_cell(t, scratch);
	if (!t->n_texts)
		return;
	texts = ARENA_NEW(scratch, struct str, t->n_texts);
	memcpy(texts, t->texts, t->n_texts * sizeof(*texts));
	if (n)
		memcpy(defs, def->cells, n * sizeof(*defs));
	ARENA_GROW(scratch, t->rows, t->n_rows, t->cap_rows);
	t->rows[t->n_rows++] = (struct rtf_row){
		.left = def->left, .texts = texts, .defs = defs, .n_texts = t->n_texts, .n_defs = n
	};
	t->n_texts = 0;
}

/* Where a cell ends; one that the row does not define, an inch behind the one before it. */
static int32_t right_edge(const struct rtf_row *row, size_t i)
{
	int64_t last = row->n_defs ? row->defs[row->n_defs - 1].right : row->left;
	int64_t right =
		i < row->n_defs ? row->defs[i].right : last + 1440 * (int64_t)(i + 1 - row->n_defs);

	return right > INT32_MAX ? INT32_MAX : (int32_t)right;
}

static int by_place(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* Edges of the whole table, in order, near ones as one. */
struct edges {
	int32_t *at;
	size_t n;
};

static struct edges find_edges(const struct rtf_rows *t, struct arena *scratch)
{
	struct edges edges = { 0 };
	size_t n = 0, kept = 0;

	for (size_t r = 0; r < t->n_rows; r++)
		n += t->rows[r].n_texts + 1;
	edges.at = ARENA_NEW(scratch, int32_t, n + 1);
	for (size_t r = 0; r < t->n_rows; r++) {
		edges.at[edges.n++] = t->rows[r].left;
		for (size_t i = 0; i < t->rows[r].n_texts; i++)
			edges.at[edges.n++] = right_edge(&t->rows[r], i);
	}
	qsort(edges.at, edges.n, sizeof(*edges.at), by_place);
	for (size_t i = 0; i < edges.n; i++)
		if (i == 0 || (int64_t)edges.at[i] - edges.at[kept - 1] >= RTF_EDGE_TWIPS)
			edges.at[kept++] = edges.at[i];
	edges.n = kept;
	return edges;
}

/* The last edge that is not right of the place. */
static size_t edge_at(const struct edges *edges, int32_t place)
{
	size_t low = 0, high = edges->n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (edges->at[mid] <= place)
			low = mid;
		else
			high = mid;
	}
	return low;
}

static void add_lines(struct tables *out, struct str text)
{
	while (text.n) {
		size_t end = str_find(text, STR("\n"), 0);
		struct str line = str_sub(text, 0, end);

		tables_text(out, arena_str(out->builder->arena, line), 0);
		text = str_sub(text, end == STR_NONE ? text.n : end + 1, text.n);
	}
}

static void add_row(struct tables *out, const struct rtf_row *row, const struct edges *edges)
{
	size_t at = edge_at(edges, row->left);

	tables_row(out);
	if (at > 0)
		tables_skip(out, (uint32_t)at);
	for (size_t i = 0; i < row->n_texts; i++) {
		struct table_cell *cell = tables_cell(out);
		size_t right = edge_at(edges, right_edge(row, i));

		if (!cell)
			return;
		cell->col_span = right > at ? (uint32_t)(right - at) : 1;
		if (i < row->n_defs) {
			cell->merge = row->defs[i].merge;
			cell->joins_left = row->defs[i].joins_left;
		}
		add_lines(out, row->texts[i]);
		tables_cell_end(out);
		at = right > at ? right : at + 1;
	}
}

int rtf_rows_end(struct rtf_rows *t, struct tables *out, struct err *e)
{
	static const struct rtf_row_def none;
	struct edges edges;

	if (t->n_texts || t->open.n)
		rtf_rows_row(t, &none, out->scratch);
	if (!t->n_rows)
		return 0;
	edges = find_edges(t, out->scratch);
	tables_begin(out);
	for (size_t r = 0; r < t->n_rows; r++)
		add_row(out, &t->rows[r], &edges);
	t->n_rows = 0;
	return tables_end(out, e);
}

static void add_paragraph(struct page_builder *b, struct str text)
{
	if (text.n)
		page_add_block(b, &(struct block){ .kind = BLOCK_PARAGRAPH,
						   .text = arena_str(b->arena, text) });
}

void rtf_rows_dissolve(struct rtf_rows *t, struct page_builder *b)
{
	for (size_t r = 0; r < t->n_rows; r++)
		for (size_t i = 0; i < t->rows[r].n_texts; i++)
			add_paragraph(b, t->rows[r].texts[i]);
	for (size_t i = 0; i < t->n_texts; i++)
		add_paragraph(b, t->texts[i]);
	add_paragraph(b, textbuf_str(&t->open));
	t->n_rows = t->n_texts = t->open.n = 0;
}
