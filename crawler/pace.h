#ifndef CRAWLER_PACE_H
#define CRAWLER_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_DELAY_MS       3000                        /* between requests, unless told */
#define PACE_TOOK_FACTOR    5                           /* a slow answer earns this rest ... */
#define PACE_MAX_TOOK_MS    30000                       /* ... up to this */
#define PACE_JITTER_PERCENT 25                          /* added to a wait at most */
#define PACE_BACKOFF_MS     60000                       /* first step; doubled with each */
#define PACE_MAX_BACKOFF_MS (24 * 3600 * INT64_C(1000)) /* and of Retry-After */
#define PACE_QUIET_MS       (30 * 60 * INT64_C(1000))   /* after this trouble is forgotten */
#define PACE_MAX_STRIKES    3                           /* busy events that stop a host */
#define PACE_MAX_FAILURES   5                           /* in a row open the breaker */
#define PACE_OPEN_MS        (10 * 60 * INT64_C(1000))   /* first time; doubled with each */
#define PACE_MAX_OPEN_MS    (24 * 3600 * INT64_C(1000))

#define PACE_NEVER (-1) /* not in this run */
#define PACE_LATER (-2) /* a request is under way: ask again after pace_note() */

/* One moment on both clocks (base/clock.h). The wall clock may jump, the other is not saved. */
struct pace_time {
	int64_t mono_ms, wall_ms;
};

enum pace_outcome {
	PACE_OK,      /* any answer that is not one of the below */
	PACE_BUSY,    /* 429, 503 */
	PACE_FAILED,  /* no usable answer, or another 5xx */
	PACE_BLOCKED, /* a wall: the host is left alone for the rest of the run */
};

struct pace_event {
	enum pace_outcome outcome;
	int64_t began_mono_ms; /* when the request went out */
	int64_t took_ms;
	int64_t retry_after_ms; /* what the server asked for; 0 or less: nothing */
	unsigned jitter;        /* 0 to 1000, from the caller's seeded generator */
};

/* What outlives a run. Plain data, wall clock; zero: nothing bad is known. */
struct pace_memory {
	int64_t backoff_until_ms;
	int64_t trouble_ms;    /* the last busy event */
	int64_t open_until_ms; /* of the circuit breaker; 0: closed */
	int32_t backoff_steps;
	int32_t failures;     /* in a row */
	int32_t times_opened; /* in a row */
};

enum pace_state { PACE_CLOSED, PACE_BACKOFF, PACE_OPEN, PACE_HALF_OPEN, PACE_STOPPED };

const char *pace_state_name(enum pace_state s);

/*
 * All the politeness towards one host, one registrable domain or one address.
 * Fill delay_ms and memory, zero the rest.
 */
struct pace {
	int32_t delay_ms;       /* least rest between an answer and the next request */
	int32_t crawl_delay_ms; /* see pace_crawl_delay() */
	int32_t in_flight;
	int32_t strikes;           /* busy events of this run, until forgotten */
	bool stopped;              /* for the rest of the run */
	int64_t ready_ms;          /* monotonic: the delay's clock */
	int64_t event_ms;          /* monotonic: when the last step of back-off was taken */
	struct pace_memory memory; /* the back-off's clock, apart from the delay's */
};

/* Takes robots.txt's wish, -1 for none. True when it had to be cut to most_ms: say so in the log.
 */
bool pace_crawl_delay(struct pace *p, int64_t crawl_delay_ms, int64_t most_ms);

/*
 * pace_wait_ms - how long to leave this host alone.
 *
 * Returns milliseconds, 0 for "go now", PACE_NEVER or PACE_LATER.
 */
int64_t pace_wait_ms(const struct pace *p, struct pace_time now);

/* The same for several clocks that all must agree (host, domain, address): the latest wins. */
int64_t pace_wait_all_ms(const struct pace *const *clocks, size_t n, struct pace_time now);

/* A request goes out. Each pace_start() is followed by one pace_note(). */
void pace_start(struct pace *p, struct pace_time now);

/*
 * pace_note - a request has ended.
 *
 * Rest: the largest of delay_ms, Crawl-delay and PACE_TOOK_FACTOR times the
 * answer's time, and jitter. Busy: a step of back-off, or Retry-After when
 * there is one; answers to requests that were under way when the step was
 * taken are part of the same event. PACE_MAX_STRIKES of them stop the host.
 * Failed: PACE_MAX_FAILURES in a row open the breaker; when it has been open
 * long enough one request may try.
 */
void pace_note(struct pace *p, const struct pace_event *event, struct pace_time now);

enum pace_state pace_state(const struct pace *p, struct pace_time now);

#endif
