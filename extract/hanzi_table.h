#ifndef EXTRACT_HANZI_TABLE_H
#define EXTRACT_HANZI_TABLE_H

#include <stdint.h>

#define HANZI_PAIRS      2956
#define HANZI_WIDE_PAIRS 1149

/* Traditional, simplified; ascending. Made by scripts/gen-hanzi.py; only hanzi.c reads them. */
extern const uint16_t hanzi_pairs[HANZI_PAIRS][2];
extern const uint16_t hanzi_page_start[257]; /* first pair of each 256 code points */
extern const uint32_t hanzi_wide_pairs[HANZI_WIDE_PAIRS]
				      [2]; /* where one of the two is above U+FFFF */

#endif
