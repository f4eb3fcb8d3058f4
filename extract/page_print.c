#include "extract/page_print.h"

/* The text on one line. */
static void escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '\n':
			buf_add(out, STR("\\n"));
			break;
		case '\r':
			buf_add(out, STR("\\r"));
			break;
		case '\t':
			buf_add(out, STR("\\t"));
			break;
		case '\\':
			buf_add(out, STR("\\\\"));
			break;
		case '|':
			buf_add(out, STR("\\|"));
			break;
		default:
			buf_addc(out, s.p[i]);
		}
	}
}

static void field(struct buf *out, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_addf(out, "%s: ", name);
	escaped(out, value);
	buf_addc(out, '\n');
}

static const char *region_mark(enum block_region region)
{
	switch (region) {
	case REGION_BODY:
		return "+";
	case REGION_FURNITURE:
		return "-";
	default:
		return "";
	}
}

static void print_grid(struct buf *out, const struct page *page, const struct block *block)
{
	const struct grid *g = &page->grids[block->grid];

	buf_addf(out, "grid%s %u: %u x %u%s%s%s\n", region_mark(block->region),
		 (unsigned)block->grid + 1, (unsigned)g->rows, (unsigned)g->cols,
		 g->is_layout ? " layout" : "", g->overlapped ? " overlapped" : "",
		 g->clipped ? " clipped" : "");
	for (size_t r = 0; r < g->rows; r++) {
		buf_add(out, STR("  |"));
		for (size_t c = 0; c < g->cols; c++) {
			const struct cell *cell = grid_at(g, r, c);

			if (cell->is_hole)
				buf_addc(out, '~');
			else if (cell->is_copy)
				buf_addc(out, '\'');
			else
				escaped(out, cell->text);
			buf_addc(out, '|');
		}
		buf_addc(out, '\n');
	}
}

static void print_block(struct buf *out, const struct page *page, const struct block *block)
{
	const char *mark = region_mark(block->region);

	switch (block->kind) {
	case BLOCK_GRID:
		print_grid(out, page, block);
		return;
	case BLOCK_HEADING:
		buf_addf(out, "h%u%s: ", block->level, mark);
		break;
	case BLOCK_LINE:
		buf_addf(out, "line%s: ", mark);
		break;
	case BLOCK_PARAGRAPH:
		buf_addf(out, "p%s: ", mark);
		break;
	}
	escaped(out, block->text);
	buf_addc(out, '\n');
}

static void print_links(struct buf *out, const struct page *page)
{
	static const char *const kinds[] = {
		[LINK_ANCHOR] = "link",
		[LINK_FRAME] = "frame",
		[LINK_REFRESH] = "refresh",
	};

	for (size_t i = 0; i < page->n_links; i++) {
		const struct link *l = &page->links[i];

		buf_addf(out, "%s @%u: ", kinds[l->kind], (unsigned)l->block);
		escaped(out, l->href);
		buf_add(out, STR(" | "));
		escaped(out, l->text);
		if (l->title.n) {
			buf_add(out, STR(" | "));
			escaped(out, l->title);
		}
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < page->n_images; i++) {
		const struct image *m = &page->images[i];

		buf_addf(out, "image @%u %ux%u: ", (unsigned)m->block, (unsigned)m->width,
			 (unsigned)m->height);
		escaped(out, m->src);
		buf_add(out, STR(" | "));
		escaped(out, m->alt);
		buf_addc(out, '\n');
	}
}

static void print_metas(struct buf *out, const struct page *page)
{
	static const char *const sources[] = {
		[META_TAG] = "tag",
		[META_BOX] = "box",
		[META_ELEMENT] = "element",
		[META_SCRIPT] = "script",
	};

	for (size_t i = 0; i < page->n_metas; i++) {
		const struct meta *m = &page->metas[i];

		buf_addf(out, "meta %s @%u: ", sources[m->source], (unsigned)m->block);
		escaped(out, m->name);
		buf_add(out, STR(" = "));
		escaped(out, m->content);
		buf_addc(out, '\n');
	}
}

void page_print(struct buf *out, const struct page *page)
{
	field(out, "title", page->title);
	field(out, "base", page->base);
	for (size_t i = 0; i < page->n_blocks; i++)
		print_block(out, page, &page->blocks[i]);
	print_links(out, page);
	print_metas(out, page);
	if (page->n_scripts)
		buf_addf(out, "scripts: %zu\n", page->n_scripts);
	if (page->truncated)
		buf_add(out, STR("truncated\n"));
}
