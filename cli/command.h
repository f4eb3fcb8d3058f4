#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stddef.h>
#include <stdio.h>

#include "base/err.h"
#include "cli/config.h"

/* One verb of the program. Rows live in commands.def. */
struct command {
	const char *name;
	const char *usage; /* what follows the name on the command line */
	const char *help;  /* one line, also used by the man page */

	/*
	 * argv[0] is the verb; settings have been taken out already. Returns 0, or
	 * -1 with *e set; main() prints it and picks the exit status.
	 */
	MUST_USE int (*run)(int argc, char **argv, const struct config *config, struct err *e);
};

const struct command *command_at(size_t i); /* commands.def order; NULL past the last */
const struct command *command_named(const char *name);

/* Lists the commands; returns `status`, for main() to end with. */
int command_help(FILE *to, int status);

#endif
