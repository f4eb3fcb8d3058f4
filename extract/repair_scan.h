#ifndef EXTRACT_REPAIR_SCAN_H
#define EXTRACT_REPAIR_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * A first look at a text, cheap enough for all of them: which runs (between
 * line breaks and tags) hold what Chinese text hardly holds.
 */
struct scan_run {
	size_t at, n;
	uint32_t n_wide,
		n_odd; /* characters above U+007F; of these rare ones and signs of damage */
	bool is_odd;
};

#define SCAN_MAX_RUNS 1000000 /* further ones are not looked at */

struct scan {
	struct scan_run *runs; /* those with n_wide > 0, where any is odd; else NULL */
	size_t n_runs;
	size_t n_wide, n_odd_wide; /* characters above U+007F; of these in odd runs */
	size_t n_replaced;         /* U+FFFD */
	bool has_cut; /* a "?" before a full stop, comma, question or exclamation mark */
};

void scan_text(struct scan *out, struct str text, struct arena *arena);

#endif
