#include "tests/gen/gen_office.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/charset.h"
#include "tests/gen/zip_write.h"

static const struct {
	const char *name;
	unsigned layouts;
} kinds[] = {
	[OFFICE_DOCX] = { "docx", OFFICE_LINES | OFFICE_RUNS | OFFICE_NESTED | OFFICE_BOXED |
					  OFFICE_TRACKED },
	[OFFICE_XLSX] = { "xlsx", OFFICE_LINES | OFFICE_RUNS | OFFICE_SHEETS },
	[OFFICE_RTF] = { "rtf", OFFICE_LINES | OFFICE_RUNS },
	[OFFICE_MHTML] = { "mhtml", OFFICE_RUNS },
	[OFFICE_OFD] = { "ofd", 0 },
	[OFFICE_ZIP] = { "zip", 0 },
};
static_assert(countof(kinds) == OFFICE__COUNT, "every kind has a name");

const char *office_kind_name(enum office_kind kind)
{
	return kinds[kind].name;
}

unsigned office_layouts(enum office_kind kind)
{
	return kinds[kind].layouts;
}

struct writer {
	struct buf *out;
	unsigned layout;
	const struct gen_shape_how *how;
	struct gen_truth *truth;
	struct arena *arena;
	struct rng r;
};

/* The sheet of a table as it is to be typed. */
static void draw(struct sheet *s, struct writer *w, enum table_id table)
{
	w->r.s = w->how->seed * 31 + table;
	sheet_build(s, w->how->form, table, w->how->cells, w->arena);
	if (s->n)
		sheet_damage(s, w->truth, w->how->form, w->how->damage, &w->r, w->arena);
}

static size_t row_end(const struct sheet *s, size_t from)
{
	size_t to = from;

	while (to < s->n && s->cells[to].row == s->cells[from].row)
		to++;
	return to;
}

/* The cell from a row above that covers this place; NULL: none. */
static const struct sheet_cell *covering(const struct sheet *s, unsigned row, unsigned col)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_cell *c = &s->cells[i];

		if (c->row < row && row < c->row + c->row_span && col == c->col)
			return c;
	}
	return NULL;
}

/* Text of a cell as lines; long labels are broken in two where the layout says so. */
static size_t split(struct str lines[8], struct writer *w, struct str text, bool is_label)
{
	size_t n = 0, chars = utf8_count(text), at = 0;

	while (n < 7) {
		size_t nl = str_find(text, STR("\n"), 0);

		lines[n++] = str_sub(text, 0, nl);
		if (nl == STR_NONE)
			break;
		text = str_sub(text, nl + 1, text.n);
	}
	if (n > 1 || !is_label || chars < 4 || !(w->layout & OFFICE_LINES) ||
	    rng_chance(&w->r, 500))
		return n;
	for (size_t i = 0; i < chars / 2; i++)
		utf8_next(text, &at);
	lines[0] = str_sub(text, 0, at);
	lines[1] = str_sub(text, at, text.n);
	return 2;
}

static void add_xml(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '&')
			buf_add(out, STR("&amp;"));
		else if (s.p[i] == '<')
			buf_add(out, STR("&lt;"));
		else
			buf_addc(out, s.p[i]);
	}
}

static void docx_run(struct writer *w, struct str text)
{
	size_t step;

	for (size_t at = 0; at < text.n; at = step) {
		step = text.n;
		if (w->layout & OFFICE_RUNS) {
			step = at;
			utf8_next(text, &step);
		}
		buf_add(w->out, STR("<w:r><w:rPr><w:sz w:val=\"21\"/></w:rPr><w:t "
				    "xml:space=\"preserve\">"));
		add_xml(w->out, str_sub(text, at, step - at));
		buf_add(w->out, STR("</w:t></w:r>"));
	}
}

static void docx_paragraph(struct writer *w, struct str text, bool is_value)
{
	bool tracked = is_value && text.n && (w->layout & OFFICE_TRACKED);

	buf_add(w->out, STR("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>"));
	if (tracked)
		buf_add(w->out, STR("<w:del w:id=\"1\"><w:r><w:delText>9</w:delText></w:r></w:del>"
				    "<w:moveFrom w:id=\"2\"><w:r><w:t>8</w:t></w:r></w:moveFrom>"
				    "<w:ins w:id=\"3\">"));
	docx_run(w, text);
	if (tracked)
		buf_add(w->out, STR("</w:ins>"));
	buf_add(w->out, STR("</w:p>"));
}

