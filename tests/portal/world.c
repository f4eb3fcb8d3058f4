#include "tests/portal/world.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "base/buf.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/hostile.h"
#include "tests/portal/names.h"
#include "tests/portal/sitemap.h"

#define AGENCIES_PER_PORTAL 10
#define SITE_RANK           7 /* of the department that has a site of its own */
#define BENCH_HOSTS         20
#define FIRST_REGION        990101
#define REGION_GROUPS       99 /* then numbers come again: no region has seven digits */
#define SERIAL_YEARS        32 /* room for so many years in the numbers of entries */

static struct draw ask(const struct world *w, const char *kind, size_t agency, int year)
{
	return (struct draw){ w->options.seed, kind, (unsigned)agency, year, 0 };
}

size_t world_add_entry(struct world *w, size_t column, const struct entry *entry)
{
	struct column *c = &w->columns[column];
	size_t i = w->n_entries;

	ARENA_GROW(w->arena, w->entries, w->n_entries, w->cap_entries);
	w->entries[w->n_entries] = *entry;
	w->entries[w->n_entries].column = column;
	w->entries[w->n_entries++].portal = c->portal;
	if (entry->is_unlisted)
		return i;
	ARENA_GROW(w->arena, c->entries, c->n_entries, c->cap_entries);
	c->entries[c->n_entries++] = i;
	return i;
}

void world_add_resource(struct world *w, const struct resource *resource)
{
	ARENA_GROW(w->arena, w->resources, w->n_resources, w->cap_resources);
	w->resources[w->n_resources++] = *resource;
}

static size_t add_column(struct world *w, size_t portal, enum column_kind kind, const char *slug,
			 int year, struct str title)
{
	struct portal *p = &w->portals[portal];
	struct column *c;

	ARENA_GROW(w->arena, w->columns, w->n_columns, w->cap_columns);
	c = &w->columns[w->n_columns];
	*c = (struct column){ .kind = kind,
			      .portal = portal,
			      .number = (unsigned)p->n_columns++,
			      .year = year,
			      .slug = slug,
			      .title = title };
	c->path = family_column_path(w, c, w->arena);
	return w->n_columns++;
}

/* The department of that rank in a portal: no two ranks below DEPARTMENTS share one. */
static const struct department *department_of(size_t portal, unsigned rank)
{
	return &departments[(portal * 5 + rank * 3) % DEPARTMENTS];
}

/* One of each kind among the first portals. */
static enum turn turn_of(const struct world *w, size_t i)
{
	static const enum turn turns[] = { TURN_NONE,  TURN_RENAMED,   TURN_REDIRECTED,
					   TURN_MOVED, TURN_TIGHTENED, TURN_DEAD,
					   TURN_NONE,  TURN_NONE };

	if (w->options.epoch == 0 || !world_is_lively(w) || i >= w->n_portals - w->n_sites)
		return TURN_NONE;
	return turns[i % countof(turns)];
}

static void build_portal(struct world *w, size_t i)
{
	static const enum charset_plan plans[] = {
		CHARSET_PLAN_UTF8,       CHARSET_PLAN_GBK,         CHARSET_PLAN_GBK_AS_UTF8,
		CHARSET_PLAN_GBK_SILENT, CHARSET_PLAN_UTF8_SILENT, CHARSET_PLAN_UTF8_AS_LATIN1
	};
	struct portal *p = &w->portals[i];
	size_t home = i < w->n_portals - w->n_sites ? i : i - (w->n_portals - w->n_sites);
	struct place place = place_name(w->options.seed, (unsigned)home, w->arena);
	bool is_plain = !world_is_lively(w);

	p->host = arena_strf(w->arena, "www.%.*s.gov.cn.test", STR_ARG(place.slug));
	if (w->options.profile == PROFILE_HOSTILE)
		p->host = arena_strf(w->arena, "www.%s.gov.cn.test", hostile_of(w, i)->name);
	p->is_site = home != i;
	if (p->is_site)
		p->host = arena_strf(w->arena, "%.*s.%.*s.gov.cn.test",
				     STR_ARG(department_of(home, SITE_RANK)->slug),
				     STR_ARG(place.slug));
	p->place = place.name;
	p->stem = place.stem;
	p->slug = place.slug;
	p->turn = turn_of(w, i);
	p->family = family_of(w->options.profile, (unsigned)i);
	if (p->turn == TURN_MOVED)
		p->family = family_named(strcmp(p->family->name, "jcms") == 0 ? "trs0" : "jcms");
	p->charset = is_plain ? CHARSET_PLAN_UTF8 : plans[i % countof(plans)];
	if (p->family->is_gbk)
		p->charset = i % 2 ? CHARSET_PLAN_GBK : CHARSET_PLAN_GBK_SILENT;
	p->robots = is_plain ? ROBOTS_PLAN_NONE : (enum robots_plan)((i + 1) % ROBOTS_PLAN__COUNT);
	/* What stands below its column can be told for a report by its URL alone. */
	p->has_sitemap = !is_plain &&
			 (p->robots == ROBOTS_PLAN_OPEN || p->robots == ROBOTS_PLAN_DELAY) &&
			 p->family->entry && str_starts(str_c(p->family->entry), STR("{col}")) &&
			 str_find(str_c(p->family->column), STR("{slug}"), 0) != STR_NONE;
	p->tree = is_plain ? TREE_FLAT : (enum tree)(i / 2 % TREE__COUNT);
	p->starts_at_home = i % 2 == 1 && !is_plain;
	p->landing = p->starts_at_home ? (enum landing)(i / 2 % LANDING__COUNT) : LANDING_DIRECT;
	p->region = FIRST_REGION + (unsigned)(home / 20 % REGION_GROUPS * 100 + home % 20);
}

