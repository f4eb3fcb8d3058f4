/* A whole harvest of small sites; what is asserted is what the servers saw. */
#include "tests/unit/harness.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "cli/harvest.h"
#include "crawler/url.h"
#include "store/store_fetch.h"
#include "store/store_frontier.h"
#include "tests/crawl/site.h"

#define DELAY_MS           40
#define MAX_CRAWL_DELAY_MS 150 /* a longer wish is cut to it */
#define OK                 "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
#define TO(place)          "HTTP/1.1 302 Found\r\nLocation: " place "\r\n"
#define LINK(path, year)                                                                           \
	"<li><a href=\"" path "\">蓝河区" year "年政府信息公开工作年度报告</a></li>"
#define REPORT(year)                                                                                                \
	"<html><title>蓝河区" year "年政府信息公开工作年度报告</title><body><p>一、总体情况</p>" \
	"<p>二、主动公开政府信息情况</p></body></html>"

static char to_rules[128]; /* the port is known once the site is there */

static const struct site_page pages[] = {
	/* A site as it should be, with a rule, a slow start and a validator. */
	{ "a.gov.cn.test", "/robots.txt", "HTTP/1.1 200 OK\r\n",
	  STR_INIT("User-agent: *\nDisallow: /no/\n"), 0, 0 },
	{ "a.gov.cn.test", "/gknb/", OK,
	  STR_INIT("<html><body><ul>" LINK("/gknb/1.html", "2021") LINK("/gknb/2.html", "2022")
			   LINK("/no/3.html", "2020") LINK("/busy.html", "2019") LINK(
				   "http://elsewhere.test/4.html", "2018") "</ul></body></html>"),
	  0, 0 },
	{ "a.gov.cn.test", "/gknb/1.html", OK, STR_INIT(REPORT("2021")), SITE_ETAG, 0 },
	{ "a.gov.cn.test", "/gknb/2.html", OK "ETag: \"v1\"\r\n", STR_INIT(REPORT("2022")),
	  SITE_ETAG, 0 },
	{ "a.gov.cn.test", "/no/3.html", OK, STR_INIT(REPORT("2020")), 0, 0 },
	{ "a.gov.cn.test", "/busy.html", OK, STR_INIT(REPORT("2019")), SITE_FIRST, 1 },
	/* robots.txt: refused, failing, a page in its place. */
	{ "refused.gov.cn.test", "/robots.txt", "HTTP/1.1 403 No\r\n", STR_INIT("no"), 0, 0 },
	{ "refused.gov.cn.test", "/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	{ "failing.gov.cn.test", "/robots.txt", "HTTP/1.1 500 Oh\r\n", STR_INIT("oh"), 0, 0 },
	{ "failing.gov.cn.test", "/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	{ "html.gov.cn.test", "/robots.txt", OK, STR_INIT("<html>Disallow: /</html>"), 0, 0 },
	{ "html.gov.cn.test", "/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	/* Redirects. */
	{ "moves.gov.cn.test", "/1.html", TO("/2.html"), STR_INIT(""), 0, 0 },
	{ "moves.gov.cn.test", "/2.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	{ "moves.gov.cn.test", "/round.html", TO("/round2.html"), STR_INIT(""), 0, 0 },
	{ "moves.gov.cn.test", "/round2.html", TO("/round.html"), STR_INIT(""), 0, 0 },
	{ "moves.gov.cn.test", "/private.html", TO("http://10.0.0.1/x.html"), STR_INIT(""), 0, 0 },
	{ "moves.gov.cn.test", "/file.html", TO("file:///etc/passwd"), STR_INIT(""), 0, 0 },
	{ "moves.gov.cn.test", "/home.html", TO("/"), STR_INIT(""), 0, 0 },
	/* A wall: one request behind robots.txt, then nothing more. */
	{ "wall.gov.cn.test", "/1.html", "HTTP/1.1 521 x\r\n", STR_INIT("document.cookie"), 0, 0 },
	{ "wall.gov.cn.test", "/2.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	/* Robots.txt has moved to a host that is asked itself, by its clock. */
	{ "guest.gov.cn.test", "/robots.txt", to_rules, STR_INIT(""), 0, 0 },
	{ "guest.gov.cn.test", "/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	{ "guest.gov.cn.test", "/no.html", OK, STR_INIT(REPORT("2020")), 0, 0 },
	{ "rules.gov.cn.test", "/robots.txt", "HTTP/1.1 200 OK\r\n",
	  STR_INIT("User-agent: *\nDisallow: /no\nCrawl-delay: 9\n"), 0, 0 },
	{ "rules.gov.cn.test", "/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	{ "rules.gov.cn.test", "/2.html", OK, STR_INIT(REPORT("2022")), 0, 0 },
	/* A list whose pager does not end: the last page comes again, under ever new numbers. */
	{ "pages.gov.cn.test", "/gknb/", OK,
	  STR_INIT("<html><ul>" LINK("/gknb/1.html", "2021") "</ul><a href=\"?page=2\">下一页</a>"),
	  0, 0 },
	{ "pages.gov.cn.test", "/gknb/?page=2", OK,
	  STR_INIT("<html><ul>" LINK("/gknb/2.html", "2020") "</ul><a href=\"?page=3\">下一页</a>"),
	  0, 0 },
	{ "pages.gov.cn.test", "/gknb/?page=3", OK,
	  STR_INIT("<html><ul>" LINK("/gknb/2.html", "2020") "</ul><a href=\"?page=4\">下一页</a>"),
	  0, 0 },
	{ "pages.gov.cn.test", "/gknb/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	{ "pages.gov.cn.test", "/gknb/2.html", OK, STR_INIT(REPORT("2020")), 0, 0 },
	/* truecms: rows by JSONP, for whoever says for which list. */
	{ "rows.gov.cn.test", "/gknb/", OK,
	  STR_INIT("<html><p>政府信息公开年报</p><iframe "
		   "src=\"/truecms/messageController/getMessage.do"
		   "?startrecord=1&endrecord=20&perpage=20&columnId=7\"></iframe></html>"),
	  0, 0 },
	{ "rows.gov.cn.test",
	  "/truecms/messageController/"
	  "getMessage.do?startrecord=1&endrecord=20&perpage=20&columnId=7",
	  OK,
	  STR_INIT("cb({\"rows\": \"<a "
		   "href='/gknb/1.html'>蓝河区2021年政府信息公开工作年度报告</a>\"})"),
	  SITE_REFERER, 0 },
	{ "rows.gov.cn.test", "/gknb/1.html", OK, STR_INIT(REPORT("2021")), 0, 0 },
	/* Chinese in a query of a GBK page: its own bytes. */
	{ "gbk.gov.cn.test", "/gknb/",
	  "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n",
	  STR_INIT(
		  "<html><ul><li><a href=\"/list.asp?lm=\xC4\xEA\xB1\xA8\">"
		  "\xD5\xFE\xB8\xAE\xD0\xC5\xCF\xA2\xB9\xAB\xBF\xAA\xC4\xEA\xB1\xA8</a></li></ul>"
		  "<p>"
		  "\xD5\xFE\xB8\xAE\xD0\xC5\xCF\xA2\xB9\xAB\xBF\xAA\xB9\xA4\xD7\xF7\xC4\xEA\xB6\xC8"
		  "\xB1\xA8\xB8\xE6</p></html>"),
	  0, 0 },
	{ "gbk.gov.cn.test", "/list.asp?lm=%C4%EA%B1%A8", OK, STR_INIT("<html>\xE5\xB9\xB4</html>"),
	  0, 0 },
	/* A host that takes its time does not hold up the others. */
	{ "silent.gov.cn.test", "/1.html", "", { NULL, 0 }, SITE_SILENT, 0 },
};

static const char seed_text[] = "url\tkind\n"
				"http://a.gov.cn.test:PORT/gknb/\tlist\n"
				"http://refused.gov.cn.test:PORT/1.html\tarticle\n"
				"http://failing.gov.cn.test:PORT/1.html\tarticle\n"
				"http://html.gov.cn.test:PORT/1.html\tarticle\n"
				"http://moves.gov.cn.test:PORT/1.html\tarticle\n"
				"http://moves.gov.cn.test:PORT/round.html\tarticle\n"
				"http://moves.gov.cn.test:PORT/private.html\tarticle\n"
				"http://moves.gov.cn.test:PORT/file.html\tarticle\n"
				"http://moves.gov.cn.test:PORT/home.html\tarticle\n"
				"http://wall.gov.cn.test:PORT/1.html\tarticle\n"
				"http://wall.gov.cn.test:PORT/2.html\tarticle\n"
				"http://guest.gov.cn.test:PORT/1.html\tarticle\n"
				"http://guest.gov.cn.test:PORT/no.html\tarticle\n"
				"http://rules.gov.cn.test:PORT/1.html\tarticle\n"
				"http://rules.gov.cn.test:PORT/2.html\tarticle\n"
				"http://pages.gov.cn.test:PORT/gknb/\tlist\n"
				"http://gbk.gov.cn.test:PORT/gknb/\tlist\n"
				"http://rows.gov.cn.test:PORT/gknb/\tlist\n"
				"http://silent.gov.cn.test:PORT/1.html\tarticle\n";

static const struct {
	const char *name, *host, *path;
	const char *disposition; /* as stored */
	int n_asked;             /* in the first run */
} urls[] = {
	{ "a list", "a.gov.cn.test", "/gknb/", "ok", 1 },
	{ "an article", "a.gov.cn.test", "/gknb/1.html", "ok", 1 },
	{ "what robots.txt forbids", "a.gov.cn.test", "/no/3.html", "robots_disallow", 0 },
	{ "busy once, then had", "a.gov.cn.test", "/busy.html", "ok", 2 },
	{ "robots.txt refused", "refused.gov.cn.test", "/1.html", "robots_refused", 0 },
	{ "robots.txt that fails", "failing.gov.cn.test", "/1.html", "robots_unreachable", 0 },
	{ "a page in place of robots.txt has no rules", "html.gov.cn.test", "/1.html", "ok", 1 },
	{ "moved", "moves.gov.cn.test", "/1.html", "redirect", 1 },
	{ "where it moved to", "moves.gov.cn.test", "/2.html", "ok", 1 },
	{ "round in circles", "moves.gov.cn.test", "/round.html", "redirect_loop", 1 },
	{ "and the other end of the circle", "moves.gov.cn.test", "/round2.html", "redirect_loop",
	  1 },
	{ "towards a private address", "moves.gov.cn.test", "/private.html", "offsite", 1 },
	{ "towards a file", "moves.gov.cn.test", "/file.html", "refused:scheme", 1 },
	{ "the home page in place of a report", "moves.gov.cn.test", "/home.html", "redirect", 1 },
	{ "a wall", "wall.gov.cn.test", "/1.html", "blocked", 1 },
	{ "nothing more behind a wall", "wall.gov.cn.test", "/2.html", "blocked", 0 },
	{ "robots.txt on another host", "guest.gov.cn.test", "/1.html", "ok", 1 },
	{ "which forbids all the same", "guest.gov.cn.test", "/no.html", "robots_disallow", 0 },
	{ "and that host's own pages", "rules.gov.cn.test", "/2.html", "ok", 1 },
	{ "a further page", "pages.gov.cn.test", "/gknb/?page=2", "ok", 1 },
	{ "which comes again", "pages.gov.cn.test", "/gknb/?page=3", "ok", 1 },
	{ "the report on it", "pages.gov.cn.test", "/gknb/2.html", "ok", 1 },
	{ "what rows are given out for a Referer", "rows.gov.cn.test", "/gknb/1.html", "ok", 1 },
	{ "a query in the page's own charset", "gbk.gov.cn.test", "/list.asp?lm=%C4%EA%B1%A8", "ok",
	  1 },
	{ "no answer", "silent.gov.cn.test", "/1.html", "unreachable:timeout", 1 },
};

struct bench {
	struct site *site;
	struct pipeline *pipeline;
	struct store *store;
	struct config config;
	struct seeds seeds;
	struct arena arena;
	char dir[64];
};

static struct bench b;

static void plant(void)
{
	struct buf text;
	const char *from = seed_text, *at;
	struct err e;

	buf_init(&text, 1u << 16);
	while ((at = strstr(from, "PORT"))) {
		buf_add(&text, (struct str){ from, (size_t)(at - from) });
		buf_addf(&text, "%d", site_port(b.site));
		from = at + 4;
	}
	buf_add(&text, str_c(from));
	assert_int_equal(seed_parse(&b.seeds, arena_str(&b.arena, buf_str(&text)), "seeds.tsv",
				    &b.arena, &e),
			 0);
	assert_int_equal(b.seeds.n_problems, 0);
	buf_release(&text);
}

static int open_bench(void **state)
{
	struct pipeline_limits limits = { 1, 10000, 20000, 1ll << 30, NULL };
	struct err e;

	(void)state;
	snprintf(b.dir, sizeof(b.dir), "/tmp/nianbao-polite-XXXXXX");
	assert_non_null(mkdtemp(b.dir));
	assert_int_equal(pipeline_open(&b.pipeline, &limits, &e), 0); /* before any thread */
	assert_int_equal(store_open(&b.store, ":memory:", STORE_CREATE, &e), 0);
	b.site = site_open(pages, countof(pages));
	snprintf(to_rules, sizeof(to_rules), TO("http://rules.gov.cn.test:%d/robots.txt"),
		 site_port(b.site));
	config_init(&b.config);
	b.config.delay_ms = DELAY_MS;
	b.config.max_crawl_delay_ms = MAX_CRAWL_DELAY_MS;
	plant();
	return 0;
}

static int close_bench(void **state)
{
	DIR *d = opendir(b.dir);
	struct dirent *entry;
	char path[512];

	(void)state;
	pipeline_close(b.pipeline);
	store_close(b.store);
	site_close(b.site);
	arena_release(&b.arena);
	while (d && (entry = readdir(d))) {
		snprintf(path, sizeof(path), "%s/%s", b.dir, entry->d_name);
		unlink(path);
	}
	closedir(d);
	rmdir(b.dir);
	return 0;
}

static int harvest(struct harvest_summary *sum, struct err *e)
{
	char star[64];
	const char *resolve[] = { star };
	struct fetch_settings fetch = {
		.user_agent = "nianbao/test",
		.allow_private = true,
		.limits = { .connect_ms = 100,
			    .first_byte_ms = 50,
			    .slow_ms = 300,
			    .slow_bytes = 1 },
		.resolve = resolve,
		.n_resolve = 1,
	};
	struct warc_settings warc = { .dir = b.dir, .prefix = "test" };
	struct harvest_setup setup = {
		.store = b.store,
		.pipeline = b.pipeline,
		.seeds = &b.seeds,
		.config = &b.config,
		.warc_dir = b.dir,
		.agent = "nianbao",
		.patience_ms = 3000,
		.own_clocks_only = true,
	};
	size_t n_repaired;
	struct err own;
	int rc;

	snprintf(star, sizeof(star), "*:%d:127.0.0.1", site_port(b.site));
	assert_int_equal(fetch_open(&setup.fetch, &fetch, e), 0);
	assert_int_equal(warc_open(&setup.warc, &n_repaired, &warc, e), 0);
	rc = harvest_run(sum, &setup, e);
	fetch_close(setup.fetch);
	assert_int_equal(warc_close(setup.warc, &own), 0);
	return rc;
}

/* The URL as the database knows it. */
static void find(struct store_url *u, enum url_state *state, struct str *disposition,
		 struct arena *arena, const char *host, const char *path)
{
	struct str text = arena_strf(arena, "http://%s:%d%s", host, site_port(b.site), path);
	struct url parsed;
	struct err e;

	assert_int_equal(url_parse(&parsed, text, NULL, arena, &e), 0);
	assert_int_equal(store_find_url(u, state, disposition, b.store,
					url_hash(url_key(&parsed, arena)), arena, &e),
			 1);
}

static int asked(const struct site_hit *hits, size_t n, const char *host, const char *path)
{
	int times = 0;

	for (size_t i = 0; i < n; i++)
		times += strcmp(hits[i].host, host) == 0 && strcmp(hits[i].path, path) == 0;
	return times;
}

static int64_t when(const struct site_hit *hits, size_t n, const char *host, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(hits[i].host, host) == 0 && strcmp(hits[i].path, path) == 0)
			return hits[i].began_ms;
	return -1;
}

/* robots.txt first, a rest after each answer, one request at a time: for every host. */
static void check_manners(const struct site_hit *hits, size_t n, bool robots_known)
{
	for (size_t i = 0; i < n; i++) {
		const struct site_hit *before = NULL;

		for (size_t k = 0; k < i; k++)
			if (strcmp(hits[k].host, hits[i].host) == 0)
				before = &hits[k];
		if (!before && !robots_known)
			assert_string_equal(hits[i].path, "/robots.txt");
		if (!before)
			continue;
		assert_true(before->ended_ms <= hits[i].began_ms);
		/* A millisecond for rounding on both sides. */
		assert_true(hits[i].began_ms - before->ended_ms >= DELAY_MS - 2);
		if (before->status == 503)
			assert_true(hits[i].began_ms - before->ended_ms >= 1000 - 2);
		assert_string_equal(hits[i].user_agent, "nianbao/test");
	}
}

static void test_first(void **state)
{
	static struct site_hit hits[SITE_MAX_HITS];
	struct harvest_summary sum;
	struct err e;
	size_t n;

	(void)state;
	b.config.max_page_bytes = 1 << 20;
	assert_int_equal(harvest(&sum, &e), 0);
	n = site_hits(hits, b.site);
	for (size_t i = 0; i < countof(urls); i++) {
		struct arena arena = { 0 };
		struct store_url u;
		enum url_state s;
		struct str disposition;

		print_message("  case: %s\n", urls[i].name);
		find(&u, &s, &disposition, &arena, urls[i].host, urls[i].path);
		assert_string_equal(disposition.p ? disposition.p : "", urls[i].disposition);
		if (strcmp(urls[i].path, "/1.html") || strcmp(urls[i].host, "silent.gov.cn.test"))
			assert_int_equal(asked(hits, n, urls[i].host, urls[i].path),
					 urls[i].n_asked);
		arena_release(&arena);
	}
	check_manners(hits, n, false);
	assert_int_equal(asked(hits, n, "elsewhere.test", "/4.html"), 0);
	assert_int_equal(sum.n_offsite, 2);
	assert_int_equal(asked(hits, n, "a.gov.cn.test", "/robots.txt"), 1);
	assert_int_equal(asked(hits, n, "rules.gov.cn.test", "/robots.txt"), 2);
	assert_int_equal(asked(hits, n, "pages.gov.cn.test", "/gknb/?page=4"), 0);
	assert_true(when(hits, n, "rules.gov.cn.test", "/2.html") -
			    when(hits, n, "rules.gov.cn.test", "/1.html") >=
		    MAX_CRAWL_DELAY_MS - 2);
}

/* Two pages are due: one has a validator, one has none. */
static void test_second(void **state)
{
	static struct site_hit hits[SITE_MAX_HITS];
	static const char *const due[] = { "/gknb/2.html", "/busy.html" };
	struct arena arena = { 0 };
	struct harvest_summary sum;
	struct err e;
	size_t n;

	(void)state;
	for (size_t i = 0; i < countof(due); i++) {
		struct store_finish f = { .state = URL_DONE, .disposition = "ok", .due_ms = 1 };
		struct store_url u;

		find(&u, NULL, NULL, &arena, "a.gov.cn.test", due[i]);
		f.url_id = u.id;
		assert_int_equal(store_finish_url(b.store, &f, &e), 0);
	}
	arena_release(&arena);
	site_forget(b.site);
	assert_int_equal(harvest(&sum, &e), 0);
	n = site_hits(hits, b.site);
	assert_int_equal(asked(hits, n, "a.gov.cn.test", "/robots.txt"), 0); /* a day old at most */
	assert_int_equal(asked(hits, n, "a.gov.cn.test", "/gknb/1.html"), 0);
	assert_int_equal(asked(hits, n, "a.gov.cn.test", "/gknb/2.html"), 1);
	assert_int_equal(asked(hits, n, "moves.gov.cn.test", "/1.html"), 0);
	for (size_t i = 0; i < n; i++)
		if (strcmp(hits[i].path, "/gknb/2.html") == 0) {
			assert_string_equal(hits[i].if_none_match, "\"v1\"");
			assert_int_equal(hits[i].status, 304);
		}
	check_manners(hits, n, true);
	assert_int_equal(sum.n_new, 0);
	assert_int_equal(sum.n_changed, 0);
	assert_true(sum.n_same >= 1);
}

static void test_limits(void **state)
{
	struct harvest_summary sum;
	struct arena arena = { 0 };
	struct store_finish f = { .state = URL_DONE, .disposition = "ok", .due_ms = 1 };
	struct store_url u;
	struct err e = { 0 };

	(void)state;
	find(&u, NULL, NULL, &arena, "a.gov.cn.test", "/gknb/1.html");
	f.url_id = u.id;
	assert_int_equal(store_finish_url(b.store, &f, &e), 0);
	arena_release(&arena);
	b.config.min_free_bytes = INT64_MAX; /* more than any disk has */
	assert_int_equal(harvest(&sum, &e), -1);
	assert_int_equal(e.code, ERR_DISK);
	assert_int_equal(sum.n_requests, 0);
	assert_true(sum.n_left > 0);
	b.config.min_free_bytes = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first), /* each goes on where the one before ended */
		cmocka_unit_test(test_second),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, open_bench, close_bench);
}
