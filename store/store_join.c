#include "store/put.h"

/*
 * A report's tables may lie elsewhere: in a file attached to its page, or in an
 * annex published as a page of its own. The report takes them over, each with
 * the document that they were read from; its own word for the table is kept.
 */

/* A report that may lack tables, and where it stands. */
struct host {
	int64_t id, url_id;
	bool had; /* it held tables of others before */
};

static int load_hosts(struct host **out, size_t *n, struct store *s, int64_t agency, int year,
		      struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT r.id, coalesce(d.url_id, 0), EXISTS (SELECT 1 FROM table_state t"
			" WHERE t.report_id = r.id AND t.document_id IS NOT NULL)"
			" FROM report r JOIN document d ON d.id = r.document_id"
			" WHERE r.agency_id = ?1 AND r.year = ?2 AND NOT r.is_annex ORDER BY r.id",
			e);
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	db_int(st, 1, agency);
	db_int(st, 2, year);
	while ((rc = db_next(s, st, "find reports to join", e)) > 0) {
		ARENA_GROW(arena, *out, *n, cap);
		(*out)[(*n)++] = (struct host){ db_col_int(st, 0), db_col_int(st, 1),
						db_col_int(st, 2) != 0 };
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

/* Runs `sql` with the report, another one and a table's name, as far as it asks for them. */
static int run(struct store *s, const char *sql, int64_t id, int64_t from, enum table_id t,
	       struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, sql, e);

	if (!st)
		return -1;
	db_int(st, 1, id);
	if (from)
		db_int(st, 2, from);
	if (t < TABLE__COUNT)
		db_text(st, 3, table_name(t));
	return db_run(s, st, "join tables", e);
}

/* The report as its own document has it. */
static int give_back(struct store *s, int64_t id, struct err *e)
{
	static const char *const wipes[TABLE__COUNT] = {
#define TABLE(sym, name)                                                                           \
	[TABLE_##sym] = "DELETE FROM t_" name " WHERE report_id = ?1 AND EXISTS"                   \
			" (SELECT 1 FROM table_state WHERE report_id = ?1"                         \
			" AND table_name = '" name "' AND document_id IS NOT NULL)",
#include "report/cells.def"
	};

	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (run(s, wipes[t], id, 0, TABLE__COUNT, e))
			return -1;
	if (run(s,
		"DELETE FROM cell_extra WHERE report_id = ?1 AND key IN (SELECT k.key FROM"
		" cell_key k JOIN table_state t ON t.table_name = k.table_name"
		" WHERE t.report_id = ?1 AND t.document_id IS NOT NULL)",
		id, 0, TABLE__COUNT, e) ||
	    run(s, "DELETE FROM note WHERE report_id = ?1 AND seq > 1000000", id, 0, TABLE__COUNT,
		e))
		return -1;
	return run(s,
		   "UPDATE table_state SET status = own_status, own_status = NULL, form = NULL,"
		   " document_id = NULL WHERE report_id = ?1 AND document_id IS NOT NULL",
		   id, 0, TABLE__COUNT, e);
}

/*
 * Whose table a report takes: of a file of its page, else of an annex that stands alone;
 * the whole one before the partial one. 1 with a report, 0 without.
 */
static int find_source(int64_t *from, struct store *s, const struct host *h, enum table_id t,
		       struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"SELECT o.id FROM report r"
		" JOIN table_state own ON own.report_id = r.id AND own.table_name = ?3"
		" AND own.form IS NULL AND own.status NOT IN ('present', 'blank')"
		" JOIN report o ON o.agency_id = r.agency_id AND o.year = r.year AND o.id <> r.id"
		" JOIN document d ON d.id = o.document_id AND NOT d.is_superseded"
		" JOIN table_state x ON x.report_id = o.id AND x.table_name = ?3"
		" AND x.document_id IS NULL AND x.form IS NOT NULL"
		" AND x.status IN ('present', 'partial', 'blank')"
		" LEFT JOIN url u ON u.id = d.url_id"
		" WHERE r.id = ?1 AND ((u.kind IN ('attachment', 'shell') AND u.parent_id = ?2)"
		" OR (o.is_annex AND o.scope IS r.scope"
		" AND coalesce(u.kind, '') NOT IN ('attachment', 'shell')))"
		" ORDER BY x.status = 'present' DESC, x.status = 'partial' DESC,"
		" coalesce(u.parent_id = ?2, 0) DESC, d.id LIMIT 1",
		e);

	if (!st)
		return -1;
	db_int(st, 1, h->id);
	db_int(st, 2, h->url_id);
	db_text(st, 3, table_name(t));
	return db_one(from, s, st, "find tables elsewhere", e);
}

static int take(struct store *s, int64_t id, int64_t from, enum table_id t, struct err *e)
{
	if (run(s, s->wide_copy[t], id, from, TABLE__COUNT, e) ||
	    run(s,
		"INSERT INTO cell_extra SELECT ?1, x.key, x.raw, x.n, x.scale FROM cell_extra x"
		" JOIN cell_key k ON k.key = x.key WHERE x.report_id = ?2 AND k.table_name = ?3",
		id, from, t, e) ||
	    run(s,
		"INSERT INTO note SELECT ?1, 1000000 + seq + (SELECT coalesce(max(seq), 0) FROM"
		" note WHERE report_id = ?1), kind, table_name, row_name, col_name, text, block"
		" FROM note WHERE report_id = ?2 AND table_name = ?3 AND seq < 1000000",
		id, from, t, e))
		return -1;
	return run(s,
		   "UPDATE table_state SET own_status = status, (status, form, document_id) ="
		   " (SELECT x.status, x.form, o.document_id FROM table_state x"
		   " JOIN report o ON o.id = x.report_id"
		   " WHERE x.report_id = ?2 AND x.table_name = ?3)"
		   " WHERE report_id = ?1 AND table_name = ?3",
		   id, from, t, e);
}

static int join_host(struct store *s, const struct host *h, struct err *e)
{
	bool has = false;

	if (h->had && give_back(s, h->id, e))
		return -1;
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		int64_t from;
		int rc = find_source(&from, s, h, t, e);

		if (rc < 0 || (rc > 0 && take(s, h->id, from, t, e)))
			return -1;
		has = has || rc > 0;
	}
	if (!has && !h->had)
		return 0;
	return run(s, "UPDATE report SET needs_check = 1 WHERE id = ?1", h->id, 0, TABLE__COUNT, e);
}

int put_join(struct store *s, int64_t agency, int year, struct err *e)
{
	struct arena arena = { 0 };
	struct host *hosts;
	size_t n;
	int rc;

	if (!agency || !year)
		return 0;
	rc = load_hosts(&hosts, &n, s, agency, year, &arena, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = join_host(s, &hosts[i], e);
	arena_release(&arena);
	return rc;
}

int store_next_unchecked(int64_t *report_id, struct store *s, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT id FROM report WHERE needs_check ORDER BY id LIMIT 1", e);

	return st ? db_one(report_id, s, st, "find reports to check", e) : -1;
}

static int put_joined(struct store *s, int64_t report_id, const struct check *check, struct err *e)
{
	if (put_check_wipe(s, report_id, "document", e) ||
	    put_check(s, report_id, "document", check, e))
		return -1;
	return run(s, "UPDATE report SET needs_check = 0 WHERE id = ?1", report_id, 0, TABLE__COUNT,
		   e);
}

int store_put_joined_check(struct store *s, int64_t report_id, const struct check *check,
			   struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s, put_joined(s, report_id, check, e), e);
}
