#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "report/identities.h"

struct finding *rule_found(struct check *out, const struct rule *self, struct str message,
			   struct str quote, uint32_t block)
{
	struct finding *f = check_find(out, self);

	f->message = message;
	f->quote = quote;
	f->block = block;
	return f;
}

bool rule_count(int64_t *micro, const struct report *r, enum row_id row, enum col_id col)
{
	const struct value *v = &r->value[row][col];

	return value_is_count(v) && !v->inferred && value_micro(micro, v);
}

struct assessing {
	struct check *out;
	const struct rule *rule;
	const struct check_input *in;
	unsigned holds, fails, open;
};

struct str rule_amount(struct arena *arena, int64_t micro)
{
	struct value v = { .n = micro, .scale = VALUE_MAX_SCALE };
	char text[VALUE_TEXT_MAX];
	struct str s;

	value_text(text, &v);
	s = arena_str(arena, str_c(text));
	while (s.p[s.n - 1] == '0')
		s.n--;
	if (s.p[s.n - 1] == '.')
		s.n--;
	return s;
}

static void report_failure(const struct assessing *a, const struct identity_sum *sum, int64_t left,
			   int64_t right)
{
	struct finding *f = check_find(a->out, a->rule);
	const struct value *total = &a->in->now->value[sum->right[0].row][sum->right[0].col];
	char key[CELL_KEY_MAX];

	f->has_sides = true;
	f->left = left;
	f->right = right;
	f->block = total->block;
	for (size_t i = 0; i < sum->n_left; i++)
		f->cells[f->n_cells++] = sum->left[i];
	for (size_t i = 0; i < sum->n_right; i++)
		f->cells[f->n_cells++] = sum->right[i];
	f->message = arena_strf(a->out->arena, "%s: %.*s against %.*s (%s)",
				cell_key(key, sum->right[0].row, sum->right[0].col),
				STR_ARG(rule_amount(a->out->arena, left)),
				STR_ARG(rule_amount(a->out->arena, right)), sum->text);
}

static void assess_one(void *context, const struct identity_sum *sum)
{
	struct assessing *a = context;
	int64_t left, right;

	switch (identity_assess(&left, &right, a->in->now, sum)) {
	case IDENTITY_HOLDS:
		a->holds++;
		break;
	case IDENTITY_OPEN:
		a->open++;
		break;
	case IDENTITY_FAILS:
		/* In a copy that may have lost digits a wrong sum is no fault of the agency's. */
		if (check_damaged(a->in)) {
			a->open++;
			break;
		}
		a->fails++;
		report_failure(a, sum, left, right);
		break;
	}
}

void rule_identity(struct check *out, const struct rule *self, const struct check_input *in)
{
	struct assessing a = { .out = out, .rule = self, .in = in };

	identity_each(in->now, self->code, assess_one, &a);
	if (a.holds + a.fails + a.open)
		check_assess(out, self, a.holds, a.fails, a.open);
}

/* What should be no more than what. A list ends with ROW__COUNT; its cells are added up. */
struct bound {
	const char *code;
	struct cell_ref less[2], more[5];
	size_t n_less, n_more;
	const char *text;
};

#define CELL(row, col)                                                                             \
	{                                                                                          \
		ROW_##row, COL_##col                                                               \
	}
#define LINE(row)                                                                                  \
	{                                                                                          \
		ROW_##row, COL_VALUE                                                               \
	}
