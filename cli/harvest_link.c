#define LOG_MODULE "harvest"

#include <stdio.h>

#include "base/attrs.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/harvest_parts.h"

#define FIRST_REPORT_YEAR 2008 /* the Regulation came into force on 1 May 2008 */
#define MAX_SEED_YEARS    100

/* Kinds of URL: of seeds, and target_kind_name(). Lower ranks go first. */
static const struct {
	struct str kind;
	int rank;
	bool is_list;
} kinds[] = {
	{ STR_INIT("home"), 0, true },
	{ STR_INIT("list"), 1, true },
	{ STR_INIT("api"), 1, true },
	{ STR_INIT("page"), 2, true },
	{ STR_INIT("shell"), 2, true },
	{ STR_INIT("template"), 10, false },
	{ STR_INIT("article"), 10, false },
	{ STR_INIT("attachment"), 20, false },
	/* What they name without a word is of use when nothing else is left. */
	{ STR_INIT("sitemap"), 30, false },
};

bool harvest_is_sitemap(struct str kind)
{
	return str_eq(kind, STR("sitemap"));
}

bool harvest_is_list(struct str kind)
{
	for (size_t i = 0; i < countof(kinds); i++)
		if (str_eq(kind, kinds[i].kind))
			return kinds[i].is_list;
	return false;
}

static int rank_of(struct str kind, int depth)
{
	int rank = 15;

	for (size_t i = 0; i < countof(kinds); i++)
		if (str_eq(kind, kinds[i].kind))
			rank = kinds[i].rank;
	return rank * 100 + (depth < 99 ? depth : 99);
}

struct str harvest_host_name(const struct url *u, struct arena *arena)
{
	return u->has_port ? arena_strf(arena, "%.*s:%u", STR_ARG(u->host), u->port) : u->host;
}

/* Makes a URL known; o has all but key, text, host, time and place in the scope. */
static int offer(int64_t *id, struct harvest *h, const struct url *u, struct store_offer *o,
		 struct arena *arena, struct err *e)
{
	bool is_new;

	o->key = url_hash(url_key(u, arena));
	o->text = u->href;
	o->now_ms = clock_wall_ms();
	o->is_outside = scope_check(&h->scope, u) == SCOPE_OFFSITE;
	if (!o->is_refused && !o->is_weak) /* a link may still say more of it */
		map64_put(&h->seen, o->key, 1);
	if (harvest_begin(h, e) ||
	    store_host_id(&o->host_id, h->s->store, harvest_host_name(u, arena),
			  scope_domain(u->host), e) ||
	    store_offer_url(id, &is_new, h->s->store, o, e))
		return -1;
	if (is_new && o->is_outside)
		h->sum.n_offsite++;
	else if (is_new && !o->is_unsupported && !o->is_refused)
		h->claimable = true;
	return 0;
}

static int plant_url(struct harvest *h, const struct seed *seed, int64_t seed_id, int year,
		     struct err *e)
{
	struct arena arena = { 0 };
	struct store_offer o = { .seed_id = seed_id,
				 .kind = str_c(seed_kind_name(seed->kind)),
				 .year = year };
	struct url u;
	int64_t id;
	int rc = url_parse(&u, seed_url(seed, year, &arena), NULL, &arena, e);

	o.rank = rank_of(o.kind, 0);
	if (rc) {
		log_warn("seed=%.*s: %s", STR_ARG(seed->url), e->msg);
		rc = 0;
	} else {
		if ((seed->kind == SEED_HOME || seed->kind == SEED_LIST) &&
		    seed->follow != FOLLOW_NONE)
			map64_put(&h->wide, url_hash(u.host), 1);
		rc = offer(&id, h, &u, &o, &arena, e);
	}
	arena_release(&arena);
	return rc;
}

/* The report years a seed stands for: its own, or all that can be. */
static size_t years_of(int *out, size_t max, const struct seed *seed)
{
	int last = clock_beijing_day(clock_wall_ms()).year - 1;
	size_t n = 0;

	for (int year = FIRST_REPORT_YEAR; year <= last + 1 && n < max; year++)
		if (seed_wants_year(seed, year) && (seed->n_years || year <= last))
			out[n++] = year;
	return n;
}

