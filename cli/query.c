#include "cli/query.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/paths.h"

#define FIELD(name) offsetof(struct query, name)

/* In the order of the help. */
static const struct {
	unsigned extra; /* 0: every command has it */
	size_t at;      /* in struct query */
	struct arg arg; /* but for where it goes */
} options[] = {
	{ 0, FIELD(db), { "db", ARG_TEXT, NULL, "FILE", "the database" } },
	{ QUERY_FORMAT,
	  FIELD(format_name),
	  { "format", ARG_TEXT, NULL, "FORMAT", "table, csv, json or markdown" } },
	{ QUERY_BODIES, FIELD(year), { "year", ARG_INT, NULL, "Y", "one report year only" } },
	{ QUERY_BODIES,
	  FIELD(region),
	  { "region", ARG_TEXT, NULL, "CODE", "GB/T 2260: 33, 3306 or 330681 and all within" } },
	{ QUERY_BODIES,
	  FIELD(level),
	  { "level", ARG_TEXT, NULL, "LEVEL",
	    "central, province, city, county, town, dept or institution" } },
	{ QUERY_BODIES,
	  FIELD(agency),
	  { "agency", ARG_TEXT, NULL, "TEXT", "part of the agency's name" } },
	{ QUERY_RULES,
	  FIELD(rule),
	  { "rule", ARG_TEXT, NULL, "CODE", "one rule, or T3_* for several" } },
	{ QUERY_RULES,
	  FIELD(severity),
	  { "severity", ARG_TEXT, NULL, "S", "error, warning or info, and what is worse" } },
	{ QUERY_STATUS,
	  FIELD(status),
	  { "status", ARG_TEXT, NULL, "STATUS", "exactly this status" } },
	{ QUERY_EVERYTHING,
	  FIELD(everything),
	  { "all", ARG_FLAG, NULL, NULL,
	    "also what accuses nobody: pictures, attachments, what cannot be told" } },
	{ QUERY_EVIDENCE,
	  FIELD(evidence),
	  { "evidence", ARG_FLAG, NULL, NULL,
	    "with the words, the source and the place in the archive" } },
	{ QUERY_EXIT_CODE,
	  FIELD(exit_code),
	  { "exit-code", ARG_FLAG, NULL, NULL, "exit with 1 when something is listed" } },
	{ QUERY_BY_YEAR,
	  FIELD(by_year),
	  { "by-year", ARG_FLAG, NULL, NULL, "a line a year, with the numbers" } },
	{ QUERY_HOSTS, FIELD(hosts), { "hosts", ARG_FLAG, NULL, NULL, "host by host" } },
};

void query_init(struct query *q, unsigned extras)
{
	*q = (struct query){ .db = PATHS_DEFAULT_DB };
	for (size_t i = 0; i < countof(options); i++) {
		struct arg *arg = &q->args[q->n_args];

		if (options[i].extra & ~extras)
			continue;
		*arg = options[i].arg;
		arg->to = (char *)q + options[i].at;
		q->n_args++;
	}
}

static int check_digits(const char *text, struct err *e)
{
	for (const char *p = text; *p; p++)
		if (*p < '0' || *p > '9' || p - text >= 6)
			return err_set(e, ERR_USAGE,
				       "--region is a code of two to six digits, not '%s'", text);
	return 0;
}

int query_finish(struct query *q, int argc, char **argv, struct err *e)
{
	if (argc > 1)
		return err_set(e, ERR_USAGE, "'%s' is one word too many; see: nianbao %s --help",
			       argv[1], argv[0]);
	if (q->region && check_digits(q->region, e))
		return -1;
	if (q->year && (q->year < 1990 || q->year > 2999))
		return err_set(e, ERR_USAGE, "--year %" PRId64 " is no report year", q->year);
	q->filter = (struct store_filter){
		.first_year = (int)q->year,
		.last_year = (int)q->year,
		.region = str_c(q->region),
		.level = str_c(q->level),
		.agency = str_c(q->agency),
		.rule = str_c(q->rule),
		.severity = str_c(q->severity),
		.status = str_c(q->status),
	};
	return listing_format(&q->format, q->format_name, e);
}

int query_run(struct query *q, int argc, char **argv, const char *usage, query_list *list,
	      struct err *e)
{
	struct store *s = NULL;
	size_t n = 0;
	bool helped;
	int rc;

	if (args_parse(&helped, &argc, argv, usage, q->args, q->n_args, e))
		return -1;
	if (helped)
		return 0;
	if (query_finish(q, argc, argv, e) || store_open(&s, q->db, STORE_READ, e))
		return -1;
	rc = list(&n, q, s, e);
	store_close(s);
	if (rc)
		return -1;
	if (n == 0 && q->nothing && q->format == LISTING_TABLE)
		fprintf(stderr, "%s\n", q->nothing);
	if (!q->exit_code || n == 0)
		return 0;
	*e = (struct err){ .code = ERR_FOUND };
	return -1;
}

struct str query_number(char room[QUERY_NUMBER_MAX], int64_t n)
{
	if (n == 0)
		return (struct str){ NULL, 0 };
	snprintf(room, QUERY_NUMBER_MAX, "%" PRId64, n);
	return str_c(room);
}

void query_evidence(struct listing *l, struct str words, struct str source,
		    const struct store_place *place)
{
	struct arena arena = { 0 };
	struct str at = { NULL, 0 };

	if (place->file.n)
		at = arena_strf(&arena, "  [%.*s at %" PRId64 "]", STR_ARG(place->file),
				place->offset);
	listing_detail(l, arena_strf(&arena, "%.*s%s%.*s%.*s", STR_ARG(words), words.n ? "  " : "",
				     STR_ARG(source), STR_ARG(at)));
	arena_release(&arena);
}
