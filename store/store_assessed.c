#include <inttypes.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "store/put.h"

/*
 * How the rules came out, in a line of text a report: three characters a rule, at the place
 * that rule_key gives it, for how many of its equations hold, fail and are open. One row a
 * rule cost a third of all that is written. The view assessment shows it row by row.
 */

#define FIRST    33    /* the character for 0; a space stands where a rule does not apply */
#define MOST     50000 /* more count as so many; below the surrogates */
#define MAX_SLOT 4096

static int load(struct store *s, int64_t *n_slots, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "SELECT rule, slot FROM rule_key", e);
	int rc;

	if (!st)
		return -1;
	while ((rc = db_next(s, st, "rule keys", e)) > 0) {
		const struct rule *rule = rule_named(db_col_view(st, 0));
		int64_t slot = db_col_int(st, 1);

		if (slot < 0 || slot >= MAX_SLOT) {
			db_done(st);
			return err_set(e, ERR_DB_CORRUPT, "database: rule_key: slot %" PRId64,
				       slot);
		}
		if (slot >= *n_slots)
			*n_slots = slot + 1;
		if (rule)
			s->rule_slot[rule - check_rules] = (int16_t)slot;
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static int add_key(struct store *s, const char *code, int64_t slot, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "INSERT INTO rule_key VALUES(?1, ?2)", e);

	if (!st)
		return -1;
	db_text(st, 1, code);
	db_int(st, 2, slot);
	return db_run(s, st, "put rule key", e);
}

int rules_open(struct store *s, struct err *e)
{
	int64_t n_slots = 0;

	for (size_t i = 0; i < countof(s->rule_slot); i++)
		s->rule_slot[i] = -1;
	if (load(s, &n_slots, e))
		return -1;
	for (size_t i = 0; i < check_rules_count; i++) {
		if (s->rule_slot[i] >= 0)
			continue;
		if (add_key(s, check_rules[i].code, n_slots, e))
			return -1;
		s->rule_slot[i] = (int16_t)n_slots++;
	}
	if (n_slots > MAX_SLOT)
		return err_set(e, ERR_DB_CORRUPT, "database: rule_key: too many rules");
	s->n_rule_slots = (int)n_slots;
	return 0;
}

/* Rules of the program's own table are told by their address: 60 a report. */
static int slot_of(const struct store *s, const struct rule *rule)
{
	uintptr_t at = (uintptr_t)rule, from = (uintptr_t)check_rules;

	if (at < from || at >= (uintptr_t)(check_rules + check_rules_count))
		rule = rule_named(str_c(rule->code));
	return rule ? s->rule_slot[rule - check_rules] : -1;
}

/* A line being put together: characters by place, 0 where nothing is. */
struct line {
	uint32_t at[3 * MAX_SLOT];
	size_t n; /* up to the last that is set */
};

static void set(struct line *l, size_t at, unsigned count)
{
	l->at[at] = FIRST + (count < MOST ? count : MOST);
	if (at >= l->n)
		l->n = at + 1;
}

/* What an earlier piece of a check across the database has put there. */
static int load_line(struct line *l, struct store *s, int64_t report_id, const char *origin,
		     struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT packed FROM assessed WHERE report_id = ?1 AND origin = ?2", e);
	int rc;

	if (!st)
		return -1;
	db_int(st, 1, report_id);
	db_text(st, 2, origin);
	rc = db_next(s, st, "find assessments", e);
	if (rc > 0) {
		struct str text = db_col_view(st, 0);

		for (size_t i = 0, at = 0; i < text.n && at < 3 * (size_t)s->n_rule_slots; at++) {
			uint32_t c = utf8_next(text, &i);

			if (c >= FIRST)
				set(l, at, c - FIRST);
		}
	}
	if (rc >= 0)
		db_done(st);
	return rc < 0 ? -1 : 0;
}

static void add(struct line *l, const struct store *s, const struct check *check)
{
	for (size_t i = 0; i < check->n_assessments; i++) {
		const struct assessment *a = &check->assessments[i];
		int slot = slot_of(s, a->rule);

		if (slot < 0)
			continue;
		set(l, 3 * (size_t)slot, a->holds);
		set(l, 3 * (size_t)slot + 1, a->fails);
		set(l, 3 * (size_t)slot + 2, a->open);
	}
}

int put_assessed(struct store *s, int64_t report_id, const char *origin, const struct check *check,
		 struct err *e)
{
	struct sqlite3_stmt *st;
	struct line l;
	struct buf text;
	int rc;

	if (!check->n_assessments)
		return 0;
	memset(l.at, 0, (size_t)s->n_rule_slots * 3 * sizeof(l.at[0]));
	l.n = 0;
	if (load_line(&l, s, report_id, origin, e))
		return -1;
	add(&l, s, check);
	st = db_stmt(s, "INSERT OR REPLACE INTO assessed VALUES(?1, ?2, ?3)", e);
	if (!st)
		return -1;
	buf_init(&text, 9 * MAX_SLOT);
	for (size_t i = 0; i < l.n; i++)
		buf_add_utf8(&text, l.at[i] ? l.at[i] : ' ');
	db_int(st, 1, report_id);
	db_text(st, 2, origin);
	db_str(st, 3, text.n ? buf_str(&text) : STR(""));
	rc = db_run(s, st, "put assessments", e);
	buf_release(&text);
	return rc;
}

/*
 * Of merging: rules stand in another order where the other program knew others. What its rules
 * are is learnt first; then each line is put together in our order, or copied as it is.
 */
int merge_assessed(struct store *s, struct err *e)
{
#define OF_REPORTS                                                                                 \
	" FROM x.assessed t JOIN m ON m.kind = 'report' AND m.old = t.report_id"                   \
	" WHERE t.origin = 'document'"
	struct sqlite3_stmt *st =
		db_stmt(s,
			"SELECT count(*) FROM (SELECT rule, slot FROM x.rule_key EXCEPT"
			" SELECT rule, slot FROM main.rule_key)",
			e);
	int64_t n_others = 0;

	if (!st || db_one(&n_others, s, st, "merge rules", e) < 0)
		return -1;
	if (!n_others)
		return db_exec(s,
			       "INSERT OR IGNORE INTO main.assessed SELECT m.new, t.origin, "
			       "t.packed" OF_REPORTS,
			       "merge assessments", e);
	return db_exec(s,
		       "INSERT INTO main.rule_key SELECT rule, (SELECT coalesce(max(slot), -1)"
		       " FROM main.rule_key) + row_number() OVER (ORDER BY slot) FROM x.rule_key"
		       " WHERE rule NOT IN (SELECT rule FROM main.rule_key);"
		       "INSERT OR IGNORE INTO main.assessed SELECT m.new, t.origin,"
		       " (SELECT rtrim(group_concat(coalesce(k.triple, '   '), '')) FROM"
		       " (SELECT nullif(substr(t.packed, 3 * o.slot + 1, 3), '') AS triple"
		       " FROM main.rule_key r LEFT JOIN x.rule_key o ON o.rule = r.rule"
		       " ORDER BY r.slot) k)" OF_REPORTS,
		       "merge assessments", e);
}
