#include "crawler/pager.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"

#define MAX_ARGS       8
#define MAX_TRIES      20  /* calls of one name looked at, most of them definitions */
#define GROUP_ROWS     100 /* JCMS servers cut larger ranges */
#define MAX_NUMBER     100000000
#define MAX_UNIT_BYTES 1500 /* of a jpaas URL in a script */

static void add(struct pager *p, struct str href)
{
	if (p->n == PAGER_MAX_PAGES)
		return;
	ARENA_GROW(p->arena, p->hrefs, p->n, p->cap);
	p->hrefs[p->n++] = href;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The number at the front of `s` after blanks, or -1. */
static long number(struct str s)
{
	long v = 0;
	size_t i = 0, start;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\'' || s.p[i] == '"'))
		i++;
	for (start = i; i < s.n && is_digit(s.p[i]); i++)
		if (v < MAX_NUMBER)
			v = v * 10 + (s.p[i] - '0');
	return i > start ? v : -1;
}

/* What `name` is set to: "name = 17", "name: 17", "name:'17'"; -1: nowhere. */
static long value_of(struct str script, struct str name)
{
	for (size_t at = str_find(script, name, 0); at != STR_NONE;
	     at = str_find(script, name, at + 1)) {
		size_t end = at + name.n;

		if (at > 0 && is_word(script.p[at - 1]))
			continue;
		while (end < script.n &&
		       (script.p[end] == ' ' || script.p[end] == '"' || script.p[end] == '\''))
			end++;
		if (end < script.n && (script.p[end] == '=' || script.p[end] == ':') &&
		    number(str_sub(script, end + 1, 20)) >= 0)
			return number(str_sub(script, end + 1, 20));
	}
	return -1;
}

/* Arguments of a call, from behind its "(": each trimmed, quotes removed. */
static size_t arguments(struct str out[MAX_ARGS], bool quoted[MAX_ARGS], struct str s)
{
	size_t n = 0, at = 0;

	s.n = s.n < 500 ? s.n : 500;
	while (n < MAX_ARGS && at < s.n) {
		size_t end = at;
		struct str one;

		while (end < s.n && s.p[end] != ',' && s.p[end] != ')')
			end++;
		one = str_trim(str_sub(s, at, end - at));
		quoted[n] = one.n >= 2 && (one.p[0] == '"' || one.p[0] == '\'');
		out[n] = quoted[n] ? str_sub(one, 1, one.n - 2) : one;
		n++;
		if (end == s.n || s.p[end] == ')')
			return end == s.n ? 0 : n;
		at = end + 1;
	}
	return n;
}

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_word(s.p[i]) && s.p[i] != '-' && s.p[i] != '.')
			return false;
	return s.n > 0;
}

/* name_1.ext, name_2.ext, ...; page `first` is name.ext, `current` is where we are. */
static void add_numbered(struct pager *p, struct str name, struct str ext, long first, long last,
			 long current)
{
	for (long k = first; k <= last && p->n < PAGER_MAX_PAGES; k++) {
		if (k == current)
			continue;
		if (k == first)
			add(p, arena_strf(p->arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(ext)));
		else
			add(p,
			    arena_strf(p->arena, "%.*s_%ld.%.*s", STR_ARG(name), k, STR_ARG(ext)));
	}
}

/* createPageHTML(total, current, "name", "ext", ...), or with an id in front: then from 1. */
static bool create_page(struct pager *p, struct str script, size_t at)
{
	struct str arg[MAX_ARGS];
	bool quoted[MAX_ARGS];
	size_t open = str_find(script, STR("("), at), n, i;
	long total, current, base;

	if (open == STR_NONE || open > at + 20)
		return false;
	n = arguments(arg, quoted, str_sub(script, open + 1, script.n));
	i = n > 4 && quoted[0];
	base = (long)i;
	if (n < i + 4 || !quoted[i + 2] || !quoted[i + 3] || !is_name(arg[i + 2]) ||
	    !is_name(arg[i + 3]))
		return false;
	total = value_of(script, STR("countPage"));
	current = value_of(script, STR("currentPage"));
	if (total < 0)
		total = quoted[i] ? -1 : number(arg[i]);
	if (current < 0)
		current = quoted[i + 1] ? -1 : number(arg[i + 1]);
	if (total < 0)
		return false;
	add_numbered(p, arg[i + 2], arg[i + 3], base, total - 1 + base, current);
	return true;
}

