/*
 * plain FILE...: which HTML documents are read by the plain way, and why the others are not.
 * For growing what is plain by what is frequent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/html_plain.h"
#include "extract/html_shell.h"
#include "tests/unit/shared.h"

#define MOST_REASONS 64

struct count {
	const char *why;
	size_t n;
};

static void add(struct count *counts, size_t *n, const char *why)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(counts[i].why, why) == 0) {
			counts[i].n++;
			return;
		}
	if (*n < MOST_REASONS)
		counts[(*n)++] = (struct count){ why, 1 };
}

/* NULL: plain; "" when it is no HTML. */
static const char *look_at(struct str bytes, struct arena *arena)
{
	struct doc_hint hint = { 0 };
	struct html_aside aside;
	struct html_tree tree;
	struct err e = { 0 };
	struct doc doc;

	if (doc_open(&doc, bytes, &hint, arena, &e) || strcmp(doc.format->name, "html") != 0)
		return "";
	return html_plain(&tree, &aside, html_shell(doc.text, arena), arena);
}

int main(int argc, char **argv)
{
	struct count counts[MOST_REASONS];
	size_t n = 0, plain = 0, all = 0;

	for (int i = 1; i < argc; i++) {
		struct arena arena = { 0 };
		struct str bytes;
		const char *why;

		(void)shared_read(&bytes, argv[i], &arena); /* no file: no HTML */
		why = look_at(bytes, &arena);

		if (!why || *why) {
			printf("%s\t%s\n", argv[i], why ? why : "plain");
			plain += !why;
			all++;
		}
		if (why && *why)
			add(counts, &n, why);
		arena_release(&arena);
	}
	printf("%zu of %zu are plain\n", plain, all);
	for (size_t i = 0; i < n; i++)
		printf("%6zu  %s\n", counts[i].n, counts[i].why);
	return 0;
}
