#ifndef CLI_HARVEST_PARTS_H
#define CLI_HARVEST_PARTS_H

/* What the files of the harvest share; nobody else includes this. */

#include "base/digest.h"
#include "base/map64.h"
#include "cli/harvest.h"
#include "crawler/frontier.h"
#include "crawler/robots.h"
#include "crawler/robots_cache.h"
#include "crawler/scope.h"
#include "store/store_fetch.h"
#include "store/store_frontier.h"

#define HARVEST_QUEUE_URLS 50 /* of a host, in memory */
#define HARVEST_MAX_TRIES  3
#define OTHER_SCHEME       "other_scheme" /* in the host's row: see harvest_host.other_scheme */
#define HARVEST_DAY_MS     (24 * 3600 * 1000ll)

/* A host in play. At most one request of it is under way. */
struct harvest_host {
	size_t index; /* in the frontier */
	struct arena arena;
	struct store_host row;
	struct arena queue_arena;
	struct store_url *queue;
	size_t n_queue, at; /* queue[at] is next */
	bool under_way, was_asked;
	bool idle;     /* taken out of the frontier's queue until a document of its is read */
	int n_replays; /* of queue[at], for the sake of a cookie */
	int64_t n_pages, n_sitemaps;
	unsigned n_reading; /* documents of this host on their way through a worker */

	struct arena robots_arena;
	struct robots robots;
	struct robots_memory robots_memory;
	struct str robots_body, robots_etag, robots_last_modified;
	bool asking_robots;
	struct str robots_url; /* of the hop under way */
	int robots_hops;
	bool is_visiting;           /* that hop is at another host, by whose clocks it goes */
	struct str visited;         /* its name */
	struct portal_override own; /* what a person has said about this host */
	bool other_scheme;          /* https is asked for by http, or the other way round */
	int n_turns;                /* in this run: to the other scheme, and back */
	bool answered;              /* something with a status came in this run */
	bool wants_identity;        /* queue[at] once more, without content coding */
	bool wants_probe, asking_probe, was_probed; /* for a page that cannot be there */
	char soft_sha256[DIGEST_TEXT_MAX];          /* of what came for it with status 200 */
	char trouble[128]; /* why robots.txt could not be had the last time */
};

/* A document on its way to a worker, or in one. */
struct harvest_document {
	struct harvest_document *next;
	struct arena arena; /* row, bytes */
	struct store_document_row row;
	struct str bytes;
	struct harvest_host *host; /* NULL: of an earlier run */
	int depth;
};

/* A seed line, by its row in the database. */
struct harvest_seed {
	int64_t id;
	const struct seed *seed;
};

struct harvest {
	const struct harvest_setup *s;
	struct harvest_summary sum;
	struct frontier *frontier;
	struct scope scope;
	struct arena arena;          /* for the whole run */
	struct harvest_host **hosts; /* by number in the frontier; NULL: free */
	size_t cap_hosts;
	struct map64 seen;      /* keys offered in this run */
	struct map64 rows;      /* pages of lists by the id of their URL: a hash of their rows */
	struct map64 page_from; /* id of a further page: that of the page which led to it */
	struct map64 refused;   /* keys of links that are called something else */
	struct map64 came_from; /* redirects: id of the URL that led to this one */
	struct map64 seeds;     /* id of a seed: its place in s->seeds */
	struct map64
		wide;   /* hosts by url_hash() of their names: seeds ask for more than one page */
	bool claimable; /* hosts may have come into being that nobody holds */
	struct harvest_document *queued, **queued_end, *reading;
	size_t n_queued;
	int64_t unread_after; /* id up to which an earlier run's documents were taken up; -1: all */
	bool in_transaction;
	int64_t began_ms;   /* monotonic: the transaction */
	int64_t started_ms; /* monotonic: the run */
	bool draining;
	bool any_answer; /* at least one host is there */
	struct err why;  /* why it drains; ERR_NONE: it does not, or all is done */
	uint64_t dice;
};

struct pace_time harvest_now(void);
int harvest_begin(struct harvest *h, struct err *e); /* a transaction, unless one is open */
void harvest_drain(struct harvest *h, enum err_code code, const char *why);

/* harvest_host.c: hosts in play. */

int harvest_claim(struct harvest *h, struct err *e); /* brings hosts with work into play */
int harvest_ask(struct harvest *h, size_t index, struct err *e); /* the next thing of a host */
/* A host leaves: its row is written, URLs it holds are given back. `reason`: why it is stopped. */
int harvest_retire(struct harvest *h, struct harvest_host *host, const char *reason, struct err *e);
void harvest_wake(struct harvest *h, struct harvest_host *host); /* nothing unless it is idle */
int harvest_put_host(struct harvest *h, struct harvest_host *host, struct err *e);
int harvest_take_robots(struct harvest *h, struct harvest_host *host, const struct fetch_result *r,
			struct err *e);

/* harvest_answer.c: what came back. */

int harvest_answer(struct harvest *h, size_t index, const struct fetch_result *r, struct err *e);

/* harvest_read.c: documents through the workers. */

int harvest_queue_document(struct harvest *h, int64_t document_id, struct str bytes,
			   struct harvest_host *host, int depth, struct err *e);
int harvest_take_unread(struct harvest *h, struct err *e); /* of an earlier run, a few at a time */
int harvest_feed_workers(struct harvest *h, struct err *e);
int harvest_collect(struct harvest *h, struct err *e);
void harvest_drop_documents(struct harvest *h);

/* Names a host as its own row: the port where it is not the scheme's. */
struct str harvest_host_name(const struct url *u, struct arena *arena);

/* harvest_link.c: seeds and links into the frontier. */

int harvest_plant_seeds(struct harvest *h, struct err *e);
int harvest_offer_targets(struct harvest *h, const struct harvest_document *d,
			  const struct outcome *o, struct err *e);
/*
 * Where one hop leads is offered as a URL of its own. *out: how the hop ended, *note: one
 * line about it; DISP_REDIRECT_LOOP goes to all URLs on the way.
 */
int harvest_offer_redirect(enum disposition *out, struct str *note, struct harvest *h,
			   const struct store_url *from, struct str location, struct arena *arena,
			   struct err *e);
bool harvest_is_list(struct str kind); /* a kind of URL that leads to reports */
bool harvest_is_sitemap(struct str kind);
/* The sitemaps that the host's robots.txt names; `own`: where that was. */
int harvest_offer_sitemaps(struct harvest *h, const struct robots *robots, const struct url *own,
			   struct err *e);

#endif