static void build_agency(struct world *w, size_t i, size_t portal, unsigned rank)
{
	struct agency *a = &w->agencies[i];
	const struct portal *p = &w->portals[portal];
	unsigned n_departments = DEPARTMENTS - 1;

	a->id = arena_strf(w->arena, "A%05zu", i + 1);
	a->portal = portal;
	if (world_is_lively(w))
		n_departments = SITE_RANK - 1;
	if (p->is_site) {
		rank = SITE_RANK;
		portal -= w->n_portals - w->n_sites;
		n_departments = SITE_RANK;
	}
	if (rank == 0) {
		a->name = arena_strf(w->arena, "%.*s人民政府", STR_ARG(p->place));
		a->slug = STR("szf");
		a->duty = STR("重大行政决策");
		a->level = "county";
	} else if (rank <= n_departments) {
		const struct department *d = department_of(portal, rank);

		a->name = arena_strf(w->arena, "%.*s%.*s", STR_ARG(p->place), STR_ARG(d->name));
		a->slug = d->slug;
		a->duty = d->duty;
		a->level = "dept";
	} else {
		struct str town = town_name(w->options.seed, (unsigned)portal, rank, w->arena);
		bool is_street = str_ends(town, STR("街道"));

		a->name = arena_strf(w->arena, "%.*s%.*s%s", STR_ARG(p->place), STR_ARG(town),
				     is_street ? "办事处" : "人民政府");
		a->slug = arena_strf(w->arena, "xz%u", rank);
		a->duty = STR("惠民惠农补贴");
		a->level = "town";
	}
	a->is_forbidden = p->robots == ROBOTS_PLAN_FORBIDS && rank == AGENCIES_PER_PORTAL - 1;
}

static struct str title_of(const struct world *w, size_t agency, int year)
{
	/* Before and after the year; the agency's name stands first unless `year_first`. */
	static const struct {
		bool year_first;
		const char *before, *after;
	} shapes[] = {
		{ false, "", "年政府信息公开工作年度报告" },
		{ false, "", "年政府信息公开工作年度报告" },
		{ false, "", "年政府信息公开工作年度报告" },
		{ false, "", "年度政府信息公开工作年度报告" },
		{ false, "", "年政府信息公开年度报告" },
		{ false, "关于", "年政府信息公开工作情况的年度报告" },
		{ true, "", "政府信息公开工作年度报告" },
	};
	struct str name = w->agencies[agency].name;
	unsigned i = draw_below(ask(w, "title", agency, year), countof(shapes));

	if (w->portals[w->agencies[agency].portal].is_site)
		return arena_strf(w->arena, "%d年政府信息公开工作年度报告", year);
	if (shapes[i].year_first)
		return arena_strf(w->arena, "%d年%.*s%s", year, STR_ARG(name), shapes[i].after);
	return arena_strf(w->arena, "%.*s%s%d%s", STR_ARG(name), shapes[i].before, year,
			  shapes[i].after);
}

