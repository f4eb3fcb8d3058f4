#define LOG_MODULE "expect"
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "cli/args.h"
#include "cli/command.h"
#include "cli/paths.h"
#include "extract/decode.h"
#include "store/store_frontier.h"

static const char usage[] = "FILE... [--db FILE]";

#define MAX_LIST_BYTES (64u << 20)
#define MAX_YEARS      40 /* of one line: no body owes more */

enum field { FIELD_AGENCY, FIELD_YEARS, FIELD_REGION, FIELD_LEVEL, FIELD_PARENT, FIELD__COUNT };

static const char *const field_names[] = { "agency", "years", "region", "level", "parent" };

/* A list being read: which column holds which field. */
struct list {
	struct store *store;
	const char *path;
	unsigned line, n_bad;
	int column[FIELD__COUNT]; /* -1: not there */
	struct str delimiter;
	int64_t n_put;
};

static struct str next_cell(struct str *rest, struct str delimiter)
{
	size_t at = str_find(*rest, delimiter, 0);
	struct str cell = str_sub(*rest, 0, at == STR_NONE ? rest->n : at);

	*rest = at == STR_NONE ? (struct str){ NULL, 0 }
			       : str_sub(*rest, at + delimiter.n, rest->n);
	return str_trim(cell);
}

static int read_head(struct list *l, struct str line, struct err *e)
{
	l->delimiter = str_find(line, STR("\t"), 0) == STR_NONE ? STR(",") : STR("\t");
	for (int f = 0; f < FIELD__COUNT; f++)
		l->column[f] = -1;
	for (int at = 0; line.p; at++) {
		struct str cell = next_cell(&line, l->delimiter);

		for (int f = 0; f < FIELD__COUNT; f++)
			if (str_eq_nocase(cell, str_c(field_names[f])))
				l->column[f] = at;
	}
	if (l->column[FIELD_AGENCY] < 0 || l->column[FIELD_YEARS] < 0)
		return err_set(e, ERR_USAGE,
			       "%s:%u: the first line must name columns: agency, years", l->path,
			       l->line);
	return 0;
}

static bool read_year(int *out, struct str text)
{
	long long n;

	if (!str_int(&n, str_trim(text)) || n < 1990 || n > 2999)
		return false;
	*out = (int)n;
	return true;
}

/* "2024", "2019-2024". */
static bool read_years(int *first, int *last, struct str text)
{
	size_t dash = str_find(text, STR("-"), 0);

	if (!read_year(first, str_sub(text, 0, dash == STR_NONE ? text.n : dash)))
		return false;
	if (dash == STR_NONE)
		*last = *first;
	else if (!read_year(last, str_sub(text, dash + 1, text.n)))
		return false;
	return *last >= *first && *last - *first < MAX_YEARS;
}

static int read_line(struct list *l, struct str line, struct err *e)
{
	struct str cells[FIELD__COUNT] = { 0 };
	struct store_expected x;
	int first, last;

	for (int at = 0; line.p; at++) {
		struct str cell = next_cell(&line, l->delimiter);

		for (int f = 0; f < FIELD__COUNT; f++)
			if (l->column[f] == at)
				cells[f] = cell;
	}
	if (!cells[FIELD_AGENCY].n || !read_years(&first, &last, cells[FIELD_YEARS])) {
		log_warn("%s:%u: %s", l->path, l->line,
			 cells[FIELD_AGENCY].n ? "years are 2024 or 2019-2024" : "no agency");
		l->n_bad++;
		return 0;
	}
	x = (struct store_expected){ .agency = cells[FIELD_AGENCY],
				     .region = cells[FIELD_REGION],
				     .level = cells[FIELD_LEVEL],
				     .parent = cells[FIELD_PARENT] };
	for (x.year = first; x.year <= last; x.year++) {
		if (store_put_expected(l->store, &x, e))
			return -1;
		l->n_put++;
	}
	return 0;
}

static int read_list(struct list *l, struct str text, struct err *e)
{
	bool headed = false;

	while (text.p && text.n) {
		struct str line = str_trim(next_cell(&text, STR("\n")));
		int rc = 0;

		l->line++;
		if (!line.n || line.p[0] == '#')
			continue;
		if (headed)
			rc = read_line(l, line, e);
		else
			rc = read_head(l, line, e);
		headed = true;
		if (rc)
			return rc;
	}
	return 0;
}

static int read_file(struct list *l, struct err *e)
{
	struct arena arena = { 0 };
	struct encoding enc = { 0 };
	struct str text;
	struct buf bytes;
	int rc;

	buf_init(&bytes, MAX_LIST_BYTES);
	rc = file_read(&bytes, l->path, e);
	/* Lists come out of spreadsheets: GBK as well as UTF-8. */
	if (rc == 0)
		rc = decode_text(&text, &enc, buf_str(&bytes), (struct str){ NULL, 0 }, false,
				 &arena, e);
	if (rc == 0)
		rc = read_list(l, text, e);
	buf_release(&bytes);
	arena_release(&arena);
	return rc;
}

static int read_files(struct list *l, int argc, char **argv, struct err *e)
{
	if (store_begin(l->store, e))
		return -1;
	for (int i = 1; i < argc; i++) {
		l->path = argv[i];
		l->line = 0;
		if (read_file(l, e)) {
			store_rollback(l->store);
			return -1;
		}
	}
	return store_commit(l->store, e);
}

static int run(int argc, char **argv, const struct config *config, struct err *e)
{
	const char *db = PATHS_DEFAULT_DB;
	const struct arg args[] = {
		{ "db", ARG_TEXT, &db, "FILE", "the database, made if it is not there" },
	};
	struct list list = { 0 };
	bool helped;
	int rc;

	(void)config;
	if (args_parse(&helped, &argc, argv, usage, args, countof(args), e))
		return -1;
	if (helped)
		return 0;
	if (argc < 2)
		return err_set(e, ERR_USAGE, "which list? usage: nianbao expect %s", usage);
	if (store_open(&list.store, db, STORE_CREATE, e))
		return -1;
	rc = read_files(&list, argc, argv, e);
	store_close(list.store);
	if (rc)
		return -1;
	printf("%lld reports are due by the lists, %u lines could not be used\n",
	       (long long)list.n_put, list.n_bad);
	return list.n_bad ? err_set(e, ERR_PARTIAL, "%u lines could not be used", list.n_bad) : 0;
}

const struct command cmd_expect = { "expect", usage,
				    "lists of bodies that must report, and for which years", run };
