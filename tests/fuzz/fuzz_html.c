#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/fmt_html.h"
#include "extract/page_print.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* False: it passes a limit. */
static bool read_page(struct buf *out, struct str html, enum html_way way)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct page page;
	int rc = html_extract_page(&page, html, way, &arena, &e);

	if (rc == 0) {
		page_check(&page);
		page_print(out, &page);
	}
	arena_release(&arena);
	return rc == 0;
}

/* The page is sound, and the same by each way. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum html_way ways[] = { HTML_WAY_ANY, HTML_WAY_CUT, HTML_WAY_WHOLE };
	struct str html = { (const char *)data, size };
	struct buf pages[countof(ways)];
	bool good = true;

	for (size_t i = 0; i < countof(ways); i++) {
		buf_init(&pages[i], 64 << 20);
		good = read_page(&pages[i], html, ways[i]) && good;
	}
	for (size_t i = 1; good && i < countof(ways); i++)
		assert(str_eq(buf_str(&pages[0]), buf_str(&pages[i])));
	for (size_t i = 0; i < countof(ways); i++)
		buf_release(&pages[i]);
	return 0;
}
