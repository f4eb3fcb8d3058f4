#include "report/dates.h"

#include <stdint.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/text.h"

static bool is_digit(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* A run of at most `most` digits that is not longer than that. */
static bool number(int *out, size_t *at, struct str s, size_t most)
{
	size_t i = *at;
	int n = 0;

	while (is_digit(s, i) && i - *at < most)
		n = n * 10 + (s.p[i++] - '0');
	if (i == *at || is_digit(s, i))
		return false;
	*at = i;
	*out = n;
	return true;
}

/* 〇 is 0, 十 is 10; -1: no numeral. */
static int han_numeral(uint32_t c)
{
	static const uint32_t numerals[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
					     0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };

	for (size_t i = 0; i < countof(numerals); i++)
		if (c == numerals[i])
			return (int)i;
	return c == 0x96F6 || c == 'O' || c == 'o' || c == '0' || c == 0x041E ? 0 : -1;
}

/* 二〇二四: four numerals. */
static int han_year(struct str s, size_t *used)
{
	size_t at = 0;
	int year = 0;

	for (int i = 0; i < 4; i++) {
		int n = at < s.n ? han_numeral(utf8_next(s, &at)) : -1;

		if (n < 0 || n > 9)
			return 0;
		year = year * 10 + n;
	}
	*used = at;
	return year >= 2000 && year <= 2099 ? year : 0;
}

/* 一 to 三十一. */
static bool han_count(int *out, size_t *at, struct str s)
{
	int n = 0;
	bool any = false, ten = false;

	for (size_t i = *at; i < s.n; *at = i) {
		int d = han_numeral(utf8_next(s, &i));

		if (d <= 0)
			break;
		if (d == 10) {
			if (ten)
				return false;
			n = any ? n * 10 : 10;
			ten = true;
		} else if (any && !ten) {
			return false;
		} else {
			n += d;
		}
		any = true;
	}
	*out = n;
	return any;
}

int year_read(struct str folded, size_t *used)
{
	size_t at = 0;
	int year;

	*used = 0;
	if (number(&year, &at, folded, 4) && at == 4)
		*used = 4;
	else
		year = han_year(folded, used);
	return *used && year >= 2000 && year <= 2099 ? year : 0;
}

static size_t mark(struct str s, size_t at, const char *word)
{
	return text_starts(str_sub(s, at, s.n), word) ? strlen(word) : 0;
}

static bool month_and_day(struct date *out, size_t *at, struct str s, bool han)
{
	int month, day;
	size_t n;

	if (han ? !han_count(&month, at, s) : !number(&month, at, s, 2))
		return false;
	if (!(n = mark(s, *at, "月")) || month < 1 || month > 12)
		return false;
	*at += n;
	out->month = (uint8_t)month;
	n = *at;
	if ((han ? !han_count(&day, &n, s) : !number(&day, &n, s, 2)) || day > 31 ||
	    !(mark(s, n, "日") || mark(s, n, "号")))
		return true; /* the month alone */
	*at = n + strlen("日");
	out->day = (uint8_t)day;
	return date_valid(*out);
}

/* White space is folded away, so the hour may stand right behind the day: 2024-1-8|12:30. */
static bool is_hour(struct str s, size_t at)
{
	return is_digit(s, at) && is_digit(s, at + 1) && at + 2 < s.n && s.p[at + 2] == ':';
}

bool date_read(struct date *out, size_t *used, struct str s)
{
	struct date d = { 0 };
	size_t at = 0, n;
	int year = year_read(s, &at), month, day;
	char gap;

	if (!year)
		return false;
	d.year = (int16_t)year;
	if ((n = mark(s, at, "年"))) {
		bool han = s.p[0] < '0' || s.p[0] > '9';

		at += n;
		if (!month_and_day(&d, &at, s, han))
			return false;
	} else {
		if (at >= s.n || !strchr("-/.", s.p[at]))
			return false;
		gap = s.p[at++];
		if (!number(&month, &at, s, 2) || at >= s.n || s.p[at] != gap)
			return false;
		at++;
		if (!is_digit(s, at))
			return false;
		day = s.p[at++] - '0';
		if (is_digit(s, at) && day * 10 + (s.p[at] - '0') <= 31 && !is_hour(s, at))
			day = day * 10 + (s.p[at++] - '0');
		if (month > 12)
			return false;
		d.month = (uint8_t)month;
		d.day = (uint8_t)day;
		if (!date_valid(d))
			return false;
	}
	*out = d;
	*used = at;
	return true;
}

bool date_line(struct date *out, struct str s)
{
	size_t used;

	if (!date_read(out, &used, s))
		return false;
	for (; used < s.n; used++)
		if (!is_digit(s, used) && !strchr(":./-", s.p[used]))
			return false;
	return true;
}

bool date_find(struct date *out, struct str s)
{
	size_t used;

	for (size_t at = 0, p = 0; at < s.n; p = at) {
		utf8_next(s, &at);
		if (p && is_digit(s, p - 1) && is_digit(s, p))
			continue;
		if (date_read(out, &used, str_sub(s, p, s.n)))
			return true;
	}
	return false;
}
