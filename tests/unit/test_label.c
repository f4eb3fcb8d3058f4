#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/label.h"

static const struct {
	const char *name, *printed, *want;
} folds[] = {
	{ "plain stays", "自然人", "自然人" },
	{ "spaces of every kind go", " 总\t计\xC2\xA0\xE3\x80\x80\n \xE2\x80\x8B\xC2\xAD", "总计" },
	{ "full-width ASCII becomes plain", "１．属于ＡＢ：", "1.属于AB:" },
	{ "brackets become round", "〔一〕【二】［三］｛四｝", "(一)(二)(三)(四)" },
	{ "small and vertical forms", "﹙一﹚︵二︶", "(一)(二)" },
	{ "ordinals in one character", "㈠予以公开㈩", "(一)予以公开(十)" },
	{ "number and dot in one character", "⒈属于国家秘密", "1.属于国家秘密" },
	{ "a number with an enumeration comma", "1、属于国家秘密", "1.属于国家秘密" },
	{ "a number with a comma", "2，其他", "2.其他" },
	{ "a number with a wide dot", "3．其他", "3.其他" },
	{ "such a comma elsewhere stays", "行政复议、诉讼", "行政复议、诉讼" },
	{ "a Chinese number keeps its mark", "一、本年新收", "一、本年新收" },
	{ "quotation marks go", "危及“三安全一稳定”「」\"'", "危及三安全一稳定" },
	{ "traditional becomes simplified", "規範性文件", "规范性文件" },
	{ "digits are kept", "0012", "0012" },
	{ "ill-formed bytes become U+FFFD", "\xFF\xFF\xFF",
	  "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "empty", "", "" },
};

static void test_label_fold(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(folds); i++) {
		struct arena arena = { 0 };

		print_message("  case: %s\n", folds[i].name);
		assert_string_equal(label_fold(str_c(folds[i].printed), &arena).p, folds[i].want);
		arena_release(&arena);
	}
}

static const struct {
	const char *name, *a, *b;
	unsigned most, want;
} distances[] = {
	{ "equal", "总计", "总计", 3, 0 },
	{ "one changed", "结果维持", "结果维护", 3, 1 },
	{ "one more", "其他", "其他结果", 3, 2 },
	{ "one moved is two", "信访举报投诉", "信访投诉举报", 9, 4 },
	{ "empty and not", "", "三个字", 5, 3 },
	{ "stops at the limit", "本年新收", "行政诉讼案件", 2, 3 },
	{ "length alone decides", "一", "一二三四五六", 2, 3 },
	{ "exactly the limit", "甲乙丙", "甲丁戊", 2, 2 },
	{ "nothing allowed", "甲", "乙", 0, 1 },
};

static void test_label_distance(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(distances); i++) {
		struct str a = str_c(distances[i].a), b = str_c(distances[i].b);

		print_message("  case: %s\n", distances[i].name);
		assert_int_equal(label_distance(a, b, distances[i].most), distances[i].want);
		assert_int_equal(label_distance(b, a, distances[i].most), distances[i].want);
	}
}

static void test_label_too_long(void **state)
{
	static char a[LABEL_MAX_DISTANCE_BYTES + 1], b[LABEL_MAX_DISTANCE_BYTES + 1];
	size_t n = sizeof(a);

	(void)state;
	memset(a, 'x', n);
	memset(b, 'x', n);
	assert_int_equal(label_distance((struct str){ a, n }, (struct str){ b, n }, 4), 0);
	b[0] = 'y';
	assert_int_equal(label_distance((struct str){ a, n }, (struct str){ b, n }, 4), 5);
	assert_int_equal(label_distance((struct str){ a, n - 1 }, (struct str){ b, n - 1 }, 4), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_label_fold),
		cmocka_unit_test(test_label_distance),
		cmocka_unit_test(test_label_too_long),
	};

	return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
