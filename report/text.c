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

/* Bytes that no function here changes: visible ASCII, and the leads of common Chinese characters.
 */
static inline size_t plain(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];

	if (c > 0x20 && c < 0x7F)
		return 1;
	return c >= 0xE4 && c <= 0xE9 && at + 3 <= s.n ? 3 : 0;
}

struct str text_trim(struct str s)
{
	size_t start = 0, end = s.n;

	for (size_t at = 0; at < s.n && !plain(s, at); start = at)
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
	size_t n = 0;

	for (size_t at = 0, from = 0; at < s.n; from = at) {
		size_t same = plain(s, at);

		if (same && !out) {
			at += same;
			continue;
		}
		if (text_is_space(utf8_next(s, &at))) {
			if (!out) {
				out = ARENA_NEW(arena, char, s.n + 1);
				memcpy(out, s.p, from);
				n = from;
			}
		} else if (out) {
			memcpy(out + n, s.p + from, at - from);
			n += at - from;
		}
	}
	return out ? (struct str){ out, n } : s;
}

/* Bytes of converter residue that begin at `at`, or 0. */
static size_t residue(struct str s, size_t at)
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

	if (at >= s.n ||
	    (rest.p[0] != '[' && rest.p[0] != 'P' && rest.p[0] != 'T' && rest.p[0] != 'H'))
		return 0;
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

static bool is_tidy(struct str s)
{
	bool space = false;

	for (size_t at = 0; at < s.n;) {
		size_t from = at, same = plain(s, at);
		bool was = space;
		uint32_t c;

		if (same == 3) {
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
	out = ARENA_NEW(arena, char, s.n + 1);
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

struct str text_fold(struct str s, struct arena *arena)
{
	char *out = NULL;
	size_t n = 0;

	s = str_sub(s, 0, TEXT_FOLD_MAX_BYTES);
	for (size_t at = 0, from = 0; at < s.n; from = at) {
		size_t len = plain(s, at);
		char c[16];

		if (len) {
			memcpy(c, s.p + at, len);
			at += len;
		} else {
			len = fold_char(c, utf8_next(s, &at));
			if (!out && (len != at - from || memcmp(c, s.p + from, len))) {
				/* An ill-formed byte becomes three, ㈠ five for three. */
				out = ARENA_NEW(arena, char, s.n * 3 + 16);
				memcpy(out, s.p, from);
				n = from;
			}
		}
		if (out) {
			memcpy(out + n, c, len);
			n += len;
		}
	}
	return out ? (struct str){ out, n } : s;
}

size_t text_unfold_next(struct str s, struct unfolding *u, size_t at)
{
	while (u->source < s.n) {
		size_t next = u->source;
		char c[16];
		size_t n = fold_char(c, utf8_next(s, &next));

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
