#ifndef REPORT_READER_H
#define REPORT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/count.h"
#include "report/form.h"
#include "report/match.h"
#include "report/report.h"
#include "report/stream.h"
#include "report/token.h"

/*
 * The inside of tables_read(), shared by its files:
 *
 *	stream -> tokens -> regions (tables.c) -> items (rows.c) -> cells (assign.c, across.c)
 */

/* Tokens that belong to one table, half open. */
struct region {
	enum table_id table;
	size_t first, last;
	size_t n_rows, n_cols, n_titles; /* labels seen: rows distinct, columns each time */
};

/* One printed column head. */
struct head {
	enum col_id col; /* COL__COUNT: words that no form has */
	uint32_t token;
	struct str unit; /* money unit that it states; empty: none */
};

#define READER_MAX_HEADS   32 /* over one row */
#define READER_MAX_HEADERS 32 /* in one region */

/* The column heads over some rows. */
struct header {
	struct head heads[READER_MAX_HEADS];
	size_t n;
};

/* A cell-like token that follows a row label. */
struct mark {
	uint32_t token;
	uint32_t line;
	bool is_text, is_blank;
};

/* One printed row: its label, and what follows it up to the next label. */
struct item {
	enum row_id row;
	uint32_t token;              /* label */
	const struct header *header; /* NULL: none above it */
	struct mark *marks;          /* the row's cells, as far as can be told */
	size_t n;
	struct mark *orphans; /* full cells behind them that have no label */
	size_t n_orphans;
	bool is_apart;       /* printed as a row of its own: nothing else can be in it */
	bool is_messy;       /* something unknown stands between its cells */
	bool is_merged;      /* of two lines that have enough cells only together */
	unsigned depth;      /* label columns left of its label: 0 to 2 */
	unsigned next_depth; /* the next row's; 0 behind the last */
};

struct items {
	struct item *at;
	size_t n, cap;
	struct header *headers[READER_MAX_HEADERS]; /* in reading order */
	size_t n_headers;
};

struct reader {
	const struct stream *stream;
	const struct lexicon *lexicon;
	struct tokens tokens;
	struct report *report;
	struct arena *arena;
	size_t cap_notes;
	bool deduped; /* lines that had been there before were taken out of the text */
	const struct form *form[TABLE__COUNT]; /* chosen; NULL: not yet */
	const bool *doubtful;                  /* by grid: no place in it is certain */
};

/* Unknown short texts in a row that a table may hold before it is taken to have ended. */
#define READER_MAX_GAP 12

/* Rows read in one region: far above any form. What comes after them is left out. */
#define READER_MAX_ROWS 600

/* Texts of one page that are compared with mistyped labels; no report has so many. */
#define READER_MAX_MENDS 3000

/* labels.c: the tables a label can belong to, as bits. Furniture belongs to none. */
unsigned labels_tables(const struct reader *rd, const struct token *t);

/* The table of a mask with one bit, else TABLE__COUNT. */
enum table_id labels_only_table(unsigned mask);

/* Labels with typing errors, whole or broken over pieces, become TOKEN_LABEL. */
void labels_mend(struct reader *rd);

/* rows.c: labels of a region with their cells. */
struct items rows_collect(const struct reader *rd, const struct region *g);

/* Whether the token is a label with such a meaning in the table. */
const struct word *token_means(const struct reader *rd, const struct token *t, enum word_kind kind,
			       enum table_id table);

/* assign.c: what a row's cells say, by a list of columns. */
struct columns {
	const struct form_col *cols[READER_MAX_HEADS]; /* NULL: a column that no form has */
	struct str unit[READER_MAX_HEADS];
	size_t n;
	bool inferred; /* the list itself is reasoned */
};

/* Forms that take part in choosing. */
#define READER_MAX_FORMS 16

/* choose.c: the block of a form that has the row; the column of a block; NULL: none. */
const struct form_block *choose_block(const struct form *form, enum row_id row);
const struct form_col *choose_col(const struct form_block *k, enum col_id col);

/* The newest form that has the table. */
const struct form *choose_first(enum table_id table);

struct choice {
	const struct form *form;
	const struct form_block *block;
};

/* The form whose wording the heads over this row follow. NULL form: they do not say. */
struct choice choose_by_heads(const struct reader *rd, const struct item *it);

/* Without heads; see choose.c. *sure: the row has as many cells as that form. */
struct choice choose_by_count(const struct reader *rd, const struct item *it, bool *sure);

/* The columns a row is read by: the printed heads where they are all there, else the form's. */
void choose_columns(struct columns *out, const struct form_block *k, const struct item *it);
void choose_all_columns(struct columns *out, const struct form_block *k, const struct header *h);

/* The form whose wording a whole region fits best. */
const struct form *choose_by_wording(const struct reader *rd, const struct region *g,
				     const struct items *items);

/* What the rows of one region teach about how rows are printed. */
struct habit {
	bool trails;    /* empty label cells of the next row stand behind a row's cells */
	bool full;      /* rows end with their last cell, although the next label is nested */
	int offset[16]; /* for rows with this many cells too many; -1 not known, -2 contradictory */
	size_t width[3]; /* cells that rows of each depth have; 0: not known */
};

struct habit assign_learn(const struct reader *rd, const struct item *items, size_t n,
			  size_t n_cols);

void assign_row(struct reader *rd, const struct item *item, const struct columns *cols,
		const struct habit *habit);

/* One cell by its token; the value is stored, with notes. */
void assign_cell(struct reader *rd, enum row_id row, const struct form_col *col, struct str unit,
		 uint32_t token, bool inferred);

/* A count that was reasoned out of bytes [from, to) of a token's text. */
void assign_inferred(struct reader *rd, enum row_id row, enum col_id col, int64_t n, uint32_t token,
		     size_t from, size_t to);

/* All cells of a row: printed, but nobody can say where. */
void assign_ambiguous(struct reader *rd, enum row_id row, const struct columns *cols,
		      const struct mark *marks, size_t n);

void reader_note(struct reader *rd, enum note_kind kind, enum row_id row, enum col_id col,
		 enum table_id table, const struct token *t);

/* Notes for a label that is not the form's official wording. */
void reader_note_label(struct reader *rd, const struct token *t, enum row_id row, enum col_id col,
		       const struct form *form);

/*
 * infer.c: rows of the requests table whose figures stand in one run of digits.
 *
 * They are read only if every row has just one way to be six numbers and their
 * sum, and all columns then satisfy the equations of the form. So an empty
 * cell, which leaves no trace, cannot pass unseen. False: nothing was stored.
 */
bool infer_glued(struct reader *rd, const struct items *items, const struct form_block *k);

/* across.c: the review table. */
void across_read(struct reader *rd, const struct region *g, const struct form *form);

/*
 * turn.c: a stream in which grids printed on their side are upright.
 *
 *   doubtful  receives, for each grid of the page, whether it was turned and
 *             has places without a cell: what is below what cannot be told
 */
struct stream turn_grids(bool *doubtful, const struct stream *stream, const struct page *page,
			 const struct lexicon *lexicon, struct arena *arena);

#endif
