#include "extract/html_scan.h"

#include "extract/html_nest.h"
#include "extract/html_tree.h"

struct scan {
	struct str source;
	const char *p; /* of the source */
	size_t n;
	bool cut;  /* still allowed to */
	char *out; /* NULL: nothing is cut from this source */
	size_t n_out;
	size_t copied;     /* source bytes that are in `out` or left out */
	unsigned enclosed; /* open <svg>, <math> or <select>; 0: none */
	struct html_nest nest;
	struct html_aside *aside;
	struct arena *arena;
};

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

/* "<!--" stands at `at`. Returns where the text goes on. */
static size_t comment(struct scan *s, size_t at)
{
	struct str body;
	size_t end = html_comment_end(&body, s->source, at);

	if (end == STR_NONE) {
		s->aside->truncated = true;
		leave_out(s, at + 4, s->n);
		return s->n;
	}
	html_aside_comment(s->aside, body, s->arena);
	if (body.n)
		leave_out(s, at + 4, at + 4 + body.n);
	return end;
}

/* What the tokenizer calls a bogus comment, and a doctype: up to the next '>'. */
static size_t bogus(struct scan *s, size_t at)
{
	size_t end = html_find_byte(s->source, '>', at);

	if (end != STR_NONE)
		return end + 1;
	s->aside->truncated = true;
	return s->n;
}

/* Elements of which every attribute may count, or that are not looked into. */
static bool keeps_all(unsigned tag)
{
	return tag == GUMBO_TAG_META || tag == GUMBO_TAG_INPUT || tag == GUMBO_TAG_ISINDEX ||
	       tag == GUMBO_TAG_SVG || tag == GUMBO_TAG_MATH;
}

/*
 * Does anything in the page depend on this attribute? Not on one that the same tag has had;
 * a value with character references is the parser's to read.
 */
static bool wanted(unsigned tag, struct str name, struct str value, uint32_t *seen)
{
	enum html_attr attr = html_attr_named(name);

	if (attr == HTML_ATTRS)
		return keeps_all(tag);
	if (*seen & 1u << attr)
		return false;
	*seen |= 1u << attr;
	return keeps_all(tag) || html_attr_wanted(tag, attr, value) ||
	       ((attr == HTML_ATTR_STYLE || attr == HTML_ATTR_ONCLICK) && value.n &&
		memchr(value.p, '&', value.n));
}

/* Leaves out an attribute, and the white space before it where that parts nothing. */
static void leave_out_attribute(struct scan *s, size_t blank, size_t at, size_t end)
{
	bool parted = end < s->n && (html_is_space(s->p[end]) || s->p[end] == '>');

	leave_out(s, parted ? blank : at, end);
}

/*
 * One attribute that begins at `at`, with white space from `blank` on before it.
 * Returns its end, or STR_NONE at the end of the source.
 */
static size_t attribute(struct scan *s, size_t blank, size_t at, unsigned tag, uint32_t *seen)
{
	size_t end = at + 1, next;
	struct str name, value = { NULL, 0 };

	while (end < s->n && !html_byte_is(s->p[end], HTML_ENDS_ATTR_NAME))
		end++;
	name = (struct str){ s->p + at, end - at };
	for (next = end; next < s->n && html_is_space(s->p[next]); next++)
		;
	if (next < s->n && s->p[next] == '=') {
		for (next++; next < s->n && html_is_space(s->p[next]); next++)
			;
		if (next >= s->n)
			return STR_NONE;
		end = s->p[next] == '>' ? next : html_value_end(&value, s->source, next);
		if (end == STR_NONE)
			return STR_NONE;
	}
	if (value.n && html_swallowed_markup(name, value))
		s->aside->truncated = true;
	for (next = end; next < s->n && html_is_space(s->p[next]); next++)
		;
	/*
	 * Another '=' would become the value of the attribute before this one;
	 * of a name with NUL in it, gumbo may keep the rest.
	 */
	if (s->cut && !s->enclosed && (next >= s->n || s->p[next] != '=') &&
	    !memchr(name.p, '\0', name.n) && !wanted(tag, name, value, seen))
		leave_out_attribute(s, blank, at, end);
	return end;
}

/* From after the tag's name to after its '>', or STR_NONE. */
static size_t attributes(struct scan *s, size_t at, unsigned tag, bool *self_closing)
{
	size_t blank = at;
	uint32_t seen = 0;

	while (at < s->n) {
		char c = s->p[at];

		if (c == '>') {
			*self_closing = s->p[at - 1] == '/';
			return at + 1;
		}
		if (html_is_space(c) || c == '/') {
			at++;
			if (c == '/')
				blank = at;
			continue;
		}
		at = blank = attribute(s, blank, at, tag, &seen);
		if (at == STR_NONE)
			break;
	}
	return STR_NONE;
}

/* The text of an element without markup, from `at` on. Returns the place of its end tag. */
static size_t raw_text(struct scan *s, size_t at, unsigned tag, struct str name)
{
	size_t end = tag == GUMBO_TAG_SCRIPT ? html_script_end(s->source, name, at)
					     : html_end_tag_of(s->source, name, at);

	if (end == STR_NONE) {
		s->cut = false;
		return html_end_tag_of(s->source, name, at);
	}
	if (end == s->n)
		s->aside->truncated = true;
	if (tag == GUMBO_TAG_SCRIPT)
		html_aside_script(s->aside, (struct str){ s->p + at, end - at }, s->arena);
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
	end = html_end_tag_of(s->source, name, at);
	return end < s->n && html_find_byte(s->source, '<', at) == end;
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

	while (end < s->n && !html_byte_is(s->p[end], HTML_ENDS_TAG_NAME))
		end++;
	name = (struct str){ s->p + at + 1, end - at - 1 };
	tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
	next = attributes(s, end, tag, &self_closing);
	if (next == STR_NONE) {
		s->aside->truncated = true;
		return s->n;
	}
	if (tag == GUMBO_TAG_FRAMESET || tag == GUMBO_TAG_PLAINTEXT)
		s->cut = false;
	if (s->enclosed && html_is_raw(tag) && !is_plain(s, next, tag, name))
		s->cut = false;
	if (!s->enclosed && encloses(tag) && !(self_closing && tag != GUMBO_TAG_SELECT))
		s->enclosed = tag;
	if (html_is_raw(tag) && !s->enclosed)
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

	while (end < s->n && !html_byte_is(s->p[end], HTML_ENDS_TAG_NAME))
		end++;
	name = (struct str){ s->p + at + 2, end - at - 2 };
	tag = gumbo_tagn_enum(name.p, (unsigned)name.n);
	next = attributes(s, end, GUMBO_TAG_META, &ignored);
	if (next == STR_NONE) {
		s->aside->truncated = true;
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
	if (html_is_letter(rest.p[1]))
		return start_tag(s, at);
	if (rest.p[1] == '/') {
		if (rest.n > 2 && html_is_letter(rest.p[2]))
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
	for (; end < s->n && html_is_space(s->p[end]); end++)
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
	s->aside = &out->aside;
	s->source = source;
	s->arena = arena;
	if (cut)
		s->out = ARENA_NEW(arena, char, source.n + 1);
	while (!s->nest.over && (at = html_find_byte(s->source, '<', at)) != STR_NONE)
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
