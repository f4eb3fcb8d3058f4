#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "report/form.h"
#include "store/db.h"

#define MAX_SQL CELLS_MAX_SQL

#define MAX_SLOTS 1900 /* of a table: SQLite's rows have 2000 columns at most */

/* Sums of money are kept in hundredths of a yuan; one of no stated unit, in millionths of it. */
#define MONEY_DIVISOR 1000000

void cells_ask(struct asked *out, enum table_id t, const char *form_name)
{
	const struct form *form = form_name ? form_named(form_name) : NULL;

	memset(out, 0, sizeof(*out));
	for (size_t b = 0; form && b < form->n_blocks; b++) {
		const struct form_block *block = &form->blocks[b];

		for (size_t r = 0; block->table == t && r < block->n_rows; r++)
			for (size_t c = 0; c < block->n_cols; c++)
				out->cell[block->rows[r].row][block->cols[c].col] = true;
	}
}

/* The column a cell lies in: its key, but for the unit of sums of money. */
static int64_t column_name(char out[CELL_KEY_MAX + 8], enum row_id row, enum col_id col)
{
	char key[CELL_KEY_MAX];
	size_t n = strlen(cell_key(key, row, col));

	if (n > 4 && strcmp(key + n - 4, "_wan") == 0) {
		snprintf(out, CELL_KEY_MAX + 8, "%.*s_fen", (int)(n - 4), key);
		return MONEY_DIVISOR;
	}
	if (col == COL_AMOUNT) {
		snprintf(out, CELL_KEY_MAX + 8, "%s_micro", key);
		return MONEY_DIVISOR;
	}
	snprintf(out, CELL_KEY_MAX + 8, "%s", key);
	return 1;
}

static int add_key(struct store *s, enum row_id row, enum col_id col, size_t slot, struct err *e)
{
	char key[CELL_KEY_MAX], column[CELL_KEY_MAX + 8];
	int64_t divisor = column_name(column, row, col);
	struct sqlite3_stmt *st =
		db_stmt(s, "INSERT INTO cell_key VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", e);

	if (!st)
		return -1;
	db_text(st, 1, cell_key(key, row, col));
	db_text(st, 2, table_name(row_table(row)));
	db_int(st, 3, (int64_t)slot);
	db_text(st, 4, row_name(row));
	db_text(st, 5, col_name(col));
	db_text(st, 6, cell_unit(row, col));
	db_text(st, 7, column);
	db_int(st, 8, divisor);
	return db_run(s, st, "put cell key", e);
}

/* A table that is not there yet, with all its columns in one statement. */
static int make_wide(struct store *s, enum table_id t, struct err *e)
{
	struct buf sql;
	size_t slot = 0;
	int rc = 0;

	buf_init(&sql, MAX_SQL);
	buf_addf(&sql,
		 "CREATE TABLE t_%s (\n"
		 "\treport_id INTEGER PRIMARY KEY REFERENCES report(id) ON DELETE CASCADE,\n"
		 "\tstates TEXT NOT NULL,\n\tplaces TEXT NOT NULL",
		 table_name(t));
	for (enum row_id r = 0; r < ROW__COUNT; r++)
		for (enum col_id c = 0; rc == 0 && c < COL__COUNT; c++) {
			char column[CELL_KEY_MAX + 8];

			if (row_table(r) != t || !cell_possible(r, c))
				continue;
			column_name(column, r, c);
			buf_addf(&sql, ",\n\t%s INTEGER", column);
			rc = add_key(s, r, c, slot++, e);
		}
	buf_add(&sql, STR("\n) STRICT"));
	if (rc == 0)
		rc = db_exec(s, sql.p, "make wide table", e);
	buf_release(&sql);
	return rc;
}

/* A cell that the program has learned since the table was made goes to its end. */
static int add_missing(struct store *s, enum row_id r, enum col_id c, struct err *e)
{
	enum table_id t = row_table(r);
	char column[CELL_KEY_MAX + 8], sql[256];

	column_name(column, r, c);
	snprintf(sql, sizeof(sql), "ALTER TABLE t_%s ADD COLUMN %s INTEGER", table_name(t), column);
	if (!s->writable)
		return err_set(e, ERR_USAGE, "made by an older nianbao; open it once for writing");
	if (add_key(s, r, c, s->n_slots[t], e) || db_exec(s, sql, "add column", e))
		return -1;
	s->n_slots[t]++;
	return 0;
}

