/*
 * LonSun of Anhui: a report stands at its column's own URL, told by organ and year;
 * pages by ?pageIndex=, counted from 1, from a script call.
 */
#include "base/attrs.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static unsigned column_id(const struct column *c)
{
	return 6600000u + (unsigned)c->portal * 50 + c->number;
}

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	if (c->kind == COLUMN_FORBIDDEN)
		return STR("/nbgd/list?a=1");
	return arena_strf(a, "/public/column/%u?type=3&action=list&nav=3", column_id(c));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s&pageIndex=%zu", STR_ARG(c->path), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	const struct agency *agency = &w->agencies[e->agency];

	if (c->kind == COLUMN_FORBIDDEN)
		return arena_strf(a, "/nbgd/%u.html", e->id);
	if (e->kind != ENTRY_REPORT)
		return arena_strf(a, "/public/content/%u", e->id);
	return arena_strf(a, "/public/column/%u%.*s?type=3&action=detail&nav=3&title=%d",
			  column_id(c), STR_ARG(str_sub(agency->id, 1, agency->id.n)), e->year);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	skin_rows(out, w, c, page);
	buf_addf(out,
		 "<div id=\"page\"></div>\n<script>Ls.pagination({pageIndex:%zu,pageSize:14,"
		 "pageCount:%zu});</script>\n",
		 page + 1, c->n_pages);
	skin_end(out, w, &w->portals[c->portal]);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	skin_begin(out, w, &w->columns[e->column], e->title, "");
	buf_addf(out, "<h1>%.*s</h1>\n<div class=\"info\">来源：%.*s　发布时间：",
		 STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_add(out, STR("</div>\n<div class=\"j-fontContent\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_lonsun = {
	.name = "lonsun",
	.rows_per_page = 14,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
