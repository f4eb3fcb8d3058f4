#include "extract/table_build.h"

#include "extract/textbuf.h"

/* Text in one column, or one cell, that is longer than any label or figure. */
#define PROSE_BYTES 120

/* One cell that holds an article, with a few others around it for show. */
#define ARTICLE_BYTES  1500
#define ARTICLE_BLOCKS 6
#define ARTICLE_CELLS  16

bool table_lays_out(const struct table_measure *m)
{
	if (m->tables > 0 || m->cells == 1)
		return true;
	if (m->widest_row == 1 && m->cell_bytes >= PROSE_BYTES)
		return true;
	return m->cell_bytes >= ARTICLE_BYTES && m->blocks >= ARTICLE_BLOCKS &&
	       m->cells <= ARTICLE_CELLS;
}

struct table {
	struct table *outer;
	struct table_measure measure;
	struct grid_src_cell *cells;
	size_t n_cells, cap_cells;
	size_t row_cells; /* first cell of the open row */
	uint32_t n_rows;
	uint32_t col; /* where the next cell of the open row begins */
	bool in_row, in_cell;
	uint32_t n_lines;
	struct table_cell cell;
	struct textbuf text;
	size_t above[GRID_MAX_COLS]; /* 1 + cell that a ROW_MERGE_MORE in this column joins */
};

/* What goes on the page when the outermost table ends, in reading order. */
struct table_event {
	struct table *table;
	bool is_begin;
	uint8_t level;
	struct str text;
};

static void note(struct tables *t, const struct table_event *event)
{
	ARENA_GROW(t->scratch, t->events, t->n_events, t->cap_events);
	t->events[t->n_events++] = *event;
}

void tables_begin(struct tables *t)
{
	struct table *table;

	if (t->too_deep || t->depth == TABLE_MAX_DEPTH || (t->top && !t->top->in_cell)) {
		t->too_deep++;
		return;
	}
	if (t->n_tables++ == PAGE_MAX_GRIDS) {
		page_build_over(t->builder, "tables", PAGE_MAX_GRIDS);
		t->too_deep++;
		return;
	}
	table = ARENA_NEW(t->scratch, struct table, 1);
	table->outer = t->top;
	table->text.arena = t->scratch;
	t->top = table;
	t->depth++;
	note(t, &(struct table_event){ .table = table, .is_begin = true });
}

void tables_row(struct tables *t)
{
	if (!t->top || t->too_deep)
		return;
	tables_cell_end(t);
	t->top->in_row = true;
	t->top->n_rows++;
	t->top->row_cells = t->top->n_cells;
	t->top->col = 0;
}

static void add_cell(struct tables *t, struct table *table, const struct grid_src_cell *cell)
{
	if (table->n_cells == GRID_MAX_CELLS) {
		page_build_over(t->builder, "cells in one table", GRID_MAX_CELLS);
		return;
	}
	ARENA_GROW(t->scratch, table->cells, table->n_cells, table->cap_cells);
	table->cells[table->n_cells++] = *cell;
}

void tables_skip(struct tables *t, uint32_t cols)
{
	struct table *table = t->top;

	if (!table || t->too_deep || !table->in_row || cols == 0 || cols > GRID_MAX_COLS)
		return;
	tables_cell_end(t);
	add_cell(t, table,
		 &(struct grid_src_cell){
			 .row = table->n_rows - 1, .row_span = 1, .col_span = cols });
	table->col += cols;
}

void tables_drop_row(struct tables *t)
{
	struct table *table = t->top;
	uint32_t last;

	if (!table || t->too_deep || !table->in_row)
		return;
	table->in_row = table->in_cell = false;
	last = table->n_rows - 1;
	for (size_t col = 0; col < GRID_MAX_COLS; col++) {
		size_t above = table->above[col];
		struct grid_src_cell *cell = above ? &table->cells[above - 1] : NULL;

		if (!cell)
			continue;
		if (above > table->row_cells)
			table->above[col] = 0;
		else if (cell->row + cell->row_span > last)
			cell->row_span--;
	}
	table->n_cells = table->row_cells;
	table->n_rows = last;
}

struct table_cell *tables_cell(struct tables *t)
{
	struct table *table = t->top;

	if (!table || t->too_deep || !table->in_row)
		return NULL;
	tables_cell_end(t);
	table->in_cell = true;
	table->n_lines = 0;
	table->cell = (struct table_cell){ .col_span = 1, .row_span = 1 };
	table->text = (struct textbuf){ .arena = t->builder->arena };
	return &table->cell;
}

