#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"

static const char usage[] = "";

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	bool helped;

	if (args_parse(&helped, &argc, argv, usage, NULL, 0, e))
		return -1;
	if (helped)
		return 0;
	if (argc > 1)
		return err_set(e, ERR_USAGE, "'%s' is one word too many", argv[1]);
	for (size_t i = 0; i < config_options_count; i++) {
		const struct config_option *o = &config_options[i];

		printf("# %s (%" PRId64 " to %" PRId64 " %s)\n%s = %" PRId64 "%s # %s\n", o->help,
		       o->min, o->max, o->unit, o->name, config_get(config, o),
		       strcmp(o->unit, "ms") == 0 ? "ms" : "",
		       config_source_name((enum config_source)config->source[i]));
	}
	for (size_t i = 0; i < check_rules_count; i++)
		if (config->severities.of[i])
			printf("severity.%s = %s\n", check_rules[i].code,
			       severity_name((enum severity)(config->severities.of[i] - 1)));
	return 0;
}

const struct command cmd_config = { "config", usage,
				    "show every setting, its value and where it comes from", run };
