#ifndef TESTS_FUZZ_PAGE_CHECK_H
#define TESTS_FUZZ_PAGE_CHECK_H

#include <assert.h>

#include "extract/page.h"

/* What holds for every page, whatever it was made from. */
static inline void page_check(const struct page *p)
{
	size_t grids = 0;

	for (size_t i = 0; i < p->n_blocks; i++) {
		if (p->blocks[i].kind != BLOCK_GRID)
			continue;
		assert(p->blocks[i].grid < p->n_grids);
		assert(p->grids[p->blocks[i].grid].block == i);
		grids++;
	}
	assert(grids == p->n_grids);
	for (size_t i = 0; i < p->n_grids; i++) {
		const struct grid *g = &p->grids[i];

		for (size_t k = 0; k < (size_t)g->rows * g->cols; k++) {
			const struct cell *c = &g->cells[k];

			assert(c->row <= k / g->cols && c->col <= k % g->cols);
			assert(c->is_copy ==
			       (!c->is_hole && (c->row != k / g->cols || c->col != k % g->cols)));
		}
	}
	for (size_t i = 0; i < p->n_links; i++)
		assert(p->links[i].block <= p->n_blocks && p->links[i].href.n > 0);
	for (size_t i = 0; i < p->n_metas; i++)
		assert(p->metas[i].block <= p->n_blocks && p->metas[i].name.n > 0);
}

#endif
