#include <string.h>

#include "base/utf8.h"
#include "store/db.h"
#include "store/store_report.h"

#define PLACE_ZERO 33

/* The value with this stored name; `or_else` for one that this program does not know. */
static int named(struct str name, const char *(*of)(int), int count, int or_else)
{
	for (int i = 0; i < count; i++)
		if (str_eq(name, str_c(of(i))))
			return i;
	return or_else;
}

static const char *evidence_of(int i)
{
	return evidence_name((enum evidence)i);
}

static const char *status_of(int i)
{
	return table_status_name((enum table_status)i);
}

static const char *table_of(int i)
{
	return table_name((enum table_id)i);
}

static const char *note_of(int i)
{
	return note_kind_name((enum note_kind)i);
}

static const char *row_of(int i)
{
	return row_name((enum row_id)i);
}

static const char *col_of(int i)
{
	return col_name((enum col_id)i);
}

static enum evidence evidence_at(struct sqlite3_stmt *st, int at, struct arena *arena)
{
	return (enum evidence)named(db_col_str(st, at, arena), evidence_of, EVIDENCE__COUNT,
				    FROM_NONE);
}

static int load_identity(struct report *out, struct store_report_row *row, struct store *s,
			 int64_t id, struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"SELECT r.title, r.agency, r.scope, coalesce(r.year, 0), r.published, r.title_from,"
		" r.agency_from, r.scope_from, r.year_from, r.published_from, r.year_title,"
		" r.year_period, r.year_preamble, r.signoff, r.is_truncated, d.kind_reason,"
		" r.document_id, r.agency_id, r.version, r.is_current, a.region, a.level, u.text,"
		" d.is_untrusted"
		" FROM report r JOIN document d ON d.id = r.document_id"
		" LEFT JOIN agency a ON a.id = r.agency_id LEFT JOIN url u ON u.id = d.url_id"
		" WHERE r.id = ?1",
		e);
	struct identity *i = &out->identity;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, id);
	rc = db_next(s, st, "get report", e);
	if (rc <= 0) {
		if (rc == 0)
			db_done(st);
		return rc;
	}
	i->title = db_col_str(st, 0, arena);
	i->agency = db_col_str(st, 1, arena);
	i->scope = db_col_str(st, 2, arena);
	i->year = (int)db_col_int(st, 3);
	i->published = db_col_date(st, 4);
	i->title_from = evidence_at(st, 5, arena);
	i->agency_from = evidence_at(st, 6, arena);
	i->scope_from = evidence_at(st, 7, arena);
	i->year_from = evidence_at(st, 8, arena);
	i->published_from = evidence_at(st, 9, arena);
	i->year_title = (int)db_col_int(st, 10);
	i->year_period = (int)db_col_int(st, 11);
	i->year_preamble = (int)db_col_int(st, 12);
	out->signoff = db_col_str(st, 13, arena);
	out->truncated = db_col_int(st, 14) != 0;
	out->kind_reason = db_col_str(st, 15, arena);
	*row = (struct store_report_row){ .id = id,
					  .document_id = db_col_int(st, 16),
					  .agency_id = db_col_int(st, 17),
					  .version = (int)db_col_int(st, 18),
					  .is_current = db_col_int(st, 19) != 0,
					  .region = db_col_str(st, 20, arena),
					  .level = db_col_str(st, 21, arena),
					  .url = db_col_str(st, 22, arena),
					  .is_untrusted = db_col_int(st, 23) != 0 };
	db_done(st);
	return 1;
}

