#include "store/store_query.h"

#include <stdlib.h>

#include "store/cursor.h"

/* Parameters 1 to 6 of every listing; the columns are the views'. */
#define WHERE_FILTER                                                                               \
	" WHERE (?1 = 0 OR year >= ?1) AND (?2 = 0 OR year <= ?2)"                                 \
	" AND (?3 IS NULL OR substr(region, 1, length(?3)) = ?3)"                                  \
	" AND (?4 IS NULL OR level = ?4) AND (?5 IS NULL OR instr(agency, ?5) > 0)"                \
	" AND (?6 IS NULL OR status = ?6)"

void cursor_bind(struct store_cursor *c, const struct store_filter *f)
{
	struct str region = f->region;

	while (region.n >= 2 && region.p[region.n - 1] == '0' && region.p[region.n - 2] == '0')
		region.n -= 2;
	db_int(c->st, 1, f->first_year);
	db_int(c->st, 2, f->last_year);
	db_str_if(c->st, 3, region);
	db_str_if(c->st, 4, f->level);
	db_str_if(c->st, 5, f->agency);
}

int cursor_open(struct store_cursor **out, struct store *s, const char *sql, struct err *e)
{
	struct store_cursor *c = calloc(1, sizeof(*c));

	if (!c)
		return err_set(e, ERR_DB, "database: out of memory");
	c->s = s;
	c->st = db_prepare(s, sql, e);
	if (!c->st) {
		free(c);
		return -1;
	}
	*out = c;
	return 0;
}

int cursor_next(struct store_cursor *c, struct err *e)
{
	return db_next(c->s, c->st, "list", e);
}

struct store_place cursor_place(struct sqlite3_stmt *st, int at)
{
	return (struct store_place){
		.file = db_col_view(st, at),
		.offset = db_col_int(st, at + 1),
		.length = db_col_int(st, at + 2),
	};
}

void store_cursor_close(struct store_cursor *c)
{
	if (!c)
		return;
	db_finalize(c->st);
	arena_release(&c->arena);
	free(c->report);
	free(c);
}

int store_list_omissions(struct store_cursor **out, struct store *s, const struct store_filter *f,
			 struct err *e)
{
	static const char sql[] =
		"SELECT year, agency, region, level, table_name, status, is_omission, evidence,"
		" url, path, archive, archive_offset, archive_length, report_id, document_id"
		" FROM omission" WHERE_FILTER " AND (?7 = 0 OR is_omission)"
		" ORDER BY year, region, agency, table_name, status, url, path, document_id";

	if (cursor_open(out, s, sql, e))
		return -1;
	cursor_bind(*out, f);
	db_str_if((*out)->st, 6, f->status);
	db_int((*out)->st, 7, f->omissions_only);
	return 0;
}

int store_omission_next(struct store_omission *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_omission){
		.year = (int)db_col_int(st, 0),
		.agency = db_col_view(st, 1),
		.region = db_col_view(st, 2),
		.level = db_col_view(st, 3),
		.table = db_col_view(st, 4),
		.status = db_col_view(st, 5),
		.is_omission = db_col_int(st, 6) != 0,
		.evidence = db_col_view(st, 7),
		.url = db_col_view(st, 8),
		.path = db_col_view(st, 9),
		.place = cursor_place(st, 10),
		.report_id = db_col_int(st, 13),
		.document_id = db_col_int(st, 14),
	};
	return 1;
}

/* How bad it must be at least: the index into SQL's list, 0 for all. */
static int at_least(struct str severity)
{
	if (str_eq(severity, STR("error")))
		return 2;
	return str_eq(severity, STR("warning")) ? 1 : 0;
}

int store_list_findings(struct store_cursor **out, struct store *s, const struct store_filter *f,
			struct err *e)
{
	static const char sql[] =
		"SELECT * FROM (SELECT f.report_id, r.document_id, r.year, coalesce(a.name,"
		" r.agency) AS agency, a.region, f.rule, f.severity, f.cells, f.message, f.quote,"
		" s.url, s.path, f.left_micro, f.right_micro, f.origin, s.archive,"
		" s.archive_offset, s.archive_length, f.id, a.level, NULL AS status,"
		" r.is_current FROM finding f JOIN report r ON r.id = f.report_id"
		" LEFT JOIN agency a ON a.id = r.agency_id"
		" JOIN source s ON s.document_id = r.document_id)" WHERE_FILTER
		" AND (?7 OR is_current)"
		" AND CASE severity WHEN 'error' THEN 2 WHEN 'warning' THEN 1 ELSE 0 END >= ?8"
		" AND (?9 IS NULL OR rule GLOB ?9) ORDER BY report_id, id";
	struct sqlite3_stmt *st;

