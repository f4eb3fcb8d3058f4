#include <stddef.h>
#include <stdint.h>

#include "extract/doc.h"
#include "extract/format.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes: found out, decoded, and taken apart by whichever format bids. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct doc_hint none;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct doc doc;
	struct page page;

	if (doc_open(&doc, (struct str){ (const char *)data, size }, &none, &arena, &e) == 0 &&
	    doc.format->extract(&page, &doc, &arena, &e) == 0)
		page_check(&page);
	arena_release(&arena);
	return 0;
}
