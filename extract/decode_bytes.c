#include <assert.h>

#include "extract/charset.h"
#include "extract/charset_table.h"
#include "extract/decode.h"
#include "extract/textbuf.h"

struct decoder {
	struct textbuf out;
	uint32_t replaced;
};

static void put(struct decoder *d, uint32_t c)
{
	textbuf_put(&d->out, c);
}

static void fail(struct decoder *d)
{
	textbuf_put(&d->out, UTF8_REPLACEMENT);
	d->replaced++;
}

/* The bytes of s from i to the next one above 0x7F, copied in one go; returns where that is. */
static size_t ascii(struct decoder *d, struct str s, size_t i)
{
	size_t n = utf8_ascii(s, i);

	textbuf_add(&d->out, str_sub(s, i, n));
	return i + n;
}

static void from_utf8(struct decoder *d, struct str s)
{
	for (size_t i = 0; (i = ascii(d, s, i)) < s.n;) {
		size_t from = i;
		uint32_t c = utf8_next(s, &i);

		if (c == UTF8_REPLACEMENT && !utf8_valid(str_sub(s, from, i - from)))
			fail(d);
		else
			put(d, c);
	}
}

/* One unit of GB18030 that starts above 0x7F; returns its bytes. */
static size_t gb_unit(struct decoder *d, const uint8_t *p, size_t n)
{
	uint32_t c;

	if (p[0] == 0x80) {
		put(d, 0x20AC);
		return 1;
	}
	if (p[0] == 0xFF || n < 2) {
		fail(d);
		return 1;
	}
	if (p[1] >= 0x30 && p[1] <= 0x39) {
		if (n > 2 &&
		    (p[2] < 0x81 || p[2] == 0xFF || (n > 3 && (p[3] < 0x30 || p[3] > 0x39)))) {
			fail(d);
			return 1;
		}
		c = n > 3 ? charset_gb_four(p) : 0;
		if (c)
			put(d, c);
		else
			fail(d);
		return n > 3 ? 4 : n;
	}
	c = charset_gb_pair(p[0], p[1]);
	if (c) {
		put(d, c);
		return 2;
	}
	fail(d);
	return p[1] < 0x80 ? 1 : 2;
}

static size_t big5_unit(struct decoder *d, const uint8_t *p, size_t n)
{
	uint32_t mark = 0, c;

	if (p[0] == 0x80 || p[0] == 0xFF || n < 2) {
		fail(d);
		return 1;
	}
	c = charset_big5_pair(p[0], p[1], &mark);
	if (!c) {
		fail(d);
		return p[1] < 0x80 ? 1 : 2;
	}
	put(d, c);
	if (mark)
		put(d, mark);
	return 2;
}

static void from_big5(struct decoder *d, struct str s)
{
	for (size_t i = 0; (i = ascii(d, s, i)) < s.n;)
		i += big5_unit(d, (const uint8_t *)s.p + i, s.n - i);
}

/* Hanzi in pairs, nearly all there is, without a call for each; returns where something else is. */
static size_t gb_hanzi(struct decoder *d, struct str s, size_t i)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t last = s.n - i > 1 ? s.n - 1 : i, from = i; /* the last byte is no lead */
	char *to;

	textbuf_reserve(&d->out, (last - i + 1) / 2 * 3);
	for (to = d->out.p + d->out.n; i < last && p[i] >= 0x81; i += 2, to += 3) {
		uint32_t c = charset_gb_pair(p[i], p[i + 1]);

		if (c < 0x800)
			break;
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
	}
	d->out.n += (i - from) / 2 * 3;
	return i;
}

static void from_gb(struct decoder *d, struct str s)
{
	for (size_t i = 0; (i = ascii(d, s, i)) < s.n;) {
		size_t from = i;

		i = gb_hanzi(d, s, i);
		if (i == from)
			i += gb_unit(d, (const uint8_t *)s.p + i, s.n - i);
	}
}

static void from_utf16(struct decoder *d, struct str s, bool big)
{
	const uint8_t *p = (const uint8_t *)s.p;
	uint32_t high = 0;
	size_t i = 0;

	for (; i + 1 < s.n; i += 2) {
		uint32_t u =
			big ? (uint32_t)(p[i] << 8 | p[i + 1]) : (uint32_t)(p[i + 1] << 8 | p[i]);
		bool is_low = u >= 0xDC00 && u <= 0xDFFF;

		if (high && is_low) {
			put(d, 0x10000 + ((high - 0xD800) << 10) + (u - 0xDC00));
			high = 0;
			continue;
		}
		if (high)
			fail(d);
		high = u >= 0xD800 && u <= 0xDBFF ? u : 0;
		if (is_low)
			fail(d);
		else if (!high)
			put(d, u);
	}
	if (high || i < s.n)
		fail(d);
}

static void from_single(struct decoder *d, struct str s, const uint16_t *high)
{
	for (size_t i = 0; (i = ascii(d, s, i)) < s.n; i++) {
		uint8_t b = (uint8_t)s.p[i];
		uint32_t c = high ? high[b - 0x80] : 0;

		if (c)
			put(d, c);
		else
			fail(d);
	}
}

static void from_user_defined(struct decoder *d, struct str s)
{
	for (size_t i = 0; (i = ascii(d, s, i)) < s.n; i++)
		put(d, 0xF780u + (uint8_t)s.p[i] - 0x80u);
}

static const uint16_t *single_named(struct str name)
{
	for (size_t i = 0; i < CHARSET_SINGLES; i++)
		if (str_eq(name, str_c(charset_singles[i].name)))
			return charset_singles[i].high;
	return NULL;
}

struct str decode_bytes(struct str bytes, const char *encoding, uint32_t *replaced,
			struct arena *arena)
{
	struct decoder d = { .out = { .arena = arena } };
	struct str name = str_c(encoding);

	*replaced = 0;
	if (!bytes.n || (str_eq(name, STR("utf-8")) && utf8_valid(bytes)))
		return bytes;
	textbuf_reserve(&d.out, bytes.n + bytes.n / 2 + 8);
	if (str_eq(name, STR("utf-8")))
		from_utf8(&d, bytes);
	else if (str_eq(name, STR("gb18030")) || str_eq(name, STR("gbk")))
		from_gb(&d, bytes);
	else if (str_eq(name, STR("big5")))
		from_big5(&d, bytes);
	else if (str_starts(name, STR("utf-16")))
		from_utf16(&d, bytes, str_eq(name, STR("utf-16be")));
	else if (str_eq(name, STR("x-user-defined")))
		from_user_defined(&d, bytes);
	else if (str_eq(name, STR("replacement")))
		fail(&d);
	else
		from_single(&d, bytes, single_named(name));
	*replaced = d.replaced;
	return textbuf_str(&d.out);
}
