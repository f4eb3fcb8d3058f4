#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "report/tables.h"

/*
 * Small pages in the shapes of real ones; docs/quirks.md points here by name.
 * Wanted are words "key=what": a number; _ blank; - dash; / slash; t text;
 * ? ambiguous; ! no such cell. ~ behind a number: inferred. A table's name
 * gives its status and form, "note:name" a note that has to be there.
 */
struct quirk {
	const char *name, *page, *want;
};

#define HEAD_1                                                                                                          \
	"二、主动公开政府信息情况\n第二十条第（一）项 | |||\n信息内容 | 本年制发件数 | " \
	"本年废止件数 | 现行有效件数 |\n"
#define REST_2021                                                                                                                  \
	"第二十条第（五）项 | |||\n信息内容 | 本年处理决定数量 | ||\n行政许可 | 5 | ||\n"                 \
	"第二十条第（六）项 | |||\n信息内容 | 本年处理决定数量 | ||\n行政处罚 | 0 | ||\n行政强制 "    \
	"| 0 | ||\n"                                                                                                               \
	"第二十条第（八）项 | |||\n信息内容 | 本年收费金额（单位：万元） | ||\n行政事业性收费 | " \
	"0 | ||\n"
#define APPLICANTS                                                                                                               \
	"三、收到和处理政府信息公开申请情况\n"                                                                  \
	"自然人 | 法人或其他组织 | 总计 |\n商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | " \
	"其他 |\n"
#define ROWS_2                                                                                     \
	"一、本年新收政府信息公开申请数量 | 3 | 1 | 0 | 0 | 0 | 0 | 4 |\n"         \
	"二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
#define ROWS_3                                                                                     \
	"三、本年度办理结果 | （一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |\n"      \
	"（二）部分公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"                                    \
	"（三）不予公开 | 1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
#define REVIEW_HEAD                                                                                                           \
	"四、政府信息公开行政复议、行政诉讼情况\n行政复议 | 行政诉讼 |\n"                          \
	"结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 |\n" \
	"结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | "  \
	"尚未审结 | 总计 |\n"

#define FIVE(attr)                                                                                 \
	"<td" attr ">结果维持<td" attr ">结果纠正<td" attr ">其他结果<td" attr ">尚未审结<td" attr \
	">总计"

/* A requests table of form2019 without anything between its cells. */
#define GLUED(new, total)                                                                                \
	"三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量" new "\n"                  \
										   "二、上年结转"  \
										   "政府信息公开"  \
										   "申请数量00000"   \
										   "00\n三、本年"    \
										   "度办理结果\n"   \
										   "（一）予以公"  \
										   "开2000002\n（"     \
										   "二）部分公开0" \
										   "000000\n"            \
										   "（三）不予公"  \
										   "开\n1."             \
										   "属于国家秘密0" \
										   "000000\n2."          \
										   "重复申请12000"   \
										   "0012\n（六）"     \
										   "其他处理00000"   \
										   "00\n（七）总"    \
										   "计" total "\n"       \
										   "四、结转下年"  \
										   "度继续办理000"  \
										   "0000\n"

