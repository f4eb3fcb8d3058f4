#include "extract/html_walk.h"

#include "base/attrs.h"
#include "extract/flow.h"
#include "extract/html_region.h"
#include "extract/html_survey.h"
#include "extract/html_table.h"

/* Text of a link or of a metadata element stops here, and so does the search for it. */
#define ASIDE_MAX_BYTES 4096
#define ASIDE_MAX_NODES 2000

/* A hidden element with more text than this may be a panel that a click opens. */
#define HIDDEN_MAX_BYTES 240

enum role {
	ROLE_INLINE,
	ROLE_BLOCK,
	ROLE_BREAK,
	ROLE_HEADING,
	ROLE_SKIP,
	ROLE_QUIET, /* its text is for browsers without scripts; its links count */
	ROLE_LINK,
	ROLE_INPUT,
	ROLE_RAISED,
	ROLE_IMAGE,
	ROLE_FRAME,
	ROLE_META,
	ROLE_BASE,
	ROLE_TITLE,
	ROLE_TABLE,
	ROLE_GROUP,
	ROLE_ROW,
	ROLE_CELL,
	ROLE_UNKNOWN,
};

static const uint8_t roles[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_ADDRESS] = ROLE_BLOCK,    [GUMBO_TAG_ARTICLE] = ROLE_BLOCK,
	[GUMBO_TAG_ASIDE] = ROLE_BLOCK,      [GUMBO_TAG_BLOCKQUOTE] = ROLE_BLOCK,
	[GUMBO_TAG_BODY] = ROLE_BLOCK,       [GUMBO_TAG_CAPTION] = ROLE_BLOCK,
	[GUMBO_TAG_CENTER] = ROLE_BLOCK,     [GUMBO_TAG_DD] = ROLE_BLOCK,
	[GUMBO_TAG_DETAILS] = ROLE_BLOCK,    [GUMBO_TAG_DIR] = ROLE_BLOCK,
	[GUMBO_TAG_DIV] = ROLE_BLOCK,        [GUMBO_TAG_DL] = ROLE_BLOCK,
	[GUMBO_TAG_DT] = ROLE_BLOCK,         [GUMBO_TAG_FIELDSET] = ROLE_BLOCK,
	[GUMBO_TAG_FIGCAPTION] = ROLE_BLOCK, [GUMBO_TAG_FIGURE] = ROLE_BLOCK,
	[GUMBO_TAG_FOOTER] = ROLE_BLOCK,     [GUMBO_TAG_FORM] = ROLE_BLOCK,
	[GUMBO_TAG_HEADER] = ROLE_BLOCK,     [GUMBO_TAG_HR] = ROLE_BLOCK,
	[GUMBO_TAG_LEGEND] = ROLE_BLOCK,     [GUMBO_TAG_LI] = ROLE_BLOCK,
	[GUMBO_TAG_LISTING] = ROLE_BLOCK,    [GUMBO_TAG_MAIN] = ROLE_BLOCK,
	[GUMBO_TAG_MENU] = ROLE_BLOCK,       [GUMBO_TAG_NAV] = ROLE_BLOCK,
	[GUMBO_TAG_OL] = ROLE_BLOCK,         [GUMBO_TAG_P] = ROLE_BLOCK,
	[GUMBO_TAG_PRE] = ROLE_BLOCK,        [GUMBO_TAG_SECTION] = ROLE_BLOCK,
	[GUMBO_TAG_SUMMARY] = ROLE_BLOCK,    [GUMBO_TAG_UL] = ROLE_BLOCK,
	[GUMBO_TAG_BR] = ROLE_BREAK,         [GUMBO_TAG_H1] = ROLE_HEADING,
	[GUMBO_TAG_H2] = ROLE_HEADING,       [GUMBO_TAG_H3] = ROLE_HEADING,
	[GUMBO_TAG_H4] = ROLE_HEADING,       [GUMBO_TAG_H5] = ROLE_HEADING,
	[GUMBO_TAG_H6] = ROLE_HEADING,       [GUMBO_TAG_NOEMBED] = ROLE_SKIP,
	[GUMBO_TAG_NOFRAMES] = ROLE_SKIP,    [GUMBO_TAG_SCRIPT] = ROLE_SKIP,
	[GUMBO_TAG_SELECT] = ROLE_SKIP,      [GUMBO_TAG_STYLE] = ROLE_SKIP,
	[GUMBO_TAG_TEMPLATE] = ROLE_SKIP,    [GUMBO_TAG_TEXTAREA] = ROLE_SKIP,
	[GUMBO_TAG_DEL] = ROLE_SKIP,         [GUMBO_TAG_S] = ROLE_SKIP,
	[GUMBO_TAG_STRIKE] = ROLE_SKIP,      [GUMBO_TAG_INPUT] = ROLE_INPUT,
	[GUMBO_TAG_SUP] = ROLE_RAISED,       [GUMBO_TAG_NOSCRIPT] = ROLE_QUIET,
	[GUMBO_TAG_A] = ROLE_LINK,           [GUMBO_TAG_AREA] = ROLE_LINK,
	[GUMBO_TAG_IMAGE] = ROLE_IMAGE,      [GUMBO_TAG_IMG] = ROLE_IMAGE,
	[GUMBO_TAG_EMBED] = ROLE_FRAME,      [GUMBO_TAG_FRAME] = ROLE_FRAME,
	[GUMBO_TAG_IFRAME] = ROLE_FRAME,     [GUMBO_TAG_OBJECT] = ROLE_FRAME,
	[GUMBO_TAG_META] = ROLE_META,        [GUMBO_TAG_BASE] = ROLE_BASE,
	[GUMBO_TAG_TITLE] = ROLE_TITLE,      [GUMBO_TAG_TABLE] = ROLE_TABLE,
	[GUMBO_TAG_TBODY] = ROLE_GROUP,      [GUMBO_TAG_TFOOT] = ROLE_GROUP,
	[GUMBO_TAG_THEAD] = ROLE_GROUP,      [GUMBO_TAG_TR] = ROLE_ROW,
	[GUMBO_TAG_TD] = ROLE_CELL,          [GUMBO_TAG_TH] = ROLE_CELL,
	[GUMBO_TAG_UNKNOWN] = ROLE_UNKNOWN,
};

