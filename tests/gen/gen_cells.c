#include "tests/gen/gen_cells.h"

#include <string.h>

#include "base/attrs.h"
#include "tests/gen/rng.h"

/* Mostly nothing, often a few, seldom many: as real tables are. */
static int64_t draw(struct rng *r, uint32_t most)
{
	switch (rng_below(r, 10)) {
	case 0:
		return rng_below(r, most * 20 + 1);
	case 1:
	case 2:
	case 3:
		return rng_below(r, most + 1);
	default:
		return 0;
	}
}

static void set(struct report *out, enum row_id row, enum col_id col, int64_t n, uint8_t scale)
{
	out->value[row][col] = (struct value){
		.state = n ? VALUE_NUMBER : VALUE_ZERO,
		.n = n,
		.scale = scale,
	};
}

static int64_t get(const struct report *from, enum row_id row, enum col_id col)
{
	const struct value *v = from ? &from->value[row][col] : NULL;

	return v && value_is_count(v) ? v->n : 0;
}

/* One applicant's column: parts, （七）, and the four items that balance. */
static void draw_applicant(struct report *out, const struct form_block *k, enum col_id col,
			   const struct gen_cells *how, struct rng *r)
{
	uint32_t most = how->most ? how->most : 20;
	bool quiet = col > COL_BIZ && rng_chance(r, 700);
	int64_t done = 0, in, left;

	for (size_t i = 0; i < k->n_rows; i++) {
		const struct form_row *row = &k->rows[i];
		int64_t n = quiet ? 0 : draw(r, most);
		bool is_misc =
			row->row >= ROW_RES_MISC_NO_SUPPLEMENT && row->row <= ROW_RES_MISC_OTHER;

		if (!row->is_part || (row->is_fold && !how->fold_misc) ||
		    (is_misc && how->fold_misc))
			continue;
		set(out, row->row, col, n, 0);
		done += n;
	}
	left = quiet ? 0 : draw(r, most);
	in = how->prev ? get(how->prev, ROW_REQ_CARRIED_OUT, col) : quiet ? 0 : draw(r, most);
	if (in > done + left) {
		if (how->prev)
			left = in - done;
		else
			in = done + left;
	}
	set(out, ROW_RES_TOTAL, col, done, 0);
	set(out, ROW_REQ_CARRIED_OUT, col, left, 0);
	set(out, ROW_REQ_CARRIED_IN, col, in, 0);
	set(out, ROW_REQ_NEW, col, done + left - in, 0);
}

static void draw_requests(struct report *out, const struct form_block *k,
			  const struct gen_cells *how, struct rng *r)
{
	for (enum col_id c = COL_NATURAL; c < COL_TOTAL; c++)
		draw_applicant(out, k, c, how, r);
	for (size_t i = 0; i < k->n_rows; i++) {
		enum row_id row = k->rows[i].row;
		int64_t sum = 0;

		if (out->value[row][COL_NATURAL].state == VALUE_MISSING)
			continue;
		for (enum col_id c = COL_NATURAL; c < COL_TOTAL; c++)
			sum += get(out, row, c);
		set(out, row, COL_TOTAL, sum, 0);
	}
}

static void draw_review(struct report *out, const struct form_block *k, const struct gen_cells *how,
			struct rng *r)
{
	for (size_t i = 0; i < k->n_rows; i++) {
		int64_t sum = 0;

		for (size_t c = 0; c + 1 < k->n_cols; c++) {
			int64_t n = draw(r, how->most ? how->most : 20);

			set(out, k->rows[i].row, k->cols[c].col, n, 0);
			sum += n;
		}
		set(out, k->rows[i].row, COL_TOTAL, sum, 0);
	}
}

