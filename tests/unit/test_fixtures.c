/*
 * Reports as files that an office program wrote, read back cell by cell through
 * the whole chain. tests/fixtures/formats/make tells how they were made.
 */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "report/parse.h"
#include "tests/gen/gen_fixture.h"
#include "tests/unit/shared.h"

#define FOLDER "tests/fixtures/formats/"

static bool same(const struct value *a, const struct value *b)
{
	int64_t x, y;

	if (!value_is_count(a) || !value_is_count(b))
		return a->state == b->state;
	return value_micro(&x, a) && value_micro(&y, b) && x == y;
}

static size_t differing(const struct report *want, const struct report *got)
{
	size_t n = 0;

	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			const struct value *w = &want->value[row][col], *g = &got->value[row][col];
			char key[CELL_KEY_MAX], a[VALUE_TEXT_MAX], b[VALUE_TEXT_MAX];

			if (!cell_possible(row, col) || same(w, g))
				continue;
			if (n++ < 10)
				print_error("%s want %s %s, got %s %s '%.*s'\n",
					    cell_key(key, row, col), value_state_name(w->state),
					    value_text(a, w), value_state_name(g->state),
					    value_text(b, g), STR_ARG(g->raw));
		}
	return n;
}

static int read_file(struct report *out, struct str *format, const char *path, struct arena *arena)
{
	static const struct doc_hint none;
	static const struct report_hint no_hint;
	struct page page;
	struct str bytes;
	struct doc doc;
	struct err e = { 0 };

	if (!shared_read(&bytes, path, arena))
		fail_msg("%s is not there", path);
	if (doc_open(&doc, bytes, &none, arena, &e) ||
	    doc.format->extract(&page, &doc, arena, &e)) {
		print_error("%s\n", e.msg);
		return -1;
	}
	*format = str_c(doc.format->name);
	report_parse(out, &page, &doc.encoding, &no_hint, arena);
	return 0;
}

static bool has_file(const struct gen_fixture *f, const char *ending)
{
	char list[128], word[32];

	snprintf(list, sizeof list, " %s ", f->files);
	snprintf(word, sizeof word, " %s ", ending);
	return strstr(list, word) != NULL;
}

/* Everything of ending `format`; a format that was not built in is skipped. */
static void check_format(const char *format)
{
	size_t wrong = 0;

	if (!format_named(str_c(format))) {
		print_message("skipped: built without %s\n", format);
		skip();
	}
	for (size_t i = 0; gen_fixture_at(i); i++) {
		const struct gen_fixture *f = gen_fixture_at(i);
		struct arena arena = { 0 };
		struct report *want, *got;
		char path[128];
		struct str is;

		if (!has_file(f, format))
			continue;
		want = ARENA_NEW(&arena, struct report, 1);
		got = ARENA_NEW(&arena, struct report, 1);
		snprintf(path, sizeof path, FOLDER "%s.%s", f->name, format);
		print_message("  case: %s\n", path);
		gen_fixture_cells(want, f, &arena);
		if (read_file(got, &is, path, &arena)) {
			wrong++;
		} else {
			assert_true(str_eq(is, str_c(format)));
			wrong += differing(want, got);
		}
		arena_release(&arena);
	}
	assert_int_equal(wrong, 0);
}

static void test_pdf(void **state)
{
	(void)state;
	check_format("pdf");
}

static void test_doc(void **state)
{
	(void)state;
	check_format("doc");
}

static void test_docx(void **state)
{
	(void)state;
	check_format("docx");
}

static void test_rtf(void **state)
{
	(void)state;
	check_format("rtf");
}

static void test_xlsx(void **state)
{
	(void)state;
	check_format("xlsx");
}

static void test_xls(void **state)
{
	(void)state;
	check_format("xls");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_doc), cmocka_unit_test(test_docx),
		cmocka_unit_test(test_pdf), cmocka_unit_test(test_rtf),
		cmocka_unit_test(test_xls), cmocka_unit_test(test_xlsx),
	};

	return cmocka_run_group_tests_name("fixtures", tests, NULL, NULL);
}
