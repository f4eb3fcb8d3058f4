#define LOG_MODULE "harvest"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/harvest.h"
#include "cli/harvest_summary.h"
#include "cli/lock.h"
#include "cli/notify.h"
#include "cli/paths.h"
#include "cli/pipeline_config.h"
#include "cli/versions.h"
#include "extract/decode.h"

static const char usage[] = "SEEDS... [--db FILE] [--warc-dir DIR] [options]";

#define AGENT            NIANBAO_AGENT
#define MAX_SEED_BYTES   (64u << 20)
#define PATIENCE_MS      (15 * 60 * 1000) /* a back-off of the first steps is waited for */
#define TEST_PATIENCE_MS 5000
#define GRACE_MS         30000

struct options {
	const char *db, *warc_dir, *contact, *vantage, *overrides;
	const char *summary, *metrics, *if_locked;
	int64_t delay_ms, jobs, max_runtime_ms, max_pages, max_bytes, min_free, grace_ms;
	struct arg_list resolve, only;
	bool allow_private, shared_clocks, dry_run, quiet;
};

static volatile sig_atomic_t signalled;

static void on_signal(int sig)
{
	signalled = sig;
	signal(sig, SIG_DFL); /* the second one ends the run at once; nothing is lost by it */
}

static void on_hangup(int sig)
{
	(void)sig;
	log_rotated();
}

static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal }, hangup = { .sa_handler = on_hangup };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigemptyset(&hangup.sa_mask);
	if (log_in_file()) /* else a terminal that goes away ends the run, as ever */
		sigaction(SIGHUP, &hangup, NULL);
}

static int read_seeds(struct seeds *out, int argc, char **argv, struct arena *arena, struct err *e)
{
	for (int i = 1; i < argc; i++) {
		struct encoding enc;
		struct str text;
		struct buf bytes;
		int rc;

		buf_init(&bytes, MAX_SEED_BYTES);
		rc = file_read(&bytes, argv[i], e);
		if (!rc) /* lists come out of spreadsheets: GBK as well as UTF-8 */
			rc = decode_text(&text, &enc, arena_str(arena, buf_str(&bytes)),
					 (struct str){ NULL, 0 }, false, arena, e);
		buf_release(&bytes);
		if (!rc)
			rc = seed_parse(out, text, argv[i], arena, e);
		if (rc)
			return err_at(e, "%s", argv[i]);
	}
	for (size_t i = 0; i < out->n_problems; i++)
		log_warn("file=%.*s line=%u: %.*s", STR_ARG(out->problems[i].file),
			 out->problems[i].line, STR_ARG(out->problems[i].reason));
	if (!out->n)
		return err_set(e, ERR_USAGE, "no seed that can be used");
	return 0;
}

/* NULL file: none. */
static int read_overrides(struct overrides *out, const char *file, struct arena *arena,
			  struct err *e)
{
	struct buf bytes;
	int rc;

	if (!file)
		return 0;
	buf_init(&bytes, MAX_SEED_BYTES);
	rc = file_read(&bytes, file, e);
	if (!rc)
		rc = overrides_parse(out, arena_str(arena, buf_str(&bytes)), file, arena, e);
	buf_release(&bytes);
	for (size_t i = 0; i < out->n_problems; i++)
		log_warn("file=%s line=%u: %.*s", file, out->problems[i].line,
			 STR_ARG(out->problems[i].reason));
	return rc;
}

/* Who asks, and how to reach them: a site's owner must be able to complain. */
static struct str user_agent(const struct options *opt, struct arena *arena)
{
	char host[256] = "localhost";
	const char *user = getenv("USER");

	if (opt->contact)
		return arena_strf(arena, AGENT "/" NIANBAO_VERSION " (%s)", opt->contact);
	gethostname(host, sizeof(host) - 1);
	return arena_strf(arena, AGENT "/" NIANBAO_VERSION " (harvester of annual reports; %s@%s)",
			  user && *user ? user : "operator", host);
}

/* What is open during a harvest, in the order of opening. */
struct session {
	struct lock lock;
	struct pipeline *pipeline;
	struct store *store;
	struct warc *warc;
	struct fetch *fetch;
	struct arena arena;
};

static int open_archive(struct session *s, const struct options *opt, const char *agent,
			const struct config *config, struct err *e)
{
	struct warc_settings w = {
		.dir = opt->warc_dir,
		.prefix = AGENT,
		.max_file_bytes = config->warc_bytes,
		.info = { .software = AGENT "/" NIANBAO_VERSION,
			  .user_agent = agent,
			  .contact = opt->contact,
			  .robots = "obeyed, RFC 9309",
			  .vantage = opt->vantage },
	};
	size_t n_repaired;

	if (file_make_dirs(opt->warc_dir, e) || warc_open(&s->warc, &n_repaired, &w, e))
		return -1;
	if (n_repaired)
		log_info("files=%zu: archive files of a run that was killed were closed",
			 n_repaired);
	return 0;
}