/* Most in January of the year after; governments in March; a few late by months or years. */
static struct date published_on(const struct world *w, size_t agency, int year)
{
	struct draw q = ask(w, "published", agency, year);
	unsigned lot = draw_below(q, 100);
	bool is_government = strcmp(w->agencies[agency].level, "county") == 0;
	struct date d = { .year = (int16_t)(year + 1), .month = 1 };

	q.slot = 1;
	d.day = (uint8_t)(5 + draw_below(q, 24));
	if (is_government)
		d.month = 3;
	else if (lot < 4)
		d.month = (uint8_t)(2 + lot);
	else if (lot < 6)
		d.year = (int16_t)(d.year + 1);
	return d;
}

static void draw_treatment(const struct world *w, struct document *d)
{
	unsigned lot = draw_below(ask(w, "treat", d->agency, d->year), 100);
	enum treat all = TREAT_TABLE;

	if (attach_exhibit(&d->attach, d->agency, d->year - w->options.first_year)) {
		for (size_t i = 0; i < DOCUMENT_TABLES && !d->attach.is_shell; i++)
			d->treat[i] = TREAT_ATTACHED;
		if (d->fate != FATE_FORBIDDEN)
			d->fate = FATE_PUBLISHED;
		d->is_soft = false;
		return;
	}
	if (lot >= 70 && lot < 77)
		all = TREAT_OMITTED;
	else if (lot >= 77 && lot < 83)
		all = TREAT_IMAGE;
	else if (lot >= 83 && lot < 89)
		all = TREAT_ATTACHED;
	else if (lot >= 89 && lot < 93)
		all = TREAT_BLANK;
	for (size_t i = 0; i < DOCUMENT_TABLES; i++)
		d->treat[i] = all;
	if (lot >= 93 && lot < 96)
		d->treat[1] = TREAT_OMITTED;
	else if (lot >= 96 && lot < 98)
		d->treat[2] = TREAT_BLANK;
	else if (lot >= 98)
		d->treat[2] = TREAT_IMAGE;
	if (all == TREAT_ATTACHED)
		d->attach = attach_draw(w->options.seed, d->agency, d->year);
	if (lot < 12)
		d->slip = (enum slip)(1 + lot % (SLIP__COUNT - 1));
}

static void draw_style(const struct world *w, struct document *d)
{
	static const enum style styles[] = { STYLE_CLEAN, STYLE_CLEAN, STYLE_CLEAN, STYLE_WORD,
					     STYLE_WORD,  STYLE_WORD,  STYLE_OLD,   STYLE_LAYOUT };
	static const enum zero zeros[] = { ZERO_DIGIT, ZERO_DIGIT, ZERO_DIGIT, ZERO_DIGIT,
					   ZERO_DIGIT, ZERO_DIGIT, ZERO_NBSP,  ZERO_DASH,
					   ZERO_SLASH, ZERO_WIDE };

	d->style = styles[draw_below(ask(w, "style", d->agency, d->year), countof(styles))];
	d->zero = zeros[draw_below(ask(w, "zero", d->agency, d->year), countof(zeros))];
}

/* Whether a report of that year was there to be seen in epoch 0. */
static bool was_there(const struct world *w, int year)
{
	return w->options.epoch > 0 && year <= w->options.last_year - (int)w->options.epoch;
}

static void draw_fate(const struct world *w, struct document *d)
{
	unsigned lot = draw_below(ask(w, "fate", d->agency, d->year), 100);

	d->fate = FATE_PUBLISHED;
	if (w->agencies[d->agency].is_forbidden)
		d->fate = FATE_FORBIDDEN;
	else if (lot < 3 && was_there(w, d->year) &&
		 d->year == w->options.last_year - (int)w->options.epoch)
		d->fate = FATE_PUBLISHED; /* it was only late: epoch 0 had it not */
	else if (lot < 6)
		d->fate = FATE_NOT_PUBLISHED;
	else if (lot < 8)
		d->fate = FATE_GONE;
	else if (lot < 11 && was_there(w, d->year)) {
		d->fate = FATE_GONE;
		d->is_soft = lot >= 9;
	} else if (lot < 15 && was_there(w, d->year))
		d->is_corrected = true;
}

static void draw_talk(const struct world *w, struct document *d)
{
	unsigned lot = draw_below(ask(w, "talk", d->agency, d->year), 100);

	for (size_t i = 0; i < DOCUMENT_TABLES; i++)
		if (d->treat[i] != TREAT_TABLE)
			return;
	if (lot < 25 && !d->slip)
		d->talk = TALK_UNTRUE;
	else if (lot < 60)
		d->talk = TALK_TRUE;
}

