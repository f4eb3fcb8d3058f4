#include "extract/html_nest.h"

#include <gumbo.h>

#include "base/attrs.h"

enum {
	VOID = 1,       /* has no end tag */
	FORMATTING = 2, /* WHATWG HTML 13.2.4.2 */
	SPECIAL = 4,    /* the same */
	SCOPE = 8,      /* ends the search for an open element */
	CLOSES_P = 16,  /* its start tag ends an open <p> */
};

#define BLOCK (SPECIAL | CLOSES_P)

static const uint8_t traits[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_AREA] = VOID,
	[GUMBO_TAG_BASE] = VOID,
	[GUMBO_TAG_BASEFONT] = VOID,
	[GUMBO_TAG_BGSOUND] = VOID,
	[GUMBO_TAG_BR] = VOID,
	[GUMBO_TAG_COL] = VOID,
	[GUMBO_TAG_EMBED] = VOID,
	[GUMBO_TAG_FRAME] = VOID,
	[GUMBO_TAG_HR] = VOID | CLOSES_P,
	[GUMBO_TAG_IMAGE] = VOID,
	[GUMBO_TAG_IMG] = VOID,
	[GUMBO_TAG_INPUT] = VOID,
	[GUMBO_TAG_KEYGEN] = VOID,
	[GUMBO_TAG_LINK] = VOID,
	[GUMBO_TAG_META] = VOID,
	[GUMBO_TAG_PARAM] = VOID,
	[GUMBO_TAG_SOURCE] = VOID,
	[GUMBO_TAG_TRACK] = VOID,
	[GUMBO_TAG_WBR] = VOID,
	[GUMBO_TAG_A] = FORMATTING,
	[GUMBO_TAG_B] = FORMATTING,
	[GUMBO_TAG_BIG] = FORMATTING,
	[GUMBO_TAG_CODE] = FORMATTING,
	[GUMBO_TAG_EM] = FORMATTING,
	[GUMBO_TAG_FONT] = FORMATTING,
	[GUMBO_TAG_I] = FORMATTING,
	[GUMBO_TAG_NOBR] = FORMATTING,
	[GUMBO_TAG_S] = FORMATTING,
	[GUMBO_TAG_SMALL] = FORMATTING,
	[GUMBO_TAG_STRIKE] = FORMATTING,
	[GUMBO_TAG_STRONG] = FORMATTING,
	[GUMBO_TAG_TT] = FORMATTING,
	[GUMBO_TAG_U] = FORMATTING,
	[GUMBO_TAG_ADDRESS] = BLOCK,
	[GUMBO_TAG_ARTICLE] = BLOCK,
	[GUMBO_TAG_ASIDE] = BLOCK,
	[GUMBO_TAG_BLOCKQUOTE] = BLOCK,
	[GUMBO_TAG_CENTER] = BLOCK,
	[GUMBO_TAG_DD] = BLOCK,
	[GUMBO_TAG_DETAILS] = BLOCK,
	[GUMBO_TAG_DIR] = BLOCK,
	[GUMBO_TAG_DIV] = BLOCK,
	[GUMBO_TAG_DL] = BLOCK,
	[GUMBO_TAG_DT] = BLOCK,
	[GUMBO_TAG_FIELDSET] = BLOCK,
	[GUMBO_TAG_FIGCAPTION] = BLOCK,
	[GUMBO_TAG_FIGURE] = BLOCK,
	[GUMBO_TAG_FOOTER] = BLOCK,
	[GUMBO_TAG_FORM] = BLOCK,
	[GUMBO_TAG_H1] = BLOCK,
	[GUMBO_TAG_H2] = BLOCK,
	[GUMBO_TAG_H3] = BLOCK,
	[GUMBO_TAG_H4] = BLOCK,
	[GUMBO_TAG_H5] = BLOCK,
	[GUMBO_TAG_H6] = BLOCK,
	[GUMBO_TAG_HEADER] = BLOCK,
	[GUMBO_TAG_HGROUP] = BLOCK,
	[GUMBO_TAG_LI] = BLOCK,
	[GUMBO_TAG_LISTING] = BLOCK,
	[GUMBO_TAG_MAIN] = BLOCK,
	[GUMBO_TAG_MENU] = BLOCK,
	[GUMBO_TAG_NAV] = BLOCK,
	[GUMBO_TAG_OL] = BLOCK,
	[GUMBO_TAG_P] = BLOCK,
	[GUMBO_TAG_PRE] = BLOCK,
	[GUMBO_TAG_SECTION] = BLOCK,
	[GUMBO_TAG_SUMMARY] = BLOCK,
	[GUMBO_TAG_UL] = BLOCK,
	[GUMBO_TAG_IFRAME] = SPECIAL,
	[GUMBO_TAG_NOSCRIPT] = SPECIAL,
	[GUMBO_TAG_SELECT] = SPECIAL,
	[GUMBO_TAG_TBODY] = SPECIAL,
	[GUMBO_TAG_TFOOT] = SPECIAL,
	[GUMBO_TAG_THEAD] = SPECIAL,
	[GUMBO_TAG_TR] = SPECIAL,
	[GUMBO_TAG_APPLET] = SPECIAL | SCOPE,
	[GUMBO_TAG_BUTTON] = SPECIAL | SCOPE,
	[GUMBO_TAG_CAPTION] = SPECIAL | SCOPE,
	[GUMBO_TAG_MARQUEE] = SPECIAL | SCOPE,
	[GUMBO_TAG_OBJECT] = SPECIAL | SCOPE,
	[GUMBO_TAG_TABLE] = BLOCK | SCOPE,
	[GUMBO_TAG_TD] = SPECIAL | SCOPE,
	[GUMBO_TAG_TEMPLATE] = SPECIAL | SCOPE,
	[GUMBO_TAG_TH] = SPECIAL | SCOPE,
};

