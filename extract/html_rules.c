#include "extract/html_rules.h"

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

size_t html_find_open(const struct html_build *b, GumboTag tag, uint8_t boundary)
{
	for (size_t i = b->depth; i > 0; i--) {
		if (b->open[i - 1].tag == tag)
			return i;
		if (has_trait(&b->open[i - 1], boundary))
			return 0;
	}
	return 0;
}

size_t html_find_in_table(const struct html_build *b, GumboTag tag)
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
	while (has_trait(html_build_top(b), HTML_IMPLIED))
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
	if (has_trait(html_build_top(b), HTML_HEADING))
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
		if (has_trait(&b->open[i - 1], HTML_SPECIAL) && t != GUMBO_TAG_DIV &&
		    t != GUMBO_TAG_P && t != GUMBO_TAG_ADDRESS)
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
	if (html_find_open(b, GUMBO_TAG_NOBR, HTML_SCOPE))
		html_build_give_up(b, "a nobr in a nobr");
	html_build_format(b, tag);
}

static void start_button(struct html_build *b, const struct html_tag *tag)
{
	if (html_find_open(b, GUMBO_TAG_BUTTON, HTML_SCOPE))
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

void html_body_start_again(struct html_build *b, const struct html_tag *tag)
{
	if (tag->n_attrs)
		html_build_give_up(b, "attributes of a second html or body");
}

/* --- end tags in a body --- */

static void end_other(struct html_build *b, const struct html_tag *tag)
{
	size_t at = html_find_open(b, tag->tag, HTML_SPECIAL);

	if (at)
		html_build_pop_to(b, at - 1);
}

static void end_block(struct html_build *b, const struct html_tag *tag)
{
	size_t at = html_find_open(b, tag->tag, HTML_SCOPE);

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
		if (has_trait(&b->open[i - 1], HTML_SCOPE) || b->open[i - 1].tag == GUMBO_TAG_OL ||
		    b->open[i - 1].tag == GUMBO_TAG_UL)
			return;
	}
}

static void end_heading(struct html_build *b, const struct html_tag *tag)
{
	(void)tag;
	for (size_t i = b->depth; i > 0; i--) {
		if (has_trait(&b->open[i - 1], HTML_HEADING)) {
			html_build_pop_to(b, i - 1);
			return;
		}
		if (has_trait(&b->open[i - 1], HTML_SCOPE))
			return;
	}
}

