#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "crawler/robots.h"
#include "crawler/robots_cache.h"
#include "tests/unit/jsonl.h"

#define PEERS "../shared/peers/robots/"

static const struct {
	const char *name;
	struct str robots;
	const char *path;
	bool want;
} rows[] = {
	{ "nothing forbids nothing", STR_INIT(""), "/a", true },
	{ "the plain case", STR_INIT("User-agent: *\nDisallow: /a"), "/a/b", false },
	{ "a prefix, not a folder", STR_INIT("User-agent: *\nDisallow: /a"), "/ab", false },
	{ "another path", STR_INIT("User-agent: *\nDisallow: /a/"), "/b", true },
	{ "an empty Disallow allows", STR_INIT("User-agent: *\nDisallow:"), "/a", true },
	{ "case of paths counts", STR_INIT("User-agent: *\nDisallow: /A"), "/a", true },
	{ "case of names does not", STR_INIT("USER-AGENT: NianBao\nDISALLOW: /a"), "/a", false },
	{ "a group of our own hides *",
	  STR_INIT("User-agent: *\nDisallow: /\nUser-agent: nianbao\nDisallow: /b"), "/a", true },
	{ "even an empty one",
	  STR_INIT("User-agent: nianbao\nDisallow:\nUser-agent: *\nDisallow: /"), "/a", true },
	{ "groups are merged",
	  STR_INIT("User-agent: nianbao\nDisallow: /a\nUser-agent: x\nDisallow: /c\n"
		   "User-agent: nianbao\nDisallow: /b"),
	  "/a", false },
	{ "several names, one group", STR_INIT("User-agent: x\nUser-agent: nianbao\nDisallow: /a"),
	  "/a", false },
	{ "a longer name is another crawler", STR_INIT("User-agent: nianbaobot\nDisallow: /"), "/a",
	  true },
	{ "a version after the name", STR_INIT("User-agent: nianbao/1.0\nDisallow: /a"), "/a",
	  false },
	{ "Sitemap and Crawl-delay do not end a group",
	  STR_INIT("User-agent: nianbao\nCrawl-delay: 5\nSitemap: /s\nUser-agent: x\nDisallow: /a"),
	  "/a", false },
	{ "the longest rule wins", STR_INIT("User-agent: *\nAllow: /a/b\nDisallow: /a"), "/a/b/c",
	  true },
	{ "whatever the order", STR_INIT("User-agent: *\nDisallow: /a/b\nAllow: /a"), "/a/b/c",
	  false },
	{ "Allow among equals", STR_INIT("User-agent: *\nDisallow: /a\nAllow: /a"), "/a", true },
	{ "wildcard inside", STR_INIT("User-agent: *\nDisallow: /a/*.pdf"), "/a/b/c.pdf", false },
	{ "wildcard first", STR_INIT("User-agent: *\nDisallow: *.pdf"), "/c.pdf", false },
	{ "end of path", STR_INIT("User-agent: *\nDisallow: /*.pdf$"), "/c.pdf", false },
	{ "not at the end", STR_INIT("User-agent: *\nDisallow: /*.pdf$"), "/c.pdf?x", true },
	{ "the last of many counts for $", STR_INIT("User-agent: *\nDisallow: /*ab$"), "/abxab",
	  false },
	{ "$ inside is a character", STR_INIT("User-agent: *\nDisallow: /a$b"), "/a$b", false },
	{ "the query is part of it", STR_INIT("User-agent: *\nDisallow: /a?p="), "/a?p=1", false },
	{ "escapes in any case", STR_INIT("User-agent: *\nDisallow: /%e5%b9%b4"), "/年", false },
	{ "raw Chinese in the rule", STR_INIT("User-agent: *\nDisallow: /年"), "/%E5%B9%B4",
	  false },
	{ "needless escapes", STR_INIT("User-agent: *\nDisallow: /%61"), "/a", false },
	{ "an escaped slash is no slash", STR_INIT("User-agent: *\nDisallow: /a%2Fb"), "/a/b",
	  true },
	{ "byte order mark", STR_INIT("\xEF\xBB\xBFUser-agent: *\nDisallow: /a"), "/a", false },
	{ "CRLF", STR_INIT("User-agent: *\r\nDisallow: /a\r\n"), "/a", false },
	{ "CR alone", STR_INIT("User-agent: *\rDisallow: /a\r"), "/a", false },
	{ "a GBK comment", STR_INIT("# \xBD\xFB\xD6\xB9\nUser-agent: *\nDisallow: /a # \xB7\xC0\n"),
	  "/a", false },
	{ "UTF-16",
	  STR_INIT("\xFF\xFEU\0s\0e\0r\0-\0a\0g\0e\0n\0t\0:\0*\0\n\0D\0i\0s\0a\0l\0l\0"
		   "o\0w\0:\0/\0a\0"),
	  "/a", false },
	{ "a page in its place",
	  STR_INIT("<!DOCTYPE html><html><body>User-agent of yours: not found</body></html>"), "/a",
	  true },
	{ "rules inside a page", STR_INIT("<html>User-agent: *<br>Disallow: /a<br></html>"), "/a",
	  false },
	{ "rules before any group are nobody's", STR_INIT("Disallow: /\nUser-agent: x\nAllow: /"),
	  "/a", true },
	{ "robots.txt itself", STR_INIT("User-agent: *\nDisallow: /"), "/robots.txt", true },
	{ "no colon", STR_INIT("User-agent *\nDisallow /a"), "/a", false },
	{ "Allow of an index page allows its folder",
	  STR_INIT("User-agent: *\nAllow: /a/index.html\nDisallow: /"), "/a/", true },
	{ "but not the rest", STR_INIT("User-agent: *\nAllow: /a/index.html\nDisallow: /"), "/a/b",
	  false },
	{ "blanks around the colon", STR_INIT("  User-agent : * \n\tDisallow :\t/a "), "/a",
	  false },
};

