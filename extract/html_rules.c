#include "extract/html_build.h"
#include "extract/html_token.h"

enum {
	SPECIAL = 1, /* ends the search of an end tag for its element (13.2.4.2) */
	SCOPE = 2,   /* the same, for elements that are special */
	IMPLIED = 4, /* needs no end tag (13.2.6.3) */
	HEADING = 8, /* h1 to h6 */
	PART = 16,   /* of a table */
	HEAD = 32,   /* belongs in the head */
};

typedef void action(struct html_build *b, const struct html_tag *tag);

/* What a tag does in a body; no action: that of any other start or end tag. */
struct rule {
	uint8_t traits;
	action *start, *end;
};

static const struct rule rules[GUMBO_TAG_LAST];

static bool has_trait(const struct html_build_open *o, uint8_t trait)
{
	return rules[o->tag].traits & trait;
}

static bool is_open(struct html_build *b, GumboTag tag)
{
	return html_build_top(b)->tag == tag;
}

/* Place + 1 of the topmost open `tag` that no element with `boundary` stands above; 0: none. */
static size_t find_open(const struct html_build *b, GumboTag tag, uint8_t boundary)
{
	for (size_t i = b->depth; i > 0; i--) {
		if (b->open[i - 1].tag == tag)
			return i;
		if (has_trait(&b->open[i - 1], boundary))
			return 0;
	}
	return 0;
}

static size_t find_in_table(const struct html_build *b, GumboTag tag)
{
	for (size_t i = b->depth; i > 0; i--) {
		if (b->open[i - 1].tag == tag)
			return i;
		if (b->open[i - 1].tag == GUMBO_TAG_TABLE)
			return 0;
	}
	return 0;
}

static void pop_implied(struct html_build *b)
{
	while (has_trait(html_build_top(b), IMPLIED))
		html_build_pop(b);
}

static void close_paragraph(struct html_build *b)
{
	size_t at = html_build_top(b)->paragraph;

	if (at)
		html_build_pop_to(b, at - 1);
}

static void odd(struct html_build *b, const struct html_tag *tag)
{
	(void)tag;
	html_build_give_up(b, "an element that is rare");
}

static void ignore(struct html_build *b, const struct html_tag *tag)
{
	(void)b;
	(void)tag;
}

/* --- start tags in a body --- */

static void start_inline(struct html_build *b, const struct html_tag *tag)
{
	html_build_reconstruct(b);
	html_build_push(b, tag->tag, tag);
}

static void start_block(struct html_build *b, const struct html_tag *tag)
{
	close_paragraph(b);
	html_build_push(b, tag->tag, tag);
}

static void start_heading(struct html_build *b, const struct html_tag *tag)
{
	close_paragraph(b);
	if (has_trait(html_build_top(b), HEADING))
		html_build_pop(b);
	html_build_push(b, tag->tag, tag);
}

/* The item before ends, through divs and what is inline. */
static void start_item(struct html_build *b, const struct html_tag *tag)
{
	bool is_li = tag->tag == GUMBO_TAG_LI;

	for (size_t i = b->depth; i > 0; i--) {
		unsigned t = b->open[i - 1].tag;

		if (is_li ? t == GUMBO_TAG_LI : t == GUMBO_TAG_DD || t == GUMBO_TAG_DT) {
			html_build_pop_to(b, i - 1);
			break;
		}
		if (has_trait(&b->open[i - 1], SPECIAL) && t != GUMBO_TAG_DIV && t != GUMBO_TAG_P &&
		    t != GUMBO_TAG_ADDRESS)
			break;
	}
	start_block(b, tag);
}

static void start_void(struct html_build *b, const struct html_tag *tag)
{
	html_build_void(b, tag->tag, tag);
}

static void start_inline_void(struct html_build *b, const struct html_tag *tag)
{
	html_build_reconstruct(b);
	html_build_void(b, tag->tag, tag);
}

static void start_hr(struct html_build *b, const struct html_tag *tag)
{
	close_paragraph(b);
	html_build_void(b, tag->tag, tag);
}

static void start_format(struct html_build *b, const struct html_tag *tag)
{
	html_build_reconstruct(b);
	html_build_format(b, tag);
}

static void end_format(struct html_build *b, const struct html_tag *tag);

