/* One request at a time against servers of every sort, with the limits made small. */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include <zlib.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/clock.h"
#include "crawler/fetch.h"
#include "tests/crawl/site.h"

#define OK   "HTTP/1.1 200 OK\r\n"
#define HTML OK "Content-Type: text/html; charset=gbk\r\n"
#define MAX  65536 /* bytes of a page */

static struct str bomb; /* 16 MiB of zeros, by gzip */

static struct site_page pages[] = {
	{ NULL, "/page", HTML "ETag: \"e\"\r\nLast-Modified: x\r\n", STR_INIT("<html>a</html>"), 0,
	  0 },
	{ NULL, "/chunked", HTML "Transfer-Encoding: chunked\r\n\r\n",
	  STR_INIT("3\r\nabc\r\n0\r\n\r\n"), SITE_AS_IS, 0 },
	{ NULL, "/gone", "HTTP/1.1 410 Gone\r\n", STR_INIT("x"), 0, 0 },
	{ NULL, "/moved", "HTTP/1.1 302 Found\r\nLocation: /page\r\n", STR_INIT(""), 0, 0 },
	{ NULL, "/tofile", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n", STR_INIT(""),
	  0, 0 },
	{ NULL, "/busy", "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\n", STR_INIT("x"), 0, 0 },
	{ NULL, "/busy-zero", "HTTP/1.1 429 Busy\r\nRetry-After: 0\r\n", STR_INIT("x"), 0, 0 },
	{ NULL, "/busy-past", "HTTP/1.1 429 Busy\r\nRetry-After: Mon, 01 Jan 2001 00:00:00 GMT\r\n",
	  STR_INIT("x"), 0, 0 },
	{ NULL, "/busy-ever", "HTTP/1.1 429 Busy\r\nRetry-After: 99999999\r\n", STR_INIT("x"), 0,
	  0 },
	{ NULL, "/error", "HTTP/1.1 500 Oh\r\n", STR_INIT("x"), 0, 0 },
	{ NULL, "/wall", "HTTP/1.1 521 x\r\n", STR_INIT("<script>document.cookie=1</script>"), 0,
	  0 },
	{ NULL, "/short", HTML "Content-Length: 100\r\n\r\n", STR_INIT("<html>"), SITE_AS_IS, 0 },
	{ NULL, "/exact", HTML, { NULL, MAX }, 0, 0 },
	{ NULL, "/large", HTML, { NULL, MAX + 1 }, 0, 0 },
	{ NULL, "/endless", HTML "\r\n", { NULL, 4096 }, SITE_ENDLESS, 0 },
	{ NULL, "/endless-head",
	  OK "X-A: ", STR_INIT("aaaaaaaaaaaaaaaaaaaaaaaa\r\nX-A: b\r\nX-C: "), SITE_ENDLESS, 0 },
	{ NULL, "/bomb", HTML "Content-Encoding: gzip\r\n", { NULL, 0 }, 0, 0 },
	{ NULL, "/not-gzip", HTML "Content-Encoding: gzip\r\n", STR_INIT("<html>a</html>"), 0, 0 },
	{ NULL, "/raw", HTML "Content-Encoding: deflate\r\n", STR_INIT("\x4b\x4c\x4a\x06\x00"), 0,
	  0 },
	{ NULL, "/cut", HTML "Content-Encoding: deflate\r\n", STR_INIT("\x4b\x4c"), 0, 0 },
	{ NULL, "/coding", HTML "Content-Encoding: zz\r\n", STR_INIT("abc"), 0, 0 },
	{ NULL, "/silent", "", { NULL, 0 }, SITE_SILENT, 0 },
	{ NULL, "/drip", HTML "\r\n", { NULL, 4096 }, SITE_DRIP, 20 },
	{ NULL, "/nothing", "", { NULL, 0 }, SITE_AS_IS, 0 },
	{ NULL, "/noise", "", STR_INIT("SSH-2.0-x\r\n\r\n"), SITE_AS_IS, 0 },
	{ NULL, "/cookie", OK "Set-Cookie: id=7\r\n", STR_INIT("x"), 0, 0 },
};

