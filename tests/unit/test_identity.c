#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "report/identity.h"
#include "report/kind.h"
#include "report/status.h"
#include "tests/unit/page_of.h"

#define BODY                                                                                                                               \
	"一、总体情况\n2023年，局党组高度重视。\n二、主动公开政府信息情况\n三、收到和处理政府信息"  \
	"公开申请情况\n"                                                                                                             \
	"四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n2023年公开不够及时" \
	"，2024年改进。\n"                                                                                                            \
	"六、其他需要报告的事项\n无。\n"
#define HTML(head, body) "<html><head>" head "</head><body><div>" body "</div></body></html>"
#define HTML_BODY                                                                                                         \
	"<p>一、总体情况</p><p>甲。</p><p>二、主动公开政府信息情况</"                                 \
	"p><p>三、收到和处理政府信息公开申请情况</p>"                                                    \
	"<p>四、政府信息公开行政复议、行政诉讼情况</p><p>五、存在的主要问题及改进情况</" \
	"p><p>戊。</p>"                                                                                                 \
	"<p>六、其他需要报告的事项</p><p>无。</p>"

struct parsed {
	struct report report;
	struct titles titles;
	struct outline outline;
};

static void parse(struct parsed *out, const char *text, const struct report_hint *hint,
		  struct arena *a)
{
	struct page *page = page_of(text, a);
	struct tables none = { NULL, 0 };
	struct lines lines;

	assert_non_null(page);
	*out = (struct parsed){ 0 };
	lines = lines_build(page, a);
	section_read(&out->outline, &lines, &none, a);
	out->report.sections = out->outline.sections;
	out->report.n_sections = out->outline.n_sections;
	identity_read(&out->report.identity, &out->titles, page, &lines, &out->outline, hint, a);
	status_read(&out->report, page, &lines, &out->outline, a);
	kind_read(&out->report, &out->titles, page, &lines, &out->outline, &none, a);
}

static void assert_str(struct str got, const char *want)
{
	struct str w = str_c(want);

	if (!str_eq(got, w) || (want == NULL) != (got.p == NULL))
		fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(got), STR_ARG(w));
}

