/*
 * Epoint: numbers of categories grow by three digits a level, articles are named by
 * a GUID below the day; further pages by ?pageIndex=, from a script call alone.
 */
#include "base/attrs.h"
#include "base/digest.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static unsigned column_id(const struct column *c)
{
	return 1u + (unsigned)c->portal * 50 + c->number;
}

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	if (c->kind == COLUMN_FORBIDDEN)
		return STR("/nbgd/");
	return arena_strf(a, "/zwgk/002005/002005%03u/", column_id(c));
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "%.*s?pageIndex=%zu", STR_ARG(c->path), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	char hex[DIGEST_TEXT_MAX];
	struct str name = arena_strf(a, "%.*s%u", STR_ARG(w->portals[c->portal].host), e->id);

	digest_of(hex, DIGEST_SHA256, name);
	return arena_strf(a, "%.*s%04d%02d%02d/%.8s-%.4s-%.4s-%.4s-%.12s.html", STR_ARG(c->path),
			  e->date.year, e->date.month, e->date.day, hex, hex + 8, hex + 12,
			  hex + 16, hex + 20);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	skin_rows(out, w, c, page);
	buf_addf(out,
		 "<div id=\"page\"></div>\n<script>$(\"#page\").pagination({pageIndex:%zu, "
		 "pageSize:15, total:%zu});</script>\n",
		 page, c->n_entries);
	skin_end(out, w, &w->portals[c->portal]);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	skin_begin(out, w, &w->columns[e->column], e->title, "");
	buf_addf(out, "<h1>%.*s</h1>\n<div class=\"info\">来源：%.*s　发布时间：",
		 STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_add(out, STR("</div>\n<div class=\"ewb-article-content\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_epoint = {
	.name = "epoint",
	.rows_per_page = 15,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_LIST,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
