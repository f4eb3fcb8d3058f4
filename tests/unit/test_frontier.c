#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "crawler/frontier.h"

/* Hosts by letter: what they share, and the order in which they may be asked. */
static const char *const names[] = { "a", "b", "c" };

static struct pace_time at(int64_t ms)
{
	return (struct pace_time){ ms, 1706659500000 + ms };
}

static size_t add(struct frontier *f, const char *name, const char *domain, int64_t wait_ms)
{
	struct frontier_host as = { .name = str_c(name),
				    .domain = str_c(domain),
				    .wait_ms = wait_ms };

	return frontier_add(f, &as, at(0));
}

/* Asks whatever may be asked, one after another; each answer takes 10 ms. */
static void run(char *out, size_t room, struct frontier *f, const size_t *hosts,
		const char *const *addresses, size_t n_hosts, int64_t until_ms)
{
	size_t n = 0, host;
	int64_t now = 0, wait;

	while (now < until_ms && n + 16 < room) {
		struct pace_event ok = { .began_mono_ms = now, .took_ms = 10 };
		size_t i = 0;

		wait = frontier_next(&host, f, at(now));
		assert_int_not_equal(wait, FRONTIER_LATER);
		if (wait > 0) {
			now += wait;
			continue;
		}
		while (i < n_hosts && hosts[i] != host)
			i++;
		assert_true(i < n_hosts);
		n += (size_t)snprintf(out + n, room - n, "%c%lld ", 'a' + (char)i, (long long)now);
		frontier_start(f, host, at(now));
		now += 10;
		assert_true(frontier_note(f, host, str_c(addresses[i]), &ok, at(now)));
	}
}

static const struct {
	const char *name;
	bool own_clocks_only;
	const char *domains[3], *addresses[3];
	const char *want; /* who was asked when, in milliseconds */
} stories[] = {
	{ "strangers take turns, each at its own pace",
	  false,
	  { "a.cn", "b.cn", "c.cn" },
	  { "1", "2", "3" },
	  "a0 b10 c20 a1010 b1020 c1030 a2020 b2030 c2040 " },
	{ "one domain is one clock",
	  false,
	  { "a.cn", "a.cn", "c.cn" },
	  { "1", "2", "3" },
	  "a0 c10 b1010 c1020 a2020 c2030 " },
	{ "one address is one clock once it is known",
	  false,
	  { "a.cn", "b.cn", "c.cn" },
	  { "1", "1", "3" },
	  "a0 b10 c20 a1020 c1030 b2030 c2040 " },
	{ "a portal in a test shares nothing",
	  true,
	  { "a.cn", "a.cn", "a.cn" },
	  { "1", "1", "1" },
	  "a0 b10 c20 a1010 b1020 c1030 a2020 b2030 c2040 " },
};

static void test_stories(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(stories); i++) {
		struct frontier_settings s = { 1000, stories[i].own_clocks_only };
		struct frontier *f = frontier_open(&s);
		size_t hosts[3];
		char got[256] = "";

		print_message("  case: %s\n", stories[i].name);
		for (size_t k = 0; k < 3; k++)
			hosts[k] = add(f, names[k], stories[i].domains[k], 0);
		run(got, sizeof(got), f, hosts, stories[i].addresses, 3, 2050);
		assert_string_equal(got, stories[i].want);
		frontier_close(f);
	}
}

static void test_under_way(void **state)
{
	struct frontier_settings s = { 1000, false };
	struct frontier *f = frontier_open(&s);
	struct pace_event ok = { .took_ms = 1 }, wall = { .outcome = PACE_BLOCKED };
	size_t a = add(f, "", "a.cn", 0);
	size_t b = add(f, "", "a.cn", 0), got;

	(void)state;
	assert_int_equal(frontier_next(&got, f, at(0)), 0);
	assert_int_equal(got, a);
	frontier_start(f, a, at(0));
	/* b shares its domain: held back without a time until a's request ends. */
	assert_int_equal(frontier_next(&got, f, at(5000)), FRONTIER_LATER);
	assert_true(frontier_note(f, a, STR(""), &ok, at(5000)));
	assert_int_equal(frontier_next(&got, f, at(5000)), 1000);
	assert_int_equal(frontier_next(&got, f, at(6000)), 0);
	frontier_postpone(f, got, 300, at(6000));
	assert_int_equal(frontier_next(&got, f, at(6000)), 0); /* the other one */
	frontier_start(f, got, at(6000));
	assert_false(frontier_note(f, got, STR(""), &wall, at(6001))); /* stopped for the run */
	frontier_remove(f, got);
	assert_int_equal(frontier_count(f), 1);
	frontier_remove(f, got == a ? b : a);
	assert_int_equal(frontier_next(&got, f, at(99999)), FRONTIER_LATER);
	frontier_close(f);
}

/* A rest that was owed when it last left the game, or the last run ended. */
static void test_rest_owed(void **state)
{
	struct frontier_settings s = { 1000, false };
	struct frontier *f = frontier_open(&s);
	size_t a = add(f, "", "a.cn", 500), got;

	(void)state;
	assert_int_equal(frontier_wait_ms(f, a, at(100)), 400);
	assert_int_equal(frontier_next(&got, f, at(0)), 500);
	assert_int_equal(frontier_next(&got, f, at(500)), 0);
	frontier_postpone(f, got, 0, at(500));
	assert_int_equal(frontier_next(&got, f, at(500)), 0);
	frontier_close(f);
}

