#define _GNU_SOURCE /* memmem */
#include "base/str.h"

#include <limits.h>

/* After so many places that only looked like a hit, memmem takes over: it is linear. */
#define MAX_FALSE_HITS 32

size_t str_find(struct str s, struct str what, size_t from)
{
	const char *at, *end, *hit;

	if (what.n == 0 || from > s.n || s.n - from < what.n)
		return STR_NONE;
	/* The last byte of a Chinese word is rarer than its first, which most characters share. */
	at = s.p + from + what.n - 1;
	end = s.p + s.n;
	for (unsigned tries = 0; tries < MAX_FALSE_HITS && at < end; tries++, at++) {
		at = memchr(at, what.p[what.n - 1], (size_t)(end - at));
		if (!at)
			return STR_NONE;
		hit = at - (what.n - 1);
		if (memcmp(hit, what.p, what.n) == 0)
			return (size_t)(hit - s.p);
	}
	if (at >= end)
		return STR_NONE;
	at -= what.n - 1;
	hit = memmem(at, (size_t)(end - at), what.p, what.n);
	return hit ? (size_t)(hit - s.p) : STR_NONE;
}

static unsigned lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)c + 32u : (unsigned char)c;
}

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_int(long long *out, struct str s)
{
	bool negative = s.n && s.p[0] == '-';
	long long v = 0;

	if (negative)
		s = str_sub(s, 1, s.n);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9 || v > (LLONG_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*out = negative ? -v : v;
	return true;
}
