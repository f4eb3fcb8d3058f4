#include "store/store.h"

#include <assert.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/db.h"

#define APPLICATION_ID 0x4e42414f /* "NBAO", for file(1) and for us */

static const unsigned char schema_sql[] = {
#include "store_schema.inc"
	0
};

static const unsigned char views_sql[] = {
#include "store_views.inc"
	0
};

static int read_pragma(int64_t *out, struct store *s, const char *sql, struct err *e)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW) {
		db_error(s, e, "open");
		sqlite3_finalize(st);
		return -1;
	}
	*out = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return 0;
}

/* The text of one migration, from its line on; NULL past the last. *end is its end. */
static const char *migration(int version, const char **end)
{
	const char *text = (const char *)schema_sql, *from;
	char mark[32];

	snprintf(mark, sizeof(mark), "-- migration %d\n", version);
	from = strstr(text, mark);
	if (!from)
		return NULL;
	*end = strstr(from + 1, "-- migration ");
	if (!*end)
		*end = text + sizeof(schema_sql) - 1;
	return from;
}

static int migrate(struct store *s, int from, struct err *e)
{
	const char *at, *end;
	struct buf sql;
	int rc = 0;

	buf_init(&sql, sizeof(schema_sql) + 64);
	for (int v = from + 1; rc == 0 && (at = migration(v, &end)) != NULL; v++) {
		buf_clear(&sql);
		buf_add(&sql, (struct str){ at, (size_t)(end - at) });
		buf_addf(&sql, "\nPRAGMA user_version = %d;", v);
		rc = db_exec(s, sql.p, "bring to this version", e);
	}
	buf_release(&sql);
	return rc;
}

static int replace_views(struct store *s, struct str sql, uint64_t hash, struct err *e)
{
	struct sqlite3_stmt *st;

	if (db_exec(s, sql.p, "make views", e))
		return -1;
	st = db_stmt(s, "INSERT OR REPLACE INTO meta VALUES('views', CAST(?1 AS TEXT))", e);
	if (!st)
		return -1;
	db_int(st, 1, (int64_t)hash);
	return db_run(s, st, "views", e);
}

/* Views hold no data: they are made anew whenever this program has others. */
static int make_views(struct store *s, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'views'", e);
	struct buf sql;
	uint64_t hash;
	int64_t have = 0;
	int rc;

	if (!st)
		return -1;
	buf_init(&sql, CELLS_MAX_SQL + sizeof(views_sql));
	buf_add(&sql, str_c((const char *)views_sql));
	rc = cells_view(&sql, s, e);
	hash = hash_str(HASH_START, buf_str(&sql));
	if (rc == 0)
		rc = db_one(&have, s, st, "views", e);
	if (rc == 0 || (rc > 0 && have != (int64_t)hash))
		rc = replace_views(s, buf_str(&sql), hash, e);
	buf_release(&sql);
	return rc < 0 ? -1 : 0;
}

static int check_version(int64_t *version, struct store *s, const char *path, struct err *e)
{
	int64_t id = 0, n_tables = 0;

	if (read_pragma(&id, s, "PRAGMA application_id", e) ||
	    read_pragma(version, s, "PRAGMA user_version", e) ||
	    read_pragma(&n_tables, s, "SELECT count(*) FROM sqlite_schema", e))
		return -1;
	if (id != APPLICATION_ID && n_tables)
		return err_set(e, ERR_USAGE, "%s: a database of another program", path);
	if (*version > STORE_VERSION)
		return err_set(e, ERR_USAGE,
			       "%s: made by a newer nianbao (version %" PRId64
			       " of the database, this program knows %d)",
			       path, *version, STORE_VERSION);
	return 0;
}

