#include "base/utf8.h"

#include "base/buf.h"

/* Length of the sequence a lead byte opens and the range its second byte must lie in. */
struct lead {
	uint8_t n, low, high;
};

static struct lead lead_of(unsigned char c)
{
	if (c < 0x80)
		return (struct lead){ 1, 0, 0 };
	if (c >= 0xC2 && c <= 0xDF)
		return (struct lead){ 2, 0x80, 0xBF };
	if (c == 0xE0)
		return (struct lead){ 3, 0xA0, 0xBF };
	if (c == 0xED)
		return (struct lead){ 3, 0x80, 0x9F };
	if (c >= 0xE1 && c <= 0xEF)
		return (struct lead){ 3, 0x80, 0xBF };
	if (c == 0xF0)
		return (struct lead){ 4, 0x90, 0xBF };
	if (c >= 0xF1 && c <= 0xF3)
		return (struct lead){ 4, 0x80, 0xBF };
	if (c == 0xF4)
		return (struct lead){ 4, 0x80, 0x8F };
	return (struct lead){ 0, 0, 0 };
}

/* Bytes of the well-formed sequence at s.p[at], or 0 and in *bad the bytes to pass over. */
static size_t sequence(struct str s, size_t at, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	struct lead l = lead_of(p[0]);
	size_t i = 1;

	*bad = 1;
	if (l.n <= 1)
		return l.n;
	if (at + 1 >= s.n || p[1] < l.low || p[1] > l.high)
		return 0;
	for (i = 2; i < l.n; i++) {
		if (at + i >= s.n || p[i] < 0x80 || p[i] > 0xBF) {
			*bad = i;
			return 0;
		}
	}
	return l.n;
}

size_t utf8_ascii(struct str s, size_t at)
{
	uint64_t w[4];
	size_t i = at;

	if (i >= s.n || (unsigned char)s.p[i] >= 0x80)
		return 0;
	for (; s.n - i >= sizeof(w); i += sizeof(w)) {
		memcpy(w, s.p + i, sizeof(w));
		if ((w[0] | w[1] | w[2] | w[3]) & UINT64_C(0x8080808080808080))
			break;
	}
	for (; s.n - i >= sizeof(w[0]); i += sizeof(w[0])) {
		memcpy(w, s.p + i, sizeof(w[0]));
		if (w[0] & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i - at;
}

bool utf8_valid(struct str s)
{
	size_t bad;

	for (size_t i = 0; (i += utf8_ascii(s, i)) < s.n;) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		size_t n;

		if (p[0] >= 0xE1 && p[0] <= 0xEF && p[0] != 0xED && s.n - i >= 3 &&
		    (p[1] & 0xC0) == 0x80 &&
		    (p[2] & 0xC0) == 0x80) { /* Chinese, as in utf8_next() */
			i += 3;
			continue;
		}
		n = sequence(s, i, &bad);
		if (!n)
			return false;
		i += n;
	}
	return true;
}

uint32_t utf8_next_any(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	static const unsigned char mask[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };
	uint32_t c;
	size_t n, bad;

	n = sequence(s, *at, &bad);
	if (!n) {
		*at += bad;
		return UTF8_REPLACEMENT;
	}
	c = p[0] & mask[n];
	for (size_t i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3Fu);
	*at += n;
	return c;
}

size_t utf8_put_any(char out[UTF8_MAX_BYTES], uint32_t c)
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = UTF8_REPLACEMENT;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; n++)
		utf8_next(s, &i);
	return n;
}

struct range {
	uint32_t first, last;
};

/* East_Asian_Width W and F (Unicode UAX 11), blocks joined where gaps are unassigned. */
static const struct range wide[] = {
	{ 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF },   { 0xA000, 0xA4CF },   { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F },   { 0xFF00, 0xFF60 },   { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

static const struct range zero_width[] = {
	{ 0x0300, 0x036F }, { 0x200B, 0x200F }, { 0x20D0, 0x20FF },
	{ 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF },
};

static bool within(uint32_t c, const struct range *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].first && c <= r[i].last)
			return true;
	return false;
}

size_t utf8_columns(struct str s)
{
	size_t columns = 0;

	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);

		if (c < 0x300)
			columns++;
		else if (within(c, wide, sizeof(wide) / sizeof(wide[0])))
			columns += 2;
		else if (!within(c, zero_width, sizeof(zero_width) / sizeof(zero_width[0])))
			columns++;
	}
	return columns;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

void utf8_printable(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);

		if (c == '\t' || c == '\n' || c == '\r')
			c = ' ';
		else if (is_control(c))
			c = UTF8_REPLACEMENT;
		buf_add_utf8(out, c);
	}
}
