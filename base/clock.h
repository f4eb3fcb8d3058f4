#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The only functions that ask the system for the time. Everything else takes it as an argument. */
int64_t clock_wall_ms(void); /* since 1970-01-01T00:00Z */
int64_t clock_mono_ms(void); /* never goes back; of no meaning outside this process */

/* A day of the proleptic Gregorian calendar. All zero: unknown. day 0: only the month is known. */
struct date {
	int16_t year;
	uint8_t month, day; /* from 1 */
};

bool date_valid(struct date d); /* a real day, year 1900 to 2999 */
int date_cmp(struct date a, struct date b);
int64_t date_days(struct date d); /* days since 1970-01-01 */

#define CLOCK_ISO_MAX 32

/* "2024-01-31T08:05:00Z" into out, which is returned. */
const char *clock_iso(char out[CLOCK_ISO_MAX], int64_t wall_ms);

/* The Beijing day (UTC+8) of an instant: official deadlines are counted in it. */
struct date clock_beijing_day(int64_t wall_ms);

#endif
