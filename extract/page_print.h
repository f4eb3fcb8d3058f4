#ifndef EXTRACT_PAGE_PRINT_H
#define EXTRACT_PAGE_PRINT_H

#include "base/buf.h"
#include "extract/page.h"

/*
 * page_print - a page as text, for people and for golden files; the form is stable.
 *
 * One line per block, grid row, link, image and metadata entry; \n, \t and \\
 * inside of texts are written as such, as is '|' in cells. Regions are told
 * where they are known: "+" body, "-" furniture. In grids ' stands for a copy
 * of the cell before a span, and ~ for a place without a cell. Scripts are
 * counted only.
 */
void page_print(struct buf *out, const struct page *page);

#endif
