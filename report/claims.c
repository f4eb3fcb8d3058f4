#include "report/claims.h"

#include <assert.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/dates.h"
#include "report/text.h"
#include "report/wordset.h"

#define SENSE_CARRY                                                                                \
	((enum claim_sense)(CLAIM__COUNT + 1))             /* 结转: which way, is yet to be seen \
							    */
#define SENSE_OTHER ((enum claim_sense)(CLAIM__COUNT + 2)) /* a figure of something else */

/* The last of these before a number says what it counts; of two that end alike the longer. */
static const struct {
	const char *word;
	enum claim_sense sense;
} verbs[] = {
	{ "新收", CLAIM_NEW },
	{ "新收到", CLAIM_NEW },
	{ "新受理", CLAIM_NEW },
	{ "新增", CLAIM_NEW },
	{ "收到", CLAIM_RECEIVED },
	{ "受理", CLAIM_RECEIVED },
	{ "接收", CLAIM_RECEIVED },
	{ "接到", CLAIM_RECEIVED },
	{ "收办", CLAIM_HANDLED },
	{ "承办", CLAIM_HANDLED },
	{ "办理", CLAIM_HANDLED },
	{ "处理", CLAIM_HANDLED },
	{ "答复", CLAIM_ANSWERED },
	{ "回复", CLAIM_ANSWERED },
	{ "办结", CLAIM_ANSWERED },
	{ "办复", CLAIM_ANSWERED },
	{ "结转", SENSE_CARRY },
	{ "继续办理", CLAIM_CARRIED_OUT },
	{ "正在办理", CLAIM_CARRIED_OUT },
	{ "尚在办理", CLAIM_CARRIED_OUT },
	{ "未办结", CLAIM_CARRIED_OUT },
	{ "予以公开", CLAIM_GRANTED },
	{ "予以部分公开", CLAIM_PARTIAL },
	{ "部分公开", CLAIM_PARTIAL },
	{ "予以公开及部分公开", CLAIM_GRANTED_OR_PARTIAL },
	{ "予以公开和部分公开", CLAIM_GRANTED_OR_PARTIAL },
	{ "予以公开或部分公开", CLAIM_GRANTED_OR_PARTIAL },
	{ "予以公开、部分公开", CLAIM_GRANTED_OR_PARTIAL },
	{ "不予公开", CLAIM_DENIED },
	{ "无法提供", CLAIM_UNABLE },
	{ "不予处理", CLAIM_REFUSED },
	{ "其他处理", CLAIM_MISC },
	{ "自然人", CLAIM_NATURAL },
	{ "公民", CLAIM_NATURAL },
	{ "法人或其他组织", CLAIM_ORGS },
	{ "法人和其他组织", CLAIM_ORGS },
	{ "法人及其他组织", CLAIM_ORGS },
	{ "法人、其他组织", CLAIM_ORGS },
	{ "行政复议", CLAIM_REVIEW },
	{ "行政诉讼", CLAIM_LITIGATION },
	{ "规范性文件", CLAIM_NORM_PUBLISHED },
	{ "现行有效", CLAIM_NORM_IN_FORCE },
	{ "行政许可", CLAIM_LICENSE },
	{ "行政处罚", CLAIM_PENALTY },
	{ "行政强制", CLAIM_COERCION },
	{ "事业性收费", CLAIM_FEE },
	{ "集中采购", CLAIM_PROCUREMENT },
	{ "信息处理费", CLAIM_PROCESSING_FEE },
	/* Figures of other matters. */
	{ "维持", SENSE_OTHER },
	{ "纠正", SENSE_OTHER },
	{ "审结", SENSE_OTHER },
	{ "撤销", SENSE_OTHER },
	{ "驳回", SENSE_OTHER },
	{ "败诉", SENSE_OTHER },
	{ "延期", SENSE_OTHER },
	{ "处理费", SENSE_OTHER },
	{ "其他组织", SENSE_OTHER },
	{ "解读", SENSE_OTHER },
	{ "清单", SENSE_OTHER },
	{ "目录", SENSE_OTHER },
	{ "案卷", SENSE_OTHER },
};
static struct wordset verb_set = WORDSET_FIELD(verbs, .word);

/* What applications are not, though people receive, handle and answer it. */
static const char *const other_matters[] = { "复议", "诉讼", "许可", "处罚",     "信访", "咨询",
					     "来信", "来电", "来访", "提案",     "建议", "问政",
					     "投诉", "举报", "留言", "热线",     "意见", "补贴",
					     "救助", "贷款", "登记", "申报",     "仲裁", "调解",
					     "公证", "信箱", "工单", "案件",     "强制", "议案",
					     "线索", "纠纷", "证照", "事项目录", NULL };