static const struct {
	const char *name, *page;
	struct report_hint hint;
	const char *title, *agency;
	enum evidence agency_from;
	int year;
	enum evidence year_from;
	const char *published; /* YYYY-MM-DD */
	enum evidence published_from;
} rows[] = {
	{ "everything in the title",
	  "临溟县档案局2023年政府信息公开工作年度报告\n" BODY,
	  { .seed_year = 0 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "a title over two lines",
	  "临溟县人民政府办公室\n2023年政府信息公开工作年度报告\n\n" BODY,
	  { .seed_year = 0 },
	  "临溟县人民政府办公室2023年政府信息公开工作年度报告",
	  "临溟县人民政府办公室",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "a title over three lines",
	  "临溟县档案局\n2023年政府信息公开\n工作年度报告\n" BODY,
	  { .seed_year = 0 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "a title twice, the fuller one is taken",
	  "临溟县档案局政府信息公开工作年度报告\n临溟县档案局2023年政府信息公开工作年度报告\n" BODY,
	  { .seed_year = 0 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "a title with inner spaces",
	  "临 溟 县 档案局 2023 年政府信息公开工作年度报告\n" BODY,
	  { .seed_year = 0 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "a title without a year: the body speaks of one",
	  "临溟县档案局政府信息公开工作年度报告\n" BODY,
	  { .seed_year = 0 },
	  "临溟县档案局政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "no title: the preamble names the author and the period",
	  "本年度报告是根据《中华人民共和国政府信息公开条例》要求，由自治州档案局编制。所列数据统计"
	  "期限从2023年1月1日起至"
	  "2023年12月31日止。\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  "自治州档案局",
	  FROM_PREAMBLE,
	  2023,
	  FROM_PERIOD,
	  "",
	  FROM_NONE },
	{ "neither title nor name: 我局 is none",
	  BODY,
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "the period goes before the title",
	  "临溟县档案局2022年政府信息公开工作年度报告\n根据《中华人民共和国政府信息公开条例》编制，"
	  "统计期限自2023年1月1日起至"
	  "12月31日止。\n" BODY,
	  { .seed_year = 0 },
	  "临溟县档案局2022年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_PERIOD,
	  "",
	  FROM_NONE },
	{ "the contact clause names the body, not its office",
	  "根据《中华人民共和国政府信息公开条例》，现公布我局报告。如对报告有疑问，请与临溟县档案局"
	  "办公室联系（电话：0）。\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  "临溟县档案局",
	  FROM_CONTACT,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "the caption of a table",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n单位：临溟县档案局　2023年度\n"
	  "三、收到和处理政府信息公开申请情况\n六、其他需要报告的事项\n无。\n",
	  { .seed_year = 0 },
	  NULL,
	  "临溟县档案局",
	  FROM_CAPTION,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "单位：万元 is no agency",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n单位：万元\n"
	  "三、收到和处理政府信息公开申请情况\n六、其他需要报告的事项\n无。\n",
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  0,
	  FROM_NONE,
	  "",
	  FROM_NONE },
	{ "date and source above the body",
	  "2024/01/31/ 17:41\n来源: 临溟新区科技发展局\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  "临溟新区科技发展局",
	  FROM_METABOX,
	  2023,
	  FROM_BODY,
	  "2024-01-31",
	  FROM_BODY },
	{ "the paper is no agency",
	  "来源：临溟日报社\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "a keyed date goes before another",
	  "成文日期：2024-01-10　发布日期：2024-01-18\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2023,
	  FROM_BODY,
	  "2024-01-18",
	  FROM_METABOX },
	{ "the template's clock is no date",
	  "今天是2025年12月30日 星期二\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "when a copy was collected is no date of publication",
	  "采集时间：2025-12-30 21:37\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "a bare clock with its weekday is none",
	  "2025年12月30日	星期二\n" BODY,
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2023,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "signature and its date",
	  BODY "临溟县档案局\n2024年1月17日\n",
	  { .seed_year = 0 },
	  NULL,
	  "临溟县档案局",
	  FROM_SIGNATURE,
	  2023,
	  FROM_BODY,
	  "2024-01-17",
	  FROM_SIGNATURE },
	{ "a name without its place gives way to the fuller one",
	  "本年度报告是根据《中华人民共和国政府信息公开条例》要求，由县档案局编制。\n" BODY
	  "临溟县档案局\n2024年1月17日\n",
	  { .seed_year = 0 },
	  NULL,
	  "临溟县档案局",
	  FROM_SIGNATURE,
	  2023,
	  FROM_BODY,
	  "2024-01-17",
	  FROM_SIGNATURE },
	{ "the link that led here, last but the seed",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .link_text = STR_INIT("临溟县档案局2021年政府信息公开工作年度报告"),
	    .seed_agency = STR_INIT("临溟县人民政府"),
	    .seed_year = 2019 },
	  NULL,
	  "临溟县档案局",
	  FROM_LINK,
	  2021,
	  FROM_LINK,
	  "",
	  FROM_NONE },
	{ "a file: the page it is attached to, before the seed",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .seed_agency = STR_INIT("临溟县人民政府"),
	    .page_agency = STR_INIT("临溟县档案局"),
	    .page_year = 2022,
	    .page_published = { 2023, 1, 17 } },
	  NULL,
	  "临溟县档案局",
	  FROM_PARENT,
	  2022,
	  FROM_PARENT,
	  "2023-01-17",
	  FROM_PARENT },
	{ "a file whose link names another year than its page",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .link_text = STR_INIT("2021年统计表.xlsx"), .seed_year = 2021, .page_year = 2022 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2021,
	  FROM_SEED,
	  "",
	  FROM_NONE },
	{ "a file that says itself whose it is",
	  "临溟县档案局2023年政府信息公开工作年度报告\n" BODY,
	  { .page_agency = STR_INIT("临溟县人民政府"), .page_year = 2022 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "the seed when nothing else speaks",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .seed_agency = STR_INIT("临溟县人民政府"), .seed_year = 2019 },
	  NULL,
	  "临溟县人民政府",
	  FROM_SEED,
	  2019,
	  FROM_SEED,
	  "",
	  FROM_NONE },
	{ "the address, before the seed",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .url = STR_INIT("http://lc.gov.cn.test/a.jsp?fbtime=2018"), .seed_year = 2019 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2018,
	  FROM_URL,
	  "",
	  FROM_NONE },
	{ "the year before publication, at the very last",
	  "发布日期：2020-01-"
	  "18\n一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2019,
	  FROM_PUBLISHED,
	  "2020-01-18",
	  FROM_METABOX },
	{ "no year of plans and signature",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
	  "五、存在的主要问题及改进情况\n2020年，将加强培训。\n六、其他需要报告的事项\n无。\n"
	  "临溟县档案局\n2020年1月20日\n",
	  { .seed_year = 0 },
	  NULL,
	  "临溟县档案局",
	  FROM_SIGNATURE,
	  2019,
	  FROM_PUBLISHED,
	  "2020-01-20",
	  FROM_SIGNATURE },
	{ "a breadcrumb line is no title, a date with its source is one",
	  "首页 > 政务公开 > 政府信息公开年报 > "
	  "街道办事处政府信息公开工作年度报告\n2021年临溟街道政府信息公开工作年度报告\n"
	  "临溟街道办事处\n2022年01月18日来源:1\n[字体: ] "
	  "打印\n一、总体情况\n甲。\n二、主动公开政府信息情况\n"
	  "三、收到和处理政府信息公开申请情况\n",
	  { .seed_year = 0 },
	  "2021年临溟街道政府信息公开工作年度报告",
	  "临溟街道",
	  FROM_TITLE,
	  2021,
	  FROM_TITLE,
	  "2022-01-18",
	  FROM_BODY },
	{ "lines kept from a printed page: names and periods run over their ends",
	  "本报告根据《中华人民共和国政府信息公开条例》及省市有关工作\n要求编制。所列数据统计期自 "
	  "2023 年 1 月 1 日至 2023\n"
	  "年 12 月 31 "
	  "日。如对本报告有任何疑问，请与临溟县\n文化和旅游局联系（电话：0）。\n一、总体情况\n甲。"
	  "\n"
	  "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n",
	  { .seed_year = 0 },
	  NULL,
	  "临溟县文化和旅游局",
	  FROM_CONTACT,
	  2023,
	  FROM_PERIOD,
	  "",
	  FROM_NONE },
	{ "a street that calls itself 街",
	  "临溟街2021年政府信息公开工作年度报告\n" BODY,
	  { .seed_year = 0 },
	  "临溟街2021年政府信息公开工作年度报告",
	  "临溟街",
	  FROM_TITLE,
	  2021,
	  FROM_TITLE,
	  "",
	  FROM_NONE },
	{ "HTML: a heading, the standard metas",
	  HTML("<title>临溟县人民政府</title><meta name=\"PubDate\" content=\"2024-01-18 09:00\">",
	       "<h1>临溟县档案局2023年政府信息公开工作年度报告</h1>" HTML_BODY),
	  { .seed_year = 0 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_TITLE,
	  2023,
	  FROM_TITLE,
	  "2024-01-18",
	  FROM_META },
	{ "HTML: only <title> has it, the site behind it",
	  HTML("<title>临溟县档案局2023年政府信息公开工作年度报告-临溟县政府网</title>", HTML_BODY),
	  { .seed_year = 0 },
	  "临溟县档案局2023年政府信息公开工作年度报告",
	  "临溟县档案局",
	  FROM_PAGE_TITLE,
	  2023,
	  FROM_PAGE_TITLE,
	  "",
	  FROM_NONE },
	{ "HTML: a menu entry is no title",
	  HTML("<title>临溟县</title>",
	       "<ul><li>政府信息公开年报</li><li>指南</li></ul><p>机构</p><p>职能</p>"
	       "<p>目录</p><p>制度</p>" HTML_BODY),
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  0,
	  FROM_NONE,
	  "",
	  FROM_NONE },
	{ "HTML: a row of a list is another page's title",
	  HTML("<title>临溟县</title>",
	       "<ul><li><a "
	       "href=\"1.html\">临溟县档案局2021年政府信息公开工作年度报告</a></li></ul>"),
	  { .seed_year = 0 },
	  NULL,
	  NULL,
	  FROM_NONE,
	  2021,
	  FROM_BODY,
	  "",
	  FROM_NONE },
	{ "HTML: a breadcrumb names the department, not the site's government",
	  HTML("", "<p>当前位置：首页 &gt; 临溟县人民政府 &gt; 临溟县档案局 &gt; "
		   "政府信息公开年报</p>" HTML_BODY),
	  { .seed_year = 0 },
	  NULL,
	  "临溟县档案局",
	  FROM_BREADCRUMB,
	  0,
	  FROM_NONE,
	  "",
	  FROM_NONE },
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a = { 0 };
		struct parsed p;
		const struct identity *id = &p.report.identity;
		char day[32] = "";

		print_message("  case: %s\n", rows[i].name);
		parse(&p, rows[i].page, &rows[i].hint, &a);
		assert_str(id->title, rows[i].title);
		assert_str(id->agency, rows[i].agency);
		assert_string_equal(evidence_name(id->agency_from),
				    evidence_name(rows[i].agency_from));
		assert_int_equal(id->year, rows[i].year);
		assert_string_equal(evidence_name(id->year_from), evidence_name(rows[i].year_from));
		if (id->published.year)
			snprintf(day, sizeof(day), "%04d-%02d-%02d", id->published.year,
				 id->published.month, id->published.day);
		assert_string_equal(day, rows[i].published);
		assert_string_equal(evidence_name(id->published_from),
				    evidence_name(rows[i].published_from));
		arena_release(&a);
	}
}

static void test_conflicting_years_are_kept(void **state)
{
	struct arena a = { 0 };
	struct report_hint hint = { .seed_year = 0 };
	struct parsed p;

	(void)state;
	parse(&p,
	      "临溟县档案局2021年政府信息公开工作年度报告\n根据《中华人民共和国政府信息公开条例》，"
	      "现公布2022年度政府信息公开工作"
	      "年度报告，统计期限自2023年1月1日起至12月31日止。\n" BODY,
	      &hint, &a);
	assert_int_equal(p.report.identity.year_title, 2021);
	assert_int_equal(p.report.identity.year_preamble, 2022);
	assert_int_equal(p.report.identity.year_period, 2023);
	assert_int_equal(p.report.identity.year, 2023);
	arena_release(&a);
}

static void test_what_is_refused_keeps_its_title(void **state)
{
	struct arena a = { 0 };
	struct report_hint hint = { .seed_year = 0 };
	struct parsed p;

	(void)state;
	parse(&p, "政府信息公开工作年度报告格式模板\n一、总体情况\n（文字描述）\n", &hint, &a);
	assert_int_equal(p.report.kind, KIND_TEMPLATE);
	assert_str(p.report.identity.title, "政府信息公开工作年度报告格式模板");
	assert_int_equal(p.report.identity.title_from, FROM_TITLE);
	assert_str(p.report.identity.agency, NULL);
	arena_release(&a);
}

#define LINKS                                                                                      \
	"<li><a href=\"/a/\">机构职能</a></li><li><a href=\"/b/\">政策文件</a></li>"       \
	"<li><a href=\"/c/\">工作动态</a></li><li><a href=\"/d/\">互动交流</a></li>"
#define MANY_LINKS "<ul>" LINKS LINKS LINKS "</ul>"

static const struct {
	const char *name, *page;
	enum report_kind kind;
} kinds[] = {
	{ "a report", "临溟县档案局2023年政府信息公开工作年度报告\n" BODY, KIND_REPORT },
	{ "a report without a title", BODY, KIND_REPORT },
	{ "a report of before 2019, parts of its own",
	  "临溟县档案局2012年政府信息公开工作年度报告\n本报告根据《中华人民共和国政府信息公开条例》"
	  "编制，统计期限为2012年1月1日至"
	  "12月31日。\n一、概述\n甲。\n二、主动公开政府信息的情况\n乙。\n三、依申请公开办理情况\n丙"
	  "。\n"
	  "四、收费及减免情况\n丁。\n五、复议和诉讼情况\n戊。\n六、问题和改进措施\n己。\n",
	  KIND_REPORT },
	{ "an interpretation of one", "临溟县档案局2023年政府信息公开工作年度报告解读\n" BODY,
	  KIND_INTERPRETATION },
	{ "the website's return", "临溟县2023年政府网站工作年度报表\n网站名称 临溟县人民政府\n",
	  KIND_WEBSITE_REPORT },
	{ "rule of law", "临溟县2023年法治政府建设年度报告\n一、总体情况\n甲。\n",
	  KIND_LAW_REPORT },
	{ "half a year", "临溟县档案局2023年上半年政府信息公开工作报告\n" BODY, KIND_WORK_SUMMARY },
	{ "a quarter", "临溟县档案局2023年第三季度政府信息公开工作报告\n" BODY, KIND_WORK_SUMMARY },
	{ "a guide", "临溟县档案局政府信息公开指南\n一、公开范围\n甲。\n", KIND_GUIDE },
	{ "the notice that asks for reports",
	  "关于做好2023年政府信息公开工作年度报告编制和发布工作的通知\n各镇人民政府：\n请于1月31日"
	  "前报送。\n",
	  KIND_NOTICE },
	{ "a plan", "临溟县2023年政务公开工作要点\n一、总体要求\n甲。\n", KIND_WORK_SUMMARY },
	{ "a summary without the parts",
	  "临溟县档案局2023年政府信息公开工作总结\n今年我局做了许多工作。\n"
	  "一是加强领导，明确专人负责信息公开。二是完善制度，做到先审查后公开。三是加强培训，提高公"
	  "开质量和水平。\n",
	  KIND_WORK_SUMMARY },
	{ "the blank form",
	  "政府信息公开工作年度报告格式模板\n一、总体情况\n（文字描述）\n二、主动公开政府信息情况\n"
	  "三、收到和处理政府信息公开申请情况\n五、存在的主要问题及改进情况\n（文字描述）\n",
	  KIND_TEMPLATE },
	{ "a model text", "XX局20XX年政府信息公开工作年度报告\n" BODY "XX局\n20XX年1月1日\n",
	  KIND_TEMPLATE },
	{ "a university under other rules",
	  "临溟大学2023年信息公开年度报告\n根据《高等学校信息公开办法》要求编制本报告，内容包括信息"
	  "公开工作概述等部分。\n"
	  "一、信息公开工作概述\n甲。\n二、主动公开情况\n乙。\n三、依申请公开情况\n丙。\n",
	  KIND_OTHER_BODY },
	{ "the statistics by themselves",
	  "临溟县2017年政府信息公开情况统计表\n统计指标 单位 统计数\n", KIND_STATISTICS },
	{ "the statistics under the report's own headings",
	  "临溟县档案局2023年政府信息公开情况统计表\n二、主动公开政府信息情况\n"
	  "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n",
	  KIND_STATISTICS },
	{ "a title and a link to a file",
	  HTML("<title>临溟县</title>",
	       "<h1>临溟县档案局2023年政府信息公开工作年度报告</h1>"
	       "<p><a href=\"a.pdf\">临溟县档案局2023年政府信息公开工作年度报告.pdf</a></p>"),
	  KIND_SHELL },
	{ "a title and a file among the site's own links",
	  HTML("<title>临溟县档案局2023年政府信息公开工作年度报告</title>",
	       MANY_LINKS "<h1>临溟县档案局2023年政府信息公开工作年度报告</h1>"
			  "<p><a href=\"a.pdf\">点击下载</a></p>"),
	  KIND_SHELL },
	{ "a title and a viewer among them",
	  HTML("<title>临溟县档案局2023年政府信息公开工作年度报告</title>",
	       MANY_LINKS "<h1>临溟县档案局2023年政府信息公开工作年度报告</h1>"
			  "<iframe src=\"/pdfjs/web/viewer.html?file=a.pdf\"></iframe>"),
	  KIND_SHELL },
	{ "a column of a year, with a file among its reports",
	  HTML("<title>2023年政府信息公开工作年度报告</title>", MANY_LINKS
	       "<h1>2023年政府信息公开工作年度报告</h1>"
	       "<p><a href=\"a.pdf\">临溟县档案局2023年政府信息公开工作年度报告</a></p>"
	       "<p><a href=\"b.html\">临溟县教育局2023年政府信息公开工作年度报告</a></p>"
	       "<p><a href=\"c.html\">临溟县民政局2023年政府信息公开工作年度报告</a></p>"),
	  KIND_LIST },
	{ "a redirect", HTML("<meta http-equiv=\"Refresh\" content=\"0;URL=./ywyw/\">", ""),
	  KIND_SHELL },
	{ "a list of reports",
	  HTML("<title>政府信息公开年报</title>",
	       "<ul><li><a href=\"1.html\">临溟县档案局2021年政府信息公开工作年度报告</a></li>"
	       "<li><a href=\"2.html\">临溟县档案局2022年政府信息公开工作年度报告</a></li>"
	       "<li><a href=\"3.html\">临溟县档案局2023年政府信息公开工作年度报告</a></li></ul>"),
	  KIND_LIST },
	{ "news about reports",
	  "我县召开会议部署信息公开\n近日，记者从县政府获悉，全县各部门已完成政府信息公开年度报告的"
	  "编制和发布工作，向社会公布"
	  "了各类信息，受到群众欢迎，县长在会上讲话，强调要继续做好各项工作，不断提高公开水平和服务"
	  "群众的能力。\n",
	  KIND_NEWS },
	{ "anything else",
	  "今天天气很好，适合出门散步。公园里的花都开了，湖边有许多人在钓鱼，孩子们在草地上放风筝，"
	  "老人们在树下下棋，"
	  "一切都是那么安静，让人忘记了城市里的喧闹和忙碌，直到太阳落山，人们才慢慢回家。\n",
	  KIND_UNKNOWN },
	{ "nothing", " ", KIND_SHELL },
};

static void test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(kinds); i++) {
		struct arena a = { 0 };
		struct report_hint hint = { .seed_year = 0 };
		struct parsed p;

		print_message("  case: %s\n", kinds[i].name);
		parse(&p, kinds[i].page, &hint, &a);
		assert_string_equal(report_kind_name(p.report.kind),
				    report_kind_name(kinds[i].kind));
		assert_true(p.report.kind_reason.n > 0);
		arena_release(&a);
	}
}

