#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/buf.h"
#include "crawler/http.h"

static void test_fields(void **state)
{
	const struct str head = STR("HTTP/1.1 200 OK\r\nETag: \"a\"\r\nx-ETAG: b\r\n"
				    "content-type:text/html ; charset=\"GBK\"\r\n\r\n");
	struct str type, charset;

	(void)state;
	assert_int_equal(http_status(head), 200);
	assert_true(str_eq(http_field(head, STR("etag")), STR("\"a\"")));
	assert_int_equal(http_field(head, STR("location")).n, 0);
	http_media_type(&type, &charset, http_field(head, STR("Content-Type")));
	assert_true(str_eq(type, STR("text/html")));
	assert_true(str_eq(charset, STR("GBK")));
	http_media_type(&type, &charset, STR("text/html; a=b; Charset=utf-8"));
	assert_true(str_eq(charset, STR("utf-8")));
	http_media_type(&type, &charset, STR("text/html; charset"));
	assert_int_equal(charset.n, 0);
	assert_int_equal(http_status(STR("ICY 200 OK")), 0);
	assert_int_equal(http_status(STR("HTTP/1.1 2x0 OK")), 0);
	assert_int_equal(http_head_bytes(STR("HTTP/1.1 200 OK\r\n\r\nbody")), 19);
	assert_int_equal(http_head_bytes(STR("HTTP/1.1 200 OK\n\nbody")), 17);
	assert_true(http_head_bytes(STR("HTTP/1.1 200 OK\r\n")) == STR_NONE);
}

static const struct {
	const char *name;
	struct str in, want;
	bool whole;
} chunked[] = {
	{ "two chunks", STR_INIT("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), STR_INIT("abcde"), true },
	{ "upper case and an extension", STR_INIT("A;x=1\r\n0123456789\r\n0\r\n\r\n"),
	  STR_INIT("0123456789"), true },
	{ "no last chunk", STR_INIT("3\r\nabc\r\n"), STR_INIT("abc"), false },
	{ "cut in a chunk", STR_INIT("5\r\nabc"), STR_INIT("abc"), false },
	{ "not chunked at all", STR_INIT("<html>"), STR_INIT(""), false },
	{ "a chunk longer than it says", STR_INIT("2\r\nabc\r\n0\r\n\r\n"), STR_INIT("ab"), false },
	{ "a size beyond all bounds", STR_INIT("ffffffffffffffffff\r\na"), STR_INIT(""), false },
};

static void test_dechunk(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(chunked); i++) {
		struct buf b;

		print_message("  case: %s\n", chunked[i].name);
		buf_init(&b, 1000);
		assert_int_equal(http_dechunk(&b, chunked[i].in), chunked[i].whole);
		assert_true(str_eq(buf_str(&b), chunked[i].want));
		buf_release(&b);
	}
}

#define BODY_JSL "<script>document.cookie=('_')+('_')</script>"

static const struct {
	const char *name;
	struct str head, body;
	const char *want; /* NULL: no wall */
} walls[] = {
	{ "a page", STR_INIT("HTTP/1.1 200 OK\r\n\r\n"), STR_INIT("<html>"), NULL },
	{ "521 speaks for itself", STR_INIT("HTTP/1.1 521 x\r\n\r\n"), STR_INIT(BODY_JSL), "jsl" },
	{ "512 with the cookie", STR_INIT("HTTP/1.1 512 x\r\nSet-Cookie: __jsluid_s=1\r\n\r\n"),
	  STR_INIT(""), "jsl" },
	{ "512 alone is a plain error", STR_INIT("HTTP/1.1 512 x\r\n\r\n"), STR_INIT("no"), NULL },
	{ "412 with its script", STR_INIT("HTTP/1.1 412 x\r\n\r\n"),
	  STR_INIT("$_ts=window['$_ts']"), "rs" },
	{ "412 without", STR_INIT("HTTP/1.1 412 x\r\n\r\n"), STR_INIT("?"), "http_412" },
	{ "202 with the script", STR_INIT("HTTP/1.1 202 x\r\n\r\n"), STR_INIT("$_ts=window"),
	  "rs" },
	{ "491", STR_INIT("HTTP/1.1 491 x\r\n\r\n"), STR_INIT(""), "wzws" },
	{ "an empty 404 with the ray", STR_INIT("HTTP/1.1 404 x\r\nwzws-ray: 1\r\n\r\n"),
	  STR_INIT(""), "wzws" },
	{ "a 404 with a page", STR_INIT("HTTP/1.1 404 x\r\nwzws-ray: 1\r\n\r\n"),
	  STR_INIT("<html>"), NULL },
	{ "a challenge that answers 200", STR_INIT("HTTP/1.1 200 OK\r\n\r\n"),
	  STR_INIT("<title>访问异常页面</title>"), "soft" },
	{ "a page that quotes the words and has links", STR_INIT("HTTP/1.1 200 OK\r\n\r\n"),
	  STR_INIT("<noscript>请开启JavaScript</noscript><a href=x>"), NULL },
};

static void test_walls(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(walls); i++) {
		struct fetch_result r = { .response_header = walls[i].head, .body = walls[i].body };
		const char *got;

		print_message("  case: %s\n", walls[i].name);
		http_read_head(&r);
		got = http_wall(&r);
		assert_string_equal(got ? got : "none", walls[i].want ? walls[i].want : "none");
	}
}

static const struct {
	int status;
	enum disposition want;
} statuses[] = {
	{ 200, DISP_OK },        { 204, DISP_HTTP },      { 301, DISP_REDIRECT },
	{ 308, DISP_REDIRECT },  { 300, DISP_HTTP },      { 304, DISP_NOT_MODIFIED },
	{ 403, DISP_HTTP },      { 404, DISP_NOT_FOUND }, { 410, DISP_NOT_FOUND },
	{ 429, DISP_THROTTLED }, { 500, DISP_HTTP },      { 503, DISP_THROTTLED },
};

static void test_dispositions(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(statuses); i++)
		assert_int_equal(http_disposition(statuses[i].status), statuses[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_dechunk),
		cmocka_unit_test(test_walls),
		cmocka_unit_test(test_dispositions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
