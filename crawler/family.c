#include "crawler/family.h"

#include <stddef.h>

#include "base/attrs.h"

/*
 * Shapes of the end of a path, without extension.
 *
 *	9   one digit		#   one or more digits
 *	X   16 or more of 0-9 a-f and "-"
 *	*   anything but "/", up to the next "/" or the end
 *	~   18 or 19 digits
 */
static const struct {
	const char *family, *shape, *extension; /* extension NULL: of a page, or none */
} shapes[] = {
	{ "A", "/t99999999_#", NULL },
	{ "A", "/t9999_#", NULL },
	{ "A", "/t#_#_#", NULL },
	{ "A", "/t#_#", NULL },
	{ "A", "/t#", NULL },
	{ "A", "/t_#", NULL },
	{ "B", "/art/9999/#/#/art_#_#", NULL },
	{ "B", "/art/9999/art_X", NULL },
	{ "B", "/art/9999/#/#/art_*", NULL },
	{ "B", "/art/9999/#/art_*", NULL },
	{ "D", "/content/post_#", NULL },
	{ "D", "/content/mpost_#", NULL },
	{ "D", "/gkmlpt/content/#/#/post_#", NULL },
	{ "J", "/columns/X/999999/99/X", NULL },
	{ "J", "/col/#/9999/99/99/#", NULL },
	{ "C", "/999999/X", NULL },
	{ "C", "/999999/c99_#", NULL },
	{ "C", "/9999/#/#/X", NULL },
	{ "E", "/public/#/#", NULL },
	{ "E", "/public/content/#", NULL },
	{ "F", "/XxgkAnnualReport/show/#", NULL },
	{ "F", "/OpennessAnnualReport/show/#", NULL },
	{ "F", "/Xxgknb/show/#", NULL },
	{ "F", "/openness/detail/annual_report/X", NULL },
	{ "G", "/99999999/X", NULL },
	{ "I", "/info/#/#", NULL },
	{ "K", "/#", ".jhtml" },
	{ "L", "/content_#", NULL },
	{ "Q", "/cms/html/*/9999-99-99/#", NULL },
	{ "S", "/9999/99-99/#", NULL },
	{ "T", "/c#/99999999/i#", NULL },
	{ "U", "/doc_X", NULL },
	{ "W", "/doc/9999/99/99/#", NULL },
	{ "W", "/c/9999-99-99/#", NULL },
	{ "W", "/9999-99/99/article_*", NULL },
	{ "W", "/contents/#/#", NULL },
	{ "N", "/Content-#", NULL },
	{ "O", "/xxgk-show-#", NULL },
	{ "P", "/show/X", NULL },
	{ "P", "/show/#", NULL },
	{ "P", "/News/Detail/#", NULL },
	{ "Z", "/Home/Article/detail/id/#", NULL },
	{ "Z", "/single/#/#", NULL },
	{ "Z", "/description/#", NULL },
	{ "Z", "/-/articles/#", NULL },
	{ "Z", "/articles/#", NULL },
	{ "L", "/content/9999/#", NULL },
	{ "L", "/content/#", NULL },
	{ "B2", "/content/X", NULL },
	{ "R", "/html/#/#", NULL },
	{ "R", "/html/*/999999/#", NULL },
	{ "M", "/~", NULL },
	{ "M", "/X", NULL },
};

static const struct str page_extensions[] = { STR_INIT(".html"), STR_INIT(".shtml"),
					      STR_INIT(".htm"),  STR_INIT(".jhtml"),
					      STR_INIT(".jsp"),  STR_INIT(".aspx"),
					      STR_INIT(".php") };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || c == '-';
}

/* Bytes of `s` that a run of one kind takes from the front; 0 when it is not there. */
static size_t run_length(char kind, struct str s)
{
	size_t n = 0;

	switch (kind) {
	case '9':
		return s.n && is_digit(s.p[0]);
	case '#':
	case '~':
		while (n < s.n && is_digit(s.p[n]))
			n++;
		return kind == '~' && n != 18 && n != 19 ? 0 : n;
	case 'X':
		while (n < s.n && is_hex(s.p[n]))
			n++;
		return n >= 16 ? n : 0;
	case '*':
		while (n < s.n && s.p[n] != '/')
			n++;
		return n;
	default:
		return s.n && s.p[0] == kind;
	}
}

