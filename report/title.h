#ifndef REPORT_TITLE_H
#define REPORT_TITLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* A title of an annual report taken apart. Views of the text it was read from. */
struct title {
	struct str text;   /* squeezed, name of the site behind it left off */
	struct str agency; /* p NULL: not in it */
	struct str scope;
	int year;        /* 0: not in it */
	struct str rest; /* what follows the last word a title has: 的解读, 格式模板 */
	bool is_shape; /* …政府信息公开…报告 with nothing foreign in it or behind it */
	bool is_summary; /* 总结 stands where 报告 should */
};

/*
 * title_read - a squeezed line as the title of an annual report.
 *
 *   site  whether names of a site may stand behind it (-某某网, _某局), as in <title>
 *
 * All shapes of domain.md 4.1: year before, after or within; 年度, 工作, 情况
 * in any order; 关于…的; a forwarding notice round it; the agency in brackets at
 * the end. out->is_shape false: it is no such title, the rest may be filled.
 */
void title_read(struct title *out, struct str squeezed, bool site);

#endif