/* The page's own file name, cut into stem and extension; "index" and "html" for a folder. */
static void own_name(struct str *stem, struct str *ext, const struct url *page)
{
	size_t slash = page->path.n, dot;
	struct str file;

	while (slash > 0 && page->path.p[slash - 1] != '/')
		slash--;
	file = str_sub(page->path, slash, page->path.n);
	for (dot = file.n; dot > 0 && file.p[dot - 1] != '.'; dot--)
		;
	*stem = dot ? str_sub(file, 0, dot - 1) : STR("index");
	*ext = dot ? str_sub(file, dot, file.n) : STR("html");
	for (size_t n = stem->n; n > 0; n--) {
		if (stem->p[n - 1] == '_' && n < stem->n) { /* this is page k already */
			*stem = str_sub(*stem, 0, n - 1);
			return;
		}
		if (!is_digit(stem->p[n - 1]))
			return;
	}
}

/* The query without one parameter; ends in "&" unless nothing is left. */
static struct str query_without(struct str query, struct str name, struct arena *arena)
{
	struct str kept = { NULL, 0 };

	for (size_t at = 0; at < query.n;) {
		size_t end = str_find(query, STR("&"), at);
		struct str one = str_sub(query, at, end == STR_NONE ? query.n : end - at);

		if (!str_starts(one, name) || one.n == name.n || one.p[name.n] != '=')
			kept = arena_strf(arena, "%.*s%.*s&", STR_ARG(kept), STR_ARG(one));
		at = end == STR_NONE ? query.n : end + 1;
	}
	return kept;
}

/* The page's own URL with name=k, in the place where the parameter stands if it does. */
static void add_query(struct pager *p, const struct url *page, const char *name, long pages,
		      long current)
{
	struct str key = arena_strf(p->arena, "%s=", name), head = { NULL, 0 }, tail = head;
	size_t at = str_find(page->query, key, 0), end;

	while (at != STR_NONE && at > 0 && page->query.p[at - 1] != '&')
		at = str_find(page->query, key, at + 1);
	if (at != STR_NONE) {
		end = str_find(page->query, STR("&"), at);
		head = str_sub(page->query, 0, at);
		tail = str_sub(page->query, end == STR_NONE ? page->query.n : end, page->query.n);
	} else if (page->query.n) {
		head = arena_strf(p->arena, "%.*s&", STR_ARG(page->query));
	}
	for (long k = 1; k <= pages && p->n < PAGER_MAX_PAGES; k++)
		if (k != current)
			add(p, arena_strf(p->arena, "%.*s?%.*s%.*s%ld%.*s", STR_ARG(page->path),
					  STR_ARG(head), STR_ARG(key), k, STR_ARG(tail)));
}

/*
 * The handler behind a pager that is a plug-in says where a click leads:
 * location.href = "/002/" + (data.pageIndex+1) + ".html"
 */
static bool add_clicked(struct pager *p, struct str call, long pages, long current)
{
	const struct str sum = STR("+(data.pageIndex+1)");
	size_t at = str_find(call, sum, 0), from, to;
	struct str head, tail;

	if (at == STR_NONE || at == 0 || (call.p[at - 1] != '"' && call.p[at - 1] != '\''))
		return false;
	for (from = at - 1; from > 0 && call.p[from - 1] != call.p[at - 1]; from--)
		;
	head = str_sub(call, from, at - 1 - from);
	tail = str_sub(call, at + sum.n, 100);
	if (tail.n > 2 && tail.p[0] == '+' && tail.p[1] == call.p[at - 1]) {
		to = str_find(tail, str_sub(tail, 1, 1), 2);
		tail = str_sub(tail, 2, to == STR_NONE ? 0 : to - 2);
	} else {
		tail.n = 0;
	}
	for (long k = 1; k <= pages && p->n < PAGER_MAX_PAGES; k++)
		if (k != current && head.n)
			add(p,
			    arena_strf(p->arena, "%.*s%ld%.*s", STR_ARG(head), k, STR_ARG(tail)));
	return head.n > 0;
}

