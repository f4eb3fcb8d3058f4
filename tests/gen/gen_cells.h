#ifndef TESTS_GEN_GEN_CELLS_H
#define TESTS_GEN_GEN_CELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/form.h"
#include "report/report.h"

/* How the cells of one report are drawn. All zero: form2021, plain figures, nothing empty. */
struct gen_cells {
	const struct form *form; /* NULL: form2021 */
	const struct report
		*prev;  /* the year before, for carry-over and rules in force; NULL: none */
	uint32_t most;  /* typical size of a count; 0: 20 */
	bool fold_misc; /* form2021 with （六）其他处理 in one row */
	unsigned blank_permille; /* of the zeros: the cell stands and is empty */
	unsigned dash_permille;  /* of the zeros: - or — */
	unsigned slash_permille; /* of the zeros */
	bool blank_columns;      /* the five columns of organisations blank where all zero */
	unsigned n_slips;        /* cells altered afterwards, so that an identity fails */
};

struct gen_slip {
	enum row_id row;
	enum col_id col;
	int64_t was, is;
};

#define GEN_MAX_SLIPS 8

/*
 * gen_cells - draw every cell of a form so that all of its identities hold.
 *
 *   out    value[][] and table[].form and .status of the form's tables are set;
 *          nothing else is touched
 *   slips  receives what was altered, at most GEN_MAX_SLIPS; may be NULL
 *   arena  owns the raw texts
 *
 * A pure function of the seed and the options. Returns the number of slips.
 */
unsigned gen_cells(struct report *out, struct gen_slip *slips, const struct gen_cells *how,
		   uint64_t seed, struct arena *arena);

#endif
