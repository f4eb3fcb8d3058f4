#ifndef EXTRACT_HTML_RULES_H
#define EXTRACT_HTML_RULES_H

#include "extract/html_build.h"

/* What tags do by the standard, to what is open. For html_build's own files. */

enum html_trait {
	HTML_SPECIAL = 1, /* ends the search of an end tag for its element (13.2.4.2) */
	HTML_SCOPE = 2,   /* the same, for elements that are special */
	HTML_IMPLIED = 4, /* needs no end tag (13.2.6.3) */
	HTML_HEADING = 8, /* h1 to h6 */
	HTML_PART = 16,   /* of a table */
	HTML_HEAD = 32,   /* belongs in the head */
};

uint8_t html_traits(GumboTag tag);

/* Nothing is said of such an element here but that it is rare. */
bool html_is_odd(GumboTag tag);

/* Place + 1 of the topmost open `tag` that no element with `boundary` stands above; 0: none. */
size_t html_find_open(const struct html_build *b, GumboTag tag, uint8_t boundary);

/* The same within the innermost table. */
size_t html_find_in_table(const struct html_build *b, GumboTag tag);

/* In a body (13.2.6.4.7), or a cell. */
void html_body_start(struct html_build *b, const struct html_tag *tag);
void html_body_end(struct html_build *b, const struct html_tag *tag);

/* Another <html> or <body>, which would give its attributes to the one there is. */
void html_body_start_again(struct html_build *b, const struct html_tag *tag);

/*
 * In whatever is open now (13.2.6.4.7 to 13.2.6.4.17). Each returns true when the tag has only
 * closed or opened something, and is to be given to what is open then.
 */
bool html_mode_start(struct html_build *b, const struct html_tag *tag);
bool html_mode_end(struct html_build *b, const struct html_tag *tag);

#endif
