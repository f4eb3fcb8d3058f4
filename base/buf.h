#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/str.h"

/*
 * A growable byte string with a maximum that whoever makes it must choose.
 *
 * Going over the maximum sets `full` and drops what does not fit; everything
 * added after that is dropped too. So a writer adds without looking and asks
 * once at the end. Out of memory ends the process.
 */
struct buf {
	char *p;  /* NUL-terminated whenever it is not NULL */
	size_t n; /* bytes, without the NUL */
	size_t cap, max;
	bool full;
};

void buf_init(struct buf *b, size_t max_bytes);
void buf_release(struct buf *b); /* gives the memory back; usable as after buf_init */
void buf_clear(struct buf *b);   /* empty again, memory and maximum kept */

void buf_add(struct buf *b, struct str s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_add_utf8(struct buf *b, uint32_t code_point);

static inline struct str buf_str(const struct buf *b) /* until the next change */
{
	return (struct str){ b->p, b->n };
}

#endif
