#include "tests/portal/prose.h"

#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"

#include "tests/portal/draw.h"

#define MAX_TERMS 8
#define TEXT_MAX  8192

enum place { PLACE_DISCLOSED, PLACE_REQUESTS, PLACE_OUTCOMES, PLACE_APPLICANTS, PLACE_REVIEW };

struct term {
	enum row_id row;
	enum col_id col;
};

#define T(row, col)                                                                                \
	{                                                                                          \
		ROW_##row, COL_##col                                                               \
	}

/* One statement: a number between two words, the sum of these cells. */
static const struct statement {
	const char *rule;
	enum place place;
	const char *before, *after;
	struct term terms[MAX_TERMS];
	unsigned n;
} statements[] = {
	{ "NT_NORM",
	  PLACE_DISCLOSED,
	  "本年度制发行政规范性文件",
	  "件",
	  { T(PUB_NORM, ISSUED) },
	  1 },
	{ "NT_NORM", PLACE_DISCLOSED, "现行有效", "件", { T(PUB_NORM, IN_FORCE) }, 1 },
	{ "NT_LICENSE",
	  PLACE_DISCLOSED,
	  "作出行政许可决定",
	  "件",
	  { T(PUB_LICENSE, DECISIONS) },
	  1 },
	{ "NT_PENALTY",
	  PLACE_DISCLOSED,
	  "作出行政处罚决定",
	  "件",
	  { T(PUB_PENALTY, DECISIONS) },
	  1 },
	{ "NT_COERCION",
	  PLACE_DISCLOSED,
	  "作出行政强制决定",
	  "件",
	  { T(PUB_COERCION, DECISIONS) },
	  1 },
	{ "NT_PROCUREMENT",
	  PLACE_DISCLOSED,
	  "政府集中采购",
	  "项",
	  { T(PUB_PROCUREMENT, COUNT) },
	  1 },
	{ "NT_NEW", PLACE_REQUESTS, "本年度新收政府信息公开申请", "件", { T(REQ_NEW, TOTAL) }, 1 },
	{ "NT_CARRIED_IN", PLACE_REQUESTS, "上年结转", "件", { T(REQ_CARRIED_IN, TOTAL) }, 1 },
	{ "NT_ANSWERED", PLACE_REQUESTS, "本年度办结", "件", { T(RES_TOTAL, TOTAL) }, 1 },
	{ "NT_CARRIED_OUT",
	  PLACE_REQUESTS,
	  "结转下年度继续办理",
	  "件",
	  { T(REQ_CARRIED_OUT, TOTAL) },
	  1 },
	{ "NT_GRANTED", PLACE_OUTCOMES, "予以公开", "件", { T(RES_GRANTED, TOTAL) }, 1 },
	{ "NT_PARTIAL", PLACE_OUTCOMES, "部分公开", "件", { T(RES_PARTIAL, TOTAL) }, 1 },
	{ "NT_DENIED",
	  PLACE_OUTCOMES,
	  "不予公开",
	  "件",
	  { T(RES_DENIED_SECRET, TOTAL), T(RES_DENIED_LAW, TOTAL), T(RES_DENIED_SECURITY, TOTAL),
	    T(RES_DENIED_THIRD_PARTY, TOTAL), T(RES_DENIED_INTERNAL, TOTAL),
	    T(RES_DENIED_PROCESS, TOTAL), T(RES_DENIED_CASE_FILE, TOTAL),
	    T(RES_DENIED_QUERY, TOTAL) },
	  8 },
	{ "NT_UNABLE",
	  PLACE_OUTCOMES,
	  "无法提供",
	  "件",
	  { T(RES_UNABLE_NOT_HELD, TOTAL), T(RES_UNABLE_NOT_EXISTING, TOTAL),
	    T(RES_UNABLE_UNCLEAR, TOTAL) },
	  3 },
	{ "NT_REFUSED",
	  PLACE_OUTCOMES,
	  "不予处理",
	  "件",
	  { T(RES_REFUSED_PETITION, TOTAL), T(RES_REFUSED_REPEAT, TOTAL),
	    T(RES_REFUSED_PUBLICATION, TOTAL), T(RES_REFUSED_EXCESSIVE, TOTAL),
	    T(RES_REFUSED_CONFIRM, TOTAL) },
	  5 },
	{ "NT_APPLICANT", PLACE_APPLICANTS, "其中自然人", "件", { T(REQ_NEW, NATURAL) }, 1 },
	{ "NT_APPLICANT",
	  PLACE_APPLICANTS,
	  "法人或其他组织",
	  "件",
	  { T(REQ_NEW, BIZ), T(REQ_NEW, RESEARCH), T(REQ_NEW, NGO), T(REQ_NEW, LEGAL),
	    T(REQ_NEW, OTHER) },
	  5 },
	{ "NT_REVIEW", PLACE_REVIEW, "因政府信息公开被申请行政复议", "件", { T(REV, TOTAL) }, 1 },
	{ "NT_LITIGATION",
	  PLACE_REVIEW,
	  "被提起行政诉讼",
	  "件",
	  { T(LIT_DIRECT, TOTAL), T(LIT_AFTER_REV, TOTAL) },
	  2 },
};

