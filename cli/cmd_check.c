#include <inttypes.h>
#include <stdio.h>

#include "base/attrs.h"
#include "cli/args.h"
#include "cli/checker.h"
#include "cli/command.h"
#include "cli/paths.h"

static const char usage[] = "[--db FILE] [--quiet]";

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const char *db = PATHS_DEFAULT_DB;
	bool quiet = false, helped;
	const struct arg args[] = {
		{ "db", ARG_TEXT, &db, "FILE", "the database" },
		{ "quiet", ARG_FLAG, &quiet, NULL, "say nothing when all is well" },
	};
	struct checker_counts n;
	struct store *s = NULL;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc > 1)
		return err_set(e, ERR_USAGE, "'%s' is one word too many", argv[1]);
	if (store_open(&s, db, STORE_WRITE, e))
		return -1;
	rc = checker_run(&n, s, &config->severities, e);
	store_close(s);
	if (rc == 0 && !quiet)
		printf("%" PRId64 " reports, %" PRId64 " beside the year before: %" PRId64
		       " findings, %" PRId64 " of them errors, %" PRId64 " warnings; %" PRId64
		       " names linked to another\n",
		       n.n_reports, n.n_compared, n.n_findings, n.n_errors, n.n_warnings,
		       n.n_links);
	return rc;
}

const struct command cmd_check = {
	"check", usage, "hold reports against the year before and against other agencies", run
};
