#ifndef STORE_STORE_FRONTIER_H
#define STORE_STORE_FRONTIER_H

#include "base/arena.h"
#include "store/store.h"

/*
 * The frontier on disk: hosts and URLs, so that a killed run goes on.
 *
 * A run calls store_frontier_resume() once, then claims hosts, takes a few
 * URLs of each, and finishes them by id. What was taken and not finished when
 * the program died is pending again in the next run. Times are wall clock.
 */

/* What is to be done with a URL. */
enum url_state {
	URL_PENDING = 0,
	URL_TAKEN = 1,   /* given out in this run */
	URL_DONE = 2,    /* answered; due_ms says when again */
	URL_FAILED = 3,  /* given up */
	URL_OUTSIDE = 4, /* outside the scope, or refused by its wording: recorded, never fetched */
};

/* A host and its standing, kept across runs. */
struct store_host {
	int64_t id;
	struct str name;                    /* host, with ":port" where it is not the scheme's */
	struct str domain;                  /* registrable; may be empty */
	struct str address;                 /* last resolved; may be empty */
	struct str tls;                     /* profile in force; may be empty */
	int64_t next_at_ms, crawl_delay_ms; /* crawl_delay_ms -1: robots.txt asks for none */
	int64_t backoff_until_ms, event_ms; /* event_ms: of the last step of back-off */
	int backoff_steps, fails;
	struct str breaker_state; /* "closed", "open", "half_open" */
	int64_t breaker_until_ms;
	struct str stop_reason; /* why it is not asked any more; empty: it is */
};

/* A URL to ask for. */
struct store_url {
	int64_t id, host_id, parent_id, seed_id; /* 0: none */
	struct str text;
	struct str kind; /* target_kind_name(), or the kind of the seed */
	int rank, depth, tries;
	struct str link_text;
	int year;                       /* report year its link names; 0: none */
	struct str etag, last_modified; /* for a conditional request; may be empty */
	int64_t interval_s;             /* of revisits; 0: none yet */
};

/* Takes up what an earlier run left: taken URLs are pending, those due by now are pending again. */
MUST_USE int store_frontier_resume(struct store *s, int64_t now_ms, struct err *e);

/* The host's row, made if it is new. `domain` may be empty. */
MUST_USE int store_host_id(int64_t *id, struct store *s, struct str name, struct str domain,
			   struct err *e);

/*
 * store_claim_hosts - hosts with pending URLs that this run does not hold yet.
 *
 * At most `max`, soonest next_at_ms first, then by id; they are held until
 * store_release_host() or the end of the program. Hosts whose breaker is open
 * beyond now_ms, and stopped ones, are passed over.
 */
MUST_USE int store_claim_hosts(struct store_host **out, size_t *n, struct store *s, size_t max,
			       int64_t now_ms, struct arena *arena, struct err *e);
MUST_USE int store_release_host(struct store *s, int64_t host_id, struct err *e);

/* One host by name. Returns 1, or 0. */
MUST_USE int store_get_host(struct store_host *out, struct store *s, struct str name,
			    struct arena *arena, struct err *e);

/* Writes everything of the host but its name and domain. */
MUST_USE int store_host_update(struct store *s, const struct store_host *h, struct err *e);

/* Forgets stop_reason, breaker and fails of all hosts: three strikes last one run. */
MUST_USE int store_hosts_forgive(struct store *s, struct err *e);

/* The next pending URLs of a host, lowest rank first, then oldest; they are taken by this. */
MUST_USE int store_next_urls(struct store_url **out, size_t *n, struct store *s, int64_t host_id,
			     size_t max, struct arena *arena, struct err *e);

/* Taken URLs that will not be asked in this run after all (a budget, a stopped host). */
MUST_USE int store_untake_urls(struct store *s, int64_t host_id, struct err *e);

/* Why a host's pending URLs were not asked for; of those alone that have no disposition yet. */
MUST_USE int store_excuse_urls(struct store *s, int64_t host_id, const char *disposition,
			       struct err *e);

/* A URL that was found, or that a seed names. */
struct store_offer {
	uint64_t key; /* 64 bits that stand for the URL: url_hash(url_key()) of crawler/url.h */
	struct str text;
	int64_t host_id, parent_id, seed_id; /* parent_id, seed_id 0: none */
	struct str kind;
	int rank;  /* lower goes first: lists before articles before attachments, then by depth */
	int depth; /* links from the seed */
	struct str link_text;
	int year;            /* 0: none */
	bool is_outside;     /* outside the scope: recorded, never fetched */
	bool is_unsupported; /* takes a form to have: recorded, never fetched */
	bool is_refused;     /* its wording says that it is none of ours: the same */
	bool is_weak; /* named without a word about it: does not bring back what was refused */
	int64_t now_ms;
};

