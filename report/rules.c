#include "report/rules.h"
#include "base/attrs.h"
#include "report/check.h"

/* To add a rule: a row here, and a case that fires it and one that does not in
 * tests/unit/test_check.c. */
const struct rule check_rules[] = {
	{ "T3_BALANCE", SEV_ERROR, GROUP_ARITHMETIC, "勾稽关系, printed in the form",
	  "本年新收 + 上年结转 differs from 总计 + 结转下年度 in a column of the request table",
	  rule_identity },
	{ "T3_RESULT_SUM", SEV_ERROR, GROUP_ARITHMETIC, "（七）总计 of the form",
	  "the results （一） to （六） do not add up to （七）总计 in a column", rule_identity },
	{ "T3_ROW_TOTAL", SEV_ERROR, GROUP_ARITHMETIC, "总计 of the form",
	  "the six kinds of applicants do not add up to 总计 in a row", rule_identity },
	{ "T4_GROUP_SUM", SEV_ERROR, GROUP_ARITHMETIC, "总计 of the form",
	  "the four outcomes of a review or suit do not add up to 总计", rule_identity },
	{ "S14_REQ_SUM", SEV_ERROR, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "the four ways of applying do not add up to 收到申请数", rule_identity },
	{ "S14_DONE_SUM", SEV_ERROR, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "按时办结数 + 延期办结数 differs from 申请办结数", rule_identity },
	{ "S14_ANS_SUM", SEV_ERROR, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "the eight kinds of answers do not add up to 申请答复数", rule_identity },
	{ "S14_DENIED_SUM", SEV_WARNING, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "the six grounds do not add up to 不同意公开答复数 (an answer may rest on several)",
	  rule_identity },
	{ "S14_REV_SUM", SEV_ERROR, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "the three outcomes do not add up to 行政复议数量", rule_identity },
	{ "S14_LIT_SUM", SEV_ERROR, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "the three outcomes do not add up to 行政诉讼数量", rule_identity },
	{ "S14_STAFF_SUM", SEV_ERROR, GROUP_ARITHMETIC, "国办发〔2014〕32号",
	  "专职人员数 + 兼职人员数 differs from 工作人员数", rule_identity },
};
const size_t check_rules_count = countof(check_rules);
