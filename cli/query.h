#ifndef CLI_QUERY_H
#define CLI_QUERY_H

#include "cli/args.h"
#include "cli/listing.h"
#include "store/store_query.h"

#define QUERY_ARGS 12

/* What the listing commands have in common: which database, which rows, in which shape. */
struct query {
	const char *db, *format_name, *region, *level, *agency, *rule, *severity, *status;
	int64_t year;
	bool everything, evidence, exit_code, by_year, hosts;
	enum listing_format format;
	struct store_filter filter;
	struct arg args[QUERY_ARGS];
	size_t n_args;
	const char *nothing; /* said on stderr when a table for people has no row; NULL: not */
};

/* Options that a command takes beside --db. */
enum query_extra {
	QUERY_BODIES = 1,     /* --year, --region, --level, --agency */
	QUERY_RULES = 2,      /* --rule, --severity */
	QUERY_STATUS = 4,     /* --status */
	QUERY_EVERYTHING = 8, /* --all */
	QUERY_EVIDENCE = 16,  /* --evidence */
	QUERY_EXIT_CODE = 32, /* --exit-code: ERR_FOUND where a row was listed */
	QUERY_BY_YEAR = 64,   /* --by-year */
	QUERY_HOSTS = 128,    /* --hosts */
	QUERY_FORMAT = 256,   /* --format */
};

void query_init(struct query *q, unsigned extras);

/* After args_parse(): checks what was given and fills filter and format. ERR_USAGE. */
MUST_USE int query_finish(struct query *q, int argc, char **argv, struct err *e);

/* Prints the rows, and how many. */
typedef int query_list(size_t *n_rows, struct query *q, struct store *s, struct err *e);

/*
 * query_run - a listing command from its words to its exit status, after query_init():
 * takes the options, opens the database to read, lists. Returns as command->run does.
 */
MUST_USE int query_run(struct query *q, int argc, char **argv, const char *usage, query_list *list,
		       struct err *e);

/* For the cells of a listing; in room, which is returned as a view. 0 is empty for ids and years.
 */
#define QUERY_NUMBER_MAX 24
struct str query_number(char room[QUERY_NUMBER_MAX], int64_t n);

/* Below a row: the words it rests on, where they are, and where the bytes lie; any may be empty. */
void query_evidence(struct listing *l, struct str words, struct str source,
		    const struct store_place *place);

#endif
