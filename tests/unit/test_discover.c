#include "tests/unit/harness.h"

#include "base/attrs.h"
#include "base/buf.h"
#include "crawler/discover.h"
#include "crawler/family.h"
#include "crawler/url.h"
#include "crawler/wording.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/page.h"
#include "tests/unit/shared.h"

/* ---- words ---- */

static const struct {
	const char *text;
	enum wording want;
	int year;
} words[] = {
	{ "甲县教育局2023年政府信息公开工作年度报告", WORDING_REPORT, 2023 },
	{ "2021年甲县政府信息公开年报", WORDING_REPORT, 2021 },
	{ "2013年度政府信息公开总结", WORDING_REPORT, 2013 },
	{ "甲县二〇二二年政府信息公开工作报告", WORDING_REPORT, 2022 },
	{ "甲县二○一二年度政府信息公开工作年度报告", WORDING_REPORT, 2012 },
	{ "２０２０年政府信息公开年度报告", WORDING_REPORT, 2020 },
	{ "甲镇 2024 年 政府信息公开 工作年度报告", WORDING_REPORT, 2024 },
	{ "甲局2023年政府信息公开工作年度报...", WORDING_REPORT, 2023 },
	{ "甲局2023年政府信息公开工作…", WORDING_REPORT, 2023 },
	{ "政府信息公开年报", WORDING_COLUMN, 0 },
	{ "政府信息公开工作年度报告", WORDING_COLUMN, 0 },
	{ "政府信息公开年度报告", WORDING_COLUMN, 0 },
	{ "信息公开年报", WORDING_COLUMN, 0 },
	{ "公开年报", WORDING_SHORT, 0 },
	{ "年报", WORDING_SHORT, 0 },
	{ "历年年报", WORDING_SHORT, 0 },
	{ "2019年", WORDING_YEAR, 2019 },
	{ "2019", WORDING_YEAR, 2019 },
	{ "2019年以前", WORDING_YEAR, 0 },
	{ "政府信息公开", WORDING_SECTION, 0 },
	{ "区政府部门", WORDING_CLASS, 0 },
	{ "下一页", WORDING_NEXT, 0 },
	{ "甲厅2023年政府网站工作年度报表", WORDING_REJECT, 2023 },
	{ "甲县2023年法治政府建设年度报告", WORDING_REJECT, 2023 },
	{ "关于印发政府信息公开工作年度报告格式的通知", WORDING_REJECT, 0 },
	{ "政府信息公开指南", WORDING_REJECT, 0 },
	{ "2023年政务公开工作要点", WORDING_REJECT, 2023 },
	{ "甲厅2018年政府信息公开情况统计表", WORDING_PART, 2018 },
	{ "甲县召开防汛会议", WORDING_NONE, 0 },
	{ "2024年1月公布的2023年度政府信息公开年报", WORDING_REPORT, 2023 },
	{ "电话12023456", WORDING_NONE, 0 },
	{ "", WORDING_NONE, 0 },
};

static void test_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(words); i++) {
		print_message("  case: %s\n", words[i].text);
		assert_int_equal(wording_of(str_c(words[i].text)), words[i].want);
		assert_int_equal(wording_year(str_c(words[i].text)), words[i].year);
	}
}

static const struct {
	const char *segment;
	enum slug want;
} slugs[] = {
	{ "zfxxgknb", SLUG_COLUMN },
	{ "zfxxgknb_146796", SLUG_COLUMN },
	{ "zfxxgknb53", SLUG_COLUMN },
	{ "xxgkndbg", SLUG_COLUMN },
	{ "gknb", SLUG_COLUMN },
	{ "nb", SLUG_COLUMN },
	{ "bmxxgknb", SLUG_COLUMN },
	{ "2021nzfxxgkndbg", SLUG_COLUMN },
	{ "zhengfuxinxigongkianianbao_0131", SLUG_COLUMN },
	{ "0204", SLUG_COLUMN },
	{ "2023n", SLUG_YEAR },
	{ "n2022n", SLUG_YEAR },
	{ "2019nyq", SLUG_YEAR },
	{ "xz2024", SLUG_YEAR },
	{ "20240118", SLUG_NONE },
	{ "bm", SLUG_CLASS },
	{ "xzjd_123", SLUG_CLASS },
	{ "zwgk", SLUG_NONE },
	{ "inbox", SLUG_NONE },
	{ "", SLUG_NONE },
};

