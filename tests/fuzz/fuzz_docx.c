#include <stddef.h>
#include <stdint.h>

#include "extract/docx_body.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Any bytes as word/document.xml. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct opc_rel rel = { STR_INIT("r"), STR_INIT("image"), STR_INIT("http://a/"),
				      false };
	static struct docx_style style = { .id = STR_INIT("h"), .level = 2 };
	struct docx_parts parts = { { &rel, 1 }, { &style, 1 }, NULL };
	struct arena arena = { 0 }, scratch = { 0 };
	struct err e = { 0 };
	struct page page;
	struct page_builder b;

	rel.is_external = size & 1;
	page_build_init(&b, &page, &arena);
	if (docx_body(&b, (struct str){ (const char *)data, size }, &parts, &scratch, &e) == 0 &&
	    page_build_end(&b, &e) == 0)
		page_check(&page);
	arena_release(&scratch);
	arena_release(&arena);
	return 0;
}
