#include "extract/html_build.h"

#include "extract/html_token.h"

void html_build_give_up(struct html_build *b, const char *why)
{
	if (!b->why)
		b->why = why;
}

static enum html_mode mode_in(GumboTag tag, enum html_mode around)
{
	switch (tag) {
	case GUMBO_TAG_TABLE:
		return HTML_MODE_TABLE;
	case GUMBO_TAG_COLGROUP:
		return HTML_MODE_COLGROUP;
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_THEAD:
	case GUMBO_TAG_TFOOT:
		return HTML_MODE_SECTION;
	case GUMBO_TAG_TR:
		return HTML_MODE_ROW;
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		return HTML_MODE_CELL;
	case GUMBO_TAG_CAPTION:
		return HTML_MODE_CAPTION;
	case GUMBO_TAG_SELECT:
		return HTML_MODE_SELECT;
	default:
		return around;
	}
}

/* Elements that a <p> outside of them is out of reach in (13.2.4.2, button scope). */
static bool hides_paragraph(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_TABLE:
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
	case GUMBO_TAG_CAPTION:
	case GUMBO_TAG_MARQUEE:
	case GUMBO_TAG_OBJECT:
	case GUMBO_TAG_BUTTON:
		return true;
	default:
		return false;
	}
}

uint32_t html_build_add(struct html_build *b, GumboTag tag, const struct html_tag *from)
{
	uint32_t node = html_tree_open(b->tree, HTML_ELEMENT, tag);

	b->pending = 0;
	if (b->tree->n > HTML_BUILD_MAX_NODES)
		html_build_give_up(b, "too many elements");
	if (!from)
		return node;
	for (size_t i = 0; i < from->n_attrs; i++)
		html_tree_give(b->tree, node, from->attrs[i].name, from->attrs[i].value);
	if (tag == GUMBO_TAG_UNKNOWN)
		b->tree->nodes[node].text = from->name;
	return node;
}

static void push_node(struct html_build *b, GumboTag tag, uint32_t node)
{
	struct html_build_open *o, *around;

	if (b->depth == HTML_BUILD_MAX_DEPTH) {
		html_build_give_up(b, "nested deeply");
		return;
	}
	o = &b->open[b->depth++];
	around = b->depth > 1 ? o - 1 : o;
	*o = (struct html_build_open){
		.node = node,
		.tag = (uint16_t)tag,
		.mode = (uint8_t)mode_in(tag, around->mode),
		.paragraph = around->paragraph,
	};
	if (tag == GUMBO_TAG_P)
		o->paragraph = (uint8_t)b->depth;
	else if (hides_paragraph(tag))
		o->paragraph = 0;
}

void html_build_push(struct html_build *b, GumboTag tag, const struct html_tag *from)
{
	push_node(b, tag, html_build_add(b, tag, from));
}

void html_build_void(struct html_build *b, GumboTag tag, const struct html_tag *from)
{
	html_tree_close(b->tree, html_build_add(b, tag, from));
}

void html_build_add_text(struct html_build *b, struct str text)
{
	if (!b->pending)
		b->pending = (uint32_t)b->tree->n;
	html_tree_text(b->tree, text);
}

void html_build_comment(struct html_build *b)
{
	b->pending = 0;
}

void html_build_pop(struct html_build *b)
{
	uint32_t node = b->open[--b->depth].node;

	b->pending = 0;
	html_tree_close(b->tree, node);
	for (size_t i = b->n_formats; i-- > 0;)
		if (b->formats[i].node == node) {
			b->formats[i].open = false;
			break;
		}
}

void html_build_pop_to(struct html_build *b, size_t depth)
{
	while (b->depth > depth)
		html_build_pop(b);
}

/* Opens once more those that were closed by something else than their own end. */
static void reopen(struct html_build *b)
{
	size_t i = b->n_formats;

	while (i && b->formats[i - 1].node && !b->formats[i - 1].open)
		i--;
	for (; i < b->n_formats && !b->why; i++) {
		struct html_build_format *f = &b->formats[i];
		uint32_t node = html_build_add(b, (GumboTag)f->tag, NULL);
		struct html_node *to = &b->tree->nodes[node], *from = &b->tree->nodes[f->node];

		to->attrs = from->attrs;
		to->has = from->has;
		to->hidden = from->hidden;
		f->node = node;
		f->open = true;
		push_node(b, (GumboTag)f->tag, node);
	}
}

void html_build_reconstruct(struct html_build *b)
{
	const struct html_build_format *last;

	if (b->n_formats == 0)
		return;
	last = &b->formats[b->n_formats - 1];
	if (last->node && !last->open)
		reopen(b);
}

static void add_format(struct html_build *b, struct html_build_format f)
{
	if (b->n_formats == HTML_BUILD_MAX_FORMATTING)
		html_build_give_up(b, "many formatting elements left open");
	else
		b->formats[b->n_formats++] = f;
}

void html_build_mark(struct html_build *b)
{
	add_format(b, (struct html_build_format){ .node = 0 });
}

void html_build_clear_to_mark(struct html_build *b)
{
	while (b->n_formats && b->formats[--b->n_formats].node)
		;
}

size_t html_build_find_format(const struct html_build *b, GumboTag tag)
{
	for (size_t i = b->n_formats; i-- > 0 && b->formats[i].node;)
		if (b->formats[i].tag == tag)
			return i;
	return b->n_formats;
}

void html_build_forget_format(struct html_build *b, size_t at)
{
	b->n_formats--;
	for (; at < b->n_formats; at++)
		b->formats[at] = b->formats[at + 1];
}

/* The list keeps three that are alike; what is alike is not told from sources that differ. */
static void make_room_for(struct html_build *b, const struct html_tag *tag)
{
	size_t alike = 0, unlike = 0, first = 0;

	for (size_t i = b->n_formats; i-- > 0 && b->formats[i].node;) {
		if (b->formats[i].tag != tag->tag)
			continue;
		if (str_eq(b->formats[i].source, tag->source)) {
			alike++;
			first = i;
		} else {
			unlike++;
		}
	}
	if (alike + unlike < 3)
		return;
	if (unlike)
		html_build_give_up(b, "formatting elements nested in their like");
	else
		html_build_forget_format(b, first);
}

void html_build_format(struct html_build *b, const struct html_tag *tag)
{
	html_build_push(b, tag->tag, tag);
	if (b->why)
		return;
	make_room_for(b, tag);
	add_format(b, (struct html_build_format){ .node = html_build_top(b)->node,
						  .tag = (uint16_t)tag->tag,
						  .open = true,
						  .source = tag->source });
}
