#ifndef STORE_CURSOR_H
#define STORE_CURSOR_H

#include "store/db.h"
#include "store/store_query.h"

/* For the listings of store/ only. */
struct store_cursor {
	struct store *s;
	struct sqlite3_stmt *st;

	/* Cells are walked through a whole report at a time. */
	struct report *report; /* malloc'd; NULL: a cursor over rows */
	struct asked *asked;   /* in `arena`, one for each table */
	struct arena arena;
	int64_t report_id, documents[TABLE__COUNT];
	enum row_id row;
	enum col_id col;
	char key[CELL_KEY_MAX], value[VALUE_TEXT_MAX];
};

MUST_USE int cursor_open(struct store_cursor **out, struct store *s, const char *sql,
			 struct err *e);
MUST_USE int cursor_next(struct store_cursor *c, struct err *e);

/* Columns `at` to `at` + 2: archive, archive_offset, archive_length. A view, as db_col_view(). */
struct store_place cursor_place(struct sqlite3_stmt *st, int at);

/* Parameters 1 to 5: years, region, level, agency. */
void cursor_bind(struct store_cursor *c, const struct store_filter *f);

#endif
