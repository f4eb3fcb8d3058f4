#ifndef EXTRACT_PAGE_BUILD_H
#define EXTRACT_PAGE_BUILD_H

#include "base/arena.h"
#include "base/err.h"
#include "extract/page.h"

/*
 * Fills a page whose arrays grow in an arena. Adding never fails: what would
 * pass a PAGE_MAX_* is dropped and remembered, and page_build_end says so. A
 * loop over hostile input may look at `over` to stop early.
 */
struct page_builder {
	struct page *page;
	struct arena *arena;
	size_t cap_blocks, cap_grids, cap_links, cap_images, cap_metas, cap_scripts;
	const char *over; /* what there is too much of; NULL: nothing */
	size_t over_limit;
};

void page_build_init(struct page_builder *b, struct page *page, struct arena *arena);

/* Each returns the index of what was added, or of the last one when it was dropped. */
uint32_t page_add_block(struct page_builder *b, const struct block *block);
uint32_t page_add_link(struct page_builder *b, const struct link *link);
void page_add_image(struct page_builder *b, const struct image *image);
void page_add_meta(struct page_builder *b, const struct meta *meta);
void page_add_script(struct page_builder *b, struct str body);

/* An empty grid and its block, to be filled in place; *grid receives the index. */
void page_add_grid(uint32_t *grid, struct page_builder *b, enum block_region region);

/* All of another page behind what is there; its title and base where there is none yet. */
void page_append(struct page_builder *b, const struct page *more);

/* For other caps on what a page holds: `what` there is more of than `limit`. */
void page_build_over(struct page_builder *b, const char *what, size_t limit);

/* Returns 0, or -1 with ERR_LIMIT if anything had to be dropped. */
MUST_USE int page_build_end(const struct page_builder *b, struct err *e);

#endif
