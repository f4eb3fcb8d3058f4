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
	bool everything, evidence, exit_code;
	enum listing_format format;
	struct store_filter filter;
	struct arg args[QUERY_ARGS];
	size_t n_args;
};

/* Options that a command takes beside --db, --format, --year, --region, --level, --agency. */
enum query_extra {
	QUERY_RULES = 1,      /* --rule, --severity */
	QUERY_STATUS = 2,     /* --status */
	QUERY_EVERYTHING = 4, /* --all */
	QUERY_EVIDENCE = 8,   /* --evidence */
	QUERY_EXIT_CODE = 16, /* --exit-code */
};

void query_init(struct query *q, unsigned extras);

/* After args_parse(): checks what was given and fills filter and format. ERR_USAGE. */
MUST_USE int query_finish(struct query *q, int argc, char **argv, struct err *e);

/*
 * query_end - what the command returns: 0, or -1 with ERR_FOUND when --exit-code
 * was given and rows were listed.
 */
MUST_USE int query_end(const struct query *q, size_t n_rows, struct err *e);

/* For the cells of a listing; in room, which is returned as a view. 0 is empty for ids and years.
 */
#define QUERY_NUMBER_MAX 24
struct str query_number(char room[QUERY_NUMBER_MAX], int64_t n);

#endif