static void test_remove_parked(void **state)
{
	struct frontier_settings s = { 0, false };
	struct frontier *f = frontier_open(&s);
	struct pace_event ok = { 0 };
	size_t host[4], got;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		host[i] = add(f, "", "a.cn", 0);
	assert_int_equal(frontier_next(&got, f, at(0)), 0);
	frontier_start(f, got, at(0));
	assert_int_equal(frontier_next(&got, f, at(0)), FRONTIER_LATER); /* parks the rest */
	frontier_remove(f, host[2]);
	assert_true(frontier_note(f, host[0], STR(""), &ok, at(1)));
	assert_int_equal(frontier_count(f), 3);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(frontier_next(&got, f, at(1)), 0);
		assert_int_not_equal(got, host[2]);
		frontier_remove(f, got);
	}
	frontier_close(f);
}

/* An address is known when a name is resolved, which is when a request connects. */
static void test_reach(void **state)
{
	struct frontier_settings s = { 1000, false };
	struct frontier *f = frontier_open(&s);
	struct pace_event ok = { .took_ms = 1 };
	size_t a = add(f, "a", "a.cn", 0), b = add(f, "b", "b.cn", 0), c = add(f, "c", "c.cn", 0);
	size_t got;

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_int_equal(frontier_next(&got, f, at(0)), 0);
		frontier_start(f, got, at(0));
	}
	assert_true(frontier_reach(f, a, STR("1"), at(1)));
	assert_true(
		frontier_reach(f, a, STR("1"), at(2))); /* its own clock does not hold it back */
	assert_false(frontier_reach(f, b, STR("1"), at(3)));
	assert_true(frontier_reach(f, c, STR("2"), at(3)));
	frontier_cancel(f, b, at(4));
	assert_int_equal(frontier_next(&got, f, at(4)), FRONTIER_LATER); /* b waits for a */
	assert_true(frontier_note(f, a, STR("1"), &ok, at(10)));
	assert_true(frontier_note(f, c, STR("2"), &ok, at(10)));
	assert_int_equal(frontier_next(&got, f, at(10)),
			 1000); /* and for the rest of the address */
	assert_int_equal(frontier_next(&got, f, at(1010)), 0);
	frontier_start(f, got, at(1010));
	/* It has moved: where it was is free at once, and did not rest. */
	assert_true(frontier_reach(f, got, STR("3"), at(1010)));
	frontier_cancel(f, got, at(1010));
	for (int i = 0; i < 3; i++) { /* a cancelled request costs no rest */
		assert_int_equal(frontier_next(&got, f, at(1010)), 0);
		frontier_start(f, got, at(1010));
	}
	frontier_close(f);
}

/* A robots.txt that has moved to another host: its clocks, and its troubles. */
static void test_visit(void **state)
{
	struct frontier_settings s = { 1000, true };
	struct frontier *f = frontier_open(&s);
	struct pace_event ok = { .took_ms = 1 },
			  busy = { .outcome = PACE_BUSY, .retry_after_ms = 5000 };
	struct pace_event wall = { .outcome = PACE_BLOCKED };
	struct frontier_host to_b = { .name = STR_INIT("b"), .domain = STR_INIT("b.cn") };
	struct frontier_host to_c = { .name = STR_INIT("c"), .wait_ms = 700 };
	size_t a = add(f, "a", "a.cn", 0), b = add(f, "b", "b.cn", 0), got;

	(void)state;
	pace_crawl_delay(frontier_pace(f, b), 2000, 60000);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(frontier_next(&got, f, at(0)), 0);
		frontier_start(f, got, at(0));
		assert_true(frontier_note(f, got, STR(""), &ok, at(0)));
	}
	assert_true(frontier_visit(f, a, &to_b, at(0)));
	assert_int_equal(frontier_next(&got, f, at(0)),
			 2000); /* b's Crawl-delay holds for a guest */
	assert_int_equal(frontier_next(&got, f, at(2000)), 0);
	assert_int_equal(got, a);
	frontier_start(f, a, at(2000));
	assert_int_equal(frontier_next(&got, f, at(2000)), FRONTIER_LATER); /* b waits for it */
	assert_true(frontier_note(f, a, STR(""), &busy, at(2000)));
	assert_true(frontier_visit(f, a, NULL, at(2000)));
	assert_int_equal(frontier_next(&got, f, at(2000)), 0); /* at home nothing has happened */
	assert_int_equal(got, a);
	frontier_postpone(f, a, 0, at(2000));
	assert_true(frontier_visit(f, a, &to_c, at(2000))); /* nobody's: what its row says */
	assert_int_equal(frontier_next(&got, f, at(2000)), 700);
	assert_int_equal(frontier_next(&got, f, at(2700)), 0);
	frontier_start(f, a, at(2700));
	assert_true(frontier_note(f, a, STR(""), &wall, at(2700))); /* c's wall stops c, not a */
	assert_false(frontier_visit(f, a, &to_c, at(2700)));
	assert_true(frontier_visit(f, a, NULL, at(2700)));
	assert_int_equal(frontier_next(&got, f, at(2700)), 0);
	assert_int_equal(got, a);
	assert_int_equal(frontier_next(&got, f, at(2700)), 4300); /* b: Retry-After to its guest */
	frontier_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stories),       cmocka_unit_test(test_under_way),
		cmocka_unit_test(test_remove_parked), cmocka_unit_test(test_rest_owed),
		cmocka_unit_test(test_reach),         cmocka_unit_test(test_visit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