static void test_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a = { 0 };
		struct url base, u;
		struct robots r;
		struct err e;

		print_message("  case: %s\n", rows[i].name);
		assert_int_equal(url_parse(&base, STR("http://a.gov.cn.test/"), NULL, &a, &e), 0);
		assert_int_equal(url_parse(&u, str_c(rows[i].path), &base, &a, &e), 0);
		robots_parse(&r, rows[i].robots, STR("nianbao"), &base, &a);
		assert_int_equal(robots_allowed(&r, &u), rows[i].want);
		arena_release(&a);
	}
}

static const struct {
	const char *name;
	struct str robots;
	int64_t want_ms;
} delays[] = {
	{ "not asked", STR_INIT("User-agent: *\nDisallow:"), -1 },
	{ "seconds", STR_INIT("User-agent: *\nCrawl-delay: 10"), 10000 },
	{ "a fraction", STR_INIT("User-agent: *\nCrawl-delay: 0.5"), 500 },
	{ "rounded up", STR_INIT("User-agent: *\nCrawl-delay: 1.0001"), 1001 },
	{ "zero", STR_INIT("User-agent: *\nCrawl-delay: 0"), 0 },
	{ "no number", STR_INIT("User-agent: *\nCrawl-delay: soon"), -1 },
	{ "negative", STR_INIT("User-agent: *\nCrawl-delay: -1"), -1 },
	{ "absurd", STR_INIT("User-agent: *\nCrawl-delay: 99999999999999999999999"), 86400000 },
	{ "that of * is not ours",
	  STR_INIT("User-agent: *\nCrawl-delay: 9\nUser-agent: nianbao\n"
		   "Disallow: /a"),
	  -1 },
	{ "for the names right above it",
	  STR_INIT("User-agent: nianbao\nCrawl-delay: 1\nUser-agent: x\nCrawl-delay: 2"), 1000 },
	{ "ours",
	  STR_INIT("User-agent: *\nCrawl-delay: 9\nDisallow:\nUser-agent: nianbao\n"
		   "Crawl-delay: 3"),
	  3000 },
};