struct frame {
	uint32_t end; /* the node after its last one */
	enum role role;
	/* As they were outside of the node. */
	enum block_region region;
	uint8_t level;
	bool quiet;
};

struct walk {
	struct page_builder *b;
	const struct html_tree *tree;
	struct arena *scratch;
	struct err *e;
	int rc;
	struct frame *stack;
	size_t depth, cap_stack;
	struct flow flow, aside;
	struct html_survey survey;
	size_t next_measure;
	struct html_table *table; /* innermost open one */
	enum block_region region;
	uint8_t level; /* of the open heading; 0: none */
	bool quiet;
	bool has_title;
};

static struct str keep(struct walk *w, struct str s)
{
	struct str trimmed = str_trim(s);

	return trimmed.n ? arena_str(w->b->arena, trimmed) : (struct str){ NULL, 0 };
}

static struct str attribute(struct walk *w, const struct html_node *node, enum html_attr name)
{
	return keep(w, html_node_attr(w->tree, node, name));
}

/* Is text now that of a cell of a data table, which is no block of its own? */
static bool in_data_cell(const struct walk *w)
{
	return w->table && w->table->in_cell && !w->table->is_layout;
}

/* Ends the run of text there is: a block, or a line of a cell. */
static void flush(struct walk *w)
{
	struct block block = { .kind = w->level ? BLOCK_HEADING : BLOCK_PARAGRAPH,
			       .region = w->region,
			       .level = w->level };

	if (in_data_cell(w)) {
		flow_break(&w->flow);
		return;
	}
	block.text = flow_take(&w->flow, w->b->arena);
	if (block.text.n == 0)
		return;
	page_add_block(w->b, &block);
	if (w->table && w->table->in_cell) {
		if (w->table->lines.n)
			buf_addc(&w->table->lines, '\n');
		buf_add(&w->table->lines, block.text);
	}
}

/* The block that what is met now stands in, or would follow. */
static uint32_t here(const struct walk *w)
{
	const struct page *p = w->b->page;

	return in_data_cell(w) ? p->grids[w->table->grid].block : (uint32_t)p->n_blocks;
}

static bool breaks_aside(unsigned tag)
{
	enum role role = roles[tag];

	return role == ROLE_BLOCK || role == ROLE_BREAK || role == ROLE_HEADING ||
	       role == ROLE_ROW || role == ROLE_CELL;
}

/* The text of a subtree, apart from the flow of the page. */
static struct str text_of(struct walk *w, const struct html_node *node)
{
	const struct html_node *nodes = w->tree->nodes, *end = &nodes[node->end];
	bool in_text = false; /* text in pieces is one */
	size_t seen = 0;

