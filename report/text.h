#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Longest run of text that is folded; of a longer one the rest is not looked at. */
#define TEXT_FOLD_MAX_BYTES (256u << 10)

/* White space of any script, and what has no width: U+200B, U+FEFF, soft hyphen. */
bool text_is_space(uint32_t code_point);
bool text_is_han(uint32_t code_point); /* 〇 included */

struct str text_trim(struct str s); /* both ends, text_is_space() */

/*
 * Bytes of a character that no function here changes, and that is neither white space nor a
 * delimiter: visible ASCII, a common Chinese character, a mark from U+3001 to U+303F. 0: another.
 */
static inline size_t text_plain(struct str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p + at;

	if (p[0] < 0x80)
		return p[0] > 0x20 && p[0] < 0x7F;
	if (s.n - at < 3)
		return 0;
	if (p[0] >= 0xE4 && p[0] <= 0xE9)
		return 3;
	return p[0] == 0xE3 && p[1] == 0x80 && p[2] > 0x80 && p[2] <= 0xBF ? 3 : 0;
}

/* Where the plain characters that begin at `at` end. */
static inline size_t text_plain_end(struct str s, size_t at)
{
	for (size_t n; at < s.n && (n = text_plain(s, at)) != 0; at += n)
		;
	return at;
}

/* Whether text_trim() has nothing to do, as the first and last bytes tell; false: look closer. */
static inline bool text_is_trim(struct str s)
{
	unsigned char last = s.n ? (unsigned char)s.p[s.n - 1] : 0;

	return s.n && text_plain(s, 0) &&
	       (last < 0x80 ? last > 0x20 && last < 0x7F
			    : s.n >= 3 && (unsigned char)s.p[s.n - 3] >= 0xE4 &&
				      (unsigned char)s.p[s.n - 3] <= 0xE9);
}

/* All white space gone. `s` itself where there is none. */
struct str text_squeeze(struct str s, struct arena *arena);

/*
 * text_tidy - as a careful person would copy it.
 *
 * Runs of white space become one space, what has no width goes, both ends are
 * trimmed, and so is what converters leave behind ("[bookmark: _GoBack]",
 * field codes). `s` or a part of it where nothing else had to change.
 */
struct str text_tidy(struct str s, struct arena *arena);

/*
 * text_fold - a text without white space and with one width of letters, digits,
 * brackets and punctuation; ㈠ is (一) in it. `s` itself where nothing changes.
 *
 * Of more than TEXT_FOLD_MAX_BYTES the rest is left off.
 */
struct str text_fold(struct str s, struct arena *arena);

/* The byte of `s` that byte `at` of text_fold(s) came from; s.n for the end. */
size_t text_unfold(struct str s, size_t at);

/* The same for places asked for in rising order, in linear time over all. Starts as {0}. */
struct unfolding {
	size_t source, folded;
};

size_t text_unfold_next(struct str s, struct unfolding *u, size_t at);

/* How many code points; ill-formed bytes count one each. */
size_t text_length(struct str s);

/* The first of the NULL-terminated `words` that occurs in s, or NULL. */
const char *text_any(struct str s, const char *const *words);

static inline bool text_has(struct str s, const char *word)
{
	return str_find(s, str_c(word), 0) != STR_NONE;
}

static inline bool text_starts(struct str s, const char *head)
{
	return str_starts(s, str_c(head));
}

static inline bool text_ends(struct str s, const char *tail)
{
	return str_ends(s, str_c(tail));
}

#endif
