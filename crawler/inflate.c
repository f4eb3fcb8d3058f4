#include "crawler/inflate.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include <brotli/decode.h>
#define ZLIB_CONST
#include <zlib.h>
#include <zstd.h>

#include "base/attrs.h"

#define PIECE_BYTES (32 * 1024)

/* Largest window asked of a client that decodes "zstd" over HTTP (RFC 9659): 8 MiB. */
#define ZSTD_WINDOW_LOG 23

struct inflate {
	enum inflate_coding coding;
	struct inflate_limits limits;
	enum inflate_state state;
	uint64_t n_in, n_out;
	uint64_t member_from; /* n_out where this gzip member began */
	unsigned n_members;   /* whole ones */
	char head[2];         /* the first bytes, held back until raw deflate can be told */
	size_t n_head;
	bool started;
	z_stream z;
	BrotliDecoderState *br;
	ZSTD_DCtx *zstd;
};

static const char *const names[] = {
	[INFLATE_MORE] = "unfinished",         [INFLATE_DONE] = "whole",
	[INFLATE_TRAILING] = "trailing bytes", [INFLATE_TRUNCATED] = "truncated",
	[INFLATE_CORRUPT] = "corrupt",         [INFLATE_TOO_LARGE] = "too large",
};

const char *inflate_state_name(enum inflate_state state)
{
	return names[state];
}

enum inflate_coding inflate_coding(struct str header)
{
	static const struct {
		struct str name;
		enum inflate_coding coding;
	} codings[] = {
		{ STR_INIT("identity"), INFLATE_IDENTITY },
		{ STR_INIT("gzip"), INFLATE_GZIP },
		{ STR_INIT("x-gzip"), INFLATE_GZIP },
		{ STR_INIT("deflate"), INFLATE_DEFLATE },
		{ STR_INIT("br"), INFLATE_BROTLI },
		{ STR_INIT("zstd"), INFLATE_ZSTD },
	};

	header = str_trim(header);
	if (!header.n)
		return INFLATE_IDENTITY;
	for (size_t i = 0; i < countof(codings); i++)
		if (str_eq_nocase(header, codings[i].name))
			return codings[i].coding;
	return INFLATE_UNKNOWN;
}

static _Noreturn void out_of_memory(void)
{
	fprintf(stderr, "fatal: out of memory for a decoder\n");
	abort();
}

struct inflate *inflate_open(enum inflate_coding coding, const struct inflate_limits *limits)
{
	struct inflate *z = calloc(1, sizeof(*z));

	assert(coding != INFLATE_IDENTITY && coding != INFLATE_UNKNOWN);
	if (!z)
		out_of_memory();
	z->coding = coding;
	z->limits = *limits;
	if (coding == INFLATE_BROTLI) {
		z->br = BrotliDecoderCreateInstance(NULL, NULL, NULL);
		if (!z->br)
			out_of_memory();
	} else if (coding == INFLATE_ZSTD) {
		z->zstd = ZSTD_createDCtx();
		if (!z->zstd)
			out_of_memory();
		ZSTD_DCtx_setParameter(z->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
	}
	return z;
}

void inflate_close(struct inflate *z)
{
	if (!z)
		return;
	if (z->started)
		inflateEnd(&z->z);
	if (z->br)
		BrotliDecoderDestroyInstance(z->br);
	ZSTD_freeDCtx(z->zstd);
	free(z);
}

/* Takes over what a decoder gave; false once a limit is passed. */
static bool put(struct inflate *z, struct str piece, struct buf *out)
{
	uint64_t left = z->limits.max_bytes - z->n_out;
	uint64_t n_out = z->n_out + piece.n;

	if (piece.n > left) {
		z->state = INFLATE_TOO_LARGE;
		return false;
	}
	buf_add(out, piece);
	z->n_out = n_out;
	if (out->full ||
	    (n_out > INFLATE_RATIO_FROM_BYTES && n_out / z->limits.max_ratio > z->n_in)) {
		z->state = INFLATE_TOO_LARGE;
		return false;
	}
	return true;
}

/* A gzip member that cannot begin behind a whole one is only junk. */
static void fail(struct inflate *z)
{
	z->state = z->n_members && z->n_out == z->member_from ? INFLATE_TRAILING : INFLATE_CORRUPT;
}

/* The end of a zlib stream; true when another gzip member may follow in the rest. */
static bool end_member(struct inflate *z)
{
	z->n_members++;
	z->state = INFLATE_DONE;
	if (z->z.avail_in == 0)
		return false;
	if (z->coding != INFLATE_GZIP || *z->z.next_in != 0x1f) {
		z->state = INFLATE_TRAILING;
		return false;
	}
	return true;
}

static void add_zlib(struct inflate *z, struct str coded, struct buf *out)
{
	char piece[PIECE_BYTES];

	z->z.next_in = (const unsigned char *)coded.p;
	z->z.avail_in = (unsigned)coded.n;
	while (z->state == INFLATE_MORE || (z->state == INFLATE_DONE && z->z.avail_in)) {
		int rc;

		if (z->state == INFLATE_DONE) {
			z->state = INFLATE_MORE;
			z->member_from = z->n_out;
			inflateReset(&z->z);
		}
		z->z.next_out = (unsigned char *)piece;
		z->z.avail_out = sizeof(piece);
		rc = inflate(&z->z, Z_NO_FLUSH);
		if (rc == Z_MEM_ERROR)
			out_of_memory();
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
			fail(z);
			return;
		}
		if (!put(z, (struct str){ piece, sizeof(piece) - z->z.avail_out }, out))
			return;
		if (rc == Z_STREAM_END) {
			if (!end_member(z))
				return;
		} else if (z->z.avail_in == 0 && z->z.avail_out != 0) {
			return;
		}
	}
}

