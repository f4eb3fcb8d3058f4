#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/buf.h"
#include "crawler/discover.h"
#include "crawler/sitemap.h"
#include "tests/unit/jsonl.h"

#define PEERS "../shared/peers/sitemap/"
#define URLSET(rows)                                                                               \
	"<?xml version=\"1.0\"?><urlset "                                                          \
	"xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">" rows "</urlset>"
#define AT "http://a.gov.cn.test/sitemap.xml"

static struct url url(const char *text, struct arena *arena)
{
	struct url u;
	struct err e;

	assert_int_equal(url_parse(&u, str_c(text), NULL, arena, &e), 0);
	return u;
}

/* "type loc loc ..." or "refused"; *broken and *cut as the sitemap says. */
static struct str print(struct str bytes, const struct sitemap_options *options,
			struct arena *arena)
{
	struct url at = url(AT, arena);
	struct sitemap map;
	struct err e;
	struct buf out;
	struct str text;

	if (sitemap_parse(&map, bytes, &at, options, arena, &e))
		return e.code == ERR_LIMIT ? STR("too large") : STR("refused");
	buf_init(&out, 1u << 20);
	buf_addf(&out, "%s", sitemap_type_name(map.type));
	for (size_t i = 0; i < map.n; i++)
		buf_addf(&out, " %.*s", STR_ARG(map.entries[i].loc));
	if (map.is_broken)
		buf_add(&out, STR(" broken"));
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static const struct {
	const char *name;
	struct sitemap_options options;
	struct str bytes;
	const char *want;
	bool recognised;
} rows[] = {
	{ "one address",
	  { 0 },
	  STR_INIT(URLSET("<url><loc>http://a.gov.cn.test/1.html</loc></url>")),
	  "xml http://a.gov.cn.test/1.html",
	  true },
	{ "of an image it is not ours",
	  { 0 },
	  STR_INIT(URLSET(
		  "<url><loc>http://a.gov.cn.test/1.html</loc><image:image "
		  "xmlns:image=\"http://i\"><image:loc>http://a.gov.cn.test/1.png</image:loc>"
		  "</image:image></url>")),
	  "xml http://a.gov.cn.test/1.html",
	  true },
	{ "even where the prefix is not declared",
	  { .accept_broken = true },
	  STR_INIT(URLSET("<url><loc>http://a.gov.cn.test/1.html</loc><image:loc>"
			  "http://a.gov.cn.test/1.png</image:loc></url>")),
	  "xml http://a.gov.cn.test/1.html",
	  true },
	{ "a bare ampersand is broken",
	  { 0 },
	  STR_INIT(URLSET("<url><loc>http://a.gov.cn.test/?a=1&b=2</loc></url>")),
	  "refused",
	  true },
	{ "and what stands before and after it can be had",
	  { .accept_broken = true },
	  STR_INIT(
		  URLSET("<url><loc>http://a.gov.cn.test/1</loc></url><url><loc>"
			 "http://a.gov.cn.test/?a=1&b=2</loc></url><url><loc>http://a.gov.cn.test/3"
			 "</loc></url>")),
	  "xml http://a.gov.cn.test/1 http://a.gov.cn.test/?a=1=2 http://a.gov.cn.test/3 broken",
	  true },
	{ "cut off",
	  { .accept_broken = true },
	  STR_INIT("<urlset><url><loc>http://a.gov.cn.test/1</loc></url><url><loc>http://a.gov"),
	  "xml http://a.gov.cn.test/1 broken",
	  true },
	{ "another host",
	  { 0 },
	  STR_INIT(URLSET("<url><loc>http://b.gov.cn.test/</loc></url>")),
	  "xml",
	  true },
	{ "another host, allowed",
	  { .any_location = true },
	  STR_INIT(URLSET("<url><loc>http://b.gov.cn.test/</loc></url>")),
	  "xml http://b.gov.cn.test/",
	  true },
	{ "another scheme than http",
	  { .any_location = true },
	  STR_INIT(URLSET("<url><loc>file:///etc/passwd</loc></url>")),
	  "xml",
	  true },
	{ "relative, and we are lenient",
	  { .normalise = true },
	  STR_INIT(URLSET("<url><loc>/zwgk/1.html</loc></url>")),
	  "xml http://a.gov.cn.test/zwgk/1.html",
	  true },
	{ "a page",
	  { .accept_broken = true },
	  STR_INIT("<html><body>404</body></html>"),
	  "refused",
	  false },
	{ "a page with a document type",
	  { .accept_broken = true },
	  STR_INIT("<!DOCTYPE html><html><body>404</body></html>"),
	  "refused",
	  false },
	{ "a document type",
	  { .accept_broken = true },
	  STR_INIT("<!DOCTYPE urlset [<!ENTITY a \"b\">]><urlset/>"),
	  "refused",
	  false },
	{ "entities that grow are not put in",
	  { .allow_doctype = true },
	  STR_INIT(
		  "<!DOCTYPE urlset [<!ENTITY a \"bbbbbbbb\"><!ENTITY b \"&a;&a;&a;&a;\">]><urlset>"
		  "<url><loc>http://a.gov.cn.test/&b;</loc></url></urlset>"),
	  "xml http://a.gov.cn.test/",
	  false },
	{ "the ampersands of Atom",
	  { 0 },
	  STR_INIT("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><link "
		   "href=\"http://a.gov.cn.test/?a=1&amp;b=2\"/></entry></feed>"),
	  "atom http://a.gov.cn.test/?a=1&b=2",
	  true },
	{ "GBK",
	  { 0 },
	  STR_INIT("<?xml version=\"1.0\" encoding=\"GB2312\"?><urlset><!-- \xB5\xD8\xCD\xBC -->"
		   "<url><loc>http://a.gov.cn.test/\xC4\xEA</loc></url></urlset>"),
	  "xml http://a.gov.cn.test/年",
	  true },
	{ "UTF-16",
	  { 0 },
	  STR_INIT("\xFF\xFE<\0?\0x\0m\0l\0 \0v\0e\0r\0s\0i\0o\0n\0=\0\"\0"
		   "1\0.\0"
		   "0\0\"\0 "
		   "\0e\0n\0c\0o\0d\0i\0n\0g\0=\0\"\0u\0t\0f\0-\0"
		   "1\0"
		   "6\0\"\0?\0>\0<\0u\0r\0l\0s\0e\0t\0/\0>\0"),
	  "xml",
	  true },
	{ "lines",
	  { 0 },
	  STR_INIT("http://a.gov.cn.test/1\r\n\r\nhttp://a.gov.cn.test/2\r\n"),
	  "text http://a.gov.cn.test/1 http://a.gov.cn.test/2",
	  true },
	{ "lines among others",
	  { 0 },
	  STR_INIT("# ours\nhttp://a.gov.cn.test/1\n"),
	  "text http://a.gov.cn.test/1",
	  false },
	{ "words", { 0 }, STR_INIT("no such file"), "refused", false },
	{ "nothing", { 0 }, STR_INIT(""), "refused", false },
	{ "gzip of nothing", { 0 }, STR_INIT("\x1f\x8b\x08"), "refused", false },
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena arena = { 0 };

		print_message("  case: %s\n", rows[i].name);
		assert_string_equal(print(rows[i].bytes, &rows[i].options, &arena).p, rows[i].want);
		assert_int_equal(sitemap_recognise(rows[i].bytes, &arena), rows[i].recognised);
		arena_release(&arena);
	}
}

