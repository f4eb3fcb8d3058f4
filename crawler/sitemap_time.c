#include "base/attrs.h"
#include "base/clock.h"
#include "crawler/sitemap.h"

struct reader {
	struct str rest;
	bool bad;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number of `least` to `most` digits; *n_digits says how many there were. */
static int64_t digits(struct reader *r, size_t least, size_t most, size_t *n_digits)
{
	int64_t value = 0;
	size_t n = 0;

	while (n < most && n < r->rest.n && is_digit(r->rest.p[n]))
		value = value * 10 + (r->rest.p[n++] - '0');
	r->bad = r->bad || n < least;
	r->rest = str_sub(r->rest, n, r->rest.n);
	if (n_digits)
		*n_digits = n;
	return value;
}

static bool take(struct reader *r, char c)
{
	if (!r->rest.n || r->rest.p[0] != c)
		return false;
	r->rest = str_sub(r->rest, 1, r->rest.n);
	return true;
}

static void want(struct reader *r, char c)
{
	r->bad = !take(r, c) || r->bad;
}

/* "Z", "+08:00", "-0500" */
static int64_t zone_ms(struct reader *r)
{
	int64_t sign = r->rest.n && r->rest.p[0] == '-' ? -1 : 1, h, m;

	if (take(r, 'Z'))
		return 0;
	r->bad = r->bad || !(take(r, '+') || take(r, '-'));
	h = digits(r, 2, 2, NULL);
	take(r, ':');
	m = digits(r, 2, 2, NULL);
	r->bad = r->bad || h > 23 || m > 59;
	return sign * (h * 60 + m) * 60000;
}

static int64_t time_ms(const struct reader *r, struct date day, int64_t in_day_ms, int64_t zone)
{
	bool is_day =
		day.year >= 1 && day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= 31;

	if (r->bad || !is_day || in_day_ms < 0 || in_day_ms > 86400999 || str_trim(r->rest).n)
		return SITEMAP_NO_TIME;
	return date_days(day) * 86400000 + in_day_ms - zone;
}

static int64_t hours_and_minutes(struct reader *r)
{
	int64_t h = digits(r, 2, 2, NULL), m;

	want(r, ':');
	m = digits(r, 2, 2, NULL);
	r->bad = r->bad || h > 24 || m > 59;
	return (h * 60 + m) * 60000;
}

int64_t sitemap_w3c_time(struct str text)
{
	struct reader r = { str_trim(text), false };
	struct date day = { (int16_t)digits(&r, 4, 4, NULL), 1, 1 };
	int64_t ms, part;
	size_t n;

	if (take(&r, '-'))
		day.month = (uint8_t)digits(&r, 2, 2, NULL);
	if (take(&r, '-'))
		day.day = (uint8_t)digits(&r, 2, 2, NULL);
	if (!take(&r, 'T') && !take(&r, ' '))
		return time_ms(&r, day, 0, 0);
	ms = hours_and_minutes(&r);
	if (take(&r, ':'))
		ms += digits(&r, 2, 2, NULL) * 1000;
	if (take(&r, '.')) {
		part = digits(&r, 1, 9, &n);
		for (; n < 3; n++)
			part *= 10;
		for (; n > 3; n--)
			part /= 10;
		ms += part;
	}
	return time_ms(&r, day, ms, r.rest.n ? zone_ms(&r) : 0);
}

static uint8_t month_of(struct reader *r)
{
	static const struct str months[] = { STR_INIT("Jan"), STR_INIT("Feb"), STR_INIT("Mar"),
					     STR_INIT("Apr"), STR_INIT("May"), STR_INIT("Jun"),
					     STR_INIT("Jul"), STR_INIT("Aug"), STR_INIT("Sep"),
					     STR_INIT("Oct"), STR_INIT("Nov"), STR_INIT("Dec") };

	for (size_t i = 0; i < countof(months); i++)
		if (str_eq_nocase(str_sub(r->rest, 0, 3), months[i])) {
			r->rest = str_sub(r->rest, 3, r->rest.n);
			return (uint8_t)(i + 1);
		}
	r->bad = true;
	return 0;
}

static int64_t named_zone_ms(struct reader *r)
{
	static const struct {
		struct str name;
		int hours;
	} zones[] = { { STR_INIT("GMT"), 0 },  { STR_INIT("UTC"), 0 },  { STR_INIT("UT"), 0 },
		      { STR_INIT("EST"), -5 }, { STR_INIT("EDT"), -4 }, { STR_INIT("CST"), -6 },
		      { STR_INIT("CDT"), -5 }, { STR_INIT("MST"), -7 }, { STR_INIT("MDT"), -6 },
		      { STR_INIT("PST"), -8 }, { STR_INIT("PDT"), -7 } };

	for (size_t i = 0; i < countof(zones); i++)
		if (str_eq_nocase(r->rest, zones[i].name)) {
			r->rest.n = 0;
			return zones[i].hours * 3600000ll;
		}
	return zone_ms(r);
}

int64_t sitemap_rss_time(struct str text)
{
	struct reader r = { str_trim(text), false };
	size_t comma = str_find(r.rest, STR(","), 0), n;
	struct date day = { 0 };
	int64_t ms, year;

	if (comma != STR_NONE)
		r.rest = str_trim(str_sub(r.rest, comma + 1, r.rest.n));
	day.day = (uint8_t)digits(&r, 1, 2, NULL);
	want(&r, ' ');
	day.month = month_of(&r);
	want(&r, ' ');
	year = digits(&r, 2, 4, &n);
	day.year = (int16_t)(n == 2 ? year + (year < 70 ? 2000 : 1900) : year);
	want(&r, ' ');
	ms = hours_and_minutes(&r);
	if (take(&r, ':'))
		ms += digits(&r, 2, 2, NULL) * 1000;
	want(&r, ' ');
	return time_ms(&r, day, ms, named_zone_ms(&r));
}
