#ifndef PORTAL_PRESS_H
#define PORTAL_PRESS_H

#include "base/arena.h"
#include "base/str.h"

#include "tests/portal/paper.h"

/* Lengths are tenths of a point. A page is A4. */
enum { PRESS_WIDTH = 5950, PRESS_HEIGHT = 8420 };

/* A printed line of text at its upper left, or a ruled line. */
struct press_mark {
	struct str text; /* empty: ruled from (x, y) to (x1, y1) */
	unsigned x, y, x1, y1;
	unsigned size; /* of a character */
};

struct press_page {
	struct press_mark *marks;
	size_t n, cap;
};

/*
 * Paper as a printer sees it: text broken into lines, cells with their text in
 * the middle, tables that go over pages, page numbers.
 */
struct press {
	struct press_page *pages;
	size_t n, cap;
	unsigned y; /* next free place of the last page */
	bool ruled;
	struct arena *arena;
};

void press_print(struct press *out, const struct paper *p, bool ruled);

#endif
