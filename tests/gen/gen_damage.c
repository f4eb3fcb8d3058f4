#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "tests/gen/gen_sheet.h"

static struct str keep(struct buf *b, struct arena *arena)
{
	struct str s = arena_str(arena, buf_str(b));

	buf_release(b);
	return s;
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool is_figure(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.' && !(i == 0 && s.p[i] == '-'))
			return false;
	return s.n > 0 && s.p[s.n - 1] != '-';
}

static struct str fullwidth(struct str s, struct arena *arena)
{
	struct buf b;

	buf_init(&b, 1024);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			buf_add_utf8(&b, 0xFF10u + (uint32_t)(s.p[i] - '0'));
		else
			buf_addc(&b, s.p[i]);
	return keep(&b, arena);
}

static struct str thousands(struct str s, const char *mark, struct arena *arena)
{
	struct buf b;

	buf_init(&b, 1024);
	for (size_t i = 0; i < s.n; i++) {
		if (i && (s.n - i) % 3 == 0)
			buf_add(&b, str_c(mark));
		buf_addc(&b, s.p[i]);
	}
	return keep(&b, arena);
}

/* 万元 as 元: the point four places to the right, and the unit said. */
static struct str in_yuan(struct str s, struct arena *arena)
{
	size_t point = str_find(s, STR("."), 0), places = 0;
	struct buf b;

	buf_init(&b, 1024);
	if (point == STR_NONE)
		point = s.n;
	buf_add(&b, str_sub(s, 0, point));
	for (size_t i = point + 1; places < 4; i++, places++)
		buf_addc(&b, i < s.n ? s.p[i] : '0');
	if (point + 1 + 4 < s.n) {
		buf_addc(&b, '.');
		buf_add(&b, str_sub(s, point + 5, s.n));
	}
	buf_add(&b, STR("元"));
	return keep(&b, arena);
}

static void damage_value(struct sheet_cell *c, unsigned mask, struct rng *r, struct arena *arena)
{
	bool money = c->of_col == COL_AMOUNT_WAN;

	if (!is_figure(c->text))
		return;
	if (mask & DAMAGE_SIGNS && c->of_col == COL_ITEMS_DELTA && c->text.p[0] != '-' &&
	    !str_eq(c->text, STR("0")))
		c->text = arena_strf(arena, rng_chance(r, 500) ? "+%.*s" : "增加%.*s",
				     STR_ARG(c->text));
	else if (mask & DAMAGE_SIGNS && c->of_col == COL_ITEMS_DELTA && c->text.p[0] == '-')
		c->text = arena_strf(arena, "减%.*s", STR_ARG(str_sub(c->text, 1, c->text.n)));
	else if (mask & DAMAGE_YUAN && money && rng_chance(r, 700))
		c->text = in_yuan(c->text, arena);
	else if (mask & DAMAGE_WORDS && str_eq(c->text, STR("0")) && rng_chance(r, 300))
		c->text = rng_chance(r, 500) ? STR("无") : STR("零");
	else if (mask & DAMAGE_THOUSANDS && is_digits(c->text) && c->text.n > 3)
		c->text = thousands(c->text, rng_chance(r, 500) ? "," : "，", arena);
	else if (mask & DAMAGE_UNITS && rng_chance(r, 300) && *cell_unit(c->of_row, c->of_col))
		c->text = arena_strf(arena, "%.*s%s", STR_ARG(c->text),
				     cell_unit(c->of_row, c->of_col));
	if (mask & DAMAGE_FULLWIDTH && rng_chance(r, 300))
		c->text = fullwidth(c->text, arena);
}

/* Another official or accepted wording of the same row or column. */
static void vary(struct sheet_cell *c, const struct form *form, enum table_id table, struct rng *r)
{
	for (size_t b = 0; b < form->n_blocks; b++) {
		const struct form_block *k = &form->blocks[b];
		const char *const *wording = NULL;
		uint32_t n = 0;

		if (k->table != table)
			continue;
		for (size_t i = 0; i < k->n_rows && c->of_row != ROW__COUNT; i++)
			if (k->rows[i].row == c->of_row)
				wording = k->rows[i].wording;
		for (size_t i = 0; i < k->n_cols && c->of_col != COL__COUNT; i++)
			if (k->cols[i].col == c->of_col &&
			    str_eq(c->text, str_c(k->cols[i].wording[0])))
				wording = k->cols[i].wording;
		while (wording && wording[n])
			n++;
		if (n)
			c->text = str_c(wording[rng_below(r, n)]);
	}
}

/* Characters of the text, with `between` after every `every`th. */
static struct str parted(struct str s, const char *between, unsigned every, struct arena *arena)
{
	struct buf b;
	unsigned n = 0;