static void draw_disclosure(struct report *out, const struct form_block *k,
			    const struct gen_cells *how, struct rng *r)
{
	uint32_t most = how->most ? how->most : 20;

	for (size_t i = 0; i < k->n_rows; i++) {
		enum row_id row = k->rows[i].row;

		for (size_t c = 0; c < k->n_cols; c++) {
			enum col_id col = k->cols[c].col;
			bool is_money = col == COL_AMOUNT_WAN || col == COL_AMOUNT;
			uint8_t scale = is_money ? (uint8_t)rng_below(r, VALUE_MAX_SCALE + 1) : 0;
			int64_t n = draw(r, most * (is_money ? 40 : 1));

			if (is_money && n)
				n = n * 7919 + 1 + rng_below(r, 9);
			if (col == COL_REPEALED)
				n = rng_below(r, (uint32_t)get(how->prev, row, COL_IN_FORCE) + 1);
			if (col == COL_IN_FORCE)
				n = (how->prev ? get(how->prev, row, COL_IN_FORCE)
					       : draw(r, most) + 1) +
				    get(out, row, COL_ISSUED) - get(out, row, COL_REPEALED);
			if (k->cols[c].is_signed && rng_chance(r, 400))
				n = -n;
			set(out, row, col, n, n ? scale : 0);
		}
	}
}

/* Wholes first, parts of them after: cut each whole into pieces that add up. */
static void draw_parts(struct report *out, enum row_id whole, enum row_id first, enum row_id last,
		       struct rng *r)
{
	int64_t left = get(out, whole, COL_VALUE);

	for (enum row_id p = first; p <= last; p++) {
		int64_t n = p == last ? left : rng_below(r, (uint32_t)left + 1);

		set(out, p, COL_VALUE, n, 0);
		left -= n;
	}
}

static void draw_statistics(struct report *out, const struct form_block *k,
			    const struct gen_cells *how, struct rng *r)
{
	int64_t answers = 0;

	for (size_t i = 0; i < k->n_rows; i++)
		set(out, k->rows[i].row, COL_VALUE, draw(r, how->most ? how->most : 20), 0);
	draw_parts(out, ROW_S14_REQ_TOTAL, ROW_S14_REQ_INPERSON, ROW_S14_REQ_LETTER, r);
	draw_parts(out, ROW_S14_DONE_TOTAL, ROW_S14_DONE_ON_TIME, ROW_S14_DONE_EXTENDED, r);
	draw_parts(out, ROW_S14_ANS_DENIED, ROW_S14_DEN_SECRET, ROW_S14_DEN_LAW_OTHER, r);
	for (enum row_id p = ROW_S14_ANS_ALREADY_PUBLIC; p <= ROW_S14_ANS_REDIRECT; p++)
		if (p < ROW_S14_DEN_SECRET || p > ROW_S14_DEN_LAW_OTHER)
			answers += get(out, p, COL_VALUE);
	set(out, ROW_S14_ANS_TOTAL, COL_VALUE, answers, 0);
	draw_parts(out, ROW_S14_REV_TOTAL, ROW_S14_REV_UPHELD, ROW_S14_REV_OTHER, r);
	draw_parts(out, ROW_S14_LIT_TOTAL, ROW_S14_LIT_UPHELD, ROW_S14_LIT_OTHER, r);
	draw_parts(out, ROW_S14_STAFF_TOTAL, ROW_S14_STAFF_FULL, ROW_S14_STAFF_PART, r);
	set(out, ROW_S14_PUB_TOTAL, COL_VALUE,
	    get(out, ROW_S14_PUB_TOTAL, COL_VALUE) + get(out, ROW_S14_PUB_NORM, COL_VALUE), 0);
	set(out, ROW_S14_CH_WEBSITE, COL_VALUE, get(out, ROW_S14_PUB_TOTAL, COL_VALUE), 0);
	set(out, ROW_S14_PRESS_TOTAL, COL_VALUE,
	    get(out, ROW_S14_PRESS_TOTAL, COL_VALUE) + get(out, ROW_S14_PRESS_CHIEF, COL_VALUE), 0);
	set(out, ROW_S14_TALK_TOTAL, COL_VALUE,
	    get(out, ROW_S14_TALK_TOTAL, COL_VALUE) + get(out, ROW_S14_TALK_CHIEF, COL_VALUE), 0);
}