#define ONE(a, b) .less = { a }, .n_less = 1, .more = { b }, .n_more = 1
static const struct bound bounds[] = {
	{ "T1_ISSUED_GT_IN_FORCE", ONE(CELL(PUB_RULE, ISSUED), CELL(PUB_RULE, IN_FORCE)),
	  "本年制发件数 > 现行有效件数" },
	{ "T1_ISSUED_GT_IN_FORCE", ONE(CELL(PUB_NORM, ISSUED), CELL(PUB_NORM, IN_FORCE)),
	  "本年制发件数 > 现行有效件数" },
	{ "T1_PUBLISHED_GT_TOTAL", ONE(CELL(PUB_RULE, PUBLISHED), CELL(PUB_RULE, PUBLIC_TOTAL)),
	  "本年新公开数量 > 对外公开总数量" },
	{ "T1_PUBLISHED_GT_TOTAL", ONE(CELL(PUB_NORM, PUBLISHED), CELL(PUB_NORM, PUBLIC_TOTAL)),
	  "本年新公开数量 > 对外公开总数量" },
	{ "S14_PART_LE_WHOLE", ONE(LINE(S14_PUB_NORM), LINE(S14_PUB_TOTAL)), "a part > its whole" },
	{ "S14_PART_LE_WHOLE", ONE(LINE(S14_PRESS_CHIEF), LINE(S14_PRESS_TOTAL)),
	  "a part > its whole" },
	{ "S14_PART_LE_WHOLE", ONE(LINE(S14_TALK_CHIEF), LINE(S14_TALK_TOTAL)),
	  "a part > its whole" },
	{ "S14_CHANNEL_LT_TOTAL", .less = { LINE(S14_PUB_TOTAL) }, .n_less = 1,
	  .more = { LINE(S14_CH_GAZETTE), LINE(S14_CH_WEBSITE), LINE(S14_CH_WEIBO),
		    LINE(S14_CH_WECHAT), LINE(S14_CH_OTHER) },
	  .n_more = 5, "主动公开政府信息数 > the sum of its channels" },
};

static bool add_cells(int64_t *sum, const struct report *r, const struct cell_ref *cells, size_t n)
{
	*sum = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t micro;

		if (!rule_count(&micro, r, cells[i].row, cells[i].col) ||
		    __builtin_add_overflow(*sum, micro, sum))
			return false;
	}
	return true;
}

static void cells_of(struct finding *f, const struct cell_ref *cells, size_t n)
{
	for (size_t i = 0; i < n && f->n_cells < FINDING_MAX_CELLS; i++)
		f->cells[f->n_cells++] = cells[i];
}

static void sides(struct finding *f, int64_t left, int64_t right)
{
	f->has_sides = true;
	f->left = left;
	f->right = right;
}

static bool printed(const struct report *r, struct cell_ref c)
{
	return r->value[c.row][c.col].state != VALUE_MISSING;
}

static void hold_bounds(struct assessing *a)
{
	const struct report *r = a->in->now;

	for (size_t i = 0; i < countof(bounds); i++) {
		const struct bound *b = &bounds[i];
		int64_t less, more;
		struct finding *f;

		if (strcmp(b->code, a->rule->code) != 0 || !printed(r, b->less[0]))
			continue;
		if (!add_cells(&less, r, b->less, b->n_less) ||
		    !add_cells(&more, r, b->more, b->n_more)) {
			a->open++;
			continue;
		}
		if (less <= more) {
			a->holds++;
			continue;
		}
		a->fails++;
		f = rule_found(a->out, a->rule,
			       arena_strf(a->out->arena, "%s: %.*s > %.*s", b->text,
					  STR_ARG(rule_amount(a->out->arena, less)),
					  STR_ARG(rule_amount(a->out->arena, more))),
			       (struct str){ NULL, 0 },
			       r->value[b->less[0].row][b->less[0].col].block);
		cells_of(f, b->less, b->n_less);
		cells_of(f, b->more, b->n_more);
		sides(f, less, more);
	}
}

static void pair_failed(struct assessing *a, struct cell_ref x, struct cell_ref y, int64_t left,
			int64_t right, const char *text)
{
	const struct cell_ref both[] = { x, y };
	struct finding *f =
		rule_found(a->out, a->rule,
			   arena_strf(a->out->arena, "%s: %.*s and %.*s", text,
				      STR_ARG(rule_amount(a->out->arena, left)),
				      STR_ARG(rule_amount(a->out->arena, right))),
			   (struct str){ NULL, 0 }, a->in->now->value[x.row][x.col].block);

	cells_of(f, both, 2);
	sides(f, left, right);
	a->fails++;
}

