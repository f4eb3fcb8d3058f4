#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "report/text.h"
#include "report/wordset.h"

/* Words that share beginnings, ends, and bytes; some of two bytes a character, some of one. */
static const char *const words[] = { "局",   "管理局", "管理",     "公开申请", "公开", "XX",
				     "20XX", "××",     "政府信息", ">",        "。",   NULL };
static struct wordset set = WORDSET(words);

static const struct {
	const char *text;
	const char *all; /* places in the list as they are found, in order */
	int first;
} cases[] = {
	{ "", "", -1 },
	{ "某县", "", -1 },
	{ "某县管理局", "1 2 0 ", 0 },
	{ "公开申请和公开", "3 4 4 ", 3 },
	{ "20XXX年", "6 5 5 ", 5 },
	{ "×××", "7 7 ", 7 },
	{ "首页>政府信息公开。", "9 8 4 10 ", 4 },
	{ "公", "", -1 },
	{ "\xE5\x85", "", -1 },
	{ "\xE5局", "0 ", 0 },
	{ "\xE5\x80\x80局", "0 ", 0 },
	{ "\x80\x80局\xE5", "0 ", 0 },
	{ "\xF0\x9F\x98\x80局", "0 ", 0 },
};

static void words_are_found_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct str text = str_c(cases[i].text);
		struct wordset_search f = { .s = text };
		uint64_t bits = 0, want = 0;
		char got[200] = "";
		size_t n = 0;

		print_message("  case: %s\n", cases[i].text);
		for (int k; (k = wordset_find(&set, &f)) >= 0;) {
			n += (size_t)snprintf(got + n, sizeof(got) - n, "%d ", k);
			assert_true(text_starts(str_sub(text, f.at, text.n), words[k]));
			bits |= UINT64_C(1) << k;
		}
		for (size_t k = 0; words[k]; k++)
			want |= (uint64_t)text_has(text, words[k]) << k;
		assert_string_equal(got, cases[i].all);
		assert_int_equal(bits, want);
		assert_int_equal(wordset_which(&set, text), want);
		assert_int_equal(wordset_first(&set, text), cases[i].first);
		assert_int_equal(wordset_any(&set, text), cases[i].first >= 0);
	}
}

static const char *const tails[] = { "局", "管理局", "人民政府", "政府", NULL };

static const struct {
	const char *text;
	int start; /* place in the list */
	size_t start_n, end;
} edges[] = {
	{ "", -1, 0, 0 },
	{ "管理局", 1, 9, 9 },
	{ "管理", 2, 6, 0 },
	{ "20XX年某县管理局", 6, 4, 9 },
	{ "某县人民政府", -1, 0, 12 },
	{ "政府信息", 8, 12, 0 },
	{ "县政府", -1, 0, 6 },
	{ "\xB1\x80", -1, 0, 0 },
	{ "\xE5\xB1\x80", 0, 3, 3 },
};

static void the_longest_word_begins_or_ends_a_text(void **state)
{
	static struct wordset ends = WORDSET_ENDS(tails);

	(void)state;
	for (size_t i = 0; i < countof(edges); i++) {
		struct str text = str_c(edges[i].text);
		size_t n;

		print_message("  case: %s\n", edges[i].text);
		assert_int_equal(wordset_start(&set, text, &n), edges[i].start);
		assert_int_equal(n, edges[i].start_n);
		assert_int_equal(wordset_end(&ends, text), edges[i].end);
	}
}

static void words_of_a_field_are_found_and_gaps_passed_over(void **state)
{
	static const struct {
		int no;
		const char *word;
	} rows[] = { { 1, "总体情况" }, { 2, NULL }, { 3, "情况" } };
	static struct wordset fields = WORDSET_FIELD(rows, .word);

	(void)state;
	assert_int_equal(wordset_which(&fields, STR("一、总体情况")), 5);
	assert_int_equal(wordset_first(&fields, STR("基本情况")), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_in_order),
		cmocka_unit_test(the_longest_word_begins_or_ends_a_text),
		cmocka_unit_test(words_of_a_field_are_found_and_gaps_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
