#include "tests/unit/harness.h"

#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "report/check.h"
#include "tests/portal/family.h"
#include "tests/portal/figures.h"
#include "tests/portal/hostile.h"
#include "tests/portal/prose.h"
#include "tests/portal/site.h"
#include "tests/portal/world.h"

static const struct options small = {
	.seed = 7, .n_agencies = 60, .first_year = 2020, .last_year = 2022
};

static void ask(struct answer *out, const struct world *w, const struct resource *r)
{
	site_answer(out, w, r->host, r->path, 0, STR(""));
}

static void test_equal_options_give_equal_bytes(void **state)
{
	struct arena arena = { 0 };
	struct world a, b, other;
	struct options changed = small;
	size_t n_changed = 0;

	(void)state;
	changed.seed++;
	world_build(&a, &small, &arena);
	world_build(&b, &small, &arena);
	world_build(&other, &changed, &arena);
	assert_int_equal(a.n_resources, b.n_resources);
	for (size_t i = a.n_resources; i-- > 0;) { /* in another order than they were made in */
		struct answer x, y;

		ask(&x, &a, &a.resources[i]);
		ask(&y, &b, &b.resources[i]);
		assert_true(str_eq(a.resources[i].path, b.resources[i].path));
		assert_int_equal(x.status, y.status);
		assert_true(str_eq(buf_str(&x.body), buf_str(&y.body)));
		answer_release(&x);
		answer_release(&y);
		n_changed += world_find(&other, a.resources[i].host, a.resources[i].path) == NULL;
	}
	assert_true(n_changed > a.n_resources / 2);
	arena_release(&arena);
}

/* The address a link of a page leads to, on the same host; empty: not ours to follow. */
static struct str target_of(const struct resource *from, struct str href, struct arena *arena)
{
	size_t slash = from->path.n;

	if (str_starts(href, STR("/")))
		return href;
	if (!str_starts(href, STR("./")))
		return (struct str){ NULL, 0 };
	while (slash > 0 && from->path.p[slash - 1] != '/')
		slash--;
	return arena_strf(arena, "%.*s%.*s", (int)slash, from->path.p,
			  STR_ARG(str_sub(href, 2, href.n)));
}

static size_t follow_links(const struct world *w, const struct resource *from)
{
	struct arena arena = { 0 };
	struct answer page;
	size_t n = 0, at = 0;

	ask(&page, w, from);
	while ((at = str_find(buf_str(&page.body), STR("href="), at)) != STR_NONE) {
		struct str rest = str_sub(buf_str(&page.body), at + 6, page.body.n);
		size_t end = str_find(rest, (struct str){ page.body.p + at + 5, 1 }, 0);
		struct str path = target_of(from, str_sub(rest, 0, end), &arena);
		const struct resource *to = world_find(w, from->host, path);

		at += 6;
		if (!path.n)
			continue;
		if (!to)
			fail_msg("%.*s links to %.*s, where nothing is", STR_ARG(from->path),
				 STR_ARG(path));
		n++;
	}
	answer_release(&page);
	arena_release(&arena);
	return n;
}

static size_t follow_all(const struct options *options)
{
	struct arena arena = { 0 };
	struct world w;
	size_t n = 0;

	world_build(&w, options, &arena);
	for (size_t i = 0; i < w.n_resources; i++) {
		enum resource_kind kind = w.resources[i].kind;

		if (kind == RESOURCE_HOME || kind == RESOURCE_LIST || kind == RESOURCE_MORE)
			n += follow_links(&w, &w.resources[i]);
	}
	arena_release(&arena);
	return n;
}

static void test_every_link_of_a_list_answers(void **state)
{
	struct options typical = small;

	(void)state;
	typical.profile = PROFILE_TYPICAL;
	typical.n_agencies = 200;
	assert_true(follow_all(&small) > 300);
	assert_true(follow_all(&typical) > 1000);
}

/* Addresses are what worlds hand out: none twice. */
static void test_no_two_resources_share_an_address(void **state)
{
	struct options typical = small;
	struct arena arena = { 0 };
	struct world w;

	(void)state;
	typical.profile = PROFILE_TYPICAL;
	typical.n_agencies = 400;
	world_build(&w, &typical, &arena);
	for (size_t i = 1; i < w.n_resources; i++)
		if (str_eq(w.resources[i].path, w.resources[i - 1].path))
			assert_false(str_eq(w.resources[i].host, w.resources[i - 1].host));
	for (size_t i = 0; family_at(i); i++) {
		size_t n = 0;

		for (size_t k = 0; k < w.n_portals; k++)
			n += w.portals[k].family == family_at(i);
		print_message("  %s: %zu\n", family_at(i)->name, n);
		assert_true(n > 0);
	}
	arena_release(&arena);
}