/*
 * A page's bytes between the quantiles of a real county's portal: half of them below 22 KB, a
 * tenth above 53 KB, one in a hundred above 220 KB. Only Word makes the largest.
 */
static void draw_size(const struct world *w, struct document *d)
{
	static const struct {
		unsigned below, bytes; /* of 1000 pages, so many are smaller */
	} quantiles[] = { { 0, 15500 },    { 500, 22000 },  { 900, 53000 },
			  { 985, 120000 }, { 990, 220000 }, { 1000, 300000 } };
	unsigned lot = draw_below(ask(w, "size of page", d->agency, d->year), 1000);
	size_t i = 1;

	while (lot >= quantiles[i].below)
		i++;
	d->size = quantiles[i - 1].bytes + (quantiles[i].bytes - quantiles[i - 1].bytes) *
						   (lot - quantiles[i - 1].below) /
						   (quantiles[i].below - quantiles[i - 1].below);
	d->style = lot >= 985 ? STYLE_WORD : STYLE_CLEAN;
}

static void build_document(struct world *w, size_t i, size_t agency, int year)
{
	struct document *d = &w->documents[i];

	*d = (struct document){ .agency = agency, .year = year, .entry = WORLD_NONE };
	d->title = title_of(w, agency, year);
	d->published = published_on(w, agency, year);
	draw_style(w, d);
	d->fate = FATE_PUBLISHED;
	if (w->options.profile == PROFILE_BENCH) { /* one in five pasted from Word: 50 KB a page */
		unsigned lot = draw_below(ask(w, "bench", agency, year), 5);

		d->style = lot == 0 ? STYLE_WORD : lot == 1 ? STYLE_OLD : STYLE_CLEAN;
		if (w->options.is_sized)
			draw_size(w, d);
		d->zero = ZERO_DIGIT;
		return;
	}
	if (w->options.profile == PROFILE_CLEAN) {
		d->style = STYLE_CLEAN;
		d->zero = ZERO_DIGIT;
	}
	if (!world_is_lively(w))
		return;
	draw_fate(w, d);
	draw_treatment(w, d);
	d->is_corrected = d->is_corrected && d->treat[0] == TREAT_TABLE;
	draw_talk(w, d);
	if (d->slip || d->talk == TALK_UNTRUE) /* beside a blank, no sum is wrong for certain */
		d->zero = ZERO_DIGIT;
}

/* Columns of the portal, by its tree; entries find theirs with column_for(). */
static void build_columns(struct world *w, size_t portal)
{
	struct portal *p = &w->portals[portal];

	p->first_column = w->n_columns;
	add_column(w, portal, COLUMN_MAIN, "zfxxgknb", 0, STR("政府信息公开年报"));
	if (p->is_site)
		p->tree = TREE_FLAT;
	if (p->tree == TREE_YEARS)
		for (int y = w->options.last_year; y >= w->options.first_year; y--)
			add_column(w, portal, COLUMN_YEAR, "nb", y,
				   arena_strf(w->arena, "%d年", y));
	if (p->tree == TREE_CLASSES) {
		add_column(w, portal, COLUMN_CLASS, "bmnb", 0, STR("部门年报"));
		add_column(w, portal, COLUMN_CLASS, "xznb", 0, STR("乡镇（街道）年报"));
	}
	if (p->robots == ROBOTS_PLAN_FORBIDS)
		add_column(w, portal, COLUMN_FORBIDDEN, "nbgd", 0, STR("政府信息公开年报归档"));
}

static size_t column_for(const struct world *w, size_t agency, int year)
{
	const struct agency *a = &w->agencies[agency];
	const struct portal *p = &w->portals[a->portal];

	for (size_t i = p->first_column; i < p->first_column + p->n_columns; i++) {
		const struct column *c = &w->columns[i];

		if (a->is_forbidden          ? c->kind == COLUMN_FORBIDDEN
		    : c->kind == COLUMN_YEAR ? c->year == year
		    : c->kind == COLUMN_CLASS && strcmp(c->slug, "bmnb") == 0
			    ? strcmp(a->level, "dept") == 0
		    : c->kind == COLUMN_CLASS ? strcmp(a->level, "town") == 0
					      : false)
			return i;
	}
	return p->first_column;
}

