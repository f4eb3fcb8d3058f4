#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "report/tables.h"
#include "tests/gen/gen_cells.h"
#include "tests/gen/gen_shape.h"

/*
 * Reports are drawn, printed in every shape with every kind of damage, and read
 * again. Each cell must come back exactly, or, where the printing destroyed
 * something, be ambiguous or missing: never a wrong value. SHAPES_ONLY=name,
 * SHAPES_SEED=first, SHAPES_N=many and SHAPES_PRINT=1 choose and show pages.
 */

#define MAX_SHOWN 12

struct tally {
	size_t cells, exact, unsure, inferred, lost, wrong;
};

struct trial {
	struct gen_shape_how how;
	struct gen_cells cells;
	uint64_t seed;
};

static int shown;

static bool same(const struct value *a, const struct value *b)
{
	int64_t x, y;

	if (!value_is_count(a) || !value_is_count(b))
		return a->state == b->state;
	return value_micro(&x, a) && value_micro(&y, b) && x == y;
}

static void show(const struct trial *t, const char *what, enum row_id row, enum col_id col,
		 const struct value *want, const struct value *got)
{
	char key[CELL_KEY_MAX], a[VALUE_TEXT_MAX], b[VALUE_TEXT_MAX];

	if (shown++ >= MAX_SHOWN)
		return;
	print_error("%s: %s, %s, damage %x, seed %llu: %s want %s %s, got %s %s '%.*s'\n", what,
		    gen_shape_name(t->how.shape), t->how.form->name, t->how.damage,
		    (unsigned long long)t->seed, cell_key(key, row, col),
		    value_state_name(want->state), value_text(a, want),
		    value_state_name(got->state), value_text(b, got), STR_ARG(got->raw));
}

static void compare(struct tally *sum, const struct trial *t, const struct report *want,
		    const struct report *got, const struct gen_truth *truth)
{
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			const struct value *w = &want->value[row][col], *g = &got->value[row][col];
			bool open = g->state == VALUE_MISSING || g->state == VALUE_AMBIGUOUS;

			if (!cell_possible(row, col) ||
			    (w->state == VALUE_MISSING && g->state == VALUE_MISSING))
				continue;
			sum->cells++;
			sum->inferred += g->inferred;
			if (same(w, g)) {
				sum->exact++;
			} else if (!open) {
				sum->wrong++;
				show(t, "wrong", row, col, w, g);
			} else if (truth->is_lossy[row]) {
				sum->unsure++;
			} else {
				sum->lost++;
				show(t, "lost", row, col, w, g);
			}
		}
}

static void read_back(struct report *out, struct str bytes, bool html, struct arena *arena)
{
	struct doc doc = { .bytes = bytes, .served = bytes, .text = bytes };
	struct page page = { 0 };
	struct tables tables = { 0 };
	struct stream stream;
	struct err e;
	bool full;

	doc.format = format_named(html ? STR("html") : STR("text"));
	assert_int_equal(doc.format->extract(&page, &doc, arena, &e), 0);
	stream = stream_build(&page, &full, arena);
	assert_false(full);
	tables_read(&tables, out, &stream, &page, arena);
}

static void run(struct tally *sum, struct trial *t)
{
	struct arena arena = { 0 };
	struct report want = { 0 }, got = { 0 };
	struct gen_truth truth;
	struct buf page;

	buf_init(&page, 16u << 20);
	t->cells.form = t->how.form;
	gen_cells(&want, NULL, &t->cells, t->seed, &arena);
	t->how.cells = &want;
	t->how.seed = t->seed;
	gen_shape(&page, &truth, &t->how, &arena);
	if (getenv("SHAPES_PRINT"))
		printf("%.*s\n", STR_ARG(buf_str(&page)));
	read_back(&got, buf_str(&page), gen_shape_is_html(t->how.shape), &arena);
	compare(sum, t, &want, &got, &truth);
	buf_release(&page);
	arena_release(&arena);
}

/* Which damages can be done to which form and shape without making another table of it. */
static unsigned possible(unsigned damage, const struct trial *t)
{
	if (t->how.form != form_named("form2019"))
		damage &= ~(unsigned)DAMAGE_HEAD_CUT;
	/* A space between cells is no mark where spaces stand in cells as well. */
	if (t->how.shape == SHAPE_SPACES || t->how.shape == SHAPE_ONE_LINE_SPACES)
		damage &= ~(unsigned)DAMAGE_SPACES;
	return damage;
}

static void draw_trial(struct trial *t, uint64_t seed, enum gen_shape shape, size_t form)
{
	struct rng r = { seed };

	*t = (struct trial){ .seed = seed };
	t->how.form = form_at(form);
	t->how.shape = shape;
	for (unsigned i = rng_below(&r, 4); i > 0; i--)
		t->how.damage |= 1u << rng_below(&r, DAMAGE__BITS);
	t->how.damage = possible(t->how.damage, t);
	t->cells.most = rng_chance(&r, 300) ? 400 : 12;
	t->cells.fold_misc = rng_chance(&r, 150);
	if (rng_chance(&r, 300))
		t->cells.blank_permille = 20 + rng_below(&r, 400);
	if (rng_chance(&r, 100))
		t->cells.blank_permille = 1000;
	if (rng_chance(&r, 150))
		t->cells.dash_permille = 300;
	if (rng_chance(&r, 100))
		t->cells.slash_permille = 300;
	t->cells.blank_columns = rng_chance(&r, 200);
}

static void every_shape_is_read_without_a_wrong_value(void **state)
{
	const char *only = getenv("SHAPES_ONLY"), *from = getenv("SHAPES_SEED");
	const char *many = getenv("SHAPES_N");
	uint64_t first = from ? strtoull(from, NULL, 10) : 1;
	uint64_t n = many ? strtoull(many, NULL, 10) : from ? 1 : 60;
	struct tally all = { 0 };

	(void)state;
	for (enum gen_shape shape = 0; shape < SHAPE__COUNT; shape++) {
		struct tally sum = { 0 };

		if (only && strcmp(only, gen_shape_name(shape)) != 0)
			continue;
		for (size_t form = 0; form_at(form); form++)
			for (uint64_t seed = first; seed < first + n; seed++) {
				struct trial t;

				draw_trial(&t, seed, shape, form);
				run(&sum, &t);
			}
		print_message("%-28s %7zu cells, %7zu exact, %6zu unsure, %5zu inferred, %zu lost, "
			      "%zu wrong\n",
			      gen_shape_name(shape), sum.cells, sum.exact, sum.unsure, sum.inferred,
			      sum.lost, sum.wrong);
		all.cells += sum.cells;
		all.lost += sum.lost;
		all.wrong += sum.wrong;
	}
	print_message("wrong values: %zu of %zu cells\n", all.wrong, all.cells);
	assert_int_equal(all.wrong, 0);
	assert_int_equal(all.lost, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shape_is_read_without_a_wrong_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
