#ifndef CLI_INGEST_H
#define CLI_INGEST_H

#include "cli/pipeline.h"
#include "store/store_fetch.h"
#include "store/store_report.h"

/*
 * ingest_job - the job that reads a stored document.
 *
 *   job    filled; views point into doc and bytes
 *   bytes  the decoded body
 */
void ingest_job(struct job *job, const struct store_document_row *doc, struct str bytes,
		bool want_links);

/* Holds the reports that took tables of other documents against the rules again. */
MUST_USE int ingest_check_joined(struct store *s, struct err *e);

/*
 * ingest_result - store what a worker made of a document.
 *
 *   head  first bytes of the body, to name a format that is not read
 *   doc   the document's row: its seed says region, level and parent
 *
 * A job that failed is stored as such. Returns 0, or -1 as the store says.
 */
MUST_USE int ingest_result(enum store_change *change, int64_t *report_id, struct store *s,
			   const struct store_document_row *doc, const struct job_result *result,
			   struct str head, struct err *e);

#endif
