#include "base/buf.h"
#include "store/put.h"

#define PLACE_ZERO 33 /* of the characters of `places`: what is printable reads on its own */

static const char letters[VALUE__COUNT] = {
	[VALUE_MISSING] = 'm', [VALUE_BLANK] = 'b', [VALUE_DASH] = 'd',   [VALUE_SLASH] = 's',
	[VALUE_TEXT] = 't',    [VALUE_ZERO] = 'z',  [VALUE_NUMBER] = 'n', [VALUE_AMBIGUOUS] = 'a',
};

static void add_place(struct buf *out, uint32_t n)
{
	uint32_t c = n + PLACE_ZERO;

	buf_add_utf8(out, c >= 0xd800 ? c + 0x800 : c);
}

/* What `raw` is where nothing is stored for it. */
static struct str plain_raw(char out[VALUE_TEXT_MAX], const struct value *v)
{
	switch (v->state) {
	case VALUE_NUMBER:
		return str_c(value_text(out, v));
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

/* The figure in its column's unit. False: it does not fit there as an integer. */
static bool column_value(int64_t *out, const struct value *v, int64_t divisor)
{
	if (divisor != 1)
		return value_micro(out, v);
	*out = v->n;
	return v->scale == 0;
}

static int put_extra(struct store *s, int64_t report_id, const struct value *v, enum row_id row,
		     enum col_id col, bool is_whole, struct err *e)
{
	char key[CELL_KEY_MAX], text[VALUE_TEXT_MAX];
	bool is_plain = str_eq(v->raw, plain_raw(text, v));
	struct sqlite3_stmt *st;

	if (is_plain && is_whole)
		return 0;
	st = db_stmt(s, "INSERT INTO cell_extra VALUES(?1, ?2, ?3, ?4, ?5)", e);
	if (!st)
		return -1;
	db_int(st, 1, report_id);
	db_text(st, 2, cell_key(key, row, col));
	if (!is_plain)
		db_str(st, 3, v->raw.p ? v->raw : STR(""));
	db_or_null(st, 4, v->n, !is_whole);
	db_or_null(st, 5, v->scale, !is_whole);
	return db_run(s, st, "put cell", e);
}

static int put_cell(struct store *s, struct sqlite3_stmt *wide, int64_t report_id,
		    const struct report *r, const struct asked *asked, const struct cell_slot *slot,
		    int at, struct buf *states, struct buf *places, struct err *e)
{
	static const struct value none;
	const struct value *v = slot->row < ROW__COUNT ? &r->value[slot->row][slot->col] : &none;
	char letter = letters[v->state];
	bool is_whole = true;
	int64_t n;

	if (letter == 'm' && !(slot->row < ROW__COUNT && asked->cell[slot->row][slot->col]))
		letter = '.';
	buf_addc(states, (char)(v->inferred ? letter - 'a' + 'A' : letter));
	add_place(places, v->grid);
	add_place(places, v->grid ? v->row : v->block);
	add_place(places, v->grid ? v->col : 0);
	if (v->state == VALUE_MISSING && !v->raw.n)
		return 0;
	if (value_is_count(v)) {
		bool fits = column_value(&n, v, slot->divisor);

		is_whole = fits && v->scale == 0;
		if (fits)
			db_int(wide, at, n);
	}
	return put_extra(s, report_id, v, slot->row, slot->col, is_whole, e);
}

static int put_wide(struct store *s, int64_t report_id, enum table_id t, const struct report *r,
		    struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, s->wide_insert[t], e);
	struct buf states, places;
	struct asked asked;
	int rc = st ? 0 : -1;

	cells_ask(&asked, t, r->table[t].form);
	buf_init(&states, s->n_slots[t] + 1);
	buf_init(&places, 12 * s->n_slots[t] + 1);
	for (size_t i = 0; rc == 0 && i < s->n_slots[t]; i++)
		rc = put_cell(s, st, report_id, r, &asked, &s->slots[t][i], (int)i + 4, &states,
			      &places, e);
	if (rc == 0) {
		db_int(st, 1, report_id);
		db_str(st, 2, buf_str(&states));
		db_str(st, 3, buf_str(&places));
		rc = db_run(s, st, "put figures", e);
	} else {
		db_done(st);
	}
	buf_release(&states);
	buf_release(&places);
	return rc;
}

static bool has_cells(const struct report *r, enum table_id t)
{
	if (r->table[t].form)
		return true;
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; row_table(row) == t && col < COL__COUNT; col++)
			if (r->value[row][col].state != VALUE_MISSING)
				return true;
	return false;
}

int put_tables(struct store *s, int64_t report_id, const struct report *r, struct err *e)
{
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		const struct table_state *table = &r->table[t];
		struct sqlite3_stmt *st =
			db_stmt(s,
				"INSERT INTO table_state(report_id, table_name, status, form,"
				" block, evidence) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
				e);

		if (!st)
			return -1;
		db_int(st, 1, report_id);
		db_text(st, 2, table_name(t));
		db_text(st, 3, table_status_name(table->status));
		db_text(st, 4, table->form);
		db_int(st, 5, table->block);
		db_str_if(st, 6, table->evidence);
		if (db_run(s, st, "put table", e))
			return -1;
		if (has_cells(r, t) && put_wide(s, report_id, t, r, e))
			return -1;
	}
	return 0;
}
