#ifndef CRAWLER_SQUEEZE_H
#define CRAWLER_SQUEEZE_H

#include "base/attrs.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Records of the archive as gzip members (RFC 1952), for speed more than for size.
 *
 * With libdeflate a member takes half the time that zlib needs for the same size; what is
 * larger than SQUEEZE_MAX_WHOLE, and everything where libdeflate is not there, goes through
 * zlib, which needs no second copy of it.
 */
#define SQUEEZE_MAX_WHOLE (4u << 20) /* bytes held beside the caller's own */

struct squeeze;

/* Takes a piece of a member. Returns 0, or -1, which ends the member. */
typedef int squeeze_sink(void *user, struct str piece, struct err *e);

struct squeeze *squeeze_open(void); /* running out of memory ends the process */
void squeeze_close(struct squeeze *z); /* NULL is fine */

/* The parts, one after the other, as one member. Returns 0, or -1 when the sink did. */
MUST_USE int squeeze_member(struct squeeze *z, const struct str *parts, size_t n_parts,
			    squeeze_sink *sink, void *user, struct err *e);

#endif