/* The last agency's report of the year before last. */
static bool is_unlisted(const struct world *w, enum entry_kind kind, const struct document *d)
{
	const struct portal *p = &w->portals[w->agencies[d->agency].portal];

	return p->has_sitemap && kind == ENTRY_REPORT && d->year == w->options.last_year - 1 &&
	       d->agency == p->first_agency + p->n_agencies - 1;
}

static size_t add_row(struct world *w, enum entry_kind kind, size_t column, size_t document,
		      struct date date)
{
	const struct document *d = &w->documents[document];

	return world_add_entry(w, column,
			       &(struct entry){ .kind = kind,
						.document = document,
						.agency = d->agency,
						.year = d->year,
						.title = d->title,
						.date = date,
						.is_unlisted = is_unlisted(w, kind, d) });
}

static void add_annex(struct world *w, size_t column, size_t document)
{
	const struct document *d = &w->documents[document];
	struct str name = w->agencies[d->agency].name;
	size_t i = add_row(w, ENTRY_ANNEX, column, document, d->published);

	w->entries[i].title =
		arena_strf(w->arena, "%.*s%d年政府信息公开情况统计表", STR_ARG(name), d->year);
}

static void list_document(struct world *w, size_t i)
{
	struct document *d = &w->documents[i];
	size_t column = column_for(w, d->agency, d->year);
	size_t main_column = w->portals[w->agencies[d->agency].portal].first_column;
	unsigned lot = draw_below(ask(w, "alias", d->agency, d->year), 100);

	if (d->fate == FATE_NOT_PUBLISHED)
		return;
	d->entry = add_row(w, d->fate == FATE_GONE ? ENTRY_GONE : ENTRY_REPORT, column, i,
			   d->published);
	if (d->is_soft)
		w->columns[column].n_entries--;
	if (d->attach.is_annex && d->fate == FATE_PUBLISHED)
		add_annex(w, column, i);
	if (d->fate != FATE_PUBLISHED || !world_is_lively(w))
		return;
	if (lot < 4)
		add_row(w, ENTRY_ALIAS, main_column, i, d->published);
	else if (lot < 6)
		add_row(w, ENTRY_MOVED, main_column, i, d->published);
}

/* %A, %Y and %G filled in. */
static struct str fill_title(const struct world *w, const char *pattern, size_t agency, int year)
{
	const struct agency *a = &w->agencies[agency];
	struct buf out;
	struct str done;

	buf_init(&out, 4096);
	for (const char *at = pattern; *at; at++) {
		if (at[0] == '%' && at[1] == 'Y')
			buf_addf(&out, "%d", year);
		else if (at[0] == '%' && at[1] == 'A')
			buf_add(&out, a->name);
		else if (at[0] == '%' && at[1] == 'G')
			buf_add(&out, w->agencies[w->portals[a->portal].first_agency].name);
		else {
			buf_addc(&out, *at);
			continue;
		}
		at++;
	}
	done = arena_str(w->arena, buf_str(&out));
	buf_release(&out);
	return done;
}

static void add_lookalikes(struct world *w, size_t agency)
{
	static const char *const titles[] = {
#define LOOKALIKE(kind, title) title,
#include "tests/portal/lookalikes.def"
#undef LOOKALIKE
	};

	for (int year = w->options.first_year; year <= w->options.last_year; year++) {
		struct draw q = ask(w, "lookalike", agency, year);
		unsigned which = draw_below(q, 2 * countof(titles));
		struct entry e = { .kind = ENTRY_LOOKALIKE,
				   .document = WORLD_NONE,
				   .agency = agency,
				   .lookalike = which,
				   .year = year };

		if (which >= countof(titles) || w->agencies[agency].is_forbidden)
			continue;
		q.slot = 1;
		e.title = fill_title(w, titles[which], agency, year);
		e.date = (struct date){ (int16_t)(year + 1), (uint8_t)(1 + draw_below(q, 3)),
					(uint8_t)(3 + draw_below(q, 25)) };
		world_add_entry(w, column_for(w, agency, year), &e);
	}
}

