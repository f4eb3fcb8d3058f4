#include <stdio.h>

#include "cli/command.h"
#include "cli/query.h"
#include "report/report.h"

static const char usage[] =
	"[--rule CODE] [--severity S] [--year Y] [--region CODE] [--evidence] [--db FILE]";

static const struct listing_column columns[] = {
	{ "severity", false, 0 }, { "rule", false, 0 },    { "year", true, 0 },
	{ "agency", false, 40 },  { "message", false, 0 }, { "quote", false, 80 },
	{ "cells", false, 60 },   { "left", true, 0 },     { "right", true, 0 },
	{ "source", false, 0 },   { "archive", false, 0 }, { "offset", true, 0 },
	{ "document", true, 0 },
};

#define BRIEF_COLUMNS 5

static struct str amount(char room[VALUE_TEXT_MAX], bool has, int64_t micro)
{
	struct value v = { .n = micro, .scale = VALUE_MAX_SCALE };

	if (!has)
		return (struct str){ NULL, 0 };
	while (v.scale && v.n % 10 == 0) {
		v.n /= 10;
		v.scale--;
	}
	return str_c(value_text(room, &v));
}

static int list(size_t *n, struct query *q, struct store *s, struct err *e)
{
	size_t shown = q->format == LISTING_TABLE ? BRIEF_COLUMNS : countof(columns);
	struct store_cursor *c = NULL;
	struct store_finding f;
	struct listing l;
	int got;

	if (store_list_findings(&c, s, &q->filter, e))
		return -1;
	listing_init(&l, stdout, q->format, columns, shown);
	while ((got = store_finding_next(&f, c, e)) == 1) {
		char year[QUERY_NUMBER_MAX], offset[QUERY_NUMBER_MAX], document[QUERY_NUMBER_MAX];
		char left[VALUE_TEXT_MAX], right[VALUE_TEXT_MAX];
		const struct str cells[] = {
			f.severity,
			f.rule,
			query_number(year, f.year),
			f.agency,
			f.message,
			f.quote,
			f.cells,
			amount(left, f.has_sides, f.left_micro),
			amount(right, f.has_sides, f.right_micro),
			f.url.n ? f.url : f.path,
			f.place.file,
			f.place.file.n ? query_number(offset, f.place.offset)
				       : (struct str){ NULL, 0 },
			query_number(document, f.document_id),
		};

		listing_row(&l, cells);
		if (q->evidence)
			query_evidence(&l, f.quote, f.url.n ? f.url : f.path, &f.place);
	}
	*n = listing_end(&l);
	store_cursor_close(c);
	return got;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct query q;

	(void)config;
	query_init(&q,
		   QUERY_FORMAT | QUERY_BODIES | QUERY_RULES | QUERY_EVIDENCE | QUERY_EXIT_CODE);
	q.nothing = "no findings";
	return query_run(&q, argc, argv, usage, list, e);
}

const struct command cmd_findings = { "findings", usage, "what is wrong with reports, by rule",
				      run };
