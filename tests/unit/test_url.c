#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "crawler/addr.h"
#include "crawler/url.h"
#include "tests/unit/jsonl.h"

#define PEERS "../shared/peers/url/"

static const struct {
	const char *name, *in, *base, *want; /* want: href, or the name of an error */
} parses[] = {
	{ "plain", "http://a.example/b", NULL, "http://a.example/b" },
	{ "an empty path is a slash", "http://a.example", NULL, "http://a.example/" },
	{ "scheme and host in any case", "HTTP://A.Example/B", NULL, "http://a.example/B" },
	{ "white space around, breaks inside", " ht\ntp://a.ex\tample/b \r\n", NULL,
	  "http://a.example/b" },
	{ "backslashes are slashes", "http:\\\\a.example\\b\\c", NULL, "http://a.example/b/c" },
	{ "the default port goes", "https://a.example:443/", NULL, "https://a.example/" },
	{ "another port stays", "https://a.example:0080/", NULL, "https://a.example:80/" },
	{ "dot segments", "http://a.example/b/./c/../d/%2e%2E/e", NULL, "http://a.example/b/e" },
	{ "not above the root", "http://a.example/../../b", NULL, "http://a.example/b" },
	{ "a last .. leaves its slash", "http://a.example/b/c/..", NULL, "http://a.example/b/" },
	{ "double slashes are kept", "http://a.example//b//c", NULL, "http://a.example//b//c" },
	{ "Chinese in the path", "http://a.example/年报 1.html", NULL,
	  "http://a.example/%E5%B9%B4%E6%8A%A5%201.html" },
	{ "Chinese in the query", "http://a.example/?q=年", NULL, "http://a.example/?q=%E5%B9%B4" },
	{ "existing escapes are kept, GBK ones too", "http://a.example/%D0%c5?q=%d0%C5", NULL,
	  "http://a.example/%D0%c5?q=%d0%C5" },
	{ "an empty query is a query", "http://a.example/?", NULL, "http://a.example/?" },
	{ "the fragment is apart", "http://a.example/b#c", NULL, "http://a.example/b" },
	{ "relative", "../c.html", "http://a.example/x/y/z.html", "http://a.example/x/c.html" },
	{ "from the root", "/c", "https://a.example:8080/x/y?q", "https://a.example:8080/c" },
	{ "other host, same scheme", "//b.example/c", "https://a.example/x",
	  "https://b.example/c" },
	{ "query only", "?page=2", "http://a.example/x/y?q=1", "http://a.example/x/y?page=2" },
	{ "nothing is the base", "", "http://a.example/x?q", "http://a.example/x?q" },
	{ "fragment only", "#top", "http://a.example/x?q", "http://a.example/x?q" },
	{ "a colon later is no scheme", "a/b:c", "http://a.example/x/",
	  "http://a.example/x/a/b:c" },
	{ "scheme without slashes is relative", "http:b", "http://a.example/x/y",
	  "http://a.example/x/b" },
	{ "unless the schemes differ", "https:b/c", "http://a.example/x/y", "https://b/c" },
	{ "number as host", "http://2130706433/", NULL, "http://127.0.0.1/" },
	{ "hexadecimal and short", "http://0x7f.1/", NULL, "http://127.0.0.1/" },
	{ "octal", "http://0177.0.0.01/", NULL, "http://127.0.0.1/" },
	{ "full-width digits", "http://１２７．０．０．１/", NULL, "http://127.0.0.1/" },
	{ "five parts", "http://1.2.3.4.5/", NULL, "format" },
	{ "part too large", "http://1.2.3.256/", NULL, "format" },
	{ "IPv6", "http://[1:0::0:0:1]:81/", NULL, "http://[1::1]:81/" },
	{ "IPv4 inside IPv6", "http://[::ffff:10.0.0.1]/", NULL, "http://[::ffff:a00:1]/" },
	{ "IPv6 with a zone", "http://[fe80::1%25eth0]/", NULL, "format" },
	{ "unclosed bracket", "http://[::1/", NULL, "format" },
	{ "Chinese host", "http://政务.example/", NULL, "http://xn--zfr164b.example/" },
	{ "escaped host", "http://a%2Eexample/", NULL, "http://a.example/" },
	{ "NUL in the host", "http://a%00.example/", NULL, "format" },
	{ "space in the host", "http://a b.example/", NULL, "format" },
	{ "no host", "http://", NULL, "format" },
	{ "no host before a port", "http://:80/", NULL, "format" },
	{ "letters as port", "http://a.example:8o/", NULL, "format" },
	{ "port too large", "http://a.example:65536/", NULL, "format" },
	{ "relative without base", "b.html", NULL, "format" },
	{ "script", "javascript:void(0)", "http://a.example/", "denied" },
	{ "mail", "mailto:a@b.example", NULL, "denied" },
	{ "file", "file:///etc/passwd", "http://a.example/", "denied" },
	{ "ftp", "ftp://a.example/", NULL, "denied" },
	{ "user and password", "http://u:p@a.example/", NULL, "http://u:p@a.example/" },
	{ "the last @ counts", "http://u@v@a.example/", NULL, "http://u%40v@a.example/" },
};

