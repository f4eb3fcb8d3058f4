#include "report/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "report/claims.h"
#include "report/text.h"

struct term {
	enum row_id row;
	enum col_id col;
	int sign;
};

#define SUM_MAX_TERMS 12

/* Cells added up that a statement may mean. */
struct sum_of {
	struct term terms[SUM_MAX_TERMS];
	size_t n;
};

#define P(row, col)                                                                                \
	{                                                                                          \
		ROW_##row, COL_##col, 1                                                            \
	}
#define M(row, col)                                                                                \
	{                                                                                          \
		ROW_##row, COL_##col, -1                                                           \
	}
#define L(row)                                                                                     \
	{                                                                                          \
		ROW_##row, COL_VALUE, 1                                                            \
	}
#define SUM(...)                                                                                   \
	{                                                                                          \
		.terms = { __VA_ARGS__ },                                                          \
		.n = sizeof((struct term[]){ __VA_ARGS__ }) / sizeof(struct term)                  \
	}

#define DENIED                                                                                     \
	P(RES_DENIED_SECRET, TOTAL), P(RES_DENIED_LAW, TOTAL), P(RES_DENIED_SECURITY, TOTAL),      \
		P(RES_DENIED_THIRD_PARTY, TOTAL), P(RES_DENIED_INTERNAL, TOTAL),                   \
		P(RES_DENIED_PROCESS, TOTAL), P(RES_DENIED_CASE_FILE, TOTAL),                      \
		P(RES_DENIED_QUERY, TOTAL)
#define UNABLE                                                                                     \
	P(RES_UNABLE_NOT_HELD, TOTAL), P(RES_UNABLE_NOT_EXISTING, TOTAL),                          \
		P(RES_UNABLE_UNCLEAR, TOTAL)
#define REFUSED                                                                                    \
	P(RES_REFUSED_PETITION, TOTAL), P(RES_REFUSED_REPEAT, TOTAL),                              \
		P(RES_REFUSED_PUBLICATION, TOTAL), P(RES_REFUSED_EXCESSIVE, TOTAL),                \
		P(RES_REFUSED_CONFIRM, TOTAL)
#define MISC      P(RES_MISC_NO_SUPPLEMENT, TOTAL), P(RES_MISC_UNPAID, TOTAL), P(RES_MISC_OTHER, TOTAL)
#define ORGS(row) P(row, BIZ), P(row, RESEARCH), P(row, NGO), P(row, LEGAL), P(row, OTHER)

#define EXPECT_MAX_SUMS 8

/* What the figure of a sense may be. The first sum is the one named in a finding. */
struct expectation {
	enum claim_sense sense;
	const char *code;
	struct sum_of sums[EXPECT_MAX_SUMS]; /* ends with an empty one */
};

