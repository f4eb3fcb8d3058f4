#include "cli/query.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/paths.h"

static void option(struct query *q, struct arg a)
{
	q->args[q->n_args++] = a;
}

void query_init(struct query *q, unsigned extras)
{
	*q = (struct query){ .db = PATHS_DEFAULT_DB };
	option(q, (struct arg){ "db", ARG_TEXT, &q->db, "FILE", "the database" });
	option(q, (struct arg){ "format", ARG_TEXT, &q->format_name, "FORMAT",
				"table, csv, json or markdown" });
	option(q, (struct arg){ "year", ARG_INT, &q->year, "Y", "one report year only" });
	option(q, (struct arg){ "region", ARG_TEXT, &q->region, "CODE",
				"GB/T 2260: 33, 3306 or 330681 and all within" });
	option(q, (struct arg){ "level", ARG_TEXT, &q->level, "LEVEL",
				"central, province, city, county, town, dept or institution" });
	option(q,
	       (struct arg){ "agency", ARG_TEXT, &q->agency, "TEXT", "part of the agency's name" });
	if (extras & QUERY_RULES) {
		option(q, (struct arg){ "rule", ARG_TEXT, &q->rule, "CODE",
					"one rule, or T3_* for several" });
		option(q, (struct arg){ "severity", ARG_TEXT, &q->severity, "S",
					"error, warning or info, and what is worse" });
	}
	if (extras & QUERY_STATUS)
		option(q, (struct arg){ "status", ARG_TEXT, &q->status, "STATUS",
					"exactly this status" });
	if (extras & QUERY_EVERYTHING)
		option(q, (struct arg){ "all", ARG_FLAG, &q->everything, NULL,
					"also what accuses nobody: pictures, attachments, what "
					"cannot be told" });
	if (extras & QUERY_EVIDENCE)
		option(q,
		       (struct arg){ "evidence", ARG_FLAG, &q->evidence, NULL,
				     "with the words, the source and the place in the archive" });
	if (extras & QUERY_EXIT_CODE)
		option(q, (struct arg){ "exit-code", ARG_FLAG, &q->exit_code, NULL,
					"exit with 1 when something is listed" });
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

int query_end(const struct query *q, size_t n_rows, struct err *e)
{
	if (!q->exit_code || n_rows == 0)
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
