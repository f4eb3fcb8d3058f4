#ifndef CRAWLER_WORDING_H
#define CRAWLER_WORDING_H

#include <stdbool.h>

#include "base/str.h"

/* What the words of a link promise. */
enum wording {
	WORDING_NONE,    /* nothing either way */
	WORDING_REJECT,  /* another kind of document that stands in the same lists */
	WORDING_SECTION, /* 政府信息公开 and the like: the way from a home page */
	WORDING_CLASS,   /* 部门, 乡镇: classes of agencies below a report column */
	WORDING_YEAR,    /* a year alone: a report year below a report column */
	WORDING_SHORT,   /* 年报, 公开年报: a column where reports may be */
	WORDING_COLUMN,  /* 政府信息公开年报: the column by its full name */
	WORDING_PART,    /* 统计表 beside a narrative report */
	WORDING_REPORT,  /* a report's title, with or without year */
	WORDING_NEXT,    /* 下一页 */
};

/*
 * wording_of - the meaning of a link's text or title.
 *
 * Spaces inside, full-width ones too, do not count. Texts cut by a list
 * ("…工作年度报...") are taken for what they start to say.
 */
enum wording wording_of(struct str text);

/* The report year the words name, 2000 to 2099, digits or 二〇二三; 0: none or several ranges. */
int wording_year(struct str text);

/* What a path says about the column it stands in. */
enum slug {
	SLUG_NONE,
	SLUG_CLASS,  /* bm, xzjd: a class of agencies */
	SLUG_YEAR,   /* 2023n */
	SLUG_COLUMN, /* zfxxgknb_12345 */
};

/* The meaning of one path segment, without slashes. */
enum slug slug_of(struct str segment);

/* Some segment of the path names a report column. */
bool slug_in_column(struct str path);

/* The last segment that is not an index page or empty. */
struct str slug_last(struct str path);

#endif
