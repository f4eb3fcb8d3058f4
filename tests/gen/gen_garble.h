#ifndef TESTS_GEN_GEN_GARBLE_H
#define TESTS_GEN_GEN_GARBLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* What encodings are known to do to a page, for tests and measurements of its repair. */
struct gen_garble {
	const char *name;
	struct str (*apply)(struct str utf8, struct arena *arena);
	const char *charset; /* to say of the result; empty: it is text */
	bool bytes;          /* gives bytes in `charset`, so nothing can come after it */
};

#define GEN_GARBLES 17
extern const struct gen_garble gen_garbles[GEN_GARBLES]; /* the first does nothing */

const struct gen_garble *gen_garble_named(struct str name); /* NULL: there is none */

#endif