/* Faults that are no number between two words. */
enum other {
	OTHER_NONE_BUT_TABLE,
	OTHER_CHANNELS,
	OTHER_UPHELD,
	OTHER_ITEMS,
	OTHER_SHARE,
	OTHER_YEAR,
	OTHER__COUNT
};

static const char *const other_rules[OTHER__COUNT] = {
	[OTHER_NONE_BUT_TABLE] = "NT_NONE_BUT_TABLE",
	[OTHER_CHANNELS] = "NT_CHANNEL_SUM",
	[OTHER_UPHELD] = "NT_REVIEW_OUTCOME",
	[OTHER_ITEMS] = "NARR_ITEM_SUM",
	[OTHER_SHARE] = "NARR_SHARE",
	[OTHER_YEAR] = "META_YEAR_CONFLICT",
};

/* One document's text on its way. */
struct telling {
	const struct world *w;
	const struct document *d;
	const struct report *figures;
	size_t fault; /* row of statements, then of other_rules; WORLD_NONE: none */
};

static struct draw ask(const struct telling *x, const char *kind, unsigned slot)
{
	return (struct draw){ x->w->options.seed, kind, (unsigned)x->d->agency, x->d->year, slot };
}

static int64_t cell(const struct telling *x, enum row_id row, enum col_id col)
{
	const struct value *v = &x->figures->value[row][col];

	return value_is_count(v) ? v->n : 0;
}

/* The sum of a statement's cells; false: the form has not all of them. */
static bool total(int64_t *out, const struct telling *x, const struct statement *s)
{
	*out = 0;
	for (size_t i = 0; i < s->n; i++) {
		if (x->figures->value[s->terms[i].row][s->terms[i].col].state == VALUE_MISSING)
			return false;
		*out += cell(x, s->terms[i].row, s->terms[i].col);
	}
	return true;
}

/* Whether the report has what the fault needs to be one. */
static bool can_have(const struct telling *x, size_t fault)
{
	int64_t n, fresh = cell(x, ROW_REQ_NEW, COL_TOTAL);

	if (fault < countof(statements))
		return (fresh > 0 || statements[fault].place == PLACE_DISCLOSED ||
			statements[fault].place == PLACE_REVIEW) &&
		       total(&n, x, &statements[fault]);
	switch (fault - countof(statements)) {
	case OTHER_NONE_BUT_TABLE:
	case OTHER_CHANNELS:
		return fresh > 1;
	case OTHER_UPHELD:
		/* one outcome that the text denies, and no second */
		return cell(x, ROW_REV, COL_CORRECTED) > 0 && cell(x, ROW_REV, COL_PENDING) == 0;
	default:
		return true;
	}
}

static struct telling tell(const struct world *w, const struct document *d,
			   const struct report *figures)
{
	struct telling x = { .w = w, .d = d, .figures = figures, .fault = WORLD_NONE };
	size_t n = countof(statements) + OTHER__COUNT;

	if (d->talk != TALK_UNTRUE)
		return x;
	x.fault = draw_below(ask(&x, "untruth", 0), (unsigned)n);
	while (!can_have(&x, x.fault)) /* OTHER_YEAR always can */
		x.fault = (x.fault + 1) % n;
	return x;
}

static bool is_false(const struct telling *x, enum other other)
{
	return x->fault == countof(statements) + other;
}

const char *prose_rule(const struct world *w, const struct document *d,
		       const struct report *figures)
{
	struct telling x = tell(w, d, figures);

	if (x.fault == WORLD_NONE)
		return NULL;
	return x.fault < countof(statements) ? statements[x.fault].rule
					     : other_rules[x.fault - countof(statements)];
}

int prose_year(const struct world *w, const struct document *d, const struct report *figures)
{
	struct telling x = tell(w, d, figures);

	return d->year - is_false(&x, OTHER_YEAR);
}

