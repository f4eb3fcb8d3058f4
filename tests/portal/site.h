#ifndef PORTAL_SITE_H
#define PORTAL_SITE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#include "tests/portal/world.h"

/* How an answer goes over the wire. */
enum wire {
	WIRE_PLAIN,
	WIRE_DRIP,      /* a byte every 100 ms */
	WIRE_ENDLESS,   /* the body again and again, for ever */
	WIRE_TRUNCATED, /* Content-Length promises twice what comes */
	WIRE_CLOSE,     /* the connection is closed without an answer */
};

#define ANSWER_MAX_HEADERS 64
#define ANSWER_MAX_BYTES   (64u << 20)

struct answer_header {
	const char *name, *value;
};

/* Everything but the server's own headers. */
struct answer {
	int status;
	enum wire wire;
	struct answer_header headers[ANSWER_MAX_HEADERS];
	size_t n_headers;
	struct buf body;
	struct arena arena; /* of the headers' values */
};

void answer_header(struct answer *a, const char *name, const char *value); /* both borrowed */
void answer_release(struct answer *a);

/*
 * site_answer - what a host says to a request.
 *
 *   host     without the port, lower case
 *   path     with the query, as on the wire
 *   attempt  how often this was asked for before, from 0
 *   etag     If-None-Match as sent; empty: none
 *
 * A pure function of its arguments. Cannot fail: what does not exist is a 404.
 */
void site_answer(struct answer *out, const struct world *w, struct str host, struct str path,
		 unsigned attempt, struct str etag);

#endif
