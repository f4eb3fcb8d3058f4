#ifndef PORTAL_TRUTH_H
#define PORTAL_TRUTH_H

#include <stdio.h>

#include "base/err.h"

#include "tests/portal/world.h"

/*
 * truth_write - what a perfect harvest of this world would hold.
 *
 * Writes truth_agencies.tsv, truth_documents.tsv, truth_urls.tsv, truth_cells.tsv,
 * truth_findings.tsv and truth_policy.tsv into `directory`, which must exist;
 * README.md names their columns. Returns 0, or -1 with ERR_IO.
 */
MUST_USE int truth_write(const struct world *w, const char *directory, struct err *e);

/* The seed list that leads to all of it. */
void truth_seeds(FILE *to, const struct world *w);

/* "--resolve HOST:PORT:ADDRESS " for each host. */
void truth_resolve(FILE *to, const struct world *w, const char *address);

#endif
