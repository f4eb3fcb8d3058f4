#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum arg_kind {
	ARG_FLAG,     /* bool */
	ARG_TEXT,     /* const char *; the last one given counts */
	ARG_INT,      /* int64_t, 0 or more */
	ARG_DURATION, /* int64_t, milliseconds; "90", "1.5", "500ms", "30s", "10m", "5h", bare:
			 seconds */
	ARG_BYTES,    /* int64_t; "5000", "64K", "200M", "5G", "1T" */
	ARG_LIST,     /* struct arg_list; may be given again and again */
};

#define ARG_MAX_LIST 256

struct arg_list {
	const char *at[ARG_MAX_LIST];
	size_t n;
};

/* One option of a command. */
struct arg {
	const char *name; /* "year": given as --year 2024 or --year=2024 */
	enum arg_kind kind;
	void *to;          /* where it goes; as set before where it is not given */
	const char *value; /* what the help calls it; NULL for flags */
	const char *help;
};

/*
 * args_parse - take the options out of a command line.
 *
 *   argc, argv  argv[0] is left alone; on success argv[1..*argc) are the words
 *               that are no options. After "--" everything is a word, "-" always
 *
 * --help prints usage and options to stdout and sets *helped. Returns 0, or -1
 * with ERR_USAGE that names the option and what was wanted.
 */
MUST_USE int args_parse(bool *helped, int *argc, char **argv, const char *usage,
			const struct arg *args, size_t n_args, struct err *e);

/* "90", "1.5", "500ms", "30s", "10m", "5h", "2d" as milliseconds. False for anything else. */
bool args_duration(int64_t *ms, const char *text);

/* "5000", "64K", "5G" as bytes. False for anything else. */
bool args_bytes(int64_t *out, const char *text);

#endif
