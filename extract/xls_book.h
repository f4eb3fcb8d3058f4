#ifndef EXTRACT_XLS_BOOK_H
#define EXTRACT_XLS_BOOK_H

#include "extract/page_build.h"

#define XLS_MAX_SHEETS     256
#define XLS_MAX_STRINGS    500000
#define XLS_MAX_RECORDS    8000000     /* of all sheets */
#define XLS_MAX_TEXT_BYTES (16u << 20) /* of all shared strings */

/*
 * xls_book - the sheets of an Excel 97 to 2003 workbook (BIFF8), by [MS-XLS].
 *
 *   book  the stream "Workbook"
 *
 * Formulas give the result that is stored with them; figures are as a cell of
 * the format General shows them. Hidden sheets are named, not read; hidden rows
 * and columns are left out. Returns 0, or -1 with ERR_FORMAT (older, encrypted, damaged) or ERR_LIMIT.
 */
MUST_USE int xls_book(struct page_builder *b, struct str book, struct arena *scratch,
		      struct err *e);

#endif
