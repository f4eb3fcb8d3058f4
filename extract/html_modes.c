#include "extract/html_rules.h"

static bool is_open(struct html_build *b, GumboTag tag)
{
	return html_build_top(b)->tag == tag;
}

static bool is_part(GumboTag tag)
{
	return html_traits(tag) & HTML_PART;
}

/* Ends the cell or the caption that is open, with all in it. */
static void close_marked(struct html_build *b, enum html_mode mode)
{
	while (html_build_top(b)->mode == mode && !is_part(html_build_top(b)->tag))
		html_build_pop(b);
	html_build_pop(b);
	html_build_clear_to_mark(b);
}

static bool is_hidden_input(const struct html_tag *tag)
{
	for (size_t i = 0; i < tag->n_attrs; i++)
		if (tag->attrs[i].name == HTML_ATTR_TYPE)
			return str_eq_nocase(tag->attrs[i].value, STR("hidden"));
	return false;
}

/* What is no part of a table, where only parts may stand. */
static void start_between(struct html_build *b, const struct html_tag *tag)
{
	uint32_t form;

	switch (tag->tag) {
	case GUMBO_TAG_HTML:
	case GUMBO_TAG_BODY:
		html_body_start_again(b, tag);
		break;
	case GUMBO_TAG_INPUT:
		if (!is_hidden_input(tag))
			html_build_give_up(b, "content of a table outside of its cells");
		html_build_void(b, tag->tag, tag);
		break;
	case GUMBO_TAG_FORM:
		if (b->form)
			break;
		form = html_build_add(b, tag->tag, tag);
		html_tree_close(b->tree, form);
		b->form = form;
		break;
	default:
		html_build_give_up(b, "content of a table outside of its cells");
		break;
	}
}

/* Each returns true when the tag is to be looked at again, in the mode that is now. */

static bool start_in_table(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_TABLE:
		html_build_pop(b);
		return true;
	case GUMBO_TAG_CAPTION:
		html_build_mark(b);
		html_build_push(b, tag->tag, tag);
		return false;
	case GUMBO_TAG_COL:
		html_build_push(b, GUMBO_TAG_COLGROUP, NULL);
		return true;
	case GUMBO_TAG_TR:
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		html_build_push(b, GUMBO_TAG_TBODY, NULL);
		return true;
	case GUMBO_TAG_COLGROUP:
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_TFOOT:
	case GUMBO_TAG_THEAD:
		html_build_push(b, tag->tag, tag);
		return false;
	default:
		start_between(b, tag);
		return false;
	}
}

static bool start_in_section(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_TR:
		html_build_push(b, tag->tag, tag);
		return false;
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		html_build_push(b, GUMBO_TAG_TR, NULL);
		return true;
	default:
		if (tag->tag != GUMBO_TAG_TABLE && !is_part(tag->tag)) {
			start_between(b, tag);
			return false;
		}
		html_build_pop(b);
		return true;
	}
}

static bool start_in_row(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag == GUMBO_TAG_TD || tag->tag == GUMBO_TAG_TH) {
		html_build_push(b, tag->tag, tag);
		html_build_mark(b);
		return false;
	}
	if (tag->tag != GUMBO_TAG_TABLE && !is_part(tag->tag)) {
		start_between(b, tag);
		return false;
	}
	html_build_pop(b);
	return true;
}

static bool start_in_colgroup(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag == GUMBO_TAG_HTML) {
		html_body_start_again(b, tag);
		return false;
	}
	if (tag->tag == GUMBO_TAG_COL) {
		html_build_void(b, tag->tag, tag);
		return false;
	}
	html_build_pop(b);
	return true;
}

/* In a cell or a caption. */
static bool start_in_cell(struct html_build *b, const struct html_tag *tag)
{
	if (!is_part(tag->tag)) {
		html_body_start(b, tag);
		return false;
	}
	close_marked(b, html_build_top(b)->mode);
	return true;
}

static bool start_in_select(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_OPTGROUP:
	case GUMBO_TAG_OPTION:
		if (is_open(b, GUMBO_TAG_OPTION))
			html_build_pop(b);
		if (tag->tag == GUMBO_TAG_OPTGROUP && is_open(b, GUMBO_TAG_OPTGROUP))
			html_build_pop(b);
		html_build_push(b, tag->tag, tag);
		break;
	default:
		html_build_give_up(b, "a select with markup in it");
		break;
	}
	return false;
}

static bool start_anywhere(struct html_build *b, const struct html_tag *tag)
{
	html_body_start(b, tag);
	return false;
}

