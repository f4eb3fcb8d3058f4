#ifndef CLI_OUTCOME_H
#define CLI_OUTCOME_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "crawler/discover.h"
#include "extract/doc.h"
#include "report/check.h"
#include "report/report.h"

/* Longest message between the program and a worker, either way. */
#define OUTCOME_MAX_BYTES (64u << 20)

/* A file that belongs to the document: linked from its body, or shown in it. */
struct attachment {
	struct str url;    /* absolute where the document's URL is known, else as written */
	struct str name;   /* what a reader sees */
	struct str format; /* by its extension: "pdf", "doc", ...; may be empty */
};

/* All that a worker gives back about one document: plain data, no page, no tree. */
struct outcome {
	const char *format; /* stable name of the format it was read as; static */
	bool is_sitemap;    /* or a feed: its targets are named without a word about them */
	struct encoding encoding;
	struct report report;
	struct check check;
	struct target *targets; /* links worth following, best first */
	size_t n_targets;
	struct attachment *attachments;
	size_t n_attachments;
};

/* One message for the socket between the program and a worker. */
void outcome_write(struct buf *out, const struct outcome *o);

/*
 * outcome_read - the message back as data.
 *
 * The bytes come from a process that has read hostile input: every length, enum
 * and index is checked as a file's would be. Views point into `bytes`; arrays
 * are in the arena. Returns 0, or -1 with ERR_FORMAT.
 */
MUST_USE int outcome_read(struct outcome *out, struct str bytes, struct arena *arena,
			  struct err *e);

#endif
