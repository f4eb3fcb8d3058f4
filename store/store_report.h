#ifndef STORE_STORE_REPORT_H
#define STORE_STORE_REPORT_H

#include "base/arena.h"
#include "extract/doc.h"
#include "report/check.h"
#include "report/report.h"
#include "store/store.h"

/* A file linked from a document's body, or shown in it. */
struct store_attachment {
	struct str url, name, format; /* name and format may be empty */
};

/* What reading a document gave. */
struct store_reading {
	enum err_code outcome; /* ERR_NONE: it was read, and what follows is set */
	struct str message;    /* of the failure; may be empty */
	int64_t cpu_us;        /* 0: not measured */

	struct str format; /* stable name; for failures what it was recognised as; may be empty */
	const struct encoding *encoding;
	const struct report *report;
	const struct check *check;
	const struct store_attachment *attachments;
	size_t n_attachments;

	/* Of the agency, as the seed says; any may be empty. */
	struct str region, level, parent;
};

/* What a reading changed. */
enum store_change {
	STORE_UNCHANGED, /* the same report as the last reading gave, or no report before and now */
	STORE_ADDED,     /* a report whose agency, year and scope were not known */
	STORE_SOURCE,    /* one more source of a report already known, with the same content */
	STORE_VERSION_UP, /* a known report with other content: a new version of it */
	STORE_REREAD,     /* the same bytes, read otherwise than before */
	STORE_REMOVED,    /* was a report at the last reading, is none now */
};

/*
 * store_put_reading - all rows of one document, whole or not at all.
 *
 *   change     receives what is new
 *   report_id  receives the report's id; 0 where the document is none
 *
 * Only a KIND_REPORT gets rows as a report; other kinds, and failures, are
 * kept with the document. A KIND_STATISTICS with cells is an annex: reports of
 * the same agency and year that have no such tables of their own take them from
 * it, as they do from files attached to their pages. Read again with the same
 * outcome, nothing changes, ids included.
 */
MUST_USE int store_put_reading(enum store_change *change, int64_t *report_id, struct store *s,
			       int64_t document_id, const struct store_reading *r, struct err *e);

/*
 * store_next_unchecked - a report whose tables came from other documents since it was checked.
 *
 * Returns 1, or 0 when there is none. store_put_joined_check() takes the place of
 * what its own document alone was found to have wrong.
 */
MUST_USE int store_next_unchecked(int64_t *report_id, struct store *s, struct err *e);
MUST_USE int store_put_joined_check(struct store *s, int64_t report_id, const struct check *check,
				    struct err *e);

/*
 * store_put_findings - what rules that look at the whole database found.
 *
 * Takes the place of such findings and assessments as the report had before;
 * what reading the document found stays.
 */
MUST_USE int store_put_findings(struct store *s, int64_t report_id, const struct check *check,
				struct err *e);

/* The same in pieces: away with all of them in the database, then some for one report. */
MUST_USE int store_clear_findings(struct store *s, struct err *e);
MUST_USE int store_add_findings(struct store *s, int64_t report_id, const struct check *check,
				struct err *e);

/* What stands in the database about a document, in a form that can be held against another. */
struct store_standing {
	struct str kind, outcome;                             /* in the arena; empty: not read */
	uint64_t identity, tables, cells, sections, findings; /* 0: no report */
};

/* Returns 1, or 0 when there is no such document. */
MUST_USE int store_get_standing(struct store_standing *out, struct store *s, int64_t document_id,
				struct arena *arena, struct err *e);

/* What a stored report is, beside what it says. Views are in the arena. */
struct store_report_row {
	int64_t id, document_id, agency_id; /* agency_id 0: cannot be told */
	int version;
	bool is_current;
	bool is_untrusted;        /* the document's figures may be damaged */
	struct str region, level; /* of the agency; empty: not known */
	struct str url;           /* empty: a local file */
};

/*
 * store_get_report - a report back as the struct it was put from.
 *
 * Blocks of cells that stand in grids are not kept and read as 0. Returns 1,
 * or 0 when there is no such report.
 */
MUST_USE int store_get_report(struct report *out, struct store_report_row *row, struct store *s,
			      int64_t report_id, struct arena *arena, struct err *e);

/* The same without tables, cells and notes. */
MUST_USE int store_get_text(struct report *out, struct store_report_row *row, struct store *s,
			    int64_t report_id, struct arena *arena, struct err *e);

/*
 * The current report of the same agency and scope, `years` later (or earlier, below 0); names that
 * are linked are one agency. 1 or 0.
 */
MUST_USE int store_find_neighbour(int64_t *report_id, struct store *s, int64_t of_report_id,
				  int years, struct err *e);

/* Current reports by rising id: 1 with the next after `after`, or 0. */
MUST_USE int store_next_report(int64_t *report_id, struct store *s, int64_t after, struct err *e);

#endif
