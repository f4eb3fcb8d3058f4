#include "tests/unit/store_fixture.h"

#include <sqlite3.h>

#include "store/cursor.h"

/*
 * How SQLite goes about what the program asks. What a page of a harvest costs may not grow with
 * the database: its statements look through no table. A listing may look through a table, but
 * never once for each row of another.
 */

#define MAX_NODES 512

/* A line of EXPLAIN QUERY PLAN. */
struct node {
	int id, parent;
	char text[160];
	bool is_loop, is_scan;
};

struct plan {
	struct node at[MAX_NODES];
	size_t n;
};

static void explain(struct plan *p, sqlite3 *db, const char *sql)
{
	static char text[1 << 17];
	sqlite3_stmt *st = NULL;

	snprintf(text, sizeof(text), "EXPLAIN QUERY PLAN %s", sql);
	if (sqlite3_prepare_v2(db, text, -1, &st, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sqlite3_errmsg(db), sql);
	p->n = 0;
	while (sqlite3_step(st) == SQLITE_ROW) {
		struct node *x = &p->at[p->n++];

		assert_true(p->n < MAX_NODES);
		x->id = sqlite3_column_int(st, 0);
		x->parent = sqlite3_column_int(st, 1);
		snprintf(x->text, sizeof(x->text), "%s", (const char *)sqlite3_column_text(st, 3));
		x->is_scan = strncmp(x->text, "SCAN ", 5) == 0 &&
			     strcmp(x->text, "SCAN CONSTANT ROW") != 0;
		x->is_loop = x->is_scan || strncmp(x->text, "SEARCH ", 7) == 0 ||
			     strcmp(x->text, "MULTI-INDEX OR") == 0;
	}
	sqlite3_finalize(st);
}

/* Whether it is done anew for each row of something. */
static bool is_inner(const struct plan *p, const struct node *x)
{
	int up = x->parent;

	for (const struct node *y = p->at; y < x; y++)
		if (y->parent == x->parent && y->is_loop)
			return true;
	for (size_t i = p->n; i-- > 0 && up;) {
		if (p->at[i].id != up)
			continue;
		if (strncmp(p->at[i].text, "CORRELATED", 10) == 0)
			return true;
		up = p->at[i].parent;
	}
	return false;
}

static bool among(const char *text, const char *const *known)
{
	for (; *known; known++)
		if (strstr(text, *known))
			return true;
	return false;
}

/* A report with a finding in it, of a URL that a list led to, as the harvest stores it. */
static void store_a_page(struct store *s, const char *path, int year)
{
	static const struct rule rule = { .code = "T3_BALANCE" };
	static struct report r;
	struct finding f = { .rule = &rule, .message = STR("x") };
	struct assessment a = { .rule = &rule, .holds = 1 };
	struct check check = {
		.findings = &f, .n_findings = 1, .assessments = &a, .n_assessments = 1
	};
	struct store_reading reading = { .report = &r, .check = &check };
	struct store_offer offer = { .kind = STR("article"), .text = str_c(path) };
	struct store_finish done = { .state = URL_DONE, .disposition = "ok", .now_ms = 1 };
	struct store_fetch fetch = { .disposition = "ok", .place = { STR("a.warc.gz"), 1, 2 } };
	struct store_document_row row;
	struct store_url *urls, known;
	struct store_body last;
	struct arena arena = { 0 };
	int64_t id, document;
	size_t n;
	bool is_new;

	OK(store_host_id(&offer.host_id, s, STR("h"), STR("h"), bad));
	for (offer.key = fixture_key(offer.text); !done.url_id; done.url_id = fetch.url_id) {
		OK(store_offer_url(&fetch.url_id, &is_new, s, &offer, bad));
		OK(store_offer_url(&fetch.url_id, &is_new, s, &offer, bad));
	}
	OK(store_next_urls(&urls, &n, s, offer.host_id, 50, &arena, bad));
	OK(store_find_url(&known, NULL, NULL, s, offer.key, &arena, bad));
	OK(store_last_body(&last, s, fetch.url_id, STR(""), &arena, bad));
	OK(store_last_body(&last, s, 0, STR("x"), &arena, bad));
	OK(store_put_fetch(&id, s, &fetch, bad));
	document = fixture_document(s, fetch.url_id, NULL, path, NULL);
	OK(store_get_document(&row, s, document, &arena, bad));
	fixture_report(&r, "青岭县水务局", year);
	fixture_put(s, document, &reading, NULL);
	r.identity.published.day++;
	fixture_put(s, document, &reading, NULL);
	OK(store_next_unchecked(&id, s, bad));
	OK(store_finish_url(s, &done, bad));
	OK(store_url_gone(s, done.url_id, 1, bad));
	arena_release(&arena);
}

static void test_a_page_of_a_harvest(void **state)
{
	/* The dictionary, which is read when the file is opened; and indexes of little. */
	static const char *const fine[] = { "SCAN rule_key", "report_unchecked", NULL };
	struct store *s = fixture_store();
	static struct plan p;

	(void)state;
	OK(store_frontier_resume(s, 1, bad));
	store_a_page(s, "http://h/a", 2023);
	store_a_page(s, "http://h/b", 2023); /* another source of the report */
	store_a_page(s, "http://h/c", 2022);
	assert_true(s->n_cached > 40);
	for (size_t i = 0; i < s->n_cached; i++) {
		explain(&p, s->db, s->cached[i].sql);
		for (size_t k = 0; k < p.n; k++)
			if (p.at[k].is_scan && !among(p.at[k].text, fine))
				fail_msg("%s: %s", p.at[k].text, s->cached[i].sql);
	}
	store_close(s);
}

static void check_listing(sqlite3 *db, const char *name, const char *sql)
{
	/* Dictionaries; what a statement has put together itself; at most a row a seed or body. */
	static const char *const fine[] = { "SCAN k", "rule_key", "cell_key", NULL };
	static struct plan p;

	explain(&p, db, sql);
	for (size_t i = 0; i < p.n; i++)
		if (p.at[i].is_scan && !among(p.at[i].text, fine) && is_inner(&p, &p.at[i]))
			fail_msg("%s: once a row: %s", name, p.at[i].text);
}

static int list_hosts(struct store_cursor **c, struct store *s, const struct store_filter *f,
		      struct err *e)
{
	(void)f;
	return store_list_hosts(c, s, e);
}

static const struct {
	const char *name;
	int (*list)(struct store_cursor **, struct store *, const struct store_filter *,
		    struct err *);
} listings[] = {
	{ "omissions", store_list_omissions }, { "findings", store_list_findings },
	{ "coverage", store_list_coverage },   { "coverage by year", store_list_years },
	{ "reports", store_list_reports },     { "cells", store_list_cells },
	{ "sections", store_list_sections },   { "hosts", list_hosts },
};

static void test_listings(void **state)
{
	struct store_filter f = { .first_year = 2023 };
	struct store *s = fixture_store();

	(void)state;
	for (size_t i = 0; i < countof(listings); i++) {
		struct store_cursor *c = NULL;

		OK(listings[i].list(&c, s, &f, bad));
		check_listing(s->db, listings[i].name, sqlite3_sql(c->st));
		store_cursor_close(c);
	}
	store_close(s);
}

static void test_views(void **state)
{
	struct store *s = fixture_store();
	sqlite3_stmt *st = NULL;
	size_t n = 0;

	(void)state;
	sqlite3_prepare_v2(s->db, "SELECT name FROM sqlite_schema WHERE type = 'view'", -1, &st,
			   NULL);
	for (; sqlite3_step(st) == SQLITE_ROW; n++) {
		const char *name = (const char *)sqlite3_column_text(st, 0);
		char sql[128];

		snprintf(sql, sizeof(sql), "SELECT * FROM %s", name);
		check_listing(s->db, name, sql);
	}
	assert_true(n > 10);
	sqlite3_finalize(st);
	store_close(s);
}

/* That the test would see it. */
static void test_a_listing_that_must_not_be(void **state)
{
	static const char *const bad_ones[] = {
		"SELECT 1 FROM report r JOIN document d ON d.title = r.title",
		"SELECT (SELECT count(*) FROM url u WHERE u.text = d.path) FROM document d",
	};
	struct store *s = fixture_store();
	static struct plan p;

	(void)state;
	for (size_t i = 0; i < countof(bad_ones); i++) {
		bool found = false;

		explain(&p, s->db, bad_ones[i]);
		for (size_t k = 0; k < p.n; k++)
			found = found || ((p.at[k].is_scan || strstr(p.at[k].text, "AUTOMATIC")) &&
					  is_inner(&p, &p.at[k]));
		assert_true(found);
	}
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_page_of_a_harvest),
		cmocka_unit_test(test_listings),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_a_listing_that_must_not_be),
	};

	return cmocka_run_group_tests(tests, fixture_make_dir, fixture_drop_dir);
}