static struct wordset matter_set = WORDSET(other_matters);
static_assert(countof(other_matters) <= 65, "is_on_requests() has a bit for each");

/* A scope that need not be the table's. */
static const char *const scopes[] = {
	"代表",   "政府办", "府办",   "全县",   "全市",   "全区", "全省",   "全州", "全旗", "全盟",
	"全系统", "系统",   "各部门", "各单位", "各乡",   "各镇", "各街道", "各级", "所属", "下属",
	"直属",   "本级",   "局机关", "委机关", "厅机关", "镇街", "乡镇",   "各县", "各区", "各市",
	"我县",   "我市",   "我区",   "我省",   "我州",   "我旗", NULL
};
static struct wordset scope_set = WORDSET(scopes);

static const char *const parts_of_year[] = { "季度", "上半年", "下半年", "月份", "截至",
					     "截止", "历年",   "累计",   "以来", "年均",
					     "同期", "往年",   NULL };
static struct wordset part_set = WORDSET(parts_of_year);

/* Ways in which an application may come: a figure behind one is of a part. */
static const char *const channels[] = { "当面", "现场", "窗口", "网络", "网上", "在线", "信函",
					"邮寄", "传真", "邮件", "来函", "网站", "平台", "系统",
					"信件", "电话", "线上", "线下", "邮箱", NULL };
static struct wordset channel_set = WORDSET(channels);

struct finder {
	const struct report *r;
	struct claims out;
	size_t cap;
	struct arena *arena;
};

static struct claim *add(struct finder *f, enum claim_sense sense, const struct sentence *s)
{
	struct claim *c;

	ARENA_GROW(f->arena, f->out.at, f->out.n, f->cap);
	c = &f->out.at[f->out.n++];
	*c = (struct claim){
		.sense = sense,
		.sentence = s,
		.with_carry = text_has(s->folded, "结转"),
		.is_loose = wordset_any(&part_set, s->folded),
	};
	return c;
}

static bool is_mark(char c)
{
	return c == ',' || c == ';' || c == ':' || c == '(' || c == ')';
}

/* Byte where the clause that ends at `at` begins: behind the last mark or number. */
static size_t clause_start(const struct sentence *s, size_t k)
{
	size_t at = s->numbers[k].from, least = k ? s->numbers[k - 1].to : 0;

	while (at > least && !is_mark(s->folded.p[at - 1]))
		at--;
	return at;
}

/* Words that only join a number to what is said before the mark in front of them. */
static bool says_nothing(struct str clause)
{
	static const char *const joints[] = { "共",     "共计", "总计",   "合计",   "计",   "为",
					      "总数",   "有",   "数量",   "总数为", "共有", "均为",
					      "数量为", "总量", "总量为", NULL };

	if (clause.n == 0)
		return true;
	for (size_t i = 0; joints[i]; i++)
		if (str_eq(clause, str_c(joints[i])))
			return true;
	return false;
}

/* The words before number k that say what it is. */
static struct str lead_of(const struct sentence *s, size_t k)
{
	size_t to = s->numbers[k].from, from = clause_start(s, k);
	size_t least = k ? s->numbers[k - 1].to : 0;

	if (says_nothing(str_sub(s->folded, from, to - from)) && from > least) {
		from--;
		while (from > least && !is_mark(s->folded.p[from - 1]))
			from--;
	}
	return str_sub(s->folded, from, to - from);
}

/* The last verb of a text; *end receives where it ends. */
static int last_verb(struct str s, size_t *end)
{
	struct wordset_search f = { .s = s };
	int best = -1;
	size_t best_end = 0, best_n = 0;

	for (int i; (i = wordset_find(&verb_set, &f)) >= 0;) {
		size_t n = strlen(verbs[i].word);

		if (f.at + n < best_end || (f.at + n == best_end && n < best_n))
			continue;
		best = i;
		best_end = f.at + n;
		best_n = n;
	}
	*end = best_end;
	return best;
}

/* How many different senses of handling applications the words hold: 收到并答复. */
static bool is_mixed(struct str s)
{
	struct wordset_search f = { .s = s };
	unsigned seen = 0;

	for (int i; (i = wordset_find(&verb_set, &f)) >= 0;)
		if (verbs[i].sense <= CLAIM_ANSWERED)
			seen |= 1u
				<< (verbs[i].sense == CLAIM_NEW ? CLAIM_RECEIVED : verbs[i].sense);
	return (seen & (seen - 1)) != 0;
}

