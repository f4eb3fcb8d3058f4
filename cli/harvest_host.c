#define LOG_MODULE "harvest"

#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/harvest_parts.h"
#include "cli/robots_row.h"

#define MAX_IN_PLAY 2048 /* hosts: their queues and rules are in memory */

/* The longest of the delay of all, robots.txt's wish and what a person has said; only the wish is
 * cut. */
static void take_crawl_delay(struct harvest *h, struct harvest_host *host)
{
	struct pace *pace = frontier_pace(h->frontier, host->index);
	const struct config *config = h->s->config;
	int64_t wish = host->row.crawl_delay_ms;
	int64_t own = host->own.delay_ms;

	pace->delay_ms = (int32_t)(own > config->delay_ms ? own : config->delay_ms);
	if (pace_crawl_delay(pace, wish, config->max_crawl_delay_ms))
		log_warn("host=%.*s crawl_delay_ms=%lld: longer than the limit, cut to it",
			 STR_ARG(host->row.name), (long long)wish);
}

/* The copy of robots.txt in memory changes to this one. Its views are copied. */
static void read_robots(struct harvest *h, struct harvest_host *host, struct str body,
			struct str etag, struct str last_modified, const struct url *at)
{
	struct arena arena = { 0 };

	host->robots_body = arena_str(&arena, str_sub(body, 0, ROBOTS_MAX_BYTES + 1));
	host->robots_etag = arena_str(&arena, etag);
	host->robots_last_modified = arena_str(&arena, last_modified);
	robots_parse(&host->robots, host->robots_body, str_c(h->s->agent), at, &arena);
	arena_release(&host->robots_arena);
	host->robots_arena = arena;
	host->row.crawl_delay_ms = host->robots.crawl_delay_ms;
	take_crawl_delay(h, host);
	if (host->robots.is_html)
		log_info("host=%.*s: a page stands in place of robots.txt: no rules",
			 STR_ARG(host->row.name));
}

static int load_robots(struct harvest *h, struct harvest_host *host, struct err *e)
{
	struct store_robots kept;
	struct arena arena = { 0 };
	int rc = store_get_robots(&kept, h->s->store, host->row.id, &arena, e);

	if (rc > 0) {
		host->robots_memory = robots_row_memory(&kept);
		read_robots(h, host, kept.body, kept.etag, kept.last_modified, NULL);
	}
	arena_release(&arena);
	return rc < 0 ? -1 : 0;
}

/* What the host's row says for its clocks. */
static struct frontier_host clocks_of(const struct store_host *row, struct pace_time now)
{
	int64_t wait_ms = row->next_at_ms - now.wall_ms;

	return (struct frontier_host){
		.name = row->name,
		.domain = row->domain,
		.address = row->address,
		.memory = { .backoff_until_ms = row->backoff_until_ms,
			    .trouble_ms = row->event_ms,
			    .open_until_ms = str_eq(row->breaker_state, STR("closed"))
						     ? 0
						     : row->breaker_until_ms,
			    .backoff_steps = row->backoff_steps,
			    .failures = row->fails },
		/* A clock that was set back must not keep a host waiting for longer than any rest.
		 */
		.wait_ms = wait_ms < 0                ? 0
			   : wait_ms > HARVEST_DAY_MS ? HARVEST_DAY_MS
						      : wait_ms,
	};
}

static int play(struct harvest *h, const struct store_host *row, struct err *e)
{
	struct harvest_host *host = calloc(1, sizeof(*host));
	struct pace_time now = harvest_now();
	struct frontier_host clocks = clocks_of(row, now);

	if (!host)
		mem_exhausted(sizeof(*host));
	host->row = *row;
	host->row.name = arena_str(&host->arena, row->name);
	host->row.domain = arena_str(&host->arena, row->domain);
	host->row.address = arena_str(&host->arena, row->address);
	host->row.tls = arena_str(&host->arena, row->tls);
	host->row.breaker_state = STR("closed");
	if (h->s->overrides)
		host->own = overrides_find(h->s->overrides, row->name);
	host->other_scheme = str_eq(row->tls, STR(OTHER_SCHEME));
	host->index = frontier_add(h->frontier, &clocks, now);
	if (host->index >= h->cap_hosts) {
		size_t cap = h->cap_hosts ? h->cap_hosts * 2 : MAX_IN_PLAY;

		h->hosts = realloc(h->hosts, cap * sizeof(struct harvest_host *));
		if (!h->hosts)
			mem_exhausted(cap * sizeof(struct harvest_host *));
		for (size_t i = h->cap_hosts; i < cap; i++)
			h->hosts[i] = NULL;
		h->cap_hosts = cap;
	}
	h->hosts[host->index] = host;
	take_crawl_delay(h, host);
	return load_robots(h, host, e);
}

