#include <stddef.h>
#include <stdint.h>

#include "extract/xls_book.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as the stream "Workbook". */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 }, scratch = { 0 };
	struct page_builder b;
	struct err e = { 0 };
	struct page page;

	page_build_init(&b, &page, &arena);
	if (xls_book(&b, (struct str){ (const char *)data, size }, &scratch, &e) == 0 &&
	    page_build_end(&b, &e) == 0)
		page_check(&page);
	arena_release(&scratch);
	arena_release(&arena);
	return 0;
}