static const struct quirk quirks[] = {
	{ "suits stand left of reviews",
	  "<table><tr><td colspan=10>行政诉讼<td colspan=5>行政复议<tr><td "
	  "colspan=5>未经复议直接起诉"
	  "<td colspan=5>复议后起诉" FIVE(" rowspan=2") "<tr>" FIVE("")
		  FIVE("") "<tr><td>1<td>0<td>0<td>0<td>1<td>0<td>2<td>0<td>0<td>2<td>0<td>0<td>3<"
			   "td>0<td>3</table>",
	  "review=present:form2021 lit_direct_upheld=1 lit_after_rev_corrected=2 rev_other=3 "
	  "rev_upheld=0 rev_total=3" },
	{ "the total stands first, as its head does",
	  "<table><tr><td colspan=2 rowspan=3>勾稽关系</td><td colspan=7>申请人情况</td></tr>"
	  "<tr><td rowspan=2>总计</td><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td>"
	  "</tr><tr><td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构<td>其他</tr>"
	  "<tr><td colspan=2>一、本年新收政府信息公开申请数量<td>4<td>3<td>1<td>0<td>0<td>0<td>0"
	  "<tr><td colspan=2>二、上年结转政府信息公开申请数量<td>2<td>0<td>0<td>0<td>0<td>2<td>0"
	  "<tr><td>三、本年度办理结果<td>（一）予以公开<td>6<td>3<td>1<td>0<td>0<td>2<td>0</table>",
	  "req_new_total=4 req_new_natural=3 req_new_biz=1 req_carried_in_total=2 "
	  "req_carried_in_legal=2 req_carried_in_natural=0 res_granted_total=6" },
	{ "pipes with colspan cells at the end",
	  HEAD_1 "规章 | 0 | 0 | 0 |\n行政规范性文件 | 4 | 5 | 5 |\n" REST_2021,
	  "disclosure=present:form2021 pub_norm_issued=4 pub_norm_repealed=5 pub_norm_in_force=5 "
	  "pub_license_decisions=5 pub_fee_amount_wan=0" },
	{ "blank is not zero", HEAD_1 "规章 | | | |\n行政规范性文件 | 4 | - | / |\n" REST_2021,
	  "pub_rule_issued=_ pub_rule_in_force=_ pub_norm_issued=4 pub_norm_repealed=- "
	  "pub_norm_in_force=/" },
	{ "old wording of a row in the new form is noted",
	  HEAD_1 "规章 | 0 | 0 | 0 |\n规范性文件 | 4 | 5 | 5 |\n",
	  "note:label_old pub_norm_issued=4 disclosure=partial:form2021" },
	{ "a mistyped label is matched and noted",
	  APPLICANTS ROWS_2 ROWS_3 "2.其他法律行政止公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 "
				   "|\n3.危及三安全一稳定 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
	  "note:label_typo res_denied_law_total=0 res_denied_security_natural=0 "
	  "requests=partial:form2021" },
	{ "the 2019 head in a report of 2021 is read by its own wording",
	  "第二十条第（一）项 |\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 "
	  "|\n规章 | 0 | 0 | 0 |\n"
	  "行政规范性文件 | 4 | 5 | 6 |\n" REST_2021,
	  "pub_norm_made=4 pub_norm_published=5 pub_norm_public_total=6 pub_norm_issued=! "
	  "pub_license_decisions=5 disclosure=present:form2021" },
	{ "heads cut to 本年新 are told by their place",
	  "第二十条第（一）项\n信息内容 | 本年新 | 本年新 | 对外公开总数量 |\n规章 | 1 | 2 | 3 "
	  "|\n规范性文件 | 4 | 5 | 6 |\n",
	  "pub_rule_made=1 pub_rule_published=2 pub_rule_public_total=3 pub_norm_made=4" },
	{ "a row with five of seven cells is nobody's to fill",
	  APPLICANTS ROWS_2 ROWS_3 "2.其他法律行政法规禁止公开 | 0 | 0 | 0 | 0 | 0 "
				   "|\n四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
	  "res_denied_law_natural=? res_denied_law_total=? req_carried_out_total=0 note:row_short "
	  "requests=partial:form2021" },
	{ "a label without any cell is a missing row, and the next keeps its cells",
	  APPLICANTS ROWS_2 ROWS_3 "2.其他法律行政法规禁止公开 |\n3.危及“三安全一稳定” "
				   "|\n（七）总计 | 3 | 1 | 0 | 0 | 0 | 0 | 4 |\n",
	  "res_denied_law_natural=! res_denied_security_total=! res_total_total=4 "
	  "note:row_missing" },
	{ "（六） in one row of the 2021 form",
	  HEAD_1
	  "规章 | 0 | 0 | 0 |\n行政规范性文件 | 0 | 0 | 0 |\n" REST_2021 APPLICANTS ROWS_2 ROWS_3
	  "（六）其他处理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n（七）总计 | 4 | 1 | 0 | 0 | 0 | 0 | 5 "
	  "|\n",
	  "res_misc_natural=1 res_misc_total=1 res_misc_other_total=! requests=partial:form2021 "
	  "res_total_total=5" },
	{ "（六） as a heading over its rows is no row",
	  APPLICANTS ROWS_2 ROWS_3
	  "（六）其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 1 | "
	  "0 | 0 | 0 | 0 | 0 | 1 |\n"
	  "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | 0 | 0 | 0 | "
	  "0 | 0 | 0 | 0 |\n3.其他 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n（七）总计 | 5 | 1 | 0 | 0 | 0 | "
	  "0 | 6 |\n",
	  "res_misc_total=! res_misc_no_supplement_total=1 res_misc_other_natural=2 "
	  "res_total_total=6" },
	{ "a group label printed twice",
	  APPLICANTS ROWS_2
	  "三、本年度办理结果 三、本年度办理结果 |\n（一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |\n"
	  "（二）部分公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n（七）总计 | 3 | 1 | 0 | 0 | 0 | 0 | 4 "
	  "|\n",
	  "res_granted_total=3 res_partial_natural=1 res_total_natural=3" },
	{ "other ordinals: ㈠ and 1、",
	  APPLICANTS ROWS_2
	  "㈠予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |\n㈡部分公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
	  "1、属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
	  "res_granted_total=3 res_partial_total=1 res_denied_secret_total=0" },
	{ "the applicants' heads split over two rows",
	  "自然人 | 法人或其他组织 | 总计 |\n商业 | 科研 | 社会公益 | 法律服务 | 其他 |\n企业 | "
	  "机构 | 组织 | 机构 |\n" ROWS_2 ROWS_3,
	  "req_new_natural=3 req_new_biz=1 req_new_total=4 res_denied_secret_natural=0" },
	{ "one character of a head a line",
	  "自\n然\n人\n商业\n企业\n科研\n机构\n总\n计\n一、本年新收政府信息公开申请数量\n3\n1\n0\n0"
	  "\n0\n0\n4\n"
	  "二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0\n（一）予以公开\n3\n1\n0\n0\n0\n0"
	  "\n4\n（二）部分公开\n0\n0\n0\n0\n0\n0\n0\n（七）总计\n3\n1\n0\n0\n0\n0\n4\n",
	  "req_new_total=4 res_granted_natural=3 res_total_total=4" },
	{ "a label that wraps around its figures",
	  APPLICANTS ROWS_2 "（一）予以公开  2 1 0 0 0 0 3\n（二）部分公开（区分处理的，只计这\n   "
			    " 1 0 0 0 0 0 1\n一情形，不计其他情形）\n"
			    "1.属于国家秘密 0 0 0 0 0 0 0\n",
	  "res_granted_total=3 res_partial_natural=1 res_partial_total=1 "
	  "res_denied_secret_natural=0 note:label_other" },
	{ "a heading printed downwards between rows",
	  APPLICANTS ROWS_2 "三\n（一）予以公开\n2\n1\n0\n0\n0\n0\n3\n、\n本\n（二）部分公开\n1\n0"
			    "\n0\n0\n0\n0\n1\n年\n1.属于国家秘密\n度\n0\n0\n0\n0\n0\n0\n0\n",
	  "res_granted_total=3 res_partial_natural=1 res_denied_secret_total=0" },
	{ "a page number inside the table is no cell", APPLICANTS ROWS_2 "- 4 -\n" ROWS_3,
	  "req_carried_in_total=0 res_granted_total=3" },
	{ "a row that lost its label, where order leaves one place for it",
	  APPLICANTS ROWS_2 "（一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |\n| 1 | 0 | 0 | 0 | 0 | 0 "
			    "| 1 |\n1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
	  "res_granted_total=3 res_partial_natural=1~ res_partial_total=1~" },
	{ "a local row that no form has",
	  HEAD_1 "规章 | 0 | 0 | 0 |\n行政规范性文件 | 4 | 5 | 5 |\n其他主动公开文件 | 7 | 8 | 9 "
		 "|\n" REST_2021,
	  "pub_norm_issued=4 pub_license_decisions=5 disclosure=present:form2021" },
	{ "money in 元 where the head says so",
	  "第二十条第（八）项 |\n信息内容 | 本年收费金额（单位：元） |\n行政事业性收费 | 27270 "
	  "|\n" HEAD_1 "规章 | 0 | 0 | 0 |\n",
	  "pub_fee_amount_wan=2.727 note:cell_converted" },
	{ "money in 元 where the cell says so",
	  "第二十条第（八）项 |\n信息内容 | 本年收费金额（单位：万元） |\n行政事业性收费 | "
	  "3405820元 |\n" HEAD_1 "规章 | 0 | 0 | 0 |\n",
	  "pub_fee_amount_wan=340.582 note:cell_converted note:cell_unit" },
	{ "fifteen cells under the review head",
	  REVIEW_HEAD "1 | 2 | 0 | 0 | 3 | 0 | 0 | 0 | 1 | 1 | 2 | 0 | 0 | 0 | 2 |\n",
	  "rev_upheld=1 rev_corrected=2 rev_total=3 lit_direct_pending=1 lit_after_rev_upheld=2 "
	  "lit_after_rev_total=2 "
	  "review=present:form2021" },
	{ "fourteen cells under the review head",
	  REVIEW_HEAD "1 | 2 | 0 | 0 | 3 | 0 | 0 | 0 | 1 | 1 | 2 | 0 | 0 | 0 |\n",
	  "rev_upheld=? lit_after_rev_total=? review=partial:form2021 note:row_short" },
	{ "the review table on its side",
	  "行政复议 | 结果维持 | 1 |\n结果纠正 | 0 |\n其他结果 | 0 |\n尚未审结 | 0 |\n总计 | 1 "
	  "|\n未经复议直接起诉 | 结果维持 | 2 |\n结果纠正 | 0 |\n"
	  "其他结果 | 0 |\n尚未审结 | 0 |\n总计 | 2 |\n复议后起诉 | 结果维持 | 0 |\n结果纠正 | 3 "
	  "|\n其他结果 | 0 |\n尚未审结 | 0 |\n总计 | 3 |\n",
	  "rev_upheld=1 rev_total=1 lit_direct_upheld=2 lit_after_rev_corrected=3 "
	  "review=present:form2021" },
	{ "the groups of the review table as rows",
	  " | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |\n行政复议 | 1 | 2 | 3 | 4 | 10 "
	  "|\n未经复议直接起诉 | 0 | 0 | 0 | 1 | 1 |\n"
	  "复议后起诉 | 5 | 0 | 0 | 0 | 5 |\n",
	  "rev_upheld=1 rev_total=10 lit_direct_pending=1 lit_after_rev_total=5 "
	  "review=present:form2021" },
	{ "figures glued to one label that has one column",
	  HEAD_1 "规章 | 0 | 0 | 0 |\n第二十条第（五）项\n信息内容本年处理决定数量\n行政许可12\n",
	  "pub_license_decisions=12 note:cell_glued" },
	{ "figures glued to one another are not taken apart",
	  "第二十条第（一）项\n信息内容本年制发件数本年废止件数现行有效件数\n规章555\n行政规范性文"
	  "件1234\n",
	  "pub_rule_issued=? pub_norm_in_force=?" },
	{ "a row narrower than its head has lost a cell, whatever stands at its end",
	  "第二十条第（九）项 | |||\n信息内容 | 采购项目数量 | 采购总金额 | |\n政府集中采购 | 0 | "
	  "|\n",
	  "pub_procurement_count=? pub_procurement_amount=?" },
	{ "glued figures under heads of which one is read",
	  "第二十条第（五）项\n信　息　内　容上一年项目数量本年增/"
	  "减　处理绝对数量\n行政许可281\n第二十条第（六）项\n行政处罚3\n",
	  "pub_license_decisions=?" },
	{ "glued rows of the requests table, where sums leave one reading",
	  GLUED("140000014", "140000014"),
	  "req_new_natural=14~ req_new_total=14~ res_granted_natural=2~ res_total_total=14~ "
	  "req_carried_out_total=0~ note:cell_glued" },
	{ "glued rows of which one has two readings", GLUED("1221000016", "1221000016"),
	  "req_new_natural=? res_granted_total=?" },
	{ "glued rows whose columns do not add up", GLUED("150000015", "140000014"),
	  "req_new_natural=? res_granted_total=?" },
	{ "a local table of counts before the form's is not the form's",
	  "行政许可 | 12 |\n行政处罚 | 30 |\n行政强制 | 2 |\n说明 |\n第二十条第（一）项 "
	  "|\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | 0 | 0 | 0 "
	  "|\n行政规范性文件 | 4 | 5 | 5 |\n" REST_2021,
	  "pub_license_decisions=5 pub_penalty_decisions=0 disclosure=present:form2021 "
	  "note:row_unknown" },
	{ "words of a sentence are no rows",
	  "一、总体情况\n全年公开行政许可5件，行政处罚3件。\n行政许可\n5\n行政处罚\n3\n行政强制\n0"
	  "\n",
	  "disclosure=absent pub_license_decisions=!" },
	{ "a box of metadata is no table",
	  "索引号 | 99-1 | 分类 | 行政许可 |\n发布机构 | 云岭县林草局 | 文号 | 无 |\n",
	  "disclosure=absent pub_license_decisions=!" },
	{ "the rows of an explanation without figures are no table",
	  "一、本年新收政府信息公开申请数量\n指本年度内收到的申请。\n二、上年结转政府信息公开申请数"
	  "量\n指上年收到、本年办理的。\n（一）予以公开\n全部公开。\n（二）部分公开\n区分处理。\n"
	  "1.属于国家秘密\n依法定密。\n2.重复申请\n已经答复过的。\n",
	  "requests=absent req_new_total=!" },
	{ "a table printed twice with other figures tells nothing",
	  HEAD_1 "规章 | 0 | 0 | 0 |\n行政规范性文件 | 4 | 5 | 5 |\n说明文字\n" HEAD_1
		 "规章 | 0 | 0 | 0 |\n行政规范性文件 | 6 | 5 | 5 |\n",
	  "pub_norm_issued=? pub_norm_repealed=5 pub_rule_issued=0" },
	{ "lines that were there before are gone",
	  "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n行政规"
	  "范性文件\n4\n5\n第二十条第（五）项\n本年处理决定数量\n行政许可\n第二十条第（六）项\n"
	  "行政处罚\n行政强制\n第二十条第（八）项\n本年收费金额（单位：万元）\n行政事业性收费\n自然"
	  "人\n商业企业\n总计\n一、本年新收政府信息公开申请数量\n14\n二、上年结转政府信息公开申请数"
	  "量\n"
	  "（一）予以公开\n（二）部分公开\n1.属于国家秘密\n（七）总计\n四、结转下年度继续办理\n",
	  "pub_rule_issued=? pub_norm_issued=? req_new_natural=? note:lines_deduped" },
};

