#include "tests/unit/harness.h"

#include <string.h>
#include <unistd.h>

#include "base/attrs.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "tests/gen/pdf_write.h"

#define TEXT "政府信息公开年度报告 2023 行政许可 14"

/* One page of a few lines, as a program might write it. */
enum { TWICE = 1, TURNED = 2, NUMBERED = 4, MANY = 8, SCANNED = 16 };

static const struct {
	const char *name;
	enum pdf_font font;
	unsigned how;
	const char *want; /* what the page says, or the error; NULL: anything */
} cases[] = {
	{ "a font with a table of its own", PDF_FONT_NAMED, 0,
	  "p: 政府信息公开年度报告2023行政许可14\n" },
	{ "a predefined font of UCS-2 codes", PDF_FONT_UCS2, 0,
	  "p: 政府信息公开年度报告2023行政许可14\n" },
	{ "a predefined font of GBK codes", PDF_FONT_GBK, 0,
	  "p: 政府信息公开年度报告 ２０２３ 行政许可 １４\n" },
	{ "bold: each text twice, a little beside itself", PDF_FONT_NAMED, TWICE,
	  "p: 政府信息公开年度报告2023行政许可14\n" },
	{ "a page that is turned", PDF_FONT_NAMED, TURNED,
	  "p: 政府信息公开年度报告2023行政许可14\n" },
	{ "a page with its number", PDF_FONT_NAMED, NUMBERED,
	  "p: 政府信息公开年度报告2023行政许可14\n" },
	{ "a scan with somebody's recognition over it is read, and not trusted", PDF_FONT_NAMED,
	  SCANNED, NULL },
	{ "300 pages of something else", PDF_FONT_NAMED, MANY,
	  "no report: the first 12 of 300 pages have no word of one" },
};

static void draw(struct buf *out, enum pdf_font font, unsigned how, struct arena *arena)
{
	struct pdf_write *p = ARENA_NEW(arena, struct pdf_write, 1);

	pdf_write_begin(p, out, font, arena);
	for (unsigned i = 0; i < (how & MANY ? 300 : 1); i++) {
		if (how & TURNED)
			pdf_write_page(p, 8420, 5950, 90);
		else
			pdf_write_page(p, 5950, 8420, 0);
		if (how & SCANNED)
			pdf_write_scan(p);
		pdf_write_text(p, 700, 800, 140, how & MANY ? STR("甲乙丙丁") : STR(TEXT));
		if (how & TWICE)
			pdf_write_text(p, 703, 800, 140, STR(TEXT));
		if (how & NUMBERED)
			pdf_write_text(p, 2800, 7900, 90, STR("- 1 -"));
	}
	pdf_write_end(p);
}

static void test_pages(void **state)
{
	const struct format *pdf = format_named(STR("pdf"));

	(void)state;
	if (!pdf)
		skip();
	for (size_t i = 0; i < countof(cases); i++) {
		struct arena arena = { 0 };
		struct doc doc = { 0 };
		struct page page;
		struct buf bytes, got;
		struct err e;

		print_message("  case: %s\n", cases[i].name);
		if ((cases[i].font == PDF_FONT_UCS2 || cases[i].font == PDF_FONT_GBK) &&
		    access(format_data_dir(), R_OK) != 0) {
			print_message("  skipped: no poppler-data\n");
			continue;
		}
		buf_init(&bytes, 16u << 20);
		buf_init(&got, 1u << 20);
		draw(&bytes, cases[i].font, cases[i].how, &arena);
		doc.bytes = buf_str(&bytes);
		page = (struct page){ 0 };
		if (pdf->extract(&page, &doc, &arena, &e))
			buf_add(&got, str_c(e.msg));
		else
			page_print(&got, &page);
		assert_int_equal(page.is_garbled, (cases[i].how & SCANNED) != 0);
		buf_addc(&got, '\0');
		if (cases[i].want)
			assert_string_equal(got.p, cases[i].want);
		buf_release(&bytes);
		buf_release(&got);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_pages) };

	return cmocka_run_group_tests_name("pdf_pages", tests, NULL, NULL);
}
