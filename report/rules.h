#ifndef REPORT_RULES_H
#define REPORT_RULES_H

#include "report/check.h"

/*
 * The functions behind the rows of rules.c, in the files of their groups
 * (rules_arithmetic.c, ...). All have the shape of struct rule's test. A
 * function that serves several rows goes by the row's code.
 */
typedef void rule_test(struct check *out, const struct rule *self, const struct check_input *in);

/* rules_document.c */
rule_test rule_not_report, rule_fabricated, rule_binary, rule_mirror, rule_truncated,
	rule_untrusted;

/* rules_structure.c */
rule_test rule_form, rule_section_missing, rule_section_number, rule_heading_only,
	rule_table_status, rule_table_incomplete, rule_row_missing, rule_note, rule_cell;

/* rules_arithmetic.c */
rule_test rule_identity; /* every equation of identities.c that has the rule's code */
rule_test rule_inequality, rule_total_blank;

/* rules_narrative.c: statements of the text against the tables */
rule_test rule_claim, rule_channels, rule_review_outcome, rule_processing_fee;

/* rules_list.c: lists of the text against their own sums */
rule_test rule_list, rule_share, rule_change;

/* rules_wording.c: what the text lacks, cites wrongly, or was left in it */
rule_test rule_section_five, rule_section_six, rule_evaluation, rule_repealed, rule_document_no,
	rule_wrong_sense, rule_placeholder, rule_residue, rule_foreign_self;

/* rules_meta.c */
rule_test rule_title, rule_year_conflict, rule_period, rule_published, rule_late, rule_agency,
	rule_agency_conflict, rule_scope;

/* rules_plausibility.c */
rule_test rule_authority, rule_fee_large, rule_no_input, rule_carry_share, rule_after_review,
	rule_all_zero, rule_single_column;

/* rules_years.c: this year's report against last year's */
rule_test rule_carry, rule_carry_column, rule_in_force, rule_items_prev, rule_tables_identical,
	rule_text_copy, rule_jump;

/* For those files: "14", "43.788", for messages. */
struct str rule_amount(struct arena *arena, int64_t micro);

/* One finding with a message and a quote. */
struct finding *rule_found(struct check *out, const struct rule *self, struct str message,
			   struct str quote, uint32_t block);

/* A cell's count in millionths; false where none was read, or it was inferred. */
bool rule_count(int64_t *micro, const struct report *r, enum row_id row, enum col_id col);

#endif
