#include <stdlib.h>

#include "base/attrs.h"
#include "crawler/discover.h"
#include "crawler/family.h"
#include "crawler/scope.h"
#include "crawler/wording.h"

/* A choice among many. */
struct choice {
	struct target target;
	int64_t lastmod_ms;
	uint64_t key;
	size_t place;
};

/* Paths that systems use for annual reports alone, whatever the column is called. */
static bool is_report_route(const struct url *u)
{
	static const struct str routes[] = { STR_INIT("annualreport"), STR_INIT("annual_report"),
					     STR_INIT("/xxgknb/show/") };
	char path[URL_MAX_BYTES + 1];
	size_t n = u->path.n < sizeof(path) ? u->path.n : sizeof(path);

	for (size_t i = 0; i < n; i++)
		path[i] = (char)(u->path.p[i] >= 'A' && u->path.p[i] <= 'Z' ? u->path.p[i] + 32
									    : u->path.p[i]);
	for (size_t i = 0; i < countof(routes); i++)
		if (str_find((struct str){ path, n }, routes[i], 0) != STR_NONE)
			return true;
	return false;
}

/* By its title, where a feed gives one. 0: not worth asking for. */
static int score_title(enum target_kind *kind, enum wording w, bool is_article, struct str title)
{
	*kind = w == WORDING_COLUMN && !is_article ? TARGET_LIST : TARGET_ARTICLE;
	switch (w) {
	case WORDING_REPORT:
	case WORDING_COLUMN:
		return wording_year(title) ? 100 : 90;
	case WORDING_PART:
		return 85;
	default:
		return 0;
	}
}

/* By its URL: it stands in a column of reports, or is one. 0: not worth asking for. */
static int score_url(enum target_kind *kind, const struct url *u, bool is_article)
{
	bool in_column = slug_in_column(u->path);

	*kind = TARGET_ARTICLE;
	if (is_report_route(u))
		return 60;
	if (!in_column)
		return 0;
	if (is_article)
		return 30;
	*kind = TARGET_LIST;
	switch (slug_of(slug_last(u->path))) {
	case SLUG_COLUMN:
		return 80;
	case SLUG_YEAR:
		return 60;
	case SLUG_CLASS:
		return 50;
	default:
		*kind = TARGET_ARTICLE;
		return 25;
	}
}

static bool choose(struct choice *out, const struct sitemap *map, const struct sitemap_entry *entry,
		   const struct url *at, struct arena *arena)
{
	const struct str announced_by[] = { at->host };
	bool is_article;
	enum wording w;
	struct url u;
	struct err bad;

	if (url_parse(&u, entry->loc, at, arena, &bad) || url_trap(&u) ||
	    !sitemap_may_name(at, &u, announced_by, 1, SITEMAP_LEVEL_DOMAIN) ||
	    str_eq(u.href, at->href))
		return false;
	*out = (struct choice){ .target = { .url = u.href, .text = entry->title },
				.lastmod_ms = entry->lastmod_ms,
				.key = url_hash(url_key(&u, arena)) };
	if (map->type == SITEMAP_INDEX) {
		out->target.kind = TARGET_SITEMAP;
		out->target.score = slug_in_column(u.path) ? 2 : 1;
		return true;
	}
	is_article = family_of_article(&u) != NULL;
	w = wording_of(entry->title);
	if (w == WORDING_REJECT || family_attachment(&u).n)
		return false;
	if (entry->title.n)
		out->target.score = score_title(&out->target.kind, w, is_article, entry->title);
	if (!out->target.score)
		out->target.score = score_url(&out->target.kind, &u, is_article);
	out->target.year = wording_year(entry->title);
	return out->target.score > 0;
}

static int by_url(const void *x, const void *y)
{
	const struct choice *a = x, *b = y;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* The likelier first, then what changed last, then file order. */
static int by_worth(const void *x, const void *y)
{
	const struct choice *a = x, *b = y;

	if (a->target.score != b->target.score)
		return a->target.score > b->target.score ? -1 : 1;
	if (a->lastmod_ms != b->lastmod_ms)
		return a->lastmod_ms > b->lastmod_ms ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

/* Each URL once. */
static size_t without_repeats(struct choice *at, size_t n)
{
	size_t kept = 0;

	qsort(at, n, sizeof(*at), by_url);
	for (size_t i = 0; i < n; i++)
		if (!kept || at[kept - 1].key != at[i].key)
			at[kept++] = at[i];
	return kept;
}

size_t discover_sitemap(struct target **out, const struct sitemap *map, const struct url *at,
			struct arena *arena)
{
	size_t n = 0, cap = 0, most = DISCOVER_MAX_TARGETS;
	struct choice *chosen = NULL, one;

	for (size_t i = 0; i < map->n; i++) {
		struct arena scratch = { 0 };
		bool good = choose(&one, map, &map->entries[i], at, &scratch);

		if (good) {
			ARENA_GROW(arena, chosen, n, cap);
			one.target.url = arena_str(arena, one.target.url);
			one.place = i;
			chosen[n++] = one;
		}
		arena_release(&scratch);
	}
	*out = NULL;
	if (!n)
		return 0;
	n = without_repeats(chosen, n);
	qsort(chosen, n, sizeof(*chosen), by_worth);
	if (map->type == SITEMAP_INDEX)
		most = DISCOVER_MAX_SITEMAPS;
	n = n < most ? n : most;
	*out = ARENA_NEW(arena, struct target, n);
	for (size_t i = 0; i < n; i++)
		(*out)[i] = chosen[i].target;
	return n;
}
