/*
 * TRS WCM as in Hunan: .shtml, rows written by document.writeln, the pager
 * counted from 1 with an element's name in front.
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
	return arena_strf(a, "%.*sindex_%zu.shtml", STR_ARG(c->path), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s%04d%02d/t%04d%02d%02d_%u.shtml", STR_ARG(c->path), e->date.year,
			  e->date.month, e->date.year, e->date.month, e->date.day, e->id);
}

static void written_rows(struct buf *out, const struct world *w, const struct column *c,
			 size_t page)
{
	size_t per_page = w->portals[c->portal].family->rows_per_page;

	buf_add(out, STR("<ul>\n"));
	for (size_t i = page * per_page; i < c->n_entries && i < (page + 1) * per_page; i++) {
		const struct entry *e = &w->entries[c->entries[i]];

		buf_addf(out,
			 "<script>var url = \"%.*s\";\ndocument.writeln(\"<li><a href='\"+url+\"' "
			 "title='%.*s'>%.*s</a></li>\");</script>\n",
			 STR_ARG(e->path), STR_ARG(e->title), STR_ARG(e->title));
	}
	buf_add(out, STR("</ul>\n"));
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct arena arena = { 0 };

	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	written_rows(out, w, c, page);
	buf_addf(out,
		 "<div id=\"paging\"></div>\n<script>createPageHTML('paging',%zu,%zu,'index',"
		 "'shtml',%zu);</script>\n",
		 c->n_pages, page + 1, c->n_entries);
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
	buf_add(out, STR("<div class=\"TRS_UEDITOR trs_paper_default trs_web\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_trs1 = {
	.name = "trs1",
	.rows_per_page = 14,
	.has_index = true,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