static bool matches(struct str s, const char *shape)
{
	size_t at = 0;

	for (; *shape; shape++) {
		size_t n = run_length(*shape, str_sub(s, at, s.n));

		if (n == 0)
			return false;
		at += n;
	}
	return at == s.n;
}

#define MAX_SEGMENTS 8 /* of a shape */

/* tails[n] is the last `n` segments of a path; fewer when it has not as many. */
static void cut_tails(struct str tails[MAX_SEGMENTS], struct str path)
{
	size_t n = 1;

	for (size_t at = path.n; at > 0 && n < MAX_SEGMENTS; at--)
		if (path.p[at - 1] == '/')
			tails[n++] = str_sub(path, at - 1, path.n);
	for (; n < MAX_SEGMENTS; n++)
		tails[n] = (struct str){ NULL, 0 };
}

static size_t count_slashes(const char *shape)
{
	size_t n = 0;

	for (; *shape; shape++)
		n += *shape == '/';
	return n;
}

static bool query_has(struct str query, struct str pair)
{
	size_t at = str_find(query, pair, 0);

	return at != STR_NONE && (at == 0 || query.p[at - 1] == '&');
}

/* Families that tell their articles by the query. */
static const char *by_query(const struct url *u)
{
	if (str_find(u->path, STR("xxgkAnnualReport.jsp"), 0) != STR_NONE)
		return query_has(u->query, STR("fbtime=")) ? "B" : NULL;
	if (str_find(u->path, STR("/public/column/"), 0) != STR_NONE)
		return query_has(u->query, STR("type=3")) &&
				       query_has(u->query, STR("action=detail"))
			       ? "E"
			       : NULL;
	if (query_has(u->query, STR("infoid=")) || query_has(u->query, STR("infoGuid=")))
		return "G";
	if (query_has(u->query, STR("nbYear=")) || query_has(u->query, STR("aid=")) ||
	    query_has(u->query, STR("articleKey=")) || query_has(u->query, STR("article=")))
		return "X";
	return NULL;
}

const char *family_of_article(const struct url *u)
{
	struct str path = u->path, extension = { NULL, 0 }, tails[MAX_SEGMENTS];
	const char *family = by_query(u);

	for (size_t i = 0; i < countof(page_extensions) && !extension.n; i++)
		if (str_ends(path, page_extensions[i]))
			extension = page_extensions[i];
	path.n -= extension.n;
	cut_tails(tails, path);
	for (size_t i = 0; i < countof(shapes) && !family; i++) {
		if (shapes[i].extension && !str_eq(extension, str_c(shapes[i].extension)))
			continue;
		if (matches(tails[count_slashes(shapes[i].shape)], shapes[i].shape))
			family = shapes[i].family;
	}
	return family;
}

static const struct str attachments[] = {
	STR_INIT("pdf"), STR_INIT("docx"), STR_INIT("doc"), STR_INIT("xlsx"), STR_INIT("xls"),
	STR_INIT("wps"), STR_INIT("et"),   STR_INIT("ofd"), STR_INIT("zip"),  STR_INIT("rar"),
	STR_INIT("csv"), STR_INIT("rtf"),  STR_INIT("ceb"), STR_INIT("7z"),
};

/* Scripts that hand out files, whatever the URL ends in. */
static const struct str downloads[] = {
	STR_INIT("/downfile.jsp"),           STR_INIT("/download.jsp"),
	STR_INIT("/downloadZtbAttach.jspx"), STR_INIT("/_content/download.jsp"),
	STR_INIT("/DownloadAttach"),
};

static struct str extension_of(struct str s)
{
	for (size_t i = 0; i < countof(attachments); i++) {
		size_t n = attachments[i].n;

		if (s.n > n && s.p[s.n - n - 1] == '.' &&
		    str_eq_nocase(str_sub(s, s.n - n, n), attachments[i]))
			return attachments[i];
	}
	return (struct str){ NULL, 0 };
}

struct str family_attachment(const struct url *u)
{
	struct str found = extension_of(u->path), rest = u->query;

	while (!found.n && rest.n) { /* filename=....pdf&... */
		size_t end = str_find(rest, STR("&"), 0);

		found = extension_of(str_sub(rest, 0, end));
		rest = end == STR_NONE ? (struct str){ NULL, 0 } : str_sub(rest, end + 1, rest.n);
	}
	for (size_t i = 0; i < countof(downloads) && !found.n; i++)
		if (str_find(u->path, downloads[i], 0) != STR_NONE)
			found = STR("file");
	return found;
}
