#include "tests/gen/gen_sheet.h"

#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"

static struct sheet_cell *put(struct sheet *s, struct arena *arena, const char *text, unsigned row,
			      unsigned col, unsigned row_span, unsigned col_span)
{
	struct sheet_cell *c;

	ARENA_GROW(arena, s->cells, s->n, s->cap);
	c = &s->cells[s->n++];
	*c = (struct sheet_cell){
		.text = str_c(text),
		.row = row,
		.col = col,
		.row_span = row_span,
		.col_span = col_span,
		.of_row = ROW__COUNT,
		.of_col = COL__COUNT,
	};
	if (s->rows < row + row_span)
		s->rows = row + row_span;
	if (s->cols < col + col_span)
		s->cols = col + col_span;
	return c;
}

static void put_value(struct sheet *s, struct arena *arena, const struct report *cells,
		      enum row_id of_row, enum col_id of_col, unsigned row, unsigned col,
		      unsigned col_span)
{
	struct sheet_cell *c = put(s, arena, "", row, col, 1, col_span);

	c->text = cells->value[of_row][of_col].raw;
	c->is_value = true;
	c->of_row = of_row;
	c->of_col = of_col;
}

static bool is_printed(const struct report *cells, const struct form_row *row,
		       const struct form_block *k)
{
	return cells->value[row->row][k->cols[0].col].state != VALUE_MISSING;
}

/* One block of section two: a title over all, heads, rows; the last head takes what is left. */
static void put_block(struct sheet *s, const struct form_block *k, const struct report *cells,
		      unsigned width, struct arena *arena)
{
	unsigned row = s->rows, rest = width - (unsigned)k->n_cols;

	put(s, arena, k->title[0], row++, 0, 1, width);
	put(s, arena, "信息内容", row, 0, 1, 1);
	for (unsigned c = 0; c < k->n_cols; c++) {
		bool last = c + 1 == k->n_cols;
		struct sheet_cell *head =
			put(s, arena, k->cols[c].wording[0], row, 1 + c, 1, last ? rest : 1);

		head->of_col = k->cols[c].col;
	}
	for (size_t i = 0; i < k->n_rows; i++) {
		struct sheet_cell *label;

		row++;
		label = put(s, arena, k->rows[i].wording[0], row, 0, 1, 1);
		label->of_row = k->rows[i].row;
		for (unsigned c = 0; c < k->n_cols; c++)
			put_value(s, arena, cells, k->rows[i].row, k->cols[c].col, row, 1 + c,
				  c + 1 == k->n_cols ? rest : 1);
	}
}

static void put_applicants(struct sheet *s, const struct form_block *k, struct arena *arena)
{
	put(s, arena, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 0, 0,
	    3, 3);
	put(s, arena, "申请人情况", 0, 3, 1, 7);
	put(s, arena, k->cols[0].wording[0], 1, 3, 2, 1)->of_col = k->cols[0].col;
	put(s, arena, "法人或其他组织", 1, 4, 1, 5);
	put(s, arena, k->cols[6].wording[0], 1, 9, 2, 1)->of_col = k->cols[6].col;
	for (unsigned c = 1; c < 6; c++)
		put(s, arena, k->cols[c].wording[0], 2, 3 + c, 1, 1)->of_col = k->cols[c].col;
}

/* Rows from `i` on that are printed and satisfy the group, or any group below 三. */
static unsigned run_of(const struct form_block *k, size_t i, const struct report *cells,
		       const char *group)
{
	unsigned n = 0;

	for (; i < k->n_rows; i++) {
		if (!is_printed(cells, &k->rows[i], k))
			continue;
		if (!k->rows[i].group || (group && strcmp(k->rows[i].group[0], group) != 0))
			break;
		n++;
	}
	return n;
}

static void put_requests(struct sheet *s, const struct form_block *k, const struct report *cells,
			 struct arena *arena)
{
	const char *outer = NULL, *inner = NULL;
	unsigned row = 3;

