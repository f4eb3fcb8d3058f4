#ifndef REPORT_PARSE_H
#define REPORT_PARSE_H

#include "base/arena.h"
#include "base/str.h"
#include "extract/doc.h"
#include "extract/page.h"
#include "report/report.h"

/* What others say about the document. Any of it may be empty. Used last, and named as evidence. */
struct report_hint {
	struct str url;
	struct str link_text;   /* text or title= of the link that led here */
	struct str seed_agency; /* the seed line's agency */
	int seed_year;          /* 0: not said */
	/* Of a file: what the page that it is attached to says of itself. */
	struct str page_agency;
	int page_year;              /* 0: not said */
	struct date page_published; /* year 0: not said */
};

/*
 * report_parse - what the page says: kind, identity, sections, tables, cells.
 *
 * A page that is no report is a good parse too: its kind says what it is, and
 * whatever could be read is there. Cannot fail; views point into page and arena.
 */
void report_parse(struct report *out, const struct page *page, const struct encoding *encoding,
		  const struct report_hint *hint, struct arena *arena);

#endif
