#ifndef CRAWLER_SEED_H
#define CRAWLER_SEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define SEED_MAX_SEEDS    200000
#define SEED_MAX_PROBLEMS 1000
#define SEED_MAX_RANGES   40 /* in one "years" field */
#define SEED_MIN_YEAR     2000
#define SEED_MAX_YEAR     2099

/* Names are what the files say; stored. */
enum seed_kind {
	SEED_HOME,       /* where a portal starts */
	SEED_LIST,       /* a column */
	SEED_ARTICLE,    /* one report */
	SEED_ATTACHMENT, /* one file that is a report */
	SEED_TEMPLATE,   /* a URL with {year} */
	SEED_API,        /* the index of a known interface */
	SEED_KIND__COUNT
};

enum seed_level {
	LEVEL_UNKNOWN,
	LEVEL_CENTRAL,
	LEVEL_PROVINCE,
	LEVEL_CITY,
	LEVEL_COUNTY,
	LEVEL_TOWN,
	LEVEL_DEPT,
	LEVEL_INSTITUTION,
	SEED_LEVEL__COUNT
};

const char *seed_kind_name(enum seed_kind k);
const char *seed_level_name(enum seed_level l); /* "" for LEVEL_UNKNOWN */

/* What to follow from a seed's page, a set of bits. */
enum seed_follow {
	FOLLOW_NONE = 0,
	FOLLOW_HOME = 1,    /* from a home page by link text */
	FOLLOW_LIST = 2,    /* the rows and pages of a list */
	FOLLOW_SUBLIST = 4, /* lists below a list: years, classes, agencies */
	FOLLOW_GKMLPT = 8,  /* the column tree of a gkmlpt index */
};

struct seed_range {
	int16_t first, last; /* report years, both included */
};

/* One line of a seed file. Empty text: the file does not say. */
struct seed {
	struct str id;
	struct str url; /* normalised; a template as written, see seed_url() */
	enum seed_kind kind;
	enum seed_level level;
	struct str region; /* GB/T 2260, six digits */
	struct str agency, parent, note;
	struct seed_range *years; /* none: all */
	size_t n_years;
	unsigned follow; /* enum seed_follow; by kind where the file does not say */
	struct str file;
	uint32_t line; /* where it starts, from 1 */
};

/* A line that was refused. */
struct seed_problem {
	struct str file;
	uint32_t line;
	struct str reason; /* one line, for people */
};

/* Zero-initialise; several files can be read into one. */
struct seeds {
	struct seed *seeds; /* in file order */
	size_t n;
	struct seed_problem *problems; /* the first SEED_MAX_PROBLEMS */
	size_t n_problems;
	size_t cap, problems_cap;
};

/*
 * seed_parse - add the lines of a seed file.
 *
 *   text       decoded to UTF-8 by the caller; a BOM and CRLF are fine. Tabs in
 *              the header line make it TSV (no quoting), else it is CSV (RFC
 *              4180). Lines that start with "#" and empty ones are passed over.
 *              Columns go by the names in the header line, in any order; only
 *              "url" must be there. A file without header is a list of URLs.
 *   file_name  for messages; borrowed
 *   arena      owns what `out` points to
 *
 * A line that cannot be used becomes a problem and costs no other line.
 * Returns 0, or -1 with ERR_FORMAT (no "url" column, two columns of one name,
 * a quote never closed) or ERR_LIMIT; lines before the failure stay in `out`.
 */
MUST_USE int seed_parse(struct seeds *out, struct str text, const char *file_name,
			struct arena *arena, struct err *e);

/* A report year is wanted from this seed. */
bool seed_wants_year(const struct seed *s, int year);

/*
 * seed_url - where to go for one report year, normalised.
 *
 * Without {year} in it that is seed.url for every year.
 */
struct str seed_url(const struct seed *s, int year, struct arena *arena);

#endif