static void start_a(struct html_build *b, const struct html_tag *tag)
{
	size_t at = html_build_find_format(b, GUMBO_TAG_A);

	if (at < b->n_formats) {
		uint32_t node = b->formats[at].node;

		end_format(b, tag);
		at = html_build_find_format(b, GUMBO_TAG_A);
		if (at < b->n_formats && b->formats[at].node == node)
			html_build_give_up(b, "a link in a link");
	}
	start_format(b, tag);
}

static void start_nobr(struct html_build *b, const struct html_tag *tag)
{
	html_build_reconstruct(b);
	if (find_open(b, GUMBO_TAG_NOBR, SCOPE))
		html_build_give_up(b, "a nobr in a nobr");
	html_build_format(b, tag);
}

static void start_button(struct html_build *b, const struct html_tag *tag)
{
	if (find_open(b, GUMBO_TAG_BUTTON, SCOPE))
		html_build_give_up(b, "a button in a button");
	start_inline(b, tag);
}

static void start_marked(struct html_build *b, const struct html_tag *tag)
{
	start_inline(b, tag);
	html_build_mark(b);
}

static void start_table(struct html_build *b, const struct html_tag *tag)
{
	if (html_build_top(b)->paragraph && b->quirks == HTML_QUIRKS_UNKNOWN)
		html_build_give_up(b, "a table in a paragraph under an unknown doctype");
	if (b->quirks == HTML_QUIRKS_NO)
		close_paragraph(b);
	html_build_push(b, tag->tag, tag);
}

static void start_form(struct html_build *b, const struct html_tag *tag)
{
	if (b->form)
		return;
	start_block(b, tag);
	b->form = html_build_top(b)->node;
}

static void start_option(struct html_build *b, const struct html_tag *tag)
{
	if (is_open(b, GUMBO_TAG_OPTION))
		html_build_pop(b);
	start_inline(b, tag);
}

/* Another <html> or <body> would give its attributes to the one there is. */
static void start_again(struct html_build *b, const struct html_tag *tag)
{
	if (tag->n_attrs)
		html_build_give_up(b, "attributes of a second html or body");
}

/* --- end tags in a body --- */

static void end_other(struct html_build *b, const struct html_tag *tag)
{
	size_t at = find_open(b, tag->tag, SPECIAL);

	if (at)
		html_build_pop_to(b, at - 1);
}

static void end_block(struct html_build *b, const struct html_tag *tag)
{
	size_t at = find_open(b, tag->tag, SCOPE);

	if (at)
		html_build_pop_to(b, at - 1);
}

static void end_paragraph(struct html_build *b, const struct html_tag *tag)
{
	if (html_build_top(b)->paragraph) {
		close_paragraph(b);
		return;
	}
	(void)tag;
	html_build_void(b, GUMBO_TAG_P, NULL);
}

static void end_break(struct html_build *b, const struct html_tag *tag)
{
	(void)tag;
	html_build_reconstruct(b);
	html_build_void(b, GUMBO_TAG_BR, NULL);
}

static void end_item(struct html_build *b, const struct html_tag *tag)
{
	for (size_t i = b->depth; i > 0; i--) {
		if (b->open[i - 1].tag == tag->tag) {
			html_build_pop_to(b, i - 1);
			return;
		}
		if (has_trait(&b->open[i - 1], SCOPE) || b->open[i - 1].tag == GUMBO_TAG_OL ||
		    b->open[i - 1].tag == GUMBO_TAG_UL)
			return;
	}
}

static void end_heading(struct html_build *b, const struct html_tag *tag)
{
	(void)tag;
	for (size_t i = b->depth; i > 0; i--) {
		if (has_trait(&b->open[i - 1], HEADING)) {
			html_build_pop_to(b, i - 1);
			return;
		}
		if (has_trait(&b->open[i - 1], SCOPE))
			return;
	}
}

