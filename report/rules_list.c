#include "report/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "report/claims.h"
#include "report/text.h"

/* ---- 共120条，其中机构信息3条、规划计划1条 ---- */

struct item {
	struct str label;
	int64_t micro;
};

struct list {
	int64_t total, sum;
	struct item items[PROSE_MAX_NUMBERS];
	size_t n;
	bool is_open;  /* ends in 等, or an item is about */
	bool is_clear; /* nothing but items between the total and the sentence's end */
};

static const char *const markers[] = { "其中", "分别为", "分别是", "包括", "包含", "具体为", NULL };

/* The last marker within `s`; *after receives the byte behind it. */
static unsigned count_markers(struct str s, size_t *after)
{
	unsigned n = 0;

	for (size_t i = 0; markers[i]; i++) {
		struct str w = str_c(markers[i]);

		for (size_t at = str_find(s, w, 0); at != STR_NONE; at = str_find(s, w, at + w.n)) {
			if (n++ == 0 || at + w.n < *after)
				*after = at + w.n;
		}
	}
	return n;
}

static struct str strip(struct str s)
{
	static const char *const heads[] = { ",",    ";",    "、",   ":",  "(",    "和",
					     "及",   "以及", "其中", "另", "一是", "二是",
					     "三是", "四是", "五是", NULL };

	for (size_t i = 0; heads[i]; i++)
		if (text_starts(s, heads[i])) {
			s = str_sub(s, strlen(heads[i]), s.n);
			i = (size_t)-1;
		}
	return s;
}

/* A label is short and tells of one thing: no clause in it, no comparison. */
static bool is_label(struct str s)
{
	static const char *const no_label[] = { ",",    "。",   "同比", "较上年", "占",
						"增加", "减少", "增长", "下降",   "共计",
						"合计", "总数", "累计", NULL };

	return s.n && text_length(s) <= 30 && !text_any(s, no_label);
}

/* The list behind the total that is number k. False where there is none. */
static bool read_list(struct list *out, const struct sentence *s, size_t k)
{
	const struct number *total = &s->numbers[k];
	struct str rest = str_sub(s->folded, total->to, s->folded.n);
	size_t at, after = 0, first = k + 1;
	unsigned n_markers;
	bool semicolons = false;

	if (text_starts(rest, ")"))
		return false; /* 办结10件（含上年结转1件），其中 */
	*out = (struct list){ .total = total->micro, .is_open = total->about };
	if (total->unit != UNIT_ITEM || first >= s->n_numbers)
		return false;
	/* The marker stands right behind the total: 共N条，其中. */
	n_markers = count_markers(rest, &after);
	if (!n_markers || after > strlen(",内容主要包括") ||
	    after > s->numbers[first].from - total->to)
		return false;
	at = total->to + after;
	for (size_t i = first; i < s->n_numbers; i++) {
		const struct number *n = &s->numbers[i];
		struct str label = strip(str_sub(s->folded, at, n->from - at));

		if (n->unit != UNIT_ITEM || !str_eq(n->word, total->word) || !is_label(label))
			break;
		/* 其中甲1件，乙2件；已办结3件: behind it something else begins. */
		if (out->n == 1)
			semicolons = s->folded.p[at] == ';';
		if (out->n && !semicolons && s->folded.p[at] == ';')
			break;
		out->items[out->n++] = (struct item){ label, n->micro };
		out->sum += n->micro;
		out->is_open = out->is_open || n->about;
		at = n->to;
	}
	rest = str_sub(s->folded, at, s->folded.n);
	if (text_starts(rest, "等")) {
		out->is_open = true;
		out->is_clear = n_markers == 1 && first + out->n == s->n_numbers;
		return out->n >= 2;
	}
	out->is_clear = n_markers == 1 && (rest.n == 0 || str_eq(rest, STR("。")) ||
					   str_eq(rest, STR(";")) || str_eq(rest, STR(")。")));
	return out->n >= 2;
}

/* One thing may be published in several places: then the parts are more than the whole. */
static bool is_of_channels(const struct list *l)
{
	static const char *const places[] = { "网站",   "微信",     "微博",   "公众号", "平台",
					      "新媒体", "抖音",     "客户端", "公开栏", "公报",
					      "报纸",   "其他方式", NULL };
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += text_any(l->items[i].label, places) != NULL;
	return n * 2 >= l->n;
}

/* Less than the total, and no sign that the list is meant to be whole. */
static bool may_lack(const struct list *l)
{
	static const char *const outcomes[] = { "公开", "不予", "无法", "结转", "办结", "答复",
						"补正", "转",   "涉及", "主要", NULL };

	if (l->sum > l->total)
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (text_any(l->items[i].label, outcomes))
			return true;
	return l->n < 3;
}

