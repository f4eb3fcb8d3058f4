#include "extract/words_ruled.h"

#include <stdlib.h>
#include <string.h>

/* Rules so close together are one; ends so close to a rule reach it. */
#define NEAR 300

/* Smaller is no table but a character's strokes. */
#define LEAST_WIDTH  3000
#define LEAST_HEIGHT 1200

static bool is_level(const struct box *r)
{
	return r->x1 - r->x0 >= r->y1 - r->y0;
}

static bool is_near(int32_t a, int32_t b)
{
	return a - b <= NEAR && b - a <= NEAR;
}

static bool touch(const struct box *a, const struct box *b)
{
	return a->x0 <= b->x1 + NEAR && b->x0 <= a->x1 + NEAR && a->y0 <= b->y1 + NEAR &&
	       b->y0 <= a->y1 + NEAR;
}

static size_t root(size_t *up, size_t i)
{
	while (up[i] != i) {
		up[i] = up[up[i]];
		i = up[i];
	}
	return i;
}

static int by_value(const void *pa, const void *pb)
{
	int32_t a = *(const int32_t *)pa, b = *(const int32_t *)pb;

	return (a > b) - (a < b);
}

/* Sorts, and makes one of what is close together. Returns how many are left. */
static size_t settle(int32_t *at, size_t n)
{
	size_t out = 0;

	if (!n)
		return 0;
	qsort(at, n, sizeof(*at), by_value);
	for (size_t i = 1; i < n; i++)
		if (!is_near(at[i], at[out]))
			at[++out] = at[i];
	return out + 1;
}

/* Where its rules stand, and the outer edges that only the ends of rules tell. */
static void place_rules(struct frame *f, struct arena *arena)
{
	f->xs = ARENA_NEW(arena, int32_t, f->n_rules + 2);
	f->ys = ARENA_NEW(arena, int32_t, f->n_rules + 2);
	f->box = *f->rules[0];
	for (size_t i = 0; i < f->n_rules; i++) {
		const struct box *r = f->rules[i];

		f->box = box_join(f->box, *r);
		if (is_level(r))
			f->ys[f->n_ys++] = box_mid_y(*r);
		else
			f->xs[f->n_xs++] = box_mid_x(*r);
	}
	if (!f->n_xs || !f->n_ys)
		return;
	f->xs[f->n_xs++] = f->box.x0;
	f->xs[f->n_xs++] = f->box.x1;
	f->ys[f->n_ys++] = f->box.y0;
	f->ys[f->n_ys++] = f->box.y1;
	f->n_xs = settle(f->xs, f->n_xs);
	f->n_ys = settle(f->ys, f->n_ys);
}

static bool holds(const struct box *outer, const struct box *b)
{
	int32_t x = box_mid_x(*b), y = box_mid_y(*b);

	return x > outer->x0 && x < outer->x1 && y > outer->y0 && y < outer->y1;
}

static void take_words(struct frame *f, const struct words_sheet *sheet, struct arena *arena)
{
	size_t n = 0;

	for (size_t i = 0; i < sheet->n_words; i++)
		n += holds(&f->box, &sheet->words[i].box);
	f->words = ARENA_NEW(arena, const struct word *, n + 1);
	for (size_t i = 0; i < sheet->n_words; i++)
		if (holds(&f->box, &sheet->words[i].box))
			f->words[f->n_words++] = &sheet->words[i];
}

static int by_top(const void *pa, const void *pb)
{
	const struct frame *a = pa, *b = pb;

	return a->box.y0 != b->box.y0 ? (a->box.y0 > b->box.y0) - (a->box.y0 < b->box.y0)
				      : (a->box.x0 > b->box.x0) - (a->box.x0 < b->box.x0);
}

/* A frame inside another is part of it: its words are the outer one's. */
static bool is_inside(const struct frames *all, const struct frame *f)
{
	for (size_t i = 0; i < all->n; i++)
		if (touch(&all->at[i].box, &f->box))
			return true;
	return false;
}

struct member {
	size_t root, i;
};

static int by_root(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;

	return a->root != b->root ? (a->root > b->root) - (a->root < b->root)
				  : (a->i > b->i) - (a->i < b->i);
}

