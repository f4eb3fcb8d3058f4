#include "report/text.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"

bool text_is_space(uint32_t c)
{
	if (c <= 0x20)
		return true;
	if (c < 0xA0)
		return c == 0x7F || c == 0x85;
	return c == 0xA0 || c == 0xAD || c == 0x1680 || c == 0x180E ||
	       (c >= 0x2000 && c <= 0x200D) || (c >= 0x2028 && c <= 0x202F) || c == 0x205F ||
	       c == 0x2060 || c == 0x3000 || c == 0xFEFF ||
	       c == 0xE5E5; /* the last: Word's private full-width space */
}

static bool has_width(uint32_t c)
{
	return c != 0xAD && c != 0x180E && c != 0xFEFF && c != 0x2060 &&
	       !(c >= 0x200B && c <= 0x200D);
}

bool text_is_han(uint32_t c)
{
	return c == 0x3007 || hanzi_is(c);
}

struct str text_trim(struct str s)
{
	size_t start = 0, end = s.n;

	if (text_is_trim(s))
		return s;
	for (size_t at = 0; at < s.n && !text_plain(s, at); start = at)
		if (!text_is_space(utf8_next(s, &at)))
			break;
	while (end > start) {
		size_t from = end - 1, at;

		while (from > start && ((unsigned char)s.p[from] & 0xC0) == 0x80 && end - from < 4)
			from--;
		at = from;
		if (!text_is_space(utf8_next(s, &at)) || at != end)
			break;
		end = from;
	}
	return str_sub(s, start, end - start);
}

struct str text_squeeze(struct str s, struct arena *arena)
{
	char *out = NULL;
	size_t n = 0, from = 0; /* what is still to be copied begins there */

	for (size_t at = text_plain_end(s, 0); at < s.n; at = text_plain_end(s, at)) {
		size_t was = at;

		if (!text_is_space(utf8_next(s, &at)))
			continue;
		if (!out)
			out = arena_text(arena, s.n);
		memcpy(out + n, s.p + from, was - from);
		n += was - from;
		from = at;
	}
	if (!out)
		return s;
	memcpy(out + n, s.p + from, s.n - from);
	return (struct str){ out, n + s.n - from };
}

/* Bytes of converter residue that begin at `at`, or 0. */
static size_t residue_at(struct str s, size_t at)
{
	static const char *const opens[] = { "[bookmark:",
					     "[Bookmark:",
					     "[书签:",
					     "PAGEREF _Toc",
					     "TOC \\o",
					     "HYPERLINK \"",
					     "PAGE \\* MERGEFORMAT",
					     "PAGE  \\* MERGEFORMAT",
					     NULL };
	struct str rest = str_sub(s, at, 200);

	for (size_t i = 0; opens[i]; i++) {
		struct str open = str_c(opens[i]);
		size_t end;

		if (!str_starts(rest, open))
			continue;
		if (open.p[0] == '[')
			end = str_find(rest, STR("]"), 0);
		else if (open.p[0] == 'H')
			end = str_find(rest, STR("\""), open.n);
		else
			return open.n;
		return end == STR_NONE ? 0 : end + 1;
	}
	return 0;
}

static inline size_t residue(struct str s, size_t at)
{
	char c = s.p[at];

	return c == '[' || c == 'P' || c == 'T' || c == 'H' ? residue_at(s, at) : 0;
}

static bool is_tidy(struct str s)
{
	bool space = false;

	for (size_t at = 0; at < s.n;) {
		size_t from = at, same = text_plain(s, at);
		bool was = space;
		uint32_t c;

		if (same) {
			if (same == 1 && residue(s, at))
				return false;
			space = false;
			at += same;
			continue;
		}
		c = utf8_next(s, &at);

		space = text_is_space(c);
		if ((space && (was || c != ' ')) || residue(s, from))
			return false;
	}
	return true;
}

struct str text_tidy(struct str s, struct arena *arena)
{
	char *out;
	size_t n = 0;
	bool gap = false;

