#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/buf.h"
#include "crawler/seed.h"
#include "tests/unit/shared.h"

/* "kind url level region years follow agency|parent|note;" per seed, "!line reason;" per problem */
static const char *print(const struct seeds *s, struct arena *a)
{
	struct buf b;
	const char *text;

	buf_init(&b, 10000);
	for (size_t i = 0; i < s->n; i++) {
		const struct seed *d = &s->seeds[i];

		buf_addf(&b, "%s %.*s %s %.*s ", seed_kind_name(d->kind), STR_ARG(d->url),
			 seed_level_name(d->level), STR_ARG(d->region));
		for (size_t k = 0; k < d->n_years; k++)
			buf_addf(&b, "%d-%d,", d->years[k].first, d->years[k].last);
		buf_addf(&b, " %u %.*s|%.*s|%.*s;", d->follow, STR_ARG(d->agency),
			 STR_ARG(d->parent), STR_ARG(d->note));
	}
	for (size_t i = 0; i < s->n_problems; i++)
		buf_addf(&b, "!%u %.*s;", s->problems[i].line, STR_ARG(s->problems[i].reason));
	text = arena_str(a, buf_str(&b)).p;
	buf_release(&b);
	return text;
}

#define HEAD "id\turl\tkind\tregion\tagency\tlevel\tparent\tyears\tfollow\tnote\n"

static const struct {
	const char *name;
	struct str text;
	const char *want;
} cases[] = {
	{ "empty", STR_INIT(""), "" },
	{ "a full line",
	  STR_INIT(HEAD "A\thttp://www.a.gov.cn.test/nb/\tlist\t990101\t甲局\tdept\t乙县人民政府\t"
			"2019-2021,2023\tlist,sublist\tabc\n"),
	  "list http://www.a.gov.cn.test/nb/ dept 990101 2019-2021,2023-2023, 6 "
	  "甲局|乙县人民政府|abc;" },
	{ "only the URL is needed", STR_INIT("url\nhttp://a.gov.cn.test/nb/\n"),
	  "list http://a.gov.cn.test/nb/    6 ||;" },
	{ "a root is a home page", STR_INIT("url\nhttp://a.gov.cn.test\n"),
	  "home http://a.gov.cn.test/    7 ||;" },
	{ "columns in any order, unknown ones ignored",
	  STR_INIT("note\twhat\tURL\nn\tx\thttp://a.gov.cn.test/b\n"),
	  "list http://a.gov.cn.test/b    6 ||n;" },
	{ "short lines are fine", STR_INIT(HEAD "A\thttp://a.gov.cn.test/b\n"),
	  "list http://a.gov.cn.test/b    6 ||;" },
	{ "byte order mark, CRLF, comments, empty lines",
	  STR_INIT("\xEF\xBB\xBF# c\r\n\r\nurl\tkind\r\n#http://x.test/\r\n\r\n"
		   "http://a.gov.cn.test/b\tarticle\r\n"),
	  "article http://a.gov.cn.test/b    0 ||;" },
	{ "no header: a list of URLs",
	  STR_INIT("http://a.gov.cn.test/b,c\nhttps://d.gov.cn.test/\n"),
	  "list http://a.gov.cn.test/b,c    6 ||;home https://d.gov.cn.test/    7 ||;" },
	{ "commas", STR_INIT("url,years,note\nhttp://a.gov.cn.test/b,\"2019,2021\",n\n"),
	  "list http://a.gov.cn.test/b   2019-2019,2021-2021, 6 ||n;" },
	{ "quotes in quotes", STR_INIT("url,note\nhttp://a.gov.cn.test/b,\"a \"\"b\"\", c\"\n"),
	  "list http://a.gov.cn.test/b    6 ||a \"b\", c;" },
	{ "a line break in quotes is counted",
	  STR_INIT("url,note\nhttp://a.gov.cn.test/b,\"a\nb\"\nx,\n"),
	  "list http://a.gov.cn.test/b    6 ||a\nb;!4 relative URL without a base;" },
	{ "quotes are text in TSV", STR_INIT("url\tnote\nhttp://a.gov.cn.test/b\t\"a\n"),
	  "list http://a.gov.cn.test/b    6 ||\"a;" },
	{ "quote never closed", STR_INIT("url,note\nhttp://a.gov.cn.test/b,\"a\n"),
	  "f:2: quote is never closed" },
	{ "no url column", STR_INIT("id\tlink\nA\thttp://a.gov.cn.test/\n"),
	  "f:1: no column \"url\" in the header" },
	{ "two url columns", STR_INIT("url\turl\n"), "f:1: two columns \"url\"" },
	{ "a template", STR_INIT("url\nhttp://a.gov.cn.test/x?y={year}\n"),
	  "template http://a.gov.cn.test/x?y={year}    0 ||;" },
	{ "a template needs a year", STR_INIT("url\tkind\nhttp://a.gov.cn.test/x\ttemplate\n"),
	  "!2 template without {year};" },
	{ "and only a template has one",
	  STR_INIT("url\tkind\nhttp://a.gov.cn.test/{year}/\tlist\n"),
	  "!2 {year} in a URL that is not of kind template;" },
	{ "a bad line costs no other", STR_INIT("url\nhttp://a/\nhttp://b.gov.cn.test/x\n"),
	  "list http://b.gov.cn.test/x    6 ||;!2 host without a dot;" },
	{ "two URLs run together", STR_INIT("url\nhttps://a.gov.cn.testhttp://b.gov.cn.test/\n"),
	  "!2 a second scheme inside the host;" },
	{ "mail glued on", STR_INIT("url\nhttps://a.gov.cn.testmailto:b@c.test\n"),
	  "!2 a second scheme inside the host;" },
	{ "other schemes", STR_INIT("url\nftp://a.gov.cn.test/\n"),
	  "!2 scheme ftp is not http or https;" },
	{ "passwords", STR_INIT("url\nhttp://u:p@a.gov.cn.test/\n"),
	  "!2 user name or password in the URL;" },
	{ "an address is allowed here", STR_INIT("url\nhttp://192.0.2.1:8080/nb/\n"),
	  "list http://192.0.2.1:8080/nb/    6 ||;" },
	{ "unknown words",
	  STR_INIT("url\tkind\tlevel\tfollow\thm\nhttp://a.test/\tx\nhttp://a.test/\t\tx\n"
		   "http://a.test/\t\t\tx\n"),
	  "!2 unknown kind;!3 unknown level;!4 unknown word in follow;" },
	{ "bad years",
	  STR_INIT("url\tyears\nhttp://a.test/\t2021-2019\nhttp://a.test/\t19\n"
		   "http://a.test/\t2019-\n"),
	  "!2 years are not like 2019-2025 or 2021,2023;"
	  "!3 years are not like 2019-2025 or 2021,2023;"
	  "!4 years are not like 2019-2025 or 2021,2023;" },
	{ "bad region", STR_INIT("url\tregion\nhttp://a.test/\t9901\n"),
	  "!2 region is not six digits;" },
	{ "follow nothing", STR_INIT("url\tfollow\nhttp://a.test/\tnone\n"),
	  "home http://a.test/    0 ||;" },
};

