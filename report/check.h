#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "extract/doc.h"
#include "report/report.h"

/* Names are stored: "error", "warning", "info". */
enum severity { SEV_INFO, SEV_WARNING, SEV_ERROR, SEV__COUNT };

/* Groups of rules; a file of functions each. Names are stored. */
enum rule_group {
	GROUP_DOCUMENT,
	GROUP_STRUCTURE,
	GROUP_ARITHMETIC,
	GROUP_NARRATIVE,
	GROUP_CROSS_YEAR,
	GROUP_META,
	GROUP_TEMPLATE,
	GROUP_PLAUSIBILITY,
	GROUP__COUNT
};

struct cell_ref {
	enum row_id row;
	enum col_id col;
};

#define FINDING_MAX_CELLS 32

/* One thing wrong, in one place. Views live in the arena of the check. */
struct finding {
	const struct rule *rule;
	enum severity severity;
	struct cell_ref cells[FINDING_MAX_CELLS];
	size_t n_cells;
	bool has_sides;      /* left and right are set */
	int64_t left, right; /* micro units: see value_micro() */
	struct str message;  /* one line, English with Chinese terms as printed */
	struct str quote;    /* the words it rests on; may be empty */
	uint32_t block;      /* of the page, where known */
};

/* How a rule came out, so that silence is never mistaken for health. */
struct assessment {
	const struct rule *rule;
	uint16_t holds, fails, open; /* open: not assessable, for want of figures */
};

struct shingles;

/* What rules may look at. */
struct check_input {
	const struct report *now;
	const struct encoding *encoding; /* NULL on a report read back from the store */
	struct str url;                  /* empty: unknown */
	const struct report *prev; /* the year before, same agency and scope; NULL: not known */
	const struct shingles *now_text, *prev_text; /* of both, where known already; may be NULL */
	bool is_untrusted; /* for reports read back: figures of now or prev may be damaged */
};

/* The cells that a report has, table by table, each in the form's order. */
struct cell_list {
	struct cell_ref *at;
	size_t first[TABLE__COUNT + 1]; /* of table t: from first[t] up to first[t + 1] */
};

struct prose;
struct claims;

struct check {
	struct finding *findings;
	size_t n_findings, cap_findings;
	struct assessment *assessments; /* one for each rule that applies */
	size_t n_assessments, cap_assessments;
	struct arena *arena;
	const struct prose *prose;     /* made by the first rule that asks: check_prose() */
	const struct claims *claims;   /* likewise: check_claims() */
	const struct cell_list *cells; /* likewise: check_cells() */
	const uint32_t
		*traces; /* likewise, of rules_wording.c: which words the texts hold at all */
};

/* What a rule looks at. */
enum rule_reach {
	RULE_DOCUMENT, /* any document, reports or not */
	RULE_REPORT,   /* one report */
	RULE_YEARS,    /* a report and that of the year before: struct check_input's prev */
	RULE_DATABASE, /* no function: told of by who has the database */
};

struct rule {
	const char *code; /* stable, stored in the database: never reused or renamed */
	enum severity severity;
	enum rule_group group;
	const char *cite;    /* clause or official wording it comes from; "" if none */
	const char *message; /* what it means, one line: for `nianbao rules` and docs/rules.md */

	/*
	 * Adds findings and one assessment. Cells that are no counts make an
	 * equation `open`, never a failure. NULL where reach is RULE_DATABASE.
	 */
	void (*test)(struct check *out, const struct rule *self, const struct check_input *in);
	enum rule_reach reach;
};

extern const struct rule check_rules[];
extern const size_t check_rules_count;

const struct rule *rule_named(struct str code);
const char *severity_name(enum severity severity);
const char *rule_group_name(enum rule_group group);

/*
 * check_run - hold one document against every rule that looks at it alone.
 *
 * What is no report is only held against rules for any document. Findings come
 * in the order of the rules, then in that of the form's cells, so two runs over
 * one report give equal bytes. Everything lives in the arena. Cannot fail.
 */
struct check check_run(const struct check_input *in, struct arena *arena);

/* check_years - the same with the rules that look at in->prev too; nothing where it is NULL. */
struct check check_years(const struct check_input *in, struct arena *arena);

/* Severities that a user wants otherwise: by place in check_rules; 0: the rule's own. */
#define CHECK_MAX_RULES 160
struct severities {
	char of[CHECK_MAX_RULES]; /* 1 + enum severity */
};
void check_apply(struct check *c, const struct severities *want);

/* For the tests of rules. */
struct finding *check_find(struct check *c, const struct rule *rule); /* a new one, to be filled */
void check_assess(struct check *c, const struct rule *rule, unsigned holds, unsigned fails,
		  unsigned open);
const struct prose *check_prose(struct check *c, const struct check_input *in);
const struct claims *check_claims(struct check *c, const struct check_input *in);
const struct cell_list *check_cells(struct check *c, const struct check_input *in);

/* Whether figures may have been lost on the way: then nobody is accused. */
bool check_damaged(const struct check_input *in);

#endif