	if (cursor_open(out, s, sql, e))
		return -1;
	st = (*out)->st;
	cursor_bind(*out, f);
	db_int(st, 7, f->all_versions);
	db_int(st, 8, at_least(f->severity));
	db_str_if(st, 9, f->rule);
	return 0;
}

int store_finding_next(struct store_finding *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_finding){
		.report_id = db_col_int(st, 0),
		.document_id = db_col_int(st, 1),
		.year = (int)db_col_int(st, 2),
		.agency = db_col_view(st, 3),
		.region = db_col_view(st, 4),
		.rule = db_col_view(st, 5),
		.severity = db_col_view(st, 6),
		.cells = db_col_view(st, 7),
		.message = db_col_view(st, 8),
		.quote = db_col_view(st, 9),
		.url = db_col_view(st, 10),
		.path = db_col_view(st, 11),
		.has_sides = !db_col_null(st, 12),
		.left_micro = db_col_int(st, 12),
		.right_micro = db_col_int(st, 13),
		.origin = db_col_view(st, 14),
		.place = cursor_place(st, 15),
	};
	return 1;
}

int store_list_coverage(struct store_cursor **out, struct store *s, const struct store_filter *f,
			struct err *e)
{
	static const char sql[] =
		"SELECT year, agency, region, level, scope, status, published, url, path,"
		" report_id FROM coverage" WHERE_FILTER
		" ORDER BY region, agency, year, scope, report_id";

	if (cursor_open(out, s, sql, e))
		return -1;
	cursor_bind(*out, f);
	db_str_if((*out)->st, 6, f->status);
	return 0;
}

int store_coverage_next(struct store_coverage *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_coverage){
		.year = (int)db_col_int(st, 0),
		.agency = db_col_view(st, 1),
		.region = db_col_view(st, 2),
		.level = db_col_view(st, 3),
		.scope = db_col_view(st, 4),
		.status = db_col_view(st, 5),
		.published = db_col_view(st, 6),
		.url = db_col_view(st, 7),
		.path = db_col_view(st, 8),
		.report_id = db_col_int(st, 9),
	};
	return 1;
}

int store_list_years(struct store_cursor **out, struct store *s, const struct store_filter *f,
		     struct err *e)
{
	/* The sums of coverage_by_year, over what the filter leaves. */
	static const char sql[] =
		"SELECT year, count(*), sum(report_id IS NOT NULL), sum(status ="
		" 'tables_omitted'), sum(status = 'late'), sum(status = 'no_report'),"
		" sum(status = 'unreachable'), sum(status = 'robots'), sum(status = 'blocked'),"
		" sum(status = 'not_visited'), sum(status IN ('unreadable', 'cannot_tell'))"
		" FROM coverage" WHERE_FILTER " GROUP BY year ORDER BY year";

	if (cursor_open(out, s, sql, e))
		return -1;
	cursor_bind(*out, f);
	db_str_if((*out)->st, 6, f->status);
	return 0;
}

int store_year_next(struct store_year *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_year){
		.year = (int)db_col_int(st, 0),
		.n_bodies = db_col_int(st, 1),
		.n_reports = db_col_int(st, 2),
		.n_tables_omitted = db_col_int(st, 3),
		.n_late = db_col_int(st, 4),
		.n_no_report = db_col_int(st, 5),
		.n_unreachable = db_col_int(st, 6),
		.n_robots = db_col_int(st, 7),
		.n_blocked = db_col_int(st, 8),
		.n_not_visited = db_col_int(st, 9),
		.n_cannot_tell = db_col_int(st, 10),
	};
	return 1;
}

