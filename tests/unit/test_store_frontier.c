#include "tests/unit/store_fixture.h"

static int64_t ask(struct store *s, const char *sql)
{
	int64_t n = -1;

	OK(store_ask_int(&n, s, sql, bad));
	return n;
}

static int64_t host(struct store *s, const char *name)
{
	int64_t id = 0;

	OK(store_host_id(&id, s, str_c(name), STR("qingling.gov.cn.test"), bad));
	return id;
}

static int64_t offer(struct store *s, const char *url, int64_t host_id, int rank, bool *is_new)
{
	struct store_offer o = { .key = fixture_key(str_c(url)),
				 .text = str_c(url),
				 .host_id = host_id,
				 .kind = STR("article"),
				 .rank = rank,
				 .now_ms = 1 };
	bool ignored;
	int64_t id = 0;

	OK(store_offer_url(&id, is_new ? is_new : &ignored, s, &o, bad));
	return id;
}

/* "b a c": the last letters of the URLs that come next. */
static void next(char *out, size_t n, struct store *s, int64_t host_id, size_t max)
{
	struct arena arena = { 0 };
	struct store_url *u;
	size_t n_urls, at = 0;

	out[0] = '\0';
	OK(store_next_urls(&u, &n_urls, s, host_id, max, &arena, bad));
	for (size_t i = 0; i < n_urls; i++)
		at += (size_t)snprintf(out + at, n - at, "%s%c", at ? " " : "",
				       u[i].text.p[u[i].text.n - 1]);
	arena_release(&arena);
}

static void claim(char *out, size_t n, struct store *s, size_t max, int64_t now_ms)
{
	struct arena arena = { 0 };
	struct store_host *h;
	size_t n_hosts, at = 0;

	out[0] = '\0';
	OK(store_claim_hosts(&h, &n_hosts, s, max, now_ms, &arena, bad));
	for (size_t i = 0; i < n_hosts; i++)
		at += (size_t)snprintf(out + at, n - at, "%s%.*s", at ? " " : "",
				       STR_ARG(h[i].name));
	arena_release(&arena);
}

static void finish(struct store *s, int64_t id, enum url_state to, const char *disposition,
		   int64_t due_ms)
{
	struct store_finish f = { .url_id = id,
				  .state = to,
				  .disposition = disposition,
				  .now_ms = 10,
				  .due_ms = due_ms,
				  .etag = STR("\"v1\"") };

	OK(store_finish_url(s, &f, bad));
}

static void test_order_of_urls(void **state)
{
	struct store *s = fixture_store();
	int64_t h = host(s, "h");
	struct arena arena = { 0 };
	struct str disposition;
	struct store_url u;
	bool is_new;
	char got[64];

	(void)state;
	OK(store_frontier_resume(s, 0, bad));
	offer(s, "http://h/a", h, 10, NULL);
	offer(s, "http://h/b", h, 0, NULL);
	offer(s, "http://h/c", h, 10, NULL);
	offer(s, "http://h/a", h, 0, &is_new);
	assert_false(is_new);
	next(got, sizeof(got), s, h, 2);
	assert_string_equal(got, "b a");
	next(got, sizeof(got), s, h, 9);
	assert_string_equal(got, "c");
	next(got, sizeof(got), s, h, 9);
	assert_string_equal(got, "");
	OK(store_untake_urls(s, h, bad));
	OK(store_excuse_urls(s, h, "blocked", bad));
	OK(store_excuse_urls(s, h, "throttled", bad)); /* the first excuse stays */
	OK(store_find_url(&u, NULL, &disposition, s, fixture_key(STR("http://h/c")), &arena, bad));
	assert_true(str_eq(disposition, STR("blocked")));
	next(got, sizeof(got), s, h, 9);
	assert_string_equal(got, "b a c");
	arena_release(&arena);
	store_close(s);
}

