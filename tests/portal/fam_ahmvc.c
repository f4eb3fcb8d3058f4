/*
 * The MVC systems of Anhui: a type of page of its own for annual reports, so that the
 * path alone proves it; pages page_1.html, page_2.html.
 */
#include "base/attrs.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static unsigned column_id(const struct column *c)
{
	return 700u + (unsigned)c->portal * 50 + c->number;
}

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	if (c->kind == COLUMN_FORBIDDEN)
		return STR("/nbgd/page_1.html");
	return arena_strf(a, "/XxgkContent/showList/%u/0/page_1.html", column_id(c));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	if (c->kind == COLUMN_FORBIDDEN)
		return arena_strf(a, "/nbgd/page_%zu.html", page + 1);
	(void)w;
	return arena_strf(a, "/XxgkContent/showList/%u/0/page_%zu.html", column_id(c), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%s/%s/show/%u.html", c->kind == COLUMN_FORBIDDEN ? "/nbgd" : "",
			  e->kind == ENTRY_LOOKALIKE ? "XxgkContent" : "XxgkAnnualReport", e->id);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct arena arena = { 0 };

	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	skin_rows(out, w, c, page);
	buf_add(out, STR("<div class=\"pages\">"));
	for (size_t k = 0; k < c->n_pages; k++)
		buf_addf(out, "<a href=\"%.*s\">%zu</a> ", STR_ARG(page_path(w, c, k, &arena)),
			 k + 1);
	buf_add(out, STR("</div>\n"));
	skin_end(out, w, &w->portals[c->portal]);
	arena_release(&arena);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	skin_begin(out, w, &w->columns[e->column], e->title, "");
	buf_addf(out, "<h1>%.*s</h1>\n<div class=\"info\">来源：%.*s　发布时间：",
		 STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_add(out, STR("</div>\n<div class=\"gkcontent\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_ahmvc = {
	.name = "ahmvc",
	.rows_per_page = 14,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
