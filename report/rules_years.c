#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "report/shingle.h"

#define MICRO INT64_C(1000000)

static const enum col_id applicants[] = { COL_NATURAL, COL_BIZ,   COL_RESEARCH,
					  COL_NGO,     COL_LEGAL, COL_OTHER };

/* What holds, fails and is open under one rule. */
struct tally {
	struct check *out;
	const struct rule *rule;
	const struct check_input *in;
	unsigned holds, fails, open;
};

static void close_tally(const struct tally *t)
{
	if (t->holds + t->fails + t->open)
		check_assess(t->out, t->rule, t->holds, t->fails, t->open);
}

/* Both known: equal or not. The cells named are this year's. */
static void hold(struct tally *t, bool known, int64_t now, int64_t then, const char *text,
		 const struct cell_ref *cells, size_t n)
{
	char key[CELL_KEY_MAX];
	struct finding *f;

	if (!known || (now != then && check_damaged(t->in))) {
		t->open++;
		return;
	}
	if (now == then) {
		t->holds++;
		return;
	}
	t->fails++;
	cell_key(key, cells[0].row, cells[0].col);
	f = rule_found(t->out, t->rule,
		       arena_strf(t->out->arena, "%s is %.*s; %s: %.*s", key,
				  STR_ARG(rule_amount(t->out->arena, now)), text,
				  STR_ARG(rule_amount(t->out->arena, then))),
		       (struct str){ NULL, 0 }, 0);
	f->has_sides = true;
	f->left = now;
	f->right = then;
	for (size_t i = 0; i < n; i++)
		f->cells[f->n_cells++] = cells[i];
}

static bool has_row(const struct report *r, enum row_id row, enum col_id col)
{
	return r->value[row][col].state != VALUE_MISSING;
}

static void carry(struct tally *t, enum col_id col)
{
	struct cell_ref cell = { ROW_REQ_CARRIED_IN, col };
	int64_t now = 0, then = 0;
	bool known = rule_count(&now, t->in->now, ROW_REQ_CARRIED_IN, col) &&
		     rule_count(&then, t->in->prev, ROW_REQ_CARRIED_OUT, col);

	if (has_row(t->in->now, cell.row, col) && has_row(t->in->prev, ROW_REQ_CARRIED_OUT, col))
		hold(t, known, now, then, "carried out of the year before", &cell, 1);
}

void rule_carry(struct check *out, const struct rule *self, const struct check_input *in)
{
	struct tally t = { .out = out, .rule = self, .in = in };

	carry(&t, COL_TOTAL);
	close_tally(&t);
}

void rule_carry_column(struct check *out, const struct rule *self, const struct check_input *in)
{
	struct tally t = { .out = out, .rule = self, .in = in };

	for (size_t i = 0; i < countof(applicants); i++)
		carry(&t, applicants[i]);
	close_tally(&t);
}

void rule_in_force(struct check *out, const struct rule *self, const struct check_input *in)
{
	struct tally t = { .out = out, .rule = self, .in = in };

	for (enum row_id row = ROW_PUB_RULE; row <= ROW_PUB_NORM; row++) {
		const struct cell_ref cells[] = { { row, COL_IN_FORCE },
						  { row, COL_ISSUED },
						  { row, COL_REPEALED } };
		int64_t now = 0, issued = 0, repealed = 0, then = 0;
		bool known = rule_count(&now, in->now, row, COL_IN_FORCE) &&
			     rule_count(&issued, in->now, row, COL_ISSUED) &&
			     rule_count(&repealed, in->now, row, COL_REPEALED) &&
			     rule_count(&then, in->prev, row, COL_IN_FORCE);

		if (has_row(in->now, row, COL_IN_FORCE) && has_row(in->prev, row, COL_IN_FORCE))
			hold(&t, known, now, then + issued - repealed,
			     "last year's, and issued, less repealed", cells, 3);
	}
	close_tally(&t);
}

void rule_items_prev(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const enum row_id rows[] = { ROW_PUB_LICENSE, ROW_PUB_OTHER_SERVICE, ROW_PUB_PENALTY,
					    ROW_PUB_COERCION, ROW_PUB_FEE };
	struct tally t = { .out = out, .rule = self, .in = in };

	for (size_t i = 0; i < countof(rows); i++) {
		struct cell_ref cell = { rows[i], COL_ITEMS_PREV };
		int64_t now = 0, prev = 0, delta = 0;
		bool known = rule_count(&now, in->now, rows[i], COL_ITEMS_PREV) &&
			     rule_count(&prev, in->prev, rows[i], COL_ITEMS_PREV) &&
			     rule_count(&delta, in->prev, rows[i], COL_ITEMS_DELTA);

		if (has_row(in->now, rows[i], COL_ITEMS_PREV) &&
		    has_row(in->prev, rows[i], COL_ITEMS_PREV))
			hold(&t, known, now, prev + delta, "last year's items and their change",
			     &cell, 1);
	}
	close_tally(&t);
}

