#include <stddef.h>
#include <stdint.h>

#include "extract/format.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct format *pdf = format_named(STR("pdf"));
	struct doc doc = { .format = pdf, .bytes = { (const char *)data, size } };
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct page page;

	if (pdf && pdf->extract(&page, &doc, &arena, &e) == 0)
		page_check(&page);
	arena_release(&arena);
	return 0;
}
