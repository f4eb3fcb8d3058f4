#include "extract/html_rules.h"
#include "extract/html_token.h"

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
			html_body_start_again(b, tag);
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
	if (html_traits(tag->tag) & HTML_HEAD) {
		advance(b, HTML_IN_HEAD);
		if (b->phase == HTML_IN_NOSCRIPT && tag->tag == GUMBO_TAG_BASE)
			html_build_give_up(b, "content in the head's noscript");
		html_build_void(b, tag->tag, tag);
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
	while (!b->why && html_mode_start(b, tag))
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
	while (!b->why && html_mode_end(b, tag))
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

	if (html_is_odd(tag->tag)) {
		html_build_give_up(b, "an element that is rare");
		return;
	}
	html_build_doctype(b, HTML_QUIRKS_YES);
	if (b->phase != HTML_IN_BODY && (html_traits(tag->tag) & HTML_HEAD)) {
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
	b->pending = 0;
}

void html_build_finish(struct html_build *b)
{
	if (b->phase != HTML_IN_BODY)
		open_body(b, NULL);
	html_build_pop_to(b, 0);
	html_tree_close(b->tree, 0);
}
