#ifndef REPORT_STATUS_H
#define REPORT_STATUS_H

#include "base/arena.h"
#include "extract/page.h"
#include "report/lines.h"
#include "report/report.h"
#include "report/section.h"

/*
 * status_read - say of each statutory table without cells why it has none.
 *
 *   report  sections read; tables that tables_read() found are left alone, the
 *           others receive status, block and evidence
 *
 * Decided from what stands between the table's heading and the next: a picture
 * (icons and rulers do not count), a link to a file or a viewer, words that send
 * the reader elsewhere (详见附件), a table or figures nobody could read
 * (TABLE_PARTIAL: it was not omitted), else TABLE_ABSENT. A file linked at the end
 * of the body is taken for the tables that nothing else accounts for, and so is a
 * picture there, for headings under which nothing stands.
 */
void status_read(struct report *report, const struct page *page, const struct lines *lines,
		 const struct outline *outline, struct arena *arena);

/* The first frame, or link to a file that is none of the site's furniture; NULL: none. */
const struct link *status_file(const struct page *page);

#endif
