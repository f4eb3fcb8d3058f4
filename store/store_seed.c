#include "store/db.h"
#include "store/store_frontier.h"

int store_put_robots(struct store *s, int64_t host_id, const struct store_robots *r, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "INSERT OR REPLACE INTO robots VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		e);

	if (!st)
		return -1;
	db_int(st, 1, host_id);
	db_str(st, 2, r->verdict);
	db_int(st, 3, r->status);
	db_int(st, 4, r->fetched_ms);
	db_int(st, 5, r->expires_ms);
	db_id(st, 6, r->good_ms);
	db_int(st, 7, r->fails);
	db_str_if(st, 8, r->etag);
	db_str_if(st, 9, r->last_modified);
	db_blob(st, 10, r->body);
	return db_run(s, st, "put robots.txt", e);
}

int store_get_robots(struct store_robots *out, struct store *s, int64_t host_id,
		     struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT verdict, status, fetched_ms, expires_ms, good_ms, fails, etag,"
			" last_modified, body FROM robots WHERE host_id = ?1",
			e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, host_id);
	rc = db_next(s, st, "get robots.txt", e);
	if (rc > 0)
		*out = (struct store_robots){
			.verdict = db_col_str(st, 0, arena),
			.status = (int)db_col_int(st, 1),
			.fetched_ms = db_col_int(st, 2),
			.expires_ms = db_col_int(st, 3),
			.good_ms = db_col_int(st, 4),
			.fails = (int)db_col_int(st, 5),
			.etag = db_col_str(st, 6, arena),
			.last_modified = db_col_str(st, 7, arena),
			.body = db_col_str(st, 8, arena),
		};
	if (rc >= 0)
		db_done(st);
	return rc;
}

static int expect(struct store *s, int64_t agency, int year, const char *origin, int64_t seed_id,
		  struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "INSERT OR IGNORE INTO expected VALUES(?1, ?2, ?3, ?4)", e);

	if (!st)
		return -1;
	db_int(st, 1, agency);
	db_int(st, 2, year);
	db_text(st, 3, origin);
	db_id(st, 4, seed_id);
	return db_run(s, st, "put expected year", e);
}

static int put_seed_row(int64_t *id, struct store *s, const struct store_seed *seed, int64_t agency,
			struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"INSERT INTO seed(url, agency, name, kind, region, level, parent, years, note,"
		" agency_id) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
		" ON CONFLICT(url, agency) DO UPDATE SET name = excluded.name,"
		" kind = excluded.kind, region = excluded.region, level = excluded.level,"
		" parent = excluded.parent, years = excluded.years, note = excluded.note,"
		" agency_id = excluded.agency_id RETURNING id",
		e);

	if (!st)
		return -1;
	db_str(st, 1, seed->url);
	db_str(st, 2, seed->agency.p ? seed->agency : STR(""));
	db_str_if(st, 3, seed->name);
	db_str(st, 4, seed->kind);
	db_str_if(st, 5, seed->region);
	db_str_if(st, 6, seed->level);
	db_str_if(st, 7, seed->parent);
	db_str_if(st, 8, seed->years);
	db_str_if(st, 9, seed->note);
	db_id(st, 10, agency);
	return db_one(id, s, st, "put seed", e) < 0 ? -1 : 0;
}

static int put_seed(int64_t *id, struct store *s, const struct store_seed *seed, struct err *e)
{
	int64_t agency = 0;

	if (seed->agency.n &&
	    agency_id(&agency, s, seed->agency, seed->region, seed->level, seed->parent, e))
		return -1;
	if (put_seed_row(id, s, seed, agency, e))
		return -1;
	for (size_t i = 0; agency && i < seed->n_expect_years; i++)
		if (expect(s, agency, seed->expect_years[i], "seed", *id, e))
			return -1;
	return 0;
}

int store_put_seed(int64_t *seed_id, struct store *s, const struct store_seed *seed, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s, put_seed(seed_id, s, seed, e), e);
}

int store_seed_complete(struct store *s, int64_t seed_id, bool complete, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "UPDATE seed SET lists_complete = ?2 WHERE id = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, seed_id);
	db_int(st, 2, complete);
	return db_run(s, st, "put seed", e);
}

static int put_expected(struct store *s, const struct store_expected *x, struct err *e)
{
	int64_t agency;

	if (agency_id(&agency, s, x->agency, x->region, x->level, x->parent, e))
		return -1;
	return expect(s, agency, x->year, "list", 0, e);
}

int store_put_expected(struct store *s, const struct store_expected *x, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s, put_expected(s, x, e), e);
}

int store_seeds_settle(struct store *s, struct err *e)
{
	return db_exec(s,
		       "UPDATE seed SET lists_complete = NOT EXISTS (SELECT 1 FROM url u WHERE"
		       " u.seed_id = seed.id AND u.state <> 4 AND (u.state IN (0, 1) OR"
		       " (u.kind IN ('home', 'list', 'api', 'page', 'shell', 'form') AND"
		       " u.disposition NOT IN ('ok', 'not_modified', 'redirect') AND NOT"
		       " (u.kind = 'page' AND u.disposition = 'not_found'))))"
		       " WHERE EXISTS (SELECT 1 FROM url u WHERE u.seed_id = seed.id)",
		       "settle seeds", e);
}

int store_next_seed(int64_t *seed_id, struct str *url, struct store *s, int64_t after,
		    struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT id, url FROM seed WHERE id > ?1 ORDER BY id LIMIT 1", e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, after);
	rc = db_next(s, st, "next seed", e);
	if (rc > 0) {
		*seed_id = db_col_int(st, 0);
		*url = db_col_str(st, 1, arena);
	}
	if (rc >= 0)
		db_done(st);
	return rc;
}
