#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "extract/repair_look.h"

/* What one look at a page's title tells: letters for what may be there, then the counts. */
static const struct {
	const char *name, *title, *want; /* hanzi, traditional ones, losses, foreign words */
} cases[] = {
	{ "a sound title", "2023年政府信息公开工作年度报告（全文）(100%)", " 15 0 0 0" },
	{ "an escape in an escape", "A&amp;#20844;", "e 0 0 0 0" },
	{ "an escape", "&#x516C;", "e 0 0 0 0" },
	{ "per cent and u", "%u516C", "e 0 0 0 0" },
	{ "a backslash and u", "\\u516C", "e 0 0 0 0" },
	{ "per cent and a number", "50%，A&B", " 0 0 0 0" },
	{ "a mark of what was eaten", "公\uFFFC/strong>", "m 1 0 0 0" },
	{ "a radical", "⼯作", "c 1 0 0 0" },
	{ "a compatibility ideograph", "\uF9F4", "c 1 0 0 0" },
	{ "a radical that stands for itself", "\u2E80", " 0 0 0 0" },
	{ "a reading", "據(jù)", "r 1 1 0 0" },
	{ "a reading in wide brackets", "据（ju）", "r 1 0 0 0" },
	{ "brackets without a reading", "据（一）(jx)()", " 2 0 0 0" },
	{ "a reading behind a letter", "a(ju)", " 0 0 0 0" },
	{ "a reading that is not closed", "据(ju", " 1 0 0 0" },
	{ "traditional characters", "資訊公開", " 4 3 0 0" },
	{ "a date that lost digits", "自202311日起", " 3 0 1 0" },
	{ "a date of the year's end that did", "至20231231日止", " 3 0 1 0" },
	{ "a date", "2023年1月1日", " 3 0 0 0" },
	{ "digits that end so", "12023120231231日", " 1 0 0 0" },
	{ "a number without its bracket", "〔202130号", " 1 0 1 0" },
	{ "a number", "〔2021〕30号", " 1 0 0 0" },
	{ "words of another trade", "澳门皇冠体育投注", " 8 0 0 3" },
	{ "a fair", "亚欧博览会", " 5 0 0 0" },
	{ "their first characters", "体制比较皇澳欧沙博", " 9 0 0 0" },
	{ "nothing", "", " 0 0 0 0" },
};

static void test_look(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct page page = { .title = str_c(cases[i].title) };
		struct look look;
		char got[64];

		print_message("  case: %s\n", cases[i].name);
		look_at(&look, &page);
		snprintf(got, sizeof(got), "%s%s%s%s %zu %zu %zu %zu", look.has_escapes ? "e" : "",
			 look.has_marks ? "m" : "", look.has_compat ? "c" : "",
			 look.has_reading ? "r" : "", look.n_hanzi, look.n_traditional,
			 look.n_losses, look.n_foreign);
		assert_string_equal(got, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
