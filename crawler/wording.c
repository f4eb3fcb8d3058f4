#include "crawler/wording.h"

#include <stddef.h>

#include "base/attrs.h"

/* Longest text looked at, in bytes; titles are far shorter. */
#define MAX_TEXT 600

/* `s` without spaces of any kind, in `out`. */
static struct str squeeze(char out[MAX_TEXT], struct str s)
{
	static const struct str spaces[] = { STR_INIT("\u3000"), STR_INIT("\u00A0"),
					     STR_INIT("\u2003"), STR_INIT("\u200B") };
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < MAX_TEXT; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool skip = c <= ' ', may_be = c == 0xC2 || c == 0xE2 || c == 0xE3;

		for (size_t k = 0; k < countof(spaces) && may_be && !skip; k++) {
			if (str_starts(str_sub(s, i, s.n), spaces[k])) {
				i += spaces[k].n - 1;
				skip = true;
			}
		}
		if (!skip)
			out[n++] = s.p[i];
	}
	return (struct str){ out, n };
}

static bool contains(struct str s, struct str what)
{
	return str_find(s, what, 0) != STR_NONE;
}

static bool any_of(struct str s, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (contains(s, words[i]))
			return true;
	return false;
}

static bool is_one_of(struct str s, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, words[i]))
			return true;
	return false;
}

#define ANY_OF(s, words)    any_of((s), (words), countof(words))
#define IS_ONE_OF(s, words) is_one_of((s), (words), countof(words))

/* Other yearly papers and the rules of publishing; each in one column with the reports. */
static const struct str rejects[] = {
	STR_INIT("网站工作年度"), STR_INIT("政府网站年度"), STR_INIT("年度工作报表"),
	STR_INIT("年度报表"),     STR_INIT("法治政府"),     STR_INIT("依法行政"),
	STR_INIT("公开指南"),     STR_INIT("公开制度"),     STR_INIT("依申请公开"),
	STR_INIT("公开目录"),     STR_INIT("编制说明"),     STR_INIT("格式"),
	STR_INIT("通知"),         STR_INIT("培训"),         STR_INIT("工作要点"),
	STR_INIT("公开要点"),     STR_INIT("实施方案"),     STR_INIT("工作方案"),
	STR_INIT("考核"),         STR_INIT("部门预算"),     STR_INIT("部门决算"),
	STR_INIT("公开条例"),     STR_INIT("流程图"),
};

static const struct str sections[] = {
	STR_INIT("政府信息公开"),     STR_INIT("信息公开"),         STR_INIT("政务公开"),
	STR_INIT("法定主动公开内容"), STR_INIT("法定主动公开"),     STR_INIT("政府信息公开专栏"),
	STR_INIT("信息公开专栏"),     STR_INIT("政府信息公开平台"), STR_INIT("信息公开平台"),
};

static const struct str classes[] = {
	STR_INIT("部门"),       STR_INIT("乡镇"),         STR_INIT("街道"),   STR_INIT("镇街"),
	STR_INIT("县(市、区)"), STR_INIT("县（市、区）"), STR_INIT("县市区"), STR_INIT("各区县"),
	STR_INIT("园区"),       STR_INIT("企事业单位"),
};

static const struct str shorts[] = {
	STR_INIT("年报"),         STR_INIT("年度报告"),         STR_INIT("公开年报"),
	STR_INIT("信息公开年报"), STR_INIT("信息公开年度报告"), STR_INIT("历年年报"),
	STR_INIT("年报汇总"),     STR_INIT("往年年报"),         STR_INIT("公开年度报告"),
	STR_INIT("工作年度报告"), STR_INIT("年报专栏"),         STR_INIT("公开工作年报"),
};

static const struct str nexts[] = {
	STR_INIT("下一页"),  STR_INIT("下页"),     STR_INIT("后一页"),     STR_INIT("后页"),
	STR_INIT("下一页>"), STR_INIT("下一页>>"), STR_INIT("下一页»"),    STR_INIT(">"),
	STR_INIT(">>"),      STR_INIT("»"),        STR_INIT("›"),          STR_INIT("Next"),
	STR_INIT("next"),    STR_INIT("[下一页]"), STR_INIT("【下一页】"), STR_INIT("下页>"),
	STR_INIT("尾页"),    STR_INIT("末页"),
};

/* Takes `word` off the front of *s if it stands there. */
static bool take(struct str *s, struct str word)
{
	if (!str_starts(*s, word))
		return false;
	*s = str_sub(*s, word.n, s->n);
	return true;
}

/* A list cut the text here: it ends, or goes on in dots. */
static bool is_cut(struct str s)
{
	return str_starts(s, STR("..")) || str_starts(s, STR("…")) || str_starts(s, STR("··"));
}

/* Behind "信息公开": (工作|年度|情况)* and then a word for a report, or the start of one. */
static bool report_follows(struct str s)
{
	bool some = false;

	for (int i = 0; i < 4; i++) {
		if (take(&s, STR("工作")) || take(&s, STR("情况")) || take(&s, STR("的")) ||
		    take(&s, STR("年度")))
			some = true;
	}
	if (str_starts(s, STR("报告")) || str_starts(s, STR("年报")) ||
	    str_starts(s, STR("总结")) || str_starts(s, STR("年度报告")))
		return true;
	if (take(&s, STR("年报")) || take(&s, STR("报")) || take(&s, STR("年")))
		return is_cut(s);
	return some && is_cut(s);
}

