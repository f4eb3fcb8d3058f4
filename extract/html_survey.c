#include "extract/html_survey.h"

/* An open element that something is known of at its end: a table, a cell, a hidden element. */
struct frame {
	uint32_t node;
	uint32_t end;
	size_t measure;   /* of this node, + 1; 0: not measured */
	size_t table;     /* the table around, + 1 */
	size_t text_from; /* counters when the node was entered */
	uint32_t tables_from, blocks_from;
};

struct survey {
	struct html_survey *out;
	const struct html_tree *tree;
	size_t cap;
	struct frame *stack;
	size_t depth, cap_stack;
	size_t table; /* innermost open one, + 1 */
	size_t text;  /* bytes seen so far */
	uint32_t tables, blocks;
	uint32_t *row; /* cells in the open row, by measure */
	size_t cap_row;
	struct arena *arena;
};

static bool is_block(unsigned tag)
{
	return tag == GUMBO_TAG_P || tag == GUMBO_TAG_BR || tag == GUMBO_TAG_DIV ||
	       (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
}

static bool is_cell(const struct html_node *node)
{
	return node->tag == GUMBO_TAG_TD || node->tag == GUMBO_TAG_TH;
}

static struct html_measure *measure_at(struct survey *s, size_t number)
{
	return &s->out->at[number - 1];
}

static size_t add_measure(struct survey *s, uint32_t node)
{
	size_t n = s->out->n;

	ARENA_GROW(s->arena, s->row, n, s->cap_row);
	ARENA_GROW(s->arena, s->out->at, n, s->cap);
	s->row[n] = 0;
	s->out->at[n] = (struct html_measure){ .node = node };
	return s->out->n = n + 1;
}

static void push(struct survey *s, uint32_t number)
{
	const struct html_node *node = &s->tree->nodes[number];
	struct frame f = { .node = number, .end = node->end, .table = s->table };

	f.text_from = s->text;
	f.tables_from = s->tables;
	f.blocks_from = s->blocks;
	if (node->tag == GUMBO_TAG_TABLE || node->hidden)
		f.measure = add_measure(s, number);
	if (node->tag == GUMBO_TAG_TABLE) {
		s->tables++;
		f.tables_from++;
		f.table = f.measure;
	}
	ARENA_GROW(s->arena, s->stack, s->depth, s->cap_stack);
	s->stack[s->depth++] = f;
	s->table = f.table;
}

static void enter(struct survey *s, uint32_t number)
{
	const struct html_node *node = &s->tree->nodes[number];

	if (node->tag == GUMBO_TAG_TABLE || node->hidden || (s->table && is_cell(node)))
		push(s, number);
	if (node->tag == GUMBO_TAG_TR && s->table)
		s->row[s->table - 1] = 0;
	if (is_block(node->tag))
		s->blocks++;
}

static void leave_cell(struct survey *s, const struct frame *f)
{
	struct html_measure *m = measure_at(s, f->table);
	size_t bytes = s->text - f->text_from;

	m->cells++;
	if (++s->row[f->table - 1] > m->widest_row)
		m->widest_row = s->row[f->table - 1];
	if (bytes > m->cell_bytes) {
		m->cell_bytes = bytes;
		m->blocks = s->blocks - f->blocks_from;
	}
}

static void leave(struct survey *s)
{
	struct frame *f = &s->stack[--s->depth];

	s->table = s->depth ? s->stack[s->depth - 1].table : 0;
	if (f->measure) {
		struct html_measure *m = measure_at(s, f->measure);

		m->text_bytes = s->text - f->text_from;
		m->tables = s->tables - f->tables_from;
	}
	if (f->table && is_cell(&s->tree->nodes[f->node]))
		leave_cell(s, f);
}

/* So that it is all the same how much white space markup was pasted with. */
static size_t solid_bytes(struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		n += (unsigned char)text.p[i] > ' ';
	return n;
}

void html_survey(struct html_survey *out, const struct html_tree *tree, struct arena *arena)
{
	struct survey s = { .out = out, .arena = arena, .tree = tree };

	*out = (struct html_survey){ 0 };
	for (uint32_t i = 0; i < tree->n; i++) {
		const struct html_node *node = &tree->nodes[i];

		while (s.depth && s.stack[s.depth - 1].end <= i)
			leave(&s);
		if (node->kind != HTML_TEXT)
			enter(&s, i);
		else if (s.depth)
			s.text += solid_bytes(node->text);
	}
	while (s.depth)
		leave(&s);
}