static int plant(struct harvest *h, const struct seed *seed, size_t place, struct err *e)
{
	int years[MAX_SEED_YEARS];
	size_t n = years_of(years, countof(years), seed);
	bool owes = seed->agency.n && seed->n_years;
	struct arena arena = { 0 };
	struct buf ranges;
	struct store_seed row = {
		.url = seed->url,
		.agency = seed->agency,
		.name = seed->id,
		.kind = str_c(seed_kind_name(seed->kind)),
		.region = seed->region,
		.level = str_c(seed_level_name(seed->level)),
		.parent = seed->parent,
		.note = seed->note,
		.expect_years = years,
		.n_expect_years = owes ? n : 0,
	};
	int64_t id;
	int rc;

	buf_init(&ranges, 4096);
	for (size_t i = 0; i < seed->n_years; i++)
		buf_addf(&ranges, "%s%d-%d", i ? "," : "", seed->years[i].first,
			 seed->years[i].last);
	row.years = buf_str(&ranges);
	rc = harvest_begin(h, e);
	if (!rc)
		rc = store_put_seed(&id, h->s->store, &row, e);
	if (!rc) {
		map64_put(&h->seeds, (uint64_t)id, (int64_t)place);
		if (seed->kind != SEED_TEMPLATE)
			rc = plant_url(h, seed, id, n == 1 && seed->n_years ? years[0] : 0, e);
		for (size_t i = 0; seed->kind == SEED_TEMPLATE && rc == 0 && i < n; i++)
			rc = plant_url(h, seed, id, years[i], e);
	}
	buf_release(&ranges);
	arena_release(&arena);
	return rc;
}

int harvest_plant_seeds(struct harvest *h, struct err *e)
{
	struct arena arena = { 0 };
	struct err bad;
	struct url u;
	int rc = 0;

	/* All of the scope first: an offer asks whether it is within. */
	for (size_t i = 0; i < h->s->seeds->n; i++) {
		const struct seed *seed = &h->s->seeds->seeds[i];

		if (url_parse(&u, seed_url(seed, FIRST_REPORT_YEAR, &arena), NULL, &arena, &bad) ==
		    0)
			scope_add(&h->scope, &u, &h->arena);
		arena_release(&arena);
	}
	for (size_t i = 0; rc == 0 && i < h->s->seeds->n; i++)
		rc = plant(h, &h->s->seeds->seeds[i], i, e);
	return rc;
}

/* NULL for a URL whose seed is no longer in the lists. */
static const struct seed *seed_of(const struct harvest *h, int64_t seed_id)
{
	int64_t place;

	if (!seed_id || !map64_get(&place, &h->seeds, (uint64_t)seed_id))
		return NULL;
	return &h->s->seeds->seeds[place];
}

/* Files of pages that only look like reports are of no use, unless named as a report themselves. */
static bool is_of_use(const struct target *t, enum report_kind page)
{
	if (t->kind != TARGET_ATTACHMENT || t->score >= DISCOVER_SCORE_REPORT)
		return true;
	return page == KIND_REPORT || page == KIND_STATISTICS || page == KIND_SHELL ||
	       page == KIND_UNKNOWN;
}

static bool wanted(const struct harvest *h, const struct harvest_document *d,
		   const struct outcome *o, const struct target *t)
{
	const struct seed *seed = seed_of(h, d->row.seed_id);
	bool belongs = t->kind == TARGET_ATTACHMENT || t->kind == TARGET_SHELL;
	bool goes_on = t->kind == TARGET_PAGE || t->kind == TARGET_FORM;

	if (!is_of_use(t, o->report.kind))
		return false;
	/* A report's links to other pages are furniture; its own pages and files are not. */
	if (o->report.kind == KIND_REPORT && !belongs && !goes_on)
		return false;
	if (d->depth >= h->s->config->max_depth && !goes_on)
		return belongs;
	if (!seed)
		return true;
	if (seed->follow == FOLLOW_NONE && !belongs)
		return false;
	return !t->year || seed_wants_year(seed, t->year);
}