static bool find_note(const struct report *r, struct str name)
{
	for (size_t i = 0; i < r->n_notes; i++)
		if (str_eq(name, str_c(note_kind_name(r->notes[i].kind))))
			return true;
	return false;
}

static void describe(char *out, size_t size, const struct value *v)
{
	static const char marks[VALUE__COUNT] = {
		[VALUE_MISSING] = '!', [VALUE_BLANK] = '_', [VALUE_DASH] = '-',
		[VALUE_SLASH] = '/',   [VALUE_TEXT] = 't',  [VALUE_AMBIGUOUS] = '?',
	};
	char text[VALUE_TEXT_MAX];

	if (value_is_count(v))
		snprintf(out, size, "%s%s", value_text(text, v), v->inferred ? "~" : "");
	else
		snprintf(out, size, "%c", marks[v->state]);
}

/* What the report has for one "key=" of a wish. */
static void answer(char *out, size_t size, const struct report *r, struct str key)
{
	enum row_id row;
	enum col_id col;

	snprintf(out, size, "no such key");
	if (cell_find(&row, &col, key)) {
		describe(out, size, &r->value[row][col]);
		return;
	}
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (str_eq(key, str_c(table_name(t))))
			snprintf(out, size, "%s%s%s", table_status_name(r->table[t].status),
				 r->table[t].form ? ":" : "",
				 r->table[t].form ? r->table[t].form : "");
}