static void docx_cell_begin(struct writer *w, const struct sheet_cell *c, bool is_first)
{
	buf_addf(w->out, "<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/>");
	if (c->col_span > 1)
		buf_addf(w->out, "<w:gridSpan w:val=\"%u\"/>", c->col_span);
	if (c->row_span > 1)
		buf_addf(w->out, "<w:vMerge%s/>", is_first ? " w:val=\"restart\"" : "");
	buf_add(w->out, STR("</w:tcPr>"));
}

/* Cells of rows above that reach into this one, up to a column. */
static void docx_continue(struct writer *w, const struct sheet *s, unsigned row, unsigned *col,
			  unsigned to)
{
	while (*col < to) {
		const struct sheet_cell *above = covering(s, row, *col);

		if (!above) {
			++*col;
			continue;
		}
		docx_cell_begin(w, above, false);
		buf_add(w->out, STR("<w:p/></w:tc>"));
		*col += above->col_span;
	}
}

static void docx_table(struct writer *w, const struct sheet *s)
{
	size_t i = 0;

	buf_add(w->out, STR("<w:tbl><w:tblPr><w:tblW w:w=\"0\"/></w:tblPr><w:tblGrid/>"));
	for (unsigned row = 0; row < s->rows; row++) {
		size_t to = i < s->n && s->cells[i].row == row ? row_end(s, i) : i;
		unsigned col = 0;

		buf_add(w->out, STR("<w:tr>"));
		for (; i < to; i++) {
			const struct sheet_cell *c = &s->cells[i];
			struct str lines[8];
			size_t n = split(lines, w, c->text, !c->is_value);

			docx_continue(w, s, row, &col, c->col);
			docx_cell_begin(w, c, true);
			for (size_t k = 0; k < n; k++)
				docx_paragraph(w, lines[k], c->is_value);
			buf_add(w->out, STR("</w:tc>"));
			col = c->col + c->col_span;
		}
		docx_continue(w, s, row, &col, s->cols);
		buf_add(w->out, STR("</w:tr>"));
	}
	buf_add(w->out, STR("</w:tbl><w:p/>"));
}

static void docx_document(struct writer *w)
{
	const struct gen_passage *p;

	buf_add(w->out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://"
		    "schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"));
	if (w->layout & OFFICE_NESTED)
		buf_add(w->out, STR("<w:tbl><w:tr><w:tc>"));
	for (size_t i = 0; (p = gen_passage_at(i)); i++) {
		struct sheet sheet = { 0 };

		docx_paragraph(w, str_c(p->text), false);
		if (p->table == TABLE__COUNT)
			continue;
		draw(&sheet, w, p->table);
		if (!sheet.n)
			continue;
		if (w->layout & OFFICE_BOXED)
			buf_add(w->out, STR("<w:p><w:r><w:pict><w:txbxContent>"));
		docx_table(w, &sheet);
		if (w->layout & OFFICE_BOXED)
			buf_add(w->out, STR("</w:txbxContent></w:pict></w:r></w:p>"));
	}
	if (w->layout & OFFICE_NESTED)
		buf_add(w->out, STR("</w:tc></w:tr></w:tbl>"));
	buf_add(w->out, STR("</w:body></w:document>"));
}

static void write_docx(struct buf *out, struct writer *w)
{
	struct zip_write z = { .out = out, .deflate = true };
	struct buf xml;

	buf_init(&xml, 64u << 20);
	w->out = &xml;
	docx_document(w);
	zip_write_add(&z, STR("[Content_Types].xml"), STR("<Types/>"));
	zip_write_add(&z, STR("word/document.xml"), buf_str(&xml));
	zip_write_end(&z);
	buf_release(&xml);
}

/* A sheet in the making: rows so far and merged cells. */
struct book {
	struct buf rows, merges;
	unsigned n_rows, n_merges;
};

static void xlsx_ref(struct buf *out, unsigned row, unsigned col)
{
	if (col >= 26)
		buf_addc(out, (char)('A' + col / 26 - 1));
	buf_addc(out, (char)('A' + col % 26));
	buf_addf(out, "%u", row + 1);
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && (s.n == 1 || s.p[0] != '0');
}

