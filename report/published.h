#ifndef REPORT_PUBLISHED_H
#define REPORT_PUBLISHED_H

#include "base/arena.h"
#include "base/clock.h"
#include "extract/page.h"
#include "report/lines.h"
#include "report/report.h"
#include "report/section.h"

/*
 * published_read - when the document says it was published.
 *
 *   from  receives the source, FROM_NONE with an empty date
 *
 * 发布日期 goes before 成文日期. Lines of a template's clock (今天是…, 星期) and
 * times of collecting, building or filing a page are no dates of publication.
 */
struct date published_read(enum evidence *from, const struct page *page, const struct lines *lines,
			   const struct outline *outline, struct str title, struct arena *arena);

#endif
