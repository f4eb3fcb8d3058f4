#ifndef CLI_HARVEST_H
#define CLI_HARVEST_H

#include <signal.h>
#include <stdint.h>

#include "base/err.h"
#include "cli/config.h"
#include "cli/pipeline.h"
#include "crawler/fetch.h"
#include "crawler/overrides.h"
#include "crawler/seed.h"
#include "crawler/warc.h"
#include "store/store.h"

#define NIANBAO_AGENT "nianbao" /* product token: what robots.txt knows us by */

/* All that a harvest works with. Everything is borrowed. */
struct harvest_setup {
	struct store *store;
	struct warc *warc;
	struct fetch *fetch;
	struct pipeline *pipeline;
	const struct seeds *seeds;
	const struct overrides *overrides; /* NULL: none */
	const struct config *config;       /* delay, budgets and floors */
	const char *warc_dir;              /* whose disk is watched */
	const char *agent;                 /* product token, for robots.txt */
	int64_t run_id;
	int64_t max_runtime_ms, max_pages, max_bytes; /* 0: none; bytes on the wire */
	const char *const *only_hosts; /* asked alone; n_only_hosts 0: all that are due */
	size_t n_only_hosts;
	int64_t patience_ms;  /* the run ends when the next host is due later than this */
	bool own_clocks_only; /* a portal in a test: hosts share an address and no pace */
	int64_t grace_ms;     /* for what is under way, once a run drains */
	bool progress;        /* a line on stderr, for a terminal */
	bool notify;          /* the same, to a service manager */
	const volatile sig_atomic_t *signal; /* set by a handler: drain */
};

struct harvest_summary {
	int64_t n_requests, n_pages, n_bytes;          /* robots.txt counted in requests only */
	int64_t n_documents, n_new, n_changed, n_same; /* bodies; not_modified is same */
	int64_t n_reports_new, n_reports_changed;
	int64_t n_not_found, n_disallowed, n_offsite, n_failed, n_throttled, n_blocked;
	int64_t n_unread; /* documents whose worker was lost, or that could not be read */
	int64_t n_hosts, n_hosts_stopped; /* asked; stopped or given up for this run */
	int64_t n_left;                   /* URLs still to be asked */
};

/*
 * harvest_run - visit what is due, until nothing is or a limit is reached.
 *
 * For each URL: scope, robots.txt, pace, fetch, archive, worker, one transaction
 * for what came of it, links back to the frontier. Rows become lasting only after
 * the bytes they point to; killed at any moment, the next run goes on. Documents
 * an earlier run fetched and did not read come first.
 *
 * Returns 0, or -1 with ERR_STOPPED (a limit, work is left), ERR_INTERRUPTED,
 * ERR_TERMINATED, ERR_DISK (floor of free space), ERR_OFFLINE (no host answered
 * at all), ERR_PARTIAL (too many hosts failed), or what the store, the archive or the workers say.
 * The summary is filled either way.
 */
MUST_USE int harvest_run(struct harvest_summary *out, const struct harvest_setup *setup,
			 struct err *e);

#endif
