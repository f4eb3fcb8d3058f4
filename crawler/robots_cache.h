#ifndef CRAWLER_ROBOTS_CACHE_H
#define CRAWLER_ROBOTS_CACHE_H

#include <stdint.h>

#define ROBOTS_FRESH_MS     (24 * 3600 * INT64_C(1000))      /* an answer holds; RFC 9309, 2.4 */
#define ROBOTS_KEEP_MS      (30 * 24 * 3600 * INT64_C(1000)) /* a good copy outlives failures */
#define ROBOTS_RETRY_MS     (300 * INT64_C(1000))            /* doubled with each failure ... */
#define ROBOTS_MAX_RETRY_MS (3600 * INT64_C(1000))           /* ... up to this */

/* What an HTTP status says about robots.txt. */
enum robots_answer {
	ROBOTS_ANSWER_RULES,       /* 2xx: read the body */
	ROBOTS_ANSWER_SAME,        /* 304: the copy at hand is good for another day */
	ROBOTS_ANSWER_ELSEWHERE,   /* other 3xx: follow, ROBOTS_MAX_REDIRECTS times at most */
	ROBOTS_ANSWER_NONE,        /* 4xx: there are no rules (2.3.1.3) */
	ROBOTS_ANSWER_REFUSED,     /* 401, 403: stricter than the RFC, the host is left alone */
	ROBOTS_ANSWER_UNREACHABLE, /* 429, 5xx, or no answer: all is disallowed (2.3.1.4) */
};

/* status 0: no answer came (time-out, DNS, TLS, connection). */
enum robots_answer robots_answer(int status);

/* What is remembered of a host's robots.txt, across runs. Zero-initialise. */
struct robots_memory {
	int64_t asked_ms; /* wall clock of the last answer or failure; 0: never */
	int64_t good_ms;  /* of the last 2xx or 304; 0: no copy is kept */
	int32_t failures; /* in a row */
	int32_t answer;   /* enum robots_answer of the last one that was not unreachable */
};

/* What to do about a URL of that host, at this moment. Names are shown. */
enum robots_policy {
	ROBOTS_POLICY_ASK,         /* fetch robots.txt first */
	ROBOTS_POLICY_RULES,       /* by the copy at hand */
	ROBOTS_POLICY_ALLOW,       /* there are no rules */
	ROBOTS_POLICY_REFUSED,     /* nothing of this host, for a day */
	ROBOTS_POLICY_UNREACHABLE, /* nothing until robots.txt answers */
};

const char *robots_policy_name(enum robots_policy p);

/*
 * robots_note - robots.txt has answered, or failed to.
 *
 *   status  of the last hop; 0 when no answer came. A redirect that was not
 *           followed to its end counts as unreachable.
 *   now_ms  wall clock
 */
void robots_note(struct robots_memory *m, int status, int64_t now_ms);

/*
 * robots_policy - what is known now, and whether to ask again.
 *
 * Answers hold for ROBOTS_FRESH_MS. While robots.txt is unreachable a good
 * copy is used for up to ROBOTS_KEEP_MS; it is asked again after
 * ROBOTS_RETRY_MS, doubling. Longer unreachable stays disallowed.
 */
enum robots_policy robots_policy(const struct robots_memory *m, int64_t now_ms);

/* Wall clock of the moment from which on robots_policy() may say something new by asking. */
int64_t robots_ask_at_ms(const struct robots_memory *m);

#endif
