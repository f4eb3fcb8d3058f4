#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/doc.h"
#include "extract/format.h"
#include "report/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes as a page of text, or of HTML where they begin with '<'. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str bytes = { (const char *)data, size };
	struct doc doc = { .bytes = bytes, .served = bytes, .text = bytes };
	struct report_hint hint = { .url = bytes, .link_text = bytes };
	struct page page = { 0 };
	struct err e = { 0 };
	struct report r;

	doc.format = format_named(size && data[0] == '<' ? STR("html") : STR("text"));
	if (doc.format && !doc.format->extract(&page, &doc, &arena, &e)) {
		report_parse(&r, &page, &doc.encoding, &hint, &arena);
		assert(r.kind < KIND__COUNT && r.n_sections <= REPORT_SECTIONS);
		for (size_t i = 0; i < r.n_sections; i++) {
			assert(r.sections[i].no >= 1 && r.sections[i].no <= REPORT_SECTIONS);
			assert(i == 0 || r.sections[i].no > r.sections[i - 1].no);
			assert(r.sections[i].first_block < r.sections[i].last_block);
			assert(r.sections[i].last_block <= page.n_blocks);
		}
		assert(r.identity.year == 0 || (r.identity.year >= 2000 && r.identity.year < 2100));
		assert((r.identity.title.p == NULL) == (r.identity.title_from == FROM_NONE));
		assert((r.identity.agency.p == NULL) == (r.identity.agency_from == FROM_NONE));
	}
	arena_release(&arena);
	return 0;
}