static void test_order_of_hosts(void **state)
{
	struct store *s = fixture_store();
	struct store_host later = { .id = host(s, "later"),
				    .next_at_ms = 500,
				    .crawl_delay_ms = -1 };
	struct store_host open = { .id = host(s, "open"),
				   .breaker_state = STR("open"),
				   .breaker_until_ms = 1000,
				   .crawl_delay_ms = 2000 };
	struct store_host stopped = { .id = host(s, "stopped"), .stop_reason = STR("blocked") };
	struct store_host back;
	struct arena arena = { 0 };
	char got[64];

	(void)state;
	OK(store_frontier_resume(s, 0, bad));
	offer(s, "http://later/a", later.id, 0, NULL);
	offer(s, "http://open/a", open.id, 0, NULL);
	offer(s, "http://stopped/a", stopped.id, 0, NULL);
	offer(s, "http://now/a", host(s, "now"), 0, NULL);
	host(s, "idle");
	OK(store_host_update(s, &later, bad));
	OK(store_host_update(s, &open, bad));
	OK(store_host_update(s, &stopped, bad));
	claim(got, sizeof(got), s, 1, 100);
	assert_string_equal(got, "now");
	claim(got, sizeof(got), s, 9, 100);
	assert_string_equal(got, "later");
	claim(got, sizeof(got), s, 9, 2000);
	assert_string_equal(got, "open");
	OK(store_release_host(s, later.id, bad));
	claim(got, sizeof(got), s, 9, 2000);
	assert_string_equal(got, "later");
	OK(store_hosts_forgive(s, bad));
	claim(got, sizeof(got), s, 9, 2000);
	assert_string_equal(got, "stopped");
	assert_int_equal(store_get_host(&back, s, STR("open"), &arena, bad), 1);
	assert_int_equal(back.crawl_delay_ms, 2000);
	assert_string_equal(back.breaker_state.p, "closed");
	assert_string_equal(back.domain.p, "qingling.gov.cn.test");
	assert_int_equal(store_get_host(&back, s, STR("later"), &arena, bad), 1);
	assert_int_equal(back.crawl_delay_ms, -1);
	assert_int_equal(store_get_host(&back, s, STR("nowhere"), &arena, bad), 0);
	arena_release(&arena);
	store_close(s);
}

static void test_resume(void **state)
{
	char path[128], got[64];
	struct store *s = NULL;
	struct store_backlog left = { 0 };
	int64_t h, done, due, failed;

	(void)state;
	snprintf(path, sizeof(path), "%s/resume.db", fixture_dir);
	OK(store_open(&s, path, STORE_CREATE, bad));
	OK(store_frontier_resume(s, 0, bad));
	h = host(s, "h");
	done = offer(s, "http://h/d", h, 0, NULL);
	due = offer(s, "http://h/u", h, 0, NULL);
	failed = offer(s, "http://h/f", h, 0, NULL);
	offer(s, "http://h/t", h, 0, NULL);
	offer(s, "http://h/p", h, 9, NULL);
	claim(got, sizeof(got), s, 9, 0);
	next(got, sizeof(got), s, h, 4);
	assert_string_equal(got, "d u f t");
	finish(s, done, URL_DONE, "ok", 0);
	finish(s, due, URL_DONE, "ok", 1000);
	finish(s, failed, URL_FAILED, "unreachable:timeout", 0);
	store_close(s);
	/* As after a kill: "t" was taken and never finished. */
	OK(store_open(&s, path, STORE_WRITE, bad));
	OK(store_frontier_resume(s, 999, bad));
	claim(got, sizeof(got), s, 9, 999);
	assert_string_equal(got, "h");
	next(got, sizeof(got), s, h, 9);
	assert_string_equal(got, "t p");
	OK(store_frontier_resume(s, 1000, bad));
	OK(store_backlog(&left, s, bad));
	assert_int_equal(left.n_pending, 3);
	assert_int_equal(left.n_hosts, 1);
	assert_int_equal(left.n_known, 5);
	next(got, sizeof(got), s, h, 9);
	assert_string_equal(got, "u t p");
	store_close(s);
}

