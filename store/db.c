#include "store/db.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"

int db_error(struct store *s, struct err *e, const char *what)
{
	int rc = sqlite3_extended_errcode(s->db);
	int sys = sqlite3_system_errno(s->db);

	switch (rc & 0xff) {
	case SQLITE_FULL:
		return err_set(e, ERR_DISK, "database: %s: no space left", what);
	case SQLITE_CORRUPT:
		return err_set(e, ERR_DB_CORRUPT, "database: %s: the file is damaged", what);
	case SQLITE_NOTADB:
		return err_set(e, ERR_DB_CORRUPT,
			       "database: not a SQLite file, or its first page is damaged");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_LOCKED, "database: %s: another program holds the lock", what);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (sys)
			return err_sys(e, ERR_IO, sys, "database: %s", what);
		return err_set(e, ERR_IO, "database: %s: %s", what, sqlite3_errmsg(s->db));
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return err_set(e, ERR_IO, "database: %s: no right to write", what);
	default:
		return err_set(e, ERR_DB, "database: %s: %s", what, sqlite3_errmsg(s->db));
	}
}

int db_exec(struct store *s, const char *sql, const char *what, struct err *e)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return db_error(s, e, what);
	return 0;
}

struct sqlite3_stmt *db_stmt(struct store *s, const char *sql, struct err *e)
{
	sqlite3_stmt *st = NULL;

	for (size_t i = 0; i < s->n_cached; i++)
		if (s->cached[i].sql == sql)
			return s->cached[i].st;
	assert(s->n_cached < DB_MAX_STATEMENTS);
	if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK) {
		db_error(s, e, "prepare");
		return NULL;
	}
	s->cached[s->n_cached].sql = sql;
	s->cached[s->n_cached++].st = st;
	return st;
}

struct sqlite3_stmt *db_prepare(struct store *s, const char *sql, struct err *e)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK) {
		db_error(s, e, "prepare");
		return NULL;
	}
	return st;
}

void db_finalize(struct sqlite3_stmt *st)
{
	sqlite3_finalize(st);
}

/* Text that is not UTF-8 is rare: it gets a copy of its own, with U+FFFD. */
static void bind_repaired(sqlite3_stmt *st, int at, struct str value)
{
	struct buf text;

	buf_init(&text, 3 * value.n + 4);
	for (size_t i = 0; i < value.n;)
		buf_add_utf8(&text, utf8_next(value, &i));
	sqlite3_bind_text64(st, at, text.p ? text.p : "", text.n, SQLITE_TRANSIENT, SQLITE_UTF8);
	buf_release(&text);
}

void db_str(struct sqlite3_stmt *st, int at, struct str value)
{
	if (!value.p)
		sqlite3_bind_null(st, at);
	else if (utf8_valid(value))
		sqlite3_bind_text64(st, at, value.p, value.n, SQLITE_STATIC, SQLITE_UTF8);
	else
		bind_repaired(st, at, value);
}

void db_str_if(struct sqlite3_stmt *st, int at, struct str value)
{
	db_str(st, at, value.n ? value : (struct str){ 0 });
}

void db_blob(struct sqlite3_stmt *st, int at, struct str bytes)
{
	if (bytes.n)
		sqlite3_bind_blob64(st, at, bytes.p, bytes.n, SQLITE_STATIC);
}

void db_text(struct sqlite3_stmt *st, int at, const char *value)
{
	sqlite3_bind_text(st, at, value, -1, SQLITE_STATIC);
}

void db_int(struct sqlite3_stmt *st, int at, int64_t value)
{
	sqlite3_bind_int64(st, at, value);
}

void db_or_null(struct sqlite3_stmt *st, int at, int64_t value, bool is_set)
{
	if (is_set)
		sqlite3_bind_int64(st, at, value);
	else
		sqlite3_bind_null(st, at);
}

void db_id(struct sqlite3_stmt *st, int at, int64_t id)
{
	db_or_null(st, at, id, id != 0);
}

