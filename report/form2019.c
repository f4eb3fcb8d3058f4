#include "report/form.h"

#include "base/attrs.h"

/* 国办公开办函〔2019〕60号, report years 2019 and 2020. */

static const char *const results[] = { "三、本年度办理结果", NULL };
static const char *const denied[] = { "（三）不予公开", NULL };
static const char *const unable[] = { "（四）无法提供", NULL };
static const char *const refused[] = { "（五）不予处理", NULL };
static const char *const suits[] = { "行政诉讼", "行政诉讼（因政府信息公开被行政诉讼）", NULL };

static const struct form_row rows_20_1[] = {
	{ .row = ROW_PUB_RULE, .wording = WORDS("规章") },
	{ .row = ROW_PUB_NORM,
	  .wording = WORDS("规范性文件", "规范性文件（本单位制发的）",
			   "规范性文件(指各行政机关印发的有正式文号的文件)", "规范性档案",
			   "行政规范性文件") },
};
static const struct form_col cols_20_1[] = {
	{ .col = COL_MADE, .wording = WORDS("本年新制作数量") },
	{ .col = COL_PUBLISHED, .wording = WORDS("本年新公开数量") },
	{ .col = COL_PUBLIC_TOTAL, .wording = WORDS("对外公开总数量") },
};
static const struct form_row rows_20_5[] = {
	{ .row = ROW_PUB_LICENSE, .wording = WORDS("行政许可") },
	{ .row = ROW_PUB_OTHER_SERVICE,
	  .wording = WORDS("其他对外管理服务事项", "其它对外管理服务事项") },
};
static const struct form_col cols_20_5[] = {
	{ .col = COL_ITEMS_PREV, .wording = WORDS("上一年项目数量") },
	{ .col = COL_ITEMS_DELTA, .wording = WORDS("本年增/减", "本年增减"), .is_signed = true },
	{ .col = COL_DECISIONS, .wording = WORDS("处理决定数量", "处理绝对数量") },
};
static const struct form_row rows_20_6[] = {
	{ .row = ROW_PUB_PENALTY, .wording = WORDS("行政处罚") },
	{ .row = ROW_PUB_COERCION, .wording = WORDS("行政强制") },
};
static const struct form_col cols_20_6[] = {
	{ .col = COL_ITEMS_PREV, .wording = WORDS("上一年项目数量") },
	{ .col = COL_ITEMS_DELTA, .wording = WORDS("本年增/减", "本年增减"), .is_signed = true },
	{ .col = COL_DECISIONS, .wording = WORDS("处理决定数量", "处理绝对数量") },
};
static const struct form_row rows_20_8[] = {
	{ .row = ROW_PUB_FEE, .wording = WORDS("行政事业性收费") },
};
static const struct form_col cols_20_8[] = {
	{ .col = COL_ITEMS_PREV, .wording = WORDS("上一年项目数量") },
	{ .col = COL_ITEMS_DELTA, .wording = WORDS("本年增/减", "本年增减"), .is_signed = true },
};
static const struct form_row rows_20_9[] = {
	{ .row = ROW_PUB_PROCUREMENT, .wording = WORDS("政府集中采购") },
};
static const struct form_col cols_20_9[] = {
	{ .col = COL_COUNT, .wording = WORDS("采购项目数量") },
	{ .col = COL_AMOUNT, .wording = WORDS("采购总金额") },
};
static const struct form_row request_rows[] = {
	{ .row = ROW_REQ_NEW,
	  .wording = WORDS("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量",
			   "一、本年新收申请数量", "一、本年新收政府信息公开申请数"),
	  .articles = "27,29" },
	{ .row = ROW_REQ_CARRIED_IN,
	  .wording = WORDS("二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开数量",
			   "上年结转政府信息公开申请数量") },
	{ .row = ROW_RES_GRANTED,
	  .wording = WORDS("（一）予以公开", "一、予以公开"),
	  .group = results,
	  .articles = "36(1),36(2)",
	  .is_part = true },
	{ .row = ROW_RES_PARTIAL,
	  .wording = WORDS("（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
			   "（二）部分公开（区分处理的，只记这一情形，不记其他情形）",
			   "（二）部分公开"),
	  .group = results,
	  .articles = "37",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_SECRET,
	  .wording = WORDS("1.属于国家秘密"),
	  .group = denied,
	  .articles = "14",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_LAW,
	  .wording = WORDS("2.其他法律行政法规禁止公开", "2.其他法律、行政法规禁止公开"),
	  .group = denied,
	  .articles = "14",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_SECURITY,
	  .wording = WORDS("3.危及“三安全一稳定”"),
	  .group = denied,
	  .articles = "14",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_THIRD_PARTY,
	  .wording = WORDS("4.保护第三方合法权益"),
	  .group = denied,
	  .articles = "15,32",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_INTERNAL,
	  .wording = WORDS("5.属于三类内部事务信息", "5.属于内部事务信息"),
	  .group = denied,
	  .articles = "16(1)",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_PROCESS,
	  .wording = WORDS("6.属于四类过程性信息", "6.属于过程性信息"),
	  .group = denied,
	  .articles = "16(2)",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_CASE_FILE,
	  .wording = WORDS("7.属于行政执法案卷", "7.属于行政执法案卷信息"),
	  .group = denied,
	  .articles = "16(2)",
	  .is_part = true },
	{ .row = ROW_RES_DENIED_QUERY,
	  .wording = WORDS("8.属于行政查询事项"),
	  .group = denied,
	  .articles = "36(7)",
	  .is_part = true },
	{ .row = ROW_RES_UNABLE_NOT_HELD,
	  .wording = WORDS("1.本机关不掌握相关政府信息", "1.本机关不掌握相关信息"),
	  .group = unable,
	  .articles = "36(4),36(5)",
	  .is_part = true },
	{ .row = ROW_RES_UNABLE_NOT_EXISTING,
	  .wording = WORDS("2.没有现成信息需要另行制作"),
	  .group = unable,
	  .articles = "38",
	  .is_part = true },
	{ .row = ROW_RES_UNABLE_UNCLEAR,
	  .wording = WORDS("3.补正后申请内容仍不明确", "3.补正后申请内容仍不明确的"),
	  .group = unable,
	  .articles = "30",
	  .is_part = true },
	{ .row = ROW_RES_REFUSED_PETITION,
	  .wording = WORDS("1.信访举报投诉类申请", "1.信访投诉举报类申请", "1.信访投诉举报类",
			   "1.信访举报投诉类"),
	  .group = refused,
	  .articles = "39",
	  .is_part = true },
	{ .row = ROW_RES_REFUSED_REPEAT,
	  .wording = WORDS("2.重复申请"),
	  .group = refused,
	  .articles = "36(6)",
	  .is_part = true },
	{ .row = ROW_RES_REFUSED_PUBLICATION,
	  .wording = WORDS("3.要求提供公开出版物"),
	  .group = refused,
	  .articles = "39",
	  .is_part = true },
	{ .row = ROW_RES_REFUSED_EXCESSIVE,
	  .wording = WORDS("4.无正当理由大量反复申请"),
	  .group = refused,
	  .articles = "35",
	  .is_part = true },
	{ .row = ROW_RES_REFUSED_CONFIRM,
	  .wording = WORDS("5.要求行政机关确认或重新出具已获取信息",
			   "5.要求行政机关确认或者重新出具已获取信息"),
	  .group = refused,
	  .is_part = true },
	{ .row = ROW_RES_MISC,
	  .wording = WORDS("（六）其他处理", "（六）其它处理"),
	  .group = results,
	  .is_part = true },
	{ .row = ROW_RES_TOTAL, .wording = WORDS("（七）总计", "（七）合计"), .group = results },
	{ .row = ROW_REQ_CARRIED_OUT,
	  .wording = WORDS("四、结转下年度继续办理", "结转下年度继续办理", "四、结转下年度",
			   "四、结转下年度继续办理数量") },
};
static const struct form_col request_cols[] = {
	{ .col = COL_NATURAL, .wording = WORDS("自然人") },
	{ .col = COL_BIZ, .wording = WORDS("商业企业") },
	{ .col = COL_RESEARCH, .wording = WORDS("科研机构") },
	{ .col = COL_NGO, .wording = WORDS("社会公益组织") },
	{ .col = COL_LEGAL, .wording = WORDS("法律服务机构") },
	{ .col = COL_OTHER, .wording = WORDS("其他", "其它") },
	{ .col = COL_TOTAL, .wording = WORDS("总计", "合计") },
};
static const struct form_row review_rows[] = {
	{ .row = ROW_REV, .wording = WORDS("行政复议", "行政复议（因政府信息公开被行政复议）") },
	{ .row = ROW_LIT_DIRECT,
	  .wording = WORDS("未经复议直接起诉", "未经复议直接诉讼", "直接起诉", "未经复议直接起诉的",
			   "直接诉讼"),
	  .group = suits },
	{ .row = ROW_LIT_AFTER_REV,
	  .wording = WORDS("复议后起诉", "复议后诉讼", "复议后起诉的", "经复议后起诉"),
	  .group = suits },
};
static const struct form_col review_cols[] = {
	{ .col = COL_UPHELD, .wording = WORDS("结果维持", "结果维护", "维持") },
	{ .col = COL_CORRECTED, .wording = WORDS("结果纠正", "纠正") },
	{ .col = COL_OTHER, .wording = WORDS("其他结果", "其它结果") },
	{ .col = COL_PENDING, .wording = WORDS("尚未审结", "未审结") },
	{ .col = COL_TOTAL, .wording = WORDS("总计", "合计") },
};