/* The adoption agency, as far as it moves nothing. */
static void end_format(struct html_build *b, const struct html_tag *tag)
{
	size_t entry = html_build_find_format(b, tag->tag), at;

	if (entry == b->n_formats) {
		if (find_open(b, tag->tag, SPECIAL))
			html_build_give_up(b, "a formatting element that is not listed");
		return;
	}
	if (!b->formats[entry].open) {
		html_build_forget_format(b, entry);
		return;
	}
	at = find_open(b, tag->tag, SCOPE);
	if (!at)
		return;
	if (b->open[at - 1].node != b->formats[entry].node) {
		html_build_give_up(b, "a formatting element that is not listed");
		return;
	}
	for (size_t i = at; i < b->depth; i++)
		if (has_trait(&b->open[i], SPECIAL)) {
			html_build_give_up(b, "a formatting element ends before a block in it");
			return;
		}
	html_build_pop_to(b, at - 1);
	html_build_forget_format(b, entry);
}

/* Gumbo puts the text right before the end tag behind the form, and so do we. */
static void end_form(struct html_build *b, const struct html_tag *tag)
{
	uint32_t form = b->form, pending;
	size_t at = find_open(b, GUMBO_TAG_FORM, SCOPE);

	(void)tag;
	b->form = 0;
	if (!form || !at || b->open[at - 1].node != form)
		return;
	pop_implied(b);
	if (b->depth != at) {
		html_build_give_up(b, "a form ends before what is in it");
		return;
	}
	pending = b->pending;
	html_build_pop(b);
	if (pending)
		b->tree->nodes[form].end = pending;
	b->pending = pending;
}

static void end_marked(struct html_build *b, const struct html_tag *tag)
{
	size_t at = find_in_table(b, tag->tag);

	if (!at)
		return;
	html_build_pop_to(b, at - 1);
	html_build_clear_to_mark(b);
}

