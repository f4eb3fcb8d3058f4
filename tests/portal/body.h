#ifndef PORTAL_BODY_H
#define PORTAL_BODY_H

#include "base/buf.h"

#include "tests/portal/world.h"

/* The inner HTML of a report: preamble, six sections with their tables, signature. */
void body_report(struct buf *out, const struct world *w, const struct entry *e);

/* The inner HTML of a page that only looks like one. */
void body_lookalike(struct buf *out, const struct world *w, const struct entry *e);

#endif
