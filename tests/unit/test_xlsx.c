/* Excel 2007 workbooks: what each piece of SpreadsheetML becomes on the page. */
#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "extract/xlsx_sheet.h"
#include "tests/gen/zip_write.h"

#define N(ref, value)      "<c r=\"" ref "\"><v>" value "</v></c>"
#define S(ref, i)          "<c r=\"" ref "\" t=\"s\"><v>" i "</v></c>"
#define BODY(rows)         "<worksheet><sheetData>" rows "</sheetData>"
#define SHEET(rows)        BODY(rows) "</worksheet>"
#define MERGED(rows, refs) BODY(rows) "<mergeCells>" refs "</mergeCells></worksheet>"
#define M(ref)             "<mergeCell ref=\"" ref "\"/>"

static const char strings[] = "<sst><si><t>甲</t></si><si><r><t>结果</t></r><r><t>&#10;纠正</t></r>"
			      "<rPh sb=\"0\" eb=\"1\"><t>jie</t></rPh></si></sst>";

static const struct {
	const char *name, *sheet, *want;
} cases[] = {
	{ "figures and shared strings",
	  SHEET("<row r=\"1\">" S("A1", "0") N("B1", "12") "</row><row r=\"2\">" S("A2", "1")
			N("B2", "0") "</row>"),
	  "grid 1: 2 x 2\n  |甲|12|\n  |结果\\n纠正|0|\n" },
	{ "figures as General shows them",
	  SHEET("<row>" N("A1", "0.30000000000000004") N("B1", "3E1") N("C1", "-2")
			N("D1", "12.50") "</row>"),
	  "grid 1: 1 x 4\n  |0.3|30|-2|12.5|\n" },
	{ "text in the cell, results of formulas, truth values, errors",
	  SHEET("<row><c r=\"A1\" t=\"inlineStr\"><is><t>甲</t></is></c><c r=\"B1\" t=\"str\">"
		"<f>A1</f><v>乙</v></c><c r=\"C1\" t=\"b\"><v>1</v></c><c r=\"D1\" t=\"e\">"
		"<v>#REF!</v></c></row>"),
	  "grid 1: 1 x 4\n  |甲|乙|TRUE|#REF!|\n" },
	{ "places without a cell are blank cells, empty edges are left out",
	  SHEET("<row r=\"3\">" N("C3", "1") "<c r=\"H3\" s=\"4\"/></row><row r=\"4\">" N(
		  "D4", "2") "</row>"),
	  "grid 1: 2 x 2\n  |1||\n  ||2|\n" },
	{ "cells and rows without a reference follow one another",
	  SHEET("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
	  "grid 1: 2 x 2\n  |1|2|\n  |3||\n" },
	{ "merged cells are spans, to the right and below of what is written",
	  MERGED("<row r=\"1\">" S("A1", "0") N("C1", "1") "</row><row r=\"2\">" N("C2", "2")
			 N("D2", "5") "</row>",
		 M("A1:B2")),
	  "grid 1: 2 x 3\n  |甲|1||\n  |'|2|5|\n" },
	{ "hidden rows and columns are not shown",
	  "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>"
	  "<row r=\"1\">" S("A1", "0") N("B1", "7")
		  N("D1", "1") "</row>"
			       "<row r=\"2\" hidden=\"1\">" S("A2", "0")
				       N("D2", "8") "</row>"
						    "<row r=\"3\">" S("A3", "0") N("C3", "9")
							    N("D3",
							      "2") "</row></sheetData></worksheet>",
	  "grid 1: 2 x 2\n  |甲|1|\n  |甲|2|\n" },
	{ "what merged cells begin in a hidden row stands where they are shown",
	  MERGED("<row r=\"1\" hidden=\"true\">" S("A1", "0") N("B1", "7") "</row><row r=\"2\">" N(
			 "B2", "1") "</row><row r=\"3\">" N("B3", "2") "</row>",
		 M("A1:A3")),
	  "grid 1: 2 x 2\n  |甲|1|\n  |'|2|\n" },
	{ "merged cells that are hidden altogether are gone",
	  MERGED("<row r=\"1\" hidden=\"1\">" S("A1", "0") "</row><row r=\"2\">" N("A2", "5")
			 N("B2", "1") "</row>",
		 M("A1:B1")),
	  "grid 1: 1 x 2\n  |5|1|\n" },
	{ "merged cells that overlap: the first has the places",
	  MERGED("<row r=\"1\">" S("A1", "0") N("C1", "1") "</row>", M("A1:B1") M("B1:C1")),
	  "grid 1: 1 x 2\n  |甲|1|\n" },
	{ "a shared string that there is not is a blank cell",
	  SHEET("<row>" S("A1", "9") N("B1", "1") "</row>"), "grid 1: 1 x 1\n  |1|\n" },
	{ "lines across the sheet above and below a table are paragraphs",
	  MERGED("<row r=\"1\">" S("A1", "0") "</row><row r=\"2\">" N("A2", "1") N("B2", "2")
			 N("C2", "3") "</row><row r=\"3\">" S("A3", "0") "</row>",
		 M("A1:C1") M("A3:C3")),
	  "p: 甲\ngrid 1: 1 x 3\n  |1|2|3|\np: 甲\n" },
	{ "a wide cell with another beside it is no line",
	  MERGED("<row r=\"1\">" S("A1", "0") N("D1", "9") "</row><row r=\"2\">" N("A2", "1")
			 N("B2", "2") N("C2", "3") N("D2", "4") "</row>",
		 M("A1:C1")),
	  "grid 1: 2 x 4\n  |甲|'|'|9|\n  |1|2|3|4|\n" },
	{ "a line across the sheet inside a table is a row of it",
	  MERGED("<row r=\"1\">" N("A1", "1") N("B1", "2") "</row><row r=\"2\">" S(
			 "A2", "0") "</row><row r=\"3\">" N("A3", "3") N("B3", "4") "</row>",
		 M("A2:B2")),
	  "grid 1: 3 x 2\n  |1|2|\n  |甲|'|\n  |3|4|\n" },
	{ "two empty rows part tables",
	  SHEET("<row r=\"1\">" N("A1", "1") N("B1", "2") "</row><row r=\"4\">" N("A4", "3")
			N("B4", "4") "</row>"),
	  "grid 1: 1 x 2\n  |1|2|\ngrid 2: 1 x 2\n  |3|4|\n" },
	{ "nothing written", SHEET("<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>"), "" },
};

static int read_xlsx(struct buf *got, const char *sheet, struct arena *arena, struct err *e)
{
	static const struct doc_hint none;
	static const char book[] =
		"<workbook xmlns:r=\"r\"><sheets><sheet name=\"Sheet1\" r:id=\"rId1\"/>"
		"<sheet name=\"底稿\" state=\"hidden\" r:id=\"rId2\"/></sheets></workbook>";
	static const char rels[] =
		"<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" "
		"Target=\"/xl/worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" "
		"Type=\"x/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>";
	struct buf file;
	struct zip_write z = { .out = &file, .deflate = true };
	struct doc doc;
	struct page page;
	int rc;

	buf_init(&file, 1 << 24);
	zip_write_add(&z, STR("[Content_Types].xml"), STR("<Types/>"));
	zip_write_add(&z, STR("xl/workbook.xml"), str_c(book));
	zip_write_add(&z, STR("xl/_rels/workbook.xml.rels"), str_c(rels));
	zip_write_add(&z, STR("xl/sharedStrings.xml"), str_c(strings));
	zip_write_add(&z, STR("xl/worksheets/sheet1.xml"), str_c(sheet));
	zip_write_add(&z, STR("xl/worksheets/sheet2.xml"), str_c(cases[0].sheet));
	zip_write_end(&z);
	assert_int_equal(doc_open(&doc, buf_str(&file), &none, arena, e), 0);
	assert_string_equal(doc.format->name, "xlsx");
	rc = doc.format->extract(&page, &doc, arena, e);
	buf_release(&file);
	if (rc == 0)
		page_print(got, &page);
	return rc;
}

static void test_xlsx(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;

		print_message("  case: %s\n", cases[i].name);
		buf_init(&got, 1 << 16);
		assert_int_equal(read_xlsx(&got, cases[i].sheet, &arena, &e), 0);
		/* Behind the grid stands the hidden sheet's name, and nothing of what is in it. */
		assert_true(str_starts(buf_str(&got), str_c(cases[i].want)));
		assert_true(str_ends(buf_str(&got), STR("底稿\n")));
		assert_true(got.n < strlen(cases[i].want) + 60);
		buf_release(&got);
		arena_release(&arena);
	}
}

