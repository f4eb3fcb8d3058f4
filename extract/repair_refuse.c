#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/charset.h"
#include "extract/decode.h"
#include "extract/hanzi.h"
#include "extract/model.h"
#include "extract/repair.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

/*
 * What nobody can undo: GBK that was read as UTF-8, and that again as GBK.
 * Only ASCII is left. But not all of it was there: a blank of four bytes in
 * GB18030, such as 81 36 A3 38, leaves the digits 6 and 8.
 */
#define LOST_SHARE 4 /* lost when more than one character in so many is U+FFFD or its debris */

#define DOUBTFUL_PLACES   3
#define LOST_WORDS        5               /* places in words where characters became "??" */
#define LONG_TEXT         200             /* characters: shorter ones may be in another language */
#define GARBLED_COST_EACH (7 * MODEL_NAT) /* Chinese costs four or five, garbled text ten */

static const uint16_t blanks[] = { 0xA0,   0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
				   0x2007, 0x2008, 0x2009, 0x200A, 0x200B, 0x202F, 0xFEFF };

static uint32_t blank_with(char second, char fourth)
{
	uint8_t code[4];

	for (size_t i = 0; i < countof(blanks); i++)
		if (charset_gb_split(code, blanks[i]) && code[1] == (uint8_t)second &&
		    code[3] == (uint8_t)fourth)
			return blanks[i];
	return 0;
}

