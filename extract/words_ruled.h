#ifndef EXTRACT_WORDS_RULED_H
#define EXTRACT_WORDS_RULED_H

#include <stdbool.h>

#include "extract/grid.h"
#include "extract/words_line.h"

/* Rules that hang together, seen as a lattice. */
struct frame {
	struct box box;
	int32_t *xs, *ys; /* where its rules stand, ascending; at least two each */
	size_t n_xs, n_ys;
	const struct box **rules;
	size_t n_rules;
	const struct word **words; /* that stand inside */
	size_t n_words;
};

struct frames {
	struct frame *at; /* from top to bottom */
	size_t n;
};

/*
 * frames_find - the ruled tables of a sheet.
 *
 * A frame has two columns or two rows at least: a box round a text is none.
 * Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int frames_find(struct frames *out, const struct words_sheet *sheet, struct arena *arena,
			 struct err *e);

/* Whether `next` goes on with the table of `f`: the same outer edges, and columns that fit. */
bool frame_continues(const struct frame *f, const struct frame *next);

/* Gives all frames of one table the columns of each. */
void frames_align(struct frame **frames, size_t n, struct arena *arena);

/*
 * frame_cells - the cells of a frame in reading order, for grid_build.
 *
 *   row  of the first one in its grid
 */
size_t frame_cells(struct grid_src_cell **out, const struct frame *f, uint32_t row,
		   struct arena *arena);

#endif
