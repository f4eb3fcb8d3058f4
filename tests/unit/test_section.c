#include "tests/unit/harness.h"

#include <stdio.h>

#include "base/attrs.h"
#include "report/heading.h"
#include "report/lines.h"
#include "report/section.h"
#include "report/text.h"
#include "tests/unit/page_of.h"

#define HEADS                                                                                         \
	"二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n" \
	"四、政府信息公开行政复议、行政诉讼情况\n"

/* Sections as "no:text" parted by '/', line breaks shown as '|'. */
static const struct {
	const char *name, *page, *want, *signoff;
} pages[] = {
	{ "the six by number, text to the next heading",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n乙\n三、收到和处理政府信息公开申请情况\n丙"
	  "\n"
	  "四、政府信息公开行政复议、行政诉讼情况\n丁\n五、存在的主要问题及改进情况\n戊。\n"
	  "六、其他需要报告的事项\n无。\n",
	  "1:甲。/2:乙/3:丙/4:丁/5:戊。/6:无。", "" },
	{ "headings alone have empty texts",
	  "一、总体情况\n甲。\n" HEADS "五、存在的主要问题及改进情况\n戊。\n",
	  "1:甲。/2:/3:/4:/5:戊。", "" },
	{ "wrong and repeated ordinals: the words decide",
	  "一、总体情况\n甲。\n一、主动公开政府信息情况\n乙\n三、存在的主要问题及改进情况\n戊。\n",
	  "1:甲。/2:乙/5:戊。", "" },
	{ "a missing ordinal",
	  "总体情况\n甲。\n主动公开政府信息情况\n乙\n三、收到和处理政府信息公开申请情况\n丙\n"
	  "四、政府信息公开行政复议、行政诉讼情况\n丁\n",
	  "1:甲。/2:乙/3:丙/4:丁", "" },
	{ "inner spaces and full-width marks",
	  "一 、总 体 情 "
	  "况\n甲。\n二．主动公开政府信息情况：\n乙\n三、　收到和处理政府信息公开申请情况\n丙\n",
	  "1:甲。/2:乙/3:丙", "" },
	{ "a heading glued to the paragraph before",
	  "现公布报告。一、总体情况\n甲甲甲甲甲甲甲甲甲甲甲甲甲。二、主动公开政府信息情况\n乙\n"
	  "三、收到和处理政府信息公开申请情况\n丙\n",
	  "1:甲甲甲甲甲甲甲甲甲甲甲甲甲。/2:乙/3:丙", "" },
	{ "the whole body on one line",
	  "一、总体情况 2023年全年公开信息九条。二、主动公开政府信息情况 规章 0 0 0 "
	  "三、收到和处理政府信息公开"
	  "申请情况 一、本年新收政府信息公开申请数量 0 四、政府信息公开行政复议、行政诉讼情况 0 0 "
	  "五、存在的"
	  "主要问题及改进情况 问题是少。六、其他需要报告的事项 无。\n",
	  "1:2023年全年公开信息九条。/2:规章 0 0 0/3:一、本年新收政府信息公开申请数量 0/4:0 "
	  "0/5:问题是少。/"
	  "6:无。",
	  "" },
	{ "row labels of the request table are no headings",
	  "二、主动公开政府信息情况\n乙\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公"
	  "开申请数量 |\n0 |\n"
	  "二、上年结转政府信息公开申请数量 |\n三、本年度办理结果 |\n四、结转下年度继续办理 |\n0 "
	  "|\n"
	  "四、政府信息公开行政复议、行政诉讼情况\n丁\n",
	  "2:乙/"
	  "3:一、本年新收政府信息公开申请数量|0|二、上年结转政府信息公开申请数量|"
	  "三、本年度办理结果|"
	  "四、结转下年度继续办理|0/4:丁",
	  "" },
	{ "a sentence that enumerates the parts is not cut",
	  "本报告包括“总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、其他需要报告"
	  "的事项”六个部分。\n"
	  "全文包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况。\n"
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n乙\n三、收到和处理政府信息公开申请情况\n丙"
	  "\n",
	  "1:甲。/2:乙/3:丙", "" },
	{ "a list of contents is not the body",
	  "目录\n一、总体情况\n" HEADS "五、存在的主要问题及改进情况\n六、其他需要报告的事项\n"
	  "一、总体情况\n甲。\n" HEADS
	  "五、存在的主要问题及改进情况\n戊。\n六、其他需要报告的事项\n无。\n",
	  "1:甲。/2:/3:/4:/5:戊。/6:无。", "" },
	{ "a heading printed twice is one",
	  "一、总体情况\n一、总体情况\n甲。\n二、主动公开政府信息情况\n乙\n三、收到和处理政府信息公"
	  "开申请情况\n丙\n",
	  "1:甲。/2:乙/3:丙", "" },
	{ "sub-headings stay in their section",
	  "一、总体情况\n（一）主动公开情况\n甲。\n㈡依申请公开情况\n乙。\n二、主动公开政府信息的情"
	  "况\n丙\n"
	  "三、收到和处理政府信息公开申请情况\n丁\n五、存在的主要问题及整改措施\n（一）存在的主要问"
	  "题。少。\n",
	  "1:（一）主动公开情况|甲。|㈡依申请公开情况|乙。/2:丙/3:丁/5:（一）存在的主要问题。少。",
	  "" },
	{ "other numbering when there is no other",
	  "（一）总体情况\n甲。\n（二）主动公开政府信息情况\n乙\n（三）收到和处理政府信息公开申请情"
	  "况\n丙\n",
	  "1:甲。/2:乙/3:丙", "" },
	{ "an ordinal alone on its line",
	  "一、\n总体情况\n甲。\n二、\n主动公开政府信息情况\n乙\n三、收到和处理政府信息公开申请情况"
	  "\n丙\n",
	  "1:甲。/2:乙/3:丙", "" },
	{ "wordings of other years",
	  "一、概述\n甲。\n二、主动公开政府信息的情况\n乙。\n三、政府信息依申请公开办理情况\n丙。\n"
	  "四、政府信息公开收费及减免情况\n免。\n五、因政府信息公开申请行政复议、提起行政诉讼的情况"
	  "\n丁。\n"
	  "六、政府信息公开工作存在的主要问题及改进措施\n戊。\n",
	  "1:甲。/2:乙。/3:丙。/4:丁。/5:戊。", "" },
	{ "a part of its own ends the section before it",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
	  "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n少。\n六、明年工作"
	  "思路\n多。\n"
	  "七、其他需要报告的事项\n无。\n",
	  "1:甲。/2:/3:/4:/5:少。/6:无。", "" },
	{ "Word residue goes",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
	  "六、其他需要报告的事项\n[bookmark: _GoBack]全年收费0元。\n",
	  "1:甲。/2:/3:/6:全年收费0元。", "" },
	{ "furniture goes and ends the last section",
	  "一、总体情况\n【打印】 "
	  "【关闭】\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
	  "六、其他需要报告的事项\n无。\n浏览次数：12\n扫一扫在手机打开当前页\n上一篇：无\n主办单位"
	  "：临溟县\n",
	  "1:甲。/2:/3:/6:无。", "" },
	{ "signature and date stand apart",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n六、其"
	  "他需要报告的事项\n"
	  "无。\n      临溟县档案局\n   2024年1月17日\n打印本页\n",
	  "1:甲。/2:/3:/6:无。", "临溟县档案局 2024年1月17日" },
	{ "审核人 is no text",
	  "一、总体情况\n甲。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n六、其"
	  "他需要报告的事项\n"
	  "无。\n审核人:某某\n",
	  "1:甲。/2:/3:/6:无。", "审核人:某某" },
	{ "a sentence that begins with a furniture word is text",
	  "一、总体情况\n相关信息公开后反响良好。\n二、主动公开政府信息情况\n三、收到和处理政府信息"
	  "公开申请情况\n"
	  "六、其他需要报告的事项\n无。\n",
	  "1:相关信息公开后反响良好。/2:/3:/6:无。", "" },
	{ "HTML: cells in reading order, spans once",
	  "<html><body><p>一、总体情况</p><p>甲。</p><p>二、主动公开政府信息情况</p>"
	  "<table><tr><td colspan=2>第二十条</td></tr><tr><td>规章</td><td>0</td></tr></table>"
	  "<p>三、收到和处理政府信息公开申请情况</p><p>丙</p></body></html>",
	  "1:甲。/2:第二十条|规章|0/3:丙", "" },
	{ "no headings, no sections", "今天天气很好。\n明天也是。\n", "", "" },
	{ "an empty page", " ", "", "" },
};

