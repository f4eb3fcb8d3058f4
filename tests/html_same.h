#ifndef TESTS_HTML_SAME_H
#define TESTS_HTML_SAME_H

#include <stdio.h>

#include "extract/fmt_html.h"
#include "extract/html_gumbo.h"
#include "extract/html_plain.h"
#include "extract/html_scan.h"
#include "tests/html_tree_print.h"

#define HTML_PRINT_MAX_BYTES (256u << 20)

static inline bool html_same_print(struct str a, struct str b, const char *what)
{
	if (!str_eq(a, b))
		fprintf(stderr, "%s\n plain: %.*s\n gumbo: %.*s\n", what, STR_ARG(a), STR_ARG(b));
	return str_eq(a, b);
}

static inline bool html_same_tree(const struct html_tree *plain, const struct html_tree *gumbo)
{
	struct buf a, b;
	bool same;

	buf_init(&a, HTML_PRINT_MAX_BYTES);
	buf_init(&b, HTML_PRINT_MAX_BYTES);
	html_tree_print(&a, plain);
	html_tree_print(&b, gumbo);
	same = html_same_print(buf_str(&a), buf_str(&b), "the trees differ");
	buf_release(&a);
	buf_release(&b);
	return same;
}

static inline bool html_same_aside(const struct html_aside *plain, const struct html_aside *gumbo)
{
	bool same = plain->truncated == gumbo->truncated && plain->n_scripts == gumbo->n_scripts;

	if (!same)
		fputs("what is truncated, or the number of scripts, differs\n", stderr);
	for (size_t i = 0; same && i < plain->n_scripts; i++)
		same = html_same_print(plain->scripts[i], gumbo->scripts[i], "scripts differ");
	return same;
}

/*
 * Is the source's tree by the plain way the one that gumbo builds? True as well where there
 * is nothing to compare: *why then says why not, else it is NULL.
 */
static inline bool html_same(const char **why, struct str source, struct arena *arena)
{
	struct html_tree plain, gumbo;
	struct html_aside aside;
	struct html_scan scan;
	struct err e = { 0 };

	*why = html_plain(&plain, &aside, source, arena);
	if (*why)
		return true;
	if (html_scan(&scan, source, false, arena, &e) ||
	    html_gumbo(&gumbo, source, HTML_MAX_TREE_BYTES, arena, &e)) {
		*why = "more than gumbo is given";
		return true;
	}
	return html_same_tree(&plain, &gumbo) && html_same_aside(&aside, &scan.aside);
}

#endif