static const struct rule rules[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_HTML] = { SPECIAL | SCOPE, start_again, ignore },
	[GUMBO_TAG_HEAD] = { SPECIAL, ignore, NULL },
	[GUMBO_TAG_BODY] = { SPECIAL, start_again, ignore },

	[GUMBO_TAG_BASE] = { SPECIAL | HEAD, start_void, NULL },
	[GUMBO_TAG_BASEFONT] = { SPECIAL | HEAD, start_void, NULL },
	[GUMBO_TAG_BGSOUND] = { SPECIAL | HEAD, start_void, NULL },
	[GUMBO_TAG_LINK] = { SPECIAL | HEAD, start_void, NULL },
	[GUMBO_TAG_META] = { SPECIAL | HEAD, start_void, NULL },
	[GUMBO_TAG_SCRIPT] = { SPECIAL | HEAD, NULL, NULL },
	[GUMBO_TAG_STYLE] = { SPECIAL | HEAD, NULL, NULL },
	[GUMBO_TAG_TITLE] = { SPECIAL | HEAD, NULL, NULL },
	[GUMBO_TAG_TEXTAREA] = { SPECIAL, NULL, NULL },
	[GUMBO_TAG_IFRAME] = { SPECIAL, NULL, NULL },
	[GUMBO_TAG_NOSCRIPT] = { SPECIAL, NULL, NULL },

	[GUMBO_TAG_ADDRESS] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_ARTICLE] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_ASIDE] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_BLOCKQUOTE] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_CENTER] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_DETAILS] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_DIR] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_DIV] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_DL] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_FIELDSET] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_FIGCAPTION] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_FIGURE] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_FOOTER] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_HEADER] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_HGROUP] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_MAIN] = { 0, start_block, end_block },
	[GUMBO_TAG_MENU] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_NAV] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_OL] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_PRE] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_SECTION] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_SUMMARY] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_UL] = { SPECIAL, start_block, end_block },
	[GUMBO_TAG_P] = { SPECIAL | IMPLIED, start_block, end_paragraph },
	[GUMBO_TAG_LI] = { SPECIAL | IMPLIED, start_item, end_item },
	[GUMBO_TAG_DD] = { SPECIAL | IMPLIED, start_item, end_block },
	[GUMBO_TAG_DT] = { SPECIAL | IMPLIED, start_item, end_block },
	[GUMBO_TAG_H1] = { SPECIAL | HEADING, start_heading, end_heading },
	[GUMBO_TAG_H2] = { SPECIAL | HEADING, start_heading, end_heading },
	[GUMBO_TAG_H3] = { SPECIAL | HEADING, start_heading, end_heading },
	[GUMBO_TAG_H4] = { SPECIAL | HEADING, start_heading, end_heading },
	[GUMBO_TAG_H5] = { SPECIAL | HEADING, start_heading, end_heading },
	[GUMBO_TAG_H6] = { SPECIAL | HEADING, start_heading, end_heading },
	[GUMBO_TAG_FORM] = { SPECIAL, start_form, end_form },
	[GUMBO_TAG_HR] = { SPECIAL, start_hr, NULL },

	[GUMBO_TAG_A] = { 0, start_a, end_format },
	[GUMBO_TAG_B] = { 0, start_format, end_format },
	[GUMBO_TAG_BIG] = { 0, start_format, end_format },
	[GUMBO_TAG_CODE] = { 0, start_format, end_format },
	[GUMBO_TAG_EM] = { 0, start_format, end_format },
	[GUMBO_TAG_FONT] = { 0, start_format, end_format },
	[GUMBO_TAG_I] = { 0, start_format, end_format },
	[GUMBO_TAG_NOBR] = { 0, start_nobr, end_format },
	[GUMBO_TAG_S] = { 0, start_format, end_format },
	[GUMBO_TAG_SMALL] = { 0, start_format, end_format },
	[GUMBO_TAG_STRIKE] = { 0, start_format, end_format },
	[GUMBO_TAG_STRONG] = { 0, start_format, end_format },
	[GUMBO_TAG_TT] = { 0, start_format, end_format },
	[GUMBO_TAG_U] = { 0, start_format, end_format },

	[GUMBO_TAG_AREA] = { SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_BR] = { SPECIAL, start_inline_void, end_break },
	[GUMBO_TAG_EMBED] = { SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_IMG] = { SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_INPUT] = { SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_WBR] = { SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_PARAM] = { SPECIAL, start_void, NULL },
	[GUMBO_TAG_SOURCE] = { SPECIAL, start_void, NULL },
	[GUMBO_TAG_TRACK] = { SPECIAL, start_void, NULL },

	[GUMBO_TAG_BUTTON] = { SPECIAL, start_button, end_block },
	[GUMBO_TAG_MARQUEE] = { SPECIAL | SCOPE, start_marked, end_marked },
	[GUMBO_TAG_OBJECT] = { SPECIAL | SCOPE, start_marked, end_marked },
	[GUMBO_TAG_SELECT] = { SPECIAL, start_inline, NULL },
	[GUMBO_TAG_OPTION] = { IMPLIED, start_option, NULL },
	[GUMBO_TAG_OPTGROUP] = { IMPLIED, start_option, NULL },

	[GUMBO_TAG_TABLE] = { SPECIAL | SCOPE, start_table, NULL },
	[GUMBO_TAG_CAPTION] = { SPECIAL | SCOPE | PART, ignore, NULL },
	[GUMBO_TAG_COL] = { SPECIAL | PART, ignore, NULL },
	[GUMBO_TAG_COLGROUP] = { SPECIAL | PART, ignore, NULL },
	[GUMBO_TAG_TBODY] = { SPECIAL | PART, ignore, NULL },
	[GUMBO_TAG_TFOOT] = { SPECIAL | PART, ignore, NULL },
	[GUMBO_TAG_THEAD] = { SPECIAL | PART, ignore, NULL },
	[GUMBO_TAG_TR] = { SPECIAL | PART, ignore, NULL },
	[GUMBO_TAG_TD] = { SPECIAL | SCOPE | PART, ignore, NULL },
	[GUMBO_TAG_TH] = { SPECIAL | SCOPE | PART, ignore, NULL },

	[GUMBO_TAG_APPLET] = { 0, odd, odd },
	[GUMBO_TAG_FRAME] = { 0, odd, odd },
	[GUMBO_TAG_FRAMESET] = { 0, odd, odd },
	[GUMBO_TAG_IMAGE] = { 0, odd, odd },
	[GUMBO_TAG_ISINDEX] = { 0, odd, odd },
	[GUMBO_TAG_KEYGEN] = { 0, odd, odd },
	[GUMBO_TAG_LISTING] = { 0, odd, odd },
	[GUMBO_TAG_MATH] = { 0, odd, odd },
	[GUMBO_TAG_MENUITEM] = { 0, odd, odd },
	[GUMBO_TAG_NOEMBED] = { 0, odd, odd },
	[GUMBO_TAG_NOFRAMES] = { 0, odd, odd },
	[GUMBO_TAG_PLAINTEXT] = { 0, odd, odd },
	[GUMBO_TAG_RB] = { 0, odd, odd },
	[GUMBO_TAG_RP] = { 0, odd, odd },
	[GUMBO_TAG_RT] = { 0, odd, odd },
	[GUMBO_TAG_RTC] = { 0, odd, odd },
	[GUMBO_TAG_RUBY] = { 0, odd, odd },
	[GUMBO_TAG_SVG] = { 0, odd, odd },
	[GUMBO_TAG_TEMPLATE] = { 0, odd, odd },
	[GUMBO_TAG_XMP] = { 0, odd, odd },
};