	for (const struct html_node *n = node + 1; n < end; n++) {
		if (!(in_text && n->kind == HTML_TEXT) &&
		    (seen++ >= ASIDE_MAX_NODES || w->aside.text.n >= ASIDE_MAX_BYTES))
			break;
		in_text = n->kind == HTML_TEXT;
		if (in_text)
			flow_add(&w->aside, n->text);
		else if (roles[n->tag] == ROLE_SKIP || n->hidden)
			n = &nodes[n->end] - 1;
		else if (breaks_aside(n->tag))
			flow_add(&w->aside, STR(" "));
	}
	return flow_take(&w->aside, w->b->arena);
}

static void add_link(struct walk *w, const struct html_node *node, enum link_kind kind,
		     struct str href)
{
	struct link link = { .kind = kind, .href = href, .block = here(w) };

	if (href.n == 0)
		return;
	if (kind == LINK_ANCHOR)
		link.text = text_of(w, node);
	link.title = attribute(w, node, HTML_ATTR_TITLE);
	if (link.title.n == 0)
		link.title = attribute(w, node, HTML_ATTR_DOWNLOAD);
	page_add_link(w->b, &link);
}

/* onclick="window.open('a.pdf')" and "location.href='b.html'": the first literal after it. */
static void add_click(struct walk *w, const struct html_node *node)
{
	static const struct str starts[] = { STR_INIT("open("), STR_INIT("location") };
	struct str script = html_node_attr(w->tree, node, HTML_ATTR_ONCLICK);

	for (size_t i = 0; i < countof(starts); i++) {
		size_t at = str_find(script, starts[i], 0), end;

		while (at < script.n && script.p[at] != '\'' && script.p[at] != '"')
			at++;
		if (at >= script.n)
			continue;
		end = str_find(script, str_sub(script, at, 1), at + 1);
		if (end == STR_NONE)
			continue;
		add_link(w, node, LINK_ANCHOR, keep(w, str_sub(script, at + 1, end - at - 1)));
		return;
	}
}

static uint32_t pixels(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n && i < 6 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	return n;
}

static void add_image(struct walk *w, const struct html_node *node)
{
	/* A script that fills pictures in when they are scrolled to leaves a blank one in src. */
	static const enum html_attr names[] = { HTML_ATTR_DATA_SRC, HTML_ATTR_DATA_ORIGINAL,
						HTML_ATTR_SRC, HTML_ATTR_SRCSET };
	struct image image = { .block = here(w) };

	for (size_t i = 0; image.src.n == 0 && i < countof(names); i++)
		image.src = attribute(w, node, names[i]);
	if (image.src.n == 0)
		return;
	image.alt = attribute(w, node, HTML_ATTR_ALT);
	image.width = pixels(attribute(w, node, HTML_ATTR_WIDTH));
	image.height = pixels(attribute(w, node, HTML_ATTR_HEIGHT));
	page_add_image(w->b, &image);
}

/* "0; URL='./ywyw/'" */
static struct str refresh_target(struct str content)
{
	size_t at = 0;

	while (at < content.n && !str_eq_nocase(str_sub(content, at, 3), STR("url")))
		at++;
	content = str_trim(str_sub(content, at + 3, content.n));
	if (!str_starts(content, STR("=")))
		return (struct str){ NULL, 0 };
	content = str_trim(str_sub(content, 1, content.n));
	if (content.n && (content.p[0] == '\'' || content.p[0] == '"')) {
		char quote = content.p[0];
		size_t end = 1;

		while (end < content.n && content.p[end] != quote)
			end++;
		content = str_sub(content, 1, end - 1);
	}
	return content;
}

static void add_meta(struct walk *w, const struct html_node *node)
{
	struct meta meta = { .source = META_TAG, .block = here(w) };
	struct str equiv = attribute(w, node, HTML_ATTR_HTTP_EQUIV);

	meta.content = attribute(w, node, HTML_ATTR_CONTENT);
	if (str_eq_nocase(equiv, STR("refresh")) && !w->quiet)
		add_link(w, node, LINK_REFRESH, refresh_target(meta.content));
	meta.name = attribute(w, node, HTML_ATTR_NAME);
	if (meta.name.n == 0)
		meta.name = attribute(w, node, HTML_ATTR_PROPERTY);
	if (str_eq_nocase(meta.name, STR("ContentStart"))) {
		flush(w);
		w->region = REGION_BODY;
	} else if (str_eq_nocase(meta.name, STR("ContentEnd"))) {
		flush(w);
		w->region = REGION_UNKNOWN;
	} else if (meta.name.n) {
		page_add_meta(w->b, &meta);
	}
}

