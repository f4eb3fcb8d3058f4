#ifndef REPORT_KIND_H
#define REPORT_KIND_H

#include "base/arena.h"
#include "extract/page.h"
#include "report/identity.h"
#include "report/lines.h"
#include "report/report.h"
#include "report/section.h"
#include "report/tables.h"

/*
 * kind_read - what kind of document the page is, and why.
 *
 *   report  identity, sections and table states already read; receives kind and kind_reason
 *
 * A report needs the legal sections, or a title with a period, tables or the
 * older parts; a title alone is not enough. Look-alikes are refused by the words
 * of their titles first, blank forms by what stands in their places.
 */
void kind_read(struct report *report, const struct titles *titles, const struct page *page,
	       const struct lines *lines, const struct outline *outline,
	       const struct tables *tables, struct arena *arena);

#endif
