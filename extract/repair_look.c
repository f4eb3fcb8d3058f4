#include "extract/repair_look.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"
#include "extract/page_strings.h"

#define MAX_READING 24 /* bytes between the brackets */

/* ASCII that begins something. */
enum kind { KIND_NONE, KIND_AND, KIND_U, KIND_BRACKET, KIND_TWO, KIND_THREE };

static const uint8_t kind_of[0x80] = {
	['&'] = KIND_AND,     ['%'] = KIND_U,   ['\\'] = KIND_U,
	['('] = KIND_BRACKET, ['2'] = KIND_TWO, ['3'] = KIND_THREE,
};

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* 202311日, 20231231日: a month or a day is gone with the span it stood in. */
static bool is_short_date(struct str s, size_t at)
{
	struct str year = str_sub(s, at, 4), rest = str_sub(s, at + 4, 8);

	if (!is_digits(year) || year.p[0] != '2' || year.p[1] != '0' ||
	    (at > 0 && s.p[at - 1] >= '0' && s.p[at - 1] <= '9'))
		return false;
	return str_starts(rest, STR("11日")) || str_starts(rest, STR("1231日"));
}

/* 〔202130号: the closing bracket is gone, and who knows what with it. */
static bool is_short_number(struct str s, size_t at)
{
	size_t i = at + strlen("〔"), from = i;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i - from > 4 && str_starts(str_sub(s, i, 3), STR("号"));
}

/* Names that nothing else has; reports do tell of 亚欧博览会, and of measures against 博彩. */
static size_t count_brands(struct str s, size_t at)
{
	static const struct str brands[] = {
		STR_INIT("体育投注"),   STR_INIT("比分直播"), STR_INIT("皇冠体育"),
		STR_INIT("澳门皇冠"),   STR_INIT("365体育"),  STR_INIT("欧博"),
		STR_INIT("沙巴体育"),   STR_INIT("澳门金沙"), STR_INIT("澳门新葡京"),
		STR_INIT("澳门威尼斯"),
	};
	static const struct str fair[] = { STR_INIT("欧博览"), STR_INIT("欧博物"),
					   STR_INIT("欧博士") };
	size_t n = 0;

	s = str_sub(s, at, 16);
	for (size_t i = 0; i < countof(brands); i++)
		n += str_starts(s, brands[i]);
	for (size_t i = 0; n && i < countof(fair); i++)
		n -= str_starts(s, fair[i]);
	return n;
}

/* Bits of the last six bits of the characters that brands begin with: 体 比 皇 澳 欧 沙. */
#define BIT(c) ((uint64_t)1 << ((c)&63))
static const uint64_t brand_heads =
	BIT(0x4F53) | BIT(0x6BD4) | BIT(0x7687) | BIT(0x6FB3) | BIT(0x6B27) | BIT(0x6C99);

size_t look_reading(unsigned *syllable, struct str s, size_t at)
{
	size_t from = at, end;
	uint32_t c;

	if (at >= s.n)
		return 0;
	c = utf8_next(s, &at);
	if (c != '(' && c != 0xFF08)
		return 0;
	for (end = at; end < s.n && end - at < MAX_READING;) {
		size_t here = end;

		c = utf8_next(s, &end);
		if (c == ')' || c == 0xFF09)
			return hanzi_is_syllable(syllable, str_sub(s, at, here - at)) ? end - from
										      : 0;
		if (c > 0x251) /* no letter of pinyin */
			return 0;
	}
	return 0;
}

static bool has_reading(struct str s, size_t at)
{
	unsigned syllable;

	return look_reading(&syllable, s, at) > 0;
}

static void look_at_ascii(struct look *l, struct str s, size_t at)
{
	char next = (char)(at + 1 < s.n ? s.p[at + 1] : '\0');

	switch ((enum kind)kind_of[(unsigned char)s.p[at]]) {
	case KIND_AND:
		l->has_escapes |= next == '#' || next == 'a';
		break;
	case KIND_U:
		l->has_escapes |= next == 'u';
		break;
	case KIND_BRACKET:
		if (!l->has_reading && at > 0 && (unsigned char)s.p[at - 1] >= 0x80)
			l->has_reading = has_reading(s, at);
		break;
	case KIND_TWO:
		if (next == '0' && at + 7 < s.n)
			l->n_losses += is_short_date(s, at);
		break;
	case KIND_THREE:
		if (next == '6')
			l->n_foreign += count_brands(s, at);
		break;
	case KIND_NONE:
		break;
	}
}

/* Any character above U+007F but the hanzi of the first block. */
static void look_at_other(struct look *l, struct str s, size_t at, uint32_t c)
{
	if (hanzi_is(c)) {
		l->n_hanzi++;
		l->n_traditional += hanzi_simplify(c) != c;
	}
	if (c == 0x3014 && at + 7 < s.n)
		l->n_losses += is_short_number(s, at);
	else if (c == 0xFF08)
		l->has_reading = l->has_reading || has_reading(s, at);
	else if (c == 0xFFFC)
		l->has_marks = true;
	else if ((c >= 0x2E80 && c < 0x2FE0) || (c >= 0xF900 && c < 0xFB00))
		l->has_compat |= hanzi_plain(c) != c;
}

static void look_at_string(struct str *string, void *context)
{
	struct look *l = context;
	struct str s = *string;

	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t c = (unsigned char)s.p[at];

		if (c < 0x80) {
			if (kind_of[c])
				look_at_ascii(l, s, at);
			at++;
			continue;
		}
		c = utf8_next(s, &at);
		if (c < 0x4E00 || c > 0x9FFF) {
			look_at_other(l, s, from, c);
			continue;
		}
		l->n_hanzi++;
		if (hanzi_may_change(c))
			l->n_traditional += hanzi_simplify(c) != c;
		if (brand_heads & BIT(c))
			l->n_foreign += count_brands(s, from);
	}
}

void look_at(struct look *out, struct page *page)
{
	*out = (struct look){ .n_hanzi = 0 };
	page_strings_each(page, look_at_string, out);
}