/* The rules, those that hang together beside each other. */
static struct member *gather(const struct words_sheet *sheet, struct arena *arena)
{
	size_t n = sheet->n_rules;
	size_t *up = ARENA_NEW(arena, size_t, n);
	struct member *out = ARENA_NEW(arena, struct member, n);

	for (size_t i = 0; i < n; i++) {
		up[i] = i;
		for (size_t k = 0; k < i; k++)
			if (touch(&sheet->rules[i], &sheet->rules[k]))
				up[root(up, k)] = root(up, i);
	}
	for (size_t i = 0; i < n; i++)
		out[i] = (struct member){ root(up, i), i };
	qsort(out, n, sizeof(*out), by_root);
	return out;
}

static bool is_table(const struct frame *f)
{
	return f->n_xs >= 2 && f->n_ys >= 2 && f->n_xs + f->n_ys >= 5 &&
	       f->box.x1 - f->box.x0 >= LEAST_WIDTH && f->box.y1 - f->box.y0 >= LEAST_HEIGHT;
}

int frames_find(struct frames *out, const struct words_sheet *sheet, struct arena *arena,
		struct err *e)
{
	size_t n = sheet->n_rules, cap = 0;
	const struct box **rules;
	struct member *members;

	*out = (struct frames){ 0 };
	if (!n || n > WORDS_MAX_RULES)
		return 0;
	members = gather(sheet, arena);
	rules = ARENA_NEW(arena, const struct box *, n);
	for (size_t i = 0; i < n; i++)
		rules[i] = &sheet->rules[members[i].i];
	for (size_t i = 0, end; i < n; i = end) {
		struct frame f = { .rules = rules + i };

		for (end = i; end < n && members[end].root == members[i].root;)
			end++;
		f.n_rules = end - i;
		place_rules(&f, arena);
		if (!is_table(&f) || is_inside(out, &f))
			continue;
		if (f.n_xs > WORDS_MAX_TABLE_LINES || f.n_ys > WORDS_MAX_TABLE_LINES)
			return err_set(e, ERR_LIMIT, "table of %zu rows and %zu columns, limit %d",
				       f.n_ys, f.n_xs, WORDS_MAX_TABLE_LINES);
		take_words(&f, sheet, arena);
		ARENA_GROW(arena, out->at, out->n, cap);
		out->at[out->n++] = f;
	}
	if (out->n)
		qsort(out->at, out->n, sizeof(*out->at), by_top);
	return 0;
}

bool frame_continues(const struct frame *f, const struct frame *next)
{
	size_t same = 0, fewer = f->n_xs < next->n_xs ? f->n_xs : next->n_xs;

	if (!is_near(f->xs[0], next->xs[0]) ||
	    !is_near(f->xs[f->n_xs - 1], next->xs[next->n_xs - 1]))
		return false;
	for (size_t i = 0, k = 0; i < f->n_xs && k < next->n_xs;) {
		if (is_near(f->xs[i], next->xs[k])) {
			same++;
			i++;
			k++;
		} else if (f->xs[i] < next->xs[k]) {
			i++;
		} else {
			k++;
		}
	}
	return same == fewer;
}

void frames_align(struct frame **frames, size_t n, struct arena *arena)
{
	size_t sum = 0, n_xs = 0;
	int32_t *xs;

	for (size_t i = 0; i < n; i++)
		sum += frames[i]->n_xs;
	xs = ARENA_NEW(arena, int32_t, sum);
	for (size_t i = 0; i < n; i++) {
		memcpy(xs + n_xs, frames[i]->xs, frames[i]->n_xs * sizeof(*xs));
		n_xs += frames[i]->n_xs;
	}
	n_xs = settle(xs, n_xs);
	for (size_t i = 0; i < n; i++) {
		frames[i]->xs = xs;
		frames[i]->n_xs = n_xs;
	}
}

/* Which sides of the lattice's places have a rule. */
struct lattice {
	size_t rows, cols;
	bool *right, *below; /* of each place, row-major */
};