	buf_init(&b, 4096);
	for (size_t at = 0; at < s.n;) {
		size_t was = at;

		utf8_next(s, &at);
		buf_add(&b, str_sub(s, was, at - was));
		if (++n % every == 0 && at < s.n)
			buf_add(&b, str_c(between));
	}
	return keep(&b, arena);
}

static struct str other_ordinal(struct str s, struct arena *arena)
{
	static const char *const plain[] = { "（一）", "（二）", "（三）", "（四）",
					     "（五）", "（六）", "（七）" };
	static const char *const round[] = { "㈠", "㈡", "㈢", "㈣", "㈤", "㈥", "㈦" };

	for (size_t i = 0; i < countof(plain); i++)
		if (str_starts(s, str_c(plain[i])))
			return arena_strf(arena, "%s%.*s", round[i], STR_ARG(str_sub(s, 9, s.n)));
	if (s.n > 2 && s.p[0] >= '1' && s.p[0] <= '9' && s.p[1] == '.')
		return arena_strf(arena, "%c、%.*s", s.p[0], STR_ARG(str_sub(s, 2, s.n)));
	return s;
}

/* One character of a long label lost or turned into another, never its ordinal. */
static struct str mistyped(struct str s, struct rng *r, struct arena *arena)
{
	size_t n = utf8_count(s), victim, at = 0, was = 0;
	struct str head, tail;

	if (n < 10)
		return s;
	victim = 4 + rng_below(r, (uint32_t)(n - 5));
	for (size_t i = 0; i <= victim; i++) {
		was = at;
		utf8_next(s, &at);
	}
	head = str_sub(s, 0, was);
	tail = str_sub(s, at, s.n);
	return arena_strf(arena, "%.*s%s%.*s", STR_ARG(head), rng_chance(r, 500) ? "" : "某",
			  STR_ARG(tail));
}

static void damage_label(struct sheet_cell *c, const struct sheet *s, const struct form *form,
			 unsigned mask, struct rng *r, struct arena *arena)
{
	size_t n = utf8_count(c->text);

	if (mask & DAMAGE_VARIANTS && rng_chance(r, 500))
		vary(c, form, s->table, r);
	if (mask & DAMAGE_ORDINALS && rng_chance(r, 600))
		c->text = other_ordinal(c->text, arena);
	if (mask & DAMAGE_TYPOS && c->of_row != ROW__COUNT && rng_chance(r, 200))
		c->text = mistyped(c->text, r, arena);
	if (mask & DAMAGE_INSTRUCTIONS && c->of_col != COL__COUNT && s->table == TABLE_DISCLOSURE &&
	    rng_chance(r, 400))
		c->text = arena_strf(arena, "%.*s（指本年度发生数）", STR_ARG(c->text));
	if (mask & DAMAGE_GROUP_TWICE && c->row_span > 6 && !c->is_value)
		c->text = arena_strf(arena, "%.*s %.*s", STR_ARG(c->text), STR_ARG(c->text));
	else if (mask & DAMAGE_SPACES && n < 14 && rng_chance(r, 300))
		c->text = parted(c->text, rng_chance(r, 500) ? " " : "　", 1 + rng_below(r, 3),
				 arena);
	else if (mask & DAMAGE_BROKEN_LABELS && c->row_span > 6 && c->col_span == 1)
		c->text = parted(c->text, "\n", 1, arena);
	else if (mask & DAMAGE_BROKEN_LABELS && rng_chance(r, 300))
		c->text = parted(c->text, "\n", n < 6 ? 1 + rng_below(r, 2) : 4 + rng_below(r, 4),
				 arena);
}

/* Takes cells out of rows; what is left stands side by side, in places nobody can tell. */
static void lose_cells(struct sheet *s, struct gen_truth *truth, bool all, struct rng *r)
{
	bool hit[ROW__COUNT] = { 0 };
	size_t kept = 0;

	for (enum row_id row = 0; row < ROW__COUNT; row++)
		hit[row] = row_table(row) == s->table && rng_chance(r, 150);
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_cell *c = &s->cells[i];
		bool lost = c->is_value && hit[c->of_row] && (all || rng_chance(r, 400));

		if (lost && s->table == TABLE_REVIEW)
			for (enum row_id row = ROW_REV; row <= ROW_LIT_AFTER_REV; row++)
				truth->is_lossy[row] = true;
		if (lost)
			truth->is_lossy[c->of_row] = true;
		else
			s->cells[kept++] = *c;
	}
	s->n = kept;
}