static void sum_failed(struct check *out, const struct rule *self, const struct list *l,
		       const struct sentence *s)
{
	struct finding *f =
		rule_found(out, self,
			   arena_strf(out->arena, "the %zu items add up to %.*s, stated are %.*s",
				      l->n, STR_ARG(rule_amount(out->arena, l->sum)),
				      STR_ARG(rule_amount(out->arena, l->total))),
			   s->printed, s->block);

	f->has_sides = true;
	f->left = l->sum;
	f->right = l->total;
	if (l->is_open)
		f->severity = SEV_INFO;
}

static void name_twice(struct check *out, const struct rule *self, const struct list *l,
		       const struct sentence *s, unsigned *fails, unsigned *holds)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < i; k++) {
			if (!str_eq(l->items[i].label, l->items[k].label))
				continue;
			rule_found(out, self,
				   arena_strf(out->arena,
					      "%.*s stands twice in the list: %.*s and %.*s",
					      STR_ARG(l->items[i].label),
					      STR_ARG(rule_amount(out->arena, l->items[k].micro)),
					      STR_ARG(rule_amount(out->arena, l->items[i].micro))),
				   s->printed, s->block);
			(*fails)++;
			return;
		}
	(*holds)++;
}

/* NARR_ITEM_SUM and NARR_ITEM_DUPLICATE. */
void rule_list(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct prose *prose = check_prose(out, in);
	bool twice = strcmp(self->code, "NARR_ITEM_DUPLICATE") == 0;
	unsigned holds = 0, fails = 0, open = 0;

	for (size_t i = 0; i < prose->n; i++) {
		const struct sentence *s = &prose->at[i];

		for (size_t k = 0; k < s->n_numbers; k++) {
			struct list l;

			if (!read_list(&l, s, k))
				continue;
			if (twice) {
				name_twice(out, self, &l, s, &fails, &holds);
			} else if (l.sum == l.total) {
				holds++;
			} else if (check_damaged(in) || !l.is_clear || is_of_channels(&l) ||
				   may_lack(&l) || (l.is_open && l.sum < l.total)) {
				open++;
			} else {
				fails++;
				sum_failed(out, self, &l, s);
			}
			break;
		}
	}
	if (holds + fails + open)
		check_assess(out, self, holds, fails, open);
}

/* ---- 占33.9% ---- */

/* |part / whole - percent| within what rounding explains; all in millionths. */
static bool is_share(int64_t part, int64_t whole, const struct number *percent)
{
	int64_t slack = 1000000, n = part / 1000000, of = whole / 1000000;

	for (unsigned i = 0; i < percent->scale; i++)
		slack /= 10;
	if (of <= 0 || n < 0 || n > INT64_MAX / 100000000)
		return false;
	return llabs(n * 100000000 / of - percent->micro) <= slack;
}

/* Whether the clause of number k says it is a share of the number before. */
static bool states_share(const struct sentence *s, size_t k)
{
	const struct number *n = &s->numbers[k];
	size_t from = s->numbers[k - 1].to;
	struct str lead = str_sub(s->folded, from, n->from - from);

	return n->unit == UNIT_PERCENT && s->numbers[k - 1].unit == UNIT_ITEM && !n->about &&
	       (str_eq(lead, STR(",占")) || str_eq(lead, STR("(占")) || str_eq(lead, STR("占")) ||
		str_eq(lead, STR(",占比")) || str_eq(lead, STR(",占总数的")) ||
		str_eq(lead, STR("(占比")) || str_eq(lead, STR(",占比为")) ||
		str_eq(lead, STR(",占总数")) || str_eq(lead, STR(",占申请总数的")));
}

/* Some whole that the sentence or the table gives makes the share true. */
static bool share_fits(const struct check_input *in, const struct sentence *s, size_t k)
{
	static const struct cell_ref wholes[] = { { ROW_REQ_NEW, COL_TOTAL },
						  { ROW_RES_TOTAL, COL_TOTAL } };
	int64_t part = s->numbers[k - 1].micro, both = 0, micro;

	for (size_t i = 0; i < s->n_numbers; i++)
		if (s->numbers[i].unit == UNIT_ITEM &&
		    is_share(part, s->numbers[i].micro, &s->numbers[k]))
			return true;
	for (size_t i = 0; i < countof(wholes); i++)
		if (rule_count(&micro, in->now, wholes[i].row, wholes[i].col) &&
		    is_share(part, micro, &s->numbers[k]))
			return true;
	if (rule_count(&both, in->now, ROW_REQ_NEW, COL_TOTAL) &&
	    rule_count(&micro, in->now, ROW_REQ_CARRIED_IN, COL_TOTAL) &&
	    is_share(part, both + micro, &s->numbers[k]))
		return true;
	return false;
}