/* A host of which a seed wants more than a page: its sitemaps may be asked for. */
static bool is_wide(const struct harvest *h, const struct url *u)
{
	return h->s->config->max_sitemaps > 0 && map64_get(NULL, &h->wide, url_hash(u->host));
}

int harvest_offer_sitemaps(struct harvest *h, const struct robots *robots, const struct url *own,
			   struct err *e)
{
	const struct str announced_by[] = { own->host };
	struct arena arena = { 0 };
	int64_t left = h->s->config->max_sitemaps;
	int rc = 0;

	if (!is_wide(h, own))
		return 0;
	for (size_t i = 0; rc == 0 && i < robots->n_sitemaps && left > 0; i++) {
		struct store_offer row = { .kind = STR("sitemap") };
		struct url u;
		struct err bad;
		int64_t id;

		arena_release(&arena);
		row.rank = rank_of(row.kind, 0);
		if (url_parse(&u, robots->sitemaps[i], own, &arena, &bad) || url_trap(&u) ||
		    scope_check(&h->scope, &u) == SCOPE_OFFSITE ||
		    !sitemap_may_name(own, &u, announced_by, 1, SITEMAP_LEVEL_DOMAIN))
			continue;
		left--;
		rc = offer(&id, h, &u, &row, &arena, e);
	}
	arena_release(&arena);
	return rc;
}

/* What a page links to and calls something else: a sitemap that names it shall not bring it. */
static bool is_refused(const struct harvest *h, const struct harvest_document *d,
		       const struct target *t)
{
	const struct seed *seed = seed_of(h, d->row.seed_id);

	return t->kind == TARGET_REJECTED ||
	       (t->kind == TARGET_ARTICLE && t->year && seed && !seed_wants_year(seed, t->year));
}

/* Whether the target is offered, and as what. */
static bool fill_offer(struct store_offer *row, const struct harvest *h,
		       const struct harvest_document *d, const struct outcome *o,
		       const struct target *t, const struct url *u)
{
	*row = (struct store_offer){
		.parent_id = d->row.url_id,
		.seed_id = d->row.seed_id,
		.kind = str_c(target_kind_name(t->kind)),
		.depth = d->depth + (t->kind != TARGET_PAGE),
		.link_text = t->text,
		.year = t->year,
		.is_refused = is_refused(h, d, t),
		.is_unsupported = t->kind == TARGET_FORM,
		.is_weak = o->is_sitemap,
	};
	row->rank = rank_of(row->kind, row->depth);
	if (row->is_refused) { /* no seed is waiting for it */
		row->kind = STR("article");
		row->seed_id = 0;
		return scope_check(&h->scope, u) != SCOPE_OFFSITE;
	}
	if (t->kind == TARGET_SITEMAP)
		return d->depth == 0 && is_wide(h, u);
	if (o->is_sitemap)
		return scope_check(&h->scope, u) != SCOPE_OFFSITE;
	return wanted(h, d, o, t);
}

/* A hash of the rows of a list, in whatever order; 0: it has none. */
static uint64_t hash_rows(const struct outcome *o)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < o->n_targets; i++)
		if (o->targets[i].kind == TARGET_ARTICLE || o->targets[i].kind == TARGET_REJECTED)
			sum += url_hash(o->targets[i].url);
	return sum;
}

/*
 * Behind the last page of a list some servers answer with it again, or with the first, for ever: a
 * further page with the rows of the one that led to it is not gone on from.
 */
static bool is_repeat(struct harvest *h, const struct harvest_document *d, const struct outcome *o)
{
	uint64_t rows = hash_rows(o);
	int64_t from, earlier;

	if (!rows || !d->row.url_id)
		return false;
	map64_put(&h->rows, (uint64_t)d->row.url_id, (int64_t)rows);
	return map64_get(&from, &h->page_from, (uint64_t)d->row.url_id) &&
	       map64_get(&earlier, &h->rows, (uint64_t)from) && (uint64_t)earlier == rows;
}

