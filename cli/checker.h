#ifndef CLI_CHECKER_H
#define CLI_CHECKER_H

#include "report/check.h"
#include "store/store.h"

struct checker_counts {
	int64_t n_reports, n_compared; /* compared: with that of the year before */
	int64_t n_links;               /* names that are another name of one body */
	int64_t n_findings, n_errors, n_warnings;
};

/*
 * checker_run - hold every current report against the year before and against
 * other agencies, and store what is found.
 *
 * One transaction: what an earlier run found goes, ids of reports stay; so a
 * second run leaves the same rows. Reads each report twice and keeps 544 bytes
 * of it. Returns 0, or -1 as the store says.
 */
MUST_USE int checker_run(struct checker_counts *out, struct store *s,
			 const struct severities *severities, struct err *e);

#endif
