#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "crawler/scope.h"

static const struct {
	const char *name, *host, *want;
} domains[] = {
	{ "a bureau and its city", "jyt.hebei.gov.cn", "hebei.gov.cn" },
	{ "the city itself", "hebei.gov.cn", "hebei.gov.cn" },
	{ "two levels down", "a.b.zhuji.gov.cn", "zhuji.gov.cn" },
	{ "a company", "v.hebkjt.cn", "hebkjt.cn" },
	{ "test names like real ones", "kjj.a.gov.cn.test", "a.gov.cn.test" },
	{ "a test name above", "gov.cn.test", "gov.cn.test" },
	{ "a suffix", "gov.cn", "gov.cn" },
	{ "an address", "10.0.0.1", "10.0.0.1" },
	{ "an IPv6 address", "[::1]", "[::1]" },
	{ "one label", "localhost", "localhost" },
};

static void test_domain(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(domains); i++) {
		print_message("  case: %s\n", domains[i].name);
		assert_true(str_eq(scope_domain(str_c(domains[i].host)), str_c(domains[i].want)));
	}
}

static const struct {
	const char *name, *url, *want;
} checks[] = {
	{ "the seed's host", "http://www.a.gov.cn.test/x", "seed host" },
	{ "another scheme and port", "https://www.a.gov.cn.test:8443/x", "seed host" },
	{ "a sister host", "http://kjj.a.gov.cn.test/", "same portal" },
	{ "the bare domain", "http://a.gov.cn.test/", "same portal" },
	{ "another city", "http://b.gov.cn.test/", "offsite" },
	{ "a clone with the name in front", "http://www.a.gov.cn.test.clone.test/", "offsite" },
	{ "a name that only ends alike", "http://www.xa.gov.cn.test/", "offsite" },
	{ "a seed outside gov.cn", "http://www.c.test/", "seed host" },
	{ "its sisters are not meant", "http://v.c.test/", "offsite" },
	{ "an address with its port", "http://192.0.2.7:8080/y", "seed host" },
	{ "another port of it", "http://192.0.2.7/y", "offsite" },
};

static void test_check(void **state)
{
	static const char *const seeds[] = { "http://www.a.gov.cn.test/nb/", "http://www.c.test/",
					     "http://192.0.2.7:8080/nb/" };
	struct arena a = { 0 };
	struct scope s = { 0 };
	struct url u;
	struct err e;

	(void)state;
	for (size_t k = 0; k < 2; k++) /* twice changes nothing */
		for (size_t i = 0; i < countof(seeds); i++) {
			assert_int_equal(url_parse(&u, str_c(seeds[i]), NULL, &a, &e), 0);
			scope_add(&s, &u, &a);
		}
	assert_int_equal(s.n_hosts, 3);
	assert_int_equal(s.n_domains, 1);
	for (size_t i = 0; i < countof(checks); i++) {
		print_message("  case: %s\n", checks[i].name);
		assert_int_equal(url_parse(&u, str_c(checks[i].url), NULL, &a, &e), 0);
		assert_string_equal(scope_verdict_name(scope_check(&s, &u)), checks[i].want);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_domain),
		cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
