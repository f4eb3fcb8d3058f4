#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "report/agency.h"
#include "report/body.h"
#include "report/dates.h"
#include "report/text.h"
#include "report/title.h"
#include "report/year.h"

static bool code_is(const struct rule *rule, const char *code)
{
	return strcmp(rule->code, code) == 0;
}

static void tell(struct check *out, const struct rule *self, struct str why, struct str quote)
{
	if (why.p)
		rule_found(out, self, why, quote, 0);
	check_assess(out, self, !why.p, why.p != NULL, 0);
}

/* META_TITLE_MISSING, META_TITLE_NO_YEAR, META_TITLE_NO_AGENCY. */
void rule_title(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct identity *id = &in->now->identity;
	bool printed =
		id->title.p && (id->title_from == FROM_TITLE || id->title_from == FROM_METABOX);
	struct str why = { NULL, 0 };
	bool has_year = id->year_title != 0, has_agency = id->agency_from == FROM_TITLE;

	if (code_is(self, "META_TITLE_MISSING")) {
		if (!printed)
			why = id->title.p
				      ? arena_strf(out->arena,
						   "no title in the text; one is told by the %s",
						   evidence_name(id->title_from))
				      : STR("no title");
		tell(out, self, why, id->title);
		return;
	}
	if (!printed)
		return;
	if (!has_year || !has_agency) {
		struct title t;

		title_read(&t, text_squeeze(id->title, out->arena), false);
		has_year = has_year || t.year;
		has_agency = has_agency || t.agency.p;
	}
	if (code_is(self, "META_TITLE_NO_YEAR") && !has_year)
		why = STR("the title names no year");
	if (code_is(self, "META_TITLE_NO_AGENCY") && !has_agency)
		why = STR("the title names no agency");
	tell(out, self, why, id->title);
}

void rule_year_conflict(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct identity *id = &in->now->identity;
	const int years[] = { id->year_title, id->year_period, id->year_preamble };
	int first = 0;
	bool differ = false;

	for (size_t i = 0; i < countof(years); i++) {
		if (!years[i])
			continue;
		differ = differ || (first && years[i] != first);
		first = first ? first : years[i];
	}
	if (!first || check_damaged(in))
		return;
	tell(out, self,
	     differ ? arena_strf(out->arena, "title %d, period %d, preamble %d (0: not said)",
				 years[0], years[1], years[2])
		    : (struct str){ NULL, 0 },
	     id->title);
}

/* ---- the statistical period ---- */