/* A few figures may well be the same again; so many are not by chance. */
#define IDENTICAL_MIN_FIGURES 4

/* Figures above zero that both have alike; -1 where any cell differs, or is not a figure in both.
 */
static int alike(const struct report *a, const struct report *b, enum table_id table)
{
	int n = 0;

	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; row_table(row) == table && col < COL__COUNT; col++) {
			int64_t x = 0, y = 0;
			bool has_x = rule_count(&x, a, row, col),
			     has_y = rule_count(&y, b, row, col);

			if (has_x != has_y || x != y)
				return -1;
			n += x > 0;
		}
	return n;
}

void rule_tables_identical(struct check *out, const struct rule *self, const struct check_input *in)
{
	int figures = 0;
	bool same = true;

	if (check_damaged(in))
		return;
	for (enum table_id t = 0; t < TABLE__COUNT && same; t++) {
		int n;

		if (!in->now->table[t].form && !in->prev->table[t].form)
			continue;
		n = alike(in->now, in->prev, t);
		same = n >= 0;
		figures += n;
	}
	same = same && figures >= IDENTICAL_MIN_FIGURES;
	if (same)
		rule_found(out, self,
			   arena_strf(out->arena,
				      "all tables are those of the year before, %d figures",
				      figures),
			   (struct str){ NULL, 0 }, 0);
	check_assess(out, self, !same, same, 0);
}

#define COPY_WARNING 900 /* thousandths */
#define COPY_INFO    700

void rule_text_copy(struct check *out, const struct rule *self, const struct check_input *in)
{
	struct shingles now = in->now_text ? *in->now_text : shingles_of(in->now, out->arena);
	struct shingles then = in->prev_text ? *in->prev_text : shingles_of(in->prev, out->arena);
	unsigned share = shingle_share(&now, &then);
	struct finding *f;

	if (now.n < SHINGLE_MIN || then.n < SHINGLE_MIN) {
		check_assess(out, self, 0, 0, 1);
		return;
	}
	if (share >= COPY_INFO) {
		f = rule_found(out, self,
			       arena_strf(out->arena,
					  "%u.%u %% of the text is that of the report for %d",
					  share / 10, share % 10, in->prev->identity.year),
			       (struct str){ NULL, 0 }, 0);
		f->has_sides = true;
		f->left = share * 1000;
		f->right = COPY_WARNING * 1000;
		if (share < COPY_WARNING)
			f->severity = SEV_INFO;
	}
	check_assess(out, self, share < COPY_INFO, share >= COPY_INFO, 0);
}

#define JUMP_BASE  20
#define JUMP_RATIO 5

void rule_jump(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const struct cell_ref cells[] = {
		{ ROW_REQ_NEW, COL_TOTAL },
		{ ROW_RES_TOTAL, COL_TOTAL },
		{ ROW_REV, COL_TOTAL },
		{ ROW_LIT_DIRECT, COL_TOTAL },
		{ ROW_PUB_NORM, COL_IN_FORCE },
		{ ROW_PUB_LICENSE, COL_DECISIONS },
		{ ROW_PUB_PENALTY, COL_DECISIONS },
		{ ROW_PUB_COERCION, COL_DECISIONS },
		{ ROW_PUB_FEE, COL_AMOUNT_WAN },
	};
	struct tally t = { .out = out, .rule = self, .in = in };

	if (check_damaged(in))
		return;
	for (size_t i = 0; i < countof(cells); i++) {
		int64_t now, then;
		char key[CELL_KEY_MAX];
		struct finding *f;

		if (!rule_count(&now, in->now, cells[i].row, cells[i].col) ||
		    !rule_count(&then, in->prev, cells[i].row, cells[i].col))
			continue;
		if (then < JUMP_BASE * MICRO || then > INT64_MAX / JUMP_RATIO ||
		    (now <= then * JUMP_RATIO && now >= then / JUMP_RATIO)) {
			t.holds++;
			continue;
		}
		t.fails++;
		f = rule_found(out, self,
			       arena_strf(out->arena, "%s: %.*s after %.*s",
					  cell_key(key, cells[i].row, cells[i].col),
					  STR_ARG(rule_amount(out->arena, now)),
					  STR_ARG(rule_amount(out->arena, then))),
			       (struct str){ NULL, 0 }, 0);
		f->cells[f->n_cells++] = cells[i];
		f->has_sides = true;
		f->left = now;
		f->right = then;
	}
	close_tally(&t);
}
