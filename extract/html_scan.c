#include "extract/html_scan.h"

#include <gumbo.h>

#include "base/attrs.h"
#include "extract/html_nest.h"

struct scan {
	const char *p;
	size_t n;
	bool cut;  /* still allowed to */
	char *out; /* NULL: nothing is cut from this source */
	size_t n_out;
	size_t copied;     /* source bytes that are in `out` or left out */
	unsigned enclosed; /* open <svg>, <math> or <select>; 0: none */
	struct html_nest nest;
	struct html_scan *found;
	size_t cap_scripts;
	struct arena *arena;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static size_t find_byte(const struct scan *s, char c, size_t from)
{
	const char *hit = from < s->n ? memchr(s->p + from, c, s->n - from) : NULL;

	return hit ? (size_t)(hit - s->p) : STR_NONE;
}

static size_t find(const struct scan *s, struct str what, size_t from)
{
	return str_find((struct str){ s->p, s->n }, what, from);
}

static void put(struct scan *s, const char *p, size_t n)
{
	memcpy(s->out + s->n_out, p, n);
	s->n_out += n;
}

/* Leaves out the source from `from` up to `to`; all before it is copied. */
static void leave_out(struct scan *s, size_t from, size_t to)
{
	if (!s->cut || to <= from)
		return;
	put(s, s->p + s->copied, from - s->copied);
	s->copied = to;
}

static void keep_script(struct scan *s, struct str body)
{
	struct html_scan *f = s->found;

	if (str_trim(body).n == 0)
		return;
	ARENA_GROW(s->arena, f->scripts, f->n_scripts, s->cap_scripts);
	f->scripts[f->n_scripts++] = body;
}

#define MAX_PAGER_BYTES 4096 /* of a comment that calls a pager */

/* Some portals leave the call of the pager in a comment, beside what it was expanded to. */
static void keep_pager(struct scan *s, struct str comment)
{
	if (comment.n <= MAX_PAGER_BYTES &&
	    (str_find(comment, STR("createPageHTML"), 0) != STR_NONE ||
	     str_find(comment, STR("countPage"), 0) != STR_NONE))
		keep_script(s, comment);
}

/* "<!--" stands at `at`. Returns where the text goes on. */
static size_t comment(struct scan *s, size_t at)
{
	size_t body = at + 4, end;

	if (body < s->n && s->p[body] == '>')
		return body + 1;
	if (body + 1 < s->n && s->p[body] == '-' && s->p[body + 1] == '>')
		return body + 2;
	for (end = body; (end = find_byte(s, '>', end)) != STR_NONE; end++) {
		struct str text = { s->p + body, end - body };
		bool bang = str_ends(text, STR("--!"));

		if (bang || str_ends(text, STR("--"))) {
			keep_pager(s, text);
			leave_out(s, body, end - (bang ? 3 : 2));
			return end + 1;
		}
	}
	s->found->truncated = true;
	leave_out(s, body, s->n);
	return s->n;
}

/* What the tokenizer calls a bogus comment, and a doctype: up to the next '>'. */
static size_t bogus(struct scan *s, size_t at)
{
	size_t end = find_byte(s, '>', at);

	if (end != STR_NONE)
		return end + 1;
	s->found->truncated = true;
	return s->n;
}

/* Does anything in the page depend on this attribute? */
static bool wanted(unsigned tag, struct str name, struct str value)
{
	static const struct str always[] = {
		STR_INIT("id"),      STR_INIT("src"),     STR_INIT("href"),
		STR_INIT("data"),    STR_INIT("hidden"),  STR_INIT("content"),
		STR_INIT("rowspan"), STR_INIT("colspan"), STR_INIT("download"),
	};

	for (size_t i = 0; i < countof(always); i++)
		if (str_eq_nocase(name, always[i]))
			return true;
	if (str_eq_nocase(name, STR("onclick")))
		return str_find(value, STR("open("), 0) != STR_NONE ||
		       str_find(value, STR("location"), 0) != STR_NONE;
	if (str_eq_nocase(name, STR("style")))
		return str_find(value, STR("display"), 0) != STR_NONE ||
		       str_find(value, STR("DISPLAY"), 0) != STR_NONE;
	switch (tag) {
	case GUMBO_TAG_SPAN:
	case GUMBO_TAG_P:
	case GUMBO_TAG_TR:
		return false;
	case GUMBO_TAG_A:
	case GUMBO_TAG_AREA:
		return str_eq_nocase(name, STR("title"));
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_IMAGE:
		return str_eq_nocase(name, STR("alt")) || str_eq_nocase(name, STR("width")) ||
		       str_eq_nocase(name, STR("height")) || str_eq_nocase(name, STR("data-src")) ||
		       str_eq_nocase(name, STR("data-original")) ||
		       str_eq_nocase(name, STR("srcset"));
	case GUMBO_TAG_META:
	case GUMBO_TAG_INPUT:
	case GUMBO_TAG_ISINDEX:
	case GUMBO_TAG_SVG:
	case GUMBO_TAG_MATH:
		return true;
	default:
		return str_eq_nocase(name, STR("class"));
	}
}

/* An end tag inside a style or a width: the quote was never closed. */
static bool swallowed_markup(struct str name, struct str value)
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

/* The value at `at`, after '=' and white space. Returns its end, quotes included. */
static size_t value_end(const struct scan *s, size_t at, struct str *value)
{
	char quote = s->p[at];
	size_t end = at;

	if (quote == '"' || quote == '\'') {
		end = find_byte(s, quote, at + 1);
		if (end == STR_NONE)
			return STR_NONE;
		*value = (struct str){ s->p + at + 1, end - at - 1 };
		return end + 1;
	}
	while (end < s->n && !is_space(s->p[end]) && s->p[end] != '>')
		end++;
	*value = (struct str){ s->p + at, end - at };
	return end;
}

/* Leaves out an attribute, and the white space before it where that parts nothing. */
static void leave_out_attribute(struct scan *s, size_t blank, size_t at, size_t end)
{
	bool parted = end < s->n && (is_space(s->p[end]) || s->p[end] == '>');

	leave_out(s, parted ? blank : at, end);
}

/*
 * One attribute that begins at `at`, with white space from `blank` on before it.
 * Returns its end, or STR_NONE at the end of the source.
 */
static size_t attribute(struct scan *s, size_t blank, size_t at, unsigned tag)
{
	size_t end = at + 1, next;
	struct str name, value = { NULL, 0 };

	while (end < s->n && !is_space(s->p[end]) && s->p[end] != '/' && s->p[end] != '>' &&
	       s->p[end] != '=')
		end++;
	name = (struct str){ s->p + at, end - at };
	for (next = end; next < s->n && is_space(s->p[next]); next++)
		;
	if (next < s->n && s->p[next] == '=') {
		for (next++; next < s->n && is_space(s->p[next]); next++)
			;
		if (next >= s->n)
			return STR_NONE;
		end = s->p[next] == '>' ? next : value_end(s, next, &value);
		if (end == STR_NONE)
			return STR_NONE;
	}
	if (value.n && swallowed_markup(name, value))
		s->found->truncated = true;
	for (next = end; next < s->n && is_space(s->p[next]); next++)
		;
	/*
	 * Another '=' would become the value of the attribute before this one;
	 * of a name with NUL in it, gumbo may keep the rest.
	 */
	if (s->cut && !s->enclosed && (next >= s->n || s->p[next] != '=') &&
	    !memchr(name.p, '\0', name.n) && !wanted(tag, name, value))
		leave_out_attribute(s, blank, at, end);
	return end;
}

/* From after the tag's name to after its '>', or STR_NONE. */
static size_t attributes(struct scan *s, size_t at, unsigned tag, bool *self_closing)
{
	size_t blank = at;

	while (at < s->n) {
		char c = s->p[at];

		if (c == '>') {
			*self_closing = s->p[at - 1] == '/';
			return at + 1;
		}
		if (is_space(c) || c == '/') {
			at++;
			if (c == '/')
				blank = at;
			continue;
		}
		at = blank = attribute(s, blank, at, tag);
		if (at == STR_NONE)
			break;
	}
	return STR_NONE;
}

/* The end tag `</name` followed by a space, '/' or '>', at or after `from`; or the end. */
static size_t end_tag_of(const struct scan *s, struct str name, size_t from)
{
	size_t at = from;

	while ((at = find(s, STR("</"), at)) != STR_NONE) {
		size_t end = at + 2 + name.n;

		if (end < s->n && (is_space(s->p[end]) || s->p[end] == '/' || s->p[end] == '>') &&
		    str_eq_nocase((struct str){ s->p + at + 2, name.n }, name))
			return at;
		at += 2;
	}
	return s->n;
}

/*
 * A script's end differs from other raw text: after "<!--" and "<script" an
 * end tag only ends the inner script (13.2.5.20, script data double escaped).
 */
static size_t script_end(const struct scan *s, struct str name, size_t from)
{
	size_t end = end_tag_of(s, name, from);
	struct str body = { s->p + from, end - from };
	size_t open = str_find(body, STR("<!--"), 0);

	while (open != STR_NONE && end < s->n) {
		size_t inner = open, shut = str_find(body, STR("-->"), open);

		while ((inner = str_find(body, STR("<"), inner + 1)) != STR_NONE &&
		       (shut == STR_NONE || inner < shut))
			if (str_eq_nocase(str_sub(body, inner + 1, name.n), name))
				break;
		if (inner == STR_NONE || (shut != STR_NONE && inner > shut)) {
			open = shut == STR_NONE ? STR_NONE : str_find(body, STR("<!--"), shut);
			continue;
		}
		return STR_NONE; /* too odd to follow */
	}
	return end;
}

static bool is_raw(unsigned tag)
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

/* The text of an element without markup, from `at` on. Returns the place of its end tag. */
static size_t raw_text(struct scan *s, size_t at, unsigned tag, struct str name)
{
	size_t end = tag == GUMBO_TAG_SCRIPT ? script_end(s, name, at) : end_tag_of(s, name, at);

	if (end == STR_NONE) {
		s->cut = false;
		return end_tag_of(s, name, at);
	}
	if (end == s->n)
		s->found->truncated = true;
	if (tag == GUMBO_TAG_SCRIPT)
		keep_script(s, (struct str){ s->p + at, end - at });
	if (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE)
		leave_out(s, at, end);
	return end;
}

static uint32_t hash(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)(s.p[i] | 0x20)) * 16777619u;
	return h;
}