/* "政府信息公开工作年度报告" wherever it stands; *rest is what follows "信息公开". */
static bool names_report(struct str s)
{
	const struct str key = STR("信息公开");

	for (size_t at = str_find(s, key, 0); at != STR_NONE; at = str_find(s, key, at + key.n))
		if (report_follows(str_sub(s, at + key.n, s.n)))
			return true;
	return false;
}

/* "2023", "2023年", "2023年度", "2023年年报", "2019年以前" */
static bool is_year(struct str s)
{
	static const struct str tails[] = { STR_INIT(""),         STR_INIT("年"),
					    STR_INIT("年度"),     STR_INIT("年年报"),
					    STR_INIT("年度报告"), STR_INIT("年报"),
					    STR_INIT("年以前"),   STR_INIT("年及以前"),
					    STR_INIT("年度年报") };

	if (!str_starts(s, STR("20")) || s.n < 4 || s.p[2] < '0' || s.p[2] > '9' || s.p[3] < '0' ||
	    s.p[3] > '9')
		return false;
	return IS_ONE_OF(str_sub(s, 4, s.n), tails);
}

/* The column's full name and nothing else: no year, no agency. */
static bool is_column(struct str s)
{
	take(&s, STR("本机关"));
	take(&s, STR("本级"));
	take(&s, STR("政府"));
	return take(&s, STR("信息公开")) && report_follows(s) && s.n <= STR("工作年度报告").n &&
	       !contains(s, STR("."));
}

enum wording wording_of(struct str text)
{
	char buffer[MAX_TEXT];
	struct str s = squeeze(buffer, text);

	if (s.n == 0)
		return WORDING_NONE;
	if (IS_ONE_OF(s, nexts))
		return WORDING_NEXT;
	if (is_year(s))
		return WORDING_YEAR;
	if (ANY_OF(s, rejects))
		return WORDING_REJECT;
	if (contains(s, STR("信息公开")) && contains(s, STR("统计表")))
		return WORDING_PART;
	if (is_column(s))
		return WORDING_COLUMN;
	if (names_report(s))
		return WORDING_REPORT;
	if (IS_ONE_OF(s, shorts) ||
	    (str_ends(s, STR("年报")) && s.n <= STR("各乡镇街道信息公开年报").n))
		return WORDING_SHORT;
	if (IS_ONE_OF(s, sections))
		return WORDING_SECTION;
	if (s.n <= 45 && ANY_OF(s, classes))
		return WORDING_CLASS;
	return WORDING_NONE;
}

/* One digit, of any kind, at the front of `s`; -1 for none. *n is its length. */
static int digit(struct str s, size_t *n)
{
	static const struct str words[] = { STR_INIT("〇"), STR_INIT("一"), STR_INIT("二"),
					    STR_INIT("三"), STR_INIT("四"), STR_INIT("五"),
					    STR_INIT("六"), STR_INIT("七"), STR_INIT("八"),
					    STR_INIT("九"), STR_INIT("零"), STR_INIT("○") };

	*n = 1;
	if (s.n && s.p[0] >= '0' && s.p[0] <= '9')
		return s.p[0] - '0';
	for (size_t i = 0; i < countof(words); i++) {
		*n = words[i].n;
		if (str_starts(s, words[i]))
			return i < 10 ? (int)i : 0;
	}
	if (str_starts(s, STR("\xEF\xBC")) && s.n >= 3) { /* full-width */
		int d = (unsigned char)s.p[2] - 0x90;

		*n = 3;
		return d >= 0 && d <= 9 ? d : -1;
	}
	return -1;
}

/* Four digits of one year at the front, and none after them; 0 for anything else. */
static int year_at(struct str s, size_t *used)
{
	size_t at = 0, n;
	int year = 0;

	for (int i = 0; i < 4; i++) {
		int d = digit(str_sub(s, at, s.n), &n);

		if (d < 0)
			return 0;
		year = year * 10 + d;
		at += n;
	}
	*used = at;
	if (digit(str_sub(s, at, s.n), &n) >= 0)
		return 0;
	return year >= 2000 && year <= 2099 ? year : 0;
}

int wording_year(struct str text)
{
	char buffer[MAX_TEXT];
	struct str s = squeeze(buffer, text);
	int found = 0;
	size_t used = 0, n;

	for (size_t i = 0; i < s.n; i++) {
		bool inside = i > 0 && s.p[i - 1] >= '0' && s.p[i - 1] <= '9';
		bool may_be = s.p[i] == '2' || s.p[i] == '\xE4' || s.p[i] == '\xEF'; /* 2 二 ２ */
		int year = may_be && !inside ? year_at(str_sub(s, i, s.n), &used) : 0;
		struct str rest;

		if (!year)
			continue;
		rest = str_sub(s, i + used, s.n);
		if (contains(rest, STR("以前")) || contains(rest, STR("之前")) ||
		    str_starts(rest, STR("-")) || str_starts(rest, STR("至")) ||
		    digit(rest, &n) >= 0)
			return 0;
		/* "2024年1月发布的2023年度报告": a month makes it a date, not a report year */
		if (take(&rest, STR("年")) && digit(rest, &n) >= 0 && found == 0) {
			i += used;
			continue;
		}
		if (found == 0)
			found = year;
		i += used - 1;
	}
	return found;
}

