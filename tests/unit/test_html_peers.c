/* Other people's tables and pages, where they are at hand. */
#include "tests/unit/harness.h"

#include <dirent.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/doc.h"
#include "extract/fmt_html.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "tests/unit/shared.h"

/* The end of the JSON string or number array that begins at `at`. */
static size_t skip_string(struct str s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		if (s.p[at] == '\\')
			at++;
	return at + 1;
}

static void add_plain(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!strchr(" \t\n", text.p[i]))
			buf_addc(out, text.p[i]);
}

/* Grids as text, cells as "a|", holes "~|", rows "/"; white space is left out. */
static void expected(struct buf *out, struct str json, const bool *keep_row, const bool *keep_col,
		     struct arena *arena)
{
	size_t at = str_find(json, STR("\"grid\": ["), 0), row = 0;

	at += strlen("\"grid\": [");
	while (at < json.n && json.p[at] != ']') {
		size_t col = 0;

		if (json.p[at] != '[') {
			at++;
			continue;
		}
		for (at++; json.p[at] != ']';) {
			struct str text = { NULL, 0 };
			size_t from = at;
			bool kept = keep_row[row] && keep_col[col];

			if (json.p[at] == '"') {
				struct str one;

				at = skip_string(json, at);
				one = arena_strf(arena, "\"x\": %.*s", (int)(at - from),
						 json.p + from);
				assert_true(shared_json(&text, one, "x", arena));
				if (kept) {
					add_plain(out, text);
					buf_addc(out, '|');
				}
				col++;
			} else if (json.p[at] == 'n') {
				at += 4;
				if (kept)
					buf_add(out, STR("~|"));
				col++;
			} else {
				at++;
			}
		}
		at++;
		if (keep_row[row++])
			buf_addc(out, '/');
	}
}

static void got(struct buf *out, const struct grid *g)
{
	for (size_t r = 0; r < g->rows; r++) {
		for (size_t c = 0; c < g->cols; c++) {
			if (grid_at(g, r, c)->is_hole)
				buf_addc(out, '~');
			add_plain(out, grid_at(g, r, c)->text);
			buf_addc(out, '|');
		}
		buf_addc(out, '/');
	}
}

/* Numbers of the JSON array `key`, which holds numbers or arrays: the one at `place` in each. */
static void mark(bool *marks, size_t n, struct str json, const char *key, size_t place)
{
	struct str open = str_c(key);
	size_t at = str_find(json, open, 0), depth = 0, index = 0;

	if (at == STR_NONE)
		return;
	for (at += open.n - 1; at < json.n; at++) {
		char c = json.p[at];

		if (c == '"') {
			at = skip_string(json, at) - 1;
		} else if (c == '[') {
			depth++;
			index = 0;
		} else if (c == ']') {
			if (--depth == 0)
				return;
		} else if (c == ',' && depth == 2) {
			index++;
		} else if (c >= '0' && c <= '9') {
			size_t value = strtoul(json.p + at, NULL, 10);

			while (json.p[at + 1] >= '0' && json.p[at + 1] <= '9')
				at++;
			if ((depth == 1 || index == place) && value < n)
				marks[value] = true;
		}
	}
}

#define MOST 2048

static void compare(struct str json, struct str id, struct arena *arena)
{
	static bool rows[MOST], cols[MOST];
	struct err e = { 0 };
	struct page page;
	struct buf want, have;
	struct str html;

	/* Rows that no <tr> made are not drawn, columns in which no cell starts trimmed. */
	memset(rows, str_find(json, STR("\"tr_rows\""), 0) == STR_NONE, sizeof(rows));
	memset(cols, str_find(json, STR("\"cells\""), 0) == STR_NONE, sizeof(cols));
	mark(rows, MOST, json, "\"tr_rows\": [", 0);
	mark(cols, MOST, json, "\"cells\": [", 1);
	assert_true(shared_json(&html, json, "html", arena));
	assert_int_equal(html_extract_page(&page, html, HTML_WAY_ANY, arena, &e), 0);
	buf_init(&want, 1 << 20);
	buf_init(&have, 1 << 20);
	expected(&want, json, rows, cols, arena);
	if (page.n_grids)
		got(&have, &page.grids[0]);
	buf_addc(&want, '\0');
	buf_addc(&have, '\0');
	if (strcmp(want.p, have.p) != 0)
		print_message("  case: %.*s\n", STR_ARG(id));
	assert_string_equal(have.p, want.p);
	buf_release(&want);
	buf_release(&have);
}

/*
 * Two of pandas' cases want more than we draw: p11 a column in which no cell
 * starts, p13 rows that no <tr> made.
 */
static bool differs(struct str id)
{
	return str_eq(id, STR("p11")) || str_eq(id, STR("p13"));
}

static size_t compare_all(const char *path)
{
	struct arena file = { 0 };
	struct str rest, line, id;
	size_t n = 0;

	if (!shared_read(&rest, path, &file))
		return 0;
	while (shared_line(&line, &rest)) {
		struct arena arena = { 0 };

		if (shared_json(&id, line, "id", &arena) && !differs(id)) {
			compare(line, id, &arena);
			n++;
		}
		arena_release(&arena);
	}
	arena_release(&file);
	return n;
}

static void test_tables(void **state)
{
	size_t n = compare_all(SHARED "peers/table/cases.jsonl");

	(void)state;
	if (n == 0) {
		print_message("skipped: no " SHARED "peers/table\n");
		skip();
	}
	/* p13 keeps rows that exist only through a rowspan; the standard's readers do not draw
	 * them. */
	n += compare_all(SHARED "peers/table/pandas.jsonl");
	print_message("  %zu tables\n", n);
	assert_int_equal(n, 78);
}

/* The same page from the source as it is and as it is cut. */
static void read_sample(struct str bytes)
{
	static const struct doc_hint none;
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct doc doc;
	struct page page;
	struct buf cut, whole;

	assert_int_equal(doc_open(&doc, bytes, &none, &arena, &e), 0);
	assert_string_equal(doc.format->name, "html");
	buf_init(&cut, 16 << 20);
	buf_init(&whole, 16 << 20);
	assert_int_equal(html_extract_page(&page, doc.text, HTML_WAY_ANY, &arena, &e), 0);
	page_print(&cut, &page);
	assert_int_equal(html_extract_page(&page, doc.text, HTML_WAY_WHOLE, &arena, &e), 0);
	page_print(&whole, &page);
	assert_true(cut.n > 10);
	assert_true(str_eq(buf_str(&cut), buf_str(&whole)));
	buf_release(&cut);
	buf_release(&whole);
	arena_release(&arena);
}

static void test_samples(void **state)
{
	DIR *dir = opendir(SHARED "html_samples");
	struct dirent *d;
	size_t n = 0;

	(void)state;
	if (!dir) {
		print_message("skipped: no " SHARED "html_samples\n");
		skip();
	}
	while ((d = readdir(dir))) {
		struct arena arena = { 0 };
		struct str bytes;

		if (!strstr(d->d_name, ".htm"))
			continue;
		print_message("  file: %s\n", d->d_name);
		assert_true(shared_read(
			&bytes, arena_strf(&arena, SHARED "html_samples/%s", d->d_name).p, &arena));
		if (bytes.n > 400)
			read_sample(bytes);
		arena_release(&arena);
		n++;
	}
	closedir(dir);
	assert_true(n > 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests_name("html_peers", tests, NULL, NULL);
}
