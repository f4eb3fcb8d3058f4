#include "tests/portal/files.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

#include "base/attrs.h"

#include "tests/portal/figures.h"
#include "tests/portal/table.h"

static void be32(struct buf *out, uint32_t x)
{
	for (int i = 24; i >= 0; i -= 8)
		buf_addc(out, (char)(x >> i & 0xff));
}

static void le(struct buf *out, uint32_t x, unsigned n_bytes)
{
	for (unsigned i = 0; i < n_bytes; i++)
		buf_addc(out, (char)(x >> (8 * i) & 0xff));
}

static uint32_t crc_of(struct str s)
{
	return (uint32_t)crc32(0, (const unsigned char *)s.p, (uInt)s.n);
}

static void chunk(struct buf *out, const char *type, struct str data)
{
	size_t start;

	be32(out, (uint32_t)data.n);
	start = out->n;
	buf_add(out, str_c(type));
	buf_add(out, data);
	be32(out, crc_of(str_sub(buf_str(out), start, out->n)));
}

void files_png(struct buf *out, unsigned width, unsigned height)
{
	struct buf pixels, packed, header;
	uLongf n;

	buf_init(&pixels, 16u << 20);
	buf_init(&packed, 16u << 20);
	buf_init(&header, 64);
	for (unsigned y = 0; y < height; y++) {
		buf_addc(&pixels, 0);
		for (unsigned x = 0; x < width; x++)
			buf_addc(&pixels, x % 62 == 0 || y % 26 == 0 ? 0 : (char)0xff);
	}
	n = compressBound((uLong)pixels.n);
	for (uLongf i = 0; i < n; i++)
		buf_addc(&packed, 0);
	if (compress((unsigned char *)packed.p, &n, (const unsigned char *)pixels.p,
		     (uLong)pixels.n) != Z_OK)
		n = 0;
	be32(&header, width);
	be32(&header, height);
	buf_add(&header, (struct str){ "\x08\x00\x00\x00\x00", 5 });
	buf_add(out, (struct str){ "\x89PNG\r\n\x1a\n", 8 });
	chunk(out, "IHDR", buf_str(&header));
	chunk(out, "IDAT", (struct str){ packed.p, n });
	chunk(out, "IEND", (struct str){ "", 0 });
	buf_release(&pixels);
	buf_release(&packed);
	buf_release(&header);
}

void files_pdf(struct buf *out)
{
	static const char *const objects[] = {
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
		"/Resources<</Font<</F1 5 0 R>>>>>>",
		"<</Length 58>>stream\nBT /F1 14 Tf 72 760 Td (simulated: no figures in here.) Tj "
		"ET     "
		"\nendstream",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	};
	size_t at[countof(objects)], xref;

	buf_add(out, STR("%PDF-1.4\n"));
	for (size_t i = 0; i < countof(objects); i++) {
		at[i] = out->n;
		buf_addf(out, "%zu 0 obj\n%s\nendobj\n", i + 1, objects[i]);
	}
	xref = out->n;
	buf_addf(out, "xref\n0 %zu\n0000000000 65535 f \n", countof(objects) + 1);
	for (size_t i = 0; i < countof(objects); i++)
		buf_addf(out, "%010zu 00000 n \n", at[i]);
	buf_addf(out, "trailer<</Size %zu/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
		 countof(objects) + 1, xref);
}

#define ZIP_MAX 16

/* A zip archive in the making, members stored. */
struct zip {
	struct buf *out;
	struct buf directory;
	unsigned n;
};

static void zip_fields(struct buf *b, struct str name, struct str data)
{
	le(b, 20, 2);     /* version needed */
	le(b, 0, 2);      /* flags */
	le(b, 0, 2);      /* stored */
	le(b, 0, 2);      /* time */
	le(b, 0x5821, 2); /* 2024-01-01 */
	le(b, crc_of(data), 4);
	le(b, (uint32_t)data.n, 4);
	le(b, (uint32_t)data.n, 4);
	le(b, (uint32_t)name.n, 2);
	le(b, 0, 2);
}

static void zip_add(struct zip *z, const char *name, struct str data)
{
	uint32_t at = (uint32_t)z->out->n;

	assert(z->n < ZIP_MAX);
	buf_add(z->out, (struct str){ "PK\x03\x04", 4 });
	zip_fields(z->out, str_c(name), data);
	buf_add(z->out, str_c(name));
	buf_add(z->out, data);
	buf_add(&z->directory, (struct str){ "PK\x01\x02", 4 });
	le(&z->directory, 20, 2); /* version made by */
	zip_fields(&z->directory, str_c(name), data);
	le(&z->directory, 0, 2); /* comment */
	le(&z->directory, 0, 2); /* disk */
	le(&z->directory, 0, 2);
	le(&z->directory, 0, 4);
	le(&z->directory, at, 4);
	buf_add(&z->directory, str_c(name));
	z->n++;
}

