/*
 * UCAP: articles YYYYMM/32 hex digits.shtml, lists xxgk_list.shtml and
 * xxgk_list_2.shtml, elements of its own make around title, day and body.
 */
#include "base/attrs.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	if (c->kind == COLUMN_FORBIDDEN)
		return STR("/nbgd/xxgk_list.shtml");
	return arena_strf(a, "/zwgk/%.*s/xxgk_list.shtml", STR_ARG(family_slug(c, a)));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s_%zu.shtml", (int)(c->path.n - strlen(".shtml")), c->path.p,
			  page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	size_t slash = c->path.n - strlen("xxgk_list.shtml");
	uint64_t x = draw_mix(e->id), y = draw_mix(x);

	return arena_strf(a, "%.*s%04d%02d/%016llx%016llx.shtml", (int)slash, c->path.p,
			  e->date.year, e->date.month, (unsigned long long)x,
			  (unsigned long long)y);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct arena arena = { 0 };

	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	skin_rows(out, w, c, page);
	buf_add(out, STR("<div class=\"pages\">"));
	for (size_t k = 0; k < c->n_pages; k++)
		buf_addf(out, "<a href=\"%.*s\">%zu</a> ",
			 STR_ARG(k == 0 ? c->path : page_path(w, c, k, &arena)), k + 1);
	buf_add(out, STR("</div>\n"));
	skin_foot(out, w, &w->portals[c->portal]);
	buf_add(out, STR("</body>\n</html>\n"));
	arena_release(&arena);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	skin_begin(out, w, &w->columns[e->column], e->title, "");
	skin_metabox(out, w, e);
	buf_addf(out, "<h1><ucaptitle>%.*s</ucaptitle></h1>\n<div>发布日期：<publishtime>",
		 STR_ARG(e->title));
	skin_date(out, e->date);
	buf_add(out, STR("</publishtime></div>\n"));
	buf_add(out, STR("<div class=\"article-content\" id=\"zoomcon\"><ucapcontent>\n"));
	buf_add(out, body);
	buf_add(out, STR("</ucapcontent></div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_ucap = {
	.name = "ucap",
	.rows_per_page = 14,
	.has_index = false,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
