#include "crawler/sitemap_bytes.h"

#include "base/buf.h"
#include "crawler/inflate.h"
#include "crawler/sitemap.h"

#define MAX_RATIO 400 /* URLs of one site shrink well */

struct str sitemap_without_mark(struct str bytes, struct arena *arena)
{
	bool little = str_starts(bytes, STR("\xFF\xFE"));
	struct buf out;
	struct str text;

	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		return str_sub(bytes, 3, bytes.n);
	if (!little && !str_starts(bytes, STR("\xFE\xFF")))
		return bytes;
	buf_init(&out, SITEMAP_MAX_BYTES);
	for (size_t i = 2; i + 1 < bytes.n; i += 2) {
		uint32_t hi = (unsigned char)bytes.p[i + little];
		uint32_t lo = (unsigned char)bytes.p[i + !little];

		buf_add_utf8(&out, hi << 8 | lo);
	}
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

bool sitemap_is_gzip(struct str bytes)
{
	return str_starts(bytes, STR("\x1f\x8b"));
}

struct str sitemap_gunzip(bool *too_large, struct str bytes, size_t max, struct arena *arena)
{
	struct inflate_limits limits = { max, MAX_RATIO };
	struct inflate *z = inflate_open(INFLATE_GZIP, &limits);
	struct buf out;
	struct str text;

	buf_init(&out, max);
	*too_large = inflate_add(z, bytes, &out) == INFLATE_TOO_LARGE;
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	inflate_close(z);
	return text;
}