static void zip_end(struct zip *z)
{
	uint32_t at = (uint32_t)z->out->n;

	buf_add(z->out, buf_str(&z->directory));
	buf_add(z->out, (struct str){ "PK\x05\x06", 4 });
	le(z->out, 0, 4);
	le(z->out, z->n, 2);
	le(z->out, z->n, 2);
	le(z->out, (uint32_t)z->directory.n, 4);
	le(z->out, at, 4);
	le(z->out, 0, 2);
	buf_release(&z->directory);
}

static void column_letters(char out[4], unsigned col)
{
	out[0] = (char)('A' + col % 26); /* no form is wider than 26 */
	out[1] = '\0';
}

#define SHEET_ROWS 40
#define SHEET_COLS 16

/* The table's cells, spans resolved to their first place, merges named after the data. */
static void sheet(struct buf *out, const struct table *t)
{
	bool taken[SHEET_ROWS][SHEET_COLS] = { { false } };
	struct buf merges;
	unsigned row = 0, col = 0;
	char from[4], to[4];

	buf_init(&merges, 1u << 16);
	buf_add(out,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"http://schemas."
		    "openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"));
	for (size_t i = 0; i < t->n; i++) {
		const struct table_cell *c = &t->cells[i];

		if (c->starts_row) {
			buf_addf(out, "%s<row r=\"%u\">", i ? "</row>" : "", ++row);
			col = 0;
		}
		while (col < SHEET_COLS && taken[row - 1][col])
			col++;
		if (row > SHEET_ROWS || col + c->cols > SHEET_COLS)
			break;
		for (unsigned y = 0; y < c->rows && row - 1 + y < SHEET_ROWS; y++)
			for (unsigned x = 0; x < c->cols; x++)
				taken[row - 1 + y][col + x] = true;
		column_letters(from, col);
		column_letters(to, col + c->cols - 1);
		buf_addf(out, "<c r=\"%s%u\" t=\"inlineStr\"><is><t>", from, row);
		html_text(out, c->text);
		buf_add(out, STR("</t></is></c>"));
		if (c->rows > 1 || c->cols > 1)
			buf_addf(&merges, "<mergeCell ref=\"%s%u:%s%u\"/>", from, row, to,
				 row + c->rows - 1);
	}
	buf_addf(out, "%s</sheetData><mergeCells>", row ? "</row>" : "");
	buf_add(out, buf_str(&merges));
	buf_add(out, STR("</mergeCells></worksheet>"));
	buf_release(&merges);
}

