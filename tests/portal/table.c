#include "tests/portal/table.h"

#include <assert.h>

#include "base/attrs.h"
#include "base/utf8.h"

static void add(struct table *t, enum table_cell_kind kind, bool starts_row, struct str text,
		unsigned rows, unsigned cols)
{
	ARENA_GROW(t->arena, t->cells, t->n, t->cap);
	t->cells[t->n++] = (struct table_cell){ kind, starts_row, text, rows, cols };
}

static void add_value(struct table *t, const struct report *values, enum row_id row,
		      enum col_id col, unsigned cols)
{
	add(t, CELL_VALUE, false, values->value[row][col].raw, 1, cols);
}

/* Columns of the widest block, the label's included: the others stretch their last cells. */
static unsigned width_of(const struct form *form, enum table_id id)
{
	unsigned width = 0;

	for (size_t i = 0; i < form->n_blocks; i++)
		if (form->blocks[i].table == id && form->blocks[i].n_cols + 1 > width)
			width = (unsigned)form->blocks[i].n_cols + 1;
	return width;
}

/* How many of `width` columns the i-th of n cells takes. */
static unsigned share(unsigned width, size_t n, size_t i)
{
	return i + 1 < n ? 1 : width - (unsigned)n + 1;
}

static void build_rows(struct table *t, const struct form_block *b, const struct report *values)
{
	unsigned width = t->columns - 1;

	if (b->title)
		add(t, CELL_TITLE, true, str_c(b->title[0]), 1, t->columns);
	add(t, CELL_HEAD, true, STR("信息内容"), 1, 1);
	for (size_t c = 0; c < b->n_cols; c++)
		add(t, CELL_HEAD, false, str_c(b->cols[c].wording[0]), 1,
		    share(width, b->n_cols, c));
	for (size_t r = 0; r < b->n_rows; r++) {
		add(t, CELL_LABEL, true, str_c(b->rows[r].wording[0]), 1, 1);
		for (size_t c = 0; c < b->n_cols; c++)
			add_value(t, values, b->rows[r].row, b->cols[c].col,
				  share(width, b->n_cols, c));
	}
}

#define RESULTS "三、本年度办理结果"

static bool same_group(const struct form_row *a, const struct form_row *b)
{
	return a->group && b->group && strcmp(a->group[0], b->group[0]) == 0;
}

static bool in_subgroup(const struct form_row *row)
{
	return row->group && strcmp(row->group[0], RESULTS) != 0;
}

static void request_header(struct table *t, const struct form_block *b)
{
	add(t, CELL_HEAD, true,
	    STR("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"), 3, 3);
	add(t, CELL_HEAD, false, STR("申请人情况"), 1, 7);
	add(t, CELL_HEAD, true, str_c(b->cols[0].wording[0]), 2, 1);
	add(t, CELL_HEAD, false, STR("法人或其他组织"), 1, 5);
	add(t, CELL_HEAD, false, str_c(b->cols[6].wording[0]), 2, 1);
	for (size_t c = 1; c < 6; c++)
		add(t, CELL_HEAD, c == 1, str_c(b->cols[c].wording[0]), 1, 1);
}

/* Labels left of the values: the result heading and the group's, when the row is their first. */
static void request_labels(struct table *t, const struct form_row *const *rows, size_t n, size_t r)
{
	const struct form_row *row = rows[r];
	bool starts_row = true;
	unsigned span;

	if (row->group && (r == 0 || !rows[r - 1]->group)) {
		for (span = 0; r + span < n && rows[r + span]->group; span++)
			;
		add(t, CELL_LABEL, true, STR(RESULTS), span, 1);
		starts_row = false;
	}
	if (in_subgroup(row) && !(r > 0 && same_group(row, rows[r - 1]))) {
		for (span = 0; r + span < n && same_group(row, rows[r + span]); span++)
			;
		add(t, CELL_LABEL, starts_row, str_c(row->group[0]), span, 1);
		starts_row = false;
	}
	add(t, CELL_LABEL, starts_row, str_c(row->wording[0]), 1,
	    in_subgroup(row) ? 1
	    : row->group     ? 2
			     : 3);
}