static struct outline read(struct lines *lines, const struct page *page, struct arena *a)
{
	struct tables none = { NULL, 0 };
	struct outline o;

	*lines = lines_build(page, a);
	section_read(&o, lines, &none, a);
	return o;
}

static void show(char *out, size_t room, const struct outline *o)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < o->n_sections && n < room; i++)
		n += (size_t)snprintf(out + n, room - n, "%s%d:%.*s", i ? "/" : "",
				      o->sections[i].no, STR_ARG(o->sections[i].text));
	for (char *p = out; *p; p++)
		if (*p == '\n')
			*p = '|';
}

static void test_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(pages); i++) {
		struct arena a = { 0 };
		struct lines lines;
		struct outline o = read(&lines, page_of(pages[i].page, &a), &a);
		char got[4096];

		print_message("  case: %s\n", pages[i].name);
		show(got, sizeof(got), &o);
		assert_string_equal(got, pages[i].want);
		assert_int_equal(o.signoff.n, strlen(pages[i].signoff));
		if (o.signoff.n)
			assert_memory_equal(o.signoff.p, pages[i].signoff, o.signoff.n);
		for (size_t k = 0; k < o.n_sections; k++)
			assert_true(o.sections[k].first_block < o.sections[k].last_block);
		arena_release(&a);
	}
}

