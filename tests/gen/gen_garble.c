#include "tests/gen/gen_garble.h"

#include <stdio.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/charset.h"
#include "extract/decode.h"
#include "extract/hanzi.h"
#include "extract/hanzi_table.h"
#include "extract/lattice.h"
#include "extract/textbuf.h"

static struct str utf8_as_gbk(struct str s, struct arena *arena)
{
	uint32_t replaced;

	return decode_bytes(s, "gb18030", &replaced, arena);
}

static struct str utf8_as_old_gbk(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < s.n;) {
		uint8_t b = (uint8_t)s.p[i];
		uint32_t c = b;

		if (b >= 0x80) /* pairs, whatever the second byte is: ASCII is eaten */
			c = i + 1 < s.n ? lattice_old_gbk(b, (uint8_t)s.p[i + 1]) : 0;
		textbuf_put(&t, c || b < 0x80 ? c : '?');
		i += b < 0x80 ? 1 : 2;
	}
	return textbuf_str(&t);
}

static struct str utf8_as_gbk_twice(struct str s, struct arena *arena)
{
	return utf8_as_gbk(utf8_as_gbk(s, arena), arena);
}

static struct str by_bytes(struct str bytes, bool holes, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t b = (uint8_t)bytes.p[i];
		uint32_t replaced, c = b;

		if (holes && b >= 0x80 && b < 0xA0) {
			struct str one = decode_bytes(str_sub(bytes, i, 1), "windows-1252",
						      &replaced, arena);
			size_t at = 0;

			c = utf8_next(one, &at);
			if (c < 0xA0) /* the five that have no character */
				c = UTF8_REPLACEMENT;
		}
		textbuf_put(&t, c);
	}
	return textbuf_str(&t);
}

static struct str utf8_as_latin1(struct str s, struct arena *arena)
{
	return by_bytes(s, false, arena);
}

static struct str utf8_as_1252(struct str s, struct arena *arena)
{
	return by_bytes(s, true, arena);
}

static struct str gbk_as_latin1(struct str s, struct arena *arena)
{
	return by_bytes(charset_encode(s, "gb18030", arena), false, arena);
}

static struct str gbk_as_1252(struct str s, struct arena *arena)
{
	return by_bytes(charset_encode(s, "gb18030", arena), true, arena);
}

static struct str gbk_as_big5(struct str s, struct arena *arena)
{
	uint32_t replaced;

	return decode_bytes(charset_encode(s, "gb18030", arena), "big5", &replaced, arena);
}

/* Every 211th hanzi or so loses a byte. */
static struct str gbk_lost_bytes(struct str s, struct arena *arena)
{
	struct str b = charset_encode(s, "gb18030", arena);
	char *p = ARENA_NEW(arena, char, b.n + 1);
	size_t n = 0, wide = 0;

	for (size_t i = 0; i < b.n; i++) {
		if ((unsigned char)b.p[i] >= 0x80 && ++wide % 421 == 0)
			continue;
		p[n++] = b.p[i];
	}
	return (struct str){ p, n };
}

static struct str utf8_in_chunks(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };
	uint32_t replaced;

	for (size_t i = 0; i < s.n; i += 256)
		textbuf_add(&t, decode_bytes(str_sub(s, i, 256), "utf-8", &replaced, arena));
	return textbuf_str(&t);
}

static struct str escaped(struct str s, const char *format, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c < 0x80) {
			textbuf_put(&t, c);
		} else {
			char b[24];

			snprintf(b, sizeof(b), format[0] == '%' ? "%%u%04X" : "&amp;#%u;",
				 (unsigned)c);
			textbuf_add(&t, str_c(b));
		}
	}
	return textbuf_str(&t);
}

static struct str entities(struct str s, struct arena *arena)
{
	return escaped(s, "&", arena);
}

static struct str percent_u(struct str s, struct arena *arena)
{
	return escaped(s, "%", arena);
}

static struct str radicals(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at), r = 0x2F00;

		while (r < 0x2FD6 && hanzi_plain(r) != c)
			r++;
		textbuf_put(&t, r < 0x2FD6 ? r : c);
	}
	return textbuf_str(&t);
}

static struct str third_line_gbk(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };
	size_t i = 0;

	while (s.n) {
		const char *nl = memchr(s.p, '\n', s.n);
		struct str line = str_sub(s, 0, nl ? (size_t)(nl - s.p) + 1 : s.n);

		textbuf_add(&t, ++i % 3 ? line : charset_encode(line, "gb18030", arena));
		s = str_sub(s, line.n, s.n);
	}
	return textbuf_str(&t);
}

