#include "cli/config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "cli/args.h"

#define MAX_LINE 1024

static int64_t *field(struct config *c, const struct config_option *o)
{
	return (int64_t *)(void *)((char *)c + o->offset);
}

int64_t config_get(const struct config *c, const struct config_option *o)
{
	int64_t n;

	memcpy(&n, (const char *)c + o->offset, sizeof(n));
	return n;
}

const char *config_source_name(enum config_source source)
{
	static const char *const names[] = { "default", "file", "environment", "flag" };

	return names[source];
}

void config_init(struct config *c)
{
	*c = (struct config){ 0 };
	for (size_t i = 0; i < config_options_count; i++)
		*field(c, &config_options[i]) = config_options[i].normal;
}

/* "8388608", "8M", "1G", "64K". */
static bool read_value(int64_t *out, const struct config_option *o, const char *text)
{
	long long n;

	if (strcmp(o->unit, "ms") == 0)
		return args_duration(out, text);
	if (strcmp(o->unit, "bytes") == 0)
		return args_bytes(out, text);
	if (!str_int(&n, str_c(text)))
		return false;
	*out = n;
	return true;
}

#define SEVERITY "severity."

static int set_severity(struct config *c, const char *code, const char *value, struct err *e)
{
	const struct rule *rule = rule_named(str_c(code));

	if (!rule)
		return err_set(e, ERR_USAGE, "no rule '%s'; see: nianbao rules", code);
	for (enum severity s = 0; s < SEV__COUNT; s++)
		if (strcmp(value, severity_name(s)) == 0) {
			c->severities.of[rule - check_rules] = (char)(1 + s);
			return 0;
		}
	return err_set(e, ERR_USAGE,
		       "setting '" SEVERITY "%s' wants error, warning or info, not '%s'", code,
		       value);
}

int config_set(struct config *c, const char *name, const char *value, enum config_source source,
	       struct err *e)
{
	if (strncmp(name, SEVERITY, strlen(SEVERITY)) == 0)
		return set_severity(c, name + strlen(SEVERITY), value, e);
	for (size_t i = 0; i < config_options_count; i++) {
		const struct config_option *o = &config_options[i];
		int64_t n;

		if (strcmp(o->name, name) != 0)
			continue;
		if (!read_value(&n, o, value) || n < o->min || n > o->max)
			return err_set(e, ERR_USAGE,
				       "setting '%s' wants %" PRId64 " to %" PRId64 " %s, not '%s'",
				       name, o->min, o->max, o->unit, value);
		*field(c, o) = n;
		c->source[i] = (char)source;
		return 0;
	}
	return err_set(e, ERR_USAGE, "no setting '%s'; see: nianbao config", name);
}

static int read_line(struct config *c, char *line, struct err *e)
{
	struct str s = str_trim(str_c(line));
	size_t equals = str_find(s, STR("="), 0);
	char name[MAX_LINE], value[MAX_LINE];
	struct str left, right;

	if (s.n == 0 || s.p[0] == '#' || s.p[0] == ';')
		return 0;
	if (equals == STR_NONE)
		return err_set(e, ERR_USAGE, "no '=' in '%.*s'", STR_ARG(s));
	left = str_trim(str_sub(s, 0, equals));
	right = str_trim(str_sub(s, equals + 1, s.n));
	snprintf(name, sizeof(name), "%.*s", STR_ARG(left));
	snprintf(value, sizeof(value), "%.*s", STR_ARG(right));
	return config_set(c, name, value, CONFIG_FILE, e);
}

int config_read_file(struct config *c, const char *path, struct err *e)
{
	char line[MAX_LINE];
	FILE *f = fopen(path, "r");
	int rc = 0;

	if (!f)
		return err_sys(e, ERR_USAGE, errno, "%s", path);
	for (unsigned n = 1; rc == 0 && fgets(line, sizeof(line), f); n++) {
		rc = read_line(c, line, e);
		if (rc)
			err_at(e, "%s:%u", path, n);
	}
	fclose(f);
	return rc;
}

int config_read_environment(struct config *c, struct err *e)
{
	for (size_t i = 0; i < config_options_count; i++) {
		char name[64];
		const char *value;

		snprintf(name, sizeof(name), "NIANBAO_%s", config_options[i].name);
		for (char *p = name; *p; p++) {
			if (*p == '-')
				*p = '_';
			else if (*p >= 'a' && *p <= 'z')
				*p = (char)(*p - 'a' + 'A');
		}
		value = getenv(name);
		if (value && config_set(c, config_options[i].name, value, CONFIG_ENVIRONMENT, e))
			return err_at(e, "%s", name);
	}
	return 0;
}