static void start_in_body(struct html_build *b, const struct html_tag *tag)
{
	action *start = rules[tag->tag].start;

	(start ? start : start_inline)(b, tag);
}

static void end_in_body(struct html_build *b, const struct html_tag *tag)
{
	action *end = rules[tag->tag].end;

	(end ? end : end_other)(b, tag);
}

/* --- tables --- */

/* Ends what holds cells or a caption, with all in it; false: none such is open. */
static void close_marked(struct html_build *b, enum html_mode mode)
{
	while (html_build_top(b)->mode == mode && !has_trait(html_build_top(b), PART))
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
		start_again(b, tag);
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
		if (tag->tag != GUMBO_TAG_TABLE && !(rules[tag->tag].traits & PART)) {
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
	if (tag->tag != GUMBO_TAG_TABLE && !(rules[tag->tag].traits & PART)) {
		start_between(b, tag);
		return false;
	}
	html_build_pop(b);
	return true;
}

static bool start_in_colgroup(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag == GUMBO_TAG_HTML) {
		start_again(b, tag);
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
	if (!(rules[tag->tag].traits & PART)) {
		start_in_body(b, tag);
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
	start_in_body(b, tag);
	return false;
}

/* An end tag between the parts of a table: that of what is open outside of it is not heard. */
static bool end_between(struct html_build *b, const struct html_tag *tag)
{
	if (rules[tag->tag].traits & PART)
		return false;
	if (tag->tag == GUMBO_TAG_P || tag->tag == GUMBO_TAG_BR)
		html_build_give_up(b, "content of a table outside of its cells");
	else
		end_in_body(b, tag);
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
	if (again || find_in_table(b, tag->tag))
		html_build_pop(b);
	return again;
}

static bool end_in_row(struct html_build *b, const struct html_tag *tag)
{
	bool again = tag->tag == GUMBO_TAG_TABLE || is_section(tag->tag);

	if (!again && tag->tag != GUMBO_TAG_TR)
		return end_between(b, tag);
	if (!find_in_table(b, tag->tag))
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
		if (find_in_table(b, tag->tag))
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
		if (!find_in_table(b, tag->tag))
			return false;
		close_marked(b, HTML_MODE_CELL);
		return true;
	default:
		end_in_body(b, tag);
		return false;
	}
}

static bool end_in_caption(struct html_build *b, const struct html_tag *tag)
{
	if (tag->tag == GUMBO_TAG_CAPTION || tag->tag == GUMBO_TAG_TABLE) {
		close_marked(b, HTML_MODE_CAPTION);
		return tag->tag == GUMBO_TAG_TABLE;
	}
	if (!(rules[tag->tag].traits & PART))
		end_in_body(b, tag);
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
		html_build_pop_to(b, find_open(b, GUMBO_TAG_SELECT, 0) - 1);
		break;
	default:
		html_build_give_up(b, "a select with markup in it");
		break;
	}
	return false;
}