static void lose_label(struct sheet *s, struct gen_truth *truth, struct rng *r)
{
	enum row_id row = ROW_RES_GRANTED + (enum row_id)rng_below(r, 20);

	for (size_t i = 0; i < s->n; i++)
		if (!s->cells[i].is_value && s->cells[i].of_row == row) {
			s->cells[i].text = STR("");
			truth->is_lossy[row] = true;
			if (row > ROW_RES_GRANTED)
				truth->is_lossy[row - 1] = true;
			truth->is_lossy[ROW_REQ_CARRIED_IN] |= row == ROW_RES_GRANTED;
		}
}

/* 其他主动公开文件 and the like, under the row it is printed after. */
static void add_row(struct sheet *s, const struct form *form, struct rng *r, struct arena *arena)
{
	unsigned at = 4; /* below 规章 and 规范性文件 */
	size_t n_cols = form->blocks[0].n_cols;

	for (size_t i = 0; i < s->n; i++)
		if (s->cells[i].row >= at)
			s->cells[i].row++;
	s->rows++;
	for (size_t i = 0; i < s->n; i++) {
		if (s->cells[i].row <= at)
			continue;
		for (size_t c = 0; c <= n_cols; c++)
			ARENA_GROW(arena, s->cells, s->n + c, s->cap);
		memmove(s->cells + i + n_cols + 1, s->cells + i, (s->n - i) * sizeof *s->cells);
		for (unsigned c = 0; c <= n_cols; c++)
			s->cells[i + c] = (struct sheet_cell){
				.text = c ? arena_strf(arena, "%u", 1 + rng_below(r, 99))
					  : STR("其他主动公开文件"),
				.row = at,
				.col = c,
				.row_span = 1,
				.col_span = 1,
				.of_row = ROW__COUNT,
				.of_col = COL__COUNT,
			};
		s->n += n_cols + 1;
		return;
	}
}

void sheet_damage(struct sheet *sheet, struct gen_truth *truth, const struct form *form,
		  unsigned mask, struct rng *r, struct arena *arena)
{
	for (size_t i = 0; i < sheet->n; i++) {
		struct sheet_cell *c = &sheet->cells[i];

		if (mask & DAMAGE_HEAD_CUT &&
		    (c->of_col == COL_MADE || c->of_col == COL_PUBLISHED) && !c->is_value)
			c->text = STR("本年新");
		else if (sheet->table == TABLE_STATISTICS && c->col == 1)
			continue; /* units */
		else if (c->is_value)
			damage_value(c, mask, r, arena);
		else
			damage_label(c, sheet, form, mask, r, arena);
	}
	if (mask & DAMAGE_EXTRA_ROW && sheet->table == TABLE_DISCLOSURE)
		add_row(sheet, form, r, arena);
	if (mask & DAMAGE_SHORT_ROWS)
		lose_cells(sheet, truth, false, r);
	if (mask & DAMAGE_NO_CELLS && sheet->table != TABLE_REVIEW)
		lose_cells(sheet, truth, true, r);
	if (mask & DAMAGE_LOST_LABEL && sheet->table == TABLE_REQUESTS)
		lose_label(sheet, truth, r);
}