static void test_delay(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(delays); i++) {
		struct arena a = { 0 };
		struct robots r;

		print_message("  case: %s\n", delays[i].name);
		robots_parse(&r, delays[i].robots, STR("nianbao"), NULL, &a);
		assert_int_equal(r.crawl_delay_ms, delays[i].want_ms);
		arena_release(&a);
	}
}

/* A file over the cap: what stands before counts, a torn line does not. */
static void test_cap(void **state)
{
	struct arena a = { 0 };
	char *body = arena_alloc(&a, ROBOTS_MAX_BYTES + 100, 1);
	struct robots r;
	size_t n = (size_t)sprintf(body, "User-agent: *\nDisallow: /a\n");

	(void)state;
	memset(body + n, '#', ROBOTS_MAX_BYTES - n);
	memcpy(body + ROBOTS_MAX_BYTES - 12, "\nDisallow: /bcd\nDisallow: /e\n", 29);
	robots_parse(&r, (struct str){ body, ROBOTS_MAX_BYTES + 17 }, STR("nianbao"), NULL, &a);
	assert_true(r.is_cut);
	assert_int_equal(r.n_rules, 1);
	assert_true(str_eq(r.rules[0].pattern, STR("/a")));
	assert_int_equal(r.rules[0].line, 2);
	arena_release(&a);
}

static void test_sitemaps(void **state)
{
	struct arena a = { 0 };
	struct url base;
	struct robots r;
	struct err e;

	(void)state;
	assert_int_equal(url_parse(&base, STR("http://a.example/robots.txt"), NULL, &a, &e), 0);
	robots_parse(&r,
		     STR("Sitemap: /s.xml\nUser-agent: x\nSite-map: http://b.example/t # c\n"
			 "Sitemap: http://a.example/s.xml\nSitemap: ftp://a.example/u"),
		     STR("nianbao"), &base, &a);
	assert_int_equal(r.n_sitemaps, 2);
	assert_true(str_eq(r.sitemaps[0], STR("http://a.example/s.xml")));
	assert_true(str_eq(r.sitemaps[1], STR("http://b.example/t")));
	arena_release(&a);
}

#define MINUTE (60 * INT64_C(1000))
#define DAY    (24 * 60 * MINUTE)

/* One host's robots.txt: at `at` it answers (-1: just look), then the policy is ... */
static const struct {
	const char *name;
	int64_t at_ms;
	int status;
	enum robots_policy want;
} story[] = {
	{ "nothing known", 1, -1, ROBOTS_POLICY_ASK },
	{ "time-out", 1, 0, ROBOTS_POLICY_UNREACHABLE },
	{ "still waiting", 1 + 5 * MINUTE - 1, -1, ROBOTS_POLICY_UNREACHABLE },
	{ "asked again after five minutes", 1 + 5 * MINUTE, -1, ROBOTS_POLICY_ASK },
	{ "second failure", 6 * MINUTE, 503, ROBOTS_POLICY_UNREACHABLE },
	{ "ten minutes now", 16 * MINUTE - 1, -1, ROBOTS_POLICY_UNREACHABLE },
	{ "over", 16 * MINUTE, -1, ROBOTS_POLICY_ASK },
	{ "rules at last", 17 * MINUTE, 200, ROBOTS_POLICY_RULES },
	{ "good for a day", 17 * MINUTE + DAY - 1, -1, ROBOTS_POLICY_RULES },
	{ "then asked again", 17 * MINUTE + DAY, -1, ROBOTS_POLICY_ASK },
	{ "unchanged", 2 * DAY, 304, ROBOTS_POLICY_RULES },
	{ "down: the copy serves", 4 * DAY, 500, ROBOTS_POLICY_RULES },
	{ "too many requests counts as down", 5 * DAY, 429, ROBOTS_POLICY_RULES },
	{ "so does a redirect without end", 6 * DAY, 302, ROBOTS_POLICY_RULES },
	{ "29 days later still", 31 * DAY, 0, ROBOTS_POLICY_RULES },
	{ "30 days are enough", 33 * DAY, 0, ROBOTS_POLICY_UNREACHABLE },
	{ "an hour is the longest wait", 33 * DAY + 60 * MINUTE, -1, ROBOTS_POLICY_ASK },
	{ "no rules", 34 * DAY, 404, ROBOTS_POLICY_ALLOW },
	{ "gone is no rules too", 36 * DAY, 410, ROBOTS_POLICY_ALLOW },
	{ "no copy, so down is down", 38 * DAY, 502, ROBOTS_POLICY_UNREACHABLE },
	{ "forbidden", 39 * DAY, 403, ROBOTS_POLICY_REFUSED },
	{ "for a day", 40 * DAY - 1, -1, ROBOTS_POLICY_REFUSED },
	{ "asked again", 40 * DAY, -1, ROBOTS_POLICY_ASK },
	{ "password", 40 * DAY, 401, ROBOTS_POLICY_REFUSED },
};