static void test_slugs(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(slugs); i++) {
		print_message("  case: %s\n", slugs[i].segment);
		assert_int_equal(slug_of(str_c(slugs[i].segment)), slugs[i].want);
	}
	assert_true(slug_in_column(STR("/zwgk/zfxxgknb_1/2023n/")));
	assert_false(slug_in_column(STR("/zwgk/2023n/")));
	assert_true(str_eq(slug_last(STR("/a/zfxxgknb/index.html")), STR("zfxxgknb")));
}

static const struct {
	const char *url, *family, *attachment;
} shapes[] = {
	{ "http://a.test/nb/202401/t20240118_12.html", "A", "" },
	{ "http://a.test/nb/t1067314.shtml", "A", "" },
	{ "http://a.test/art/2024/1/18/art_12_34.html", "B", "" },
	{ "http://a.test/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2023", "B", "" },
	{ "http://a.test/nb/202401/0123456789abcdef0123456789abcdef.shtml", "C", "" },
	{ "http://a.test/x/content/post_123.html", "D", "" },
	{ "http://a.test/public/column/66?type=3&action=detail&title=2020", "E", "" },
	{ "http://a.test/public/column/66?type=4&action=detail", NULL, "" },
	{ "http://a.test/info/1234/5678.htm", "I", "" },
	{ "http://a.test/nb/1484355094259007489.html", "M", "" },
	{ "http://a.test/nb/", NULL, "" },
	{ "http://a.test/nb/index_2.html", NULL, "" },
	{ "http://a.test/nb/P0201.PDF", NULL, "pdf" },
	{ "http://a.test/module/download/downfile.jsp?classid=0&filename=ab.docx", NULL, "docx" },
	{ "http://a.test/download.jsp?id=7", NULL, "file" },
};

static void test_shapes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(shapes); i++) {
		struct arena a = { 0 };
		struct url u;
		struct err e;
		const char *family;

		print_message("  case: %s\n", shapes[i].url);
		assert_int_equal(url_parse(&u, str_c(shapes[i].url), NULL, &a, &e), 0);
		family = family_of_article(&u);
		assert_string_equal(family ? family : "-",
				    shapes[i].family ? shapes[i].family : "-");
		assert_true(str_eq(family_attachment(&u), str_c(shapes[i].attachment)));
		arena_release(&a);
	}
}

/* ---- pages ---- */

#define LIST "http://www.a.gov.cn.test/zwgk/zfxxgknb/"