static const char *parse(struct url *u, const char *in, const char *base, struct arena *a)
{
	struct err e = { 0 };
	struct url b;

	if (base && url_parse(&b, str_c(base), NULL, a, &e))
		return "bad base";
	if (url_parse(u, str_c(in), base ? &b : NULL, a, &e))
		return err_class(e.code)->name;
	return u->href.p;
}

static void test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(parses); i++) {
		struct arena a = { 0 };
		struct url u;

		print_message("  case: %s\n", parses[i].name);
		assert_string_equal(parse(&u, parses[i].in, parses[i].base, &a), parses[i].want);
		arena_release(&a);
	}
}

static void test_pieces(void **state)
{
	struct arena a = { 0 };
	struct url u;

	(void)state;
	parse(&u, "https://u:p@A.example:81/x/y?q=1#f", NULL, &a);
	assert_true(str_eq(u.scheme, STR("https")));
	assert_true(str_eq(u.userinfo, STR("u:p")));
	assert_true(str_eq(u.host, STR("a.example")));
	assert_true(str_eq(u.path, STR("/x/y")));
	assert_true(str_eq(u.query, STR("q=1")));
	assert_true(str_eq(u.fragment, STR("f")));
	assert_true(str_eq(url_target(&u), STR("/x/y?q=1")));
	assert_int_equal(u.port, 81);
	assert_true(u.has_port);
	parse(&u, "http://a.example", NULL, &a);
	assert_int_equal(u.port, 80);
	assert_false(u.has_port);
	assert_null(u.query.p);
	assert_true(str_eq(u.path, STR("/")));
	arena_release(&a);
}

static void test_limits(void **state)
{
	struct arena a = { 0 };
	char *long_url = arena_alloc(&a, URL_MAX_TEXT_BYTES + 2, 1);
	struct url u;

	(void)state;
	memset(long_url, 'a', URL_MAX_TEXT_BYTES + 1);
	memcpy(long_url, "http://a/", 9);
	assert_string_equal(parse(&u, long_url, NULL, &a), "limit");
	long_url[URL_MAX_BYTES] = '\0';
	assert_string_equal(parse(&u, long_url, NULL, &a), long_url);
	long_url[URL_MAX_BYTES] = 'a';
	long_url[URL_MAX_BYTES + 1] = '\0';
	assert_string_equal(parse(&u, long_url, NULL, &a), "limit");
	arena_release(&a);
}

