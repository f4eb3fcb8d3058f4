#include "extract/html_gumbo.h"

#include <gumbo.h>
#include <setjmp.h>

/* Where the parser's memory comes from, and where it ends. */
struct tree_memory {
	struct arena *arena;
	size_t max_bytes;
	jmp_buf full;
};

static void *tree_alloc(void *data, size_t n)
{
	struct tree_memory *m = data;

	if (m->arena->used + n > m->max_bytes)
		longjmp(m->full, 1);
	return arena_alloc(m->arena, 1, n);
}

static void tree_free(void *data, void *p)
{
	(void)data;
	(void)p;
}

/*
 * Gumbo checks no allocation, so a page that wants too much is left by a jump:
 * all that is lost lies in the arena. Recorded errors would each copy the stack
 * of open elements, hence none; its destroy function recurses, hence never.
 */
static const GumboNode *parse(struct str html, struct arena *arena, size_t max_bytes)
{
	struct tree_memory *memory = ARENA_NEW(arena, struct tree_memory, 1);
	GumboOptions options = kGumboDefaultOptions;

	memory->arena = arena;
	memory->max_bytes = max_bytes;
	options.allocator = tree_alloc;
	options.deallocator = tree_free;
	options.userdata = memory;
	options.max_errors = 0;
	if (setjmp(memory->full))
		return NULL;
	return gumbo_parse_with_options(&options, html.p ? html.p : "", html.n)->document;
}

struct frame {
	const GumboVector *children;
	unsigned next; /* child to look at */
	uint32_t node;
};

struct copy {
	struct html_tree *to;
	struct frame *stack;
	size_t depth, cap;
};

static void push(struct copy *c, uint32_t node, const GumboVector *children)
{
	ARENA_GROW(c->to->arena, c->stack, c->depth, c->cap);
	c->stack[c->depth++] = (struct frame){ .node = node, .children = children };
}

static void add_element(struct copy *c, const GumboElement *from)
{
	bool foreign = from->tag_namespace != GUMBO_NAMESPACE_HTML;
	uint32_t node = html_tree_open(c->to, foreign ? HTML_FOREIGN : HTML_ELEMENT, from->tag);

	for (unsigned i = 0; i < from->attributes.length; i++) {
		const GumboAttribute *a = from->attributes.data[i];
		enum html_attr name = html_attr_named(str_c(a->name));

		if (html_attr_wanted(from->tag, name, str_c(a->value)) &&
		    !(c->to->nodes[node].has & 1u << name))
			html_tree_give(c->to, node, name, str_c(a->value));
	}
	if (from->tag == GUMBO_TAG_UNKNOWN) {
		GumboStringPiece name = from->original_tag;

		gumbo_tag_from_original_text(&name);
		c->to->nodes[node].text = (struct str){ name.data, name.length };
	}
	if (from->tag == GUMBO_TAG_SCRIPT || from->tag == GUMBO_TAG_STYLE)
		html_tree_close(c->to, node);
	else
		push(c, node, &from->children);
}

int html_gumbo(struct html_tree *out, struct str html, size_t max_bytes, struct arena *arena,
	       struct err *e)
{
	const GumboNode *root = parse(html, arena, max_bytes);
	struct copy c = { .to = out };

	html_tree_init(out, arena);
	if (root)
		push(&c, 0, &root->v.document.children);
	while (c.depth && arena->used <= max_bytes) {
		struct frame *f = &c.stack[c.depth - 1];
		const GumboNode *child;

		if (f->next >= f->children->length) {
			html_tree_close(out, f->node);
			c.depth--;
			continue;
		}
		child = f->children->data[f->next++];
		if (child->type == GUMBO_NODE_ELEMENT)
			add_element(&c, &child->v.element);
		else if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_WHITESPACE ||
			 child->type == GUMBO_NODE_CDATA)
			html_tree_text(out, str_c(child->v.text.text));
	}
	if (!root || c.depth)
		return err_set(e, ERR_LIMIT, "parsed page needs more than %zu bytes", max_bytes);
	return 0;
}