/* Links as "href|text|title", script apart; want: "kind path[?query] [year];" best first. */
static const struct {
	const char *name, *url;
	const char *links[6];
	const char *script, *want;
} pages[] = {
	{ "a list of reports, look-alikes left out",
	  LIST,
	  { "./202401/t20240118_1.html|甲县教育局2023年政府信息公开工作年度报...|"
	    "甲县教育局2023年政府信息公开工作年度报告",
	    "./202401/t20240118_2.html|甲县教育局2023年政府网站工作年度报表|",
	    "./202401/t20240118_3.html|甲县2023年法治政府建设年度报告|" },
	  "",
	  "article /zwgk/zfxxgknb/202401/t20240118_1.html 2023;"
	  "rejected /zwgk/zfxxgknb/202401/t20240118_2.html 2023;"
	  "rejected /zwgk/zfxxgknb/202401/t20240118_3.html 2023;" },
	{ "a 统计表 at an address of no known system",
	  LIST,
	  { "./2022/12883.html|甲局2021年政府信息公开情况统计表|" },
	  "",
	  "article /zwgk/zfxxgknb/2022/12883.html 2021;" },
	{ "a title that tells nothing is weak, not lost",
	  LIST,
	  { "./202401/t20240118_1.html|甲县教育局|",
	    "./202301/t1.html|甲局2022年政府信息公开年报|" },
	  "",
	  "article /zwgk/zfxxgknb/202301/t1.html 2022;"
	  "article /zwgk/zfxxgknb/202401/t20240118_1.html;" },
	{ "elsewhere it is nothing",
	  "http://www.a.gov.cn.test/news/",
	  { "./202401/t20240118_1.html|甲县教育局|" },
	  "",
	  "" },
	{ "from a home page by text and slug",
	  "http://www.a.gov.cn.test/",
	  { "/zwgk/|政务公开|", "/col/col12/index.html|政府信息公开年报|", "/x/zfxxgknb_12/||",
	    "javascript:;|年报|", "mailto:a@b.test|年报|" },
	  "",
	  "list /col/col12/index.html;list /x/zfxxgknb_12/;list /zwgk/;" },
	{ "years and classes below a column",
	  LIST,
	  { "2023n/|2023年|", "bm/|部门|", "/|首页|", "2018n/|2018年|" },
	  "",
	  "list /zwgk/zfxxgknb/2023n/ 2023;list /zwgk/zfxxgknb/2018n/ 2018;"
	  "list /zwgk/zfxxgknb/bm/;" },
	{ "one URL once, with its best text",
	  LIST,
	  { "t1_2.html#a|甲局2022年政府信息公开年...|", "t1_2.html|甲局2022年政府信息公开年报|" },
	  "",
	  "article /zwgk/zfxxgknb/t1_2.html 2022;" },
	{ "files",
	  LIST,
	  { "./P020240118.pdf|甲局2022年政府信息公开年报|", "./a.xlsx|附件|",
	    "/pdfjs/web/viewer.html?file=%2Ffiles%2Fb.pdf|x|" },
	  "",
	  "attachment /zwgk/zfxxgknb/P020240118.pdf 2022;attachment /files/b.pdf;"
	  "attachment /zwgk/zfxxgknb/a.xlsx;" },
	{ "a pager counted from 0",
	  LIST,
	  { NULL },
	  "createPageHTML(4, 0, \"index\", \"html\")",
	  "page /zwgk/zfxxgknb/index_1.html;page /zwgk/zfxxgknb/index_2.html;"
	  "page /zwgk/zfxxgknb/index_3.html;" },
	{ "one page is no pager", LIST, { NULL }, "createPageHTML(1, 0, \"index\", \"html\")", "" },
	{ "six arguments",
	  LIST,
	  { NULL },
	  "createPageHTML(2,0,\"index\",\"shtml\",\"black2\",30);",
	  "page /zwgk/zfxxgknb/index_1.shtml;" },
	{ "from 1 with an id in front",
	  LIST,
	  { NULL },
	  "createPageHTML('paging',3, 1,'index','html',50);",
	  "page /zwgk/zfxxgknb/index_2.html;page /zwgk/zfxxgknb/index_3.html;" },
	{ "the call in a comment, the values in variables",
	  LIST,
	  { NULL },
	  "var countPage = 3//共多少页\nvar currentPage = 1;//从0开始\n"
	  "//createPageHTML(countPage, currentPage, \"index\", \"html\");",
	  "page /zwgk/zfxxgknb/index.html;page /zwgk/zfxxgknb/index_2.html;" },
	{ "variables without any call",
	  LIST "list.shtml",
	  { NULL },
	  "var countPage = 2; var currentPage = 0;",
	  "page /zwgk/zfxxgknb/list_1.shtml;" },
	{ "the definition is no call",
	  LIST,
	  { NULL },
	  "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}",
	  "" },
	{ "JCMS: rows in CDATA and the next ranges",
	  "http://www.a.gov.cn.test/col/col1/index.html",
	  { NULL },
	  "<datastore><nextgroup><![CDATA[<a "
	  "href=\"/module/web/jpage/dataproxy.jsp?page=1&amp;webid=2\">"
	  "</a>]]></nextgroup><totalrecord>130</totalrecord><recordset><record><![CDATA[<li>"
	  "<a href='/art/2024/1/18/art_1_2.html' "
	  "title='甲局2023年政府信息公开工作年度报告'>甲局..</a>"
	  "</li>]]></record></recordset></datastore>",
	  "article /art/2024/1/18/art_1_2.html 2023;"
	  "page "
	  "/module/web/jpage/"
	  "dataproxy.jsp?page=1&webid=2&startrecord=2&endrecord=101&perpage=100;" },
	{ "JCMS: on from an answer to a range",
	  "http://www.a.gov.cn.test/d.jsp?page=1&startrecord=2&endrecord=101&perpage=100",
	  { NULL },
	  "<datastore><nextgroup><![CDATA[<a href=\"/d.jsp?page=2\"></a>]]></nextgroup>"
	  "<totalrecord>5</totalrecord><recordset><record></record><record></record></recordset>",
	  "page /d.jsp?page=2&startrecord=4&endrecord=5&perpage=100;" },
	{ "JCMS: the end",
	  "http://www.a.gov.cn.test/d.jsp?page=2&startrecord=4&endrecord=5",
	  { NULL },
	  "<datastore><nextgroup><![CDATA[<a href=\"/d.jsp?page=3\"></a>]]></nextgroup>"
	  "<totalrecord>5</totalrecord><recordset><record></record><record></record></recordset>",
	  "" },
	{ "a pager in the query",
	  LIST,
	  { NULL },
	  "$(\"#page\").pagination({pageIndex:0, pageSize:15, total:31});",
	  "page /zwgk/zfxxgknb/?pageIndex=2;page /zwgk/zfxxgknb/?pageIndex=3;" },
	{ "LonSun: pages in the query, from 1, beside what is there",
	  "http://www.a.gov.cn.test/public/column/66?type=3&action=list",
	  { NULL },
	  "Ls.pagination({pageIndex:1,pageSize:15,pageCount:3});",
	  "page /public/column/66?type=3&action=list&pageIndex=2;"
	  "page /public/column/66?type=3&action=list&pageIndex=3;" },
	{ "gkmlpt: pages by the number of posts",
	  "http://www.a.gov.cn.test/gkmlpt/api/all/12?page=1&sid=7",
	  { NULL },
	  "{\"classify\":{\"post_count\":3},\"articles\":[{\"title\":"
	  "\"甲局2023年政府信息公开年报\","
	  "\"url\":\"/x/gkmlpt/content/8/8766/post_8766914.html\"},{\"title\":\"乙\",\"url\":\"/"
	  "y\"}]}",
	  "article /x/gkmlpt/content/8/8766/post_8766914.html 2023;"
	  "page /gkmlpt/api/all/12?page=2&sid=7;" },
	{ "jpaas: the number stands in paramJson",
	  "http://www.a.gov.cn.test/col/col7/index.html",
	  { NULL },
	  "load('/api-gateway/jpaas-publish-server/front/page/build/unit?webId=7"
	  "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A%2215%22%7D');",
	  "page /api-gateway/jpaas-publish-server/front/page/build/unit?webId=7"
	  "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A%2215%22%7D;" },
	{ "jpaas: on from an answer that has rows",
	  "http://www.a.gov.cn.test/api-gateway/jpaas-publish-server/front/page/build/unit?webId=7"
	  "&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A%2215%22%7D",
	  { NULL },
	  "{\"data\":{\"html\":\"<li><a href=\\\"/x\\\">甲</a></li>\"}}",
	  "page /api-gateway/jpaas-publish-server/front/page/build/unit?webId=7"
	  "&paramJson=%7B%22pageNo%22%3A3%2C%22pageSize%22%3A%2215%22%7D;" },
	{ "jpaas: no rows are the end",
	  "http://www.a.gov.cn.test/api-gateway/jpaas-publish-server/front/page/build/unit?webId=7"
	  "&paramJson=%7B%22pageNo%22%3A3%2C%22pageSize%22%3A%2215%22%7D",
	  { NULL },
	  "{\"data\":{\"html\":\"\"}}",
	  "" },
	{ "truecms: the range behind this one",
	  "http://www.a.gov.cn.test/messageController/getMessage.do?startrecord=1&endrecord=20"
	  "&perpage=20&columnId=5",
	  { NULL },
	  "cb({\"total\":31})",
	  "page "
	  "/messageController/getMessage.do?startrecord=21&endrecord=31&perpage=20&columnId=5;" },
	{ "pages that are only a number",
	  LIST "2022n/",
	  { "2.html|2|", "/zwgk/zfxxgknb/2022n/3.html|3|" },
	  "",
	  "page /zwgk/zfxxgknb/2022n/2.html;page /zwgk/zfxxgknb/2022n/3.html;" },
	{ "folders that are only a number", LIST, { "2/|2|" }, "", "page /zwgk/zfxxgknb/2/;" },
	{ "years beside three reports are years of reports",
	  "http://www.a.gov.cn.test/col/col7/index.html",
	  { "/col/col8/index.html|2022年|", "/art/2023/1/1/art_7_1.html|甲局政府信息公开年报2023|",
	    "/art/2023/1/1/art_7_2.html|乙局政府信息公开年报2023|",
	    "/art/2023/1/1/art_7_3.html|丙局政府信息公开年报2023|" },
	  "",
	  "article /art/2023/1/1/art_7_1.html 2023;article /art/2023/1/1/art_7_2.html 2023;"
	  "article /art/2023/1/1/art_7_3.html 2023;list /col/col8/index.html 2022;" },
	{ "years beside two are not",
	  "http://www.a.gov.cn.test/col/col7/index.html",
	  { "/col/col8/index.html|2022年|", "/art/2023/1/1/art_7_1.html|甲局政府信息公开年报2023|",
	    "/art/2023/1/1/art_7_2.html|乙局政府信息公开年报2023|" },
	  "",
	  "article /art/2023/1/1/art_7_1.html 2023;article /art/2023/1/1/art_7_2.html 2023;" },
	{ "ASP.NET: that the list goes on is known, by its first further page",
	  LIST "list.aspx?col=3",
	  { "view.aspx?id=7|甲局2022年政府信息公开年报|",
	    "javascript:__doPostBack('AspNetPager1','2')|2|",
	    "javascript:__doPostBack('AspNetPager1','3')|3|" },
	  "",
	  "article /zwgk/zfxxgknb/view.aspx?id=7 2022;"
	  "form /zwgk/zfxxgknb/list.aspx?col=3&__EVENTTARGET=AspNetPager1&__EVENTARGUMENT=2;" },
	{ "ASP.NET: a grid's pager, and the next page by its name",
	  LIST "list.aspx",
	  { "javascript:__doPostBack('ctl00$Grid','Page$2')|…|",
	    "javascript:__doPostBack('ctl00$Next','')|下一页|" },
	  "",
	  "form /zwgk/zfxxgknb/list.aspx?__EVENTTARGET=ctl00$Grid&__EVENTARGUMENT=Page$2;" },
	{ "ASP.NET: a form that is no pager, and a list of something else",
	  LIST "list.aspx",
	  { "javascript:__doPostBack('btnSearch','')|搜索|" },
	  "",
	  "" },
	{ "ASP.NET: a list of something else",
	  "http://www.a.gov.cn.test/news/list.aspx",
	  { "javascript:__doPostBack('AspNetPager1','2')|2|" },
	  "",
	  "" },
	{ "blocks of a column's template are its further pages",
	  "http://www.a.gov.cn.test/columns/01234567-89ab-cdef-0123-456789abcdef/index.html",
	  { "/columns/01234567-89ab-cdef-0123-456789abcdef/templates/0-1/blocks/2-3?page=2|2|",
	    "/columns/11234567-89ab-cdef-0123-456789abcdef/templates/0-1/blocks/2-3?page=2|2|" },
	  "",
	  "page /columns/01234567-89ab-cdef-0123-456789abcdef/templates/0-1/blocks/2-3?page=2;" },
	{ "set page",
	  LIST "index.html",
	  { NULL },
	  "$('#p').pagination(\"setPage\",1,2)",
	  "page /zwgk/zfxxgknb/index_2.html;" },
	{ "numbered links",
	  LIST "list.shtml",
	  { "list_2.shtml|2|", "list_3.shtml|3|", "?page=4|4|", "list_9.shtml|尾页|" },
	  "",
	  "page /zwgk/zfxxgknb/list_2.shtml;page /zwgk/zfxxgknb/list_3.shtml;"
	  "page /zwgk/zfxxgknb/list.shtml?page=4;page /zwgk/zfxxgknb/list_9.shtml;" },
	{ "numbered pages of a folder",
	  LIST,
	  { "list_2.html|2|", "list_3.html|[3]|" },
	  "",
	  "page /zwgk/zfxxgknb/list_2.html;page /zwgk/zfxxgknb/list_3.html;" },
	{ "a sister folder is no further page",
	  "http://www.a.gov.cn.test/nb/001/list.html",
	  { "/nb/002/list.html|2|", "list_2.html|第2页|", "list_3.html|甲|" },
	  "",
	  "page /nb/001/list_2.html;" },
	{ "years are no page numbers",
	  LIST "n2021.htm",
	  { "n2020.htm|2020|" },
	  "",
	  "list /zwgk/zfxxgknb/n2020.htm 2020;" },
	{ "pages that count backwards",
	  "http://www.a.gov.cn.test/zfxxgknb.htm",
	  { "zfxxgknb/12.htm|下页|" },
	  "",
	  "page /zfxxgknb/12.htm;" },
	{ "rows written by a script",
	  LIST,
	  { NULL },
	  "var url = \"./202401/t20240118_7.shtml\"; var t = \"甲局2023年政府信息公开年报\";\n"
	  "document.writeln(\"<li><a href='\"+url+\"' title='\"+t+\"'>\"+t+\"</a></li>\");",
	  "article /zwgk/zfxxgknb/202401/t20240118_7.shtml 2023;" },
	{ "rows of JSON",
	  "http://www.a.gov.cn.test/common/search/1?page=1",
	  { NULL },
	  "{\"data\":{\"results\":[{\"title\":\"\\u7532\\u5c402023年政府信息公开年报\",\"url\":"
	  "\"\\/nb\\/202401\\/t20240118_8.shtml\"},{\"url\":\"/xw/202401/t20240118_9.shtml\","
	  "\"title\":\"甲县召开会议\"}]}}",
	  "article /nb/202401/t20240118_8.shtml 2023;" },
	{ "written markup with plain quotes",
	  LIST,
	  { NULL },
	  "document.write('<a href=\"t1_5.html\" title=\"甲局2021年政府信息公开年报\">x</a>')",
	  "article /zwgk/zfxxgknb/t1_5.html 2021;" },
	{ "a gkmlpt tree",
	  "http://www.a.gov.cn.test/gkmlpt/index",
	  { NULL },
	  "window._CONFIG = {SID:'755001',TREE:[{\"id\":11,\"name\":\"公开指南\"},"
	  "{\"id\":8766,\"name\":\"政府信息公开年报\",\"children\":[]}]}",
	  "list /gkmlpt/api/all/8766?page=1&sid=755001;" },
	{ "a numbered folder may be an article",
	  LIST,
	  { "949157/index.html|甲厅2023年政府信息公开年报|", "2023n/|2023年政府信息公开年报|" },
	  "",
	  "article /zwgk/zfxxgknb/949157/index.html 2023;list /zwgk/zfxxgknb/2023n/ 2023;" },
	{ "a refresh",
	  "http://www.a.gov.cn.test/zwgk/",
	  { "./ywyw/||refresh" },
	  "",
	  "shell /zwgk/ywyw/;" },
	{ "a refresh that a script writes",
	  "http://www.a.gov.cn.test/zwgk/",
	  { NULL },
	  "if (lm==\"政务公开\") document.write('<meta http-equiv=\"Refresh\" "
	  "content=\"0;URL=./a/\">');",
	  "shell /zwgk/a/;" },
	{ "a door of one script",
	  "http://www.a.gov.cn.test/",
	  { NULL },
	  "window.location.href = \"/web/index.html\";",
	  "shell /web/index.html;" },
	{ "a comparison is no door",
	  "http://www.a.gov.cn.test/",
	  { NULL },
	  "if (location.href == \"/web/x.html\") a();",
	  "" },
	{ "other hosts are named too",
	  LIST,
	  { "http://b.test/t1_2.html|乙局2022年政府信息公开年报|" },
	  "",
	  "article //b.test/t1_2.html 2022;" },
};

