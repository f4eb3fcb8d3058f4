#ifndef CLI_OUTCOME_PRINT_H
#define CLI_OUTCOME_PRINT_H

#include "base/buf.h"
#include "cli/outcome.h"

/*
 * An outcome as text for people, and for golden files: the same outcome gives
 * the same bytes. Everything from outside is made printable.
 *
 * Cells are printed a row a line, in the order of the form's columns: a number
 * as read, _ blank, - dash, / slash, . no such cell, ? ambiguous, "raw" for
 * text; * after it: inferred, not read.
 */
void outcome_print_summary(struct buf *out, const struct outcome *o); /* kind, identity, tables */
void outcome_print_cells(struct buf *out, const struct outcome *o);
void outcome_print_sections(struct buf *out, const struct outcome *o);
void outcome_print_notes(struct buf *out, const struct outcome *o);
void outcome_print_findings(struct buf *out, const struct outcome *o);

#endif