int store_list_hosts(struct store_cursor **out, struct store *s, struct err *e)
{
	static const char sql[] =
		"SELECT h.name, h.breaker_state, h.stop_reason, n.known, n.pending, n.done,"
		" n.failed, n.robots, n.blocked, coalesce(d.documents, 0), coalesce(d.reports, 0),"
		" h.next_at_ms, h.backoff_until_ms, h.fails"
		" FROM (SELECT host_id, count(*) AS known,"
		" count(*) FILTER (WHERE state IN (0, 1)) AS pending,"
		" count(*) FILTER (WHERE state = 2) AS done,"
		" count(*) FILTER (WHERE state = 3) AS failed,"
		" count(*) FILTER (WHERE disposition GLOB 'robots*') AS robots,"
		" count(*) FILTER (WHERE disposition = 'blocked') AS blocked"
		" FROM url WHERE state <> 4 GROUP BY host_id) n"
		" JOIN host h ON h.id = n.host_id"
		" LEFT JOIN (SELECT x.host_id, count(*) AS documents, count(r.id) AS reports"
		" FROM document d JOIN url x ON x.id = d.url_id"
		" LEFT JOIN report r ON r.document_id = d.id AND NOT r.is_annex"
		" GROUP BY x.host_id) d ON d.host_id = h.id"
		" ORDER BY h.name";

	return cursor_open(out, s, sql, e);
}

int store_host_status_next(struct store_host_status *out, struct store_cursor *c, struct err *e)
{
	struct sqlite3_stmt *st = c->st;
	int rc = cursor_next(c, e);

	if (rc <= 0)
		return rc;
	*out = (struct store_host_status){
		.name = db_col_view(st, 0),
		.breaker_state = db_col_view(st, 1),
		.stop_reason = db_col_view(st, 2),
		.n_known = db_col_int(st, 3),
		.n_pending = db_col_int(st, 4),
		.n_done = db_col_int(st, 5),
		.n_failed = db_col_int(st, 6),
		.n_robots = db_col_int(st, 7),
		.n_blocked = db_col_int(st, 8),
		.n_documents = db_col_int(st, 9),
		.n_reports = db_col_int(st, 10),
		.next_at_ms = db_col_int(st, 11),
		.backoff_until_ms = db_col_int(st, 12),
		.fails = (int)db_col_int(st, 13),
	};
	return 1;
}

int store_totals(struct store_totals *out, struct store *s, struct err *e)
{
	struct sqlite3_stmt *st = db_stmt(
		s,
		"SELECT (SELECT count(*) FROM host), (SELECT count(*) FROM url),"
		" (SELECT count(*) FROM url WHERE state IN (0, 1)), (SELECT count(*) FROM fetch),"
		" (SELECT count(*) FROM document),"
		" (SELECT count(*) FROM document WHERE outcome IS NULL),"
		" (SELECT count(*) FROM document WHERE outcome <> 'none'),"
		" (SELECT count(*) FROM report WHERE NOT is_annex), (SELECT count(*) FROM report "
		"WHERE is_current),"
		" (SELECT count(DISTINCT agency_id) FROM report), (SELECT count(*) FROM finding),"
		" (SELECT count(*) FROM finding WHERE severity = 'error'),"
		" (SELECT coalesce(max(started_ms), 0) FROM run)",
		e);
	int rc;

	if (!st)
		return -1;
	rc = db_next(s, st, "count", e);
	if (rc < 0)
		return -1;
	*out = (struct store_totals){
		.n_hosts = db_col_int(st, 0),
		.n_urls = db_col_int(st, 1),
		.n_pending = db_col_int(st, 2),
		.n_fetches = db_col_int(st, 3),
		.n_documents = db_col_int(st, 4),
		.n_unread = db_col_int(st, 5),
		.n_failed_documents = db_col_int(st, 6),
		.n_reports = db_col_int(st, 7),
		.n_current = db_col_int(st, 8),
		.n_agencies = db_col_int(st, 9),
		.n_findings = db_col_int(st, 10),
		.n_errors = db_col_int(st, 11),
		.last_run_ms = db_col_int(st, 12),
	};
	db_done(st);
	return 0;
}

int store_ask_int(int64_t *out, struct store *s, const char *sql, struct err *e)
{
	struct sqlite3_stmt *st = db_prepare(s, sql, e);
	int rc = st ? db_one(out, s, st, "ask", e) : -1;

	db_finalize(st);
	return rc;
}
