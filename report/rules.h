#ifndef REPORT_RULES_H
#define REPORT_RULES_H

#include "report/check.h"

/*
 * The functions behind the rows of rules.c, in the files of their groups
 * (rules_arithmetic.c, ...). All have the shape of struct rule's test.
 */
typedef void rule_test(struct check *out, const struct rule *self, const struct check_input *in);

rule_test rule_identity; /* every equation of identities.c that has the rule's code */

#endif
