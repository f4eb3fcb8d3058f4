#include <stdio.h>

#include "cli/command.h"
#include "cli/query.h"

static const char usage[] = "[--by-year] [--year Y] [--region CODE] [--status STATUS] [--db FILE]";

static const struct listing_column columns[] = {
	{ "year", true, 0 },       { "region", false, 0 }, { "agency", false, 48 },
	{ "level", false, 0 },     { "scope", false, 0 },  { "status", false, 0 },
	{ "published", false, 0 }, { "source", false, 0 },
};

static const struct listing_column year_columns[] = {
	{ "year", true, 0 },           { "bodies", true, 0 },      { "reports", true, 0 },
	{ "tables_omitted", true, 0 }, { "late", true, 0 },        { "no_report", true, 0 },
	{ "unreachable", true, 0 },    { "robots", true, 0 },      { "blocked", true, 0 },
	{ "not_visited", true, 0 },    { "cannot_tell", true, 0 },
};

static int list_bodies(size_t *n, const struct query *q, struct store *s, struct err *e)
{
	struct store_cursor *c = NULL;
	struct store_coverage v;
	struct listing l;
	int got;

	if (store_list_coverage(&c, s, &q->filter, e))
		return -1;
	listing_init(&l, stdout, q->format, columns, countof(columns));
	while ((got = store_coverage_next(&v, c, e)) == 1) {
		char year[QUERY_NUMBER_MAX];
		const struct str cells[] = {
			query_number(year, v.year),
			v.region,
			v.agency,
			v.level,
			v.scope,
			v.status,
			v.published,
			v.url.n ? v.url : v.path,
		};

		listing_row(&l, cells);
	}
	*n = listing_end(&l);
	store_cursor_close(c);
	return got;
}

static int list_years(size_t *n, const struct query *q, struct store *s, struct err *e)
{
	struct store_cursor *c = NULL;
	struct store_year y;
	struct listing l;
	int got;

	if (store_list_years(&c, s, &q->filter, e))
		return -1;
	listing_init(&l, stdout, q->format, year_columns, countof(year_columns));
	while ((got = store_year_next(&y, c, e)) == 1) {
		const int64_t counts[] = {
			y.year,      y.n_bodies,      y.n_reports,     y.n_tables_omitted,
			y.n_late,    y.n_no_report,   y.n_unreachable, y.n_robots,
			y.n_blocked, y.n_not_visited, y.n_cannot_tell
		};
		char rooms[countof(counts)][QUERY_NUMBER_MAX];
		struct str cells[countof(counts)];

		for (size_t i = 0; i < countof(counts); i++) {
			snprintf(rooms[i], sizeof(rooms[i]), "%lld", (long long)counts[i]);
			cells[i] = str_c(rooms[i]);
		}
		listing_row(&l, cells);
	}
	*n = listing_end(&l);
	store_cursor_close(c);
	return got;
}

static int list(size_t *n, struct query *q, struct store *s, struct err *e)
{
	return q->by_year ? list_years(n, q, s, e) : list_bodies(n, q, s, e);
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct query q;

	(void)config;
	query_init(&q, QUERY_FORMAT | QUERY_BODIES | QUERY_STATUS | QUERY_BY_YEAR);
	return query_run(&q, argc, argv, usage, list, e);
}

const struct command cmd_coverage = { "coverage", usage,
				      "agency by year: published, late, missing, not allowed",
				      run };