static void test_memory(void **state)
{
	struct robots_memory m = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(story); i++) {
		print_message("  step: %s\n", story[i].name);
		if (story[i].status >= 0)
			robots_note(&m, story[i].status, story[i].at_ms);
		assert_string_equal(robots_policy_name(robots_policy(&m, story[i].at_ms)),
				    robots_policy_name(story[i].want));
	}
}

/* ---- cases of other projects, where they are at hand ---- */

static struct str base64(struct str s, struct arena *a)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = ARENA_NEW(a, char, s.n + 1);
	uint32_t bits = 0;
	size_t n = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		bits = bits << 6 | (uint32_t)(strchr(digits, s.p[i]) - digits);
		if (i % 4)
			out[n++] = (char)(bits >> (6 - 2 * (i % 4)) & 255);
	}
	return (struct str){ out, n };
}

static struct str case_body(const struct json_value *v, struct arena *a)
{
	struct str file = json_text(v, "robots_file");

	if (json_at(v, "robots_b64"))
		return base64(json_text(v, "robots_b64"), a);
	if (file.n)
		return peers_load(arena_strf(a, PEERS "%.*s", STR_ARG(file)).p, a);
	return json_text(v, "robots");
}

/* URLs without scheme, or none at all, as the sources of these cases read them. */
static bool case_url(struct url *u, struct str text, struct arena *a)
{
	struct err e;

	if (text.n && !url_parse(u, text, NULL, a, &e))
		return true;
	while (str_starts(text, STR("/")))
		text = str_sub(text, 1, text.n);
	text = arena_strf(a, "http://h/%.*s", STR_ARG(text));
	return !url_parse(u, text, NULL, a, &e);
}

static bool same_delay(const struct json_value *v, const struct robots *r)
{
	const struct json_value *d = json_at(v, "crawl_delay");
	long long s;

	if (!d)
		return true;
	if (d->kind == J_NULL)
		return r->crawl_delay_ms == -1;
	if (!str_int(&s, d->text))
		return (int64_t)(strtod(d->text.p, NULL) * 1000) == r->crawl_delay_ms;
	return s * 1000 == r->crawl_delay_ms;
}

static bool same_sitemaps(const struct json_value *v, const struct robots *r, struct arena *a)
{
	const struct json_value *list = json_at(v, "sitemaps");

	if (!list)
		return true;
	for (size_t i = 0; i < list->n; i++) {
		struct url u;
		struct err e;

		if (i >= r->n_sitemaps || url_parse(&u, list->item[i].text, NULL, a, &e) ||
		    !str_eq(u.href, r->sitemaps[i]))
			return false;
	}
	return list->n == r->n_sitemaps;
}

/* Some cases have URLs of 16 KB. We never ask for one over URL_MAX_BYTES. */
static bool over_limit(const struct json_value *v)
{
	return json_text(v, "url").n > URL_MAX_BYTES;
}

