#include "tests/unit/harness.h"

#include "base/arena.h"
#include "base/attrs.h"
#include "base/err.h"
#include "crawler/soft.h"

static const struct {
	const char *name, *body;
	enum soft_sign want;
} pages[] = {
	{ "a title says so", "<html><head><TITLE>页面未找到-甲县</TITLE>", SOFT_CERTAIN },
	{ "a title says so in GBK", "<title>\xd2\xb3\xc3\xe6\xb2\xbb\xb4\xe6\xd4\xda</title>",
	  SOFT_CERTAIN },
	{ "a title is the number", "<title> 404 </title>", SOFT_CERTAIN },
	{ "a number in a title is not", "<title>甲政发〔2023〕404号</title>", SOFT_NONE },
	{ "a short page says so", "<title>甲县</title><p>对不起，您访问的页面不存在</p>",
	  SOFT_DOUBT },
	{ "information that does not exist is the form's own",
	  "<title>年报</title><td>信息不存在</td>", SOFT_NONE },
	{ "a title that is never closed", "<title>页面", SOFT_NONE },
	{ "nothing", "", SOFT_NONE },
};

static void test_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(pages); i++) {
		print_message("  case: %s\n", pages[i].name);
		assert_int_equal(soft_404(str_c(pages[i].body)), pages[i].want);
	}
}

static void test_long_page(void **state)
{
	static char body[SOFT_DOUBT_BYTES + 1000];
	const struct str words = STR("<p>您访问的页面不存在</p>");

	(void)state;
	memset(body, 'x', sizeof(body));
	memcpy(body, words.p, words.n);
	assert_int_equal(soft_404((struct str){ body, SOFT_DOUBT_BYTES }), SOFT_DOUBT);
	assert_int_equal(soft_404((struct str){ body, SOFT_DOUBT_BYTES + 1 }), SOFT_NONE);
}

static const struct {
	const char *name, *url, *body;
	bool want;
} files[] = {
	{ "a page for a PDF", "http://a.test/P1.pdf", "\xEF\xBB\xBF\r\n<!DOCTYPE HTML><html>",
	  true },
	{ "a script for a document in the query", "http://a.test/d.jsp?filename=a.docx", "<script>",
	  true },
	{ "a PDF", "http://a.test/P1.pdf", "%PDF-1.7", false },
	{ "a page", "http://a.test/t1.html", "<html>", false },
	{ "a script that hands out anything", "http://a.test/download.jsp?id=7", "<html>", false },
	{ "a document that is XML", "http://a.test/a.doc",
	  "<?xml version=\"1.0\"?><w:wordDocument>", false },
	{ "nothing", "http://a.test/P1.pdf", "", false },
};

static void test_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(files); i++) {
		struct arena a = { 0 };
		struct url u;
		struct err e;

		print_message("  case: %s\n", files[i].name);
		assert_int_equal(url_parse(&u, str_c(files[i].url), NULL, &a, &e), 0);
		assert_int_equal(soft_not_a_document(&u, str_c(files[i].body)), files[i].want);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_pages),
					    cmocka_unit_test(test_long_page),
					    cmocka_unit_test(test_files) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
