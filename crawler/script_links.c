#include "crawler/pager.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "crawler/family.h"

#define MAX_LITERAL 600
#define MAX_ANCHOR  3000

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool starts_nocase(struct str s, struct str head)
{
	return str_eq_nocase(str_sub(s, 0, head.n), head);
}

static int hex4(struct str s)
{
	int v = 0;

	if (s.n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		int c = lower(s.p[i]);

		if (c >= '0' && c <= '9')
			v = v * 16 + c - '0';
		else if (c >= 'a' && c <= 'f')
			v = v * 16 + c - 'a' + 10;
		else
			return -1;
	}
	return v;
}

/* A literal's value: backslashes undone, &amp; too. A view when there is nothing to undo. */
static struct str unescape(struct str s, struct arena *arena)
{
	char *out;
	size_t n = 0;

	if (str_find(s, STR("\\"), 0) == STR_NONE && str_find(s, STR("&amp;"), 0) == STR_NONE)
		return s;
	out = ARENA_NEW(arena, char, s.n + UTF8_MAX_BYTES);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n) {
			int c = s.p[i + 1] == 'u' ? hex4(str_sub(s, i + 2, 4)) : -1;

			if (c >= 0) {
				n += utf8_put(out + n, (uint32_t)c);
				i += 5;
				continue;
			}
			i++;
		}
		out[n++] = s.p[i];
		if (str_starts(str_sub(s, i, 5), STR("&amp;")))
			i += 4;
	}
	return (struct str){ out, n };
}

/* Pieces joined by a script are no value: href="'+url+'". */
static bool is_whole(struct str s)
{
	return str_find(s, STR("'+"), 0) == STR_NONE && str_find(s, STR("\"+"), 0) == STR_NONE &&
	       str_find(s, STR("' +"), 0) == STR_NONE && str_find(s, STR("\" +"), 0) == STR_NONE &&
	       str_find(s, STR("${"), 0) == STR_NONE && str_find(s, STR("<"), 0) == STR_NONE;
}

/* The value of an attribute in a tag's text, quotes escaped or not; empty: none, or joined. */
static struct str attribute(struct str tag, struct str name, struct arena *arena)
{
	for (size_t at = str_find(tag, name, 0); at != STR_NONE; at = str_find(tag, name, at + 1)) {
		size_t from = at + name.n, to;
		char quote;
		struct str value;

		while (from < tag.n && (tag.p[from] == ' ' || tag.p[from] == '='))
			from++;
		if (from == at + name.n || from >= tag.n || (at > 0 && tag.p[at - 1] > ' '))
			continue;
		if (tag.p[from] == '\\')
			from++;
		quote = (char)(from < tag.n ? tag.p[from] : ' ');
		if (quote == '"' || quote == '\'')
			from++;
		else
			quote = ' ';
		for (to = from; to < tag.n && tag.p[to] != quote && tag.p[to] != '>'; to++)
			;
		value = str_sub(tag, from, to - from);
		if (value.n && value.p[value.n - 1] == '\\')
			value.n--;
		return is_whole(value) ? unescape(value, arena) : (struct str){ NULL, 0 };
	}
	return (struct str){ NULL, 0 };
}

/* Text without tags; empty when it was put together by a script. */
static struct str without_tags(struct str s, struct arena *arena)
{
	char *out = ARENA_NEW(arena, char, s.n + 1);
	size_t n = 0;
	bool in_tag = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			in_tag = true;
		else if (!in_tag)
			out[n++] = s.p[i];
		else if (s.p[i] == '>')
			in_tag = false;
	}
	s = str_trim((struct str){ out, n });
	return is_whole(s) ? s : (struct str){ NULL, 0 };
}

/* The anchor whose "<a" is at `at`. False when it is not a usable one. */
static bool anchor(struct script_link *out, struct str script, size_t at, struct str page_url,
		   struct arena *arena)
{
	struct str s = str_sub(script, at, MAX_ANCHOR), tag;
	size_t close = str_find(s, STR(">"), 0), end;

	if (close == STR_NONE || s.n < 4 || (s.p[2] != ' ' && s.p[2] != '\t' && s.p[2] != '\n'))
		return false;
	tag = str_sub(s, 0, close);
	end = str_find(s, STR("</a"), close);
	if (end == STR_NONE)
		end = str_find(s, STR("</A"), close);
	if (end == STR_NONE)
		end = str_find(s, STR("<\\/a"), close);
	*out = (struct script_link){ .href = attribute(tag, STR("href"), arena) };
	if (!out->href.n && str_find(tag, STR("href"), 0) != STR_NONE)
		out->href = page_url;
	if (!out->href.n)
		return false;
	out->title = attribute(tag, STR("title"), arena);
	if (end != STR_NONE)
		out->text = without_tags(str_sub(s, close + 1, end - close - 1), arena);
	return true;
}

struct scan {
	struct script_link *links;
	size_t n, cap, max;
	struct arena *arena;
	const struct url *page;
	/* The object or block at hand: a text still free to name a link, a link without one. */
	struct str free_text;
	size_t nameless;     /* index + 1; 0: none */
	struct str page_url; /* the last literal that names a page: what href="'+url+'" may mean */
};

