#include "cli/command.h"

#include <string.h>

#define COMMAND(name) extern const struct command cmd_##name;
#include "cli/commands.def"
#undef COMMAND

static const struct command *const commands[] = {
#define COMMAND(name) &cmd_##name,
#include "cli/commands.def"
#undef COMMAND
};

const struct command *command_at(size_t i)
{
	return i < countof(commands) ? commands[i] : NULL;
}

const struct command *command_named(const char *name)
{
	for (size_t i = 0; i < countof(commands); i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int command_help(FILE *to, int status)
{
	fputs("usage: nianbao <command> [arguments]\n\n", to);
	for (size_t i = 0; i < countof(commands); i++)
		fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->help);
	fputs("\nnianbao <command> --help shows a command's options; "
	      "--set NAME=VALUE and --config FILE go with every command.\n",
	      to);
	return status;
}