static size_t digit_at(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* One U+FFFD and a digit, as either channel shows them: bytes before the digit, or 0. */
static size_t half_at(struct str s, size_t at)
{
	static const struct str forms[] = { STR_INIT("\uFFFD"), STR_INIT("锟\uFFFD"),
					    STR_INIT("拷") };

	for (size_t i = 0; i < countof(forms); i++)
		if (str_starts(str_sub(s, at, 8), forms[i]) && digit_at(s, at + forms[i].n))
			return forms[i].n;
	return 0;
}

/* Debris of a four-byte blank from `at` on: its length, or 0. */
static size_t debris_at(uint32_t *blank, struct str s, size_t at)
{
	size_t first = half_at(s, at), second;

	if (!first)
		return 0;
	second = half_at(s, at + first + 1);
	if (!second)
		return 0;
	*blank = blank_with(s.p[at + first], s.p[at + first + 1 + second]);
	return *blank ? first + 1 + second + 1 : 0;
}

/* Superscripts, fractions and numbered marks: bytes of hanzi that happen to spell a figure. */
static bool is_accident(uint32_t c)
{
	return c == 0xB9 || c == 0xB2 || c == 0xB3 || (c >= 0xBC && c <= 0xBE) ||
	       (c >= 0x2460 && c < 0x24FF) || (c >= 0x2070 && c < 0x2090) ||
	       (c >= 0x2150 && c < 0x2190) || (c >= 0x3220 && c < 0x32FF) ||
	       (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9) ||
	       (c >= 0x07C0 && c <= 0x07C9);
}

static size_t count_of(struct str s, struct str what)
{
	size_t n = 0;

	for (size_t at = str_find(s, what, 0); at != STR_NONE; at = str_find(s, what, at + what.n))
		n++;
	return n;
}

bool repair_is_lost(struct str text, const struct scan *scan)
{
	return scan->n_odd_wide && count_of(text, STR("锟")) * LOST_SHARE > scan->n_wide;
}

/* No Chinese, and nothing we could make Chinese of; U+FFFD that are left are no part of it. */
static bool is_garbled(struct str text, const struct scan *scan)
{
	size_t n_wide, n_gone;
	int64_t cost;

	if (scan->n_wide < LONG_TEXT || scan->n_odd_wide * 2 <= scan->n_wide)
		return false;
	cost = model_text_cost(text, &n_wide);
	n_gone = count_of(text, STR("\uFFFD"));
	cost -= (int64_t)n_gone * MODEL_REPLACED;
	return cost > (int64_t)(n_wide - n_gone) * GARBLED_COST_EACH;
}

static const char *verdict_of(struct str text, const struct scan *scan)
{
	size_t kun = count_of(text, STR("锟")), tang = count_of(text, STR("烫烫")),
	       tun = count_of(text, STR("屯屯"));

	if (scan->n_wide < LOST_SHARE)
		return NULL;
	if (kun * 2 * LOST_SHARE > scan->n_wide)
		return "lost_twice"; /* 锟斤拷 */
	if ((tang + tun) * 2 * LOST_SHARE > scan->n_wide)
		return "fill_bytes"; /* 烫烫烫, 屯屯屯 */
	if (scan->n_replaced * LOST_SHARE > scan->n_wide)
		return "lost_as_utf8";
	return is_garbled(text, scan) ? "garbled" : NULL;
}

/* U+FFFD right before digits: bytes of a longer unit, or figures that lost some. */
static bool has_doubtful_figures(struct str text)
{
	size_t n = 0;

	for (size_t at = str_find(text, STR("\uFFFD"), 0); at != STR_NONE;
	     at = str_find(text, STR("\uFFFD"), at + 3))
		n += digit_at(text, at + 3);
	return n >= DOUBTFUL_PLACES;
}

/* A hanzi or a digit that ends right before, or begins right at `at`. */
static bool is_word_at(struct str s, size_t at, bool before)
{
	size_t from = at;

	if (before) {
		if (!at)
			return false;
		for (from = at - 1; from && ((unsigned char)s.p[from] & 0xC0) == 0x80; from--)
			;
	}
	if (from >= s.n)
		return false;
	return digit_at(s, from) || hanzi_is(utf8_next(s, &from));
}

/* 2023年1??1??起: characters that somebody's encoder did not have, right inside words. */
static bool has_lost_words(struct str text, const struct scan *scan)
{
	size_t n = 0;

	if (!scan->has_cut) /* no "??" anywhere */
		return false;
	for (size_t at = str_find(text, STR("??"), 0); at != STR_NONE;
	     at = str_find(text, STR("??"), at)) {
		size_t end = at;

		while (end < text.n && text.p[end] == '?')
			end++;
		n += is_word_at(text, at, true) && is_word_at(text, end, false);
		at = end;
	}
	return n >= LOST_WORDS;
}

struct str repair_refuse(struct str text, const struct scan *scan, struct encoding *enc,
			 struct arena *arena)
{
	struct textbuf out = { .arena = arena };
	struct repair rec = { .name = "figure_debris" };
	const char *verdict = verdict_of(text, scan);
	size_t done = 0;

	if (!verdict && scan->n_replaced && has_doubtful_figures(text)) {
		enc->verdict = "doubtful_figures";
		enc->untrusted = true;
	}
	if (!verdict && !enc->verdict && has_lost_words(text, scan)) {
		enc->verdict = "words_lost";
		enc->untrusted = true;
	}
	if (!verdict)
		return text;
	enc->verdict = verdict;
	enc->untrusted = true;
	for (size_t at = 0; at < text.n;) {
		size_t from = at, n;
		uint32_t c, blank = UTF8_REPLACEMENT;

		if ((unsigned char)text.p[at] < 0x80) {
			at++;
			continue;
		}
		n = debris_at(&blank, text, at);
		c = utf8_next(text, &at);
		if (n)
			at = from + n;
		else if (!is_accident(c))
			continue;
		textbuf_add(&out, str_sub(text, done, from - done));
		textbuf_put(&out, blank);
		if (!rec.count++) {
			rec.at = (uint32_t)from;
			rec.n = (uint32_t)(at - from);
			rec.before = str_sub(text, from, at - from);
		}
		done = at;
	}
	if (!rec.count)
		return text;
	textbuf_add(&out, str_sub(text, done, text.n - done));
	repair_note(enc, &rec, arena);
	return textbuf_str(&out);
}

struct str repair_remains(struct str text, const char *verdict, struct arena *arena)
{
	struct textbuf out = { .arena = arena };
	uint32_t replaced;
	struct str seen =
		decode_bytes(charset_encode(text, "gb18030", arena), "utf-8", &replaced, arena);

	if (str_eq(str_c(verdict), STR("lost_twice"))) {
		/* what follows a word is ASCII; the last byte is read with it */
		seen = decode_bytes(arena_strf(arena, "%.*s\n", STR_ARG(seen)), "gb18030",
				    &replaced, arena);
		seen = str_trim(seen);
	}
	for (size_t at = 0; at < seen.n;) {
		uint32_t c = utf8_next(seen, &at);

		textbuf_put(&out, is_accident(c) ? UTF8_REPLACEMENT : c);
	}
	return textbuf_str(&out);
}