/* $("#page").pagination({pageIndex:0, pageSize:15, total:169}), pages by ?pageIndex=N */
static void pagination(struct pager *p, struct str script, size_t at, const struct url *page)
{
	struct str call = str_sub(script, at, 2500), arg[MAX_ARGS], stem, ext;
	bool quoted[MAX_ARGS];
	long size = value_of(call, STR("pageSize")), total = value_of(call, STR("total")), current;
	long pages = value_of(call, STR("pageCount"));
	bool from_one = at >= 2 && str_eq(str_sub(script, at - 2, 2), STR("Ls")); /* LonSun */
	size_t set = str_find(str_sub(call, 0, 40), STR("setPage"), 0), n;

	if (set != STR_NONE) {
		n = arguments(arg, quoted, str_sub(call, str_find(call, STR("("), 0) + 1, call.n));
		own_name(&stem, &ext, page);
		if (n >= 3 && number(arg[2]) > 0)
			add_numbered(p, stem, ext, 1, number(arg[2]), number(arg[1]));
		return;
	}
	if (size > 0 && total > 0)
		pages = (total + size - 1) / size;
	if (pages <= 0)
		return;
	current = value_of(call, STR("pageIndex")) + !from_one;
	if (current < 1)
		current = 1;
	if (!add_clicked(p, call, pages, current))
		add_query(p, page, "pageIndex", pages, current);
}

/* Undoes &amp;, and the backslash before a slash or quote. */
static struct str plain(struct str s, struct arena *arena)
{
	char *out;
	size_t n = 0;

	if (str_find(s, STR("&amp;"), 0) == STR_NONE && str_find(s, STR("\\"), 0) == STR_NONE)
		return s;
	out = ARENA_NEW(arena, char, s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && strchr("/\"'\\", s.p[i + 1]))
			continue;
		out[n++] = s.p[i];
		if (str_starts(str_sub(s, i, 5), STR("&amp;")))
			i += 4;
	}
	return (struct str){ out, n };
}

/* The text between two marks, or empty. */
static struct str between(struct str s, struct str open, struct str close)
{
	size_t from = str_find(s, open, 0), to;

	if (from == STR_NONE)
		return (struct str){ NULL, 0 };
	from += open.n;
	to = str_find(s, close, from);
	return to == STR_NONE ? (struct str){ NULL, 0 } : str_sub(s, from, to - from);
}

static size_t count(struct str s, struct str what)
{
	size_t n = 0;

	for (size_t at = str_find(s, what, 0); at != STR_NONE; at = str_find(s, what, at + what.n))
		n++;
	return n;
}

/* The number behind a parameter's name in a query, or -1. */
static long parameter(struct str query, struct str name)
{
	for (size_t at = str_find(query, name, 0); at != STR_NONE;
	     at = str_find(query, name, at + 1))
		if (at == 0 || query.p[at - 1] == '&')
			return number(str_sub(query, at + name.n, 20));
	return -1;
}

/*
 * <datastore>: after the rows at hand come those of the nextgroup URL. Servers
 * go by page= in it or by the range that is added, so each answer is asked for
 * the range after it, never for all ranges at once.
 */
static void datastore(struct pager *p, struct str script, const struct url *page)
{
	struct str group = between(script, STR("<nextgroup>"), STR("</nextgroup>"));
	struct str href = between(group, STR("href=\""), STR("\""));
	long total = number(between(script, STR("<totalrecord>"), STR("</totalrecord>")));
	long start = parameter(page->query, STR("startrecord="));
	long have = (long)count(script, STR("<record>"));
	long from = (start > 0 ? start : 1) + have;

	if (!href.n)
		href = between(group, STR("href='"), STR("'"));
	href = plain(href, p->arena);
	if (!href.n || !have)
		return;
	if (total < 0)
		total = value_of(script, STR("totalRecord"));
	if (total < 0)
		total = from + GROUP_ROWS - 1; /* not said: ask, an empty answer is the end */
	if (from > total)
		return;
	add(p,
	    arena_strf(p->arena, "%.*s%sstartrecord=%ld&endrecord=%ld&perpage=%d", STR_ARG(href),
		       str_find(href, STR("?"), 0) == STR_NONE ? "?" : "&", from,
		       from + GROUP_ROWS - 1 < total ? from + GROUP_ROWS - 1 : total, GROUP_ROWS));
}

/* {"classify":{"post_count":N},"articles":[...]}: pages by page=k; the first names all others. */
static void gkmlpt(struct pager *p, struct str script, const struct url *page)
{
	long total = value_of(script, STR("post_count"));
	long rows = (long)count(script, STR("\"url\":"));

	if (parameter(page->query, STR("page=")) <= 1 && rows > 0 && total > rows)
		add_query(p, page, "page", (total + rows - 1) / rows, 1);
}

/* The number of a page in an escaped or plain paramJson={"pageNo":2,...}; *at: of its digits. */
static long page_number(size_t *at, struct str query)
{
	size_t from = str_find(query, STR("pageNo"), 0);

	if (from == STR_NONE || str_find(query, STR("paramJson="), 0) == STR_NONE)
		return -1;
	from += STR("pageNo").n; /* what stands before the digits: ":  %22%3A  \": */
	while (from < query.n && query.p[from] && strchr("%\":\\ ", query.p[from]))
		from += query.p[from] == '%' ? 3 : 1;
	if (from > query.n)
		return -1;
	*at = from;
	return number(str_sub(query, from, 10));
}

