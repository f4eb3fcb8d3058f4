#ifndef PORTAL_PROSE_H
#define PORTAL_PROSE_H

#include "base/arena.h"
#include "base/str.h"
#include "report/report.h"

#include "tests/portal/world.h"

/*
 * What the text of a report says of its figures. It says them as the tables have them;
 * of a document that is TALK_UNTRUE one statement is false, and breaks one rule and no other.
 */

/* The rule broken; NULL: none, because nothing is said or all of it is true. */
const char *prose_rule(const struct world *w, const struct document *d,
		       const struct report *figures);

/* Behind （一）主动公开: sentences on table two; empty where nothing is said. */
struct str prose_disclosed(const struct world *w, const struct document *d,
			   const struct report *figures, struct arena *arena);

/* The paragraph （二）依申请公开, on tables three and four. */
struct str prose_requested(const struct world *w, const struct document *d,
			   const struct report *figures, struct arena *arena);

/* The year that the first paragraph speaks of. */
int prose_year(const struct world *w, const struct document *d, const struct report *figures);

#endif
