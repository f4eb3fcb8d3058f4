#ifndef REPORT_REGION_TABLE_H
#define REPORT_REGION_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct region_row {
	const char *name; /* full, as the standard has it */
	uint32_t code;    /* GB/T 2260: provinces end in 0000, prefectures in 00 */
};

/* By name in the order of bytes, then by code: several regions may share a name. */
extern const struct region_row region_rows[];
extern const size_t region_rows_count;

#endif