/* Elements that publishing systems made up to mark title, date and source. */
static void add_named_element(struct walk *w, const struct html_node *node)
{
	static const struct str names[] = {
		STR_INIT("ucaptitle"),    STR_INIT("ucapsource"), STR_INIT("ucapauthor"),
		STR_INIT("publishtime"),  STR_INIT("pubtime"),    STR_INIT("founder-title"),
		STR_INIT("founder-date"),
	};
	struct meta meta = { .source = META_ELEMENT, .block = here(w) };

	for (size_t i = 0; i < countof(names); i++) {
		if (!str_eq_nocase(node->text, names[i]))
			continue;
		meta.name = names[i];
		meta.content = text_of(w, node);
		page_add_meta(w->b, &meta);
	}
}

static const struct html_measure *measure_of(struct walk *w, const struct html_node *node)
{
	while (w->next_measure < w->survey.n) {
		const struct html_measure *m = &w->survey.at[w->next_measure++];

		if (&w->tree->nodes[m->node] == node)
			return m;
	}
	return NULL;
}

/* Hidden, and so small or so plain that nothing a reader could open is lost with it. */
static bool is_safely_hidden(struct walk *w, const struct html_node *node, enum role role)
{
	const struct html_measure *m;
	size_t before = w->next_measure;

	if (!node->hidden || node->tag == GUMBO_TAG_BODY || node->tag == GUMBO_TAG_HTML)
		return false;
	m = measure_of(w, node);
	w->next_measure = before;
	if (role == ROLE_ROW || role == ROLE_CELL || !m)
		return true;
	return m->tables == 0 && m->text_bytes <= HIDDEN_MAX_BYTES;
}

static void push(struct walk *w, const struct html_node *node, enum role role)
{
	ARENA_GROW(w->scratch, w->stack, w->depth, w->cap_stack);
	w->stack[w->depth++] = (struct frame){ .end = node->end,
					       .role = role,
					       .region = w->region,
					       .level = w->level,
					       .quiet = w->quiet };
}

static void enter_table(struct walk *w, const struct html_node *node)
{
	const struct html_measure *m = measure_of(w, node);
	static const struct html_measure none;

	flush(w);
	w->table = html_table_begin(w->table, m ? m : &none, w->scratch);
}

static void leave_table(struct walk *w)
{
	struct html_table *t = w->table;

	flush(w);
	if (html_table_end(t, w->b, w->e))
		w->rc = -1;
	w->table = t->outer;
}

static void enter_cell(struct walk *w, const struct html_node *node)
{
	flush(w);
	if (w->table)
		html_table_cell(w->table, w->b, w->tree, node);
}

static void leave_cell(struct walk *w)
{
	struct html_table *t = w->table;

	if (!t || !t->in_cell) {
		flush(w);
		return;
	}
	if (t->is_layout) {
		flush(w);
		html_table_cell_end(t, t->lines.n ? arena_str(w->b->arena, buf_str(&t->lines))
						  : (struct str){ NULL, 0 });
	} else {
		html_table_cell_end(t, flow_take(&w->flow, w->b->arena));
	}
}

