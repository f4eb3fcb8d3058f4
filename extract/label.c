#include "extract/label.h"

#include <stdint.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"

static bool is_dropped(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {
		{ 0x09, 0x0D },     { 0x20, 0x20 },     { 0x22, 0x22 },     { 0x27, 0x27 },
		{ 0x85, 0x85 },     { 0xA0, 0xA0 },     { 0xAB, 0xAB },     { 0xAD, 0xAD },
		{ 0xBB, 0xBB },     { 0x1680, 0x1680 }, { 0x2000, 0x200F }, { 0x2018, 0x201F },
		{ 0x2028, 0x202F }, { 0x205F, 0x2060 }, { 0x3000, 0x3000 }, { 0x300C, 0x300F },
		{ 0x301D, 0x301F }, { 0xFE41, 0xFE44 }, { 0xFEFF, 0xFEFF }, { 0xFF02, 0xFF02 },
		{ 0xFF07, 0xFF07 }, { 0xFF62, 0xFF63 },
	};

	for (size_t i = 0; i < countof(ranges); i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

/* Brackets, the vertical and small forms of punctuation. */
static uint32_t plain(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} pairs[] = {
		{ '[', '(' },       { ']', ')' },    { '{', '(' },       { '}', ')' },
		{ 0x3010, '(' },    { 0x3011, ')' }, { 0x3014, '(' },    { 0x3015, ')' },
		{ 0x3016, '(' },    { 0x3017, ')' }, { 0x3018, '(' },    { 0x3019, ')' },
		{ 0x301A, '(' },    { 0x301B, ')' }, { 0xFE10, ',' },    { 0xFE11, 0x3001 },
		{ 0xFE12, 0x3002 }, { 0xFE13, ':' }, { 0xFE14, ';' },    { 0xFE35, '(' },
		{ 0xFE36, ')' },    { 0xFE37, '(' }, { 0xFE38, ')' },    { 0xFE39, '(' },
		{ 0xFE3A, ')' },    { 0xFE3B, '(' }, { 0xFE3C, ')' },    { 0xFE50, ',' },
		{ 0xFE51, 0x3001 }, { 0xFE52, '.' }, { 0xFE54, ';' },    { 0xFE55, ':' },
		{ 0xFE59, '(' },    { 0xFE5A, ')' }, { 0xFE5B, '(' },    { 0xFE5C, ')' },
		{ 0xFE5D, '(' },    { 0xFE5E, ')' }, { 0xFF61, 0x3002 }, { 0xFF64, 0x3001 },
	};

	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	for (size_t i = 0; i < countof(pairs); i++)
		if (c == pairs[i].from)
			return pairs[i].to;
	return c;
}

/* The same for ASCII, and for its full-width forms without their offset; 0: dropped. */
static char ascii(uint32_t c)
{
	if ((c >= '\t' && c <= '\r') || c == ' ' || c == '"' || c == '\'')
		return 0;
	return (char)(c == '[' || c == '{' ? '(' : c == ']' || c == '}' ? ')' : c);
}

/* What one printed character is replaced by; returns the bytes written. */
static size_t fold(char *out, uint32_t c)
{
	static const uint32_t ordinal[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
					    0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };
	size_t n = 0;

	if (c >= 0x4E00 && c <= 0x9FFF) /* most of what there is */
		return utf8_put(out, hanzi_simplify(c));
	if ((c < 0x80 && c) || (c >= 0xFF01 && c <= 0xFF5E)) {
		out[0] = ascii(c < 0x80 ? c : c - 0xFEE0);
		return out[0] != 0;
	}
	if (c == 0x3001 || c == 0x3002)
		return utf8_put(out, c);
	if (is_dropped(c))
		return 0;
	if (c >= 0x3220 && c <= 0x3229) { /* U+3220 is (1) in a Chinese numeral */
		out[n++] = '(';
		n += utf8_put(out + n, ordinal[c - 0x3220]);
		out[n++] = ')';
		return n;
	}
	if (c >= 0x2488 && c <= 0x2490) { /* U+2488 is "1." */
		out[n++] = (char)('1' + (c - 0x2488));
		out[n++] = '.';
		return n;
	}
	return utf8_put(out, plain(hanzi_is(c) ? hanzi_simplify(c) : c));
}

/* "1、" and "1，" at the front become "1."; returns the length that is left. */
static size_t number_dot(char *p, size_t n)
{
	static const struct str marks[] = { STR_INIT("\xE3\x80\x81"), STR_INIT(","),
					    STR_INIT(":") };
	size_t digits = 0;

	while (digits < n && digits < 3 && p[digits] >= '0' && p[digits] <= '9')
		digits++;
	if (digits == 0)
		return n;
	for (size_t i = 0; i < countof(marks); i++) {
		if (!str_starts((struct str){ p + digits, n - digits }, marks[i]))
			continue;
		p[digits] = '.';
		memmove(p + digits + 1, p + digits + marks[i].n, n - digits - marks[i].n);
		return n - marks[i].n + 1;
	}
	return n;
}

struct str label_fold(struct str printed, struct arena *arena)
{
	/* An ill-formed byte becomes the three of U+FFFD. */
	char *out = arena_text(arena, printed.n * 3 + UTF8_MAX_BYTES);
	size_t n = 0, at = 0;

	while (at < printed.n) {
		size_t was = at;
		uint32_t c = utf8_next(printed, &at);

		if (c >= 0x4E00 && c <= 0x9FFF && hanzi_simplify(c) == c) {
			memcpy(out + n, printed.p + was, 3);
			n += 3;
		} else {
			n += fold(out + n, c);
		}
	}
	n = number_dot(out, n);
	out[n] = '\0';
	return (struct str){ out, n };
}

static size_t code_points(uint32_t *out, struct str s)
{
	size_t n = 0, at = 0;

	while (at < s.n)
		out[n++] = utf8_next(s, &at);
	return n;
}

unsigned label_distance(struct str a, struct str b, unsigned most)
{
	uint32_t x[LABEL_MAX_DISTANCE_BYTES], y[LABEL_MAX_DISTANCE_BYTES];
	unsigned row[LABEL_MAX_DISTANCE_BYTES + 1];
	size_t nx, ny;

	if (str_eq(a, b))
		return 0;
	if (a.n > LABEL_MAX_DISTANCE_BYTES || b.n > LABEL_MAX_DISTANCE_BYTES)
		return most + 1;
	nx = code_points(x, a);
	ny = code_points(y, b);
	if ((nx > ny ? nx - ny : ny - nx) > most)
		return most + 1;
	for (size_t j = 0; j <= ny; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= nx; i++) {
		unsigned diagonal = row[0], best;

		row[0] = best = (unsigned)i;
		for (size_t j = 1; j <= ny; j++) {
			unsigned change = diagonal + (x[i - 1] != y[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < change)
				change = row[j] + 1;
			if (row[j - 1] + 1 < change)
				change = row[j - 1] + 1;
			row[j] = change;
			if (change < best)
				best = change;
		}
		if (best > most)
			return most + 1;
	}
	return row[ny] > most ? most + 1 : row[ny];
}
