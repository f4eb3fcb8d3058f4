#include "extract/html_table.h"

#include "extract/table_build.h"

bool html_table_lays_out(const struct html_measure *m)
{
	return table_lays_out(&(struct table_measure){
		.tables = m->tables,
		.cells = m->cells,
		.widest_row = m->widest_row,
		.blocks = m->blocks,
		.cell_bytes = m->cell_bytes,
	});
}

struct html_table *html_table_begin(struct html_table *outer, const struct html_measure *m,
				    struct arena *scratch)
{
	struct html_table *t = ARENA_NEW(scratch, struct html_table, 1);

	t->outer = outer;
	t->scratch = scratch;
	t->is_layout = html_table_lays_out(m);
	buf_init(&t->lines, DOC_MAX_BYTES);
	return t;
}

static void end_group(struct html_table *t)
{
	size_t from = t->n_groups ? t->groups[t->n_groups - 1].cell : 0;

	for (size_t i = from; i < t->n_cells; i++)
		t->cells[i].group_end = t->n_rows;
}

void html_table_group(struct html_table *t, bool is_foot)
{
	end_group(t);
	ARENA_GROW(t->scratch, t->groups, t->n_groups, t->cap_groups);
	t->groups[t->n_groups++] =
		(struct html_row_group){ .cell = t->n_cells, .row = t->n_rows, .is_foot = is_foot };
}

void html_table_row(struct html_table *t, struct page_builder *b, enum block_region region)
{
	if (!t->has_grid) {
		page_add_grid(&t->grid, b, region);
		t->has_grid = true;
	}
	t->n_rows++;
}

/* WHATWG HTML 2.3.4.1, rules for parsing integers; `none` where they fail or give less than 0. */
static uint32_t span(struct str s, uint32_t none, uint32_t most)
{
	bool minus = false;
	size_t at = 0;
	uint32_t n = 0;

	while (at < s.n &&
	       (s.p[at] == ' ' || (s.p[at] >= '\t' && s.p[at] <= '\r' && s.p[at] != '\v')))
		at++;
	if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
		minus = s.p[at++] == '-';
	if (at >= s.n || s.p[at] < '0' || s.p[at] > '9')
		return none;
	for (; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++)
		n = n > most ? n : n * 10 + (uint32_t)(s.p[at] - '0');
	if (minus && n > 0)
		return none;
	return n > most ? most : n;
}

void html_table_cell(struct html_table *t, struct page_builder *b, const struct html_tree *tree,
		     const struct html_node *cell)
{
	if (t->n_cells == GRID_MAX_CELLS)
		page_build_over(b, "cells in one table", GRID_MAX_CELLS);
	if (t->n_rows == 0 || b->over)
		return;
	ARENA_GROW(t->scratch, t->cells, t->n_cells, t->cap_cells);
	t->cells[t->n_cells++] = (struct grid_src_cell){
		.row = t->n_rows - 1,
		.row_span =
			span(html_node_attr(tree, cell, HTML_ATTR_ROWSPAN), 1, GRID_MAX_ROW_SPAN),
		.col_span =
			span(html_node_attr(tree, cell, HTML_ATTR_COLSPAN), 1, GRID_MAX_COL_SPAN),
	};
	t->in_cell = true;
	buf_clear(&t->lines);
}

void html_table_cell_end(struct html_table *t, struct str text)
{
	if (!t->in_cell)
		return;
	t->cells[t->n_cells - 1].text = text;
	t->in_cell = false;
}

/* Copies the groups that are tfoot, or those that are not, with their rows renumbered. */
static void take_groups(struct html_table *t, bool is_foot, struct grid_src_cell *out, size_t *n,
			uint32_t *row)
{
	for (size_t g = 0; g < t->n_groups; g++) {
		bool last = g + 1 == t->n_groups;
		size_t end = last ? t->n_cells : t->groups[g + 1].cell;
		uint32_t end_row = last ? t->n_rows : t->groups[g + 1].row;
		uint32_t n_rows = end_row - t->groups[g].row;

		if (t->groups[g].is_foot != is_foot)
			continue;
		for (size_t i = t->groups[g].cell; i < end; i++, ++*n) {
			out[*n] = t->cells[i];
			out[*n].row = *row + t->cells[i].row - t->groups[g].row;
			out[*n].group_end = *row + n_rows;
		}
		*row += n_rows;
	}
}

static void move_feet(struct html_table *t)
{
	struct grid_src_cell *sorted = ARENA_NEW(t->scratch, struct grid_src_cell, t->n_cells);
	size_t n = 0;
	uint32_t row = 0;

	take_groups(t, false, sorted, &n, &row);
	take_groups(t, true, sorted, &n, &row);
	t->cells = sorted;
}

int html_table_end(struct html_table *t, struct page_builder *b, struct err *e)
{
	struct grid *g;
	uint32_t block;
	bool feet = false;

	buf_release(&t->lines);
	if (!t->has_grid || t->n_cells == 0 || b->over)
		return 0;
	end_group(t);
	for (size_t i = 0; i < t->n_groups; i++)
		feet = feet || t->groups[i].is_foot;
	if (feet)
		move_feet(t);
	g = &b->page->grids[t->grid];
	block = g->block;
	if (grid_build(g, t->cells, t->n_cells, t->n_rows, b->arena, e))
		return err_at(e, "table %u", (unsigned)t->grid + 1);
	g->block = block;
	g->is_layout = t->is_layout;
	return 0;
}
