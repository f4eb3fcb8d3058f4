#ifndef PORTAL_FILES_H
#define PORTAL_FILES_H

#include "base/buf.h"
#include "report/report.h"

#include "tests/portal/world.h"

/* A picture of a grid: nothing can be read from it. PNG, grey. */
void files_png(struct buf *out, unsigned width, unsigned height);

/* One page that says what it is. */
void files_pdf(struct buf *out);

/* Three sheets, one for each table of the report. */
void files_xlsx(struct buf *out, const struct world *w, const struct document *d);

/* The same as a text document: a line and a table for each. */
void files_docx(struct buf *out, const struct world *w, const struct document *d);

/* Whether a file of that extension has the tables in it, and not only their announcement. */
bool files_are_read(const char *extension);

/* gzip of `n` zero bytes. */
void files_gzip_zeros(struct buf *out, size_t n);

#endif
