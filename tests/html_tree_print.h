#ifndef TESTS_HTML_TREE_PRINT_H
#define TESTS_HTML_TREE_PRINT_H

#include "base/buf.h"
#include "extract/html_token.h"
#include "extract/html_tree.h"

/* Text with each run of white space as one character: a line end if it holds one. */
static inline void print_text(struct buf *out, struct str text, bool *blank)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (!html_is_space(c)) {
			buf_add(out, c == '<' ? STR("&lt;") : (struct str){ &c, 1 });
			*blank = false;
			continue;
		}
		if (!*blank)
			buf_addc(out, ' ');
		*blank = true;
		if (c == '\n' || c == '\r')
			out->p[out->n - 1] = '\n';
	}
}

static inline void print_element(struct buf *out, const struct html_tree *t,
				 const struct html_node *node)
{
	const char *name = gumbo_normalized_tagname((GumboTag)node->tag);

	buf_addf(out, "<%s%s%.*s", node->kind == HTML_FOREIGN ? "foreign:" : "",
		 node->kind == HTML_DOCUMENT ? "document" : name, STR_ARG(node->text));
	for (int a = 0; a < HTML_ATTRS; a++)
		if (node->has & 1u << a)
			buf_addf(out, " %d=\"%.*s\"", a,
				 STR_ARG(html_node_attr(t, node, (enum html_attr)a)));
	buf_add(out, node->hidden ? STR(" (hidden)>") : STR(">"));
}

/*
 * The whole tree as markup; pieces of text that follow one another are one. Equal trees
 * print alike, and trees that print alike give the same page.
 */
static inline void html_tree_print(struct buf *out, const struct html_tree *t)
{
	uint32_t ends[1024], depth = 0;
	bool in_text = false, blank = false;

	for (uint32_t i = 0; i <= t->n; i++) {
		for (; depth && ends[depth - 1] <= i; depth--, in_text = false)
			buf_add(out, STR("</>"));
		if (i == t->n)
			break;
		if (t->nodes[i].end <= i || (depth && t->nodes[i].end > ends[depth - 1]))
			buf_add(out, STR("(ends out of its place)"));
		if (t->nodes[i].kind == HTML_TEXT) {
			blank = blank && in_text;
			print_text(out, t->nodes[i].text, &blank);
			in_text = true;
			continue;
		}
		in_text = false;
		print_element(out, t, &t->nodes[i]);
		if (depth < 1024)
			ends[depth++] = t->nodes[i].end;
	}
}

#endif
