#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Borrowed bytes: never owned, maybe not NUL-terminated. {NULL, 0} is empty. */
struct str {
	const char *p;
	size_t n; /* bytes */
};

#define STR(lit) ((struct str){ (lit), sizeof(lit) - 1 })
#define STR_INIT(lit)                                                                              \
	{                                                                                          \
		(lit), sizeof(lit) - 1                                                             \
	}                                         /* for static tables */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : "" /* for "%.*s"; evaluates s twice */

static inline struct str str_c(const char *c) /* NULL is empty */
{
	return (struct str){ c, c ? strlen(c) : 0 };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_starts(struct str s, struct str head)
{
	return s.n >= head.n && (head.n == 0 || memcmp(s.p, head.p, head.n) == 0);
}

static inline bool str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && (tail.n == 0 || memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0);
}

/* The view from byte `at` on, `n` bytes of it at most; both clamped to what is there. */
static inline struct str str_sub(struct str s, size_t at, size_t n)
{
	if (at > s.n)
		at = s.n;
	if (n > s.n - at)
		n = s.n - at;
	return (struct str){ s.p ? s.p + at : NULL, n };
}

/* The view up to the first byte `c`; all of it where there is none. */
static inline struct str str_until(struct str s, char c)
{
	const char *at = s.n ? memchr(s.p, c, s.n) : NULL;

	return (struct str){ s.p, at ? (size_t)(at - s.p) : s.n };
}

#define STR_NONE ((size_t)-1)

/* Byte offset of the first `what` in `s` at or after `from`, or STR_NONE. Empty `what`: STR_NONE.
 */
size_t str_find(struct str s, struct str what, size_t from);

/* ASCII only: neither looks at bytes of 0x80 and above. */
bool str_eq_nocase(struct str a, struct str b);
struct str str_trim(struct str s); /* space, tab, CR, LF, FF, VT at both ends */

/*
 * str_int - the whole of `s` as a decimal number, "-" allowed in front.
 *
 * False for anything else, empty and overflow included; *out is then untouched.
 */
bool str_int(long long *out, struct str s);

#endif
