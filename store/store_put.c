#include <stdio.h>

#include "base/buf.h"
#include "store/put.h"

static const char *const charset_sources[] = {
	[CHARSET_NONE] = "none", [CHARSET_BOM] = "bom",   [CHARSET_UTF8] = "utf8",
	[CHARSET_HTTP] = "http", [CHARSET_META] = "meta", [CHARSET_GUESS] = "guess",
};

struct str put_date(char out[16], struct date d)
{
	if (!d.year || !d.month)
		return (struct str){ 0 };
	if (d.day)
		snprintf(out, 16, "%04d-%02d-%02d", d.year, d.month, d.day);
	else
		snprintf(out, 16, "%04d-%02d", d.year, d.month);
	return str_c(out);
}

static uint64_t hash_value(uint64_t h, const struct value *v)
{
	h = hash_int(h, (int64_t)v->state * 32 + v->inferred * 16 + v->scale);
	h = hash_int(h, v->n);
	return hash_str(h, v->raw);
}

static uint64_t hash_place(uint64_t h, const struct value *v)
{
	h = hash_int(h, ((int64_t)v->grid << 32) + ((int64_t)v->row << 16) + v->col);
	return v->grid ? h : hash_int(h, v->block);
}

static uint64_t hash_cells(uint64_t h, const struct report *r, bool with_places)
{
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			const struct value *v = &r->value[row][col];

			if (v->state == VALUE_MISSING)
				continue;
			h = hash_int(h, (int64_t)row * COL__COUNT + (int64_t)col);
			h = hash_value(h, v);
			if (with_places)
				h = hash_place(h, v);
		}
	return h;
}

/* White space is furniture: two sites that set one text differently say the same. */
static uint64_t hash_wording(uint64_t h, struct str text)
{
	uint64_t word = 0;
	int n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] <= ' ')
			continue;
		word = word << 8 | (unsigned char)text.p[i];
		if (++n % 8 == 0)
			h = hash_int(h, (int64_t)word);
	}
	return hash_int(hash_int(h, (int64_t)word), n);
}

uint64_t put_cells_hash(const struct report *r)
{
	return hash_cells(HASH_START, r, false);
}

uint64_t put_tables_hash(const struct report *r)
{
	uint64_t h = HASH_START;

	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		h = hash_str(hash_int(h, r->table[t].status), str_c(r->table[t].form));
	return h;
}

uint64_t put_sections_hash(const struct report *r)
{
	uint64_t h = HASH_START;

	for (size_t i = 0; i < r->n_sections; i++)
		h = hash_wording(hash_int(h, r->sections[i].no), r->sections[i].text);
	return h;
}

uint64_t put_content_hash(const struct report *r)
{
	uint64_t h = hash_cells(HASH_START, r, false);

	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		h = hash_int(h, r->table[t].status);
	for (size_t i = 0; i < r->n_sections; i++) {
		h = hash_int(h, r->sections[i].no);
		h = hash_wording(h, r->sections[i].text);
	}
	return h;
}

static uint64_t hash_identity(uint64_t h, const struct identity *i)
{
	h = hash_str(hash_str(hash_str(h, i->title), i->agency), i->scope);
	h = hash_int(hash_int(h, i->year), date_days(i->published) * 64 + i->published.day);
	h = hash_int(hash_int(h, i->title_from * 256 + i->agency_from), i->scope_from);
	h = hash_int(hash_int(h, i->year_from), i->published_from);
	h = hash_int(hash_int(h, i->year_title), i->year_period);
	return hash_int(h, i->year_preamble);
}

uint64_t put_identity_hash(const struct identity *i)
{
	uint64_t h = hash_str(hash_str(hash_str(HASH_START, i->title), i->agency), i->scope);

	return hash_int(hash_int(h, i->year), date_days(i->published) * 64 + i->published.day);
}

