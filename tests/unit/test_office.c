/*
 * The same drawn reports as files of office programs, read back cell by cell
 * through the whole chain.
 */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "report/parse.h"
#include "tests/gen/gen_cells.h"
#include "tests/gen/gen_office.h"

#define SEEDS 3

static int shown;

static bool same(const struct value *a, const struct value *b)
{
	int64_t x, y;

	if (!value_is_count(a) || !value_is_count(b))
		return a->state == b->state;
	return value_micro(&x, a) && value_micro(&y, b) && x == y;
}

/* Number of cells that differ. A row that lost something may be ambiguous or missing. */
static size_t differing(const struct report *want, const struct report *got,
			const struct gen_truth *truth, const char *what)
{
	size_t n = 0;

	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			const struct value *w = &want->value[row][col], *g = &got->value[row][col];
			bool open = g->state == VALUE_MISSING || g->state == VALUE_AMBIGUOUS;
			char key[CELL_KEY_MAX], a[VALUE_TEXT_MAX], b[VALUE_TEXT_MAX];

			if (!cell_possible(row, col) || same(w, g) ||
			    (open && truth->is_lossy[row]))
				continue;
			n++;
			if (shown++ < 10)
				print_error("%s: %s want %s %s, got %s %s\n", what,
					    cell_key(key, row, col), value_state_name(w->state),
					    value_text(a, w), value_state_name(g->state),
					    value_text(b, g));
		}
	return n;
}

static void read_file(struct report *out, struct str bytes, const char *format, struct arena *arena)
{
	static const struct doc_hint none;
	static const struct report_hint no_hint;
	struct page page;
	struct doc doc;
	struct err e = { 0 };

	if (doc_open(&doc, bytes, &none, arena, &e))
		fail_msg("%s", e.msg);
	assert_string_equal(doc.format->name, format);
	if (doc.format->extract(&page, &doc, arena, &e))
		fail_msg("%s", e.msg);
	if (getenv("OFFICE_PRINT")) {
		struct buf b;

		buf_init(&b, 1 << 24);
		page_print(&b, &page);
		printf("%s\n", b.p);
		buf_release(&b);
	}
	report_parse(out, &page, &doc.encoding, &no_hint, arena);
}

static size_t run(enum office_kind kind, unsigned layout, const struct form *form, uint64_t seed)
{
	struct arena arena = { 0 };
	struct rng r = { seed };
	struct gen_cells cells = { .form = form,
				   .blank_permille = rng_below(&r, 3) * 100,
				   .dash_permille = rng_below(&r, 2) * 100,
				   .fold_misc = rng_chance(&r, 150) };
	struct gen_shape_how how = { .form = form, .seed = seed };
	struct report *want = ARENA_NEW(&arena, struct report, 1);
	struct report *got = ARENA_NEW(&arena, struct report, 1);
	struct gen_truth truth;
	struct buf file;
	char what[128];
	size_t n;

	if (rng_chance(&r, 500))
		how.damage = 1u << rng_below(&r, DAMAGE__BITS);
	if (form != form_named("form2019"))
		how.damage &= ~(unsigned)DAMAGE_HEAD_CUT;
	buf_init(&file, 16u << 20);
	gen_cells(want, NULL, &cells, seed, &arena);
	how.cells = want;
	gen_office(&file, &truth, kind, layout, &how, &arena);
	read_file(got, buf_str(&file), office_kind_name(kind), &arena);
	snprintf(what, sizeof what, "%s layout %x %s seed %llu damage %x", office_kind_name(kind),
		 layout, form->name, (unsigned long long)seed, how.damage);
	n = differing(want, got, &truth, what);
	buf_release(&file);
	arena_release(&arena);
	return n;
}

static void test_read_back(void **state)
{
	const char *only = getenv("OFFICE_SEED");
	size_t wrong = 0;

	(void)state;
	for (enum office_kind kind = 0; kind < OFFICE__COUNT; kind++)
		for (unsigned layout = 0; layout < 1u << OFFICE__BITS; layout++) {
			if (layout & ~office_layouts(kind))
				continue;
			for (size_t form = 0; form_at(form); form++)
				for (uint64_t seed = 1; seed <= SEEDS; seed++)
					if (!only || strtoull(only, NULL, 10) == seed)
						wrong += run(kind, layout, form_at(form), seed);
		}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_back),
	};

	return cmocka_run_group_tests_name("office", tests, NULL, NULL);
}
