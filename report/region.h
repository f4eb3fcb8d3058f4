#ifndef REPORT_REGION_H
#define REPORT_REGION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* What kind of body reports. Names are those of seed lists, and stored. */
enum body_level {
	BODY_UNKNOWN,
	BODY_CENTRAL,
	BODY_PROVINCE, /* a government */
	BODY_CITY,
	BODY_COUNTY,
	BODY_TOWN, /* 镇, 乡, 街道, 苏木 */
	BODY_DEPT, /* whatever its government's level */
	BODY__COUNT
};

struct body_place {
	uint32_t code; /* GB/T 2260 of the smallest region the name has; 0: cannot be told */
	enum body_level level; /* of the body itself */
};

/*
 * region_of - where a body named in full stands, by its name alone.
 *
 * The name begins with its regions, largest first; some may be left out
 * (沭阳县…). A region whose name others share has no code unless a larger one
 * before it decides: 长安区财政局 has none, 西安市长安区财政局 has. Names that begin
 * with no listed region have none, though their level may be plain.
 */
struct body_place region_of(struct str agency);

/* The full name of a code, static; p NULL: not listed. */
struct str region_name(uint32_t code);

const char *body_level_name(enum body_level level); /* "" for BODY_UNKNOWN */

#endif
