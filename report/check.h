#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

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

/* What rules may look at. */
struct check_input {
	const struct report *now;
	const struct encoding *encoding; /* NULL on a report read back from the store */
	struct str url;                  /* empty: unknown */
	const struct report *prev; /* the year before, same agency and scope; NULL: not known */
};

struct check {
	struct finding *findings;
	size_t n_findings, cap_findings;
	struct assessment *assessments; /* one for each rule that applies */
	size_t n_assessments, cap_assessments;
	struct arena *arena;
};

struct rule {
	const char *code; /* stable, stored in the database: never reused or renamed */
	enum severity severity;
	enum rule_group group;
	const char *cite;    /* clause or official wording it comes from; "" if none */
	const char *message; /* what it means, one line: for `nianbao rules` and docs/rules.md */

	/*
	 * Adds findings and one assessment. Cells that are no counts make an
	 * equation `open`, never a failure. NULL: the rule is told of by another
	 * stage (cross-year rules need the database).
	 */
	void (*test)(struct check *out, const struct rule *self, const struct check_input *in);
};

extern const struct rule check_rules[];
extern const size_t check_rules_count;

const struct rule *rule_named(struct str code);
const char *severity_name(enum severity severity);
const char *rule_group_name(enum rule_group group);

/*
 * check_run - hold one report against every rule that has a test.
 *
 * Findings come in table order, then in the order of the form's cells, so two
 * runs over one report give equal bytes. Everything lives in the arena.
 * Cannot fail.
 */
struct check check_run(const struct check_input *in, struct arena *arena);

/* For the tests of rules. */
struct finding *check_find(struct check *c, const struct rule *rule); /* a new one, to be filled */
void check_assess(struct check *c, const struct rule *rule, unsigned holds, unsigned fails,
		  unsigned open);

#endif
