#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "report/check.h"

static const char usage[] = "[--format table|csv|json|markdown]";

static const struct listing_column columns[] = {
	{ "code", false, 0 },    { "severity", false, 0 }, { "group", false, 0 },
	{ "message", false, 0 }, { "cite", false, 0 },
};

static const char intro[] =
	"# Rules\n\n"
	"Written by `nianbao rules --format markdown` from `report/rules.c`; not edited by hand.\n"
	"An `error` contradicts the form, last year's report or itself; a `warning` is probable "
	"and\n"
	"wants a reader; an `info` is worth recording. A rule whose figures are blank, missing or "
	"in\n"
	"doubt is *not assessable*: that is stored too, so that silence is never mistaken for "
	"health.\n\n";

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const char *format_name = NULL;
	const struct arg args[] = {
		{ "format", ARG_TEXT, &format_name, "FORMAT", "table, csv, json or markdown" },
	};
	enum listing_format format;
	struct listing l;
	bool helped;

	(void)config;
	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (listing_format(&format, format_name, e))
		return -1;
	if (format == LISTING_MARKDOWN)
		fputs(intro, stdout);
	listing_init(&l, stdout, format, columns, countof(columns));
	for (size_t i = 0; i < check_rules_count; i++) {
		const struct rule *r = &check_rules[i];
		struct str row[] = { str_c(r->code), str_c(severity_name(r->severity)),
				     str_c(rule_group_name(r->group)), str_c(r->message),
				     str_c(r->cite) };

		listing_row(&l, row);
	}
	listing_end(&l);
	return 0;
}

const struct command cmd_rules = { "rules", usage, "the checks: code, severity, group, meaning",
				   run };
