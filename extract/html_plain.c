#include "extract/html_plain.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/html_build.h"
#include "extract/html_entity.h"

#define MAX_NAMES 32 /* of a tag's attributes, to find some that are there twice */

struct plain {
	struct str source;
	size_t amp, cr; /* the next of them at or behind where we are; STR_NONE: none */
	struct html_aside *aside;
	struct html_tag tag; /* the one being read */
	struct str names[MAX_NAMES];
	size_t n_names;
	struct html_build build;
};

/* --- bytes --- */

#define EACH(byte) (0x0101010101010101u * (byte))

/* Eight characters of ASCII, of which none is a control? */
static bool is_ordinary(const char *p)
{
	uint64_t w, del;

	memcpy(&w, p, sizeof(w));
	del = w ^ EACH(0x7Fu);
	return ((w | (w - EACH(0x20u)) | (del - EACH(1u))) & EACH(0x80u)) == 0;
}

/* What gumbo would put another character for: controls, noncharacters, ill-formed sequences. */
static bool is_text(uint32_t c)
{
	return c >= 0x20 ? c != 0x7F && (c < 0x80 || c > 0x9F) && (c < 0xFDD0 || c > 0xFDEF) &&
				   (c & 0xFFFE) != 0xFFFE
			 : html_is_space((char)c);
}

