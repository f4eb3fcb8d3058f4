#ifndef TESTS_GEN_GEN_SHAPE_H
#define TESTS_GEN_GEN_SHAPE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/form.h"
#include "report/report.h"
#include "tests/gen/gen_sheet.h"

/* How a table reaches a reader: docs/quirks.md tells where each was seen. */
enum gen_shape {
	SHAPE_PIPES,      /* a | b | c |   spans leave empty cells at the end */
	SHAPE_SLOTS,      /* a | | b | c   every place of the grid is printed */
	SHAPE_LEADING,    /* | a | b | c | */
	SHAPE_MARKDOWN,   /* the same with a rule under the first row */
	SHAPE_CELL_PIPE,  /* a |           one cell a line */
	SHAPE_PIPE_LINES, /* a, then a pipe on a line of its own */
	SHAPE_LINES,      /* one cell a line, empty lines between; empty cells are lost */
	SHAPE_TABS,       /* a tab before each cell, one a line, an empty line behind a row */
	SHAPE_TSV,        /* tabs between the cells of a line */
	SHAPE_SPACES,     /* spaces between cells; empty cells are lost */
	SHAPE_ONE_LINE,   /* the whole report on one line, pipes between cells */
	SHAPE_ONE_LINE_SPACES,
	SHAPE_GLUED,   /* nothing between cells: 规章555 */
	SHAPE_DEDUPED, /* one cell a line, lines that were there before are gone */
	SHAPE_HTML,
	SHAPE_HTML_WORD,   /* as pasted from Word: paragraphs, a span a character, &nbsp; */
	SHAPE_HTML_SPANS,  /* wrong rowspans */
	SHAPE_HTML_NESTED, /* inside a table that lays out the page */
	SHAPE_HTML_TURNED, /* rows are columns */
	SHAPE_HTML_SPLIT,  /* a table cut into two, the head repeated */
	SHAPE__COUNT
};

struct gen_shape_how {
	const struct form *form;
	const struct report *cells;
	enum gen_shape shape;
	unsigned damage; /* DAMAGE_* */
	uint64_t seed;
};

const char *gen_shape_name(enum gen_shape shape);
bool gen_shape_is_html(enum gen_shape shape);

/*
 * gen_shape - a whole report with the cells of `how`, as bytes of a document.
 *
 *   out    receives text or HTML, UTF-8
 *   truth  receives the rows of which something was destroyed on the way
 *
 * A pure function of `how`.
 */
void gen_shape(struct buf *out, struct gen_truth *truth, const struct gen_shape_how *how,
	       struct arena *arena);

/* The report's text in order, each followed by a table or not. */
struct gen_passage {
	const char *text;
	enum table_id table; /* TABLE__COUNT: none */
};

const struct gen_passage *gen_passage_at(size_t i); /* NULL past the last */

/* One table alone, without headings or text around it. */
void gen_shape_table(struct buf *out, struct gen_truth *truth, const struct gen_shape_how *how,
		     enum table_id table, struct arena *arena);

#endif