static void add_brotli(struct inflate *z, struct str coded, struct buf *out)
{
	const uint8_t *in = (const uint8_t *)coded.p;
	size_t n_in = coded.n;

	for (;;) {
		char piece[PIECE_BYTES];
		uint8_t *to = (uint8_t *)piece;
		size_t room = sizeof(piece);
		BrotliDecoderResult rc =
			BrotliDecoderDecompressStream(z->br, &n_in, &in, &room, &to, NULL);

		if (!put(z, (struct str){ piece, sizeof(piece) - room }, out))
			return;
		if (rc == BROTLI_DECODER_RESULT_ERROR)
			z->state = INFLATE_CORRUPT;
		else if (rc == BROTLI_DECODER_RESULT_SUCCESS)
			z->state = n_in ? INFLATE_TRAILING : INFLATE_DONE;
		if (rc != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
			return;
	}
}

static void add_zstd(struct inflate *z, struct str coded, struct buf *out)
{
	ZSTD_inBuffer in = { coded.p, coded.n, 0 };

	for (;;) {
		char piece[PIECE_BYTES];
		ZSTD_outBuffer to = { piece, sizeof(piece), 0 };
		size_t rc = ZSTD_decompressStream(z->zstd, &to, &in);

		if (ZSTD_isError(rc)) {
			fail(z);
			return;
		}
		z->state = rc == 0 ? INFLATE_DONE : INFLATE_MORE;
		if (!put(z, (struct str){ piece, to.pos }, out))
			return;
		if (rc == 0) { /* a frame is complete; another may follow */
			z->n_members++;
			z->member_from = z->n_out;
		}
		if (in.pos == in.size && (rc == 0 || to.pos < to.size))
			return;
	}
}

/* zlib's two bytes: method 8 and a check that the pair is a multiple of 31 (RFC 1950, 2.2). */
static int window_bits(const struct inflate *z)
{
	unsigned cmf = (unsigned char)z->head[0], flg = (unsigned char)z->head[1];

	if (z->coding == INFLATE_GZIP)
		return 15 + 16;
	return (cmf & 15) == 8 && (cmf * 256 + flg) % 31 == 0 ? 15 : -15;
}

/* Holds back the first two bytes; they decide how zlib is started. False while they are short. */
static bool start_zlib(struct inflate *z, struct str *coded, struct buf *out)
{
	while (z->n_head < sizeof(z->head) && coded->n) {
		z->head[z->n_head++] = coded->p[0];
		*coded = str_sub(*coded, 1, coded->n);
	}
	if (z->n_head < sizeof(z->head))
		return false;
	if (inflateInit2(&z->z, window_bits(z)) != Z_OK)
		out_of_memory();
	z->started = true;
	add_zlib(z, (struct str){ z->head, z->n_head }, out);
	return true;
}

static bool ended(const struct inflate *z)
{
	return z->state != INFLATE_MORE && z->state != INFLATE_DONE;
}

enum inflate_state inflate_add(struct inflate *z, struct str coded, struct buf *out)
{
	if (ended(z) || coded.n == 0)
		return z->state;
	if (z->state == INFLATE_DONE && z->coding != INFLATE_GZIP && z->coding != INFLATE_ZSTD)
		return z->state = INFLATE_TRAILING;
	z->n_in += coded.n;
	if (z->coding == INFLATE_BROTLI) {
		add_brotli(z, coded, out);
		return z->state;
	}
	if (z->coding == INFLATE_ZSTD) {
		add_zstd(z, coded, out);
		return z->state;
	}
	if (!z->started && !start_zlib(z, &coded, out))
		return z->state;
	while (coded.n && !ended(z)) { /* zlib counts in unsigned */
		struct str part = str_sub(coded, 0, 1u << 30);

		if (z->state == INFLATE_DONE && part.p[0] != 0x1f)
			z->state = INFLATE_TRAILING;
		else
			add_zlib(z, part, out);
		coded = str_sub(coded, part.n, coded.n);
	}
	return z->state;
}

enum inflate_state inflate_end(const struct inflate *z)
{
	if (z->state != INFLATE_MORE)
		return z->state;
	return z->n_members && z->n_out == z->member_from ? INFLATE_TRAILING : INFLATE_TRUNCATED;
}
