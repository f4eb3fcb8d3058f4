#include <stddef.h>
#include <stdint.h>

#include "extract/format.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whole files, through the container, as Word and as Excel. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str names[] = { STR_INIT("doc"), STR_INIT("xls") };

	for (size_t i = 0; i < countof(names); i++) {
		const struct format *format = format_named(names[i]);
		struct doc doc = { .format = format, .bytes = { (const char *)data, size } };
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct page page;

		if (format->extract(&page, &doc, &arena, &e) == 0)
			page_check(&page);
		arena_release(&arena);
	}
	return 0;
}
