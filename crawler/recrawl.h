#ifndef CRAWLER_RECRAWL_H
#define CRAWLER_RECRAWL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

#define RECRAWL_MIN_S     (20 * 3600ll) /* a nightly run must find it due */
#define RECRAWL_MAX_S     (365 * 24 * 3600ll)
#define RECRAWL_LIST_S    (7 * 24 * 3600ll)  /* first interval of what lists reports */
#define RECRAWL_ARTICLE_S (60 * 24 * 3600ll) /* first interval of everything else */

/*
 * recrawl_interval_s - when to look at a page again.
 *
 *   is_list     it leads to reports; else it is one, or a file
 *   previous_s  the interval it had; 0: it was never looked at before
 *   changed     since the last look
 *   today       Beijing's day: from 15 January to 30 April, when reports are due
 *               (Article 50 of the Regulation), lists are looked at every night
 *
 * A page that changed comes sooner (0.8), one that did not later (1.4).
 */
int64_t recrawl_interval_s(bool is_list, int64_t previous_s, bool changed, struct date today);

#endif