static int count_keys(struct store *s, enum table_id t, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "SELECT coalesce(max(slot) + 1, 0) FROM cell_key WHERE table_name = ?1", e);
	int64_t n = 0;

	if (!st)
		return -1;
	db_text(st, 1, table_name(t));
	if (db_one(&n, s, st, "cell keys", e) < 0)
		return -1;
	if (n < 0 || n > MAX_SLOTS)
		return err_set(e, ERR_DB_CORRUPT, "database: cell_key: slot %" PRId64, n);
	s->n_slots[t] = (size_t)n;
	return 0;
}

/* Reads slots of one table; cells that this program does not know stay ROW__COUNT. */
static int load_keys(struct store *s, enum table_id t, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "SELECT key, slot, divisor FROM cell_key WHERE table_name = ?1 ORDER BY slot",
		e);
	int rc;

	if (!st || count_keys(s, t, e))
		return -1;
	s->slots[t] = ARENA_NEW(&s->arena, struct cell_slot, s->n_slots[t] + 1);
	for (size_t i = 0; i < s->n_slots[t]; i++)
		s->slots[t][i].row = ROW__COUNT;
	db_text(st, 1, table_name(t));
	while ((rc = db_next(s, st, "cell keys", e)) > 0) {
		struct str key = db_col_str(st, 0, &s->arena);
		int64_t slot = db_col_int(st, 1);
		struct cell_slot *to;

		if (slot < 0 || slot > INT16_MAX)
			continue;
		to = &s->slots[t][slot];
		to->divisor = db_col_int(st, 2);
		if (!cell_find(&to->row, &to->col, key)) {
			to->row = ROW__COUNT;
			continue;
		}
		s->slot[to->row][to->col] = (int16_t)slot;
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

/* "INSERT INTO t_x(report_id, states, places, a, b) VALUES(?1, ?2, ?3, ?4, ?5)" and its SELECT. */
static int wide_sql(struct store *s, enum table_id t, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "SELECT column_name FROM cell_key WHERE table_name = ?1 ORDER BY slot", e);
	struct buf columns, marks;
	int rc;

	if (!st)
		return -1;
	buf_init(&columns, MAX_SQL);
	buf_init(&marks, MAX_SQL);
	db_text(st, 1, table_name(t));
	while ((rc = db_next(s, st, "cell keys", e)) > 0) {
		buf_addf(&columns, ", %s", db_col_str(st, 0, &s->arena).p);
		buf_add(&marks, STR(", ?"));
	}
	if (rc == 0) {
		db_done(st);
		s->wide_insert[t] = arena_strf(&s->arena,
					       "INSERT INTO t_%s(report_id, states, places%.*s) "
					       "VALUES(?, ?, ?%.*s)",
					       table_name(t), STR_ARG(buf_str(&columns)),
					       STR_ARG(buf_str(&marks)))
					    .p;
		s->wide_copy[t] =
			arena_strf(&s->arena,
				   "INSERT INTO t_%s(report_id, states, places%.*s)"
				   " SELECT ?1, states, places%.*s FROM t_%s WHERE report_id = ?2",
				   table_name(t), STR_ARG(buf_str(&columns)),
				   STR_ARG(buf_str(&columns)), table_name(t))
				.p;
		s->wide_select[t] =
			arena_strf(&s->arena,
				   "SELECT states, places%.*s FROM t_%s WHERE report_id = ?1",
				   STR_ARG(buf_str(&columns)), table_name(t))
				.p;
	}
	buf_release(&columns);
	buf_release(&marks);
	return rc;
}

static int fit_table(struct store *s, enum table_id t, struct err *e)
{
	if (count_keys(s, t, e))
		return -1;
	if (s->n_slots[t] == 0 && s->writable && make_wide(s, t, e))
		return -1;
	if (load_keys(s, t, e))
		return -1;
	for (enum row_id r = 0; r < ROW__COUNT; r++)
		for (enum col_id c = 0; c < COL__COUNT; c++)
			if (row_table(r) == t && cell_possible(r, c) && s->slot[r][c] < 0 &&
			    add_missing(s, r, c, e))
				return -1;
	return load_keys(s, t, e) || wide_sql(s, t, e) ? -1 : 0;
}

int cells_open(struct store *s, struct err *e)
{
	for (enum row_id r = 0; r < ROW__COUNT; r++)
		for (enum col_id c = 0; c < COL__COUNT; c++)
			s->slot[r][c] = -1;
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (fit_table(s, t, e))
			return -1;
	return 0;
}