static int unmet(const struct quirk *q, const struct report *r)
{
	struct str want = str_c(q->want);
	int bad = 0;

	for (size_t at = 0; at < want.n;) {
		size_t end = str_find(want, STR(" "), at), eq;
		struct str word = str_sub(want, at, (end == STR_NONE ? want.n : end) - at);
		char got[64];

		at += word.n + 1;
		if (str_starts(word, STR("note:"))) {
			if (find_note(r, str_sub(word, 5, word.n)))
				continue;
			print_error("%s: no %.*s\n", q->name, STR_ARG(word));
			bad++;
			continue;
		}
		eq = str_find(word, STR("="), 0);
		assert_true(eq != STR_NONE);
		answer(got, sizeof got, r, str_sub(word, 0, eq));
		if (str_eq(str_c(got), str_sub(word, eq + 1, word.n)))
			continue;
		print_error("%s: %.*s, got %s\n", q->name, STR_ARG(word), got);
		bad++;
	}
	return bad;
}

static void read_page(struct report *out, struct tables *tables, struct str text,
		      const char *format, struct arena *arena)
{
	struct doc doc = { .bytes = text, .served = text, .text = text };
	struct page page = { 0 };
	struct stream stream;
	struct err e;
	bool full;

	doc.format = format_named(str_c(format));
	assert_int_equal(doc.format->extract(&page, &doc, arena, &e), 0);
	stream = stream_build(&page, &full, arena);
	tables_read(tables, out, &stream, &page, arena);
}

