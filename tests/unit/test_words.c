#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/page_print.h"
#include "extract/rules_scan.h"
#include "extract/words.h"
#include "extract/words_heads.h"
#include "extract/words_line.h"

/*
 * Sheets drawn as text. '-' and '|' in a row are ruled lines, '+' is where they
 * meet, a line of '=' begins the next sheet. Every other character is printed
 * where it stands: 6 points wide and 10 high, a line each 12 points.
 */
static const struct {
	const char *name, *in, *want;
} cases[] = {
	{ "lines that fill the measure are one paragraph",
	  "  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
	  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
	  "ccccc\n"
	  "ddddd\n",
	  "p: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb "
	  "ccccc\np: ddddd\n" },
	{ "a paragraph goes on across the page and its number",
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"
	  "                 - 1 -\n"
	  "========\n"
	  "bbbbb\n",
	  "p: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbb\n" },
	{ "a box round a text is no table", "+-----+\n| abc |\n+-----+\n", "p: abc\n" },
	{ "a table",
	  "+-----+---+\n"
	  "| abc | 1 |\n"
	  "+-----+---+\n"
	  "| de  |   |\n"
	  "+-----+---+\n",
	  "grid 1: 2 x 2\n  |abc|1|\n  |de||\n" },
	{ "text before and behind it keeps its place", "x\n+---+---+\n| a | 1 |\n+---+---+\ny\n",
	  "p: x\ngrid 1: 1 x 2\n  |a|1|\np: y\n" },
	{ "spans are told by rules that are not there",
	  "+---+-------+\n"
	  "|   |  top  |\n"
	  "|   +---+---+\n"
	  "| a | 1 | 2 |\n"
	  "+---+---+---+\n"
	  "| b     | 3 |\n"
	  "+-------+---+\n",
	  "grid 1: 3 x 3\n  |a|top|'|\n  |'|1|2|\n  |b|'|3|\n" },
	{ "a label wrapped round the line of its figures is one cell",
	  "+----+---+\n"
	  "| 一 |   |\n"
	  "| 二 | 7 |\n"
	  "| 三 |   |\n"
	  "+----+---+\n",
	  "grid 1: 1 x 2\n  |一二三|7|\n" },
	{ "two figures in a cell are not one",
	  "+----+---+\n"
	  "| 12 | a |\n"
	  "| 34 |   |\n"
	  "+----+---+\n",
	  "grid 1: 1 x 2\n  |12\\n34|a|\n" },
	{ "open sides: ends of rules are edges", "---+---\n a | 1 \n---+---\n b | 2 \n---+---\n",
	  "grid 1: 2 x 2\n  |a|1|\n  |b|2|\n" },
	{ "a table goes on at the head of the next sheet",
	  "+---+---+\n"
	  "| a | 1 |\n"
	  "+---+---+\n"
	  "   - 1 -\n"
	  "========\n"
	  "+---+---+\n"
	  "| b | 2 |\n"
	  "+---+---+\n"
	  "   - 2 -\n",
	  "grid 1: 2 x 2\n  |a|1|\n  |b|2|\n" },
	{ "its parts may have different columns",
	  "+---+---+---+\n"
	  "| a | 1 | 2 |\n"
	  "+---+---+---+\n"
	  "========\n"
	  "+---+-------+\n"
	  "| b |   3   |\n"
	  "+---+-------+\n",
	  "grid 1: 2 x 3\n  |a|1|2|\n  |b|3|'|\n" },
	{ "a row broken in two is one, figures in either half",
	  "+------+---+\n"
	  "| 1.ab |   |\n"
	  "+------+---+\n"
	  "========\n"
	  "+------+---+\n"
	  "| cd   | 7 |\n"
	  "+------+---+\n"
	  "| 2.e  | 8 |\n"
	  "+------+---+\n",
	  "grid 1: 3 x 2\n  |1.abcd|7|\n  |'|'|\n  |2.e|8|\n" },
	{ "a row that has its own number or figures is another",
	  "+------+---+\n"
	  "| 1.ab |   |\n"
	  "+------+---+\n"
	  "========\n"
	  "+------+---+\n"
	  "| 2.cd | 7 |\n"
	  "+------+---+\n",
	  "grid 1: 2 x 2\n  |1.ab||\n  |2.cd|7|\n" },
	{ "text between them parts them",
	  "+---+---+\n"
	  "| a | 1 |\n"
	  "+---+---+\n"
	  "========\n"
	  "x\n"
	  "+---+---+\n"
	  "| b | 2 |\n"
	  "+---+---+\n",
	  "grid 1: 1 x 2\n  |a|1|\np: x\ngrid 2: 1 x 2\n  |b|2|\n" },
	{ "columns that do not fit are another table",
	  "+---+---+\n"
	  "| a | 1 |\n"
	  "+---+---+\n"
	  "========\n"
	  "+-----+-+\n"
	  "| bcd |2|\n"
	  "+-----+-+\n",
	  "grid 1: 1 x 2\n  |a|1|\ngrid 2: 1 x 2\n  |bcd|2|\n" },
	{ "another width is another table",
	  "+---+---+\n"
	  "| a | 1 |\n"
	  "+---+---+\n"
	  "========\n"
	  "+---+-----+\n"
	  "| b |  2  |\n"
	  "+---+-----+\n",
	  "grid 1: 1 x 2\n  |a|1|\ngrid 2: 1 x 2\n  |b|2|\n" },
	{ "a table without rules: rows of figures under each other",
	  "              aa  bb  cc  dd  ee\n"
	  "一、x         1   2   3   4   5\n"
	  "二、y         0   0   10  0   10\n",
	  "grid 1: 3 x 6\n  ||aa|bb|cc|dd|ee|\n  |一、x|1|2|3|4|5|\n  |二、y|0|0|10|0|10|\n" },
	{ "its labels are wrapped round the line of the figures",
	  "一、xx\n"
	  "yy            1   2   3   4   5\n"
	  "zz\n"
	  "\n"
	  "二、u\n"
	  "v             6   7   8   9   0\n"
	  "w\n",
	  "grid 1: 3 x 6\n  |||||||\n  |一、xxyyzz|1|2|3|4|5|\n  |二、uvw|6|7|8|9|0|\n" },
	{ "a label in the middle of its rows stands beside the first",
	  "       1.a    1   2   3   4   5\n"
	  "（一）        \n"
	  "       2.b    0   0   0   0   1\n"
	  "\n"
	  "       1.c    0   0   0   0   2\n"
	  "（二） 2.d    0   0   0   0   3\n"
	  "       3.e    0   0   0   0   4\n",
	  "grid 1: 6 x 7\n  ||'||||||\n  |（一）|1.a|1|2|3|4|5|\n  |'|2.b|0|0|0|0|1|\n"
	  "  |（二）|1.c|0|0|0|0|2|\n  |'|2.d|0|0|0|0|3|\n  |'|3.e|0|0|0|0|4|\n" },
	{ "an empty cell stays empty",
	  "一、x         1   2   3   4   5\n"
	  "二、y         6       8   9   0\n",
	  "grid 1: 3 x 6\n  |||||||\n  |一、x|1|2|3|4|5|\n  |二、y|6||8|9|0|\n" },
	{ "a label without figures: whose they are cannot be told, all is text",
	  "一、x         1   2   3   4   5\n"
	  "二、y\n"
	  "三、z         6   7   8   9   0\n",
	  "p: 一、x  1  2  3  4  5\np: 二、y\np: 三、z  6  7  8  9  0\n" },
	{ "it goes on across the page, and so does a label",
	  "1.x           1   2   3   4   5\n"
	  "2.abc         6   7   8   9   0\n"
	  "   - 1 -\n"
	  "========\n"
	  "def\n"
	  "3.z           0   0   0   0   0\n",
	  "grid 1: 4 x 6\n  |||||||\n  |1.x|1|2|3|4|5|\n  |2.abcdef|6|7|8|9|0|\n"
	  "  |3.z|0|0|0|0|0|\n" },
	{ "figures in a sentence are no table", "a 1 b 2 c 3 d 4 e 5 f\n",
	  "p: a 1 b 2 c 3 d 4 e 5 f\n" },
	{ "nothing", "", "" },
};