/* The year named last before the number is the report's, or none is. */
static bool is_of_year(const struct finder *f, struct str before)
{
	int last = 0;

	if (!text_has(before, "年"))
		return true;
	for (size_t at = 0, p = 0; at < before.n; p = at) {
		uint32_t c = utf8_next(before, &at);
		size_t used;
		int year;

		if (c != '2' && c != 0x4E8C) /* 二 */
			continue;
		year = year_read(str_sub(before, p, before.n), &used);
		if (year && text_starts(str_sub(before, p + used, before.n), "年"))
			last = year;
	}
	return !last || !f->r->identity.year || last == f->r->identity.year;
}

static bool speaks_of_requests(const struct sentence *s)
{
	return s->on_requests || text_has(s->folded, "依申请") || text_has(s->folded, "公开申请") ||
	       (text_has(s->folded, "信息公开") && text_has(s->folded, "申请"));
}

/* Whether the words before the number are of applications and of nothing else. */
static bool is_on_requests(const struct sentence *s, struct str before)
{
	struct wordset_search f = { .s = before };
	size_t request = STR_NONE;
	uint64_t seen = 0;

	if (!speaks_of_requests(s))
		return false;
	for (size_t at = str_find(before, STR("申请"), 0); at != STR_NONE;
	     at = str_find(before, STR("申请"), at + 1))
		request = at;
	/* Where it stands first. */
	for (int i; (i = wordset_find(&matter_set, &f)) >= 0; seen |= UINT64_C(1) << i)
		if (!(seen >> i & 1) && (request == STR_NONE || request < f.at))
			return false;
	return true;
}

static bool is_request_unit(const struct number *n)
{
	static const char *const units[] = { "件", "宗", "条", "份",   "起",   "项",
					     "例", "个", "次", "人次", "件次", NULL };

	for (size_t i = 0; units[i]; i++)
		if (str_eq(n->word, str_c(units[i])))
			return n->unit == UNIT_ITEM;
	return false;
}

static bool is_wide(struct str before)
{
	return wordset_any(&scope_set, before);
}

/* Which way 结转 goes: into the year, out of it, or nobody can say. */
static enum claim_sense carry_way(const struct finder *f, struct str lead)
{
	struct str last = arena_strf(f->arena, "%d年", f->r->identity.year - 1);
	struct str next = arena_strf(f->arena, "%d年", f->r->identity.year + 1);

	if (text_has(lead, "下") || text_has(lead, "次年") || text_has(lead, next.p))
		return CLAIM_CARRIED_OUT;
	if (text_has(lead, "上") || text_has(lead, "去年") || text_has(lead, last.p))
		return CLAIM_CARRIED_IN;
	return CLAIM__COUNT;
}

static struct claim *take(struct finder *f, enum claim_sense sense, const struct sentence *s,
			  const struct number *n)
{
	struct claim *c = add(f, sense, s);

	c->micro = n->micro;
	c->scale = n->scale;
	c->is_wan = n->is_wan;
	c->is_loose = c->is_loose || n->about || is_wide(str_sub(s->folded, 0, n->from));
	return c;
}

/* Applications as they come and go. */
static void take_flow(struct finder *f, enum claim_sense sense, const struct sentence *s,
		      const struct number *n, struct str lead, size_t end)
{
	struct str before = str_sub(s->folded, 0, n->from);
	static const char *const applicants[] = { "自然人", "法人", "企业", "公民", NULL };
	static const char *const everybody[] = { "公民、法人", NULL };
	bool of_all = text_any(lead, everybody) || !text_any(lead, applicants);

	if (!is_on_requests(s, before) || !is_request_unit(n))
		return;
	/* 接到群众来电咨询申请事宜35次 */
	if (wordset_any(&matter_set, str_sub(lead, end, lead.n)))
		return;
	if (sense != CLAIM_CARRIED_IN && sense != CLAIM_CARRIED_OUT && !is_of_year(f, before))
		return;
	/* 其中网上收到5件 is a part. */
	if (sense <= CLAIM_HANDLED &&
	    (wordset_any(&channel_set, lead) || text_has(lead, "其中") || !of_all))
		return;
	/* 收到依申请公开5件: what was received must be applications. */
	if (sense <= CLAIM_HANDLED && !s->on_requests && !text_has(before, "申请"))
		return;
	take(f, sense, s, n)->is_loose |= sense == CLAIM_ANSWERED && text_has(lead, "其中");
	if (is_mixed(lead))
		f->out.at[f->out.n - 1].sense = CLAIM_HANDLED;
}