/* ---- paths ---- */

/* Columns whose whole name says it. Others are found by what they contain. */
static const struct str column_slugs[] = {
	STR_INIT("nb"),     STR_INIT("ndbg"),  STR_INIT("nbzl"),   STR_INIT("nbhz"),
	STR_INIT("zfnbhz"), STR_INIT("nbhzl"), STR_INIT("zfnb"),   STR_INIT("gknb"),
	STR_INIT("gkndbg"), STR_INIT("gznb"),  STR_INIT("gzndbg"), STR_INIT("bmnb"),
	STR_INIT("xznb"),   STR_INIT("jdnb"),  STR_INIT("0204"),   STR_INIT("annual_report"),
};

static const struct str column_parts[] = {
	STR_INIT("xxgknb"),     STR_INIT("xxgkndbg"),     STR_INIT("xxgkgznb"),
	STR_INIT("xxgkgzndbg"), STR_INIT("gkgznb"),       STR_INIT("gkgzndbg"),
	STR_INIT("nianbao"),    STR_INIT("niandubaogao"), STR_INIT("annualreport"),
	STR_INIT("xxgkndgzbg"), STR_INIT("zwgknb"),       STR_INIT("zfxxnb"),
};

static const struct str class_slugs[] = {
	STR_INIT("bm"),     STR_INIT("qzbm"),    STR_INIT("qzfbm"),  STR_INIT("qzfgzbm"),
	STR_INIT("szfbm"),  STR_INIT("szfgzbm"), STR_INIT("zfgzbm"), STR_INIT("xjbm"),
	STR_INIT("zzfgbm"), STR_INIT("gbm"),     STR_INIT("bmjdhz"), STR_INIT("xz"),
	STR_INIT("xzjd"),   STR_INIT("zjd"),     STR_INIT("zxjd"),   STR_INIT("zj"),
	STR_INIT("jd"),     STR_INIT("xzbm"),    STR_INIT("xzj"),    STR_INIT("gxs"),
	STR_INIT("xsq"),    STR_INIT("qx"),      STR_INIT("xqx"),    STR_INIT("gqx"),
	STR_INIT("sydw"),   STR_INIT("ggqsy"),   STR_INIT("szf"),    STR_INIT("zjyq"),
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Without the number a CMS appends: "_12345", "-3", "53". */
static struct str base_slug(struct str s)
{
	while (s.n && is_digit(s.p[s.n - 1]))
		s.n--;
	while (s.n && (s.p[s.n - 1] == '_' || s.p[s.n - 1] == '-'))
		s.n--;
	return s;
}

static bool has_year(struct str s)
{
	for (size_t i = 0; i + 4 <= s.n; i++)
		if (s.p[i] == '2' && s.p[i + 1] == '0' && is_digit(s.p[i + 2]) &&
		    is_digit(s.p[i + 3]) && (i + 4 == s.n || !is_digit(s.p[i + 4])) &&
		    (i == 0 || !is_digit(s.p[i - 1])))
			return true;
	return false;
}

enum slug slug_of(struct str segment)
{
	char buffer[64];
	struct str s, base;

	if (segment.n == 0 || segment.n > sizeof(buffer))
		return SLUG_NONE;
	for (size_t i = 0; i < segment.n; i++) {
		char c = segment.p[i];

		buffer[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	s = (struct str){ buffer, segment.n };
	base = base_slug(s);
	if (ANY_OF(s, column_parts) || IS_ONE_OF(base, column_slugs) || IS_ONE_OF(s, column_slugs))
		return SLUG_COLUMN;
	if (has_year(s) && s.n <= 20)
		return SLUG_YEAR;
	return IS_ONE_OF(base, class_slugs) ? SLUG_CLASS : SLUG_NONE;
}

bool slug_in_column(struct str path)
{
	for (size_t at = 0; at < path.n;) {
		size_t end = str_find(path, STR("/"), at);

		if (end == STR_NONE)
			end = path.n;
		if (slug_of(str_sub(path, at, end - at)) == SLUG_COLUMN)
			return true;
		at = end + 1;
	}
	return false;
}

struct str slug_last(struct str path)
{
	struct str last = { NULL, 0 };

	for (size_t at = 0; at < path.n;) {
		size_t end = str_find(path, STR("/"), at), dot;
		struct str one;

		if (end == STR_NONE)
			end = path.n;
		one = str_sub(path, at, end - at);
		at = end + 1;
		dot = str_find(one, STR("."), 0);
		if (one.n && !str_starts(one, STR("index")) && !str_starts(one, STR("list.")))
			last = dot == STR_NONE ? one : str_sub(one, 0, dot);
	}
	return last;
}
