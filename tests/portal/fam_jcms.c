/*
 * JCMS: articles /art/2024/1/18/art_COLUMN_ID.html, month and day not padded.
 * The first rows of a list lie in a <datastore> inside a script, as CDATA; each
 * further group is asked of dataproxy.jsp, whose answer is a datastore again.
 */
#include "base/attrs.h"

#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static unsigned column_id(const struct column *c)
{
	return 1229400000u + (unsigned)c->portal * 100 + c->number;
}

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	if (c->kind == COLUMN_FORBIDDEN)
		return STR("/nbgd/index.html");
	return arena_strf(a, "/col/col%u/index.html", column_id(c));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a,
			  "/module/web/jpage/dataproxy.jsp?page=%zu&webid=%zu&path=/&columnid=%u"
			  "&unitid=%u&permissiontype=0",
			  page, c->portal + 1, column_id(c), column_id(c) % 9973);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	const struct agency *agency = &w->agencies[e->agency];

	if (e->kind == ENTRY_ALIAS)
		return arena_strf(a, "/module/xxgk/xxgkAnnualReport.jsp?area=11%u%.*s&fbtime=%d",
				  w->portals[c->portal].region, STR_ARG(agency->id), e->year);
	return arena_strf(a, "%s/art/%d/%d/%d/art_%u_%u.html",
			  c->kind == COLUMN_FORBIDDEN ? "/nbgd" : "", e->date.year, e->date.month,
			  e->date.day, column_id(c), e->id);
}

static void records(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	size_t per_page = w->portals[c->portal].family->rows_per_page;
	struct arena arena = { 0 };

	buf_add(out, STR("<datastore>\n"));
	if (page + 1 < c->n_pages)
		buf_addf(out, "<nextgroup><![CDATA[<a href=\"%.*s\"></a>]]></nextgroup>\n",
			 STR_ARG(page_path(w, c, page + 1, &arena)));
	buf_addf(out, "<recordset><totalrecord>%zu</totalrecord><totalpage>%zu</totalpage>\n",
		 c->n_entries, c->n_pages);
	for (size_t i = page * per_page; i < c->n_entries && i < (page + 1) * per_page; i++) {
		const struct entry *e = &w->entries[c->entries[i]];

		buf_addf(out,
			 "<record><![CDATA[<li><a href=\"%.*s\" title='%.*s' target=\"_blank\">",
			 STR_ARG(e->path), STR_ARG(e->title));
		skin_cut(out, e->title, 20);
		buf_add(out, STR("</a><span>"));
		skin_date(out, e->date);
		buf_add(out, STR("</span></li>]]></record>\n"));
	}
	buf_add(out, STR("</recordset>\n</datastore>\n"));
	arena_release(&arena);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	const struct portal *p = &w->portals[c->portal];

	if (page > 0) {
		records(out, w, c, page);
		return;
	}
	buf_add(out, STR("<!DOCTYPE html>\n<html><head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s人民政府 %.*s</title>\n</head>\n<body>\n", STR_ARG(p->place),
		 STR_ARG(c->title));
	skin_top(out, w, p);
	skin_crumbs(out, w, c);
	skin_children(out, w, c);
	buf_addf(out, "<div id=\"%u\" class=\"default_pgContainer\"></div>\n", column_id(c) % 9973);
	buf_add(out, STR("<script type=\"text/xml\">\n"));
	records(out, w, c, 0);
	buf_add(out, STR("</script>\n"));
	skin_foot(out, w, p);
	buf_add(out, STR("</body></html>\n"));
}

/* Maketime is when the page was built anew, years later: no publication date. */
static void metas(struct buf *out, const struct world *w, const struct entry *e)
{
	buf_addf(out, "<meta name=\"Maketime\" content=\"%d-11-22 12:28:37\">\n", e->date.year + 3);
	buf_addf(out, "<meta name=\"SiteName\" content=\"%.*s人民政府\">\n",
		 STR_ARG(w->portals[e->portal].place));
	buf_add(out, STR("<meta name=\"SiteIDCode\" content=\"\">\n"));
	buf_addf(out, "<meta name=\"ArticleTitle\" content=\"%.*s\">\n", STR_ARG(e->title));
	buf_add(out, STR("<meta name=\"PubDate\" content=\""));
	skin_date(out, e->date);
	buf_addf(out, " 10:%02u\">\n<meta name=\"author\" content=\"\">\n", e->id % 60);
	buf_addf(out, "<meta name=\"contentSource\" content=\"%.*s\">\n",
		 STR_ARG(w->agencies[e->agency].name));
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	const struct portal *p = &w->portals[e->portal];

	buf_add(out, STR("<html><head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s</title>\n", STR_ARG(e->title));
	metas(out, w, e);
	buf_add(out, STR("</head>\n<body>\n"));
	skin_top(out, w, p);
	skin_crumbs(out, w, &w->columns[e->column]);
	buf_addf(out,
		 "<table width=\"100%%\" border=\"0\" align=\"center\"><tr><td class=\"title\">"
		 "%.*s</td></tr>\n<tr><td align=\"center\">发布日期：",
		 STR_ARG(e->title));
	skin_date(out, e->date);
	buf_addf(out, "&nbsp;&nbsp;来源：%.*s&nbsp;&nbsp;浏览量：</td></tr>\n",
		 STR_ARG(w->agencies[e->agency].name));
	buf_add(out, STR("<tr><td><div class=\"main-txt\" id=\"zoom\">"
			 "<!--<$[信息内容]>begin--><meta name=\"ContentStart\">\n"));
	buf_add(out, body);
	buf_add(out,
		STR("<meta name=\"ContentEnd\"><!--<$[信息内容]>end--></div></td></tr></table>\n"));
	skin_sharing(out);
	skin_foot(out, w, p);
	buf_add(out, STR("</body></html>\n"));
}

const struct family fam_jcms = {
	.name = "jcms",
	.rows_per_page = 15,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_MORE,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