static void xlsx_cell(struct writer *w, struct book *k, unsigned col, struct str text,
		      bool is_label)
{
	struct str lines[8];
	size_t n = split(lines, w, text, is_label);

	buf_add(&k->rows, STR("<c r=\""));
	xlsx_ref(&k->rows, k->n_rows, col);
	if (text.n == 0) {
		buf_add(&k->rows, STR("\" s=\"1\"/>"));
	} else if (is_digits(text)) {
		buf_addf(&k->rows, "\"><v>%.*s</v></c>", STR_ARG(text));
	} else {
		buf_add(&k->rows, STR("\" t=\"inlineStr\"><is>"));
		for (size_t i = 0; i < n; i++) {
			bool runs = (w->layout & OFFICE_RUNS) && i == 0;

			buf_addf(&k->rows, "%s<t>%s", runs ? "<r>" : "", i ? "\n" : "");
			add_xml(&k->rows, lines[i]);
			buf_addf(&k->rows, "</t>%s", runs ? "</r>" : "");
		}
		buf_add(&k->rows, STR("</is></c>"));
	}
}

static void xlsx_merge(struct book *k, unsigned row, const struct sheet_cell *c)
{
	if (c->row_span < 2 && c->col_span < 2)
		return;
	buf_add(&k->merges, STR("<mergeCell ref=\""));
	xlsx_ref(&k->merges, row, c->col);
	buf_addc(&k->merges, ':');
	xlsx_ref(&k->merges, row + c->row_span - 1, c->col + c->col_span - 1);
	buf_add(&k->merges, STR("\"/>"));
	k->n_merges++;
}

static void xlsx_line(struct writer *w, struct book *k, struct str text)
{
	struct sheet_cell whole = { .row_span = 1, .col_span = 10 };

	buf_addf(&k->rows, "<row r=\"%u\">", k->n_rows + 1);
	xlsx_cell(w, k, 0, text, false);
	buf_add(&k->rows, STR("</row>"));
	xlsx_merge(k, k->n_rows, &whole);
	k->n_rows++;
}

static void xlsx_table(struct writer *w, struct book *k, const struct sheet *s)
{
	unsigned first = k->n_rows;

	for (size_t i = 0; i < s->n;) {
		size_t to = row_end(s, i);

		k->n_rows = first + s->cells[i].row;
		buf_addf(&k->rows, "<row r=\"%u\">", k->n_rows + 1);
		for (; i < to; i++) {
			xlsx_cell(w, k, s->cells[i].col, s->cells[i].text, !s->cells[i].is_value);
			xlsx_merge(k, k->n_rows, &s->cells[i]);
		}
		buf_add(&k->rows, STR("</row>"));
	}
	k->n_rows = first + s->rows;
}

static void xlsx_end_sheet(struct zip_write *z, struct book *k, unsigned number)
{
	struct buf xml;
	char name[64];

	buf_init(&xml, 64u << 20);
	snprintf(name, sizeof name, "xl/worksheets/sheet%u.xml", number);
	buf_add(&xml, STR("<worksheet><sheetData>"));
	buf_add(&xml, buf_str(&k->rows));
	buf_addf(&xml, "</sheetData><mergeCells count=\"%u\">", k->n_merges);
	buf_add(&xml, buf_str(&k->merges));
	buf_add(&xml, STR("</mergeCells></worksheet>"));
	zip_write_add(z, str_c(name), buf_str(&xml));
	buf_release(&xml);
	buf_clear(&k->rows);
	buf_clear(&k->merges);
	k->n_rows = k->n_merges = 0;
}

/* The parts that name the sheets. */
static void xlsx_parts(struct zip_write *z, unsigned n)
{
	struct buf book, rels;

	buf_init(&book, 1 << 16);
	buf_init(&rels, 1 << 16);
	buf_add(&book, STR("<workbook xmlns:r=\"r\"><sheets>"));
	buf_add(&rels, STR("<Relationships>"));
	for (unsigned i = 1; i <= n; i++) {
		buf_addf(&book, "<sheet name=\"Sheet%u\" sheetId=\"%u\" r:id=\"rId%u\"/>", i, i, i);
		buf_addf(&rels,
			 "<Relationship Id=\"rId%u\" Type=\"http://x/worksheet\" "
			 "Target=\"worksheets/sheet%u.xml\"/>",
			 i, i);
	}
	buf_add(&book, STR("</sheets></workbook>"));
	buf_add(&rels, STR("</Relationships>"));
	zip_write_add(z, STR("xl/_rels/workbook.xml.rels"), buf_str(&rels));
	zip_write_add(z, STR("xl/workbook.xml"), buf_str(&book));
	buf_release(&book);
	buf_release(&rels);
}

