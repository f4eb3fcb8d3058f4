/* PDF that is none of ours, hostile or broken: bounded, with an error that says why. */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "tests/unit/shared.h"

#define MAX_OBJECTS 1000100

/* A PDF whose pages all have this content; behind them, objects that nobody asks for. */
static void write_pdf(struct buf *out, const char *content, unsigned pages, unsigned spare)
{
	static size_t at[MAX_OBJECTS];
	unsigned n = 0;
	size_t xref;

	buf_add(out, STR("%PDF-1.4\n"));
	at[++n] = out->n;
	buf_add(out, STR("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"));
	at[++n] = out->n;
	buf_addf(out, "2 0 obj\n<< /Type /Pages /Count %u /Kids [", pages);
	for (unsigned i = 0; i < pages; i++)
		buf_addf(out, "%u 0 R ", 5 + i);
	buf_add(out, STR("] >>\nendobj\n"));
	at[++n] = out->n;
	buf_add(out,
		STR("3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"));
	at[++n] = out->n;
	buf_addf(out, "4 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\n",
		 strlen(content), content);
	for (unsigned i = 0; i < pages; i++) {
		at[++n] = out->n;
		buf_addf(out,
			 "%u 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] "
			 "/Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>\nendobj\n",
			 n);
	}
	for (unsigned i = 0; i < spare; i++) {
		at[++n] = out->n;
		buf_addf(out, "%u 0 obj\n<< >>\nendobj\n", n);
	}
	xref = out->n;
	buf_addf(out, "xref\n0 %u\n0000000000 65535 f \n", n + 1);
	for (unsigned i = 1; i <= n; i++)
		buf_addf(out, "%010zu 00000 n \n", at[i]);
	buf_addf(out, "trailer << /Size %u /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", n + 1, xref);
}

static int read_page(struct buf *out, struct str bytes, struct err *e)
{
	static const struct doc_hint none;
	struct arena arena = { 0 };
	struct page page;
	struct doc doc;
	int rc = doc_open(&doc, bytes, &none, &arena, e);

	if (rc == 0)
		rc = doc.format->extract(&page, &doc, &arena, e);
	if (rc == 0)
		page_print(out, &page);
	arena_release(&arena);
	return rc;
}

#define TEXT "BT /F 12 Tf 30 150 Td (words of a page) Tj ET"

static const struct {
	const char *name, *content;
	unsigned pages, spare;
	size_t cut;
	const char *page; /* NULL: an error */
	const char *message;
} cases[] = {
	{ "a page", TEXT, 1, 0, 0, "p: words of a page\n", NULL },
	{ "no word of ours in twelve pages is looked at as a letter", TEXT, 12, 0, 0,
	  "p: words of a page\n", NULL },
	{ "in the first twelve of 300 it is given up", TEXT, 300, 0, 0, NULL,
	  "no report: the first 12 of 300 pages have no word of one" },
	{ "more pages than any report", TEXT, 301, 0, 0, NULL, "301 pages, limit 300" },
	{ "a million objects", TEXT, 1, 1000000, 0, "p: words of a page\n", NULL },
	{ "no pages", TEXT, 0, 0, 0, NULL, "PDF" },
	{ "cut in its first object", TEXT, 1, 0, 30, NULL, "PDF is damaged" },
	{ "cut before its trailer", TEXT, 1, 0, 520, NULL, "PDF is damaged" },
	{ "an empty content", "", 1, 0, 0, "", NULL },
};

static void test_pdf(void **state)
{
	(void)state;
	if (!format_named(STR("pdf"))) {
		print_message("skipped: built without pdf\n");
		skip();
	}
	for (size_t i = 0; i < countof(cases); i++) {
		struct err e = { 0 };
		struct buf file, got;
		struct str bytes;
		size_t n;
		int rc;

		print_message("  case: %s\n", cases[i].name);
		buf_init(&file, 256u << 20);
		buf_init(&got, 1 << 16);
		write_pdf(&file, cases[i].content, cases[i].pages, cases[i].spare);
		bytes = str_sub(buf_str(&file), 0, cases[i].cut ? cases[i].cut : file.n);
		rc = read_page(&got, bytes, &e);
		if (rc == 0 && !cases[i].page)
			print_message("%s\n", got.p ? got.p : "");
		assert_int_equal(rc, cases[i].page ? 0 : -1);
		n = cases[i].page ? strlen(cases[i].page) : 0;
		if (rc == 0)
			assert_true(str_eq(str_sub(buf_str(&got), 0, n), str_c(cases[i].page)));
		else if (!strstr(e.msg, cases[i].message))
			fail_msg("'%s' says nothing of '%s'", e.msg, cases[i].message);
		buf_release(&file);
		buf_release(&got);
	}
}

static void test_pdf_encrypted(void **state)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct str bytes;
	struct buf got;

	(void)state;
	if (!format_named(STR("pdf"))) {
		print_message("skipped: built without pdf\n");
		skip();
	}
	buf_init(&got, 1 << 16);
	assert_true(shared_read(&bytes, "tests/fuzz/pdf.in/encrypted.pdf", &arena));
	assert_int_equal(read_page(&got, bytes, &e), -1);
	assert_string_equal(e.msg, "PDF is encrypted");
	buf_release(&got);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pdf),
		cmocka_unit_test(test_pdf_encrypted),
	};

	return cmocka_run_group_tests_name("pdf", tests, NULL, NULL);
}
