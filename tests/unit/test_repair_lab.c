/*
 * The laboratory: generated reports in three forms are damaged in every way that encodings are
 * known to damage pages, alone and in every ordered pair, and repaired. A figure may be missing
 * afterwards, never wrong: neither a digit of the text nor a cell of a table, unless the report
 * is marked untrusted. Each pair is tried on one report, in turn of one of the forms;
 * REPAIR_LAB_SEEDS=n draws n reports of every form for each pair, REPAIR_LAB_FIRST=seed says where
 * to begin.
 */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "extract/decode.h"
#include "extract/format.h"
#include "extract/hanzi.h"
#include "extract/repair.h"
#include "report/form.h"
#include "report/parse.h"
#include "tests/gen/gen_cells.h"
#include "tests/gen/gen_garble.h"
#include "tests/gen/gen_shape.h"

#define MOST_HANZI  800 /* compared of each report */
#define CLEAN_BYTES (5u << 20)

/* What is right again of a report with each kind of damage, at least. */
static const struct mechanism {
	const char *name;
	unsigned least_hanzi;  /* recovered, permille */
	unsigned least_digits; /* the same; the rest was eaten by the decoder */
} mechanisms[] = {
	{ "nothing", 1000, 1000 },       { "utf8_as_gbk", 970, 1000 },
	{ "utf8_as_old_gbk", 950, 850 }, { "utf8_as_gbk_twice", 950, 1000 },
	{ "utf8_as_latin1", 990, 1000 }, { "utf8_as_1252", 985, 1000 },
	{ "gbk_as_latin1", 990, 1000 },  { "gbk_as_1252", 990, 1000 },
	{ "gbk_as_big5", 985, 1000 },    { "utf8_in_chunks", 980, 990 },
	{ "entities", 1000, 1000 },      { "percent_u", 1000, 1000 },
	{ "radicals", 1000, 1000 },      { "misaligned", 985, 980 },
	{ "mirrored", 1000, 1000 },      { "gbk_lost_bytes", 990, 990 },
	{ "third_line_gbk", 995, 1000 },
};

/* ---- reports ---- */

static struct str report_text(struct report *drawn, const struct form *form, uint64_t seed,
			      enum gen_shape shape, struct arena *arena)
{
	struct gen_cells cells = { .form = form };
	struct gen_truth truth;
	struct gen_shape_how how = { .form = form, .cells = drawn, .shape = shape, .seed = seed };
	struct buf page;
	struct str text;

	buf_init(&page, 1u << 20);
	gen_cells(drawn, NULL, &cells, seed, arena);
	gen_shape(&page, &truth, &how, arena);
	text = arena_str(arena, buf_str(&page));
	buf_release(&page);
	return text;
}

/* What the program makes of the bytes: text, marks, and the report that it reads from them. */
struct mended {
	struct str text;
	struct encoding enc;
	struct report report;
};

static void mend(struct mended *out, struct str bytes, const char *charset, struct arena *arena)
{
	struct page whole = { 0 }, page = { 0 };
	struct encoding scratch;
	struct doc doc = { .bytes = bytes, .format = format_named(STR("text")) };
	struct err e;

	assert_int_equal(
		decode_text(&doc.served, &doc.encoding, bytes, str_c(charset), false, arena, &e),
		0);
	doc.text = repair_text(doc.served, &doc.encoding, arena);
	scratch = doc.encoding;
	whole.title = doc.text;
	repair_page(&whole, &scratch, arena);
	out->text = whole.title;
	assert_int_equal(doc.format->extract(&page, &doc, arena, &e), 0);
	out->enc = doc.encoding;
	repair_page(&page, &out->enc, arena);
	report_parse(&out->report, &page, &out->enc, NULL, arena);
}

/* ---- comparing ---- */

