#include "tests/portal/figures.h"

#include "base/attrs.h"

#include "tests/gen/gen_cells.h"
#include "tests/portal/draw.h"

const struct form *figures_form(int year)
{
	return form_named(year >= 2021 ? "form2021" : "form2019");
}

enum table_id figures_table(size_t i)
{
	static const enum table_id tables[DOCUMENT_TABLES] = { TABLE_DISCLOSURE, TABLE_REQUESTS,
							       TABLE_REVIEW };

	return tables[i];
}

static struct draw ask(const struct world *w, const struct document *d, const char *kind, int year)
{
	return (struct draw){ w->options.seed, kind, (unsigned)d->agency, year, 0 };
}

static void reprint(struct value *v, struct arena *arena)
{
	char text[VALUE_TEXT_MAX];

	v->state = v->n == 0 ? VALUE_ZERO : VALUE_NUMBER;
	v->raw = arena_str(arena, str_c(value_text(text, v)));
}

static void shift(struct report *r, enum row_id row, enum col_id col, struct arena *arena)
{
	r->value[row][col].n++;
	reprint(&r->value[row][col], arena);
}

/* Each breaks the equations of its rule alone: what it moves, it moves on both other sides. */
static void slip(struct report *r, enum slip slip, struct arena *arena)
{
	switch (slip) {
	case SLIP_BALANCE: /* more came in than was answered or carried over */
		shift(r, ROW_REQ_NEW, COL_NATURAL, arena);
		shift(r, ROW_REQ_NEW, COL_TOTAL, arena);
		break;
	case SLIP_RESULT_SUM: /* the total of results is one above their sum */
		shift(r, ROW_RES_TOTAL, COL_NATURAL, arena);
		shift(r, ROW_RES_TOTAL, COL_TOTAL, arena);
		shift(r, ROW_REQ_NEW, COL_NATURAL, arena);
		shift(r, ROW_REQ_NEW, COL_TOTAL, arena);
		break;
	case SLIP_ROW_TOTAL: /* one applicant too many in two rows of one column */
		shift(r, ROW_REQ_NEW, COL_NATURAL, arena);
		shift(r, ROW_REQ_CARRIED_OUT, COL_NATURAL, arena);
		break;
	case SLIP_GROUP_SUM:
		shift(r, ROW_REV, COL_TOTAL, arena);
		break;
	default:
		break;
	}
}

/* Zeros of tables three and four but for totals: those stay figures, so that all can be assessed.
 */
static void print_zeros(struct report *r, enum zero zero)
{
	static const struct {
		enum value_state state;
		struct str raw;
	} printed[ZERO__COUNT] = {
		[ZERO_NBSP] = { VALUE_BLANK, STR_INIT("") },
		[ZERO_DASH] = { VALUE_DASH, STR_INIT("—") },
		[ZERO_SLASH] = { VALUE_SLASH, STR_INIT("/") },
		[ZERO_WIDE] = { VALUE_ZERO, STR_INIT("０") },
	};

	if (zero == ZERO_DIGIT)
		return;
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			struct value *v = &r->value[row][col];

			if (v->state != VALUE_ZERO || row_table(row) == TABLE_DISCLOSURE ||
			    col == COL_TOTAL || row == ROW_RES_TOTAL)
				continue;
			v->state = printed[zero].state;
			v->raw = printed[zero].raw;
		}
}

static void empty(struct report *r, enum table_id table)
{
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; row_table(row) == table && col < COL__COUNT; col++)
			if (r->value[row][col].state != VALUE_MISSING)
				r->value[row][col] = (struct value){ .state = VALUE_BLANK };
}

void figures_draw(struct report *out, const struct world *w, const struct document *d,
		  struct arena *arena)
{
	static const uint32_t sizes[] = { 3, 12, 12, 40, 200 };
	struct report *years[2] = { ARENA_NEW(arena, struct report, 1),
				    ARENA_NEW(arena, struct report, 1) };
	struct gen_cells how = { .most = sizes[draw_below(ask(w, d, "size", 0), countof(sizes))] };
	struct report *now = NULL;

	/* From the first year on, so that what is carried over agrees from year to year. */
	for (int year = w->options.first_year; year <= d->year; year++) {
		now = years[year % 2];
		*now = (struct report){ 0 };
		how.form = figures_form(year);
		(void)gen_cells(now, NULL, &how, draw_u64(ask(w, d, "cells", year)), arena);
		how.prev = now;
	}
	*out = *now;
	slip(out, d->slip, arena);
	if (d->is_corrected) /* part of no sum */
		shift(out, ROW_PUB_PENALTY, COL_DECISIONS, arena);
	print_zeros(out, d->zero);
	for (size_t i = 0; i < DOCUMENT_TABLES; i++)
		if (d->treat[i] == TREAT_BLANK)
			empty(out, figures_table(i));
}
