#include <stddef.h>
#include <stdint.h>

#include "extract/xlsx_sheet.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as a sheet, and as the table of shared strings. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str at[] = { STR_INIT("x"), STR_INIT("一\n二") };
	struct xlsx_strings strings = { at, 2 };
	struct str xml = { (const char *)data, size };
	struct arena arena = { 0 }, scratch = { 0 };
	struct err e = { 0 };
	struct page page;
	struct page_builder b;

	page_build_init(&b, &page, &arena);
	if (xlsx_sheet(&b, xml, &strings, &scratch, &e) == 0 && page_build_end(&b, &e) == 0)
		page_check(&page);
	if (xlsx_strings_read(&strings, xml, &arena, &scratch, &e) == 0)
		assert(strings.n <= XLSX_MAX_STRINGS);
	arena_release(&scratch);
	arena_release(&arena);
	return 0;
}
