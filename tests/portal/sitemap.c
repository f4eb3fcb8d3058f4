#include "tests/portal/sitemap.h"

#include "base/attrs.h"

#include "tests/portal/files.h"
#include "tests/portal/table.h"

#define N_NEWS    40
#define MAX_BYTES (16u << 20)

bool sitemap_has_index(const struct portal *p)
{
	return p->robots == ROBOTS_PLAN_OPEN;
}

static void location(struct buf *out, const struct world *w, const struct portal *p,
		     struct str path)
{
	struct arena arena = { 0 };

	buf_add(out, STR("<loc>"));
	html_text(out, world_url(w, p->host, path, &arena));
	buf_add(out, STR("</loc>"));
	arena_release(&arena);
}

static void row(struct buf *out, const struct world *w, const struct portal *p, struct str path,
		struct date changed)
{
	buf_add(out, STR("<url>"));
	location(out, w, p, path);
	if (changed.year)
		buf_addf(out, "<lastmod>%04d-%02d-%02d</lastmod>", changed.year, changed.month,
			 changed.day);
	buf_add(out, STR("<changefreq>daily</changefreq></url>\n"));
}

static void urls(struct buf *out, const struct world *w, const struct portal *p)
{
	struct arena arena = { 0 };
	size_t at = (size_t)(p - w->portals);

	buf_add(out, STR("\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 模拟数据 "
			 "-->\n<urlset "
			 "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
	row(out, w, p, STR("/"), (struct date){ 0 });
	for (int i = 0; i < N_NEWS; i++)
		row(out, w, p, arena_strf(&arena, "/xwzx/bmdt/202301/t20230105_%d.html", i),
		    (struct date){ 2023, 1, 5 });
	for (size_t i = p->first_column; i < p->first_column + p->n_columns; i++)
		row(out, w, p, w->columns[i].path, (struct date){ 0 });
	for (size_t i = 0; i < w->n_entries; i++)
		if (w->entries[i].portal == at)
			row(out, w, p, w->entries[i].path, w->entries[i].date);
	buf_add(out, STR("</urlset>\n"));
	arena_release(&arena);
}

void sitemap_write(struct buf *out, const struct world *w, const struct portal *p, unsigned part)
{
	struct buf plain;

	if (part == 0 && !sitemap_has_index(p)) {
		urls(out, w, p);
	} else if (part == 0) {
		buf_add(out, STR("<sitemapindex><sitemap>"));
		location(out, w, p, STR("/sitemap_1.xml.gz"));
		buf_add(out, STR("</sitemap><sitemap><loc>http://www.mirror.test/sitemap.xml</loc>"
				 "</sitemap></sitemapindex>\n"));
	} else {
		buf_init(&plain, MAX_BYTES);
		urls(&plain, w, p);
		files_gzip(out, buf_str(&plain));
		buf_release(&plain);
	}
}