int harvest_offer_targets(struct harvest *h, const struct harvest_document *d,
			  const struct outcome *o, struct err *e)
{
	struct arena arena = { 0 };
	bool repeats = is_repeat(h, d, o);
	int rc = 0;

	if (repeats)
		log_info("url=%.*s: the rows of the page before: the list ends there",
			 STR_ARG(d->row.url));
	for (size_t i = 0; rc == 0 && i < o->n_targets; i++) {
		const struct target *t = &o->targets[i];
		struct store_offer row;
		struct url u;
		struct err bad;
		uint64_t key;
		int64_t id;

		arena_release(&arena);
		if (repeats && t->kind == TARGET_PAGE)
			continue;
		if (url_parse(&u, t->url, NULL, &arena, &bad) || !fill_offer(&row, h, d, o, t, &u))
			continue;
		if (url_trap(&u)) {
			log_debug("url=%.*s: not followed: %s", STR_ARG(u.href), url_trap(&u));
			continue;
		}
		/* Links repeat: what was offered in this run is known, with its seed. */
		key = url_hash(url_key(&u, &arena));
		if (map64_get(NULL, &h->seen, key) ||
		    (row.is_refused && !map64_put(&h->refused, key, 1)))
			continue;
		rc = offer(&id, h, &u, &row, &arena, e);
		if (!rc && t->kind == TARGET_PAGE && !map64_get(NULL, &h->page_from, (uint64_t)id))
			map64_put(&h->page_from, (uint64_t)id, d->row.url_id);
	}
	arena_release(&arena);
	return rc;
}

/* How many redirects led to this URL; *passed: `to` was one of them. */
static int64_t hops_to(bool *passed, const struct harvest *h, int64_t from, int64_t to)
{
	int64_t at = from, hops = 0;

	*passed = from == to;
	while (hops < h->s->config->max_redirects && map64_get(&at, &h->came_from, (uint64_t)at)) {
		*passed = *passed || at == to;
		hops++;
	}
	return hops;
}

/* All that was redirected into the loop ends as one. */
static int tell_loop(struct harvest *h, int64_t from, struct err *e)
{
	int64_t at = from, hops = 0;
	struct store_finish f = { .state = URL_DONE,
				  .disposition = disposition_name(DISP_REDIRECT_LOOP),
				  .now_ms = clock_wall_ms() };

	f.due_ms = f.now_ms + 7 * HARVEST_DAY_MS;
	while (hops++ <= h->s->config->max_redirects &&
	       map64_get(&at, &h->came_from, (uint64_t)at)) {
		f.url_id = at;
		if (store_finish_url(h->s->store, &f, e))
			return -1;
	}
	return 0;
}

int harvest_offer_redirect(enum disposition *out, struct str *note, struct harvest *h,
			   const struct store_url *from, struct str location, struct arena *arena,
			   struct err *e)
{
	struct store_offer row = {
		/* A file that moved still belongs to its page. */
		.parent_id = str_eq(from->kind, STR("attachment")) ? from->parent_id : from->id,
		.seed_id = from->seed_id,
		.kind = from->kind,
		.rank = from->rank,
		.depth = from->depth,
		.link_text = from->link_text,
		.year = from->year,
	};
	struct url base, to;
	struct err bad;
	bool passed;
	int64_t id;

	*out = DISP_REDIRECT;
	if (url_parse(&base, from->text, NULL, arena, &bad) ||
	    url_parse(&to, location, &base, arena, &bad)) {
		*out = bad.code == ERR_DENIED ? DISP_REFUSED_SCHEME : DISP_SKIPPED;
		*note = arena_str(arena, str_c(bad.msg));
		return 0;
	}
	if (str_eq(to.path, STR("/")) && base.path.n > 1 && !to.query.n) {
		*note = STR("moved_home"); /* the page is gone; the home page is not it */
		return 0;
	}
	if (hops_to(&passed, h, from->id, 0) >= h->s->config->max_redirects) {
		*out = DISP_REDIRECT_LOOP;
		return tell_loop(h, from->id, e);
	}
	if (offer(&id, h, &to, &row, arena, e))
		return -1;
	if (row.is_outside) {
		*out = DISP_OFFSITE;
		*note = arena_str(arena, to.host);
		return 0;
	}
	(void)hops_to(&passed, h, from->id, id);
	if (passed) {
		*out = DISP_REDIRECT_LOOP;
		return tell_loop(h, from->id, e);
	}
	map64_put(&h->came_from, (uint64_t)id, from->id);
	return 0;
}
