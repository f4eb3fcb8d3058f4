#ifndef EXTRACT_HANZI_TABLE_H
#define EXTRACT_HANZI_TABLE_H

#include <stdint.h>

#define HANZI_PAIRS      2956
#define HANZI_WIDE_PAIRS 1149
#define HANZI_CHANGES    ((0x10000 - 0x3400) / 64)

/* Made by scripts/gen-hanzi.py; only hanzi.c reads them. Pairs: traditional, simplified; ascending. */
extern const uint16_t hanzi_pairs[HANZI_PAIRS][2];
extern const uint16_t hanzi_page_start[257]; /* first pair of each 256 code points */
extern const uint32_t hanzi_wide_pairs[HANZI_WIDE_PAIRS]
				      [2]; /* where one of the two is above U+FFFF */

/* A bit for each code point from U+3400 to U+FFFF that has a row in either table. */
extern const uint64_t hanzi_changes[HANZI_CHANGES];

#define HANZI_RADICALS	0xD6  /* from U+2F00 */
#define HANZI_COMPAT	0x1DA /* from U+F900 */
#define HANZI_SYLLABLES 411

extern const uint16_t hanzi_radicals[HANZI_RADICALS]; /* 0: stands for itself */
extern const uint16_t hanzi_compat[HANZI_COMPAT];
extern const char hanzi_syllables[HANZI_SYLLABLES][8]; /* without tones, ascending; "" is the first */
extern const uint16_t hanzi_reading_of[0x5200];	       /* from U+4E00, index of a syllable */

#endif