#define THREE(two, three, four, six)                                                                                    \
	HTML("", "<p>一、总体情况</p><p>甲。</p><p>二、主动公开政府信息情况</p>" two                                    \
		 "<p>三、收到和处理政府信息公开申请情况</p>" three                                                      \
		 "<p>四、政府信息公开行政复议、行政诉讼情况</p>" four                                                   \
		 "<p>五、存在的主要问题及改进情况</p><p>戊。</p><p>六、其他需要报告的事项</" \
		 "p><p>无。</p>" six)

static const struct {
	const char *name, *page;
	enum table_status disclosure, requests, review;
	const char *evidence; /* words in the disclosure table's evidence */
} statuses[] = {
	{ "headings and nothing else", THREE("", "", "", ""), TABLE_ABSENT, TABLE_ABSENT,
	  TABLE_ABSENT, "二、主动公开政府信息情况" },
	{ "words instead of a table", THREE("<p>本年度无此类情况。</p>", "", "", ""), TABLE_ABSENT,
	  TABLE_ABSENT, TABLE_ABSENT, "无此类情况" },
	{ "pictures",
	  THREE("<p><img src=\"W02.png\" alt=\"表一\" width=600></p>",
		"<p><img src=\"W03.png\"></p>", "<p><img src=\"W04.jpg\"></p>", ""),
	  TABLE_IMAGE, TABLE_IMAGE, TABLE_IMAGE, "表一" },
	{ "an icon is no picture of a table",
	  THREE("<p>甲<img src=\"/images/dot.gif\" width=8 height=8></p>", "", "", ""),
	  TABLE_ABSENT, TABLE_ABSENT, TABLE_ABSENT, "甲" },
	{ "a link to a file, its icon before it",
	  THREE("<p><img src=\"/jslib/icons/word.png\"><a href=\"b.xlsx\">表一.xlsx</a></p>", "",
		"", ""),
	  TABLE_ATTACHMENT, TABLE_ABSENT, TABLE_ABSENT, "表一.xlsx" },
	{ "a file in one section speaks for no other that says something",
	  THREE("<p><a href=\"b.xlsx\">统计表.xlsx</a></p>", "", "<p>未发生。</p>", ""),
	  TABLE_ATTACHMENT, TABLE_ATTACHMENT, TABLE_ABSENT, "统计表.xlsx" },
	{ "a file that may hold all three",
	  THREE("<p><a href=\"b.xlsx\">统计表.xlsx</a></p>", "", "", ""), TABLE_ATTACHMENT,
	  TABLE_ATTACHMENT, TABLE_ATTACHMENT, "统计表.xlsx" },
	{ "words that send the reader away", THREE("<p>详见附件1。</p>", "<p>见附表。</p>", "", ""),
	  TABLE_ATTACHMENT, TABLE_ATTACHMENT, TABLE_ABSENT, "详见附件1" },
	{ "words that name the table elsewhere", THREE("<p>（详见统计表）</p>", "", "", ""),
	  TABLE_ATTACHMENT, TABLE_ABSENT, TABLE_ABSENT, "详见统计表" },
	{ "a viewer in a frame",
	  THREE("<iframe src=\"viewer.html?file=a.pdf\"></iframe>", "", "", ""), TABLE_ATTACHMENT,
	  TABLE_ABSENT, TABLE_ABSENT, "viewer.html" },
	{ "a file of rich text", THREE("<p><a href=\"b.RTF\">表一</a></p>", "", "", ""),
	  TABLE_ATTACHMENT, TABLE_ABSENT, TABLE_ABSENT, "表一" },
	{ "a file at the end of the body stands for all",
	  THREE("", "", "", "<p>附件：<a href=\"c.doc\">附件：统计表.doc</a></p>"),
	  TABLE_ATTACHMENT, TABLE_ATTACHMENT, TABLE_ATTACHMENT, "统计表.doc" },
	{ "a table of unknown labels was not omitted",
	  THREE("<table><tr><td>项</td><td>数</td></tr><tr><td>甲</td><td>1</td></tr><tr><td>乙</"
		"td><td>2</td>"
		"</tr></table>",
		"", "", ""),
	  TABLE_PARTIAL, TABLE_ABSENT, TABLE_ABSENT, "could not be read" },
	{ "labels whose cells were lost were not omitted",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n信息内容\n规章\n行政许可\n行政处罚\n三、收"
	  "到和处理政府信息公开申请情况\n"
	  "四、政府信息公开行政复议、行政诉讼情况\n",
	  TABLE_PARTIAL, TABLE_ABSENT, TABLE_ABSENT, "could not be read" },
	{ "a sentence with the same words is none",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n本年办理行政许可、行政处罚和行政强制九件，"
	  "信息内容全部公开。\n"
	  "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n",
	  TABLE_ABSENT, TABLE_ABSENT, TABLE_ABSENT, "九件" },
	{ "no sections at all", "今天天气很好。\n", TABLE_ABSENT, TABLE_ABSENT, TABLE_ABSENT, "" },
};

static void test_statuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(statuses); i++) {
		struct arena a = { 0 };
		struct report_hint hint = { .seed_year = 0 };
		const struct table_state *t;
		struct parsed p;

		print_message("  case: %s\n", statuses[i].name);
		parse(&p, statuses[i].page, &hint, &a);
		t = p.report.table;
		assert_string_equal(table_status_name(t[TABLE_DISCLOSURE].status),
				    table_status_name(statuses[i].disclosure));
		assert_string_equal(table_status_name(t[TABLE_REQUESTS].status),
				    table_status_name(statuses[i].requests));
		assert_string_equal(table_status_name(t[TABLE_REVIEW].status),
				    table_status_name(statuses[i].review));
		if (statuses[i].evidence[0] && str_find(t[TABLE_DISCLOSURE].evidence,
							str_c(statuses[i].evidence), 0) == STR_NONE)
			fail_msg("evidence \"%.*s\"", STR_ARG(t[TABLE_DISCLOSURE].evidence));
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_conflicting_years_are_kept),
		cmocka_unit_test(test_what_is_refused_keeps_its_title),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_statuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