/* Three bytes of a character that most text is of: U+1000 to U+CFFF, U+FF00 to U+FF7F. */
static bool is_common(const unsigned char *p)
{
	return ((p[0] >= 0xE1 && p[0] <= 0xEC) || (p[0] == 0xEF && (p[1] & 0xFE) == 0xBC)) &&
	       (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
}

static bool is_ordinary_or_space(char c)
{
	return ((unsigned char)c >= 0x20 && (unsigned char)c < 0x7F) || html_is_space(c);
}

/* Another character that is text; *at moves past it. */
static bool is_rare(struct str s, size_t *at)
{
	size_t from = *at;
	uint32_t c = utf8_next(s, at);

	return is_text(c) && (c != UTF8_REPLACEMENT ||
			      str_eq((struct str){ s.p + from, *at - from }, STR("\xEF\xBF\xBD")));
}

static bool is_clean(struct str s)
{
	size_t at = 0;

	if (str_starts(s, STR("\xEF\xBB\xBF")))
		return false;
	while (at < s.n) {
		size_t from = at;

		while (s.n - at >= 8 && is_ordinary(s.p + at))
			at += 8;
		while (at < s.n && at - from < 8 && is_ordinary_or_space(s.p[at]))
			at++;
		while (s.n - at >= 3 && is_common((const unsigned char *)s.p + at))
			at += 3;
		if (at == from && !is_rare(s, &at))
			return false;
	}
	return true;
}

/* Text or a value as a reader gets it; p NULL: it cannot be told. */
static struct str decoded(struct plain *s, struct str raw, bool in_attribute)
{
	size_t from = (size_t)(raw.p - s->source.p), end = from + raw.n, n;
	char *out;

	if (s->amp < from)
		s->amp = html_find_byte(s->source, '&', from);
	if (in_attribute && s->cr < from)
		s->cr = html_find_byte(s->source, '\r', from);
	if (s->amp >= end && (!in_attribute || s->cr >= end))
		return raw;
	out = ARENA_NEW(s->build.tree->arena, char, raw.n + UTF8_MAX_BYTES);
	n = html_entities_decode(out, raw, in_attribute);
	if (n == STR_NONE)
		html_build_give_up(&s->build, "a character reference that is rare");
	return n == STR_NONE ? (struct str){ NULL, 0 } : (struct str){ out, n };
}

/* --- tags --- */

static void give(struct html_tag *tag, enum html_attr name, struct str value)
{
	if (tag->has & 1u << name)
		return;
	tag->has |= 1u << name;
	if (html_attr_wanted(tag->tag, name, value))
		tag->attrs[tag->n_attrs++] =
			(struct html_attr_value){ .name = name, .value = value };
}

/* After the second of two attributes of one name, without a value, gumbo drops a value. */
static void check_bare(struct plain *s, struct str name)
{
	bool twice = s->n_names == MAX_NAMES;

	for (size_t i = 0; i < s->n_names && !twice; i++)
		twice = str_eq_nocase(s->names[i], name);
	if (twice)
		html_build_give_up(&s->build, "an attribute twice in a tag");
}

/* One attribute that begins at `at`. Returns its end, or STR_NONE where the source breaks off. */
static size_t attribute(struct plain *s, size_t at, size_t next_markup)
{
	struct str name, value = { "", 0 };
	size_t end = at + 1, next;
	enum html_attr attr;

	while (end < s->source.n && !html_byte_is(s->source.p[end], HTML_ENDS_ATTR_NAME))
		end++;
	name = (struct str){ s->source.p + at, end - at };
	for (next = end; next < s->source.n && html_is_space(s->source.p[next]); next++)
		;
	if (next < s->source.n && s->source.p[next] == '=') {
		for (next++; next < s->source.n && html_is_space(s->source.p[next]); next++)
			;
		if (next >= s->source.n)
			return STR_NONE;
		end = s->source.p[next] == '>' ? next : html_value_end(&value, s->source, next);
		if (end == STR_NONE)
			return STR_NONE;
	} else {
		check_bare(s, name);
	}
	if (s->n_names < MAX_NAMES)
		s->names[s->n_names++] = name;
	if (next_markup < end && value.n && html_swallowed_markup(name, value))
		s->aside->truncated = true;
	attr = html_attr_named(name);
	if (attr != HTML_ATTRS)
		give(&s->tag, attr, value.n ? decoded(s, value, true) : value);
	return end;
}

/* From after the tag's name to after its '>', or STR_NONE. */
static size_t attributes(struct plain *s, size_t at, size_t next_markup)
{
	while (at < s->source.n) {
		char c = s->source.p[at];

		if (c == '>')
			return at + 1;
		if (html_is_space(c)) {
			at++;
		} else if (c == '/') {
			at++;
			s->tag.self_closing = at < s->source.n && s->source.p[at] == '>';
		} else {
			at = attribute(s, at, next_markup);
			if (at == STR_NONE)
				break;
		}
	}
	return STR_NONE;
}

/* Reads the tag at `at`, its name at `from`. Returns its end, or STR_NONE. */
static size_t read_tag(struct plain *s, size_t at, size_t from, size_t next_markup)
{
	size_t end = from + 1;
	struct html_tag *tag = &s->tag;

	while (end < s->source.n && !html_byte_is(s->source.p[end], HTML_ENDS_TAG_NAME))
		end++;
	tag->name = (struct str){ s->source.p + from, end - from };
	tag->tag = gumbo_tagn_enum(tag->name.p, (unsigned)tag->name.n);
	tag->has = 0;
	tag->n_attrs = 0;
	s->n_names = 0;
	tag->self_closing = false;
	if (end < s->source.n && s->source.p[end] == '>')
		end++;
	else
		end = attributes(s, end, next_markup);
	if (end == STR_NONE)
		html_build_give_up(&s->build, "a tag that breaks off");
	else
		tag->source = (struct str){ s->source.p + at, end - at };
	return end;
}

/* A line end right behind the tag is no text. */
static size_t skip_line_end(struct plain *s, size_t at)
{
	if (at < s->source.n && s->source.p[at] == '&')
		html_build_give_up(&s->build, "a character reference that begins a pre");
	if (str_starts(str_sub(s->source, at, 2), STR("\r\n")))
		return at + 2;
	if (at < s->source.n && (s->source.p[at] == '\n' || s->source.p[at] == '\r'))
		return at + 1;
	return at;
}

/* An element whose text is not markup, up to behind its end tag. */
static size_t raw_element(struct plain *s, size_t at)
{
	GumboTag tag = s->tag.tag;
	struct str text, name = s->tag.name;
	size_t end;

	if (tag == GUMBO_TAG_TEXTAREA)
		at = skip_line_end(s, at);
	end = tag == GUMBO_TAG_SCRIPT ? html_script_end(s->source, name, at)
				      : html_end_tag_of(s->source, name, at);
	if (end == STR_NONE || end >= s->source.n) {
		html_build_give_up(&s->build, "a script or the like without an end");
		return s->source.n;
	}
	text = (struct str){ s->source.p + at, end - at };
	if (tag == GUMBO_TAG_SCRIPT)
		html_aside_script(s->aside, text, s->build.tree->arena);
	if (tag == GUMBO_TAG_SCRIPT || tag == GUMBO_TAG_STYLE)
		text.n = 0;
	else if (text.n && tag != GUMBO_TAG_IFRAME)
		text = decoded(s, text, false);
	html_build_raw(&s->build, &s->tag, text);
	return read_tag(s, end, end + 2, 0);
}

static size_t start_tag(struct plain *s, size_t at, size_t next_markup)
{
	size_t end = read_tag(s, at, at + 1, next_markup);

	if (s->build.why)
		return end;
	if (html_is_raw(s->tag.tag))
		return raw_element(s, end);
	html_build_start(&s->build, &s->tag);
	return s->tag.tag == GUMBO_TAG_PRE ? skip_line_end(s, end) : end;
}

/* --- other markup --- */

static bool is_any_of(struct str s, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(s, list[i]))
			return true;
	return false;
}

/* The next quoted string of a doctype; p NULL: there is none. */
static struct str next_quoted(struct str *rest)
{
	struct str value = { NULL, 0 };
	size_t end;

	*rest = str_trim(*rest);
	if (rest->n == 0 || (rest->p[0] != '"' && rest->p[0] != '\''))
		return value;
	end = str_find(*rest, str_sub(*rest, 0, 1), 1);
	if (end == STR_NONE)
		return value;
	value = str_sub(*rest, 1, end - 1);
	*rest = str_sub(*rest, end + 1, rest->n);
	return value;
}

