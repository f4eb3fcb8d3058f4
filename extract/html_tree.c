#include "extract/html_tree.h"

#include "base/attrs.h"

void html_tree_init(struct html_tree *t, struct arena *arena)
{
	*t = (struct html_tree){ .arena = arena };
	html_tree_open(t, HTML_DOCUMENT, GUMBO_TAG_UNKNOWN);
}

static struct html_node *add(struct html_tree *t)
{
	if (t->n == t->cap)
		ARENA_GROW(t->arena, t->nodes, t->n, t->cap);
	return &t->nodes[t->n++];
}

uint32_t html_tree_open(struct html_tree *t, enum html_kind kind, GumboTag tag)
{
	*add(t) = (struct html_node){ .kind = (uint8_t)kind, .tag = (uint16_t)tag };
	return (uint32_t)t->n - 1;
}

void html_tree_close(struct html_tree *t, uint32_t node)
{
	t->nodes[node].end = (uint32_t)t->n;
}

void html_tree_text(struct html_tree *t, struct str text)
{
	struct html_node *node = add(t);

	*node = (struct html_node){
		.kind = HTML_TEXT, .tag = GUMBO_TAG_UNKNOWN, .text = text, .end = (uint32_t)t->n
	};
}

bool html_style_hides(struct str style)
{
	size_t at = str_find(style, STR("display"), 0);

	if (at == STR_NONE)
		at = str_find(style, STR("DISPLAY"), 0);
	if (at == STR_NONE)
		return false;
	for (at += 7; at < style.n && (style.p[at] == ' ' || style.p[at] == ':'); at++)
		;
	return str_eq_nocase(str_sub(style, at, 4), STR("none"));
}

void html_tree_give(struct html_tree *t, uint32_t node, enum html_attr name, struct str value)
{
	struct html_node *to = &t->nodes[node];

	ARENA_GROW(t->arena, t->attrs, t->n_attrs, t->cap_attrs);
	if (!to->has)
		to->attrs = (uint32_t)t->n_attrs;
	t->attrs[t->n_attrs++] = (struct html_attr_value){ .name = name, .value = value };
	to->has |= 1u << name;
	if (name == HTML_ATTR_HIDDEN || (name == HTML_ATTR_STYLE && html_style_hides(value)))
		to->hidden = true;
}

struct str html_node_attr(const struct html_tree *t, const struct html_node *node,
			  enum html_attr name)
{
	const struct html_attr_value *a;

	if (!(node->has & 1u << name))
		return (struct str){ NULL, 0 };
	a = &t->attrs[node->attrs];
	while (a->name != name)
		a++;
	return a->value.p ? a->value : STR("");
}

static const struct str names[HTML_ATTRS] = {
	[HTML_ATTR_ID] = STR_INIT("id"),
	[HTML_ATTR_SRC] = STR_INIT("src"),
	[HTML_ATTR_HREF] = STR_INIT("href"),
	[HTML_ATTR_DATA] = STR_INIT("data"),
	[HTML_ATTR_HIDDEN] = STR_INIT("hidden"),
	[HTML_ATTR_CONTENT] = STR_INIT("content"),
	[HTML_ATTR_ROWSPAN] = STR_INIT("rowspan"),
	[HTML_ATTR_COLSPAN] = STR_INIT("colspan"),
	[HTML_ATTR_DOWNLOAD] = STR_INIT("download"),
	[HTML_ATTR_ONCLICK] = STR_INIT("onclick"),
	[HTML_ATTR_STYLE] = STR_INIT("style"),
	[HTML_ATTR_CLASS] = STR_INIT("class"),
	[HTML_ATTR_TITLE] = STR_INIT("title"),
	[HTML_ATTR_ALT] = STR_INIT("alt"),
	[HTML_ATTR_WIDTH] = STR_INIT("width"),
	[HTML_ATTR_HEIGHT] = STR_INIT("height"),
	[HTML_ATTR_DATA_SRC] = STR_INIT("data-src"),
	[HTML_ATTR_DATA_ORIGINAL] = STR_INIT("data-original"),
	[HTML_ATTR_SRCSET] = STR_INIT("srcset"),
	[HTML_ATTR_NAME] = STR_INIT("name"),
	[HTML_ATTR_PROPERTY] = STR_INIT("property"),
	[HTML_ATTR_HTTP_EQUIV] = STR_INIT("http-equiv"),
	[HTML_ATTR_TYPE] = STR_INIT("type"),
	[HTML_ATTR_VALUE] = STR_INIT("value"),
};

