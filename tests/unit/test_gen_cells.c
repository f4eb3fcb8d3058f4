#include "tests/unit/harness.h"

#include <string.h>

#include "base/attrs.h"
#include "tests/gen/gen_cells.h"

static int64_t num(const struct report *r, enum row_id row, enum col_id col)
{
	return value_is_count(&r->value[row][col]) ? r->value[row][col].n : 0;
}

static int broken_rows(const struct report *r)
{
	int bad = 0;

	for (enum row_id row = ROW_REQ_NEW; row <= ROW_REQ_CARRIED_OUT; row++) {
		int64_t sum = 0;

		for (enum col_id c = COL_NATURAL; c < COL_TOTAL; c++)
			sum += num(r, row, c);
		bad += sum != num(r, row, COL_TOTAL);
	}
	for (enum row_id row = ROW_REV; row <= ROW_LIT_AFTER_REV; row++)
		bad += num(r, row, COL_UPHELD) + num(r, row, COL_CORRECTED) +
			       num(r, row, COL_OTHER) + num(r, row, COL_PENDING) !=
		       num(r, row, COL_TOTAL);
	return bad;
}

static int broken_columns(const struct report *r)
{
	int bad = 0;

	for (enum col_id c = COL_NATURAL; c <= COL_TOTAL; c++) {
		int64_t sum = 0;

		for (enum row_id row = ROW_RES_GRANTED; row <= ROW_RES_MISC; row++)
			sum += num(r, row, c);
		bad += sum != num(r, ROW_RES_TOTAL, c);
		bad += num(r, ROW_REQ_NEW, c) + num(r, ROW_REQ_CARRIED_IN, c) !=
		       num(r, ROW_RES_TOTAL, c) + num(r, ROW_REQ_CARRIED_OUT, c);
	}
	return bad;
}

static void drawn_cells_satisfy_the_identities_and_slips_break_them(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 300; seed++) {
		struct arena a = { 0 };
		struct report r = { 0 }, next = { 0 };
		struct gen_slip slips[GEN_MAX_SLIPS];
		struct gen_cells how = { .form = form_at(seed % 2),
					 .fold_misc = seed % 5 == 0 && seed % 2 == 0,
					 .blank_permille = seed % 3 ? 0 : 200,
					 .blank_columns = seed % 7 == 0,
					 .dash_permille = seed % 4 ? 0 : 100 };

		gen_cells(&r, NULL, &how, seed, &a);
		assert_int_equal(broken_rows(&r), 0);
		assert_int_equal(broken_columns(&r), 0);

		how.prev = &r;
		how.n_slips = seed % 2;
		assert_int_equal(gen_cells(&next, slips, &how, seed + 1000, &a), how.n_slips);
		assert_int_equal(broken_rows(&next), how.n_slips);
		for (enum col_id c = COL_NATURAL; !how.n_slips && c <= COL_TOTAL; c++)
			assert_int_equal(num(&next, ROW_REQ_CARRIED_IN, c),
					 num(&r, ROW_REQ_CARRIED_OUT, c));
		arena_release(&a);
	}
}

static void the_same_seed_draws_the_same_cells(void **state)
{
	struct arena a = { 0 };
	struct report one = { 0 }, two = { 0 };
	struct gen_cells how = { .blank_permille = 100, .n_slips = 2 };

	(void)state;
	gen_cells(&one, NULL, &how, 7, &a);
	gen_cells(&two, NULL, &how, 7, &a);
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id c = 0; c < COL__COUNT; c++) {
			assert_int_equal(one.value[row][c].state, two.value[row][c].state);
			assert_int_equal(one.value[row][c].n, two.value[row][c].n);
			assert_true(str_eq(one.value[row][c].raw, two.value[row][c].raw));
		}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drawn_cells_satisfy_the_identities_and_slips_break_them),
		cmocka_unit_test(the_same_seed_draws_the_same_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
