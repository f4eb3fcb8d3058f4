#ifndef PORTAL_DRAW_H
#define PORTAL_DRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*
 * A question to the dice. The answer depends on the question alone, so pages
 * can be made in any order, by any thread, and one page at a time.
 */
struct draw {
	uint64_t seed;
	const char *kind; /* what is asked: "title", "zero", ... */
	unsigned agency;
	int year;
	unsigned slot; /* tells like questions apart */
};

uint64_t draw_u64(struct draw q);               /* SplitMix64 over FNV-1a of the fields */
unsigned draw_below(struct draw q, unsigned n); /* 0 to n - 1; n must not be 0 */
bool draw_chance(struct draw q, unsigned percent);

uint64_t draw_hash(struct str bytes); /* FNV-1a, 64 bits */
uint64_t draw_mix(uint64_t x);        /* the finisher of SplitMix64 */

#endif
