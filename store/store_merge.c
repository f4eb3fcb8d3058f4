#include "store/store_merge.h"

#include <string.h>

#include "store/put.h"

/*
 * The other database is attached as x. Temporary table m says which row here stands for
 * which there: m(kind, old, new). "fresh" are documents that were not known here.
 */

#define MAX_SQL  (1u << 20)
#define MAX_MAPS 6

#define NEW(kind, column) "(SELECT new FROM m WHERE kind = '" kind "' AND old = t." column ")"

/* A table that is copied: rows of x.table t. */
struct part {
	const char *table;
	const char *rest; /* joins and conditions */
	struct {
		const char *column, *value; /* value NULL: the column is left to the database */
	} maps[MAX_MAPS];
	const char *map; /* then: rows for m; NULL: none */
};

#define OF_FRESH  " JOIN m ON m.kind = 'fresh' AND m.old = t.document_id"
#define OF_REPORT " JOIN m ON m.kind = 'report' AND m.old = t.report_id"

static const struct part parts[] = {
	{ "host",
	  "",
	  { { "id", NULL } },
	  "SELECT 'host', a.id, b.id FROM x.host a JOIN main.host b ON b.name = a.name" },
	{ "robots", "", { { "host_id", NEW("host", "host_id") } }, NULL },
	{ "seed",
	  "",
	  { { "id", NULL }, { "agency_id", NEW("agency", "agency_id") } },
	  "SELECT 'seed', a.id, b.id FROM x.seed a JOIN main.seed b"
	  " ON b.url = a.url AND b.agency = a.agency" },
	{ "expected",
	  "",
	  { { "agency_id", NEW("agency", "agency_id") }, { "seed_id", NEW("seed", "seed_id") } },
	  NULL },
	{ "url",
	  " ORDER BY t.id",
	  { { "id", NULL },
	    { "parent_id", "NULL" },
	    { "host_id", NEW("host", "host_id") },
	    { "seed_id", NEW("seed", "seed_id") } },
	  "SELECT 'url', a.id, b.id FROM x.url a JOIN main.url b ON b.key = a.key" },
	{ "run",
	  " WHERE NOT EXISTS (SELECT 1 FROM main.run r WHERE r.command = t.command"
	  " AND r.started_ms = t.started_ms) ORDER BY t.id",
	  { { "id", NULL } },
	  "SELECT 'run', a.id, min(b.id) FROM x.run a JOIN main.run b ON b.command = a.command"
	  " AND b.started_ms = a.started_ms GROUP BY a.id" },
	{ "fetch",
	  " WHERE NOT EXISTS (SELECT 1 FROM main.fetch f WHERE f.url_id = " NEW(
		  "url", "url_id") " AND f.started_ms = t.started_ms) ORDER BY t.id",
	  { { "id", NULL },
	    { "run_id", NEW("run", "run_id") },
	    { "url_id", NEW("url", "url_id") },
	    { "archive_id", NEW("archive", "archive_id") } },
	  NULL },
	{ "document",
	  " ORDER BY t.id",
	  { { "id", NULL },
	    { "url_id", NEW("url", "url_id") },
	    { "seed_id", NEW("seed", "seed_id") },
	    { "archive_id", NEW("archive", "archive_id") } },
	  "SELECT 'document', a.id, b.id FROM x.document a JOIN m ON m.kind = 'url' AND"
	  " m.old = a.url_id JOIN main.document b ON b.url_id = m.new AND b.sha256 = a.sha256"
	  " UNION ALL SELECT 'document', a.id, b.id FROM x.document a JOIN main.document b"
	  " ON b.path = a.path AND b.sha256 = a.sha256 AND b.url_id IS NULL"
	  " WHERE a.url_id IS NULL" },
	{ "repair", OF_FRESH, { { "document_id", "m.new" } }, NULL },
	{ "attachment", OF_FRESH, { { "document_id", "m.new" } }, NULL },
	{ "report",
	  OF_FRESH " ORDER BY t.id",
	  { { "id", NULL },
	    { "document_id", "m.new" },
	    { "agency_id", NEW("agency", "agency_id") } },
	  "SELECT 'report', a.id, b.id FROM x.report a JOIN m ON m.kind = 'fresh'"
	  " AND m.old = a.document_id JOIN main.report b ON b.document_id = m.new" },
	{ "table_state",
	  OF_REPORT,
	  { { "report_id", "m.new" }, { "document_id", NEW("document", "document_id") } },
	  NULL },
#define TABLE(sym, name) { "t_" name, OF_REPORT, { { "report_id", "m.new" } }, NULL },
#include "report/cells.def"
	{ "cell_extra", OF_REPORT, { { "report_id", "m.new" } }, NULL },
	{ "section", OF_REPORT, { { "report_id", "m.new" } }, NULL },
	{ "note", OF_REPORT, { { "report_id", "m.new" } }, NULL },
	{ "finding",
	  OF_REPORT " WHERE t.origin = 'document' ORDER BY t.id",
	  { { "id", NULL }, { "report_id", "m.new" } },
	  NULL },
};