static void add_offsite(struct world *w, size_t portal)
{
	const struct portal *p = &w->portals[portal];
	struct entry e = { .kind = ENTRY_OFFSITE,
			   .document = WORLD_NONE,
			   .agency = p->first_agency,
			   .year = w->options.last_year };

	e.title = arena_strf(w->arena, "%.*s%d年政府信息公开工作年度报告（图解）",
			     STR_ARG(p->place), e.year);
	e.date = (struct date){ (int16_t)(e.year + 1), 2, 9 };
	e.path = arena_strf(w->arena, "http://%.*s.mirror.test/art/%d/nb_%zu.html",
			    STR_ARG(p->slug), e.year + 1, portal);
	world_add_entry(w, p->first_column, &e);
}

/* A second copy of a report that is listed in the open and lies where nobody may look. */
static void add_barred(struct world *w, size_t portal)
{
	const struct portal *p = &w->portals[portal];

	if (p->robots != ROBOTS_PLAN_FORBIDS)
		return;
	for (size_t i = 0; i < w->n_documents; i++) {
		const struct document *d = &w->documents[i];

		if (w->agencies[d->agency].portal != portal || d->fate != FATE_PUBLISHED)
			continue;
		add_row(w, ENTRY_BARRED, p->first_column, i, d->published);
		return;
	}
}

/* qsort has no argument for these. */
struct dated {
	size_t entry;
	int64_t day;
	uint64_t tie;
};

static int newest_first(const void *x, const void *y)
{
	const struct dated *a = x, *b = y;

	if (a->day != b->day)
		return a->day > b->day ? -1 : 1;
	return a->tie < b->tie ? -1 : a->tie > b->tie;
}

static void sort_column(struct world *w, struct column *c)
{
	struct dated *rows = ARENA_NEW(w->arena, struct dated, c->n_entries + 1);

	for (size_t i = 0; i < c->n_entries; i++)
		rows[i] = (struct dated){ c->entries[i], date_days(w->entries[c->entries[i]].date),
					  draw_mix(w->options.seed + c->entries[i]) };
	qsort(rows, c->n_entries, sizeof(*rows), newest_first);
	for (size_t i = 0; i < c->n_entries; i++)
		c->entries[i] = rows[i].entry;
}

/* A number that an entry has in every epoch, whatever was published before it. */
static size_t serial_of(const struct world *w, size_t i)
{
	static const size_t slots[ENTRY__COUNT] = {
		[ENTRY_ALIAS] = 1,  [ENTRY_MOVED] = 1,   [ENTRY_LOOKALIKE] = 2,
		[ENTRY_BARRED] = 3, [ENTRY_OFFSITE] = 3, [ENTRY_ANNEX] = 4
	};
	const struct entry *e = &w->entries[i];

	return (e->agency * SERIAL_YEARS + (size_t)(e->year - w->options.first_year)) * 5 +
	       slots[e->kind];
}

static void place_entry(struct world *w, size_t i)
{
	struct entry *e = &w->entries[i];
	const struct portal *p = &w->portals[e->portal];
	size_t serial = serial_of(w, i);
	struct draw q = ask(w, "id", serial, 0);
	struct resource r = {
		.kind = RESOURCE_ENTRY, .host = p->host, .portal = e->portal, .index = i
	};
	const struct document *d;

	e->id = 10000 + (unsigned)serial * 13 + draw_below(q, 13);
	if (e->kind == ENTRY_OFFSITE)
		return;
	e->path = family_entry_path(
		w,
		&w->columns[e->kind == ENTRY_BARRED ? p->first_column + p->n_columns - 1
						    : e->column],
		e, w->arena);
	r.path = e->path;
	world_add_resource(w, &r);
	if (e->kind != ENTRY_REPORT && e->kind != ENTRY_ALIAS)
		return;
	d = &w->documents[e->document];
	for (unsigned t = 0; t < DOCUMENT_TABLES; t++)
		if (d->treat[t] == TREAT_IMAGE) {
			r.kind = RESOURCE_IMAGE;
			r.part = t;
			r.path = world_image_path(e, t, w->arena);
			world_add_resource(w, &r);
		}
	r.part = 0;
	if (d->attach.file) {
		r.kind = RESOURCE_FILE;
		r.path = world_file_path(e, file_ending(d->attach.file), w->arena);
		world_add_resource(w, &r);
	}
	r.kind = RESOURCE_INNER;
	r.path = world_report_path(w, e, w->arena);
	if (!str_eq(r.path, e->path))
		world_add_resource(w, &r);
}

static struct str beside(const struct entry *e, const char *name, struct arena *arena)
{
	size_t slash = e->path.n;

