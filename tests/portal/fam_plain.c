/*
 * No known system: articles under the year of their date, a numbered pager with
 * plain links and 下一页, whole titles in the list.
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
		return STR("/xxgk/ndbg/");
	case COLUMN_YEAR:
		return arena_strf(a, "/xxgk/ndbg/nb%d/", c->year);
	case COLUMN_FORBIDDEN:
		return STR("/nbgd/");
	case COLUMN_CLASS:
		break;
	}
	return arena_strf(a, "/xxgk/%s/", c->slug);
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*slist_%zu.html", STR_ARG(c->path), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s%d/%u.html", STR_ARG(c->path), e->date.year, e->id);
}

static void pager(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct arena arena = { 0 };

	buf_addf(out, "<div class=\"pages\">共%zu条　第%zu/%zu页　", c->n_entries, page + 1,
		 c->n_pages);
	for (size_t k = 0; k < c->n_pages; k++) {
		struct str path = k == 0 ? c->path : page_path(w, c, k, &arena);

		if (k == page)
			buf_addf(out, "<b>%zu</b> ", k + 1);
		else
			buf_addf(out, "<a href=\"%.*s\">%zu</a> ", STR_ARG(path), k + 1);
	}
	if (page + 1 < c->n_pages)
		buf_addf(out, "<a href=\"%.*s\">下一页</a>",
			 STR_ARG(page_path(w, c, page + 1, &arena)));
	buf_add(out, STR("</div>\n"));
	arena_release(&arena);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	const struct portal *p = &w->portals[c->portal];
	size_t per_page = p->family->rows_per_page;

	buf_add(out, STR("<!doctype html>\n<html lang=\"zh\">\n<head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s - %.*s政府网</title>\n</head>\n<body>\n", STR_ARG(c->title),
		 STR_ARG(p->place));
	skin_top(out, w, p);
	skin_crumbs(out, w, c);
	skin_children(out, w, c);
	buf_add(out, STR("<ul class=\"news\">\n"));
	for (size_t i = page * per_page; i < c->n_entries && i < (page + 1) * per_page; i++) {
		const struct entry *e = &w->entries[c->entries[i]];

		buf_addf(out, "<li><span class=\"d\">%02d-%02d</span><a href='%.*s'>",
			 e->date.month, e->date.day, STR_ARG(e->path));
		html_text(out, e->title);
		buf_add(out, STR("</a></li>\n"));
	}
	buf_add(out, STR("</ul>\n"));
	pager(out, w, c, page);
	skin_foot(out, w, p);
	buf_add(out, STR("</body>\n</html>\n"));
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	const struct portal *p = &w->portals[e->portal];

	buf_add(out, STR("<!doctype html>\n<html lang=\"zh\">\n<head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s - %.*s政府网</title>\n</head>\n<body>\n", STR_ARG(e->title),
		 STR_ARG(p->place));
	skin_top(out, w, p);
	skin_crumbs(out, w, &w->columns[e->column]);
	buf_addf(
		out,
		"<div class=\"main\">\n<h2 class=\"tit\">%.*s</h2>\n<p class=\"src\">信息来源：%.*s"
		"　发布时间：",
		STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date_hanzi(out, e->date);
	buf_add(out, STR("</p>\n<div class=\"content\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n</div>\n"));
	skin_sharing(out);
	skin_foot(out, w, p);
	buf_add(out, STR("</body>\n</html>\n"));
}

const struct family fam_plain = {
	.name = "plain",
	.rows_per_page = 12,
	.has_index = true,
	.has_validators = true,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