static uint8_t traits_of(unsigned tag)
{
	return tag < countof(traits) ? traits[tag] : 0;
}

/* Takes the elements from `at` on off the stack; those that format come back later. */
static void pop_to(struct html_nest *nest, size_t at)
{
	while (nest->depth > at) {
		const struct html_open *o = &nest->open[--nest->depth];
		uint8_t t = traits_of(o->tag);

		if (t & SCOPE) {
			nest->reopened = o->reopened;
		} else if ((t & FORMATTING) && nest->alike[o->name & 0xFF] < 3) {
			nest->alike[o->name & 0xFF]++;
			if (++nest->reopened > HTML_MAX_REOPENED)
				nest->over = true;
		}
	}
}

/* Place of the topmost open `tag` above the next scope boundary, or depth. */
static size_t find_in_scope(const struct html_nest *nest, unsigned tag)
{
	for (size_t i = nest->depth; i-- > 0;) {
		if (nest->open[i].tag == tag)
			return i;
		if (traits_of(nest->open[i].tag) & SCOPE)
			break;
	}
	return nest->depth;
}

/* An <li>, <dd> or <dt> ends the one before it, through divs and what formats. */
static void end_item(struct html_nest *nest, unsigned tag, unsigned other)
{
	for (size_t i = nest->depth; i-- > 0;) {
		unsigned t = nest->open[i].tag;

		if (t == tag || t == other) {
			pop_to(nest, i);
			return;
		}
		if ((traits_of(t) & SPECIAL) && t != GUMBO_TAG_DIV && t != GUMBO_TAG_P &&
		    t != GUMBO_TAG_ADDRESS)
			return;
	}
}

static bool in_list(unsigned tag, const unsigned *list)
{
	while (*list && *list != tag)
		list++;
	return *list != 0;
}

/* Takes off all above the nearest of `parents`; false outside of any table. */
static bool clear_back_to(struct html_nest *nest, const unsigned *parents)
{
	for (size_t i = nest->depth; i-- > 0;) {
		if (in_list(nest->open[i].tag, parents)) {
			pop_to(nest, i + 1);
			return true;
		}
	}
	return false;
}

/* A <table> inside <table> but not in a cell or caption of it ends the outer one. */
static void end_open_table(struct html_nest *nest)
{
	for (size_t i = nest->depth; i-- > 0;) {
		unsigned tag = nest->open[i].tag;

		if (tag == GUMBO_TAG_TABLE) {
			pop_to(nest, i);
			return;
		}
		if (traits_of(tag) & SCOPE)
			return;
	}
}