/* The user may want some hosts alone; a port in the row's name does not count. */
static bool is_wanted(const struct harvest *h, struct str name)
{
	if (!h->s->n_only_hosts)
		return true;
	for (size_t i = 0; i < h->s->n_only_hosts; i++) {
		struct str want = str_c(h->s->only_hosts[i]);

		if (str_eq_nocase(str_sub(name, 0, want.n), want) &&
		    (name.n == want.n || name.p[want.n] == ':'))
			return true;
	}
	return false;
}

int harvest_claim(struct harvest *h, struct err *e)
{
	size_t room = MAX_IN_PLAY - frontier_count(h->frontier), n;
	struct store_host *rows;
	struct arena arena = { 0 };
	int rc;

	if (!h->claimable || !room)
		return 0;
	if (harvest_begin(h, e) ||
	    store_claim_hosts(&rows, &n, h->s->store, room, clock_wall_ms(), &arena, e)) {
		arena_release(&arena);
		return -1;
	}
	rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (is_wanted(h, rows[i].name))
			rc = play(h, &rows[i], e);
	h->claimable = n == room;
	arena_release(&arena);
	return rc;
}

int harvest_put_host(struct harvest *h, struct harvest_host *host, struct err *e)
{
	const struct pace *pace = frontier_pace(h->frontier, host->index);
	const struct pace_memory *m = &pace->memory;
	struct pace_time now = harvest_now();

	host->row.next_at_ms = now.wall_ms + frontier_wait_ms(h->frontier, host->index, now);
	host->row.backoff_until_ms = m->backoff_until_ms;
	host->row.event_ms = m->trouble_ms;
	host->row.backoff_steps = m->backoff_steps;
	host->row.fails = m->failures;
	host->row.breaker_until_ms = m->open_until_ms;
	host->row.breaker_state = m->open_until_ms ? STR("open") : STR("closed");
	if (harvest_begin(h, e))
		return -1;
	return store_host_update(h->s->store, &host->row, e);
}

/* Documents in workers outlive their host. */
static void orphan(struct harvest_document *d, const struct harvest_host *host)
{
	for (; d; d = d->next)
		if (d->host == host)
			d->host = NULL;
}

/* What the URLs of a stopped host are waiting for; NULL: nothing that could be told. */
static const char *excuse(const char *reason)
{
	static const struct {
		struct str head;
		enum disposition disposition;
	} excuses[] = {
		{ STR_INIT("blocked"), DISP_BLOCKED },
		{ STR_INIT("throttled"), DISP_THROTTLED },
		{ STR_INIT("robots_unreachable"), DISP_ROBOTS_UNREACHABLE },
		{ STR_INIT("unreachable"), DISP_CONNECT },
		{ STR_INIT("skip"), DISP_SKIPPED },
	};

	for (size_t i = 0; reason && i < countof(excuses); i++)
		if (str_starts(str_c(reason), excuses[i].head))
			return disposition_name(excuses[i].disposition);
	return NULL;
}

int harvest_retire(struct harvest *h, struct harvest_host *host, const char *reason, struct err *e)
{
	const char *disposition = excuse(reason);
	int rc;

	if (reason) {
		host->row.stop_reason = arena_str(&host->arena, str_c(reason));
		h->sum.n_hosts_stopped++;
		log_info("host=%.*s pages=%lld: left alone for this run: %s",
			 STR_ARG(host->row.name), (long long)host->n_pages, reason);
	}
	rc = harvest_put_host(h, host, e);
	if (!rc)
		rc = store_untake_urls(h->s->store, host->row.id, e);
	if (!rc && disposition)
		rc = store_excuse_urls(h->s->store, host->row.id, disposition, e);
	if (!rc)
		rc = store_release_host(h->s->store, host->row.id, e);
	orphan(h->queued, host);
	orphan(h->reading, host);
	frontier_remove(h->frontier, host->index);
	h->hosts[host->index] = NULL;
	arena_release(&host->robots_arena);
	arena_release(&host->queue_arena);
	arena_release(&host->arena);
	free(host);
	return rc;
}

