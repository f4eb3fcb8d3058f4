#ifndef REPORT_SHINGLE_H
#define REPORT_SHINGLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/report.h"

/*
 * How much of one text stands in another. A text is taken as the set of its
 * runs of SHINGLE_LENGTH Han characters; digits, Latin letters, marks and white
 * space are left out, so years and figures do not tell two texts apart.
 */
#define SHINGLE_LENGTH    6
#define SHINGLE_MAX       60000 /* characters looked at; the rest of a longer text is not */
#define SHINGLE_BINS      128
#define SHINGLE_BANDS     21
#define SHINGLE_BAND_BINS 6
#define SHINGLE_MIN       100 /* fewer shingles are too few to compare */

/* The set, as sorted hashes, each once. */
struct shingles {
	uint32_t *at;
	size_t n;
};

/* A fixed-size likeness of a set (one permutation hashing), to look for similar ones. */
struct sketch {
	uint32_t bin[SHINGLE_BINS];
};

/* Of the prose of a report: sections one, five and six; tables are alike everywhere. */
struct shingles shingles_of(const struct report *r, struct arena *arena);
struct shingles shingles_of_text(struct str text, struct arena *arena);

/* Twice the common part over both, in thousandths; 0 where either is below SHINGLE_MIN. */
unsigned shingle_share(const struct shingles *a, const struct shingles *b);

void sketch_of(struct sketch *out, const struct shingles *s);
/* Bins that agree, of SHINGLE_BINS. */
unsigned sketch_agree(const struct sketch *a, const struct sketch *b);
/* What texts that are alike have in common in band `i`: key of a bucket. */
uint64_t sketch_band(const struct sketch *s, unsigned i);

#endif