static const struct expectation expectations[] = {
	{ CLAIM_NEW, "NT_NEW", { SUM(P(REQ_NEW, TOTAL)), SUM(L(S14_REQ_TOTAL)) } },
	{ CLAIM_RECEIVED,
	  "NT_NEW",
	  { SUM(P(REQ_NEW, TOTAL)), SUM(P(REQ_NEW, TOTAL), P(REQ_CARRIED_IN, TOTAL)),
	    SUM(L(S14_REQ_TOTAL)) } },
	{ CLAIM_HANDLED,
	  "NT_NEW",
	  { SUM(P(REQ_NEW, TOTAL), P(REQ_CARRIED_IN, TOTAL)), SUM(P(REQ_NEW, TOTAL)),
	    SUM(P(RES_TOTAL, TOTAL)), SUM(L(S14_REQ_TOTAL)), SUM(L(S14_ANS_TOTAL)),
	    SUM(L(S14_DONE_TOTAL)) } },
	{ CLAIM_ANSWERED,
	  "NT_ANSWERED",
	  { SUM(P(RES_TOTAL, TOTAL)), SUM(P(RES_TOTAL, TOTAL), M(REQ_CARRIED_IN, TOTAL)),
	    SUM(P(RES_TOTAL, TOTAL), M(RES_MISC, TOTAL)),
	    SUM(P(RES_TOTAL, TOTAL), M(RES_MISC_NO_SUPPLEMENT, TOTAL), M(RES_MISC_UNPAID, TOTAL),
		M(RES_MISC_OTHER, TOTAL)),
	    SUM(L(S14_ANS_TOTAL)), SUM(L(S14_DONE_TOTAL)) } },
	{ CLAIM_CARRIED_IN, "NT_CARRIED_IN", { SUM(P(REQ_CARRIED_IN, TOTAL)) } },
	{ CLAIM_CARRIED_OUT, "NT_CARRIED_OUT", { SUM(P(REQ_CARRIED_OUT, TOTAL)) } },
	{ CLAIM_GRANTED, "NT_GRANTED", { SUM(P(RES_GRANTED, TOTAL)) } },
	{ CLAIM_GRANTED_OR_PARTIAL,
	  "NT_GRANTED",
	  { SUM(P(RES_GRANTED, TOTAL), P(RES_PARTIAL, TOTAL)) } },
	{ CLAIM_PARTIAL, "NT_PARTIAL", { SUM(P(RES_PARTIAL, TOTAL)) } },
	{ CLAIM_DENIED, "NT_DENIED", { SUM(DENIED) } },
	{ CLAIM_UNABLE, "NT_UNABLE", { SUM(UNABLE) } },
	{ CLAIM_REFUSED, "NT_REFUSED", { SUM(REFUSED) } },
	{ CLAIM_MISC,
	  "NT_MISC",
	  { SUM(MISC), SUM(P(RES_MISC, TOTAL)), SUM(P(RES_MISC_OTHER, TOTAL)) } },
	{ CLAIM_NATURAL,
	  "NT_APPLICANT",
	  { SUM(P(REQ_NEW, NATURAL)), SUM(P(REQ_NEW, NATURAL), P(REQ_CARRIED_IN, NATURAL)),
	    SUM(P(RES_TOTAL, NATURAL)) } },
	{ CLAIM_ORGS,
	  "NT_APPLICANT",
	  { SUM(ORGS(REQ_NEW)), SUM(ORGS(REQ_NEW), ORGS(REQ_CARRIED_IN)), SUM(ORGS(RES_TOTAL)) } },
	{ CLAIM_REVIEW, "NT_REVIEW", { SUM(P(REV, TOTAL)), SUM(L(S14_REV_TOTAL)) } },
	{ CLAIM_LITIGATION,
	  "NT_LITIGATION",
	  { SUM(P(LIT_DIRECT, TOTAL), P(LIT_AFTER_REV, TOTAL)), SUM(L(S14_LIT_TOTAL)) } },
	{ CLAIM_NORM_ISSUED,
	  "NT_NORM",
	  { SUM(P(PUB_NORM, ISSUED)), SUM(P(PUB_NORM, MADE)), SUM(P(PUB_NORM, PUBLISHED)),
	    SUM(L(S14_NORM_ISSUED)) } },
	{ CLAIM_NORM_IN_FORCE,
	  "NT_NORM",
	  { SUM(P(PUB_NORM, IN_FORCE)), SUM(P(PUB_NORM, PUBLIC_TOTAL)) } },
	{ CLAIM_NORM_REPEALED, "NT_NORM", { SUM(P(PUB_NORM, REPEALED)) } },
	{ CLAIM_NORM_PUBLISHED,
	  "NT_NORM",
	  { SUM(P(PUB_NORM, ISSUED)), SUM(P(PUB_NORM, IN_FORCE)), SUM(P(PUB_NORM, MADE)),
	    SUM(P(PUB_NORM, PUBLISHED)), SUM(P(PUB_NORM, PUBLIC_TOTAL)), SUM(L(S14_PUB_NORM)) } },
	{ CLAIM_LICENSE, "NT_LICENSE", { SUM(P(PUB_LICENSE, DECISIONS)) } },
	{ CLAIM_PENALTY, "NT_PENALTY", { SUM(P(PUB_PENALTY, DECISIONS)) } },
	{ CLAIM_COERCION, "NT_COERCION", { SUM(P(PUB_COERCION, DECISIONS)) } },
	{ CLAIM_FEE, "NT_FEE", { SUM(P(PUB_FEE, AMOUNT_WAN)) } },
	{ CLAIM_PROCUREMENT, "NT_PROCUREMENT", { SUM(P(PUB_PROCUREMENT, COUNT)) } },
};

enum sum_state { SUM_KNOWN, SUM_UNKNOWN, SUM_NOT_IN_FORM };

static bool row_has_cells(const struct report *r, enum row_id row)
{
	for (enum col_id c = 0; c < COL__COUNT; c++)
		if (r->value[row][c].state != VALUE_MISSING)
			return true;
	return false;
}

/* Some forms have no such cell: that is no doubt about the others. */
static bool is_in_form(const struct report *r, const struct term *t)
{
	if (r->value[t->row][t->col].state != VALUE_MISSING)
		return true;
	if (!r->table[row_table(t->row)].form)
		return false;
	if (t->row >= ROW_RES_MISC_NO_SUPPLEMENT && t->row <= ROW_RES_MISC)
		return false;
	return !row_has_cells(r, t->row);
}

