#include "crawler/recrawl.h"

static bool in_season(struct date d)
{
	return (d.month == 1 && d.day >= 15) || (d.month >= 2 && d.month <= 4);
}

int64_t recrawl_interval_s(bool is_list, int64_t previous_s, bool changed, struct date today)
{
	int64_t s = is_list ? RECRAWL_LIST_S : RECRAWL_ARTICLE_S;

	if (previous_s > 0)
		s = changed ? previous_s * 8 / 10 : previous_s * 14 / 10;
	if (is_list && in_season(today))
		return RECRAWL_MIN_S;
	if (s < RECRAWL_MIN_S)
		return RECRAWL_MIN_S;
	return s > RECRAWL_MAX_S ? RECRAWL_MAX_S : s;
}
