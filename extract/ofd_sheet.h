#ifndef EXTRACT_OFD_SHEET_H
#define EXTRACT_OFD_SHEET_H

#include "extract/words.h"

/* Characters of one <ofd:TextCode> that are placed one by one. */
#define OFD_MAX_TEXT_BYTES (1u << 20)

/*
 * ofd_sheet - what stands where on one page (GB/T 33190-2016, 7.7 to 11).
 *
 *   out    has its size already; receives words, rules and images
 *   xml    Content.xml of the page
 *   arena  owns what out points to
 *
 * Curves, and text turned or slanted, are placed by their origin alone.
 * Returns 0, or -1 with ERR_FORMAT or ERR_LIMIT.
 */
MUST_USE int ofd_sheet(struct words_sheet *out, struct str xml, struct arena *arena,
		       struct arena *scratch, struct err *e);

/* Up to n numbers parted by white space; returns how many there are. */
size_t ofd_numbers(double *out, size_t n, struct str text);

/* Millimetres to the unit of words.h. */
int32_t ofd_length(double mm);

#endif