/* A part or a sum of the requests or review table, so that a row sum fails. */
static unsigned plant_slips(struct report *out, struct gen_slip *slips, const struct form *form,
			    unsigned n_slips, struct rng *r)
{
	unsigned n = 0;

	for (unsigned tries = 0; n < n_slips && n < GEN_MAX_SLIPS && tries < 100; tries++) {
		const struct form_block *k = &form->blocks[rng_below(r, (uint32_t)form->n_blocks)];
		const struct form_row *row = &k->rows[rng_below(r, (uint32_t)k->n_rows)];
		enum col_id col = k->cols[rng_below(r, (uint32_t)k->n_cols)].col;
		struct value *v = &out->value[row->row][col];
		int64_t is = v->n + 1 + rng_below(r, 9);
		bool used = false;

		if (k->table == TABLE_DISCLOSURE || v->state == VALUE_MISSING)
			continue;
		if (k->table == TABLE_STATISTICS && row->row != ROW_S14_REQ_TOTAL)
			continue;
		for (unsigned i = 0; slips && i < n; i++)
			used |= slips[i].row == row->row;
		if (used)
			continue;
		if (slips)
			slips[n] = (struct gen_slip){ row->row, col, v->n, is };
		set(out, row->row, col, is, 0);
		n++;
	}
	return n;
}

static bool organisations_all_zero(const struct report *out, const struct form_block *k)
{
	for (size_t i = 0; i < k->n_rows; i++)
		for (enum col_id c = COL_BIZ; c <= COL_OTHER; c++)
			if (get(out, k->rows[i].row, c))
				return false;
	return true;
}

/* What zeros look like, and the text of every cell. */
static void print_cells(struct report *out, const struct form_block *k, const struct gen_cells *how,
			struct rng *r, struct arena *arena)
{
	bool hollow =
		how->blank_columns && k->table == TABLE_REQUESTS && organisations_all_zero(out, k);

	for (size_t i = 0; i < k->n_rows; i++)
		for (size_t c = 0; c < k->n_cols; c++) {
			struct value *v = &out->value[k->rows[i].row][k->cols[c].col];
			char text[VALUE_TEXT_MAX];
			enum col_id col = k->cols[c].col;

			if (v->state == VALUE_MISSING)
				continue;
			v->raw = arena_str(arena, str_c(value_text(text, v)));
			if (v->state != VALUE_ZERO)
				continue;
			if ((hollow && col >= COL_BIZ && col <= COL_OTHER) ||
			    rng_chance(r, how->blank_permille))
				*v = (struct value){ .state = VALUE_BLANK, .raw = STR("") };
			else if (rng_chance(r, how->dash_permille))
				*v = (struct value){ .state = VALUE_DASH,
						     .raw = rng_chance(r, 500) ? STR("-")
									       : STR("—") };
			else if (rng_chance(r, how->slash_permille))
				*v = (struct value){ .state = VALUE_SLASH, .raw = STR("/") };
		}
}

/* A table whose cells all came out empty is a blank one. */
static enum table_status status_of(const struct report *out, const struct form *form,
				   enum table_id table)
{
	for (size_t b = 0; b < form->n_blocks; b++)
		for (size_t i = 0; form->blocks[b].table == table && i < form->blocks[b].n_rows;
		     i++)
			for (enum col_id c = 0; c < COL__COUNT; c++) {
				enum value_state s =
					out->value[form->blocks[b].rows[i].row][c].state;

				if (s != VALUE_MISSING && s != VALUE_BLANK)
					return TABLE_PRESENT;
			}
	return TABLE_BLANK;
}

unsigned gen_cells(struct report *out, struct gen_slip *slips, const struct gen_cells *how,
		   uint64_t seed, struct arena *arena)
{
	struct rng r = { seed ^ 0x6e69616e62616f00u };
	const struct form *form = how->form ? how->form : form_named("form2021");
	unsigned n_slips;

	memset(out->value, 0, sizeof out->value);
	for (size_t b = 0; b < form->n_blocks; b++) {
		const struct form_block *k = &form->blocks[b];

		switch (k->table) {
		case TABLE_REQUESTS:
			draw_requests(out, k, how, &r);
			break;
		case TABLE_REVIEW:
			draw_review(out, k, how, &r);
			break;
		case TABLE_STATISTICS:
			draw_statistics(out, k, how, &r);
			break;
		default:
			draw_disclosure(out, k, how, &r);
			break;
		}
	}
	n_slips = plant_slips(out, slips, form, how->n_slips, &r);
	for (size_t b = 0; b < form->n_blocks; b++)
		print_cells(out, &form->blocks[b], how, &r, arena);
	for (size_t b = 0; b < form->n_blocks; b++) {
		enum table_id t = form->blocks[b].table;

		out->table[t].form = form->name;
		out->table[t].status = status_of(out, form, t);
	}
	return n_slips;
}
