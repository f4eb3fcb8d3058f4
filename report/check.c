#include "report/check.h"

#include "report/claims.h"
#include "report/prose.h"

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

const struct prose *check_prose(struct check *c, const struct check_input *in)
{
	if (!c->prose) {
		struct prose *p = ARENA_NEW(c->arena, struct prose, 1);

		*p = prose_read(in->now, c->arena);
		c->prose = p;
	}
	return c->prose;
}

const struct claims *check_claims(struct check *c, const struct check_input *in)
{
	if (!c->claims) {
		struct claims *p = ARENA_NEW(c->arena, struct claims, 1);

		*p = claims_read(in->now, check_prose(c, in), c->arena);
		c->claims = p;
	}
	return c->claims;
}

static const struct cell_list *list_cells(const struct report *r, struct arena *arena)
{
	struct cell_list *l = ARENA_NEW(arena, struct cell_list, 1);
	struct cell_ref all[ROW__COUNT * COL__COUNT];
	size_t n = 0, at[TABLE__COUNT];

	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++)
			if (r->value[row][col].state != VALUE_MISSING) {
				all[n++] = (struct cell_ref){ row, col };
				l->first[row_table(row) + 1]++;
			}
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		at[t] = l->first[t];
		l->first[t + 1] += l->first[t];
	}
	l->at = ARENA_NEW(arena, struct cell_ref, n + 1);
	for (size_t i = 0; i < n; i++)
		l->at[at[row_table(all[i].row)]++] = all[i];
	return l;
}

const struct cell_list *check_cells(struct check *c, const struct check_input *in)
{
	if (!c->cells)
		c->cells = list_cells(in->now, c->arena);
	return c->cells;
}

bool check_damaged(const struct check_input *in)
{
	return in->is_untrusted || (in->encoding && in->encoding->untrusted);
}

static bool applies(const struct rule *rule, const struct check_input *in, bool years)
{
	switch (rule->reach) {
	case RULE_DOCUMENT:
		return !years;
	case RULE_REPORT:
		return !years && in->now->kind == KIND_REPORT;
	case RULE_YEARS:
		return years && in->prev && in->now->kind == KIND_REPORT;
	case RULE_DATABASE:
		break;
	}
	return false;
}

static struct check run(const struct check_input *in, bool years, struct arena *arena)
{
	struct check out = { .arena = arena };

	for (size_t i = 0; i < check_rules_count; i++)
		if (check_rules[i].test && applies(&check_rules[i], in, years))
			check_rules[i].test(&out, &check_rules[i], in);
	return out;
}

struct check check_run(const struct check_input *in, struct arena *arena)
{
	return run(in, false, arena);
}

struct check check_years(const struct check_input *in, struct arena *arena)
{
	return run(in, true, arena);
}

void check_apply(struct check *c, const struct severities *want)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		size_t at = (size_t)(c->findings[i].rule - check_rules);

		if (want->of[at])
			c->findings[i].severity = (enum severity)(want->of[at] - 1);
	}
}
