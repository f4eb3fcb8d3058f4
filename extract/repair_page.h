#ifndef EXTRACT_REPAIR_PAGE_H
#define EXTRACT_REPAIR_PAGE_H

#include "base/arena.h"
#include "extract/doc.h"
#include "extract/page.h"

/* One pass each over the strings of a page, in the order repair_page() runs them. */
void repair_escapes(struct page *page, struct encoding *enc, struct arena *arena);
void repair_remnants(struct page *page, struct encoding *enc, struct arena *arena);
void repair_compat(struct page *page, struct encoding *enc, struct arena *arena);
void repair_pinyin(struct page *page, struct encoding *enc, struct arena *arena);
void repair_script(struct page *page, struct encoding *enc, struct arena *arena);
void repair_distrust(struct page *page, struct encoding *enc);

#endif