static uint64_t hash_report(uint64_t h, const struct report *r)
{
	h = hash_identity(hash_cells(h, r, true), &r->identity);
	h = hash_str(hash_int(h, r->kind * 2 + r->truncated), r->kind_reason);
	h = hash_str(h, r->signoff);
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		h = hash_int(hash_int(h, r->table[t].status), r->table[t].block);
		h = hash_str(hash_str(h, r->table[t].evidence), str_c(r->table[t].form));
	}
	for (size_t i = 0; i < r->n_sections; i++) {
		const struct section *x = &r->sections[i];

		h = hash_int(hash_int(h, x->no * 64 + x->ordinal), x->first_block);
		h = hash_str(hash_str(hash_int(h, x->last_block), x->heading), x->text);
	}
	for (size_t i = 0; i < r->n_notes; i++) {
		const struct note *x = &r->notes[i];

		h = hash_int(hash_int(h, (int64_t)x->kind * 8 + (int64_t)x->table), x->row);
		h = hash_str(hash_int(hash_int(h, x->col), x->block), x->text);
	}
	return h;
}

static uint64_t hash_check(uint64_t h, const struct check *c)
{
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		h = hash_str(hash_str(h, str_c(f->rule->code)), f->message);
		h = hash_int(hash_int(hash_str(h, f->quote), f->left), f->right);
		h = hash_int(hash_int(h, f->severity * 2 + f->has_sides), f->block);
		for (size_t k = 0; k < f->n_cells; k++)
			h = hash_int(hash_int(h, f->cells[k].row), f->cells[k].col);
	}
	for (size_t i = 0; i < c->n_assessments; i++) {
		const struct assessment *a = &c->assessments[i];

		h = hash_int(hash_str(h, str_c(a->rule->code)), a->holds);
		h = hash_int(hash_int(h, a->fails), a->open);
	}
	return h;
}

static uint64_t hash_encoding(uint64_t h, const struct encoding *c)
{
	h = hash_str(hash_str(h, c->declared), str_c(c->used));
	h = hash_int(hash_int(h, c->source), c->margin_mnat);
	h = hash_int(hash_int(h, c->replaced), c->untrusted * 2 + c->traditional);
	h = hash_str(h, str_c(c->verdict));
	for (size_t i = 0; i < c->n_repairs; i++) {
		const struct repair *x = &c->repairs[i];

		h = hash_int(hash_str(h, str_c(x->name)), x->count);
		h = hash_str(hash_str(hash_int(h, x->margin_mnat), x->before), x->after);
	}
	return h;
}

uint64_t put_reading_hash(const struct store_reading *r)
{
	uint64_t h = hash_int(HASH_START, r->outcome);

	h = hash_str(hash_str(h, r->message), r->format);
	h = hash_str(hash_str(hash_str(h, r->region), r->level), r->parent);
	if (r->encoding)
		h = hash_encoding(h, r->encoding);
	if (r->report)
		h = hash_report(h, r->report);
	if (r->check)
		h = hash_check(h, r->check);
	for (size_t i = 0; i < r->n_attachments; i++) {
		h = hash_str(hash_str(h, r->attachments[i].url), r->attachments[i].name);
		h = hash_str(h, r->attachments[i].format);
	}
	return h;
}

int put_same_reading(bool *is_read, bool *is_same, struct store *s, int64_t document_id,
		     uint64_t hash, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT coalesce(1 + (reading_hash = ?2), outcome IS NOT NULL)"
			" FROM document WHERE id = ?1",
			e);
	int64_t found = 0;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, document_id);
	db_int(st, 2, (int64_t)hash);
	rc = db_one(&found, s, st, "find document", e);
	if (rc == 0)
		return err_set(e, ERR_DB, "database: there is no document %lld",
			       (long long)document_id);
	*is_read = found != 0;
	*is_same = found == 2;
	return rc < 0 ? -1 : 0;
}

static int wipe(struct store *s, const char *sql, int64_t document_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, sql, e);

	if (!st)
		return -1;
	db_int(st, 1, document_id);
	return db_run(s, st, "clear", e);
}