	while (slash > 0 && e->path.p[slash - 1] != '/')
		slash--;
	return arena_strf(arena, "%.*s%s", (int)slash, e->path.p, name);
}

struct str world_image_path(const struct entry *e, unsigned table, struct arena *arena)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "W0%04d%02d%02d%08u%u.png", e->date.year, e->date.month,
		       e->date.day, e->id, table);
	return beside(e, name, arena);
}

struct str world_file_path(const struct entry *e, const char *extension, struct arena *arena)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "P0%04d%02d%02d%08u.%s", e->date.year, e->date.month,
		       e->date.day, e->id, extension);
	return beside(e, name, arena);
}

struct str world_report_path(const struct world *w, const struct entry *e, struct arena *arena)
{
	char name[64];

	if (e->kind != ENTRY_REPORT || !w->documents[e->document].attach.is_shell)
		return e->path;
	(void)snprintf(name, sizeof(name), "content_%08u.html", e->id);
	return beside(e, name, arena);
}

static void place_column(struct world *w, size_t i)
{
	struct column *c = &w->columns[i];
	const struct portal *p = &w->portals[c->portal];
	size_t per_page = p->family->rows_per_page;
	struct resource r = {
		.kind = RESOURCE_LIST, .host = p->host, .portal = c->portal, .index = i
	};

	sort_column(w, c);
	c->n_pages = c->n_entries > per_page ? (c->n_entries + per_page - 1) / per_page : 1;
	c->n_pages += p->family->is_shell;
	r.path = c->path;
	world_add_resource(w, &r);
	if (p->family->has_index && str_ends(c->path, STR("/"))) {
		r.path = arena_strf(w->arena, "%.*sindex.html", STR_ARG(c->path));
		world_add_resource(w, &r);
	}
	for (size_t k = 1; k < c->n_pages && !p->family->has_forms; k++) {
		r.kind = p->family->more_is_data ? RESOURCE_MORE : RESOURCE_LIST;
		r.part = (unsigned)k;
		r.path = family_page_path(w, c, k, w->arena);
		world_add_resource(w, &r);
	}
}

static int by_place(const void *x, const void *y)
{
	const struct resource *a = x, *b = y;
	size_t n = a->host.n < b->host.n ? a->host.n : b->host.n;
	int order = memcmp(a->host.p, b->host.p, n);

	if (order == 0)
		order = (a->host.n > b->host.n) - (a->host.n < b->host.n);
	if (order != 0)
		return order;
	n = a->path.n < b->path.n ? a->path.n : b->path.n;
	order = memcmp(a->path.p, b->path.p, n);
	return order ? order : (a->path.n > b->path.n) - (a->path.n < b->path.n);
}

const struct resource *world_find(const struct world *w, struct str host, struct str path)
{
	struct resource key = { .host = host, .path = path };

	if (!host.n || !path.n || !w->n_resources)
		return NULL;
	return bsearch(&key, w->resources, w->n_resources, sizeof(key), by_place);
}

static void build_people(struct world *w)
{
	size_t n_main = w->n_portals - w->n_sites, n_shared = w->n_agencies - w->n_sites;
	size_t n = n_shared / n_main, rest = n_shared % n_main, at = 0;

	for (size_t i = 0; i < w->n_portals; i++) {
		struct portal *p = &w->portals[i];

		build_portal(w, i);
		p->first_agency = at;
		p->n_agencies = i >= n_main ? 1 : n + (i < rest);
		for (unsigned rank = 0; rank < p->n_agencies; rank++)
			build_agency(w, at++, i, rank);
		build_columns(w, i);
	}
}

static void build_rows(struct world *w)
{
	size_t n_years = (size_t)(w->options.last_year - w->options.first_year + 1);

	w->n_documents = w->n_agencies * n_years;
	w->documents = ARENA_NEW(w->arena, struct document, w->n_documents + 1);
	for (size_t i = 0; i < w->n_documents; i++)
		build_document(w, i, i / n_years, w->options.first_year + (int)(i % n_years));
	for (size_t i = 0; i < w->n_documents; i++)
		list_document(w, i);
	w->n_listed = w->n_entries;
	if (!world_is_lively(w))
		return;
	for (size_t i = 0; i < w->n_agencies; i++)
		add_lookalikes(w, i);
	for (size_t i = 0; i < w->n_portals; i++) {
		add_offsite(w, i);
		add_barred(w, i);
	}
}