static void test_limits(void **state)
{
	struct arena arena = { 0 };
	struct sitemap_options plain = { 0 };
	struct url at = url(AT, &arena);
	struct sitemap map;
	struct buf big;
	struct err e;

	(void)state;
	buf_init(&big, SITEMAP_MAX_BYTES + 100);
	for (int i = 0; i <= SITEMAP_MAX_ENTRIES; i++)
		buf_addf(&big, "http://a.gov.cn.test/%d\n", i);
	assert_int_equal(sitemap_parse(&map, buf_str(&big), &at, &plain, &arena, &e), 0);
	assert_int_equal(map.n, SITEMAP_MAX_ENTRIES);
	assert_true(map.is_cut);
	while (big.n <= SITEMAP_MAX_BYTES)
		buf_add(&big, STR("                                                  "));
	assert_int_equal(sitemap_parse(&map, buf_str(&big), &at, &plain, &arena, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	buf_release(&big);
	arena_release(&arena);
}

static const struct {
	const char *name;
	struct str bytes;
	const char *want; /* "kind path year;" the likelier first */
} choices[] = {
	{ "the column before its articles, the last changed first, the rest not at all",
	  STR_INIT(URLSET(
		  "<url><loc>http://a.gov.cn.test/xwzx/202401/t20240101_9.html</loc></url>"
		  "<url><loc>http://a.gov.cn.test/zwgk/zfxxgknb/202301/t20230109_1.html</loc>"
		  "<lastmod>2023-01-09</lastmod></url>"
		  "<url><loc>http://a.gov.cn.test/zwgk/zfxxgknb/202401/t20240109_2.html</loc>"
		  "<lastmod>2024-01-09</lastmod></url>"
		  "<url><loc>http://a.gov.cn.test/zwgk/zfxxgknb/</loc></url>"
		  "<url><loc>http://a.gov.cn.test/zwgk/zfxxgknb/</loc></url>")),
	  "list /zwgk/zfxxgknb/;article /zwgk/zfxxgknb/202401/t20240109_2.html;"
	  "article /zwgk/zfxxgknb/202301/t20230109_1.html;" },
	{ "routes that are for reports alone",
	  STR_INIT("http://a.gov.cn.test/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2023\n"
		   "http://a.gov.cn.test/module/xxgk/other.jsp?area=1\n"),
	  "article /module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2023;" },
	{ "a host of the same domain, no other",
	  STR_INIT(
		  "http://b.a.gov.cn.test/zfxxgknb/1.html\nhttp://b.gov.cn.test/zfxxgknb/1.html\n"),
	  "article http://b.a.gov.cn.test/zfxxgknb/1.html;" },
	{ "files belong to their pages",
	  STR_INIT("http://a.gov.cn.test/zfxxgknb/202401/P020240109.pdf\n"), "" },
	{ "a feed has titles",
	  STR_INIT(
		  "<rss><channel><item><title>甲局2023年政府信息公开工作年度报告</title><link>"
		  "http://a.gov.cn.test/1.html</link></item><item><title>甲局2023年网站工作年度报表"
		  "</title><link>http://a.gov.cn.test/zfxxgknb/2.html</link></"
		  "item><item><title>新闻"
		  "</title><link>http://a.gov.cn.test/3.html</link></item></channel></rss>"),
	  "article /1.html 2023;" },
	{ "an index: columns of reports first",
	  STR_INIT("<sitemapindex><sitemap><loc>http://a.gov.cn.test/1.xml</loc></sitemap><sitemap>"
		   "<loc>http://a.gov.cn.test/zfxxgknb/s.xml</loc></sitemap></sitemapindex>"),
	  "sitemap /zfxxgknb/s.xml;sitemap /1.xml;" },
};

static void test_choices(void **state)
{
	const struct sitemap_options lenient = { .any_location = true };

	(void)state;
	for (size_t i = 0; i < countof(choices); i++) {
		struct arena arena = { 0 };
		struct url at = url(AT, &arena);
		struct target *t;
		struct sitemap map;
		struct err e;
		struct buf out;
		size_t n;

		print_message("  case: %s\n", choices[i].name);
		assert_int_equal(sitemap_parse(&map, choices[i].bytes, &at, &lenient, &arena, &e),
				 0);
		n = discover_sitemap(&t, &map, &at, &arena);
		buf_init(&out, 4096);
		for (size_t k = 0; k < n; k++) {
			size_t own = str_starts(t[k].url, STR("http://a.gov.cn.test")) ? 20 : 0;

			buf_addf(&out, "%s %.*s", target_kind_name(t[k].kind),
				 STR_ARG(str_sub(t[k].url, own, t[k].url.n)));
			if (t[k].year)
				buf_addf(&out, " %d", t[k].year);
			buf_addc(&out, ';');
		}
		assert_true(str_eq(buf_str(&out), str_c(choices[i].want)));
		buf_release(&out);
		arena_release(&arena);
	}
}

static bool is_true(const struct json_value *o, const char *name, bool normal)
{
	const struct json_value *v = json_at(o, name);

	return v ? v->kind == J_TRUE : normal;
}

static int64_t utc(const struct json_value *o, const char *name)
{
	return json_is_null(o, name) ? SITEMAP_NO_TIME : sitemap_w3c_time(json_text(o, name));
}

static void check_items(const struct sitemap *map, const struct json_value *want)
{
	const struct json_value *items = json_at(want, "items");
	bool is_index = map->type == SITEMAP_INDEX;

	assert_string_equal(sitemap_type_name(map->type), json_text(want, "type").p);
	assert_int_equal(is_index, is_true(want, "index", false));
	assert_int_equal(map->n, items->n);
	if (json_at(want, "lastmod"))
		assert_int_equal(map->lastmod_ms, utc(want, "lastmod"));
	for (size_t i = 0; i < items->n; i++) {
		const struct json_value *item = &items->item[i];
		const struct sitemap_entry *got = &map->entries[i];

		assert_true(str_eq(got->loc, json_text(item, "loc")));
		assert_int_equal(got->lastmod_ms, utc(item, "lastmod"));
		if (is_index)
			continue;
		assert_true(str_eq(got->changefreq, json_text(item, "changefreq")));
		assert_int_equal(
			got->priority,
			(int)(strtod(json_at(item, "priority")->text.p, NULL) * 1000 + 0.5));
		assert_int_equal(got->in_scope, is_true(item, "in_scope", true));
	}
}

static void test_peers(void **state)
{
	struct arena all = { 0 };
	struct str rest = peers_load(PEERS "cases.jsonl", &all), line;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct arena arena = { 0 };
		struct json_value c = json_read(line, &arena);
		const struct json_value *o = json_at(&c, "options"), *want = json_at(&c, "expect");
		struct sitemap_options options = {
			.any_location = !is_true(o, "same_location_only", true),
			.accept_broken = is_true(o, "accept_truncated", false),
			.strict_namespace = is_true(o, "strict_namespace", false),
			.allow_doctype = is_true(o, "allow_doctype", false),
			.normalise = is_true(o, "normalise_urls", false),
		};
		struct str bytes = json_text(&c, "body"), file = json_text(&c, "file");
		struct url at = url(arena_str(&arena, json_text(&c, "url")).p, &arena);
		struct sitemap map;
		struct err e;
		int rc;

		print_message("  case: %.*s\n", STR_ARG(json_text(&c, "id")));
		if (file.n)
			bytes = peers_load(arena_strf(&arena, PEERS "%.*s", STR_ARG(file)).p,
					   &arena);
		rc = sitemap_parse(&map, bytes, &at, &options, &arena, &e);
		assert_int_equal(rc, is_true(want, "refused", false) ? -1 : 0);
		if (rc == 0)
			check_items(&map, want);
		arena_release(&arena);
	}
	arena_release(&all);
}

static void test_dates(void **state)
{
	struct arena arena = { 0 };
	struct str rest = peers_load(PEERS "dates.jsonl", &arena), line;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value c = json_read(line, &arena);
		bool w3c = str_eq(json_text(&c, "format"), STR("w3c"));
		struct str text = json_text(&c, "text");

		print_message("  case: %.*s\n", STR_ARG(text));
		assert_int_equal(w3c ? sitemap_w3c_time(text) : sitemap_rss_time(text),
				 utc(&c, "utc"));
	}
	arena_release(&arena);
	assert_int_equal(sitemap_w3c_time(STR("1970-01-02T00:00:00.5+08:00")),
			 86400500 - 8 * 3600000);
	assert_int_equal(sitemap_w3c_time(STR("2024-13-01")), SITEMAP_NO_TIME);
	assert_int_equal(sitemap_w3c_time(STR("2024-01-01 and more")), SITEMAP_NO_TIME);
	assert_int_equal(sitemap_rss_time(STR("Fri, 02 Jan 1970 00:00 GMT")), 86400000);
	assert_int_equal(sitemap_rss_time(STR("02 Jan 70 00:00:01")), SITEMAP_NO_TIME);
}

