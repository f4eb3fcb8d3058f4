#include "tests/unit/harness.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"

static const struct {
	const char *name;
	struct str in;
	bool valid;
	size_t points, columns;
} texts[] = {
	{ "empty", STR_INIT(""), true, 0, 0 },
	{ "ascii", STR_INIT("abc"), true, 3, 3 },
	{ "chinese is twice as wide", STR_INIT("年报"), true, 2, 4 },
	{ "full-width digits too", STR_INIT("\uff11\uff12"), true, 2, 4 },
	{ "combining marks take no room", STR_INIT("e\u0301"), true, 2, 1 },
	{ "four bytes", STR_INIT("\U00020000"), true, 1, 2 },
	{ "overlong slash", STR_INIT("\xC0\xAF"), false, 2, 2 },
	{ "overlong in three", STR_INIT("\xE0\x80\xAF"), false, 3, 3 },
	{ "surrogate", STR_INIT("\xED\xA0\x80"), false, 3, 3 },
	{ "above U+10FFFF", STR_INIT("\xF4\x90\x80\x80"), false, 4, 4 },
	{ "cut at the end", STR_INIT("\xE5\xB9"), false, 1, 1 },
	{ "a cut one eats no good one", STR_INIT("\xE5\xB9x"), false, 2, 2 },
	{ "lone tail", STR_INIT("\x80"), false, 1, 1 },
};

static void test_utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(texts); i++) {
		print_message("  case: %s\n", texts[i].name);
		assert_int_equal(utf8_valid(texts[i].in), texts[i].valid);
		assert_int_equal(utf8_count(texts[i].in), texts[i].points);
		assert_int_equal(utf8_columns(texts[i].in), texts[i].columns);
	}
}

static void test_utf8_round(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c += 7) {
		char b[UTF8_MAX_BYTES];
		size_t at = 0, n = utf8_put(b, c);
		bool surrogate = c >= 0xD800 && c <= 0xDFFF;

		assert_int_equal(utf8_next((struct str){ b, n }, &at),
				 surrogate ? UTF8_REPLACEMENT : c);
		assert_int_equal(at, n);
	}
}

static const struct {
	const char *name;
	struct str in, want;
} printables[] = {
	{ "plain", STR_INIT("年报 1"), STR_INIT("年报 1") },
	{ "escape sequences are disarmed", STR_INIT("\x1b[2J"), STR_INIT("\uFFFD[2J") },
	{ "C1 controls too", STR_INIT("\xC2\x9B"), STR_INIT("\uFFFD") },
	{ "no bidi override", STR_INIT("a\u202Eb"), STR_INIT("a\uFFFDb") },
	{ "a line stays a line", STR_INIT("a\r\nb\tc"), STR_INIT("a  b c") },
	{ "bad bytes", STR_INIT("\xFF"), STR_INIT("\uFFFD") },
};

static void test_printable(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(printables); i++) {
		struct buf b;

		print_message("  case: %s\n", printables[i].name);
		buf_init(&b, 100);
		utf8_printable(&b, printables[i].in);
		assert_true(str_eq(buf_str(&b), printables[i].want));
		buf_release(&b);
	}
}

static const struct {
	const char *name;
	struct str in;
	bool ok;
	long long want;
} ints[] = {
	{ "zero", STR_INIT("0"), true, 0 },
	{ "leading zeros", STR_INIT("0012"), true, 12 },
	{ "negative", STR_INIT("-11"), true, -11 },
	{ "largest", STR_INIT("9223372036854775807"), true, 9223372036854775807 },
	{ "one more overflows", STR_INIT("9223372036854775808"), false, 0 },
	{ "empty is no number", STR_INIT(""), false, 0 },
	{ "a sign alone", STR_INIT("-"), false, 0 },
	{ "a plus", STR_INIT("+1"), false, 0 },
	{ "trailing space", STR_INIT("1 "), false, 0 },
};

static void test_int(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(ints); i++) {
		long long n = 77;

		print_message("  case: %s\n", ints[i].name);
		assert_int_equal(str_int(&n, ints[i].in), ints[i].ok);
		assert_true(n == (ints[i].ok ? ints[i].want : 77));
	}
}

static void test_str(void **state)
{
	(void)state;
	assert_true(str_eq(str_trim(STR(" \t a b\r\n")), STR("a b")));
	assert_true(str_eq(str_trim(STR("  ")), STR("")));
	assert_int_equal(str_find(STR("abcabc"), STR("bc"), 0), 1);
	assert_int_equal(str_find(STR("abcabc"), STR("bc"), 2), 4);
	assert_true(str_find(STR("abc"), STR("x"), 0) == STR_NONE);
	assert_true(str_find(STR("abc"), STR(""), 0) == STR_NONE);
	assert_true(str_find(STR("abc"), STR("a"), 9) == STR_NONE);
	assert_true(str_eq_nocase(STR("GB2312"), STR("gb2312")));
	assert_false(str_eq_nocase(STR("a"), STR("ab")));
	assert_true(str_ends(STR("x.html"), STR(".html")));
	assert_true(str_eq(str_sub(STR("abc"), 1, 99), STR("bc")));
	assert_true(str_eq(str_sub(STR("abc"), 9, 1), STR("")));
}

static void test_buf_limit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 5);
	buf_add(&b, STR("abc"));
	buf_addf(&b, "%d", 12);
	assert_false(b.full);
	assert_string_equal(b.p, "abc12");
	buf_addc(&b, 'x');
	assert_true(b.full);
	assert_string_equal(b.p, "abc12");
	buf_clear(&b);
	buf_add(&b, STR("again"));
	assert_false(b.full);
	buf_release(&b);
}

