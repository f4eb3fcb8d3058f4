#ifndef EXTRACT_HANZI_H
#define EXTRACT_HANZI_H

#include <stdbool.h>
#include <stdint.h>

/* The simplified character for a traditional one, or the character itself (OpenCC's TSCharacters). */
uint32_t hanzi_simplify(uint32_t code_point);

/* CJK unified ideographs, extensions and compatibility ideographs included. */
bool hanzi_is(uint32_t code_point);

#endif
