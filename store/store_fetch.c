#include "store/store_fetch.h"

#include <assert.h>

#include "store/db.h"

int archive_id(int64_t *id, struct store *s, struct str name, struct err *e)
{
	struct sqlite3_stmt *st;
	int rc;

	*id = 0;
	if (!name.n)
		return 0;
	st = db_stmt(s, "SELECT id FROM archive WHERE name = ?1", e);
	if (!st)
		return -1;
	db_str(st, 1, name);
	rc = db_one(id, s, st, "find archive", e);
	if (rc)
		return rc < 0 ? -1 : 0;
	st = db_stmt(s, "INSERT INTO archive(name) VALUES(?1)", e);
	if (!st)
		return -1;
	db_str(st, 1, name);
	if (db_run(s, st, "put archive", e))
		return -1;
	*id = db_last_id(s);
	return 0;
}

static int add_fetch(int64_t *id, struct store *s, const struct store_fetch *f, struct err *e)
{
	struct sqlite3_stmt *st;
	int64_t archive;

	if (archive_id(&archive, s, f->place.file, e))
		return -1;
	st = db_stmt(s,
		     "INSERT INTO fetch(run_id, url_id, started_ms, took_ms, disposition, detail,"
		     " status, location, media_type, charset, address, n_bytes, sha256, archive_id,"
		     " archive_offset, archive_length) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
		     " ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
		     e);
	if (!st)
		return -1;
	db_id(st, 1, f->run_id);
	db_int(st, 2, f->url_id);
	db_int(st, 3, f->started_ms);
	db_int(st, 4, f->took_ms);
	db_text(st, 5, f->disposition);
	db_str_if(st, 6, f->detail);
	db_int(st, 7, f->status);
	db_str_if(st, 8, f->location);
	db_str_if(st, 9, f->media_type);
	db_str_if(st, 10, f->charset);
	db_str_if(st, 11, f->address);
	db_int(st, 12, f->n_bytes);
	db_str_if(st, 13, f->sha256);
	db_id(st, 14, archive);
	db_or_null(st, 15, f->place.offset, archive != 0);
	db_or_null(st, 16, f->place.length, archive != 0);
	if (db_run(s, st, "put fetch", e))
		return -1;
	*id = db_last_id(s);
	return 0;
}

int store_put_fetch(int64_t *fetch_id, struct store *s, const struct store_fetch *f, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s, add_fetch(fetch_id, s, f, e), e);
}

/* 1 when this very body is known; *n_others counts other bodies of the same origin. */
static int find_body(int64_t *id, bool *is_superseded, struct store *s,
		     const struct store_document *d, struct err *e)
{
	struct sqlite3_stmt *st =
		d->url_id ? db_stmt(s,
				    "SELECT id, is_superseded FROM document"
				    " WHERE url_id = ?1 AND sha256 = ?2",
				    e)
			  : db_stmt(s,
				    "SELECT id, is_superseded FROM document"
				    " WHERE url_id IS NULL AND path = ?1 AND sha256 = ?2",
				    e);
	int rc;

	if (!st)
		return -1;
	if (d->url_id)
		db_int(st, 1, d->url_id);
	else
		db_str(st, 1, d->path);
	db_str(st, 2, d->sha256);
	rc = db_next(s, st, "find document", e);
	if (rc > 0) {
		*id = db_col_int(st, 0);
		*is_superseded = db_col_int(st, 1) != 0;
	}
	if (rc >= 0)
		db_done(st);
	return rc;
}

static int see_again(struct store *s, int64_t id, const struct store_document *d, struct err *e)
{
	struct sqlite3_stmt *st;
	int64_t archive;

	if (archive_id(&archive, s, d->place.file, e))
		return -1;
	st = db_stmt(s,
		     "UPDATE document SET last_seen_ms = max(last_seen_ms, ?2), is_superseded = 0,"
		     " gone_ms = NULL, seed_id = coalesce(seed_id, ?3), link_text ="
		     " coalesce(link_text, ?4), link_year = coalesce(link_year, ?5),"
		     " archive_offset = iif(archive_id IS NULL, ?7, archive_offset),"
		     " archive_length = iif(archive_id IS NULL, ?8, archive_length),"
		     " archive_id = coalesce(archive_id, ?6) WHERE id = ?1",
		     e);
	if (!st)
		return -1;
	db_int(st, 1, id);
	db_int(st, 2, d->seen_ms);
	db_id(st, 3, d->seed_id);
	db_str_if(st, 4, d->link_text);
	db_id(st, 5, d->link_year);
	db_id(st, 6, archive);
	db_or_null(st, 7, d->place.offset, archive != 0);
	db_or_null(st, 8, d->place.length, archive != 0);
	return db_run(s, st, "put document", e);
}

