#ifndef TESTS_GEN_XLS_WRITE_H
#define TESTS_GEN_XLS_WRITE_H

#include "base/arena.h"
#include "base/buf.h"

#define XLS_WRITE_MAX_SHEETS 8

/*
 * An Excel 97 workbook in the making, [MS-XLS]: texts in the shared table, which
 * goes on in further records where it is long, figures as RK numbers.
 */
struct xls_write {
	struct arena *arena;
	struct str *texts;
	size_t n_texts, cap_texts;
	struct {
		const char *name;
		struct buf rows, merges;
		unsigned n_merges;
	} sheets[XLS_WRITE_MAX_SHEETS];
	unsigned n_sheets;
};

void xls_write_begin(struct xls_write *x, struct arena *arena);
void xls_write_sheet(struct xls_write *x, const char *name);
/* Digits become a number, what is empty a blank cell; the rest is text. Row by row. */
void xls_write_cell(struct xls_write *x, unsigned row, unsigned col, struct str text);
void xls_write_merge(struct xls_write *x, unsigned row, unsigned col, unsigned rows, unsigned cols);
void xls_write_end(struct buf *out, struct xls_write *x);

#endif