void harvest_wake(struct harvest *h, struct harvest_host *host)
{
	if (!host->idle)
		return;
	host->idle = false;
	frontier_postpone(h->frontier, host->index, 0, harvest_now());
}

static int refill(struct harvest *h, struct harvest_host *host, struct err *e)
{
	arena_release(&host->queue_arena);
	host->at = host->n_queue = 0;
	if (harvest_begin(h, e))
		return -1;
	return store_next_urls(&host->queue, &host->n_queue, h->s->store, host->row.id,
			       HARVEST_QUEUE_URLS, &host->queue_arena, e);
}

/* The URL to ask for next; NULL when the host has none left. */
static int next_url(struct store_url **out, struct harvest *h, struct harvest_host *host,
		    struct err *e)
{
	*out = NULL;
	if (host->at == host->n_queue) {
		if (refill(h, host, e))
			return -1;
	} else if (harvest_is_sitemap(host->queue[host->at].kind)) {
		/* It comes last, and more may have been found since the queue was filled. */
		if (harvest_begin(h, e) || store_untake_urls(h->s->store, host->row.id, e) ||
		    refill(h, host, e))
			return -1;
	}
	if (host->at < host->n_queue)
		*out = &host->queue[host->at];
	return 0;
}

/* A URL that is not asked for, and why. Looked at again in a day: rules change. */
static int pass_over(struct harvest *h, struct harvest_host *host, enum disposition disposition,
		     struct err *e)
{
	int64_t now_ms = clock_wall_ms();
	struct store_finish f = {
		.url_id = host->queue[host->at].id,
		.state = URL_DONE,
		.disposition = disposition_name(disposition),
		.now_ms = now_ms,
		.due_ms = now_ms + HARVEST_DAY_MS,
	};

	host->at++;
	h->sum.n_disallowed += disposition != DISP_SKIPPED;
	if (harvest_begin(h, e))
		return -1;
	return store_finish_url(h->s->store, &f, e);
}

/* The URL by the scheme that this host answers to. */
static struct str by_scheme(const struct harvest_host *host, struct str url, struct arena *arena)
{
	if (!host->other_scheme || host->is_visiting)
		return url;
	if (str_starts(url, STR("https:")))
		return arena_strf(arena, "http%.*s", STR_ARG(str_sub(url, 5, url.n)));
	return arena_strf(arena, "https%.*s", STR_ARG(str_sub(url, 4, url.n)));
}

static void begin_request(struct harvest *h, struct harvest_host *host, struct fetch_request *req)
{
	struct arena arena = { 0 };

	req->url = by_scheme(host, req->url, &arena);
	if (!host->is_visiting) /* the caller knows whose guest it is */
		req->tls = host->own.tls;
	frontier_start(h->frontier, host->index, harvest_now());
	host->under_way = true;
	fetch_submit(h->s->fetch, req);
	arena_release(&arena);
	h->sum.n_requests++;
	h->sum.n_hosts += !host->was_asked;
	host->was_asked = true;
}

/* One URL that no site can have: what comes for it with status 200 is the site's error page. */
static void ask_probe(struct harvest *h, struct harvest_host *host, const struct url *u)
{
	struct fetch_request req = { .id = host->index };
	struct arena arena = { 0 };

	h->dice = h->dice * 6364136223846793005u + 1442695040888963407u;
	req.url = arena_strf(&arena, "%.*s/zz-%016llx.html", (int)(u->path.p - u->href.p),
			     u->href.p, (unsigned long long)h->dice);
	host->asking_probe = true;
	begin_request(h, host, &req);
	arena_release(&arena);
}

static void ask_robots(struct harvest *h, struct harvest_host *host, const struct url *u)
{
	struct fetch_request req = { .id = host->index };
	bool has_copy = host->robots_memory.good_ms != 0;

	if (host->robots_hops == 0) /* else the last answer said where */
		host->robots_url = arena_strf(&host->arena, "%.*s/robots.txt",
					      (int)(u->path.p - u->href.p), u->href.p);
	host->asking_robots = true;
	req.url = host->robots_url;
	req.etag = has_copy ? host->robots_etag : req.etag;
	req.last_modified = has_copy ? host->robots_last_modified : req.last_modified;
	if (host->is_visiting && h->s->overrides)
		req.tls = overrides_find(h->s->overrides, host->visited).tls;
	begin_request(h, host, &req);
}

