/*
 * NFCMS of Guangdong: articles content/post_ID.html without a date, pages
 * index_2.html counted from 1.
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
		return STR("/nbgd/");
	return arena_strf(a, "/zwgk/%.*s/", STR_ARG(family_slug(c, a)));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*sindex_%zu.html", STR_ARG(c->path), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*scontent/post_%u.html", STR_ARG(c->path), e->id);
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
	buf_addf(out, "<h1>%.*s</h1>\n<div class=\"info\">来源：%.*s　发布时间：",
		 STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_add(out, STR("</div>\n"));
	buf_add(out, STR("<div class=\"news_cont_d_wrap\"><div class=\"article-content\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div></div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_nfcms = {
	.name = "nfcms",
	.rows_per_page = 14,
	.has_index = true,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
