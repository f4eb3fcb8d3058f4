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

/* The words it rests on, where they are, and where the bytes lie. */
static void tell_evidence(struct listing *l, const struct store_omission *o)
{
	struct arena arena = { 0 };
	struct str words = o->evidence, source = o->url.n ? o->url : o->path;
	struct str place = { NULL, 0 };

	if (o->archive.n)
		place = arena_strf(&arena, "  [%.*s at %lld]", STR_ARG(o->archive),
				   (long long)o->archive_offset);
	listing_detail(l, arena_strf(&arena, "%.*s%s%.*s%.*s", STR_ARG(words), words.n ? "  " : "",
				     STR_ARG(source), STR_ARG(place)));
	arena_release(&arena);
}

static int list(size_t *n, const struct query *q, struct store *s, struct err *e)
{
	size_t shown = q->format == LISTING_TABLE ? BRIEF_COLUMNS : countof(columns);
	struct store_cursor *c = NULL;
	struct store_omission o;
	struct listing l;
	int got;

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
			o.archive,
			o.archive.n ? query_number(offset, o.archive_offset)
				    : (struct str){ NULL, 0 },
			query_number(document, o.document_id),
		};

		listing_row(&l, cells);
		if (q->evidence)
			tell_evidence(&l, &o);
	}
	*n = listing_end(&l);
	store_cursor_close(c);
	return got;
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	struct store *s = NULL;
	struct query q;
	size_t n = 0;
	bool helped;
	int rc;

	(void)config;
	query_init(&q, QUERY_STATUS | QUERY_EVERYTHING | QUERY_EVIDENCE | QUERY_EXIT_CODE);
	if (args_parse(&helped, &argc, argv, usage, q.args, q.n_args, e))
		return -1;
	if (helped)
		return 0;
	if (query_finish(&q, argc, argv, e) || store_open(&s, q.db, STORE_READ, e))
		return -1;
	q.filter.omissions_only = !q.everything && !q.status;
	rc = list(&n, &q, s, e);
	store_close(s);
	if (rc)
		return -1;
	if (n == 0 && q.format == LISTING_TABLE)
		fprintf(stderr, "no omissions%s\n",
			q.everything ? "" : " (--all lists what cannot be told, too)");
	return query_end(&q, n, e);
}

const struct command cmd_omissions = { "omissions", usage,
				       "who left out tables, or published no report", run };
