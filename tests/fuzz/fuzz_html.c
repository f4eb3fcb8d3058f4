#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "extract/fmt_html.h"
#include "extract/page_print.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The page is sound, and the same from the source as it is and as it is cut. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct str html = { (const char *)data, size };
	struct page cut, whole;
	struct buf a, b;
	int rc = html_extract_page(&cut, html, true, &arena, &e);

	buf_init(&a, 64 << 20);
	buf_init(&b, 64 << 20);
	if (rc == 0 && html_extract_page(&whole, html, false, &arena, &e) == 0) {
		page_check(&cut);
		page_print(&a, &cut);
		page_print(&b, &whole);
		assert(str_eq(buf_str(&a), buf_str(&b)));
	}
	buf_release(&a);
	buf_release(&b);
	arena_release(&arena);
	return 0;
}