static enum robots_policy policy(const struct harvest *h, const struct harvest_host *host,
				 int64_t now_ms)
{
	const struct robots_memory *m = &host->robots_memory;

	if (m->failures == 0 && now_ms - m->asked_ms >= h->s->config->robots_age_ms)
		return ROBOTS_POLICY_ASK;
	return robots_policy(m, now_ms);
}

static int wait_for_robots(struct harvest *h, struct harvest_host *host)
{
	struct pace_time now = harvest_now();

	frontier_postpone(h->frontier, host->index,
			  robots_ask_at_ms(&host->robots_memory) - now.wall_ms, now);
	return 0;
}

/*
 * Rows for a script that truecms gives out only to whoever says which list they are for: that is
 * said, as it is true. Nothing else is told where its link stood.
 */
static int add_referer(struct fetch_request *req, struct harvest *h, const struct store_url *next,
		       const struct url *u, struct arena *arena, struct err *e)
{
	if (!next->parent_id || !str_ends(u->path, STR("messageController/getMessage.do")))
		return 0;
	return store_url_text(&req->referer, h->s->store, next->parent_id, arena, e) < 0 ? -1 : 0;
}

int harvest_ask(struct harvest *h, size_t index, struct err *e)
{
	struct harvest_host *host = h->hosts[index];
	struct arena arena = { 0 };
	int rc = 0;

	while (rc == 0) {
		struct store_url *next;
		struct fetch_request req = { .id = index };
		struct url u;
		enum robots_policy p;
		struct err bad;

		arena_release(&arena);
		if ((rc = next_url(&next, h, host, e)))
			break;
		if (!next && host->n_reading) {
			host->idle = true; /* what it is reading may lead on */
			break;
		}
		if (next && harvest_is_sitemap(next->kind) && host->n_reading) {
			host->idle =
				true; /* it comes last: what lists say of a page counts for more */
			break;
		}
		if (next && host->own.skip.n) {
			rc = harvest_retire(
				h, host,
				arena_strf(&arena, "skip: %.*s", STR_ARG(host->own.skip)).p, e);
			break;
		}
		if (!next || host->n_pages >= h->s->config->max_host_pages) {
			rc = harvest_retire(h, host, next ? "budget:pages" : NULL, e);
			break;
		}
		if (url_parse(&u, next->text, NULL, &arena, &bad)) {
			rc = pass_over(h, host, DISP_SKIPPED, e);
			continue;
		}
		p = host->robots_hops ? ROBOTS_POLICY_ASK : policy(h, host, clock_wall_ms());
		if (p == ROBOTS_POLICY_ASK) {
			ask_robots(h, host, &u);
			break;
		}
		if (p == ROBOTS_POLICY_UNREACHABLE) {
			rc = wait_for_robots(h, host);
			break;
		}
		if (harvest_is_sitemap(next->kind) &&
		    host->n_sitemaps >= h->s->config->max_sitemaps) {
			rc = pass_over(h, host, DISP_SKIPPED, e);
			continue;
		}
		if (p == ROBOTS_POLICY_REFUSED ||
		    (p == ROBOTS_POLICY_RULES && !robots_allowed(&host->robots, &u))) {
			rc = pass_over(h, host,
				       p == ROBOTS_POLICY_REFUSED ? DISP_ROBOTS_REFUSED
								  : DISP_ROBOTS_DISALLOW,
				       e);
			continue;
		}
		if (host->wants_probe) {
			ask_probe(h, host, &u);
			break;
		}
		req.url = u.href;
		req.identity = host->wants_identity;
		req.etag = next->etag;
		req.last_modified = next->last_modified;
		if ((rc = add_referer(&req, h, next, &u, &arena, e)))
			break;
		host->n_pages++;
		host->n_sitemaps += harvest_is_sitemap(next->kind);
		begin_request(h, host, &req);
		break;
	}
	arena_release(&arena);
	return rc;
}

static int put_robots(struct harvest *h, const struct harvest_host *host, int status, struct err *e)
{
	const struct robots_memory *m = &host->robots_memory;
	struct store_robots row = {
		.verdict = str_c(robots_row_verdict(m)),
		.status = status,
		.fetched_ms = m->asked_ms,
		.expires_ms = robots_ask_at_ms(m),
		.good_ms = m->good_ms,
		.fails = m->failures,
		.etag = host->robots_etag,
		.last_modified = host->robots_last_modified,
		.body = host->robots_body,
	};

	if (harvest_begin(h, e))
		return -1;
	return store_put_robots(h->s->store, host->row.id, &row, e);
}