static int open_all(struct session *s, const struct options *opt, const struct config *config,
		    struct err *e)
{
	const char *lock_path = arena_strf(&s->arena, "%s.lock", opt->db).p;
	const char *agent = user_agent(opt, &s->arena).p;
	struct pipeline_limits limits = pipeline_config(config);
	struct fetch_settings f = {
		.user_agent = agent,
		.allow_private = opt->allow_private,
		.limits = { .connect_ms = config->connect_ms,
			    .first_byte_ms = config->first_byte_ms,
			    .slow_ms = config->low_speed_ms,
			    .slow_bytes = config->low_speed_bytes * config->low_speed_ms / 1000,
			    .total_ms = config->transfer_ms,
			    .max_page_bytes = config->max_page_bytes,
			    .max_file_bytes = config->max_file_bytes,
			    .max_ratio = (unsigned)config->max_inflate_ratio },
		.resolve = opt->resolve.at,
		.n_resolve = opt->resolve.n,
	};

	if (lock_take(&s->lock, lock_path, e) || pipeline_open(&s->pipeline, &limits, e) ||
	    store_open(&s->store, opt->db, STORE_CREATE, e) ||
	    open_archive(s, opt, agent, config, e) || fetch_open(&s->fetch, &f, e))
		return -1;
	return 0;
}

static int close_all(struct session *s, struct err *e)
{
	int rc;

	fetch_close(s->fetch);
	rc = warc_close(s->warc, e);
	store_close(s->store);
	pipeline_close(s->pipeline);
	if (s->lock.fd >= 0)
		lock_release(&s->lock);
	arena_release(&s->arena);
	return rc;
}

/* Everything between the first row of a run and its last. */
static int run_open(struct session *s, const struct options *opt, const struct config *config,
		    const struct seeds *seeds, const struct overrides *overrides, struct err *e)
{
	struct harvest_setup setup = {
		.store = s->store,
		.warc = s->warc,
		.fetch = s->fetch,
		.pipeline = s->pipeline,
		.seeds = seeds,
		.overrides = overrides,
		.config = config,
		.warc_dir = opt->warc_dir,
		.agent = AGENT,
		.max_runtime_ms = opt->max_runtime_ms,
		.max_pages = opt->max_pages,
		.max_bytes = opt->max_bytes,
		.only_hosts = opt->only.at,
		.n_only_hosts = opt->only.n,
		.patience_ms = opt->allow_private ? TEST_PATIENCE_MS : PATIENCE_MS,
		.own_clocks_only = opt->allow_private && !opt->shared_clocks,
		.grace_ms = opt->grace_ms,
		.progress = !opt->quiet && isatty(STDERR_FILENO),
		.notify = getenv("NOTIFY_SOCKET") != NULL,
		.signal = &signalled,
	};
	struct store_run row = { .command = STR("harvest"),
				 .program = STR(AGENT " " NIANBAO_VERSION),
				 .vantage = str_c(opt->vantage),
				 .started_ms = clock_wall_ms() };
	struct harvest_summary sum;
	struct store_run_end end;
	struct err own = { 0 };
	int64_t began_ms = clock_mono_ms(), took_ms;

	if (store_run_begin(&setup.run_id, s->store, &row, e))
		return -1;
	catch_signals();
	notify("READY=1");
	if (harvest_run(&sum, &setup, &own) == 0)
		own.code = ERR_NONE;
	end = (struct store_run_end){
		.ended_ms = clock_wall_ms(),
		.outcome = own.code,
		.message = own.code ? str_c(own.msg) : (struct str){ NULL, 0 },
		.n_fetched = sum.n_requests,
		.n_bytes = sum.n_bytes,
		.n_documents = sum.n_documents,
		.n_new = sum.n_reports_new,
		.n_changed = sum.n_reports_changed,
	};
	took_ms = clock_mono_ms() - began_ms;
	if (store_run_end(s->store, setup.run_id, &end, e) || store_checkpoint(s->store, e))
		return -1;
	if (!opt->quiet)
		summary_print(&sum, &own, took_ms);
	if ((opt->summary && summary_write_json(opt->summary, &sum, &own, took_ms, e)) ||
	    (opt->metrics &&
	     summary_write_metrics(opt->metrics, &sum, &own, took_ms, clock_wall_ms(), e)))
		return -1;
	if (own.code == ERR_NONE)
		return 0;
	*e = own;
	return -1;
}

static int dry_run(const struct seeds *seeds)
{
	for (size_t i = 0; i < seeds->n; i++)
		printf("%s\t%.*s\n", seed_kind_name(seeds->seeds[i].kind),
		       STR_ARG(seeds->seeds[i].url));
	printf("%zu seeds, %zu lines that cannot be used; nothing was asked for\n", seeds->n,
	       seeds->n_problems);
	return 0;
}