static const struct {
	const char *name, *in, *want;
} keys[] = {
	{ "slashes fold", "http://a.example//b///c", "http://a.example/b/c" },
	{ "user, fragment, port and dot go", "http://u:p@a.example.:80/b#c", "http://a.example/b" },
	{ "another port stays", "http://a.example:81/", "http://a.example:81/" },
	{ "parameters are sorted", "http://a.example/?b=2&a=1&b=1",
	  "http://a.example/?a=1&b=2&b=1" },
	{ "visits are dropped",
	  "http://a.example/?_=9&t=1&ddtab=true&isMobile=false&utm_source=x&a",
	  "http://a.example/?a" },
	{ "sessions too, in both places", "http://a.example/b;jsessionid=1F.x/c?JSESSIONID=2",
	  "http://a.example/b/c" },
	{ "other names are data", "http://a.example/?fbtime=2024&tt=1&sid=7",
	  "http://a.example/?fbtime=2024&sid=7&tt=1" },
	{ "other path parameters are data", "http://a.example/b;v=1/c;d",
	  "http://a.example/b;v=1/c;d" },
	{ "one spelling of escapes", "http://a.example/%7e%d0%2f%41", "http://a.example/~%D0%2FA" },
	{ "a stray % is a %", "http://a.example/50%", "http://a.example/50%25" },
	{ "an empty query is none", "http://a.example/?", "http://a.example/" },
	{ "http and https differ", "https://a.example/", "https://a.example/" },
};

static void test_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(keys); i++) {
		struct arena a = { 0 };
		struct url u;

		print_message("  case: %s\n", keys[i].name);
		parse(&u, keys[i].in, NULL, &a);
		assert_string_equal(url_key(&u, &a).p, keys[i].want);
		arena_release(&a);
	}
	assert_true(url_hash(STR("http://a.example/")) == UINT64_C(0xaef2d5018428e37f));
}

static const struct {
	const char *name, *in;
	bool is_trap, is_ip;
} traps[] = {
	{ "plain", "http://a.example/b/c.html", false, false },
	{ "twice is fine", "http://a.example/b/c/b", false, false },
	{ "three times is not", "http://a.example/b/c/b/d/b", true, false },
	{ "empty segments do not count", "http://a.example//b////c", false, false },
	{ "twenty segments", "http://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20",
	  false, false },
	{ "twenty-one", "http://a.example/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21",
	  true, false },
	{ "an address", "http://127.1/", false, true },
	{ "an IPv6 address", "http://[::1]/", false, true },
	{ "digits first are a name", "http://12345.example/", false, false },
	{ "digits last too", "http://example.gov1/", false, false },
};

static void test_trap(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(traps); i++) {
		struct arena a = { 0 };
		struct url u;

		print_message("  case: %s\n", traps[i].name);
		parse(&u, traps[i].in, NULL, &a);
		assert_int_equal(url_trap(&u) != NULL, traps[i].is_trap);
		assert_int_equal(url_host_is_ip(&u), traps[i].is_ip);
		arena_release(&a);
	}
}

static const struct {
	const char *in, *want;
} addresses[] = {
	{ "8.8.8.8", "public" },
	{ "127.255.0.1", "loopback" },
	{ "10.1.2.3", "private" },
	{ "172.31.0.1", "private" },
	{ "172.32.0.1", "public" },
	{ "192.168.0.1", "private" },
	{ "169.254.1.1", "link-local" },
	{ "100.64.0.1", "shared" },
	{ "100.128.0.1", "public" },
	{ "224.0.0.251", "multicast" },
	{ "255.255.255.255", "broadcast" },
	{ "0.0.0.0", "unspecified" },
	{ "0.1.2.3", "reserved" },
	{ "[::1]", "loopback" },
	{ "::", "unspecified" },
	{ "::ffff:127.0.0.1", "loopback" },
	{ "::ffff:8.8.8.8", "public" },
	{ "64:ff9b::10.0.0.1", "private" },
	{ "2002:a00:1::", "private" },
	{ "fe80::1", "link-local" },
	{ "fd00::1", "unique-local" },
	{ "ff02::1", "multicast" },
	{ "2400:3200::1", "public" },
	{ "localhost", "invalid" },
	{ "", "invalid" },
};

