#include "tests/unit/store_fixture.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const char *path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", fixture_dir, name);
	return path;
}

static void write_file(const char *path, const char *text, size_t n)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fwrite(text, 1, n, f);
	fclose(f);
}

static void exec(const char *path, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void make(const char *path)
{
	struct store *s = NULL;

	OK(store_open(&s, path, STORE_CREATE, bad));
	store_close(s);
}

static void make_text(const char *path)
{
	static const char text[] = "No database: a page of text that somebody passed by mistake. "
				   "It is longer than the header of a database would be, so that "
				   "nobody can say that it was too short to be looked at.";

	write_file(path, text, sizeof(text));
}

static void make_newer(const char *path)
{
	make(path);
	exec(path, "PRAGMA user_version = 999");
}

static void make_foreign(const char *path)
{
	exec(path, "CREATE TABLE theirs (a)");
}

static void make_empty(const char *path)
{
	write_file(path, "", 0);
}

static void make_absurd(const char *path)
{
	make(path);
	exec(path, "UPDATE cell_key SET slot = 1 << 40 WHERE key = 'rev_total'");
}

static void make_absurd_rule(const char *path)
{
	make(path);
	exec(path, "UPDATE rule_key SET slot = 1 << 40 WHERE rule = 'T3_BALANCE'");
}

static void make_damaged(const char *path)
{
	static const char junk[3000] = "junk";
	struct stat st;
	FILE *f;

	make(path);
	assert_int_equal(stat(path, &st), 0);
	f = fopen(path, "r+b");
	assert_non_null(f);
	for (long at = 4096 + 100; at + 3000 < st.st_size; at += 4096) {
		fseek(f, at, SEEK_SET);
		fwrite(junk, 1, sizeof(junk), f);
	}
	fclose(f);
}

static const struct {
	const char *name;
	void (*make)(const char *path);
	enum store_mode mode;
	enum err_code want;
	const char *says;
} refusals[] = {
	{ "no such file to read", NULL, STORE_READ, ERR_IO, "no such database" },
	{ "no such file to write", NULL, STORE_WRITE, ERR_IO, "no such database" },
	{ "a text file", make_text, STORE_READ, ERR_DB_CORRUPT, "not a SQLite file" },
	{ "a text file is not overwritten", make_text, STORE_CREATE, ERR_DB_CORRUPT,
	  "not a SQLite file" },
	{ "a newer version to read", make_newer, STORE_READ, ERR_USAGE, "newer nianbao" },
	{ "a newer version to write", make_newer, STORE_WRITE, ERR_USAGE, "newer nianbao" },
	{ "a database of another program", make_foreign, STORE_CREATE, ERR_USAGE,
	  "another program" },
	{ "an empty file to read", make_empty, STORE_READ, ERR_USAGE, "an empty file" },
	{ "a dictionary that no table could hold", make_absurd, STORE_READ, ERR_DB_CORRUPT,
	  "cell_key" },
	{ "a place of a rule that no line could have", make_absurd_rule, STORE_WRITE,
	  ERR_DB_CORRUPT, "rule_key" },
	{ "pages overwritten", make_damaged, STORE_READ, ERR_DB_CORRUPT, "damaged" },
	{ "pages overwritten, to write", make_damaged, STORE_WRITE, ERR_DB_CORRUPT, "damaged" },
};

static void test_refusals(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(refusals); i++) {
		struct err e = { 0 };
		struct store *s = NULL;
		char path[160];

		print_message("  case: %s\n", refusals[i].name);
		snprintf(path, sizeof(path), "%s/refusal%zu.db", fixture_dir, i);
		if (refusals[i].make)
			refusals[i].make(path);
		assert_int_equal(store_open(&s, path, refusals[i].mode, &e), -1);
		if (e.code != refusals[i].want || !strstr(e.msg, refusals[i].says))
			fail_msg("got %s: %s", err_class(e.code)->name, e.msg);
	}
}

static void test_a_directory_is_no_database(void **state)
{
	struct err e = { 0 };
	struct store *s = NULL;

	(void)state;
	assert_int_equal(store_open(&s, fixture_dir, STORE_CREATE, &e), -1);
	assert_int_equal(e.code, ERR_IO);
}

