#ifndef REPORT_TABLES_H
#define REPORT_TABLES_H

#include "base/arena.h"
#include "extract/page.h"
#include "report/form.h"
#include "report/report.h"
#include "report/stream.h"

/* Where one of the form's blocks was found, as a half-open range of pieces. */
struct table_span {
	enum table_id table;
	const struct form *form;
	size_t first, last;               /* pieces */
	uint32_t first_block, last_block; /* page blocks, half open */
};

struct tables {
	struct table_span *spans; /* in reading order, not overlapping */
	size_t n_spans;
};

/*
 * tables_read - find the statutory tables in a stream and read their cells.
 *
 *   out     receives where tables were found: headings are not looked for there
 *   report  receives value[][], notes, and table[].form/.block for tables with
 *           labels; status PRESENT, PARTIAL or BLANK. Tables that were not
 *           found stay ABSENT: only who knows the sections can say more
 *
 * The form is chosen table by table, by the wording of its labels. What only
 * order or equations can tell is marked inferred, and only where exactly one
 * reading fits; otherwise VALUE_AMBIGUOUS. Never a zero that is not printed.
 */
void tables_read(struct tables *out, struct report *report, const struct stream *stream,
		 const struct page *page, struct arena *arena);

#endif
