#ifndef REPORT_YEAR_H
#define REPORT_YEAR_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/lines.h"

/*
 * year_period - the year of a statistical period in folded text.
 *
 * 自2023年1月1日起至(2023年)12月31日止 in its variants: 202020年, 12月30日,
 * 2023年1月至12月, Chinese numerals, and copies that lost 年 and 月
 * (202311日至1231日). 0 where there is none, or its two years differ.
 */
int year_period(struct str folded);

/* The year of a report that folded text speaks of: 2023年度…政府信息公开…报告. 0: none. */
int year_mentioned(struct str folded);

/*
 * year_frequent - the year that lines [from, to) speak of most.
 *
 * Names of documents in 《》 do not count. 0 where two are about as frequent.
 */
int year_frequent(const struct lines *lines, size_t from, size_t to);

/* The report year that an address states: fbtime=2023, title=2023, /2023n/, /2023nb/. 0: none. */
int year_of_url(struct str url);

#endif
