#include <stddef.h>
#include <stdint.h>

#include "extract/ofd_sheet.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as the content of a page, laid out. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct words_sheet sheet = { .width = 59500, .height = 84200 };
	struct arena arena = { 0 }, scratch = { 0 };
	struct err e = { 0 };
	struct page page;
	struct page_builder b;

	page_build_init(&b, &page, &arena);
	if (ofd_sheet(&sheet, (struct str){ (const char *)data, size }, &scratch, &scratch, &e) ==
		    0 &&
	    words_lay_out(&b, &sheet, 1, &e) == 0 && page_build_end(&b, &e) == 0)
		page_check(&page);
	arena_release(&scratch);
	arena_release(&arena);
	return 0;
}
