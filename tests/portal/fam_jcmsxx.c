/*
 * JCMS on jpaas with the xxgk module: articles /art/2024/art_HEX.html, the same report at
 * xxgkAnnualReport.jsp; further rows are asked of a unit with the number in paramJson,
 * whose answer is HTML inside JSON.
 */
#include "base/attrs.h"
#include "base/digest.h"
#include "base/json.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static unsigned column_id(const struct column *c)
{
	return 1229500000u + (unsigned)c->portal * 50 + c->number;
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
	return arena_strf(
		a,
		"/api-gateway/jpaas-publish-server/front/page/build/unit?webId=%zu&"
		"tplSetId=%u&paramJson=%%7B%%22pageNo%%22%%3A%zu%%2C%%22pageSize%%22%%3A%%2215"
		"%%22%%7D",
		c->portal + 1, column_id(c), page + 1);
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	const struct agency *agency = &w->agencies[e->agency];
	char hex[DIGEST_TEXT_MAX];
	struct str name = arena_strf(a, "%.*s%u", STR_ARG(w->portals[c->portal].host), e->id);

	digest_of(hex, DIGEST_SHA256, name);
	if (e->kind == ENTRY_ALIAS)
		return arena_strf(a, "/module/xxgk/xxgkAnnualReport.jsp?area=11%u%.*s&fbtime=%d",
				  w->portals[c->portal].region, STR_ARG(agency->id), e->year);
	return arena_strf(a, "%s/art/%d/art_%.32s.html", c->kind == COLUMN_FORBIDDEN ? "/nbgd" : "",
			  e->date.year, hex);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct arena arena = { 0 };
	struct json json;
	struct buf rows;

	if (page > 0) {
		buf_init(&rows, 1u << 20);
		skin_rows(&rows, w, c, page);
		json_init(&json, out);
		json_object(&json);
		json_key(&json, "success");
		json_bool(&json, true);
		json_key(&json, "data");
		json_object(&json);
		json_key(&json, "html");
		json_str(&json, buf_str(&rows));
		json_end(&json);
		json_end(&json);
		buf_release(&rows);
		return;
	}
	skin_begin(out, w, c, c->title, "");
	skin_children(out, w, c);
	skin_rows(out, w, c, page);
	if (c->n_pages > 1)
		buf_addf(out, "<script>load_unit('%.*s', %zu);</script>\n",
			 STR_ARG(page_path(w, c, 1, &arena)), c->n_pages);
	skin_end(out, w, &w->portals[c->portal]);
	arena_release(&arena);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	skin_begin(out, w, &w->columns[e->column], e->title, "");
	buf_addf(out, "<h1>%.*s</h1>\n<div class=\"info\">来源：%.*s　发布时间：",
		 STR_ARG(e->title), STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_add(out, STR("</div>\n<div class=\"main-txt\">\n"));
	buf_add(out, body);
	buf_add(out, STR("</div>\n"));
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_jcmsxx = {
	.name = "jcmsxx",
	.rows_per_page = 15,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_MORE,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
