#ifndef TESTS_GEN_GEN_SHEET_H
#define TESTS_GEN_GEN_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "report/form.h"
#include "report/report.h"
#include "tests/gen/rng.h"

/* One cell of a form as it would be typed: its place, its spans, what it is for. */
struct sheet_cell {
	struct str text;
	unsigned row, col, row_span, col_span;
	bool is_value;
	enum row_id of_row; /* of values and row labels; ROW__COUNT: of neither */
	enum col_id of_col; /* of values and column heads */
};

/* A statutory table as cells in reading order. */
struct sheet {
	enum table_id table;
	struct sheet_cell *cells;
	size_t n, cap;
	unsigned rows, cols;
};

/* What careless hands do to a table. Bits of gen_damage.mask. */
enum {
	DAMAGE_FULLWIDTH = 1 << 0,     /* digits ０ to ９ */
	DAMAGE_UNITS = 1 << 1,         /* 14件, 3.5万元 */
	DAMAGE_THOUSANDS = 1 << 2,     /* 1,234 or 1，234 */
	DAMAGE_SIGNS = 1 << 3,         /* +3, 增加3, 减3 in 本年增/减 */
	DAMAGE_WORDS = 1 << 4,         /* 无 and 零 for 0 */
	DAMAGE_YUAN = 1 << 5,          /* 元 where the form asks 万元, stated in the cell */
	DAMAGE_VARIANTS = 1 << 6,      /* other wording of labels */
	DAMAGE_SPACES = 1 << 7,        /* inside labels */
	DAMAGE_ORDINALS = 1 << 8,      /* ㈠, 1、 */
	DAMAGE_TYPOS = 1 << 9,         /* one character of a long label wrong or lost */
	DAMAGE_INSTRUCTIONS = 1 << 10, /* （指…） behind a label */
	DAMAGE_GROUP_TWICE = 1 << 11,  /* 三、本年度办理结果 三、本年度办理结果 */
	DAMAGE_BROKEN_LABELS = 1 << 12, /* line breaks inside labels, in heads one a character */
	DAMAGE_EXTRA_ROW = 1 << 13,     /* a local row that no form has */
	DAMAGE_HEAD_CUT = 1 << 14,      /* form2019: 本年新, 本年新 */
	DAMAGE_SHORT_ROWS = 1 << 15,    /* cells lost: which, nobody can say */
	DAMAGE_NO_CELLS = 1 << 16,      /* labels without any cell */
	DAMAGE_LOST_LABEL = 1 << 17,    /* a row of the requests table has an empty label */
	DAMAGE__BITS = 18,
};

/* What of the truth survives. A row that lost something may be ambiguous or missing, never wrong.
 */
struct gen_truth {
	bool is_lossy[ROW__COUNT];
};

/* The table of a form with these cells; a group without a row of its own is left out. */
void sheet_build(struct sheet *out, const struct form *form, enum table_id table,
		 const struct report *cells, struct arena *arena);

void sheet_damage(struct sheet *sheet, struct gen_truth *truth, const struct form *form,
		  unsigned mask, struct rng *r, struct arena *arena);

#endif
