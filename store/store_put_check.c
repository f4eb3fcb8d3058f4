#include "base/buf.h"
#include "store/put.h"

static int put_finding(struct store *s, int64_t report_id, const char *origin,
		       const struct finding *f, struct buf *cells, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"INSERT INTO finding(report_id, origin, rule, severity, cells, left_micro,"
			" right_micro, message, quote, block)"
			" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
			e);
	char key[CELL_KEY_MAX];

	if (!st)
		return -1;
	buf_clear(cells);
	for (size_t i = 0; i < f->n_cells; i++)
		buf_addf(cells, "%s%s", i ? " " : "",
			 cell_key(key, f->cells[i].row, f->cells[i].col));
	db_int(st, 1, report_id);
	db_text(st, 2, origin);
	db_text(st, 3, f->rule->code);
	db_text(st, 4, severity_name(f->severity));
	db_str_if(st, 5, buf_str(cells));
	db_or_null(st, 6, f->left, f->has_sides);
	db_or_null(st, 7, f->right, f->has_sides);
	db_str(st, 8, f->message.p ? f->message : STR(""));
	db_str_if(st, 9, f->quote);
	db_int(st, 10, f->block);
	return db_run(s, st, "put finding", e);
}

int put_check(struct store *s, int64_t report_id, const char *origin, const struct check *check,
	      struct err *e)
{
	struct buf cells;
	int rc = 0;

	buf_init(&cells, FINDING_MAX_CELLS * (CELL_KEY_MAX + 1));
	for (size_t i = 0; rc == 0 && i < check->n_findings; i++)
		rc = put_finding(s, report_id, origin, &check->findings[i], &cells, e);
	buf_release(&cells);
	if (rc)
		return rc;
	return put_assessed(s, report_id, origin, check, e);
}

int put_check_wipe(struct store *s, int64_t report_id, const char *origin, struct err *e)
{
	static const char *const sql[] = {
		"DELETE FROM finding WHERE report_id = ?1 AND origin = ?2",
		"DELETE FROM assessed WHERE report_id = ?1 AND origin = ?2",
	};

	for (size_t i = 0; i < countof(sql); i++) {
		struct sqlite3_stmt *st = db_stmt(s, sql[i], e);

		if (!st)
			return -1;
		db_int(st, 1, report_id);
		db_text(st, 2, origin);
		if (db_run(s, st, "clear findings", e))
			return -1;
	}
	return 0;
}
