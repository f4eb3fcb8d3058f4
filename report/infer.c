#include <string.h>

#include "base/attrs.h"
#include "report/reader.h"

/* Cells of a row of the requests table: six applicants and their total. */
#define CELLS 7

/* A glued row is taken apart up to this length. */
#define MAX_DIGITS 30

struct split {
	uint8_t end[CELLS]; /* of each number, in the digits */
	int64_t n[CELLS];
};

struct search {
	struct str digits;
	size_t parts_end; /* where the total begins */
	int64_t total;
	struct split now, found;
	unsigned n_found; /* 2: more than one */
};

static bool number_at(int64_t *out, struct str digits, size_t from, size_t to)
{
	*out = 0;
	if (to - from > 1 && digits.p[from] == '0')
		return false;
	for (size_t i = from; i < to; i++)
		*out = *out * 10 + (digits.p[i] - '0');
	return true;
}

/* All ways to cut the parts so that they add up to the total; no part may be empty. */
static void cut(struct search *s)
{
	size_t part = 0, from[CELLS] = { 0 }, to[CELLS] = { 0 };
	int64_t sum[CELLS] = { 0 };

	for (;;) {
		size_t left = CELLS - 2 - part; /* parts after this one */
		int64_t n;

		to[part]++;
		if (to[part] + left > s->parts_end || s->n_found > 1 ||
		    !number_at(&n, s->digits, from[part], to[part]) ||
		    (part ? sum[part - 1] : 0) + n > s->total) {
			if (!part)
				return;
			part--;
			continue;
		}
		sum[part] = (part ? sum[part - 1] : 0) + n;
		s->now.end[part] = (uint8_t)to[part];
		s->now.n[part] = n;
		if (left) {
			part++;
			from[part] = to[part] = to[part - 1];
			continue;
		}
		if (to[part] == s->parts_end && sum[part] == s->total && s->n_found++ == 0)
			s->found = s->now;
	}
}

/* The one way to read the digits as six numbers and their sum. False: none, or more than one. */
static bool split_row(struct split *out, struct str digits)
{
	struct search s = { .digits = digits };

	if (digits.n < CELLS || digits.n > MAX_DIGITS)
		return false;
	for (size_t i = 0; i < digits.n; i++)
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return false;
	for (size_t n = 1; n <= 12 && n + CELLS - 1 <= digits.n; n++) {
		s.parts_end = digits.n - n;
		if (!number_at(&s.total, digits, s.parts_end, digits.n))
			continue;
		s.now.end[CELLS - 1] = (uint8_t)digits.n;
		s.now.n[CELLS - 1] = s.total;
		cut(&s);
	}
	*out = s.found;
	return s.n_found == 1;
}

static const struct split *of_row(const struct split *splits, const struct items *items,
				  enum row_id row)
{
	for (size_t i = 0; i < items->n; i++)
		if (items->at[i].row == row && items->at[i].n)
			return &splits[i];
	return NULL;
}

/* Both equations of the form, in every column: the results add up, and the four items balance. */
static bool columns_hold(const struct split *splits, const struct items *items,
			 const struct form_block *k)
{
	static const enum row_id balance[] = { ROW_REQ_NEW, ROW_REQ_CARRIED_IN, ROW_RES_TOTAL,
					       ROW_REQ_CARRIED_OUT };
	const struct split *item[countof(balance)];

	for (size_t i = 0; i < countof(balance); i++) {
		item[i] = of_row(splits, items, balance[i]);
		if (!item[i])
			return false;
	}
	for (size_t c = 0; c < CELLS; c++) {
		int64_t sum = 0;

		for (size_t r = 0; r < k->n_rows; r++) {
			const struct split *part = of_row(splits, items, k->rows[r].row);

			if (k->rows[r].is_part && part)
				sum += part->n[c];
		}
		if (sum != item[2]->n[c] ||
		    item[0]->n[c] + item[1]->n[c] != item[2]->n[c] + item[3]->n[c])
			return false;
	}
	return true;
}

bool infer_glued(struct reader *rd, const struct items *items, const struct form_block *k)
{
	struct split *splits = ARENA_NEW(rd->arena, struct split, items->n + 1);

	if (k->n_cols != CELLS)
		return false;
	for (size_t i = 0; i < items->n; i++) {
		const struct item *it = &items->at[i];

		if (!it->n)
			continue; /* a heading, or a row that stays missing */
		if (it->n != 1 || it->is_messy ||
		    !split_row(&splits[i], rd->tokens.at[it->marks[0].token].text))
			return false;
	}
	if (!columns_hold(splits, items, k))
		return false;
	for (size_t i = 0; i < items->n; i++) {
		const struct item *it = &items->at[i];

		for (size_t c = 0, from = 0; it->n && c < CELLS; from = splits[i].end[c++])
			assign_inferred(rd, it->row, k->cols[c].col, splits[i].n[c],
					it->marks[0].token, from, splits[i].end[c]);
		if (it->n)
			reader_note(rd, NOTE_CELL_GLUED, it->row, COL__COUNT, TABLE_REQUESTS,
				    &rd->tokens.at[it->token]);
	}
	return true;
}
