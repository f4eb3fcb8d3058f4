#ifndef EXTRACT_HTML_SURVEY_H
#define EXTRACT_HTML_SURVEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/html_tree.h"

/* What has to be known of a table, or of a hidden element, before it is walked. */
struct html_measure {
	uint32_t node;
	uint32_t tables;     /* inside it, at any depth */
	uint32_t cells;      /* its own, not those of tables inside */
	uint32_t widest_row; /* in cells as written */
	uint32_t blocks;     /* paragraphs and the like in its fullest cell */
	size_t text_bytes;   /* all of its text, white space not counted */
	size_t cell_bytes;   /* text of its fullest cell, the same */
};

/* One for each <table> and each hidden element, in document order. */
struct html_survey {
	struct html_measure *at;
	size_t n;
};

/* One pass over the tree; everything is in the arena. */
void html_survey(struct html_survey *out, const struct html_tree *tree, struct arena *arena);

#endif
