#define LOG_MODULE "harvest"

#include "cli/harvest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "base/attrs.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/harvest_parts.h"
#include "cli/notify.h"

#define COMMIT_EVERY_MS   500 /* what a kill can cost is asked for again */
#define MAX_WAIT_MS       1000
#define LOOK_AT_DISK_MS   5000
#define COUNT_LEFT_MS     10000 /* how often what is left is counted, for people */
#define NOTIFY_MS         5000
#define MAX_POLLFDS       64
#define QUEUED_PER_WORKER 4

struct pace_time harvest_now(void)
{
	return (struct pace_time){ clock_mono_ms(), clock_wall_ms() };
}

int harvest_begin(struct harvest *h, struct err *e)
{
	if (h->in_transaction)
		return 0;
	if (store_begin(h->s->store, e))
		return -1;
	h->in_transaction = true;
	h->began_ms = clock_mono_ms();
	return 0;
}

/* The bytes first, then the rows that point to them. */
static int commit(struct harvest *h, struct err *e)
{
	if (!h->in_transaction)
		return 0;
	if (warc_sync(h->s->warc, e))
		return -1;
	h->in_transaction = false;
	return store_commit(h->s->store, e);
}

void harvest_drain(struct harvest *h, enum err_code code, const char *why)
{
	if (h->draining)
		return;
	h->draining = true;
	if (h->s->notify)
		notify("STOPPING=1");
	err_set(&h->why, code, "%s", why);
	log_info("requests=%lld: %s: finishing what is under way", (long long)h->sum.n_requests,
		 why);
}

static int look_at_disk(struct harvest *h, int64_t *looked_ms, int64_t now_ms, struct err *e)
{
	struct statvfs fs;

	if (h->sum.n_requests && now_ms - *looked_ms < LOOK_AT_DISK_MS)
		return 0;
	*looked_ms = now_ms;
	if (statvfs(h->s->warc_dir, &fs))
		return err_sys(e, ERR_IO, errno, "%s", h->s->warc_dir);
	if ((int64_t)(fs.f_bavail * fs.f_frsize) < h->s->config->min_free_bytes)
		harvest_drain(h, ERR_DISK, "too little free disk space (min-free)");
	return 0;
}

static void look_at_limits(struct harvest *h, int64_t now_ms)
{
	int sig = h->s->signal ? *h->s->signal : 0;

	if (sig)
		harvest_drain(h, sig == SIGINT ? ERR_INTERRUPTED : ERR_TERMINATED,
			      sig == SIGINT ? "interrupted" : "terminated");
	if (h->s->max_runtime_ms && now_ms - h->started_ms >= h->s->max_runtime_ms)
		harvest_drain(h, ERR_STOPPED, "stopped at --max-runtime");
	/* What is under way counts too: the limit is not passed. */
	if (h->s->max_bytes && h->sum.n_bytes >= h->s->max_bytes)
		harvest_drain(h, ERR_STOPPED, "stopped at --max-bytes");
	if (h->s->max_pages && h->sum.n_pages + fetch_busy(h->s->fetch) >= h->s->max_pages)
		harvest_drain(h, ERR_STOPPED, "stopped at --max-pages");
}

/* Requests to as many hosts as may be asked now. Returns 1 and how long to wait, 0 at a limit. */
static int ask_hosts(int64_t *wait_ms, struct harvest *h, struct err *e)
{
	size_t max_queued =
		QUEUED_PER_WORKER * (pipeline_free(h->s->pipeline) + pipeline_busy(h->s->pipeline));

	*wait_ms = FRONTIER_LATER;
	/* An earlier run's documents come first: this run's are unread for a while, too. */
	while (!h->draining && h->unread_after < 0 &&
	       fetch_busy(h->s->fetch) < (unsigned)h->s->config->max_hosts &&
	       h->n_queued < max_queued) {
		size_t index;

		if (harvest_claim(h, e))
			return -1;
		*wait_ms = frontier_next(&index, h->frontier, harvest_now());
		if (*wait_ms)
			return 1;
		if (harvest_ask(h, index, e))
			return -1;
		look_at_limits(h, clock_mono_ms());
	}
	return 0;
}

static int take_answers(struct harvest *h, struct err *e)
{
	struct fetch_result r;
	uint64_t id;

	while (fetch_next(&r, &id, h->s->fetch))
		if (harvest_answer(h, (size_t)id, &r, e))
			return -1;
	return 0;
}

