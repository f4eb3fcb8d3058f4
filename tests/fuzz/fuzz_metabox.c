#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/metabox.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Lines become blocks, or cells of a grid four wide where the first byte is odd. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = { (const char *)data, size };
	struct arena arena = { 0 };
	struct page page;
	struct page_builder b;
	struct grid *grid = NULL;

	page_build_init(&b, &page, &arena);
	if (size && (data[0] & 1)) {
		uint32_t index;

		page_add_grid(&index, &b, REGION_UNKNOWN);
		grid = &page.grids[index];
		grid->cols = 4;
		grid->rows = 8;
		grid->cells = ARENA_NEW(&arena, struct cell, 32);
		for (uint16_t i = 0; i < 32; i++)
			grid->cells[i] = (struct cell){ .row = i / 4, .col = i % 4 };
	}
	for (size_t n = 0; rest.n; n++) {
		size_t end = str_find(rest, STR("\n"), 0);
		struct block block = { .kind = BLOCK_PARAGRAPH };

		block.text = str_sub(rest, 0, end);
		rest = str_sub(rest, block.text.n + 1, rest.n);
		if (grid && n < 32)
			grid->cells[n].text = block.text;
		else
			page_add_block(&b, &block);
	}
	metabox_read(&b);
	page_check(&page);
	arena_release(&arena);
	return 0;
}