static struct discover_link split_link(const char *s)
{
	struct str in = str_c(s);
	size_t a = str_find(in, STR("|"), 0), b = str_find(in, STR("|"), a + 1);
	struct discover_link l = { .href = str_sub(in, 0, a),
				   .text = str_sub(in, a + 1, b - a - 1),
				   .title = str_sub(in, b + 1, in.n) };

	l.is_refresh = str_eq(l.title, STR("refresh"));
	return l;
}

static const char *print_targets(const struct target *t, size_t n, struct arena *a)
{
	const struct str host = STR("http://www.a.gov.cn.test");
	const char *text;
	struct buf b;

	buf_init(&b, 100000);
	for (size_t i = 0; i < n; i++) {
		struct str url = t[i].url;

		url = str_starts(url, host) ? str_sub(url, host.n, url.n) : str_sub(url, 5, url.n);
		buf_addf(&b, "%s %.*s", target_kind_name(t[i].kind), STR_ARG(url));
		if (t[i].year)
			buf_addf(&b, " %d", t[i].year);
		buf_addc(&b, ';');
	}
	text = b.n ? arena_str(a, buf_str(&b)).p : "";
	buf_release(&b);
	return text;
}

static void test_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(pages); i++) {
		struct arena a = { 0 };
		struct discover_link links[6];
		struct str script = str_c(pages[i].script);
		struct discover_input in = { .url = str_c(pages[i].url),
					     .links = links,
					     .scripts = &script,
					     .n_scripts = 1 };
		struct target *t;
		size_t n;

		print_message("  case: %s\n", pages[i].name);
		for (; in.n_links < 6 && pages[i].links[in.n_links]; in.n_links++)
			links[in.n_links] = split_link(pages[i].links[in.n_links]);
		n = discover_targets(&t, &in, &a);
		assert_string_equal(print_targets(t, n, &a), pages[i].want);
		arena_release(&a);
	}
}

