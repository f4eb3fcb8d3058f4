#include <inttypes.h>

#include "report/identities.h"
#include "report/rules.h"

struct assessing {
	struct check *out;
	const struct rule *rule;
	const struct check_input *in;
	unsigned holds, fails, open;
};

static struct str amount(struct arena *arena, int64_t micro)
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
				STR_ARG(amount(a->out->arena, left)),
				STR_ARG(amount(a->out->arena, right)), sum->text);
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
		if (a->in->encoding && a->in->encoding->untrusted) {
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