#define WIDTH  600
#define HEIGHT 1200
#define LINES  64
#define COLS   100

struct drawing {
	char at[LINES][COLS][UTF8_MAX_BYTES + 1];
	size_t n_lines;
};

static bool is(const struct drawing *d, size_t y, size_t x, const char *marks)
{
	return d->at[y][x][0] && !d->at[y][x][1] && strchr(marks, d->at[y][x][0]);
}

static void add_rule(struct words_sheet *s, size_t x0, size_t y0, size_t x1, size_t y1)
{
	s->rules[s->n_rules++] = (struct box){
		(int32_t)x0 * WIDTH + WIDTH / 2,
		(int32_t)y0 * HEIGHT + HEIGHT / 2,
		(int32_t)x1 * WIDTH + WIDTH / 2,
		(int32_t)y1 * HEIGHT + HEIGHT / 2,
	};
}

/* Runs of `marks` of two or more are rules; their characters are taken out at the end. */
static void find_rules(struct words_sheet *s, const struct drawing *d, bool *taken)
{
	for (size_t y = 0; y < d->n_lines; y++)
		for (size_t x = 0, end; x < COLS; x = end + 1) {
			for (end = x; end < COLS && is(d, y, end, "-+"); end++)
				;
			if (end - x < 2)
				continue;
			add_rule(s, x, y, end - 1, y);
			for (size_t i = x; i < end; i++)
				taken[y * COLS + i] = true;
		}
	for (size_t x = 0; x < COLS; x++)
		for (size_t y = 0, end; y < d->n_lines; y = end + 1) {
			for (end = y; end < d->n_lines && is(d, end, x, "|+"); end++)
				;
			if (end - y < 2)
				continue;
			add_rule(s, x, y, x, end - 1);
			for (size_t i = y; i < end; i++)
				taken[i * COLS + x] = true;
		}
}