/* The whole is only certain where the sentence begins with a total: 共收到100件，其中…20件，占20%.
 */
static bool has_whole(const struct sentence *s, size_t k)
{
	struct str lead = str_sub(s->folded, 0, s->numbers[0].from);

	return k >= 2 && s->numbers[0].unit == UNIT_ITEM && !s->numbers[0].about &&
	       s->numbers[0].micro >= s->numbers[k - 1].micro &&
	       (text_has(lead, "共") || text_has(lead, "总")) && text_has(s->folded, "其中");
}

void rule_share(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct prose *prose = check_prose(out, in);
	unsigned holds = 0, fails = 0, open = 0;

	for (size_t i = 0; i < prose->n; i++) {
		const struct sentence *s = &prose->at[i];

		for (size_t k = 1; k < s->n_numbers; k++) {
			if (!states_share(s, k))
				continue;
			if (share_fits(in, s, k)) {
				holds++;
			} else if (!has_whole(s, k) || check_damaged(in)) {
				open++;
			} else {
				fails++;
				rule_found(
					out, self,
					arena_strf(out->arena,
						   "%.*s%% is not the share of %.*s in any total "
						   "that is given",
						   STR_ARG(rule_amount(out->arena,
								       s->numbers[k].micro)),
						   STR_ARG(rule_amount(out->arena,
								       s->numbers[k - 1].micro))),
					s->printed, s->block);
			}
		}
	}
	if (holds + fails + open)
		check_assess(out, self, holds, fails, open);
}

/* ---- 较上年减少1件 ---- */

static const char *const last_year[] = {
	"较上年", "比上年", "较去年", "比去年", "同比", "较2", NULL
};

/* +1: more, -1: less, 0: the words before number k compare nothing with last year. */
static int direction(const struct sentence *s, size_t k)
{
	size_t from = s->numbers[k - 1].to;
	struct str lead = str_sub(s->folded, from, s->numbers[k].from - from);
	static const char *const more[] = { "增加", "增长", "上升", "多", NULL };
	static const char *const less[] = { "减少", "下降", "降低", "少", NULL };

	if (!text_any(lead, last_year) || text_length(lead) > 16)
		return 0;
	return text_any(lead, less) ? -1 : text_any(lead, more) ? 1 : 0;
}

static bool flow_of(int64_t *out, const struct report *r, bool with_carried)
{
	int64_t carried = 0;

	if (!rule_count(out, r, ROW_REQ_NEW, COL_TOTAL) ||
	    (with_carried && !rule_count(&carried, r, ROW_REQ_CARRIED_IN, COL_TOTAL)))
		return false;
	*out += carried;
	return true;
}

static bool change_fits(const struct number *n, int way, int64_t now, int64_t then)
{
	if (n->unit == UNIT_ITEM)
		return now - then == way * n->micro;
	return then > 0 && is_share(now > then ? now - then : then - now, then, n) &&
	       (now > then) == (way > 0);
}

/* Most reports compare nothing: then their sentences need not be read. */
static bool compares(const struct report *r)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (text_any(r->sections[i].text, last_year))
			return true;
	return false;
}

void rule_change(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct claims *claims;
	unsigned holds = 0, fails = 0, open = 0;

	if (!compares(in->now))
		return;
	claims = check_claims(out, in);

	for (size_t i = 0; i < claims->n; i++) {
		const struct claim *c = &claims->at[i];
		const struct sentence *s = c->sentence;
		size_t k = 0;
		int way;
		int64_t now, then;

		if (c->sense > CLAIM_RECEIVED || c->is_none)
			continue;
		while (k < s->n_numbers && s->numbers[k].micro != c->micro)
			k++;
		if (k + 1 >= s->n_numbers || (way = direction(s, k + 1)) == 0)
			continue;
		k++;
		if (c->is_loose || s->numbers[k].about || check_damaged(in) ||
		    !flow_of(&now, in->now, false) || !flow_of(&then, in->prev, false) ||
		    now != c->micro) {
			open++;
			continue;
		}
		if (change_fits(&s->numbers[k], way, now, then) ||
		    (flow_of(&now, in->now, true) && flow_of(&then, in->prev, true) &&
		     change_fits(&s->numbers[k], way, now, then))) {
			holds++;
			continue;
		}
		(void)flow_of(&then, in->prev, false);
		fails++;
		rule_found(out, self,
			   arena_strf(out->arena, "last year's report has %.*s new applications",
				      STR_ARG(rule_amount(out->arena, then))),
			   s->printed, s->block);
	}
	if (holds + fails + open)
		check_assess(out, self, holds, fails, open);
}
