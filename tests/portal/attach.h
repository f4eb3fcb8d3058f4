#ifndef PORTAL_ATTACH_H
#define PORTAL_ATTACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a file beside a report's page is. */
enum file_kind {
	FILE_NONE,
#define FILE_KIND(sym, name, ending, type, is_read, may_be_whole, carrier) FILE_##sym,
#include "tests/portal/files.def"
#undef FILE_KIND
	FILE__COUNT
};

/* How its page leads to it. */
enum carrier {
	CARRIER_LINK,
	CARRIER_VIEWER, /* <iframe src="/pdfjs/web/viewer.html?file=..."> */
	CARRIER_SCRIPT, /* its name stands in a script alone */
};

/* Where the tables of a report are, when they are not in its page. */
struct attach {
	enum file_kind file; /* FILE_NONE: none, or an annex */
	bool is_whole;       /* the file is the report; the page has its title and a link */
	bool is_annex;       /* a 统计表 that is published as an article of its own */
	bool is_shell;       /* what is listed is a door: the report lies behind it */
};

const char *file_name(enum file_kind kind); /* in the truth: "pdf_bare"; "" for FILE_NONE */
const char *file_ending(enum file_kind kind);
const char *file_type(enum file_kind kind); /* Content-Type */
enum carrier file_carrier(enum file_kind kind);

/* Whether the tables can be read from it, and are not only announced or pictured. */
bool file_is_read(enum file_kind kind);

/* One of all the ways, by chance. */
struct attach attach_draw(uint64_t seed, size_t agency, int year);

/*
 * attach_exhibit - the reports that show each way once, so that no profile lacks one.
 *
 *   i     of the agency
 *   year  from 0: the first that is served
 *
 * False for all others.
 */
bool attach_exhibit(struct attach *out, size_t i, int year);

#endif