/* Of what stands between "<!" and '>': how a table in a paragraph is read (13.2.6.4.1). */
static enum html_quirks quirks_of(struct str doctype)
{
	static const struct str plain[] = {
		STR_INIT("-//W3C//DTD XHTML 1.0 Transitional//EN"),
		STR_INIT("-//W3C//DTD XHTML 1.0 Strict//EN"),
		STR_INIT("-//W3C//DTD XHTML 1.0 Frameset//EN"),
		STR_INIT("-//W3C//DTD XHTML 1.1//EN"),
		STR_INIT("-//W3C//DTD HTML 4.01//EN"),
	};
	struct str rest = str_trim(str_sub(doctype, 7, doctype.n)), id;

	if (!str_eq_nocase(str_sub(rest, 0, 4), STR("html")))
		return HTML_QUIRKS_UNKNOWN;
	rest = str_sub(rest, 4, rest.n);
	if (rest.n && !html_is_space(rest.p[0]))
		return HTML_QUIRKS_UNKNOWN;
	rest = str_trim(rest);
	if (rest.n == 0)
		return HTML_QUIRKS_NO;
	if (!str_eq_nocase(str_sub(rest, 0, 6), STR("public")))
		return HTML_QUIRKS_UNKNOWN;
	rest = str_sub(rest, 6, rest.n);
	id = next_quoted(&rest);
	if (!is_any_of(id, plain, countof(plain)))
		return HTML_QUIRKS_UNKNOWN;
	id = next_quoted(&rest);
	return id.p && str_trim(rest).n == 0 ? HTML_QUIRKS_NO : HTML_QUIRKS_UNKNOWN;
}

/* "<!", "<?" or "</" and no name stands at `at`. */
static size_t other_markup(struct plain *s, size_t at)
{
	struct str rest = str_sub(s->source, at, s->source.n), body;
	size_t end;

	if (str_starts(rest, STR("</>"))) {
		html_build_give_up(&s->build, "an end tag without a name");
		return STR_NONE;
	}
	if (str_starts(rest, STR("<!--"))) {
		end = html_comment_end(&body, s->source, at);
		html_build_comment(&s->build);
		if (end == STR_NONE)
			html_build_give_up(&s->build, "a comment without an end");
		else
			html_aside_comment(s->aside, body, s->build.tree->arena);
		return end;
	}
	end = html_find_byte(s->source, '>', at);
	if (end == STR_NONE) {
		html_build_give_up(&s->build, "markup that breaks off");
		return end;
	}
	body = (struct str){ rest.p + 2, end - at - 2 };
	if (rest.p[1] == '!' && str_eq_nocase(str_sub(body, 0, 7), STR("doctype")))
		html_build_doctype(&s->build, quirks_of(body));
	else
		html_build_comment(&s->build);
	return end + 1;
}

/* '<' stands at `at`. Returns where the text goes on; `at` itself where the '<' is text. */
static size_t markup(struct plain *s, size_t at, size_t next_markup)
{
	struct str rest = str_sub(s->source, at, 3);
	size_t end;

	if (rest.n < 3) {
		html_build_give_up(&s->build, "markup that breaks off");
		return at;
	}
	if (html_is_letter(rest.p[1]))
		return start_tag(s, at, next_markup);
	if (rest.p[1] == '/' && html_is_letter(rest.p[2])) {
		end = read_tag(s, at, at + 2, next_markup);
		if (!s->build.why)
			html_build_end(&s->build, &s->tag);
		return end;
	}
	if (rest.p[1] == '/' || rest.p[1] == '!' || rest.p[1] == '?')
		return other_markup(s, at);
	return at;
}

static void text(struct plain *s, size_t at, size_t end)
{
	struct str t = { s->source.p + at, end - at };

	if (t.n == 0)
		return;
	t = decoded(s, t, false);
	if (t.n)
		html_build_text(&s->build, t);
}

static void read_source(struct plain *s)
{
	size_t at = 0, open = html_find_byte(s->source, '<', 0);

	while (!s->build.why) {
		size_t next;

		text(s, at, open == STR_NONE ? s->source.n : open);
		if (open == STR_NONE || s->build.why)
			break;
		next = html_find_byte(s->source, '<', open + 1);
		at = markup(s, open, next);
		open = at > next ? html_find_byte(s->source, '<', at) : next;
	}
}

const char *html_plain(struct html_tree *out, struct html_aside *aside, struct str source,
		       struct arena *arena)
{
	struct plain *s = ARENA_NEW(arena, struct plain, 1);

	*aside = (struct html_aside){ 0 };
	html_tree_init(out, arena);
	s->source = source;
	s->amp = html_find_byte(source, '&', 0);
	s->cr = html_find_byte(source, '\r', 0);
	s->aside = aside;
	s->build.tree = out;
	if (!is_clean(source))
		return "bytes that are no text";
	read_source(s);
	if (!s->build.why)
		html_build_finish(&s->build);
	return s->build.why;
}
