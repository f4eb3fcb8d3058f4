#include <stddef.h>
#include <stdint.h>

#include "extract/ole2.h"
#include "extract/word_file.h"
#include "extract/word_text.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two bytes that say how long the table stream is, then it, then the main one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size };
	struct word_streams streams = { .table = str_sub(all, 2, ole2_u16(all, 0)) };
	struct arena arena = { 0 }, scratch = { 0 };
	struct page_builder b;
	struct word_file file;
	struct err e = { 0 };
	struct page page;

	streams.main = str_sub(all, 2 + streams.table.n, size);
	streams.data = streams.main;
	page_build_init(&b, &page, &arena);
	if (word_file_read(&file, &streams, &scratch, &e) == 0 &&
	    word_text_read(&b, &file, &scratch, &e) == 0 && page_build_end(&b, &e) == 0)
		page_check(&page);
	arena_release(&scratch);
	arena_release(&arena);
	return 0;
}
