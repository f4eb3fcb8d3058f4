#ifndef REPORT_PROSE_H
#define REPORT_PROSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/report.h"

#define PROSE_MAX_SENTENCES      20000
#define PROSE_MAX_SENTENCE_BYTES 6000 /* a longer one is not read */
#define PROSE_MAX_NUMBERS        96   /* of one sentence */

enum number_unit {
	UNIT_ITEM, /* 件, 宗, 条, 份, 起, 项, 例, 个, 次, 篇, ...: see `word` */
	UNIT_YUAN,
	UNIT_PERCENT,
};

/* A number with its unit, in Arabic or Chinese numerals. */
struct number {
	size_t from, to; /* bytes of the folded sentence, unit included */
	int64_t micro;   /* millionths; money in yuan */
	uint8_t scale;   /* decimals written; for money in 万元: those of the 万元 */
	bool is_wan;     /* money was stated in 万元 */
	bool about;      /* 余, 约, 近, 多: not exact */
	enum number_unit unit;
	struct str word; /* the unit as printed */
};

/* A sentence of the text, with the numbers in it. */
struct sentence {
	struct str printed; /* trimmed, as in the section */
	struct str folded;  /* text_fold() of it: no spaces, one width of marks */
	struct str before;  /* folded sentence before it on the same line; may be empty */
	struct number *numbers;
	size_t n_numbers;
	int section;      /* 1 to 6 */
	bool on_requests; /* stands under 依申请公开 */
	bool on_reviews;  /* stands in section four */
	uint32_t block;
};

struct prose {
	struct sentence *at;
	size_t n;
};

/*
 * prose_read - the sentences of a report, without the cells of its tables.
 *
 * Section by section as printed. In sections two to four only lines that hold
 * a full stop are prose. Cannot fail; views point into report and arena.
 */
struct prose prose_read(const struct report *r, struct arena *arena);

/* The number that starts at byte `at` of a folded text, its unit included. */
bool number_read(struct number *out, struct str folded, size_t at);

#endif
