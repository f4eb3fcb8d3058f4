#include <stdlib.h>

#include "store/cursor.h"

/* Parameters 1 to 6, over a report r and its agency a. */
#define WHERE_REPORT                                                                               \
	" WHERE (?1 = 0 OR r.year >= ?1) AND (?2 = 0 OR r.year <= ?2)"                             \
	" AND (?3 IS NULL OR substr(a.region, 1, length(?3)) = ?3)"                                \
	" AND (?4 IS NULL OR a.level = ?4)"                                                        \
	" AND (?5 IS NULL OR instr(coalesce(a.name, r.agency), ?5) > 0)"                           \
	" AND (r.is_current OR (?6 AND NOT r.is_annex))"

static int open_filtered(struct store_cursor **out, struct store *s, const char *sql,
			 const struct store_filter *f, struct err *e)
{
	if (cursor_open(out, s, sql, e))
		return -1;
	cursor_bind(*out, f);
	db_int((*out)->st, 6, f->all_versions);
	return 0;
}

int store_list_reports(struct store_cursor **out, struct store *s, const struct store_filter *f,
		       struct err *e)
{
	static const char sql[] =
		"SELECT r.id, r.document_id, coalesce(a.name, r.agency), a.region, a.level,"
		" r.scope, r.title, r.published, r.agency_from, r.year_from, r.published_from,"
		" r.year, r.version, r.is_current, s.url, s.path, d.sha256, d.format,"
		" d.charset_used, d.is_untrusted, t1.status, t2.status, t3.status, t4.status,"
		" t1.form, t2.form, t3.form, t4.form,"
		" (SELECT count(*) FROM finding f WHERE f.report_id = r.id AND severity = 'error'),"
		" (SELECT count(*) FROM finding f WHERE f.report_id = r.id"
		" AND severity = 'warning'), s.archive, s.archive_offset, s.archive_length"
		" FROM report r LEFT JOIN agency a ON a.id = r.agency_id"
		" JOIN document d ON d.id = r.document_id"
		" JOIN source s ON s.document_id = r.document_id"
		" LEFT JOIN table_state t1 ON t1.report_id = r.id AND t1.table_name = 'disclosure'"
		" LEFT JOIN table_state t2 ON t2.report_id = r.id AND t2.table_name = 'requests'"
		" LEFT JOIN table_state t3 ON t3.report_id = r.id AND t3.table_name = 'review'"
		" LEFT JOIN table_state t4 ON t4.report_id = r.id AND t4.table_name = "
		"'statistics'" WHERE_REPORT " ORDER BY r.id";

	return open_filtered(out, s, sql, f, e);
}

int store_listed_report_next(struct store_listed_report *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_listed_report){
		.id = db_col_int(st, 0),
		.document_id = db_col_int(st, 1),
		.agency = db_col_view(st, 2),
		.region = db_col_view(st, 3),
		.level = db_col_view(st, 4),
		.scope = db_col_view(st, 5),
		.title = db_col_view(st, 6),
		.published = db_col_view(st, 7),
		.agency_from = db_col_view(st, 8),
		.year_from = db_col_view(st, 9),
		.published_from = db_col_view(st, 10),
		.year = (int)db_col_int(st, 11),
		.version = (int)db_col_int(st, 12),
		.is_current = db_col_int(st, 13) != 0,
		.url = db_col_view(st, 14),
		.path = db_col_view(st, 15),
		.sha256 = db_col_view(st, 16),
		.format = db_col_view(st, 17),
		.charset = db_col_view(st, 18),
		.is_untrusted = db_col_int(st, 19) != 0,
		.disclosure = db_col_view(st, 20),
		.requests = db_col_view(st, 21),
		.review = db_col_view(st, 22),
		.statistics = db_col_view(st, 23),
		.disclosure_form = db_col_view(st, 24),
		.requests_form = db_col_view(st, 25),
		.review_form = db_col_view(st, 26),
		.statistics_form = db_col_view(st, 27),
		.n_errors = db_col_int(st, 28),
		.n_warnings = db_col_int(st, 29),
		.place = cursor_place(st, 30),
	};
	return 1;
}

