#ifndef EXPORT_CSV_H
#define EXPORT_CSV_H

#include <stdint.h>

#include "export/export.h"

/* RFC 4180, but for the line ends: LF, as every reader takes it. Unknown is an empty field. */

/* A new file with its header line, after a byte order mark where that is wanted. NULL on failure.
 */
FILE *csv_start(struct export_job *job, const char *name, const char *header,
		const struct export_options *o, struct err *e);

void csv_field(FILE *f, struct str s);

/* The rest put a comma before each field. */
void csv_fields(FILE *f, const struct str *s, size_t n);
void csv_number(FILE *f, int64_t n); /* empty where it is 0: not known */
void csv_count(FILE *f, int64_t n);
void csv_micro(FILE *f, int64_t n, bool is_set); /* millionths, no zeros at the end */
void csv_place(FILE *f, const struct store_place *place);

/* panel.csv: a row a report, a column a cell; and codebook.csv, which explains the columns. */
MUST_USE int csv_panel(struct export_job *job, struct store *s, const struct export_options *o,
		       struct err *e);
MUST_USE int csv_codebook(struct export_job *job, const struct export_options *o, struct err *e);

#endif