static void pair(struct assessing *a, struct cell_ref x, struct cell_ref y,
		 bool (*wrong)(int64_t left, int64_t right), const char *text)
{
	const struct report *r = a->in->now;
	int64_t left, right;

	if (!printed(r, x) || !printed(r, y))
		return;
	if (!rule_count(&left, r, x.row, x.col) || !rule_count(&right, r, y.row, y.col))
		a->open++;
	else if (!wrong(left, right))
		a->holds++;
	else
		pair_failed(a, x, y, left, right, text);
}

static bool made_not_public(int64_t made, int64_t public_total)
{
	return made > 0 && public_total == 0;
}

static bool below_zero(int64_t prev, int64_t delta)
{
	int64_t sum;

	return __builtin_add_overflow(prev, delta, &sum) || sum < 0;
}

static bool differ(int64_t left, int64_t right)
{
	return left != right;
}

void rule_inequality(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const enum row_id items[] = { ROW_PUB_LICENSE, ROW_PUB_OTHER_SERVICE,
					     ROW_PUB_PENALTY, ROW_PUB_COERCION, ROW_PUB_FEE };
	struct assessing a = { .out = out, .rule = self, .in = in };

	if (check_damaged(in))
		return;
	hold_bounds(&a);
	if (strcmp(self->code, "T1_MADE_NOT_PUBLIC") == 0)
		for (enum row_id row = ROW_PUB_RULE; row <= ROW_PUB_NORM; row++)
			pair(&a, (struct cell_ref){ row, COL_MADE },
			     (struct cell_ref){ row, COL_PUBLIC_TOTAL }, made_not_public,
			     "made in the year, and none public");
	if (strcmp(self->code, "T1_DELTA_BELOW_ZERO") == 0)
		for (size_t i = 0; i < countof(items); i++)
			pair(&a, (struct cell_ref){ items[i], COL_ITEMS_PREV },
			     (struct cell_ref){ items[i], COL_ITEMS_DELTA }, below_zero,
			     "more taken away than there were");
	if (strcmp(self->code, "S14_DONE_NE_ANS") == 0)
		pair(&a, (struct cell_ref)LINE(S14_DONE_TOTAL),
		     (struct cell_ref)LINE(S14_ANS_TOTAL), differ,
		     "申请办结数 and 申请答复数 differ");
	if (a.holds + a.fails + a.open)
		check_assess(out, self, a.holds, a.fails, a.open);
}

/* Totals left blank beside parts that are given. */
static void blank_total(struct assessing *a, struct finding **f, enum row_id row,
			const enum col_id *cols, size_t n)
{
	const struct value *total = &a->in->now->value[row][COL_TOTAL];
	bool given = false;

	if (total->state != VALUE_BLANK && total->state != VALUE_DASH &&
	    total->state != VALUE_SLASH) {
		a->holds += value_is_count(total);
		return;
	}
	for (size_t i = 0; i < n; i++)
		given = given || value_is_count(&a->in->now->value[row][cols[i]]);
	if (!given)
		return;
	a->fails++;
	if (!*f)
		*f = rule_found(a->out, a->rule, (struct str){ NULL, 0 }, (struct str){ NULL, 0 },
				total->block);
	if ((*f)->n_cells < FINDING_MAX_CELLS)
		(*f)->cells[(*f)->n_cells++] = (struct cell_ref){ row, COL_TOTAL };
}

void rule_total_blank(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const enum col_id applicants[] = { COL_NATURAL, COL_BIZ,   COL_RESEARCH,
						  COL_NGO,     COL_LEGAL, COL_OTHER };
	static const enum col_id outcomes[] = { COL_UPHELD, COL_CORRECTED, COL_OTHER, COL_PENDING };
	struct assessing a = { .out = out, .rule = self, .in = in };
	struct finding *f = NULL;

	for (enum row_id row = ROW_REQ_NEW; row <= ROW_REQ_CARRIED_OUT; row++)
		blank_total(&a, &f, row, applicants, countof(applicants));
	for (enum row_id row = ROW_REV; row <= ROW_LIT_AFTER_REV; row++)
		blank_total(&a, &f, row, outcomes, countof(outcomes));
	if (f)
		f->message = arena_strf(
			out->arena,
			"总计 is blank in %u rows whose parts are given: not assessable", a.fails);
	if (a.holds + a.fails)
		check_assess(out, self, a.holds, a.fails, 0);
}
