#ifndef EXTRACT_HANZI_H
#define EXTRACT_HANZI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The simplified character for a traditional one, or the character itself (OpenCC's TSCharacters).
 */
uint32_t hanzi_simplify(uint32_t code_point);

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
