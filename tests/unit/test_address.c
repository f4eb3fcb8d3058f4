#include "tests/unit/harness.h"

#include <arpa/inet.h>

#include "base/attrs.h"
#include "crawler/address.h"

static const struct {
	const char *text;
	bool is_public;
} cases[] = {
	{ "8.8.8.8", true },
	{ "219.141.1.1", true },
	{ "0.0.0.0", false },
	{ "10.0.0.1", false },
	{ "11.0.0.1", true },
	{ "100.63.0.1", true },
	{ "100.64.0.1", false },
	{ "100.127.255.1", false },
	{ "100.128.0.1", true },
	{ "127.0.0.1", false },
	{ "127.9.9.9", false },
	{ "169.254.169.254", false },
	{ "172.15.0.1", true },
	{ "172.16.0.1", false },
	{ "172.31.255.255", false },
	{ "172.32.0.1", true },
	{ "192.168.1.1", false },
	{ "192.0.0.1", false },
	{ "198.18.0.1", false },
	{ "198.20.0.1", true },
	{ "223.255.255.255", true },
	{ "224.0.0.1", false },
	{ "255.255.255.255", false },
	{ "::", false },
	{ "::1", false },
	{ "::ffff:10.0.0.1", false },
	{ "::ffff:8.8.8.8", true },
	{ "64:ff9b::7f00:1", false },
	{ "2002:7f00:1::", false },
	{ "2002:808:808::", true },
	{ "fe80::1", false },
	{ "fd00::1", false },
	{ "ff02::1", false },
	{ "2001:db8::1", false },
	{ "2400:3200::1", true },
	{ "2001::1", false },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		uint8_t a[16];

		print_message("  case: %s\n", cases[i].text);
		if (inet_pton(AF_INET, cases[i].text, a) == 1)
			assert_int_equal(address_is_public4(a), cases[i].is_public);
		else if (inet_pton(AF_INET6, cases[i].text, a) == 1)
			assert_int_equal(address_is_public6(a), cases[i].is_public);
		else
			fail();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