static bool end_anywhere(struct html_build *b, const struct html_tag *tag)
{
	end_in_body(b, tag);
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

/* --- before the body --- */

/* Opens what must be open where `phase` is, as far as no tag did. */
static void advance(struct html_build *b, enum html_phase phase)
{
	if (b->phase == HTML_BEFORE_HTML && phase > HTML_BEFORE_HTML) {
		html_build_push(b, GUMBO_TAG_HTML, NULL);
		b->phase = HTML_BEFORE_HEAD;
	}
	if (b->phase == HTML_BEFORE_HEAD && phase > HTML_BEFORE_HEAD) {
		html_build_push(b, GUMBO_TAG_HEAD, NULL);
		b->phase = HTML_IN_HEAD;
	}
	if (b->phase == HTML_IN_NOSCRIPT && phase > HTML_IN_NOSCRIPT)
		html_build_give_up(b, "content in the head's noscript");
	if (b->phase == HTML_IN_HEAD && phase > HTML_IN_HEAD)
		b->phase = HTML_AFTER_HEAD;
}

/* The head stays open until here: what belongs in it may come behind its end tag. */
static void open_body(struct html_build *b, const struct html_tag *tag)
{
	advance(b, HTML_AFTER_HEAD);
	if (b->why)
		return;
	html_build_pop(b);
	for (size_t i = 0; i < b->n_waiting; i++)
		html_build_add_text(b, b->waiting[i]);
	html_build_push(b, GUMBO_TAG_BODY, tag);
	b->phase = HTML_IN_BODY;
}

static void start_before_body(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_HTML:
		if (b->phase > HTML_BEFORE_HTML) {
			advance(b, HTML_IN_HEAD); /* gumbo's way */
			start_again(b, tag);
			return;
		}
		html_build_push(b, tag->tag, tag);
		b->phase = HTML_BEFORE_HEAD;
		return;
	case GUMBO_TAG_HEAD:
		advance(b, HTML_BEFORE_HEAD);
		if (b->phase > HTML_BEFORE_HEAD)
			return;
		html_build_push(b, tag->tag, tag);
		b->phase = HTML_IN_HEAD;
		return;
	case GUMBO_TAG_NOSCRIPT:
		advance(b, HTML_IN_HEAD);
		if (b->phase != HTML_IN_HEAD)
			break;
		html_build_push(b, tag->tag, tag);
		b->phase = HTML_IN_NOSCRIPT;
		return;
	case GUMBO_TAG_BODY:
		open_body(b, tag);
		return;
	default:
		break;
	}
	if (rules[tag->tag].traits & HEAD) {
		advance(b, HTML_IN_HEAD);
		if (b->phase == HTML_IN_NOSCRIPT && tag->tag == GUMBO_TAG_BASE)
			html_build_give_up(b, "content in the head's noscript");
		start_void(b, tag);
		return;
	}
	if (tag->self_closing && tag->tag == GUMBO_TAG_UNKNOWN)
		html_build_give_up(b, "an unknown element in the head");
	open_body(b, NULL);
	if (!b->why)
		html_build_start(b, tag);
}

static void end_before_body(struct html_build *b, const struct html_tag *tag)
{
	switch (tag->tag) {
	case GUMBO_TAG_HEAD:
		if (b->phase == HTML_IN_NOSCRIPT)
			return;
		advance(b, HTML_IN_HEAD);
		b->phase = HTML_AFTER_HEAD;
		return;
	case GUMBO_TAG_NOSCRIPT:
		if (b->phase != HTML_IN_NOSCRIPT)
			return;
		html_build_pop(b);
		b->phase = HTML_IN_HEAD;
		return;
	case GUMBO_TAG_BODY:
	case GUMBO_TAG_HTML:
		if (b->phase == HTML_IN_NOSCRIPT)
			return;
		break;
	case GUMBO_TAG_BR:
		break;
	default:
		return;
	}
	open_body(b, NULL);
	if (!b->why)
		html_build_end(b, tag);
}

/* --- the tokens --- */

void html_build_doctype(struct html_build *b, enum html_quirks quirks)
{
	if (b->begun)
		return;
	b->begun = true;
	b->quirks = quirks;
}

void html_build_start(struct html_build *b, const struct html_tag *tag)
{
	if (b->phase != HTML_IN_BODY) {
		html_build_doctype(b, HTML_QUIRKS_YES);
		start_before_body(b, tag);
		return;
	}
	while (!b->why && starts[html_build_top(b)->mode](b, tag))
		;
}

