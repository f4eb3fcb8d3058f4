#include "crawler/robots_cache.h"

#include "base/attrs.h"

static const char *const names[] = {
	[ROBOTS_POLICY_ASK] = "ask",
	[ROBOTS_POLICY_RULES] = "rules",
	[ROBOTS_POLICY_ALLOW] = "no rules",
	[ROBOTS_POLICY_REFUSED] = "refused",
	[ROBOTS_POLICY_UNREACHABLE] = "unreachable",
};

const char *robots_policy_name(enum robots_policy p)
{
	return names[p];
}

enum robots_answer robots_answer(int status)
{
	if (status >= 200 && status < 300)
		return ROBOTS_ANSWER_RULES;
	if (status == 304)
		return ROBOTS_ANSWER_SAME;
	if (status >= 300 && status < 400)
		return ROBOTS_ANSWER_ELSEWHERE;
	if (status == 401 || status == 403)
		return ROBOTS_ANSWER_REFUSED;
	if (status >= 400 && status < 500 && status != 429)
		return ROBOTS_ANSWER_NONE;
	return ROBOTS_ANSWER_UNREACHABLE;
}

void robots_note(struct robots_memory *m, int status, int64_t now_ms)
{
	enum robots_answer answer = robots_answer(status);

	m->asked_ms = now_ms;
	if (answer == ROBOTS_ANSWER_SAME && m->good_ms)
		answer = ROBOTS_ANSWER_RULES;
	if (answer == ROBOTS_ANSWER_UNREACHABLE || answer == ROBOTS_ANSWER_ELSEWHERE ||
	    answer == ROBOTS_ANSWER_SAME) {
		if (m->failures < 100)
			m->failures++;
		return;
	}
	m->failures = 0;
	m->answer = (int32_t)answer;
	m->good_ms = answer == ROBOTS_ANSWER_RULES ? now_ms : 0;
}

int64_t robots_ask_at_ms(const struct robots_memory *m)
{
	int64_t wait = ROBOTS_RETRY_MS;

	if (m->asked_ms == 0)
		return 0;
	if (m->failures == 0)
		return m->asked_ms + ROBOTS_FRESH_MS;
	for (int32_t i = 1; i < m->failures && wait < ROBOTS_MAX_RETRY_MS; i++)
		wait *= 2;
	return m->asked_ms + (wait < ROBOTS_MAX_RETRY_MS ? wait : ROBOTS_MAX_RETRY_MS);
}

enum robots_policy robots_policy(const struct robots_memory *m, int64_t now_ms)
{
	if (now_ms >= robots_ask_at_ms(m))
		return ROBOTS_POLICY_ASK;
	if (m->failures)
		return m->good_ms && now_ms - m->good_ms < ROBOTS_KEEP_MS
			       ? ROBOTS_POLICY_RULES
			       : ROBOTS_POLICY_UNREACHABLE;
	switch ((enum robots_answer)m->answer) {
	case ROBOTS_ANSWER_RULES:
		return ROBOTS_POLICY_RULES;
	case ROBOTS_ANSWER_NONE:
		return ROBOTS_POLICY_ALLOW;
	case ROBOTS_ANSWER_REFUSED:
	default:
		return ROBOTS_POLICY_REFUSED;
	}
}