static int sleep_until_something(struct harvest *h, int64_t wait_ms, struct err *e)
{
	struct pollfd fds[MAX_POLLFDS];
	size_t n = pipeline_pollfds(h->s->pipeline, fds, countof(fds));

	if (wait_ms < 0 || wait_ms > MAX_WAIT_MS)
		wait_ms = MAX_WAIT_MS;
	if (h->in_transaction && wait_ms > COMMIT_EVERY_MS)
		wait_ms = COMMIT_EVERY_MS;
	if (h->unread_after >= 0 && !h->queued)
		wait_ms = 0;
	return fetch_wait(h->s->fetch, fds, n, (int)wait_ms, e);
}

static bool at_rest(const struct harvest *h)
{
	return !fetch_busy(h->s->fetch) && !h->queued && !pipeline_busy(h->s->pipeline) &&
	       h->unread_after < 0;
}

/* What people and service managers are told while it runs. */
struct progress {
	int64_t shown_ms, told_ms, counted_ms, n_left;
	int64_t began_ms, began_pages; /* of the rate: the last counting */
	double rate;                   /* pages a second */
};

/* What is left, and how fast it gets less. */
static int count_left(struct progress *p, struct harvest *h, int64_t now_ms, struct err *e)
{
	struct store_backlog left;

	if (p->counted_ms && now_ms - p->counted_ms < COUNT_LEFT_MS)
		return 0;
	if (store_backlog(&left, h->s->store, e))
		return -1;
	if (p->counted_ms)
		p->rate = (double)(h->sum.n_pages - p->began_pages) * 1000.0 /
			  (double)(now_ms - p->counted_ms);
	p->began_pages = h->sum.n_pages;
	p->counted_ms = now_ms;
	p->n_left = left.n_pending;
	return 0;
}

static void describe(char *out, size_t room, const struct progress *p, const struct harvest *h)
{
	int64_t eta_s = p->rate > 0.01 ? (int64_t)((double)p->n_left / p->rate) : -1;
	int n = snprintf(out, room,
			 "%lld pages, %lld reports, %.1f/s, %zu hosts, %u under way, %lld due, "
			 "%lld failed",
			 (long long)h->sum.n_pages, (long long)h->sum.n_reports_new, p->rate,
			 frontier_count(h->frontier), fetch_busy(h->s->fetch), (long long)p->n_left,
			 (long long)h->sum.n_failed);

	if (eta_s >= 0 && n > 0 && (size_t)n < room)
		snprintf(out + n, room - (size_t)n, ", %lld:%02lld left", (long long)(eta_s / 3600),
			 (long long)(eta_s / 60 % 60));
}

static int show_progress(struct progress *p, struct harvest *h, int64_t now_ms, struct err *e)
{
	bool show = h->s->progress && now_ms - p->shown_ms >= 1000;
	bool tell = h->s->notify && now_ms - p->told_ms >= NOTIFY_MS;
	char line[256], state[300];

	if (!show && !tell)
		return 0;
	if (count_left(p, h, now_ms, e))
		return -1;
	describe(line, sizeof(line), p, h);
	if (show) {
		p->shown_ms = now_ms;
		fprintf(stderr, "\r\033[K%s", line);
		fflush(stderr);
	}
	if (tell) {
		p->told_ms = now_ms;
		snprintf(state, sizeof(state), "WATCHDOG=1\nSTATUS=%s", line);
		notify(state);
	}
	return 0;
}

static int loop(struct harvest *h, struct err *e)
{
	int64_t looked_ms = 0, drained_ms = 0;
	struct progress progress = { 0 };

	for (;;) {
		int64_t wait_ms, now_ms = clock_mono_ms();
		int more;

		look_at_limits(h, now_ms);
		if (look_at_disk(h, &looked_ms, now_ms, e) ||
		    (!h->draining && harvest_take_unread(h, e)) || harvest_feed_workers(h, e) ||
		    (more = ask_hosts(&wait_ms, h, e)) < 0)
			return -1;
		if (h->draining && !drained_ms)
			drained_ms = now_ms;
		if (h->draining)
			h->unread_after = -1;
		if (at_rest(h) &&
		    (h->draining || wait_ms == FRONTIER_LATER || wait_ms > h->s->patience_ms))
			return 0;
		if (h->draining && now_ms - drained_ms > h->s->grace_ms)
			return 0;
		if (sleep_until_something(h, more ? wait_ms : FRONTIER_LATER, e) ||
		    take_answers(h, e) || harvest_feed_workers(h, e) || harvest_collect(h, e))
			return -1;
		if (h->in_transaction && clock_mono_ms() - h->began_ms >= COMMIT_EVERY_MS &&
		    commit(h, e))
			return -1;
		if (show_progress(&progress, h, now_ms, e))
			return -1;
	}
}

