#ifndef PORTAL_TABLE_H
#define PORTAL_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "report/form.h"
#include "report/report.h"

#include "tests/portal/world.h"

enum table_cell_kind { CELL_TITLE, CELL_HEAD, CELL_LABEL, CELL_VALUE };

struct table_cell {
	enum table_cell_kind kind;
	bool starts_row;
	struct str text; /* \n is a line break in the cell */
	unsigned rows, cols;
};

/* A table as it lies on paper, cell by cell. */
struct table {
	struct table_cell *cells;
	size_t n, cap;
	unsigned columns;
	struct arena *arena;
};

/* One of the form's tables with the values of a report, as `raw` prints them. */
void table_build(struct table *out, const struct form *form, enum table_id id,
		 const struct report *values, struct arena *arena);

/* HTML of it, in the manner of `style`. */
void table_write(struct buf *out, const struct table *t, enum style style);

/* Text for HTML: & < > " become references. */
void html_text(struct buf *out, struct str text);

#endif
