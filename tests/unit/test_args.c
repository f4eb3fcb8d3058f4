#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "cli/args.h"
#include "cli/config.h"

struct got {
	bool flag;
	const char *text;
	int64_t n, ms;
	struct arg_list list;
};

static const struct {
	const char *name;
	const char *line; /* words after the verb, parted by one space */
	const char *want; /* "flag text n ms [list] words", or the message of the error */
} cases[] = {
	{ "nothing", "", "0 - 5 7 [] " },
	{ "words stay in order", "a b", "0 - 5 7 [] a b " },
	{ "options may stand between", "a --flag b --n 12", "1 - 12 7 [] a b " },
	{ "with an equals sign", "--text=x=y", "0 x=y 5 7 [] " },
	{ "a dash is a word", "-", "0 - 5 7 [] - " },
	{ "after two dashes all are words", "--flag -- --flag", "1 - 5 7 [] --flag " },
	{ "lists grow", "--list a --list=b", "0 - 5 7 [ab] " },
	{ "times have units", "--ms 1.5m", "0 - 5 90000 [] " },
	{ "unknown option", "--what", "no option '--what'; see: nianbao verb --help" },
	{ "a short one is unknown too", "-x", "no option '-x'; see: nianbao verb --help" },
	{ "value missing", "--n", "--n wants a value" },
	{ "no number", "--n 1x", "--n wants a number, not '1x'" },
	{ "no negative number", "--n -1", "--n wants a number, not '-1'" },
	{ "no time", "--ms soon", "--ms wants a time like 30s or 5h, not 'soon'" },
	{ "a flag takes no value", "--flag=1", "--flag takes no value" },
};

static void test_args(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct got g = { .n = 5, .ms = 7 };
		const struct arg args[] = {
			{ "flag", ARG_FLAG, &g.flag, NULL, "" },
			{ "text", ARG_TEXT, &g.text, "T", "" },
			{ "n", ARG_INT, &g.n, "N", "" },
			{ "ms", ARG_DURATION, &g.ms, "T", "" },
			{ "list", ARG_LIST, &g.list, "X", "" },
		};
		char line[200], got[200], verb[] = "verb";
		char *argv[20] = { verb };
		int argc = 1;
		struct err e = { 0 };
		bool helped;

		print_message("  case: %s\n", cases[i].name);
		snprintf(line, sizeof(line), "%s", cases[i].line);
		for (char *p = line, *end; p && *p; p = end) {
			end = strchr(p, ' ');
			if (end)
				*end++ = '\0';
			argv[argc++] = p;
		}
		if (args_parse(&helped, &argc, argv, "", args, countof(args), &e)) {
			assert_int_equal(e.code, ERR_USAGE);
			assert_string_equal(e.msg, cases[i].want);
			continue;
		}
		snprintf(got, sizeof(got), "%d %s %lld %lld [%s%s] ", g.flag, g.text ? g.text : "-",
			 (long long)g.n, (long long)g.ms, g.list.n > 0 ? g.list.at[0] : "",
			 g.list.n > 1 ? g.list.at[1] : "");
		for (int k = 1; k < argc; k++) {
			strncat(got, argv[k], sizeof(got) - strlen(got) - 1);
			strncat(got, " ", sizeof(got) - strlen(got) - 1);
		}
		assert_string_equal(got, cases[i].want);
	}
}

static const struct {
	const char *text;
	int64_t ms; /* -1: refused */
} times[] = {
	{ "90", 90000 },     { "0", 0 },
	{ "500ms", 500 },    { "30s", 30000 },
	{ "10m", 600000 },   { "5h", 18000000 },
	{ "2d", 172800000 }, { "0.5", 500 },
	{ "", -1 },          { "s", -1 },
	{ "-1", -1 },        { "1 s", -1 },
	{ "1.2.3", -1 },     { "99999999999", -1 },
};

static void test_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(times); i++) {
		int64_t ms = -1;

		print_message("  case: '%s'\n", times[i].text);
		assert_int_equal(args_duration(&ms, times[i].text), times[i].ms >= 0);
		assert_int_equal(ms, times[i].ms);
	}
}

static const struct {
	const char *name, *value;
	bool ok;
	int64_t want;
} settings[] = {
	{ "delay", "5s", true, 5000 },        { "delay", "2h", false, 0 },
	{ "max-page", "8M", true, 8 << 20 },  { "max-page", "8X", false, 0 },
	{ "max-page", "9999999T", false, 0 }, { "max-hosts", "0", false, 0 },
	{ "max-hosts", "3", true, 3 },        { "no-such", "1", false, 0 },
};

static void test_config(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(settings); i++) {
		struct config c;
		struct err e = { 0 };

		print_message("  case: %s = %s\n", settings[i].name, settings[i].value);
		config_init(&c);
		assert_int_equal(
			config_set(&c, settings[i].name, settings[i].value, CONFIG_FLAG, &e) == 0,
			settings[i].ok);
		if (!settings[i].ok) {
			assert_int_equal(e.code, ERR_USAGE);
			continue;
		}
		for (size_t k = 0; k < config_options_count; k++)
			if (strcmp(config_options[k].name, settings[i].name) == 0)
				assert_int_equal(config_get(&c, &config_options[k]),
						 settings[i].want);
	}
}

/* The table is the program's word: no name twice, defaults within their range. */
static void test_config_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < config_options_count; i++) {
		const struct config_option *o = &config_options[i];

		assert_in_range(o->normal, o->min, o->max);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(o->name, config_options[k].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_args),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_config),
		cmocka_unit_test(test_config_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