static void write_xlsx(struct buf *out, struct writer *w)
{
	struct zip_write z = { .out = out, .deflate = true };
	const struct gen_passage *p;
	struct book k = { 0 };
	unsigned n = 0;

	buf_init(&k.rows, 64u << 20);
	buf_init(&k.merges, 1u << 20);
	zip_write_add(&z, STR("[Content_Types].xml"), STR("<Types/>"));
	zip_write_add(&z, STR("xl/theme.xml"), STR("<theme/>"));
	for (size_t i = 0; (p = gen_passage_at(i)); i++) {
		struct sheet sheet = { 0 };

		xlsx_line(w, &k, str_c(p->text));
		if (p->table == TABLE__COUNT)
			continue;
		draw(&sheet, w, p->table);
		if (sheet.n)
			xlsx_table(w, &k, &sheet);
		if (w->layout & OFFICE_SHEETS)
			xlsx_end_sheet(&z, &k, ++n);
	}
	xlsx_end_sheet(&z, &k, ++n);
	xlsx_parts(&z, n);
	zip_write_end(&z);
	buf_release(&k.rows);
	buf_release(&k.merges);
}

/* Text in the charset of the font, or as \\uN with a character that stands for it. */
static void rtf_text(struct writer *w, struct str text)
{
	struct str gbk = charset_encode(text, "gbk", w->arena);

	if (w->layout & OFFICE_RUNS) {
		for (size_t at = 0; at < text.n;)
			buf_addf(w->out, "{\\lang2052 \\u%d ?}",
				 (int)(int16_t)utf8_next(text, &at));
		return;
	}
	for (size_t i = 0; i < gbk.n; i++) {
		unsigned char c = (unsigned char)gbk.p[i];

		buf_addf(w->out, c < 0x80 && c != '\\' && c != '{' && c != '}' ? "%c" : "\\'%02x",
			 c);
	}
}

static void rtf_cell_def(struct writer *w, const struct sheet_cell *c, bool is_first)
{
	if (c->row_span > 1)
		buf_addf(w->out, "%s", is_first ? "\\clvmgf" : "\\clvmrg");
	buf_addf(w->out, "\\clvertalc\\cellx%u", 1000 * (c->col + c->col_span));
}

/* Cells of a row and those above that reach into it, in order. */
static size_t rtf_row_cells(const struct sheet_cell *out[64], const struct sheet *s, unsigned row)
{
	size_t n = 0;

	for (unsigned col = 0; col < s->cols; col++)
		for (size_t i = 0; i < s->n; i++) {
			const struct sheet_cell *c = &s->cells[i];

			if (c->col == col && c->row <= row && row < c->row + c->row_span && n < 64)
				out[n++] = c;
		}
	return n;
}

static void rtf_table(struct writer *w, const struct sheet *s)
{
	for (unsigned row = 0; row < s->rows; row++) {
		const struct sheet_cell *cells[64];
		size_t n = rtf_row_cells(cells, s, row);

		buf_add(w->out, STR("\\trowd\\trgaph108\\trleft0\n"));
		for (size_t i = 0; i < n; i++)
			rtf_cell_def(w, cells[i], cells[i]->row == row);
		for (size_t i = 0; i < n; i++) {
			struct str lines[8];
			size_t n_lines = cells[i]->row != row ? 0
							      : split(lines, w, cells[i]->text,
								      !cells[i]->is_value);

			buf_add(w->out, STR("\n\\pard\\intbl\\qc "));
			for (size_t k = 0; k < n_lines; k++) {
				buf_addf(w->out, "%s", k ? "\\par " : "");
				rtf_text(w, lines[k]);
			}
			buf_add(w->out, STR("\\cell"));
		}
		buf_add(w->out, STR("\\row\n"));
	}
	buf_add(w->out, STR("\\pard\\par\n"));
}

