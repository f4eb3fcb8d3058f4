#include "store/store_link.h"

#include "store/db.h"

int store_link_rows(struct succession_row **out, size_t *n, struct store *s, struct arena *arena,
		    struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT r.agency_id, a.name, a.region, r.year, u.text FROM report r"
			" JOIN agency a ON a.id = r.agency_id"
			" JOIN document d ON d.id = r.document_id JOIN url u ON u.id = d.url_id"
			" WHERE r.is_current AND r.year IS NOT NULL ORDER BY r.id",
			e);
	size_t cap = 0;
	int rc;

	*out = NULL;
	*n = 0;
	if (!st)
		return -1;
	while ((rc = db_next(s, st, "list bodies", e)) > 0) {
		ARENA_GROW(arena, *out, *n, cap);
		(*out)[(*n)++] = (struct succession_row){
			.agency_id = db_col_int(st, 0),
			.name = db_col_str(st, 1, arena),
			.region = db_col_str(st, 2, arena),
			.year = (int)db_col_int(st, 3),
			.url = db_col_str(st, 4, arena),
		};
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static int put_link(struct store *s, const struct succession *link, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s,
					  "INSERT INTO agency_link(agency_id, same_as, kind, "
					  "evidence) VALUES(?1, ?2, ?3, ?4)",
					  e);

	if (!st)
		return -1;
	db_int(st, 1, link->agency_id);
	db_int(st, 2, link->same_as);
	db_text(st, 3, succession_kind_name(link->kind));
	db_str(st, 4, link->evidence);
	return db_run(s, st, "put link", e);
}

int store_put_links(struct store *s, const struct succession *links, size_t n, struct err *e)
{
	bool own = !s->in_transaction;
	int rc;

	if (own && store_begin(s, e))
		return -1;
	rc = db_exec(s, "DELETE FROM agency_link", "clear links", e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = put_link(s, &links[i], e);
	if (own && rc == 0)
		return store_commit(s, e);
	if (own)
		store_rollback(s);
	return rc;
}