static void build_requests(struct table *t, const struct form_block *b, const struct report *values)
{
	const struct form_row **rows = ARENA_NEW(t->arena, const struct form_row *, b->n_rows);
	size_t n = 0;

	t->columns = 10;
	assert(b->n_cols == 7);
	for (size_t r = 0; r < b->n_rows; r++)
		if (!b->rows[r].is_fold) /* the form itself prints its parts */
			rows[n++] = &b->rows[r];
	request_header(t, b);
	for (size_t r = 0; r < n; r++) {
		request_labels(t, rows, n, r);
		for (size_t c = 0; c < b->n_cols; c++)
			add_value(t, values, rows[r]->row, b->cols[c].col, 1);
	}
}

static void build_review(struct table *t, const struct form_block *b, const struct report *values)
{
	t->columns = 15;
	assert(b->n_rows == 3 && b->n_cols == 5);
	add(t, CELL_HEAD, true, str_c(b->rows[0].wording[0]), 2, 5);
	add(t, CELL_HEAD, false, STR("行政诉讼"), 1, 10);
	for (size_t r = 1; r < 3; r++)
		add(t, CELL_HEAD, r == 1, str_c(b->rows[r].wording[0]), 1, 5);
	for (size_t r = 0; r < 3; r++)
		for (size_t c = 0; c < 5; c++)
			add(t, CELL_HEAD, r + c == 0, str_c(b->cols[c].wording[0]), 1, 1);
	for (size_t r = 0; r < 3; r++)
		for (size_t c = 0; c < 5; c++) {
			add_value(t, values, b->rows[r].row, b->cols[c].col, 1);
			t->cells[t->n - 1].starts_row = r + c == 0;
		}
}

void table_build(struct table *out, const struct form *form, enum table_id id,
		 const struct report *values, struct arena *arena)
{
	*out = (struct table){ .columns = width_of(form, id), .arena = arena };
	for (size_t i = 0; i < form->n_blocks; i++) {
		const struct form_block *b = &form->blocks[i];

		if (b->table != id)
			continue;
		if (id == TABLE_REQUESTS)
			build_requests(out, b, values);
		else if (b->layout == LAYOUT_ACROSS)
			build_review(out, b, values);
		else
			build_rows(out, b, values);
	}
}

void html_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		switch (text.p[i]) {
		case '&':
			buf_add(out, STR("&amp;"));
			break;
		case '<':
			buf_add(out, STR("&lt;"));
			break;
		case '>':
			buf_add(out, STR("&gt;"));
			break;
		case '"':
			buf_add(out, STR("&quot;"));
			break;
		default:
			buf_addc(out, text.p[i]);
		}
}

static void spans(struct buf *out, const struct table_cell *c, const char *quote)
{
	if (c->rows > 1)
		buf_addf(out, " rowspan=%s%u%s", quote, c->rows, quote);
	if (c->cols > 1)
		buf_addf(out, " colspan=%s%u%s", quote, c->cols, quote);
}

static void clean_cell(struct buf *out, const struct table_cell *c)
{
	buf_add(out, STR("<td"));
	spans(out, c, "\"");
	if (c->kind != CELL_LABEL)
		buf_add(out, STR(" align=\"center\""));
	buf_addc(out, '>');
	if (c->text.n)
		html_text(out, c->text);
	else
		buf_add(out, STR("&nbsp;"));
	buf_add(out, STR("</td>\n"));
}

/* Upper case, unquoted attributes, no end tags. */
static void old_cell(struct buf *out, const struct table_cell *c)
{
	buf_add(out, STR("<TD"));
	spans(out, c, "");
	buf_add(out, STR(" height=28><FONT face=宋体 size=2>"));
	html_text(out, c->text);
	buf_add(out, STR("</FONT>\r\n"));
}