struct table_cell *tables_open_cell(const struct tables *t)
{
	return t->top && t->top->in_cell && !t->too_deep ? &t->top->cell : NULL;
}

void tables_text(struct tables *t, struct str text, uint8_t level)
{
	struct table *table = t->top;

	if (!table || !table->in_cell || text.n == 0)
		return;
	if (table->text.n)
		textbuf_add(&table->text, STR("\n"));
	textbuf_add(&table->text, text);
	table->n_lines++;
	note(t, &(struct table_event){ .table = table, .text = text, .level = level });
}

/* The cell above that the ended one is a part of; NULL: none. */
static struct grid_src_cell *joined(const struct table *table, uint32_t span)
{
	size_t above = table->col < GRID_MAX_COLS ? table->above[table->col] : 0;
	struct grid_src_cell *cell = above ? &table->cells[above - 1] : NULL;

	if (table->cell.merge != ROW_MERGE_MORE || !cell || cell->col_span != span ||
	    cell->row + cell->row_span != table->n_rows - 1)
		return NULL;
	return cell;
}

void tables_cell_end(struct tables *t)
{
	struct table *table = t->top;
	struct grid_src_cell *above;
	uint32_t span;

	if (!table || !table->in_cell || t->too_deep)
		return;
	table->in_cell = false;
	span = table->cell.col_span ? table->cell.col_span : 1;
	if (span > GRID_MAX_COL_SPAN)
		span = GRID_MAX_COL_SPAN;
	if (table->cell.joins_left && table->n_cells > table->row_cells) {
		table->cells[table->n_cells - 1].col_span += span;
		table->col += span;
		return;
	}
	above = joined(table, span);
	if (above) {
		above->row_span++;
		table->col += span;
		return;
	}
	add_cell(t, table,
		 &(struct grid_src_cell){ .text = textbuf_str(&table->text),
					  .row = table->n_rows - 1,
					  .row_span = table->cell.row_span,
					  .col_span = span });
	if (table->n_lines > table->measure.blocks)
		table->measure.blocks = table->n_lines;
	if (table->text.n > table->measure.cell_bytes)
		table->measure.cell_bytes = table->text.n;
	for (uint32_t i = 0; i < span && table->col + i < GRID_MAX_COLS; i++)
		table->above[table->col + i] =
			i == 0 && table->cell.merge != ROW_MERGE_NONE ? table->n_cells : 0;
	table->col += span;
}

static void finish(struct table *table)
{
	uint32_t width = 0;

	table->measure.cells = (uint32_t)table->n_cells;
	for (size_t i = 0; i < table->n_cells; i++) {
		width = i && table->cells[i].row == table->cells[i - 1].row ? width + 1 : 1;
		if (width > table->measure.widest_row)
			table->measure.widest_row = width;
	}
}

static int place(struct page_builder *b, struct table *table, struct err *e)
{
	struct grid *g;
	uint32_t at, block;

	if (table->n_cells == 0 || b->over)
		return 0;
	page_add_grid(&at, b, REGION_UNKNOWN);
	if (b->over)
		return 0;
	g = &b->page->grids[at];
	block = g->block;
	if (grid_build(g, table->cells, table->n_cells, table->n_rows, b->arena, e))
		return err_at(e, "table %u", (unsigned)at + 1);
	g->block = block;
	g->is_layout = table_lays_out(&table->measure);
	return 0;
}

static int place_all(struct tables *t, struct err *e)
{
	for (size_t i = 0; i < t->n_events; i++) {
		struct table_event *event = &t->events[i];

		if (event->is_begin) {
			if (place(t->builder, event->table, e))
				return -1;
		} else if (table_lays_out(&event->table->measure)) {
			page_add_block(t->builder, &(struct block){
							   .kind = event->level ? BLOCK_HEADING
										: BLOCK_PARAGRAPH,
							   .level = event->level,
							   .text = event->text,
						   });
		}
	}
	t->n_events = 0;
	return 0;
}

int tables_end(struct tables *t, struct err *e)
{
	struct table *table = t->top;

	if (t->too_deep) {
		t->too_deep--;
		return 0;
	}
	if (!table)
		return 0;
	tables_cell_end(t);
	finish(table);
	t->top = table->outer;
	t->depth--;
	if (t->top) {
		t->top->measure.tables += 1 + table->measure.tables;
		return 0;
	}
	return place_all(t, e);
}
