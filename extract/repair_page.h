#ifndef EXTRACT_REPAIR_PAGE_H
#define EXTRACT_REPAIR_PAGE_H

#include "base/arena.h"
#include "extract/doc.h"
#include "extract/page.h"
#include "extract/repair_look.h"

/*
 * One pass each over the strings of a page, in the order repair_page() runs
 * them, each where a look at the page says that it may find something.
 */
void repair_escapes(struct page *page, struct encoding *enc, struct arena *arena);
void repair_remnants(struct page *page, struct encoding *enc, struct arena *arena);
void repair_compat(struct page *page, struct encoding *enc, struct arena *arena);
void repair_pinyin(struct page *page, struct encoding *enc, struct arena *arena);
void repair_script(struct page *page, const struct look *look, struct encoding *enc,
		   struct arena *arena);
void repair_distrust(const struct look *look, struct encoding *enc);

#endif
