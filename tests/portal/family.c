#include "tests/portal/family.h"

#include <string.h>

#include "base/attrs.h"

#include "tests/portal/families.h"
#include "tests/portal/fill.h"

static unsigned share_of(enum profile profile, const struct family *f)
{
	switch (profile) {
	case PROFILE_TYPICAL:
		return f->typical;
	case PROFILE_CLEAN:
		return 1;
	default:
		return f->sample;
	}
}

const struct family *family_at(size_t i)
{
	return i < families_count ? &families[i] : NULL;
}

const struct family *family_named(const char *name)
{
	for (size_t i = 0; i < families_count; i++)
		if (strcmp(families[i].name, name) == 0)
			return &families[i];
	return NULL;
}

/* Round by round, each family as long as its share lasts: every small world has all of them. */
const struct family *family_of(enum profile profile, unsigned portal)
{
	unsigned total = 0;

	for (size_t i = 0; i < families_count; i++)
		total += share_of(profile, &families[i]);
	portal %= total;
	for (unsigned round = 0;; round++)
		for (size_t i = 0; i < families_count; i++)
			if (round < share_of(profile, &families[i]) && portal-- == 0)
				return &families[i];
}

static struct fill about(const struct world *w, const struct column *c)
{
	const struct portal *p = &w->portals[c->portal];

	return (struct fill){ .w = w, .family = p->family, .p = p, .c = c };
}

struct str family_column_path(const struct world *w, const struct column *c, struct arena *a)
{
	struct fill x = about(w, c);
	const struct family *f = x.family;
	const char *text = c->kind == COLUMN_FORBIDDEN ? (f->forbidden ? f->forbidden : "/nbgd/")
			   : c->kind == COLUMN_YEAR    ? f->years
			   : c->kind == COLUMN_CLASS   ? f->classes
						       : NULL;

	struct str path = fill_str(text ? text : f->column, &x, a);

	if ((x.p->turn == TURN_RENAMED || x.p->turn == TURN_REDIRECTED) &&
	    c->kind != COLUMN_FORBIDDEN)
		path = arena_strf(a, WORLD_RENAMED "%.*s", STR_ARG(path));
	return path;
}

struct str family_page_path(const struct world *w, const struct column *c, size_t page,
			    struct arena *a)
{
	struct fill x = about(w, c);

	x.page = page;
	return fill_str(x.family->page, &x, a);
}

static const char *entry_text(const struct family *f, const struct entry *e)
{
	size_t n = 0;

	if (e->kind == ENTRY_ALIAS && f->alias)
		return f->alias;
	if (e->kind != ENTRY_REPORT && e->kind != ENTRY_GONE && f->other)
		return f->other;
	if (!f->one_off)
		return f->entry;
	while (f->one_off[n])
		n++;
	return f->one_off[e->agency % n];
}

/* All that stands in the forbidden column lies below /nbgd/, or /zwgk/nbgd/. */
struct str family_entry_path(const struct world *w, const struct column *c, const struct entry *e,
			     struct arena *a)
{
	struct fill x = about(w, c);
	struct str path;

	x.e = e;
	path = fill_str(entry_text(x.family, e), &x, a);
	if (c->kind == COLUMN_FORBIDDEN && str_find(path, STR("/nbgd/"), 0) == STR_NONE)
		path = arena_strf(a, "/nbgd%.*s", STR_ARG(path));
	return path;
}

void family_list(struct buf *out, const struct world *w, const struct column *c, size_t page)
{
	struct fill x = about(w, c);
	const char *text = page > 0 && x.family->more ? x.family->more : x.family->list;

	x.page = page;
	fill(out, text ? text : "{begin}{children}{listing}{pager}{foot}</body>\n</html>\n", &x);
}

void family_article(struct buf *out, const struct world *w, const struct entry *e, struct str body)
{
	struct fill x = about(w, &w->columns[e->column]);

	x.e = e;
	x.body = body;
	fill(out,
	     x.family->article
		     ? x.family->article
		     : "{begin}<h1>{title}</h1>\n<div class=\"info\">来源：{agency}　发布时间："
		       "{date}</div>\n{wrapped}{end}",
	     &x);
}
