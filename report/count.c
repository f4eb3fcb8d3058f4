#include "report/count.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"

/* A cell made plain: ASCII digits and signs, one space where white space parted something. */
struct plain {
	char p[COUNT_MAX_BYTES * 2 + 4];
	size_t n;
	bool fullwidth;
};

static bool is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	       c == 0x205F || c == 0x3000;
}

static bool is_nothing(uint32_t c)
{
	return (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

/* The plain character for those that look like it. */
static uint32_t plain_of(uint32_t c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return c - 0xFEE0;
	switch (c) {
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
	case 0x2500:
	case 0x2501:
	case 0xFE58:
	case 0xFE63:
		return '-';
	case 0x2044:
	case 0x2215:
		return '/';
	case 0x3007:           /* 〇 */
	case 0x25CB:           /* ○ */
		return 0x96F6; /* 零 */
	default:
		return c;
	}
}

static bool make_plain(struct plain *out, struct str printed)
{
	bool spaced = false;

	*out = (struct plain){ 0 };
	for (size_t at = 0; at < printed.n;) {
		uint32_t was = utf8_next(printed, &at), c = plain_of(was);

		if (is_nothing(was))
			continue;
		if (is_space(was)) {
			spaced = out->n > 0;
			continue;
		}
		if (out->n > COUNT_MAX_BYTES)
			return false;
		if (spaced)
			out->p[out->n++] = ' ';
		spaced = false;
		out->fullwidth |= was >= 0xFF10 && was <= 0xFF19;
		out->n += utf8_put(out->p + out->n, c);
	}
	return true;
}

static struct str view(const struct plain *t)
{
	return (struct str){ t->p, t->n };
}

/* Cuts `what` off the front of *s, and the space behind it. */
static bool eat(struct str *s, const char *what)
{
	size_t n = strlen(what);

	if (!str_starts(*s, (struct str){ what, n }))
		return false;
	*s = str_trim(str_sub(*s, n, s->n));
	return true;
}

static bool eat_end(struct str *s, const char *what)
{
	size_t n = strlen(what);

	if (!str_ends(*s, (struct str){ what, n }))
		return false;
	*s = str_trim(str_sub(*s, 0, s->n - n));
	return true;
}

static bool eat_any(struct str *s, const char *const *words, bool at_end)
{
	for (; *words; words++)
		if (at_end ? eat_end(s, *words) : eat(s, *words))
			return true;
	return false;
}

static bool is_any(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_eq(s, str_c(*words)))
			return true;
	return false;
}

static bool only(struct str s, char a, char b)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != a && s.p[i] != b && s.p[i] != ' ')
			return false;
	return s.n > 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits up to a thousands mark or the end; groups after the first must have three. */
static bool digits(struct count *out, struct str *s)
{
	size_t n = 0, group = 0;
	char mark = 0;

	for (; s->n; s->p++, s->n--) {
		char c = s->p[0];

		if (is_digit(c)) {
			if (++n > COUNT_MAX_DIGITS || (mark && group == 3))
				return false;
			group++;
			out->n = out->n * 10 + (c - '0');
		} else if ((c == ',' || c == ' ') && s->n > 1 && is_digit(s->p[1])) {
			if (!group || group > 3 || (mark && (c != mark || group != 3)))
				return false;
			mark = c;
			group = 0;
		} else {
			break;
		}
	}
	return n > 0 && (!mark || group == 3);
}

/* "1,234.50", the whole of what stands in front of the unit. */
static bool decimal(struct count *out, struct str *s)
{
	size_t places = 0;

	if (!s->n || (!is_digit(s->p[0]) && s->p[0] != '.'))
		return false;
	if (s->p[0] != '.' && !digits(out, s))
		return false;
	if (s->n > 1 && (s->p[0] == '.' || (s->p[0] == ' ' && s->p[1] == '.'))) {
		*s = str_trim(*s);
		*s = str_trim(str_sub(*s, 1, s->n));
		for (; s->n && is_digit(s->p[0]); s->p++, s->n--) {
			if (++places > VALUE_MAX_SCALE || out->n > INT64_MAX / 100)
				return false;
			out->n = out->n * 10 + (s->p[0] - '0');
		}
		if (!places)
			return false;
	}
	out->scale = (uint8_t)places;
	*s = str_trim(*s);
	return true;
}

static const struct {
	uint32_t c;
	int digit; /* 0 to 9, or -1: a power of ten */
	int64_t power;
} numerals[] = {
	{ 0x96F6, 0, 0 },     { 0x4E00, 1, 0 },     { 0x4E8C, 2, 0 },      { 0x4E24, 2, 0 },
	{ 0x4E09, 3, 0 },     { 0x56DB, 4, 0 },     { 0x4E94, 5, 0 },      { 0x516D, 6, 0 },
	{ 0x4E03, 7, 0 },     { 0x516B, 8, 0 },     { 0x4E5D, 9, 0 },      { 0x58F9, 1, 0 },
	{ 0x8D30, 2, 0 },     { 0x53C1, 3, 0 },     { 0x8086, 4, 0 },      { 0x4F0D, 5, 0 },
	{ 0x9646, 6, 0 },     { 0x67D2, 7, 0 },     { 0x634C, 8, 0 },      { 0x7396, 9, 0 },
	{ 0x5341, -1, 10 },   { 0x62FE, -1, 10 },   { 0x767E, -1, 100 },   { 0x4F70, -1, 100 },
	{ 0x5343, -1, 1000 }, { 0x4EDF, -1, 1000 }, { 0x4E07, -1, 10000 },
};

