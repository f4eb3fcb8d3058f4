/*
 * Visual SiteBuilder: articles info/TREE/ID.htm; the further pages of x.htm
 * are numbered backwards, x/2.htm before x/1.htm, and only 下页 leads on.
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
		return STR("/nbgd/index.htm");
	return arena_strf(a, "/zwgk/%.*s.htm", STR_ARG(family_slug(c, a)));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s/%zu.htm", (int)(c->path.n - strlen(".htm")), c->path.p,
			  c->n_pages - page);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%s/info/%u/%u.htm", c->kind == COLUMN_FORBIDDEN ? "/nbgd" : "",
			  1000 + c->number, e->id);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct arena arena = { 0 };

	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	skin_rows(out, w, c, page);
	if (page + 1 < c->n_pages)
		buf_addf(out, "<span class=\"p_next\"><a href=\"%.*s\">下页</a></span>\n",
			 STR_ARG(page_path(w, c, page + 1, &arena)));
	skin_foot(out, w, &w->portals[c->portal]);
	buf_add(out, STR("</body>\n</html>\n"));
	arena_release(&arena);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	skin_begin(out, w, &w->columns[e->column], e->title, "");
	buf_addf(out, "<h1>%.*s</h1>\n<div class=\"info\">来源：%.*s　发布时间：",
		 STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_add(out, STR("</div>\n"));
	buf_add(out, STR("<form name=\"_newscontent_fromname\"><div id=\"vsb_content\"><div "
			 "class=\"v_news_content\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div></div></form>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_vsb = {
	.name = "vsb",
	.rows_per_page = 14,
	.has_index = false,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
