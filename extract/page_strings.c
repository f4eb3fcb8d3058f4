#include "extract/page_strings.h"

void page_strings_each(struct page *page, void (*visit)(struct str *s, void *context),
		       void *context)
{
	visit(&page->title, context);
	for (size_t i = 0; i < page->n_blocks; i++)
		visit(&page->blocks[i].text, context);
	for (size_t i = 0; i < page->n_grids; i++) {
		struct grid *g = &page->grids[i];

		for (size_t k = 0; k < (size_t)g->rows * g->cols; k++)
			visit(&g->cells[k].text, context);
	}
	for (size_t i = 0; i < page->n_links; i++) {
		visit(&page->links[i].text, context);
		visit(&page->links[i].title, context);
	}
	for (size_t i = 0; i < page->n_images; i++)
		visit(&page->images[i].alt, context);
	for (size_t i = 0; i < page->n_metas; i++) {
		visit(&page->metas[i].name, context);
		visit(&page->metas[i].content, context);
	}
}
