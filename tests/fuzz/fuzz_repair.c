#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "extract/decode.h"
#include "extract/repair.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Text stays UTF-8, and every record lies inside what it speaks of. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct encoding enc = { 0 };
	struct page page = { 0 };
	struct str text;
	struct err e;

	if (size > 65536)
		return 0;
	if (decode_text(&text, &enc, (struct str){ (const char *)data, size }, STR(""), false,
			&arena, &e) == 0) {
		page.title = repair_text(text, &enc, &arena);
		assert(utf8_valid(page.title));
		repair_page(&page, &enc, &arena);
		assert(utf8_valid(page.title));
		for (size_t i = 0; i < enc.n_repairs; i++) {
			assert(enc.repairs[i].name && enc.repairs[i].count);
			assert(enc.repairs[i].before.n <= REPAIR_MAX_TEXT_BYTES);
		}
	}
	arena_release(&arena);
	return 0;
}