static void push(struct scan *s, struct script_link link)
{
	if (s->n == s->max)
		return;
	ARENA_GROW(s->arena, s->links, s->n, s->cap);
	s->links[s->n++] = link;
}

static bool is_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return s.n >= 6;
	return str_find(s, STR("\\u"), 0) != STR_NONE;
}

static bool has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

static bool names_page(struct str s)
{
	static const struct str ends[] = { STR_INIT(".html"), STR_INIT(".shtml"),
					   STR_INIT(".htm") };

	for (size_t i = 0; i < countof(ends); i++)
		if (str_ends(s, ends[i]))
			return true;
	return false;
}

/* Articles and files are known by numbers; a literal without any is not worth parsing. */
static bool looks_like_url(struct str s, const struct scan *scan)
{
	struct arena a = { 0 };
	struct url u;
	struct err e;
	bool yes = false;

	if (s.n < 5 || str_find(s, STR(" "), 0) != STR_NONE ||
	    (str_find(s, STR("/"), 0) == STR_NONE && str_find(s, STR("."), 0) == STR_NONE) ||
	    !has_digit(s))
		return false;
	if (!url_parse(&u, s, scan->page, &a, &e))
		yes = names_page(u.path) || family_of_article(&u) || family_attachment(&u).n;
	arena_release(&a);
	return yes;
}

static void literal(struct scan *s, struct str value)
{
	bool text = is_text(value);

	if (!is_whole(value))
		return;
	value = unescape(value, s->arena);
	if (!text && names_page(value))
		s->page_url = value;
	if (text && s->nameless) {
		s->links[s->nameless - 1].text = value;
		s->nameless = 0;
	} else if (text) {
		s->free_text = value;
	} else if (looks_like_url(value, s)) {
		push(s, (struct script_link){
				.href = value, .text = s->free_text, .is_literal = true });
		s->nameless = s->free_text.n ? 0 : s->n;
		s->free_text.n = 0;
	}
}

/* Length of the literal that starts with the quote at `at`, quotes included; 0: none. */
static size_t literal_length(struct str s, size_t at)
{
	for (size_t i = at + 1; i < s.n && i < at + MAX_LITERAL; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == s.p[at])
			return i + 1 - at;
		else if (s.p[i] == '\n')
			return 0;
	}
	return 0;
}

size_t script_links(struct script_link **out, struct str script, const struct url *page, size_t max,
		    struct arena *arena)
{
	struct scan s = { .max = max, .arena = arena, .page = page };
	struct script_link link;

	for (size_t i = 0; i < script.n && s.n < max; i++) {
		char c = script.p[i];
		size_t n;

		if (c == '<' && i + 1 < script.n && lower(script.p[i + 1]) == 'a' &&
		    anchor(&link, script, i, s.page_url, arena)) {
			push(&s, link);
		} else if (c == '{' || c == '}') {
			s.free_text.n = 0;
			s.nameless = 0;
		} else if ((c == '"' || c == '\'') && (n = literal_length(script, i)) > 2 &&
			   str_find(str_sub(script, i, n), STR("<"), 0) == STR_NONE) {
			literal(&s, str_sub(script, i + 1, n - 2));
			i += n - 1;
		}
	}
	*out = s.links;
	return s.n;
}

/* The literal that follows, after blanks and one of `marks`; empty when there is none. */
static struct str literal_after(struct str s, const char *marks)
{
	size_t i = 0, n;
	bool marked = false;

	while (i < s.n && (s.p[i] == ' ' || (!marked && s.p[i] && strchr(marks, s.p[i])))) {
		marked = marked || s.p[i] != ' ';
		i++;
	}
	if (!marked || i >= s.n || (s.p[i] != '"' && s.p[i] != '\''))
		return (struct str){ NULL, 0 };
	n = literal_length(s, i);
	return n > 2 ? str_sub(s, i + 1, n - 2) : (struct str){ NULL, 0 };
}

/* "0;URL=./ywyw/" inside a written <meta http-equiv="Refresh">. */
static struct str written_refresh(struct str script)
{
	for (size_t at = 0; at + 4 < script.n; at++) {
		size_t end = at + 4;

		if (!starts_nocase(str_sub(script, at, 4), STR("url=")) ||
		    (at > 0 && !strchr("; ,", script.p[at - 1])))
			continue;
		while (end < script.n && !strchr("\"'>\\ \n", script.p[end]))
			end++;
		return str_sub(script, at + 4, end - at - 4);
	}
	return (struct str){ NULL, 0 };
}

struct str script_goto(struct str script, struct arena *arena)
{
	static const struct str ways[] = { STR_INIT("location.href"), STR_INIT("location.replace"),
					   STR_INIT("location.assign"), STR_INIT("location") };
	struct str found = { NULL, 0 };

	for (size_t i = 0; i < countof(ways) && !found.n; i++)
		for (size_t at = str_find(script, ways[i], 0); at != STR_NONE && !found.n;
		     at = str_find(script, ways[i], at + 1))
			found = literal_after(str_sub(script, at + ways[i].n, script.n), "=(");
	if (!found.n && (str_find(script, STR("efresh"), 0) != STR_NONE ||
			 str_find(script, STR("EFRESH"), 0) != STR_NONE))
		found = written_refresh(script);
	return is_whole(found) ? unescape(found, arena) : (struct str){ NULL, 0 };
}