/* An end tag between the parts of a table: that of what is open outside of it is not heard. */
static bool end_between(struct html_build *b, const struct html_tag *tag)
{
	if (is_part(tag->tag))
		return false;
	if (tag->tag == GUMBO_TAG_P || tag->tag == GUMBO_TAG_BR)
		html_build_give_up(b, "content of a table outside of its cells");
	else
		html_body_end(b, tag);
	return false;
}

static bool end_in_table(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag != GUMBO_TAG_TABLE)
		return end_between(b, tag);
	html_build_pop(b);
	return false;
}

static bool is_section(GumboTag tag)
{
	return tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD || tag == GUMBO_TAG_TFOOT;
}

static bool end_in_section(struct html_build *b, const struct html_tag *tag)
{
	bool again = tag->tag == GUMBO_TAG_TABLE;

	if (!again && !is_section(tag->tag))
		return end_between(b, tag);
	if (again || html_find_in_table(b, tag->tag))
		html_build_pop(b);
	return again;
}

static bool end_in_row(struct html_build *b, const struct html_tag *tag)
{
	bool again = tag->tag == GUMBO_TAG_TABLE || is_section(tag->tag);

	if (!again && tag->tag != GUMBO_TAG_TR)
		return end_between(b, tag);
	if (!html_find_in_table(b, tag->tag))
		return false;
	html_build_pop(b);
	return again;
}

static bool end_in_colgroup(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag == GUMBO_TAG_COL)
		return false;
	html_build_pop(b);
	return tag->tag != GUMBO_TAG_COLGROUP;
}

static bool end_in_cell(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		if (html_find_in_table(b, tag->tag))
			close_marked(b, HTML_MODE_CELL);
		return false;
	case GUMBO_TAG_CAPTION:
	case GUMBO_TAG_COL:
	case GUMBO_TAG_COLGROUP:
		return false;
	case GUMBO_TAG_TABLE:
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_TFOOT:
	case GUMBO_TAG_THEAD:
	case GUMBO_TAG_TR:
		if (!html_find_in_table(b, tag->tag))
			return false;
		close_marked(b, HTML_MODE_CELL);
		return true;
	default:
		html_body_end(b, tag);
		return false;
	}
}

static bool end_in_caption(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag == GUMBO_TAG_CAPTION || tag->tag == GUMBO_TAG_TABLE) {
		close_marked(b, HTML_MODE_CAPTION);
		return tag->tag == GUMBO_TAG_TABLE;
	}
	if (!is_part(tag->tag))
		html_body_end(b, tag);
	return false;
}

static bool end_in_select(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_OPTGROUP:
		if (is_open(b, GUMBO_TAG_OPTION) && b->open[b->depth - 2].tag == GUMBO_TAG_OPTGROUP)
			html_build_pop(b);
		if (is_open(b, GUMBO_TAG_OPTGROUP))
			html_build_pop(b);
		break;
	case GUMBO_TAG_OPTION:
		if (is_open(b, GUMBO_TAG_OPTION))
			html_build_pop(b);
		break;
	case GUMBO_TAG_SELECT:
		html_build_pop_to(b, html_find_open(b, GUMBO_TAG_SELECT, 0) - 1);
		break;
	default:
		html_build_give_up(b, "a select with markup in it");
		break;
	}
	return false;
}

static bool end_anywhere(struct html_build *b, const struct html_tag *tag)
{
	html_body_end(b, tag);
	return false;
}

typedef bool mode_action(struct html_build *b, const struct html_tag *tag);

static mode_action *const starts[] = {
	[HTML_MODE_BODY] = start_anywhere,        [HTML_MODE_TABLE] = start_in_table,
	[HTML_MODE_COLGROUP] = start_in_colgroup, [HTML_MODE_SECTION] = start_in_section,
	[HTML_MODE_ROW] = start_in_row,           [HTML_MODE_CELL] = start_in_cell,
	[HTML_MODE_CAPTION] = start_in_cell,      [HTML_MODE_SELECT] = start_in_select,
};

static mode_action *const ends[] = {
	[HTML_MODE_BODY] = end_anywhere,        [HTML_MODE_TABLE] = end_in_table,
	[HTML_MODE_COLGROUP] = end_in_colgroup, [HTML_MODE_SECTION] = end_in_section,
	[HTML_MODE_ROW] = end_in_row,           [HTML_MODE_CELL] = end_in_cell,
	[HTML_MODE_CAPTION] = end_in_caption,   [HTML_MODE_SELECT] = end_in_select,
};

bool html_mode_start(struct html_build *b, const struct html_tag *tag)
{
	return starts[html_build_top(b)->mode](b, tag);
}

bool html_mode_end(struct html_build *b, const struct html_tag *tag)
{
	return ends[html_build_top(b)->mode](b, tag);
}
