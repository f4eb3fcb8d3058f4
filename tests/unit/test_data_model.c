#include "tests/unit/store_fixture.h"

#include <sqlite3.h>

/*
 * docs/data-model.md against the database: each table has its heading and each
 * column its row under it, and nothing else stands there. Its questions are asked.
 */

static char *text;

static int read_doc(void **state)
{
	FILE *f = fopen("docs/data-model.md", "rb");
	size_t n;

	(void)state;
	text = calloc(1, 1 << 18);
	if (!f || !text)
		return -1;
	n = fread(text, 1, (1 << 18) - 1, f);
	text[n] = '\0';
	fclose(f);
	return 0;
}

static int drop_doc(void **state)
{
	(void)state;
	free(text);
	return 0;
}

/* The part under "### ...name...", up to the next heading. */
static struct str part_of(const char *name)
{
	for (const char *at = strstr(text, "\n### "); at; at = strstr(at + 1, "\n### ")) {
		const char *line = at + 5, *end = strchr(line, '\n'), *next = strstr(end, "\n#");
		const char *found = strstr(line, name);
		size_t n = strlen(name);

		if (!found || found >= end || (found[n] != '\n' && found[n] != ','))
			continue;
		if (found != line && found[-1] != ' ')
			continue;
		return (struct str){ end, (size_t)((next ? next : end + strlen(end)) - end) };
	}
	fail_msg("no heading for the table %s", name);
	return (struct str){ 0 };
}

/* Whether a row of the part's table begins with `column`, maybe among others. */
static bool names(struct str part, const char *column)
{
	char want[80];

	snprintf(want, sizeof(want), "`%s`", column);
	for (size_t at = 0; (at = str_find(part, STR("\n| `"), at)) != STR_NONE; at++) {
		struct str row = str_sub(part, at + 2, part.n);
		struct str cell = str_sub(row, 0, str_find(row, STR(" | "), 0));

		if (str_find(cell, str_c(want), 0) != STR_NONE)
			return true;
	}
	return false;
}

static size_t count_names(struct str part)
{
	size_t n = 0;

	for (size_t at = 0; (at = str_find(part, STR("\n| `"), at)) != STR_NONE; at++) {
		struct str row = str_sub(part, at + 2, part.n);
		struct str cell = str_sub(row, 0, str_find(row, STR(" | "), 0));

		for (size_t i = 0; i < cell.n; i++)
			n += cell.p[i] == '`';
	}
	return n / 2;
}

static sqlite3 *open_database(const char *name)
{
	char path[128];
	struct store *s = NULL;
	sqlite3 *db = NULL;

	snprintf(path, sizeof(path), "%s/%s", fixture_dir, name);
	OK(store_open(&s, path, STORE_CREATE, bad));
	store_close(s);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static bool is_figure(sqlite3 *db, const char *column)
{
	sqlite3_stmt *st = NULL;
	bool found;

	sqlite3_prepare_v2(db, "SELECT 1 FROM cell_key WHERE column_name = ?1", -1, &st, NULL);
	sqlite3_bind_text(st, 1, column, -1, SQLITE_TRANSIENT);
	found = sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return found;
}

static void test_every_column_is_documented(void **state)
{
	sqlite3 *db = open_database("doc.db");
	sqlite3_stmt *tables = NULL;
	size_t n_tables = 0;

	(void)state;
	sqlite3_prepare_v2(db,
			   "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB"
			   " 'sqlite_*' ORDER BY name",
			   -1, &tables, NULL);
	for (; sqlite3_step(tables) == SQLITE_ROW; n_tables++) {
		const char *table = (const char *)sqlite3_column_text(tables, 0);
		struct str part = part_of(table);
		sqlite3_stmt *columns = NULL;
		size_t n = 0;

		sqlite3_prepare_v2(db, "SELECT name FROM pragma_table_info(?1)", -1, &columns,
				   NULL);
		sqlite3_bind_text(columns, 1, table, -1, SQLITE_TRANSIENT);
		while (sqlite3_step(columns) == SQLITE_ROW) {
			const char *column = (const char *)sqlite3_column_text(columns, 0);

			if (str_starts(str_c(table), STR("t_")) && is_figure(db, column))
				continue;
			if (!names(part, column))
				fail_msg("%s.%s is not documented", table, column);
			n++;
		}
		sqlite3_finalize(columns);
		if (count_names(part) != n)
			fail_msg("%s has %zu columns, its table in the document names %zu", table,
				 n, count_names(part));
	}
	assert_true(n_tables > 20);
	sqlite3_finalize(tables);
	sqlite3_close(db);
}

static void test_every_view_is_documented(void **state)
{
	sqlite3 *db = open_database("views.db");
	sqlite3_stmt *st = NULL;
	const char *part = strstr(text, "\n## Views");

	(void)state;
	assert_non_null(part);
	sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'view'", -1, &st, NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		char want[80];

		snprintf(want, sizeof(want), "`%s`", (const char *)sqlite3_column_text(st, 0));
		if (!strstr(part, want))
			fail_msg("the view %s is not documented", want);
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static void test_its_questions_can_be_asked(void **state)
{
	sqlite3 *db = open_database("questions.db");
	size_t n = 0;

	(void)state;
	for (const char *at = strstr(text, "```sql\n"); at; at = strstr(at + 1, "```sql\n"), n++) {
		sqlite3_stmt *st = NULL;
		const char *end = strstr(at + 7, "```");

		if (sqlite3_prepare_v2(db, at + 7, (int)(end - at - 7), &st, NULL) != SQLITE_OK)
			fail_msg("%s: %.*s", sqlite3_errmsg(db), (int)(end - at - 7), at + 7);
		assert_int_equal(sqlite3_step(st), sqlite3_column_count(st) ? SQLITE_DONE : 0);
		sqlite3_finalize(st);
	}
	assert_true(n >= 5);
	sqlite3_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_column_is_documented, read_doc,
						drop_doc),
		cmocka_unit_test_setup_teardown(test_every_view_is_documented, read_doc, drop_doc),
		cmocka_unit_test_setup_teardown(test_its_questions_can_be_asked, read_doc,
						drop_doc),
	};

	return cmocka_run_group_tests(tests, fixture_make_dir, fixture_drop_dir);
}