/*
 * store_offer_url - make a URL known.
 *
 *   url_id  receives its id, old or new
 *   is_new  receives whether it was unknown
 *
 * A URL known as outside or refused becomes pending when it is offered as inside. A known
 * one keeps its text, and takes seed, link text and year where it had none.
 */
MUST_USE int store_offer_url(int64_t *url_id, bool *is_new, struct store *s,
			     const struct store_offer *o, struct err *e);

/* How a URL came out. */
struct store_finish {
	int64_t url_id;
	enum url_state state;    /* URL_PENDING: to be tried again in this run or the next */
	const char *disposition; /* disposition_name() */
	int64_t now_ms;
	int64_t due_ms;                 /* when to look again; 0: never */
	int64_t interval_s;             /* 0: leave */
	struct str etag, last_modified; /* empty: leave */
};

MUST_USE int store_finish_url(struct store *s, const struct store_finish *f, struct err *e);

/* One URL by its text's key. Returns 1, or 0. `state` and `disposition` may be NULL. */
MUST_USE int store_find_url(struct store_url *out, enum url_state *state, struct str *disposition,
			    struct store *s, uint64_t key, struct arena *arena, struct err *e);

/* The text of a URL by its id. Returns 1, or 0. */
MUST_USE int store_url_text(struct str *out, struct store *s, int64_t url_id, struct arena *arena,
			    struct err *e);

/* When it was asked for last, and when it is due; 0: never. Returns 1, or 0. */
struct store_times {
	int64_t fetched_ms, due_ms;
};
MUST_USE int store_url_times(struct store_times *out, struct store *s, int64_t url_id,
			     struct err *e);

/* What is left to do. */
struct store_backlog {
	int64_t n_pending, n_hosts; /* hosts with something pending, stopped ones too */
	int64_t n_known;
};
MUST_USE int store_backlog(struct store_backlog *out, struct store *s, struct err *e);

/* A copy of robots.txt. */
struct store_robots {
	struct str verdict; /* "rules", "none", "refused", "unreachable" */
	int status;         /* HTTP; 0: no answer */
	int64_t fetched_ms, expires_ms;
	int64_t good_ms; /* when `body` was got; 0: never */
	int fails;       /* in a row */
	struct str etag, last_modified;
	struct str body; /* the last good copy, decoded; may be empty */
};

MUST_USE int store_put_robots(struct store *s, int64_t host_id, const struct store_robots *r,
			      struct err *e);
/* Returns 1, or 0. */
MUST_USE int store_get_robots(struct store_robots *out, struct store *s, int64_t host_id,
			      struct arena *arena, struct err *e);

/* A line of a seed list. */
struct store_seed {
	struct str url, agency; /* agency may be empty: a list of many */
	struct str name, kind, region, level, parent, years, note; /* may be empty, but kind */
	const int *expect_years; /* report years the agency owes; none where agency is empty */
	size_t n_expect_years;
};

/* Put again, a seed keeps its id and takes the new words. */
MUST_USE int store_put_seed(int64_t *seed_id, struct store *s, const struct store_seed *seed,
			    struct err *e);

/* The seed behind `after`, by rising id. Returns 1, or 0 past the last. */
MUST_USE int store_next_seed(int64_t *seed_id, struct str *url, struct store *s, int64_t after,
			     struct arena *arena, struct err *e);

/* Whether every list under the seed was read to its end, the last time it was tried. */
MUST_USE int store_seed_complete(struct store *s, int64_t seed_id, bool complete, struct err *e);

/*
 * The end of a run: says of every seed whether its lists were read to their end. Not
 * so where anything of it is still pending, or a list could not be had; that a further
 * page of a list is not found is its end.
 */
MUST_USE int store_seeds_settle(struct store *s, struct err *e);

/* A body that a user's own list says must report. Known already: nothing changes. */
struct store_expected {
	struct str agency, region, level, parent; /* all but agency may be empty */
	int year;
};
MUST_USE int store_put_expected(struct store *s, const struct store_expected *x, struct err *e);

#endif
