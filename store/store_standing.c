#include "store/put.h"

static uint64_t hash_column(uint64_t h, struct sqlite3_stmt *st, int at)
{
	return hash_str(h, db_col_view(st, at));
}

static int hash_findings(uint64_t *out, struct store *s, int64_t report_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"SELECT rule, severity, coalesce(cells, ''), message, coalesce(quote, '') FROM"
		" finding WHERE report_id = ?1 AND origin = 'document' ORDER BY id",
		e);
	uint64_t h = HASH_START;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, report_id);
	while ((rc = db_next(s, st, "get findings", e)) > 0)
		for (int i = 0; i < 5; i++)
			h = hash_column(h, st, i);
	if (rc == 0)
		db_done(st);
	*out = h;
	return rc;
}

static int find(int64_t *report_id, struct store_standing *out, struct store *s,
		int64_t document_id, struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT d.kind, d.outcome, r.id FROM document d LEFT JOIN report r"
			" ON r.document_id = d.id AND NOT r.is_annex WHERE d.id = ?1",
			e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, document_id);
	rc = db_next(s, st, "get document", e);
	if (rc > 0) {
		out->kind = db_col_str(st, 0, arena);
		out->outcome = db_col_str(st, 1, arena);
		*report_id = db_col_int(st, 2);
	}
	if (rc >= 0)
		db_done(st);
	return rc;
}

int store_get_standing(struct store_standing *out, struct store *s, int64_t document_id,
		       struct arena *arena, struct err *e)
{
	struct store_report_row row;
	struct report *r;
	int64_t id = 0;
	int rc;

	*out = (struct store_standing){ 0 };
	rc = find(&id, out, s, document_id, arena, e);
	if (rc <= 0 || !id)
		return rc;
	r = ARENA_NEW(arena, struct report, 1);
	if (store_get_report(r, &row, s, id, arena, e) < 0 ||
	    hash_findings(&out->findings, s, id, e))
		return -1;
	out->identity = put_identity_hash(&r->identity);
	out->tables = put_tables_hash(r);
	out->cells = put_cells_hash(r);
	out->sections = put_sections_hash(r);
	return 1;
}
