#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "cli/listing.h"

static const struct listing_column columns[] = {
	{ "agency", false, 8 },
	{ "n", true, 0 },
	{ "note", false, 0 },
};

static const struct str rows[][3] = {
	{ STR_INIT("天河局"), STR_INIT("7"), STR_INIT("a,b") },
	{ STR_INIT("青岚县人民政府"), STR_INIT("120"), { NULL, 0 } },
	{ STR_INIT("x"), { NULL, 0 }, STR_INIT("say \"hi\"\n|") },
};

static const struct {
	const char *format, *want;
} cases[] = {
	{ "table", "agency     n  note\n"
		   "天河局     7  a,b\n"
		   "青岚县…  120  \n"
		   "x             say \"hi\" |\n" },
	{ "csv",
	  "agency,n,note\n天河局,7,\"a,b\"\n青岚县人民政府,120,\nx,,\"say \"\"hi\"\"\n|\"\n" },
	{ "json", "[\n {\"agency\":\"天河局\",\"n\":7,\"note\":\"a,b\"},\n"
		  " {\"agency\":\"青岚县人民政府\",\"n\":120,\"note\":null},\n"
		  " {\"agency\":\"x\",\"n\":null,\"note\":\"say \\\"hi\\\"\\n|\"}\n]\n" },
	{ "markdown", "| agency | n | note |\n|---|---:|---|\n| 天河局 | 7 | a,b |\n"
		      "| 青岚县人民政府 | 120 |  |\n| x |  | say \"hi\" \\| |\n" },
};

static void test_formats(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		enum listing_format format;
		struct err e = { 0 };
		struct listing l;
		char *text = NULL;
		size_t n = 0;
		FILE *to = tmpfile();

		print_message("  case: %s\n", cases[i].format);
		assert_non_null(to);
		assert_int_equal(listing_format(&format, cases[i].format, &e), 0);
		listing_init(&l, to, format, columns, countof(columns));
		for (size_t k = 0; k < countof(rows); k++)
			listing_row(&l, rows[k]);
		assert_int_equal(listing_end(&l), countof(rows));
		n = (size_t)ftell(to);
		rewind(to);
		text = calloc(n + 1, 1);
		assert_non_null(text);
		assert_int_equal(fread(text, 1, n, to), n);
		assert_string_equal(text, cases[i].want);
		free(text);
		fclose(to);
	}
}

static void test_details(void **state)
{
	const struct str row[] = { STR("天河局"), STR("7"), STR("x") };
	struct listing l;
	char text[200];
	FILE *to = tmpfile();
	size_t n;

	(void)state;
	assert_non_null(to);
	listing_init(&l, to, LISTING_TABLE, columns, countof(columns));
	listing_row(&l, row);
	listing_detail(&l, STR("三、\n见附件"));
	listing_end(&l);
	rewind(to);
	n = fread(text, 1, sizeof(text) - 1, to);
	text[n] = '\0';
	assert_string_equal(text, "agency  n  note\n天河局  7  x\n      三、 见附件\n");
	fclose(to);
}

static void test_empty(void **state)
{
	struct listing l;
	FILE *to = tmpfile();

	(void)state;
	assert_non_null(to);
	listing_init(&l, to, LISTING_JSON, columns, countof(columns));
	assert_int_equal(listing_end(&l), 0);
	assert_int_equal(ftell(to), 3); /* "[]\n": a program gets an array all the same */
	fclose(to);
}

static void test_unknown(void **state)
{
	enum listing_format format;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(listing_format(&format, NULL, &e), 0);
	assert_int_equal(format, LISTING_TABLE);
	assert_int_equal(listing_format(&format, "xml", &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_details),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