static void check_cross_submit(const struct json_value *c, const struct url *at,
			       struct arena *arena)
{
	static const char *const levels[] = { "host", "private_domain", "icann_domain" };
	const struct json_value *urls = json_at(c, "urls"), *kept = json_at(c, "kept"),
				*by = json_at(c, "announced_by");
	struct str hosts[8];
	enum sitemap_level level = SITEMAP_LEVEL_HOST;
	size_t n = 0;

	while (!str_eq(json_text(c, "level"), str_c(levels[level])))
		level++;
	for (size_t i = 0; i < by->n; i++)
		hosts[i] = by->item[i].text;
	for (size_t i = 0; i < urls->n; i++) {
		struct url u = url(arena_str(arena, urls->item[i].text).p, arena);

		if (!sitemap_may_name(at, &u, hosts, by->n, level))
			continue;
		assert_true(n < kept->n && str_eq(urls->item[i].text, kept->item[n].text));
		n++;
	}
	assert_int_equal(n, kept->n);
}

static void test_scope(void **state)
{
	struct arena arena = { 0 };
	struct str rest = peers_load(PEERS "scope.jsonl", &arena), line;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value c = json_read(line, &arena);
		struct url at = url(arena_str(&arena, json_text(&c, "sitemap")).p, &arena), u;

		print_message("  case: %.*s\n", STR_ARG(json_text(&c, "id")));
		if (!str_eq(json_text(&c, "kind"), STR("location"))) {
			check_cross_submit(&c, &at, &arena);
			continue;
		}
		u = url(arena_str(&arena, json_text(&c, "url")).p, &arena);
		assert_int_equal(sitemap_in_location(&at, &u), is_true(&c, "in_scope", false));
	}
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choices), cmocka_unit_test(test_rows),
		cmocka_unit_test(test_limits),  cmocka_unit_test(test_peers),
		cmocka_unit_test(test_dates),   cmocka_unit_test(test_scope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
