#ifndef EXTRACT_WORDS_BARE_H
#define EXTRACT_WORDS_BARE_H

#include "extract/grid.h"
#include "extract/words_line.h"

/* A line of a sheet; tables without rules may go on over several sheets. */
struct bare_line {
	const struct words_line *line;
	size_t sheet;
};

#define BARE_MAX_COLS 64

/*
 * bare_table - the table without ruled lines that begins with the first of these lines.
 *
 * Told by rows of five figures or more that stand under each other. What is
 * left of the figures are labels, in columns by their left edges; a label that
 * is wrapped round the line of its figures is put together, and one that stands
 * in the middle of its rows is put beside the first of them. Above are heads.
 *
 *   out     receives the cells, for grid_build; *rows their rows
 *   before  lines of text that stand in front of the table
 *
 * Where a label has no figures beside it, a row without any, or where heads over
 * groups of columns stand neither in their middle nor at their left, nobody can
 * say which figures are whose: *n_cells is then 0, and the lines are text.
 * Returns how many lines the table takes, `before` not among them; 0: none follows.
 */
size_t bare_table(struct grid_src_cell **out, size_t *n_cells, uint32_t *rows, size_t *before,
		  const struct bare_line *lines, size_t n, struct arena *arena);

#endif
