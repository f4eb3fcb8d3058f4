#include "store/store_report.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "store/db.h"
#include "store/put.h"

static int put_identity(struct store *s, int64_t id, int64_t document_id, int64_t agency,
			uint64_t content, const struct report *r, struct err *e)
{
	const struct identity *i = &r->identity;
	char day[16];
	struct sqlite3_stmt *st = db_stmt(
		s,
		"INSERT INTO report(id, document_id, agency_id, year, scope, content_hash, title,"
		" agency, published, title_from, agency_from, scope_from, year_from,"
		" published_from, year_title, year_period, year_preamble, signoff, is_truncated,"
		" is_annex, is_current)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
		" ?17, ?18, ?19, ?20, NOT ?20)",
		e);

	if (!st)
		return -1;
	db_id(st, 1, id);
	db_int(st, 2, document_id);
	db_id(st, 3, agency);
	db_id(st, 4, i->year);
	db_str_if(st, 5, i->scope);
	db_int(st, 6, (int64_t)content);
	db_str(st, 7, i->title);
	db_str(st, 8, i->agency);
	db_str(st, 9, put_date(day, i->published));
	db_text(st, 10, evidence_name(i->title_from));
	db_text(st, 11, evidence_name(i->agency_from));
	db_text(st, 12, evidence_name(i->scope_from));
	db_text(st, 13, evidence_name(i->year_from));
	db_text(st, 14, evidence_name(i->published_from));
	db_id(st, 15, i->year_title);
	db_id(st, 16, i->year_period);
	db_id(st, 17, i->year_preamble);
	db_str_if(st, 18, r->signoff);
	db_int(st, 19, r->truncated);
	db_int(st, 20, r->kind != KIND_REPORT);
	return db_run(s, st, "put report", e);
}

static int put_sections(struct store *s, int64_t id, const struct report *r, struct err *e)
{
	for (size_t i = 0; i < r->n_sections; i++) {
		const struct section *sec = &r->sections[i];
		struct sqlite3_stmt *st =
			db_stmt(s, "INSERT INTO section VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", e);

		if (!st)
			return -1;
		db_int(st, 1, id);
		db_int(st, 2, (int64_t)i + 1);
		db_int(st, 3, sec->no);
		db_id(st, 4, sec->ordinal);
		db_str(st, 5, sec->heading);
		db_str(st, 6, sec->text);
		db_int(st, 7, sec->first_block);
		db_int(st, 8, sec->last_block);
		if (db_run(s, st, "put section", e))
			return -1;
	}
	return 0;
}

static int put_notes(struct store *s, int64_t id, const struct report *r, struct err *e)
{
	for (size_t i = 0; i < r->n_notes; i++) {
		const struct note *n = &r->notes[i];
		struct sqlite3_stmt *st =
			db_stmt(s, "INSERT INTO note VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", e);

		if (!st)
			return -1;
		db_int(st, 1, id);
		db_int(st, 2, (int64_t)i + 1);
		db_text(st, 3, note_kind_name(n->kind));
		db_text(st, 4, n->table < TABLE__COUNT ? table_name(n->table) : NULL);
		db_text(st, 5, n->row < ROW__COUNT ? row_name(n->row) : NULL);
		db_text(st, 6, n->col < COL__COUNT ? col_name(n->col) : NULL);
		db_str(st, 7, n->text);
		db_int(st, 8, n->block);
		if (db_run(s, st, "put note", e))
			return -1;
	}
	return 0;
}

/* What the rows of one identity say about each other. */
struct sibling {
	int64_t id, hash;
	int version;
	bool is_current;
};

