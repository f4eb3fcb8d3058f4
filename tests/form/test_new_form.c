#include "tests/unit/harness.h"

#include <string.h>

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "report/tables.h"

/* Built with tests/form/report/forms.def in place of report/forms.def: see CONTRIBUTING.md. */

static void read_text(struct report *out, const char *text, struct arena *arena)
{
	struct doc doc = { .bytes = str_c(text), .served = str_c(text), .text = str_c(text) };
	struct page page = { 0 };
	struct tables tables = { 0 };
	struct stream stream;
	struct err e;
	bool full;

	assert_int_equal(format_named(STR("text"))->extract(&page, &doc, arena, &e), 0);
	stream = stream_build(&page, &full, arena);
	tables_read(&tables, out, &stream, &page, arena);
}

static void one_file_and_one_row_make_a_form_that_is_read(void **state)
{
	static const char page[] =
		"第二十条第（一）项 |\n信息内容 | 年内印发件数 | 年末有效件数 |\n"
		"政府规章 | 1 | 20 |\n各类规范性文件 | 4 | 55 |\n";
	struct arena arena = { 0 };
	struct report r = { 0 };

	(void)state;
	read_text(&r, page, &arena);
	assert_string_equal(r.table[TABLE_DISCLOSURE].form, "form2099");
	assert_int_equal(r.table[TABLE_DISCLOSURE].status, TABLE_PRESENT);
	assert_int_equal(r.value[ROW_PUB_RULE][COL_ISSUED].n, 1);
	assert_int_equal(r.value[ROW_PUB_RULE][COL_IN_FORCE].n, 20);
	assert_int_equal(r.value[ROW_PUB_NORM][COL_ISSUED].n, 4);
	assert_int_equal(r.value[ROW_PUB_NORM][COL_IN_FORCE].n, 55);
	assert_int_equal(r.value[ROW_PUB_NORM][COL_REPEALED].state, VALUE_MISSING);
	arena_release(&arena);
}

static void the_forms_before_it_are_read_as_ever(void **state)
{
	static const char page[] =
		"第二十条第（一）项 |\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
		"规章 | 0 | 0 | 0 |\n行政规范性文件 | 4 | 5 | 6 |\n"
		"第二十条第（五）项 |\n信息内容 | 本年处理决定数量 |\n行政许可 | 7 |\n";
	struct arena arena = { 0 };
	struct report r = { 0 };

	(void)state;
	read_text(&r, page, &arena);
	assert_string_equal(r.table[TABLE_DISCLOSURE].form, "form2021");
	assert_int_equal(r.value[ROW_PUB_NORM][COL_REPEALED].n, 5);
	assert_int_equal(r.value[ROW_PUB_LICENSE][COL_DECISIONS].n, 7);
	arena_release(&arena);
}

static void it_comes_first_and_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(form_at(0)->name, "form2099");
	assert_ptr_equal(form_named("form2099"), form_at(0));
	assert_non_null(form_named("form2021"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_file_and_one_row_make_a_form_that_is_read),
		cmocka_unit_test(the_forms_before_it_are_read_as_ever),
		cmocka_unit_test(it_comes_first_and_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
