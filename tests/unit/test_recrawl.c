#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "crawler/recrawl.h"

#define DAY (24 * 3600ll)

static const struct {
	const char *name;
	bool is_list;
	int64_t previous_s;
	bool changed;
	struct date today;
	int64_t want_s;
} cases[] = {
	{ "a list, first seen in summer", true, 0, true, { 2024, 7, 1 }, 7 * DAY },
	{ "a list in the season of reports",
	  true,
	  30 * DAY,
	  false,
	  { 2024, 1, 15 },
	  RECRAWL_MIN_S },
	{ "the last day of the season", true, 30 * DAY, false, { 2024, 4, 30 }, RECRAWL_MIN_S },
	{ "the day before it", true, 10 * DAY, false, { 2024, 1, 14 }, 14 * DAY },
	{ "an article in season keeps its time", false, 0, true, { 2024, 2, 1 }, 60 * DAY },
	{ "changed comes sooner", true, 10 * DAY, true, { 2024, 7, 1 }, 8 * DAY },
	{ "unchanged comes later", false, 60 * DAY, false, { 2024, 7, 1 }, 84 * DAY },
	{ "never more than a year", false, 300 * DAY, false, { 2024, 7, 1 }, 365 * DAY },
	{ "never twice a night", true, 1, true, { 2024, 7, 1 }, RECRAWL_MIN_S },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		print_message("  case: %s\n", cases[i].name);
		assert_int_equal(recrawl_interval_s(cases[i].is_list, cases[i].previous_s,
						    cases[i].changed, cases[i].today),
				 cases[i].want_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
