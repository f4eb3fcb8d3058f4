#include "report/year.h"

#include "base/utf8.h"
#include "report/dates.h"
#include "report/text.h"

static bool is_digit(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* The year whose digits end at byte `end`; 202020 is a slip for 2020. */
static int year_ending(struct str s, size_t end)
{
	size_t start = end, used;
	int year;

	while (start && is_digit(s, start - 1))
		start--;
	if (end - start == 6 && s.p[start] == '2' && s.p[start + 1] == '0')
		start = end - 4;
	if (end - start == 4)
		return year_read(str_sub(s, start, 4), &used);
	if (end > start || end < 12)
		return 0;
	year = year_read(str_sub(s, end - 12, 12), &used); /* 二〇二三 */
	return used == 12 ? year : 0;
}

/* The year right before byte `at`: 2023年, 2023年度(, 2023年自. */
static int year_before(struct str s, size_t at)
{
	static const char *const joints[] = { "(", "自", "从", "度", "年", NULL };
	struct str head = str_sub(s, 0, at);

	for (size_t i = 0; joints[i]; i++)
		if (text_ends(head, joints[i])) {
			head.n -= strlen(joints[i]);
			if (strcmp(joints[i], "年") == 0)
				return year_ending(head, head.n);
		}
	return 0;
}

/* The period that starts with the first of January at `at`; 0 where it does not go to December. */
static int period_at(struct str s, size_t at, size_t first_n, struct str last)
{
	struct str rest = str_sub(s, at + first_n, 90);
	size_t end = str_find(rest, last, 0);
	int from, to;

	if (end == STR_NONE || str_find(str_sub(rest, 0, end), STR("。"), 0) != STR_NONE)
		return 0;
	from = year_before(s, at);
	to = year_before(str_sub(rest, 0, end), end);
	if (from && to)
		return from == to ? from : 0;
	return from ? from : to;
}

static int dated(struct str s, struct str first, struct str last)
{
	for (size_t at = str_find(s, first, 0); at != STR_NONE;
	     at = str_find(s, first, at + first.n)) {
		int year = at && is_digit(s, at - 1) ? 0 : period_at(s, at, first.n, last);

		if (year)
			return year;
	}
	return 0;
}

/* 2023年1月至12月 and its like. */
static int monthly(struct str s)
{
	static const char *const spans[] = { "年1月至12月", "年1月到12月", "年1月-12月",
					     "年1-12月",    "年1至12月",   NULL };

	for (size_t i = 0; spans[i]; i++) {
		size_t at = str_find(s, str_c(spans[i]), 0);
		int year = at == STR_NONE ? 0 : year_ending(s, at);

		if (year)
			return year;
	}
	return 0;
}

/* 202311日至1231日: the digits in spans were kept, 年 and 月 were not. */
static int bare(struct str s)
{
	struct str first = STR("11日");

	for (size_t at = str_find(s, first, 0); at != STR_NONE;
	     at = str_find(s, first, at + first.n)) {
		struct str rest = str_sub(s, at + first.n, 40);
		size_t end = str_find(rest, STR("1231日"), 0), used;

		if (at < 4 || end == STR_NONE || (at > 4 && is_digit(s, at - 5)))
			continue;
		if (!text_has(str_sub(rest, 0, end), "至") &&
		    !text_has(str_sub(rest, 0, end), "到"))
			continue;
		used = 0;
		if (year_read(str_sub(s, at - 4, 4), &used))
			return year_read(str_sub(s, at - 4, 4), &used);
	}
	return 0;
}

int year_period(struct str folded)
{
	int year = dated(folded, STR("1月1日"), STR("12月3"));

	if (!year)
		year = dated(folded, STR("一月一日"), STR("十二月三十"));
	if (!year)
		year = monthly(folded);
	return year ? year : bare(folded);
}

/* 2023年度某局政府信息公开工作年度报告, at its year. */
static int mention_at(struct str s, size_t at)
{
	static const char *const stops[] = { "。", ",", ";", "》", "《", ":", NULL };
	struct str rest = str_sub(s, at, 120);
	size_t used;
	int year = year_read(rest, &used);
	size_t end = rest.n, core, word;

	if (!year || !text_starts(str_sub(rest, used, rest.n), "年"))
		return 0;
	for (size_t i = 0; stops[i]; i++) {
		size_t stop = str_find(rest, str_c(stops[i]), 0);

		end = stop < end ? stop : end;
	}
	rest.n = end;
	core = str_find(rest, STR("信息公开"), 0);
	word = str_find(rest, STR("报告"), used);
	if (word == STR_NONE)
		word = str_find(rest, STR("年报"), used);
	if (word == STR_NONE)
		return 0;
	/* 政府信息公开工作2024年度报告: the words stand before the year. */
	if (core == STR_NONE && word <= used + strlen("年度工作") && at >= 12 &&
	    text_has(str_sub(s, at >= 24 ? at - 24 : 0, at >= 24 ? 24 : at), "信息公开"))
		return year;
	return core != STR_NONE && core < word ? year : 0;
}

int year_mentioned(struct str folded)
{
	for (size_t at = 0; at + 4 <= folded.n; at++) {
		int year;

		if (!is_digit(folded, at) || (at && is_digit(folded, at - 1)))
			continue;
		year = mention_at(folded, at);
		if (year)
			return year;
	}
	return 0;
}

#define YEARS 100 /* from 2000 on */

static void count_years(unsigned count[YEARS], struct str s)
{
	int depth = 0;

	if (!text_has(s, "20"))
		return;
	for (size_t at = 0, p = 0; at < s.n; p = at) {
		uint32_t c = utf8_next(s, &at);
		size_t used;
		int year;

		if (c == 0x300A || c == 0x3014 || c == 0x3008)
			depth++;
		else if ((c == 0x300B || c == 0x3015 || c == 0x3009) && depth)
			depth--;
		if (depth || c < '0' || c > '9' || (p && is_digit(s, p - 1)))
			continue;
		year = year_read(str_sub(s, p, s.n), &used);
		if (year && text_starts(str_sub(s, p + used, s.n), "年"))
			count[year - 2000]++;
	}
}

int year_frequent(const struct lines *lines, size_t from, size_t to)
{
	unsigned count[YEARS] = { 0 }, best = 0, second = 0;
	int year = 0;

	for (size_t i = from; i < to && i < lines->n; i++)
		if (lines->at[i].role == LINE_TEXT && lines->at[i].text.n > 8)
			count_years(count, lines->at[i].folded);
	for (int i = 0; i < YEARS; i++) {
		if (count[i] > best) {
			second = best;
			best = count[i];
			year = 2000 + i;
		} else if (count[i] > second) {
			second = count[i];
		}
	}
	return best > second ? year : 0;
}

int year_of_url(struct str url)
{
	static const char *const keys[] = { "fbtime=", "nbYear=", "title=", "year=", NULL };
	static const char *const tails[] = { "n/", "nb/", "nian/", "ndgb/", "nnb/", NULL };
	size_t used;

	for (size_t i = 0; keys[i]; i++) {
		size_t at = str_find(url, str_c(keys[i]), 0);
		int year = at == STR_NONE
				   ? 0
				   : year_read(str_sub(url, at + strlen(keys[i]), url.n), &used);

		if (year)
			return year;
	}
	for (size_t at = str_find(url, STR("/20"), 0); at != STR_NONE;
	     at = str_find(url, STR("/20"), at + 1)) {
		struct str rest = str_sub(url, at + 5, url.n);
		struct str digits = str_sub(url, at + 1, 4);
		int year = year_read(digits, &used);

		for (size_t i = 0; year && tails[i]; i++)
			if (text_starts(rest, tails[i]))
				return year;
	}
	return 0;
}
