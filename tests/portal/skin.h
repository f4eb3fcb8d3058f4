#ifndef PORTAL_SKIN_H
#define PORTAL_SKIN_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

#include "tests/portal/world.h"

/*
 * What stands around lists and articles on any portal: nothing of it belongs
 * to a report. All text UTF-8; the site turns pages into the portal's charset.
 */

/* <meta> that says the charset, or says it wrongly, or nothing: by the portal's plan. */
void skin_charset(struct buf *out, const struct portal *p);

void skin_top(struct buf *out, const struct world *w,
	      const struct portal *p); /* banner, navigation */
void skin_crumbs(struct buf *out, const struct world *w, const struct column *c);
void skin_foot(struct buf *out, const struct world *w, const struct portal *p);

/* A whole page's beginning and end; crumbs and navigation are in it. */
void skin_begin(struct buf *out, const struct world *w, const struct column *c, struct str title,
		const char *metas);
void skin_end(struct buf *out, const struct world *w, const struct portal *p);

/* 索引号, 发布机构, 公开日期, 名称. */
void skin_metabox(struct buf *out, const struct world *w, const struct entry *e);

void skin_sharing(struct buf *out); /* 打印本页, 分享到, 扫一扫 */

void skin_home(struct buf *out, const struct world *w, const struct portal *p);
void skin_landing(struct buf *out, const struct portal *p); /* a door to the home page */
void skin_not_found(struct buf *out, const struct portal *p);

/* Links of the columns below a column that has some; nothing otherwise. */
void skin_children(struct buf *out, const struct world *w, const struct column *c);

/* `title` cut to n characters and "...", as lists do; whole when it is short. */
void skin_cut(struct buf *out, struct str title, size_t n);

/* "2024-01-18", "2024年01月18日" */
void skin_date(struct buf *out, struct date d);
void skin_date_hanzi(struct buf *out, struct date d);

#endif