static const char content_types[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"rels\" "
	"ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
	"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
	"<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
	"<Override PartName=\"/xl/worksheets/sheet3.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>";

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static const char top_relations[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" RELATIONS
	"/officeDocument\" Target=\"xl/workbook.xml\"/>"
	"</Relationships>";

static const char word_types[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"rels\" "
	"ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	"<Override PartName=\"/word/document.xml\" ContentType=\"application/"
	"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

static const char word_relations[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" RELATIONS
	"/officeDocument\" Target=\"word/document.xml\"/>"
	"</Relationships>";

static const char workbook[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
	"xmlns:r=\"" RELATIONS "\"><sheets><sheet name=\"主动公开\" sheetId=\"1\" r:id=\"rId1\"/>"
	"<sheet name=\"依申请公开\" sheetId=\"2\" r:id=\"rId2\"/>"
	"<sheet name=\"复议诉讼\" sheetId=\"3\" r:id=\"rId3\"/></sheets></workbook>";

static const char sheet_relations[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"" RELATIONS
	"/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
	"<Relationship Id=\"rId2\" Type=\"" RELATIONS
	"/worksheet\" Target=\"worksheets/sheet2.xml\"/>"
	"<Relationship Id=\"rId3\" Type=\"" RELATIONS
	"/worksheet\" Target=\"worksheets/sheet3.xml\"/></Relationships>";

void files_xlsx(struct buf *out, const struct world *w, const struct document *d)
{
	static const char *const names[DOCUMENT_TABLES] = { "xl/worksheets/sheet1.xml",
							    "xl/worksheets/sheet2.xml",
							    "xl/worksheets/sheet3.xml" };
	struct arena arena = { 0 };
	struct report *figures = ARENA_NEW(&arena, struct report, 1);
	struct zip z = { .out = out };
	struct buf xml;

	buf_init(&z.directory, 1u << 16);
	buf_init(&xml, 1u << 20);
	figures_draw(figures, w, d, &arena);
	zip_add(&z, "[Content_Types].xml", str_c(content_types));
	zip_add(&z, "_rels/.rels", str_c(top_relations));
	zip_add(&z, "xl/workbook.xml", str_c(workbook));
	zip_add(&z, "xl/_rels/workbook.xml.rels", str_c(sheet_relations));
	for (size_t i = 0; i < DOCUMENT_TABLES; i++) {
		struct table t;

		buf_clear(&xml);
		table_build(&t, figures_form(d->year), figures_table(i), figures, &arena);
		sheet(&xml, &t);
		zip_add(&z, names[i], buf_str(&xml));
	}
	zip_end(&z);
	buf_release(&xml);
	arena_release(&arena);
}

/* Which cell of the table lies on each place; 0: none, else one more than its index. */
static unsigned lay_out(size_t at[SHEET_ROWS][SHEET_COLS], const struct table *t)
{
	unsigned row = 0, col = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct table_cell *c = &t->cells[i];

		if (c->starts_row) {
			row++;
			col = 0;
		}
		while (col < SHEET_COLS && at[row - 1][col])
			col++;
		if (row > SHEET_ROWS || col + c->cols > SHEET_COLS)
			return row - 1;
		for (unsigned y = 0; y < c->rows && row - 1 + y < SHEET_ROWS; y++)
			for (unsigned x = 0; x < c->cols; x++)
				at[row - 1 + y][col + x] = i + 1;
	}
	return row;
}

/* A table as Word has it: each row has a cell for each that reaches into it. */
static void word_table(struct buf *out, const struct table *t)
{
	size_t at[SHEET_ROWS][SHEET_COLS] = { { 0 } };
	unsigned n_rows = lay_out(at, t);

	buf_add(out, STR("<w:tbl>"));
	for (unsigned row = 0; row < n_rows; row++) {
		buf_add(out, STR("<w:tr>"));
		for (unsigned col = 0; col < SHEET_COLS && at[row][col];) {
			const struct table_cell *c = &t->cells[at[row][col] - 1];
			bool goes_on = row && at[row - 1][col] == at[row][col];

			buf_addf(out,
				 "<w:tc><w:tcPr><w:gridSpan "
				 "w:val=\"%u\"/>%s</w:tcPr><w:p><w:r><w:t>",
				 c->cols,
				 goes_on       ? "<w:vMerge/>"
				 : c->rows > 1 ? "<w:vMerge w:val=\"restart\"/>"
					       : "");
			if (!goes_on)
				html_text(out, c->text);
			buf_add(out, STR("</w:t></w:r></w:p></w:tc>"));
			col += c->cols;
		}
		buf_add(out, STR("</w:tr>"));
	}
	buf_add(out, STR("</w:tbl>"));
}

static void word_line(struct buf *out, struct str text)
{
	buf_add(out, STR("<w:p><w:r><w:t>"));
	html_text(out, text);
	buf_add(out, STR("</w:t></w:r></w:p>"));
}

void files_docx(struct buf *out, const struct world *w, const struct document *d)
{
	static const char *const captions[DOCUMENT_TABLES] = {
		"主动公开政府信息情况", "收到和处理政府信息公开申请情况",
		"政府信息公开行政复议、行政诉讼情况"
	};
	struct arena arena = { 0 };
	struct report *figures = ARENA_NEW(&arena, struct report, 1);
	struct zip z = { .out = out };
	struct buf xml;

	buf_init(&z.directory, 1u << 16);
	buf_init(&xml, 1u << 20);
	figures_draw(figures, w, d, &arena);
	zip_add(&z, "[Content_Types].xml", str_c(word_types));
	zip_add(&z, "_rels/.rels", str_c(word_relations));
	buf_add(&xml,
		STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document xmlns:w=\"http://"
		    "schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"));
	for (size_t i = 0; i < DOCUMENT_TABLES; i++) {
		struct table t;

		word_line(&xml, str_c(captions[i]));
		table_build(&t, figures_form(d->year), figures_table(i), figures, &arena);
		word_table(&xml, &t);
	}
	buf_add(&xml, STR("</w:body></w:document>"));
	zip_add(&z, "word/document.xml", buf_str(&xml));
	zip_end(&z);
	buf_release(&xml);
	arena_release(&arena);
}

bool files_are_read(const char *extension)
{
	return extension && strcmp(extension, "pdf") != 0;
}

void files_gzip_zeros(struct buf *out, size_t n)
{
	static const unsigned char zeros[1 << 16];
	unsigned char packed[1 << 14];
	z_stream z = { 0 };
	int rc = deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);

	if (rc != Z_OK)
		return;
	for (size_t done = 0; rc != Z_STREAM_END;) {
		size_t part = n - done < sizeof(zeros) ? n - done : sizeof(zeros);

		z.next_in = (z_const Bytef *)(uintptr_t)zeros;
		z.avail_in = (uInt)part;
		done += part;
		do {
			z.next_out = packed;
			z.avail_out = sizeof(packed);
			rc = deflate(&z, done == n ? Z_FINISH : Z_NO_FLUSH);
			buf_add(out,
				(struct str){ (const char *)packed, sizeof(packed) - z.avail_out });
		} while (z.avail_out == 0);
	}
	(void)deflateEnd(&z);
}
