#ifndef REPORT_SIBLING_H
#define REPORT_SIBLING_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/shingle.h"

/* One report to be compared with others of its year. */
struct sibling {
	struct sketch sketch;
	int64_t id, agency_id;
	int32_t year;
	int32_t best;   /* receives the index of the most similar of another agency; -1: none */
	uint32_t agree; /* bins in common with it, of SHINGLE_BINS */
};

#define SIBLING_MIN_AGREE 88 /* fewer bins in common are not nine tenths of the text */
#define SIBLING_LOOK      4  /* neighbours looked at, either way, in a bucket */

/*
 * sibling_find - for each text the most similar one of the same year.
 *
 *   at  ordered by year; best and agree are filled
 *
 * Only texts that share a band are compared, and in a bucket only SIBLING_LOOK
 * before and behind: n log n, however many are alike. Of two equally similar
 * ones the first. Memory: 16 bytes a band, for one year at a time.
 */
void sibling_find(struct sibling *at, size_t n);

#endif
