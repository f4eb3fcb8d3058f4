#include "tests/unit/harness.h"

#include "base/map64.h"

static void test_many(void **state)
{
	struct map64 m = { 0 };
	int64_t v = 77;

	(void)state;
	assert_false(map64_get(&v, &m, 5));
	assert_false(map64_get(&v, &m, 0));
	assert_int_equal(v, 77);
	for (uint64_t k = 0; k < 5000; k++) /* 0 too; neighbours in the low and the high bits */
		assert_true(map64_put(&m, k % 2 ? k : k << 40, (int64_t)k));
	for (uint64_t k = 0; k < 5000; k++) {
		assert_true(map64_get(&v, &m, k % 2 ? k : k << 40));
		assert_int_equal(v, k);
	}
	assert_false(map64_put(&m, 1, -1));
	assert_true(map64_get(&v, &m, 1));
	assert_int_equal(v, -1);
	assert_false(map64_get(NULL, &m, 2));
	map64_release(&m);
	assert_false(map64_get(NULL, &m, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_many) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
