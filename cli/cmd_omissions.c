#include <stdio.h>

#include "cli/command.h"
#include "cli/query.h"

static const char usage[] = "[--year Y] [--region CODE] [--all] [--evidence] [--db FILE]";

static const struct listing_column columns[] = {
	{ "year", true, 0 },       { "region", false, 0 },  { "agency", false, 48 },
	{ "level", false, 0 },     { "table", false, 0 },   { "status", false, 0 },
	{ "evidence", false, 60 }, { "source", false, 0 },  { "archive", false, 0 },
	{ "offset", true, 0 },     { "document", true, 0 },
};

/* Columns of a table for people; --evidence puts the rest below each row, programs get them all. */
#define BRIEF_COLUMNS 6

static int list(size_t *n, struct query *q, struct store *s, struct err *e)
{
	size_t shown = q->format == LISTING_TABLE ? BRIEF_COLUMNS : countof(columns);
	struct store_cursor *c = NULL;
	struct store_omission o;
	struct listing l;
	int got;

	q->filter.omissions_only = !q->everything && !q->status;
	q->nothing = q->everything ? "no omissions"
				   : "no omissions (--all lists what cannot be told, too)";
	if (store_list_omissions(&c, s, &q->filter, e))
		return -1;
	listing_init(&l, stdout, q->format, columns, shown);
	while ((got = store_omission_next(&o, c, e)) == 1) {
		char year[QUERY_NUMBER_MAX], offset[QUERY_NUMBER_MAX], document[QUERY_NUMBER_MAX];
		const struct str cells[] = {
			query_number(year, o.year),
			o.region,
			o.agency,
			o.level,
			o.table,
			o.status,
			o.evidence,
			o.url.n ? o.url : o.path,
			o.place.file,
			o.place.file.n ? query_number(offset, o.place.offset)
				       : (struct str){ NULL, 0 },
			query_number(document, o.document_id),
		};

		listing_row(&l, cells);
		if (q->evidence)
			query_evidence(&l, o.evidence, o.url.n ? o.url : o.path, &o.place);
	}
	*n = listing_end(&l);
	store_cursor_close(c);
	return got;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct query q;

	(void)config;
	query_init(&q, QUERY_FORMAT | QUERY_BODIES | QUERY_STATUS | QUERY_EVERYTHING |
			       QUERY_EVIDENCE | QUERY_EXIT_CODE);
	return query_run(&q, argc, argv, usage, list, e);
}

const struct command cmd_omissions = { "omissions", usage,
				       "who left out tables, or published no report", run };
