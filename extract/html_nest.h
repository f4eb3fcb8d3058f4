#ifndef EXTRACT_HTML_NEST_H
#define EXTRACT_HTML_NEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* gumbo's time grows with the square of nesting; no page for people comes near. */
#define HTML_MAX_DEPTH 512

/* Formatting elements left open that the parser would open again in each paragraph. */
#define HTML_MAX_REOPENED 64

struct html_open {
	uint16_t tag; /* GumboTag */
	uint16_t reopened;
	uint32_t name; /* hash, tells unknown elements apart */
};

/*
 * How deep the parser's stack of open elements gets, told from the tags alone.
 *
 * Follows the standard's rules on implied end tags and scopes as far as depth
 * depends on them, so that pages without </p>, </li> or </td> do not count up.
 * Zero-initialise.
 */
struct html_nest {
	struct html_open open[HTML_MAX_DEPTH];
	size_t depth, deepest;
	uint32_t reopened;  /* formatting elements waiting to be opened again */
	uint8_t alike[256]; /* of those, by hash: the parser keeps three that are alike */
	bool over;          /* a limit was passed; stays set */
};

/* `tag` is a GumboTag; `name` hashes the tag's name, `whole` the whole tag. */
void html_nest_open(struct html_nest *nest, unsigned tag, uint32_t name, uint32_t whole);
void html_nest_close(struct html_nest *nest, unsigned tag, uint32_t name);

#endif