static int load_siblings(struct sibling **out, size_t *n, struct store *s, int64_t agency, int year,
			 struct str scope, struct arena *arena, struct err *e)
{
	/*
	 * Best first: what is not superseded, was not damaged, has most tables, came first. Which
	 * of two documents is read first differs from run to run: the order they came in does not.
	 */
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT r.id, r.content_hash, r.version, r.is_current FROM report r"
			" JOIN document d ON d.id = r.document_id"
			" WHERE r.agency_id = ?1 AND r.year = ?2 AND r.scope IS ?3"
			" AND NOT r.is_annex ORDER BY d.is_superseded, coalesce(d.is_untrusted, "
			"0), r.is_truncated,"
			" (SELECT count(*) FROM table_state t WHERE t.report_id = r.id"
			" AND t.status = 'present') DESC, d.id",
			e);
	size_t cap = 0;
	int rc;

	*n = 0;
	*out = NULL;
	if (!st)
		return -1;
	db_int(st, 1, agency);
	db_int(st, 2, year);
	db_str_if(st, 3, scope);
	while ((rc = db_next(s, st, "find versions", e)) > 0) {
		ARENA_GROW(arena, *out, *n, cap);
		(*out)[(*n)++] = (struct sibling){ db_col_int(st, 0), db_col_int(st, 1),
						   (int)db_col_int(st, 2), db_col_int(st, 3) != 0 };
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static int set_standing(struct store *s, const struct sibling *x, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "UPDATE report SET version = ?2, is_current = ?3 WHERE id = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, x->id);
	db_int(st, 2, x->version);
	db_int(st, 3, x->is_current);
	return db_run(s, st, "set version", e);
}

/* Exactly one row of an identity is current: the first of load_siblings(). */
static int choose_current(struct store *s, int64_t agency, int year, struct str scope,
			  struct err *e)
{
	struct arena arena = { 0 };
	struct sibling *x;
	size_t n;
	int rc;

	if (!agency || !year)
		return 0;
	rc = load_siblings(&x, &n, s, agency, year, scope, &arena, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		bool is_current = i == 0;

		if (x[i].is_current == is_current)
			continue;
		x[i].is_current = is_current;
		rc = set_standing(s, &x[i], e);
	}
	arena_release(&arena);
	return rc;
}

/* The report of the page that this one's document is attached to: they are published as one. */
static int find_page(int64_t *id, struct store *s, int64_t report_id, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT p.id FROM report r JOIN document d ON d.id = r.document_id"
			" JOIN url u ON u.id = d.url_id AND u.kind IN ('attachment', 'shell')"
			" JOIN document pd ON pd.url_id = u.parent_id"
			" JOIN report p ON p.document_id = pd.id AND NOT p.is_annex"
			" WHERE r.id = ?1 ORDER BY pd.is_superseded, pd.id DESC LIMIT 1",
			e);

	if (!st)
		return -1;
	db_int(st, 1, report_id);
	return db_one(id, s, st, "find page", e);
}

/* Whether an agency has no report or annex of the year but this one: most have not. */
static int is_alone(bool *alone, struct store *s, const struct old_report *x, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT 1 FROM report WHERE agency_id = ?1 AND year = ?2 AND id <> ?3"
			" LIMIT 1",
			e);
	int64_t one;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, x->agency_id);
	db_int(st, 2, x->year);
	db_int(st, 3, x->id);
	rc = db_one(&one, s, st, "find reports of the year", e);
	*alone = rc == 0;
	return rc < 0 ? -1 : 0;
}

/* The version a report is of, among the others of its identity. `was`: its number before, or 0. */
static int give_version(enum store_change *change, struct store *s, const struct old_report *now,
			int was, uint64_t hash, struct err *e)
{
	struct arena arena = { 0 };
	struct sibling *x, me = { now->id, (int64_t)hash, 0, false };
	size_t n;
	int64_t page = 0;
	int rc, max = 0;
	bool is_taken = false;

	*change = STORE_ADDED;
	if (!now->agency_id || !now->year)
		return 0;
	if (find_page(&page, s, now->id, e) < 0)
		return -1;
	rc = load_siblings(&x, &n, s, now->agency_id, now->year, now->scope, &arena, e);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (x[i].id == me.id)
			continue;
		if (x[i].hash == me.hash || x[i].id == page)
			me.version = x[i].version;
		is_taken = is_taken || x[i].version == was;
		max = x[i].version > max ? x[i].version : max;
	}
	if (max)
		*change = me.version ? STORE_SOURCE : STORE_VERSION_UP;
	if (!me.version)
		me.version = was && !is_taken ? was : max + 1;
	if (rc == 0)
		rc = set_standing(s, &me, e);
	arena_release(&arena);
	return rc;
}

static int load_old(struct old_report *out, struct store *s, int64_t document_id,
		    struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT id, agency_id, year, scope, version, is_annex FROM report"
			" WHERE document_id = ?1",
			e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, document_id);
	rc = db_next(s, st, "find report", e);
	if (rc > 0) {
		out->id = db_col_int(st, 0);
		out->agency_id = db_col_int(st, 1);
		out->year = (int)db_col_int(st, 2);
		out->scope = db_col_str(st, 3, arena);
		out->version = (int)db_col_int(st, 4);
		out->is_annex = db_col_int(st, 5) != 0;
	}
	if (rc >= 0)
		db_done(st);
	return rc < 0 ? -1 : 0;
}

static int drop_old(struct store *s, int64_t report_id, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "DELETE FROM report WHERE id = ?1", e);

	if (!st)
		return -1;
	db_int(st, 1, report_id);
	return db_run(s, st, "drop report", e);
}