static int numeral_at(struct str s, size_t *at)
{
	uint32_t c = utf8_next(s, at);

	for (size_t i = 0; i < countof(numerals); i++)
		if (numerals[i].c == c)
			return (int)i;
	return -1;
}

/* A number in Chinese numerals, as far as it was read. */
struct spoken {
	int64_t total, part; /* from 万 on up, and below */
	int64_t digit;       /* before its power; -1: none */
	int64_t last;        /* power read last; INT64_MAX: none */
	size_t n;            /* numerals */
};

/* One more numeral; false where no such number is written. */
static bool add_numeral(struct spoken *s, int digit, int64_t power)
{
	s->n++;
	if (digit >= 0) {
		if (s->digit > 0 || (s->digit == 0 && s->last == INT64_MAX))
			return false; /* 二三: digit by digit, or two numbers */
		s->digit = digit;
		return true;
	}
	if (power == 10000) {
		s->total = (s->part + (s->digit > 0 ? s->digit : 0)) * 10000;
		if (!s->total)
			return false;
		s->part = 0;
	} else {
		if (power >= s->last || (s->digit < 0 && s->n > 1) || s->digit == 0)
			return false;
		s->part += (s->digit < 0 ? 1 : s->digit) * power;
	}
	s->last = power;
	s->digit = -1;
	return true;
}

/* 三千五百, 一百零五, 十二, 二三; false, with *s as it was, where no numeral is in front. */
static bool chinese(struct count *out, struct str *s)
{
	struct spoken spoken = { .digit = -1, .last = INT64_MAX };
	size_t at = 0, end = 0;

	while (at < s->n) {
		int k = numeral_at(*s, &at);

		if (k < 0)
			break;
		/* 万元 behind a figure is its unit. */
		if (numerals[k].power == 10000 && str_starts(str_sub(*s, at, 3), STR("元")))
			break;
		end = at;
		if (!add_numeral(&spoken, numerals[k].digit, numerals[k].power))
			return false;
	}
	if (!spoken.n)
		return false;
	out->n = spoken.total + spoken.part + (spoken.digit > 0 ? spoken.digit : 0);
	*s = str_trim(str_sub(*s, end, s->n));
	return true;
}

static const char *const things[] = { "人次", "件次", "条次", "次", "件", "条", "个",
				      "项",   "份",   "宗",   "例", "起", "篇", "人",
				      "户",   "部",   "处",   "场", "类", NULL };

static const char *const about_front[] = { "约", "近", NULL };
static const char *const about_behind[] = { "余", "多", "左右", NULL };
static const char *const more[] = { "增加", "增长", "新增", "上升", "增", NULL };
static const char *const less[] = { "减少", "下降", "减", NULL };
static const char *const none_words[] = { "无", "零", "没有", "0/0", NULL };
static const char *const even[] = { "持平",     "不变",   "无变化",  "无增减", "未变化", "无变动",
				    "没有变化", "增0减0", "增0/减0", "0增0减", NULL };
static const char *const empty[] = { "无数据", "&nbsp;", "(空)", NULL };

static const struct {
	const char *word;
	int to_wan; /* power of ten that makes 万元 of it */
} monies[] = { { "亿元", 4 }, { "万元", 0 }, { "千元", -1 }, { "元", -4 } };

/* n * 10^power, within VALUE_MAX_SCALE decimals and without loss. */
static bool shift(struct count *c, int power)
{
	for (; power < 0; power++) {
		if (c->scale < VALUE_MAX_SCALE)
			c->scale++;
		else if (c->n % 10)
			return false;
		else
			c->n /= 10;
	}
	for (; power > 0; power--) {
		if (c->scale)
			c->scale--;
		else if (__builtin_mul_overflow(c->n, 10, &c->n))
			return false;
	}
	while (c->scale > 0 && c->saw & COUNT_SAW_CONVERTED && c->n % 10 == 0) {
		c->n /= 10;
		c->scale--;
	}
	return true;
}

static bool money(struct count *c, struct str rest, enum count_unit unit, bool in_cell)
{
	for (size_t i = 0; i < countof(monies); i++) {
		if (!str_eq(rest, str_c(monies[i].word)))
			continue;
		if (unit == COUNT_THINGS)
			return false;
		c->saw |= in_cell ? COUNT_SAW_UNIT : 0;
		if (unit == COUNT_MONEY || monies[i].to_wan == 0)
			return true;
		c->saw |= COUNT_SAW_CONVERTED;
		return shift(c, monies[i].to_wan);
	}
	return false;
}

