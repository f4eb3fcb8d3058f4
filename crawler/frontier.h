#ifndef CRAWLER_FRONTIER_H
#define CRAWLER_FRONTIER_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "crawler/pace.h"

/*
 * Which host may be asked next: a heap of hosts by the time they are due.
 *
 * Every host has a clock of its own; hosts of one registrable domain share a
 * second one, hosts at one address a third, and the latest of them counts: many
 * departments sit on one server. What a host is asked for is the caller's part.
 * Hosts that are due at the same time take turns, so a run goes breadth first.
 */
struct frontier;

struct frontier_settings {
	int32_t delay_ms;     /* between an answer and the next request, for every clock */
	bool own_clocks_only; /* no sharing by domain and address: a portal in a test, on loopback
			       */
};

struct frontier *frontier_open(const struct frontier_settings *s);
void frontier_close(struct frontier *f); /* NULL is fine */

/*
 * frontier_add - a host comes into play; it is due as soon as its clocks allow.
 *
 *   domain   registrable; empty: it shares no clock by domain
 *   address  where it was found the last time; may be empty
 *   memory   what earlier runs know of it
 *   wait_ms  not before this is over: a rest begun when it was last asked
 *
 * Returns a number that stands for it until frontier_remove().
 */
size_t frontier_add(struct frontier *f, struct str domain, struct str address,
		    const struct pace_memory *memory, int64_t wait_ms, struct pace_time now);

/* The host leaves. It must not be under way. Its number may be given out again. */
void frontier_remove(struct frontier *f, size_t host);

/* The host's own clock: for Crawl-delay, and to read what to remember. */
struct pace *frontier_pace(struct frontier *f, size_t host);

#define FRONTIER_LATER (-1) /* nothing is due before a request ends or a host is added */

/*
 * frontier_next - a host that may be asked now, or how long to wait.
 *
 * Returns 0 and takes *host out of the queue: one of frontier_start(),
 * frontier_postpone() and frontier_remove() must follow. Otherwise milliseconds,
 * or FRONTIER_LATER.
 */
int64_t frontier_next(size_t *host, struct frontier *f, struct pace_time now);

void frontier_start(struct frontier *f, size_t host, struct pace_time now); /* a request goes out */

/* Not now after all; looked at again when wait_ms are over. */
void frontier_postpone(struct frontier *f, size_t host, int64_t wait_ms, struct pace_time now);

/*
 * frontier_note - the request has ended; the host is queued again.
 *
 * The shared clocks take the rest it asks for, and not its troubles. False when
 * the host is stopped for this run: it is then not queued and must be removed.
 */
bool frontier_note(struct frontier *f, size_t host, struct str address,
		   const struct pace_event *event, struct pace_time now);

/* When the host may be asked again at the earliest, as milliseconds from now; for its memory. */
int64_t frontier_wait_ms(const struct frontier *f, size_t host, struct pace_time now);

size_t frontier_count(const struct frontier *f); /* hosts in play */

#endif
