#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "extract/page.h"

#define LINES_MAX 400000 /* beyond: the rest of the page is not looked at */

/* What a line is for, judged by its own words and its place in the markup. */
enum line_role {
	LINE_TEXT,
	LINE_DROP,    /* furniture in the body: 打印, 字体 大 中 小, 浏览次数 */
	LINE_END,     /* furniture that stands after a body: 上一篇, 主办单位, ICP备 */
	LINE_SIGNOFF, /* 审核人, 责任编辑 */
	LINE_CRUMB,   /* 当前位置 */
	LINE_OUTSIDE, /* the markup says it is not of the article */
};

/* One printed line: of a block of text, or of a cell of a table. */
struct line {
	struct str text;   /* tidied: text_tidy(); never empty */
	struct str folded; /* text_fold(text): what every step that looks for words goes by */
	uint32_t block;    /* of the page */
	uint16_t grid;     /* 1 + index of the page's grid; 0: running text */
	enum line_role role;
	enum block_kind kind;
	enum block_region region;
};

struct lines {
	struct line *at;
	size_t n;
	bool full; /* LINES_MAX was reached */
};

/*
 * lines_build - the page as lines in reading order, empty ones left out.
 *
 * Cells follow each other row by row; a cell is given where it was written,
 * never again for the places its span covers. Pipes and tabs part the cells of
 * lines of text. Layout grids are left out: their text is in the page's blocks.
 */
struct lines lines_build(const struct page *page, struct arena *arena);

/* The role that the words of a line give it, whatever the markup says: text and folded are asked.
 */
enum line_role line_role(const struct line *line, struct arena *arena);

#endif
