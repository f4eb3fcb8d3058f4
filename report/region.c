#include "report/region.h"

#include <assert.h>

#include "base/attrs.h"
#include "report/region_table.h"
#include "report/text.h"

#define NAME_MAX_BYTES 60

static const char *const levels[] = {
	[BODY_UNKNOWN] = "",  [BODY_CENTRAL] = "central", [BODY_PROVINCE] = "province",
	[BODY_CITY] = "city", [BODY_COUNTY] = "county",   [BODY_TOWN] = "town",
	[BODY_DEPT] = "dept",
};
static_assert(countof(levels) == BODY__COUNT, "every level needs a name");

const char *body_level_name(enum body_level level)
{
	return levels[level];
}

static int compare(struct str a, const char *b)
{
	size_t n = strlen(b);
	int d = memcmp(a.p, b, a.n < n ? a.n : n);

	return d ? d : (a.n > n) - (a.n < n);
}

/* The first row of that name; *n receives how many there are. */
static const struct region_row *rows_named(struct str name, size_t *n)
{
	size_t low = 0, high = region_rows_count;

	*n = 0;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (compare(name, region_rows[mid].name) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	while (low + *n < region_rows_count && compare(name, region_rows[low + *n].name) == 0)
		++*n;
	return &region_rows[low];
}

/* Whether `inner` lies in `outer`; 0 holds everything. */
static bool lies_in(uint32_t inner, uint32_t outer)
{
	if (outer == 0)
		return true;
	if (outer % 10000 == 0)
		return inner / 10000 == outer / 10000 && inner != outer;
	return outer % 100 == 0 && inner / 100 == outer / 100 && inner != outer;
}

struct step {
	uint32_t code; /* 0: several */
	size_t used;   /* 0: none */
};

/* The region that text begins with, inside of another: the longest name that is one's there. */
static struct step step_into(struct str text, uint32_t outer)
{
	struct step best = { 0, 0 };

	for (size_t n = 6; n <= text.n && n <= NAME_MAX_BYTES; n += 3) {
		size_t rows, fit = 0;
		const struct region_row *row = rows_named(str_sub(text, 0, n), &rows);
		uint32_t code = 0;

		for (size_t i = 0; i < rows; i++)
			if (lies_in(row[i].code, outer)) {
				code = row[i].code;
				fit++;
			}
		if (fit)
			best = (struct step){ fit == 1 ? code : 0, n };
	}
	return best;
}

static bool starts_any(struct str s, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		if (text_starts(s, words[i]))
			return true;
	return false;
}

/* What the name says of its body once the regions are read off. */
static enum body_level level_of(struct str agency, struct str rest, uint32_t code)
{
	static const char *const central[] = { "中华人民共和国", "国家", "国务院", "中国人民银行",
					       NULL };
	static const char *const town[] = { "镇人民政府", "乡人民政府", "镇",     "乡",
					    "街道办事处", "街道",       "街道办", "苏木人民政府",
					    "苏木",       "街",         "镇政府", "乡政府",
					    NULL };

	if (starts_any(agency, central))
		return BODY_CENTRAL;
	for (size_t i = 0; town[i]; i++)
		if (rest.n > strlen(town[i]) && text_ends(rest, town[i]))
			return BODY_TOWN;
	if (rest.n == 0 || str_eq(rest, STR("人民政府")) || str_eq(rest, STR("政府"))) {
		if (code && code % 10000 == 0)
			return BODY_PROVINCE;
		if (code)
			return code % 100 == 0 ? BODY_CITY : BODY_COUNTY;
	}
	if (text_ends(agency, "县人民政府") || text_ends(agency, "区人民政府") ||
	    text_ends(agency, "旗人民政府"))
		return text_ends(agency, "自治区人民政府") ? BODY_PROVINCE : BODY_COUNTY;
	if (text_ends(agency, "省人民政府"))
		return BODY_PROVINCE;
	/* A 市 may be a prefecture or a county: only its code can tell. */
	if (rest.n == 0 || text_ends(agency, "人民政府"))
		return BODY_UNKNOWN;
	return agency.n ? BODY_DEPT : BODY_UNKNOWN;
}

struct body_place region_of(struct str agency)
{
	struct body_place place = { 0, BODY_UNKNOWN };
	struct str rest = agency;
	bool shared = false;

	while (rest.n && !shared) {
		struct step s = step_into(rest, place.code);

		if (!s.used)
			break;
		rest = str_sub(rest, s.used, rest.n);
		/* Of several with the name, the one before it stays all that is known. */
		shared = s.code == 0;
		if (!shared)
			place.code = s.code;
		else
			place.code = 0;
		if (place.code && place.code % 100)
			break;
	}
	place.level = level_of(agency, rest, place.code);
	return place;
}

struct str region_name(uint32_t code)
{
	for (size_t i = 0; i < region_rows_count; i++)
		if (region_rows[i].code == code)
			return str_c(region_rows[i].name);
	return (struct str){ NULL, 0 };
}