#define LONGEST_NAME 13
#define MOST_ALIKE   5

/* Those of each length; HTML_ATTRS ends a row. */
static const uint8_t of_length[LONGEST_NAME + 1][MOST_ALIKE + 1] = {
	[0] = { HTML_ATTRS },
	[1] = { HTML_ATTRS },
	[2] = { HTML_ATTR_ID, HTML_ATTRS },
	[3] = { HTML_ATTR_SRC, HTML_ATTR_ALT, HTML_ATTRS },
	[4] = { HTML_ATTR_HREF, HTML_ATTR_NAME, HTML_ATTR_TYPE, HTML_ATTR_DATA, HTML_ATTRS },
	[5] = { HTML_ATTR_STYLE, HTML_ATTR_CLASS, HTML_ATTR_WIDTH, HTML_ATTR_TITLE, HTML_ATTR_VALUE,
		HTML_ATTRS },
	[6] = { HTML_ATTR_HEIGHT, HTML_ATTR_HIDDEN, HTML_ATTR_SRCSET, HTML_ATTRS },
	[7] = { HTML_ATTR_COLSPAN, HTML_ATTR_ROWSPAN, HTML_ATTR_CONTENT, HTML_ATTR_ONCLICK,
		HTML_ATTRS },
	[8] = { HTML_ATTR_PROPERTY, HTML_ATTR_DATA_SRC, HTML_ATTR_DOWNLOAD, HTML_ATTRS },
	[9] = { HTML_ATTRS },
	[10] = { HTML_ATTR_HTTP_EQUIV, HTML_ATTRS },
	[11] = { HTML_ATTRS },
	[12] = { HTML_ATTRS },
	[13] = { HTML_ATTR_DATA_ORIGINAL, HTML_ATTRS },
};

enum html_attr html_attr_named(struct str name)
{
	if (name.n > LONGEST_NAME)
		return HTML_ATTRS;
	for (const uint8_t *a = of_length[name.n]; *a != HTML_ATTRS; a++)
		if ((name.p[0] | 0x20) == names[*a].p[0] && str_eq_nocase(name, names[*a]))
			return (enum html_attr) * a;
	return HTML_ATTRS;
}

#define BIT(name) (1u << HTML_ATTR_##name)

static const uint32_t always = BIT(ID) | BIT(SRC) | BIT(HREF) | BIT(DATA) | BIT(HIDDEN) |
			       BIT(CONTENT) | BIT(ROWSPAN) | BIT(COLSPAN) | BIT(DOWNLOAD);
static const uint32_t of_image =
	BIT(ALT) | BIT(WIDTH) | BIT(HEIGHT) | BIT(DATA_SRC) | BIT(DATA_ORIGINAL) | BIT(SRCSET);

/* What is read of an element besides what is read of all. */
static uint32_t wanted_of(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_SPAN:
	case GUMBO_TAG_P:
	case GUMBO_TAG_TR:
		return 0;
	case GUMBO_TAG_A:
	case GUMBO_TAG_AREA:
		return BIT(TITLE);
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_IMAGE:
		return of_image;
	case GUMBO_TAG_META:
	case GUMBO_TAG_INPUT:
	case GUMBO_TAG_ISINDEX:
		return ~0u;
	default:
		return BIT(CLASS);
	}
}

bool html_attr_wanted(GumboTag tag, enum html_attr name, struct str value)
{
	if (name == HTML_ATTRS)
		return false;
	if (always & 1u << name)
		return true;
	if (name == HTML_ATTR_ONCLICK)
		return str_find(value, STR("open("), 0) != STR_NONE ||
		       str_find(value, STR("location"), 0) != STR_NONE;
	if (name == HTML_ATTR_STYLE)
		return str_find(value, STR("display"), 0) != STR_NONE ||
		       str_find(value, STR("DISPLAY"), 0) != STR_NONE;
	return (wanted_of(tag) & 1u << name) != 0;
}
