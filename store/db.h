#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "report/check.h"
#include "report/report.h"
#include "store/store.h"

/* For the files of store/ only: the handle, and SQLite in our manner. */

struct sqlite3;
struct sqlite3_stmt;

#define DB_MAX_STATEMENTS 192

struct store {
	struct sqlite3 *db;
	bool writable, in_transaction;
	struct {
		const char
			*sql; /* by address: a literal, or text that lives as long as the store */
		struct sqlite3_stmt *st;
	} cached[DB_MAX_STATEMENTS];
	size_t n_cached;

	/* The dictionary cell_key: where each cell lies in its wide row. */
	int16_t slot[ROW__COUNT][COL__COUNT]; /* -1: no such cell */
	struct cell_slot {
		enum row_id row; /* ROW__COUNT: a cell this program does not know */
		enum col_id col;
		int64_t divisor; /* of its column */
	} * slots[TABLE__COUNT];
	size_t n_slots[TABLE__COUNT];
	int16_t rule_slot[CHECK_MAX_RULES]; /* where a rule lies in assessed.packed */
	int n_rule_slots;
	const char *wide_insert[TABLE__COUNT], *wide_select[TABLE__COUNT],
		*wide_copy[TABLE__COUNT]; /* from report ?2 to ?1 */
	struct arena arena;               /* of the dictionary and of those texts */
};

/*
 * db_stmt - a statement ready to be bound, prepared once for each text.
 *
 * `sql` is kept by address. NULL on failure. db_run() and db_done() give it
 * back; until then it must not be asked for again.
 */
struct sqlite3_stmt *db_stmt(struct store *s, const char *sql, struct err *e);

/* One of its own, for a cursor; NULL on failure. db_finalize(NULL) is fine. */
struct sqlite3_stmt *db_prepare(struct store *s, const char *sql, struct err *e);
void db_finalize(struct sqlite3_stmt *st);

/* Parameters from 1. What is not UTF-8 is repaired; p NULL or id 0 are stored as NULL. */
void db_str(struct sqlite3_stmt *st, int at, struct str value);   /* borrowed until db_done() */
void db_text(struct sqlite3_stmt *st, int at, const char *value); /* static text, or NULL */
void db_int(struct sqlite3_stmt *st, int at, int64_t value);
void db_id(struct sqlite3_stmt *st, int at, int64_t id);
void db_or_null(struct sqlite3_stmt *st, int at, int64_t value, bool is_set);
void db_blob(struct sqlite3_stmt *st, int at, struct str bytes);   /* any bytes; empty is NULL */
void db_str_if(struct sqlite3_stmt *st, int at, struct str value); /* empty is NULL as well */

/* One step: 1 a row, 0 the end, -1 an error (the statement is given back). */
MUST_USE int db_next(struct store *s, struct sqlite3_stmt *st, const char *what, struct err *e);
void db_done(struct sqlite3_stmt *st); /* reset and unbind; NULL is fine */

/* A statement without rows, to its end, given back. 0 or -1. */
MUST_USE int db_run(struct store *s, struct sqlite3_stmt *st, const char *what, struct err *e);

/* The one integer of the first row into *out; 1, 0 without a row, -1. Given back. */
MUST_USE int db_one(int64_t *out, struct store *s, struct sqlite3_stmt *st, const char *what,
		    struct err *e);

/* Columns from 0. Text is copied into the arena; NULL is a str with p NULL. */
struct str db_col_str(struct sqlite3_stmt *st, int at, struct arena *arena);
struct str db_col_view(struct sqlite3_stmt *st, int at);  /* not copied: until the next step */
int64_t db_col_int(struct sqlite3_stmt *st, int at);      /* NULL is 0 */
struct date db_col_date(struct sqlite3_stmt *st, int at); /* put_date() back; year 0: none */
bool db_col_null(struct sqlite3_stmt *st, int at);

int64_t db_last_id(const struct store *s);
int64_t db_changes(const struct store *s);
MUST_USE int db_exec(struct store *s, const char *sql, const char *what, struct err *e);
int db_error(struct store *s, struct err *e, const char *what); /* -1, from SQLite's last error */

/*
 * A stretch that is there whole or not at all, inside a transaction or
 * without one. db_leave() undoes it unless rc is 0, and returns rc or -1.
 */
MUST_USE int db_enter(struct store *s, struct err *e);
MUST_USE int db_leave(struct store *s, int rc, struct err *e);

/* Makes the wide tables and the dictionary fit cells.def; reads the dictionary. */
MUST_USE int cells_open(struct store *s, struct err *e);

/* The same for rule_key: a place for each rule. */
MUST_USE int rules_open(struct store *s, struct err *e);

/* Cells that the table's form asks for: only they can be missing. No cells for a form unknown. */
struct asked {
	bool cell[ROW__COUNT][COL__COUNT];
};
void cells_ask(struct asked *out, enum table_id t, const char *form_name);

/* Tables and cells of a report, nothing else of it. */
MUST_USE int cells_get(struct report *out, struct store *s, int64_t report_id, struct arena *arena,
		       struct err *e);

#define CELLS_MAX_SQL (1 << 20)

/* Adds the SQL that makes the view `cell` over the wide tables. */
MUST_USE int cells_view(struct buf *sql, struct store *s, struct err *e);

/* The row of an archive file, made if new; *id 0 for an empty name. */
MUST_USE int archive_id(int64_t *id, struct store *s, struct str name, struct err *e);

/*
 * agency_id - the agency of that name, made if new.
 *
 * Regions of GB/T 2260 that lie one in the other ("990000", "990100"), and
 * none, are taken for the same agency; the longer code stays. Empty fields are
 * filled, others left.
 */
MUST_USE int agency_id(int64_t *id, struct store *s, struct str name, struct str region,
		       struct str level, struct str parent, struct err *e);

/* 64 bits, for telling things apart; no defence against malice. Start with HASH_START. */
#define HASH_START 0xcbf29ce484222325u
uint64_t hash_bytes(uint64_t hash, const void *p, size_t n);
uint64_t hash_str(uint64_t hash, struct str s); /* with its length: "a","b" is not "ab","" */
uint64_t hash_int(uint64_t hash, int64_t n);

#endif
