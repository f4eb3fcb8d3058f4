#ifndef TESTS_GEN_GEN_OFFICE_H
#define TESTS_GEN_GEN_OFFICE_H

#include "tests/gen/gen_shape.h"

/* Files that office programs write, with the same report in each. */
enum office_kind {
	OFFICE_DOCX,
	OFFICE_XLSX,
	OFFICE_RTF,
	OFFICE_MHTML,
	OFFICE_OFD,
	OFFICE_ZIP, /* an archive with the docx and a letter */
	OFFICE__COUNT
};

/* How it is laid out. Bits; each kind has those that it can have. */
enum {
	OFFICE_LINES = 1 << 0,   /* a paragraph for each line of a cell, labels broken into lines */
	OFFICE_RUNS = 1 << 1,    /* a run for each character */
	OFFICE_NESTED = 1 << 2,  /* the report inside a table that lays out the page */
	OFFICE_BOXED = 1 << 3,   /* tables in text boxes */
	OFFICE_TRACKED = 1 << 4, /* figures inserted, other figures deleted */
	OFFICE_SHEETS = 1 << 5,  /* a sheet a table */
	OFFICE__BITS = 6,
};

const char *office_kind_name(enum office_kind kind);
unsigned office_layouts(enum office_kind kind); /* the bits it can have */

/* The report as fixed pages: characters with places, and printed lines. */
void gen_ofd(struct buf *out, struct gen_truth *truth, const struct gen_shape_how *how,
	     struct arena *arena);

/* A pure function of its arguments; how->shape is not looked at. */
void gen_office(struct buf *out, struct gen_truth *truth, enum office_kind kind, unsigned layout,
		const struct gen_shape_how *how, struct arena *arena);

#endif