static void finish_sheet(struct words_sheet *s, struct drawing *d, struct arena *arena)
{
	bool *taken = ARENA_NEW(arena, bool, LINES *COLS);

	*s = (struct words_sheet){ .width = 40 * WIDTH, .height = LINES * HEIGHT };
	s->words = ARENA_NEW(arena, struct word, LINES * COLS);
	s->rules = ARENA_NEW(arena, struct box, LINES * COLS);
	find_rules(s, d, taken);
	for (size_t y = 0; y < d->n_lines; y++)
		for (size_t x = 0; x < COLS; x++) {
			struct str c = arena_str(arena, str_c(d->at[y][x]));
			int32_t left = (int32_t)x * WIDTH, top = (int32_t)y * HEIGHT;

			if (c.n && c.p[0] != ' ' && !taken[y * COLS + x])
				s->words[s->n_words++] =
					(struct word){ c,
						       { left, top + 100,
							 left + (int32_t)utf8_columns(c) * WIDTH,
							 top + 1100 } };
		}
	memset(d, 0, sizeof *d);
}

static size_t draw(struct words_sheet *out, const char *text, struct arena *arena)
{
	struct drawing *d = ARENA_NEW(arena, struct drawing, 1);
	struct str s = str_c(text);
	size_t n = 0, x = 0;

	for (size_t at = 0; at < s.n;) {
		size_t was = at;
		uint32_t c = utf8_next(s, &at);

		if (c == '\n') {
			if (d->at[d->n_lines][0][0] == '=')
				finish_sheet(&out[n++], d, arena);
			else
				d->n_lines++;
			x = 0;
			continue;
		}
		memcpy(d->at[d->n_lines][x], s.p + was, at - was);
		x += utf8_columns(str_sub(s, was, at - was));
	}
	finish_sheet(&out[n++], d, arena);
	return n;
}

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct words_sheet sheets[8];
		struct arena arena = { 0 };
		struct page_builder b;
		struct err e = { 0 };
		struct page page;
		struct buf got;
		size_t n;

		print_message("  case: %s\n", cases[i].name);
		buf_init(&got, 1 << 16);
		n = draw(sheets, cases[i].in, &arena);
		page_build_init(&b, &page, &arena);
		assert_int_equal(words_lay_out(&b, sheets, n, &e), 0);
		assert_int_equal(page_build_end(&b, &e), 0);
		page_print(&got, &page);
		assert_string_equal(got.p ? got.p : "", cases[i].want);
		buf_release(&got);
		arena_release(&arena);
	}
}

static void test_page_numbers(void **state)
{
	static const struct {
		const char *line;
		bool want; /* on sheet 4 */
	} numbers[] = {
		{ "- 4 -", true },  { "-3-", true },
		{ "— 12 —", true }, { "－４－", true },
		{ "4", true },      { "5", false },
		{ "第4页", true },  { "第 4 页 共 9 页", true },
		{ "4/9", true },    { "9/4", false },
		{ "- 4", false },   { "-4件-", false },
		{ "12345", false }, { "2024年", false },
		{ "", false },      { "--", false },
		{ "第4条", false }, { "一、", false },
	};

	(void)state;
	for (size_t i = 0; i < countof(numbers); i++) {
		print_message("  case: '%s'\n", numbers[i].line);
		assert_int_equal(words_is_page_number(str_c(numbers[i].line), 4), numbers[i].want);
	}
}