static const struct {
	const char *name, *page;
	enum note_kind kind;
	unsigned n;
} noted[] = {
	{ "right ordinals", "一、总体情况\n甲\n" HEADS, NOTE_HEADING_ORDINAL, 0 },
	{ "one wrong ordinal", "二、总体情况\n甲\n" HEADS, NOTE_HEADING_ORDINAL, 1 },
	{ "a missing ordinal", "总体情况\n甲\n" HEADS, NOTE_HEADING_ORDINAL, 1 },
	{ "a second heading", "一、总体情况\n甲\n一、总体情况\n乙\n" HEADS, NOTE_HEADING_REPEATED,
	  1 },
};

static void test_notes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(noted); i++) {
		struct arena a = { 0 };
		struct lines lines;
		struct outline o = read(&lines, page_of(noted[i].page, &a), &a);
		unsigned n = 0;

		print_message("  case: %s\n", noted[i].name);
		for (size_t k = 0; k < o.n_notes; k++)
			n += o.notes[k].kind == noted[i].kind;
		assert_int_equal(n, noted[i].n);
		arena_release(&a);
	}
}

static const struct {
	const char *text;
	enum ordinal_style style;
	int n;
	size_t used;
	bool bare;
} ordinals[] = {
	{ "一、总体", ORDINAL_MAIN, 1, 6, false },
	{ "十二、总体", ORDINAL_MAIN, 12, 9, false },
	{ "一总体", ORDINAL_MAIN, 1, 3, true },
	{ "(一)主动", ORDINAL_BRACKET, 1, 5, false },
	{ "(一)、主动", ORDINAL_BRACKET, 1, 8, false },
	{ "1.主动", ORDINAL_ARABIC, 1, 2, false },
	{ "1、主动", ORDINAL_ARABIC, 1, 4, false },
	{ "(1)主动", ORDINAL_ARABIC, 1, 3, false },
	{ "第一部分总体", ORDINAL_PART, 1, 12, false },
	{ "一是主动", ORDINAL_LISTED, 1, 6, false },
	{ "2023年", ORDINAL_NONE, 0, 0, false },
	{ "总体", ORDINAL_NONE, 0, 0, false },
	{ "(一", ORDINAL_NONE, 0, 0, false },
	{ "", ORDINAL_NONE, 0, 0, false },
};

