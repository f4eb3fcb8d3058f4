#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "report/check.h"
#include "report/rules.h"

static const enum col_id applicants[] = { COL_NATURAL, COL_BIZ,   COL_RESEARCH, COL_NGO,
					  COL_LEGAL,   COL_OTHER, COL_TOTAL };

static void put(struct report *r, enum row_id row, enum col_id col, int64_t n)
{
	r->value[row][col] = (struct value){ .state = n ? VALUE_NUMBER : VALUE_ZERO, .n = n };
}

/*
 * A sound report of form2021: 10 new (8 natural, 2 other), 2 carried in (natural), 11 closed (5
 * granted, 4 not held, 2 petitions), 1 carried out; one review upheld. Cases break one cell of it.
 */
static void make_sound(struct report *r)
{
	static const struct {
		enum row_id row;
		int64_t natural, other;
	} lines[] = {
		{ ROW_REQ_NEW, 8, 2 },
		{ ROW_REQ_CARRIED_IN, 2, 0 },
		{ ROW_RES_GRANTED, 4, 1 },
		{ ROW_RES_UNABLE_NOT_HELD, 4, 0 },
		{ ROW_RES_REFUSED_PETITION, 1, 1 },
		{ ROW_RES_TOTAL, 9, 2 },
		{ ROW_REQ_CARRIED_OUT, 1, 0 },
	};

	memset(r, 0, sizeof(*r));
	r->kind = KIND_REPORT;
	r->identity.year = 2023;
	for (enum table_id t = TABLE_DISCLOSURE; t <= TABLE_REVIEW; t++)
		r->table[t].form = "form2021";
	for (enum row_id row = ROW_REQ_NEW; row <= ROW_REQ_CARRIED_OUT; row++)
		for (size_t i = 0; i < countof(applicants) && row != ROW_RES_MISC; i++)
			put(r, row, applicants[i], 0);
	for (size_t i = 0; i < countof(lines); i++) {
		put(r, lines[i].row, COL_NATURAL, lines[i].natural);
		put(r, lines[i].row, COL_OTHER, lines[i].other);
		put(r, lines[i].row, COL_TOTAL, lines[i].natural + lines[i].other);
	}
	for (enum row_id row = ROW_REV; row <= ROW_LIT_AFTER_REV; row++)
		for (enum col_id col = COL_OTHER; col <= COL_PENDING; col++)
			put(r, row, col, 0);
	put(r, ROW_REV, COL_UPHELD, 1);
	put(r, ROW_REV, COL_TOTAL, 1);
}

static const struct {
	const char *name;
	struct cell_ref cell;
	struct value value;
	const char *want; /* arithmetic findings, "CODE left!=right;" each */
	unsigned open;    /* equations that cannot be assessed */
} cases[] = {
	{ "sound", { ROW_REQ_NEW, COL_NATURAL }, { .state = VALUE_NUMBER, .n = 8 }, "", 0 },
	{ "a request is lost at year's end",
	  { ROW_REQ_CARRIED_OUT, COL_NATURAL },
	  { .state = VALUE_ZERO },
	  "T3_BALANCE 10!=9;T3_ROW_TOTAL 0!=1;",
	  0 },
	{ "a result was miscounted",
	  { ROW_RES_GRANTED, COL_TOTAL },
	  { .state = VALUE_NUMBER, .n = 6 },
	  "T3_RESULT_SUM 12!=11;T3_ROW_TOTAL 5!=6;",
	  0 },
	{ "a review total is off",
	  { ROW_REV, COL_TOTAL },
	  { .state = VALUE_NUMBER, .n = 2 },
	  "T4_GROUP_SUM 1!=2;",
	  0 },
	{ "a blank part is nothing where the sum then fits",
	  { ROW_RES_GRANTED, COL_BIZ },
	  { .state = VALUE_BLANK },
	  "",
	  0 },
	{ "a blank part that was needed leaves the sums open",
	  { ROW_RES_GRANTED, COL_NATURAL },
	  { .state = VALUE_BLANK },
	  "",
	  2 },
	{ "a blank total is not a zero", { ROW_REV, COL_TOTAL }, { .state = VALUE_BLANK }, "", 1 },
	{ "a dash is like a blank", { ROW_REV, COL_TOTAL }, { .state = VALUE_DASH }, "", 1 },
	{ "a missing cell leaves its sums open",
	  { ROW_RES_DENIED_LAW, COL_NGO },
	  { .state = VALUE_MISSING },
	  "",
	  2 },
	{ "so does an ambiguous one",
	  { ROW_RES_DENIED_LAW, COL_NGO },
	  { .state = VALUE_AMBIGUOUS },
	  "",
	  2 },
	{ "what was inferred from a sum cannot prove it",
	  { ROW_RES_GRANTED, COL_NATURAL },
	  { .state = VALUE_NUMBER, .n = 77, .inferred = true },
	  "",
	  2 },
	{ "an overflow is no finding",
	  { ROW_RES_GRANTED, COL_NATURAL },
	  { .state = VALUE_NUMBER, .n = INT64_MAX },
	  "",
	  2 },
};

