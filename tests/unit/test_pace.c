#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "crawler/pace.h"

#define S    INT64_C(1000)
#define MIN  (60 * S)
#define HOUR (60 * MIN)

/* The wall clock runs 1,000 h ahead of the other, so that mixing them up shows. */
static struct pace_time at(int64_t ms)
{
	return (struct pace_time){ ms, ms + 1000 * HOUR };
}

struct step {
	const char *name;
	int64_t began_ms, ended_ms;
	enum pace_outcome outcome;
	int64_t retry_after_ms;
	int64_t want_wait_ms; /* right after the end */
	const char *want_state;
};

static void run(struct pace *p, const struct step *steps, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct step *s = &steps[i];
		struct pace_event event = { s->outcome, s->began_ms, s->ended_ms - s->began_ms,
					    s->retry_after_ms, 0 };

		print_message("  step: %s\n", s->name);
		pace_start(p, at(s->began_ms));
		assert_int_equal(pace_wait_ms(p, at(s->ended_ms)), PACE_LATER);
		pace_note(p, &event, at(s->ended_ms));
		assert_int_equal(pace_wait_ms(p, at(s->ended_ms)), s->want_wait_ms);
		assert_string_equal(pace_state_name(pace_state(p, at(s->ended_ms))), s->want_state);
	}
}