/* To the host that the next hop is at: by its clocks. Returns 1, or 0 when it must not be asked. */
static int visit(struct harvest *h, struct harvest_host *host, const struct url *to, struct err *e)
{
	struct arena arena = { 0 };
	struct str name = harvest_host_name(to, &arena);
	struct pace_time now = harvest_now();
	struct store_host row = { 0 };
	int rc = 1;

	host->is_visiting = !str_eq(name, host->row.name);
	if (!host->is_visiting) {
		frontier_visit(h->frontier, host->index, NULL, now);
	} else if (harvest_begin(h, e) || store_get_host(&row, h->s->store, name, &arena, e) < 0) {
		rc = -1;
	} else {
		struct frontier_host clocks = clocks_of(&row, now);

		clocks.name = name;
		clocks.domain = scope_domain(to->host);
		host->visited = arena_str(&host->arena, name);
		rc = frontier_visit(h->frontier, host->index, &clocks, now);
	}
	arena_release(&arena);
	return rc;
}

/* The next hop to robots.txt. Returns 1, or 0 when there is none that may be followed. */
static int hop(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
	       struct err *e)
{
	struct arena arena = { 0 };
	struct url from, to;
	struct err bad;
	int rc = host->robots_hops < ROBOTS_MAX_REDIRECTS &&
		 url_parse(&from, host->robots_url, NULL, &arena, &bad) == 0 &&
		 url_parse(&to, r->location, &from, &arena, &bad) == 0;

	if (rc > 0)
		rc = visit(h, host, &to, e);
	if (rc > 0) {
		host->robots_url = arena_str(&host->arena, to.href);
		host->robots_hops++;
	}
	arena_release(&arena);
	return rc;
}

/* Rules as they came; relative sitemaps start from this host, wherever its robots.txt moved. */
static int take_rules(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
		      struct err *e)
{
	struct arena arena = { 0 };
	struct url asked, own, *at = NULL;
	struct err bad;
	int rc = 0;

	if (url_parse(&asked, r->url, NULL, &arena, &bad) == 0 &&
	    url_parse(&own,
		      arena_strf(&arena, "%.*s://%.*s/robots.txt", STR_ARG(asked.scheme),
				 STR_ARG(host->row.name)),
		      NULL, &arena, &bad) == 0)
		at = &own;
	read_robots(h, host, r->body, r->etag, r->last_modified, at);
	if (at)
		rc = harvest_offer_sitemaps(h, &host->robots, at, e);
	arena_release(&arena);
	return rc;
}

int harvest_take_robots(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
			struct err *e)
{
	bool whole = r->disposition != DISP_TRUNCATED && r->disposition != DISP_TIMEOUT &&
		     r->disposition != DISP_DECODE_ERROR && r->disposition != DISP_CONNECT;
	int status = whole ? r->status : 0;
	enum robots_answer answer = robots_answer(status);

	int rc;

	host->asking_robots = false;
	rc = answer == ROBOTS_ANSWER_ELSEWHERE ? hop(h, host, r, e) : 0;
	if (rc)
		return rc < 0 ? -1 : 0;
	host->robots_hops = 0;
	host->is_visiting = false;
	frontier_visit(h->frontier, host->index, NULL, harvest_now());
	robots_note(&host->robots_memory, status, r->fetched_ms);
	if (answer == ROBOTS_ANSWER_RULES && take_rules(h, host, r, e))
		return -1;
	if (answer == ROBOTS_ANSWER_NONE)
		read_robots(h, host, (struct str){ NULL, 0 }, r->etag, r->last_modified, NULL);
	if (host->robots_memory.failures) {
		/* Said again as the reason, when the run leaves the host. */
		if (r->status)
			snprintf(host->trouble, sizeof(host->trouble),
				 "robots_unreachable: status %d", r->status);
		else
			snprintf(host->trouble, sizeof(host->trouble),
				 "robots_unreachable: %s: %.*s", disposition_name(r->disposition),
				 STR_ARG(r->detail));
		log_warn("host=%.*s: %s: nothing of this host is asked for",
			 STR_ARG(host->row.name), host->trouble);
	}
	if (!host->robots_memory.failures && answer == ROBOTS_ANSWER_REFUSED)
		log_warn("host=%.*s status=%d: robots.txt is refused: the host is left alone",
			 STR_ARG(host->row.name), r->status);
	return put_robots(h, host, r->status, e);
}