/* What a verb says only if the number follows closely: 不予公开（的申请）3件. */
static bool is_close(struct str lead, size_t end)
{
	return text_length(str_sub(lead, end, lead.n)) <= 5;
}

static void take_review(struct finder *f, enum claim_sense sense, const struct sentence *s,
			const struct number *n, struct str lead, size_t end)
{
	bool both = text_has(lead, "行政复议") && text_has(lead, "行政诉讼");
	struct str before = str_sub(s->folded, 0, n->from);

	if (!is_close(lead, end) || !is_of_year(f, before))
		return;
	/* 收到行政复议申请15件，其中涉及政府信息公开2件: the 15 are of all kinds. */
	if (!s->on_reviews && !text_has(before, "信息公开") && !text_has(before, "依申请"))
		return;
	if (both && !text_ends(lead, "各") && n->micro)
		return;
	if (text_has(str_sub(s->folded, n->to, s->folded.n), "其中") && s->n_numbers > 3)
		return;
	take(f, sense, s, n);
	if (both)
		take(f, sense == CLAIM_REVIEW ? CLAIM_LITIGATION : CLAIM_REVIEW, s, n);
}

/* 制发规范性文件4件, 规范性文件发布3件, 现行有效7件, 废止2件. */
static void take_norm(struct finder *f, enum claim_sense sense, const struct sentence *s,
		      const struct number *n, struct str lead, size_t end)
{
	static const char *const made[] = { "制发", "制定", "印发", "出台", NULL };
	static const char *const ended[] = { "废止", "失效", NULL };
	static const char *const other[] = { "审查", "审核", "备案", "报备", "清理", "解读", "修订",
					     "修改", "评估", "征求", "起草", "保留", "继续", NULL };
	struct str before = str_sub(s->folded, 0, n->from);
	struct claim *c;

	if (!text_has(before, "规范性文件") || text_any(lead, other) || !is_of_year(f, before) ||
	    !is_request_unit(n))
		return;
	if (!is_close(lead, end))
		return;
	if (sense == CLAIM_NORM_PUBLISHED && text_any(lead, made))
		sense = CLAIM_NORM_ISSUED;
	if (sense == CLAIM_NORM_PUBLISHED && text_any(lead, ended))
		sense = CLAIM_NORM_REPEALED;
	c = take(f, sense, s, n);
	/* 规范性文件 without 行政, and what is only 公开, may be counted otherwise than in the
	 * form. */
	c->is_loose = c->is_loose || sense == CLAIM_NORM_PUBLISHED ||
		      text_has(before, "以县政府") || text_has(lead, "及") ||
		      (sense == CLAIM_NORM_REPEALED && text_has(lead, "和"));
	if (sense == CLAIM_NORM_PUBLISHED && text_has(lead, "发布") && !text_has(lead, "公开"))
		c->sense = CLAIM_NORM_ISSUED;
}

/* 作出行政处罚决定39件 is the form's figure; 办理, 公示 and the like may count otherwise. */
static void take_decisions(struct finder *f, enum claim_sense sense, const struct sentence *s,
			   const struct number *n, struct str lead, size_t end)
{
	struct str before = str_sub(s->folded, 0, n->from);
	struct claim *c;

	if (!is_close(lead, end) || !is_of_year(f, before) || !is_request_unit(n) ||
	    text_has(lead, "复议"))
		return;
	c = take(f, sense, s, n);
	if (sense == CLAIM_PROCUREMENT)
		return;
	c->is_loose = c->is_loose || !(text_has(lead, "作出") || text_has(lead, "做出") ||
				       text_has(lead, "决定") || text_has(lead, "实施"));
	c->is_loose = c->is_loose || text_has(lead, "公") || !str_eq(n->word, STR("件"));
}

static void take_money(struct finder *f, enum claim_sense sense, const struct sentence *s,
		       const struct number *n, struct str lead, size_t end)
{
	if (n->unit != UNIT_YUAN || !is_close(lead, end) ||
	    !is_of_year(f, str_sub(s->folded, 0, n->from)))
		return;
	take(f, sense, s, n);
}

