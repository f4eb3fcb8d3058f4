#ifndef EXTRACT_RULES_SCAN_H
#define EXTRACT_RULES_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/words.h"

/*
 * rules_scan - the ruled lines in a picture of a sheet.
 *
 *   luma    brightness of each pixel, 0 black to 255, row by row without gaps
 *   pixel   its side in hundredths of a point
 *
 * A rule is thin, at least RULES_MIN_LENGTH long, level or upright, and darker
 * than what is on both sides of it: the edge of a tinted cell is none. Long
 * strokes of characters are among them. At most RULES_MAX are told.
 */
struct box *rules_scan(size_t *n, const uint8_t *luma, int32_t width, int32_t height, int32_t pixel,
		       struct arena *arena);

#define RULES_MIN_LENGTH 900 /* shorter than the side of any cell */
#define RULES_MAX        8000

#endif
