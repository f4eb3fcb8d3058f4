/*
 * gkmlpt of Guangdong: pages are shells for a script. The tree of columns and an article's
 * text stand in window._CONFIG, rows come as JSON from /gkmlpt/api/all/COLUMN?page=N&sid=SID.
 */
#include "base/attrs.h"
#include "base/json.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

static unsigned column_id(const struct column *c)
{
	return 8700u + (unsigned)c->portal * 50 + c->number;
}

static struct str column_path(const struct world *w, const struct column *c, struct arena *a)
{
	(void)w;
	if (c->kind == COLUMN_FORBIDDEN)
		return STR("/nbgd/index");
	return arena_strf(a, "/gkmlpt/index?column=%u", column_id(c));
}

static unsigned site_id(const struct column *c)
{
	return 754 + (unsigned)c->portal;
}

static struct str page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	(void)w;
	return arena_strf(a, "/gkmlpt/api/all/%u?page=%zu&sid=%u", column_id(c), page, site_id(c));
}

static struct str entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	(void)w;
	return arena_strf(a, "%s/gkmlpt/content/8/%u/post_%u.html",
			  c->kind == COLUMN_FORBIDDEN ? "/nbgd" : "", e->id / 1000, e->id);
}

static void rows(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	size_t per_page = w->portals[c->portal].family->rows_per_page;
	struct json json;

	json_init(&json, out);
	json_object(&json);
	json_key(&json, "classify");
	json_object(&json);
	json_key(&json, "post_count");
	json_int(&json, (int64_t)c->n_entries);
	json_end(&json);
	json_key(&json, "articles");
	json_array(&json);
	for (size_t i = page * per_page; i < c->n_entries && i < (page + 1) * per_page; i++) {
		const struct entry *e = &w->entries[c->entries[i]];

		json_object(&json);
		json_key(&json, "id");
		json_int(&json, e->id);
		json_key(&json, "title");
		json_str(&json, e->title);
		json_key(&json, "url");
		json_str(&json, e->path);
		json_end(&json);
	}
	json_end(&json);
	json_end(&json);
}

/* One node of the tree; the main column's node holds the others. */
static void node(struct json *json, const struct world *w, const struct column *c)
{
	const struct portal *p = &w->portals[c->portal];

	json_object(json);
	json_key(json, "id");
	json_int(json, column_id(c));
	json_key(json, "name");
	json_str(json, c->title);
	json_key(json, "post_count");
	json_int(json, (int64_t)c->n_entries);
	json_key(json, "children");
	json_array(json);
	for (size_t i = 1; c->kind == COLUMN_MAIN && i < p->n_columns; i++)
		if (w->columns[p->first_column + i].kind != COLUMN_FORBIDDEN)
			node(json, w, &w->columns[p->first_column + i]);
	json_end(json);
	json_end(json);
}

static void config(struct buf *out, const struct world *w, const struct column *c)
{
	struct json json;

	buf_addf(out, "<div id=\"app\"></div>\n<script>window._CONFIG = {\nSID: '%u',\nTREE: ",
		 site_id(c));
	json_init(&json, out);
	json_array(&json);
	node(&json, w, &w->columns[w->portals[c->portal].first_column]);
	json_end(&json);
}

static void list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	if (page > 0) {
		rows(out, w, c, page - 1);
		return;
	}
	skin_begin(out, w, c, c->title, "");
	config(out, w, c);
	buf_add(out, STR("\n};</script>\n"));
	skin_end(out, w, &w->portals[c->portal]);
}

static void article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	const struct column *c = &w->columns[e->column];
	struct json json;
	struct buf day;

	skin_begin(out, w, c, e->title, "");
	config(out, w, c);
	buf_add(out, STR(",\nDETAIL: "));
	buf_init(&day, 100);
	skin_date(&day, e->date);
	json_init(&json, out);
	json_object(&json);
	json_key(&json, "id");
	json_int(&json, e->id);
	json_key(&json, "title");
	json_str(&json, e->title);
	json_key(&json, "publisher");
	json_str(&json, w->agencies[e->agency].name);
	json_key(&json, "date");
	json_str(&json, buf_str(&day));
	json_key(&json, "content");
	json_str(&json, body);
	json_end(&json);
	buf_add(out, STR("\n};</script>\n"));
	buf_release(&day);
	skin_end(out, w, &w->portals[e->portal]);
}

const struct family fam_gkmlpt = {
	.name = "gkmlpt",
	.rows_per_page = 10,
	.is_shell = true,
	.column_path = column_path,
	.page_path = page_path,
	.more = RESOURCE_MORE,
	.entry_path = entry_path,
	.list = list,
	.article = article,
};
