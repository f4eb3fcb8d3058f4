#ifndef EXTRACT_REPAIR_LOOK_H
#define EXTRACT_REPAIR_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "extract/page.h"

/*
 * One pass over the strings of a page: which of the repairs of repair_page.h
 * can find anything at all. All of it that a sound page pays.
 */
struct look {
	size_t n_hanzi, n_traditional;
	size_t n_losses;  /* dates and numbers whose digits went with the span they stood in */
	size_t n_foreign; /* words of another trade */
	bool has_escapes; /* the beginning of one: &# &amp; %u \u */
	bool has_marks;   /* U+FFFC */
	bool has_compat;  /* radicals and compatibility ideographs */
	bool has_reading; /* brackets with a syllable of pinyin, where a reading may stand */
};

void look_at(struct look *out, struct page *page);

/* A reading in brackets at `at`: its length with them, or 0; *syllable as hanzi_is_syllable(). */
size_t look_reading(unsigned *syllable, struct str s, size_t at);

#endif