static const char *value_of(const struct part *p, const char *column, bool *is_left)
{
	*is_left = false;
	for (size_t i = 0; i < MAX_MAPS && p->maps[i].column; i++)
		if (strcmp(p->maps[i].column, column) == 0) {
			*is_left = !p->maps[i].value;
			return p->maps[i].value;
		}
	return NULL;
}

/* "INSERT OR IGNORE INTO main.T(a, b) SELECT t.a, ... FROM x.T t ..." */
static int write_copy(struct buf *sql, struct store *s, const struct part *p, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid", e);
	struct arena arena = { 0 };
	struct buf values;
	int rc;

	if (!st)
		return -1;
	buf_init(&values, MAX_SQL);
	db_text(st, 1, p->table);
	buf_addf(sql, "INSERT OR IGNORE INTO main.%s(", p->table);
	while ((rc = db_next(s, st, "columns", e)) > 0) {
		struct str name = db_col_str(st, 0, &arena);
		bool is_left;
		const char *value = value_of(p, name.p, &is_left);

		if (is_left)
			continue;
		buf_addf(sql, "%s%s", values.n ? ", " : "", name.p);
		if (value)
			buf_addf(&values, "%s%s", values.n ? ", " : "", value);
		else
			buf_addf(&values, "%st.%s", values.n ? ", " : "", name.p);
	}
	if (rc == 0)
		db_done(st);
	buf_addf(sql, ") SELECT %.*s FROM x.%s t%s;\n", STR_ARG(buf_str(&values)), p->table,
		 p->rest);
	if (p->map)
		buf_addf(sql, "INSERT OR IGNORE INTO m %s;\n", p->map);
	buf_release(&values);
	arena_release(&arena);
	return rc;
}

/* Documents of x that are not known here; asked before any is copied. */
static const char mark_known[] =
	"INSERT INTO m SELECT 'known', a.id, 0 FROM x.document a JOIN m ON m.kind = 'url'"
	" AND m.old = a.url_id JOIN main.document b ON b.url_id = m.new AND b.sha256 = a.sha256"
	" UNION ALL SELECT 'known', a.id, 0 FROM x.document a JOIN main.document b"
	" ON b.path = a.path AND b.sha256 = a.sha256 AND b.url_id IS NULL"
	" WHERE a.url_id IS NULL;\n";

static const char mark_fresh[] =
	"INSERT INTO m SELECT 'fresh', d.old, d.new FROM m d WHERE d.kind = 'document'"
	" AND NOT EXISTS (SELECT 1 FROM m k WHERE k.kind = 'known' AND k.old = d.old);\n";