static const struct form_block blocks[] = {
	{ TABLE_DISCLOSURE, LAYOUT_ROWS, WORDS("第二十条第（一）项", "第二十条(一)项"), rows_20_1,
	  cols_20_1, countof(rows_20_1), countof(cols_20_1) },
	{ TABLE_DISCLOSURE, LAYOUT_ROWS, WORDS("第二十条第（五）项", "第二十条(五)项"), rows_20_5,
	  cols_20_5, countof(rows_20_5), countof(cols_20_5) },
	{ TABLE_DISCLOSURE, LAYOUT_ROWS, WORDS("第二十条第（六）项", "第二十条(六)项"), rows_20_6,
	  cols_20_6, countof(rows_20_6), countof(cols_20_6) },
	{ TABLE_DISCLOSURE, LAYOUT_ROWS, WORDS("第二十条第（八）项", "第二十条(八)项"), rows_20_8,
	  cols_20_8, countof(rows_20_8), countof(cols_20_8) },
	{ TABLE_DISCLOSURE, LAYOUT_ROWS, WORDS("第二十条第（九）项", "第二十条(九)项"), rows_20_9,
	  cols_20_9, countof(rows_20_9), countof(cols_20_9) },
	{ TABLE_REQUESTS, LAYOUT_ROWS, NULL, request_rows, request_cols, countof(request_rows),
	  countof(request_cols) },
	{ TABLE_REVIEW, LAYOUT_ACROSS, NULL, review_rows, review_cols, countof(review_rows),
	  countof(review_cols) },
};

const struct form form2019 = {
	.name = "form2019",
	.doc_no = "国办公开办函〔2019〕60号",
	.from_year = 2019,
	.to_year = 2020,
	.blocks = blocks,
	.n_blocks = countof(blocks),
	.furniture = WORDS("信息内容", "申请人情况", "法人或其他组织",
			   "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"),
	.strong = WORDS("本年新制作数量", "本年新公开数量", "对外公开总数量", "上一年项目数量",
			"本年增/减", "采购项目数量", "采购总金额", "其他对外管理服务事项",
			"第二十条第（九）项"),
	.negative = WORDS("本年制发件数", "本年收费金额"),
};
