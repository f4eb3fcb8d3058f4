#include "extract/html_token.h"

#include "base/attrs.h"

#define SPACE (HTML_SPACE | HTML_ENDS_TAG_NAME | HTML_ENDS_ATTR_NAME | HTML_ENDS_VALUE)

const unsigned char html_byte_class[256] = {
	[' '] = SPACE,
	['\t'] = SPACE,
	['\n'] = SPACE,
	['\f'] = SPACE,
	['\r'] = SPACE,
	['/'] = HTML_ENDS_TAG_NAME | HTML_ENDS_ATTR_NAME,
	['>'] = HTML_ENDS_TAG_NAME | HTML_ENDS_ATTR_NAME | HTML_ENDS_VALUE,
	['='] = HTML_ENDS_ATTR_NAME,
};

size_t html_comment_end(struct str *body, struct str source, size_t at)
{
	size_t from = at + 4, end;

	*body = (struct str){ NULL, 0 };
	if (from < source.n && source.p[from] == '>')
		return from + 1;
	if (from + 1 < source.n && source.p[from] == '-' && source.p[from + 1] == '>')
		return from + 2;
	for (end = from; (end = html_find_byte(source, '>', end)) != STR_NONE; end++) {
		struct str text = { source.p + from, end - from };
		bool bang = str_ends(text, STR("--!"));

		if (bang || str_ends(text, STR("--"))) {
			*body = str_sub(text, 0, text.n - (bang ? 3 : 2));
			return end + 1;
		}
	}
	return STR_NONE;
}

size_t html_value_end(struct str *value, struct str source, size_t at)
{
	char quote = source.p[at];
	size_t end = at;

	if (quote == '"' || quote == '\'') {
		end = html_find_byte(source, quote, at + 1);
		if (end == STR_NONE)
			return STR_NONE;
		*value = (struct str){ source.p + at + 1, end - at - 1 };
		return end + 1;
	}
	while (end < source.n && !html_byte_is(source.p[end], HTML_ENDS_VALUE))
		end++;
	*value = (struct str){ source.p + at, end - at };
	return end;
}

bool html_swallowed_markup(struct str name, struct str value)
{
	static const struct str plain[] = {
		STR_INIT("style"), STR_INIT("class"),  STR_INIT("align"), STR_INIT("valign"),
		STR_INIT("width"), STR_INIT("height"), STR_INIT("color"), STR_INIT("href"),
		STR_INIT("face"),  STR_INIT("lang"),   STR_INIT("size"),  STR_INIT("border"),
	};

	if (str_find(value, STR("</"), 0) == STR_NONE)
		return false;
	for (size_t i = 0; i < countof(plain); i++)
		if (str_eq_nocase(name, plain[i]))
			return true;
	return false;
}

bool html_is_raw(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_SCRIPT:
	case GUMBO_TAG_STYLE:
	case GUMBO_TAG_TITLE:
	case GUMBO_TAG_TEXTAREA:
	case GUMBO_TAG_XMP:
	case GUMBO_TAG_IFRAME:
	case GUMBO_TAG_NOEMBED:
	case GUMBO_TAG_NOFRAMES:
		return true;
	default:
		return false;
	}
}

size_t html_end_tag_of(struct str source, struct str name, size_t from)
{
	size_t at = from;

	while ((at = str_find(source, STR("</"), at)) != STR_NONE) {
		size_t end = at + 2 + name.n;

		if (end < source.n &&
		    (html_is_space(source.p[end]) || source.p[end] == '/' ||
		     source.p[end] == '>') &&
		    str_eq_nocase((struct str){ source.p + at + 2, name.n }, name))
			return at;
		at += 2;
	}
	return source.n;
}

/*
 * A script's end differs from other raw text: after "<!--" and "<script" an
 * end tag only ends the inner script (13.2.5.20, script data double escaped).
 */
size_t html_script_end(struct str source, struct str name, size_t from)
{
	size_t end = html_end_tag_of(source, name, from);
	struct str body = { source.p + from, end - from };
	size_t open = str_find(body, STR("<!--"), 0);

	while (open != STR_NONE && end < source.n) {
		size_t inner = open, shut = str_find(body, STR("-->"), open);

		while ((inner = str_find(body, STR("<"), inner + 1)) != STR_NONE &&
		       (shut == STR_NONE || inner < shut))
			if (str_eq_nocase(str_sub(body, inner + 1, name.n), name))
				break;
		if (inner == STR_NONE || (shut != STR_NONE && inner > shut)) {
			open = shut == STR_NONE ? STR_NONE : str_find(body, STR("<!--"), shut);
			continue;
		}
		return STR_NONE;
	}
	return end;
}

void html_aside_script(struct html_aside *a, struct str body, struct arena *arena)
{
	if (str_trim(body).n == 0)
		return;
	ARENA_GROW(arena, a->scripts, a->n_scripts, a->cap_scripts);
	a->scripts[a->n_scripts++] = body;
}

#define MAX_PAGER_BYTES 4096 /* of a comment that calls a pager */

void html_aside_comment(struct html_aside *a, struct str comment, struct arena *arena)
{
	if (comment.n <= MAX_PAGER_BYTES &&
	    (str_find(comment, STR("createPageHTML"), 0) != STR_NONE ||
	     str_find(comment, STR("countPage"), 0) != STR_NONE))
		html_aside_script(a, comment, arena);
}
