#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/attrs.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store_query.h"

struct export_options {
	struct store_filter filter; /* all zero: every current report */
	bool bom;                   /* begin text files with U+FEFF, which Excel wants */
};

struct export_job;

/* One kind of file for other programs. Rows live in exporters.def. */
struct exporter {
	const char *name; /* stable: `nianbao export --to name` */
	const char *help; /* what it writes, one line */

	/*
	 * Writes its files through export_file(). Rows come in the order of
	 * the listings of store_query.h, so one database gives the same bytes.
	 */
	MUST_USE int (*write)(struct export_job *job, struct store *s,
			      const struct export_options *options, struct err *e);
};

const struct exporter *exporter_at(size_t i); /* exporters.def order; NULL past the last */
const struct exporter *exporter_named(struct str name);

/*
 * export_run - write all files of one exporter into a directory.
 *
 *   dir  made if it is not there; its parent must be
 *
 * Reads one state of the database, whoever writes to it meanwhile. Each file
 * is written beside its name, synced, and renamed when all of them are whole:
 * a failure leaves the files of an earlier export as they were. Returns 0, or
 * -1 with ERR_IO or ERR_DISK, or the store's errors.
 */
MUST_USE int export_run(const struct exporter *exporter, const char *dir, struct store *s,
			const struct export_options *options, struct err *e);

#define EXPORT_MAX_FILES 16

/*
 * export_file - a new file of the job, "reports.csv", open for writing.
 *
 * Belongs to the job, which closes it; write errors are found then. NULL on
 * failure.
 */
FILE *export_file(struct export_job *job, const char *name, struct err *e);

#endif