static int open_for_writing(struct store *s, const char *path, struct err *e)
{
	int64_t version = 0;

	if (db_exec(s,
		    "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON;"
		    "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;"
		    "PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456;",
		    "open", e) ||
	    check_version(&version, s, path, e) ||
	    db_exec(s,
		    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
		    "PRAGMA wal_autocheckpoint = 4000; BEGIN IMMEDIATE",
		    "open", e))
		return -1;
	/* Another program may have been here between the two. */
	if (check_version(&version, s, path, e) ||
	    (version == 0 && db_exec(s, "PRAGMA application_id = 1312964943", "open", e)) ||
	    migrate(s, (int)version, e) || cells_open(s, e) || rules_open(s, e) || make_views(s, e))
		return -1;
	return db_exec(s, "COMMIT", "open", e);
}

static int open_for_reading(struct store *s, const char *path, struct err *e)
{
	int64_t version = 0;

	if (db_exec(s,
		    "PRAGMA busy_timeout = 10000; PRAGMA trusted_schema = OFF;"
		    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
		    "PRAGMA mmap_size = 268435456;",
		    "open", e) ||
	    check_version(&version, s, path, e))
		return -1;
	if (version < STORE_VERSION)
		return err_set(e, ERR_USAGE,
			       version ? "%s: made by an older nianbao; open it once for writing"
				       : "%s: an empty file, no database of nianbao",
			       path);
	return cells_open(s, e);
}

/* "file:" URI of a database nobody can write to: the directory, too, is read-only. */
static void immutable_uri(struct buf *uri, const char *path)
{
	buf_add(uri, STR("file:"));
	for (const char *p = path; *p; p++)
		if (*p == '?' || *p == '#' || *p == '%')
			buf_addf(uri, "%%%02X", (unsigned)*p);
		else
			buf_addc(uri, *p);
	buf_add(uri, STR("?immutable=1"));
}

/*
 * A database in write-ahead mode cannot be read in a directory that cannot be
 * written, unless SQLite is told that nothing will change. Only where no log
 * is left beside it: that would be data not seen.
 */
static bool must_be_immutable(const char *path)
{
	struct stat st;
	struct buf wal;
	bool has_log;

	buf_init(&wal, 1 << 16);
	buf_addf(&wal, "%s-wal", path);
	has_log = wal.p && stat(wal.p, &st) == 0 && st.st_size > 0;
	buf_clear(&wal);
	buf_addf(&wal, "%s", path);
	while (wal.n && wal.p[wal.n - 1] != '/')
		wal.p[--wal.n] = '\0';
	has_log = has_log || access(wal.n ? wal.p : ".", W_OK) == 0;
	buf_release(&wal);
	return !has_log;
}

static int open_file(struct store *s, const char *path, enum store_mode mode, struct err *e)
{
	int flags = mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	struct buf uri;
	int rc;

	if (mode == STORE_CREATE)
		flags |= SQLITE_OPEN_CREATE;
	if (mode != STORE_CREATE && access(path, F_OK) != 0 && strcmp(path, ":memory:") != 0)
		return err_set(e, ERR_IO, "%s: no such database", path);
	buf_init(&uri, 1 << 16);
	if (mode == STORE_READ && must_be_immutable(path)) {
		immutable_uri(&uri, path);
		path = uri.p;
		flags |= SQLITE_OPEN_URI;
	}
	/* No two threads ever share it: it need not be locked at every call. */
	rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
			     NULL);
	buf_release(&uri);
	return rc == SQLITE_OK ? 0 : db_error(s, e, "open");
}

int store_open(struct store **out, const char *path, enum store_mode mode, struct err *e)
{
	struct store *s = calloc(1, sizeof(*s));

	if (!s)
		return err_set(e, ERR_DB, "database: out of memory");
	s->writable = mode != STORE_READ;
	if (open_file(s, path, mode, e) ||
	    (s->writable ? open_for_writing(s, path, e) : open_for_reading(s, path, e))) {
		if (!str_starts(str_c(e->msg), str_c(path)))
			err_at(e, "%s", path);
		store_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n_cached; i++)
		sqlite3_finalize(s->cached[i].st);
	sqlite3_close_v2(s->db); /* a cursor left open keeps it until then */
	arena_release(&s->arena);
	free(s);
}

int store_begin(struct store *s, struct err *e)
{
	assert(!s->in_transaction);
	if (db_exec(s, "BEGIN IMMEDIATE", "begin", e))
		return -1;
	s->in_transaction = true;
	return 0;
}