static void test_rest(void **state)
{
	static const struct step steps[] = {
		{ "a quick answer costs the plain delay", 0, 100, PACE_OK, 0, 3 * S, "closed" },
		{ "a slow one five times its time", 10 * S, 12 * S, PACE_OK, 0, 10 * S, "closed" },
		{ "up to half a minute", 60 * S, 80 * S, PACE_OK, 0, 30 * S, "closed" },
		{ "then plain again", 120 * S, 120 * S, PACE_OK, 0, 3 * S, "closed" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	assert_int_equal(pace_wait_ms(&p, at(0)), 0);
	run(&p, steps, countof(steps));
	assert_int_equal(pace_wait_ms(&p, at(122 * S)), 1 * S);
	assert_int_equal(pace_wait_ms(&p, at(123 * S)), 0);
}

static void test_crawl_delay(void **state)
{
	static const struct step steps[] = {
		{ "robots.txt asks for more", 0, 100, PACE_OK, 0, 10 * S, "closed" },
		{ "a slow answer for more still", 20 * S, 24 * S, PACE_OK, 0, 20 * S, "closed" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	assert_false(pace_crawl_delay(&p, 10 * S, 60 * S));
	run(&p, steps, countof(steps));
	assert_false(pace_crawl_delay(&p, -1, 60 * S));
	assert_int_equal(p.crawl_delay_ms, 0);
	assert_false(pace_crawl_delay(&p, 60 * S, 60 * S));
	assert_true(pace_crawl_delay(&p, 60 * S + 1, 60 * S));
	assert_int_equal(p.crawl_delay_ms, 60 * S);
}

static void test_busy(void **state)
{
	static const struct step steps[] = {
		{ "busy: a minute", 0, 0, PACE_BUSY, 0, 1 * MIN, "backoff" },
		{ "busy again: two", 1 * MIN, 1 * MIN, PACE_BUSY, 0, 2 * MIN, "backoff" },
		{ "an answer does not forgive", 3 * MIN, 3 * MIN, PACE_OK, 0, 3 * S, "closed" },
		{ "the third strike stops", 4 * MIN, 4 * MIN, PACE_BUSY, 0, PACE_NEVER, "stopped" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	run(&p, steps, countof(steps));
	assert_int_equal(p.memory.backoff_until_ms, 4 * MIN + 4 * MIN + 1000 * HOUR);
}

static void test_next_run(void **state)
{
	struct pace p = { .delay_ms = 3000,
			  .memory = { .backoff_until_ms = 1000 * HOUR + 8 * MIN,
				      .trouble_ms = 1000 * HOUR + 4 * MIN,
				      .backoff_steps = 3 } };
	static const struct step steps[] = {
		{ "the steps are remembered", 8 * MIN, 8 * MIN, PACE_BUSY, 0, 8 * MIN, "backoff" },
	};

	(void)state;
	assert_int_equal(pace_wait_ms(&p, at(5 * MIN)), 3 * MIN);
	assert_int_equal(pace_wait_ms(&p, at(8 * MIN)), 0);
	run(&p, steps, countof(steps));
	assert_int_equal(p.strikes, 1);
}

static void test_forget(void **state)
{
	static const struct step steps[] = {
		{ "busy", 0, 0, PACE_BUSY, 0, 1 * MIN, "backoff" },
		{ "again", 1 * MIN, 1 * MIN, PACE_BUSY, 0, 2 * MIN, "backoff" },
		{ "29 minutes are not enough", 32 * MIN, 32 * MIN, PACE_OK, 0, 3 * S, "closed" },
		{ "30 quiet ones are", 33 * MIN, 33 * MIN, PACE_OK, 0, 3 * S, "closed" },
		{ "so this is the first", 34 * MIN, 34 * MIN, PACE_BUSY, 0, 1 * MIN, "backoff" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	run(&p, steps, countof(steps));
	assert_int_equal(p.strikes, 1);
}

/* The quiet half hour starts when the wait is over, not when it was imposed. */
static void test_forget_later(void **state)
{
	static const struct step steps[] = {
		{ "two hours, says the server", 0, 0, PACE_BUSY, 2 * HOUR, 2 * HOUR, "backoff" },
		{ "busy still: the second step", 2 * HOUR, 2 * HOUR, PACE_BUSY, 0, 2 * MIN,
		  "backoff" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	run(&p, steps, countof(steps));
}

static void test_retry_after(void **state)
{
	static const struct step steps[] = {
		{ "the server's wish", 0, 0, PACE_BUSY, 7 * S, 7 * S, "backoff" },
		{ "zero falls to back-off, second step", 10 * S, 10 * S, PACE_BUSY, 0, 2 * MIN,
		  "backoff" },
	};
	struct pace p = { .delay_ms = 3000 }, q = p, r = p;
	struct pace_event week = { PACE_BUSY, 0, 0, 7 * 24 * HOUR, 1000 };
	struct pace_event negative = { PACE_BUSY, 0, 0, -5, 0 };

	(void)state;
	run(&p, steps, countof(steps));
	pace_start(&q, at(0));
	pace_note(&q, &week, at(0));
	assert_int_equal(pace_wait_ms(&q, at(0)), 24 * HOUR);
	pace_start(&r, at(0));
	pace_note(&r, &negative, at(0));
	assert_int_equal(pace_wait_ms(&r, at(0)), 1 * MIN);
}

/* Ten under way when the server tires: one event, one step. */
static void test_one_event(void **state)
{
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	for (int i = 0; i < 10; i++)
		pace_start(&p, at(i));
	for (int i = 0; i < 10; i++) {
		struct pace_event busy = { PACE_BUSY, i, 100, i == 9 ? 5 * MIN : 0, 0 };

		pace_note(&p, &busy, at(100 + i));
	}
	assert_int_equal(p.strikes, 1);
	assert_int_equal(p.memory.backoff_steps, 1);
	/* The wish that came last is still heard. */
	assert_int_equal(pace_wait_ms(&p, at(109)), 5 * MIN);
}

static void test_breaker(void **state)
{
	static const struct step steps[] = {
		{ "one failure: twice the delay", 0, 0, PACE_FAILED, 0, 6 * S, "closed" },
		{ "two", 10 * S, 10 * S, PACE_FAILED, 0, 12 * S, "closed" },
		{ "three", 30 * S, 30 * S, PACE_FAILED, 0, 24 * S, "closed" },
		{ "four", 60 * S, 60 * S, PACE_FAILED, 0, 48 * S, "closed" },
		{ "five open the breaker", 2 * MIN, 2 * MIN, PACE_FAILED, 0, 10 * MIN, "open" },
		{ "one may try, and fails", 12 * MIN, 12 * MIN, PACE_FAILED, 0, 20 * MIN, "open" },
		{ "the next succeeds", 32 * MIN, 32 * MIN, PACE_OK, 0, 3 * S, "closed" },
		{ "and it starts over", 33 * MIN, 33 * MIN, PACE_FAILED, 0, 6 * S, "closed" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	run(&p, steps, 5);
	assert_string_equal(pace_state_name(pace_state(&p, at(12 * MIN - 1))), "open");
	assert_string_equal(pace_state_name(pace_state(&p, at(12 * MIN))), "half-open");
	run(&p, steps + 5, countof(steps) - 5);
}

static void test_blocked(void **state)
{
	static const struct step steps[] = {
		{ "a wall ends it", 0, 0, PACE_BLOCKED, 0, PACE_NEVER, "stopped" },
	};
	struct pace p = { .delay_ms = 3000 };

	(void)state;
	run(&p, steps, countof(steps));
}

static void test_jitter(void **state)
{
	struct pace p = { .delay_ms = 4000 };
	struct pace_event most = { PACE_OK, 0, 0, 0, 1000 }, half = { PACE_OK, 9000, 0, 0, 500 };

	(void)state;
	pace_start(&p, at(0));
	pace_note(&p, &most, at(0));
	assert_int_equal(pace_wait_ms(&p, at(0)), 5000);
	pace_start(&p, at(9000));
	pace_note(&p, &half, at(9000));
	assert_int_equal(pace_wait_ms(&p, at(9000)), 4500);
}

static void test_all(void **state)
{
	struct pace host = { .delay_ms = 3000, .ready_ms = 100 };
	struct pace domain = { .delay_ms = 3000, .ready_ms = 700 };
	struct pace address = { .delay_ms = 3000, .ready_ms = 400 };
	const struct pace *const clocks[] = { &host, &domain, &address };

	(void)state;
	assert_int_equal(pace_wait_all_ms(clocks, 3, at(0)), 700);
	assert_int_equal(pace_wait_all_ms(clocks, 3, at(700)), 0);
	pace_start(&address, at(700));
	assert_int_equal(pace_wait_all_ms(clocks, 3, at(700)), PACE_LATER);
	host.stopped = true;
	assert_int_equal(pace_wait_all_ms(clocks, 3, at(700)), PACE_NEVER);
	assert_int_equal(pace_wait_all_ms(NULL, 0, at(0)), 0);
}

/* The wall clock was put back by years between two runs. */
static void test_clock_back(void **state)
{
	struct pace p = { .delay_ms = 3000, .memory = { .backoff_until_ms = 100000 * HOUR } };

	(void)state;
	assert_true(pace_wait_ms(&p, at(0)) <= 30 * HOUR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rest),         cmocka_unit_test(test_crawl_delay),
		cmocka_unit_test(test_busy),         cmocka_unit_test(test_next_run),
		cmocka_unit_test(test_forget),       cmocka_unit_test(test_retry_after),
		cmocka_unit_test(test_forget_later), cmocka_unit_test(test_one_event),
		cmocka_unit_test(test_breaker),      cmocka_unit_test(test_blocked),
		cmocka_unit_test(test_jitter),       cmocka_unit_test(test_all),
		cmocka_unit_test(test_clock_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