static size_t pick(uint32_t *out, struct str s, bool digits, size_t most)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n && n < most;) {
		uint32_t c = utf8_next(s, &at);

		if (c >= 0xFF10 && c <= 0xFF19)
			c -= 0xFEE0;
		if (digits ? c >= '0' && c <= '9' : hanzi_is(c))
			out[n++] = hanzi_simplify(c);
	}
	return n;
}

/* Length of the longest common subsequence. */
static size_t common(const uint32_t *a, size_t n, const uint32_t *b, size_t m, struct arena *arena)
{
	uint32_t *row = ARENA_NEW(arena, uint32_t, m + 1);

	for (size_t i = 0; i < n; i++) {
		uint32_t diagonal = 0;

		for (size_t k = 0; k < m; k++) {
			uint32_t up = row[k + 1];

			if (a[i] == b[k])
				row[k + 1] = diagonal + 1;
			else if (row[k] > up)
				row[k + 1] = row[k];
			diagonal = up;
		}
	}
	return row[m];
}

struct score {
	size_t hanzi, hanzi_right, digits, digits_right;
	size_t wrong; /* printed, not in the truth, and the report not marked untrusted */
	size_t cells, cells_right, cells_wrong; /* wrong: a figure that is not the printed one */
	size_t marked;                          /* reports */
};

static void compare_cells(struct score *s, const struct report *want, const struct report *got)
{
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			const struct value *w = &want->value[row][col], *g = &got->value[row][col];
			int64_t x, y;
			bool same = w->state == g->state;

			if (!value_is_count(w))
				continue;
			if (same && value_is_count(g))
				same = value_micro(&x, w) && value_micro(&y, g) && x == y;
			s->cells++;
			s->cells_right += same;
			s->cells_wrong += !same && value_is_count(g);
		}
}

static void compare(struct score *s, struct str truth, struct str got, struct arena *arena)
{
	uint32_t *a = ARENA_NEW(arena, uint32_t, truth.n + 1),
		 *b = ARENA_NEW(arena, uint32_t, got.n + 1);
	size_t n = pick(a, truth, false, MOST_HANZI), m = pick(b, got, false, MOST_HANZI), same;

	s->hanzi += n;
	s->hanzi_right += common(a, n, b, m, arena);
	n = pick(a, truth, true, SIZE_MAX);
	m = pick(b, got, true, SIZE_MAX);
	same = common(a, n, b, m, arena);
	s->digits += n;
	s->digits_right += same;
	s->wrong += m - same;
}

static const char *const form_names[] = { "form2021", "form2019", "form2014" };

static void trial(struct score *s, const struct gen_garble *first, const struct gen_garble *second,
		  size_t form, uint64_t seed)
{
	static const enum gen_shape shapes[] = { SHAPE_PIPES, SHAPE_CELL_PIPE, SHAPE_TABS };
	struct arena arena = { 0 };
	struct report *drawn = ARENA_NEW(&arena, struct report, 1);
	struct mended *got = ARENA_NEW(&arena, struct mended, 1);
	struct str truth =
		report_text(drawn, form_named(form_names[form]), seed, shapes[seed % 3], &arena);
	struct str bad = first->apply(truth, &arena);
	struct score one = { 0 };

	if (second)
		bad = second->apply(bad, &arena);
	mend(got, bad, second ? second->charset : first->charset, &arena);
	compare(&one, truth, got->text, &arena);
	compare_cells(&one, drawn, &got->report);
	s->hanzi += one.hanzi;
	s->hanzi_right += one.hanzi_right;
	s->digits += one.digits;
	s->digits_right += one.digits_right;
	s->cells += one.cells;
	s->cells_right += one.cells_right;
	s->marked += got->enc.untrusted;
	s->wrong += got->enc.untrusted ? 0 : one.wrong;
	s->cells_wrong += got->enc.untrusted ? 0 : one.cells_wrong;
	arena_release(&arena);
}

static unsigned permille(size_t part, size_t all)
{
	return all ? (unsigned)(part * 1000 / all) : 1000;
}

