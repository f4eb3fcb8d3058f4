#include "tests/portal/paper.h"

#include <assert.h>

static void add(struct paper *p, struct paper_part part)
{
	ARENA_GROW(p->arena, p->parts, p->n, p->cap);
	p->parts[p->n++] = part;
}

void paper_title(struct paper *p, struct str text)
{
	add(p, (struct paper_part){ .text = text, .is_title = true });
}

void paper_line(struct paper *p, struct str text)
{
	add(p, (struct paper_part){ .text = text });
}

void paper_table(struct paper *p, const struct table *t)
{
	add(p, (struct paper_part){ .table = t });
}

void paper_grid(struct paper_grid *out, const struct table *t)
{
	unsigned row = 0, col = 0;

	*out = (struct paper_grid){ .cols = t->columns };
	assert(t->columns <= PAPER_MAX_COLS);
	for (size_t i = 0; i < t->n; i++) {
		const struct table_cell *c = &t->cells[i];

		if (c->starts_row) {
			row++;
			col = 0;
		}
		while (col < PAPER_MAX_COLS && out->at[row - 1][col])
			col++;
		assert(row - 1 + c->rows <= PAPER_MAX_ROWS && col + c->cols <= PAPER_MAX_COLS);
		for (unsigned y = 0; y < c->rows; y++)
			for (unsigned x = 0; x < c->cols; x++)
				out->at[row - 1 + y][col + x] = (unsigned short)(i + 1);
		if (out->rows < row - 1 + c->rows)
			out->rows = row - 1 + c->rows;
	}
}
