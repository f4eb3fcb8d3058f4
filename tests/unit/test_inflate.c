#include "tests/unit/harness.h"

#include <stdlib.h>

#include <zlib.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "crawler/inflate.h"

#define HELLO "hello hello hello hello\n"
#define MIB   (1u << 20)

/* How the test makes the coded bytes. */
enum coder { AS_IS, GZIP_OF, ZLIB_OF, RAW_OF };

static const struct {
	const char *name;
	enum inflate_coding coding;
	enum coder coder;
	struct str in, tail; /* tail: put behind the coded bytes as it is */
	size_t cut;          /* bytes dropped from the end of the coded part */
	enum inflate_state want;
	struct str text;
} cases[] = {
	{ "gzip", INFLATE_GZIP, GZIP_OF, STR_INIT(HELLO), { 0 }, 0, INFLATE_DONE, STR_INIT(HELLO) },
	{ "gzip of nothing", INFLATE_GZIP, GZIP_OF, STR_INIT(""), { 0 }, 0, INFLATE_DONE, { 0 } },
	{ "no bytes at all are cut short",
	  INFLATE_GZIP,
	  AS_IS,
	  { 0 },
	  { 0 },
	  0,
	  INFLATE_TRUNCATED,
	  { 0 } },
	{ "gzip without its check sum",
	  INFLATE_GZIP,
	  GZIP_OF,
	  STR_INIT(HELLO),
	  { 0 },
	  8,
	  INFLATE_TRUNCATED,
	  STR_INIT(HELLO) },
	{ "gzip cut in its head",
	  INFLATE_GZIP,
	  AS_IS,
	  STR_INIT("\x1f\x8b\x08"),
	  { 0 },
	  0,
	  INFLATE_TRUNCATED,
	  { 0 } },
	{ "junk behind gzip is ignored and told", INFLATE_GZIP, GZIP_OF, STR_INIT(HELLO),
	  STR_INIT("<!-- x -->"), 0, INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "zeros behind gzip too", INFLATE_GZIP, GZIP_OF, STR_INIT(HELLO), STR_INIT("\0\0\0\0"), 0,
	  INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "junk that looks like a member", INFLATE_GZIP, GZIP_OF, STR_INIT(HELLO),
	  STR_INIT("\x1f\x8b zzz"), 0, INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "half a head of a second member", INFLATE_GZIP, GZIP_OF, STR_INIT(HELLO),
	  STR_INIT("\x1f"), 0, INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "two gzip members are one text", INFLATE_GZIP, GZIP_OF, STR_INIT(HELLO),
	  STR_INIT("\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x04\0\x43\xbe\xb7\xe8\x01\0\0\0"), 0,
	  INFLATE_DONE, STR_INIT(HELLO "a") },
	{ "html that claims to be gzip",
	  INFLATE_GZIP,
	  AS_IS,
	  STR_INIT("<html>"),
	  { 0 },
	  0,
	  INFLATE_CORRUPT,
	  { 0 } },
	{ "zlib deflate",
	  INFLATE_DEFLATE,
	  ZLIB_OF,
	  STR_INIT(HELLO),
	  { 0 },
	  0,
	  INFLATE_DONE,
	  STR_INIT(HELLO) },
	{ "raw deflate",
	  INFLATE_DEFLATE,
	  RAW_OF,
	  STR_INIT(HELLO),
	  { 0 },
	  0,
	  INFLATE_DONE,
	  STR_INIT(HELLO) },
	{ "raw deflate with a tail", INFLATE_DEFLATE, RAW_OF, STR_INIT(HELLO), STR_INIT("zz"), 0,
	  INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "raw deflate cut",
	  INFLATE_DEFLATE,
	  RAW_OF,
	  STR_INIT(HELLO),
	  { 0 },
	  4,
	  INFLATE_TRUNCATED,
	  STR_INIT("hello ") },
	{ "brotli",
	  INFLATE_BROTLI,
	  AS_IS,
	  STR_INIT(
		  "\x1b\x17\x00\xf8\x8d\x94\x6e\xde\x44\x55\x86\xd6\x0a\x20\x6c\x6f\x4a\x11\x79\xe2"
		  "\x80\xae\x16"),
	  { 0 },
	  0,
	  INFLATE_DONE,
	  STR_INIT(HELLO) },
	{ "brotli with a tail", INFLATE_BROTLI, AS_IS,
	  STR_INIT(
		  "\x1b\x17\x00\xf8\x8d\x94\x6e\xde\x44\x55\x86\xd6\x0a\x20\x6c\x6f\x4a\x11\x79\xe2"
		  "\x80\xae\x16"),
	  STR_INIT("zz"), 0, INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "brotli cut",
	  INFLATE_BROTLI,
	  AS_IS,
	  STR_INIT("\x1b\x17\x00\xf8\x8d\x94"),
	  { 0 },
	  0,
	  INFLATE_TRUNCATED,
	  { 0 } },
	{ "brotli bomb",
	  INFLATE_BROTLI,
	  AS_IS,
	  STR_INIT("\x9b\xff\xff\x2f\xf8\x27\x00\xe2\xb1\x40\x20\xf7\xfe\x05"),
	  { 0 },
	  0,
	  INFLATE_TOO_LARGE,
	  { 0 } },
	{ "zstd",
	  INFLATE_ZSTD,
	  AS_IS,
	  STR_INIT(
		  "\x28\xb5\x2f\xfd\x20\x18\x6d\x00\x00\x38\x68\x65\x6c\x6c\x6f\x20\x0a\x01\x00\x99"
		  "\x4b\x11"),
	  { 0 },
	  0,
	  INFLATE_DONE,
	  STR_INIT(HELLO) },
	{ "zstd with a tail", INFLATE_ZSTD, AS_IS,
	  STR_INIT(
		  "\x28\xb5\x2f\xfd\x20\x18\x6d\x00\x00\x38\x68\x65\x6c\x6c\x6f\x20\x0a\x01\x00\x99"
		  "\x4b\x11"),
	  STR_INIT("zzzz"), 0, INFLATE_TRAILING, STR_INIT(HELLO) },
	{ "zstd cut",
	  INFLATE_ZSTD,
	  AS_IS,
	  STR_INIT("\x28\xb5\x2f\xfd\x20\x18\x6d"),
	  { 0 },
	  0,
	  INFLATE_TRUNCATED,
	  { 0 } },
	{ "not zstd",
	  INFLATE_ZSTD,
	  AS_IS,
	  STR_INIT("<html></html>"),
	  { 0 },
	  0,
	  INFLATE_CORRUPT,
	  { 0 } },
};