	s = text_trim(s);
	if (is_tidy(s))
		return s;
	out = arena_text(arena, s.n);
	for (size_t at = 0, from = 0; at < s.n; from = at) {
		size_t skip = residue(s, at);
		uint32_t c;

		if (skip) {
			at += skip;
			continue;
		}
		c = utf8_next(s, &at);
		if (text_is_space(c)) {
			gap = gap || has_width(c);
			continue;
		}
		if (gap && n)
			out[n++] = ' ';
		gap = false;
		memcpy(out + n, s.p + from, at - from);
		n += at - from;
	}
	return (struct str){ out, n };
}

/* What a character is compared as, into out; ㈠ becomes three. Returns the bytes, 0 for white
 * space. */
static size_t fold_char(char out[16], uint32_t c)
{
	static const char *const numerals[] = { "一", "二", "三", "四", "五",
						"六", "七", "八", "九", "十" };

	if (text_is_space(c))
		return 0;
	if (c >= 0xFF01 && c <= 0xFF5E)
		c -= 0xFEE0;
	if (c >= 0x3220 && c <= 0x3229) {
		const char *numeral = numerals[c - 0x3220];

		out[0] = '(';
		memcpy(out + 1, numeral, 3);
		out[4] = ')';
		return 5;
	}
	switch (c) {
	case 0xFF61: /* half-width 。 */
		c = 0x3002;
		break;
	case 0xFF64: /* half-width 、 */
	case 0xFE51:
		c = 0x3001;
		break;
	case 0xFE52:
		c = '.';
		break;
	case 0xFE59:
		c = '(';
		break;
	case 0xFE5A:
		c = ')';
		break;
	case 0x25CB: /* ○ typed for 〇 */
		c = 0x3007;
		break;
	default:
		break;
	}
	return utf8_put(out, c);
}

/* One character that is not plain, folded. Most are full-width forms of ASCII. */
static inline size_t fold_next(char out[16], struct str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (p[0] == 0xEF && *at + 3 <= s.n && p[1] == 0xBC && p[2] > 0x80 && p[2] <= 0xBF) {
		*at += 3;
		out[0] = (char)(p[2] - 0x60); /* U+FF01 is "!" */
		return 1;
	}
	return fold_char(out, utf8_next(s, at));
}

struct str text_fold(struct str s, struct arena *arena)
{
	char *out = NULL, c[16];
	size_t n = 0, room = 0, from = 0; /* what is still to be copied begins there */

	s = str_sub(s, 0, TEXT_FOLD_MAX_BYTES);
	for (size_t at = text_plain_end(s, 0); at < s.n; at = text_plain_end(s, at)) {
		size_t was = at, len = fold_next(c, s, &at);

		if (len == at - was && memcmp(c, s.p + was, len) == 0)
			continue;
		if (!out || n + (was - from) + len + (s.n - at) > room) {
			/* Few grow: an ill-formed byte becomes three, ㈠ five for three. */
			char *wider = arena_text(arena, room = out ? s.n * 3 + 16 : s.n + 16);

			if (out)
				memcpy(wider, out, n);
			out = wider;
		}
		memcpy(out + n, s.p + from, was - from);
		n += was - from;
		memcpy(out + n, c, len);
		n += len;
		from = at;
	}
	if (!out)
		return s;
	memcpy(out + n, s.p + from, s.n - from);
	return (struct str){ out, n + s.n - from };
}

size_t text_unfold_next(struct str s, struct unfolding *u, size_t at)
{
	while (u->source < s.n) {
		size_t next = u->source, n = text_plain(s, next);
		char c[16];

		if (n)
			next += n;
		else
			n = fold_next(c, s, &next);
		if (u->folded + n > at)
			break;
		u->folded += n;
		u->source = next;
	}
	return u->source;
}

size_t text_unfold(struct str s, size_t at)
{
	struct unfolding u = { 0, 0 };

	return text_unfold_next(s, &u, at);
}

size_t text_length(struct str s)
{
	return utf8_count(s);
}

const char *text_any(struct str s, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (str_find(s, str_c(words[i]), 0) != STR_NONE)
			return words[i];
	return NULL;
}
