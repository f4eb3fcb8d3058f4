#include "cli/checker.h"

#include <inttypes.h>
#include <stdlib.h>

#include "report/shingle.h"
#include "report/sibling.h"
#include "store/store_link.h"
#include "store/store_report.h"
#include "store/store_series.h"

/* A report as read from the store, with the memory it lives in. */
struct held {
	struct report *report;
	struct store_report_row row;
	struct shingles text;
	struct arena arena;
	bool is_set;
};

struct checker {
	struct checker_counts *counts;
	struct store *store;
	const struct severities *severities;
	struct arena arena; /* of the whole run */
	struct store_series_row *rows;
	size_t n_rows;
	struct store_multiple *versions, *addresses;
	size_t n_versions, n_addresses;
	struct sibling *siblings;
	size_t n_siblings;
};

static void let_go(struct held *h)
{
	arena_release(&h->arena);
	*h = (struct held){ 0 };
}

static int hold(struct held *h, struct store *s, int64_t id, struct err *e)
{
	int got;

	let_go(h);
	h->report = ARENA_NEW(&h->arena, struct report, 1);
	got = store_get_report(h->report, &h->row, s, id, &h->arena, e);
	h->is_set = got == 1;
	if (h->is_set)
		h->text = shingles_of(h->report, &h->arena);
	return got < 0 ? -1 : 0;
}

/* The same without tables and notes. */
static int hold_text(struct held *h, struct store *s, int64_t id, struct err *e)
{
	int got;

	let_go(h);
	h->report = ARENA_NEW(&h->arena, struct report, 1);
	got = store_get_text(h->report, &h->row, s, id, &h->arena, e);
	h->is_set = got == 1;
	if (h->is_set)
		h->text = shingles_of(h->report, &h->arena);
	return got < 0 ? -1 : 0;
}

static int by_id(const void *a, const void *b)
{
	const int64_t *id = a;
	const struct store_multiple *m = b;

	return (*id > m->id) - (*id < m->id);
}

static const struct store_multiple *multiple(const struct store_multiple *at, size_t n, int64_t id)
{
	return n ? bsearch(&id, at, n, sizeof(*at), by_id) : NULL;
}

static void tell(struct check *c, const char *code, struct str message, struct str quote)
{
	const struct rule *rule = rule_named(str_c(code));
	struct finding *f = check_find(c, rule);

	f->message = message;
	f->quote = quote;
	check_assess(c, rule, 0, 1, 0);
}

static void tell_multiples(struct check *c, const struct checker *k, int64_t id)
{
	const struct store_multiple *v = multiple(k->versions, k->n_versions, id);
	const struct store_multiple *a = multiple(k->addresses, k->n_addresses, id);

	if (v)
		tell(c, "X_VERSION_CHANGED",
		     arena_strf(c->arena, "%" PRId64 " versions with different contents", v->count),
		     v->example);
	if (a)
		tell(c, "META_DUPLICATE_URL",
		     arena_strf(c->arena, "the same report at %" PRId64 " addresses", a->count),
		     a->example);
}

/* Whether the agency of row i has a report, under whatever scope, for the year. */
static bool agency_has(const struct checker *k, size_t i, int year)
{
	size_t from = i, to = i;

	while (from && k->rows[from - 1].agency_id == k->rows[i].agency_id)
		from--;
	while (to < k->n_rows && k->rows[to].agency_id == k->rows[i].agency_id)
		to++;
	for (; from < to; from++)
		if (k->rows[from].year == year)
			return true;
	return false;
}

static void tell_gap(struct check *c, const struct checker *k, size_t i)
{
	int year;

	if (!k->rows[i].same_series || k->rows[i].year - k->rows[i - 1].year < 2 ||
	    k->rows[i].year - k->rows[i - 1].year > 50)
		return;
	for (year = k->rows[i - 1].year + 1; year < k->rows[i].year; year++)
		if (!agency_has(k, i, year))
			break;
	if (year == k->rows[i].year)
		return;
	tell(c, "X_YEAR_GAP",
	     arena_strf(c->arena, "there is no report for %d, and there are reports for %d and %d",
			year, k->rows[i - 1].year, k->rows[i].year),
	     (struct str){ NULL, 0 });
}

static int put(struct checker *k, int64_t id, struct check *c, struct err *e)
{
	check_apply(c, k->severities);
	k->counts->n_findings += (int64_t)c->n_findings;
	for (size_t i = 0; i < c->n_findings; i++) {
		k->counts->n_errors += c->findings[i].severity == SEV_ERROR;
		k->counts->n_warnings += c->findings[i].severity == SEV_WARNING;
	}
	if (c->n_findings + c->n_assessments == 0)
		return 0;
	return store_add_findings(k->store, id, c, e);
}

static void keep_sketch(struct checker *k, const struct held *now, size_t i)
{
	struct sibling *x = &k->siblings[k->n_siblings];

	if (now->text.n < SHINGLE_MIN || now->row.is_untrusted)
		return;
	k->n_siblings++;
	*x = (struct sibling){ .id = k->rows[i].id,
			       .agency_id = k->rows[i].agency_id,
			       .year = k->rows[i].year };
	sketch_of(&x->sketch, &now->text);
}