static const struct {
	const char *name, *sheet;
	enum err_code code;
	const char *says;
} refused[] = {
	{ "a sheet with too many rows",
	  SHEET("<row r=\"1\">" N("A1", "1") "</row><row r=\"5000\">" N("A5000", "1") "</row>"),
	  ERR_LIMIT, "sheet of 5000 x 1 cells" },
	{ "a sheet with too many columns",
	  SHEET("<row r=\"1\">" N("A1", "1") N("XFD1", "1") "</row>"), ERR_LIMIT,
	  "1 x 16384 cells" },
	{ "a sheet that is cut short", "<worksheet><sheetData><row>", ERR_FORMAT,
	  "xl/worksheets/sheet1.xml" },
	{ "a document type declaration", "<!DOCTYPE x><worksheet/>", ERR_FORMAT,
	  "document type declaration" },
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(refused); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;

		print_message("  case: %s\n", refused[i].name);
		buf_init(&got, 1 << 16);
		assert_int_equal(read_xlsx(&got, refused[i].sheet, &arena, &e), -1);
		assert_int_equal(e.code, refused[i].code);
		assert_non_null(strstr(e.msg, refused[i].says));
		buf_release(&got);
		arena_release(&arena);
	}
}

static void test_number(void **state)
{
	static const struct {
		const char *written, *shown;
	} numbers[] = {
		{ "12", "12" },       { "0012", "0012" },    { "1.1000000000000001", "1.1" },
		{ "1e3", "1000" },    { "1.5E-2", "0.015" }, { "-0.5", "-0.5" },
		{ "", "" },           { "x", "x" },          { "12345678901234", "12345678901234" },
		{ "1e300", "1e300" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(numbers); i++) {
		struct str got = xlsx_number(str_c(numbers[i].written), &arena);

		assert_true(str_eq(got, str_c(numbers[i].shown)));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xlsx),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_number),
	};

	return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}
