#include "cli/args.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

bool args_duration(int64_t *ms, const char *text)
{
	static const struct {
		struct str name;
		int64_t ms;
	} units[] = {
		{ STR_INIT("ms"), 1 },      { STR_INIT("s"), 1000 },     { STR_INIT("m"), 60000 },
		{ STR_INIT("h"), 3600000 }, { STR_INIT("d"), 86400000 }, { STR_INIT(""), 1000 },
	};
	struct str s = str_c(text);
	size_t digits = strspn(text, "0123456789"), rest = digits;
	long long whole, part = 0, scale = 1;

	if (!str_int(&whole, str_sub(s, 0, digits)) || whole > 100000000)
		return false;
	if (text[rest] == '.') {
		size_t n = strspn(text + rest + 1, "0123456789");

		if (n > 6 || !str_int(&part, str_sub(s, rest + 1, n)))
			return false;
		for (size_t i = 0; i < n; i++)
			scale *= 10;
		rest += 1 + n;
	}
	for (size_t i = 0; i < countof(units); i++) {
		if (!str_eq(str_sub(s, rest, s.n), units[i].name))
			continue;
		*ms = whole * units[i].ms + part * units[i].ms / scale;
		return true;
	}
	return false;
}

bool args_bytes(int64_t *out, const char *text)
{
	static const char units[] = "KMGT";
	struct str s = str_c(text);
	const char *unit = s.n ? strchr(units, s.p[s.n - 1]) : NULL;
	long long n;

	if (!str_int(&n, unit ? str_sub(s, 0, s.n - 1) : s) || n < 0)
		return false;
	for (const char *u = units; unit && u <= unit; u++)
		if (__builtin_mul_overflow(n, 1024LL, &n))
			return false;
	*out = n;
	return true;
}

static void print_help(const char *verb, const char *usage, const struct arg *args, size_t n)
{
	printf("usage: nianbao %s %s\n", verb, usage);
	for (size_t i = 0; i < n; i++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s%s%s", args[i].name, args[i].value ? " " : "",
			 args[i].value ? args[i].value : "");
		printf("  %-26s %s\n", left, args[i].help);
	}
}

static int take(const struct arg *a, const char *value, struct err *e)
{
	struct arg_list *list = a->to;
	long long n;

	switch (a->kind) {
	case ARG_FLAG:
		*(bool *)a->to = true;
		return 0;
	case ARG_TEXT:
		*(const char **)a->to = value;
		return 0;
	case ARG_INT:
		if (!str_int(&n, str_c(value)) || n < 0)
			return err_set(e, ERR_USAGE, "--%s wants a number, not '%s'", a->name,
				       value);
		*(int64_t *)a->to = n;
		return 0;
	case ARG_DURATION:
		if (!args_duration(a->to, value))
			return err_set(e, ERR_USAGE, "--%s wants a time like 30s or 5h, not '%s'",
				       a->name, value);
		return 0;
	case ARG_BYTES:
		if (!args_bytes(a->to, value))
			return err_set(e, ERR_USAGE, "--%s wants bytes like 200M or 5G, not '%s'",
				       a->name, value);
		return 0;
	case ARG_LIST:
		if (list->n == ARG_MAX_LIST)
			return err_set(e, ERR_USAGE, "--%s was given more than %d times", a->name,
				       ARG_MAX_LIST);
		list->at[list->n++] = value;
		return 0;
	}
	return 0;
}

/* The option that a word starts with; *value is what follows its '=', or NULL. */
static const struct arg *find(const char *word, const struct arg *args, size_t n,
			      const char **value)
{
	size_t length = strcspn(word, "=");

	*value = word[length] == '=' ? word + length + 1 : NULL;
	for (size_t i = 0; i < n; i++)
		if (strlen(args[i].name) == length && strncmp(args[i].name, word, length) == 0)
			return &args[i];
	return NULL;
}

/* The option at argv[*i] and its value, which may be the next word; *i then moves to it. */
static int take_option(int *i, int argc, char **argv, const struct arg *args, size_t n_args,
		       struct err *e)
{
	const char *word = argv[*i], *value = NULL;
	const struct arg *a =
		strncmp(word, "--", 2) == 0 ? find(word + 2, args, n_args, &value) : NULL;

	if (!a)
		return err_set(e, ERR_USAGE, "no option '%s'; see: nianbao %s --help", word,
			       argv[0]);
	if (a->kind == ARG_FLAG && value)
		return err_set(e, ERR_USAGE, "--%s takes no value", a->name);
	if (a->kind != ARG_FLAG && !value && ++*i < argc)
		value = argv[*i];
	if (a->kind != ARG_FLAG && !value)
		return err_set(e, ERR_USAGE, "--%s wants a value", a->name);
	return take(a, value, e);
}

int args_parse(bool *helped, int *argc, char **argv, const char *usage, const struct arg *args,
	       size_t n_args, struct err *e)
{
	int words = 1;

	*helped = false;
	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (++i < *argc)
				argv[words++] = argv[i];
		} else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			print_help(argv[0], usage, args, n_args);
			*helped = true;
			return 0;
		} else if (argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[words++] = argv[i];
		} else if (take_option(&i, *argc, argv, args, n_args, e)) {
			return -1;
		}
	}
	*argc = words;
	return 0;
}
