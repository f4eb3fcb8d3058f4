#ifndef TESTS_GEN_WORD_WRITE_H
#define TESTS_GEN_WORD_WRITE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"

/* A cell of a row: where it ends, in twentieths of a point, and how it goes with the row above. */
struct word_write_cell {
	unsigned right;
	bool is_first, is_more; /* of a cell that goes over rows */
};

#define WORD_WRITE_MAX_CELLS 16

struct word_write_run;
struct word_write_piece;

/*
 * A Word 97 file in the making, [MS-DOC]: text in pieces of 8 and of 16 bits as
 * its characters allow, paragraph properties, rows with their definitions.
 */
struct word_write {
	struct arena *arena;
	struct buf text; /* of the main stream, from its first byte on */
	struct word_write_run *runs;
	struct word_write_piece *pieces;
	size_t n_runs, cap_runs, n_pieces, cap_pieces;
	size_t n_chars;
};

void word_write_begin(struct word_write *w, struct arena *arena);
void word_write_line(struct word_write *w, struct str text);
void word_write_cell_text(struct word_write *w, struct str text); /* \n: a paragraph of its own */
void word_write_row_end(struct word_write *w, const struct word_write_cell *cells, size_t n);
void word_write_end(struct buf *out, struct word_write *w);

#endif
