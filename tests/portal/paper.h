#ifndef PORTAL_PAPER_H
#define PORTAL_PAPER_H

#include "base/arena.h"
#include "base/buf.h"

#include "tests/portal/table.h"

/* A line of text, or a table. */
struct paper_part {
	struct str text;
	bool is_title;
	const struct table *table; /* NULL: a line */
};

/* A report as an office program has it before it is saved as one thing or another. */
struct paper {
	struct paper_part *parts;
	size_t n, cap;
	struct arena *arena;
};

void paper_title(struct paper *p, struct str text);
void paper_line(struct paper *p, struct str text);
void paper_table(struct paper *p, const struct table *t); /* borrowed */

#define PAPER_MAX_ROWS 48
#define PAPER_MAX_COLS 16

/* Which cell of a table lies on each place: 0 none, else one more than its index. */
struct paper_grid {
	unsigned rows, cols;
	unsigned short at[PAPER_MAX_ROWS][PAPER_MAX_COLS];
};

void paper_grid(struct paper_grid *out, const struct table *t);

/* The cell on a place that has one. */
static inline const struct table_cell *paper_cell(const struct table *t, const struct paper_grid *g,
						  unsigned row, unsigned col)
{
	return &t->cells[g->at[row][col] - 1];
}

/* The cell began in a row above. */
static inline bool paper_goes_on(const struct paper_grid *g, unsigned row, unsigned col)
{
	return row && g->at[row - 1][col] == g->at[row][col];
}

/* Files of it. */
void file_docx(struct buf *out, const struct paper *p);
void file_xlsx(struct buf *out,
	       const struct paper *p); /* a sheet for each table, its line before */
void file_doc(struct buf *out, const struct paper *p);
void file_xls(struct buf *out, const struct paper *p);
void file_rtf(struct buf *out, const struct paper *p);
void file_ofd(struct buf *out, const struct paper *p);
void file_pdf(struct buf *out, const struct paper *p, bool ruled);
void file_zip(struct buf *out, const struct paper *p); /* an xlsx and a letter */

#endif