static int load_tables(struct report *out, struct store *s, int64_t id, struct arena *arena,
		       struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s,
					  "SELECT table_name, status, form, block, evidence"
					  " FROM table_state WHERE report_id = ?1",
					  e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, id);
	while ((rc = db_next(s, st, "get tables", e)) > 0) {
		int t = named(db_col_str(st, 0, arena), table_of, TABLE__COUNT, -1);

		if (t < 0)
			continue;
		out->table[t] = (struct table_state){
			.status = (enum table_status)named(db_col_str(st, 1, arena), status_of,
							   TABLE_STATUS__COUNT, TABLE_ABSENT),
			.form = db_col_str(st, 2, arena).p,
			.block = (uint32_t)db_col_int(st, 3),
			.evidence = db_col_str(st, 4, arena),
		};
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static uint32_t next_place(struct str places, size_t *at)
{
	uint32_t c = *at < places.n ? utf8_next(places, at) : PLACE_ZERO;

	if (c >= 0xe000)
		c -= 0x800;
	return c < PLACE_ZERO ? 0 : c - PLACE_ZERO;
}

static bool state_of(struct value *v, char letter)
{
	static const char letters[] = "mbdstzna";
	const char *at = letter ? strchr(letters, letter | 0x20) : NULL;

	if (!at)
		return false;
	v->state = (enum value_state)(at - letters);
	v->inferred = letter >= 'A' && letter <= 'Z';
	return true;
}

static struct str plain_raw(const struct value *v, struct arena *arena)
{
	char text[VALUE_TEXT_MAX];

	switch (v->state) {
	case VALUE_NUMBER:
		return arena_str(arena, str_c(value_text(text, v)));
	case VALUE_ZERO:
		return v->n ? STR("") : STR("0");
	case VALUE_DASH:
		return STR("-");
	case VALUE_SLASH:
		return STR("/");
	default:
		return STR("");
	}
}

static void load_cell(struct value *v, char letter, struct str places, size_t *at,
		      struct sqlite3_stmt *st, int column, int64_t divisor, struct arena *arena)
{
	uint32_t grid = next_place(places, at), a = next_place(places, at);
	uint32_t b = next_place(places, at);

	if (!state_of(v, letter))
		return;
	v->grid = (uint16_t)grid;
	v->row = (uint16_t)(grid ? a : 0);
	v->col = (uint16_t)(grid ? b : 0);
	v->block = grid ? 0 : a;
	/* Only whole numbers lie in the column alone; what has decimals is in cell_extra. */
	v->n = db_col_int(st, column) / (divisor ? divisor : 1);
	v->raw = v->state == VALUE_MISSING ? (struct str){ 0 } : plain_raw(v, arena);
}

static int load_wide(struct report *out, struct store *s, int64_t id, enum table_id t,
		     struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, s->wide_select[t], e);
	struct str states, places;
	size_t at = 0;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, id);
	rc = db_next(s, st, "get figures", e);
	if (rc < 0)
		return -1;
	states = rc ? db_col_str(st, 0, arena) : (struct str){ 0 };
	places = rc ? db_col_str(st, 1, arena) : (struct str){ 0 };
	for (size_t i = 0; i < states.n && i < s->n_slots[t]; i++) {
		const struct cell_slot *slot = &s->slots[t][i];
		struct value ignored = { 0 };

		load_cell(slot->row < ROW__COUNT ? &out->value[slot->row][slot->col] : &ignored,
			  states.p[i], places, &at, st, (int)i + 2, slot->divisor, arena);
	}
	db_done(st);
	return 0;
}

