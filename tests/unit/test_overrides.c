#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "crawler/overrides.h"

static const char file[] = "# of a test\n"
			   "[*]\n"
			   "delay = 3s ; slow enough\n"
			   "[*.a.gov.cn.test]\n"
			   "delay = 5s\n"
			   "charset = gb18030\n"
			   "[WWW.a.gov.cn.test]\n"
			   "tls_legacy = yes\n"
			   "tls_curves = P-256\n"
			   "tls_ca = certs/a.pem\n"
			   "[b.gov.cn.test]\r\n"
			   "skip = robots disallow; for ever\r\n"
			   "tls_verify = report\n"
			   "tls_weak = yes\n"
			   "[192.0.2.7:8080]\n"
			   "delay = 2m\n";

static const struct {
	const char *name, *host;
	int64_t delay_ms;
	const char *charset, *skip, *tls;
} cases[] = {
	{ "a host nobody names", "c.test", 3000, "", "", "" },
	{ "a suffix", "x.a.gov.cn.test", 5000, "gb18030", "", "" },
	{ "a suffix is no host", "a.gov.cn.test", 3000, "", "", "" },
	{ "a host takes from its suffix what it does not say itself", "www.a.gov.cn.test", 5000,
	  "gb18030", "", "legacy, curves=P-256, ca=certs/a.pem" },
	{ "a host on another port", "www.a.gov.cn.test:8443", 5000, "gb18030", "",
	  "legacy, curves=P-256, ca=certs/a.pem" },
	{ "a host to be left alone", "b.gov.cn.test", 3000, "", "robots disallow; for ever",
	  "weak, unverified" },
	{ "an address with its port", "192.0.2.7:8080", 120000, "", "", "" },
	{ "another port of it", "192.0.2.7:8081", 3000, "", "", "" },
};

static void test_find(void **state)
{
	struct arena a = { 0 };
	struct overrides o = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(overrides_parse(&o, str_c(file), "a.ini", &a, &e), 0);
	assert_int_equal(o.n_problems, 0);
	for (size_t i = 0; i < countof(cases); i++) {
		struct portal_override got = overrides_find(&o, str_c(cases[i].host));

		print_message("  case: %s\n", cases[i].name);
		assert_int_equal(got.delay_ms, cases[i].delay_ms);
		assert_true(str_eq(got.charset, str_c(cases[i].charset)));
		assert_true(str_eq(got.skip, str_c(cases[i].skip)));
		assert_true(str_eq(fetch_tls_name(&got.tls, &a), str_c(cases[i].tls)));
	}
	arena_release(&a);
}

static const struct {
	const char *name, *text, *reason;
} problems[] = {
	{ "no section", "delay = 3s\n", "a setting before the first [host]" },
	{ "no setting", "[a]\ndelay\n", "neither [host] nor name = value" },
	{ "an unknown setting", "[a]\nproxy = x\n", "proxy: no such setting" },
	{ "a delay without unit", "[a]\ndelay = 3\n",
	  "delay should be a time up to ten minutes, such as 3s" },
	{ "a delay too long", "[a]\ndelay = 11m\n",
	  "delay should be a time up to ten minutes, such as 3s" },
	{ "verification cannot be turned off without a word", "[a]\ntls_verify = no\n",
	  "tls_verify should be yes or report" },
	{ "neither yes nor no", "[a]\ntls_legacy = 1\n", "tls_legacy should be yes or no" },
	{ "skip without reason", "[a]\nskip =\n", "skip should say why" },
};

static void test_problems(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(problems); i++) {
		struct arena a = { 0 };
		struct overrides o = { 0 };
		struct err e;

		print_message("  case: %s\n", problems[i].name);
		assert_int_equal(overrides_parse(&o, str_c(problems[i].text), "a.ini", &a, &e), 0);
		assert_int_equal(o.n_problems, 1);
		assert_true(str_eq(o.problems[0].reason, str_c(problems[i].reason)));
		assert_int_equal(overrides_find(&o, STR("a")).delay_ms, 0);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_find),
					    cmocka_unit_test(test_problems) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
