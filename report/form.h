#ifndef REPORT_FORM_H
#define REPORT_FORM_H

#include <stddef.h>

#include "base/str.h"
#include "report/report.h"

/* A NULL-terminated list of printed words, official wording first, for the tables of formNNNN.c. */
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* How the cells of a block lie on paper. */
enum form_layout {
	LAYOUT_ROWS,   /* a header of columns, then a row a label: label | value | value | ... */
	LAYOUT_ACROSS, /* groups of columns side by side over one row of values: the review table */
	LAYOUT_LINES,  /* label | unit | value: the statistics of form2014 */
};

struct form_row {
	enum row_id row;
	const char *const *wording; /* official label first, NULL-terminated */
	const char *const *group;   /* heading that stands above or left of it; NULL: none */
	const char *articles;       /* of the Regulation, "36(1),36(2)"; NULL: none named */
	bool is_part;               /* one of the results that add up to （七）总计 */

	/*
	 * The heading of a group (rows whose .group starts with this wording) that some
	 * print as a row of its own, in place of the group's rows. Not a row
	 * that the form asks for.
	 */
	bool is_fold;
};

struct form_col {
	enum col_id col;
	const char *const *wording;
	bool is_signed; /* 本年增/减 */
};

/* A run of rows under one header. The disclosure table has four or five. */
struct form_block {
	enum table_id table;
	enum form_layout layout;
	const char *const *title; /* 第二十条第（一）项; NULL: none printed */
	const struct form_row *rows;
	const struct form_col *cols;
	size_t n_rows, n_cols;
};

/* One generation of the form. */
struct form {
	const char *name;       /* stable, stored with every table */
	const char *doc_no;     /* 国办公开办函〔2021〕30号 */
	int from_year, to_year; /* report years it was made for; to_year 0: still in force */
	const struct form_block *blocks; /* in printed order */
	size_t n_blocks;
	const char *const
		*furniture; /* words of the tables that are no row or column, NULL-terminated */
	const char *const *strong;   /* wording only this form has, NULL-terminated */
	const char *const *negative; /* wording it cannot have */
};

const struct form *form_at(size_t i); /* forms.def order; NULL past the last */
const struct form *form_named(const char *name);

#endif
