#include "extract/word_text.h"

#include <stdlib.h>

#include "extract/ole2.h"
#include "extract/table_build.h"
#include "extract/textbuf.h"

#define MAX_FIELDS 32 /* fields within fields */

/* Edges of cells so close together are one, in twentieths of a point. */
#define SAME_EDGE 60

/* Modifiers that tell what a paragraph is in a table, and what text is not shown. */
enum {
	SPRM_C_DELETED = 0x0800,
	SPRM_C_VANISH = 0x083C,
	SPRM_P_IN_TABLE = 0x2416,
	SPRM_P_ROW_END = 0x2417,
	SPRM_P_INNER_CELL = 0x244B,
	SPRM_P_INNER_ROW_END = 0x244C,
	SPRM_P_HUGE = 0x6646,
	SPRM_P_DEPTH = 0x6649,
	SPRM_T_DEF_TABLE = 0xD608,
};

struct paragraph {
	struct str text;
	uint32_t depth; /* of tables around it */
	uint32_t n_pictures;
	bool ends_cell, ends_row;
	struct str row; /* of one that ends a row: the operand that defines its cells */
};

struct word_reader {
	const struct word_file *file;
	struct page_builder *builder;
	struct arena *scratch;
	struct paragraph *paragraphs;
	size_t n, cap;
	struct textbuf text;        /* of the paragraph that is being read */
	bool in_result[MAX_FIELDS]; /* field by field: behind its separator */
	size_t n_fields, too_deep;
	uint32_t n_pictures;
	const struct word_run *run; /* of the last character */
	bool hidden;                /* what that run says */
};

static void read_modifiers(struct paragraph *p, bool *inner_cell, const struct word_reader *r,
			   struct str modifiers, unsigned level)
{
	struct word_modifier m;
	size_t at = 0;

	while (word_modifier_next(&m, modifiers, &at)) {
		switch (m.code) {
		case SPRM_P_IN_TABLE:
			if (ole2_u8(m.operand, 0) && !p->depth)
				p->depth = 1;
			break;
		case SPRM_P_DEPTH:
			p->depth = ole2_u32(m.operand, 0);
			break;
		case SPRM_P_ROW_END:
		case SPRM_P_INNER_ROW_END:
			p->ends_row |= ole2_u8(m.operand, 0) != 0;
			break;
		case SPRM_P_INNER_CELL:
			*inner_cell |= ole2_u8(m.operand, 0) != 0;
			break;
		case SPRM_T_DEF_TABLE:
			p->row = m.operand;
			break;
		case SPRM_P_HUGE: {
			uint32_t from = ole2_u32(m.operand, 0);

			if (!level)
				read_modifiers(p, inner_cell, r,
					       str_sub(r->file->streams.data, (size_t)from + 2,
						       ole2_u16(r->file->streams.data, from)),
					       level + 1);
			break;
		}
		default:
			break;
		}
	}
}

/* The mark at byte `at` ends a paragraph: what kind, its properties say. */
static void end_paragraph(struct word_reader *r, uint32_t mark, uint32_t at)
{
	const struct word_run *run = word_run_at(&r->file->paragraphs, at);
	struct paragraph p = { .text = textbuf_str(&r->text), .n_pictures = r->n_pictures };
	bool inner_cell = false;

	if (run)
		read_modifiers(&p, &inner_cell, r, run->modifiers, 0);
	if (p.depth > TABLE_MAX_DEPTH)
		p.depth = TABLE_MAX_DEPTH;
	if (mark == 0x07 && !p.depth)
		p.depth = 1;
	p.ends_row &= p.depth > 0;
	p.ends_cell = p.depth && !p.ends_row && (mark == 0x07 || inner_cell);
	ARENA_GROW(r->scratch, r->paragraphs, r->n, r->cap);
	r->paragraphs[r->n++] = p;
	r->text = (struct textbuf){ .arena = r->builder->arena };
	r->n_pictures = 0;
}

static bool is_hidden(struct word_reader *r, uint32_t at)
{
	struct word_modifier m;
	size_t from = 0;

	if (r->run && at >= r->run->at && at < r->run->end)
		return r->hidden;
	r->run = word_run_at(&r->file->characters, at);
	r->hidden = false;
	while (r->run && word_modifier_next(&m, r->run->modifiers, &from))
		r->hidden |= (m.code == SPRM_C_VANISH || m.code == SPRM_C_DELETED) &&
			     ole2_u8(m.operand, 0) == 1;
	return r->hidden;
}