/* Index of the last place that begins at or before `at`. */
static size_t place_of(const int32_t *lines, size_t n, int32_t at)
{
	size_t lo = 0, hi = n - 1;

	while (hi - lo > 1) {
		size_t mid = (lo + hi) / 2;

		if (lines[mid] <= at)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* The line that a rule at `at` stands on. */
static size_t line_of(const int32_t *lines, size_t n, int32_t at)
{
	size_t i = place_of(lines, n, at);

	return i + 1 < n && lines[i + 1] - at < at - lines[i] ? i + 1 : i;
}

static void draw(struct lattice *out, const struct frame *f, const struct box *r)
{
	bool level = is_level(r);
	size_t line = level ? line_of(f->ys, f->n_ys, box_mid_y(*r))
			    : line_of(f->xs, f->n_xs, box_mid_x(*r));

	if (!line)
		return;
	if (level) {
		for (size_t c = 0; c < out->cols; c++) {
			int32_t mid = f->xs[c] + (f->xs[c + 1] - f->xs[c]) / 2;

			if (r->x0 <= mid && mid <= r->x1)
				out->below[(line - 1) * out->cols + c] = true;
		}
		return;
	}
	for (size_t row = 0; row < out->rows; row++) {
		int32_t mid = f->ys[row] + (f->ys[row + 1] - f->ys[row]) / 2;

		if (r->y0 <= mid && mid <= r->y1)
			out->right[row * out->cols + line - 1] = true;
	}
}

static struct lattice lattice_of(const struct frame *f, struct arena *arena)
{
	struct lattice out = { f->n_ys - 1, f->n_xs - 1, NULL, NULL };

	out.right = ARENA_NEW(arena, bool, out.rows *out.cols);
	out.below = ARENA_NEW(arena, bool, out.rows *out.cols);
	for (size_t i = 0; i < f->n_rules; i++)
		draw(&out, f, f->rules[i]);
	return out;
}

/* How far the cell that begins at (row, col) reaches: as far as no rule parts it. */
static void reach(size_t *rows, size_t *cols, const struct lattice *l, const uint32_t *owner,
		  size_t row, size_t col)
{
	*cols = 1;
	while (col + *cols < l->cols && !l->right[row * l->cols + col + *cols - 1] &&
	       !owner[row * l->cols + col + *cols])
		++*cols;
	for (*rows = 1; row + *rows < l->rows; ++*rows) {
		size_t above = (row + *rows - 1) * l->cols;

		for (size_t c = col; c < col + *cols; c++)
			if (l->below[above + c] || owner[above + l->cols + c] ||
			    (c + 1 < col + *cols && l->right[above + l->cols + c]))
				return;
	}
}

struct cell_words {
	const struct word **words;
	size_t n, cap;
};

size_t frame_cells(struct grid_src_cell **out, const struct frame *f, uint32_t first_row,
		   struct arena *arena)
{
	struct lattice l = lattice_of(f, arena);
	uint32_t *owner = ARENA_NEW(arena, uint32_t, l.rows * l.cols);
	struct grid_src_cell *cells = ARENA_NEW(arena, struct grid_src_cell, l.rows * l.cols);
	struct cell_words *inside;
	size_t n = 0;

	for (size_t row = 0; row < l.rows; row++)
		for (size_t col = 0; col < l.cols; col++) {
			size_t rows, cols;

			if (owner[row * l.cols + col])
				continue;
			reach(&rows, &cols, &l, owner, row, col);
			cells[n++] = (struct grid_src_cell){
				.row = first_row + (uint32_t)row,
				.group_end = first_row + (uint32_t)l.rows,
				.row_span = (uint32_t)rows,
				.col_span = (uint32_t)cols,
			};
			for (size_t i = 0; i < rows * cols; i++)
				owner[(row + i / cols) * l.cols + col + i % cols] = (uint32_t)n;
		}
	inside = ARENA_NEW(arena, struct cell_words, n);
	for (size_t i = 0; i < f->n_words; i++) {
		size_t row = place_of(f->ys, f->n_ys, box_mid_y(f->words[i]->box));
		size_t col = place_of(f->xs, f->n_xs, box_mid_x(f->words[i]->box));
		struct cell_words *w = &inside[owner[row * l.cols + col] - 1];

		/* An array of pointers is meant. NOLINTNEXTLINE(bugprone-sizeof-expression) */
		ARENA_GROW(arena, w->words, w->n, w->cap);
		w->words[w->n++] = f->words[i];
	}
	for (size_t i = 0; i < n; i++) {
		struct words_lines lines = words_to_lines(inside[i].words, inside[i].n, arena);

		cells[i].text = words_cell_text(&lines, arena);
	}
	*out = cells;
	return n;
}
