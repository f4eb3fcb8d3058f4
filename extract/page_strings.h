#ifndef EXTRACT_PAGE_STRINGS_H
#define EXTRACT_PAGE_STRINGS_H

#include "extract/page.h"

/*
 * Everything of a page that a reader sees, string by string, in place. A cell
 * that shows its anchor's text is a string of its own. Addresses and scripts
 * are left out.
 */
void page_strings_each(struct page *page, void (*visit)(struct str *s, void *context),
		       void *context);

#endif
