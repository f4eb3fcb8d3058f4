#ifndef REPORT_SUCCESSION_H
#define REPORT_SUCCESSION_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * Which names are one body: 某县科技局 and 某县科学技术局, or a body that was renamed.
 * Names alone never decide; every link says what it rests on.
 */

/* One report, as far as this question goes. */
struct succession_row {
	int64_t agency_id;
	struct str name, region; /* region: GB/T 2260; empty: not known */
	int year;
	struct str url; /* empty: a local file */
};

/* Names are stored. */
enum succession_kind {
	SUCCESSION_WORDING, /* the same name in long and short wording, in one column of one site */
	SUCCESSION_RENAMED, /* one column that only these two ever used, one after the other */
	SUCCESSION__COUNT
};

struct succession {
	int64_t agency_id, same_as; /* same_as: the one with the later reports */
	enum succession_kind kind;
	struct str evidence; /* one line: the column, and the years of each */
};

const char *succession_kind_name(enum succession_kind kind);

/* A name with the short forms of its office written out: 某县发改局 to 某县发展和改革局. */
struct str succession_long_form(struct str name, struct arena *arena);

/*
 * succession_column - where on its site a report stands: its URL without the
 * parts that change from year to year. p NULL where nothing is left that could
 * belong to one body. Equal columns are the same place.
 */
struct str succession_column(struct str url, struct arena *arena);

/*
 * succession_find - the links that rows give evidence for, by agency_id.
 *
 * Two agencies are linked when a column holds reports of these two and of
 * nobody else, no year has reports of both, and either their names are the same
 * in long form, or each has at least two reports and all of one come before all
 * of the other. Where three names share a column nothing is said. Pure.
 */
size_t succession_find(struct succession **out, const struct succession_row *rows, size_t n,
		       struct arena *arena);

#endif