/* The first {name} that stands in a text, or STR_NONE. */
static size_t find_name(struct str text)
{
	for (size_t at = str_find(text, STR("{"), 0); at != STR_NONE;
	     at = str_find(text, STR("{"), at + 1)) {
		size_t n = strspn(text.p + at + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");

		if (n > 0 && text.p[at + 1 + n] == '}')
			return at;
	}
	return STR_NONE;
}

static void test_families(void **state)
{
	struct options typical = small;
	struct arena arena = { 0 };
	struct world w;
	struct buf text;
	unsigned shares = 0;

	(void)state;
	for (size_t i = 0; family_at(i); i++) {
		shares += family_at(i)->typical;
		assert_ptr_equal(family_named(family_at(i)->name), family_at(i));
	}
	assert_int_equal(shares, 100);
	assert_null(family_named("none"));
	typical.profile = PROFILE_TYPICAL;
	typical.n_agencies = 200;
	world_build(&w, &typical, &arena);
	buf_init(&text, 1u << 20);
	for (size_t i = 0; i < w.n_resources; i++) {
		const struct resource *r = &w.resources[i];

		buf_clear(&text);
		buf_add(&text, r->path);
		if (r->kind == RESOURCE_LIST || r->kind == RESOURCE_MORE)
			family_list(&text, &w, &w.columns[r->index], r->part);
		if (r->kind == RESOURCE_ENTRY)
			family_article(&text, &w, &w.entries[r->index], STR("text"));
		buf_addc(&text, '\0');
		if (find_name(buf_str(&text)) != STR_NONE)
			fail_msg("a name is left in %.*s: %.40s", STR_ARG(r->path),
				 text.p + find_name(buf_str(&text)));
	}
	buf_release(&text);
	arena_release(&arena);
}

static unsigned failures_of(const struct check *c, const char *code)
{
	unsigned n = 0;

	for (size_t i = 0; i < c->n_assessments; i++)
		if (!code || strcmp(c->assessments[i].rule->code, code) == 0)
			if (c->assessments[i].rule->group == GROUP_ARITHMETIC &&
			    c->assessments[i].rule->severity == SEV_ERROR)
				n += c->assessments[i].fails;
	return n;
}

static void test_only_the_slips_break_equations(void **state)
{
	static const unsigned n_equations[SLIP__COUNT] = { 0, 2, 2, 2, 1 };
	struct arena arena = { 0 };
	struct world w;
	size_t seen[SLIP__COUNT] = { 0 };

	(void)state;
	world_build(&w, &small, &arena);
	for (size_t i = 0; i < w.n_documents; i++) {
		const struct document *d = &w.documents[i];
		struct arena scratch = { 0 };
		struct report *r = ARENA_NEW(&scratch, struct report, 1);
		struct check_input in = { .now = r };
		struct check c;

		figures_draw(r, &w, d, &scratch);
		r->kind = KIND_REPORT;
		c = check_run(&in, &scratch);
		seen[d->slip]++;
		print_message("  %zu %d: %s\n", d->agency, d->year, slip_name(d->slip));
		assert_int_equal(failures_of(&c, NULL), n_equations[d->slip]);
		if (d->slip)
			assert_int_equal(failures_of(&c, slip_name(d->slip)), n_equations[d->slip]);
		arena_release(&scratch);
	}
	for (size_t i = 0; i < SLIP__COUNT; i++)
		assert_true(seen[i] > 0);
	arena_release(&arena);
}

static int by_size(const void *x, const void *y)
{
	size_t a = *(const size_t *)x, b = *(const size_t *)y;

	return (a > b) - (a < b);
}

static void test_sizes_are_those_of_real_pages(void **state)
{
	struct options bench = small;
	struct arena arena = { 0 };
	struct world w;
	size_t sizes[900], n = 0;

	(void)state;
	bench.profile = PROFILE_BENCH;
	bench.is_sized = true;
	bench.n_pages = countof(sizes);
	world_build(&w, &bench, &arena);
	for (size_t i = 0; i < w.n_entries && n < countof(sizes); i++) {
		struct answer a;

		site_answer(&a, &w, w.portals[w.entries[i].portal].host, w.entries[i].path, 0,
			    STR(""));
		sizes[n++] = a.body.n;
		answer_release(&a);
	}
	qsort(sizes, n, sizeof(*sizes), by_size);
	print_message("  p50 %zu, p90 %zu, p99 %zu\n", sizes[n / 2], sizes[n * 9 / 10],
		      sizes[n * 99 / 100]);
	assert_in_range(sizes[n / 2], 20000, 24000);
	assert_in_range(sizes[n * 9 / 10], 48000, 58000);
	assert_in_range(sizes[n * 99 / 100], 190000, 250000);
	arena_release(&arena);
}

/* What the text gets wrong: each rule somewhere, and only where it is meant to. */
static void test_false_statements(void **state)
{
	struct options typical = small;
	struct arena arena = { 0 };
	struct world w;
	const char *seen[64];
	size_t n_seen = 0;

	(void)state;
	typical.profile = PROFILE_TYPICAL;
	typical.n_agencies = 400;
	world_build(&w, &typical, &arena);
	for (size_t i = 0; i < w.n_documents; i++) {
		const struct document *d = &w.documents[i];
		struct arena scratch = { 0 };
		struct report *r;
		const char *rule;
		size_t k = 0;

		if (d->talk == TALK_NOT)
			continue;
		r = ARENA_NEW(&scratch, struct report, 1);
		figures_draw(r, &w, d, &scratch);
		rule = prose_rule(&w, d, r);
		assert_true((rule != NULL) == (d->talk == TALK_UNTRUE));
		arena_release(&scratch);
		while (rule && k < n_seen && strcmp(seen[k], rule) != 0)
			k++;
		if (rule && k == n_seen) {
			print_message("  %s\n", rule);
			seen[n_seen++] = rule;
		}
	}
	assert_int_equal(n_seen, 23);
	arena_release(&arena);
}

static void test_a_small_world_has_everything(void **state)
{
	struct arena arena = { 0 };
	struct world w;
	size_t fates[FATE__COUNT] = { 0 }, entries[ENTRY__COUNT] = { 0 },
	       treats[TREAT__COUNT] = { 0 };

	(void)state;
	world_build(&w,
		    &(struct options){
			    .seed = 1, .n_agencies = 60, .first_year = 2020, .last_year = 2022 },
		    &arena);
	for (size_t i = 0; i < w.n_documents; i++) {
		fates[w.documents[i].fate]++;
		treats[w.documents[i].treat[1]]++;
	}
	for (size_t i = 0; i < w.n_entries; i++)
		entries[w.entries[i].kind]++;
	for (size_t i = 0; i < FATE__COUNT; i++)
		assert_true(fates[i] > 0);
	for (size_t i = 0; i < TREAT__COUNT; i++)
		assert_true(treats[i] > 0);
	for (size_t i = 0; i < ENTRY__COUNT; i++)
		assert_true(entries[i] > 0);
	assert_int_equal(w.n_portals, 8);
	assert_int_equal(w.n_sites, 2);
	for (size_t i = 0; i < w.n_columns; i++)
		assert_true(w.columns[i].n_pages >= 1);
	arena_release(&arena);
}

static void test_hostile_hosts_differ_from_plain_ones(void **state)
{
	static const struct {
		const char *name;
		unsigned attempt;
		int status;
		enum wire wire;
	} cases[] = {
		{ "drip", 0, 200, WIRE_DRIP },           { "endless", 0, 200, WIRE_ENDLESS },
		{ "truncated", 0, 200, WIRE_TRUNCATED }, { "closed", 0, 200, WIRE_CLOSE },
		{ "selfloop", 0, 302, WIRE_PLAIN },      { "longchain", 0, 302, WIRE_PLAIN },
		{ "busy", 0, 503, WIRE_PLAIN },          { "busy", 1, 200, WIRE_PLAIN },
		{ "throttled", 0, 429, WIRE_PLAIN },     { "throttled", 1, 200, WIRE_PLAIN },
		{ "wall521", 9, 521, WIRE_PLAIN },       { "forbidden", 0, 403, WIRE_PLAIN },
	};
	struct options options = small;
	struct arena arena = { 0 };
	struct world w;

	(void)state;
	options.profile = PROFILE_HOSTILE;
	world_build(&w, &options, &arena);
	for (size_t i = 0; i < countof(cases); i++) {
		const struct entry *e = NULL;
		struct answer a;

		print_message("  case: %s, attempt %u\n", cases[i].name, cases[i].attempt);
		for (size_t k = 0; k < w.n_entries; k++)
			if (hostile_entry(&w, &w.entries[k]) &&
			    strcmp(hostile_of(&w, w.entries[k].portal)->name, cases[i].name) == 0)
				e = &w.entries[k];
		assert_non_null(e);
		site_answer(&a, &w, w.portals[e->portal].host, e->path, cases[i].attempt, STR(""));
		assert_int_equal(a.status, cases[i].status);
		assert_int_equal(a.wire, cases[i].wire);
		answer_release(&a);
	}
	arena_release(&arena);
}

static void test_validators(void **state)
{
	struct arena arena = { 0 };
	struct world w;
	struct answer first, second;
	struct str tag = { NULL, 0 };

	(void)state;
	world_build(&w, &small, &arena);
	site_answer(&first, &w, w.portals[0].host, w.columns[0].path, 0, STR(""));
	for (size_t i = 0; i < first.n_headers; i++)
		if (strcmp(first.headers[i].name, "ETag") == 0)
			tag = str_c(first.headers[i].value);
	assert_true(tag.n > 0);
	site_answer(&second, &w, w.portals[0].host, w.columns[0].path, 1, tag);
	assert_int_equal(second.status, 304);
	assert_int_equal(second.body.n, 0);
	answer_release(&first);
	answer_release(&second);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_options_give_equal_bytes),
		cmocka_unit_test(test_every_link_of_a_list_answers),
		cmocka_unit_test(test_no_two_resources_share_an_address),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_only_the_slips_break_equations),
		cmocka_unit_test(test_sizes_are_those_of_real_pages),
		cmocka_unit_test(test_false_statements),
		cmocka_unit_test(test_a_small_world_has_everything),
		cmocka_unit_test(test_hostile_hosts_differ_from_plain_ones),
		cmocka_unit_test(test_validators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
