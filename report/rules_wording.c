#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "report/prose.h"
#include "report/text.h"
#include "report/wordset.h"

static const struct section *section_no(const struct report *r, int no)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].no == no)
			return &r->sections[i];
	return NULL;
}

/* What is lacking or wrong, told once. */
static void tell(struct check *out, const struct rule *self, const char *why, struct str quote,
		 uint32_t block)
{
	if (why)
		rule_found(out, self, str_c(why), quote, block);
	check_assess(out, self, !why, why != NULL, 0);
}

#define SECTION_FIVE_MIN 10 /* characters */

void rule_section_five(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct section *s = section_no(in->now, 5);

	if (!s || in->now->truncated || check_damaged(in))
		return;
	tell(out, self,
	     text_length(text_squeeze(s->text, out->arena)) < SECTION_FIVE_MIN
		     ? "part five, on problems and improvement, says nothing"
		     : NULL,
	     s->text, s->first_block);
}

void rule_section_six(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const char *const fee[] = { "处理费", "收费", "费用", "收取", NULL };
	const struct section *s = section_no(in->now, 6);

	if (!s || in->now->identity.year < 2021 || in->now->truncated || check_damaged(in))
		return;
	tell(out, self,
	     text_any(text_squeeze(s->text, out->arena), fee)
		     ? NULL
		     : "part six does not say whether 信息处理费 was charged",
	     str_sub(s->text, 0, 300), s->first_block);
}

static bool any_section_has(const struct report *r, const char *const *words)
{
	for (size_t i = 0; i < r->n_sections; i++)
		if (text_any(r->sections[i].text, words))
			return true;
	return false;
}

/* Article 50(4) asks the governments, not their departments and not townships. */
static bool is_government(struct str name)
{
	return text_ends(name, "人民政府") && !text_ends(name, "镇人民政府") &&
	       !text_ends(name, "乡人民政府");
}

void rule_evaluation(struct check *out, const struct rule *self, const struct check_input *in)
{
	static const struct {
		const char *name;
		const char *const words[8];
	} asked[] = {
		{ "工作考核", { "考核", "考评", "绩效", NULL } },
		{ "社会评议", { "评议", "满意度", "测评", "评价", "第三方评估", NULL } },
		{ "责任追究", { "责任追究", "追责", "问责", "追究责任", NULL } },
	};
	const struct report *r = in->now;
	struct str lacks = { NULL, 0 };

	if (!is_government(r->identity.agency) || r->identity.year < 2019 ||
	    r->n_sections < REPORT_SECTIONS || r->truncated || check_damaged(in))
		return;
	for (size_t i = 0; i < countof(asked); i++)
		if (!any_section_has(r, asked[i].words))
			lacks = arena_strf(out->arena, "%.*s%s%s", STR_ARG(lacks),
					   lacks.n ? "、" : "", asked[i].name);
	if (lacks.n)
		rule_found(out, self,
			   arena_strf(out->arena, "a government's report says nothing of %.*s",
				      STR_ARG(lacks)),
			   (struct str){ NULL, 0 }, 0);
	check_assess(out, self, !lacks.n, lacks.n != 0, 0);
}

/* Rules about words that should not stand in a report: what each of them looks for. */
enum trace_of {
	TRACE_REPEALED,
	TRACE_DOCUMENT_NO,
	TRACE_WRONG_SENSE,
	TRACE_PLACEHOLDER,  /* a mark: right behind it stands what it should have been */
	TRACE_PLACEHOLDERS, /* says all by itself */
	TRACE_RESIDUE,
	TRACE_TOWN,   /* how a town does not call itself */
	TRACE_BUREAU, /* how a bureau does not */
};

