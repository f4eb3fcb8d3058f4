#ifndef EXTRACT_OLE2_H
#define EXTRACT_OLE2_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Longest stream that is read; a longer one is ERR_LIMIT. */
#define OLE2_MAX_STREAM (64u << 20)

struct ole2; /* an OLE2 compound file, open */

/*
 * ole2_open - the container of old office files.
 *
 *   bytes  borrowed until ole2_close
 *
 * Returns 0, or -1 with ERR_FORMAT.
 */
MUST_USE int ole2_open(struct ole2 **out, struct str bytes, struct err *e);
void ole2_close(struct ole2 *o); /* NULL is fine */

bool ole2_has(struct ole2 *o, const char *name); /* in the root, any case */

/* A stream's bytes, in the arena. Returns 0, or -1 with ERR_FORMAT (none, or cut) or ERR_LIMIT. */
MUST_USE int ole2_read(struct str *out, struct ole2 *o, const char *name, struct arena *arena,
		       struct err *e);

/* Little-endian numbers; 0 beyond the end. */
static inline uint32_t ole2_u8(struct str s, size_t at)
{
	return at < s.n ? (unsigned char)s.p[at] : 0;
}

static inline uint32_t ole2_u16(struct str s, size_t at)
{
	return ole2_u8(s, at) | ole2_u8(s, at + 1) << 8;
}

static inline uint32_t ole2_u32(struct str s, size_t at)
{
	return ole2_u16(s, at) | ole2_u16(s, at + 2) << 16;
}

#endif
