#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/query.h"
#include "export/export.h"

static const char usage[] = "--to csv|jsonl DIR [--bom] [--year Y] [--region CODE] [--db FILE]";

static int find_exporter(const struct exporter **out, const char *name, struct err *e)
{
	*out = name ? exporter_named(str_c(name)) : NULL;
	if (*out)
		return 0;
	err_set(e, ERR_USAGE, "--to '%s' is not known; there are:", name ? name : "");
	for (size_t i = 0; exporter_at(i); i++) {
		size_t n = strlen(e->msg);

		snprintf(e->msg + n, sizeof(e->msg) - n, " %s", exporter_at(i)->name);
	}
	return -1;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const struct exporter *exporter;
	struct export_options options = { 0 };
	const char *to = NULL;
	struct store *s = NULL;
	struct query q;
	bool helped;
	int rc;

	(void)config;
	query_init(&q, QUERY_BODIES);
	q.args[q.n_args++] = (struct arg){ "to", ARG_TEXT, &to, "NAME", "csv or jsonl" };
	q.args[q.n_args++] = (struct arg){ "bom", ARG_FLAG, &options.bom, NULL,
					   "begin text files with the mark that Excel wants" };
	if (args_parse(&helped, &argc, argv, usage, q.args, q.n_args, e))
		return -1;
	if (helped)
		return 0;
	if (argc != 2)
		return err_set(e, ERR_USAGE, "which folder? usage: nianbao export %s", usage);
	if (find_exporter(&exporter, to, e) || query_finish(&q, 1, argv, e) ||
	    store_open(&s, q.db, STORE_READ, e))
		return -1;
	options.filter = q.filter;
	rc = export_run(exporter, argv[1], s, &options, e);
	store_close(s);
	return rc;
}

const struct command cmd_export = { "export", usage, "tables for other programs", run };