/* Word cuts labels into runs, and switches the face for digits and Latin quotes. */
static void word_run(struct buf *out, struct str run, bool is_latin)
{
	buf_addf(out, "<span style=\"font-family:%s;mso-hansi-font-family:宋体;",
		 is_latin ? "'Times New Roman'" : "宋体");
	buf_add(out, STR("mso-bidi-font-size:10.5pt;color:windowtext\">"));
	html_text(out, run);
	buf_add(out, STR("</span>"));
}

static void word_text(struct buf *out, struct str text)
{
	for (size_t at = 0, run = 0; at < text.n; run++) {
		size_t start = at, want = 1 + run % 3; /* characters in this run */
		bool is_latin = (unsigned char)text.p[at] < 0x80;

		while (at < text.n && want > 0 && ((unsigned char)text.p[at] < 0x80) == is_latin) {
			(void)utf8_next(text, &at);
			want -= !is_latin; /* digits stay together */
		}
		word_run(out, str_sub(text, start, at - start), is_latin);
	}
}

static void word_cell(struct buf *out, const struct table_cell *c)
{
	buf_add(out, STR("<td valign=\"center\""));
	spans(out, c, "\"");
	buf_addf(out,
		 " width=\"%u\" style=\"width:%u.0pt;border:solid windowtext 1.0pt;"
		 "mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt\">\n",
		 46 * c->cols, 46 * c->cols);
	buf_addf(out,
		 "<p class=\"MsoNormal\" align=\"%s\" style=\"text-align:%s;line-height:14.0pt;"
		 "mso-line-height-rule:exactly\">",
		 c->kind == CELL_LABEL ? "left" : "center",
		 c->kind == CELL_LABEL ? "left" : "center");
	if (c->text.n)
		word_text(out, c->text);
	buf_addf(out,
		 "<span lang=\"EN-US\" style=\"font-size:10.5pt\"><o:p>%s</o:p></span></p></td>\n",
		 c->text.n ? "" : "&nbsp;");
}

struct manner {
	const char *open, *row, *row_end, *close;
	void (*cell)(struct buf *out, const struct table_cell *c);
};

static const struct manner manners[STYLE__COUNT] = {
	[STYLE_CLEAN] = { "<table border=\"1\" cellspacing=\"0\" width=\"100%\">\n<tbody>\n",
			  "<tr>\n", "</tr>\n", "</tbody>\n</table>\n", clean_cell },
	[STYLE_WORD] = { "<table class=\"MsoNormalTable\" border=\"1\" cellspacing=\"0\" "
			 "cellpadding=\"0\" style=\"border-collapse:collapse;"
			 "mso-padding-alt:0cm 5.4pt 0cm 5.4pt\"><tbody>\n",
			 "<tr style=\"mso-yfti-irow:0;height:20.0pt\">\n", "</tr>\n",
			 "</tbody></table>\n", word_cell },
	[STYLE_OLD] = { "<TABLE borderColor=#000000 cellSpacing=0 cellPadding=2 width=640 "
			"border=1>\r\n",
			"<TR>\r\n", "", "</TABLE>\r\n", old_cell },
	[STYLE_LAYOUT] = { "<table width=\"98%\" border=\"0\" align=\"center\"><tr><td>\n"
			   "<div class=\"ue_table\"><table border=\"1\"><tbody>\n",
			   "<tr>\n", "</tr>\n", "</tbody></table></div>\n</td></tr></table>\n",
			   clean_cell },
};

void table_write(struct buf *out, const struct table *t, enum style style)
{
	const struct manner *m = &manners[style];

	buf_add(out, str_c(m->open));
	for (size_t i = 0; i < t->n; i++) {
		if (t->cells[i].starts_row)
			buf_add(out, str_c(m->row));
		m->cell(out, &t->cells[i]);
		if (i + 1 == t->n || t->cells[i + 1].starts_row)
			buf_add(out, str_c(m->row_end));
	}
	buf_add(out, str_c(m->close));
}
