#include "extract/hanzi.h"

#include <stddef.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi_table.h"

static uint32_t find_wide(uint32_t c)
{
	size_t low = 0, high = HANZI_WIDE_PAIRS;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (hanzi_wide_pairs[mid][0] == c)
			return hanzi_wide_pairs[mid][1];
		if (hanzi_wide_pairs[mid][0] < c)
			low = mid + 1;
		else
			high = mid;
	}
	return c;
}

uint32_t hanzi_simplify_any(uint32_t code_point)
{
	size_t low, high;

	if (code_point > 0xFFFF)
		return find_wide(code_point);
	low = hanzi_page_start[code_point >> 8];
	high = hanzi_page_start[(code_point >> 8) + 1];
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (hanzi_pairs[mid][0] == code_point)
			return hanzi_pairs[mid][1];
		if (hanzi_pairs[mid][0] < code_point)
			low = mid + 1;
		else
			high = mid;
	}
	/* a few of the extension A and of the BMP are simplified to planes above */
	return code_point <= 0x9FFF ? find_wide(code_point) : code_point;
}

/* Simplified forms of the radicals supplement, which no normalisation folds. */
static const uint16_t supplement[][2] = {
	{ 0x2E9F, 0x6BCD }, { 0x2EA0, 0x6C11 }, { 0x2EC4, 0x897F }, { 0x2EC5, 0x89C1 },
	{ 0x2EC6, 0x89D2 }, { 0x2EC9, 0x8D1D }, { 0x2ECB, 0x8F66 }, { 0x2ED3, 0x957F },
	{ 0x2ED4, 0x95E8 }, { 0x2ED8, 0x9752 }, { 0x2EDA, 0x9875 }, { 0x2EDB, 0x98CE },
	{ 0x2EDC, 0x98DE }, { 0x2EDD, 0x98DF }, { 0x2EE2, 0x9A6C }, { 0x2EE4, 0x9B3C },
	{ 0x2EE5, 0x9C7C }, { 0x2EE6, 0x9E1F }, { 0x2EEC, 0x9F50 }, { 0x2EEE, 0x9F7F },
	{ 0x2EF0, 0x9F99 }, { 0x2EF3, 0x9F9F },
};

uint32_t hanzi_plain(uint32_t code_point)
{
	uint32_t plain = 0;

	if (code_point >= 0x2E80 && code_point < 0x2F00) {
		for (size_t i = 0; i < countof(supplement); i++)
			if (supplement[i][0] == code_point)
				plain = supplement[i][1];
	} else if (code_point >= 0x2F00 && code_point - 0x2F00 < HANZI_RADICALS) {
		plain = hanzi_radicals[code_point - 0x2F00];
	} else if (code_point >= 0xF900 && code_point - 0xF900 < HANZI_COMPAT) {
		plain = hanzi_compat[code_point - 0xF900];
	}
	return plain ? plain : code_point;
}

/* A letter of pinyin without its tone mark; 0 for any other character. */
static char toneless(uint32_t c)
{
	static const uint16_t marked[] = { 0x101, 0xE1, 0x1CE, 0xE0, 0x113, 0xE9,  0x11B, 0xE8,
					   0x12B, 0xED, 0x1D0, 0xEC, 0x14D, 0xF3,  0x1D2, 0xF2,
					   0x16B, 0xFA, 0x1D4, 0xF9, 0x1D6, 0x1D8, 0x1DA, 0x1DC };

	if (c >= 'a' && c <= 'z')
		return (char)(c == 'v' ? 'u' : c);
	if (c == 0xFC)
		return 'u';
	if (c == 0x251) /* script a, as some schoolbooks print it */
		return 'a';
	for (size_t i = 0; i < countof(marked); i++)
		if (marked[i] == c)
			return "aeiouu"[i / 4];
	return 0;
}

bool hanzi_is_syllable(unsigned *index, struct str s)
{
	char plain[8] = "";
	size_t n = 0, low = 0, high = HANZI_SYLLABLES;

	for (size_t at = 0; at < s.n; n++) {
		if (n + 1 == sizeof(plain))
			return false;
		plain[n] = toneless(utf8_next(s, &at));
		if (!plain[n])
			return false;
	}
	while (n && low < high) {
		size_t mid = (low + high) / 2;
		int order = strcmp(plain, hanzi_syllables[mid]);

		if (order == 0) {
			*index = (unsigned)mid;
			return true;
		}
		if (order > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

bool hanzi_reads(uint32_t code_point, unsigned syllable)
{
	return code_point >= 0x4E00 && code_point <= 0x9FFF &&
	       hanzi_reading_of[code_point - 0x4E00] == syllable;
}

bool hanzi_is(uint32_t code_point)
{
	return (code_point >= 0x4E00 && code_point <= 0x9FFF) ||
	       (code_point >= 0x3400 && code_point <= 0x4DBF) ||
	       (code_point >= 0xF900 && code_point <= 0xFAFF) ||
	       (code_point >= 0x20000 && code_point <= 0x323AF) || code_point == 0x3007;
}
