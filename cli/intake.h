#ifndef CLI_INTAKE_H
#define CLI_INTAKE_H

#include "cli/pipeline.h"
#include "store/store_fetch.h"
#include "store/store_report.h"

#define INTAKE_MAX_PENDING 256

/* One document that has been read and stored. Borrowed for the call. */
struct intake_done {
	const struct store_document_row *doc; /* as it was before */
	const struct job_result *result;
	enum store_change change;
	int64_t report_id; /* 0: no report */
};

/* A document that a worker has. */
struct intake_pending {
	int64_t id; /* 0: free */
	struct arena arena;
	struct store_document_row doc;
	struct str head;
};

/*
 * Stored documents on their way through the workers and back into the store.
 * Fill in the first four members, zero the rest. Both are borrowed, and the
 * caller has the transaction.
 */
struct intake {
	struct store *store;
	struct pipeline *pipeline;
	MUST_USE int (*done)(void *to, const struct intake_done *d, struct err *e); /* NULL: none */
	void *to;
	struct intake_pending pending[INTAKE_MAX_PENDING];
};

/*
 * intake_add - hand a document to a worker, waiting for a free one.
 *
 *   doc   copied
 *   body  its decoded bytes; not needed after the call
 *
 * Others may be stored on the way. Returns 0, or -1 as store and workers say; a
 * document that cannot be read is no error, it is stored as such.
 */
MUST_USE int intake_add(struct intake *in, const struct store_document_row *doc, struct str body,
			struct err *e);

/* Waits for all that is under way. */
MUST_USE int intake_finish(struct intake *in, struct err *e);
void intake_release(struct intake *in); /* what is not finished is not stored */

#endif