static const struct {
	const char *name, *path;
	enum disposition want;
	int status;
	int64_t retry_after_ms;
	struct str body; /* compared where p is set */
} cases[] = {
	{ "a page", "/page", DISP_OK, 200, 0, STR_INIT("<html>a</html>") },
	{ "chunks are put together", "/chunked", DISP_OK, 200, 0, STR_INIT("abc") },
	{ "gone", "/gone", DISP_NOT_FOUND, 410, 0, { NULL, 0 } },
	{ "a path nobody has", "/none", DISP_NOT_FOUND, 404, 0, { NULL, 0 } },
	{ "a redirect is told, not followed", "/moved", DISP_REDIRECT, 302, 0, { NULL, 0 } },
	{ "whatever it leads to", "/tofile", DISP_REDIRECT, 302, 0, { NULL, 0 } },
	{ "busy, and says for how long", "/busy", DISP_THROTTLED, 503, 7000, { NULL, 0 } },
	{ "Retry-After: 0 asks for nothing", "/busy-zero", DISP_THROTTLED, 429, 0, { NULL, 0 } },
	{ "nor does a date gone by", "/busy-past", DISP_THROTTLED, 429, 0, { NULL, 0 } },
	{ "a day at most", "/busy-ever", DISP_THROTTLED, 429, 86400000, { NULL, 0 } },
	{ "an error", "/error", DISP_HTTP, 500, 0, { NULL, 0 } },
	{ "a wall", "/wall", DISP_BLOCKED, 521, 0, { NULL, 0 } },
	{ "shorter than announced", "/short", DISP_TRUNCATED, 200, 0, { NULL, 0 } },
	{ "exactly the limit", "/exact", DISP_OK, 200, 0, { NULL, 0 } },
	{ "one byte more", "/large", DISP_TOO_LARGE, 200, 0, { NULL, 0 } },
	{ "a body without end", "/endless", DISP_TOO_LARGE, 200, 0, { NULL, 0 } },
	{ "a header without end", "/endless-head", DISP_TOO_LARGE, 200, 0, { NULL, 0 } },
	{ "a bomb", "/bomb", DISP_TOO_LARGE, 200, 0, { NULL, 0 } },
	{ "a page that claims gzip, and ends as pages do",
	  "/not-gzip",
	  DISP_DECODE_ERROR,
	  200,
	  0,
	  { NULL, 0 } },
	{ "raw deflate", "/raw", DISP_OK, 200, 0, STR_INIT("abc") },
	{ "a cut coding", "/cut", DISP_DECODE_ERROR, 200, 0, { NULL, 0 } },
	{ "a coding nobody knows", "/coding", DISP_DECODE_ERROR, 200, 0, { NULL, 0 } },
	{ "a server that says nothing", "/silent", DISP_TIMEOUT, 0, 0, { NULL, 0 } },
	{ "a byte now and then", "/drip", DISP_TIMEOUT, 200, 0, { NULL, 0 } },
	{ "a connection closed at once", "/nothing", DISP_CONNECT, 0, 0, { NULL, 0 } },
	{ "something else than HTTP", "/noise", DISP_CONNECT, 0, 0, { NULL, 0 } },
};

static const struct fetch_limits limits = {
	.connect_ms = 500,
	.first_byte_ms = 100,
	.slow_ms = 200,
	.slow_bytes = 100,
	.total_ms = 3000,
	.max_header_bytes = 4096,
	.max_page_bytes = MAX,
	.max_file_bytes = MAX,
};

static struct site *site;

static struct fetch *open_fetch(bool allow_private)
{
	static char star[64];
	static const char *const resolve[] = { star };
	struct fetch_settings s = { .user_agent = "test/1 (a@b.test)",
				    .limits = limits,
				    .allow_private = allow_private,
				    .resolve = resolve,
				    .n_resolve = 1 };
	struct fetch *f;
	struct err e;

	snprintf(star, sizeof(star), "*:%d:127.0.0.1", site_port(site));
	assert_int_equal(fetch_open(&f, &s, &e), 0);
	return f;
}

/* Asks one URL and waits for it. */
static void ask(struct fetch_result *r, struct fetch *f, const char *url)
{
	struct fetch_request req = { .id = 42, .url = str_c(url) };
	struct err e;
	uint64_t id;

	fetch_submit(f, &req);
	assert_int_equal(fetch_busy(f), 1);
	while (!fetch_next(r, &id, f))
		assert_int_equal(fetch_wait(f, NULL, 0, 100, &e), 0);
	assert_int_equal(id, 42);
	assert_int_equal(fetch_busy(f), 0);
}

static const char *url_of(const char *host, const char *path)
{
	static char url[256];

	snprintf(url, sizeof(url), "http://%s:%d%s", host, site_port(site), path);
	return url;
}

