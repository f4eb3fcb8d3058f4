#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include <poll.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/sandbox.h"
#include "base/str.h"
#include "cli/outcome.h"
#include "extract/doc.h"
#include "report/parse.h"

/* What a worker is asked for. */
enum job_want {
	WANT_OUTCOME, /* everything: struct outcome */
	WANT_TEXT,    /* the repaired text, for `show` */
	WANT_SERVED,  /* the text as served, before repair */
	WANT_REPAIRS, /* before and after, side by side */
	WANT_PAGE,    /* blocks, grids, links as text */
	WANT__COUNT
};

/* One document to be read. All views are borrowed for the call that takes the job. */
struct job {
	uint64_t id; /* the caller's; comes back with the result */
	enum job_want want;
	struct str bytes;
	struct doc_hint doc;
	struct report_hint report;
	bool want_links; /* look for links to follow: crawls yes, single files no */
};

/* What became of it. Views stay valid until the next pipeline_wait() or close. */
struct job_result {
	uint64_t id;
	enum job_want want;
	struct outcome outcome; /* WANT_OUTCOME */
	struct str text;        /* the other wants */
	int64_t cpu_us;         /* the worker's, for this document */
	struct err err;         /* code ERR_NONE: all went well */
};

struct pipeline; /* a pool of workers and what they are at */

struct pipeline_limits {
	unsigned n_workers;                  /* 0: one for each core, and one more */
	int64_t max_cpu_ms;                  /* a document */
	int64_t max_wall_ms;                 /* a document */
	int64_t max_memory_bytes;            /* a worker's address space */
	const struct severities *severities; /* put on what workers find; NULL: the rules' own */
};

/*
 * job_run - read one document, in this process.
 *
 * What workers do; apart from them it is for tests and benchmarks only. The
 * reply is what pipeline_wait() takes apart.
 */
void job_run(struct buf *reply, struct str request, struct arena *arena);

/* The head of the message that asks for a job; the document's bytes follow it. */
void job_write(struct buf *out, const struct job *job);

/*
 * pipeline_open - start the workers. Call before any thread exists.
 *
 * Returns 0, or -1 with ERR_IO.
 */
MUST_USE int pipeline_open(struct pipeline **out, const struct pipeline_limits *limits,
			   struct err *e);
void pipeline_close(struct pipeline *p); /* NULL is fine; unfinished jobs are dropped */

struct sandbox pipeline_sandbox(const struct pipeline *p); /* what the workers gave up */

unsigned pipeline_free(const struct pipeline *p); /* workers that could take a job now */
unsigned pipeline_busy(const struct pipeline *p); /* jobs handed over and not yet given back */

/* Hands a job to a free worker; there must be one. Returns 0, or -1 with ERR_IO. */
MUST_USE int pipeline_submit(struct pipeline *p, const struct job *job, struct err *e);

/* Descriptors to wait on together with others: at most `n` are written, their number returned. */
size_t pipeline_pollfds(const struct pipeline *p, struct pollfd *out, size_t n);

/*
 * pipeline_wait - the next finished job.
 *
 *   timeout_ms  0: only look; -1: until one ends
 *
 * Returns 1 with a result, 0 when none ended in time or none is under way. A
 * worker's crash, timeout or want of memory is a result with its err set; the
 * worker is replaced. Returns -1 with ERR_IO when workers cannot be replaced.
 */
MUST_USE int pipeline_wait(struct job_result *out, struct pipeline *p, int timeout_ms,
			   struct err *e);

#endif
