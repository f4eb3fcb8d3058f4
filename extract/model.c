#include "extract/model.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/model_table.h"

#define BLANK_COST (3 * MODEL_NAT)
#define LINE_COST  (5 * MODEL_NAT)

uint16_t model_class_of(uint32_t c)
{
	if (c >= 0x4E00 && c <= 0x9FFF)
		return model_cjk[c - 0x4E00];
	if (c < 0x100)
		return model_low[c];
	if (c >= 0xFF01 && c <= 0xFF5E)
		return model_low[c - 0xFEE0];
	if (c == 0x3000 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0xFEFF)
		return MODEL_BLANK;
	if (c >= 0x2000 && c < 0x3100)
		for (size_t low = 0, high = MODEL_MARKS; low < high;) {
			size_t mid = (low + high) / 2;

			if (model_marks[mid][0] == c)
				return model_marks[mid][1];
			if (model_marks[mid][0] < c)
				low = mid + 1;
			else
				high = mid;
		}
	if ((c >= 0x3400 && c <= 0x4DBF) || (c >= 0xF900 && c <= 0xFAFF) ||
	    (c >= 0x20000 && c <= 0x323AF))
		return MODEL_OTHER_HAN;
	return MODEL_OTHER;
}

unsigned model_single_cost(uint16_t c)
{
	return model_single[c];
}

unsigned model_cost(uint16_t before, uint16_t c)
{
	const uint16_t *at = &model_next[model_start[before]];
	uint32_t n = model_start[before + 1] - model_start[before];

	/* without a branch on what is compared: half of them would be foretold wrongly */
	while (n > 1) {
		uint32_t half = n / 2;

		at += at[half] <= c ? half : 0;
		n -= half;
	}
	if (n && *at == c) {
		unsigned cost = model_pair[at - model_next];

		return c == MODEL_BLANK && cost > BLANK_COST ? BLANK_COST : cost;
	}
	if (c == MODEL_BLANK || c == MODEL_LINE) /* layout: stands anywhere, but not as well */
		return c == MODEL_BLANK ? BLANK_COST : LINE_COST;
	return (unsigned)model_backoff[before] + model_single[c];
}

static bool is_latin_letter(uint32_t c)
{
	return c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7;
}

int64_t model_text_cost(struct str utf8, size_t *n_wide)
{
	uint16_t before = MODEL_LINE;
	bool was_wide = false;
	int64_t cost = 0;
	size_t n = 0;

	for (size_t at = 0; at < utf8.n;) {
		unsigned char b = (unsigned char)utf8.p[at];
		uint32_t c;
		uint16_t k;

		if (b < 0x80) {
			k = model_low[b];
			at++;
			if (was_wide)
				cost += model_cost(before, k);
			was_wide = false;
			before = k;
			continue;
		}
		c = utf8_next(utf8, &at);
		k = model_class_of(c);
		if (c == UTF8_REPLACEMENT)
			cost += MODEL_REPLACED;
		else if (before == MODEL_LETTER && is_latin_letter(c))
			cost += MODEL_LATIN;
		else
			cost += model_cost(before, k);
		before = c != UTF8_REPLACEMENT && is_latin_letter(c) ? MODEL_LETTER : k;
		was_wide = true;
		n++;
	}
	*n_wide = n;
	return cost;
}
