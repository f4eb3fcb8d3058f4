#ifndef EXTRACT_HTML_TREE_H
#define EXTRACT_HTML_TREE_H

#include <gumbo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* The attributes that anything is read from. */
enum html_attr {
	HTML_ATTR_ID,
	HTML_ATTR_SRC,
	HTML_ATTR_HREF,
	HTML_ATTR_DATA,
	HTML_ATTR_HIDDEN,
	HTML_ATTR_CONTENT,
	HTML_ATTR_ROWSPAN,
	HTML_ATTR_COLSPAN,
	HTML_ATTR_DOWNLOAD,
	HTML_ATTR_ONCLICK,
	HTML_ATTR_STYLE,
	HTML_ATTR_CLASS,
	HTML_ATTR_TITLE,
	HTML_ATTR_ALT,
	HTML_ATTR_WIDTH,
	HTML_ATTR_HEIGHT,
	HTML_ATTR_DATA_SRC,
	HTML_ATTR_DATA_ORIGINAL,
	HTML_ATTR_SRCSET,
	HTML_ATTR_NAME,
	HTML_ATTR_PROPERTY,
	HTML_ATTR_HTTP_EQUIV,
	HTML_ATTR_TYPE,
	HTML_ATTR_VALUE,
	HTML_ATTRS, /* how many; also: none of them */
};

enum html_kind {
	HTML_DOCUMENT, /* the first node, and only that */
	HTML_ELEMENT,
	HTML_FOREIGN, /* of SVG or MathML */
	HTML_TEXT,
};

struct html_attr_value {
	struct str value;
	enum html_attr name;
};

struct html_node {
	struct str text; /* TEXT: characters; an element that gumbo has no number for: its name */
	uint32_t end;    /* the node after the last one inside of this one */
	uint32_t attrs;  /* the first of its attributes; one bit in `has` for each */
	uint32_t has;    /* 1 << enum html_attr */
	uint16_t tag;    /* GumboTag; GUMBO_TAG_UNKNOWN for what is no element */
	uint8_t kind;    /* enum html_kind */
	bool hidden;     /* style="display:none" or the attribute `hidden` */
};

/*
 * A document's elements and text in the order in which they begin; children of
 * node i lie from i + 1 up to its `end`. Comments, templates and what stands in
 * <script> and <style> are left out. Text may lie in several nodes that follow one
 * another; a run of white space may be shorter than it was, but tells whether it held
 * a line end (a CR is one).
 */
struct html_tree {
	struct html_node *nodes;
	struct html_attr_value *attrs;
	size_t n, n_attrs;
	size_t cap, cap_attrs;
	struct arena *arena;
};

/* Begins with the document node. */
void html_tree_init(struct html_tree *t, struct arena *arena);

/* Adds a node, open until html_tree_close(); returns its number. */
uint32_t html_tree_open(struct html_tree *t, enum html_kind kind, GumboTag tag);
void html_tree_close(struct html_tree *t, uint32_t node);
void html_tree_text(struct html_tree *t, struct str text); /* a view */

/* Gives the node an attribute more; it must be the one that was given one last, or the newest. */
void html_tree_give(struct html_tree *t, uint32_t node, enum html_attr name, struct str value);

/* The attribute's value; p is NULL when there is no such attribute. */
struct str html_node_attr(const struct html_tree *t, const struct html_node *node,
			  enum html_attr name);

/* Which attribute is called so, in any case; HTML_ATTRS: none that is read. */
enum html_attr html_attr_named(struct str name);

/* Does anything in the page depend on this attribute of this element? */
bool html_attr_wanted(GumboTag tag, enum html_attr name, struct str value);

/* style="... display: none" */
bool html_style_hides(struct str style);

#endif
