#ifndef TESTS_UNIT_PAGE_OF_H
#define TESTS_UNIT_PAGE_OF_H

/* Pages for tests of report/, made from text or HTML by the formats themselves. */
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page.h"

/* The format "html" where the text begins with '<', else "text". */
static inline struct page *page_of(const char *text, struct arena *arena)
{
	struct page *page = ARENA_NEW(arena, struct page, 1);
	struct doc doc = { .bytes = str_c(text), .text = str_c(text), .served = str_c(text) };
	struct err e = { 0 };

	doc.format = format_named(text[0] == '<' ? STR("html") : STR("text"));
	if (!doc.format || doc.format->extract(page, &doc, arena, &e))
		return NULL;
	return page;
}

#endif