/* Is it all the same whether the parser takes this element's text for raw? */
static bool is_plain(const struct scan *s, size_t at, unsigned tag, struct str name)
{
	size_t end;

	if (tag != GUMBO_TAG_TITLE && tag != GUMBO_TAG_STYLE)
		return false;
	end = end_tag_of(s, name, at);
	return end < s->n && find_byte(s, '<', at) == end;
}

/* Places where the tokenizer's state hangs on the tree: nothing is cut in there. */
static bool encloses(unsigned tag)
{
	return tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH || tag == GUMBO_TAG_SELECT;
}

static size_t start_tag(struct scan *s, size_t at)
{
	size_t end = at + 1, next;
	bool self_closing = false;
	struct str name;
	unsigned tag;

	while (end < s->n && !is_space(s->p[end]) && s->p[end] != '/' && s->p[end] != '>')
		end++;
	name = (struct str){ s->p + at + 1, end - at - 1 };
	tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
	next = attributes(s, end, tag, &self_closing);
	if (next == STR_NONE) {
		s->found->truncated = true;
		return s->n;
	}
	if (tag == GUMBO_TAG_FRAMESET || tag == GUMBO_TAG_PLAINTEXT)
		s->cut = false;
	if (s->enclosed && is_raw(tag) && !is_plain(s, next, tag, name))
		s->cut = false;
	if (!s->enclosed && encloses(tag) && !(self_closing && tag != GUMBO_TAG_SELECT))
		s->enclosed = tag;
	if (is_raw(tag) && !s->enclosed)
		return raw_text(s, next, tag, name);
	if (!(self_closing && s->enclosed))
		html_nest_open(&s->nest, tag, hash(name),
			       hash((struct str){ s->p + at, next - at }));
	return next;
}