static size_t compare(const struct json_value *v, struct arena *a)
{
	const struct json_value *want = json_at(v, "want");
	struct str id = json_text(v, "id");
	struct url base, u;
	struct robots r;
	struct err e;
	size_t bad = 0;

	if (url_parse(&base, STR("http://domain.com/robots.txt"), NULL, a, &e))
		return 1;
	robots_parse(&r, case_body(v, a), json_text(v, "agent"), &base, a);
	if (want && (want->kind == J_TRUE || want->kind == J_FALSE) && !json_is_null(v, "url") &&
	    (!case_url(&u, json_text(v, "url"), a) ||
	     robots_allowed(&r, &u) != (want->kind == J_TRUE))) {
		bad++;
		print_message("  %.*s: %.*s for %.*s differs\n", STR_ARG(id),
			      STR_ARG(json_text(v, "url")), STR_ARG(json_text(v, "agent")));
	}
	if (!same_delay(v, &r)) {
		bad++;
		print_message("  %.*s: Crawl-delay %lld differs\n", STR_ARG(id),
			      (long long)r.crawl_delay_ms);
	}
	if (!same_sitemaps(v, &r, a)) {
		bad++;
		print_message("  %.*s: sitemaps differ\n", STR_ARG(id));
	}
	return bad;
}

static void run_file(const char *path)
{
	struct arena a = { 0 };
	struct str rest = peers_load(path, &a), line;
	size_t n = 0, bad = 0, over = 0;

	while (shared_line(&line, &rest)) {
		struct arena one = { 0 };
		struct json_value v = json_read(line, &one);

		n++;
		if (over_limit(&v))
			over++;
		else
			bad += compare(&v, &one);
		arena_release(&one);
	}
	print_message("  %s: %zu cases, %zu with too long a URL, %zu differ\n", path, n, over, bad);
	arena_release(&a);
	assert_int_equal(bad, 0);
}

static void test_google(void **state)
{
	(void)state;
	run_file(PEERS "google_robots.jsonl");
}

static void test_commons(void **state)
{
	(void)state;
	run_file(PEERS "crawler_commons.jsonl");
}

static void test_files(void **state)
{
	(void)state;
	run_file(PEERS "files_reference.jsonl");
}

static void test_agents(void **state)
{
	struct arena a = { 0 };
	struct str rest = peers_load(PEERS "google_parse.jsonl", &a), line;
	size_t n = 0;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value v = json_read(line, &a);

		if (!str_eq(json_text(&v, "kind"), STR("agent_valid")))
			continue;
		n++;
		assert_int_equal(robots_agent_valid(json_text(&v, "agent")),
				 json_at(&v, "valid")->kind == J_TRUE);
	}
	print_message("  %zu cases\n", n);
	arena_release(&a);
}

static void test_status(void **state)
{
	struct arena a = { 0 };
	struct str rest = peers_load(PEERS "fetch_status.jsonl", &a), line;
	size_t n = 0, bad = 0;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value v = json_read(line, &a);
		const struct json_value *status = json_at(&v, "status");
		struct str want = json_text(&v, "rfc9309");
		long long code = 0;
		const char *got = "disallow-all";

		if (status->kind == J_NUMBER)
			assert_true(str_int(&code, status->text));
		switch (robots_answer((int)code)) {
		case ROBOTS_ANSWER_NONE:
			got = "allow-all";
			break;
		case ROBOTS_ANSWER_ELSEWHERE:
			got = "follow";
			break;
		default:
			break;
		}
		n++;
		/* Ours are stricter: 401, 403 and 429 disallow. */
		if (code == 401 || code == 403 || code == 429)
			want = STR("disallow-all");
		if (!str_eq(want, str_c(got))) {
			bad++;
			print_message("  status %lld: %s, want %.*s\n", code, got, STR_ARG(want));
		}
	}
	print_message("  %zu cases, %zu differ\n", n, bad);
	assert_int_equal(bad, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),   cmocka_unit_test(test_delay),
		cmocka_unit_test(test_cap),     cmocka_unit_test(test_sitemaps),
		cmocka_unit_test(test_memory),  cmocka_unit_test(test_google),
		cmocka_unit_test(test_commons), cmocka_unit_test(test_files),
		cmocka_unit_test(test_agents),  cmocka_unit_test(test_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
