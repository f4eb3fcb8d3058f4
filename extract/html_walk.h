#ifndef EXTRACT_HTML_WALK_H
#define EXTRACT_HTML_WALK_H

#include "base/arena.h"
#include "base/err.h"
#include "extract/html_tree.h"
#include "extract/page_build.h"

/*
 * html_walk - what a reader would see of a parsed document.
 *
 *   b        receives blocks, grids, links, images and metadata; what it keeps
 *            is copied into its arena
 *   scratch  for the walk itself; may be released afterwards
 *
 * Without recursion, in time linear in the tree. Returns 0, or -1 with
 * ERR_LIMIT (a cap of page.h or grid.h).
 */
MUST_USE int html_walk(struct page_builder *b, const struct html_tree *tree, struct arena *scratch,
		       struct err *e);

#endif