static void test_addr(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(addresses); i++) {
		print_message("  case: %s\n", addresses[i].in);
		assert_string_equal(addr_class_name(addr_classify_text(str_c(addresses[i].in))),
				    addresses[i].want);
	}
	assert_int_equal(addr_classify("abc", 3), ADDR_INVALID);
}

/* ---- cases of other projects, where they are at hand ---- */

static bool is_http(struct str s)
{
	return str_starts(s, STR("http:")) || str_starts(s, STR("https:"));
}

static bool listed(struct str id, const char *const *ids, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(id, str_c(ids[i])))
			return true;
	return false;
}

/* 1: as expected, 0: not, -1: not about http and https. */
static int wpt_case(const struct json_value *v, struct arena *a)
{
	struct str want = json_text(v, "href"), base = json_text(v, "base");
	bool fails = json_at(v, "failure") != NULL;
	struct url b, u = { 0 };
	struct err e = { 0 };
	size_t hash = str_find(want, STR("#"), 0);
	int rc;

	if (!fails && !is_http(want))
		return -1;
	if (base.n && url_parse(&b, base, NULL, a, &e))
		base.n = 0;
	rc = url_parse(&u, json_text(v, "input"), base.n ? &b : NULL, a, &e);
	if (fails)
		return rc != 0;
	if (rc && e.code == ERR_LIMIT)
		return -1;
	return rc == 0 && str_eq(u.href, str_sub(want, 0, hash)) &&
	       (u.fragment.n == 0 || str_eq(u.fragment, str_sub(want, hash + 1, want.n)));
}

/* A snowman as host: UTS 46 lets it pass, IDNA 2008, which libidn2 also asks for, does not. */
static const char wpt_accepted[] = "https://%e2%98%83";

static void test_wpt(void **state)
{
	struct arena a = { 0 };
	struct json_value all = json_read(peers_load(PEERS "urltestdata.json", &a), &a);
	size_t n = 0, bad = 0, other = 0;

	(void)state;
	for (size_t i = 0; i < all.n; i++) {
		int got = all.item[i].kind == J_OBJECT ? wpt_case(&all.item[i], &a) : -2;

		n += got >= -1;
		other += got == -1;
		if (got == 0 && !str_eq(json_text(&all.item[i], "input"), str_c(wpt_accepted))) {
			bad++;
			print_message("  differs: %.*s | base %.*s\n",
				      STR_ARG(json_text(&all.item[i], "input")),
				      STR_ARG(json_text(&all.item[i], "base")));
		}
	}
	print_message("  %zu cases, %zu of other schemes, %zu differ\n", n, other, bad);
	assert_int_equal(bad, 0);
	arena_release(&a);
}

/* Normaliser cases where ours is another decision. */
static const char *const normalizer_accepted[] = {
	"n061", "n062", "n084", "n085", "n087", "n088", /* file and ftp are refused */
	"n063", "n064",                                 /* "http:////" has no host: refused */
	"n083",                                         /* no scheme and no base: refused */
	"n110", "n111", "n112", /* phpsessid is not on the list of dropped parameters */
	"n127",                 /* WHATWG writes mapped addresses in hexadecimal */
	"n135", "n136", "n137", /* options for Unicode host names; ours are ASCII */
};

static void test_normalizer(void **state)
{
	struct arena a = { 0 };
	struct str rest = peers_load(PEERS "normalizer.jsonl", &a), line;
	size_t n = 0, bad = 0;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value v = json_read(line, &a);
		struct str id = json_text(&v, "id"), want = json_text(&v, "expected"), got;
		struct err e;
		struct url u;
		bool same, refused = url_parse(&u, json_text(&v, "url"), NULL, &a, &e) != 0;

		got = refused ? (struct str){ "", 0 } : url_key(&u, &a);
		same = str_eq(got, want);
		n++;
		if (same == listed(id, normalizer_accepted, countof(normalizer_accepted))) {
			bad++;
			print_message("  %.*s: got %.*s, want %.*s\n", STR_ARG(id), STR_ARG(got),
				      STR_ARG(want));
		}
	}
	print_message("  %zu cases, %zu accepted differences, %zu others\n", n,
		      countof(normalizer_accepted), bad);
	assert_int_equal(bad, 0);
	arena_release(&a);
}