static void test_known_urls(void **state)
{
	struct store *s = fixture_store();
	struct store_offer o = {
		.text = STR("http://h/a"), .kind = STR("article"), .now_ms = 1, .is_outside = true
	};
	struct store_seed seed = { .url = STR("http://h/"), .kind = STR("home") };
	struct store_url u;
	struct arena arena = { 0 };
	enum url_state is;
	struct str disposition;
	int64_t id, again, seed_id = 0;
	char got[16];
	bool is_new;

	(void)state;
	OK(store_frontier_resume(s, 0, bad));
	OK(store_put_seed(&seed_id, s, &seed, bad));
	o.key = fixture_key(o.text);
	o.host_id = host(s, "h");
	OK(store_offer_url(&id, &is_new, s, &o, bad));
	assert_true(is_new);
	next(got, sizeof(got), s, o.host_id, 9);
	assert_string_equal(got, "");
	assert_int_equal(store_find_url(&u, &is, &disposition, s, o.key, &arena, bad), 1);
	assert_int_equal(is, URL_OUTSIDE);
	assert_string_equal(disposition.p, "offsite");
	o.is_outside = false;
	o.seed_id = seed_id;
	o.link_text = STR("2023年年报");
	o.year = 2023;
	OK(store_offer_url(&again, &is_new, s, &o, bad));
	assert_int_equal(again, id);
	assert_false(is_new);
	assert_int_equal(store_find_url(&u, &is, &disposition, s, o.key, &arena, bad), 1);
	assert_int_equal(is, URL_PENDING);
	assert_null(disposition.p);
	assert_int_equal(u.seed_id, seed_id);
	assert_int_equal(u.year, 2023);
	assert_string_equal(u.link_text.p, "2023年年报");
	/* A link that says less does not take away what is known. */
	o.link_text = STR("");
	o.year = 0;
	OK(store_offer_url(&again, &is_new, s, &o, bad));
	next(got, sizeof(got), s, o.host_id, 9);
	assert_string_equal(got, "a");
	finish(s, id, URL_PENDING, "throttled", 0);
	assert_int_equal(store_find_url(&u, &is, NULL, s, o.key, &arena, bad), 1);
	assert_int_equal(u.tries, 1);
	assert_int_equal(u.year, 2023);
	assert_string_equal(u.etag.p, "\"v1\"");
	assert_int_equal(store_find_url(&u, NULL, NULL, s, 12345, &arena, bad), 0);
	arena_release(&arena);
	store_close(s);
}

static void test_robots(void **state)
{
	struct store *s = fixture_store();
	struct store_robots r = { .verdict = STR("rules"),
				  .status = 200,
				  .fetched_ms = 5,
				  .expires_ms = 9,
				  .good_ms = 5,
				  .etag = STR("\"e\""),
				  .body = STR("User-agent: *\n# \xb9\xab\xb8\xe6\n") };
	struct store_robots back;
	struct arena arena = { 0 };
	int64_t h = host(s, "h");

	(void)state;
	assert_int_equal(store_get_robots(&back, s, h, &arena, bad), 0);
	OK(store_put_robots(s, h, &r, bad));
	r.fails = 2;
	OK(store_put_robots(s, h, &r, bad));
	assert_int_equal(store_get_robots(&back, s, h, &arena, bad), 1);
	assert_true(str_eq(back.body, r.body));
	assert_int_equal(back.fails, 2);
	assert_int_equal(back.expires_ms, 9);
	assert_string_equal(back.verdict.p, "rules");
	arena_release(&arena);
	store_close(s);
}

static void test_seeds(void **state)
{
	const int years[] = { 2022, 2023 };
	struct store *s = fixture_store();
	struct store_seed seed = { .url = STR("http://h/list"),
				   .agency = STR("青岭县水务局"),
				   .kind = STR("list"),
				   .region = STR("990101"),
				   .level = STR("dept"),
				   .expect_years = years,
				   .n_expect_years = 2 };
	int64_t id = 0, again = 0, other = 0;

	(void)state;
	OK(store_put_seed(&id, s, &seed, bad));
	seed.note = STR("moved");
	OK(store_put_seed(&again, s, &seed, bad));
	assert_int_equal(id, again);
	seed.agency = STR("青岭县民政局");
	OK(store_put_seed(&other, s, &seed, bad));
	assert_int_not_equal(id, other);
	OK(store_verify(s, bad));
	store_close(s);
}