/* The rows of a report; its id stays when the document had one before. */
static int put_report(enum store_change *change, struct old_report *now, struct store *s,
		      int64_t document_id, const struct old_report *old,
		      const struct store_reading *rd, struct err *e)
{
	const struct report *r = rd->report;
	uint64_t content = put_content_hash(r);

	*now = (struct old_report){ .id = old->id, .year = r->identity.year };
	now->scope = r->identity.scope.n ? r->identity.scope : (struct str){ 0 };
	if (r->identity.agency.n &&
	    agency_id(&now->agency_id, s, r->identity.agency, rd->region, rd->level, rd->parent, e))
		return -1;
	if (put_identity(s, old->id, document_id, now->agency_id, content, r, e))
		return -1;
	if (!now->id)
		now->id = db_last_id(s);
	if (put_tables(s, now->id, r, e) || put_sections(s, now->id, r, e) ||
	    put_notes(s, now->id, r, e))
		return -1;
	now->is_annex = r->kind != KIND_REPORT;
	if (!old->id && now->agency_id && now->year && is_alone(&now->is_alone, s, now, e))
		return -1;
	if (now->is_annex)
		return 0;
	if (rd->check && put_check(s, now->id, "document", rd->check, e))
		return -1;
	*change = STORE_ADDED;
	if (now->is_alone)
		return 0; /* the row was made as the first version, and current */
	return give_version(change, s, now,
			    old->agency_id == now->agency_id && old->year == now->year &&
					    str_eq(old->scope, now->scope)
				    ? old->version
				    : 0,
			    content, e);
}

/* Tables without the text of a report; of use only where they can be told to belong somewhere. */
static bool is_annex(const struct report *r)
{
	if (r->kind != KIND_STATISTICS || !r->identity.agency.n || !r->identity.year)
		return false;
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (r->table[t].form && r->table[t].status != TABLE_ABSENT)
			return true;
	return false;
}

static int settle(struct store *s, const struct old_report *x, bool changed, struct err *e)
{
	if (x->is_alone)
		return 0;
	if (changed && put_join(s, x->agency_id, x->year, e))
		return -1;
	return choose_current(s, x->agency_id, x->year, x->scope, e);
}

int put_place(struct store *s, int64_t report_id, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT agency_id, year, scope, is_annex, content_hash FROM report"
			" WHERE id = ?1",
			e);
	struct old_report now = { .id = report_id };
	struct arena arena = { 0 };
	enum store_change change;
	uint64_t hash = 0;
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, report_id);
	rc = db_next(s, st, "get report", e);
	if (rc > 0) {
		now.agency_id = db_col_int(st, 0);
		now.year = (int)db_col_int(st, 1);
		now.scope = db_col_str(st, 2, &arena);
		now.is_annex = db_col_int(st, 3) != 0;
		hash = (uint64_t)db_col_int(st, 4);
	}
	if (rc >= 0)
		db_done(st);
	if (rc > 0 && !now.is_annex)
		rc = give_version(&change, s, &now, 0, hash, e) ? -1 : 1;
	if (rc > 0)
		rc = settle(s, &now, true, e);
	arena_release(&arena);
	return rc < 0 ? -1 : 0;
}

static int put_all(enum store_change *change, int64_t *report_id, struct store *s,
		   int64_t document_id, const struct store_reading *r, struct arena *arena,
		   struct err *e)
{
	bool is_report = r->outcome == ERR_NONE && r->report && r->report->kind == KIND_REPORT;
	struct old_report old = { 0 }, now = { 0 };
	uint64_t hash = put_reading_hash(r);
	bool was_read = false, is_same = false;

	if (put_same_reading(&was_read, &is_same, s, document_id, hash, e) ||
	    (was_read && load_old(&old, s, document_id, arena, e)))
		return -1;
	*change = STORE_UNCHANGED;
	*report_id = old.is_annex ? 0 : old.id;
	if (!is_same) {
		if ((old.id && drop_old(s, old.id, e)) ||
		    put_document_reading(s, document_id, was_read, r, hash, e))
			return -1;
		*report_id = 0;
		if ((is_report || (r->outcome == ERR_NONE && r->report && is_annex(r->report))) &&
		    put_report(change, &now, s, document_id, &old, r, e))
			return -1;
		if (is_report)
			*report_id = now.id;
		if (old.id && !old.is_annex)
			*change = is_report ? STORE_REREAD : STORE_REMOVED;
	}
	if (settle(s, &old, !is_same, e))
		return -1;
	return settle(s, &now, !is_same, e);
}

int store_put_reading(enum store_change *change, int64_t *report_id, struct store *s,
		      int64_t document_id, const struct store_reading *r, struct err *e)
{
	struct arena arena = { 0 };
	int rc;

	if (db_enter(s, e))
		return -1;
	rc = db_leave(s, put_all(change, report_id, s, document_id, r, &arena, e), e);
	arena_release(&arena);
	return rc;
}

int store_put_findings(struct store *s, int64_t report_id, const struct check *check, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s,
			put_check_wipe(s, report_id, "database", e) ||
					put_check(s, report_id, "database", check, e)
				? -1
				: 0,
			e);
}

int store_add_findings(struct store *s, int64_t report_id, const struct check *check, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(s, put_check(s, report_id, "database", check, e), e);
}

int store_clear_findings(struct store *s, struct err *e)
{
	if (db_enter(s, e))
		return -1;
	return db_leave(
		s,
		db_exec(s, "DELETE FROM finding WHERE origin = 'database'", "clear findings", e) ||
				db_exec(s, "DELETE FROM assessed WHERE origin = 'database'",
					"clear findings", e)
			? -1
			: 0,
		e);
}
