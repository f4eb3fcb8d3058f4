#ifndef EXTRACT_HTML_TOKEN_H
#define EXTRACT_HTML_TOKEN_H

#include <gumbo.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* What lies in a source beside its tree. */
struct html_aside {
	struct str *scripts; /* bodies that are not blank, in the source; so are comments that */
			     /* call a pager (createPageHTML, countPage) */
	size_t n_scripts, cap_scripts;
	bool truncated; /* ends inside a tag, a comment or a raw text element, or */
			/* markup was swallowed by an attribute that was never closed */
};

enum {
	HTML_SPACE = 1,
	HTML_ENDS_TAG_NAME = 2,
	HTML_ENDS_ATTR_NAME = 4,
	HTML_ENDS_VALUE = 8, /* one without quotes */
};

extern const unsigned char html_byte_class[256];

static inline bool html_byte_is(char c, unsigned char class)
{
	return html_byte_class[(unsigned char)c] & class;
}

static inline bool html_is_space(char c)
{
	return html_byte_is(c, HTML_SPACE);
}

static inline bool html_is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static inline size_t html_find_byte(struct str s, char c, size_t from)
{
	const char *hit = from < s.n ? memchr(s.p + from, c, s.n - from) : NULL;

	return hit ? (size_t)(hit - s.p) : STR_NONE;
}

/*
 * "<!--" stands at `at`. Returns where the text goes on, or STR_NONE when the comment
 * has no end; *body is what stands in it.
 */
size_t html_comment_end(struct str *body, struct str source, size_t at);

/* The value at `at`, after '=' and white space. Returns its end, quotes included, or STR_NONE. */
size_t html_value_end(struct str *value, struct str source, size_t at);

/* An end tag inside a style or a width: the quote was never closed. */
bool html_swallowed_markup(struct str name, struct str value);

/* Elements whose text is not markup: script, style, title, textarea, xmp, iframe, ... */
bool html_is_raw(GumboTag tag);

/* The end tag `</name` followed by a space, '/' or '>', at or after `from`; or the source's end. */
size_t html_end_tag_of(struct str source, struct str name, size_t from);

/* The same for a script, whose end hangs on comments in it; STR_NONE: too odd to follow. */
size_t html_script_end(struct str source, struct str name, size_t from);

void html_aside_script(struct html_aside *a, struct str body, struct arena *arena);

/* Some portals leave the call of the pager in a comment, beside what it was expanded to. */
void html_aside_comment(struct html_aside *a, struct str comment, struct arena *arena);

#endif