static int check(const struct options *opt, const struct config *config, struct err *e)
{
	if (config->delay_ms < 1000 && !opt->allow_private)
		return err_set(e, ERR_USAGE,
			       "--delay below 1 s is for tests, with --allow-private alone");
	if (opt->if_locked && strcmp(opt->if_locked, "skip") != 0 &&
	    strcmp(opt->if_locked, "fail") != 0)
		return err_set(e, ERR_USAGE, "--if-locked %s: want fail or skip", opt->if_locked);
	return 0;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct options opt = { .db = PATHS_DEFAULT_DB,
			       .delay_ms = config->delay_ms,
			       .jobs = config->max_hosts,
			       .min_free = config->min_free_bytes,
			       .grace_ms = GRACE_MS };
	const struct arg args[] = {
		{ "db", ARG_TEXT, &opt.db, "FILE", "the database (" PATHS_DEFAULT_DB ")" },
		{ "warc-dir", ARG_TEXT, &opt.warc_dir, "DIR",
		  "the archive of raw answers (FILE.warc)" },
		{ "delay", ARG_DURATION, &opt.delay_ms, "T",
		  "least time between two requests to a host (3s)" },
		{ "jobs", ARG_INT, &opt.jobs, "N", "hosts asked at the same time (64)" },
		{ "max-runtime", ARG_DURATION, &opt.max_runtime_ms, "T",
		  "begin nothing new after this time" },
		{ "max-pages", ARG_INT, &opt.max_pages, "N", "stop after this many pages" },
		{ "max-bytes", ARG_BYTES, &opt.max_bytes, "N",
		  "stop after this many bytes of answers (K, M, G)" },
		{ "min-free", ARG_BYTES, &opt.min_free, "N",
		  "stop when the disk has less than this left (K, M, G)" },
		{ "grace", ARG_DURATION, &opt.grace_ms, "T",
		  "how long what is under way may take once the run is to end (30s)" },
		{ "only", ARG_LIST, &opt.only, "HOST", "ask this host alone; may be given again" },
		{ "summary", ARG_TEXT, &opt.summary, "FILE", "write what was done there, as JSON" },
		{ "metrics", ARG_TEXT, &opt.metrics, "FILE",
		  "the same for Prometheus' textfile collector" },
		{ "if-locked", ARG_TEXT, &opt.if_locked, "WHAT",
		  "when another run has the database: fail (exit 4) or skip (exit 0)" },
		{ "contact", ARG_TEXT, &opt.contact, "TEXT",
		  "how to reach you, for the User-Agent" },
		{ "vantage", ARG_TEXT, &opt.vantage, "TEXT",
		  "where the harvest runs, for the archive" },
		{ "resolve", ARG_LIST, &opt.resolve, "HOST:PORT:ADDR",
		  "take this address for a host" },
		{ "allow-private", ARG_FLAG, &opt.allow_private, NULL,
		  "ask private and loopback addresses too: for tests" },
		{ "overrides", ARG_TEXT, &opt.overrides, "FILE",
		  "what holds for single hosts: delay, charset, TLS, skip" },
		{ "shared-clocks", ARG_FLAG, &opt.shared_clocks, NULL,
		  "with --allow-private: hosts of one domain or address share a pace all the "
		  "same" },
		{ "dry-run", ARG_FLAG, &opt.dry_run, NULL, "read the seeds and ask for nothing" },
		{ "quiet", ARG_FLAG, &opt.quiet, NULL, "print nothing when all is well" },
	};
	struct config own = *config;
	struct session s = { .lock = { -1 } };
	struct seeds seeds = { 0 };
	struct overrides overrides = { 0 };
	char warc_dir[PATHS_MAX];
	struct err closing;
	bool helped;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc < 2)
		return err_set(e, ERR_USAGE, "which seeds? usage: nianbao harvest %s", usage);
	own.delay_ms = opt.delay_ms;
	own.min_free_bytes = opt.min_free;
	own.max_hosts = opt.jobs > 0 ? opt.jobs : 1;
	opt.warc_dir = paths_archive(warc_dir, opt.db, opt.warc_dir);
	rc = check(&opt, &own, e);
	if (!rc)
		rc = read_seeds(&seeds, argc, argv, &s.arena, e) ||
				     read_overrides(&overrides, opt.overrides, &s.arena, e)
			     ? -1
			     : 0;
	if (!rc && opt.dry_run)
		rc = dry_run(&seeds);
	else if (!rc)
		rc = open_all(&s, &opt, &own, e) || run_open(&s, &opt, &own, &seeds, &overrides, e)
			     ? -1
			     : 0;
	if (rc && e->code == ERR_LOCKED && opt.if_locked && strcmp(opt.if_locked, "skip") == 0)
		rc = 0;
	if (close_all(&s, &closing) && !rc) {
		*e = closing;
		rc = -1;
	}
	return rc;
}

const struct command cmd_harvest = { "harvest", usage,
				     "visit portals, keep and read their annual reports", run };
