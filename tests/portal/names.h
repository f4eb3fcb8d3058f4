#ifndef PORTAL_NAMES_H
#define PORTAL_NAMES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* An invented place: no such name is in use. */
struct place {
	struct str name; /* 砚汀县 */
	struct str stem; /* 砚汀 */
	struct str slug; /* yanting: unlike that of any other place of the same seed */
};

/* The n-th place of a seed; kind is 县, 区 or 市, by n. */
struct place place_name(uint64_t seed, unsigned n, struct arena *arena);

/* A town of the place: 霁坞镇. Different for each n below 200. */
struct str town_name(uint64_t seed, unsigned place, unsigned n, struct arena *arena);

struct department {
	struct str name; /* 财政局 */
	struct str slug; /* czj */
	struct str duty; /* what its prose speaks of: 财政预决算 */
};

#define DEPARTMENTS 22
extern const struct department departments[DEPARTMENTS];

#endif
