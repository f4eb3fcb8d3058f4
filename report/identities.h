#ifndef REPORT_IDENTITIES_H
#define REPORT_IDENTITIES_H

#include <stdbool.h>
#include <stddef.h>

#include "report/check.h"

#define IDENTITY_MAX_TERMS 24

/* One equation of a form: the left cells add up to the right ones. */
struct identity_sum {
	const char *code; /* of the rule it reports under: T3_BALANCE, ... */
	struct cell_ref left[IDENTITY_MAX_TERMS], right[2];
	size_t n_left, n_right;
	const char *text; /* what the form says must hold */
};

/* What must add up, laid out compactly: one of these stands for an equation a row or a column. */
struct identity_rule {
	const char *code;
	const char *const *forms; /* stable names, NULL-terminated */
	enum table_id table;
	bool across;                     /* within each row: parts of a line = its total */
	const enum row_id *left, *right; /* down each column; end with ROW__COUNT */
	enum row_id unless; /* left out where this row has cells; ROW__COUNT: never left out */
	enum row_id only;   /* left out where this row has none; ROW__COUNT: never left out */
	const char *text;
};

extern const struct identity_rule identities[];
extern const size_t identities_count;

/*
 * identity_each - every equation that the report's forms have under one code,
 * in the order of the form's rows or columns.
 */
typedef void visit_sum(void *context, const struct identity_sum *sum);
void identity_each(const struct report *r, const char *code, visit_sum *visit, void *context);

enum identity_outcome { IDENTITY_HOLDS, IDENTITY_FAILS, IDENTITY_OPEN };

/*
 * identity_assess - does it hold?
 *
 * OPEN unless every term is a count that was read, not inferred. Blank terms on
 * the left count as nothing where the equation then holds, and leave it OPEN
 * where it does not; so does a blank total. left and right get the sums, in the
 * units of value_micro(), where both could be formed.
 */
enum identity_outcome identity_assess(int64_t *left, int64_t *right, const struct report *r,
				      const struct identity_sum *sum);

#endif
