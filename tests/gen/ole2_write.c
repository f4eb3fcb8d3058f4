#include "tests/gen/ole2_write.h"

#include <assert.h>
#include <string.h>

enum { SECTOR = 512, MIN_STREAM = 4096, ENTRY = 128, HEADER_FAT = 109 };

#define NO_ENTRY     0xFFFFFFFFu
#define END_OF_CHAIN 0xFFFFFFFEu
#define FAT_SECTOR   0xFFFFFFFDu
#define FREE_SECTOR  0xFFFFFFFFu

static size_t sectors_of(struct str bytes)
{
	return ((bytes.n < MIN_STREAM ? MIN_STREAM : bytes.n) + SECTOR - 1) / SECTOR;
}

static void put_header(struct buf *out, size_t n_fat, size_t directory)
{
	buf_add(out, (struct str){ "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 });
	put_fill(out, 16, 0);
	put_le16(out, 0x3E); /* minor version */
	put_le16(out, 3);
	put_le16(out, 0xFFFE); /* little-endian */
	put_le16(out, 9);      /* sectors of 512 bytes */
	put_le16(out, 6);
	put_fill(out, 10, 0);
	put_le32(out, n_fat);
	put_le32(out, directory);
	put_le32(out, 0);
	put_le32(out, MIN_STREAM);
	put_le32(out, END_OF_CHAIN); /* no short streams */
	put_le32(out, 0);
	put_le32(out, END_OF_CHAIN); /* no further sectors that list the FAT */
	put_le32(out, 0);
	for (size_t i = 0; i < HEADER_FAT; i++)
		put_le32(out, i < n_fat ? i : FREE_SECTOR);
}

static void put_chain(struct buf *out, size_t from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_le32(out, i + 1 < n ? from + i + 1 : END_OF_CHAIN);
}

/* right: the next entry; child: of the root, its first. */
static void put_entry(struct buf *out, const char *name, int type, size_t right, size_t child,
		      size_t start, size_t n_bytes)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < 32; i++)
		put_le16(out, i < n ? (unsigned char)name[i] : 0);
	put_le16(out, (unsigned)(type ? (n + 1) * 2 : 0));
	buf_addc(out, (char)type);
	buf_addc(out, 1); /* black */
	put_le32(out, NO_ENTRY);
	put_le32(out, right);
	put_le32(out, child);
	put_fill(out, 36, 0);
	put_le32(out, start);
	put_le32(out, n_bytes);
	put_le32(out, 0);
}

void ole2_write(struct buf *out, const struct ole2_stream *streams, size_t n)
{
	size_t n_fat = 1, used = 1, at; /* one sector of directory: four entries */

	assert(n <= OLE2_WRITE_MAX_STREAMS);
	for (size_t i = 0; i < n; i++)
		used += sectors_of(streams[i].bytes);
	while (n_fat * SECTOR / 4 < used + n_fat)
		n_fat++;
	assert(n_fat <= HEADER_FAT);
	put_header(out, n_fat, n_fat);
	for (size_t i = 0; i < n_fat; i++)
		put_le32(out, FAT_SECTOR);
	put_le32(out, END_OF_CHAIN);
	at = n_fat + 1;
	for (size_t i = 0; i < n; at += sectors_of(streams[i++].bytes))
		put_chain(out, at, sectors_of(streams[i].bytes));
	put_fill(out, (n_fat * (SECTOR / 4) - at) * 4, (char)0xFF);
	put_entry(out, "Root Entry", 5, NO_ENTRY, n ? 1 : NO_ENTRY, END_OF_CHAIN, 0);
	at = n_fat + 1;
	for (size_t i = 0; i < n; at += sectors_of(streams[i++].bytes))
		put_entry(out, streams[i].name, 2, i + 1 < n ? i + 2 : NO_ENTRY, NO_ENTRY, at,
			  streams[i].bytes.n < MIN_STREAM ? MIN_STREAM : streams[i].bytes.n);
	for (size_t i = n + 1; i < SECTOR / ENTRY; i++)
		put_entry(out, "", 0, NO_ENTRY, NO_ENTRY, 0, 0);
	for (size_t i = 0; i < n; i++) {
		buf_add(out, streams[i].bytes);
		put_fill(out, sectors_of(streams[i].bytes) * SECTOR - streams[i].bytes.n, 0);
	}
}