static void test_resolve(void **state)
{
	struct arena a = { 0 };
	struct str rest = peers_load(PEERS "resolve.jsonl", &a), line;
	size_t n = 0, bad = 0;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value v = json_read(line, &a);
		struct str want = json_text(&v, "expected");
		struct url b, u = { 0 };
		struct err e;
		bool based = !json_is_null(&v, "base");

		if (based && url_parse(&b, json_text(&v, "base"), NULL, &a, &e))
			based = false;
		n++;
		if (str_eq(json_text(&v, "id"), STR("r15"))) /* a file: URL: refused */
			continue;
		if (url_parse(&u, json_text(&v, "spec"), based ? &b : NULL, &a, &e) ||
		    !str_eq(u.href, str_sub(want, 0, str_find(want, STR("#"), 0)))) {
			bad++;
			print_message("  %.*s: got %.*s, want %.*s\n", STR_ARG(json_text(&v, "id")),
				      STR_ARG(u.href), STR_ARG(want));
		}
	}
	print_message("  %zu cases, %zu differ\n", n, bad);
	assert_int_equal(bad, 0);
	arena_release(&a);
}

/* Class of a case without "mapped:" and the like. */
static struct str bare_class(struct str class)
{
	size_t colon = str_find(class, STR(":"), 0);

	return colon == STR_NONE ? class : str_sub(class, colon + 1, class.n);
}

static void test_hosts(void **state)
{
	struct arena a = { 0 };
	struct str rest = peers_load(PEERS "ssrf_hosts.jsonl", &a), line;
	size_t n = 0, bad = 0;

	(void)state;
	while (shared_line(&line, &rest)) {
		struct json_value v = json_read(line, &a);
		struct str text = json_text(&v, "host"), want = json_text(&v, "class");
		struct str url = arena_strf(&a, "http://%.*s/", STR_ARG(text));
		struct err e;
		struct url u;
		enum addr_class got = ADDR_INVALID;

		if (!url_parse(&u, url, NULL, &a, &e))
			got = addr_classify_text(u.host);
		n++;
		if (!str_eq(str_c(addr_class_name(got)), bare_class(want))) {
			bad++;
			print_message("  %.*s: got %s, want %.*s\n", STR_ARG(text),
				      addr_class_name(got), STR_ARG(want));
		}
	}
	print_message("  %zu cases, %zu differ\n", n, bad);
	assert_int_equal(bad, 0);
	arena_release(&a);
}

static void test_funky(void **state)
{
	struct arena a = { 0 };
	struct json_value all = json_read(peers_load(PEERS "funky_ipv4.json", &a), &a);
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < all.n; i++) {
		struct str url = arena_strf(&a, "http://%.*s/", STR_ARG(all.names[i]));
		struct url u = { 0 };
		struct err e;
		bool refused = url_parse(&u, url, NULL, &a, &e) || !url_host_is_ip(&u);
		bool want_none = all.item[i].kind == J_NULL;

		if (refused != want_none || (!refused && !str_eq(u.host, all.item[i].text))) {
			bad++;
			print_message("  %.*s: got %.*s\n", STR_ARG(all.names[i]), STR_ARG(u.host));
		}
	}
	print_message("  %zu cases, %zu differ\n", all.n, bad);
	assert_int_equal(bad, 0);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),   cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_limits),  cmocka_unit_test(test_key),
		cmocka_unit_test(test_trap),    cmocka_unit_test(test_addr),
		cmocka_unit_test(test_wpt),     cmocka_unit_test(test_normalizer),
		cmocka_unit_test(test_resolve), cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_funky),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
