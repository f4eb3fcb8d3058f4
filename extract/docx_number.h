#ifndef EXTRACT_DOCX_NUMBER_H
#define EXTRACT_DOCX_NUMBER_H

#include <stdint.h>

#include "extract/container.h"

#define DOCX_MAX_LISTS   2000
#define DOCX_LIST_LEVELS 9

/* How the paragraphs of one level of a list are numbered (ECMA-376 part 1, 17.9). */
struct docx_level {
	struct str format; /* "decimal", "chineseCounting", ...; empty: decimal */
	struct str text;   /* "%1、", "（%2）" */
	uint32_t start;
};

struct docx_list {
	struct str id;       /* what paragraphs call it */
	struct str abstract; /* what it is an instance of */
	struct docx_level levels[DOCX_LIST_LEVELS];
	uint32_t count[DOCX_LIST_LEVELS]; /* paragraphs so far; kept with the first of its kind */
};

struct docx_lists {
	struct docx_list *lists;
	size_t n;
};

/* Lists of word/numbering.xml; none where that cannot be read. In the arena. */
void docx_lists_read(struct docx_lists *out, struct container *c, struct str part,
		     struct arena *arena);

/*
 * docx_number - what stands in front of the next paragraph of a list.
 *
 * Counts it. Empty for bullets, for lists that there are not, and for ways of
 * counting that are not known: a number is shown as printed, or not at all.
 */
struct str docx_number(struct docx_lists *lists, struct str id, int level, struct arena *arena);

#endif
