#include "tests/unit/harness.h"

#include <string.h>

#include "base/attrs.h"
#include "report/count.h"

#define UNIT  COUNT_SAW_UNIT
#define CONV  COUNT_SAW_CONVERTED
#define FULL  COUNT_SAW_FULLWIDTH
#define ABOUT COUNT_SAW_ABOUT

struct row {
	const char *name, *printed;
	enum count_unit unit;
	const char *header;
	bool is_signed;
	enum value_state state;
	const char *text; /* of a count */
	unsigned saw;
};

#define T COUNT_THINGS
#define W COUNT_WAN
#define M COUNT_MONEY

static const struct row rows[] = {
	{ "a zero is a stated zero", "0", T, "", false, VALUE_ZERO, "0", 0 },
	{ "so is a full-width one", "０", T, "", false, VALUE_ZERO, "0", FULL },
	{ "and one with its unit", "0件", T, "", false, VALUE_ZERO, "0", UNIT },
	{ "the word for zero", "零", T, "", false, VALUE_ZERO, "0", 0 },
	{ "the ideographic zero", "〇", T, "", false, VALUE_ZERO, "0", 0 },
	{ "the word for none", "无", T, "", false, VALUE_ZERO, "0", 0 },
	{ "none with a full stop", "无。", T, "", false, VALUE_ZERO, "0", 0 },
	{ "none of a unit", "无件", T, "", false, VALUE_ZERO, "0", 0 },
	{ "not any", "没有", T, "", false, VALUE_ZERO, "0", 0 },
	{ "none in money", "无", W, "", false, VALUE_ZERO, "0", 0 },
	{ "zero with decimals", "0.00", W, "", false, VALUE_ZERO, "0.00", 0 },
	{ "double zero", "00", T, "", false, VALUE_ZERO, "0", 0 },
	{ "nothing up and nothing down", "0/0", T, "", true, VALUE_ZERO, "0", 0 },
	{ "two zeros", "0/0", T, "", false, VALUE_ZERO, "0", 0 },
	{ "an empty cell is blank", "", T, "", false, VALUE_BLANK, NULL, 0 },
	{ "spaces are blank", " \t ", T, "", false, VALUE_BLANK, NULL, 0 },
	{ "no-break spaces are blank", "\xc2\xa0\xc2\xa0", T, "", false, VALUE_BLANK, NULL, 0 },
	{ "wide spaces are blank", "　　", T, "", false, VALUE_BLANK, NULL, 0 },
	{ "zero-width characters are blank", "\xe2\x80\x8b\xef\xbb\xbf", T, "", false, VALUE_BLANK,
	  NULL, 0 },
	{ "an escaped blank", "&nbsp;", T, "", false, VALUE_BLANK, NULL, 0 },
	{ "the word for no data", "无数据", T, "", false, VALUE_BLANK, NULL, 0 },
	{ "a hyphen", "-", T, "", false, VALUE_DASH, NULL, 0 },
	{ "a long dash", "——", T, "", false, VALUE_DASH, NULL, 0 },
	{ "a wide hyphen", "－", T, "", false, VALUE_DASH, NULL, 0 },
	{ "a minus sign alone", "−", T, "", false, VALUE_DASH, NULL, 0 },
	{ "an en dash", "–", T, "", false, VALUE_DASH, NULL, 0 },
	{ "two hyphens with a space", "- -", T, "", false, VALUE_DASH, NULL, 0 },
	{ "a slash", "/", T, "", false, VALUE_SLASH, NULL, 0 },
	{ "a wide slash", "／", T, "", false, VALUE_SLASH, NULL, 0 },
	{ "a backslash", "\\", T, "", false, VALUE_SLASH, NULL, 0 },
	{ "a plain number", "14", T, "", false, VALUE_NUMBER, "14", 0 },
	{ "white space around it", "  14\n", T, "", false, VALUE_NUMBER, "14", 0 },
	{ "leading zeros", "0012", T, "", false, VALUE_NUMBER, "12", 0 },
	{ "full-width digits", "１２３", T, "", false, VALUE_NUMBER, "123", FULL },
	{ "mixed width", "1２", T, "", false, VALUE_NUMBER, "12", FULL },
	{ "thousands by a comma", "1,234", T, "", false, VALUE_NUMBER, "1234", 0 },
	{ "thousands by a wide comma", "1，234，567", T, "", false, VALUE_NUMBER, "1234567", 0 },
	{ "thousands by a space", "1 234", T, "", false, VALUE_NUMBER, "1234", 0 },
	{ "thousands by a no-break space",
	  "12\xc2\xa0"
	  "345",
	  T, "", false, VALUE_NUMBER, "12345", 0 },
	{ "thousands with decimals", "1,234.50", W, "", false, VALUE_NUMBER, "1234.50", 0 },
	{ "a comma in the wrong place is no number", "12,34", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "four digits before a comma", "1234,567", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "two kinds of marks", "1,234 567", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "two cells in one", "0 0", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "two numbers in one", "14 0", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a list", "1、2", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "an ordinal", "1.", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a trailing stop", "14。", T, "", false, VALUE_NUMBER, "14", 0 },
	{ "a lone comma", "，", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a unit behind it", "14件", T, "", false, VALUE_NUMBER, "14", UNIT },
	{ "a space before the unit", "14 件", T, "", false, VALUE_NUMBER, "14", UNIT },
	{ "a unit in brackets", "14（件）", T, "", false, VALUE_NUMBER, "14", UNIT },
	{ "persons and times", "30人次", T, "", false, VALUE_NUMBER, "30", UNIT },
	{ "a full-width number with its unit", "１４条", T, "", false, VALUE_NUMBER, "14",
	  UNIT | FULL },
	{ "more than", "890余条", T, "", false, VALUE_NUMBER, "890", UNIT | ABOUT },
	{ "about", "约100", T, "", false, VALUE_NUMBER, "100", ABOUT },
	{ "a unit with words behind it", "14件（含结转1件）", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a plus sign", "+1", T, "", true, VALUE_NUMBER, "1", 0 },
	{ "a wide plus sign", "＋123", T, "", true, VALUE_NUMBER, "123", 0 },
	{ "a minus sign", "-11", T, "", true, VALUE_NUMBER, "-11", 0 },
	{ "a long minus", "—8", T, "", true, VALUE_NUMBER, "-8", 0 },
	{ "a plus sign where no change is asked", "+5", T, "", false, VALUE_NUMBER, "5", 0 },
	{ "a minus where no change is asked", "-5", T, "", false, VALUE_NUMBER, "-5", 0 },
	{ "the word for more", "增加5", T, "", true, VALUE_NUMBER, "5", 0 },
	{ "the short word for more", "增98", T, "", true, VALUE_NUMBER, "98", 0 },
	{ "the word for less", "减少3", T, "", true, VALUE_NUMBER, "-3", 0 },
	{ "the short word for less with a unit", "减3项", T, "", true, VALUE_NUMBER, "-3", UNIT },
	{ "more without a figure", "增", T, "", true, VALUE_TEXT, NULL, 0 },
	{ "up and down", "增3减5", T, "", true, VALUE_TEXT, NULL, 0 },
	{ "up or down, not said which", "3/5", T, "", true, VALUE_TEXT, NULL, 0 },
	{ "more where no change is asked", "增加5", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "level", "持平", T, "", true, VALUE_ZERO, "0", 0 },
	{ "unchanged", "不变", T, "", true, VALUE_ZERO, "0", 0 },
	{ "level where no change is asked", "持平", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "two signs", "+-5", T, "", true, VALUE_TEXT, NULL, 0 },
	{ "decimals", "43.788", W, "", false, VALUE_NUMBER, "43.788", 0 },
	{ "trailing zeros stay", "18.8710", W, "", false, VALUE_NUMBER, "18.8710", 0 },
	{ "six decimals", "712.187895", W, "", false, VALUE_NUMBER, "712.187895", 0 },
	{ "seven decimals are text", "1.1234567", W, "", false, VALUE_TEXT, NULL, 0 },
	{ "a point in front", ".5", W, "", false, VALUE_NUMBER, "0.5", 0 },
	{ "spaces inside", "2017 .515", W, "", false, VALUE_NUMBER, "2017.515", 0 },
	{ "a space behind the point", "2017. 515", W, "", false, VALUE_NUMBER, "2017.515", 0 },
	{ "a wide point", "43．5", W, "", false, VALUE_NUMBER, "43.5", 0 },
	{ "a version", "1.2.3", W, "", false, VALUE_TEXT, NULL, 0 },
	{ "money with its unit", "43.788万元", W, "", false, VALUE_NUMBER, "43.788", UNIT },
	{ "stated yuan become 万元", "3405820元", W, "", false, VALUE_NUMBER, "340.582",
	  UNIT | CONV },
	{ "stated yuan with marks", "3,405,820.00元", W, "", false, VALUE_NUMBER, "340.582",
	  UNIT | CONV },
	{ "stated yuan with cents", "251000.55元", W, "", false, VALUE_NUMBER, "25.100055",
	  UNIT | CONV },
	{ "a round sum of yuan", "250000元", W, "", false, VALUE_NUMBER, "25", UNIT | CONV },
	{ "hundreds of millions", "1.2亿元", W, "", false, VALUE_NUMBER, "12000", UNIT | CONV },
	{ "thousands of yuan", "35千元", W, "", false, VALUE_NUMBER, "3.5", UNIT | CONV },
	{ "zero yuan", "0元", W, "", false, VALUE_ZERO, "0", UNIT | CONV },
	{ "money without a unit is in the form's", "27270", W, "", false, VALUE_NUMBER, "27270",
	  0 },
	{ "the header may state yuan", "27270", W, "元", false, VALUE_NUMBER, "2.727", CONV },
	{ "the header may state 万元", "27270", W, "万元", false, VALUE_NUMBER, "27270", 0 },
	{ "the cell beats the header", "27270万元", W, "元", false, VALUE_NUMBER, "27270", UNIT },
	{ "money where things are counted", "300元", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "things where money is counted", "3件", W, "", false, VALUE_TEXT, NULL, 0 },
	{ "a sum without the form's unit stays", "113.96万元", M, "", false, VALUE_NUMBER, "113.96",
	  UNIT },
	{ "such a sum in yuan stays too", "251000元", M, "", false, VALUE_NUMBER, "251000", UNIT },
	{ "one", "一", T, "", false, VALUE_NUMBER, "1", 0 },
	{ "two of a kind", "两件", T, "", false, VALUE_NUMBER, "2", UNIT },
	{ "ten", "十", T, "", false, VALUE_NUMBER, "10", 0 },
	{ "twelve", "十二", T, "", false, VALUE_NUMBER, "12", 0 },
	{ "twenty-three", "二十三", T, "", false, VALUE_NUMBER, "23", 0 },
	{ "a hundred and five", "一百零五条", T, "", false, VALUE_NUMBER, "105", UNIT },
	{ "three thousand five hundred", "三千五百", T, "", false, VALUE_NUMBER, "3500", 0 },
	{ "ten thousand and twenty", "一万零二十", T, "", false, VALUE_NUMBER, "10020", 0 },
	{ "formal numerals", "叁拾贰", T, "", false, VALUE_NUMBER, "32", 0 },
	{ "Chinese numerals in money", "三万元", W, "", false, VALUE_NUMBER, "3", UNIT },
	{ "digit by digit is not a count", "二三", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "powers in the wrong order", "百千", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "an ordinal in brackets", "（一）", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a sentence", "详见附件", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a sentence that starts with none", "无此类情况", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "not applicable", "不涉及", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a year", "2024年", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a percentage", "50%", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a footnote mark", "5*", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "a letter", "O", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "fifteen digits", "123456789012345", T, "", false, VALUE_NUMBER, "123456789012345", 0 },
	{ "sixteen digits are text", "1234567890123456", T, "", false, VALUE_TEXT, NULL, 0 },
	{ "ill-formed bytes", "\xff\xfe", T, "", false, VALUE_TEXT, NULL, 0 },
};

static void cells_are_read_as_people_read_them(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		const struct row *r = &rows[i];
		struct count c =
			count_read(str_c(r->printed), r->unit, str_c(r->header), r->is_signed);
		struct value v = { .state = c.state, .n = c.n, .scale = c.scale };
		char text[VALUE_TEXT_MAX];
		bool ok = c.state == r->state && c.saw == r->saw &&
			  (!value_is_count(&v) ||
			   (r->text && strcmp(value_text(text, &v), r->text) == 0));

		if (ok)
			continue;
		bad++;
		print_error("%s: '%s' is %s %s saw %u\n", r->name, r->printed,
			    value_state_name(c.state), value_is_count(&v) ? text : "", c.saw);
	}
	assert_int_equal(bad, 0);
}

static void a_cell_longer_than_the_limit_is_text(void **state)
{
	char digits[COUNT_MAX_BYTES + 50];

	(void)state;
	memset(digits, '0', sizeof digits);
	assert_int_equal(count_read((struct str){ digits, sizeof digits }, T, STR(""), false).state,
			 VALUE_TEXT);
}

static void money_cells_know_their_unit(void **state)
{
	(void)state;
	assert_int_equal(count_unit_of(ROW_PUB_FEE, COL_AMOUNT_WAN), COUNT_WAN);
	assert_int_equal(count_unit_of(ROW_PUB_PROCUREMENT, COL_AMOUNT), COUNT_MONEY);
	assert_int_equal(count_unit_of(ROW_S14_FEE_WAN, COL_VALUE), COUNT_WAN);
	assert_int_equal(count_unit_of(ROW_REQ_NEW, COL_TOTAL), COUNT_THINGS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_are_read_as_people_read_them),
		cmocka_unit_test(a_cell_longer_than_the_limit_is_text),
		cmocka_unit_test(money_cells_know_their_unit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