/* One row a class of repair: how often, how sure at worst, and the first place as a sample. */
static int put_repairs(struct store *s, int64_t document_id, const struct encoding *c,
		       struct err *e)
{
	for (size_t i = 0; i < c->n_repairs; i++) {
		const struct repair *x = &c->repairs[i];
		struct sqlite3_stmt *st = db_stmt(
			s,
			"INSERT INTO repair VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE"
			" SET n_places = n_places + excluded.n_places, margin_mnat ="
			" min(coalesce(margin_mnat, excluded.margin_mnat),"
			" coalesce(excluded.margin_mnat, margin_mnat))",
			e);

		if (!st)
			return -1;
		db_int(st, 1, document_id);
		db_text(st, 2, x->name);
		db_int(st, 3, x->count);
		db_id(st, 4, x->margin_mnat);
		db_str(st, 5, x->before);
		db_str(st, 6, x->after);
		if (db_run(s, st, "put repair", e))
			return -1;
	}
	return 0;
}

static int put_attachments(struct store *s, int64_t document_id, const struct store_reading *r,
			   struct err *e)
{
	for (size_t i = 0; i < r->n_attachments; i++) {
		struct sqlite3_stmt *st =
			db_stmt(s, "INSERT INTO attachment VALUES(?1, ?2, ?3, ?4, ?5)", e);

		if (!st)
			return -1;
		db_int(st, 1, document_id);
		db_int(st, 2, (int64_t)i + 1);
		db_str(st, 3, r->attachments[i].url.p ? r->attachments[i].url : STR(""));
		db_str_if(st, 4, r->attachments[i].name);
		db_str_if(st, 5, r->attachments[i].format);
		if (db_run(s, st, "put attachment", e))
			return -1;
	}
	return 0;
}

static void bind_encoding(struct sqlite3_stmt *st, int at, const struct encoding *c)
{
	if (!c)
		return;
	db_str_if(st, at, c->declared);
	db_text(st, at + 1, c->used);
	db_text(st, at + 2, charset_sources[c->source]);
	db_int(st, at + 3, c->margin_mnat);
	db_int(st, at + 4, c->replaced);
	db_int(st, at + 5, c->untrusted);
	db_text(st, at + 6, c->verdict);
	db_int(st, at + 7, c->traditional);
}

int put_document_reading(struct store *s, int64_t document_id, bool was_read,
			 const struct store_reading *r, uint64_t hash, struct err *e)
{
	static const char sql[] =
		"UPDATE document SET outcome = ?2, outcome_message = ?3, cpu_us = ?4,"
		" reading_hash = ?5, format = ?6, kind = ?7, kind_reason = ?8,"
		" charset_declared = ?9, charset_used = ?10, charset_source = ?11,"
		" charset_margin_mnat = ?12, n_replaced = ?13, is_untrusted = ?14, verdict = ?15,"
		" is_traditional = ?16, title = ?17, agency = ?18, year = ?19, published = ?20"
		" WHERE id = ?1";
	struct sqlite3_stmt *st;
	char day[16];

	if (was_read && (wipe(s, "DELETE FROM repair WHERE document_id = ?1", document_id, e) ||
			 wipe(s, "DELETE FROM attachment WHERE document_id = ?1", document_id, e)))
		return -1;
	st = db_stmt(s, sql, e);
	if (!st)
		return -1;
	db_int(st, 1, document_id);
	db_text(st, 2, err_class(r->outcome)->name);
	db_str_if(st, 3, r->message);
	db_id(st, 4, r->cpu_us);
	db_int(st, 5, (int64_t)hash);
	db_str_if(st, 6, r->format);
	if (r->report) {
		db_text(st, 7, report_kind_name(r->report->kind));
		db_str_if(st, 8, r->report->kind_reason);
		db_str_if(st, 17, r->report->identity.title);
		db_str_if(st, 18, r->report->identity.agency);
		db_id(st, 19, r->report->identity.year);
		db_str_if(st, 20, put_date(day, r->report->identity.published));
	}
	bind_encoding(st, 9, r->encoding);
	if (db_run(s, st, "put document", e))
		return -1;
	if (r->encoding && put_repairs(s, document_id, r->encoding, e))
		return -1;
	return put_attachments(s, document_id, r, e);
}
