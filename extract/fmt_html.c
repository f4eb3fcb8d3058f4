#include "extract/fmt_html.h"
#include "base/attrs.h"
#include "extract/html_gumbo.h"
#include "extract/html_plain.h"
#include "extract/html_scan.h"
#include "extract/html_shell.h"
#include "extract/html_walk.h"
#include "extract/metabox.h"
#include "extract/page_build.h"

/* Bytes an <html> or a doctype may stand behind comments, BOMs and white space. */
#define BID_BYTES 1024

/* `what` at `at`, in any case. NUL bytes are passed over, so that UTF-16 is seen. */
static bool reads_as(struct str head, size_t at, struct str what)
{
	for (size_t i = 0; i < what.n; at++) {
		char c;

		if (at >= head.n)
			return false;
		c = head.p[at];
		if (c == '\0')
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != what.p[i++])
			return false;
	}
	return true;
}

static int bid_at(struct str head, size_t at, const struct str *marks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (reads_as(head, at, marks[i]))
			return (int)marks[i].n * 8;
	return 0;
}

/*
 * A whole page says so near its front. Parts of pages, as saved or answered by
 * scripts, have tags that ordinary text has not.
 */
static int html_bid(struct str head)
{
	static const struct str page[] = {
		STR_INIT("<!doctype html"),
		STR_INIT("<html"),
		STR_INIT("<head"),
		STR_INIT("<body"),
	};
	static const struct str part[] = {
		STR_INIT("<table"),    STR_INIT("<div"),   STR_INIT("<span"),
		STR_INIT("<meta"),     STR_INIT("<font"),  STR_INIT("<td"),
		STR_INIT("<tr"),       STR_INIT("<ul"),    STR_INIT("<ol"),
		STR_INIT("<li"),       STR_INIT("<dl"),    STR_INIT("<script"),
		STR_INIT("<frameset"), STR_INIT("<title"), STR_INIT("<center"),
		STR_INIT("<strong"),   STR_INIT("<form"),  STR_INIT("<iframe"),
		STR_INIT("<img"),      STR_INIT("<h1"),    STR_INIT("<h2"),
		STR_INIT("<h3"),       STR_INIT("<br"),    STR_INIT("<p>"),
		STR_INIT("<p "),       STR_INIT("</p>"),   STR_INIT("<a "),
		STR_INIT("<b>"),
	};
	int best = 0;

	if (format_recognise(head))
		return 0;
	for (size_t at = 0; at < head.n; at++) {
		int bid;

		if (head.p[at] != '<')
			continue;
		bid = at < BID_BYTES ? bid_at(head, at, page, countof(page)) : 0;
		if (bid)
			return bid;
		if (!best)
			best = bid_at(head, at, part, countof(part));
	}
	return best;
}

/* var pubdata='2020年08月28日' */
static void script_metas(struct page_builder *b, struct str script)
{
	static const struct str names[] = { STR_INIT("pubdata"), STR_INIT("pubdate"),
					    STR_INIT("publishtime") };
	size_t at = 0;

	while ((at = str_find(script, STR("var "), at)) != STR_NONE) {
		struct str rest = str_trim(str_sub(script, at += 4, 200));

		for (size_t i = 0; i < countof(names); i++) {
			struct meta meta = {
				META_SCRIPT, names[i], { NULL, 0 }, (uint32_t)b->page->n_blocks
			};
			struct str value = str_trim(str_sub(rest, names[i].n, rest.n));
			size_t end;

			if (!str_eq_nocase(str_sub(rest, 0, names[i].n), names[i]) ||
			    !str_starts(value, STR("=")))
				continue;
			value = str_trim(str_sub(value, 1, value.n));
			if (value.n < 2 || (value.p[0] != '\'' && value.p[0] != '"'))
				continue;
			end = str_find(value, str_sub(value, 0, 1), 1);
			if (end == STR_NONE || end == 1)
				continue;
			meta.content = arena_str(b->arena, str_sub(value, 1, end - 1));
			page_add_meta(b, &meta);
		}
	}
}

/* The source's tree, and what lies beside it. */
static int read_tree(struct html_tree *tree, struct html_aside *aside, struct str source,
		     enum html_way way, struct arena *arena, struct err *e)
{
	struct html_scan scan;

	if (way == HTML_WAY_ANY && !html_plain(tree, aside, source, arena))
		return 0;
	if (html_scan(&scan, source, way != HTML_WAY_WHOLE, arena, e) ||
	    html_gumbo(tree, scan.html, HTML_MAX_TREE_BYTES, arena, e))
		return -1;
	*aside = scan.aside;
	return 0;
}

int html_extract_page(struct page *out, struct str source, enum html_way way, struct arena *arena,
		      struct err *e)
{
	struct arena scratch = arena_within(arena);
	struct page_builder b;
	struct html_tree tree;
	struct html_aside aside;
	int rc = -1;

	if (source.n > HTML_MAX_BYTES)
		return err_set(e, ERR_LIMIT, "page has %zu bytes, limit %u", source.n,
			       HTML_MAX_BYTES);
	source = html_shell(source, arena);
	page_build_init(&b, out, arena);
	if (read_tree(&tree, &aside, source, way, &scratch, e) || html_walk(&b, &tree, &scratch, e))
		goto out;
	out->truncated = aside.truncated;
	for (size_t i = 0; i < aside.n_scripts; i++) {
		page_add_script(&b, aside.scripts[i]);
		script_metas(&b, aside.scripts[i]);
	}
	metabox_read(&b);
	rc = page_build_end(&b, e);
out:
	arena_release(&scratch);
	return rc;
}

static int html_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	return html_extract_page(out, doc->text, HTML_WAY_ANY, arena, e);
}

const struct format fmt_html = { "html", true, html_bid, html_extract };