/* What both know is brought to the later state; URLs find the pages that led to them. */
static const char settle_urls[] =
	"UPDATE main.url SET (state, disposition, fetched_ms, due_ms, interval_s, etag,"
	" last_modified) = (SELECT a.state, a.disposition, a.fetched_ms, a.due_ms, a.interval_s,"
	" a.etag, a.last_modified FROM m JOIN x.url a ON a.id = m.old WHERE m.kind = 'url'"
	" AND m.new = main.url.id) WHERE EXISTS (SELECT 1 FROM m JOIN x.url a ON a.id = m.old"
	" WHERE m.kind = 'url' AND m.new = main.url.id"
	" AND coalesce(a.fetched_ms, 0) > coalesce(main.url.fetched_ms, 0));\n"
	"UPDATE main.url SET parent_id = (SELECT p.new FROM m JOIN x.url a ON a.id = m.old"
	" JOIN m p ON p.kind = 'url' AND p.old = a.parent_id WHERE m.kind = 'url'"
	" AND m.new = main.url.id) WHERE parent_id IS NULL"
	" AND id IN (SELECT new FROM m WHERE kind = 'url');\n"
	"UPDATE main.seed SET lists_complete = (SELECT min(coalesce(a.lists_complete, 0),"
	" coalesce(main.seed.lists_complete, a.lists_complete, 0)) FROM m JOIN x.seed a"
	" ON a.id = m.old WHERE m.kind = 'seed' AND m.new = main.seed.id)"
	" WHERE id IN (SELECT new FROM m WHERE kind = 'seed');\n";

static const char settle_documents[] =
	"UPDATE main.document SET (first_seen_ms, last_seen_ms) = (SELECT min(a.first_seen_ms,"
	" main.document.first_seen_ms), max(a.last_seen_ms, main.document.last_seen_ms)"
	" FROM m JOIN x.document a ON a.id = m.old WHERE m.kind = 'document'"
	" AND m.new = main.document.id) WHERE id IN (SELECT new FROM m WHERE kind = 'document');\n"
	"UPDATE main.document SET is_superseded = EXISTS (SELECT 1 FROM main.document o"
	" WHERE o.id <> main.document.id AND (o.url_id = main.document.url_id OR (o.url_id IS NULL"
	" AND main.document.url_id IS NULL AND o.path = main.document.path))"
	" AND (o.last_seen_ms, o.id) > (main.document.last_seen_ms, main.document.id))"
	" WHERE url_id IN (SELECT d.url_id FROM m JOIN main.document d ON d.id = m.new"
	" WHERE m.kind = 'document') OR (url_id IS NULL AND path IN (SELECT d.path FROM m"
	" JOIN main.document d ON d.id = m.new WHERE m.kind = 'document'));\n";

static int copy_archives(struct store *s, const char *dir, struct err *e)
{
#define PLACE "CASE WHEN substr(a.name, 1, 1) = '/' THEN a.name ELSE ?1 || '/' || a.name END"
	static const char *const sql[] = {
		"INSERT OR IGNORE INTO main.archive(name) SELECT " PLACE
		" FROM x.archive a ORDER BY a.id",
		"INSERT INTO m SELECT 'archive', a.id, b.id FROM x.archive a JOIN main.archive b"
		" ON b.name = " PLACE,
	};

	for (size_t i = 0; i < countof(sql); i++) {
		struct sqlite3_stmt *st = db_stmt(s, sql[i], e);

		if (!st)
			return -1;
		db_text(st, 1, dir);
		if (db_run(s, st, "merge archives", e))
			return -1;
	}
	return 0;
}

static int note_agency(struct store *s, int64_t old, int64_t new, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "INSERT INTO m VALUES('agency', ?1, ?2)", e);

	if (!st)
		return -1;
	db_int(st, 1, old);
	db_int(st, 2, new);
	return db_run(s, st, "merge agencies", e);
}

static int copy_agencies(struct store *s, struct err *e)
{
	struct sqlite3_stmt *st = db_prepare(
		s, "SELECT id, name, region, level, parent FROM x.agency ORDER BY id", e);
	struct arena arena = { 0 };
	int rc = st ? 0 : -1;

	while (rc == 0 && (rc = db_next(s, st, "merge agencies", e)) > 0) {
		int64_t id;

		arena_release(&arena);
		rc = agency_id(&id, s, db_col_str(st, 1, &arena), db_col_str(st, 2, &arena),
			       db_col_str(st, 3, &arena), db_col_str(st, 4, &arena), e) ||
				     note_agency(s, db_col_int(st, 0), id, e)
			     ? -1
			     : 0;
	}
	db_finalize(st);
	arena_release(&arena);
	return rc;
}