static void test_arena(void **state)
{
	struct arena a = { 0 };
	int *n = NULL;
	size_t cap = 0;
	char *text;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		ARENA_GROW(&a, n, i, cap);
		assert_int_equal(n[i], 0);
		n[i] = (int)i;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(n[i], i);
	assert_string_equal(arena_strf(&a, "%s-%d", "a", 7).p, "a-7");
	assert_string_equal(arena_str(&a, str_sub(STR("abcdef"), 2, 2)).p, "cd");
	text = arena_text(&a, 3);
	memset(text, 'x', 3);
	assert_int_equal(*(char *)arena_alloc(&a, 1, 1), 0);
	arena_release(&a);
	assert_int_equal(a.used, 0);
}

static void fill(struct arena *a, size_t n, size_t bytes)
{
	for (size_t i = 0; i < n; i++) {
		char *p = arena_alloc(a, 1, bytes);

		for (size_t k = 0; k < bytes; k++)
			assert_int_equal(p[k], 0);
		memset(p, 'x', bytes);
	}
}

static void test_arena_spare(void **state)
{
	static const size_t bytes[] = { 1, 1000, 70000, 16, 200000, 65536 };
	struct arena a = { 0 }, within = arena_within(&a), inner = arena_within(&within);

	(void)state;
	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < countof(bytes); i++) {
			fill(&a, 40, bytes[(i + round) % countof(bytes)]);
			fill(&within, 20, bytes[i]);
			fill(&inner, 3, bytes[i]);
		}
		arena_release(&inner);
		arena_release(&within);
		assert_int_equal(within.used, 0);
		assert_true(a.used > 0);
		arena_reset(&a);
		assert_int_equal(a.used, 0);
		assert_null(a.head);
	}
	arena_release(&a);
	assert_null(a.spare);
}

static void test_find(void **state)
{
	static const struct {
		const char *s, *what;
		size_t from, want;
	} rows[] = {
		{ "abcabc", "c", 0, 2 },
		{ "abcabc", "c", 3, 5 },
		{ "abcabc", "abc", 1, 3 },
		{ "abcabc", "abcd", 0, STR_NONE },
		{ "abc", "", 0, STR_NONE },
		{ "", "a", 0, STR_NONE },
		{ "abc", "c", 3, STR_NONE },
		{ "abc", "c", 9, STR_NONE },
		{ "政府信息公开", "信息", 0, 6 },
		{ "政府信息公开", "公开", 7, 12 },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "ab", 0, 51 },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaba", "ba", 0, 50 },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ba", 0, STR_NONE },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ba", 0, STR_NONE },
	};

	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		print_message("  case: %s in %s\n", rows[i].what, rows[i].s);
		assert_int_equal(str_find(str_c(rows[i].s), str_c(rows[i].what), rows[i].from),
				 rows[i].want);
	}
}

static void test_json(void **state)
{
	struct buf b;
	struct json j;

	(void)state;
	buf_init(&b, 1000);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "a\"b");
	json_str(&j, STR("线\n\x01\xFF\\"));
	json_key(&j, "list");
	json_array(&j);
	json_int(&j, -5);
	json_null(&j);
	json_bool(&j, true);
	json_object(&j);
	json_end(&j);
	json_end(&j);
	json_key(&j, "none");
	json_str_or_null(&j, (struct str){ NULL, 0 });
	json_end(&j);
	assert_string_equal(b.p, "{\"a\\\"b\":\"线\\n\\u0001\uFFFD\\\\\","
				 "\"list\":[-5,null,true,{}],\"none\":null}");
	buf_release(&b);
}

static void test_dates(void **state)
{
	char iso[CLOCK_ISO_MAX];

	(void)state;
	assert_true(date_valid((struct date){ 2024, 2, 29 }));
	assert_false(date_valid((struct date){ 2023, 2, 29 }));
	assert_false(date_valid((struct date){ 2023, 13, 1 }));
	assert_false(date_valid((struct date){ 0 }));
	assert_int_equal(date_days((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(date_days((struct date){ 2024, 3, 1 }), 19783);
	assert_string_equal(clock_iso(iso, 1706659500000), "2024-01-31T00:05:00Z");
	/* Past midnight in Beijing while it is still the day before in UTC. */
	assert_int_equal(clock_beijing_day(1706720400000).day, 1);
}

static void test_err(void **state)
{
	struct err e = { 0 };

	(void)state;
	assert_int_equal(err_set(&e, ERR_FORMAT, "line %d", 3), -1);
	assert_int_equal(err_at(&e, "a.tsv"), -1);
	assert_string_equal(e.msg, "a.tsv: line 3");
	err_sys(&e, ERR_IO, 28 /* ENOSPC */, "write");
	assert_int_equal(e.code, ERR_DISK); /* a full disk has an exit status of its own */
	for (enum err_code c = ERR_NONE; c < ERR__COUNT; c++)
		assert_int_equal(err_named(err_class(c)->name), c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),      cmocka_unit_test(test_utf8_round),
		cmocka_unit_test(test_printable), cmocka_unit_test(test_int),
		cmocka_unit_test(test_str),       cmocka_unit_test(test_buf_limit),
		cmocka_unit_test(test_arena),     cmocka_unit_test(test_arena_spare),
		cmocka_unit_test(test_find),      cmocka_unit_test(test_json),
		cmocka_unit_test(test_dates),     cmocka_unit_test(test_err),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