static enum sum_state add_up(int64_t *out, const struct report *r, const struct sum_of *s)
{
	bool unknown = false;

	*out = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct term *t = &s->terms[i];
		int64_t micro;

		if (!is_in_form(r, t))
			return SUM_NOT_IN_FORM;
		if (!rule_count(&micro, r, t->row, t->col) ||
		    __builtin_add_overflow(*out, t->sign * micro, out))
			unknown = true;
	}
	return unknown ? SUM_UNKNOWN : SUM_KNOWN;
}

static int64_t half_of(unsigned scale)
{
	int64_t half = 500000;

	while (scale-- > 0)
		half /= 10;
	return half;
}

/* Money in the text against a cell in 万元: equal as far as both are written. */
static bool same_money(const struct claim *c, const struct value *cell, int64_t cell_micro)
{
	int64_t wan = c->micro / 10000, slack = half_of(cell->scale);

	if (c->is_wan && half_of(c->scale) > slack)
		slack = half_of(c->scale);
	if (cell->scale == 0 && cell_micro % 1000000 == 0 && c->is_wan && c->scale == 0)
		slack = 0;
	return llabs(wan - cell_micro) <= slack;
}

struct verdict {
	enum { VERDICT_HOLDS, VERDICT_FAILS, VERDICT_OPEN } what;
	const struct sum_of *sum; /* the one it fails against */
	int64_t right;
};

static struct verdict judge(const struct check_input *in, const struct claim *c,
			    const struct expectation *x)
{
	struct verdict v = { .what = VERDICT_OPEN };
	bool unknown = false;

	for (size_t i = 0; i < EXPECT_MAX_SUMS && x->sums[i].n; i++) {
		int64_t sum;
		enum sum_state state = add_up(&sum, in->now, &x->sums[i]);
		const struct term *t = &x->sums[i].terms[0];
		bool same;

		unknown = unknown || state == SUM_UNKNOWN;
		if (state != SUM_KNOWN)
			continue;
		same = x->sense == CLAIM_FEE ? same_money(c, &in->now->value[t->row][t->col], sum)
					     : sum == c->micro;
		if (same)
			return (struct verdict){ .what = VERDICT_HOLDS };
		if (!v.sum) {
			v.sum = &x->sums[i];
			v.right = sum;
		}
	}
	if (v.sum && !unknown && !c->is_loose && !check_damaged(in))
		v.what = VERDICT_FAILS;
	return v;
}

static bool is_flow(enum claim_sense sense)
{
	return sense <= CLAIM_HANDLED;
}

/* 新收 and nothing of 结转 beside it: no other reading is left. */
static bool is_certain(const struct claim *c)
{
	return c->sense == CLAIM_NEW && !c->with_carry;
}

static void accuse(struct check *out, const struct rule *self, const struct claim *c,
		   const struct verdict *v, enum severity severity)
{
	struct arena *a = out->arena;
	bool money = c->sense == CLAIM_FEE;
	int64_t left = money ? c->micro / 10000 : c->micro;
	char key[CELL_KEY_MAX];
	struct finding *f;

	cell_key(key, v->sum->terms[0].row, v->sum->terms[0].col);
	f = rule_found(out, self,
		       arena_strf(a, "the text says %.*s%s, the table has %.*s (%s%s)",
				  STR_ARG(rule_amount(a, left)), c->is_none ? " (none)" : "",
				  STR_ARG(rule_amount(a, v->right)), key,
				  v->sum->n > 1 ? " and others" : ""),
		       c->sentence->printed, c->sentence->block);
	f->severity = severity;
	f->has_sides = true;
	f->left = left;
	f->right = v->right;
	for (size_t i = 0; i < v->sum->n; i++)
		f->cells[f->n_cells++] =
			(struct cell_ref){ v->sum->terms[i].row, v->sum->terms[i].col };
}

/* The same statement made twice is one finding. */
static bool said_before(const struct check *out, const struct rule *self, const struct claim *c)
{
	int64_t left = c->sense == CLAIM_FEE ? c->micro / 10000 : c->micro;

	for (size_t i = 0; i < out->n_findings; i++)
		if (out->findings[i].rule == self && out->findings[i].left == left)
			return true;
	return false;
}

static const struct expectation *expected(enum claim_sense sense)
{
	for (size_t i = 0; i < countof(expectations); i++)
		if (expectations[i].sense == sense)
			return &expectations[i];
	return NULL;
}

