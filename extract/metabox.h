#ifndef EXTRACT_METABOX_H
#define EXTRACT_METABOX_H

#include "extract/page_build.h"

/*
 * metabox_read - find the box with 索引号, 发布机构, 公开日期 and the like.
 *
 * Looks at the short lines and the grids of a page that is otherwise complete,
 * and adds a META_BOX entry for each label with a value: label and value in
 * neighbouring cells, in one cell, in neighbouring blocks (<dt>, <dd>), on one
 * line, or many glued into one line. Labels that are common words (名称, 标题)
 * count only beside others. What is taken stays in the page as well.
 */
void metabox_read(struct page_builder *b);

#endif
