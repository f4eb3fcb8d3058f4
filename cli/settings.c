#include "cli/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/args.h"

/* What goes with every command. Kept apart from the words that are the command's own. */
struct common {
	const char *file, *log_file, *log_format;
	struct arg_list set;
	bool verbose, debug;
};

/* "--name value" or "--name=value" at argv[i]: the value, and how many words it took. */
static const char *value_of(const char *name, char **argv, int argc, int i, int *words)
{
	size_t n = strlen(name);

	if (strncmp(argv[i], name, n) != 0)
		return NULL;
	*words = argv[i][n] == '=' ? 1 : 2;
	if (argv[i][n] == '=')
		return argv[i] + n + 1;
	return argv[i][n] == '\0' && i + 1 < argc ? argv[i + 1] : NULL;
}

static void take_common(struct common *out, int *argc, char **argv)
{
	int kept = 1, i = 1;

	while (i < *argc && argv[i] && strcmp(argv[i], "--") != 0) {
		int words = 1;
		const char *v;

		if ((v = value_of("--config", argv, *argc, i, &words)) != NULL)
			out->file = v;
		else if ((v = value_of("--log-file", argv, *argc, i, &words)) != NULL)
			out->log_file = v;
		else if ((v = value_of("--log-format", argv, *argc, i, &words)) != NULL)
			out->log_format = v;
		else if ((v = value_of("--set", argv, *argc, i, &words)) != NULL &&
			 out->set.n < ARG_MAX_LIST)
			out->set.at[out->set.n++] = v;
		else if (strcmp(argv[i], "--verbose") == 0)
			out->verbose = true;
		else if (strcmp(argv[i], "--debug") == 0)
			out->debug = true;
		else {
			argv[kept++] = argv[i++];
			continue;
		}
		i += words;
	}
	while (i < *argc)
		argv[kept++] = argv[i++];
	*argc = kept;
}

static int read_default_file(struct config *c, struct err *e)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char path[4096];

	if (xdg && *xdg)
		snprintf(path, sizeof(path), "%s/nianbao/nianbao.conf", xdg);
	else if (home && *home)
		snprintf(path, sizeof(path), "%s/.config/nianbao/nianbao.conf", home);
	else
		return 0;
	return access(path, R_OK) == 0 ? config_read_file(c, path, e) : 0;
}

static int set_one(struct config *c, const char *pair, struct err *e)
{
	const char *equals = strchr(pair, '=');
	char name[128];

	if (!equals || (size_t)(equals - pair) >= sizeof(name))
		return err_set(e, ERR_USAGE, "--set wants NAME=VALUE, not '%s'", pair);
	snprintf(name, sizeof(name), "%.*s", (int)(equals - pair), pair);
	return config_set(c, name, equals + 1, CONFIG_FLAG, e);
}

static int set_log(const struct common *common, struct err *e)
{
	bool json = common->log_format && strcmp(common->log_format, "json") == 0;

	if (common->log_format && !json && strcmp(common->log_format, "text") != 0)
		return err_set(e, ERR_USAGE, "--log-format %s: want text or json",
			       common->log_format);
	log_set_json(json);
	if (!common->log_file)
		return 0;
	/* What goes to a file is looked at later: what was done belongs there. */
	if (!common->debug)
		log_set_level(LOG_INFO);
	return log_to_file(common->log_file, e);
}

int settings_read(struct config *out, int *argc, char **argv, struct err *e)
{
	struct common common = { 0 };

	take_common(&common, argc, argv);
	if (common.debug || common.verbose)
		log_set_level(common.debug ? LOG_DEBUG : LOG_INFO);
	if (set_log(&common, e))
		return -1;
	config_init(out);
	if (common.file ? config_read_file(out, common.file, e) : read_default_file(out, e))
		return -1;
	if (config_read_environment(out, e))
		return -1;
	for (size_t i = 0; i < common.set.n; i++)
		if (set_one(out, common.set.at[i], e))
			return -1;
	return 0;
}