int store_list_sections(struct store_cursor **out, struct store *s, const struct store_filter *f,
			struct err *e)
{
	static const char sql[] =
		"SELECT r.id, x.no, r.year, coalesce(a.name, r.agency), x.heading, x.text"
		" FROM report r LEFT JOIN agency a ON a.id = r.agency_id"
		" JOIN section x ON x.report_id = r.id" WHERE_REPORT " ORDER BY r.id, x.seq";

	return open_filtered(out, s, sql, f, e);
}

int store_section_next(struct store_section *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_section){
		.report_id = db_col_int(st, 0),
		.no = (int)db_col_int(st, 1),
		.year = (int)db_col_int(st, 2),
		.agency = db_col_view(st, 3),
		.heading = db_col_view(st, 4),
		.text = db_col_view(st, 5),
	};
	return 1;
}

int store_list_cells(struct store_cursor **out, struct store *s, const struct store_filter *f,
		     struct err *e)
{
	static const char sql[] = "SELECT r.id FROM report r LEFT JOIN agency a"
				  " ON a.id = r.agency_id" WHERE_REPORT " ORDER BY r.id";
	struct store_cursor *c;

	if (open_filtered(out, s, sql, f, e))
		return -1;
	c = *out;
	c->report = malloc(sizeof(*c->report));
	if (!c->report) {
		store_cursor_close(c);
		return err_set(e, ERR_DB, "database: out of memory");
	}
	c->row = ROW__COUNT;
	return 0;
}

/* The document that each table was read from. */
static int load_documents(struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(c->s,
			"SELECT t.table_name, coalesce(t.document_id, r.document_id)"
			" FROM table_state t JOIN report r ON r.id = t.report_id WHERE r.id = ?1",
			e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, c->report_id);
	while ((rc = db_next(c->s, st, "tables of a report", e)) > 0)
		for (enum table_id t = 0; t < TABLE__COUNT; t++)
			if (str_eq(db_col_view(st, 0), str_c(table_name(t))))
				c->documents[t] = db_col_int(st, 1);
	if (rc == 0)
		db_done(st);
	return rc;
}

/* The next report's cells: 1, or 0 past the last report. */
static int next_report(struct store_cursor *c, struct err *e)
{
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	arena_release(&c->arena);
	c->report_id = db_col_int(c->st, 0);
	c->asked = ARENA_NEW(&c->arena, struct asked, TABLE__COUNT);
	*c->report = (struct report){ 0 };
	if (cells_get(c->report, c->s, c->report_id, &c->arena, e) || load_documents(c, e))
		return -1;
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		cells_ask(&c->asked[t], t, c->report->table[t].form);
	c->row = 0;
	c->col = 0;
	return 1;
}

static void fill(struct store_cell *out, struct store_cursor *c, const struct value *v)
{
	*out = (struct store_cell){
		.report_id = c->report_id,
		.document_id = c->documents[row_table(c->row)],
		.key = str_c(cell_key(c->key, c->row, c->col)),
		.table = str_c(table_name(row_table(c->row))),
		.unit = str_c(cell_unit(c->row, c->col)),
		.state = str_c(value_state_name(v->state)),
		.value = value_is_count(v) ? str_c(value_text(c->value, v)) : STR(""),
		.raw = v->raw,
		.of_row = c->row,
		.of_col = c->col,
		.is_inferred = v->inferred,
		.grid = v->grid,
		.row = v->row,
		.col = v->col,
	};
}

int store_cell_next(struct store_cell *out, struct store_cursor *c, struct err *e)
{
	for (;;) {
		const struct value *v;

		if (c->row == ROW__COUNT) {
			int rc = next_report(c, e);

			if (rc <= 0)
				return rc;
		}
		v = &c->report->value[c->row][c->col];
		if (v->state != VALUE_MISSING || c->asked[row_table(c->row)].cell[c->row][c->col]) {
			fill(out, c, v);
			if (++c->col == COL__COUNT) {
				c->col = 0;
				c->row++;
			}
			return 1;
		}
		if (++c->col == COL__COUNT) {
			c->col = 0;
			c->row++;
		}
	}
}
