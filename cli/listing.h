#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define LISTING_MAX_COLUMNS 24

enum listing_format { LISTING_TABLE, LISTING_CSV, LISTING_JSON, LISTING_MARKDOWN };

struct listing_column {
	const char *name;     /* key in JSON, head in CSV and tables */
	bool is_number;       /* right-aligned; bare in JSON */
	unsigned max_columns; /* tables: longer text is cut with …; 0: never */
};

/*
 * Rows for people or for programs: a table aligned by what characters take on
 * a terminal, CSV (RFC 4180), or a JSON array of objects. Tables are held back
 * until the end, to know the widths; CSV and JSON are written as they come.
 */
struct listing {
	FILE *to;
	enum listing_format format;
	bool colour; /* tables: heads in bold; never where `to` is no terminal */
	const struct listing_column *columns;
	size_t n_columns;
	struct str *cells; /* tables: row-major */
	size_t n_cells, cap_cells, n_rows;
	struct str *details; /* tables: one a row, or none at all */
	size_t n_details, cap_details;
	struct arena arena;
};

/* "table", "csv", "json", "markdown"; NULL is the table. ERR_USAGE for others. */
MUST_USE int listing_format(enum listing_format *out, const char *name, struct err *e);

void listing_init(struct listing *l, FILE *to, enum listing_format format,
		  const struct listing_column *columns, size_t n_columns);

/* One row: n_columns texts, copied. p NULL is null in JSON and empty elsewhere. */
void listing_row(struct listing *l, const struct str *cells);

/*
 * A line that stands indented below the last row of a table; in other formats
 * nothing, as they have the columns for it. Once for each row, or never.
 */
void listing_detail(struct listing *l, struct str text);

/* Writes what is left and gives the memory back; returns the number of rows. */
size_t listing_end(struct listing *l);

#endif
