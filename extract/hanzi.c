#include "extract/hanzi.h"

#include <stddef.h>

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

uint32_t hanzi_simplify(uint32_t code_point)
{
	size_t low, high;

	if (code_point < 0x3400)
		return code_point;
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

bool hanzi_is(uint32_t code_point)
{
	return (code_point >= 0x4E00 && code_point <= 0x9FFF) ||
	       (code_point >= 0x3400 && code_point <= 0x4DBF) ||
	       (code_point >= 0xF900 && code_point <= 0xFAFF) ||
	       (code_point >= 0x20000 && code_point <= 0x323AF) || code_point == 0x3007;
}
