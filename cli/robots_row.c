#include "cli/robots_row.h"

const char *robots_row_verdict(const struct robots_memory *m)
{
	if (m->failures)
		return "unreachable";
	switch ((enum robots_answer)m->answer) {
	case ROBOTS_ANSWER_RULES:
		return "rules";
	case ROBOTS_ANSWER_NONE:
		return "none";
	default:
		return "refused";
	}
}

static int32_t answer_of(struct str verdict)
{
	if (str_eq(verdict, STR("none")))
		return ROBOTS_ANSWER_NONE;
	if (str_eq(verdict, STR("refused")))
		return ROBOTS_ANSWER_REFUSED;
	return ROBOTS_ANSWER_RULES;
}

struct robots_memory robots_row_memory(const struct store_robots *kept)
{
	return (struct robots_memory){ .asked_ms = kept->fetched_ms,
				       .good_ms = kept->good_ms,
				       .failures = kept->fails,
				       .answer = answer_of(kept->verdict) };
}