static void quirks_of_real_pages_are_read_as_people_read_them(void **state)
{
	int bad = 0;

	(void)state;
	for (size_t i = 0; i < countof(quirks); i++) {
		struct arena arena = { 0 };
		struct report r = { 0 };
		struct tables tables = { 0 };

		read_page(&r, &tables, str_c(quirks[i].page),
			  quirks[i].page[0] == '<' ? "html" : "text", &arena);
		bad += unmet(&quirks[i], &r);
		arena_release(&arena);
	}
	assert_int_equal(bad, 0);
}

static void a_cell_knows_its_place_and_the_tables_their_blocks(void **state)
{
	static const char page[] = "<html><body><p>二、主动公开政府信息情况</p><table><tr><td "
				   "colspan=4>第二十条第（一）项</td></tr>"
				   "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</"
				   "td><td>现行有效件数</td></tr>"
				   "<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>"
				   "<tr><td>行政规范性文件</td><td>4</td><td> 5 "
				   "</td><td>5</td></tr></table><p>三、无</p></body></html>";
	struct arena arena = { 0 };
	struct report r = { 0 };
	struct tables tables = { 0 };
	const struct value *v = &r.value[ROW_PUB_NORM][COL_REPEALED];

	(void)state;
	read_page(&r, &tables, STR(page), "html", &arena);
	assert_int_equal(v->state, VALUE_NUMBER);
	assert_int_equal(v->grid, 1);
	assert_int_equal(v->row, 3);
	assert_int_equal(v->col, 2);
	assert_true(str_eq(v->raw, STR("5")));
	assert_int_equal(tables.n_spans, 1);
	assert_int_equal(tables.spans[0].table, TABLE_DISCLOSURE);
	assert_ptr_equal(tables.spans[0].form, form_named("form2021"));
	assert_int_equal(tables.spans[0].first_block, r.table[TABLE_DISCLOSURE].block);
	assert_int_equal(tables.spans[0].last_block, tables.spans[0].first_block + 1);
	arena_release(&arena);
}