int store_begin_read(struct store *s, struct err *e)
{
	assert(!s->in_transaction);
	if (db_exec(s, "BEGIN", "begin", e))
		return -1;
	s->in_transaction = true;
	return 0;
}

int store_commit(struct store *s, struct err *e)
{
	assert(s->in_transaction);
	s->in_transaction = false;
	if (sqlite3_get_autocommit(s->db))
		return err_set(e, ERR_DISK, "database: commit: the transaction was undone before");
	if (sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	db_error(s, e, "commit");
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

void store_rollback(struct store *s)
{
	s->in_transaction = false;
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int store_verify(struct store *s, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int rc = 0;

	if (sqlite3_prepare_v2(s->db, "PRAGMA quick_check(1)", -1, &st, NULL) != SQLITE_OK ||
	    sqlite3_step(st) != SQLITE_ROW)
		rc = db_error(s, e, "verify");
	else if (strcmp((const char *)sqlite3_column_text(st, 0), "ok") != 0)
		rc = err_set(e, ERR_DB_CORRUPT, "database: %.200s",
			     (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	if (rc)
		return rc;
	if (sqlite3_prepare_v2(s->db, "PRAGMA foreign_key_check", -1, &st, NULL) != SQLITE_OK)
		return db_error(s, e, "verify");
	if (sqlite3_step(st) == SQLITE_ROW)
		rc = err_set(e, ERR_DB_CORRUPT, "database: a row of %s points to nothing",
			     (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	return rc;
}

int store_put_note(struct store *s, const char *name, struct str value, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s,
					  value.n ? "INSERT OR REPLACE INTO meta VALUES(?1, ?2)"
						  : "DELETE FROM meta WHERE name = ?1",
					  e);

	if (!st)
		return -1;
	db_text(st, 1, name);
	if (value.n)
		db_str(st, 2, value);
	return db_run(s, st, "put note", e);
}

int store_get_note(struct str *value, struct store *s, const char *name, struct arena *arena,
		   struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SELECT value FROM meta WHERE name = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_text(st, 1, name);
	rc = db_next(s, st, "get note", e);
	if (rc > 0)
		*value = db_col_str(st, 0, arena);
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_checkpoint(struct store *s, struct err *e)
{
	int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	/* A reader that is still at it is no fault: the log stays a little longer. */
	return rc == SQLITE_OK || rc == SQLITE_BUSY ? 0 : db_error(s, e, "checkpoint");
}

int store_limit_pages(struct store *s, int64_t max_pages, struct err *e)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %" PRId64, max_pages);
	return db_exec(s, sql, "limit", e);
}

int store_run_begin(int64_t *run_id, struct store *s, const struct store_run *run, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"INSERT INTO run(command, program, vantage, shard, started_ms) "
			"VALUES(?1, ?2, ?3, ?4, ?5)",
			e);

	if (!st)
		return -1;
	db_str(st, 1, run->command);
	db_str(st, 2, run->program);
	db_str_if(st, 3, run->vantage);
	db_str_if(st, 4, run->shard);
	db_int(st, 5, run->started_ms);
	if (db_run(s, st, "put run", e))
		return -1;
	*run_id = db_last_id(s);
	return 0;
}

int store_run_end(struct store *s, int64_t run_id, const struct store_run_end *end, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"UPDATE run SET ended_ms = ?2, outcome = ?3, message = ?4, n_fetched = ?5, "
			"n_bytes = ?6, n_documents = ?7, n_new = ?8, n_changed = ?9 WHERE id = ?1",
			e);

	if (!st)
		return -1;
	db_int(st, 1, run_id);
	db_int(st, 2, end->ended_ms);
	db_text(st, 3, err_class(end->outcome)->name);
	db_str_if(st, 4, end->message);
	db_int(st, 5, end->n_fetched);
	db_int(st, 6, end->n_bytes);
	db_int(st, 7, end->n_documents);
	db_int(st, 8, end->n_new);
	db_int(st, 9, end->n_changed);
	return db_run(s, st, "end run", e);
}
