#include "report/lines.h"

#include "report/stream.h"
#include "report/text.h"

struct builder {
	struct lines out;
	size_t cap;
	struct arena *arena;
};

/* Digits and nothing else, as most cells: nothing is to be tidied or folded. */
static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

static void add(struct builder *b, struct str text, uint32_t block, const struct block *from,
		uint16_t grid)
{
	struct line *line;

	bool is_plain = is_number(text);

	if (!is_plain)
		text = text_tidy(text, b->arena);
	if (text.n == 0)
		return;
	if (b->out.n >= LINES_MAX) {
		b->out.full = true;
		return;
	}
	ARENA_GROW(b->arena, b->out.at, b->out.n, b->cap);
	line = &b->out.at[b->out.n++];
	*line = (struct line){ .text = text,
			       .folded = is_plain ? text : text_fold(text, b->arena),
			       .block = block,
			       .grid = grid,
			       .kind = from->kind,
			       .region = from->region };
	/* Most cells are a figure: not worth comparing with a hundred words. */
	if (text.n > 3)
		line->role = line_role(line, b->arena);
	if (from->region == REGION_FURNITURE && line->role == LINE_TEXT)
		line->role = LINE_OUTSIDE;
}

/* Each line of `text`, or of running text each part of one that stands between two pipes. */
static void add_parts(struct builder *b, struct str text, uint32_t block, const struct block *from,
		      uint16_t grid)
{
	bool pipes = !grid && text.n && memchr(text.p, '|', text.n);
	size_t start = 0;

	while (start <= text.n) {
		struct str rest = str_sub(text, start, text.n);
		struct str part = str_until(rest, '\n');

		if (pipes)
			part = str_until(part, '|');
		add(b, part, block, from, grid);
		start += part.n + 1;
	}
}

static void add_grid(struct builder *b, const struct page *page, uint32_t block)
{
	const struct block *from = &page->blocks[block];
	const struct grid *g = &page->grids[from->grid];
	uint16_t no = from->grid < UINT16_MAX ? (uint16_t)(from->grid + 1) : UINT16_MAX;

	if (g->is_layout)
		return;
	for (uint32_t row = 0; row < g->rows; row++) {
		for (uint32_t col = 0; col < g->cols; col++) {
			const struct cell *c = grid_at(g, row, col);

			if (!c->is_copy && !c->is_hole)
				add_parts(b, c->text, block, from, no);
		}
	}
}

struct lines lines_build(const struct page *page, struct arena *arena)
{
	struct builder b = { .arena = arena, .cap = page_texts(page, LINES_MAX) };

	b.out.at = ARENA_NEW(arena, struct line, b.cap);
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct block *block = &page->blocks[i];

		if (block->kind == BLOCK_GRID)
			add_grid(&b, page, (uint32_t)i);
		else
			add_parts(&b, block->text, (uint32_t)i, block, 0);
	}
	return b.out;
}