/* So many times over that anything but linear time would not come back. */
static void hostile_pages_are_read_in_linear_time(void **state)
{
	static const char *const parts[] = {
		"规章 1 ",
		"规章 | 1 | ",
		"自然人\n某某\n",
		"（二）部分公开\t0\t0\n",
		"一、本年新收政府信息公开申请数\n说明\n",
		"规章5",
		"((",
		"其他\n",
		"0 ",
		"||||||||",
	};

	(void)state;
	for (size_t i = 0; i < countof(parts); i++) {
		struct arena arena = { 0 };
		static struct report r;
		struct tables tables = { 0 };
		struct buf page;

		buf_init(&page, 4u << 20);
		buf_add(&page, STR("第二十条第（一）项 | 本年制发件数 | 规章 | 3 |\n"));
		while (page.n < 1200000)
			buf_add(&page, str_c(parts[i]));
		r = (struct report){ 0 };
		read_page(&r, &tables, buf_str(&page), "text", &arena);
		assert_true(tables.n_spans <= 64);
		arena_release(&arena);
		buf_release(&page);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quirks_of_real_pages_are_read_as_people_read_them),
		cmocka_unit_test(a_cell_knows_its_place_and_the_tables_their_blocks),
		cmocka_unit_test(hostile_pages_are_read_in_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
