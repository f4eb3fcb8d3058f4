#ifndef EXTRACT_RTF_ROWS_H
#define EXTRACT_RTF_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "extract/table_build.h"
#include "extract/textbuf.h"

/* Edges of cells that differ by less are one, in twips (1/20 point). */
#define RTF_EDGE_TWIPS 30

/* What \cellx and the words before it say of one cell. */
struct rtf_cell_def {
	int32_t right; /* edge, twips */
	enum row_merge merge;
	bool joins_left;
};

/* What \trowd and the words behind it say of a row. Reused from row to row. */
struct rtf_row_def {
	int32_t left;
	struct rtf_cell_def *cells;
	size_t n, cap;
};

struct rtf_row {
	int32_t left;
	const struct str *texts;
	const struct rtf_cell_def *defs;
	size_t n_texts, n_defs;
};

/*
 * One table on the way: RTF knows no tables, only rows whose cells end at
 * distances from the margin. Zero-initialise; everything is in `scratch`.
 */
struct rtf_rows {
	struct rtf_row *rows;
	struct str *texts;   /* of the open row */
	struct textbuf open; /* paragraphs of the open cell, a line each */
	size_t n_rows, cap_rows, n_texts, cap_texts;
};

bool rtf_rows_any(const struct rtf_rows *t);
void rtf_rows_text(struct rtf_rows *t, struct str paragraph, struct arena *scratch);
void rtf_rows_cell(struct rtf_rows *t, struct arena *scratch);
void rtf_rows_row(struct rtf_rows *t, const struct rtf_row_def *def, struct arena *scratch);

/*
 * The table ends: it goes to `out`, where columns are the places at which any
 * cell ends, and t is empty again. Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int rtf_rows_end(struct rtf_rows *t, struct tables *out, struct err *e);

/* The same, but for a table that has another one inside: its text as paragraphs. */
void rtf_rows_dissolve(struct rtf_rows *t, struct page_builder *b);

#endif