/* The table says 2277820 where the text says 2277820元: yuan in a cell for 万元. */
static bool is_factor(const struct check_input *in, const struct claim *c)
{
	int64_t cell;

	return c->sense == CLAIM_FEE && c->micro > 0 &&
	       rule_count(&cell, in->now, ROW_PUB_FEE, COL_AMOUNT_WAN) && cell == c->micro;
}

/* Which rule a statement that fails is told of by. */
static const char *code_of(const struct check_input *in, const struct claim *c,
			   const struct expectation *x)
{
	int64_t fresh, carried;

	if (is_factor(in, c))
		return "NT_FEE_FACTOR";
	if (!is_flow(c->sense))
		return x->code;
	if (c->micro == 0)
		return "NT_NONE_BUT_TABLE";
	if (rule_count(&fresh, in->now, ROW_REQ_NEW, COL_TOTAL) && fresh == 0 &&
	    rule_count(&carried, in->now, ROW_REQ_CARRIED_IN, COL_TOTAL) && carried == 0)
		return "NT_NONE_BUT_TABLE";
	return x->code;
}

void rule_claim(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct claims *claims = check_claims(out, in);
	unsigned holds = 0, fails = 0, open = 0;

	for (size_t i = 0; i < claims->n; i++) {
		const struct claim *c = &claims->at[i];
		const struct expectation *x = expected(c->sense);
		struct verdict v;

		if (!x || strcmp(code_of(in, c, x), self->code) != 0)
			continue;
		/* "None" is about what came in the year. */
		if (is_flow(c->sense) && c->micro == 0)
			x = expected(CLAIM_NEW);
		v = judge(in, c, x);
		holds += v.what == VERDICT_HOLDS;
		open += v.what == VERDICT_OPEN;
		if (v.what != VERDICT_FAILS)
			continue;
		fails++;
		if (!said_before(out, self, c))
			accuse(out, self, c, &v, is_certain(c) ? SEV_ERROR : self->severity);
	}
	if (holds + fails + open)
		check_assess(out, self, holds, fails, open);
}

/* ---- channels ---- */

static const struct {
	const char *word;
	int channel;
} channel_words[] = {
	{ "当面", 0 }, { "现场", 0 }, { "窗口", 0 }, { "网络", 1 },     { "网上", 1 },
	{ "在线", 1 }, { "网站", 1 }, { "平台", 1 }, { "电子邮件", 2 }, { "邮箱", 2 },
	{ "信函", 3 }, { "信件", 3 }, { "邮寄", 3 }, { "传真", 4 },     { "电话", 5 },
};

/* The one channel that the words before a number name; -1: none, or several. */
static int channel_of(struct str lead)
{
	int found = -1;

	for (size_t i = 0; i < countof(channel_words); i++) {
		if (!text_has(lead, channel_words[i].word))
			continue;
		if (found >= 0 && found != channel_words[i].channel)
			return -1;
		found = channel_words[i].channel;
	}
	return found;
}

struct listing {
	int64_t sum;
	unsigned n, seen;
	bool doubtful; /* a number between them that is of no channel, a channel twice */
	size_t to;
};

static struct listing add_channels(const struct sentence *s, size_t from)
{
	struct listing l = { .to = s->folded.n };
	size_t at = 0;

	for (size_t k = 0; k < s->n_numbers; k++) {
		const struct number *n = &s->numbers[k];
		struct str lead = str_sub(s->folded, at, n->from - at);
		int channel = channel_of(lead);

		at = n->to;
		if (n->from < from || n->unit != UNIT_ITEM)
			continue;
		if (channel < 0 || text_length(lead) > 24) {
			if (l.n)
				break;
			continue;
		}
		l.doubtful = l.doubtful || n->about || (l.seen & (1u << channel));
		l.seen |= 1u << channel;
		l.sum += n->micro;
		l.n++;
		l.to = n->to;
	}
	return l;
}