static void run_case(size_t i, const struct encoding *encoding, const char *want, unsigned open)
{
	static struct report r;
	struct check_input in = { .now = &r, .encoding = encoding };
	struct arena arena = { 0 };
	struct check c;
	char got[256] = "";
	unsigned opened = 0;

	make_sound(&r);
	r.value[cases[i].cell.row][cases[i].cell.col] = cases[i].value;
	c = check_run(&in, &arena);
	for (size_t k = 0; k < c.n_findings; k++) {
		const struct finding *f = &c.findings[k];
		size_t n = strlen(got);

		if (f->rule->group == GROUP_ARITHMETIC && f->severity == SEV_ERROR)
			snprintf(got + n, sizeof(got) - n, "%s %lld!=%lld;", f->rule->code,
				 (long long)(f->left / 1000000), (long long)(f->right / 1000000));
	}
	for (size_t k = 0; k < c.n_assessments; k++)
		if (c.assessments[k].rule->test == rule_identity)
			opened += c.assessments[k].open;
	assert_string_equal(got, want);
	assert_int_equal(opened, open);
	arena_release(&arena);
}

static void test_identities(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		print_message("  case: %s\n", cases[i].name);
		run_case(i, NULL, cases[i].want, cases[i].open);
	}
}

static void test_damaged_copies_are_not_accused(void **state)
{
	const struct encoding damaged = { .untrusted = true };

	(void)state;
	run_case(1, &damaged, "", 2);
	run_case(3, &damaged, "", 1);
}

/* One row for （六） in a 2021 form: its sum takes that row and leaves the three out. */
static void test_misc_in_one_row(void **state)
{
	static struct report r;
	struct check_input in = { .now = &r };
	struct arena arena = { 0 };
	unsigned holds = 0;
	struct check c;

	(void)state;
	make_sound(&r);
	for (size_t i = 0; i < countof(applicants); i++) {
		put(&r, ROW_RES_MISC, applicants[i], 0);
		r.value[ROW_RES_MISC_NO_SUPPLEMENT][applicants[i]].state = VALUE_MISSING;
		r.value[ROW_RES_MISC_UNPAID][applicants[i]].state = VALUE_MISSING;
		r.value[ROW_RES_MISC_OTHER][applicants[i]].state = VALUE_MISSING;
	}
	c = check_run(&in, &arena);
	for (size_t k = 0; k < c.n_assessments; k++) {
		if (c.assessments[k].rule->test != rule_identity)
			continue;
		assert_int_equal(c.assessments[k].open + c.assessments[k].fails, 0);
		holds += c.assessments[k].holds;
	}
	assert_int_equal(holds, 7 + 7 + 23 + 3); /* balance, results, rows, groups */
	arena_release(&arena);
}

static void test_rule_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < check_rules_count; i++) {
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(check_rules[i].code, check_rules[k].code);
		assert_ptr_equal(rule_named(str_c(check_rules[i].code)), &check_rules[i]);
		assert_true(strlen(check_rules[i].message) > 0);
	}
	assert_null(rule_named(STR("NO_SUCH_RULE")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identities),
		cmocka_unit_test(test_damaged_copies_are_not_accused),
		cmocka_unit_test(test_misc_in_one_row),
		cmocka_unit_test(test_rule_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
