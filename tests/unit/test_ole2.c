/*
 * Old office files, small and made by hand (tests/fuzz/ole2.in), as they are and
 * with some bytes changed.
 */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "tests/unit/shared.h"

#define WORD_PAGE                                                                                  \
	"p: hidden first, shown text\n"                                                            \
	"grid 1: 2 x 2\n"                                                                          \
	"  |a|1|\n"                                                                                \
	"  |'|2|\n"                                                                                \
	"p: end \n"                                                                                \
	"image @2 0x0: embedded picture | \n"

#define STREAM 512 /* where in the file the first stream begins */

static const struct {
	const char *name, *file;
	size_t at; /* byte to change; 0: none */
	unsigned char to;
	size_t cut;       /* length of the file; 0: all of it */
	const char *page; /* NULL: an error */
	const char *message;
} cases[] = {
	{ "Word: hidden text, a field, merged cells, a picture", "word", 0, 0, 0, WORD_PAGE, NULL },
	{ "Excel: shared and split strings, all kinds of cells", "excel", 0, 0, 0,
	  "h1: T1\ngrid 1: 5 x 2\n  |标签|数xy|\n  ||12.5|\n  |'|7|\n  |1|3.5|\n  |文|TRUE|\n",
	  NULL },
	/* Saved by LibreOffice: a row and a column hidden, results of formulas of both kinds. */
	{ "Excel: hidden rows and columns are left out", "hidden", 0, 0, 0,
	  "h1: 表\ngrid 1: 6 x 3\n  |信息内容|制发件数|备注|\n  |规章|12||\n  |合计|111||\n"
	  "  |占比|0.125||\n  |金额|1234567.5||\n  |日期|45322||\n",
	  NULL },
	{ "sectors that go round in circles", "loop", 0, 0, 0, WORD_PAGE, NULL },
	{ "Word, encrypted", "word", STREAM + 0x0B, 1, 0, NULL, "Word file is encrypted" },
	{ "Word 6", "word", STREAM, 0xDC, 0, NULL, "older than Word 97" },
	{ "not Word's", "word", STREAM, 0, 0, NULL, "first bytes are not Word's" },
	{ "no piece table", "word", STREAM + 0x1A2, 0xFF, 0, NULL, "no piece table" },
	{ "more characters than a report has", "word", STREAM + 0x4F, 0x7F, 0, NULL, "limit" },
	{ "Excel 95", "excel", STREAM + 5, 5, 0, NULL, "older than Excel 97" },
	{ "Excel, encrypted", "excel", STREAM + 20, 0x2F, 0, NULL, "Excel file is encrypted" },
	{ "no workbook in it", "excel", STREAM, 0, 0, NULL, "does not begin with a workbook" },
	{ "cut inside the container", "word", 0, 0, 1000, NULL, "ole2 files are not read" },
};

static int read_page(struct buf *out, struct str bytes, struct arena *arena, struct err *e)
{
	static const struct doc_hint none;
	struct page page;
	struct doc doc;

	if (doc_open(&doc, bytes, &none, arena, e) || doc.format->extract(&page, &doc, arena, e))
		return -1;
	page_print(out, &page);
	return 0;
}

static void test_ole2(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct str bytes;
		char path[64], *copy;
		struct buf got;
		int rc;

		print_message("  case: %s\n", cases[i].name);
		buf_init(&got, 1 << 16);
		snprintf(path, sizeof path, "tests/fuzz/ole2.in/%s", cases[i].file);
		assert_true(shared_read(&bytes, path, &arena));
		copy = ARENA_NEW(&arena, char, bytes.n);
		memcpy(copy, bytes.p, bytes.n);
		if (cases[i].at)
			copy[cases[i].at] = (char)cases[i].to;
		bytes = (struct str){ copy, cases[i].cut ? cases[i].cut : bytes.n };
		rc = read_page(&got, bytes, &arena, &e);
		assert_int_equal(rc, cases[i].page ? 0 : -1);
		if (cases[i].page)
			assert_string_equal(got.p, cases[i].page);
		else if (!strstr(e.msg, cases[i].message))
			fail_msg("'%s' says nothing of '%s'", e.msg, cases[i].message);
		buf_release(&got);
		arena_release(&arena);
	}
}

/* Wherever a file ends, there is a page or an error, and never more than it had. */
static void test_ole2_cut(void **state)
{
	static const char *const files[] = { "word", "excel", "loop" };

	(void)state;
	for (size_t i = 0; i < countof(files); i++) {
		struct arena arena = { 0 };
		struct str bytes;
		char path[64];

		snprintf(path, sizeof path, "tests/fuzz/ole2.in/%s", files[i]);
		assert_true(shared_read(&bytes, path, &arena));
		for (size_t n = 0; n < bytes.n; n += 61) {
			struct arena mine = { 0 };
			struct err e = { 0 };
			struct buf got;

			buf_init(&got, 1 << 16);
			if (read_page(&got, str_sub(bytes, 0, n), &mine, &e))
				assert_true(e.msg[0] != '\0');
			buf_release(&got);
			arena_release(&mine);
		}
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ole2),
		cmocka_unit_test(test_ole2_cut),
	};

	return cmocka_run_group_tests_name("ole2", tests, NULL, NULL);
}
