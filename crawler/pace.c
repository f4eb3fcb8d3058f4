#include "crawler/pace.h"

#include <assert.h>

static const char *const names[] = {
	[PACE_CLOSED] = "closed",       [PACE_BACKOFF] = "backoff", [PACE_OPEN] = "open",
	[PACE_HALF_OPEN] = "half-open", [PACE_STOPPED] = "stopped",
};

const char *pace_state_name(enum pace_state s)
{
	return names[s];
}

static int64_t max(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t min(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t doubled(int64_t first, int32_t times, int64_t most)
{
	while (times-- > 0 && first < most)
		first *= 2;
	return min(first, most);
}

static int64_t with_jitter(int64_t ms, unsigned jitter)
{
	return ms + ms * PACE_JITTER_PERCENT / 100 * (int64_t)jitter / 1000;
}

bool pace_crawl_delay(struct pace *p, int64_t crawl_delay_ms, int64_t most_ms)
{
	p->crawl_delay_ms = (int32_t)min(max(crawl_delay_ms, 0), most_ms);
	return crawl_delay_ms > most_ms;
}

enum pace_state pace_state(const struct pace *p, struct pace_time now)
{
	if (p->stopped)
		return PACE_STOPPED;
	if (p->memory.open_until_ms)
		return now.wall_ms < p->memory.open_until_ms ? PACE_OPEN : PACE_HALF_OPEN;
	return now.wall_ms < p->memory.backoff_until_ms ? PACE_BACKOFF : PACE_CLOSED;
}

int64_t pace_wait_ms(const struct pace *p, struct pace_time now)
{
	int64_t wall;

	if (p->stopped)
		return PACE_NEVER;
	if (p->in_flight > 0)
		return PACE_LATER;
	/* A wall clock that was set back must not make a wait longer than any we set. */
	wall = max(p->memory.backoff_until_ms, p->memory.open_until_ms) - now.wall_ms;
	wall = min(wall, with_jitter(PACE_MAX_BACKOFF_MS, 1000));
	return max(0, max(p->ready_ms - now.mono_ms, wall));
}

int64_t pace_wait_all_ms(const struct pace *const *clocks, size_t n, struct pace_time now)
{
	int64_t most = 0;
	bool later = false;

	for (size_t i = 0; i < n; i++) {
		int64_t ms = pace_wait_ms(clocks[i], now);

		if (ms == PACE_NEVER)
			return PACE_NEVER;
		later = later || ms == PACE_LATER;
		most = max(most, ms);
	}
	return later ? PACE_LATER : most;
}

void pace_start(struct pace *p, struct pace_time now)
{
	p->in_flight++;
	p->ready_ms = max(p->ready_ms, now.mono_ms);
}

/* Back-off is over and nothing bad came for a while: as if it had never been. */
static void forget(struct pace *p, int64_t wall_ms)
{
	struct pace_memory *m = &p->memory;

	if (m->backoff_steps &&
	    wall_ms - max(m->trouble_ms, m->backoff_until_ms) >= PACE_QUIET_MS) {
		m->backoff_steps = 0;
		p->strikes = 0;
	}
}

static void note_busy(struct pace *p, const struct pace_event *event, struct pace_time now)
{
	struct pace_memory *m = &p->memory;
	int64_t wait, asked = min(event->retry_after_ms, PACE_MAX_BACKOFF_MS);
	bool same = p->strikes > 0 && event->began_mono_ms <= p->event_ms;

	if (!same) {
		wait = doubled(PACE_BACKOFF_MS, m->backoff_steps, PACE_MAX_BACKOFF_MS);
		if (asked <= 0)
			asked = min(with_jitter(wait, event->jitter), PACE_MAX_BACKOFF_MS);
		m->backoff_steps = m->backoff_steps < 32 ? m->backoff_steps + 1 : 32;
		p->event_ms = now.mono_ms;
		p->strikes++;
	}
	m->trouble_ms = now.wall_ms;
	if (asked > 0)
		m->backoff_until_ms = max(m->backoff_until_ms, now.wall_ms + asked);
	if (p->strikes >= PACE_MAX_STRIKES)
		p->stopped = true;
}

static void note_failed(struct pace *p, const struct pace_event *event, struct pace_time now)
{
	struct pace_memory *m = &p->memory;
	int64_t wait;

	m->failures = m->failures < 1000 ? m->failures + 1 : 1000;
	if (m->failures < PACE_MAX_FAILURES && !m->open_until_ms)
		return;
	if (m->open_until_ms > now.wall_ms) /* was under way when the breaker opened */
		return;
	wait = doubled(PACE_OPEN_MS, m->times_opened, PACE_MAX_OPEN_MS);
	m->open_until_ms = now.wall_ms + min(with_jitter(wait, event->jitter), PACE_MAX_OPEN_MS);
	m->times_opened = m->times_opened < 32 ? m->times_opened + 1 : 32;
}

void pace_note(struct pace *p, const struct pace_event *event, struct pace_time now)
{
	int64_t rest = p->delay_ms, slow = min(event->took_ms, PACE_MAX_TOOK_MS) * PACE_TOOK_FACTOR;

	assert(p->in_flight > 0);
	assert(event->jitter <= 1000);
	p->in_flight--;
	forget(p, now.wall_ms);
	if (event->outcome == PACE_FAILED) {
		note_failed(p, event, now);
		rest = max(rest, doubled(rest, p->memory.failures, PACE_BACKOFF_MS));
	} else {
		p->memory.failures = 0;
		p->memory.times_opened = 0;
		p->memory.open_until_ms = 0;
	}
	if (event->outcome == PACE_BUSY)
		note_busy(p, event, now);
	if (event->outcome == PACE_BLOCKED)
		p->stopped = true;
	rest = max(rest, p->crawl_delay_ms);
	rest = max(rest, min(slow, PACE_MAX_TOOK_MS));
	p->ready_ms = max(p->ready_ms, now.mono_ms + with_jitter(rest, event->jitter));
}
