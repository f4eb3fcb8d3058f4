/* Files of the office programs of before: Word 97, which old WPS wrote too, Excel 97, RTF. */
#include "extract/charset.h"

#include "tests/gen/word_write.h"
#include "tests/gen/xls_write.h"
#include "tests/portal/paper.h"

enum { TEXT_WIDTH = 9000 }; /* of a page, in twentieths of a point */

static unsigned edge(const struct paper_grid *g, unsigned col)
{
	return TEXT_WIDTH * col / g->cols;
}

static void doc_table(struct word_write *w, const struct table *t)
{
	struct paper_grid g;

	paper_grid(&g, t);
	for (unsigned row = 0; row < g.rows; row++) {
		struct word_write_cell cells[WORD_WRITE_MAX_CELLS];
		size_t n = 0;

		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			const struct table_cell *c = paper_cell(t, &g, row, col);
			bool goes_on = paper_goes_on(&g, row, col);

			word_write_cell_text(w, goes_on ? STR("") : c->text);
			col += c->cols;
			cells[n++] = (struct word_write_cell){ edge(&g, col),
							       c->rows > 1 && !goes_on, goes_on };
		}
		word_write_row_end(w, cells, n);
	}
}

void file_doc(struct buf *out, const struct paper *p)
{
	struct word_write w;

	word_write_begin(&w, p->arena);
	for (size_t i = 0; i < p->n; i++)
		if (p->parts[i].table)
			doc_table(&w, p->parts[i].table);
		else
			word_write_line(&w, p->parts[i].text);
	word_write_line(&w, STR(""));
	word_write_end(out, &w);
}

static void xls_table(struct xls_write *x, const struct table *t)
{
	struct paper_grid g;

	paper_grid(&g, t);
	for (unsigned row = 0; row < g.rows; row++)
		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			const struct table_cell *c = paper_cell(t, &g, row, col);

			if (!paper_goes_on(&g, row, col)) {
				xls_write_cell(x, row, col, c->text);
				if (c->rows > 1 || c->cols > 1)
					xls_write_merge(x, row, col, c->rows, c->cols);
			}
			col += c->cols;
		}
}

void file_xls(struct buf *out, const struct paper *p)
{
	struct xls_write x;
	const char *name = "Sheet1";

	xls_write_begin(&x, p->arena);
	for (size_t i = 0; i < p->n; i++)
		if (p->parts[i].table) {
			xls_write_sheet(&x, name);
			xls_table(&x, p->parts[i].table);
		} else {
			name = arena_str(p->arena, p->parts[i].text).p;
		}
	xls_write_end(out, &x);
}

static void rtf_text(struct buf *out, struct str text, struct arena *arena)
{
	struct str gbk = charset_encode(text, "gbk", arena);

	for (size_t i = 0; i < gbk.n; i++) {
		unsigned char c = (unsigned char)gbk.p[i];

		if (c == '\n')
			buf_add(out, STR("\\par "));
		else
			buf_addf(out,
				 c < 0x80 && c != '\\' && c != '{' && c != '}' ? "%c" : "\\'%02x",
				 c);
	}
}

static void rtf_table(struct buf *out, const struct table *t, struct arena *arena)
{
	struct paper_grid g;

	paper_grid(&g, t);
	for (unsigned row = 0; row < g.rows; row++) {
		buf_add(out, STR("\\trowd\\trgaph108\\trleft0\n"));
		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			const struct table_cell *c = paper_cell(t, &g, row, col);
			bool goes_on = paper_goes_on(&g, row, col);

			col += c->cols;
			buf_addf(out, "%s\\clvertalc\\cellx%u",
				 goes_on       ? "\\clvmrg"
				 : c->rows > 1 ? "\\clvmgf"
					       : "",
				 edge(&g, col));
		}
		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			const struct table_cell *c = paper_cell(t, &g, row, col);

			buf_add(out, STR("\n\\pard\\intbl\\qc "));
			if (!paper_goes_on(&g, row, col))
				rtf_text(out, c->text, arena);
			buf_add(out, STR("\\cell"));
			col += c->cols;
		}
		buf_add(out, STR("\\row\n"));
	}
	buf_add(out, STR("\\pard\\par\n"));
}

void file_rtf(struct buf *out, const struct paper *p)
{
	buf_add(out,
		STR("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\n"));
	for (size_t i = 0; i < p->n; i++) {
		if (p->parts[i].table) {
			rtf_table(out, p->parts[i].table, p->arena);
			continue;
		}
		buf_add(out, STR("\\pard "));
		rtf_text(out, p->parts[i].text, p->arena);
		buf_add(out, STR("\\par\n"));
	}
	buf_add(out, STR("}"));
}
