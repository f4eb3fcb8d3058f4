#include "tests/gen/zip_write.h"

#include <assert.h>
#define ZLIB_CONST
#include <zlib.h>

static void le16(struct buf *b, unsigned n)
{
	buf_addc(b, (char)(n & 0xFF));
	buf_addc(b, (char)(n >> 8 & 0xFF));
}

static void le32(struct buf *b, size_t n)
{
	le16(b, n & 0xFFFF);
	le16(b, n >> 16 & 0xFFFF);
}

static void pack(struct buf *out, struct str bytes)
{
	static unsigned char chunk[1 << 16];
	static const unsigned char nothing[1];
	z_stream s = { 0 };
	int rc;

	rc = deflateInit2(&s, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
	assert(rc == Z_OK);
	s.next_in = bytes.n ? (const unsigned char *)bytes.p : nothing;
	s.avail_in = (uInt)bytes.n;
	do {
		s.next_out = chunk;
		s.avail_out = sizeof chunk;
		rc = deflate(&s, Z_FINISH);
		buf_add(out, (struct str){ (const char *)chunk, sizeof chunk - s.avail_out });
	} while (rc != Z_STREAM_END);
	deflateEnd(&s);
}

/* APPNOTE 4.3.7 and 4.3.12 have these fields in common. */
static void put_fields(struct buf *b, const struct zip_write *z, struct str name, struct str packed,
		       struct str bytes)
{
	uLong crc = crc32(0, (const Bytef *)bytes.p, (uInt)bytes.n);

	le16(b, 20);
	le16(b, z->flags);
	le16(b, z->deflate ? 8 : 0);
	le32(b, 0x21); /* 1980-01-01 */
	le32(b, crc);
	le32(b, packed.n);
	le32(b, bytes.n);
	le16(b, (unsigned)name.n);
	le16(b, 0);
}

void zip_write_add(struct zip_write *z, struct str name, struct str bytes)
{
	struct str packed = bytes;
	size_t at = z->out->n;
	struct buf b;

	if (z->n++ == 0)
		buf_init(&z->directory, 256u << 20);
	buf_init(&b, 256u << 20);
	if (z->deflate) {
		pack(&b, bytes);
		packed = buf_str(&b);
	}
	buf_add(z->out, STR("PK\3\4"));
	put_fields(z->out, z, name, packed, bytes);
	buf_add(z->out, name);
	buf_add(z->out, packed);
	buf_add(&z->directory, STR("PK\1\2\24\0"));
	put_fields(&z->directory, z, name, packed, bytes);
	le16(&z->directory, 0);
	le32(&z->directory, 0);
	le32(&z->directory, 0);
	le32(&z->directory, at);
	buf_add(&z->directory, name);
	buf_release(&b);
}

void zip_write_end(struct zip_write *z)
{
	size_t at = z->out->n;

	buf_add(z->out, buf_str(&z->directory));
	buf_add(z->out, STR("PK\5\6\0\0\0\0"));
	le16(z->out, z->n > 0xFFFF ? 0xFFFF : z->n);
	le16(z->out, z->n > 0xFFFF ? 0xFFFF : z->n);
	le32(z->out, z->directory.n);
	le32(z->out, at);
	le16(z->out, 0);
	if (z->n)
		buf_release(&z->directory);
}
