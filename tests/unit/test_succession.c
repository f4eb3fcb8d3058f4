#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "report/succession.h"

static const struct {
	const char *url, *column;
} columns[] = {
	{ "https://www.x.gov.cn.test/kjj/zfxxgknb/202401/t20240118_11293.html",
	  "www.x.gov.cn.test/kjj/zfxxgknb" },
	{ "http://www.x.gov.cn.test/kjj/zfxxgknb/2023n/t1.html", "www.x.gov.cn.test/kjj/zfxxgknb" },
	{ "http://www.x.gov.cn.test/art/2024/1/18/art_1229517007_87314.html",
	  "www.x.gov.cn.test/art/art_1229517007" },
	{ "http://z.gov.cn.test/module/xxgk/xxgkAnnualReport.jsp?area=A1&fbtime=2022",
	  "z.gov.cn.test/module/xxgk&area=A1" },
	{ "http://z.gov.cn.test/public/column/66?type=3&title=2021",
	  "z.gov.cn.test/public/column&type=3" },
	{ "http://z.gov.cn.test/", NULL },
	{ "http://z.gov.cn.test/2024/1.html", NULL },
};

static void test_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(columns); i++) {
		struct arena arena = { 0 };
		struct str got = succession_column(str_c(columns[i].url), &arena);

		print_message("  case: %s\n", columns[i].url);
		if (columns[i].column)
			assert_string_equal(got.p, columns[i].column);
		else
			assert_null(got.p);
		arena_release(&arena);
	}
}

static const struct {
	const char *name, *want;
} names[] = {
	{ "青岚县科技局", "青岚县科学技术局" },
	{ "青岚县科学技术局", "青岚县科学技术局" },
	{ "青岚县教育和体育局", "青岚县教育体育局" },
	{ "青岚县人民政府", "青岚县人民政府" },
};

static void test_long_form(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(names); i++)
		assert_true(str_eq(succession_long_form(str_c(names[i].name), &arena),
				   str_c(names[i].want)));
	arena_release(&arena);
}

#define KJJ "http://www.x.gov.cn.test/kjj/nb/"
#define ALL "http://www.x.gov.cn.test/nb/"

/* "id name year url" of up to six reports; the links wanted as "id=id kind;". */
static const struct {
	const char *name;
	struct succession_row rows[6];
	const char *want;
} cases[] = {
	{ "short and long wording in one column",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT("990101"), 2021, STR_INIT(KJJ "1.html") },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT("990101"), 2022, STR_INIT(KJJ "2.html") } },
	  "1=2 wording;" },
	{ "the name alone is no evidence",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT("990101"), 2021, STR_INIT(KJJ "1.html") },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT("990101"), 2022,
	      STR_INIT("http://y.gov.cn.test/kjj/nb/2.html") } },
	  "" },
	{ "nor are local files",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT(""), 2021, { NULL, 0 } },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT(""), 2022, { NULL, 0 } } },
	  "" },
	{ "both in one year are two bodies",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT("990101"), 2021, STR_INIT(KJJ "1.html") },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT("990101"), 2021, STR_INIT(KJJ "2.html") } },
	  "" },
	{ "a column of many says nothing",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT("990101"), 2021, STR_INIT(ALL "1.html") },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT("990101"), 2022, STR_INIT(ALL "2.html") },
	    { 3, STR_INIT("青岚县水利局"), STR_INIT("990101"), 2022, STR_INIT(ALL "3.html") } },
	  "" },
	{ "renamed: two and two, one after the other",
	  { { 4, STR_INIT("青岚县经贸局"), STR_INIT("990101"), 2019, STR_INIT(KJJ "1.html") },
	    { 4, STR_INIT("青岚县经贸局"), STR_INIT("990101"), 2020, STR_INIT(KJJ "2.html") },
	    { 3, STR_INIT("青岚县工业和信息化局"), STR_INIT("990101"), 2021,
	      STR_INIT(KJJ "3.html") },
	    { 3, STR_INIT("青岚县工业和信息化局"), STR_INIT("990101"), 2022,
	      STR_INIT(KJJ "4.html") } },
	  "4=3 renamed;" },
	{ "one stray report renames nobody",
	  { { 4, STR_INIT("青岚县经贸局"), STR_INIT("990101"), 2019, STR_INIT(KJJ "1.html") },
	    { 3, STR_INIT("青岚县工业和信息化局"), STR_INIT("990101"), 2021,
	      STR_INIT(KJJ "3.html") },
	    { 3, STR_INIT("青岚县工业和信息化局"), STR_INIT("990101"), 2022,
	      STR_INIT(KJJ "4.html") } },
	  "" },
	{ "other names that take turns are two bodies",
	  { { 4, STR_INIT("青岚县经贸局"), STR_INIT("990101"), 2019, STR_INIT(KJJ "1.html") },
	    { 3, STR_INIT("青岚县商务局"), STR_INIT("990101"), 2020, STR_INIT(KJJ "2.html") },
	    { 4, STR_INIT("青岚县经贸局"), STR_INIT("990101"), 2021, STR_INIT(KJJ "3.html") },
	    { 3, STR_INIT("青岚县商务局"), STR_INIT("990101"), 2022, STR_INIT(KJJ "4.html") } },
	  "" },
	{ "in other regions they are two bodies",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT("990101"), 2021, STR_INIT(KJJ "1.html") },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT("990202"), 2022, STR_INIT(KJJ "2.html") } },
	  "" },
	{ "columns that disagree are not believed",
	  { { 1, STR_INIT("青岚县科技局"), STR_INIT(""), 2020, STR_INIT(KJJ "1.html") },
	    { 2, STR_INIT("青岚县科学技术局"), STR_INIT(""), 2021, STR_INIT(KJJ "2.html") },
	    { 1, STR_INIT("青岚县科技局"), STR_INIT(""), 2020, STR_INIT(ALL "1.html") },
	    { 3, STR_INIT("青岚县科学技术局"), STR_INIT("990202"), 2021, STR_INIT(ALL "2.html") } },
	  "" },
};

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct succession *links;
		char got[200] = "";
		size_t n = 0, used = 0;

		print_message("  case: %s\n", cases[i].name);
		while (n < countof(cases[i].rows) && cases[i].rows[n].agency_id)
			n++;
		n = succession_find(&links, cases[i].rows, n, &arena);
		for (size_t k = 0; k < n; k++)
			used += (size_t)snprintf(got + used, sizeof(got) - used, "%lld=%lld %s;",
						 (long long)links[k].agency_id,
						 (long long)links[k].same_as,
						 succession_kind_name(links[k].kind));
		assert_string_equal(got, cases[i].want);
		if (n)
			assert_true(str_find(links[0].evidence, STR("/kjj/nb holds 20"), 0) !=
				    STR_NONE);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_column),
		cmocka_unit_test(test_long_form),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
