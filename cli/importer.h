#ifndef CLI_IMPORTER_H
#define CLI_IMPORTER_H

#include "cli/pipeline.h"
#include "crawler/warc.h"
#include "store/store_fetch.h"
#include "store/store_report.h"

/* What an import did. */
struct import_counts {
	int64_t n_files, n_documents, n_same; /* documents: bodies handed in; same: known already */
	int64_t n_reports, n_new, n_changed;  /* reports among what was read */
	int64_t n_failed;                     /* could not be read; each was told of on stderr */
};

struct importer; /* documents on their way through the workers into the store */

struct import_item {
	struct str path;                /* as the user wrote it; may be empty */
	struct str url;                 /* where it is from, absolute; empty: not known */
	struct str body;                /* decoded */
	struct str media_type, charset; /* may be empty */
	int64_t seen_ms;                /* wall clock */
	struct store_place place;       /* where it lies already; file empty: to be archived */
	bool is_gone;                   /* the answer was 404 or 410 */
};

/*
 * importer_open - nothing is owned but the importer itself: store, archive and
 * workers outlive it. The store is written in batches.
 */
MUST_USE int importer_open(struct importer **out, struct store *store, struct warc *warc,
			   struct pipeline *pipeline, struct err *e);

/*
 * importer_add - archive the body, note the document, hand it to a worker.
 *
 * A body that is known and was read is passed over. Returns 0, or -1 with what
 * ends the run: ERR_DISK, ERR_DB, ... A document that cannot be read is no error.
 */
MUST_USE int importer_add(struct importer *im, const struct import_item *item, struct err *e);

/* Waits for what is under way and commits. */
MUST_USE int importer_finish(struct import_counts *out, struct importer *im, struct err *e);
void importer_close(struct importer *im); /* NULL is fine; what is not finished is not stored */

#endif