static void test_cases(void **state)
{
	struct fetch *f = open_fetch(true);

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct fetch_result r;
		int64_t began_ms = clock_mono_ms();

		print_message("  case: %s\n", cases[i].name);
		ask(&r, f, url_of("www.lianhe.gov.cn.test", cases[i].path));
		assert_string_equal(disposition_name(r.disposition),
				    disposition_name(cases[i].want));
		assert_int_equal(r.status, cases[i].status);
		assert_int_equal(r.retry_after_ms, cases[i].retry_after_ms);
		assert_true(r.wire.n <= MAX && r.body.n <= MAX);
		assert_true(clock_mono_ms() - began_ms < 2500);
		if (cases[i].body.p)
			assert_true(str_eq(r.body, cases[i].body));
	}
	fetch_close(f);
}

static void test_answer(void **state)
{
	struct fetch *f = open_fetch(true);
	struct fetch_result r;

	(void)state;
	ask(&r, f, url_of("www.lianhe.gov.cn.test", "/page"));
	assert_true(str_eq(r.media_type, STR("text/html")));
	assert_true(str_eq(r.charset, STR("gbk")));
	assert_true(str_eq(r.etag, STR("\"e\"")));
	assert_true(str_eq(r.last_modified, STR("x")));
	assert_true(str_eq(r.address, STR("127.0.0.1")));
	assert_true(r.wire.p == r.body.p); /* no copy where there is no coding */
	assert_true(str_starts(r.request_header, STR("GET /page HTTP/1.1\r\n")));
	assert_true(str_find(r.request_header, STR("User-Agent: test/1 (a@b.test)"), 0) !=
		    STR_NONE);
	assert_true(str_starts(r.response_header, STR(OK)));
	assert_true(str_ends(r.response_header, STR("\r\n\r\n")));
	ask(&r, f, url_of("www.lianhe.gov.cn.test", "/moved"));
	assert_true(str_eq(r.location, STR("/page")));
	fetch_close(f);
}

/* Nothing is sent to what is not a public address, whatever name stands for it. */
static void test_refused(void **state)
{
	static const char *const hosts[] = { "www.lianhe.gov.cn.test", "127.0.0.1", "[::1]",
					     "0.0.0.0", "[::ffff:127.0.0.1]" };
	struct fetch *f = open_fetch(false);
	struct site_hit hits[SITE_MAX_HITS];
	struct fetch_result r;

	(void)state;
	site_forget(site);
	for (size_t i = 0; i < countof(hosts); i++) {
		print_message("  case: %s\n", hosts[i]);
		ask(&r, f, url_of(hosts[i], "/page"));
		assert_string_equal(disposition_name(r.disposition), "refused:address");
	}
	ask(&r, f, "file:///etc/passwd");
	assert_string_equal(disposition_name(r.disposition), "refused:scheme");
	ask(&r, f, "ftp://www.lianhe.gov.cn.test/");
	assert_string_equal(disposition_name(r.disposition), "refused:scheme");
	assert_int_equal(site_hits(hits, site), 0);
	fetch_close(f);
}

static void test_cookies(void **state)
{
	struct fetch *f = open_fetch(true);
	struct site_hit hits[SITE_MAX_HITS];
	struct fetch_result r;

	(void)state;
	site_forget(site);
	ask(&r, f, url_of("a.gov.cn.test", "/cookie"));
	ask(&r, f, url_of("b.gov.cn.test", "/page"));
	ask(&r, f, url_of("a.gov.cn.test", "/page"));
	assert_int_equal(site_hits(hits, site), 3);
	assert_string_equal(hits[1].cookie, "");
	assert_string_equal(hits[2].cookie, "id=7");
	assert_int_equal(hits[2].connection, hits[0].connection); /* kept open */
	fetch_close(f);
}

static void make_bomb(void)
{
	static unsigned char to[MAX / 2], zeros[1u << 20];
	z_stream z = { .next_out = to, .avail_out = sizeof(to) };

	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	for (int i = 0; i < 16; i++) {
		z.next_in = zeros;
		z.avail_in = sizeof(zeros);
		assert_int_equal(deflate(&z, i < 15 ? Z_NO_FLUSH : Z_FINISH),
				 i < 15 ? Z_OK : Z_STREAM_END);
	}
	bomb = (struct str){ (char *)to, sizeof(to) - z.avail_out };
	deflateEnd(&z);
}

static int open_site(void **state)
{
	static char zeros[MAX + 1];

	(void)state;
	for (size_t i = 0; i < countof(pages); i++) {
		if (strcmp(pages[i].path, "/bomb") == 0)
			pages[i].body = bomb;
		else if (!pages[i].body.p)
			pages[i].body.p = zeros;
	}
	site = site_open(pages, countof(pages));
	return 0;
}

static int close_site(void **state)
{
	(void)state;
	site_close(site);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_cookies),
	};

	make_bomb();
	return cmocka_run_group_tests(tests, open_site, close_site);
}