static void test_alone(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < countof(mechanisms); i++) {
		const struct mechanism *m = &mechanisms[i];
		struct score s = { 0 };

		for (size_t form = 0; form < countof(form_names); form++)
			trial(&s, gen_garble_named(str_c(m->name)), NULL, form, 41 + form);
		print_message("  %-18s hanzi %4u, digits %4u, cells %4u of 1000, wrong digits %zu, "
			      "wrong cells %zu\n",
			      m->name, permille(s.hanzi_right, s.hanzi),
			      permille(s.digits_right, s.digits), permille(s.cells_right, s.cells),
			      s.wrong, s.cells_wrong);
		assert_true(permille(s.hanzi_right, s.hanzi) >= m->least_hanzi);
		assert_true(permille(s.digits_right, s.digits) >= m->least_digits);
		wrong += s.wrong + s.cells_wrong;
	}
	print_message("  wrong digits and cells: %zu\n", wrong);
	assert_int_equal(wrong, 0);
}

static bool is_named(const struct gen_garble *d, const char *name)
{
	return str_eq(str_c(d->name), str_c(name));
}

/* Escapes are written of text, not of what became of its bytes. */
static bool makes_no_sense(const struct gen_garble *first, const struct gen_garble *second)
{
	return !is_named(first, "radicals") &&
	       (is_named(second, "entities") || is_named(second, "percent_u") ||
		is_named(second, "radicals"));
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *s = getenv(name);

	return s ? strtoull(s, NULL, 10) : otherwise;
}

static void test_pairs(void **state)
{
	uint64_t first = number_of("REPAIR_LAB_FIRST", 1), seeds = number_of("REPAIR_LAB_SEEDS", 0);
	size_t all = seeds ? seeds * countof(form_names) : 1;
	size_t wrong = 0, pairs = 0, reports = 0, marked = 0;

	(void)state;
	for (size_t i = 1; i < GEN_GARBLES; i++) {
		for (size_t k = 1; k < GEN_GARBLES; k++) {
			const struct gen_garble *one = &gen_garbles[i], *other = &gen_garbles[k];
			struct score s = { 0 };

			if (i == k || one->bytes || makes_no_sense(one, other))
				continue;
			for (size_t n = 0; n < all; n++, reports++) {
				size_t form = (seeds ? n : i + k) % countof(form_names);
				uint64_t seed = first + n / countof(form_names);

				trial(&s, one, other, form, seed * 1009 + i * 31 + k);
			}
			if (s.wrong || s.cells_wrong)
				print_message("  %s, then %s: hanzi %u, wrong digits %zu, wrong "
					      "cells %zu\n",
					      one->name, other->name,
					      permille(s.hanzi_right, s.hanzi), s.wrong,
					      s.cells_wrong);
			wrong += s.wrong + s.cells_wrong;
			marked += s.marked;
			pairs++;
		}
	}
	print_message("  %zu pairs, %zu reports, %zu of them marked untrusted, wrong digits and "
		      "cells: %zu\n",
		      pairs, reports, marked, wrong);
	assert_int_equal(wrong, 0);
}

/* No character of clean text changes, over megabytes of it, in every shape. */
static void test_clean(void **state)
{
	size_t bytes = 0, texts = 0;

	(void)state;
	for (uint64_t seed = 1; bytes < CLEAN_BYTES; seed++) {
		struct arena arena = { 0 };
		struct encoding enc = { 0 };
		struct report *drawn = ARENA_NEW(&arena, struct report, 1);
		struct str text = report_text(drawn, form_named(form_names[seed % 3]), seed,
					      (enum gen_shape)(seed % SHAPE__COUNT), &arena);

		assert_ptr_equal(repair_text(text, &enc, &arena).p, text.p);
		assert_int_equal(enc.n_repairs, 0);
		assert_null(enc.verdict);
		bytes += text.n;
		texts++;
		arena_release(&arena);
	}
	print_message("  %zu bytes in %zu reports\n", bytes, texts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