/* The end of a formatting element: what it holds stays, if that is a block. */
static void close_formatting(struct html_nest *nest, unsigned tag)
{
	size_t at = find_in_scope(nest, tag), special = nest->depth;

	if (at == nest->depth) {
		if (nest->reopened)
			nest->reopened--;
		return;
	}
	for (size_t i = at + 1; i < nest->depth && special == nest->depth; i++)
		if (traits_of(nest->open[i].tag) & SPECIAL)
			special = i;
	if (special == nest->depth) {
		pop_to(nest, at + 1);
		nest->depth = at;
		return;
	}
	for (size_t i = at; i + 1 < nest->depth; i++)
		nest->open[i] = nest->open[i + 1];
	nest->depth--;
}

/* What a start tag ends before it opens; false if the parser ignores the tag. */
static bool make_way(struct html_nest *nest, unsigned tag)
{
	static const unsigned table[] = { GUMBO_TAG_TABLE, 0 };
	static const unsigned section[] = { GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_TFOOT,
					    GUMBO_TAG_TABLE, 0 };
	static const unsigned row[] = { GUMBO_TAG_TR,    GUMBO_TAG_TBODY, GUMBO_TAG_THEAD,
					GUMBO_TAG_TFOOT, GUMBO_TAG_TABLE, 0 };

	if (traits_of(tag) & CLOSES_P)
		pop_to(nest, find_in_scope(nest, GUMBO_TAG_P));
	switch (tag) {
	case GUMBO_TAG_HTML:
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_BODY:
		return false;
	case GUMBO_TAG_A:
		if (find_in_scope(nest, tag) < nest->depth)
			close_formatting(nest, tag);
		return true;
	case GUMBO_TAG_LI:
		end_item(nest, tag, tag);
		return true;
	case GUMBO_TAG_DD:
	case GUMBO_TAG_DT:
		end_item(nest, GUMBO_TAG_DD, GUMBO_TAG_DT);
		return true;
	case GUMBO_TAG_OPTION:
		if (nest->depth && nest->open[nest->depth - 1].tag == tag)
			pop_to(nest, nest->depth - 1);
		return true;
	case GUMBO_TAG_TABLE:
		end_open_table(nest);
		return true;
	case GUMBO_TAG_CAPTION:
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_THEAD:
	case GUMBO_TAG_TFOOT:
		return clear_back_to(nest, table);
	case GUMBO_TAG_TR:
		return clear_back_to(nest, section);
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TH:
		return clear_back_to(nest, row);
	default:
		return true;
	}
}

void html_nest_open(struct html_nest *nest, unsigned tag, uint32_t name, uint32_t whole)
{
	uint8_t t = traits_of(tag);

	if (tag == GUMBO_TAG_HR)
		pop_to(nest, find_in_scope(nest, GUMBO_TAG_P));
	if ((t & VOID) || !make_way(nest, tag))
		return;
	if (nest->depth == HTML_MAX_DEPTH) {
		nest->over = true;
		return;
	}
	nest->open[nest->depth++] = (struct html_open){ .tag = (uint16_t)tag,
							.reopened = (uint16_t)nest->reopened,
							.name = (t & FORMATTING) ? whole : name };
	if (nest->depth > nest->deepest)
		nest->deepest = nest->depth;
}

void html_nest_close(struct html_nest *nest, unsigned tag, uint32_t name)
{
	uint8_t t = traits_of(tag);
	bool of_table = tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TBODY ||
			tag == GUMBO_TAG_THEAD || tag == GUMBO_TAG_TFOOT;

	if (t & FORMATTING) {
		close_formatting(nest, tag);
		return;
	}
	for (size_t i = nest->depth; i-- > 0;) {
		const struct html_open *o = &nest->open[i];
		uint8_t open = traits_of(o->tag);

		if (o->tag == tag && (t || o->name == name)) {
			pop_to(nest, i);
			return;
		}
		if (of_table        ? o->tag == GUMBO_TAG_TABLE
		    : (t & SPECIAL) ? (open & SCOPE)
				    : (open & SPECIAL))
			return;
	}
}
