#include "crawler/squeeze.h"

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#if HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif

#include "base/mem.h"

#define PIECE_BYTES   (64 * 1024)
#define ZLIB_LEVEL    3 /* two thirds of what level 6 takes, for 4 % more bytes */
#define DEFLATE_LEVEL 1 /* the size of zlib's level 3 */

struct squeeze {
	z_stream z;
#if HAVE_LIBDEFLATE
	struct libdeflate_compressor *whole;
	unsigned char *in, *out;
	size_t in_cap, out_cap;
#endif
};

struct squeeze *squeeze_open(void)
{
	struct squeeze *z = calloc(1, sizeof(*z));

	if (!z)
		mem_exhausted(sizeof(*z));
	if (deflateInit2(&z->z, ZLIB_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		mem_exhausted(PIECE_BYTES);
#if HAVE_LIBDEFLATE
	z->whole = libdeflate_alloc_compressor(DEFLATE_LEVEL);
	if (!z->whole)
		mem_exhausted(PIECE_BYTES);
#endif
	return z;
}

void squeeze_close(struct squeeze *z)
{
	if (!z)
		return;
	deflateEnd(&z->z);
#if HAVE_LIBDEFLATE
	libdeflate_free_compressor(z->whole);
	free(z->in);
	free(z->out);
#endif
	free(z);
}

#if HAVE_LIBDEFLATE
static void reserve(unsigned char **p, size_t *cap, size_t want)
{
	if (want <= *cap)
		return;
	free(*p);
	*cap = want < PIECE_BYTES ? PIECE_BYTES : want + want / 2;
	*p = malloc(*cap);
	if (!*p)
		mem_exhausted(*cap);
}

static int at_once(struct squeeze *z, const struct str *parts, size_t n_parts, size_t total,
		   squeeze_sink *sink, void *user, struct err *e)
{
	size_t n = 0;

	reserve(&z->in, &z->in_cap, total + 1);
	for (size_t i = 0; i < n_parts; i++) {
		if (parts[i].n)
			memcpy(z->in + n, parts[i].p, parts[i].n);
		n += parts[i].n;
	}
	reserve(&z->out, &z->out_cap, libdeflate_gzip_compress_bound(z->whole, n));
	n = libdeflate_gzip_compress(z->whole, z->in, n, z->out, z->out_cap);
	return sink(user, (struct str){ (const char *)z->out, n }, e);
}
#endif

/* Feeds one part to the member at hand; `flush` Z_FINISH ends it. */
static int add(struct squeeze *z, struct str part, int flush, squeeze_sink *sink, void *user,
	       struct err *e)
{
	unsigned char out[PIECE_BYTES];

	do {
		struct str now = str_sub(part, 0, 1u << 30);
		bool last = now.n == part.n;

		z->z.next_in = (const unsigned char *)now.p;
		z->z.avail_in = (unsigned)now.n;
		do {
			size_t n;

			z->z.next_out = out;
			z->z.avail_out = sizeof(out);
			(void)deflate(&z->z, last ? flush : Z_NO_FLUSH);
			n = sizeof(out) - z->z.avail_out;
			if (n && sink(user, (struct str){ (const char *)out, n }, e))
				return -1;
		} while (z->z.avail_out == 0);
		part = str_sub(part, now.n, part.n);
	} while (part.n);
	return 0;
}

int squeeze_member(struct squeeze *z, const struct str *parts, size_t n_parts, squeeze_sink *sink,
		   void *user, struct err *e)
{
#if HAVE_LIBDEFLATE
	size_t total = 0;

	for (size_t i = 0; i < n_parts; i++)
		total += parts[i].n;
	if (total <= SQUEEZE_MAX_WHOLE)
		return at_once(z, parts, n_parts, total, sink, user, e);
#endif
	deflateReset(&z->z);
	for (size_t i = 0; i < n_parts; i++)
		if (add(z, parts[i], i + 1 < n_parts ? Z_NO_FLUSH : Z_FINISH, sink, user, e))
			return -1;
	return 0;
}
