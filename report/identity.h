#ifndef REPORT_IDENTITY_H
#define REPORT_IDENTITY_H

#include "base/arena.h"
#include "extract/page.h"
#include "report/lines.h"
#include "report/parse.h"
#include "report/report.h"
#include "report/section.h"
#include "report/title.h"

/* All titles the document has, whichever is believed; is_shape tells which are a report's. */
struct titles {
	struct title body, box, meta, page, link;
};

/*
 * identity_read - who reports on which year, said when.
 *
 * Each fact is taken from the first of its sources that has it, and names it:
 *   title   body, metadata box, <meta>, <title>; never a link
 *   agency  title, preamble, contact clause, caption, metadata box, <meta>,
 *           breadcrumb, signature, link, seed; 我局 and 本机关 are no names, and
 *           a name without its place gives way to the same name with it
 *   year    period, title, preamble, what the body speaks of most, link,
 *           address, seed, year of publication less one
 *   published  metadata box, <meta>, a dated line before the body, the title,
 *           the signature; never the clock of a template
 * Cannot fail: what nobody says stays empty, FROM_NONE.
 */
void identity_read(struct identity *out, struct titles *titles, const struct page *page,
		   const struct lines *lines, const struct outline *outline,
		   const struct report_hint *hint, struct arena *arena);

#endif