void rule_channels(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct claims *claims = check_claims(out, in);
	unsigned holds = 0, fails = 0, open = 0;

	for (size_t i = 0; i < claims->n; i++) {
		const struct claim *c = &claims->at[i];
		const struct sentence *s = c->sentence;
		struct finding *f;
		struct listing l;

		if (!is_flow(c->sense) || c->is_none || !text_has(s->folded, "其中"))
			continue;
		l = add_channels(s, str_find(s->folded, STR("其中"), 0));
		if (l.n < 2)
			continue;
		if (l.sum == c->micro) {
			holds++;
			continue;
		}
		/* Less than the total may be a list of some; more than it cannot be. */
		if (l.doubtful || c->is_loose || check_damaged(in) ||
		    (l.sum < c->micro && l.n < 3) ||
		    text_starts(str_sub(s->folded, l.to, s->folded.n), "等")) {
			open++;
			continue;
		}
		fails++;
		f = rule_found(out, self,
			       arena_strf(out->arena,
					  "the ways of applying add up to %.*s, received were %.*s",
					  STR_ARG(rule_amount(out->arena, l.sum)),
					  STR_ARG(rule_amount(out->arena, c->micro))),
			       s->printed, s->block);
		f->has_sides = true;
		f->left = l.sum;
		f->right = c->micro;
	}
	if (holds + fails + open)
		check_assess(out, self, holds, fails, open);
}

/* ---- how reviews ended ---- */

static const char *const all_upheld[] = { "均获维持", "均被维持",     "全部维持", "均维持",
					  "均予维持", "全部获得维持", NULL };
static const char *const none_corrected[] = { "零纠错", "零纠正", "无一纠错", "未被纠错",
					      "无纠错", "零撤销", NULL };
static const char *const none_lost[] = { "零败诉", "无一败诉", "均胜诉", "全部胜诉",
					 "无败诉", "未败诉",   NULL };

/* Cells that must be zero where the words are true. */
static size_t denied_cells(struct cell_ref out[6], const struct sentence *s)
{
	bool rev = text_has(s->folded, "复议"), lit = text_has(s->folded, "诉讼");
	bool upheld = text_any(s->folded, all_upheld) != NULL;
	size_t n = 0;

	if ((upheld && rev) || text_any(s->folded, none_corrected))
		out[n++] = (struct cell_ref){ ROW_REV, COL_CORRECTED };
	if (upheld && rev)
		out[n++] = (struct cell_ref){ ROW_REV, COL_PENDING };
	if ((upheld && lit && !rev) || text_any(s->folded, none_lost)) {
		out[n++] = (struct cell_ref){ ROW_LIT_DIRECT, COL_CORRECTED };
		out[n++] = (struct cell_ref){ ROW_LIT_AFTER_REV, COL_CORRECTED };
	}
	return n;
}

void rule_review_outcome(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct prose *prose = check_prose(out, in);
	unsigned holds = 0, fails = 0, open = 0;

	for (size_t i = 0; i < prose->n; i++) {
		const struct sentence *s = &prose->at[i];
		struct cell_ref cells[6];
		size_t n;

		if (s->section == 5 ||
		    (!s->on_reviews && !s->on_requests && !text_has(s->folded, "信息公开")))
			continue;
		n = denied_cells(cells, s);
		for (size_t k = 0; k < n; k++) {
			char key[CELL_KEY_MAX];
			struct finding *f;
			int64_t micro;

			if (!rule_count(&micro, in->now, cells[k].row, cells[k].col) ||
			    (micro && check_damaged(in))) {
				open++;
				continue;
			}
			if (micro == 0) {
				holds++;
				continue;
			}
			fails++;
			f = rule_found(out, self,
				       arena_strf(out->arena, "the text says none, %s is %.*s",
						  cell_key(key, cells[k].row, cells[k].col),
						  STR_ARG(rule_amount(out->arena, micro))),
				       s->printed, s->block);
			f->cells[f->n_cells++] = cells[k];
			f->has_sides = true;
			f->right = micro;
		}
	}
	if (holds + fails + open)
		check_assess(out, self, holds, fails, open);
}

void rule_processing_fee(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct claims *claims = check_claims(out, in);
	int64_t excessive, unpaid;

	if (!rule_count(&excessive, in->now, ROW_RES_REFUSED_EXCESSIVE, COL_TOTAL) ||
	    !rule_count(&unpaid, in->now, ROW_RES_MISC_UNPAID, COL_TOTAL) || check_damaged(in))
		return;
	for (size_t i = 0; i < claims->n; i++) {
		const struct claim *c = &claims->at[i];
		bool fails =
			c->sense == CLAIM_PROCESSING_FEE && c->micro > 0 && !excessive && !unpaid;

		if (c->sense != CLAIM_PROCESSING_FEE)
			continue;
		if (fails)
			rule_found(out, self,
				   STR("a fee was charged, yet no application counts as "
				       "excessive or unpaid"),
				   c->sentence->printed, c->sentence->block);
		check_assess(out, self, !fails, fails, 0);
		return;
	}
}
