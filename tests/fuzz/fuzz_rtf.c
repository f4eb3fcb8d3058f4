#include <stddef.h>
#include <stdint.h>

#include "extract/format.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as a file of the format, whatever it says it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct format *format = format_named(STR("rtf"));
	struct doc doc = { .format = format, .bytes = { (const char *)data, size } };
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct page page;

	if (format->extract(&page, &doc, &arena, &e) == 0)
		page_check(&page);
	arena_release(&arena);
	return 0;
}
