/*
 * TRS WCM: articles t20240118_12345.html in a directory of their month, pages
 * of a list index_1.html counted from 0, the pager only as createPageHTML() in
 * a script, list text cut with the whole title in title=.
 */
#include "base/attrs.h"

#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	switch (c->kind) {
	case COLUMN_MAIN:
		return STR("/zwgk/zfxxgk/zfxxgknb/");
	case COLUMN_YEAR:
		return arena_strf(a, "/zwgk/zfxxgk/zfxxgknb/%dn/", c->year);
	case COLUMN_FORBIDDEN:
		return STR("/zwgk/nbgd/");
	case COLUMN_CLASS:
		break;
	}
	return arena_strf(a, "/zwgk/zfxxgk/zfxxgknb/%s/", c->slug);
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*sindex_%zu.html", STR_ARG(c->path), page);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s%04d%02d/t%04d%02d%02d_%u.html", STR_ARG(c->path), e->date.year,
			  e->date.month, e->date.year, e->date.month, e->date.day, e->id);
}

/* Rows link relative to the list, as ./202401/t....html. */
static void row(struct buf *out, const struct column *c, const struct entry *e)
{
	struct str href = e->path;

	buf_add(out, STR("<li><a href=\""));
	if (str_starts(href, c->path)) {
		buf_add(out, STR("./"));
		href = str_sub(href, c->path.n, href.n);
	}
	buf_add(out, href);
	buf_add(out, STR("\" title=\""));
	html_text(out, e->title);
	buf_add(out, STR("\" target=\"_blank\">"));
	skin_cut(out, e->title, 18);
	buf_add(out, STR("</a><span>"));
	skin_date(out, e->date);
	buf_add(out, STR("</span></li>\n"));
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	const struct portal *p = &w->portals[c->portal];
	size_t per_page = p->family->rows_per_page;

	buf_add(out, STR("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
			 "\"http://www.w3.org/TR/xhtml1/DTD/"
			 "xhtml1-transitional.dtd\">\n<html>\n<head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s-%.*s人民政府</title>\n</head>\n<body>\n", STR_ARG(c->title),
		 STR_ARG(p->place));
	skin_top(out, w, p);
	skin_crumbs(out, w, c);
	skin_children(out, w, c);
	buf_add(out, STR("<div class=\"list\"><ul>\n"));
	for (size_t i = page * per_page; i < c->n_entries && i < (page + 1) * per_page; i++)
		row(out, c, &w->entries[c->entries[i]]);
	buf_addf(out,
		 "</ul></div>\n<script type=\"text/javascript\" src=\"/images/createpage.js\">"
		 "</script>\n<div class=\"page\"><script>createPageHTML(%zu, %zu, \"index\", "
		 "\"html\")"
		 "</script></div>\n",
		 c->n_pages, page);
	skin_foot(out, w, p);
	buf_add(out, STR("</body>\n</html>\n"));
}

static void metas(struct buf *out, const struct world *w, const struct entry *e)
{
	const struct portal *p = &w->portals[e->portal];
	size_t slash = e->path.n;

	while (slash > 0 && e->path.p[slash - 1] != '/')
		slash--;
	buf_addf(out, "<meta name=\"SiteName\" content=\"%.*s人民政府\">\n", STR_ARG(p->place));
	buf_addf(out, "<meta name=\"ColumnName\" content=\"%.*s\">\n",
		 STR_ARG(w->columns[e->column].title));
	buf_addf(out, "<meta name=\"ArticleTitle\" content=\"%.*s\">\n", STR_ARG(e->title));
	buf_add(out, STR("<meta name=\"PubDate\" content=\""));
	skin_date(out, e->date);
	buf_addf(out, " 09:%02u\">\n<meta name=\"ContentSource\" content=\"%.*s\">\n", e->id % 60,
		 STR_ARG(w->agencies[e->agency].name));
	buf_addf(out, "<meta name=\"Url\" content=\"./%.*s\">\n",
		 STR_ARG(str_sub(e->path, slash, e->path.n)));
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	const struct portal *p = &w->portals[e->portal];

	buf_add(out, STR("<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
			 "\"http://www.w3.org/TR/xhtml1/DTD/"
			 "xhtml1-transitional.dtd\">\n<html>\n<head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s-%.*s人民政府</title>\n", STR_ARG(e->title), STR_ARG(p->place));
	metas(out, w, e);
	buf_add(out, STR("</head>\n<body>\n"));
	skin_top(out, w, p);
	skin_crumbs(out, w, &w->columns[e->column]);
	skin_metabox(out, w, e);
	buf_addf(out, "<div class=\"article\"><h1>%.*s</h1>\n<div class=\"info\">发布时间：",
		 STR_ARG(e->title));
	skin_date(out, e->date);
	buf_addf(out, "　来源：%.*s　浏览次数：<span id=\"hits\"></span></div>\n",
		 STR_ARG(w->agencies[e->agency].name));
	buf_add(out, STR("<div class=\"TRS_Editor\"><style type=\"text/css\">\n"
			 ".TRS_Editor P{margin-top:0;line-height:2;font-size:14pt;}\n</style>\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n"));
	skin_sharing(out);
	buf_add(out, STR("<div class=\"pn\">上一篇：没有了<br>下一篇：没有了</div></div>\n"));
	skin_foot(out, w, p);
	buf_add(out, STR("</body>\n</html>\n"));
}

const struct family fam_trs = {
	.name = "trs",
	.rows_per_page = 15,
	.has_index = true,
	.has_validators = true,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
