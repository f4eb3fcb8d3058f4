#include "report/rules.h"

#include <string.h>

#include "base/attrs.h"
#include "report/prose.h"
#include "report/text.h"

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

/* All texts of the report: the preamble, then the sections' sentences as printed. */
typedef bool match_text(struct str *found, struct str text);

static void search(struct check *out, const struct rule *self, const struct check_input *in,
		   match_text *match, const char *why)
{
	const struct report *r = in->now;
	struct str found = { NULL, 0 };
	uint32_t block = 0;

	if (!match(&found, r->identity.title) && !match(&found, r->identity.preamble))
		for (size_t i = 0; i < r->n_sections && !found.p; i++) {
			block = r->sections[i].first_block;
			match(&found, r->sections[i].text);
		}
	tell(out, self, found.p ? why : NULL, found, found.p ? block : 0);
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

static bool find_any(struct str *found, struct str text, const char *const *words)
{
	for (size_t i = 0; words[i]; i++) {
		size_t at = str_find(text, str_c(words[i]), 0);

		if (at != STR_NONE) {
			*found = around(text, at);
			return true;
		}
	}
	return false;
}

static bool match_repealed(struct str *found, struct str text)
{
	static const char *const words[] = { "国务院令第492号",
					     "国务院令第 492 号",
					     "国务院第492号令",
					     "第492号令",
					     "492号令",
					     "国务院令492号",
					     NULL };

	return find_any(found, text, words);
}

void rule_repealed(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (in->now->identity.year >= 2019 && !check_damaged(in))
		search(out, self, in, match_repealed,
		       "cites the Regulation of 2007, repealed on 15 May 2019");
}

static bool match_document_no(struct str *found, struct str text)
{
	static const char *const words[] = { "国办公开办涵",
					     "国办公开办〔2022〕30号",
					     "国办公开办函〔2022〕30号",
					     "国办公开办函〔2020〕30号",
					     "国办公开办函〔2023〕30号",
					     "国办公开办函〔2019〕30号",
					     "国办公开办函〔2021〕60号",
					     "国办公开办函〔2020〕60号",
					     "国办公开办函(2022)30号",
					     "国办公开办函[2022]30号",
					     "国办公开办函【2022】30号",
					     NULL };

	return find_any(found, text, words);
}

void rule_document_no(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (!check_damaged(in))
		search(out, self, in, match_document_no,
		       "the notice is 国办公开办函〔2021〕30号 (before: 〔2019〕60号)");
}

static bool match_wrong_sense(struct str *found, struct str text)
{
	static const char *const words[] = { "依申请公开人大",
					     "依申请公开政协",
					     "依申请公开建议",
					     "依申请公开提案",
					     "依申请公开的建议",
					     "依申请公开的提案",
					     "依申请公开文件",
					     "依申请公开公文",
					     "依申请公开的文件",
					     "依申请公开的公文",
					     NULL };

	return find_any(found, text, words);
}

void rule_wrong_sense(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (!check_damaged(in))
		search(out, self, in, match_wrong_sense,
		       "依申请公开 is said of proposals or of own documents, not of applications");
}

/* XX局, 某某镇, 20XX年: a mark, and right behind it what it should have been. */
static bool match_placeholder(struct str *found, struct str text)
{
	static const char *const marks[] = { "XX",   "××",   "xx",   "ｘｘ", "ＸＸ",
					     "某某", "****", "20XX", "20xx", "20××",
					     "201X", "201x", "202X", "202x", NULL };
	static const char *const things[] = { "局", "县", "市",   "区",   "镇",   "乡", "街道",
					      "省", "厅", "委",   "部门", "单位", "年", "月",
					      "日", "条", "件",   "人次", "万元", "个", "次",
					      "项", "办", "中心", "政府", "机关", NULL };
	static const char *const whole[] = { "（单位名称）", "(单位名称)", "XXXX",      "xxxx",
					     "××××",         "（文字描述", "(文字描述", NULL };

	if (find_any(found, text, whole))
		return true;
	for (size_t i = 0; marks[i]; i++) {
		struct str mark = str_c(marks[i]);

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

void rule_placeholder(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (!check_damaged(in))
		search(out, self, in, match_placeholder, "a placeholder was left in");
}

static bool match_residue(struct str *found, struct str text)
{
	static const char *const words[] = { "宋体",
					     "小四号",
					     "号字体",
					     "行间距",
					     "该部分以表格形式报告",
					     "该部分以文字形式",
					     "此处填写",
					     "请填写",
					     "在此处报告",
					     "如-8",
					     "用负值表示",
					     "年事项数)",
					     "年事项数）",
					     "指各行政机关印发",
					     NULL };

	return find_any(found, text, words);
}

void rule_residue(struct check *out, const struct rule *self, const struct check_input *in)
{
	if (!check_damaged(in))
		search(out, self, in, match_residue, "an instruction of the form was left in");
}

/* How a body of another kind calls itself. */
static const char *const *foreign_names(struct str name)
{
	static const char *const of_town[] = { "我局",     "我委",       "本局", "我厅",
					       "全区各镇", "全县各乡镇", NULL };
	static const char *const of_bureau[] = {
		"我镇", "我乡", "我街道", "本镇", "我办事处", NULL
	};

	if (text_ends(name, "镇人民政府") || text_ends(name, "乡人民政府") ||
	    text_ends(name, "街道办事处") || text_ends(name, "街道"))
		return of_town;
	if (text_ends(name, "局") || text_ends(name, "厅") || text_ends(name, "委员会"))
		return of_bureau;
	return NULL;
}

void rule_foreign_self(struct check *out, const struct rule *self, const struct check_input *in)
{
	const struct report *r = in->now;
	const char *const *words = foreign_names(r->identity.agency);
	struct str found = { NULL, 0 };
	uint32_t block = 0;

	/* Only of the body's own name, as the title gives it. */
	if (!words || r->identity.agency_from != FROM_TITLE || check_damaged(in))
		return;
	for (size_t i = 0; i < r->n_sections && !found.p; i++) {
		block = r->sections[i].first_block;
		find_any(&found, r->sections[i].text, words);
	}
	tell(out, self, found.p ? "speaks of itself as a body of another kind" : NULL, found,
	     found.p ? block : 0);
}