/* A picture in which '#' is dark, 'o' tinted; one character is 4 x 4 pixels of half a point. */
static void test_rules_scan(void **state)
{
	static const struct {
		const char *name, *in,
			*want; /* level: -x0,y0,x1; upright: |x,y0,y1; in characters */
	} pictures[] = {
		{ "a level rule", "          \n##########\n          \n", "-0,1,10" },
		{ "too short for one", "          \n##        \n          \n", "" },
		{ "an upright rule", "  #  \n  #  \n  #  \n  #  \n  #  \n  #  \n", "|2,0,6" },
		{ "the edge of a dark field is none",
		  "##########\n##########\n##########\n"
		  "##########\n##########\n          \n",
		  "" },
		{ "rules that cross",
		  "    #     \n    #     \n##########\n    #     \n    #     \n"
		  "    #     \n",
		  "-0,2,10|4,0,6" },
		{ "a rule on a tinted field",
		  "oooooooooo\noooooooooo\n##########\noooooooooo\n"
		  "oooooooooo\n",
		  "-0,2,10" },
		{ "a gap parts it", "            \n##### ######\n            \n", "-0,1,5-6,1,12" },
	};

	(void)state;
	for (size_t i = 0; i < countof(pictures); i++) {
		size_t cols = strcspn(pictures[i].in, "\n"),
		       rows = strlen(pictures[i].in) / (cols + 1);
		uint8_t luma[12 * 4 * 12 * 4];
		struct arena arena = { 0 };
		char got[128] = "";
		struct box *r;
		size_t n = 0;

		print_message("  case: %s\n", pictures[i].name);
		for (size_t y = 0; y < rows * 4; y++)
			for (size_t x = 0; x < cols * 4; x++) {
				char c = pictures[i].in[y / 4 * (cols + 1) + x / 4];
				bool mid = y % 4 == 1 || x % 4 == 1;

				(void)mid;
				luma[y * cols * 4 + x] = c == '#' ? 20 : c == 'o' ? 200 : 255;
			}
		r = rules_scan(&n, luma, (int32_t)cols * 4, (int32_t)rows * 4, 50, &arena);
		for (size_t k = 0; k < n; k++) {
			size_t at = strlen(got);

			if (r[k].x1 - r[k].x0 > r[k].y1 - r[k].y0)
				snprintf(got + at, sizeof got - at, "-%d,%d,%d", r[k].x0 / 200,
					 r[k].y0 / 200, r[k].x1 / 200);
			else
				snprintf(got + at, sizeof got - at, "|%d,%d,%d", r[k].x0 / 200,
					 r[k].y0 / 200, r[k].y1 / 200);
		}
		assert_string_equal(got, pictures[i].want);
		arena_release(&arena);
	}
}

/* Heads at their middles over columns a hundred apart, the first in the middle of 0. */
static const struct {
	const char *name;
	size_t n_cols;
	const char *heads; /* text@middle, by | */
	const char *want;  /* text:first+n, outer ones with a star; "": no answer */
} divisions[] = {
	{ "three groups, one head over two of them", 15, "讼@950|议@200|直@700|后@1200",
	  "讼:5+10*|议:0+5|直:5+5|后:10+5|" },
	{ "two groups", 8, "甲@150|乙@550", "甲:0+4|乙:4+4|" },
	{ "of different width", 8, "甲@50|乙@450", "甲:0+2|乙:2+6|" },
	{ "a little off the middle", 8, "甲@165|乙@530", "甲:0+4|乙:4+4|" },
	{ "a gap between them", 8, "甲@50|乙@550", "" },
	{ "one that is over nothing", 8, "甲@150|乙@550|丙@190", "" },
	{ "one alone divides nothing", 8, "甲@350", "" },
	{ "too few columns", 3, "甲@50|乙@150", "" },
};

static void test_heads_divide(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(divisions); i++) {
		struct heads_group groups[HEADS_MAX_GROUPS] = { 0 };
		int32_t mids[HEADS_MAX_COLS];
		char got[256] = "";
		size_t n = 0;

		print_message("  case: %s\n", divisions[i].name);
		for (const char *at = divisions[i].heads; at; at = strchr(at, '|'), n++) {
			int32_t mid;

			at += *at == '|';
			groups[n].text = (struct str){ at, strcspn(at, "@") };
			mid = (int32_t)strtol(at + groups[n].text.n + 1, NULL, 10);
			groups[n].box = (struct box){ mid - 40, 0, mid + 40, 10 };
		}
		for (size_t c = 0; c < divisions[i].n_cols; c++)
			mids[c] = (int32_t)c * 100;
		if (heads_divide(groups, n, mids, divisions[i].n_cols))
			for (size_t k = 0; k < n; k++)
				snprintf(got + strlen(got), sizeof got - strlen(got),
					 "%.*s:%zu+%zu%s|", STR_ARG(groups[k].text),
					 groups[k].first, groups[k].n,
					 groups[k].is_outer ? "*" : "");
		assert_string_equal(got, divisions[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_page_numbers),
		cmocka_unit_test(test_rules_scan),
		cmocka_unit_test(test_heads_divide),
	};

	return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
