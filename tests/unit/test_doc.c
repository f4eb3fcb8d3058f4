/* What bytes are taken for, and plain text as a format. */
#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"

static const struct {
	const char *name;
	struct str bytes;
	const char *format; /* NULL: refused */
	const char *says;   /* part of the error's message */
} cases[] = {
	{ "a page", STR_INIT("<!DOCTYPE html><html><body>x"), "html", NULL },
	{ "a page behind a comment", STR_INIT("\n<!-- saved --><HTML>"), "html", NULL },
	{ "a page behind a BOM", STR_INIT("\xEF\xBB\xBF<html>"), "html", NULL },
	{ "a page in UTF-16", STR_INIT("\xFF\xFE<\0h\0t\0m\0l\0>\0x\0"), "html", NULL },
	{ "a fragment", STR_INIT("前言<table border=1><tr>"), "html", NULL },
	{ "text", STR_INIT("一、总体情况\n"), "text", NULL },
	{ "text with comparisons", STR_INIT("a<b, c>d"), "text", NULL },
	{ "text in GBK", STR_INIT("\xD2\xBB\xA1\xA2\xD7\xDC\xCC\xE5\xC7\xE9\xBF\xF6"), "text",
	  NULL },
	{ "text in UTF-16", STR_INIT("\xFF\xFE\x00\x4E\x01\x30"), "text", NULL },
	{ "nothing", STR_INIT(""), NULL, "empty document" },
	{ "an archive we do not read", STR_INIT("Rar!\x1A\x07\n<html>"), NULL, "rar" },
	{ "Word 97", STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\0o\0r\0d\0D\0o\0c\0"), "doc",
	  NULL },
	{ "another compound file", STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...."), NULL, "ole2" },
	{ "Word 2007", STR_INIT("PK\x03\x04......................word/document.xml"), "docx",
	  NULL },
	{ "Excel 2007", STR_INIT("PK\x03\x04......................xl/workbook.xml"), "xlsx", NULL },
	{ "OFD", STR_INIT("PK\x03\x04......................OFD.xml"), "ofd", NULL },
	{ "another zip", STR_INIT("PK\x03\x04......................a.txt"), "zip", NULL },
	{ "RTF", STR_INIT("{\\rtf1\\ansi"), "rtf", NULL },
	{ "PNG", STR_INIT("\x89PNG\r\n\x1A\n"), NULL, "png" },
	{ "JPEG", STR_INIT("\xFF\xD8\xFF\xE0"), NULL, "jpeg" },
	{ "GIF", STR_INIT("GIF89a"), NULL, "gif" },
	{ "RAR", STR_INIT("Rar!\x1A\x07\x00"), NULL, "rar" },
	{ "unknown binary data", STR_INIT("\x00\x01\x02\x03"), NULL, "00 01 02 03" },
	{ "control characters", STR_INIT("\x01\x02"), NULL, "01 02 00 00" },
};

static void test_doc_open(void **state)
{
	static const struct doc_hint none;

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct doc doc;
		int rc;

		print_message("  case: %s\n", cases[i].name);
		rc = doc_open(&doc, cases[i].bytes, &none, &arena, &e);
		assert_int_equal(rc, cases[i].format ? 0 : -1);
		if (cases[i].format) {
			assert_string_equal(doc.format->name, cases[i].format);
		} else {
			assert_int_equal(e.code, ERR_FORMAT);
			assert_non_null(strstr(e.msg, cases[i].says));
		}
		arena_release(&arena);
	}
}

static void test_doc_too_long(void **state)
{
	static const struct doc_hint none;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct doc doc;

	(void)state;
	assert_int_equal(
		doc_open(&doc, (struct str){ "x", DOC_MAX_BYTES + 1ul }, &none, &arena, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
}

static const struct {
	const char *name, *text, *want;
} texts[] = {
	{ "lines keep tabs and spaces", "甲\t 1 \n\n  乙", "line: 甲\\t 1 \nline: \nline:   乙\n" },
	{ "every line end ends one line", "a\r\nb\rc\fd\ve\n",
	  "line: a\nline: b\nline: c\nline: d\nline: e\n" },
	{ "a mark of byte order is no text",
	  "\xEF\xBB\xBF"
	  "a",
	  "line: a\n" },
	{ "a last line without its end", "a\nb", "line: a\nline: b\n" },
	{ "one empty line", "\n", "line: \n" },
};

static void test_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(texts); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct doc doc = { .format = format_named(STR("text")),
				   .text = str_c(texts[i].text) };
		struct page page;
		struct buf got;

		print_message("  case: %s\n", texts[i].name);
		buf_init(&got, 4096);
		assert_int_equal(doc.format->extract(&page, &doc, &arena, &e), 0);
		page_print(&got, &page);
		assert_string_equal(got.p, texts[i].want);
		buf_release(&got);
		arena_release(&arena);
	}
}

static void test_text_too_many_lines(void **state)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct buf text;
	struct doc doc = { .format = format_named(STR("text")) };
	struct page page;

	(void)state;
	buf_init(&text, 1 << 20);
	for (int i = 0; i <= PAGE_MAX_BLOCKS; i++)
		buf_addc(&text, '\n');
	doc.text = buf_str(&text);
	assert_int_equal(doc.format->extract(&page, &doc, &arena, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	buf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_doc_open),
		cmocka_unit_test(test_doc_too_long),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_too_many_lines),
	};

	return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