static int load_extra(struct report *out, struct store *s, int64_t id, struct arena *arena,
		      struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT key, raw, n, scale FROM cell_extra WHERE report_id = ?1", e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, id);
	while ((rc = db_next(s, st, "get cells", e)) > 0) {
		enum row_id row;
		enum col_id col;
		struct value *v;

		if (!cell_find(&row, &col, db_col_str(st, 0, arena)))
			continue;
		v = &out->value[row][col];
		if (!db_col_null(st, 2)) {
			v->n = db_col_int(st, 2);
			v->scale = (uint8_t)db_col_int(st, 3);
		}
		v->raw = db_col_null(st, 1) ? plain_raw(v, arena) : db_col_str(st, 1, arena);
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

int cells_get(struct report *out, struct store *s, int64_t report_id, struct arena *arena,
	      struct err *e)
{
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (load_wide(out, s, report_id, t, arena, e))
			return -1;
	if (load_tables(out, s, report_id, arena, e) || load_extra(out, s, report_id, arena, e))
		return -1;
	return 0;
}

static int load_sections(struct report *out, struct store *s, int64_t id, struct arena *arena,
			 struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT no, ordinal, heading, text, first_block, last_block"
			" FROM section WHERE report_id = ?1 ORDER BY seq",
			e);
	size_t cap = 0;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, id);
	while ((rc = db_next(s, st, "get sections", e)) > 0) {
		ARENA_GROW(arena, out->sections, out->n_sections, cap);
		out->sections[out->n_sections++] = (struct section){
			.no = (int)db_col_int(st, 0),
			.ordinal = (int)db_col_int(st, 1),
			.heading = db_col_str(st, 2, arena),
			.text = db_col_str(st, 3, arena),
			.first_block = (uint32_t)db_col_int(st, 4),
			.last_block = (uint32_t)db_col_int(st, 5),
		};
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static int load_notes(struct report *out, struct store *s, int64_t id, struct arena *arena,
		      struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s,
					  "SELECT kind, table_name, row_name, col_name, text, block"
					  " FROM note WHERE report_id = ?1 ORDER BY seq",
					  e);
	size_t cap = 0;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, id);
	while ((rc = db_next(s, st, "get notes", e)) > 0) {
		int kind = named(db_col_str(st, 0, arena), note_of, NOTE__COUNT, -1);
		int t = db_col_null(st, 1)
				? TABLE__COUNT
				: named(db_col_str(st, 1, arena), table_of, TABLE__COUNT, -1);

		if (kind < 0 || t < 0)
			continue;
		ARENA_GROW(arena, out->notes, out->n_notes, cap);
		out->notes[out->n_notes++] = (struct note){
			.kind = (enum note_kind)kind,
			.table = (enum table_id)t,
			.row = (enum row_id)named(db_col_str(st, 2, arena), row_of, ROW__COUNT,
						  ROW__COUNT),
			.col = db_col_null(st, 3)
				       ? COL__COUNT
				       : (enum col_id)named(db_col_str(st, 3, arena), col_of,
							    COL__COUNT, COL__COUNT),
			.text = db_col_str(st, 4, arena),
			.block = (uint32_t)db_col_int(st, 5),
		};
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

int store_get_report(struct report *out, struct store_report_row *row, struct store *s,
		     int64_t report_id, struct arena *arena, struct err *e)
{
	int rc;

	*out = (struct report){ .kind = KIND_REPORT };
	rc = load_identity(out, row, s, report_id, arena, e);
	if (rc <= 0)
		return rc;
	if (cells_get(out, s, report_id, arena, e) || load_sections(out, s, report_id, arena, e) ||
	    load_notes(out, s, report_id, arena, e))
		return -1;
	return 1;
}

int store_get_text(struct report *out, struct store_report_row *row, struct store *s,
		   int64_t report_id, struct arena *arena, struct err *e)
{
	int rc;

	*out = (struct report){ .kind = KIND_REPORT };
	rc = load_identity(out, row, s, report_id, arena, e);
	if (rc <= 0)
		return rc;
	return load_sections(out, s, report_id, arena, e) ? -1 : 1;
}

int store_find_neighbour(int64_t *report_id, struct store *s, int64_t of_report_id, int years,
			 struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"WITH body AS (SELECT coalesce(l.same_as, r.agency_id) AS id, r.year, r.scope"
		" FROM report r LEFT JOIN agency_link l ON l.agency_id = r.agency_id"
		" WHERE r.id = ?1)"
		" SELECT n.id FROM body b JOIN report n ON n.year = b.year + ?2"
		" AND n.scope IS b.scope AND n.is_current AND n.agency_id IN (SELECT b.id UNION ALL"
		" SELECT agency_id FROM agency_link WHERE same_as = b.id)",
		e);

	if (!st)
		return -1;
	db_int(st, 1, of_report_id);
	db_int(st, 2, years);
	return db_one(report_id, s, st, "find neighbour", e);
}

int store_next_report(int64_t *report_id, struct store *s, int64_t after, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s, "SELECT id FROM report WHERE id > ?1 AND is_current ORDER BY id LIMIT 1", e);

	if (!st)
		return -1;
	db_int(st, 1, after);
	return db_one(report_id, s, st, "next report", e);
}