/* A figure in a field of a form, as a browser shows it. */
static void add_input(struct walk *w, const struct html_node *node)
{
	struct str type = attribute(w, node, HTML_ATTR_TYPE);

	if (in_data_cell(w) &&
	    (type.n == 0 || str_eq_nocase(type, STR("text")) || str_eq_nocase(type, STR("number"))))
		flow_add(&w->flow, attribute(w, node, HTML_ATTR_VALUE));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * A raised figure behind a count, which stands alone or after a wide character,
 * is the mark of a footnote: 1<sup>2</sup> is not 12.
 */
static bool is_footnote_mark(struct walk *w, const struct html_node *node)
{
	struct str before = buf_str(&w->flow.text), raised;
	size_t at = before.n;

	while (at && is_digit(before.p[at - 1]))
		at--;
	if (at == before.n || (at && !(before.p[at - 1] & 0x80)))
		return false;
	raised = text_of(w, node);
	return raised.n && is_digit(raised.p[0]);
}

/* What stands for itself; true if its children are to be walked all the same. */
static bool meet(struct walk *w, const struct html_node *node, enum role role)
{
	switch (role) {
	case ROLE_SKIP:
		return false;
	case ROLE_BREAK:
		flow_break(&w->flow);
		return false;
	case ROLE_IMAGE:
		add_image(w, node);
		return false;
	case ROLE_META:
		add_meta(w, node);
		return false;
	case ROLE_BASE:
		if (w->b->page->base.n == 0)
			w->b->page->base = attribute(w, node, HTML_ATTR_HREF);
		return false;
	case ROLE_TITLE:
		if (!w->has_title)
			w->b->page->title = text_of(w, node);
		w->has_title = true;
		return false;
	case ROLE_INPUT:
		add_input(w, node);
		return false;
	case ROLE_RAISED:
		if (!is_footnote_mark(w, node))
			return true;
		flow_add(&w->flow, STR("["));
		flow_add(&w->flow, text_of(w, node));
		flow_add(&w->flow, STR("]"));
		return false;
	case ROLE_FRAME:
		add_link(w, node, LINK_FRAME,
			 attribute(w, node,
				   node->tag == GUMBO_TAG_OBJECT ? HTML_ATTR_DATA : HTML_ATTR_SRC));
		return node->tag == GUMBO_TAG_OBJECT;
	case ROLE_LINK:
		add_link(w, node, LINK_ANCHOR, attribute(w, node, HTML_ATTR_HREF));
		return true;
	case ROLE_UNKNOWN:
		add_named_element(w, node);
		return true;
	default:
		return true;
	}
}

/* Returns the node that is next. */
static uint32_t enter(struct walk *w, const struct html_node *node)
{
	unsigned tag = node->tag;
	enum role role = roles[tag];
	enum block_region region;

	if (node->kind == HTML_FOREIGN || is_safely_hidden(w, node, role) || !meet(w, node, role))
		return node->end;
	if (node->has & 1u << HTML_ATTR_ONCLICK)
		add_click(w, node);
	region = html_region(w->tree, node, w->region);
	if (role == ROLE_BLOCK || role == ROLE_HEADING || region != w->region)
		flush(w);
	push(w, node, role);
	w->region = region;
	switch (role) {
	case ROLE_HEADING:
		w->level = (uint8_t)(tag - GUMBO_TAG_H1 + 1);
		break;
	case ROLE_QUIET:
		w->quiet = true;
		break;
	case ROLE_TABLE:
		enter_table(w, node);
		break;
	case ROLE_GROUP:
		if (w->table)
			html_table_group(w->table, tag == GUMBO_TAG_TFOOT);
		break;
	case ROLE_ROW:
		flush(w);
		if (w->table)
			html_table_row(w->table, w->b, w->region);
		break;
	case ROLE_CELL:
		enter_cell(w, node);
		break;
	default:
		break;
	}
	return (uint32_t)(node - w->tree->nodes) + 1;
}

static void leave(struct walk *w)
{
	const struct frame *f = &w->stack[w->depth - 1];

	if (f->role == ROLE_TABLE)
		leave_table(w);
	else if (f->role == ROLE_CELL)
		leave_cell(w);
	else if (f->role == ROLE_BLOCK || f->role == ROLE_HEADING || f->region != w->region)
		flush(w);
	f = &w->stack[--w->depth];
	w->region = f->region;
	w->level = f->level;
	w->quiet = f->quiet;
}

static void run(struct walk *w)
{
	const struct html_tree *t = w->tree;

	push(w, t->nodes, ROLE_BLOCK);
	for (uint32_t i = 1; w->rc == 0 && !w->b->over;) {
		if (w->stack[w->depth - 1].end <= i) {
			leave(w);
			if (w->depth == 0)
				break;
		} else if (t->nodes[i].kind == HTML_TEXT) {
			if (!w->quiet)
				flow_add(&w->flow, t->nodes[i].text);
			i++;
		} else {
			i = enter(w, &t->nodes[i]);
		}
	}
}

int html_walk(struct page_builder *b, const struct html_tree *tree, struct arena *scratch,
	      struct err *e)
{
	struct walk *w = ARENA_NEW(scratch, struct walk, 1);

	w->b = b;
	w->tree = tree;
	w->scratch = scratch;
	w->e = e;
	flow_init(&w->flow, DOC_MAX_BYTES);
	flow_init(&w->aside, 2 * ASIDE_MAX_BYTES);
	html_survey(&w->survey, tree, scratch);
	run(w);
	for (; w->table; w->table = w->table->outer)
		buf_release(&w->table->lines);
	flow_release(&w->flow);
	flow_release(&w->aside);
	return w->rc ? -1 : page_build_end(b, e);
}
