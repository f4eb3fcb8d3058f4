#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "report/report.h"

static const struct {
	const char *key;
	enum row_id row;
	enum col_id col;
	const char *unit;
} keys[] = {
	{ "req_new_natural", ROW_REQ_NEW, COL_NATURAL, "件" },
	{ "pub_fee_amount_wan", ROW_PUB_FEE, COL_AMOUNT_WAN, "万元" },
	{ "pub_fee_items_prev", ROW_PUB_FEE, COL_ITEMS_PREV, "项" },
	{ "pub_license_items_delta", ROW_PUB_LICENSE, COL_ITEMS_DELTA, "项" },
	{ "pub_procurement_amount", ROW_PUB_PROCUREMENT, COL_AMOUNT, "" },
	{ "res_misc_natural", ROW_RES_MISC, COL_NATURAL, "件" },
	{ "res_misc_other_natural", ROW_RES_MISC_OTHER, COL_NATURAL, "件" },
	{ "res_misc_other", ROW_RES_MISC, COL_OTHER, "件" },
	{ "lit_after_rev_total", ROW_LIT_AFTER_REV, COL_TOTAL, "件" },
	{ "s14_pub_total", ROW_S14_PUB_TOTAL, COL_VALUE, "条" },
	{ "s14_fee_wan", ROW_S14_FEE_WAN, COL_VALUE, "万元" },
};

static void test_cell_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(keys); i++) {
		char key[CELL_KEY_MAX];
		enum row_id row;
		enum col_id col;

		print_message("  case: %s\n", keys[i].key);
		assert_string_equal(cell_key(key, keys[i].row, keys[i].col), keys[i].key);
		assert_true(cell_find(&row, &col, str_c(keys[i].key)));
		assert_int_equal(row, keys[i].row);
		assert_int_equal(col, keys[i].col);
		assert_string_equal(cell_unit(row, col), keys[i].unit);
	}
}

static void test_no_such_key(void **state)
{
	enum row_id row;
	enum col_id col;

	(void)state;
	assert_false(cell_find(&row, &col, STR("req_new")));
	assert_false(cell_find(&row, &col, STR("req_new_nobody")));
	assert_false(cell_find(&row, &col, STR("")));
}

static const struct {
	const char *want;
	int64_t n;
	uint8_t scale;
} numbers[] = {
	{ "0", 0, 0 },
	{ "14", 14, 0 },
	{ "-11", -11, 0 },
	{ "43.788", 43788, 3 },
	{ "0.05", 5, 2 },
	{ "18.8710", 188710, 4 },
	{ "-0.5", -5, 1 },
	{ "9223372036854775807", INT64_MAX, 0 },
	{ "-9223372036854775808", INT64_MIN, 0 },
	{ "-9223372036854.775808", INT64_MIN, 6 },
};

static void test_value_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(numbers); i++) {
		struct value v = { .n = numbers[i].n, .scale = numbers[i].scale };
		char text[VALUE_TEXT_MAX];

		assert_string_equal(value_text(text, &v), numbers[i].want);
	}
}

static void test_value_micro(void **state)
{
	int64_t micro = 0;

	(void)state;
	assert_true(value_micro(&micro, &(struct value){ .n = 43788, .scale = 3 }));
	assert_int_equal(micro, 43788000);
	assert_true(value_micro(&micro, &(struct value){ .n = 7, .scale = 6 }));
	assert_int_equal(micro, 7);
	assert_false(value_micro(&micro, &(struct value){ .n = INT64_MAX, .scale = 0 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cell_keys),
		cmocka_unit_test(test_no_such_key),
		cmocka_unit_test(test_value_text),
		cmocka_unit_test(test_value_micro),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