static const struct {
	const char *name, *text;
	bool want;
} answers[] = {
	{ "a datastore", " <datastore><recordset>", true },
	{ "one with a head", "<?xml version='1.0' encoding='utf-8'?>\n<datastore>", true },
	{ "an object", "\xEF\xBB\xBF{\"data\":[]}", true },
	{ "an array", "[{\"url\":\"/a\"}]", true },
	{ "a callback", "jQuery12_3({\"data\":[]})", true },
	{ "a page", "<!DOCTYPE html><html><datastore>", false },
	{ "XHTML", "<?xml version='1.0'?><!DOCTYPE html><html>", false },
	{ "text", "政府信息公开年报", false },
	{ "text with a bracket", "call(me)", false },
	{ "empty", "", false },
};

static void test_is_data(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(answers); i++) {
		print_message("  case: %s\n", answers[i].name);
		assert_int_equal(discover_is_data(str_c(answers[i].text)), answers[i].want);
	}
}

static void test_years(void **state)
{
	struct arena a = { 0 };
	struct discover_link links[] = { split_link("t1_1.html|甲局2018年政府信息公开年报|"),
					 split_link("t1_2.html|甲局2021年政府信息公开年报|"),
					 split_link(
						 "t1_3.html|甲局政府信息公开工作情况年度报告|") };
	struct discover_input in = { .url = STR(LIST),
				     .links = links,
				     .n_links = 3,
				     .first_year = 2019,
				     .last_year = 2022 };
	struct target *t;
	size_t n = discover_targets(&t, &in, &a);

	(void)state;
	/* The year that is not wanted goes; the one that is not told stays. */
	assert_string_equal(
		print_targets(t, n, &a),
		"article /zwgk/zfxxgknb/t1_2.html 2021;article /zwgk/zfxxgknb/t1_3.html;");
	in.url = STR("not a URL");
	assert_int_equal(discover_targets(&t, &in, &a), 0);
	arena_release(&a);
}