/* What may stand behind the figure: 余, a unit, a unit in brackets. */
static bool tail(struct count *c, struct str rest, enum count_unit unit, struct str header)
{
	if (eat_any(&rest, about_behind, false))
		c->saw |= COUNT_SAW_ABOUT;
	if (rest.n > 2 && rest.p[0] == '(' && rest.p[rest.n - 1] == ')')
		rest = str_trim(str_sub(rest, 1, rest.n - 2));
	if (!rest.n)
		return !header.n || unit != COUNT_WAN || money(c, header, unit, false);
	if (is_any(rest, things)) {
		c->saw |= COUNT_SAW_UNIT;
		return unit == COUNT_THINGS;
	}
	return money(c, rest, unit, true);
}

/* The sign in front, as a mark or, where the cell is a change, as a word. */
static int sign_of(struct str *s, bool is_signed)
{
	if (is_signed && eat_any(s, more, false))
		return 1;
	if (is_signed && eat_any(s, less, false))
		return -1;
	if (eat(s, "+"))
		return 1;
	if (eat(s, "-"))
		return -1;
	return 0;
}

static bool says_none(struct str s, bool is_signed)
{
	if (is_any(s, none_words) || (is_signed && is_any(s, even)))
		return true;
	/* 无件, 零条 */
	return (eat(&s, "无") || eat(&s, "零")) && is_any(s, things);
}

static bool number(struct count *out, struct str s, enum count_unit unit, struct str header,
		   bool is_signed)
{
	int sign;

	if (eat_any(&s, about_front, false))
		out->saw |= COUNT_SAW_ABOUT;
	sign = sign_of(&s, is_signed);
	if (!decimal(out, &s)) {
		out->n = 0;
		out->scale = 0;
		if (!chinese(out, &s))
			return false;
	}
	if (!tail(out, s, unit, header))
		return false;
	if (sign < 0)
		out->n = -out->n;
	return true;
}

/* Digits and nothing else: most cells there are. */
static bool plain_digits(struct count *out, struct str s)
{
	int64_t n = 0;

	if (!s.n || s.n > COUNT_MAX_DIGITS)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*out = (struct count){ .state = n ? VALUE_NUMBER : VALUE_ZERO, .n = n };
	return true;
}

/* A bit for each Chinese character that a count may hold, by its last twelve bits. */
struct alphabet {
	uint64_t bits[64];
	bool ready;
};

static void add_words(struct alphabet *a, const char *const *words)
{
	for (; *words; words++) {
		struct str w = str_c(*words);

		for (size_t at = 0; at < w.n;) {
			uint32_t c = utf8_next(w, &at);

			a->bits[c >> 6 & 63] |= UINT64_C(1) << (c & 63);
		}
	}
}

static void make_alphabet(struct alphabet *a)
{
	static const char *const *const lists[] = { things, about_front, about_behind, more,
						    less,   none_words,  even,         empty };

	for (size_t i = 0; i < countof(lists); i++)
		add_words(a, lists[i]);
	for (size_t i = 0; i < countof(monies); i++)
		add_words(a, (const char *const[]){ monies[i].word, NULL });
	for (size_t i = 0; i < countof(numerals); i++)
		a->bits[numerals[i].c >> 6 & 63] |= UINT64_C(1) << (numerals[i].c & 63);
	a->ready = true;
}

/* A Chinese character that no word for a count has: most labels, by their first or second. */
static bool is_foreign(struct str s)
{
	static struct alphabet alphabet;

	if (!alphabet.ready)
		make_alphabet(&alphabet);
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c >= 0x4E00 && c <= 0x9FFF && !(alphabet.bits[c >> 6 & 63] >> (c & 63) & 1))
			return true;
	}
	return false;
}

struct count count_read(struct str printed, enum count_unit unit, struct str header, bool is_signed)
{
	static const char *const stops[] = { "。", ";", ",", NULL };
	struct plain plain;
	struct count c = { .state = VALUE_TEXT }, none = { .state = VALUE_TEXT };
	struct str s;

	if (!(header.n && unit == COUNT_WAN) && plain_digits(&c, printed))
		return c;
	if (is_foreign(printed) || !make_plain(&plain, printed))
		return none;
	s = view(&plain);
	if (!s.n || is_any(s, empty))
		return (struct count){ .state = VALUE_BLANK };
	if (only(s, '-', '_'))
		return (struct count){ .state = VALUE_DASH };
	if (only(s, '/', '\\'))
		return (struct count){ .state = VALUE_SLASH };
	if (eat_any(&s, stops, true) && !s.n)
		return none;
	c.saw = plain.fullwidth ? COUNT_SAW_FULLWIDTH : 0;
	if (says_none(s, is_signed)) {
		c.state = VALUE_ZERO;
		return c;
	}
	if (!number(&c, s, unit, header, is_signed))
		return none;
	c.state = c.n ? VALUE_NUMBER : VALUE_ZERO;
	return c;
}

enum count_unit count_unit_of(enum row_id row, enum col_id col)
{
	if (col == COL_AMOUNT)
		return COUNT_MONEY;
	return strcmp(cell_unit(row, col), "万元") == 0 ? COUNT_WAN : COUNT_THINGS;
}