static void test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena a = { 0 };
		struct seeds s = { 0 };
		struct err e = { 0 };
		int rc = seed_parse(&s, cases[i].text, "f", &a, &e);

		print_message("  case: %s\n", cases[i].name);
		assert_string_equal(rc ? e.msg : print(&s, &a), cases[i].want);
		arena_release(&a);
	}
}

static void test_years(void **state)
{
	struct arena a = { 0 };
	struct seeds s = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(
		seed_parse(&s,
			   STR("url\tyears\nhttp://a.test/{year}/{year}.html\t2019-2020,2022\n"
			       "http://a.test/b\t\n"),
			   "f", &a, &e),
		0);
	assert_true(seed_wants_year(&s.seeds[0], 2020));
	assert_false(seed_wants_year(&s.seeds[0], 2021));
	assert_true(seed_wants_year(&s.seeds[0], 2022));
	assert_true(seed_wants_year(&s.seeds[1], 1999));
	assert_true(str_eq(seed_url(&s.seeds[0], 2020, &a), STR("http://a.test/2020/2020.html")));
	assert_true(str_eq(seed_url(&s.seeds[1], 2020, &a), STR("http://a.test/b")));
	arena_release(&a);
}

/* Two files into one list, each line with its own file. */
static void test_files(void **state)
{
	struct arena a = { 0 };
	struct seeds s = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(seed_parse(&s, STR("url\nhttp://a.test/\n"), "one", &a, &e), 0);
	assert_int_equal(seed_parse(&s, STR("url\nhttp://b.test/\nx\n"), "two", &a, &e), 0);
	assert_int_equal(s.n, 2);
	assert_true(str_eq(s.seeds[0].file, STR("one")));
	assert_true(str_eq(s.seeds[1].file, STR("two")));
	assert_true(str_eq(s.problems[0].file, STR("two")));
	arena_release(&a);
}

static void test_example(void **state)
{
	struct arena a = { 0 };
	struct seeds s = { 0 };
	struct str text;
	struct err e;

	(void)state;
	if (!shared_read(&text, SHARED "seed_example.tsv", &a)) {
		print_message("skipped: " SHARED " is not here\n");
		skip();
	}
	assert_int_equal(seed_parse(&s, text, "seed_example.tsv", &a, &e), 0);
	assert_int_equal(s.n, 9);
	assert_int_equal(s.n_problems, 0);
	arena_release(&a);
}

/* What we ship must be read without a complaint. */
static void test_shipped(void **state)
{
	struct arena a = { 0 };
	struct seeds s = { 0 };
	struct str text;
	struct err e;

	(void)state;
	assert_true(shared_read(&text, "seeds/example.tsv", &a));
	assert_int_equal(seed_parse(&s, text, "seeds/example.tsv", &a, &e), 0);
	assert_true(s.n >= 10);
	assert_int_equal(s.n_problems, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),   cmocka_unit_test(test_years),
		cmocka_unit_test(test_files),   cmocka_unit_test(test_example),
		cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
