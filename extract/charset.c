#include "extract/charset.h"

#include <assert.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/charset_table.h"
#include "extract/textbuf.h"

#define BIG5_HKSCS_END                                                                             \
	((0xA1 - 0x81) * 157) /* the standard does not encode with codes before this */
#define FOUR_BMP_END 39420    /* four-byte pointers below this are in the BMP or nothing */
#define FOUR_PLANES  189000

uint32_t charset_gb_pair(uint8_t lead, uint8_t trail)
{
	if (lead < 0x81 || lead > 0xFE || trail < 0x40 || trail == 0x7F || trail > 0xFE)
		return 0;
	return charset_gb_index[(lead - 0x81) * 190 + trail - (trail < 0x7F ? 0x40 : 0x41)];
}

uint32_t charset_gb_four(const uint8_t code[4])
{
	uint32_t pointer = (uint32_t)((code[0] - 0x81) * 10 + code[1] - 0x30) * 1260 +
			   (uint32_t)(code[2] - 0x81) * 10 + code[3] - 0x30;
	size_t low = 0, high = CHARSET_GB_RANGES;

	if ((pointer >= FOUR_BMP_END && pointer < FOUR_PLANES) || pointer > 1237575)
		return 0;
	if (pointer == 7457)
		return 0xE7C7;
	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (charset_gb_ranges[mid].pointer <= pointer)
			low = mid;
		else
			high = mid;
	}
	return charset_gb_ranges[low].code_point + pointer - charset_gb_ranges[low].pointer;
}

bool charset_gb_split(uint8_t code[4], uint32_t code_point)
{
	size_t low = 0, high = CHARSET_GB_RANGES;
	uint32_t pointer;

	if (code_point < 0x80 || (code_point >= 0xD800 && code_point <= 0xDFFF) ||
	    code_point == 0xE5E5)
		return false;
	while (high - low > 1) {
		size_t mid = (low + high) / 2;

		if (charset_gb_ranges[mid].code_point <= code_point)
			low = mid;
		else
			high = mid;
	}
	pointer = charset_gb_ranges[low].pointer + code_point - charset_gb_ranges[low].code_point;
	if (code_point == 0xE7C7)
		pointer = 7457;
	code[0] = (uint8_t)(0x81 + pointer / 12600);
	code[1] = (uint8_t)(0x30 + pointer / 1260 % 10);
	code[2] = (uint8_t)(0x81 + pointer / 10 % 126);
	code[3] = (uint8_t)(0x30 + pointer % 10);
	return true;
}

static uint32_t big5_at(size_t pointer)
{
	uint32_t c = charset_big5_index[pointer];

	return charset_big5_plane2[pointer / 8] >> (pointer % 8) & 1 ? c | 0x20000 : c;
}

uint32_t charset_big5_pair(uint8_t lead, uint8_t trail, uint32_t *mark)
{
	size_t pointer;

	*mark = 0;
	if (lead < 0x81 || lead > 0xFE || trail < 0x40 || (trail > 0x7E && trail < 0xA1) ||
	    trail > 0xFE)
		return 0;
	pointer = (size_t)(lead - 0x81) * 157 + trail - (trail < 0x7F ? 0x40u : 0x62u);
	if (pointer == 1133 || pointer == 1135 || pointer == 1164 || pointer == 1166) {
		*mark = pointer == 1133 || pointer == 1164 ? 0x304 : 0x30C;
		return pointer < 1164 ? 0xCA : 0xEA;
	}
	return pointer < CHARSET_BIG5_POINTERS ? big5_at(pointer) : 0;
}

bool charset_is_late_big5(uint8_t lead, uint8_t trail)
{
	static const uint16_t late[] = { 0xC6CF, 0xC6D3, 0xC6D5, 0xC6D7, 0xC6DE, 0xC6DF, 0xFA5F,
					 0xFA66, 0xFABD, 0xFAC5, 0xFAD5, 0xFB48, 0xFBB8, 0xFBF3,
					 0xFBF9, 0xFC4F, 0xFC6C, 0xFCB9, 0xFCE2, 0xFCF1, 0xFDB7,
					 0xFDB8, 0xFDBB, 0xFDF1, 0xFE52, 0xFE6F, 0xFEAA, 0xFEDD };
	unsigned pair = (unsigned)lead << 8 | trail;

	for (size_t i = 0; i < countof(late); i++)
		if (late[i] == pair)
			return true;
	return pair >= 0xA3C0 && pair <= 0xA3E1;
}