static void write_rtf(struct writer *w)
{
	const struct gen_passage *p;

	buf_add(w->out, STR("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}"
			    "{\\info{\\author x}}{\\*\\generator x;}\n"));
	for (size_t i = 0; (p = gen_passage_at(i)); i++) {
		struct sheet sheet = { 0 };

		buf_add(w->out, STR("\\pard "));
		rtf_text(w, str_c(p->text));
		buf_add(w->out, STR("\\par\n"));
		if (p->table == TABLE__COUNT)
			continue;
		draw(&sheet, w, p->table);
		if (sheet.n)
			rtf_table(w, &sheet);
	}
	buf_add(w->out, STR("}"));
}

static void base64(struct buf *out, struct str bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";

	for (size_t i = 0; i < bytes.n; i += 3) {
		unsigned x = 0;

		for (size_t k = 0; k < 3; k++)
			x = x << 8 | (i + k < bytes.n ? (unsigned char)bytes.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_addc(out, i + k > bytes.n ? '=' : digits[x >> (18 - 6 * k) & 63]);
		if (i % 57 == 54)
			buf_add(out, STR("\r\n"));
	}
}

static void quoted_printable(struct buf *out, struct str bytes)
{
	size_t width = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];

		if (c == '\n') {
			buf_add(out, STR("\r\n"));
			width = 0;
			continue;
		}
		if (width >= 72) {
			buf_add(out, STR("=\r\n"));
			width = 0;
		}
		buf_addf(out, c >= 0x80 || c == '=' ? "=%02X" : "%c", c);
		width += c >= 0x80 || c == '=' ? 3 : 1;
	}
}

/* A page as browsers and Word save it: one file of several parts. */
static void write_mhtml(struct writer *w)
{
	struct gen_shape_how how = *w->how;
	struct buf html;

	buf_init(&html, 16u << 20);
	how.shape = SHAPE_HTML_WORD;
	gen_shape(&html, w->truth, &how, w->arena);
	buf_add(w->out, STR("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
			    "\tboundary=\"----=_Part 1\"\r\n\r\nThis is a page.\r\n\r\n"
			    "------=_Part 1\r\nContent-Type: text/html; charset=\"utf-8\"\r\n"));
	if (w->layout & OFFICE_RUNS) {
		buf_add(w->out, STR("Content-Transfer-Encoding: base64\r\n\r\n"));
		base64(w->out, buf_str(&html));
	} else {
		buf_add(w->out, STR("Content-Transfer-Encoding: quoted-printable\r\n\r\n"));
		quoted_printable(w->out, buf_str(&html));
	}
	buf_add(w->out, STR("\r\n------=_Part 1\r\nContent-Type: image/png\r\n"
			    "Content-Location: file:///C:/a.png\r\n\r\nxx\r\n"
			    "------=_Part 1--\r\n"));
	buf_release(&html);
}

/* A report and a letter that goes with it. */
static void write_zip(struct buf *out, struct writer *w)
{
	struct zip_write z = { .out = out, .deflate = true };
	struct buf docx;

	buf_init(&docx, 16u << 20);
	write_docx(&docx, w);
	zip_write_add(&z, STR("说明.txt"), STR("二、行政许可 12\n"));
	zip_write_add(&z, STR("2023年政府信息公开工作年度报告.docx"), buf_str(&docx));
	zip_write_end(&z);
	buf_release(&docx);
}

void gen_office(struct buf *out, struct gen_truth *truth, enum office_kind kind, unsigned layout,
		const struct gen_shape_how *how, struct arena *arena)
{
	struct writer w = {
		.out = out, .layout = layout, .how = how, .truth = truth, .arena = arena
	};

	memset(truth, 0, sizeof *truth);
	switch (kind) {
	case OFFICE_DOCX:
		write_docx(out, &w);
		break;
	case OFFICE_XLSX:
		write_xlsx(out, &w);
		break;
	case OFFICE_RTF:
		write_rtf(&w);
		break;
	case OFFICE_MHTML:
		write_mhtml(&w);
		break;
	case OFFICE_OFD:
		gen_ofd(out, truth, how, arena);
		break;
	case OFFICE_ZIP:
		write_zip(out, &w);
		break;
	case OFFICE__COUNT:
		break;
	}
}
