#ifndef REPORT_DATES_H
#define REPORT_DATES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/str.h"

/*
 * date_read - the date that folded text (text_fold) begins with.
 *
 *   used  receives the bytes it takes
 *
 * 2024-01-18, 2024/1/18, 2024.01.18, 2024年1月18日, 20240118 is none,
 * 二〇二四年一月十八日, and 2024年1月 with day 0. False for what is no day of
 * the calendar or lies outside 2000 to 2099.
 */
bool date_read(struct date *out, size_t *used, struct str folded);

/* The whole of a folded line is a date, a time of day after it allowed. */
bool date_line(struct date *out, struct str folded);

/* The first date anywhere in folded text. */
bool date_find(struct date *out, struct str folded);

/* The four-digit year (2000 to 2099) folded text begins with, 年 behind it or not; 0: none. */
int year_read(struct str folded, size_t *used);

#endif
