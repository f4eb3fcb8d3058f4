#include <stdio.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/versions.h"

static const char usage[] = "";

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	bool helped;

	(void)config;
	if (args_parse(&helped, &argc, argv, usage, NULL, 0, e))
		return -1;
	if (!helped)
		fputs("nianbao " NIANBAO_VERSION "\n" NIANBAO_LIBRARIES, stdout);
	return 0;
}

const struct command cmd_version = { "version", usage, "the version, and what it was built with",
				     run };
