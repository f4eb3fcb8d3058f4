#include "tests/unit/harness.h"

#include "base/arena.h"
#include "base/attrs.h"
#include "extract/html_shell.h"

#define HEAD "<p>头</p><script>window._CONFIG = {SID: '7'"

static const struct {
	const char *name, *source, *want; /* want NULL: as it is */
} cases[] = {
	{ "a page without a script of that kind stays", "<p>正文</p>", NULL },
	{ "a list has no detail", HEAD "};</script>", NULL },
	{ "a detail without content stays", HEAD ", DETAIL: {\"title\":\"甲\"}};</script>", NULL },
	{ "a string that has no end is no content",
	  HEAD ", DETAIL: {\"content\":\"\\u003Cp\\u003E甲", NULL },
	{ "the content comes behind the script, with title, publisher and date",
	  HEAD
	  ", DETAIL: {\"title\":\"甲局年报\",\"publisher\":\"甲局\",\"date\":\"2024-01-18\","
	  "\"content\":\"\\u003Cp class=\\\"x\\\">\\u7532\\n\\u003C\\/p>\"}};</script><p>脚</p>",
	  HEAD ", DETAIL: {\"title\":\"甲局年报\",\"publisher\":\"甲局\",\"date\":\"2024-01-18\","
	       "\"content\":\"\\u003Cp class=\\\"x\\\">\\u7532\\n\\u003C\\/p>\"}};</script>"
	       "<h1>甲局年报</h1><div>发布机构：甲局　发布日期：2024-01-18</div>"
	       "<div class=\"article-content\"><p class=\"x\">甲 </p></div><p>脚</p>" },
	{ "pairs of surrogates are one character, halves are none",
	  HEAD ", DETAIL: {\"content\":\"\\ud842\\udfb7\\ud842x\"}};</script>",
	  HEAD ", DETAIL: {\"content\":\"\\ud842\\udfb7\\ud842x\"}};</script>"
	       "<h1></h1><div>发布机构：　发布日期：</div>"
	       "<div class=\"article-content\">𠮷\uFFFDx</div>" },
};

static void test_shell(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena a = { 0 };
		struct str got;

		print_message("  case: %s\n", cases[i].name);
		got = html_shell(str_c(cases[i].source), &a);
		assert_string_equal(arena_str(&a, got).p,
				    cases[i].want ? cases[i].want : cases[i].source);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_shell) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
