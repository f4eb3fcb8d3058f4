#ifndef EXTRACT_HTML_SURVEY_H
#define EXTRACT_HTML_SURVEY_H

#include <gumbo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* What has to be known of a table, or of a hidden element, before it is walked. */
struct html_measure {
	const GumboNode *node;
	uint32_t tables;     /* inside it, at any depth */
	uint32_t cells;      /* its own, not those of tables inside */
	uint32_t widest_row; /* in cells as written */
	uint32_t blocks;     /* paragraphs and the like in its fullest cell */
	size_t text_bytes;   /* all of its text */
	size_t cell_bytes;   /* text of its fullest cell */
};

/* One for each <table> and each hidden element, in document order. */
struct html_survey {
	struct html_measure *at;
	size_t n;
};

/* One pass over the tree without recursion; everything is in the arena. */
void html_survey(struct html_survey *out, const GumboNode *root, struct arena *arena);

/* style="display:none" or the attribute `hidden`. */
bool html_is_hidden(const GumboNode *element);

/* Children of a document or an element; an empty vector for what has none. */
const GumboVector *html_children(const GumboNode *node);

#endif