/* The adoption agency, as far as it moves nothing. */
static void end_format(struct html_build *b, const struct html_tag *tag)
{
	size_t entry = html_build_find_format(b, tag->tag), at;

	if (entry == b->n_formats) {
		if (html_find_open(b, tag->tag, HTML_SPECIAL))
			html_build_give_up(b, "a formatting element that is not listed");
		return;
	}
	if (!b->formats[entry].open) {
		html_build_forget_format(b, entry);
		return;
	}
	at = html_find_open(b, tag->tag, HTML_SCOPE);
	if (!at)
		return;
	if (b->open[at - 1].node != b->formats[entry].node) {
		html_build_give_up(b, "a formatting element that is not listed");
		return;
	}
	for (size_t i = at; i < b->depth; i++)
		if (has_trait(&b->open[i], HTML_SPECIAL)) {
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
	size_t at = html_find_open(b, GUMBO_TAG_FORM, HTML_SCOPE);

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
	size_t at = html_find_in_table(b, tag->tag);

	if (!at)
		return;
	html_build_pop_to(b, at - 1);
	html_build_clear_to_mark(b);
}

static const struct rule rules[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_HTML] = { HTML_SPECIAL | HTML_SCOPE, html_body_start_again, ignore },
	[GUMBO_TAG_HEAD] = { HTML_SPECIAL, ignore, NULL },
	[GUMBO_TAG_BODY] = { HTML_SPECIAL, html_body_start_again, ignore },

	[GUMBO_TAG_BASE] = { HTML_SPECIAL | HTML_HEAD, start_void, NULL },
	[GUMBO_TAG_BASEFONT] = { HTML_SPECIAL | HTML_HEAD, start_void, NULL },
	[GUMBO_TAG_BGSOUND] = { HTML_SPECIAL | HTML_HEAD, start_void, NULL },
	[GUMBO_TAG_LINK] = { HTML_SPECIAL | HTML_HEAD, start_void, NULL },
	[GUMBO_TAG_META] = { HTML_SPECIAL | HTML_HEAD, start_void, NULL },
	[GUMBO_TAG_SCRIPT] = { HTML_SPECIAL | HTML_HEAD, NULL, NULL },
	[GUMBO_TAG_STYLE] = { HTML_SPECIAL | HTML_HEAD, NULL, NULL },
	[GUMBO_TAG_TITLE] = { HTML_SPECIAL | HTML_HEAD, NULL, NULL },
	[GUMBO_TAG_TEXTAREA] = { HTML_SPECIAL, NULL, NULL },
	[GUMBO_TAG_IFRAME] = { HTML_SPECIAL, NULL, NULL },
	[GUMBO_TAG_NOSCRIPT] = { HTML_SPECIAL, NULL, NULL },

	[GUMBO_TAG_ADDRESS] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_ARTICLE] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_ASIDE] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_BLOCKQUOTE] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_CENTER] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_DETAILS] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_DIR] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_DIV] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_DL] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_FIELDSET] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_FIGCAPTION] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_FIGURE] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_FOOTER] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_HEADER] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_HGROUP] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_MAIN] = { 0, start_block, end_block },
	[GUMBO_TAG_MENU] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_NAV] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_OL] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_PRE] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_SECTION] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_SUMMARY] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_UL] = { HTML_SPECIAL, start_block, end_block },
	[GUMBO_TAG_P] = { HTML_SPECIAL | HTML_IMPLIED, start_block, end_paragraph },
	[GUMBO_TAG_LI] = { HTML_SPECIAL | HTML_IMPLIED, start_item, end_item },
	[GUMBO_TAG_DD] = { HTML_SPECIAL | HTML_IMPLIED, start_item, end_block },
	[GUMBO_TAG_DT] = { HTML_SPECIAL | HTML_IMPLIED, start_item, end_block },
	[GUMBO_TAG_H1] = { HTML_SPECIAL | HTML_HEADING, start_heading, end_heading },
	[GUMBO_TAG_H2] = { HTML_SPECIAL | HTML_HEADING, start_heading, end_heading },
	[GUMBO_TAG_H3] = { HTML_SPECIAL | HTML_HEADING, start_heading, end_heading },
	[GUMBO_TAG_H4] = { HTML_SPECIAL | HTML_HEADING, start_heading, end_heading },
	[GUMBO_TAG_H5] = { HTML_SPECIAL | HTML_HEADING, start_heading, end_heading },
	[GUMBO_TAG_H6] = { HTML_SPECIAL | HTML_HEADING, start_heading, end_heading },
	[GUMBO_TAG_FORM] = { HTML_SPECIAL, start_form, end_form },
	[GUMBO_TAG_HR] = { HTML_SPECIAL, start_hr, NULL },

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

	[GUMBO_TAG_AREA] = { HTML_SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_BR] = { HTML_SPECIAL, start_inline_void, end_break },
	[GUMBO_TAG_EMBED] = { HTML_SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_IMG] = { HTML_SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_INPUT] = { HTML_SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_WBR] = { HTML_SPECIAL, start_inline_void, NULL },
	[GUMBO_TAG_PARAM] = { HTML_SPECIAL, start_void, NULL },
	[GUMBO_TAG_SOURCE] = { HTML_SPECIAL, start_void, NULL },
	[GUMBO_TAG_TRACK] = { HTML_SPECIAL, start_void, NULL },

	[GUMBO_TAG_BUTTON] = { HTML_SPECIAL, start_button, end_block },
	[GUMBO_TAG_MARQUEE] = { HTML_SPECIAL | HTML_SCOPE, start_marked, end_marked },
	[GUMBO_TAG_OBJECT] = { HTML_SPECIAL | HTML_SCOPE, start_marked, end_marked },
	[GUMBO_TAG_SELECT] = { HTML_SPECIAL, start_inline, NULL },
	[GUMBO_TAG_OPTION] = { HTML_IMPLIED, start_option, NULL },
	[GUMBO_TAG_OPTGROUP] = { HTML_IMPLIED, start_option, NULL },

	[GUMBO_TAG_TABLE] = { HTML_SPECIAL | HTML_SCOPE, start_table, NULL },
	[GUMBO_TAG_CAPTION] = { HTML_SPECIAL | HTML_SCOPE | HTML_PART, ignore, NULL },
	[GUMBO_TAG_COL] = { HTML_SPECIAL | HTML_PART, ignore, NULL },
	[GUMBO_TAG_COLGROUP] = { HTML_SPECIAL | HTML_PART, ignore, NULL },
	[GUMBO_TAG_TBODY] = { HTML_SPECIAL | HTML_PART, ignore, NULL },
	[GUMBO_TAG_TFOOT] = { HTML_SPECIAL | HTML_PART, ignore, NULL },
	[GUMBO_TAG_THEAD] = { HTML_SPECIAL | HTML_PART, ignore, NULL },
	[GUMBO_TAG_TR] = { HTML_SPECIAL | HTML_PART, ignore, NULL },
	[GUMBO_TAG_TD] = { HTML_SPECIAL | HTML_SCOPE | HTML_PART, ignore, NULL },
	[GUMBO_TAG_TH] = { HTML_SPECIAL | HTML_SCOPE | HTML_PART, ignore, NULL },

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

uint8_t html_traits(GumboTag tag)
{
	return rules[tag].traits;
}

bool html_is_odd(GumboTag tag)
{
	return rules[tag].start == odd;
}

void html_body_start(struct html_build *b, const struct html_tag *tag)
{
	action *start = rules[tag->tag].start;

	(start ? start : start_inline)(b, tag);
}

void html_body_end(struct html_build *b, const struct html_tag *tag)
{
	action *end = rules[tag->tag].end;

	(end ? end : end_other)(b, tag);
}
