#ifndef EXTRACT_TABLE_BUILD_H
#define EXTRACT_TABLE_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "extract/page_build.h"

/* Tables within tables; past them everything is text of the outer cell. */
#define TABLE_MAX_DEPTH 32

/* A table's shape, from which one tells whether it holds data. */
struct table_measure {
	uint32_t tables;     /* inside it, at any depth */
	uint32_t cells;      /* its own */
	uint32_t widest_row; /* in cells as written */
	uint32_t blocks;     /* paragraphs in its fullest cell */
	size_t cell_bytes;   /* text of its fullest cell */
};

/* Does the table lay out a page rather than hold data? */
bool table_lays_out(const struct table_measure *m);

enum row_merge {
	ROW_MERGE_NONE,
	ROW_MERGE_FIRST, /* cells below that say ROW_MERGE_MORE are one with it */
	ROW_MERGE_MORE,
};

/* The open cell of a table: set what the document says of it before it ends. */
struct table_cell {
	uint32_t col_span, row_span;
	enum row_merge merge;
	bool joins_left; /* one with the cell before it */
	struct str text; /* its paragraphs, a line each */
};

struct table;

/*
 * Word processors' tables on the way to grids: rows of cells whose paragraphs
 * come one by one, tables inside cells. When the outermost table ends, it and
 * those inside are put on the page; the text of one that lays out is blocks as
 * well, in reading order. Calls that do not fit (a cell outside a row) are
 * ignored. Zero-initialise but for builder and scratch.
 */
struct tables {
	struct page_builder *builder;
	struct arena *scratch; /* given back by the caller */
	struct table *top;     /* innermost open table; NULL: none */
	unsigned depth;
	size_t n_tables;
	unsigned too_deep; /* open tables that are not built */
	struct table_event *events;
	size_t n_events, cap_events;
};

void tables_begin(struct tables *t);
void tables_row(struct tables *t);
void tables_skip(struct tables *t, uint32_t cols); /* columns that the open row leaves out */
void tables_drop_row(struct tables *t);            /* the open row is not part of the document */

/* The cell begun, to be filled in; NULL where none can begin. */
struct table_cell *tables_cell(struct tables *t);
struct table_cell *tables_open_cell(const struct tables *t); /* NULL: none is open */

/* A paragraph, or a heading of that level, of the open cell. `text` lives as long as the page. */
void tables_text(struct tables *t, struct str text, uint8_t level);
void tables_cell_end(struct tables *t);

/* Returns 0, or -1 with ERR_LIMIT. */
MUST_USE int tables_end(struct tables *t, struct err *e);

#endif
