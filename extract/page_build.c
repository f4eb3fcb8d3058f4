#include "extract/page_build.h"

void page_build_init(struct page_builder *b, struct page *page, struct arena *arena)
{
	*b = (struct page_builder){ .page = page, .arena = arena };
	*page = (struct page){ 0 };
}

void page_build_over(struct page_builder *b, const char *what, size_t limit)
{
	if (b->over)
		return;
	b->over = what;
	b->over_limit = limit;
}

static bool no_room(struct page_builder *b, const char *what, size_t n, size_t limit)
{
	if (n < limit)
		return false;
	page_build_over(b, what, limit);
	return true;
}

uint32_t page_add_block(struct page_builder *b, const struct block *block)
{
	struct page *p = b->page;

	if (no_room(b, "blocks", p->n_blocks, PAGE_MAX_BLOCKS))
		return (uint32_t)p->n_blocks - 1;
	ARENA_GROW(b->arena, p->blocks, p->n_blocks, b->cap_blocks);
	p->blocks[p->n_blocks] = *block;
	return (uint32_t)p->n_blocks++;
}

uint32_t page_add_link(struct page_builder *b, const struct link *link)
{
	struct page *p = b->page;

	if (no_room(b, "links", p->n_links, PAGE_MAX_LINKS))
		return (uint32_t)p->n_links - 1;
	ARENA_GROW(b->arena, p->links, p->n_links, b->cap_links);
	p->links[p->n_links] = *link;
	return (uint32_t)p->n_links++;
}

void page_add_image(struct page_builder *b, const struct image *image)
{
	struct page *p = b->page;

	if (no_room(b, "images", p->n_images, PAGE_MAX_IMAGES))
		return;
	ARENA_GROW(b->arena, p->images, p->n_images, b->cap_images);
	p->images[p->n_images++] = *image;
}

void page_add_meta(struct page_builder *b, const struct meta *meta)
{
	struct page *p = b->page;

	if (no_room(b, "metadata entries", p->n_metas, PAGE_MAX_METAS))
		return;
	ARENA_GROW(b->arena, p->metas, p->n_metas, b->cap_metas);
	p->metas[p->n_metas++] = *meta;
}

void page_add_script(struct page_builder *b, struct str body)
{
	struct page *p = b->page;

	if (no_room(b, "scripts", p->n_scripts, PAGE_MAX_SCRIPTS))
		return;
	ARENA_GROW(b->arena, p->scripts, p->n_scripts, b->cap_scripts);
	p->scripts[p->n_scripts++] = body;
}

void page_add_grid(uint32_t *grid, struct page_builder *b, enum block_region region)
{
	struct page *p = b->page;
	struct block block = { .kind = BLOCK_GRID, .region = region };

	if (no_room(b, "tables", p->n_grids, PAGE_MAX_GRIDS)) {
		*grid = (uint32_t)p->n_grids - 1;
		return;
	}
	ARENA_GROW(b->arena, p->grids, p->n_grids, b->cap_grids);
	block.grid = *grid = (uint32_t)p->n_grids++;
	p->grids[*grid] = (struct grid){ .block = page_add_block(b, &block) };
}

void page_append(struct page_builder *b, const struct page *more)
{
	struct page *p = b->page;
	uint32_t first_block = (uint32_t)p->n_blocks;

	if (!p->title.n)
		p->title = more->title;
	if (!p->base.n)
		p->base = more->base;
	for (size_t i = 0; i < more->n_blocks && !b->over; i++) {
		uint32_t grid;

		if (more->blocks[i].kind != BLOCK_GRID) {
			page_add_block(b, &more->blocks[i]);
			continue;
		}
		page_add_grid(&grid, b, more->blocks[i].region);
		if (b->over)
			return;
		p->grids[grid] = more->grids[more->blocks[i].grid];
		p->grids[grid].block = (uint32_t)p->n_blocks - 1;
	}
	for (size_t i = 0; i < more->n_links; i++) {
		struct link link = more->links[i];

		link.block += first_block;
		page_add_link(b, &link);
	}
	for (size_t i = 0; i < more->n_images; i++) {
		struct image image = more->images[i];

		image.block += first_block;
		page_add_image(b, &image);
	}
	for (size_t i = 0; i < more->n_metas; i++) {
		struct meta meta = more->metas[i];

		meta.block += first_block;
		page_add_meta(b, &meta);
	}
	for (size_t i = 0; i < more->n_scripts; i++)
		page_add_script(b, more->scripts[i]);
	p->truncated = p->truncated || more->truncated;
}

int page_build_end(const struct page_builder *b, struct err *e)
{
	if (b->over)
		return err_set(e, ERR_LIMIT, "page has too many %s, limit %zu", b->over,
			       b->over_limit);
	return 0;
}