static void test_last_bodies(void **state)
{
	struct store *s = fixture_store();
	int64_t h = host(s, "h"), url = offer(s, "http://h/a", h, 0, NULL),
		other = offer(s, "http://h/b", h, 0, NULL), first, second, file;
	struct arena arena = { 0 };
	struct store_body b;
	char sha256[DIGEST_TEXT_MAX];

	(void)state;
	assert_int_equal(store_last_body(&b, s, url, STR("x"), &arena, bad), 0);
	first = fixture_document(s, url, NULL, "one", NULL);
	second = fixture_document(s, url, NULL, "two", NULL);
	file = fixture_document(s, 0, "x", "three", NULL);
	/* Of a URL that has one, the path is not looked at. */
	assert_int_equal(store_last_body(&b, s, url, STR("x"), &arena, bad), 1);
	assert_int_equal(b.id, second);
	assert_true(b.is_archived);
	assert_true(str_eq(b.sha256, str_c(digest_of(sha256, DIGEST_SHA256, STR("two")))));
	fixture_document(s, url, NULL, "one", NULL);
	assert_int_equal(store_last_body(&b, s, url, STR(""), &arena, bad), 1);
	assert_int_equal(b.id, first);
	assert_int_equal(store_last_body(&b, s, other, STR("x"), &arena, bad), 0);
	assert_int_equal(store_last_body(&b, s, 0, STR("x"), &arena, bad), 1);
	assert_int_equal(b.id, file);
	assert_int_equal(store_last_body(&b, s, 0, STR("y"), &arena, bad), 0);
	arena_release(&arena);
	store_close(s);
}

static void test_fetches_and_withdrawn_pages(void **state)
{
	struct store *s = fixture_store();
	int64_t h = host(s, "h"), url = offer(s, "http://h/a", h, 0, NULL), id = 0, found = 0;
	struct store_fetch f = { .url_id = url,
				 .disposition = "ok",
				 .status = 200,
				 .n_bytes = 9,
				 .place = { STR("b.warc.gz"), 7, 8 } };
	struct store_document again = { .place = { STR("c.warc.gz"), 1, 2 }, .seen_ms = 3 };
	char sha256[DIGEST_TEXT_MAX];
	struct err e = { 0 };
	enum store_news news;
	int64_t first, second;

	(void)state;
	OK(store_put_fetch(&id, s, &f, bad));
	first = fixture_document(s, url, NULL, "one", &news);
	assert_int_equal(news, STORE_NEW);
	assert_int_equal(fixture_document(s, url, NULL, "one", &news), first);
	assert_int_equal(news, STORE_SAME);
	second = fixture_document(s, url, NULL, "two", &news);
	assert_int_equal(news, STORE_CHANGED);
	assert_int_equal(store_find_document(&found, s, STR("http://h/a"), bad), 1);
	assert_int_equal(found, second);
	assert_int_equal(fixture_document(s, url, NULL, "one", &news), first);
	assert_int_equal(news, STORE_CHANGED);
	assert_int_equal(store_find_document(&found, s, STR("http://h/a"), bad), 1);
	assert_int_equal(found, first);
	assert_int_equal(store_find_document(&found, s, STR("http://h/z"), bad), 0);
	OK(store_url_gone(s, url, 99, bad));
	OK(store_url_gone(s, url, 200, bad));
	assert_int_equal(ask(s, "SELECT min(gone_ms) FROM document"), 99);
	fixture_document(s, url, NULL, "one", &news);
	assert_int_equal(ask(s, "SELECT count(*) FROM document WHERE gone_ms IS NULL"), 1);
	assert_int_equal(ask(s, "SELECT count(*) FROM fetch WHERE archive_offset = 7"), 1);
	/* The place of a body in the archive is the first one. */
	again.sha256 = str_c(digest_of(sha256, DIGEST_SHA256, STR("one")));
	again.url_id = url;
	OK(store_put_document(&found, &news, s, &again, bad));
	assert_int_equal(found, first);
	assert_int_equal(ask(s, "SELECT archive_offset FROM source WHERE document_id = 1"
				" AND archive = 'a.warc.gz'"),
			 100);
	/* A row that points to no URL is refused. */
	f.url_id = 77;
	assert_int_equal(store_put_fetch(&id, s, &f, &e), -1);
	assert_int_equal(e.code, ERR_DB);
	OK(store_verify(s, bad));
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_of_urls),
		cmocka_unit_test(test_order_of_hosts),
		cmocka_unit_test(test_resume),
		cmocka_unit_test(test_known_urls),
		cmocka_unit_test(test_robots),
		cmocka_unit_test(test_seeds),
		cmocka_unit_test(test_last_bodies),
		cmocka_unit_test(test_fetches_and_withdrawn_pages),
	};

	return cmocka_run_group_tests(tests, fixture_make_dir, fixture_drop_dir);
}