/* A host that still waits when the run ends is given up for this time, and why is told. */
static const char *reason_to_leave(const struct harvest_host *host)
{
	if (host->robots_memory.failures && !host->robots_memory.good_ms)
		return host->trouble[0] ? host->trouble : "robots_unreachable";
	return host->row.fails || host->row.backoff_steps ? "unreachable" : NULL;
}

static int leave_hosts(struct harvest *h, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; i < h->cap_hosts; i++)
		if (rc == 0 && h->hosts[i] && !h->hosts[i]->under_way)
			rc = harvest_retire(h, h->hosts[i],
					    h->draining ? NULL : reason_to_leave(h->hosts[i]), e);
	return rc;
}

static int settle(struct harvest *h, struct err *e)
{
	struct store_backlog left;

	if (leave_hosts(h, e) || harvest_begin(h, e) || store_seeds_settle(h->s->store, e) ||
	    commit(h, e) || store_backlog(&left, h->s->store, e))
		return -1;
	h->sum.n_left = left.n_pending;
	if (h->draining) {
		bool limit = h->why.code == ERR_STOPPED;

		if (limit && !left.n_pending)
			return 0; /* the limit was just enough */
		*e = h->why;
		return -1;
	}
	if (h->sum.n_requests && !h->any_answer)
		return err_set(e, ERR_OFFLINE, "no host answered, of %lld that were asked",
			       (long long)h->sum.n_hosts);
	if (h->sum.n_hosts_stopped > h->s->config->max_failed_hosts)
		return err_set(e, ERR_PARTIAL, "%lld hosts failed, %lld may",
			       (long long)h->sum.n_hosts_stopped,
			       (long long)h->s->config->max_failed_hosts);
	return 0;
}

/* Only now is it known which address a name stands for. */
static bool may_connect(void *user, uint64_t id, struct str address)
{
	struct harvest *h = user;

	return frontier_reach(h->frontier, (size_t)id, address, harvest_now());
}

static void release(struct harvest *h)
{
	fetch_watch(h->s->fetch, NULL, NULL);
	for (size_t i = 0; i < h->cap_hosts; i++) {
		struct harvest_host *host = h->hosts[i];

		if (!host)
			continue;
		arena_release(&host->robots_arena);
		arena_release(&host->queue_arena);
		arena_release(&host->arena);
		free(host);
	}
	free(h->hosts);
	harvest_drop_documents(h);
	map64_release(&h->seen);
	map64_release(&h->refused);
	map64_release(&h->rows);
	map64_release(&h->page_from);
	map64_release(&h->came_from);
	map64_release(&h->seeds);
	map64_release(&h->wide);
	frontier_close(h->frontier);
	arena_release(&h->arena);
}

int harvest_run(struct harvest_summary *out, const struct harvest_setup *setup, struct err *e)
{
	struct frontier_settings pace = { (int32_t)setup->config->delay_ms,
					  setup->own_clocks_only };
	struct harvest h = {
		.s = setup,
		.frontier = frontier_open(&pace),
		.claimable = true,
		.started_ms = clock_mono_ms(),
		.dice = (uint64_t)clock_wall_ms(),
	};
	int rc;

	h.queued_end = &h.queued;
	h.cap_hosts = 0;
	fetch_watch(setup->fetch, may_connect, &h);
	rc = harvest_begin(&h, e);
	if (!rc)
		rc = store_hosts_forgive(setup->store, e);
	if (!rc)
		rc = store_frontier_resume(setup->store, clock_wall_ms(), e);
	if (!rc)
		rc = harvest_plant_seeds(&h, e);
	if (!rc)
		rc = commit(&h, e);
	if (!rc)
		rc = loop(&h, e);
	if (!rc)
		rc = settle(&h, e);
	if (rc && h.in_transaction)
		store_rollback(setup->store);
	if (setup->progress)
		fprintf(stderr, "\r\033[K");
	*out = h.sum;
	release(&h);
	return rc;
}
