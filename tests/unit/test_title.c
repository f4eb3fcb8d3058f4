#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "report/agency.h"
#include "report/dates.h"
#include "report/text.h"
#include "report/title.h"
#include "report/year.h"

#define assert_str(got, want)                                                                      \
	do {                                                                                       \
		struct str g_ = (got), w_ = str_c(want);                                           \
		if (!str_eq(g_, w_))                                                               \
			fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(g_), STR_ARG(w_));         \
	} while (0)

/* A title that is none has no agency to be looked at. */
static const struct {
	const char *title, *agency, *scope;
	int year;
	bool is_shape, site;
} titles[] = {
	{ "临溟县档案局2023年政府信息公开工作年度报告", "临溟县档案局", NULL, 2023, true, false },
	{ "临溟县档案局2023年度政府信息公开工作年度报告", "临溟县档案局", NULL, 2023, true, false },
	{ "2023年临溟县档案局政府信息公开工作年度报告", "临溟县档案局", NULL, 2023, true, false },
	{ "临溟县档案局2020年政府信息公开年度报告", "临溟县档案局", NULL, 2020, true, false },
	{ "临溟县档案局2020年政府信息公开工作报告", "临溟县档案局", NULL, 2020, true, false },
	{ "临溟县档案局2020年政府信息公开工作年报", "临溟县档案局", NULL, 2020, true, false },
	{ "临溟县档案局政府信息公开工作2022年度报告", "临溟县档案局", NULL, 2022, true, false },
	{ "关于2021年度临溟县档案局政府信息公开工作情况的年度报告", "临溟县档案局", NULL, 2021,
	  true, false },
	{ "临溟县档案局关于2021年政府信息公开工作情况的报告", "临溟县档案局", NULL, 2021, true,
	  false },
	{ "2021年临溟县政务公开年度报告", "临溟县", NULL, 2021, true, false },
	{ "临溟县人民政府信息公开年度报告", "临溟县人民政府", NULL, 0, true, false },
	{ "临溟县人民政府政府信息公开年度报告", "临溟县人民政府", NULL, 0, true, false },
	{ "临溟县统计局2024年政府信息公开工作年度报告（文字版）", "临溟县统计局", NULL, 2024, true,
	  false },
	{ "临溟县统计局2024年政府信息公开工作年度报告(2025年01月12日)", "临溟县统计局", NULL, 2024,
	  true, false },
	{ "2024年政府信息公开工作年度报告（临溟县统计局）", "临溟县统计局", NULL, 2024, true,
	  false },
	{ "临溟海关总署（本级机关）2024年政府信息公开工作年度报告", "临溟海关总署", "本级机关",
	  2024, true, false },
	{ "临溟市市场监督管理局系统2024年政府信息公开工作年度报告", "临溟市市场监督管理局", "系统",
	  2024, true, false },
	{ "临溟市市场监督管理局机关2024年政府信息公开工作年度报告", "临溟市市场监督管理局", "机关",
	  2024, true, false },
	{ "2025临溟县大溟乡2025年度政府信息公开工作年度报告", "临溟县大溟乡", NULL, 2025, true,
	  false },
	{ "关于公布临溟县2019年政府信息公开工作年度报告的公告", "临溟县", NULL, 2019, true, false },
	{ "政府信息公开工作年度报告", NULL, NULL, 0, true, false },
	{ "临溟县档案局政府信息公开总结", "临溟县档案局", NULL, 0, true, false },
	{ "临溟县档案局2023年政府信息公开工作年度报告-临溟县政府网", "临溟县档案局", NULL, 2023,
	  true, true },
	{ "临溟县档案局2023年政府信息公开工作年度报告-临溟县政府网", NULL, NULL, 2023, false,
	  false },
	{ "临溟县林业局（临溟县绿化委员会办公室）2023年政府信息公开工作年度报告",
	  "临溟县林业局（临溟县绿化委员会办公室）", NULL, 2023, true, false },
	{ "临溟县林业局2023年政府信息公开工作年度报告（公开稿）", "临溟县林业局", NULL, 2023, true,
	  false },
	{ "临溟县林业局2023年政府信息公开工作年度报告的公示", "临溟县林业局", NULL, 2023, true,
	  false },
	{ "临溟县林业局2023年政府信息公开工作年度报告（模板）", NULL, NULL, 2023, false, false },
	{ "2023年度临溟镇政府信息公开工作年度报告", "临溟镇", NULL, 2023, true, false },
	{ "我局2023年政府信息公开工作年度报告", NULL, NULL, 2023, true, false },
	{ "临溟县档案局2023年政府信息公开工作年度报告解读", NULL, NULL, 2023, false, false },
	{ "临溟县2023年政府信息公开指南", NULL, NULL, 2023, false, false },
	{ "临溟县2023年法治政府建设年度报告", NULL, NULL, 0, false, false },
	{ "临溟县2023年政府网站工作年度报表", NULL, NULL, 0, false, false },
	{ "根据条例要求编制本年度政府信息公开工作年度报告", NULL, NULL, 0, false, false },
	{ "", NULL, NULL, 0, false, false },
};