static void test_ordinals(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(ordinals); i++) {
		struct ordinal o = ordinal_read(str_c(ordinals[i].text));

		print_message("  case: %s\n", ordinals[i].text);
		assert_int_equal(o.style, ordinals[i].style);
		assert_int_equal(o.n, ordinals[i].n);
		assert_int_equal(o.used, ordinals[i].used);
		assert_int_equal(o.bare, ordinals[i].bare);
	}
}

static const struct {
	const char *name, *text, *want[PART__COUNT];
} parts[] = {
	{ "bracketed ordinals",
	  "甲。\n（一）主动公开情况\n乙。\n（二）依申请公开\n丙。\n（五）监督保障\n丁。",
	  { "（一）主动公开情况\n乙。", "（二）依申请公开\n丙。", NULL, NULL,
	    "（五）监督保障\n丁。" } },
	{ "text behind the sub-heading",
	  "(一)主动公开情况。2024年公开。\n(三)政府信息管理情况。严格。\n(四)平台建设情况。充分。",
	  { "(一)主动公开情况。2024年公开。", NULL, "(三)政府信息管理情况。严格。",
	    "(四)平台建设情况。充分。", NULL } },
	{ "ordinals of other kinds",
	  "㈠主动公开\n甲\n2.依申请公开\n乙\n三是加强政府信息管理\n丙\n平台建设\n丁",
	  { "㈠主动公开\n甲", "2.依申请公开\n乙", "三是加强政府信息管理\n丙", "平台建设\n丁",
	    NULL } },
	{ "a sentence about a part is no sub-heading",
	  "2024年，我局主动公开信息九条。\n依申请公开的答复全部按期完成，没有逾期的情况发生，群众满"
	  "意。",
	  { NULL, NULL, NULL, NULL, NULL } },
	{ "nothing", "", { NULL, NULL, NULL, NULL, NULL } },
};

static void test_parts(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(parts); i++) {
		struct str got[PART__COUNT];

		print_message("  case: %s\n", parts[i].name);
		section_parts(got, str_c(parts[i].text), &a);
		for (size_t k = 0; k < PART__COUNT; k++)
			if (!str_eq(got[k], str_c(parts[i].want[k])))
				fail_msg("part %zu: \"%.*s\"", k, STR_ARG(got[k]));
	}
	arena_release(&a);
}

static const struct {
	const char *line;
	enum line_role role;
} roles[] = {
	{ "【打印】 【关闭】", LINE_END },
	{ "字体：【大 中 小】", LINE_DROP },
	{ "浏览次数：123", LINE_DROP },
	{ "上一篇：某某通知", LINE_END },
	{ "相关信息", LINE_END },
	{ "相关信息公开工作稳步推进。", LINE_TEXT },
	{ "审核人：某某", LINE_SIGNOFF },
	{ "审核流程严格。", LINE_TEXT },
	{ "当前位置：首页 > 信息公开", LINE_CRUMB },
	{ "琼ICP备12345678号", LINE_END },
	{ "打印机采购信息", LINE_TEXT },
	{ "- 4 -", LINE_DROP },
	{ "— 14 —", LINE_DROP },
	{ "第 4 页 共 9 页", LINE_DROP },
	{ "-11", LINE_TEXT },
	{ "1-2-3", LINE_TEXT },
	{ "----", LINE_TEXT },
	{ "2023年全年公开信息九条。", LINE_TEXT },
};

static void test_roles(void **state)
{
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < countof(roles); i++) {
		struct line line = { .text = str_c(roles[i].line) };

		print_message("  case: %s\n", roles[i].line);
		line.folded = text_fold(line.text, &a);
		assert_int_equal(line_role(&line, &a), roles[i].role);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages),    cmocka_unit_test(test_notes),
		cmocka_unit_test(test_ordinals), cmocka_unit_test(test_parts),
		cmocka_unit_test(test_roles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
