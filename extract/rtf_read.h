#ifndef EXTRACT_RTF_READ_H
#define EXTRACT_RTF_READ_H

#include "extract/page_build.h"

#define RTF_MAX_GROUPS     256 /* open at a time */
#define RTF_MAX_LEVELS     8   /* tables in tables */
#define RTF_MAX_BOXES      8   /* text boxes in text boxes */
#define RTF_MAX_FONTS      4096
#define RTF_MAX_CELLS      512        /* defined for one row */
#define RTF_MAX_TEXT_BYTES (8u << 20) /* of one paragraph */

/*
 * rtf_read - blocks and tables of a Rich Text Format file (RTF 1.9.1).
 *
 * Deleted and hidden text, headers, footers, notes and unknown destinations
 * are not read. Text boxes come before the paragraph they are anchored in. A
 * table with tables inside becomes paragraphs. Bytes are taken in the charset
 * of their font, else of the document. A file that ends before its groups do
 * sets page.truncated. Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int rtf_read(struct page_builder *b, struct str bytes, struct arena *scratch,
		      struct err *e);

#endif
