#ifndef EXTRACT_FLOW_H
#define EXTRACT_FLOW_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/*
 * Text as it flows in a browser: runs of white space become one space, spaces
 * at the ends of lines go, U+3000 too. White space that holds a line end and
 * lies between two wide characters is nothing, as in CSS Text 3, 4.1.2.
 * Initialise with flow_init, give back with flow_release.
 */
struct flow {
	struct buf text;
	bool space;   /* white space waits for what comes after it */
	bool wrapped; /* that white space holds a line end */
	bool broken;  /* a line break waits */
};

void flow_init(struct flow *f, size_t max_bytes);
void flow_release(struct flow *f);

void flow_add(struct flow *f, struct str s); /* UTF-8 */
void flow_break(struct flow *f);             /* many in a row are one, at the ends none */

bool flow_is_empty(const struct flow *f);

/* All of the text, copied; the flow is then empty. */
struct str flow_take(struct flow *f, struct arena *arena);

#endif