/* What stands between quotes, or blanks, around `at`; *end: where it ends. */
static struct str quoted_around(size_t *end, struct str script, size_t at)
{
	size_t from = at;
	char quote;

	while (from > 0 && script.p[from - 1] != '"' && script.p[from - 1] != '\'' &&
	       script.p[from - 1] > ' ')
		from--;
	quote = (char)(from > 0 ? script.p[from - 1] : ' ');
	for (*end = at; *end < script.n && script.p[*end] != quote && script.p[*end] != '\n';
	     ++*end)
		*end += script.p[*end] == '\\';
	return str_sub(script, from, *end - from);
}

/*
 * jpaas: the first page's script has the URL of the second, an answer that has rows
 * is followed by the next. A bare pageNo= is not heard: it has to be in paramJson.
 */
static void jpaas(struct pager *p, struct str script, const struct url *page)
{
	const struct str unit = STR("/jpaas-publish-server/front/page/build/unit?");
	size_t at = str_find(script, unit, 0), digits, end;
	long k = page_number(&digits, page->query);

	if (k > 0 && k < PAGER_MAX_PAGES &&
	    str_find(page->path, str_sub(unit, 0, unit.n - 1), 0) != STR_NONE) {
		if (count(script, STR("href=")) == 0)
			return; /* behind the last */
		for (end = digits; end < page->query.n && is_digit(page->query.p[end]); end++)
			;
		add(p, arena_strf(p->arena, "%.*s?%.*s%ld%.*s", STR_ARG(page->path),
				  STR_ARG(str_sub(page->query, 0, digits)), k + 1,
				  STR_ARG(str_sub(page->query, end, page->query.n))));
		return;
	}
	while (at != STR_NONE && p->n < PAGER_MAX_PAGES) {
		struct str url = plain(quoted_around(&end, script, at), p->arena);

		if (url.n < MAX_UNIT_BYTES && page_number(&digits, url) > 0)
			add(p, url);
		at = str_find(script, unit, end);
	}
}

/* truecms: rows by JSONP, getMessage.do?startrecord=..&endrecord=..&perpage=..&columnId=.. */
static void truecms(struct pager *p, struct str script, const struct url *page)
{
	const struct str door = STR("messageController/getMessage.do");
	long total = value_of(script, STR("total")),
	     start = parameter(page->query, STR("startrecord=")), per;
	struct str rest;

	if (str_find(page->path, door, 0) == STR_NONE || start < 1)
		return;
	per = parameter(page->query, STR("perpage="));
	if (per < 1 || total < start + per)
		return;
	rest = query_without(query_without(page->query, STR("startrecord"), p->arena),
			     STR("endrecord"), p->arena);
	add(p, arena_strf(p->arena, "%.*s?startrecord=%ld&endrecord=%ld&%.*s", STR_ARG(page->path),
			  start + per, start + 2 * per - 1 < total ? start + 2 * per - 1 : total,
			  STR_ARG(str_sub(rest, 0, rest.n ? rest.n - 1 : 0))));
}

void pager_from_script(struct pager *p, struct str script, const struct url *page)
{
	const struct str call = STR("createPageHTML"), plugin = STR(".pagination(");
	struct str stem, ext;
	bool found = false;
	int tries = 0;

	for (size_t at = str_find(script, call, 0); at != STR_NONE && !found && tries < MAX_TRIES;
	     at = str_find(script, call, at + call.n), tries++)
		found = create_page(p, script, at + call.n);
	if (!found && value_of(script, STR("countPage")) > 0) { /* the call was expanded in place */
		own_name(&stem, &ext, page);
		add_numbered(p, stem, ext, 0, value_of(script, STR("countPage")) - 1,
			     value_of(script, STR("currentPage")));
	}
	for (size_t at = str_find(script, plugin, 0); at != STR_NONE && p->n < PAGER_MAX_PAGES;
	     at = str_find(script, plugin, at + plugin.n))
		pagination(p, script, at, page);
	if (str_find(script, STR("<nextgroup>"), 0) != STR_NONE)
		datastore(p, script, page);
	if (str_find(page->path, STR("/gkmlpt/api/all/"), 0) != STR_NONE)
		gkmlpt(p, script, page);
	jpaas(p, script, page);
	truecms(p, script, page);
}