void db_done(struct sqlite3_stmt *st)
{
	if (!st)
		return;
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

int db_next(struct store *s, struct sqlite3_stmt *st, const char *what, struct err *e)
{
	switch (sqlite3_step(st)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		return 0;
	default:
		db_error(s, e, what);
		db_done(st);
		return -1;
	}
}

int db_run(struct store *s, struct sqlite3_stmt *st, const char *what, struct err *e)
{
	int rc;

	do
		rc = db_next(s, st, what, e);
	while (rc > 0);
	if (rc == 0)
		db_done(st);
	return rc;
}

int db_one(int64_t *out, struct store *s, struct sqlite3_stmt *st, const char *what, struct err *e)
{
	int rc = db_next(s, st, what, e);

	if (rc > 0)
		*out = sqlite3_column_int64(st, 0);
	if (rc >= 0)
		db_done(st);
	return rc;
}

struct str db_col_str(struct sqlite3_stmt *st, int at, struct arena *arena)
{
	const char *p = (const char *)sqlite3_column_text(st, at);

	if (!p)
		return (struct str){ 0 };
	return arena_str(arena, (struct str){ p, (size_t)sqlite3_column_bytes(st, at) });
}

struct str db_col_view(struct sqlite3_stmt *st, int at)
{
	const char *p = (const char *)sqlite3_column_text(st, at);

	return (struct str){ p, p ? (size_t)sqlite3_column_bytes(st, at) : 0 };
}

int64_t db_col_int(struct sqlite3_stmt *st, int at)
{
	return sqlite3_column_int64(st, at);
}

struct date db_col_date(struct sqlite3_stmt *st, int at)
{
	struct str text = db_col_view(st, at);
	struct date d = { 0 };
	long long year = 0, month = 0, day = 0;

	if (text.n < 7 || !str_int(&year, str_sub(text, 0, 4)) ||
	    !str_int(&month, str_sub(text, 5, 2)))
		return d;
	if (text.n == 10 && !str_int(&day, str_sub(text, 8, 2)))
		return d;
	return (struct date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
}

bool db_col_null(struct sqlite3_stmt *st, int at)
{
	return sqlite3_column_type(st, at) == SQLITE_NULL;
}

int64_t db_last_id(const struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

int64_t db_changes(const struct store *s)
{
	return sqlite3_changes64(s->db);
}

int db_enter(struct store *s, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SAVEPOINT part", e);

	return st ? db_run(s, st, "begin", e) : -1;
}

int db_leave(struct store *s, int rc, struct err *e)
{
	struct err ignored = { 0 };
	struct sqlite3_stmt *st;

	/* SQLite may have undone everything by itself, as on a full disk. */
	if (rc && sqlite3_get_autocommit(s->db))
		return -1;
	if (rc) {
		st = db_stmt(s, "ROLLBACK TO part", &ignored);
		if (!st || db_run(s, st, "undo", &ignored))
			return -1;
	}
	st = db_stmt(s, "RELEASE part", rc ? &ignored : e);
	if (!st || db_run(s, st, "commit", rc ? &ignored : e)) {
		/* The outermost release is a commit: if it fails, nothing of it may stay. */
		if (!s->in_transaction)
			sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		return -1;
	}
	return rc ? -1 : 0;
}

uint64_t hash_int(uint64_t hash, int64_t n)
{
	hash = (hash ^ (uint64_t)n) * 0x9e3779b97f4a7c15u;
	return hash ^ (hash >> 32);
}

uint64_t hash_bytes(uint64_t hash, const void *p, size_t n)
{
	const unsigned char *byte = p;
	uint64_t word;

	/* Least byte first on every machine: the hash is stored. */
	for (; n; n -= n < 8 ? n : 8, byte += 8) {
		word = 0;
		for (size_t i = 0; i < 8 && i < n; i++)
			word |= (uint64_t)byte[i] << (8 * i);
		hash = hash_int(hash, (int64_t)word);
	}
	return hash;
}

uint64_t hash_str(uint64_t hash, struct str s)
{
	return hash_bytes(hash_int(hash, (int64_t)s.n), s.p, s.n);
}
