#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/doc.h"
#include "extract/format.h"

/* What is found, as "name=content;", in pages of either format. */
static const struct {
	const char *name, *page, *want;
} cases[] = {
	{ "a table of four columns",
	  "<table><tr><td>索 引 号<td>0991/2024-1<td>分类<td>年报"
	  "<tr><td>发布机构：<td>青川县科技局<td>公开日期<td>2024-01-17"
	  "<tr><td>名\xE3\x80\x80称<td colspan=3>年度报告<tr><td>文号<td><td>关键词<td></table>",
	  "索引号=0991/2024-1;分类=年报;发布机构=青川县科技局;公开日期=2024-01-17;名称=年度报告;" },
	{ "label and value in one cell",
	  "<table><tr><td>索引号：099<td>发布机构：甲局<tr><td>标题：年报<td>主题分类： </table>",
	  "索引号=099;发布机构=甲局;标题=年报;" },
	{ "values under their labels",
	  "<table><tr><td>索引号<td>发布机构<td>发文日期<tr><td>1<td>甲局<td>2024-01-02</table>",
	  "索引号=1;发布机构=甲局;发文日期=2024-01-02;" },
	{ "a table of figures is no box", "<table><tr><td>名称<td>数量<tr><td>来源<td>3</table>",
	  "" },
	{ "a definition list",
	  "<dl><dt>索引号：<dd>099<dt>名称：<dd>年报<dt>文号：<dt>发布机构：<dd>甲局</dl>",
	  "索引号=099;名称=年报;发布机构=甲局;" },
	{ "one entry a line", "<ul><li>[索引号] 099<li>公开日期：2024年1月17日<li>来源：甲局</ul>",
	  "公开日期=2024年1月17日;" },
	{ "many glued into one line",
	  "<p>发布日期：2024-01-18 10:00来源：甲局浏览次数：12 字体：大 中 小 打印</p>",
	  "发布日期=2024-01-18 10:00;来源=甲局;" },
	{ "labels in lenticular brackets", "<p>【发布时间】2024-01-18 【信息来源】甲局</p>",
	  "发布时间=2024-01-18;信息来源=甲局;" },
	{ "traditional characters", "<p>發布機構：甲局 發布日期：2024-01-18</p>",
	  "發布機構=甲局;發布日期=2024-01-18;" },
	{ "a date must look like one", "<p>生成日期：见附件</p><p>成文日期：二〇二四年一月</p>",
	  "成文日期=二〇二四年一月;" },
	{ "words of prose are no labels",
	  "<p>政府信息发布日期应当公开，来源：以本机关名义制作。名称：略</p>", "" },
	{ "a common word alone is no label", "<p>标题：年报</p><p>时间：2024</p>", "" },
	{ "plain text with pipes", "| 索引号 | 099 | 发布机构 | 甲局 |\n| --- | --- |\n",
	  "索引号=099;发布机构=甲局;" },
	{ "plain text with tabs", "发布机构\t甲局\n公开日期\t2024/01/31/ 17:41\n",
	  "发布机构=甲局;公开日期=2024/01/31/ 17:41;" },
};

static void test_metabox(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		static const struct doc_hint none;
		struct arena arena = { 0 };
		struct err e = { 0 };
		struct doc doc;
		struct page page;
		struct buf got;

		print_message("  case: %s\n", cases[i].name);
		assert_int_equal(doc_open(&doc, str_c(cases[i].page), &none, &arena, &e), 0);
		assert_int_equal(doc.format->extract(&page, &doc, &arena, &e), 0);
		buf_init(&got, 4096);
		for (size_t k = 0; k < page.n_metas; k++)
			if (page.metas[k].source == META_BOX)
				buf_addf(&got, "%.*s=%.*s;", STR_ARG(page.metas[k].name),
					 STR_ARG(page.metas[k].content));
		assert_string_equal(got.p ? got.p : "", cases[i].want);
		buf_release(&got);
		arena_release(&arena);
	}
}

/* A list of articles is not a box of a thousand entries, and no error. */
static void test_metabox_is_bounded(void **state)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct page page;
	struct doc doc = { 0 };
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	for (int i = 0; i < 5000; i++)
		buf_add(&text, STR("发布日期：2024-01-18\n"));
	doc.text = buf_str(&text);
	doc.format = format_named(STR("text"));
	assert_int_equal(doc.format->extract(&page, &doc, &arena, &e), 0);
	assert_int_equal(page.n_metas, 100);
	buf_release(&text);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_metabox),
		cmocka_unit_test(test_metabox_is_bounded),
	};

	return cmocka_run_group_tests_name("metabox", tests, NULL, NULL);
}
