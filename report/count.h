#ifndef REPORT_COUNT_H
#define REPORT_COUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "report/report.h"

/* Longest cell that is looked at as a number; a longer one is VALUE_TEXT. */
#define COUNT_MAX_BYTES  160
#define COUNT_MAX_DIGITS 15

/* What a cell counts, as far as it changes how its words are read. */
enum count_unit {
	COUNT_THINGS, /* 件, 项, 次, ...: money is no such count */
	COUNT_WAN,    /* 万元: a stated 元, 千元 or 亿元 is converted */
	COUNT_MONEY,  /* money in a unit that the form leaves open: kept as printed */
};

/* What was seen on the way; each becomes a note. */
enum {
	COUNT_SAW_UNIT = 1,
	COUNT_SAW_CONVERTED = 2, /* 元 turned into 万元, because both are stated */
	COUNT_SAW_FULLWIDTH = 4,
	COUNT_SAW_ABOUT = 8, /* 余, 多, 约: the figure is not exact */
};

struct count {
	enum value_state state; /* BLANK, DASH, SLASH, TEXT, ZERO or NUMBER */
	uint8_t scale;          /* decimals, at most VALUE_MAX_SCALE */
	int64_t n;              /* the count is n / 10^scale; 0 unless NUMBER */
	unsigned saw;           /* COUNT_SAW_* */
};

/*
 * count_read - what a printed cell says as a number.
 *
 *   unit       of the cell by its form
 *   header     unit that the column's header states ("元"); empty: none
 *   is_signed  the cell is an increase or decrease: 增加5, 减3, 持平
 *
 * Accepts full-width digits, thousands marks (",", "，", a space; in groups of
 * three), signs, Chinese numerals, decimals up to VALUE_MAX_SCALE places, a
 * unit behind the figure, 余 and 约. Words that say none (无, 零, 没有) are
 * VALUE_ZERO. Anything else that is not empty is VALUE_TEXT; a number is
 * never cut out of a longer text. Cannot fail.
 */
struct count count_read(struct str printed, enum count_unit unit, struct str header,
			bool is_signed);

/* The count_unit of a cell. */
enum count_unit count_unit_of(enum row_id row, enum col_id col);

#endif
