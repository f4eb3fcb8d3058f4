#ifndef EXTRACT_WORD_FILE_H
#define EXTRACT_WORD_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* What a Word 97 to 2003 file says about its text, by [MS-DOC]. */

#define WORD_MAX_CHARS (8u << 20)
#define WORD_MAX_RUNS  1000000

/* Streams of the file. */
struct word_streams {
	struct str main;  /* WordDocument */
	struct str table; /* 0Table or 1Table, as the main stream says */
	struct str data;  /* Data; empty where there is none */
};

/* Characters [cp, cp_end) at byte `at` of the main stream. */
struct word_piece {
	uint32_t cp, cp_end, at;
	bool is_8_bit; /* else UTF-16 */
};

/* Properties of the bytes [at, end) of the main stream: a list of modifiers. */
struct word_run {
	uint32_t at, end;
	struct str modifiers;
};

struct word_runs {
	struct word_run *at; /* ascending */
	size_t n;
};

struct word_file {
	struct word_streams streams;
	struct word_piece *pieces; /* of the main text, ascending */
	size_t n_pieces;
	struct word_runs paragraphs, characters;
};

/* Which table stream the main stream goes with. */
const char *word_table_stream(struct str main);

/*
 * word_file_read - the pieces of the text and the runs of its properties.
 *
 * Returns 0, or -1 with ERR_FORMAT (not Word 97 or later, encrypted, damaged)
 * or ERR_LIMIT.
 */
MUST_USE int word_file_read(struct word_file *out, const struct word_streams *streams,
			    struct arena *arena, struct err *e);

/* The run that holds the byte; NULL: none does. */
const struct word_run *word_run_at(const struct word_runs *runs, uint32_t byte);

/* One modifier of a list. */
struct word_modifier {
	uint32_t code;
	struct str operand;
};

/* The modifier at *at, which then moves past it; false at the end, and where it is cut. */
bool word_modifier_next(struct word_modifier *out, struct str modifiers, size_t *at);

#endif