static void encode(struct buf *out, enum coder coder, const char *in, size_t n)
{
	static const int window[] = { [GZIP_OF] = 31, [ZLIB_OF] = 15, [RAW_OF] = -15 };
	size_t room = n + 1000;
	unsigned char *to = malloc(room);
	z_stream z = { .avail_in = (unsigned)n, .next_out = to, .avail_out = (unsigned)room };
	unsigned char *copy = malloc(n + 1);

	assert_non_null(to);
	assert_non_null(copy);
	if (n)
		memcpy(copy, in, n);
	z.next_in = copy;
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, window[coder], 8, Z_DEFAULT_STRATEGY),
			 Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	buf_add(out, (struct str){ (char *)to, room - z.avail_out });
	deflateEnd(&z);
	free(to);
	free(copy);
}

static enum inflate_state decode(struct buf *out, enum inflate_coding coding, struct str coded,
				 size_t step, uint64_t max)
{
	struct inflate_limits limits = { max, 200 };
	struct inflate *z = inflate_open(coding, &limits);
	enum inflate_state state;

	buf_clear(out);
	for (size_t at = 0; at < coded.n; at += step)
		inflate_add(z, str_sub(coded, at, step), out);
	state = inflate_end(z);
	inflate_close(z);
	return state;
}

static void test_cases(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 7, 1000 };
	struct buf coded, out;

	(void)state;
	buf_init(&coded, MIB);
	buf_init(&out, 8 * MIB);
	for (size_t i = 0; i < countof(cases); i++) {
		print_message("  case: %s\n", cases[i].name);
		buf_clear(&coded);
		if (cases[i].coder == AS_IS)
			buf_add(&coded, cases[i].in);
		else
			encode(&coded, cases[i].coder, cases[i].in.p, cases[i].in.n);
		coded.n -= cases[i].cut;
		buf_add(&coded, cases[i].tail);
		for (size_t k = 0; k < countof(steps); k++) {
			enum inflate_state got =
				decode(&out, cases[i].coding, buf_str(&coded), steps[k], 8 * MIB);

			assert_string_equal(inflate_state_name(got),
					    inflate_state_name(cases[i].want));
			if (got != INFLATE_TOO_LARGE)
				assert_true(str_eq(buf_str(&out), cases[i].text));
		}
	}
	buf_release(&coded);
	buf_release(&out);
}

/* What a limit lets through: bytes of zeros, coded by gzip (about 1:1000). */
static const struct {
	const char *name;
	size_t n;
	uint64_t max;
	enum inflate_state want;
} limits[] = {
	{ "a small blank page is no bomb", MIB, 8 * MIB, INFLATE_DONE },
	{ "a large blank page is one", 2 * MIB, 8 * MIB, INFLATE_TOO_LARGE },
	{ "exactly the limit", 1000, 1000, INFLATE_DONE },
	{ "one byte more", 1001, 1000, INFLATE_TOO_LARGE },
};

static void test_limits(void **state)
{
	struct buf coded, out;

	(void)state;
	buf_init(&coded, MIB);
	buf_init(&out, 8 * MIB);
	for (size_t i = 0; i < countof(limits); i++) {
		char *zeros = calloc(1, limits[i].n);

		print_message("  case: %s\n", limits[i].name);
		buf_clear(&coded);
		encode(&coded, GZIP_OF, zeros, limits[i].n);
		assert_int_equal(decode(&out, INFLATE_GZIP, buf_str(&coded), 4096, limits[i].max),
				 limits[i].want);
		assert_true(out.n <= limits[i].max);
		free(zeros);
	}
	buf_release(&coded);
	buf_release(&out);
}

static void test_header(void **state)
{
	(void)state;
	assert_int_equal(inflate_coding(STR("")), INFLATE_IDENTITY);
	assert_int_equal(inflate_coding(STR(" GZIP ")), INFLATE_GZIP);
	assert_int_equal(inflate_coding(STR("x-gzip")), INFLATE_GZIP);
	assert_int_equal(inflate_coding(STR("gzip, br")), INFLATE_UNKNOWN);
	assert_int_equal(inflate_coding(STR("compress")), INFLATE_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
