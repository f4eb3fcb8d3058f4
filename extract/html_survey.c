#include "extract/html_survey.h"

#include <string.h>

#include "base/str.h"

struct frame {
	const GumboNode *node;
	unsigned next;    /* child to look at */
	size_t measure;   /* of this node, + 1; 0: not measured */
	size_t table;     /* the table around, + 1 */
	size_t text_from; /* counters when the node was entered */
	uint32_t tables_from, blocks_from;
};

struct survey {
	struct html_survey *out;
	size_t cap;
	struct frame *stack;
	size_t depth, cap_stack;
	size_t text; /* bytes seen so far */
	uint32_t tables, blocks;
	uint32_t *row; /* cells in the open row, by measure */
	size_t cap_row;
	struct arena *arena;
};

const GumboVector *html_children(const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_DOCUMENT:
		return &node->v.document.children;
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return &node->v.element.children;
	default:
		return &kGumboEmptyVector;
	}
}

bool html_is_hidden(const GumboNode *element)
{
	const GumboVector *attrs = &element->v.element.attributes;
	const GumboAttribute *style;
	struct str value;
	size_t at;

	if (attrs->length == 0)
		return false;
	if (gumbo_get_attribute(attrs, "hidden"))
		return true;
	style = gumbo_get_attribute(attrs, "style");
	if (!style)
		return false;
	value = str_c(style->value);
	at = str_find(value, STR("display"), 0);
	if (at == STR_NONE)
		at = str_find(value, STR("DISPLAY"), 0);
	if (at == STR_NONE)
		return false;
	for (at += 7; at < value.n && (value.p[at] == ' ' || value.p[at] == ':'); at++)
		;
	return str_eq_nocase(str_sub(value, at, 4), STR("none"));
}

static bool is_block(GumboTag tag)
{
	return tag == GUMBO_TAG_P || tag == GUMBO_TAG_BR || tag == GUMBO_TAG_DIV ||
	       (tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
}

static struct html_measure *measure_at(struct survey *s, size_t number)
{
	return &s->out->at[number - 1];
}

static size_t add_measure(struct survey *s, const GumboNode *node)
{
	size_t n = s->out->n;

	ARENA_GROW(s->arena, s->row, n, s->cap_row);
	ARENA_GROW(s->arena, s->out->at, n, s->cap);
	s->row[n] = 0;
	s->out->at[n] = (struct html_measure){ .node = node };
	return s->out->n = n + 1;
}

static void enter(struct survey *s, const GumboNode *node, size_t table)
{
	struct frame f = { .node = node, .table = table };
	GumboTag tag = GUMBO_TAG_UNKNOWN;

	f.text_from = s->text;
	f.tables_from = s->tables;
	f.blocks_from = s->blocks;
	if (node->type == GUMBO_NODE_ELEMENT) {
		tag = node->v.element.tag;
		if (tag == GUMBO_TAG_TABLE || html_is_hidden(node))
			f.measure = add_measure(s, node);
	}
	if (tag == GUMBO_TAG_TABLE) {
		s->tables++;
		f.tables_from++;
		f.table = f.measure;
	}
	if (tag == GUMBO_TAG_TR && table)
		s->row[table - 1] = 0;
	if (is_block(tag))
		s->blocks++;
	ARENA_GROW(s->arena, s->stack, s->depth, s->cap_stack);
	s->stack[s->depth++] = f;
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

	if (f->measure) {
		struct html_measure *m = measure_at(s, f->measure);

		m->text_bytes = s->text - f->text_from;
		m->tables = s->tables - f->tables_from;
	}
	if (f->table && f->node->type == GUMBO_NODE_ELEMENT &&
	    (f->node->v.element.tag == GUMBO_TAG_TD || f->node->v.element.tag == GUMBO_TAG_TH))
		leave_cell(s, f);
}

static bool is_unseen(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT &&
	       (node->v.element.tag == GUMBO_TAG_SCRIPT || node->v.element.tag == GUMBO_TAG_STYLE);
}

void html_survey(struct html_survey *out, const GumboNode *root, struct arena *arena)
{
	struct survey s = { .out = out, .arena = arena };

	*out = (struct html_survey){ 0 };
	enter(&s, root, 0);
	while (s.depth) {
		struct frame *f = &s.stack[s.depth - 1];
		const GumboVector *children = html_children(f->node);
		const GumboNode *child;

		if (f->next >= children->length) {
			leave(&s);
			continue;
		}
		child = children->data[f->next++];
		if (child->type == GUMBO_NODE_TEXT)
			s.text += strlen(child->v.text.text);
		else if (child->type == GUMBO_NODE_ELEMENT && !is_unseen(child))
			enter(&s, child, f->table);
	}
}
