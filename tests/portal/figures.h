#ifndef PORTAL_FIGURES_H
#define PORTAL_FIGURES_H

#include "base/arena.h"
#include "report/form.h"
#include "report/report.h"

#include "tests/portal/world.h"

/* The form that the report of a year follows. */
const struct form *figures_form(int year);

/*
 * figures_draw - the cells of one report, as its page prints them.
 *
 * raw is what is printed; states and numbers are what a careful reader makes
 * of it, so this is the truth as well. All identities of the form hold but for
 * the document's slip. Cells of tables that are not printed are there too.
 */
void figures_draw(struct report *out, const struct world *w, const struct document *d,
		  struct arena *arena);

/* The table_id of each of DOCUMENT_TABLES. */
enum table_id figures_table(size_t i);

#endif