/* Private-use points of the edition of 2005 that still encode to their old pairs. */
static const struct {
	uint16_t code_point, pair;
} gb_old[] = {
	{ 0xE78D, 0xA6D9 }, { 0xE78E, 0xA6DA }, { 0xE78F, 0xA6DB }, { 0xE790, 0xA6DC },
	{ 0xE791, 0xA6DD }, { 0xE792, 0xA6DE }, { 0xE793, 0xA6DF }, { 0xE794, 0xA6EC },
	{ 0xE795, 0xA6ED }, { 0xE796, 0xA6F3 }, { 0xE81E, 0xFE59 }, { 0xE826, 0xFE61 },
	{ 0xE82B, 0xFE66 }, { 0xE82C, 0xFE67 }, { 0xE832, 0xFE6D }, { 0xE843, 0xFE7E },
	{ 0xE854, 0xFE90 }, { 0xE864, 0xFEA0 },
};

const uint16_t *charset_gb_reverse(void)
{
	static uint16_t to[65536];

	if (to[charset_gb_index[0]])
		return to;
	for (size_t i = 0; i < countof(gb_old); i++)
		to[gb_old[i].code_point] = gb_old[i].pair;
	for (unsigned lead = 0, i = 0; lead < 126; lead++) {
		for (unsigned t = 0; t < 190; t++, i++) {
			uint16_t c = charset_gb_index[i];

			if (!to[c])
				to[c] = (uint16_t)((lead + 0x81) << 8 |
						   (t + (t < 63 ? 0x40 : 0x41)));
		}
	}
	return to;
}

/* Characters that Big5 has twice and encodes with the second code. */
static bool big5_last(uint32_t c)
{
	return c == 0x2550 || c == 0x255E || c == 0x2561 || c == 0x256A || c == 0x5341 ||
	       c == 0x5345;
}

const uint16_t *charset_big5_reverse(void)
{
	static uint16_t to[CHARSET_BIG5_REACH];

	if (to[big5_at(BIG5_HKSCS_END)])
		return to;

	for (size_t k = 0; k < CHARSET_BIG5_POINTERS; k++) {
		/* the encodable codes first, then HKSCS's */
		size_t i = (k + BIG5_HKSCS_END) % CHARSET_BIG5_POINTERS, t = i % 157;
		uint32_t c = big5_at(i);

		if (c && (!to[c] || (big5_last(c) && i >= BIG5_HKSCS_END)))
			to[c] = (uint16_t)((i / 157 + 0x81) << 8 | (t + (t < 63 ? 0x40 : 0x62)));
	}
	return to;
}

static bool encode_one(struct textbuf *out, uint32_t c, const char *encoding, const uint16_t *to)
{
	bool big5 = encoding[0] == 'b', gbk = str_eq(str_c(encoding), STR("gbk"));
	uint32_t reach = big5 ? CHARSET_BIG5_REACH : 0x10000;
	uint8_t code[4];

	textbuf_reserve(out, 4);
	if (gbk && c == 0x20AC) {
		out->p[out->n++] = (char)0x80;
		return true;
	}
	if (c < reach && to[c] && c != 0xE5E5 && !(big5 && to[c] < 0xA140)) {
		out->p[out->n++] = (char)(to[c] >> 8);
		out->p[out->n++] = (char)to[c];
		return true;
	}
	if (big5 || gbk || !charset_gb_split(code, c))
		return false;
	memcpy(out->p + out->n, code, 4);
	out->n += 4;
	return true;
}

struct str charset_encode(struct str utf8, const char *encoding, struct arena *arena)
{
	struct textbuf out = { .arena = arena };
	const uint16_t *to;

	if (str_eq(str_c(encoding), STR("big5")))
		to = charset_big5_reverse();
	else if (str_starts(str_c(encoding), STR("gb")))
		to = charset_gb_reverse();
	else
		return utf8;
	for (size_t at = 0; at < utf8.n;) {
		uint32_t c = utf8_next(utf8, &at);

		if (c < 0x80)
			textbuf_put(&out, c);
		else if (!encode_one(&out, c, encoding, to))
			textbuf_add(&out, arena_strf(arena, "&#%lu;", (unsigned long)c));
	}
	return textbuf_str(&out);
}
