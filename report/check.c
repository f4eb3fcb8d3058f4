#include "report/check.h"

static const char *const severities[] = { "info", "warning", "error" };

static const char *const groups[] = { "document",   "structure", "arithmetic", "narrative",
				      "cross_year", "meta",      "template",   "plausibility" };

const char *severity_name(enum severity severity)
{
	return severities[severity];
}

const char *rule_group_name(enum rule_group group)
{
	return groups[group];
}

const struct rule *rule_named(struct str code)
{
	for (size_t i = 0; i < check_rules_count; i++)
		if (str_eq(code, str_c(check_rules[i].code)))
			return &check_rules[i];
	return NULL;
}

struct finding *check_find(struct check *c, const struct rule *rule)
{
	struct finding *f;

	ARENA_GROW(c->arena, c->findings, c->n_findings, c->cap_findings);
	f = &c->findings[c->n_findings++];
	*f = (struct finding){ .rule = rule, .severity = rule->severity };
	return f;
}

void check_assess(struct check *c, const struct rule *rule, unsigned holds, unsigned fails,
		  unsigned open)
{
	ARENA_GROW(c->arena, c->assessments, c->n_assessments, c->cap_assessments);
	c->assessments[c->n_assessments++] = (struct assessment){
		.rule = rule,
		.holds = (uint16_t)holds,
		.fails = (uint16_t)fails,
		.open = (uint16_t)open,
	};
}

struct check check_run(const struct check_input *in, struct arena *arena)
{
	struct check out = { .arena = arena };

	for (size_t i = 0; i < check_rules_count; i++)
		if (check_rules[i].test)
			check_rules[i].test(&out, &check_rules[i], in);
	return out;
}