static void take_outcome(struct finder *f, enum claim_sense sense, const struct sentence *s,
			 const struct number *n, struct str lead, size_t end)
{
	struct str before = str_sub(s->folded, 0, n->from);

	if (!is_request_unit(n) || !is_close(lead, end) || !speaks_of_requests(s))
		return;
	if (!is_of_year(f, before) || wordset_any(&matter_set, lead))
		return;
	take(f, sense, s, n);
}

/* 3件予以公开: the word stands behind the number. */
static int verb_behind(const struct sentence *s, size_t k)
{
	struct str rest = str_sub(s->folded, s->numbers[k].to, s->folded.n);
	int best = -1;

	for (size_t i = 0; i < countof(verbs); i++)
		if (verbs[i].sense >= CLAIM_GRANTED && verbs[i].sense <= CLAIM_MISC &&
		    text_starts(rest, verbs[i].word) &&
		    (best < 0 || strlen(verbs[i].word) > strlen(verbs[best].word)))
			best = (int)i;
	return best;
}

typedef void take_fn(struct finder *f, enum claim_sense sense, const struct sentence *s,
		     const struct number *n, struct str lead, size_t end);

/* Who takes a figure of each sense; NULL: it is one of the outcomes. */
static take_fn *const takers[CLAIM__COUNT] = {
	[CLAIM_NEW] = take_flow,
	[CLAIM_RECEIVED] = take_flow,
	[CLAIM_HANDLED] = take_flow,
	[CLAIM_ANSWERED] = take_flow,
	[CLAIM_CARRIED_IN] = take_flow,
	[CLAIM_CARRIED_OUT] = take_flow,
	[CLAIM_REVIEW] = take_review,
	[CLAIM_LITIGATION] = take_review,
	[CLAIM_NORM_PUBLISHED] = take_norm,
	[CLAIM_NORM_IN_FORCE] = take_norm,
	[CLAIM_LICENSE] = take_decisions,
	[CLAIM_PENALTY] = take_decisions,
	[CLAIM_COERCION] = take_decisions,
	[CLAIM_PROCUREMENT] = take_decisions,
	[CLAIM_FEE] = take_money,
	[CLAIM_PROCESSING_FEE] = take_money,
};

static void read_number(struct finder *f, const struct sentence *s, size_t k)
{
	const struct number *n = &s->numbers[k];
	struct str lead = lead_of(s, k);
	size_t end;
	int verb = last_verb(lead, &end);
	enum claim_sense sense;

	if (verb < 0) {
		verb = verb_behind(s, k);
		end = lead.n;
	}
	if (verb < 0 || n->unit == UNIT_PERCENT)
		return;
	sense = verbs[verb].sense;
	if (sense == SENSE_CARRY)
		sense = carry_way(f, lead);
	if (sense < CLAIM__COUNT)
		(takers[sense] ? takers[sense] : take_outcome)(f, sense, s, n, lead, end);
}

/* Whether nothing is left of `s` but words that narrow nothing. */
static bool is_general(struct str s)
{
	static const char *const plain[] = { "公民、法人和其他组织",
					     "公民、法人或其他组织",
					     "公民、法人或者其他组织",
					     "公民、法人及其他组织",
					     "政府信息",
					     "信息",
					     "公开",
					     "依申请",
					     "依",
					     "任何",
					     "的",
					     "有关",
					     "相关",
					     "要求",
					     "过",
					     "申请",
					     "受理",
					     "件",
					     "群众",
					     "社会公众",
					     "公众",
					     "书面",
					     "人",
					     "本单位",
					     "本机关",
					     "我局",
					     "政务",
					     "情况",
					     "事项",
					     "及",
					     "和",
					     "、",
					     "任一",
					     "到",
					     "行政机关",
					     "提出",
					     "对",
					     "我镇",
					     NULL };

	while (s.n) {
		size_t best = 0;

		for (size_t i = 0; plain[i]; i++)
			if (text_starts(s, plain[i]) && strlen(plain[i]) > best)
				best = strlen(plain[i]);
		if (!best)
			return false;
		s = str_sub(s, best, s.n);
	}
	return true;
}

/* The clause that byte `at` stands in, from there to the next mark. */
static struct str clause_from(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.n && !is_mark(s.p[end]))
		end++;
	if (text_ends(str_sub(s, 0, end), "。"))
		end -= strlen("。");
	return str_sub(s, at, end - at);
}