/* Of a rule's words the first in the list that a text holds is told of. */
static const struct {
	enum trace_of of;
	const char *word;
} traces[] = {
	{ TRACE_REPEALED, "国务院令第492号" },
	{ TRACE_REPEALED, "国务院令第 492 号" },
	{ TRACE_REPEALED, "国务院第492号令" },
	{ TRACE_REPEALED, "第492号令" },
	{ TRACE_REPEALED, "492号令" },
	{ TRACE_REPEALED, "国务院令492号" },
	{ TRACE_DOCUMENT_NO, "国办公开办涵" },
	{ TRACE_DOCUMENT_NO, "国办公开办〔2022〕30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函〔2022〕30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函〔2020〕30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函〔2023〕30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函〔2019〕30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函〔2021〕60号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函〔2020〕60号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函(2022)30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函[2022]30号" },
	{ TRACE_DOCUMENT_NO, "国办公开办函【2022】30号" },
	{ TRACE_WRONG_SENSE, "依申请公开人大" },
	{ TRACE_WRONG_SENSE, "依申请公开政协" },
	{ TRACE_WRONG_SENSE, "依申请公开建议" },
	{ TRACE_WRONG_SENSE, "依申请公开提案" },
	{ TRACE_WRONG_SENSE, "依申请公开的建议" },
	{ TRACE_WRONG_SENSE, "依申请公开的提案" },
	{ TRACE_WRONG_SENSE, "依申请公开文件" },
	{ TRACE_WRONG_SENSE, "依申请公开公文" },
	{ TRACE_WRONG_SENSE, "依申请公开的文件" },
	{ TRACE_WRONG_SENSE, "依申请公开的公文" },
	{ TRACE_PLACEHOLDERS, "（单位名称）" },
	{ TRACE_PLACEHOLDERS, "(单位名称)" },
	{ TRACE_PLACEHOLDERS, "XXXX" },
	{ TRACE_PLACEHOLDERS, "xxxx" },
	{ TRACE_PLACEHOLDERS, "××××" },
	{ TRACE_PLACEHOLDERS, "（文字描述" },
	{ TRACE_PLACEHOLDERS, "(文字描述" },
	{ TRACE_PLACEHOLDER, "XX" },
	{ TRACE_PLACEHOLDER, "××" },
	{ TRACE_PLACEHOLDER, "xx" },
	{ TRACE_PLACEHOLDER, "ｘｘ" },
	{ TRACE_PLACEHOLDER, "ＸＸ" },
	{ TRACE_PLACEHOLDER, "某某" },
	{ TRACE_PLACEHOLDER, "****" },
	{ TRACE_PLACEHOLDER, "20XX" },
	{ TRACE_PLACEHOLDER, "20xx" },
	{ TRACE_PLACEHOLDER, "20××" },
	{ TRACE_PLACEHOLDER, "201X" },
	{ TRACE_PLACEHOLDER, "201x" },
	{ TRACE_PLACEHOLDER, "202X" },
	{ TRACE_PLACEHOLDER, "202x" },
	{ TRACE_RESIDUE, "宋体" },
	{ TRACE_RESIDUE, "小四号" },
	{ TRACE_RESIDUE, "号字体" },
	{ TRACE_RESIDUE, "行间距" },
	{ TRACE_RESIDUE, "该部分以表格形式报告" },
	{ TRACE_RESIDUE, "该部分以文字形式" },
	{ TRACE_RESIDUE, "此处填写" },
	{ TRACE_RESIDUE, "请填写" },
	{ TRACE_RESIDUE, "在此处报告" },
	{ TRACE_RESIDUE, "如-8" },
	{ TRACE_RESIDUE, "用负值表示" },
	{ TRACE_RESIDUE, "年事项数)" },
	{ TRACE_RESIDUE, "年事项数）" },
	{ TRACE_RESIDUE, "指各行政机关印发" },
	{ TRACE_TOWN, "我局" },
	{ TRACE_TOWN, "我委" },
	{ TRACE_TOWN, "本局" },
	{ TRACE_TOWN, "我厅" },
	{ TRACE_TOWN, "全区各镇" },
	{ TRACE_TOWN, "全县各乡镇" },
	{ TRACE_BUREAU, "我镇" },
	{ TRACE_BUREAU, "我乡" },
	{ TRACE_BUREAU, "我街道" },
	{ TRACE_BUREAU, "本镇" },
	{ TRACE_BUREAU, "我办事处" },
};
static struct wordset trace_set = WORDSET_FIELD(traces, .word);

static uint32_t traces_in(struct str text)
{
	struct wordset_search f = { .s = text };
	uint32_t seen = 0;

	for (int i; (i = wordset_find(&trace_set, &f)) >= 0;)
		seen |= 1u << traces[i].of;
	return seen;
}

/*
 * Whether the title, the preamble or a section holds one of a rule's words. All
 * texts are gone through once for all rules, by the first that asks.
 */
static bool has_trace(struct check *out, const struct check_input *in, enum trace_of of)
{
	if (!out->traces) {
		const struct report *r = in->now;
		uint32_t *seen = ARENA_NEW(out->arena, uint32_t, 1);

		*seen = traces_in(r->identity.title) | traces_in(r->identity.preamble);
		for (size_t i = 0; i < r->n_sections; i++)
			*seen |= traces_in(r->sections[i].text);
		out->traces = seen;
	}
	return *out->traces >> of & 1;
}

/* The sentence that holds byte `at`, for a quote. */
static struct str around(struct str s, size_t at)
{
	static const char *const ends[] = { "。", "\n" };
	size_t from = 0, to = s.n;

	for (size_t i = 0; i < countof(ends); i++) {
		struct str e = str_c(ends[i]);
		size_t next = str_find(s, e, at), last = at;

		to = next < to ? next : to;
		while (last > from && !(last >= e.n && str_eq(str_sub(s, last - e.n, e.n), e)) &&
		       at - last < 600)
			last--;
		from = last > from ? last : from;
	}
	return text_trim(str_sub(s, from, to - from < 900 ? to - from : 900));
}

