#ifndef PORTAL_FILES_H
#define PORTAL_FILES_H

#include "base/buf.h"
#include "report/report.h"

#include "tests/portal/world.h"

/* A picture of a grid: nothing can be read from it. PNG, grey. */
void files_png(struct buf *out, unsigned width, unsigned height);

/* The file beside a report's page: its tables alone, or all of it. */
void files_write(struct buf *out, const struct world *w, const struct document *d);

/* gzip of `n` zero bytes. */
void files_gzip(struct buf *out, struct str bytes);
void files_gzip_zeros(struct buf *out, size_t n);

#endif
