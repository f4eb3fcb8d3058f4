#define LOG_MODULE "merge"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/ingest.h"
#include "cli/lock.h"
#include "cli/paths.h"
#include "cli/versions.h"
#include "store/store_merge.h"

static const char usage[] = "OUT IN... [--quiet]";

static bool is_same_file(const char *a, const char *b)
{
	char *x = realpath(a, NULL), *y = realpath(b, NULL);
	bool same = x && y && strcmp(x, y) == 0;

	free(x);
	free(y);
	return same;
}

static int merge_one(struct store *s, const char *out, const char *in, bool quiet, struct err *e)
{
	char dir[PATHS_MAX];
	struct store_merged n;
	char *whole;
	int rc;

	if (is_same_file(out, in))
		return err_set(e, ERR_USAGE, "%s: is the database to merge into", in);
	paths_archive(dir, in, NULL);
	whole = realpath(dir, NULL);
	rc = store_merge(&n, s, in, whole ? whole : dir, e);
	if (rc == 0 && !whole)
		log_warn("%s: is not there; the bytes of its documents cannot be shown", dir);
	free(whole);
	if (rc == 0 && ingest_check_joined(s, e))
		rc = -1;
	if (rc)
		return -1;
	if (!quiet)
		printf("%s: %" PRId64 " URLs, %" PRId64 " documents, %" PRId64
		       " reports that were not known\n",
		       in, n.n_urls, n.n_documents, n.n_reports);
	return 0;
}

static int merge_all(struct store *s, char **argv, int argc, bool quiet, struct err *e)
{
	struct store_run row = { .command = STR("merge"),
				 .program = STR("nianbao " NIANBAO_VERSION),
				 .started_ms = clock_wall_ms() };
	struct store_run_end end = { 0 };
	int64_t run_id;
	int rc = store_run_begin(&run_id, s, &row, e);

	for (int i = 2; rc == 0 && i < argc; i++)
		rc = merge_one(s, argv[1], argv[i], quiet, e);
	if (rc)
		return -1;
	end.ended_ms = clock_wall_ms();
	return store_run_end(s, run_id, &end, e) || store_checkpoint(s, e) ? -1 : 0;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	bool helped, quiet = false;
	const struct arg args[] = {
		{ "quiet", ARG_FLAG, &quiet, NULL, "say nothing when all is well" },
	};
	char lock_path[PATHS_MAX + 8];
	struct store *s = NULL;
	struct lock lock;
	int rc;

	(void)config;
	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc < 3)
		return err_set(e, ERR_USAGE, "which databases? usage: nianbao merge %s", usage);
	snprintf(lock_path, sizeof(lock_path), "%s.lock", argv[1]);
	if (lock_take(&lock, lock_path, e))
		return -1;
	rc = store_open(&s, argv[1], STORE_CREATE, e);
	if (!rc)
		rc = merge_all(s, argv, argc, quiet, e);
	store_close(s);
	lock_release(&lock);
	return rc;
}

const struct command cmd_merge = { "merge", usage, "join the databases of shards", run };
