#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/doc.h"
#include "extract/format.h"
#include "report/tables.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* First byte: text or HTML. The rest: a page. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	static struct report report;
	struct tables tables = { 0 };
	struct page page = { 0 };
	struct doc doc = { 0 };
	struct err e;
	bool full;

	if (!size)
		return 0;
	doc.text = (struct str){ (const char *)data + 1, size - 1 };
	doc.bytes = doc.served = doc.text;
	doc.format = format_named(data[0] & 1 ? STR("html") : STR("text"));
	report = (struct report){ 0 };
	if (doc.format->extract(&page, &doc, &arena, &e) == 0) {
		struct stream stream = stream_build(&page, &full, &arena);

		tables_read(&tables, &report, &stream, &page, &arena);
		for (size_t i = 0; i < tables.n_spans; i++) {
			assert(tables.spans[i].first < tables.spans[i].last);
			assert(tables.spans[i].last_block <= page.n_blocks);
			assert(!i || tables.spans[i - 1].last <= tables.spans[i].first);
		}
	}
	arena_release(&arena);
	return 0;
}
