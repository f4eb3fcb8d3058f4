/* OFD: what stands where on a page, and documents with parts missing. */
#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/ofd_sheet.h"
#include "extract/page_print.h"
#include "tests/gen/zip_write.h"

#define TEXT(attrs, code, text)                                                                    \
	"<TextObject Boundary=\"10 20 100 5\" Size=\"4\" " attrs                                   \
	"><TextCode X=\"1\" Y=\"4\" " code ">" text "</TextCode></TextObject>"
#define PATH(data)                                                                                 \
	"<PathObject Boundary=\"10 20 100 100\" LineWidth=\"1\"><AbbreviatedData>" data            \
	"</AbbreviatedData></PathObject>"

/* Places in tenths of a millimetre, cut: text x0-x1, or rule x0,y0-x1,y1. */
static const struct {
	const char *name, *xml, *want;
} cases[] = {
	{ "characters without distances follow one another", TEXT("", "", "甲乙1"),
	  "甲 110-150\n乙 150-190\n1 190-210\n" },
	{ "characters by their distances", TEXT("", "DeltaX=\"5 2\"", "甲乙丙"),
	  "甲 110-150\n乙 160-180\n丙 180-220\n" },
	{ "distances said once for many", TEXT("", "DeltaX=\"g 2 5 3\"", "甲乙丙丁"),
	  "甲 110-150\n乙 160-200\n丙 210-240\n丁 240-280\n" },
	{ "white space takes its place and is no word", TEXT("", "", "甲　 乙"),
	  "甲 110-150\n乙 210-250\n" },
	{ "text made larger and moved", TEXT("CTM=\"2 0 0 2 10 0\"", "", "甲"), "甲 220-300\n" },
	{ "text that leans", TEXT("CTM=\"1 0 1 1 0 0\"", "", "甲"), "甲 116-196\n" },
	{ "lines, and back to the start", PATH("M 0 0 L 50 0 L 50 10 C"),
	  "100,195-600,205\n595,200-605,300\n" },
	{ "a slanted line is no rule", PATH("M 0 0 L 50 10"), "" },
	{ "curves are passed over", PATH("S 0 0 Q 1 1 2 2 B 1 1 2 2 30 0 L 30 20"),
	  "395,200-405,400\n" },
	{ "a path that is none", PATH("M x L 1 1"), "" },
	{ "a picture", "<ImageObject Boundary=\"10 20 30 40\" ResourceID=\"7\"/>",
	  "resource 7 100,200-400,600\n" },
};

static int tenths(int32_t x)
{
	return (int)((double)x / (7200 / 254.0) + 0.5);
}

static void test_sheet(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct words_sheet s = { 0 };
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct buf got;
		struct str xml = arena_strf(&arena, "<Page>%s</Page>", cases[i].xml);

		print_message("  case: %s\n", cases[i].name);
		buf_init(&got, 4096);
		buf_add(&got, STR(""));
		assert_int_equal(ofd_sheet(&s, xml, &arena, &arena, &e), 0);
		for (size_t k = 0; k < s.n_words; k++)
			buf_addf(&got, "%.*s %d-%d\n", STR_ARG(s.words[k].text),
				 tenths(s.words[k].box.x0), tenths(s.words[k].box.x1));
		for (size_t k = 0; k < s.n_rules; k++)
			buf_addf(&got, "%d,%d-%d,%d\n", tenths(s.rules[k].x0),
				 tenths(s.rules[k].y0), tenths(s.rules[k].x1),
				 tenths(s.rules[k].y1));
		for (size_t k = 0; k < s.n_images; k++)
			buf_addf(&got, "%.*s %d,%d-%d,%d\n", STR_ARG(s.images[k].name),
				 tenths(s.images[k].box.x0), tenths(s.images[k].box.y0),
				 tenths(s.images[k].box.x1), tenths(s.images[k].box.y1));
		assert_true(str_eq(buf_str(&got), str_c(cases[i].want)));
		buf_release(&got);
		arena_release(&arena);
	}
}

static const struct {
	const char *name, *root, *document, *page, *says; /* NULL says: it is read */
} files[] = {
	{ "all its parts", "<O><DocRoot>/D/Document.xml</DocRoot><Title>某局年报</Title></O>",
	  "<D><Page BaseLoc=\"P/C.xml\"/></D>", "<Page/>", NULL },
	{ "no root", "<O/>", "<D/>", "<Page/>", "ofd without a DocRoot" },
	{ "no document", "<O><DocRoot>x.xml</DocRoot></O>", "<D/>", "<Page/>",
	  "ofd without its part x.xml" },
	{ "no page", "<O><DocRoot>D/Document.xml</DocRoot></O>", "<D><Page BaseLoc=\"y\"/></D>",
	  "<Page/>", "ofd without its part D/y" },
	{ "a page that is cut short", "<O><DocRoot>D/Document.xml</DocRoot></O>",
	  "<D><Page BaseLoc=\"P/C.xml\"/></D>", "<Page>", "D/P/C.xml: XML is not well-formed" },
};

static void test_files(void **state)
{
	static const struct doc_hint none;

	(void)state;
	for (size_t i = 0; i < countof(files); i++) {
		struct buf file;
		struct zip_write z = { .out = &file };
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct doc doc;
		struct page page;
		int rc;

		print_message("  case: %s\n", files[i].name);
		buf_init(&file, 1 << 16);
		zip_write_add(&z, STR("OFD.xml"), str_c(files[i].root));
		zip_write_add(&z, STR("D/Document.xml"), str_c(files[i].document));
		zip_write_add(&z, STR("D/P/C.xml"), str_c(files[i].page));
		zip_write_end(&z);
		assert_int_equal(doc_open(&doc, buf_str(&file), &none, &arena, &e), 0);
		assert_string_equal(doc.format->name, "ofd");
		rc = doc.format->extract(&page, &doc, &arena, &e);
		assert_int_equal(rc, files[i].says ? -1 : 0);
		if (files[i].says)
			assert_non_null(strstr(e.msg, files[i].says));
		else
			assert_true(str_eq(page.title, STR("某局年报")));
		buf_release(&file);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sheet),
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests_name("ofd", tests, NULL, NULL);
}