static void test_titles(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(titles); i++) {
		struct title t;

		print_message("  case: %s\n", titles[i].title);
		title_read(&t, str_c(titles[i].title), titles[i].site);
		assert_int_equal(t.is_shape, titles[i].is_shape);
		assert_int_equal(t.year, titles[i].year);
		if (!titles[i].is_shape)
			continue;
		assert_str(t.agency, titles[i].agency);
		assert_str(t.scope, titles[i].scope);
	}
}

static void test_site_is_left_off(void **state)
{
	struct title t;

	(void)state;
	title_read(&t, STR("临溟县档案局2023年政府信息公开年报_临溟县政府网"), true);
	assert_true(t.is_shape);
	assert_str(t.text, "临溟县档案局2023年政府信息公开年报");
}

static const struct {
	const char *name;
	bool is_name, or_place;
} names[] = {
	{ "临溟县档案局", true, true },
	{ "自治州科技局", true, true },
	{ "临溟县统计局", true, true },
	{ "临溟县经济和信息化局", true, true },
	{ "经开区管委会", true, true },
	{ "将乐县财政局", true, true },
	{ "临溟县人民政府办公室", true, true },
	{ "临溟县大溟镇人民政府", true, true },
	{ "临溟县城关街道办事处", true, true },
	{ "临溟县", false, true },
	{ "临溟省", false, true },
	{ "我局", false, false },
	{ "我县档案局", false, false },
	{ "本机关", false, false },
	{ "人民政府办公室", false, false },
	{ "管理委员会", false, false },
	{ "县级以上人民政府的有关部门", false, false },
	{ "根据条例要求由档案局", false, false },
	{ "法律服务机构", false, false },
	{ "主动公开政府信息", false, false },
	{ "2023年临溟县档案局", false, false },
	{ "", false, false },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(names); i++) {
		print_message("  case: %s\n", names[i].name);
		assert_int_equal(agency_is_name(str_c(names[i].name)), names[i].is_name);
		assert_int_equal(agency_is_name_or_place(str_c(names[i].name)), names[i].or_place);
	}
}

static const struct {
	const char *text, *author, *contact;
} clauses[] = {
	{ "本报告由临溟县档案局编制。", "临溟县档案局", NULL },
	{ "由临溟县档案局秘书股结合有关统计数据编制。", "临溟县档案局", NULL },
	{ "按照有关要求,临溟县档案局(以下简称县档案局)编制了2023年度报告。", "临溟县档案局", NULL },
	{ "现向社会公布临溟县档案局2023年度政府信息公开年度报告。", "临溟县档案局", NULL },
	{ "根据《条例》要求,临溟县大溟镇人民政府编制本报告。", "临溟县大溟镇人民政府", NULL },
	{ "我局编制了本报告。", NULL, NULL },
	{ "本报告由我镇编制。", NULL, NULL },
	{ "如有疑问,请与临溟县档案局办公室联系(地址:县城)。", NULL, "临溟县档案局" },
	{ "如有疑问,请与临溟县人民政府办公室联系。", NULL, "临溟县人民政府办公室" },
	{ "如有疑问,请与我局联系。", NULL, NULL },
	{ "如有疑问,请与本机关联系。", NULL, NULL },
};

static void test_clauses(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(clauses); i++) {
		print_message("  case: %s\n", clauses[i].text);
		assert_str(agency_clause(str_c(clauses[i].text), false), clauses[i].author);
		assert_str(agency_clause(str_c(clauses[i].text), true), clauses[i].contact);
	}
}

static const struct {
	const char *text;
	int year, month, day; /* year 0: no date */
} dates[] = {
	{ "2024-01-18", 2024, 1, 18 },
	{ "2024-1-8", 2024, 1, 8 },
	{ "2024/01/31/ 17:41", 2024, 1, 31 },
	{ "2024-1-1 12:30:05", 2024, 1, 1 },
	{ "2024-01-18 08:05", 2024, 1, 18 },
	{ "2024.1.18", 2024, 1, 18 },
	{ "2023年01月12日", 2023, 1, 12 },
	{ "2023 年 1 月 12 日", 2023, 1, 12 },
	{ "二〇二四年一月十九日", 2024, 1, 19 },
	{ "二○二四年十二月三十一日", 2024, 12, 31 },
	{ "二零一八年十月二十日", 2018, 10, 20 },
	{ "2017年3月", 2017, 3, 0 },
	{ "2024年2月30日", 0, 0, 0 },
	{ "2024-13-01", 0, 0, 0 },
	{ "20240118", 0, 0, 0 },
	{ "1999-01-01", 0, 0, 0 },
	{ "2024年", 0, 0, 0 },
	{ "", 0, 0, 0 },
};

static void test_dates(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(dates); i++) {
		struct date d = { 0 };
		bool found = date_line(&d, text_fold(str_c(dates[i].text), &a));

		print_message("  case: %s\n", dates[i].text);
		assert_int_equal(found, dates[i].year != 0);
		if (!found)
			continue;
		assert_int_equal(d.year, dates[i].year);
		assert_int_equal(d.month, dates[i].month);
		assert_int_equal(d.day, dates[i].day);
	}
	arena_release(&a);
}