/* The figure of slot k.slot, by halving: a CASE of 200 branches would be walked for each cell. */
static void view_value(struct buf *sql, struct store *s, enum table_id t, struct err *e, int *rc)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "SELECT slot, column_name FROM cell_key WHERE table_name = ?1 ORDER BY slot", e);
	struct arena arena = { 0 };
	int more;

	if (!st) {
		*rc = -1;
		return;
	}
	db_text(st, 1, table_name(t));
	buf_add(sql, STR("CASE k.slot >> 4"));
	for (int64_t group = -1; (more = db_next(s, st, "cell keys", e)) > 0;) {
		int64_t slot = db_col_int(st, 0);

		if (slot >> 4 != group)
			buf_addf(sql, "%s WHEN %" PRId64 " THEN CASE k.slot",
				 group < 0 ? "" : " END", slot >> 4);
		group = slot >> 4;
		buf_addf(sql, " WHEN %" PRId64 " THEN t.%s", slot, db_col_str(st, 1, &arena).p);
	}
	buf_add(sql, STR(" END END"));
	if (more == 0)
		db_done(st);
	*rc = more;
	arena_release(&arena);
}

static int view_arm(struct buf *sql, struct store *s, enum table_id t, struct err *e)
{
	int rc;

	buf_addf(sql,
		 "%sSELECT t.report_id, coalesce(ts.document_id, r.document_id) AS document_id, "
		 "k.key, k.table_name, k.row_name, k.col_name, k.unit,"
		 " k.divisor, substr(t.states, k.slot + 1, 1) AS letter,"
		 " unicode(substr(t.places, 3 * k.slot + 1, 1)) - 33 AS grid,"
		 " unicode(substr(t.places, 3 * k.slot + 2, 1)) - 33 AS a,"
		 " unicode(substr(t.places, 3 * k.slot + 3, 1)) - 33 AS b,"
		 " x.raw AS raw, x.n AS n, x.scale AS scale, ",
		 t ? " UNION ALL " : "");
	view_value(sql, s, t, e, &rc);
	buf_addf(sql,
		 " AS v FROM t_%s t CROSS JOIN cell_key k ON k.table_name = '%s'"
		 " LEFT JOIN table_state ts ON ts.report_id = t.report_id"
		 " AND ts.table_name = k.table_name LEFT JOIN report r ON r.id = t.report_id"
		 " LEFT JOIN cell_extra x ON x.report_id = t.report_id AND x.key = k.key"
		 " WHERE substr(t.states, k.slot + 1, 1) NOT IN ('', '.')",
		 table_name(t), table_name(t));
	return rc;
}

int cells_view(struct buf *sql, struct store *s, struct err *e)
{
	int rc = 0;

	buf_add(sql,
		STR("DROP VIEW IF EXISTS cell; CREATE VIEW cell AS SELECT report_id, document_id, "
		    "key, "
		    "table_name,"
		    " row_name, col_name, CASE lower(letter) WHEN 'n' THEN 'number'"
		    " WHEN 'z' THEN 'stated_zero' WHEN 'b' THEN 'blank' WHEN 'd' THEN 'dash'"
		    " WHEN 's' THEN 'slash' WHEN 't' THEN 'text' WHEN 'm' THEN 'missing_cell'"
		    " ELSE 'ambiguous' END AS state,"
		    " CASE WHEN scale = 0 THEN n WHEN scale > 0 THEN n /"
		    " CASE scale WHEN 1 THEN 10.0 WHEN 2 THEN 100.0 WHEN 3 THEN 1000.0"
		    " WHEN 4 THEN 10000.0 WHEN 5 THEN 100000.0 ELSE 1000000.0 END"
		    " WHEN divisor = 1 THEN v WHEN v % divisor = 0 THEN v / divisor"
		    " ELSE v * 1.0 / divisor END AS value, unit,"
		    " CASE WHEN raw IS NOT NULL THEN raw WHEN scale > 0 THEN"
		    " printf('%.*f', scale, n / CASE scale WHEN 1 THEN 10.0 WHEN 2 THEN 100.0"
		    " WHEN 3 THEN 1000.0 WHEN 4 THEN 10000.0 WHEN 5 THEN 100000.0"
		    " ELSE 1000000.0 END) WHEN lower(letter) = 'n' THEN"
		    " CAST(coalesce(n, v / divisor) AS TEXT)"
		    " WHEN lower(letter) = 'z' THEN '0' WHEN lower(letter) = 'd' THEN '-'"
		    " WHEN lower(letter) = 's' THEN '/' ELSE '' END AS raw,"
		    " letter <> lower(letter) AS is_inferred,"
		    " CASE WHEN grid > 0 THEN grid END AS grid,"
		    " CASE WHEN grid > 0 THEN a END AS row, CASE WHEN grid > 0 THEN b END AS col,"
		    " CASE WHEN grid = 0 THEN a - CASE WHEN a > 57310 THEN 2048 ELSE 0 END END"
		    " AS block FROM ("));
	for (enum table_id t = 0; rc == 0 && t < TABLE__COUNT; t++)
		rc = view_arm(sql, s, t, e);
	buf_add(sql, STR(")"));
	return rc;
}