/* GBK cut at the bytes of 。，？！: what becomes of the bytes, before they are decoded. */
static size_t cut_run(struct textbuf *out, struct str b, size_t i)
{
	textbuf_add(out, STR("?"));
	textbuf_add(out, str_sub(b, i + 1, 2));
	for (i += 3; i < b.n;) {
		if ((unsigned char)b.p[i] < 0x80 || i + 1 >= b.n) {
			textbuf_add(out, str_sub(b, i++, 1));
			break;
		}
		textbuf_add(out, str_sub(b, i, 2));
		i += 2;
		if ((unsigned char)b.p[i - 1] < 0x40)
			break;
	}
	return i;
}

static struct str misaligned(struct str s, struct arena *arena)
{
	static const char marks[4][3] = { "\xA1\xA3", "\xA3\xAC", "\xA3\xBF", "\xA3\xA1" };
	struct str b = charset_encode(s, "gb18030", arena);
	struct textbuf cut = { .arena = arena }, t = { .arena = arena };

	for (size_t i = 0; i < b.n;) {
		bool hit = false;

		for (size_t k = 0; k < 4 && (unsigned char)b.p[i] >= 0x80; k++)
			hit |= str_eq(str_sub(b, i + 1, 2), (struct str){ marks[k], 2 });
		if (hit) {
			i = cut_run(&cut, b, i);
			continue;
		}
		textbuf_add(&cut, str_sub(b, i, (unsigned char)b.p[i] < 0x80 ? 1 : 2));
		i += (unsigned char)b.p[i] < 0x80 ? 1 : 2;
	}
	for (size_t i = 0; i < cut.n;) {
		uint8_t x = (uint8_t)cut.p[i], y = i + 1 < cut.n ? (uint8_t)cut.p[i + 1] : 0;
		uint32_t c = x < 0x80 ? x : lattice_old_gbk(x, y);

		if (c || !lattice_is_user_defined(x, y))
			textbuf_put(&t, c ? c : '?');
		i += x < 0x80 ? 1 : 2;
	}
	return textbuf_str(&t);
}

/* The first character that is simplified to `c`, or `c`: how mirrors do it. */
static uint32_t traditional(uint32_t c)
{
	for (size_t i = 0; i < HANZI_PAIRS; i++)
		if (hanzi_pairs[i][1] == c)
			return hanzi_pairs[i][0];
	return c;
}

/* Traditional characters, one kind in sixteen with its reading in brackets wherever it stands. */
static struct str mirrored(struct str s, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		textbuf_put(&t, hanzi_is(c) ? traditional(c) : c);
		if (c < 0x4E00 || c > 0x9FFF || c % 16 || !hanzi_reading_of[c - 0x4E00])
			continue;
		textbuf_put(&t, '(');
		textbuf_add(&t, str_c(hanzi_syllables[hanzi_reading_of[c - 0x4E00]]));
		textbuf_put(&t, ')');
	}
	return textbuf_str(&t);
}

static struct str nothing(struct str s, struct arena *arena)
{
	(void)arena;
	return s;
}

const struct gen_garble gen_garbles[GEN_GARBLES] = {
	{ "nothing", nothing, "", false },
	{ "utf8_as_gbk", utf8_as_gbk, "", false },
	{ "utf8_as_old_gbk", utf8_as_old_gbk, "", false },
	{ "utf8_as_gbk_twice", utf8_as_gbk_twice, "", false },
	{ "utf8_as_latin1", utf8_as_latin1, "", false },
	{ "utf8_as_1252", utf8_as_1252, "", false },
	{ "gbk_as_latin1", gbk_as_latin1, "", false },
	{ "gbk_as_1252", gbk_as_1252, "", false },
	{ "gbk_as_big5", gbk_as_big5, "", false },
	{ "utf8_in_chunks", utf8_in_chunks, "", false },
	{ "entities", entities, "", false },
	{ "percent_u", percent_u, "", false },
	{ "radicals", radicals, "", false },
	{ "misaligned", misaligned, "", false },
	{ "mirrored", mirrored, "", false },
	{ "gbk_lost_bytes", gbk_lost_bytes, "gbk", true },
	{ "third_line_gbk", third_line_gbk, "utf-8", true },
};

const struct gen_garble *gen_garble_named(struct str name)
{
	for (size_t i = 0; i < GEN_GARBLES; i++)
		if (str_eq(str_c(gen_garbles[i].name), name))
			return &gen_garbles[i];
	return NULL;
}
