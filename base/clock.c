#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t now_ms(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_wall_ms(void)
{
	return now_ms(CLOCK_REALTIME);
}

int64_t clock_mono_ms(void)
{
	return now_ms(CLOCK_MONOTONIC);
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(struct date d)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (d.year < 1900 || d.year > 2999 || d.month < 1 || d.month > 12 || d.day < 1)
		return false;
	return d.day <= days[d.month - 1] + (d.month == 2 && is_leap(d.year));
}

int date_cmp(struct date a, struct date b)
{
	int x = a.year * 10000 + a.month * 100 + a.day;
	int y = b.year * 10000 + b.month * 100 + b.day;

	return (x > y) - (x < y);
}

/* Days of a civil date: years from March, eras of 400 years. */
int64_t date_days(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

const char *clock_iso(char out[CLOCK_ISO_MAX], int64_t wall_ms)
{
	time_t t = (time_t)(wall_ms / 1000);
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(out, CLOCK_ISO_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(out, CLOCK_ISO_MAX, "invalid");
	return out;
}

struct date clock_beijing_day(int64_t wall_ms)
{
	time_t t = (time_t)(wall_ms / 1000 + 8 * 3600);
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		return (struct date){ 0 };
	return (struct date){ (int16_t)(tm.tm_year + 1900), (uint8_t)(tm.tm_mon + 1),
			      (uint8_t)tm.tm_mday };
}