static bool find_trace(struct str *found, struct str text, enum trace_of of)
{
	for (size_t i = 0; i < countof(traces); i++) {
		size_t at =
			traces[i].of == of ? str_find(text, str_c(traces[i].word), 0) : STR_NONE;

		if (at != STR_NONE) {
			*found = around(text, at);
			return true;
		}
	}
	return false;
}

/* XX局, 某某镇, 20XX年: a mark, and right behind it what it should have been. */
static bool find_placeholder(struct str *found, struct str text)
{
	static const char *const things[] = { "局", "县", "市",   "区",   "镇",   "乡", "街道",
					      "省", "厅", "委",   "部门", "单位", "年", "月",
					      "日", "条", "件",   "人次", "万元", "个", "次",
					      "项", "办", "中心", "政府", "机关", NULL };

	if (find_trace(found, text, TRACE_PLACEHOLDERS))
		return true;
	for (size_t i = 0; i < countof(traces); i++) {
		struct str mark = str_c(traces[i].word);

		if (traces[i].of != TRACE_PLACEHOLDER)
			continue;
		for (size_t at = str_find(text, mark, 0); at != STR_NONE;
		     at = str_find(text, mark, at + mark.n)) {
			struct str rest = str_sub(text, at + mark.n, text.n);

			for (size_t k = 0; things[k]; k++)
				if (text_starts(rest, things[k])) {
					*found = around(text, at);
					return true;
				}
		}
	}
	return false;
}

static bool find(struct str *found, struct str text, enum trace_of of)
{
	return of == TRACE_PLACEHOLDER ? find_placeholder(found, text)
				       : find_trace(found, text, of);
}

/* All texts of the report: the preamble, then the sections' sentences as printed. */
static void search(struct check *out, const struct rule *self, const struct check_input *in,
		   enum trace_of of, const char *why)
{
	const struct report *r = in->now;
	struct str found = { NULL, 0 };
	uint32_t block = 0;

	if (!find(&found, r->identity.title, of) && !find(&found, r->identity.preamble, of))
		for (size_t i = 0; i < r->n_sections && !found.p; i++) {
			block = r->sections[i].first_block;
			find(&found, r->sections[i].text, of);
		}
	tell(out, self, found.p ? why : NULL, found, found.p ? block : 0);
}

/* The same where one of the words is anywhere at all. */
static void look(struct check *out, const struct rule *self, const struct check_input *in,
		 enum trace_of of, const char *why)
{
	if (check_damaged(in))
		return;
	if (has_trace(out, in, of) ||
	    (of == TRACE_PLACEHOLDER && has_trace(out, in, TRACE_PLACEHOLDERS)))
		search(out, self, in, of, why);
	else
		tell(out, self, NULL, (struct str){ NULL, 0 }, 0);
}

void rule_repealed(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (in->now->identity.year >= 2019)
		look(out, self, in, TRACE_REPEALED,
		     "cites the Regulation of 2007, repealed on 15 May 2019");
}

void rule_document_no(struct check *out, const struct rule *self, const struct check_input *in)
{
	look(out, self, in, TRACE_DOCUMENT_NO,
	     "the notice is 国办公开办函〔2021〕30号 (before: 〔2019〕60号)");
}

void rule_wrong_sense(struct check *out, const struct rule *self, const struct check_input *in)
{
	look(out, self, in, TRACE_WRONG_SENSE,
	     "依申请公开 is said of proposals or of own documents, not of applications");
}

void rule_placeholder(struct check *out, const struct rule *self, const struct check_input *in)
{
	look(out, self, in, TRACE_PLACEHOLDER, "a placeholder was left in");
}

void rule_residue(struct check *out, const struct rule *self, const struct check_input *in)
{
	look(out, self, in, TRACE_RESIDUE, "an instruction of the form was left in");
}

/* Whose words a body of this name does not use of itself. */
static bool foreign_self(enum trace_of *of, struct str name)
{
	if (text_ends(name, "镇人民政府") || text_ends(name, "乡人民政府") ||
	    text_ends(name, "街道办事处") || text_ends(name, "街道"))
		*of = TRACE_TOWN;
	else if (text_ends(name, "局") || text_ends(name, "厅") || text_ends(name, "委员会"))
		*of = TRACE_BUREAU;
	else
		return false;
	return true;
}

void rule_foreign_self(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	struct str found = { NULL, 0 };
	uint32_t block = 0;
	enum trace_of of;

	/* Only of the body's own name, as the title gives it. */
	if (!foreign_self(&of, r->identity.agency) || r->identity.agency_from != FROM_TITLE ||
	    check_damaged(in))
		return;
	for (size_t i = 0; has_trace(out, in, of) && i < r->n_sections && !found.p; i++) {
		block = r->sections[i].first_block;
		find_trace(&found, r->sections[i].text, of);
	}
	tell(out, self, found.p ? "speaks of itself as a body of another kind" : NULL, found,
	     found.p ? block : 0);
}
