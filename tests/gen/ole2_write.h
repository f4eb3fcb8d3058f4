#ifndef TESTS_GEN_OLE2_WRITE_H
#define TESTS_GEN_OLE2_WRITE_H

#include <stddef.h>

#include "base/buf.h"

/* A stream of an OLE2 compound file. Below 4096 bytes it is filled up with zeros. */
struct ole2_stream {
	const char *name; /* ASCII, up to 31 characters */
	struct str bytes;
};

#define OLE2_WRITE_MAX_STREAMS 3

/* The container of old office files, [MS-CFB] version 3, all streams in the root. */
void ole2_write(struct buf *out, const struct ole2_stream *streams, size_t n);

/* Little-endian numbers. */
static inline void put_le16(struct buf *b, unsigned x)
{
	buf_addc(b, (char)(x & 0xff));
	buf_addc(b, (char)(x >> 8 & 0xff));
}

static inline void put_le32(struct buf *b, size_t x)
{
	put_le16(b, x & 0xffff);
	put_le16(b, x >> 16 & 0xffff);
}

static inline void put_fill(struct buf *b, size_t n, char c)
{
	while (n-- > 0)
		buf_addc(b, c);
}

#endif
