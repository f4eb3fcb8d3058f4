#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/err.h"
#include "base/str.h"

/*
 * The database of one harvest: docs/data-model.md says what is in it.
 *
 * One writer at a time. The caller groups what belongs together between
 * store_begin() and store_commit(); every store_* function that writes and is
 * called outside of them is a transaction of its own. A function that fails
 * leaves the rows it was about as they were; the open transaction stays open
 * and what was put before it is still there.
 *
 * Errors of every function here: ERR_DISK (no space), ERR_DB_CORRUPT (damaged
 * file), ERR_LOCKED (another process holds the write lock for over 10 s),
 * ERR_IO (the file or its directory), ERR_DB (anything else SQLite says).
 *
 * Text may be empty; a str with p NULL is stored as NULL. What is not UTF-8 is
 * stored with U+FFFD in place of the bad parts.
 */
struct store;

enum store_mode {
	STORE_READ,   /* must exist; nothing is written, no lock is kept */
	STORE_WRITE,  /* must exist */
	STORE_CREATE, /* made if it does not exist */
};

/* user_version of the database this program writes; older ones are brought up to it. */
#define STORE_VERSION 2

/*
 * store_open - open the database at `path` (":memory:" for none on disk).
 *
 * Migrates when writing. Returns 0, or -1 with ERR_USAGE (made by a newer
 * program; a database of another program; for STORE_READ: made by an older
 * one, open it for writing once), ERR_DB_CORRUPT (not a database), ERR_IO (no
 * such file, no right to it).
 */
MUST_USE int store_open(struct store **out, const char *path, enum store_mode mode, struct err *e);
void store_close(struct store *s); /* NULL is fine; an open transaction is undone */

/* Where bytes lie in an archive; `file` empty: in none. */
struct store_place {
	struct str file;        /* name of the archive file, without its directory */
	int64_t offset, length; /* of the record, bytes as in the file */
};

/* Transactions. Commit makes all since begin lasting against a crash of this program. */
MUST_USE int store_begin(struct store *s, struct err *e);
MUST_USE int store_commit(struct store *s, struct err *e); /* on failure all is undone */
void store_rollback(struct store *s);                      /* fine without a begin */

/* A read of many pages in one state of the database: begin, reads, store_rollback(). */
MUST_USE int store_begin_read(struct store *s, struct err *e);

/*
 * store_verify - SQLite's quick check, and every foreign key.
 *
 * Returns 0, or -1 with ERR_DB_CORRUPT and the first complaint. Takes long.
 */
MUST_USE int store_verify(struct store *s, struct err *e);

/* Brings the write-ahead log back into the file; at the end of a run. */
MUST_USE int store_checkpoint(struct store *s, struct err *e);

/* At most so many pages of 4096 bytes: then as on a full disk, ERR_DISK. For --max-bytes and tests.
 */
MUST_USE int store_limit_pages(struct store *s, int64_t max_pages, struct err *e);

/* A note of the program to itself, of one word; an empty value: away with it. Returns 1, or 0. */
MUST_USE int store_put_note(struct store *s, const char *name, struct str value, struct err *e);
MUST_USE int store_get_note(struct str *value, struct store *s, const char *name,
			    struct arena *arena, struct err *e);

/* One run of the program. */
struct store_run {
	struct str command; /* "harvest", "import", ... */
	struct str program; /* name and version */
	struct str vantage; /* where from; may be empty */
	struct str shard;   /* "1/4"; may be empty */
	int64_t started_ms; /* wall clock */
};

struct store_run_end {
	int64_t ended_ms;
	enum err_code outcome; /* ERR_NONE: all well */
	struct str message;    /* may be empty */
	int64_t n_fetched, n_bytes, n_documents, n_new, n_changed;
};

MUST_USE int store_run_begin(int64_t *run_id, struct store *s, const struct store_run *run,
			     struct err *e);
MUST_USE int store_run_end(struct store *s, int64_t run_id, const struct store_run_end *end,
			   struct err *e);

#endif