/* Field marks; true if `c` is one. */
static bool is_field_mark(struct word_reader *r, uint32_t c)
{
	if (c == 0x13) {
		if (r->n_fields < MAX_FIELDS)
			r->in_result[r->n_fields++] = false;
		else
			r->too_deep++;
	} else if (c == 0x14) {
		if (r->n_fields && !r->too_deep)
			r->in_result[r->n_fields - 1] = true;
	} else if (c == 0x15) {
		if (r->too_deep)
			r->too_deep--;
		else if (r->n_fields)
			r->n_fields--;
	} else {
		return false;
	}
	return true;
}

static bool is_in_code(const struct word_reader *r)
{
	for (size_t i = 0; i < r->n_fields; i++)
		if (!r->in_result[i])
			return true;
	return r->too_deep > 0;
}

static void add_char(struct word_reader *r, uint32_t c)
{
	switch (c) {
	case 0x01:
	case 0x08:
		r->n_pictures++;
		return;
	case 0x0B:
		c = '\n';
		break;
	case 0x1E:
		c = '-';
		break;
	case 0xA0:
		c = ' ';
		break;
	case '\t':
		break;
	default:
		if (c < 0x20)
			return;
	}
	textbuf_put(&r->text, c);
}

static void read_char(struct word_reader *r, uint32_t c, uint32_t at)
{
	if (is_field_mark(r, c))
		return;
	if (c == 0x07 || c == 0x0D || c == 0x0C) {
		end_paragraph(r, c, at);
		return;
	}
	if (!is_in_code(r) && !is_hidden(r, at))
		add_char(r, c);
}

/* Bytes 0x80 to 0x9F of an 8-bit piece, where they are not Latin-1. */
static uint32_t from_8_bit(uint32_t c)
{
	static const uint16_t high[32] = {
		0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
		0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
	};

	return c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c;
}

static void read_piece(struct word_reader *r, const struct word_piece *p)
{
	struct str main = r->file->streams.main;
	uint32_t width = p->is_8_bit ? 1 : 2;

	for (uint32_t cp = p->cp; cp < p->cp_end; cp++) {
		uint32_t at = p->at + (cp - p->cp) * width, c;

		if ((size_t)at + width > main.n)
			return;
		c = p->is_8_bit ? from_8_bit(ole2_u8(main, at)) : ole2_u16(main, at);
		if (c >= 0xD800 && c < 0xDC00 && !p->is_8_bit && cp + 1 < p->cp_end) {
			uint32_t low = ole2_u16(main, (size_t)at + 2);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				cp++;
			}
		}
		read_char(r, c, at);
	}
}

/* A table that is being put together: its edges, and where we are in its row. */
struct open_table {
	int32_t *edges; /* of all its rows, ascending */
	size_t n_edges;
	struct str row; /* definition of the open row */
	bool in_row, in_cell;
	uint32_t cell; /* of the row */
};

struct placer {
	const struct word_reader *r;
	struct tables tables;
	struct open_table open[TABLE_MAX_DEPTH + 1]; /* by depth; 0 is not used */
	uint32_t depth;
};

static uint32_t row_cells(struct str row)
{
	uint32_t n = ole2_u8(row, 0);

	return row.n >= 1 + (n + 1) * 2 ? n : 0;
}

static int32_t row_edge(struct str row, uint32_t i)
{
	return (int16_t)ole2_u16(row, 1 + (size_t)i * 2);
}

static int by_value(const void *pa, const void *pb)
{
	int32_t a = *(const int32_t *)pa, b = *(const int32_t *)pb;

	return (a > b) - (a < b);
}

/* Edges of the table at `depth` whose paragraphs begin at `from`. */
static void find_edges(struct open_table *out, const struct word_reader *r, size_t from,
		       uint32_t depth)
{
	size_t cap = 0, n = 0;

	for (size_t i = from; i < r->n && r->paragraphs[i].depth >= depth; i++) {
		const struct paragraph *p = &r->paragraphs[i];
		uint32_t cells = row_cells(p->row);

		if (p->depth != depth || !p->ends_row)
			continue;
		for (uint32_t k = 0; cells && k <= cells; k++) {
			ARENA_GROW(r->scratch, out->edges, out->n_edges, cap);
			out->edges[out->n_edges++] = row_edge(p->row, k);
		}
	}
	if (!out->n_edges)
		return;
	qsort(out->edges, out->n_edges, sizeof(*out->edges), by_value);
	for (size_t i = 1; i < out->n_edges; i++)
		if (out->edges[i] - out->edges[n] > SAME_EDGE)
			out->edges[++n] = out->edges[i];
	out->n_edges = n + 1;
}

