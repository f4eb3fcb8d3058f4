/* Files of Word and Excel since 2007: XML parts in a zip archive. */
#include <stdio.h>

#include "tests/gen/zip_write.h"
#include "tests/portal/paper.h"

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE   "http://schemas.openxmlformats.org/package/2006/"
#define MAIN(x)   "application/vnd.openxmlformats-officedocument." x "+xml"
#define XML       "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

enum { MAX_BYTES = 16 << 20 };

static void put_types(struct zip_write *z, const char *part, const char *type)
{
	struct buf xml;

	buf_init(&xml, MAX_BYTES);
	buf_addf(&xml,
		 XML "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"rels\" "
		     "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
		     "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		     "<Override PartName=\"/%s\" ContentType=\"%s\"/></Types>",
		 part, type);
	zip_write_add(z, STR("[Content_Types].xml"), buf_str(&xml));
	buf_clear(&xml);
	buf_addf(&xml,
		 XML "<Relationships xmlns=\"" PACKAGE
		     "relationships\"><Relationship Id=\"rId1\" Type=\"" RELATIONS
		     "/officeDocument\" Target=\"%s\"/></Relationships>",
		 part);
	zip_write_add(z, STR("_rels/.rels"), buf_str(&xml));
	buf_release(&xml);
}

/* Text in paragraphs, one for each line. */
static void word_paragraphs(struct buf *out, struct str text)
{
	for (;;) {
		size_t end = str_find(text, STR("\n"), 0);

		buf_add(out, STR("<w:p><w:r><w:t xml:space=\"preserve\">"));
		html_text(out, str_sub(text, 0, end));
		buf_add(out, STR("</w:t></w:r></w:p>"));
		if (end == STR_NONE)
			return;
		text = str_sub(text, end + 1, text.n);
	}
}

/* Each row has a cell for each that reaches into it. */
static void word_table(struct buf *out, const struct table *t)
{
	struct paper_grid g;

	paper_grid(&g, t);
	buf_add(out, STR("<w:tbl>"));
	for (unsigned row = 0; row < g.rows; row++) {
		buf_add(out, STR("<w:tr>"));
		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			const struct table_cell *c = paper_cell(t, &g, row, col);
			bool goes_on = paper_goes_on(&g, row, col);

			buf_addf(out, "<w:tc><w:tcPr><w:gridSpan w:val=\"%u\"/>%s</w:tcPr>",
				 c->cols,
				 goes_on       ? "<w:vMerge/>"
				 : c->rows > 1 ? "<w:vMerge w:val=\"restart\"/>"
					       : "");
			word_paragraphs(out, goes_on ? STR("") : c->text);
			buf_add(out, STR("</w:tc>"));
			col += c->cols;
		}
		buf_add(out, STR("</w:tr>"));
	}
	buf_add(out, STR("</w:tbl>"));
}

void file_docx(struct buf *out, const struct paper *p)
{
	struct zip_write z = { .out = out, .deflate = true };
	struct buf xml;

	buf_init(&xml, MAX_BYTES);
	buf_add(&xml, STR(XML "<w:document xmlns:w=\"http://schemas.openxmlformats.org/"
			      "wordprocessingml/2006/main\"><w:body>"));
	for (size_t i = 0; i < p->n; i++)
		if (p->parts[i].table)
			word_table(&xml, p->parts[i].table);
		else
			word_paragraphs(&xml, p->parts[i].text);
	buf_add(&xml, STR("</w:body></w:document>"));
	put_types(&z, "word/document.xml", MAIN("wordprocessingml.document.main"));
	zip_write_add(&z, STR("word/document.xml"), buf_str(&xml));
	zip_write_end(&z);
	buf_release(&xml);
}

/* No form is wider than the alphabet. */
static char letter(unsigned col)
{
	return (char)('A' + col);
}

