#ifndef PORTAL_BODY_H
#define PORTAL_BODY_H

#include "base/buf.h"

#include "tests/portal/paper.h"
#include "tests/portal/world.h"

/* The inner HTML of a report: preamble, six sections with their tables, signature. */
void body_report(struct buf *out, const struct world *w, const struct entry *e);

/* The inner HTML of a 统计表 that stands alone: the tables of a report. */
void body_annex(struct buf *out, const struct world *w, const struct entry *e);

/* What a report's attached file holds: its tables under captions, or all of it. */
void body_paper(struct paper *out, const struct world *w, const struct document *d);

/* The inner HTML of a page that only looks like one. */
void body_lookalike(struct buf *out, const struct world *w, const struct entry *e);

#endif