/* The column at whose left edge `x` is. */
static uint32_t column_of(const struct open_table *t, int32_t x)
{
	uint32_t i = 0;

	while (i + 1 < t->n_edges && t->edges[i + 1] <= x)
		i++;
	return i;
}

static void begin_row(struct placer *p, struct open_table *t, size_t at, uint32_t depth)
{
	tables_row(&p->tables);
	t->in_row = true;
	t->cell = 0;
	t->row = (struct str){ NULL, 0 };
	for (size_t i = at; i < p->r->n && p->r->paragraphs[i].depth >= depth; i++)
		if (p->r->paragraphs[i].depth == depth && p->r->paragraphs[i].ends_row) {
			t->row = p->r->paragraphs[i].row;
			break;
		}
	if (row_cells(t->row))
		tables_skip(&p->tables, column_of(t, row_edge(t->row, 0)));
}

/* What the row's definition says of its cell: twenty bytes each, behind the edges. */
static void shape_cell(struct table_cell *cell, const struct open_table *t)
{
	uint32_t n = row_cells(t->row), from, to;
	uint32_t flags = ole2_u16(t->row, 1 + (size_t)(n + 1) * 2 + (size_t)t->cell * 20);

	if (t->cell >= n)
		return;
	from = column_of(t, row_edge(t->row, t->cell));
	to = column_of(t, row_edge(t->row, t->cell + 1));
	cell->col_span = to > from ? to - from : 1;
	cell->joins_left = (flags & 2) && !(flags & 1);
	if (flags & 0x20)
		cell->merge = flags & 0x40 ? ROW_MERGE_FIRST : ROW_MERGE_MORE;
}

/* Opens what a paragraph at this place stands in. */
static void open_cell(struct placer *p, size_t at, uint32_t depth)
{
	struct open_table *t = &p->open[depth];

	if (!t->in_row)
		begin_row(p, t, at, depth);
	if (!t->in_cell) {
		struct table_cell *cell = tables_cell(&p->tables);

		if (cell)
			shape_cell(cell, t);
		t->in_cell = true;
	}
}

/* Pictures of a paragraph stand in its block; those of a cell in the table that is to come. */
static void add_pictures(const struct placer *p, const struct paragraph *q)
{
	struct image image = { .src = STR("embedded picture") };

	image.block = (uint32_t)p->r->builder->page->n_blocks;
	for (uint32_t i = 0; i < q->n_pictures; i++)
		page_add_image(p->r->builder, &image);
}

static int place_paragraph(struct placer *p, size_t at, struct err *e)
{
	const struct paragraph *q = &p->r->paragraphs[at];

	for (; p->depth > q->depth; p->depth--)
		if (tables_end(&p->tables, e))
			return -1;
	while (p->depth < q->depth) {
		if (p->depth)
			open_cell(p, at, p->depth);
		p->depth++;
		p->open[p->depth] = (struct open_table){ 0 };
		find_edges(&p->open[p->depth], p->r, at, p->depth);
		tables_begin(&p->tables);
	}
	add_pictures(p, q);
	if (!p->depth) {
		if (q->text.n)
			page_add_block(p->r->builder,
				       &(struct block){ .kind = BLOCK_PARAGRAPH, .text = q->text });
		return 0;
	}
	if (q->ends_row) {
		p->open[p->depth].in_row = p->open[p->depth].in_cell = false;
		return 0;
	}
	open_cell(p, at, p->depth);
	tables_text(&p->tables, q->text, 0);
	if (q->ends_cell) {
		tables_cell_end(&p->tables);
		p->open[p->depth].in_cell = false;
		p->open[p->depth].cell++;
	}
	return 0;
}

int word_text_read(struct page_builder *b, const struct word_file *file, struct arena *scratch,
		   struct err *e)
{
	struct word_reader r = { .file = file, .builder = b, .scratch = scratch };
	struct placer *p = ARENA_NEW(scratch, struct placer, 1);

	r.text.arena = b->arena;
	for (size_t i = 0; i < file->n_pieces; i++)
		read_piece(&r, &file->pieces[i]);
	if (r.text.n)
		end_paragraph(&r, 0x0D, UINT32_MAX);
	p->r = &r;
	p->tables = (struct tables){ .builder = b, .scratch = scratch };
	for (size_t i = 0; i < r.n && !b->over; i++)
		if (place_paragraph(p, i, e))
			return -1;
	for (; p->depth; p->depth--)
		if (tables_end(&p->tables, e))
			return -1;
	return 0;
}
