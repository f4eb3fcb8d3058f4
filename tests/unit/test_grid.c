#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "extract/grid.h"

/*
 * Tables are written the way a person would draw them: cells split by '|', rows
 * by '/', row groups by '#', and a span after ':' as ROWSxCOLS. A row of "-" has
 * no cells. Output marks copies with ' and places without a cell with ~.
 */
static const struct {
	const char *name, *in, *want;
} cases[] = {
	{ "plain", "a|b/c|d", "a|b/c|d" },
	{ "colspan", "a:1x2/c|d", "a|'/c|d" },
	{ "rowspan", "a:2x1|b/d", "a|b/'|d" },
	{ "both", "a:2x2|b/c/d|e|f", "a|'|b/'|'|c/d|e|f" },
	{ "a short row leaves holes", "a|b|c/d", "a|b|c/d|~|~" },
	{ "a long row widens the table", "a/b|c", "a|~/b|c" },
	{ "a span past the bottom is cut", "a:9x1|b", "a|b" },
	{ "a span ends with its group", "a:9x1|b#c|d", "a|b/c|d" },
	{ "zero rowspan reaches the end of the group", "a:0x1|b/c#d|e", "a|b/'|c/d|e" },
	{ "zero colspan reads as one", "a:1x0|b", "a|b" },
	{ "the first claim keeps the place", "a|b|c:2x1/d:1x3", "a|b|c/d|'|' overlapped" },
	{ "a long span outlives a short one that ran into it", "a|b:3x1/c:1x2/d|e",
	  "a|b|~/c|'|~/d|'|e overlapped" },
	{ "a row without cells is a row", "a/-/b", "a/~/b" },
	{ "a row without cells at the end", "a|b/-", "a|b/~|~" },
	{ "a row only covered from above is a row", "a:2x1|b:2x1/-", "a|b/'|'" },
	{ "columns in which no cell starts go", "a:1x3|b/c:1x3|d", "a|b/c|d" },
	{ "a wide head over narrow cells stays wide", "a:1x340/b|c", "a|'/b|c clipped" },
	{ "staircase", "a:3x1|b:2x1|c/d/e|f", "a|b|c/'|'|d/'|e|f" },
	{ "empty cells are cells", "|/a|", "|/a|" },
};

static size_t draw_in(struct grid_src_cell *out, uint32_t *n_rows, const char *p)
{
	size_t n = 0, group = 0;

	*n_rows = 0;
	for (;;) {
		size_t len = strcspn(p, "|/:#");
		char end;

		if (len != 1 || *p != '-')
			out[n++] = (struct grid_src_cell){ { p, len }, *n_rows, 0, 1, 1 };
		p += len;
		if (*p == ':') {
			int used = 0;

			sscanf(p, ":%ux%u%n", &out[n - 1].row_span, &out[n - 1].col_span, &used);
			p += used;
		}
		end = *p++;
		if (end != '|')
			++*n_rows;
		if (end == '#' || end == '\0')
			for (; group < n; group++)
				out[group].group_end = *n_rows;
		if (end == '\0')
			return n;
	}
}

static void draw_out(char *buf, size_t size, const struct grid *g)
{
	size_t n = 0;

	for (size_t r = 0; r < g->rows; r++) {
		for (size_t c = 0; c < g->cols; c++) {
			const struct cell *cell = grid_at(g, r, c);
			const char *before = c ? "|" : r ? "/" : "";

			if (cell->is_copy || cell->is_hole)
				n += (size_t)snprintf(buf + n, size - n, "%s%s", before,
						      cell->is_copy ? "'" : "~");
			else
				n += (size_t)snprintf(buf + n, size - n, "%s%.*s", before,
						      STR_ARG(cell->text));
		}
	}
	snprintf(buf + n, size - n, "%s%s", g->overlapped ? " overlapped" : "",
		 g->clipped ? " clipped" : "");
}

static void test_grid_build(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct grid_src_cell src[32];
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct grid g;
		char got[256] = "";
		uint32_t n_rows;
		size_t n = draw_in(src, &n_rows, cases[i].in);

		print_message("  case: %s\n", cases[i].name);
		assert_int_equal(grid_build(&g, src, n, n_rows, &arena, &e), 0);
		draw_out(got, sizeof(got), &g);
		assert_string_equal(got, cases[i].want);
		arena_release(&arena);
	}
}

static void test_grid_anchors(void **state)
{
	struct grid_src_cell src[] = { { STR("a"), 0, 0, 2, 2 },
				       { STR("b"), 0, 0, 1, 1 },
				       { STR("c"), 1, 0, 1, 1 },
				       { STR("d"), 2, 0, 1, 1 },
				       { STR("e"), 2, 0, 1, 1 } };
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct grid g;

	(void)state;
	assert_int_equal(grid_build(&g, src, countof(src), 3, &arena, &e), 0);
	assert_int_equal(grid_at(&g, 1, 1)->row, 0);
	assert_int_equal(grid_at(&g, 1, 1)->col, 0);
	assert_true(str_eq(grid_at(&g, 1, 1)->text, STR("a")));
	assert_int_equal(grid_at(&g, 1, 2)->row, 1);
	assert_int_equal(grid_at(&g, 1, 2)->col, 2);
	arena_release(&arena);
}

static void test_grid_limits(void **state)
{
	static const struct {
		const char *name;
		size_t n;
		uint32_t per_row, n_rows;
		enum err_code want;
	} bad[] = {
		{ "no cells", 0, 1, 0, ERR_FORMAT },
		{ "no cells but rows", 0, 1, 3, ERR_FORMAT },
		{ "as many rows as there may be", GRID_MAX_ROWS, 1, 0, ERR_NONE },
		{ "one row more", GRID_MAX_ROWS + 1, 1, 0, ERR_LIMIT },
		{ "rows that hold nothing count too", 1, 1, GRID_MAX_ROWS + 1, ERR_LIMIT },
		{ "too many places", GRID_MAX_ROWS * 100, 100, 0, ERR_LIMIT },
	};

	(void)state;
	for (size_t i = 0; i < countof(bad); i++) {
		struct grid_src_cell *src = test_calloc(bad[i].n + 1, sizeof(struct grid_src_cell));
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct grid g = { .block = 7 };

		print_message("  case: %s\n", bad[i].name);
		for (size_t k = 0; k < bad[i].n; k++)
			src[k] = (struct grid_src_cell){ .row = (uint32_t)k / bad[i].per_row,
							 .row_span = 1,
							 .col_span = 1 };
		assert_int_equal(grid_build(&g, src, bad[i].n, bad[i].n_rows, &arena, &e),
				 bad[i].want ? -1 : 0);
		assert_int_equal(e.code, bad[i].want);
		if (bad[i].want)
			assert_int_equal(g.block, 7);
		arena_release(&arena);
		test_free(src);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grid_build),
		cmocka_unit_test(test_grid_anchors),
		cmocka_unit_test(test_grid_limits),
	};

	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