static int add_body(int64_t *id, struct store *s, const struct store_document *d, struct err *e)
{
	struct sqlite3_stmt *st;
	int64_t archive;

	if (archive_id(&archive, s, d->place.file, e))
		return -1;
	st = db_stmt(s,
		     "INSERT INTO document(url_id, path, sha256, n_bytes, media_type, http_charset,"
		     " archive_id, archive_offset, archive_length, seed_id, link_text, link_year,"
		     " first_seen_ms, last_seen_ms, wire_digest)"
		     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14)",
		     e);
	if (!st)
		return -1;
	db_id(st, 1, d->url_id);
	db_str_if(st, 2, d->path);
	db_str(st, 3, d->sha256);
	db_int(st, 4, d->n_bytes);
	db_str_if(st, 5, d->media_type);
	db_str_if(st, 6, d->charset);
	db_id(st, 7, archive);
	db_or_null(st, 8, d->place.offset, archive != 0);
	db_or_null(st, 9, d->place.length, archive != 0);
	db_id(st, 10, d->seed_id);
	db_str_if(st, 11, d->link_text);
	db_id(st, 12, d->link_year);
	db_int(st, 13, d->seen_ms);
	db_str_if(st, 14, d->wire_digest);
	if (db_run(s, st, "put document", e))
		return -1;
	*id = db_last_id(s);
	return 0;
}

/* All other bodies of the same URL or path are old now; *n of them were not before. */
static int supersede(int64_t *n, struct store *s, int64_t id, const struct store_document *d,
		     struct err *e)
{
	struct sqlite3_stmt *st =
		d->url_id ? db_stmt(s,
				    "UPDATE document SET is_superseded = 1 WHERE url_id = ?1"
				    " AND id <> ?2 AND NOT is_superseded",
				    e)
			  : db_stmt(s,
				    "UPDATE document SET is_superseded = 1 WHERE url_id IS NULL"
				    " AND path = ?1 AND id <> ?2 AND NOT is_superseded",
				    e);

	if (!st)
		return -1;
	if (d->url_id)
		db_int(st, 1, d->url_id);
	else
		db_str(st, 1, d->path);
	db_int(st, 2, id);
	if (db_run(s, st, "put document", e))
		return -1;
	*n = db_changes(s);
	return 0;
}

static int put_document(int64_t *id, enum store_news *news, struct store *s,
			const struct store_document *d, struct err *e)
{
	bool was_superseded = false;
	int64_t n_old = 0;
	int rc;

	*news = STORE_NEW;
	if (d->is_first)
		return add_body(id, s, d, e);
	rc = find_body(id, &was_superseded, s, d, e);

	if (rc < 0)
		return -1;
	if (rc ? see_again(s, *id, d, e) : add_body(id, s, d, e))
		return -1;
	if ((!rc || was_superseded) && supersede(&n_old, s, *id, d, e))
		return -1;
	*news = n_old ? STORE_CHANGED : rc ? STORE_SAME : STORE_NEW;
	return 0;
}

int store_put_document(int64_t *document_id, enum store_news *news, struct store *s,
		       const struct store_document *d, struct err *e)
{
	assert(d->sha256.n && (d->url_id || d->path.n));
	if (db_enter(s, e))
		return -1;
	return db_leave(s, put_document(document_id, news, s, d, e), e);
}

int store_url_gone(struct store *s, int64_t url_id, int64_t now_ms, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "UPDATE document SET gone_ms = ?2 WHERE url_id = ?1 AND gone_ms IS NULL", e);

	if (!st)
		return -1;
	db_int(st, 1, url_id);
	db_int(st, 2, now_ms);
	return db_run(s, st, "mark as withdrawn", e);
}

/* A list that several lines name for several agencies says nothing of whose a document is. */
#define DOCUMENT_COLUMNS                                                                           \
	"SELECT d.id, d.url_id, d.seed_id, r.id, u.text, d.path, d.sha256, d.media_type,"          \
	" d.http_charset, d.link_text, d.n_bytes, d.link_year, a.name, d.archive_offset,"          \
	" d.archive_length, d.first_seen_ms, d.last_seen_ms, d.is_superseded, d.outcome,"          \
	" d.format, d.kind, t.agency, s.region, t.level, t.parent, p.agency, p.published, p.year," \
	" coalesce(u.kind IN ('attachment', 'shell'), 0), d.wire_digest"                           \
	" FROM document d"                                                                         \
	" LEFT JOIN url u ON u.id = d.url_id LEFT JOIN report r ON r.document_id = d.id"           \
	" AND NOT r.is_annex"                                                                      \
	" LEFT JOIN document p ON p.id = (SELECT max(x.id) FROM document x"                        \
	" WHERE x.url_id = u.parent_id AND x.kind IN ('report', 'shell', 'unknown', 'statistics')" \
	" AND u.kind IN ('attachment', 'shell'))"                                                  \
	" LEFT JOIN archive a ON a.id = d.archive_id LEFT JOIN seed s ON s.id = d.seed_id"         \
	" LEFT JOIN seed t ON t.id = s.id AND NOT EXISTS (SELECT 1 FROM seed x WHERE x.url = "     \
	"s.url"                                                                                    \
	" AND x.id <> s.id) "