static const struct {
	const char *text;
	int year;
} periods[] = {
	{ "统计期限自2023年1月1日起至2023年12月31日止。", 2023 },
	{ "统计期限自 2023 年 1 月 1 日起至 12 月 31 日止。", 2023 },
	{ "统计期限为2023年1月1日至12月30日。", 2023 },
	{ "统计期限为202020年1月1日至12月31日。", 2020 },
	{ "统计期限为2023年1月1日—12月31日。", 2023 },
	{ "统计期限:1月1日至2023年12月31日。", 2023 },
	{ "2023年度(1月1日至12月31日)的数据", 2023 },
	{ "自二〇二三年一月一日至十二月三十一日", 2023 },
	{ "2023年1月至12月", 2023 },
	{ "统计期限为202311日至1231日", 2023 },
	{ "统计期限自202111日起至20211231日止", 2021 },
	{ "自2022年1月1日起至2023年12月31日止", 0 },
	{ "2023年11月1日至12月31日", 0 },
	{ "2023年1月1日起施行。2024年12月31日", 0 },
	{ "", 0 },
};

static void test_periods(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(periods); i++) {
		print_message("  case: %s\n", periods[i].text);
		assert_int_equal(year_period(text_fold(str_c(periods[i].text), &a)),
				 periods[i].year);
	}
	arena_release(&a);
}

static const struct {
	const char *text;
	int year;
} mentions[] = {
	{ "现公布2023年度政府信息公开工作年度报告。", 2023 },
	{ "现公布临溟县档案局2023年政府信息公开工作年度报告。", 2023 },
	{ "编制《临溟县档案局政府信息公开工作2024年度报告》。", 2024 },
	{ "根据《临溟县2023年政务公开工作要点》的要求,编制年度报告。", 0 },
	{ "2023年全县经济增长。政府信息公开年度报告", 0 },
};

static void test_mentions(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(mentions); i++) {
		print_message("  case: %s\n", mentions[i].text);
		assert_int_equal(year_mentioned(text_fold(str_c(mentions[i].text), &a)),
				 mentions[i].year);
	}
	arena_release(&a);
}

static const struct {
	const char *url;
	int year;
} urls[] = {
	{ "http://www.lc.gov.cn.test/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2020", 2020 },
	{ "http://www.lc.gov.cn.test/public/column/66?type=3&action=detail&title=2019", 2019 },
	{ "http://www.lc.gov.cn.test/zfxxgknb/2023n/bm/t1.html", 2023 },
	{ "http://www.lc.gov.cn.test/zfxxgknb/202401/t20240118_1.html", 0 },
	{ "http://www.lc.gov.cn.test/art/2024/1/18/art_1_2.html", 0 },
};

static void test_urls(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(urls); i++) {
		print_message("  case: %s\n", urls[i].url);
		assert_int_equal(year_of_url(str_c(urls[i].url)), urls[i].year);
	}
}

static const struct {
	const char *text, *tidy, *squeezed;
} texts[] = {
	{ " 一 \t 二 ", "一 二", "一二" },
	{ "　　全年　开具\xC2\xA0", "全年 开具", "全年开具" },
	{ "[bookmark: _GoBack]全年", "全年", "[bookmark:_GoBack]全年" },
	{ "信\xE2\x80\x8B息", "信息", "信息" },
	{ "一二", "一二", "一二" },
	{ "  ", "", "" },
	{ "[一]", "[一]", "[一]" },
};

static void test_texts(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(texts); i++) {
		print_message("  case: \"%s\"\n", texts[i].text);
		assert_str(text_tidy(str_c(texts[i].text), &a), texts[i].tidy);
		assert_str(text_squeeze(str_c(texts[i].text), &a), texts[i].squeezed);
	}
	arena_release(&a);
}

static void test_fold_keeps_the_way_back(void **state)
{
	struct arena a = { 0 };
	struct str s = STR("㈠ 主（动）");
	struct str f = text_fold(s, &a);

	(void)state;
	assert_str(f, "(一)主(动)");
	assert_int_equal(text_unfold(s, 0), 0);
	assert_int_equal(text_unfold(s, 5), 4); /* 主 */
	assert_int_equal(text_unfold(s, 8), 7); /* （ */
	assert_int_equal(text_unfold(s, f.n), s.n);
	s = STR("主动公开2023");
	assert_ptr_equal(text_fold(s, &a).p, s.p);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_titles),   cmocka_unit_test(test_site_is_left_off),
		cmocka_unit_test(test_names),    cmocka_unit_test(test_clauses),
		cmocka_unit_test(test_dates),    cmocka_unit_test(test_periods),
		cmocka_unit_test(test_mentions), cmocka_unit_test(test_urls),
		cmocka_unit_test(test_texts),    cmocka_unit_test(test_fold_keeps_the_way_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