static void cell(struct buf *out, unsigned row, unsigned col, struct str text)
{
	buf_addf(out, "<c r=\"%c%u\" t=\"inlineStr\"><is><t>", letter(col), row + 1);
	html_text(out, text);
	buf_add(out, STR("</t></is></c>"));
}

/* Each cell on its first place, merges named after the data. */
static void sheet(struct buf *out, const struct table *t)
{
	struct paper_grid g;
	struct buf merges;

	paper_grid(&g, t);
	buf_init(&merges, MAX_BYTES);
	buf_add(out, STR(XML "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/"
			     "2006/main\"><sheetData>"));
	for (unsigned row = 0; row < g.rows; row++) {
		buf_addf(out, "<row r=\"%u\">", row + 1);
		for (unsigned col = 0; col < g.cols && g.at[row][col];) {
			const struct table_cell *c = paper_cell(t, &g, row, col);

			if (!paper_goes_on(&g, row, col)) {
				cell(out, row, col, c->text);
				if (c->rows > 1 || c->cols > 1)
					buf_addf(&merges, "<mergeCell ref=\"%c%u:%c%u\"/>",
						 letter(col), row + 1, letter(col + c->cols - 1),
						 row + c->rows);
			}
			col += c->cols;
		}
		buf_add(out, STR("</row>"));
	}
	buf_add(out, STR("</sheetData><mergeCells>"));
	buf_add(out, buf_str(&merges));
	buf_add(out, STR("</mergeCells></worksheet>"));
	buf_release(&merges);
}

void file_xlsx(struct buf *out, const struct paper *p)
{
	struct zip_write z = { .out = out, .deflate = true };
	struct buf xml, book, relations;
	struct str name = STR("Sheet");
	unsigned n = 0;
	char part[64];

	buf_init(&xml, MAX_BYTES);
	buf_init(&book, MAX_BYTES);
	buf_init(&relations, MAX_BYTES);
	put_types(&z, "xl/workbook.xml", MAIN("spreadsheetml.sheet.main"));
	buf_add(&book, STR(XML "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/"
			       "2006/main\" xmlns:r=\"" RELATIONS "\"><sheets>"));
	buf_add(&relations, STR(XML "<Relationships xmlns=\"" PACKAGE "relationships\">"));
	for (size_t i = 0; i < p->n; i++) {
		if (!p->parts[i].table) {
			name = p->parts[i].text;
			continue;
		}
		n++;
		buf_clear(&xml);
		sheet(&xml, p->parts[i].table);
		(void)snprintf(part, sizeof(part), "xl/worksheets/sheet%u.xml", n);
		zip_write_add(&z, str_c(part), buf_str(&xml));
		buf_addf(&book, "<sheet name=\"%.*s\" sheetId=\"%u\" r:id=\"rId%u\"/>",
			 STR_ARG(name), n, n);
		buf_addf(&relations,
			 "<Relationship Id=\"rId%u\" Type=\"" RELATIONS
			 "/worksheet\" Target=\"worksheets/sheet%u.xml\"/>",
			 n, n);
	}
	buf_add(&book, STR("</sheets></workbook>"));
	buf_add(&relations, STR("</Relationships>"));
	zip_write_add(&z, STR("xl/workbook.xml"), buf_str(&book));
	zip_write_add(&z, STR("xl/_rels/workbook.xml.rels"), buf_str(&relations));
	zip_write_end(&z);
	buf_release(&xml);
	buf_release(&book);
	buf_release(&relations);
}

void file_zip(struct buf *out, const struct paper *p)
{
	struct zip_write z = { .out = out, .deflate = true };
	struct buf xlsx;

	buf_init(&xlsx, MAX_BYTES);
	file_xlsx(&xlsx, p);
	zip_write_add(&z, STR("说明.txt"), STR("统计表见附件。模拟数据\r\n"));
	zip_write_add(&z, STR("政府信息公开情况统计表.xlsx"), buf_str(&xlsx));
	zip_write_end(&z);
	buf_release(&xlsx);
}