	put_applicants(s, k, arena);
	for (size_t i = 0; i < k->n_rows; i++) {
		const struct form_row *r = &k->rows[i];
		struct sheet_cell *label;
		unsigned col = 0;

		if (!is_printed(cells, r, k))
			continue;
		if (r->group && !outer) {
			outer = r->group[0];
			put(s, arena, outer, row, 0, run_of(k, i, cells, NULL), 1);
		}
		col = r->group ? 1 : 0;
		if (r->group && strcmp(r->group[0], outer) != 0) {
			if (!inner || strcmp(inner, r->group[0]) != 0)
				put(s, arena, r->group[0], row, 1, run_of(k, i, cells, r->group[0]),
				    1);
			inner = r->group[0];
			col = 2;
		}
		label = put(s, arena, r->wording[0], row, col, 1, 3 - col);
		label->of_row = r->row;
		for (unsigned c = 0; c < k->n_cols; c++)
			put_value(s, arena, cells, r->row, k->cols[c].col, row, 3 + c, 1);
		row++;
	}
}

static void put_review(struct sheet *s, const struct form_block *k, const struct report *cells,
		       struct arena *arena)
{
	put(s, arena, k->rows[0].wording[0], 0, 0, 1, 5)->of_row = k->rows[0].row;
	put(s, arena, "行政诉讼", 0, 5, 1, 10);
	for (unsigned c = 0; c < 5; c++)
		put(s, arena, k->cols[c].wording[0], 1, c, 2, 1)->of_col = k->cols[c].col;
	for (unsigned g = 1; g < 3; g++)
		put(s, arena, k->rows[g].wording[0], 1, g * 5, 1, 5)->of_row = k->rows[g].row;
	for (unsigned c = 5; c < 15; c++)
		put(s, arena, k->cols[c % 5].wording[0], 2, c, 1, 1)->of_col = k->cols[c % 5].col;
	for (unsigned c = 0; c < 15; c++)
		put_value(s, arena, cells, k->rows[c / 5].row, k->cols[c % 5].col, 3, c, 1);
}

/* A line of form2014 that has no figure: 一、主动公开情况 | —— | */
static void put_heading_line(struct sheet *s, const char *group, struct arena *arena)
{
	unsigned row = s->rows;

	put(s, arena, group, row, 0, 1, 1);
	put(s, arena, "——", row, 1, 1, 1);
	put(s, arena, "", row, 2, 1, 1);
}

static void put_statistics(struct sheet *s, const struct form *form, const struct form_block *k,
			   const struct report *cells, struct arena *arena)
{
	const char *last = "";

	put(s, arena, "统计指标", 0, 0, 1, 1);
	put(s, arena, "单位", 0, 1, 1, 1);
	put(s, arena, "统计数", 0, 2, 1, 1)->of_col = COL_VALUE;
	for (size_t i = 0; i < k->n_rows; i++) {
		const char *group = k->rows[i].group ? k->rows[i].group[0] : "";
		struct sheet_cell *label;
		unsigned row;

		for (size_t f = 0; strcmp(group, last) != 0 && form->furniture[f]; f++)
			if (strcmp(form->furniture[f], group) == 0)
				put_heading_line(s, group, arena);
		last = group;
		row = s->rows;
		label = put(s, arena, k->rows[i].wording[0], row, 0, 1, 1);
		label->of_row = k->rows[i].row;
		put(s, arena, cell_unit(k->rows[i].row, COL_VALUE), row, 1, 1, 1);
		put_value(s, arena, cells, k->rows[i].row, COL_VALUE, row, 2, 1);
	}
}

void sheet_build(struct sheet *out, const struct form *form, enum table_id table,
		 const struct report *cells, struct arena *arena)
{
	unsigned width = 4;

	*out = (struct sheet){ .table = table };
	for (size_t b = 0; b < form->n_blocks; b++) {
		const struct form_block *k = &form->blocks[b];

		if (k->table != table)
			continue;
		if (k->layout == LAYOUT_LINES)
			put_statistics(out, form, k, cells, arena);
		else if (k->layout == LAYOUT_ACROSS)
			put_review(out, k, cells, arena);
		else if (table == TABLE_DISCLOSURE)
			put_block(out, k, cells, width, arena);
		else
			put_requests(out, k, cells, arena);
	}
}
