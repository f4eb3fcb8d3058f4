#include "extract/decode.h"

/*
 * WHATWG HTML 13.2.3.2, "prescan a byte stream to determine its encoding", up
 * to the label: what it stands for is decode_label()'s business, but an
 * unknown one does not end the search.
 */
struct scan {
	struct str s;
	size_t at;
};

static bool is_space(char c)
{
	return c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char peek(const struct scan *x)
{
	return (char)(x->at < x->s.n ? x->s.p[x->at] : '\0');
}

static void skip_space(struct scan *x)
{
	while (x->at < x->s.n && is_space(x->s.p[x->at]))
		x->at++;
}

/* The value after "=", quoted or bare. */
static struct str value(struct scan *x)
{
	size_t from;
	char quote;

	skip_space(x);
	quote = peek(x);
	if (quote == '"' || quote == '\'') {
		from = ++x->at;
		while (x->at < x->s.n && x->s.p[x->at] != quote)
			x->at++;
		return str_sub(x->s, from, x->at++ - from);
	}
	for (from = x->at; x->at < x->s.n && !is_space(x->s.p[x->at]) && x->s.p[x->at] != '>';)
		x->at++;
	return str_sub(x->s, from, x->at - from);
}

/* The standard's "get an attribute"; false at the end of the tag. */
static bool attribute(struct scan *x, struct str *name, struct str *content)
{
	size_t from;

	while (x->at < x->s.n && (is_space(x->s.p[x->at]) || x->s.p[x->at] == '/'))
		x->at++;
	if (x->at >= x->s.n || x->s.p[x->at] == '>')
		return false;
	for (from = x->at; x->at < x->s.n; x->at++) {
		char c = x->s.p[x->at];

		if (is_space(c) || c == '/' || c == '>' || (c == '=' && x->at > from))
			break;
	}
	*name = str_sub(x->s, from, x->at - from);
	*content = (struct str){ NULL, 0 };
	skip_space(x);
	if (peek(x) == '=') {
		x->at++;
		*content = value(x);
	}
	return true;
}

/* ASCII case does not matter; NULL-safe. */
static size_t find_nocase(struct str s, struct str what, size_t from)
{
	for (; from + what.n <= s.n; from++)
		if (str_eq_nocase(str_sub(s, from, what.n), what))
			return from;
	return STR_NONE;
}

/* The standard's "extracting a character encoding from a meta element". */
static struct str charset_in(struct str content)
{
	struct scan x = { content, 0 };

	for (;;) {
		size_t at = find_nocase(content, STR("charset"), x.at), from;
		char quote;

		if (at == STR_NONE)
			return (struct str){ NULL, 0 };
		x.at = at + 7;
		skip_space(&x);
		if (peek(&x) != '=')
			continue;
		x.at++;
		skip_space(&x);
		quote = peek(&x);
		if (quote == '"' || quote == '\'') {
			size_t end = x.at + 1;

			while (end < content.n && content.p[end] != quote)
				end++;
			if (end < content.n)
				return str_sub(content, x.at + 1, end - x.at - 1);
			return (struct str){ NULL, 0 };
		}
		for (from = x.at; x.at < content.n && !is_space(content.p[x.at]); x.at++)
			if (content.p[x.at] == ';')
				break;
		return str_sub(content, from, x.at - from);
	}
}

/* utf-8"UTF-8, where a quote was forgotten: what stands before the quote. */
static struct str plain(struct str label)
{
	const char *quote;

	label = str_trim(label);
	quote = label.n ? memchr(label.p, '"', label.n) : NULL;
	if (decode_label(label) || !quote || quote + 1 == label.p + label.n)
		return label;
	return str_sub(label, 0, (size_t)(quote - label.p));
}

/* After "<meta": the label it declares, empty if none that we know. */
static struct str meta(struct scan *x)
{
	struct str name, content, label = { NULL, 0 };
	bool had_equiv = false, had_content = false, had_charset = false;
	bool is_pragma = false, needs_pragma = false;

	/* of attributes of one name the first counts */
	while (attribute(x, &name, &content)) {
		if (str_eq_nocase(name, STR("http-equiv")) && !had_equiv) {
			had_equiv = true;
			is_pragma = str_eq_nocase(content, STR("content-type"));
		} else if (str_eq_nocase(name, STR("content")) && !had_content) {
			had_content = true;
			if (!had_charset) {
				label = plain(charset_in(content));
				needs_pragma = decode_label(label);
			}
		} else if (str_eq_nocase(name, STR("charset")) && !had_charset) {
			had_charset = true;
			label = plain(content);
			needs_pragma = false;
		}
	}
	if (x->at >= x->s.n || (needs_pragma && !is_pragma) || !decode_label(label))
		return (struct str){ NULL, 0 };
	return label;
}

static void skip_tag(struct scan *x)
{
	struct str name, content;

	while (x->at < x->s.n && !is_space(x->s.p[x->at]) && x->s.p[x->at] != '>')
		x->at++;
	while (attribute(x, &name, &content))
		;
}

static bool is_meta(struct str s)
{
	return s.n > 5 && str_eq_nocase(str_sub(s, 0, 5), STR("<meta")) &&
	       (is_space(s.p[5]) || s.p[5] == '/');
}

static bool is_tag(struct str s)
{
	return (s.n > 1 && is_letter(s.p[1])) || (s.n > 2 && s.p[1] == '/' && is_letter(s.p[2]));
}

struct str decode_prescan(struct str bytes)
{
	struct scan x = { str_sub(bytes, 0, DECODE_META_BYTES), 0 };

	while (x.at < x.s.n) {
		struct str rest = str_sub(x.s, x.at, x.s.n);
		char next = (char)(rest.n > 1 ? rest.p[1] : '\0');

		if (rest.p[0] != '<') {
			const char *lt = memchr(rest.p, '<', rest.n);

			x.at = lt ? (size_t)(lt - x.s.p) : x.s.n;
		} else if (str_starts(rest, STR("<!--"))) {
			size_t end = str_find(x.s, STR("-->"), x.at + 2);

			x.at = end == STR_NONE ? x.s.n : end + 3;
		} else if (is_meta(rest)) {
			struct str label;

			x.at += 5;
			label = meta(&x);
			if (label.n)
				return label;
		} else if (is_tag(rest)) {
			skip_tag(&x);
		} else if (next == '!' || next == '/' || next == '?') {
			const char *gt = memchr(rest.p, '>', rest.n);

			x.at = gt ? (size_t)(gt - x.s.p) + 1 : x.s.n;
		} else {
			x.at++;
		}
	}
	return (struct str){ NULL, 0 };
}
