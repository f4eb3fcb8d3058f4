#ifndef EXTRACT_WORDS_HEADS_H
#define EXTRACT_WORDS_HEADS_H

#include "extract/words_line.h"

#define HEADS_MAX_COLS   64
#define HEADS_MAX_GROUPS 32

/* A head that stands over several columns of a table without rules. */
struct heads_group {
	struct str text;
	struct box box;
	size_t first, n; /* its columns; n 0: not known */
	bool is_outer;   /* stands over other groups */
};

/*
 * heads_divide - which columns each head stands over.
 *
 * Nothing but its place tells: a head stands in the middle of its columns, and
 * those of one level take all columns without a gap, two or more each.
 *
 *   groups  box and text set; receives the rest. At most HEADS_MAX_GROUPS are looked at.
 *   mids    of the columns, ascending; at most HEADS_MAX_COLS
 *
 * False where that gives no answer: nobody can then say whose columns are whose.
 */
bool heads_divide(struct heads_group *groups, size_t n, const int32_t *mids, size_t n_cols);

#endif