/* All statements of a place, parted by "，". */
static void state(struct buf *out, const struct telling *x, enum place place)
{
	bool follows = false;

	for (size_t i = 0; i < countof(statements); i++) {
		const struct statement *s = &statements[i];
		int64_t n;

		if (s->place != place || !total(&n, x, s))
			continue;
		if (x->fault == i) /* no sum of the tables comes near it */
			n += 300 + draw_below(ask(x, "untruth", 1), 500);
		buf_addf(out, "%s%s%lld%s", follows ? "，" : "", s->before, (long long)n, s->after);
		follows = true;
	}
}

static struct str finished(struct buf *out, struct arena *arena)
{
	struct str done = arena_str(arena, buf_str(out));

	buf_release(out);
	return done;
}

struct str prose_disclosed(const struct world *w, const struct document *d,
			   const struct report *figures, struct arena *arena)
{
	struct telling x = tell(w, d, figures);
	unsigned first = 20 + draw_below(ask(&x, "items", 0), 80);
	unsigned second = 20 + draw_below(ask(&x, "items", 1), 80);
	unsigned all = 2 * first + second + (is_false(&x, OTHER_ITEMS) ? 7 : 0);
	unsigned share = (100 * first + all / 2) / all + (is_false(&x, OTHER_SHARE) ? 15 : 0);
	struct buf out;

	if (d->talk == TALK_NOT)
		return (struct str){ NULL, 0 };
	buf_init(&out, TEXT_MAX);
	buf_addf(&out, "主动公开信息共计%u条，其中机构信息%u条", all, first);
	if (is_false(&x, OTHER_SHARE) || (all % 2 && !is_false(&x, OTHER_ITEMS)))
		buf_addf(&out, "，占%u%%，", share);
	else
		buf_add(&out, STR("、"));
	buf_addf(&out, "规划计划%u条、工作动态%u条。", second, first);
	state(&out, &x, PLACE_DISCLOSED);
	buf_add(&out, STR("。"));
	return finished(&out, arena);
}

static void all_requests(struct buf *out, const struct telling *x)
{
	int64_t fresh = cell(x, ROW_REQ_NEW, COL_TOTAL), net = fresh / 2 + 1;

	state(out, x, PLACE_REQUESTS);
	buf_add(out, STR("。办理结果为："));
	state(out, x, PLACE_OUTCOMES);
	buf_add(out, STR("。按申请人分，新收的申请"));
	state(out, x, PLACE_APPLICANTS);
	buf_addf(out,
		 "。按提出方式分，新收政府信息公开申请%lld件，其中网络申请%lld件，信函申请%lld件。",
		 (long long)fresh, (long long)net,
		 (long long)(fresh - net + (is_false(x, OTHER_CHANNELS) ? 3 : 0)));
}

static void reviews(struct buf *out, const struct telling *x)
{
	int64_t upheld = cell(x, ROW_REV, COL_UPHELD);

	state(out, x, PLACE_REVIEW);
	if (is_false(x, OTHER_UPHELD) || (upheld > 0 && upheld == cell(x, ROW_REV, COL_TOTAL)))
		buf_add(out, STR("，行政复议均获维持"));
	buf_add(out, STR("。"));
}

/* As most reports put it: what came, and what became of it, in one sentence. */
static void in_short(struct buf *out, const struct telling *x)
{
	int64_t fresh = cell(x, ROW_REQ_NEW, COL_TOTAL);
	int64_t carried = cell(x, ROW_REQ_CARRIED_IN, COL_TOTAL);
	int64_t rest = cell(x, ROW_REQ_CARRIED_OUT, COL_TOTAL);

	if (fresh + carried == 0 || is_false(x, OTHER_NONE_BUT_TABLE))
		buf_add(out, STR("本年度未收到政府信息公开申请。"));
	else if (carried == 0 && rest == 0 && x->d->talk == TALK_NOT)
		buf_addf(out, "本年度新收政府信息公开申请%lld件，已全部按期答复。",
			 (long long)fresh);
	else if (x->d->talk == TALK_NOT || fresh == 0) {
		state(out, x, PLACE_REQUESTS);
		buf_add(out, STR("。"));
	} else
		all_requests(out, x);
}

struct str prose_requested(const struct world *w, const struct document *d,
			   const struct report *figures, struct arena *arena)
{
	struct telling x = tell(w, d, figures);
	struct buf out;

	buf_init(&out, TEXT_MAX);
	buf_add(&out, STR("（二）依申请公开。"));
	in_short(&out, &x);
	if (d->talk != TALK_NOT)
		reviews(&out, &x);
	return finished(&out, arena);
}
