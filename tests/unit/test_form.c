#include "tests/unit/harness.h"

#include <string.h>

#include "base/attrs.h"
#include "report/form.h"

static size_t cells_of(const struct form *f)
{
	size_t n = 0;

	for (size_t b = 0; b < f->n_blocks; b++)
		for (size_t r = 0; r < f->blocks[b].n_rows; r++)
			if (!f->blocks[b].rows[r].is_fold)
				n += f->blocks[b].n_cols;
	return n;
}

static void each_form_asks_for_as_many_cells_as_the_notice_that_made_it(void **state)
{
	static const struct {
		const char *name;
		int from, to;
		size_t cells, parts;
	} rows[] = {
		{ "form2021", 2021, 0, 200, 22 },
		{ "form2019", 2019, 2020, 198, 19 },
		{ "form2014", 2014, 2018, 58, 0 },
	};

	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		const struct form *f = form_named(rows[i].name);
		size_t parts = 0;

		assert_non_null(f);
		assert_int_equal(f->from_year, rows[i].from);
		assert_int_equal(f->to_year, rows[i].to);
		assert_int_equal(cells_of(f), rows[i].cells);
		for (size_t b = 0; b < f->n_blocks; b++)
			for (size_t r = 0; r < f->blocks[b].n_rows; r++)
				parts += f->blocks[b].rows[r].is_part;
		assert_int_equal(parts, rows[i].parts);
	}
	assert_null(form_named("form1999"));
}

static void newer_forms_come_first(void **state)
{
	(void)state;
	for (size_t i = 0; form_at(i) && form_at(i + 1); i++)
		assert_true(form_at(i)->from_year > form_at(i + 1)->from_year);
}

static void every_cell_of_a_form_has_a_key_and_no_two_share_one(void **state)
{
	(void)state;
	for (size_t i = 0; form_at(i); i++) {
		bool seen[ROW__COUNT][COL__COUNT] = { 0 };
		const struct form *f = form_at(i);

		for (size_t b = 0; b < f->n_blocks; b++)
			for (size_t r = 0; r < f->blocks[b].n_rows; r++)
				for (size_t c = 0; c < f->blocks[b].n_cols; c++) {
					enum row_id row = f->blocks[b].rows[r].row;
					enum col_id col = f->blocks[b].cols[c].col;

					assert_int_equal(row_table(row), f->blocks[b].table);
					assert_true(cell_possible(row, col));
					assert_false(seen[row][col]);
					seen[row][col] = true;
				}
	}
}

static void a_fold_is_the_heading_of_rows_of_its_block(void **state)
{
	size_t folds = 0;

	(void)state;
	for (size_t i = 0; form_at(i); i++)
		for (size_t b = 0; b < form_at(i)->n_blocks; b++) {
			const struct form_block *k = &form_at(i)->blocks[b];

			for (size_t r = 0; r < k->n_rows; r++) {
				size_t members = 0;

				if (!k->rows[r].is_fold)
					continue;
				folds++;
				for (size_t m = 0; m < k->n_rows; m++)
					members += k->rows[m].group &&
						   strcmp(k->rows[m].group[0],
							  k->rows[r].wording[0]) == 0;
				assert_true(members >= 2);
			}
		}
	assert_int_equal(folds, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_asks_for_as_many_cells_as_the_notice_that_made_it),
		cmocka_unit_test(newer_forms_come_first),
		cmocka_unit_test(every_cell_of_a_form_has_a_key_and_no_two_share_one),
		cmocka_unit_test(a_fold_is_the_heading_of_rows_of_its_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
