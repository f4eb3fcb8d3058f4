#include "store/store_series.h"

#include "store/db.h"

int store_series(struct store_series_row **out, size_t *n, struct store *s, struct arena *arena,
		 struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"SELECT r.id, coalesce(l.same_as, r.agency_id) AS body, year, scope IS lag(scope) "
		"OVER w"
		" AND coalesce(l.same_as, r.agency_id) ="
		" lag(coalesce(l.same_as, r.agency_id)) OVER w"
		" FROM report r LEFT JOIN agency_link l ON l.agency_id = r.agency_id"
		" WHERE is_current AND r.agency_id IS NOT NULL AND year IS NOT NULL"
		" WINDOW w AS (ORDER BY coalesce(l.same_as, r.agency_id), scope, year, r.id)"
		" ORDER BY body, scope, year, r.id",
		e);
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	while ((rc = db_next(s, st, "list series", e)) > 0) {
		ARENA_GROW(arena, *out, *n, cap);
		(*out)[(*n)++] = (struct store_series_row){ .id = db_col_int(st, 0),
							    .agency_id = db_col_int(st, 1),
							    .year = (int32_t)db_col_int(st, 2),
							    .same_series = db_col_int(st, 3) != 0 };
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static int multiples(struct store_multiple **out, size_t *n, struct store *s, const char *sql,
		     struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, sql, e);
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	while ((rc = db_next(s, st, "list multiples", e)) > 0) {
		ARENA_GROW(arena, *out, *n, cap);
		(*out)[(*n)++] = (struct store_multiple){ db_col_int(st, 0), db_col_int(st, 1),
							  db_col_str(st, 2, arena) };
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

int store_versions(struct store_multiple **out, size_t *n, struct store *s, struct arena *arena,
		   struct err *e)
{
	return multiples(
		out, n, s,
		"SELECT max(iif(r.is_current, r.id, 0)) AS current_id, count(DISTINCT r.version),"
		" max(iif(r.is_current, NULL, coalesce(u.text, d.path)))"
		" FROM report r JOIN document d ON d.id = r.document_id"
		" LEFT JOIN url u ON u.id = d.url_id"
		" WHERE r.agency_id IS NOT NULL AND r.year IS NOT NULL AND NOT r.is_annex"
		" GROUP BY r.agency_id, r.year, r.scope"
		" HAVING count(DISTINCT r.version) > 1 AND current_id > 0 ORDER BY current_id",
		arena, e);
}

int store_addresses(struct store_multiple **out, size_t *n, struct store *s, struct arena *arena,
		    struct err *e)
{
	return multiples(
		out, n, s,
		/* A page and the files on it are one address. */
		"SELECT max(iif(r.is_current, r.id, 0)) AS current_id, count(DISTINCT"
		" iif(u.kind IN ('attachment', 'shell'), coalesce(u.parent_id, u.id), u.id)) AS n,"
		" max(iif(r.is_current, NULL, u.text))"
		" FROM report r JOIN document d ON d.id = r.document_id"
		" JOIN url u ON u.id = d.url_id"
		" WHERE r.agency_id IS NOT NULL AND r.year IS NOT NULL AND NOT r.is_annex"
		" AND NOT d.is_superseded"
		" GROUP BY r.agency_id, r.year, r.scope, r.version"
		" HAVING n > 1 AND current_id > 0 ORDER BY current_id",
		arena, e);
}