static int check_one(struct checker *k, size_t i, struct held *now, const struct held *prev,
		     struct err *e)
{
	struct arena scratch = { 0 };
	struct check_input in = { .now = now->report, .url = now->row.url };
	struct check c = { .arena = &scratch };
	int rc;

	in.is_untrusted = now->row.is_untrusted || (prev->is_set && prev->row.is_untrusted);
	if (prev->is_set && k->rows[i].same_series && k->rows[i].year == k->rows[i - 1].year + 1) {
		in.prev = prev->report;
		in.now_text = &now->text;
		in.prev_text = &prev->text;
		c = check_years(&in, &scratch);
		k->counts->n_compared++;
	}
	tell_gap(&c, k, i);
	tell_multiples(&c, k, k->rows[i].id);
	keep_sketch(k, now, i);
	rc = put(k, k->rows[i].id, &c, e);
	arena_release(&scratch);
	return rc;
}

static int check_years_of_all(struct checker *k, struct err *e)
{
	struct held now = { 0 }, prev = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < k->n_rows; i++) {
		struct held swap = prev;

		prev = now;
		now = swap;
		rc = hold(&now, k->store, k->rows[i].id, e);
		if (rc == 0 && now.is_set)
			rc = check_one(k, i, &now, &prev, e);
	}
	let_go(&now);
	let_go(&prev);
	return rc;
}

#define SIBLING_SHARE 900 /* thousandths */

static void tell_sibling(struct check *c, const struct held *a, const struct held *b)
{
	unsigned share = shingle_share(&a->text, &b->text);
	struct finding *f;

	if (share < SIBLING_SHARE)
		return;
	tell(c, "X_TEXT_SIBLING",
	     arena_strf(c->arena, "%u.%u %% of the text is that of %.*s", share / 10, share % 10,
			STR_ARG(b->report->identity.agency)),
	     b->row.url);
	f = &c->findings[c->n_findings - 1];
	f->has_sides = true;
	f->left = share * 1000;
	f->right = SIBLING_SHARE * 1000;
}

static int by_year(const void *a, const void *b)
{
	const struct sibling *x = a, *y = b;

	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static int check_siblings(struct checker *k, struct err *e)
{
	struct held a = { 0 }, b = { 0 };
	int rc = 0;

	if (k->n_siblings)
		qsort(k->siblings, k->n_siblings, sizeof(*k->siblings), by_year);
	sibling_find(k->siblings, k->n_siblings);
	for (size_t i = 0; rc == 0 && i < k->n_siblings; i++) {
		struct arena scratch = { 0 };
		struct check c = { .arena = &scratch };

		if (k->siblings[i].best < 0)
			continue;
		rc = hold_text(&a, k->store, k->siblings[i].id, e);
		/* Many are alike to one and the same. */
		if (rc == 0 && (!b.is_set || b.row.id != k->siblings[k->siblings[i].best].id))
			rc = hold_text(&b, k->store, k->siblings[k->siblings[i].best].id, e);
		if (rc == 0 && a.is_set && b.is_set) {
			tell_sibling(&c, &a, &b);
			rc = put(k, k->siblings[i].id, &c, e);
		}
		arena_release(&scratch);
	}
	let_go(&a);
	let_go(&b);
	return rc;
}

static int check_all(struct checker *k, struct err *e)
{
	if (store_clear_findings(k->store, e) ||
	    store_series(&k->rows, &k->n_rows, k->store, &k->arena, e) ||
	    store_versions(&k->versions, &k->n_versions, k->store, &k->arena, e) ||
	    store_addresses(&k->addresses, &k->n_addresses, k->store, &k->arena, e))
		return -1;
	k->counts->n_reports = (int64_t)k->n_rows;
	k->siblings = ARENA_NEW(&k->arena, struct sibling, k->n_rows + 1);
	return check_years_of_all(k, e) || check_siblings(k, e) ? -1 : 0;
}

/* Names of one body first: what follows compares years of a body, not of a name. */
static int link_names(struct checker *k, struct err *e)
{
	struct succession_row *rows;
	struct succession *links;
	struct arena arena = { 0 };
	size_t n;
	int rc = store_link_rows(&rows, &n, k->store, &arena, e);

	if (rc == 0) {
		n = succession_find(&links, rows, n, &arena);
		k->counts->n_links = (int64_t)n;
		rc = store_put_links(k->store, links, n, e);
	}
	arena_release(&arena);
	return rc;
}

int checker_run(struct checker_counts *out, struct store *s, const struct severities *severities,
		struct err *e)
{
	struct checker k = { .counts = out, .store = s, .severities = severities };
	int rc;

	*out = (struct checker_counts){ 0 };
	if (store_begin(s, e))
		return -1;
	rc = link_names(&k, e);
	if (rc == 0)
		rc = check_all(&k, e);
	if (rc == 0)
		rc = store_commit(s, e);
	else
		store_rollback(s);
	arena_release(&k.arena);
	return rc;
}
