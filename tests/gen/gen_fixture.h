#ifndef TESTS_GEN_GEN_FIXTURE_H
#define TESTS_GEN_GEN_FIXTURE_H

#include "base/arena.h"
#include "base/buf.h"
#include "report/report.h"
#include "tests/gen/gen_cells.h"

/*
 * A report of which an office program made files: tests/fixtures/formats/NAME.*,
 * by tests/fixtures/formats/make. What stands in them is drawn again by the test.
 */
struct gen_fixture {
	const char *name;
	const char *form;
	const char *files; /* endings of the files there are, with a space between */
	bool unruled;      /* tables without lines */
	bool letters;      /* as Word pages: paragraphs and a character run each */
	uint64_t seed;
	struct gen_cells cells;
};

const struct gen_fixture *gen_fixture_at(size_t i); /* NULL past the last */

void gen_fixture_cells(struct report *out, const struct gen_fixture *f, struct arena *arena);

/* The source that the office program is given: HTML, UTF-8. */
void gen_fixture_html(struct buf *out, const struct gen_fixture *f, struct arena *arena);

#endif