static size_t end_tag(struct scan *s, size_t at)
{
	size_t end = at + 2, next;
	bool ignored;
	struct str name;
	unsigned tag;

	while (end < s->n && !is_space(s->p[end]) && s->p[end] != '/' && s->p[end] != '>')
		end++;
	name = (struct str){ s->p + at + 2, end - at - 2 };
	tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
	next = attributes(s, end, GUMBO_TAG_META, &ignored);
	if (next == STR_NONE) {
		s->found->truncated = true;
		return s->n;
	}
	if (tag == s->enclosed)
		s->enclosed = 0;
	html_nest_close(&s->nest, tag, hash(name));
	return next;
}

static size_t markup(struct scan *s, size_t at)
{
	struct str rest = { s->p + at, s->n - at };

	if (rest.n < 2)
		return s->n;
	if (is_letter(rest.p[1]))
		return start_tag(s, at);
	if (rest.p[1] == '/') {
		if (rest.n > 2 && is_letter(rest.p[2]))
			return end_tag(s, at);
		return rest.n > 2 ? bogus(s, at) : s->n;
	}
	if (str_starts(rest, STR("<!--")))
		return comment(s, at);
	if (str_starts(rest, STR("<![CDATA[")) && s->enclosed)
		s->cut = false;
	if (rest.p[1] == '!' || rest.p[1] == '?')
		return bogus(s, at);
	return at + 1;
}

/*
 * White space after markup, which the page folds to one space: one character is
 * left, a line end if there was one. Returns where the text goes on.
 */
static size_t squeeze(struct scan *s, size_t at)
{
	size_t end = at, keep = at;

	if (!s->cut || s->enclosed)
		return at;
	for (; end < s->n && is_space(s->p[end]); end++)
		if (s->p[end] == '\n' || s->p[end] == '\r')
			keep = end;
	if (end - at > 2) {
		leave_out(s, at, keep);
		leave_out(s, keep + 1, end);
	}
	return end;
}

int html_scan(struct html_scan *out, struct str source, bool cut, struct arena *arena,
	      struct err *e)
{
	struct scan *s = ARENA_NEW(arena, struct scan, 1);
	size_t at = 0;

	*out = (struct html_scan){ .html = source };
	s->p = source.p;
	s->n = source.n;
	s->cut = cut;
	s->found = out;
	s->arena = arena;
	if (cut)
		s->out = ARENA_NEW(arena, char, source.n + 1);
	while (!s->nest.over && (at = find_byte(s, '<', at)) != STR_NONE)
		at = squeeze(s, markup(s, at));
	if (s->nest.over)
		return err_set(e, ERR_LIMIT, "elements are nested more than %d deep, or left open",
			       HTML_MAX_DEPTH);
	if (s->out && s->copied > 0) {
		put(s, s->p + s->copied, s->n - s->copied);
		out->html = (struct str){ s->out, s->n_out };
	}
	return 0;
}
