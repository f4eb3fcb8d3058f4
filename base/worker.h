#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include <poll.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/sandbox.h"
#include "base/str.h"

#define WORKER_MAX_COUNT 256

/*
 * Child processes that compute on hostile bytes: one job at a time each, with
 * no files, no network, and limits. One that dies costs the job it had; it is
 * replaced.
 *
 * A helper process, forked by workers_open() before any thread exists, forks
 * the workers, so that replacing one is safe in a program with threads. All
 * of them end with the program, however it ends.
 */
struct worker_limits {
	unsigned n_workers;       /* 0: one for each core, and one more */
	int64_t max_cpu_ms;       /* a job */
	int64_t max_wall_ms;      /* a job */
	int64_t max_memory_bytes; /* a worker's own; its mailbox does not count */
	size_t max_request_bytes; /* sparse: only what is used takes memory */
	size_t max_reply_bytes;
	const char *readable; /* directory: see sandbox_enter(). Borrowed until workers_close() */
};

/*
 * Runs in a worker: answers one request. What does not fit the reply is an ERR_LIMIT of the job.
 * What it prints on stderr goes nowhere, but under sanitizers; it never ends the job.
 */
typedef void worker_serve(struct buf *reply, struct str request, struct arena *arena);

struct workers;

/* Returns 0, or -1 with ERR_IO. */
MUST_USE int workers_open(struct workers **out, const struct worker_limits *limits,
			  worker_serve *serve, struct err *e);
void workers_close(struct workers *w); /* NULL is fine; jobs under way are lost */

unsigned workers_free(const struct workers *w); /* could take a job now */
unsigned workers_busy(const struct workers *w); /* have one */

/* What the workers gave up: the least of them counts. */
struct sandbox workers_sandbox(const struct workers *w);

/* The process of worker i, for tests that kill one; 0 past the last. */
int workers_pid(const struct workers *w, unsigned i);

/*
 * workers_submit - hand the parts, one after the other, to a free worker.
 *
 * There must be a free one; one that died while it had nothing to do is replaced
 * first. `tag` comes back with the result. Returns 0, or -1 with ERR_LIMIT
 * (longer than max_request_bytes) or ERR_IO.
 */
MUST_USE int workers_submit(struct workers *w, uint64_t tag, const struct str *parts,
			    size_t n_parts, struct err *e);

/* Descriptors to poll for reading together with others; returns how many were written. */
size_t workers_pollfds(const struct workers *w, struct pollfd *out, size_t n);

struct worker_result {
	uint64_t tag;
	struct str reply; /* valid until the next call; a copy, the worker cannot change it */
	int64_t cpu_us;   /* that the worker says it used */
	struct err err;   /* ERR_NONE, ERR_WORKER_CRASHED, _TIMEOUT, _MEMORY or ERR_LIMIT */
};

/*
 * workers_wait - the next job that ended, in good or bad.
 *
 *   timeout_ms  0: only look; -1: until one ends
 *
 * Returns 1 with a result, 0 when none ended in time or none is under way, -1
 * with ERR_IO when a lost worker cannot be replaced.
 */
MUST_USE int workers_wait(struct worker_result *out, struct workers *w, int timeout_ms,
			  struct err *e);

#endif
