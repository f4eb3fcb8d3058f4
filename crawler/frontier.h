#ifndef CRAWLER_FRONTIER_H
#define CRAWLER_FRONTIER_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "crawler/pace.h"

/*
 * Which host may be asked next: a heap of hosts by the time they are due.
 *
 * Every host has a clock of its own, kept by its name to the end of the run; hosts of
 * one registrable domain share a second one, hosts at one address a third, and the
 * latest of them counts: many departments sit on one server. What a host is asked for
 * is the caller's part. Hosts that are due at the same time take turns, so a run goes
 * breadth first.
 */
struct frontier;

struct frontier_settings {
	int32_t delay_ms;     /* between an answer and the next request, for every clock */
	bool own_clocks_only; /* no sharing by domain and address: a portal in a test, on loopback
			       */
};

struct frontier *frontier_open(const struct frontier_settings *s);
void frontier_close(struct frontier *f); /* NULL is fine */

/* Which clocks a host goes by. */
struct frontier_host {
	struct str name;           /* with its port; empty: nobody else asks it */
	struct str domain;         /* registrable; empty: it shares no clock by domain */
	struct str address;        /* where it was found the last time; may be empty */
	struct pace_memory memory; /* what earlier runs know of it */
	int64_t wait_ms; /* not before this is over: a rest begun when it was last asked */
};

/*
 * frontier_add - a host comes into play; it is due as soon as its clocks allow.
 *
 * Returns a number that stands for it until frontier_remove().
 */
size_t frontier_add(struct frontier *f, const struct frontier_host *as, struct pace_time now);

/*
 * frontier_visit - the host's requests go to another host from now on, as those for a
 * robots.txt that has moved there: they obey its clocks instead, and leave the host's
 * own in peace. NULL: home again.
 *
 * Not while a request is under way. False, and nothing changes, when the other one is
 * stopped for this run.
 */
bool frontier_visit(struct frontier *f, size_t host, const struct frontier_host *other,
		    struct pace_time now);

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

/*
 * frontier_reach - a request is about to connect to this address, of which nobody may
 * have known until its name was resolved. True: go on, the address' clock has started.
 * False: hosts at it are being asked, or it rests: do not connect, and call
 * frontier_cancel(); the host then waits for that clock, too.
 */
bool frontier_reach(struct frontier *f, size_t host, struct str address, struct pace_time now);

/* The request did not go out after all: no clock rests for it; the host is queued again. */
void frontier_cancel(struct frontier *f, size_t host, struct pace_time now);

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
