#ifndef EXTRACT_XLSX_SHEET_H
#define EXTRACT_XLSX_SHEET_H

#include "extract/sheet_place.h"

/* Strings that cells share, by number. */
struct xlsx_strings {
	struct str *at;
	size_t n;
};

#define XLSX_MAX_STRINGS    500000
#define XLSX_MAX_CELL_BYTES (1u << 20)

/* xl/sharedStrings.xml. Returns 0, or -1 with ERR_FORMAT or ERR_LIMIT. */
MUST_USE int xlsx_strings_read(struct xlsx_strings *out, struct str xml, struct arena *arena,
			       struct arena *scratch, struct err *e);

/*
 * xlsx_sheet - one sheet as a grid; none where nothing is written in it.
 *
 * The grid reaches from the first to the last row and column in which
 * something stands; what lies between and is empty is a blank cell. Figures
 * are as a cell of the format General shows them; dates stay serial numbers.
 * Returns 0, or -1 with ERR_FORMAT or ERR_LIMIT.
 */
MUST_USE int xlsx_sheet(struct page_builder *b, struct str xml, const struct xlsx_strings *strings,
			struct arena *scratch, struct err *e);

/* A number as it is written in a file, as General shows it: 30 for 3e1, 0.3 for 0.30000000000000004
 */
struct str xlsx_number(struct str written, struct arena *arena);

#endif
