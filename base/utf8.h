#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define UTF8_MAX_BYTES   4
#define UTF8_REPLACEMENT 0xFFFDu

struct buf;

/* Well-formed by Unicode 3.9, D92: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_valid(struct str s);

size_t utf8_ascii(struct str s,
		  size_t at); /* bytes below 0x80 from `at` on, up to the first other */

uint32_t utf8_next_any(struct str s, size_t *at); /* utf8_next() out of line */

/*
 * utf8_next - the code point at *at, which then moves past it.
 *
 * An ill-formed sequence gives U+FFFD and moves past its maximal subpart
 * (WHATWG Encoding, 4.1), so a loop always ends. *at must be below s.n.
 */
static inline uint32_t utf8_next(struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (p[0] < 0x80) {
		++*at;
		return p[0];
	}
	/* Chinese is three bytes, and its leads have no forbidden second bytes; ED has. */
	if (p[0] >= 0xE1 && p[0] <= 0xEF && p[0] != 0xED && s.n - *at >= 3 &&
	    (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
		*at += 3;
		return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	}
	return utf8_next_any(s, at);
}

size_t utf8_put_any(char out[UTF8_MAX_BYTES], uint32_t code_point); /* utf8_put() out of line */

/* Writes one code point, returns the bytes used. What is no scalar value is written as U+FFFD. */
static inline size_t utf8_put(char out[UTF8_MAX_BYTES], uint32_t code_point)
{
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	if (code_point < 0x800 || code_point >= 0xD800)
		return utf8_put_any(out, code_point);
	out[0] = (char)(0xE0 | code_point >> 12);
	out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
	out[2] = (char)(0x80 | (code_point & 0x3F));
	return 3;
}

size_t utf8_count(struct str s); /* code points, ill-formed parts counted as one each */

/*
 * Columns that `s` takes on a terminal: 2 for East Asian wide and full-width
 * characters, 0 for combining and zero-width ones, 1 otherwise.
 */
size_t utf8_columns(struct str s);

/*
 * utf8_printable - `s` made safe for a terminal or a log line.
 *
 * Control characters (C0, C1, DEL, bidi overrides) become U+FFFD, ill-formed
 * bytes too; line breaks and tabs become one space. Appends to `out`.
 */
void utf8_printable(struct buf *out, struct str s);

#endif
