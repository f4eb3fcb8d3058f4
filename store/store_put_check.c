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

/* Rows of one statement: so many are written for little more than the price of one. */
#define ROWS_AT_ONCE 10
#define ROW          "(?, ?, ?, ?, ?, ?)"

static int put_assessments(struct store *s, int64_t report_id, const char *origin,
			   const struct assessment *at, size_t n, struct err *e)
{
	static const char one[] = "INSERT OR REPLACE INTO assessment VALUES" ROW;
	static const char many[] = "INSERT OR REPLACE INTO assessment VALUES" ROW "," ROW "," ROW
				   "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW "," ROW;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n;) {
		size_t rows = n - i < ROWS_AT_ONCE ? 1 : ROWS_AT_ONCE;
		struct sqlite3_stmt *st = db_stmt(s, rows == 1 ? one : many, e);
		int to = 0;

		if (!st)
			return -1;
		for (size_t end = i + rows; i < end; i++) {
			db_int(st, ++to, report_id);
			db_text(st, ++to, at[i].rule->code);
			db_text(st, ++to, origin);
			db_int(st, ++to, at[i].holds);
			db_int(st, ++to, at[i].fails);
			db_int(st, ++to, at[i].open);
		}
		rc = db_run(s, st, "put assessments", e);
	}
	return rc;
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
	return put_assessments(s, report_id, origin, check->assessments, check->n_assessments, e);
}

int put_check_wipe(struct store *s, int64_t report_id, const char *origin, struct err *e)
{
	static const char *const sql[] = {
		"DELETE FROM finding WHERE report_id = ?1 AND origin = ?2",
		"DELETE FROM assessment WHERE report_id = ?1 AND origin = ?2",
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
