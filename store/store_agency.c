#include "store/db.h"

/* "990100" without the pairs of zeros at its end: what other codes may begin with. */
static struct str stem(struct str region)
{
	while (region.n >= 2 && region.p[region.n - 1] == '0' && region.p[region.n - 2] == '0')
		region.n -= 2;
	return region;
}

static bool related(struct str a, struct str b)
{
	return str_starts(stem(a), stem(b)) || str_starts(stem(b), stem(a));
}

struct choice {
	int64_t id, exact_id;
	struct str region;
	size_t n; /* agencies it may be */
};

static int choose(struct choice *out, struct store *s, struct str name, struct str region,
		  struct arena *arena, struct err *e)
{
	struct sqlite3_stmt *st =
		db_stmt(s, "SELECT id, region FROM agency WHERE name = ?1 ORDER BY id", e);
	int rc;

	if (!st)
		return -1;
	db_str(st, 1, name);
	while ((rc = db_next(s, st, "find agency", e)) > 0) {
		struct str other = db_col_str(st, 1, arena);

		if (str_eq(other, region))
			out->exact_id = db_col_int(st, 0);
		if (!related(other, region))
			continue;
		out->n++;
		out->id = db_col_int(st, 0);
		out->region = other;
	}
	if (rc == 0)
		db_done(st);
	return rc;
}

static int add_agency(int64_t *id, struct store *s, struct str name, struct str region,
		      struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(s, "INSERT INTO agency(name, region) VALUES(?1, ?2)", e);

	if (!st)
		return -1;
	db_str(st, 1, name);
	db_str(st, 2, region);
	if (db_run(s, st, "put agency", e))
		return -1;
	*id = db_last_id(s);
	return 0;
}

static int fill(struct store *s, int64_t id, struct str region, struct str level, struct str parent,
		struct err *e)
{
	struct sqlite3_stmt *st;

	if (!region.n && !level.n && !parent.n)
		return 0;
	st = db_stmt(s,
		     "UPDATE agency SET region = coalesce(?2, region), level = coalesce(level, ?3),"
		     " parent = coalesce(parent, ?4) WHERE id = ?1 AND (region <> "
		     "coalesce(?2, region) OR (level IS NULL AND ?3 IS NOT NULL) OR "
		     "(parent IS NULL AND ?4 IS NOT NULL))",
		     e);
	if (!st)
		return -1;
	db_int(st, 1, id);
	db_str_if(st, 2, region);
	db_str_if(st, 3, level);
	db_str_if(st, 4, parent);
	return db_run(s, st, "fill agency", e);
}

int agency_id(int64_t *id, struct store *s, struct str name, struct str region, struct str level,
	      struct str parent, struct err *e)
{
	struct arena arena = { 0 };
	struct choice c = { 0 };
	int rc;

	if (!region.p)
		region = STR("");
	rc = choose(&c, s, name, region, &arena, e);
	/* A longer code tells more; a shorter or equal one changes nothing. */
	if (rc == 0 && c.exact_id) {
		*id = c.exact_id;
		region.n = 0;
	} else if (rc == 0 && c.n == 1) {
		*id = c.id;
		if (stem(region).n <= stem(c.region).n)
			region.n = 0;
	} else if (rc == 0) {
		rc = add_agency(id, s, name, region, e);
		region.n = 0;
	}
	if (rc == 0)
		rc = fill(s, *id, region, level, parent, e);
	arena_release(&arena);
	return rc;
}