static int copy_parts(struct store *s, struct err *e)
{
	struct buf sql;
	int rc = 0;

	buf_init(&sql, MAX_SQL);
	for (size_t i = 0; rc == 0 && i < countof(parts); i++) {
		if (strcmp(parts[i].table, "document") == 0)
			buf_add(&sql, STR(mark_known));
		rc = write_copy(&sql, s, &parts[i], e);
		if (strcmp(parts[i].table, "url") == 0)
			buf_add(&sql, STR(settle_urls));
		if (strcmp(parts[i].table, "document") == 0) {
			buf_add(&sql, STR(mark_fresh));
			buf_add(&sql, STR(settle_documents));
		}
	}
	buf_addc(&sql, '\0');
	if (rc == 0)
		rc = db_exec(s, sql.p, "merge", e);
	buf_release(&sql);
	return rc;
}

/* Each new report finds its version, its standing, and tables of its own in other documents. */
static int place_reports(struct store_merged *out, struct store *s, struct err *e)
{
	struct sqlite3_stmt *st =
		db_prepare(s, "SELECT new FROM m WHERE kind = 'report' ORDER BY new", e);
	int rc = st ? 0 : -1;

	while (rc == 0 && (rc = db_next(s, st, "merge reports", e)) > 0) {
		out->n_reports++;
		rc = put_place(s, db_col_int(st, 0), e);
	}
	db_finalize(st);
	return rc;
}

static int count(int64_t *out, struct store *s, const char *sql, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, sql, e);

	return st && db_one(out, s, st, "count", e) >= 0 ? 0 : -1;
}

static int merge(struct store_merged *out, struct store *s, const char *dir, struct err *e)
{
	static const char urls[] = "SELECT count(*) FROM main.url";
	static const char documents[] = "SELECT count(*) FROM main.document";
	int64_t strange = 0, n_urls, n_documents;

	if (count(&strange, s,
		  "SELECT count(*) FROM (SELECT key, table_name, slot, column_name, divisor"
		  " FROM x.cell_key EXCEPT SELECT key, table_name, slot, column_name, divisor"
		  " FROM main.cell_key)",
		  e))
		return -1;
	if (strange)
		return err_set(e, ERR_USAGE, "it has cells that this program does not know");
	if (count(&n_urls, s, urls, e) || count(&n_documents, s, documents, e) ||
	    db_exec(s,
		    "CREATE TEMP TABLE m(kind TEXT, old INTEGER, new INTEGER,"
		    " PRIMARY KEY (kind, old)) WITHOUT ROWID;"
		    " CREATE INDEX temp.m_new ON m(kind, new)",
		    "merge", e) ||
	    copy_archives(s, dir, e) || copy_agencies(s, e) || copy_parts(s, e) ||
	    merge_assessed(s, e) || place_reports(out, s, e) || count(&out->n_urls, s, urls, e) ||
	    count(&out->n_documents, s, documents, e))
		return -1;
	out->n_urls -= n_urls;
	out->n_documents -= n_documents;
	return db_exec(s, "DROP TABLE temp.m", "merge", e);
}

static int attach(struct store *s, const char *from, struct err *e)
{
	struct sqlite3_stmt *st = db_prepare(s, "ATTACH DATABASE ?1 AS x", e);
	int rc;

	if (!st)
		return -1;
	db_text(st, 1, from);
	rc = db_next(s, st, "attach", e);
	db_finalize(st);
	return rc < 0 ? -1 : 0;
}

int store_merge(struct store_merged *out, struct store *s, const char *from,
		const char *archive_dir, struct err *e)
{
	struct store *other;
	struct err late;
	int rc;

	*out = (struct store_merged){ 0 };
	/* Opened once on its own: it must be there, and of this program and version. */
	if (store_open(&other, from, STORE_READ, e))
		return -1;
	store_close(other);
	if (attach(s, from, e))
		return -1;
	rc = store_begin(s, e);
	if (rc == 0 && merge(out, s, archive_dir, e)) {
		store_rollback(s);
		rc = err_at(e, "%s", from);
	} else if (rc == 0) {
		rc = store_commit(s, e);
	}
	if (db_exec(s, "DETACH DATABASE x", "detach", &late) && rc == 0) {
		*e = late;
		rc = -1;
	}
	return rc;
}
