#ifndef EXTRACT_HTML_TABLE_H
#define EXTRACT_HTML_TABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "extract/doc.h"
#include "extract/html_survey.h"
#include "extract/html_tree.h"
#include "extract/page_build.h"

struct html_row_group {
	size_t cell;  /* first of its cells */
	uint32_t row; /* first of its rows */
	bool is_foot;
};

/* A <table> on the way to a grid. */
struct html_table {
	struct html_table *outer;
	bool is_layout;
	bool has_grid; /* it is on the page, as `grid` */
	bool in_cell;
	uint32_t grid;
	uint32_t n_rows;
	struct grid_src_cell *cells; /* the last one is open while in_cell */
	size_t n_cells, cap_cells;
	struct html_row_group *groups;
	size_t n_groups, cap_groups;
	struct buf lines; /* layout: text of the open cell, tables inside left out */
	struct arena *scratch;
};

/* Does the table lay out a page rather than hold data? */
bool html_table_lays_out(const struct html_measure *m);

struct html_table *html_table_begin(struct html_table *outer, const struct html_measure *m,
				    struct arena *scratch);
void html_table_group(struct html_table *t, bool is_foot);
void html_table_row(struct html_table *t, struct page_builder *b, enum block_region region);
void html_table_cell(struct html_table *t, struct page_builder *b, const struct html_tree *tree,
		     const struct html_node *cell);
void html_table_cell_end(struct html_table *t, struct str text);

/* Lays the cells out; tfoot last. Returns 0, or -1 with ERR_LIMIT. */
MUST_USE int html_table_end(struct html_table *t, struct page_builder *b, struct err *e);

#endif
