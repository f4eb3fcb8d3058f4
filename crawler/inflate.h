#ifndef CRAWLER_INFLATE_H
#define CRAWLER_INFLATE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * What Accept-Encoding offers. Other codings are undone when they come, but
 * tools that read archives often do not know them.
 */
#define INFLATE_ACCEPT "gzip, deflate"

/* A ratio is no bomb while the output is smaller than this: blank pages shrink well. */
#define INFLATE_RATIO_FROM_BYTES (1u << 20)

enum inflate_coding {
	INFLATE_IDENTITY,
	INFLATE_GZIP,
	INFLATE_DEFLATE, /* RFC 9110 means zlib's format; raw deflate is understood too */
	INFLATE_BROTLI,
	INFLATE_ZSTD,
	INFLATE_UNKNOWN,
};

/* The coding a Content-Encoding header names. Empty is identity; a chain of codings is unknown. */
enum inflate_coding inflate_coding(struct str header);

enum inflate_state {
	INFLATE_MORE,      /* its end has not come yet */
	INFLATE_DONE,      /* whole */
	INFLATE_TRAILING,  /* whole, and something behind its end that is ignored */
	INFLATE_TRUNCATED, /* inflate_end() only: the input ended too early */
	INFLATE_CORRUPT,   /* not this coding, or damaged */
	INFLATE_TOO_LARGE, /* past a limit */
};

struct inflate_limits {
	uint64_t max_bytes; /* decoded */
	unsigned max_ratio; /* decoded by coded, looked at from INFLATE_RATIO_FROM_BYTES on */
};

struct inflate; /* one body being decoded */

/* For every coding but INFLATE_IDENTITY and INFLATE_UNKNOWN. Out of memory ends the process. */
struct inflate *inflate_open(enum inflate_coding coding, const struct inflate_limits *limits);
void inflate_close(struct inflate *z); /* NULL is fine */

/*
 * inflate_add - decode the next piece of a body, of any size.
 *
 * Appends to `out`, never past limits->max_bytes in all; a full `out` counts as
 * that limit. Once an answer other than INFLATE_MORE was given it stays, but for
 * INFLATE_DONE, which another gzip member or trailing bytes may follow.
 */
enum inflate_state inflate_add(struct inflate *z, struct str coded, struct buf *out);

/* inflate_end - what the body was, now that all of it has been added. Never INFLATE_MORE. */
enum inflate_state inflate_end(const struct inflate *z);

/* One line for people: "truncated gzip". Static storage. */
const char *inflate_state_name(enum inflate_state state);

#endif
