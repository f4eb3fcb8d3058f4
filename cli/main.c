#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "cli/settings.h"

static int fail(const char *verb, const struct err *e)
{
	struct buf line;

	buf_init(&line, 4096);
	utf8_printable(&line, str_c(e->msg));
	if (line.n)
		fprintf(stderr, "nianbao %s: %s\n", verb, line.p);
	buf_release(&line);
	return err_class(e->code)->exit_status;
}

static int run(const struct command *c, int argc, char **argv)
{
	struct config config;
	struct err e = { 0 };

	if (settings_read(&config, &argc, argv, &e) || c->run(argc, argv, &config, &e))
		return fail(c->name, &e);
	if (fflush(stdout) || ferror(stdout)) {
		err_set(&e, ERR_IO, "standard output cannot be written");
		return fail(c->name, &e);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2)
		return command_help(stderr, err_class(ERR_USAGE)->exit_status);
	if (strcmp(argv[1], "--version") == 0)
		argv[1] += 2;
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
		return command_help(stdout, 0);
	c = command_named(argv[1]);
	if (c)
		return run(c, argc - 1, argv + 1);
	fprintf(stderr, "nianbao: no command '%s', see: nianbao help\n", argv[1]);
	return err_class(ERR_USAGE)->exit_status;
}