static void test_limit(void **state)
{
	struct arena a = { 0 };
	struct discover_link *links = ARENA_NEW(&a, struct discover_link, 5000);
	struct discover_input in = { .url = STR(LIST), .links = links, .n_links = 5000 };
	struct target *t;

	(void)state;
	for (size_t i = 0; i < 5000; i++)
		links[i].href = arena_strf(&a, "t1_%zu.html", i);
	assert_int_equal(discover_targets(&t, &in, &a), DISCOVER_MAX_TARGETS);
	arena_release(&a);
}

/* ---- real URLs and pages, where they are at hand ---- */

static struct str column(struct str line, int n)
{
	size_t tab = str_find(line, STR("\t"), 0);

	while (n-- > 0 && tab != STR_NONE) {
		line = str_sub(line, tab + 1, line.n);
		tab = str_find(line, STR("\t"), 0);
	}
	return str_sub(line, 0, tab);
}

static void test_real_urls(void **state)
{
	struct arena a = { 0 };
	struct str rest, line;
	size_t n = 0, articles = 0, files = 0, lists = 0, named = 0;

	(void)state;
	if (!shared_read(&rest, SHARED "real_urls.tsv", &a)) {
		print_message("skipped: " SHARED " is not here\n");
		skip();
	}
	while (shared_line(&line, &rest)) {
		struct str kind = column(line, 3);
		struct url u;
		struct err e;

		if (url_parse(&u, column(line, 0), NULL, &a, &e))
			continue;
		if (str_eq(kind, STR("report"))) {
			n++;
			if (family_of_article(&u))
				articles++;
			else if (family_attachment(&u).n)
				files++;
			else
				print_message("  no family: %.*s\n", STR_ARG(u.href));
		} else if (str_eq(kind, STR("list"))) {
			lists++;
			named += slug_in_column(u.path);
			if (family_of_article(&u))
				print_message("  list taken for an article: %.*s\n",
					      STR_ARG(u.href));
		}
	}
	print_message("  %zu reports: %zu of a known shape, %zu files; %zu lists, %zu by name\n", n,
		      articles, files, lists, named);
	assert_true(articles + files >= n * 9 / 10);
	arena_release(&a);
}