void html_build_end(struct html_build *b, const struct html_tag *tag)
{
	if (b->phase != HTML_IN_BODY) {
		html_build_doctype(b, HTML_QUIRKS_YES);
		end_before_body(b, tag);
		return;
	}
	if (tag->tag == GUMBO_TAG_HTML || tag->tag == GUMBO_TAG_BODY) {
		if (html_build_top(b)->mode == HTML_MODE_COLGROUP)
			html_build_pop(b);
		return;
	}
	while (!b->why && ends[html_build_top(b)->mode](b, tag))
		;
}

/* White space in front of a text. */
static size_t blank_bytes(struct str text, bool *line_end)
{
	size_t n = 0;

	*line_end = false;
	for (; n < text.n && html_is_space(text.p[n]); n++)
		*line_end = *line_end || text.p[n] == '\n' || text.p[n] == '\r';
	return n;
}

/* White space is as well told by one character of it. */
static struct str folded(bool line_end)
{
	return line_end ? STR("\n") : STR(" ");
}

/* Returns what is left of the text for the body. */
static struct str text_before_body(struct html_build *b, struct str text, size_t blank,
				   struct str fold)
{
	if (blank && (b->phase == HTML_IN_HEAD || b->phase == HTML_IN_NOSCRIPT)) {
		html_build_add_text(b, fold);
	} else if (blank && b->phase == HTML_AFTER_HEAD) {
		if (b->n_waiting == HTML_BUILD_MAX_WAITING)
			html_build_give_up(b, "much white space behind the head");
		else
			b->waiting[b->n_waiting++] = fold;
	}
	if (blank < text.n) {
		html_build_doctype(b, HTML_QUIRKS_YES);
		open_body(b, NULL);
	}
	return str_sub(text, blank, text.n);
}

void html_build_text(struct html_build *b, struct str text)
{
	bool line_end;
	size_t blank = blank_bytes(text, &line_end);
	enum html_mode mode;

	if (b->phase != HTML_IN_BODY) {
		text = text_before_body(b, text, blank, folded(line_end));
		blank = 0;
		if (b->why || !text.n)
			return;
	}
	mode = html_build_top(b)->mode;
	if (mode == HTML_MODE_TABLE || mode == HTML_MODE_SECTION || mode == HTML_MODE_ROW ||
	    mode == HTML_MODE_COLGROUP) {
		if (blank < text.n)
			html_build_give_up(b, "text in a table outside of its cells");
	} else if (mode != HTML_MODE_SELECT) {
		html_build_reconstruct(b);
	}
	html_build_add_text(b, blank == text.n ? folded(line_end) : text);
}

/* May such an element stand where only parts of a table, options or metadata do? */
static bool is_raw_anywhere(const struct html_build *b, const struct html_tag *tag)
{
	switch (b->open[b->depth - 1].mode) {
	case HTML_MODE_SELECT:
		return false;
	case HTML_MODE_TABLE:
	case HTML_MODE_SECTION:
	case HTML_MODE_ROW:
		return tag->tag == GUMBO_TAG_SCRIPT || tag->tag == GUMBO_TAG_STYLE;
	default:
		return true;
	}
}

void html_build_raw(struct html_build *b, const struct html_tag *tag, struct str text)
{
	uint32_t node;

	if (rules[tag->tag].start) {
		html_build_give_up(b, "an element that is rare");
		return;
	}
	html_build_doctype(b, HTML_QUIRKS_YES);
	if (b->phase != HTML_IN_BODY && (rules[tag->tag].traits & HEAD)) {
		if (b->phase == HTML_IN_NOSCRIPT && tag->tag != GUMBO_TAG_STYLE)
			html_build_give_up(b, "content in the head's noscript");
		advance(b, HTML_IN_HEAD);
	} else if (b->phase != HTML_IN_BODY) {
		open_body(b, NULL);
	} else if (html_build_top(b)->mode == HTML_MODE_COLGROUP) {
		html_build_pop(b);
	}
	if (b->why)
		return;
	if (!is_raw_anywhere(b, tag)) {
		html_build_give_up(b, "content of a table or a select that does not belong there");
		return;
	}
	node = html_build_add(b, tag->tag, tag);
	if (text.n)
		html_build_add_text(b, text);
	html_tree_close(b->tree, node);
}

void html_build_finish(struct html_build *b)
{
	if (b->phase != HTML_IN_BODY)
		open_body(b, NULL);
	html_build_pop_to(b, 0);
	html_tree_close(b->tree, 0);
}
