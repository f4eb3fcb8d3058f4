#ifndef EXTRACT_CHARSET_TABLE_H
#define EXTRACT_CHARSET_TABLE_H

#include <stdint.h>

#define CHARSET_GB_POINTERS   23940
#define CHARSET_GB_RANGES     207
#define CHARSET_BIG5_POINTERS 19782
#define CHARSET_SINGLES       28

/* The indexes of the WHATWG Encoding Standard, made by scripts/gen-charset.py. Only charset.c reads
 * them. */
struct charset_range {
	uint32_t pointer, code_point; /* four-byte codes from `pointer` on run on from here */
};

struct charset_single {
	const char *name;
	uint16_t high[128]; /* what 0x80 to 0xFF stand for; 0: nothing */
};

extern const uint16_t charset_gb_index[CHARSET_GB_POINTERS];
extern const struct charset_range charset_gb_ranges[CHARSET_GB_RANGES];
extern const uint16_t charset_big5_index[CHARSET_BIG5_POINTERS]; /* low 16 bits; 0: nothing */
extern const uint8_t charset_big5_plane2[(CHARSET_BIG5_POINTERS + 7) / 8]; /* bit set: plane 2 */
extern const struct charset_single charset_singles[CHARSET_SINGLES];

#endif
