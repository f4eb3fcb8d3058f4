#ifndef EXTRACT_HANZI_H
#define EXTRACT_HANZI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "extract/hanzi_table.h"

uint32_t hanzi_simplify_any(uint32_t code_point); /* hanzi_simplify() out of line */

/* The simplified character for a traditional one, or the character itself (OpenCC's TSCharacters).
 */
static inline uint32_t hanzi_simplify(uint32_t code_point)
{
	if (code_point < 0x3400)
		return code_point;
	if (code_point <= 0xFFFF &&
	    !(hanzi_changes[(code_point - 0x3400) >> 6] >> (code_point & 63) & 1))
		return code_point;
	return hanzi_simplify_any(code_point);
}

/* Of U+3400 to U+FFFF: may hanzi_simplify() change it? Most characters it does not. */
static inline bool hanzi_may_change(uint32_t code_point)
{
	return hanzi_changes[(code_point - 0x3400) >> 6] >> (code_point & 63) & 1;
}

/* The ideograph that a radical or a compatibility ideograph stands for, or the character itself. */
uint32_t hanzi_plain(uint32_t code_point);

/*
 * hanzi_is_syllable - is `s` a syllable of pinyin, tone marks or none?
 *
 * Lower case. *index receives which, without its tone, for hanzi_reads().
 */
bool hanzi_is_syllable(unsigned *index, struct str s);

/* Is that the commonest reading of the hanzi? */
bool hanzi_reads(uint32_t code_point, unsigned syllable);

/* CJK unified ideographs, extensions and compatibility ideographs included. */
bool hanzi_is(uint32_t code_point);

#endif
