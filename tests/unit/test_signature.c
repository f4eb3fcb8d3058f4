#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/repair.h"
#include "extract/textbuf.h"
#include "report/parse.h"
#include "report/signature.h"

/* A piece of a damaged page, and the label that it is told to be. */
static const struct {
	const char *name, *verdict, *seen, *want; /* want NULL: none */
} cases[] = {
	{ "GBK read as UTF-8", "lost_as_utf8", "\uFFFD\uFFFD\u023B\uFFFD\uFFFD", "自然人" },
	{ "total", "lost_as_utf8", "\uFFFD\u073C\uFFFD", "总计" },
	{ "blanks of the page's maker", "lost_as_utf8", "\uFFFD \u073C\uFFFD", "总计" },
	{ "figures are no label", "lost_as_utf8", "12", NULL },
	{ "what no label leaves", "lost_as_utf8", "\uFFFD\uFFFD\u0123\uFFFD", NULL },
	{ "the same remains in a page that is only doubtful", "doubtful_figures",
	  "\uFFFD\u073C\uFFFD", NULL },
	{ "a character lost, which no other label has", "doubtful_figures",
	  "自\uFFFD\uFFFD\uFFFD人", "自然人" },
	{ "by an encoder", "words_lost", "商业企?", "商业企业" },
	{ "a byte eaten", "doubtful_figures", "社会公益\uFFFC织", "社会公益组织" },
	{ "too little is left", "doubtful_figures", "\uFFFD\uFFFD人", NULL },
	{ "two labels fit", "words_lost", "行政??", NULL },
	{ "more is missing than was lost", "words_lost", "社会?织", NULL },
	{ "a label that is whole", "words_lost", "自然人", NULL },
	{ "a sound page is not looked at", NULL, "自\uFFFD\uFFFD\uFFFD人", NULL },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct piece p = { .text = str_c(cases[i].seen), .folded = str_c(cases[i].seen) };
		struct stream s = { &p, 1 };
		struct encoding e = { .verdict = cases[i].verdict,
				      .untrusted = cases[i].verdict != NULL };
		size_t n = signature_read(&s, &e, &arena);

		print_message("  case: %s\n", cases[i].name);
		assert_int_equal(n, cases[i].want != NULL);
		assert_int_equal(p.is_named, cases[i].want != NULL);
		assert_true(str_eq(p.folded, str_c(cases[i].want ? cases[i].want : cases[i].seen)));
		assert_true(str_eq(p.text, str_c(cases[i].seen)));
		arena_release(&arena);
	}
}

/* Labels of a page, through the channel and back. */
static void test_remains(void **state)
{
	static const char *const labels[] = { "一、本年新收政府信息公开申请数量",
					      "（一）予以公开",
					      "(二)部分公开",
					      "㈦总计",
					      "科研机构",
					      "行政规范性文件",
					      "商业企业" };
	static const char *const folded[] = { "一、本年新收政府信息公开申请数量",
					      "(一)予以公开",
					      "(二)部分公开",
					      "(七)总计",
					      "科研机构",
					      "行政规范性文件",
					      "商业企业" };
	static const char *const verdicts[] = { "lost_as_utf8", "lost_twice" };

	(void)state;
	for (size_t v = 0; v < countof(verdicts); v++)
		for (size_t i = 0; i < countof(labels); i++) {
			struct arena arena = { 0 };
			struct str seen = repair_remains(str_c(labels[i]), verdicts[v], &arena);
			struct piece p = { .text = seen, .folded = seen };
			struct stream s = { &p, 1 };
			struct encoding e = { .verdict = verdicts[v], .untrusted = true };

			print_message("  case: %s, %s\n", labels[i], verdicts[v]);
			assert_false(str_eq(seen, str_c(labels[i])));
			assert_int_equal(signature_read(&s, &e, &arena), 1);
			assert_true(str_eq(p.folded, str_c(folded[i])));
			arena_release(&arena);
		}
}

/* 结果纠正 and 结果维护 leave the same. */
static void test_two_fit(void **state)
{
	struct arena arena = { 0 };
	struct str seen = repair_remains(STR("结果纠正"), "lost_as_utf8", &arena);
	struct piece p = { .text = seen, .folded = seen };
	struct stream s = { &p, 1 };
	struct encoding e = { .verdict = "lost_as_utf8", .untrusted = true };

	(void)state;
	assert_int_equal(signature_read(&s, &e, &arena), 0);
	assert_false(p.is_named);
	arena_release(&arena);
}

/* A page of which figures and a few labels are left: what can be told is inferred, the rest open.
 */
static void test_table(void **state)
{
	static const char page_text[] = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
					"规章 | 0 | 1 | 2 |\n行政规范性文件 | 3 | 4 | 5 |\n";
	struct arena arena = { 0 };
	struct encoding e = { .verdict = "lost_as_utf8", .untrusted = true };
	struct report r;
	struct page page = { 0 };
	struct block blocks[3];
	struct str rest = str_c(page_text), lost = { NULL, 0 };
	struct textbuf t = { .arena = &arena };

	(void)state;
	for (size_t at = 0;
	     at < rest.n;) { /* cell by cell, as the channel reads what lies between ASCII */
		size_t end = at;

		while (end < rest.n && (unsigned char)rest.p[end] >= 0x80)
			end++;
		textbuf_add(&t, repair_remains(str_sub(rest, at, end - at), e.verdict, &arena));
		while (end < rest.n && (unsigned char)rest.p[end] < 0x80)
			textbuf_put(&t, (unsigned char)rest.p[end++]);
		at = end;
	}
	lost = textbuf_str(&t);
	for (size_t i = 0; i < countof(blocks); i++) {
		size_t end = str_find(lost, STR("\n"), 0);

		blocks[i] = (struct block){ .kind = BLOCK_LINE, .text = str_sub(lost, 0, end) };
		lost = str_sub(lost, end + 1, lost.n);
	}
	page.blocks = blocks;
	page.n_blocks = countof(blocks);
	report_parse(&r, &page, &e, NULL, &arena);
	assert_int_equal(r.value[ROW_PUB_NORM][COL_ISSUED].n, 3);
	assert_int_equal(r.value[ROW_PUB_NORM][COL_IN_FORCE].n, 5);
	assert_true(r.value[ROW_PUB_NORM][COL_ISSUED].inferred);
	assert_int_not_equal(r.kind, KIND_STATISTICS);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_remains),
		cmocka_unit_test(test_two_fit),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