static void place_sitemap(struct world *w, struct resource r)
{
	const struct portal *p = &w->portals[r.portal];

	if (!p->has_sitemap)
		return;
	r.kind = RESOURCE_SITEMAP;
	r.path = STR("/sitemap.xml");
	world_add_resource(w, &r);
	r.part = 1;
	r.path = STR("/sitemap_1.xml.gz");
	if (sitemap_has_index(p))
		world_add_resource(w, &r);
}

static void place_all(struct world *w)
{
	for (size_t i = 0; i < w->n_columns; i++)
		place_column(w, i);
	for (size_t i = 0; i < w->n_entries; i++)
		place_entry(w, i);
	for (size_t i = 0; i < w->n_portals; i++) {
		struct resource r = { .host = w->portals[i].host, .portal = i };

		r.kind = RESOURCE_HOME;
		r.path = STR("/");
		world_add_resource(w, &r);
		if (w->portals[i].landing) {
			r.path = STR(WORLD_HOME);
			r.part = 1;
			world_add_resource(w, &r);
			r.part = 0;
		}
		r.kind = RESOURCE_ROBOTS;
		r.path = STR("/robots.txt");
		world_add_resource(w, &r);
		place_sitemap(w, r);
	}
	qsort(w->resources, w->n_resources, sizeof(*w->resources), by_place);
}

void world_build(struct world *out, const struct options *options, struct arena *arena)
{
	unsigned n_years;

	assert(options->last_year >= options->first_year);
	*out = (struct world){ .options = *options, .arena = arena };
	out->options.last_year += world_is_lively(out) ? (int)options->epoch : 0;
	n_years = (unsigned)(out->options.last_year - out->options.first_year + 1);
	assert(n_years <= SERIAL_YEARS || !world_is_lively(out));
	out->n_agencies = options->n_agencies;
	out->n_portals = (out->n_agencies + AGENCIES_PER_PORTAL - 1) / AGENCIES_PER_PORTAL;
	if (world_is_lively(out)) {
		out->n_sites = out->n_portals / 3;
		out->n_portals += out->n_sites;
	}
	if (options->profile == PROFILE_BENCH) {
		out->n_agencies = (options->n_pages + n_years - 1) / n_years;
		out->n_portals = options->n_hosts ? options->n_hosts : BENCH_HOSTS;
		if (out->n_portals > out->n_agencies)
			out->n_portals = out->n_agencies;
	}
	if (options->profile == PROFILE_HOSTILE)
		out->n_agencies = out->n_portals = options->is_one_quirk ? 1 : hostile_count();
	assert(out->n_portals > 0);
	out->portals = ARENA_NEW(arena, struct portal, out->n_portals);
	out->agencies = ARENA_NEW(arena, struct agency, out->n_agencies);
	build_people(out);
	build_rows(out);
	place_all(out);
}

struct str world_url(const struct world *w, struct str host, struct str path, struct arena *arena)
{
	if (str_starts(path, STR("http://")))
		return path;
	if (w->options.port == 0 || w->options.port == 80)
		return arena_strf(arena, "http://%.*s%.*s", STR_ARG(host), STR_ARG(path));
	return arena_strf(arena, "http://%.*s:%u%.*s", STR_ARG(host), w->options.port,
			  STR_ARG(path));
}

bool world_is_lively(const struct world *w)
{
	return w->options.profile == PROFILE_SAMPLE || w->options.profile == PROFILE_TYPICAL;
}

bool world_takes_form(const struct world *w, const struct column *c)
{
	return w->portals[c->portal].family->has_forms && c->n_pages > 1;
}

bool world_is_listed(const struct world *w, const struct entry *e)
{
	const struct column *c = &w->columns[e->column];
	size_t n = w->portals[c->portal].family->rows_per_page;

	if (!world_takes_form(w, c))
		return e->document == WORLD_NONE || !w->documents[e->document].is_soft;
	for (size_t i = 0; i < c->n_entries && i < n; i++)
		if (&w->entries[c->entries[i]] == e)
			return true;
	return false;
}

const struct document *world_document(const struct world *w, size_t agency, int year)
{
	size_t n_years = (size_t)(w->options.last_year - w->options.first_year + 1);

	if (agency >= w->n_agencies || year < w->options.first_year || year > w->options.last_year)
		return NULL;
	return &w->documents[agency * n_years + (size_t)(year - w->options.first_year)];
}