/* One row, or none; the statement is given back. */
static int read_document(struct store_document_row *out, struct store *s, struct sqlite3_stmt *st,
			 struct arena *arena, struct err *e)
{
	int rc = db_next(s, st, "get document", e);

	if (rc > 0) {
		*out = (struct store_document_row){
			.id = db_col_int(st, 0),
			.url_id = db_col_int(st, 1),
			.seed_id = db_col_int(st, 2),
			.report_id = db_col_int(st, 3),
			.url = db_col_str(st, 4, arena),
			.path = db_col_str(st, 5, arena),
			.sha256 = db_col_str(st, 6, arena),
			.media_type = db_col_str(st, 7, arena),
			.charset = db_col_str(st, 8, arena),
			.link_text = db_col_str(st, 9, arena),
			.n_bytes = db_col_int(st, 10),
			.link_year = (int)db_col_int(st, 11),
			.place = { db_col_str(st, 12, arena), db_col_int(st, 13),
				   db_col_int(st, 14) },
			.first_seen_ms = db_col_int(st, 15),
			.last_seen_ms = db_col_int(st, 16),
			.is_superseded = db_col_int(st, 17) != 0,
			.is_read = !db_col_null(st, 18),
			.outcome = db_col_str(st, 18, arena),
			.format = db_col_str(st, 19, arena),
			.kind = db_col_str(st, 20, arena),
			.seed_agency = db_col_str(st, 21, arena),
			.seed_region = db_col_str(st, 22, arena),
			.seed_level = db_col_str(st, 23, arena),
			.seed_parent = db_col_str(st, 24, arena),
			.page_agency = db_col_str(st, 25, arena),
			.page_published = db_col_date(st, 26),
			.page_year = (int)db_col_int(st, 27),
			.is_file = db_col_int(st, 28) != 0,
			.wire_digest = db_col_str(st, 29, arena),
		};
	}
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_get_document(struct store_document_row *out, struct store *s, int64_t id,
		       struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, DOCUMENT_COLUMNS "WHERE d.id = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, id);
	return read_document(out, s, st, arena, e);
}

int store_last_body(struct store_body *out, struct store *s, int64_t url_id, struct str path,
		    struct arena *arena, struct err *e)
{
#define LAST_BODY                                                                                  \
	"SELECT id, first_seen_ms, sha256, wire_digest, archive_id IS NOT NULL FROM document "     \
	"WHERE "
#define NEWEST " ORDER BY is_superseded, id DESC LIMIT 1"
	struct sqlite3_stmt *st =
		url_id ? db_stmt(s, LAST_BODY "url_id = ?1" NEWEST, e)
		       : db_stmt(s, LAST_BODY "url_id IS NULL AND path = ?1" NEWEST, e);
	int rc;

	if (!st)
		return -1;
	if (url_id)
		db_int(st, 1, url_id);
	else
		db_str(st, 1, path);
	rc = db_next(s, st, "find document", e);
	if (rc > 0)
		*out = (struct store_body){
			.id = db_col_int(st, 0),
			.first_seen_ms = db_col_int(st, 1),
			.sha256 = db_col_str(st, 2, arena),
			.wire_digest = db_col_str(st, 3, arena),
			.is_archived = db_col_int(st, 4) != 0,
		};
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_find_document(int64_t *id, struct store *s, struct str url_or_path, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT id FROM (SELECT d.id, d.is_superseded FROM document d JOIN url u"
			" ON u.id = d.url_id WHERE u.text = ?1 UNION ALL"
			" SELECT id, is_superseded FROM document WHERE path = ?1)"
			" ORDER BY is_superseded, id DESC LIMIT 1",
			e);

	if (!st)
		return -1;
	db_str(st, 1, url_or_path);
	return db_one(id, s, st, "find document", e);
}

int store_next_document(struct store_document_row *out, struct store *s, enum store_which which,
			int64_t after, struct arena *arena, struct err *e)
{
	static const char all[] = DOCUMENT_COLUMNS "WHERE d.id > ?1 ORDER BY d.id LIMIT 1";
	static const char unread[] =
		DOCUMENT_COLUMNS "WHERE d.id > ?1 AND d.outcome IS NULL ORDER BY d.id LIMIT 1";
	struct sqlite3_stmt *st = db_stmt(s, which == STORE_ALL ? all : unread, e);

	if (!st)
		return -1;
	db_int(st, 1, after);
	return read_document(out, s, st, arena, e);
}