/* 未收到政府信息公开申请, 无依申请公开事项. */
static void read_no_requests(struct finder *f, const struct sentence *s)
{
	static const char *const none[] = { "未收到", "没有收到", "未接到", "未接收到",
					    "没收到", "未受理",   NULL };

	for (size_t i = 0; none[i]; i++) {
		size_t at = str_find(s->folded, str_c(none[i]), 0);
		struct str rest;
		struct claim *c;

		if (at == STR_NONE)
			continue;
		rest = clause_from(s->folded, at + strlen(none[i]));
		if (!text_has(rest, "申请") || !is_general(rest) || !speaks_of_requests(s) ||
		    !is_of_year(f, str_sub(s->folded, 0, at)))
			continue;
		if (wordset_any(&channel_set, str_sub(s->folded, 0, at)) ||
		    text_has(str_sub(s->folded, 0, at), "其中"))
			continue;
		c = add(f, CLAIM_RECEIVED, s);
		c->is_none = true;
		c->is_loose = c->is_loose || is_wide(str_sub(s->folded, 0, at));
		return;
	}
}

/* 未发生因政府信息公开引起的行政复议、行政诉讼. */
static void read_no_reviews(struct finder *f, const struct sentence *s)
{
	static const char *const none[] = { "未发生", "没有发生", "无",     "不存在",
					    "未被",   "未引发",   "未引起", "没有",
					    "未产生", "未收到",   "未出现", NULL };
	static const char *const of_result[] = { "纠错", "败诉", "撤销", "纠正",
						 "错误", "被诉", "过错", NULL };
	static const struct {
		const char *word;
		enum claim_sense sense;
	} what[] = { { "行政复议", CLAIM_REVIEW }, { "行政诉讼", CLAIM_LITIGATION } };

	if (!s->on_reviews && !text_has(s->folded, "信息公开") && !speaks_of_requests(s))
		return;
	for (size_t i = 0; i < countof(what); i++) {
		size_t at = str_find(s->folded, str_c(what[i].word), 0), from = at;
		struct str head, tail;
		struct claim *c;

		if (at == STR_NONE)
			continue;
		while (from && !is_mark(s->folded.p[from - 1]))
			from--;
		head = str_sub(s->folded, from, at - from);
		tail = clause_from(s->folded, at);
		if (!text_any(head, none) || text_any(tail, of_result))
			continue;
		if (s->n_numbers && text_has(s->folded, "件"))
			continue; /* figures decide where there are any */
		if (!is_of_year(f, str_sub(s->folded, 0, at)))
			continue;
		c = add(f, what[i].sense, s);
		c->is_none = true;
		c->is_loose = c->is_loose || is_wide(str_sub(s->folded, 0, at));
	}
}

/* 未制发规范性文件, 无新制定规范性文件. */
static void read_no_norms(struct finder *f, const struct sentence *s)
{
	static const char *const none[] = { "未制发",   "未制定",   "未新制定", "未出台",
					    "无新制定", "无新制发", "没有制定", "没有制发",
					    "未印发",   NULL };

	for (size_t i = 0; none[i]; i++) {
		size_t at = str_find(s->folded, str_c(none[i]), 0);
		struct str rest;
		struct claim *c;

		if (at == STR_NONE)
			continue;
		rest = clause_from(s->folded, at + strlen(none[i]));
		if (!str_eq(rest, STR("规范性文件")) && !str_eq(rest, STR("行政规范性文件")))
			continue;
		if (!is_of_year(f, str_sub(s->folded, 0, at)))
			continue;
		c = add(f, CLAIM_NORM_ISSUED, s);
		c->is_none = true;
		c->is_loose = c->is_loose || is_wide(str_sub(s->folded, 0, at));
	}
}

/* Whether a sentence may say that there was nothing: all words for that have one of these. */
static bool may_say_none(struct str s)
{
	return text_has(s, "未") || text_has(s, "没") || text_has(s, "无") || text_has(s, "不存在");
}

struct claims claims_read(const struct report *r, const struct prose *prose, struct arena *arena)
{
	struct finder f = { .r = r, .arena = arena };

	for (size_t i = 0; i < prose->n; i++) {
		const struct sentence *s = &prose->at[i];

		/* Section five speaks of plans. */
		if (s->section == 5)
			continue;
		for (size_t k = 0; k < s->n_numbers; k++)
			read_number(&f, s, k);
		if (!may_say_none(s->folded))
			continue;
		read_no_requests(&f, s);
		read_no_reviews(&f, s);
		read_no_norms(&f, s);
	}
	return f.out;
}