static void test_read_only_directory(void **state)
{
	struct err e = { 0 };
	struct store *s = NULL;
	struct store_totals totals;

	(void)state;
	if (geteuid() == 0)
		skip();
	assert_int_equal(mkdir(path_of("ro"), 0755), 0);
	make(path_of("ro/a.db"));
	assert_int_equal(chmod(path_of("ro"), 0555), 0);
	OK(store_open(&s, path_of("ro/a.db"), STORE_READ, bad));
	OK(store_totals(&totals, s, bad));
	store_close(s);
	assert_int_equal(store_open(&s, path_of("ro/b.db"), STORE_CREATE, &e), -1);
	assert_int_equal(e.code, ERR_IO);
}

/* What the database says about itself that must not depend on who opened it how often. */
static void dump_schema(const char *path, char *out, size_t n)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(db,
				   "SELECT group_concat(sql, char(10)) FROM (SELECT sql"
				   " FROM sqlite_schema WHERE type <> 'view' ORDER BY name)",
				   -1, &st, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	snprintf(out, n, "%s", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(db);
}

static void test_opening_again_changes_nothing(void **state)
{
	static char before[200000], after[200000];

	(void)state;
	make(path_of("again.db"));
	dump_schema(path_of("again.db"), before, sizeof(before));
	make(path_of("again.db"));
	dump_schema(path_of("again.db"), after, sizeof(after));
	assert_string_equal(before, after);
}

static void test_every_table_is_strict(void **state)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;

	(void)state;
	make(path_of("strict.db"));
	assert_int_equal(sqlite3_open(path_of("strict.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT count(*), sum(strict) FROM pragma_table_list"
					    " WHERE type = 'table' AND name NOT GLOB 'sqlite_*'",
					    -1, &st, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(st, 0), sqlite3_column_int(st, 1));
	assert_true(sqlite3_column_int(st, 0) > 20);
	sqlite3_finalize(st);
	sqlite3_close(db);
}

/* A cell the program learns later gets a column at the end; what was stored stays readable. */
static void test_a_new_cell_is_added(void **state)
{
	static struct report r, back;
	struct store_report_row row;
	struct arena arena = { 0 };
	struct store *s = NULL;
	struct err e = { 0 };
	int64_t id;

	(void)state;
	make(path_of("cells.db"));
	exec(path_of("cells.db"), "DELETE FROM cell_key WHERE key = 'lit_after_rev_pending';"
				  "DROP VIEW report_panel; DROP VIEW cell;"
				  "ALTER TABLE t_review DROP COLUMN lit_after_rev_pending");
	assert_int_equal(store_open(&s, path_of("cells.db"), STORE_READ, &e), -1);
	assert_int_equal(e.code, ERR_USAGE);
	OK(store_open(&s, path_of("cells.db"), STORE_WRITE, bad));
	fixture_report(&r, "青岭县水务局", 2023);
	fixture_cell(&r, ROW_LIT_AFTER_REV, COL_PENDING, "7");
	id = fixture_put_report(s, "a.html", &r, NULL);
	OK(store_get_report(&back, &row, s, id, &arena, bad));
	assert_int_equal(back.value[ROW_LIT_AFTER_REV][COL_PENDING].n, 7);
	arena_release(&arena);
	store_close(s);
}

static int64_t count_documents(struct store *s)
{
	struct store_totals totals = { 0 };

	OK(store_totals(&totals, s, bad));
	return totals.n_documents;
}

/* The database as version 1 made it, with how three rules came out. */
static void make_version_1(const char *path)
{
	static const char rows[] =
		"INSERT INTO document(id, sha256, n_bytes, path, first_seen_ms, last_seen_ms)"
		" VALUES(1, 'a', 1, 'a', 1, 1), (2, 'b', 1, 'b', 1, 1);"
		"INSERT INTO report(id, document_id, content_hash, title_from, agency_from,"
		" scope_from, year_from, published_from, is_truncated)"
		" VALUES(5, 1, 0, 'none', 'none', 'none', 'none', 'none', 0),"
		" (6, 2, 0, 'none', 'none', 'none', 'none', 'none', 0);"
		"INSERT INTO assessment VALUES(5, 'T3_BALANCE', 'document', 6, 1, 0),"
		" (5, 'A_RULE_OF_OLD', 'document', 0, 0, 60000),"
		" (5, 'X_YEAR_GAP', 'database', 200, 0, 2), (6, 'T3_BALANCE', 'document', 1, 0, 0);"
		"PRAGMA application_id = 1312964943; PRAGMA user_version = 1";
	char *schema = calloc(1, 1 << 16), *end;
	FILE *f = fopen("store/schema.sql", "rb");

	assert_non_null(f);
	assert_true(fread(schema, 1, (1 << 16) - 1, f) > 0);
	fclose(f);
	end = strstr(schema, "-- migration 2\n");
	assert_non_null(end);
	*end = '\0';
	exec(path, schema);
	exec(path, rows);
	free(schema);
}

static void test_from_version_1(void **state)
{
	static const char want[] = "5 A_RULE_OF_OLD document 0 0 50000;5 T3_BALANCE document 6 1 0;"
				   "5 X_YEAR_GAP database 200 0 2;6 T3_BALANCE document 1 0 0;";
	char path[128], got[512] = "";
	struct store *s = NULL;
	sqlite3_stmt *st = NULL;
	struct err e = { 0 };
	sqlite3 *db;

	(void)state;
	snprintf(path, sizeof(path), "%s/one.db", fixture_dir);
	make_version_1(path);
	assert_int_equal(store_open(&s, path, STORE_READ, &e), -1);
	assert_non_null(strstr(e.msg, "older nianbao"));
	OK(store_open(&s, path, STORE_WRITE, bad));
	OK(store_verify(s, bad));
	store_close(s);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_prepare_v2(db, "SELECT * FROM assessment ORDER BY 1, 2", -1, &st, NULL);
	while (sqlite3_step(st) == SQLITE_ROW)
		for (int i = 0; i < 6; i++)
			snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s",
				 (const char *)sqlite3_column_text(st, i), i < 5 ? " " : ";");
	sqlite3_finalize(st);
	sqlite3_close(db);
	assert_string_equal(got, want);
}

static void test_rollback_keeps_what_was_there(void **state)
{
	struct store *s = fixture_store();

	(void)state;
	fixture_document(s, 0, "a", "a", NULL);
	OK(store_begin(s, bad));
	fixture_document(s, 0, "b", "b", NULL);
	assert_int_equal(count_documents(s), 2);
	store_rollback(s);
	assert_int_equal(count_documents(s), 1);
	OK(store_begin(s, bad));
	fixture_document(s, 0, "b", "b", NULL);
	OK(store_commit(s, bad));
	assert_int_equal(count_documents(s), 2);
	store_close(s);
}

static void test_a_failed_put_leaves_the_transaction_open(void **state)
{
	static struct report r;
	struct store_reading reading = { .report = &r };
	struct store *s = fixture_store();
	struct err e = { 0 };
	enum store_change change;
	int64_t id;

	(void)state;
	OK(store_begin(s, bad));
	fixture_document(s, 0, "a", "a", NULL);
	assert_int_equal(store_put_reading(&change, &id, s, 999, &reading, &e), -1);
	assert_int_equal(e.code, ERR_DB);
	fixture_document(s, 0, "b", "b", NULL);
	OK(store_commit(s, bad));
	assert_int_equal(count_documents(s), 2);
	store_close(s);
}

/* A page limit stands for a full disk: SQLite answers with the same error. */
static void test_full_disk(void **state)
{
	static struct report r;
	struct store *s = NULL;
	struct store_totals totals = { 0 };
	struct err e = { 0 };
	int n_put = 0;

	(void)state;
	OK(store_open(&s, path_of("full.db"), STORE_CREATE, bad));
	OK(store_limit_pages(s, 220, bad));
	for (;; n_put++) {
		struct store_reading reading = { .report = &r };
		struct store_document d = { .path = STR("x"), .sha256 = STR("x"), .seen_ms = 1 };
		enum store_change change;
		enum store_news news;
		char name[32];
		int64_t doc, id;

		snprintf(name, sizeof(name), "%d", n_put);
		d.path = d.sha256 = str_c(name);
		fixture_report(&r, "青岭县水务局", 2000 + n_put % 30);
		r.signoff = STR("此处应有署名和日期，足够长的一行文字。");
		OK(store_begin(s, bad));
		if (store_put_document(&doc, &news, s, &d, &e) ||
		    store_put_reading(&change, &id, s, doc, &reading, &e)) {
			store_rollback(s);
			break;
		}
		if (store_commit(s, &e))
			break;
		assert_in_range(n_put, 0, 5000);
	}
	assert_int_equal(e.code, ERR_DISK);
	OK(store_totals(&totals, s, bad));
	assert_int_equal(totals.n_documents, n_put);
	assert_int_equal(totals.n_reports, n_put);
	OK(store_verify(s, bad));
	store_close(s);
}

static void put_until_killed(const char *path, int out)
{
	static struct report r;
	struct store *s = NULL;
	struct err e = { 0 };

	if (store_open(&s, path, STORE_CREATE, &e))
		_exit(1);
	for (unsigned char i = 0;; i++) {
		char name[32];

		if (store_begin(s, &e))
			_exit(1);
		for (int k = 0; k < 5; k++) {
			snprintf(name, sizeof(name), "%d-%d", i, k);
			fixture_report(&r, name, 2023);
			fixture_put_report(s, name, &r, NULL);
		}
		if (store_commit(s, &e) || write(out, &i, 1) != 1)
			_exit(1);
	}
}

/* Killed at any moment: batches that were committed are there, and whole. */
static void test_kill(void **state)
{
	(void)state;
	for (int round = 0; round < 5; round++) {
		struct store_totals totals = { 0 };
		struct store *s = NULL;
		char path[160];
		unsigned char last = 0;
		int ends[2];
		pid_t pid;

		snprintf(path, sizeof(path), "%s/kill%d.db", fixture_dir, round);
		assert_int_equal(pipe(ends), 0);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			put_until_killed(path, ends[1]);
		close(ends[1]);
		for (int i = 0; i < 3 + 7 * round; i++)
			assert_int_equal(read(ends[0], &last, 1), 1);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		close(ends[0]);
		OK(store_open(&s, path, STORE_WRITE, bad));
		OK(store_verify(s, bad));
		OK(store_totals(&totals, s, bad));
		assert_true(totals.n_reports >= 5 * (last + 1));
		assert_int_equal(totals.n_reports % 5, 0);
		assert_int_equal(totals.n_unread, 0);
		store_close(s);
	}
}

static void test_two_writers(void **state)
{
	struct store *a = NULL, *b = NULL;

	(void)state;
	OK(store_open(&a, path_of("two.db"), STORE_CREATE, bad));
	OK(store_open(&b, path_of("two.db"), STORE_READ, bad));
	OK(store_begin(a, bad));
	fixture_document(a, 0, "a", "a", NULL);
	assert_int_equal(count_documents(b), 0);
	OK(store_commit(a, bad));
	assert_int_equal(count_documents(b), 1);
	store_close(b);
	store_close(a);
}

static void test_reading_writes_nothing(void **state)
{
	struct store *s = NULL;
	struct store_run run = { .command = STR("x"), .program = STR("y") };
	struct err e = { 0 };
	int64_t id;

	(void)state;
	make(path_of("read.db"));
	OK(store_open(&s, path_of("read.db"), STORE_READ, bad));
	assert_int_equal(store_run_begin(&id, s, &run, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	store_close(s);
}

static void test_runs(void **state)
{
	struct store *s = fixture_store();
	struct store_run run = { .command = STR("harvest"),
				 .program = STR("nianbao 0.1.0"),
				 .started_ms = 5000 };
	struct store_run_end end = { .ended_ms = 6000, .outcome = ERR_STOPPED, .n_fetched = 3 };
	struct store_totals totals = { 0 };
	int64_t id = 0;

	(void)state;
	OK(store_run_begin(&id, s, &run, bad));
	OK(store_run_end(s, id, &end, bad));
	OK(store_totals(&totals, s, bad));
	assert_int_equal(totals.last_run_ms, 5000);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_a_directory_is_no_database),
		cmocka_unit_test(test_read_only_directory),
		cmocka_unit_test(test_opening_again_changes_nothing),
		cmocka_unit_test(test_every_table_is_strict),
		cmocka_unit_test(test_a_new_cell_is_added),
		cmocka_unit_test(test_from_version_1),
		cmocka_unit_test(test_rollback_keeps_what_was_there),
		cmocka_unit_test(test_a_failed_put_leaves_the_transaction_open),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_two_writers),
		cmocka_unit_test(test_reading_writes_nothing),
		cmocka_unit_test(test_runs),
	};

	return cmocka_run_group_tests(tests, fixture_make_dir, fixture_drop_dir);
}
