#include "report/form.h"

#include "base/attrs.h"

/* An invented form: section two asks in other words, and for one column less. */

static const struct form_row rows[] = {
	{ .row = ROW_PUB_RULE, .wording = WORDS("政府规章") },
	{ .row = ROW_PUB_NORM, .wording = WORDS("各类规范性文件") },
};
static const struct form_col cols[] = {
	{ .col = COL_ISSUED, .wording = WORDS("年内印发件数") },
	{ .col = COL_IN_FORCE, .wording = WORDS("年末有效件数") },
};

static const struct form_block blocks[] = {
	{ TABLE_DISCLOSURE, LAYOUT_ROWS, WORDS("第二十条第（一）项"), rows, cols, countof(rows),
	  countof(cols) },
};

const struct form form2099 = {
	.name = "form2099",
	.doc_no = "某办函〔2098〕1号",
	.from_year = 2099,
	.blocks = blocks,
	.n_blocks = countof(blocks),
	.furniture = WORDS("信息内容"),
	.strong = WORDS("年内印发件数", "年末有效件数"),
	.negative = WORDS("本年制发件数"),
};
