#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/digest.h"

/* Values of FIPS 180-4's examples, re-coded; the empty ones are well known. */
static const struct {
	const char *name;
	enum digest_kind kind;
	struct str in;
	const char *want;
} cases[] = {
	{ "sha-1 of nothing", DIGEST_SHA1, STR_INIT(""), "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ" },
	{ "sha-1 of abc", DIGEST_SHA1, STR_INIT("abc"), "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5" },
	{ "sha-256 of nothing", DIGEST_SHA256, STR_INIT(""),
	  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "sha-256 of abc", DIGEST_SHA256, STR_INIT("abc"),
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "sha-256 of two blocks", DIGEST_SHA256,
	  STR_INIT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

static void test_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		char out[DIGEST_TEXT_MAX];

		print_message("  case: %s\n", cases[i].name);
		assert_string_equal(digest_of(out, cases[i].kind, cases[i].in), cases[i].want);
	}
}

static void test_in_pieces(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct digest *d = digest_open(cases[i].kind);
		char out[DIGEST_TEXT_MAX];

		for (size_t k = 0; k < cases[i].in.n; k++)
			digest_add(d, str_sub(cases[i].in, k, 1));
		assert_string_equal(digest_text(out, d), cases[i].want);
		digest_close(d);
	}
}

static void test_bytes(void **state)
{
	unsigned char out[DIGEST_MAX_BYTES];

	(void)state;
	assert_int_equal(digest_bytes(out, DIGEST_SHA1, STR("abc")), 20);
	assert_int_equal(out[0], 0xa9);
	assert_int_equal(digest_bytes(out, DIGEST_SHA256, STR("abc")), 32);
	assert_int_equal(out[31], 0xad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_in_pieces),
		cmocka_unit_test(test_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