/* The targets of a real page, through the HTML reader. */
static size_t targets_of(struct target **out, const char *path, const char *url, struct arena *a)
{
	struct discover_link *links;
	struct discover_input in = { .url = str_c(url) };
	struct doc_hint hint = { .url = in.url };
	struct str bytes;
	struct page page;
	struct doc doc;
	struct err e;

	if (!shared_read(&bytes, path, a)) {
		print_message("skipped: %s is not here\n", path);
		skip();
	}
	assert_int_equal(doc_open(&doc, bytes, &hint, a, &e), 0);
	assert_int_equal(doc.format->extract(&page, &doc, a, &e), 0);
	links = ARENA_NEW(a, struct discover_link, page.n_links + 1);
	for (size_t i = 0; i < page.n_links; i++)
		links[i] = (struct discover_link){ page.links[i].href, page.links[i].text,
						   page.links[i].title,
						   page.links[i].kind == LINK_FRAME,
						   page.links[i].kind == LINK_REFRESH };
	in.base = page.base;
	in.links = links;
	in.n_links = page.n_links;
	in.scripts = page.scripts;
	in.n_scripts = page.n_scripts;
	return discover_targets(out, &in, a);
}

static const struct {
	const char *file, *url;
	enum target_kind kind;
	size_t at_least;
} samples[] = {
	{ "trs_list_createPageHTML4.html", "http://www.a.gov.cn.test/gzdt/tzgg/", TARGET_PAGE, 3 },
	{ "trs_landing_meta_refresh.html", "http://www.a.gov.cn.test/gzdt/", TARGET_SHELL, 1 },
	{ "trs_landing_refresh_in_docwrite.html", "http://www.a.gov.cn.test/zwgk/", TARGET_SHELL,
	  1 },
	{ "trs_article_appendix.html", "http://www.a.gov.cn.test/x/202011/t1_2.html",
	  TARGET_ATTACHMENT, 0 }, /* its copier wrote javascript: over the file's href */
	{ "epoint_list_moreinfo.html",
	  "http://www.a.gov.cn.test/cssfzx/032001/032001001/csCity_moreinfo.html", TARGET_PAGE, 1 },
	{ "vsb_list_pfrm.htm", "http://www.a.gov.cn.test/yqbg.htm", TARGET_PAGE, 0 },
	{ "tobacco_xxgk_list.html", "http://www.a.gov.cn.test/nb/", TARGET_PAGE, 0 },
};

static void test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(samples); i++) {
		struct arena a = { 0 };
		struct target *t;
		char path[200];
		size_t n, k = 0;

		snprintf(path, sizeof(path), SHARED "html_samples/%s", samples[i].file);
		n = targets_of(&t, path, samples[i].url, &a);
		print_message("  %s: %zu targets\n", samples[i].file, n);
		for (size_t j = 0; j < n; j++) {
			k += t[j].kind == samples[i].kind;
			if (j < 6)
				print_message("    %s %d %.*s\n", target_kind_name(t[j].kind),
					      t[j].score, STR_ARG(t[j].url));
		}
		assert_true(k >= samples[i].at_least);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),   cmocka_unit_test(test_slugs),
		cmocka_unit_test(test_shapes),  cmocka_unit_test(test_pages),
		cmocka_unit_test(test_years),   cmocka_unit_test(test_is_data),
		cmocka_unit_test(test_limit),   cmocka_unit_test(test_real_urls),
		cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
