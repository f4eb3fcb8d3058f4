#ifndef EXTRACT_WORDS_LINE_H
#define EXTRACT_WORDS_LINE_H

#include <stdbool.h>

#include "extract/words.h"

/* Words beside each other, from left to right. */
struct words_line {
	const struct word **words;
	size_t n;
	struct box box;
};

struct words_lines {
	struct words_line *at; /* from top to bottom */
	size_t n;
};

struct box box_join(struct box a, struct box b);

static inline int32_t box_mid_x(struct box b)
{
	return b.x0 + (b.x1 - b.x0) / 2;
}

static inline int32_t box_mid_y(struct box b)
{
	return b.y0 + (b.y1 - b.y0) / 2;
}

/* The lines that words form. `words` is put in order; it and the lines live on in the result. */
struct words_lines words_to_lines(const struct word **words, size_t n, struct arena *arena);

/*
 * words_line_text - a line as text.
 *
 * A space where Latin words or figures are parted; two where the distance is
 * that of columns.
 */
struct str words_line_text(const struct words_line *line, struct arena *arena);

/*
 * words_cell_text - the lines of a cell as one text.
 *
 * A label that is wrapped, or printed one character a line, is run together;
 * lines that begin or end with a figure are parted by \n, so that two figures
 * never become one.
 */
struct str words_cell_text(const struct words_lines *lines, struct arena *arena);

/* "- 4 -", "第4页", "4/12", and a plain "4" where it is the sheet's own number. */
bool words_is_page_number(struct str line, size_t sheet_number);

bool words_is_figure(struct str s); /* digits, and what stands among them or for none */

/* 一、 （一） 1. : the number that a label begins with; 0: none. */
unsigned words_ordinal(struct str s);

struct str words_join(struct str a, struct str b, struct arena *arena); /* run together */

#endif