static bool is_digit(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* The clause on the period in the preamble, up to its full stop. */
static struct str period_clause(struct str s)
{
	static const char *const words[] = { "统计期限", "统计时限", "统计时间", "统计期",
					     "数据期限", "期限",     NULL };
	struct str none = { NULL, 0 };

	for (size_t i = 0; words[i]; i++) {
		size_t at = str_find(s, str_c(words[i]), 0), end;

		if (at == STR_NONE)
			continue;
		end = str_find(s, STR("。"), at);
		return str_sub(s, at, (end == STR_NONE ? s.n : end) - at);
	}
	return none;
}

/* A day in words: "1月1日", year in front or not. */
static bool month_day(int *month, int *day, size_t *at, struct str s)
{
	for (size_t i = *at; i < s.n; i++) {
		size_t m = i, n;

		if (!is_digit(s, i) || (i && is_digit(s, i - 1)))
			continue;
		for (n = 0, *month = 0; is_digit(s, m + n) && n < 3; n++)
			*month = *month * 10 + (s.p[m + n] - '0');
		m += n;
		if (n > 2 || !text_starts(str_sub(s, m, s.n), "月"))
			continue;
		m += strlen("月");
		for (n = 0, *day = 0; is_digit(s, m + n) && n < 3; n++)
			*day = *day * 10 + (s.p[m + n] - '0');
		if (n == 0 || n > 2 || !text_starts(str_sub(s, m + n, s.n), "日"))
			continue;
		*at = m + n;
		return true;
	}
	return false;
}

static struct str period_partial(struct arena *arena, struct str clause)
{
	int m1, d1, m2, d2;
	size_t at = 0;

	if (!month_day(&m1, &d1, &at, clause) || !month_day(&m2, &d2, &at, clause))
		return (struct str){ NULL, 0 };
	if (m1 == 1 && d1 == 1 && m2 == 12 && d2 == 31)
		return (struct str){ NULL, 0 };
	return arena_strf(arena, "the period is %d月%d日 to %d月%d日, not the calendar year", m1,
			  d1, m2, d2);
}

/* 202311日至1231日: 年 and 月 were lost. */
static bool is_garbled(struct str clause)
{
	size_t at = str_find(clause, STR("11日"), 0);

	return at != STR_NONE && at >= 4 && is_digit(clause, at - 1) && is_digit(clause, at - 4) &&
	       (text_has(clause, "1231日"));
}

/* 202020年, 12月32日, 20223年. */
static bool is_slip(struct str clause)
{
	int month, day;

	for (size_t at = str_find(clause, STR("年"), 0); at != STR_NONE;
	     at = str_find(clause, STR("年"), at + 1)) {
		size_t n = 0;

		while (n < at && is_digit(clause, at - 1 - n))
			n++;
		if (n > 4 || n == 3)
			return true;
	}
	for (size_t at = 0; month_day(&month, &day, &at, clause);)
		if (month < 1 || month > 12 || day < 1 || day > 31)
			return true;
	return false;
}

/* META_PERIOD_PARTIAL, META_PERIOD_GARBLED, META_PERIOD_TYPO. */
void rule_period(struct check *out, const struct rule *self, const struct check_input *in)
{
	struct str clause = period_clause(in->now->identity.preamble), why = { NULL, 0 };
	bool garbled = is_garbled(clause), slip = !garbled && is_slip(clause);

	if (!clause.n)
		return;
	if (code_is(self, "META_PERIOD_GARBLED")) {
		if (garbled)
			why = STR("年 and 月 are missing in the period");
	} else if (code_is(self, "META_PERIOD_TYPO")) {
		if (slip)
			why = STR("a slip of the pen in the period");
	} else if (!garbled && !slip && !check_damaged(in)) {
		why = period_partial(out->arena, clause);
	}
	tell(out, self, why, clause);
}

/* ---- when ---- */

static struct date day_of(int year, int month, int day)
{
	return (struct date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
}

/* A day is known, and it is the page's own. */
static bool is_dated(const struct identity *id)
{
	return id->published.year && id->published.day && id->published_from != FROM_NONE &&
	       id->published_from != FROM_URL && id->published_from != FROM_LINK;
}

/* META_PUB_MISSING, META_PUB_BEFORE_END, META_YEAR_OF_POST. */
void rule_published(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct identity *id = &in->now->identity;
	struct str why = { NULL, 0 };
	struct date p = id->published;

	if (code_is(self, "META_PUB_MISSING")) {
		if (!p.year || id->published_from == FROM_URL || id->published_from == FROM_LINK)
			why = STR("the page gives no date of publication");
		tell(out, self, why, (struct str){ NULL, 0 });
		return;
	}
	if (!is_dated(id) || !id->year || check_damaged(in))
		return;
	if (code_is(self, "META_PUB_BEFORE_END")) {
		if (date_cmp(p, day_of(id->year, 12, 31)) < 0)
			why = arena_strf(out->arena,
					 "published %04d-%02d-%02d, before the year %d was over",
					 p.year, p.month, p.day, id->year);
	} else {
		int channel = id->year_title ? id->year_title : year_of_url(in->url);

		/* The report of last year is due, and the one before it is posted. */
		if (id->year_period && p.year - id->year_period >= 2 && channel == p.year - 1 &&
		    p.month <= 3)
			why = arena_strf(out->arena,
					 "posted %04d-%02d-%02d as the report for %d, the period "
					 "is %d",
					 p.year, p.month, p.day, channel, id->year_period);
	}
	tell(out, self, why, (struct str){ NULL, 0 });
}

/* The day in an address: t20210112_, /2021/3/12/, /202103/t. Most are of a site's move. */
static bool url_date(struct date *out, struct str url)
{
	size_t from = str_find(url, STR("://"), 0);

	for (size_t at = from == STR_NONE ? 0 : from + 3; at + 9 <= url.n; at++) {
		int n = 0;
		size_t k;

		if (url.p[at] != 't' && url.p[at] != '/')
			continue;
		for (k = at + 1; is_digit(url, k) && k - at <= 9; k++)
			n = n * 10 + (url.p[k] - '0');
		if (k - at != 9)
			continue;
		*out = day_of(n / 10000, n / 100 % 100, n % 100);
		if (date_valid(*out) && out->year >= 2008)
			return true;
	}
	return false;
}

static struct date next_year(struct date d)
{
	d.year++;
	return d;
}

static void tell_late(struct check *out, const struct rule *self, const struct identity *id,
		      struct date due)
{
	struct date p = id->published;
	struct finding *f =
		rule_found(out, self,
			   arena_strf(out->arena, "published %04d-%02d-%02d, due %04d-%02d-%02d",
				      p.year, p.month, p.day, due.year, due.month, due.day),
			   (struct str){ NULL, 0 }, 0);

	/* Article 49 does not name townships; only local notices do. */
	if (body_kind(id->agency) == BODY_TOWN && f->severity > SEV_INFO)
		f->severity = SEV_INFO;
}

/* META_LATE, META_BACKFILLED: more than a year late is written later, or a site that moved. */
void rule_late(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct identity *id = &in->now->identity;
	struct date due, from_url = { 0 };
	bool dated = is_dated(id), has_url = url_date(&from_url, in->url), late, old;

	if (!id->year)
		return;
	due = body_deadline(body_kind(id->agency), id->year);
	late = dated && date_cmp(id->published, due) > 0;
	old = (dated && date_cmp(id->published, next_year(due)) > 0) ||
	      (!dated && has_url && date_cmp(from_url, next_year(due)) > 0);
	if (code_is(self, "META_BACKFILLED")) {
		if (!dated && !has_url)
			return;
		tell(out, self,
		     old ? STR("put on the web more than a year after it was due")
			 : (struct str){ NULL, 0 },
		     (struct str){ NULL, 0 });
		return;
	}
	if (late && !old && !check_damaged(in))
		tell_late(out, self, id, due);
	check_assess(out, self, dated && !late, late && !old && !check_damaged(in),
		     !dated || (late && (old || check_damaged(in))));
}

/* ---- who ---- */

void rule_agency(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct identity *id = &in->now->identity;
	struct str why = { NULL, 0 };

	if (!id->agency.p || id->agency_from == FROM_SEED || id->agency_from == FROM_LINK ||
	    id->agency_from == FROM_PARENT)
		why = STR("the document does not name its agency");
	else if (agency_lacks_place(id->agency))
		why = STR("the agency is named without its place");
	tell(out, self, why, id->agency);
}

/* 青岚县 of 青岚县林业局: up to the first word for a county, district or city. */
static struct str place_of(struct str name, const char **kind)
{
	static const char *const kinds[] = { "县", "区", "旗" };
	struct str best = { NULL, 0 };

	for (size_t i = 0; i < countof(kinds); i++) {
		size_t at = str_find(name, str_c(kinds[i]), 0);
		struct str place;

		if (at == STR_NONE || at < 6 || text_ends(str_sub(name, 0, at), "治") ||
		    text_ends(str_sub(name, 0, at), "地"))
			continue;
		place = str_sub(name, 0, at + strlen(kinds[i]));
		if (!best.p || place.n < best.n) {
			best = place;
			*kind = kinds[i];
		}
	}
	return best;
}

/* Two names of one level with different places. One may have its province in front. */
static bool are_elsewhere(struct str a, struct str b)
{
	const char *ka = NULL, *kb = NULL;
	struct str pa = place_of(a, &ka), pb = place_of(b, &kb);

	if (!pa.p || !pb.p || strcmp(ka, kb) != 0)
		return false;
	return !str_ends(pa, pb) && !str_ends(pb, pa);
}

void rule_agency_conflict(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct str name = r->identity.agency, other = { NULL, 0 };
	struct str said[3] = {
		agency_prefix(text_squeeze(r->signoff, out->arena)),
		agency_clause(r->identity.preamble, false),
		agency_clause(r->identity.preamble, true),
	};
	bool any = false;

	if (!name.p || check_damaged(in))
		return;
	for (size_t i = 0; i < countof(said); i++) {
		any = any || said[i].p;
		if (said[i].p && are_elsewhere(name, said[i]))
			other = said[i];
	}
	if (any)
		tell(out, self,
		     other.p ? arena_strf(out->arena, "%.*s, and elsewhere %.*s", STR_ARG(name),
					  STR_ARG(other))
			     : (struct str){ NULL, 0 },
		     other);
}

void rule_scope(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct identity *id = &in->now->identity;

	tell(out, self,
	     id->scope.p && id->scope.n
		     ? arena_strf(out->arena, "covers %.*s: another report may cover the rest",
				  STR_ARG(id->scope))
		     : (struct str){ NULL, 0 },
	     id->title);
}
