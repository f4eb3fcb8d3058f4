#include "tests/portal/families.h"

#include "base/attrs.h"

#define XHTML                                                                                      \
	"<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "                        \
	"\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
#define NUMBERS "<div class=\"pages\">{numbers}</div>\n"
#define JSON_CONFIG                                                                                \
	"<div id=\"app\"></div>\n<script>window._CONFIG = {\nSID: '{site}',\nTREE: {tree}"

#define TRS_ROW                                                                                    \
	"<li><a href=\"{rel}\" title=\"{title}\" target=\"_blank\">{cut18}</a>"                    \
	"<span>{date}</span></li>\n"

/* The rows of a JCMS list, as a page has them in a script and dataproxy.jsp alone. */
#define DATASTORE                                                                                  \
	"<datastore>\n{next}<recordset><totalrecord>{n}</totalrecord><totalpage>{pages}"           \
	"</totalpage>\n{rows}</recordset>\n</datastore>\n"

/* Seen once or twice each: articles of systems that have no family. */
static const char *const one_offs[] = {
	"{col}{y}/{id}.html",
	"/{y}/{m}-{d}/{id}.html",
	"/c{no}/{y}{m}{d}/i{id}.html",
	"/doc/{y}/{m}/{d}/{id}.shtml",
	"/Content-{id}.html",
	"/xxgk-show-{id}.html",
	"{col}{id}.jhtml",
	"{col}content_{id}",
	"/cms/html/xrmzf/{y}-{m}-{d}/{id}.html",
	"/html/{no}/{id}.html",
	"/Home/Article/detail/id/{id}.html",
	"/gongkai/show/{hex}.html",
	"/gongkai/site_xrmzf/channel_{no}/doc_{hex}.html",
	"/zfxxgk/view.jsp?aid={id}",
	NULL,
};

/* The sample and the benches take the first three of them. */
const struct family families[] = {
	{
		/* TRS WCM: articles below their month, pages from 0, the pager only as a call in a
		   script, list text cut with the whole title in title=. */
		.name = "trs0",
		.sample = 2,
		.typical = 22,
		.rows_per_page = 15,
		.has_index = true,
		.has_validators = true,
		.column = "/zwgk/zfxxgk/{slug}/",
		.forbidden = "/zwgk/nbgd/",
		.page = "{col}index_{k}.html",
		.entry = "{col}{y}{m}/t{y}{m}{d}_{id}.html",
		.list = XHTML "<html>\n<head>\n{charset}<title>{title}-{place}人民政府</title>\n"
			      "</head>\n<body>\n{top}{crumbs}{children}{listing}{pager}{foot}"
			      "</body>\n</html>\n",
		.listing = "<div class=\"list\"><ul>\n{rows}</ul></div>\n",
		.row = TRS_ROW,
		.pager =
			"<script type=\"text/javascript\" src=\"/images/createpage.js\"></script>\n"
			"<div class=\"page\"><script>createPageHTML({pages}, {k}, \"index\", "
			"\"html\")</script></div>\n",
		.article = XHTML
		"<html>\n<head>\n{charset}<title>{title}-{place}人民政府</title>\n"
		"<meta name=\"SiteName\" content=\"{place}人民政府\">\n"
		"<meta name=\"ColumnName\" content=\"{name}\">\n"
		"<meta name=\"ArticleTitle\" content=\"{title}\">\n"
		"<meta name=\"PubDate\" content=\"{date} 09:{id_minute}\">\n"
		"<meta name=\"ContentSource\" content=\"{agency}\">\n"
		"<meta name=\"Url\" content=\"./{file}\">\n"
		"</head>\n<body>\n{top}{crumbs}{metabox}<div class=\"article\">"
		"<h1>{title}</h1>\n<div class=\"info\">发布时间：{date}　来源：{agency}"
		"　浏览次数：<span id=\"hits\"></span></div>\n{wrapped}{sharing}"
		"<div class=\"pn\">上一篇：没有了<br>下一篇：没有了</div></div>\n"
		"{foot}</body>\n</html>\n",
		.wrapped = "<div class=\"TRS_Editor\"><style type=\"text/css\">\n"
			   ".TRS_Editor P{margin-top:0;line-height:2;font-size:14pt;}\n</style>\n"
			   "{body}</div>\n",
	},
	{
		/* JCMS: the first rows lie in a <datastore> inside a script, as CDATA; each further
		   group is asked of dataproxy.jsp. Maketime is when a page was built anew, years
		   later. */
		.name = "jcms",
		.sample = 2,
		.typical = 10,
		.rows_per_page = 15,
		.base = 1229400000,
		.more_is_data = true,
		.column = "/col/col{no}/index.html",
		.forbidden = "/nbgd/index.html",
		.page = "/module/web/jpage/dataproxy.jsp?page={k}&webid={web}&path=/&columnid={no}"
			"&unitid={unit}&permissiontype=0",
		.entry = "/art/{y}/{m1}/{d1}/art_{no}_{id}.html",
		.alias = "/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime={year}",
		.list = "<!DOCTYPE html>\n<html><head>\n{charset}<title>{place}人民政府 {title}"
			"</title>\n</head>\n<body>\n{top}{crumbs}{children}<div id=\"{unit}\" "
			"class=\"default_pgContainer\"></div>\n<script "
			"type=\"text/xml\">\n{listing}"
			"</script>\n{foot}</body></html>\n",
		.more = "{listing}",
		.listing = DATASTORE,
		.row = "<record><![CDATA[<li><a href=\"{href}\" title='{title}' "
		       "target=\"_blank\">{cut18}</a><span>{date}</span></li>]]></record>\n",
		.next = "<nextgroup><![CDATA[<a href=\"{following}\"></a>]]></nextgroup>\n",
		.article =
			"<html><head>\n{charset}<title>{title}</title>\n"
			"<meta name=\"Maketime\" content=\"{made}\">\n"
			"<meta name=\"SiteName\" content=\"{place}人民政府\">\n"
			"<meta name=\"SiteIDCode\" content=\"\">\n"
			"<meta name=\"ArticleTitle\" content=\"{title}\">\n"
			"<meta name=\"PubDate\" content=\"{date} 10:{id_minute}\">\n"
			"<meta name=\"author\" content=\"\">\n"
			"<meta name=\"contentSource\" content=\"{agency}\">\n"
			"</head>\n<body>\n{top}{crumbs}<table width=\"100%\" border=\"0\" "
			"align=\"center\"><tr><td class=\"title\">{title}</td></tr>\n"
			"<tr><td align=\"center\">发布日期：{date}&nbsp;&nbsp;来源：{agency}"
			"&nbsp;&nbsp;浏览量：</td></tr>\n{wrapped}{sharing}{foot}</body></html>\n",
		.wrapped = "<tr><td><div class=\"main-txt\" id=\"zoom\"><!--<$[信息内容]>begin-->"
			   "<meta name=\"ContentStart\">\n{body}<meta name=\"ContentEnd\">"
			   "<!--<$[信息内容]>end--></div></td></tr></table>\n",
	},
	{
		/* No known system: a numbered pager with plain links and 下一页, whole titles in
		   the list, articles at one-off addresses. */
		.name = "misc",
		.sample = 2,
		.typical = 9,
		.rows_per_page = 12,
		.base = 40000,
		.has_index = true,
		.has_validators = true,
		.column = "/xxgk/ndbg/",
		.years = "/xxgk/ndbg/nb{year}/",
		.classes = "/xxgk/{class}/",
		.page = "{col}list_{page}.html",
		.one_off = one_offs,
		.list = "<!doctype html>\n<html lang=\"zh\">\n<head>\n{charset}<title>{title} - "
			"{place}政府网</title>\n</head>\n<body>\n{top}{crumbs}{children}{listing}"
			"{pager}{foot}</body>\n</html>\n",
		.listing = "<ul class=\"news\">\n{rows}</ul>\n",
		.row = "<li><span class=\"d\">{m}-{d}</span><a href='{href}'>{title}</a></li>\n",
		.pager =
			"<div class=\"pages\">共{n}条　第{page}/{pages}页　{numbers}{next}</div>\n",
		.next = "<a href=\"{following}\">下一页</a>",
		.article = "<!doctype html>\n<html lang=\"zh\">\n<head>\n{charset}<title>{title} - "
			   "{place}政府网</title>\n</head>\n<body>\n{top}{crumbs}<div "
			   "class=\"main\">\n"
			   "<h2 class=\"tit\">{title}</h2>\n<p class=\"src\">信息来源：{agency}"
			   "　发布时间：{hanzi}</p>\n{wrapped}</div>\n{sharing}{foot}</body>\n"
			   "</html>\n",
		.wrapped = "<div class=\"content\">\n{body}</div>\n",
	},
	{
		/* TRS as in Hunan: rows written by document.writeln, the pager counted from 1 with
		   an element's name in front. */
		.name = "trs1",
		.typical = 4,
		.rows_per_page = 14,
		.has_index = true,
		.column = "/zwgk/{slug}/",
		.page = "{col}index_{page}.shtml",
		.entry = "{col}{y}{m}/t{y}{m}{d}_{id}.shtml",
		.listing = "<ul>\n{rows}</ul>\n",
		.row = "<script>var url = \"{href}\";\ndocument.writeln(\"<li><a href='\"+url+\"' "
		       "title='{title}'>{title}</a></li>\");</script>\n",
		.pager =
			"<div id=\"paging\"></div>\n<script>createPageHTML('paging',{pages},{page},"
			"'index','shtml',{n});</script>\n",
		.wrapped = "<div class=\"TRS_UEDITOR trs_paper_default trs_web\">\n{body}</div>\n",
	},
	{
		/* TRS without dates in its URLs: the values in variables, the call in a comment. */
		.name = "trsvar",
		.typical = 4,
		.rows_per_page = 14,
		.has_index = true,
		.column = "/zwgk/{slug}/",
		.page = "{col}index_{k}.shtml",
		.entry = "{col}t{id}.shtml",
		.row = TRS_ROW,
		.pager = "<script>\nvar currentPage = {k};//所在页从0开始\nvar countPage = {pages}"
			 "//共多少页\n//createPageHTML(countPage, currentPage, \"index\", "
			 "\"shtml\");\n"
			 "for(var i=0;i<countPage;i++){if(i!=currentPage)document.write(i+1);}\n"
			 "</script>\n",
		.wrapped = "<font id=\"Zoom\"><div "
			   "class=\"Custom_UnionStyle\">\n{body}</div></font>\n",
	},
	{
		/* JCMS' module for annual reports: the column holds a frame with the tree of
		   agencies, each with its years; one address for each agency and year. */
		.name = "jcmsxx",
		.typical = 4,
		.rows_per_page = 1000,
		.base = 1229500000,
		.is_shell = true,
		.column = "/col/col{no}/index.html",
		.forbidden = "/nbgd/index.html",
		.page = "/module/xxgk/tree.jsp?area=11{region}0000000000&divid={unit}",
		.entry = "/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime={year}",
		.other = "/art/{y}/{m1}/{d1}/art_{no}_{id}.html",
		.list = "{begin}{children}<iframe id=\"tree\" src=\"{second}\" width=\"100%\" "
			"frameborder=\"0\"></iframe>\n{foot}</body>\n</html>\n",
		.more = "<html><head>\n{charset}<title>{title}</title></head><body>\n"
			"<ul class=\"dtree\">\n{rows}</ul>\n</body></html>\n",
		.row = "<li>{agency} <a href=\"{href}\" title=\"{title}\" "
		       "target=\"_parent\">{label}</a></li>\n",
		.wrapped = "<div class=\"main-txt\" id=\"zoom\">\n{body}</div>\n",
	},
	{
		/* UCAP: elements of its own make around title, day and body. */
		.name = "ucap",
		.typical = 8,
		.rows_per_page = 14,
		.column = "/zwgk/{slug}/xxgk_list.shtml",
		.forbidden = "/nbgd/xxgk_list.shtml",
		.page = "{stem}_{page}.shtml",
		.entry = "{dir}{y}{m}/{hex}.shtml",
		.pager = NUMBERS,
		.article =
			"{begin}{metabox}<h1><ucaptitle>{title}</ucaptitle></h1>\n<div>发布日期："
			"<publishtime>{date}</publishtime></div>\n{wrapped}{end}",
		.wrapped = "<div class=\"article-content\" id=\"zoomcon\"><ucapcontent>\n{body}"
			   "</ucapcontent></div>\n",
	},
	{
		/* NFCMS of Guangdong: no date in the URL, pages counted from 1. */
		.name = "nfcms",
		.typical = 4,
		.rows_per_page = 14,
		.has_index = true,
		.column = "/zwgk/{slug}/",
		.page = "{col}index_{page}.html",
		.entry = "{col}content/post_{id}.html",
		.pager = NUMBERS,
		.wrapped = "<div class=\"news_cont_d_wrap\"><div class=\"article-content\">\n{body}"
			   "</div></div>\n",
	},
	{
		/* gkmlpt of Guangdong: pages are shells for a script. The tree of columns and an
		   article's text stand in window._CONFIG, rows come as JSON. */
		.name = "gkmlpt",
		.typical = 2,
		.rows_per_page = 10,
		.base = 8700,
		.is_shell = true,
		.more_is_data = true,
		.column = "/gkmlpt/index?column={no}",
		.forbidden = "/nbgd/index",
		.page = "/gkmlpt/api/all/{no}?page={k}&sid={site}",
		.entry = "/gkmlpt/content/8/{id_group}/post_{id}.html",
		.list = "{begin}" JSON_CONFIG "\n};</script>\n{end}",
		.more = "{\"classify\":{\"post_count\":{n}},\"articles\":[{rows}]}",
		.row = "{\"id\":{id},\"title\":\"{title}\",\"url\":\"{href}\"}{comma}",
		.article =
			"{begin}" JSON_CONFIG
			",\nDETAIL: {\"id\":{id},\"title\":\"{title}\",\"publisher\":\"{agency}\","
			"\"date\":\"{date}\",\"content\":{json_body}}\n};</script>\n{end}",
	},
	{
		/* LonSun of Anhui: a report stands at its column's own URL, told by organ and
		   year; pages by ?pageIndex= from a script call. */
		.name = "lonsun",
		.typical = 4,
		.rows_per_page = 14,
		.base = 6600000,
		.column = "/public/column/{no}?type=3&action=list&nav=3",
		.forbidden = "/nbgd/list?a=1",
		.page = "{col}&pageIndex={page}",
		.entry = "/public/column/{organ}?type=3&action=detail&nav=3&title={year}",
		.other = "/public/content/{id}",
		.pager = "<div id=\"page\"></div>\n<script>Ls.pagination({pageIndex:{page},"
			 "pageSize:14,pageCount:{pages}});</script>\n",
		.wrapped = "<div class=\"j-fontContent\">\n{body}</div>\n",
	},
	{
		/* The MVC systems of Anhui: a type of page of its own for annual reports, so that
		   the path alone proves it. */
		.name = "ahmvc",
		.typical = 3,
		.rows_per_page = 14,
		.base = 700,
		.column = "/XxgkContent/showList/{no}/0/page_1.html",
		.forbidden = "/nbgd/page_1.html",
		.page = "{dir}page_{page}.html",
		.entry = "/XxgkAnnualReport/show/{id}.html",
		.other = "/XxgkContent/show/{id}.html",
		.pager = NUMBERS,
		.wrapped = "<div class=\"gkcontent\">\n{body}</div>\n",
	},
	{
		/* Epoint: numbers of categories grow by three digits a level, articles are named by
		   a GUID below the day; the pager is a script call alone. */
		.name = "epoint",
		.typical = 3,
		.rows_per_page = 15,
		.column = "/zwgk/002005/002005{tree3}/",
		.page = "{col}?pageIndex={page}",
		.entry = "{col}{y}{m}{d}/{guid}.html",
		.pager = "<div id=\"page\"></div>\n<script>$(\"#page\").pagination({pageIndex:{k}, "
			 "pageSize:15, total:{n}});</script>\n",
		.wrapped = "<div class=\"ewb-article-content\">\n{body}</div>\n",
	},
	{
		/* Visual SiteBuilder: further pages are numbered backwards, and only 下页 leads
		   on. */
		.name = "vsb",
		.typical = 5,
		.rows_per_page = 14,
		.base = 1000,
		.column = "/zwgk/{slug}.htm",
		.forbidden = "/nbgd/index.htm",
		.page = "{stem}/{back}.htm",
		.entry = "/info/{no}/{id}.htm",
		.pager = "{next}",
		.next = "<span class=\"p_next\"><a href=\"{following}\">下页</a></span>\n",
		.wrapped = "<form name=\"_newscontent_fromname\"><div id=\"vsb_content\"><div "
			   "class=\"v_news_content\">\n{body}</div></div></form>\n",
	},
	{
		/* Shaanxi: numbers of 19 digits, pages 2.html, 3.html. */
		.name = "snow",
		.typical = 4,
		.rows_per_page = 14,
		.has_index = true,
		.column = "/zwgk/{slug}/",
		.page = "{col}{page}.html",
		.entry = "{col}{id_long}.html",
		.pager = NUMBERS,
		.wrapped = "<div class=\"article-content\">\n{body}</div>\n",
	},
	{
		/* Hebei: everything is named by a UUID; further pages are a block of the column's
		   template, without a page around it. */
		.name = "hbuuid",
		.typical = 3,
		.rows_per_page = 14,
		.column = "/columns/{col_guid}/index.html",
		.forbidden = "/nbgd/index.html",
		.page = "/columns/{col_guid}/templates/{tpl_guid}/blocks/{block_guid}?page={page}",
		.entry = "/columns/{col_guid}/{y}{m}/{d}/{guid}.html",
		.more = "{listing}{pager}",
		.listing = "<ul class=\"block-list\">\n{rows}</ul>\n",
		.pager = "<div class=\"pagination\">{numbers}</div>\n",
		.wrapped = "<div class=\"article-content\" id=\"content\">\n{body}</div>\n",
	},
	{
		/* Columns and articles that look alike: numbers, then index.html. */
		.name = "numidx",
		.typical = 6,
		.rows_per_page = 14,
		.base = 2291800,
		.has_index = true,
		.column = "/zwgk/zfxxgk/{no}/",
		.page = "{col}index_{page}.html",
		.entry = "{col}23{id}/index.html",
		.pager = NUMBERS,
		.wrapped = "<div class=\"pages_content\">\n{body}</div>\n",
	},
	{
		/* ASP.NET: tables for layout, GBK, and a pager that sends a form. */
		.name = "aspx",
		.typical = 2,
		.rows_per_page = 10,
		.base = 300,
		.is_gbk = true,
		.has_forms = true,
		.column = "/zfxxgknb/year_list.aspx?col={no}",
		.forbidden = "/nbgd/year_list.aspx",
		.page = "{col}",
		.entry = "{dir}year_details.aspx?dept={dept}&id={id}",
		.list = "{begin}{children}<form name=\"form1\" method=\"post\" "
			"action=\"year_list.aspx?col={no}\" id=\"form1\">\n<input type=\"hidden\" "
			"name=\"__VIEWSTATE\" id=\"__VIEWSTATE\" value=\"/wEPDwUKLTM2MjU0\">\n"
			"{listing}{pager}</form>\n{foot}</body>\n</html>\n",
		.listing = "<table width=\"960\" border=\"0\" align=\"center\" cellpadding=\"0\" "
			   "id=\"GridView1\">\n{rows}</table>\n",
		.row = "<tr><td width=\"80%\">·<a href=\"{href}\" "
		       "target=\"_blank\">{title}</a></td>"
		       "<td align=\"right\">{date}</td></tr>\n",
		.pager = "<div id=\"AspNetPager1\">共{pages}页&nbsp;{postbacks}</div>\n",
		.wrapped = "<table width=\"960\" border=\"0\" align=\"center\"><tr><td><span "
			   "id=\"lblContent\">\n{body}</span></td></tr></table>\n",
	},
	{
		/* JCMS on jpaas: further rows are asked of a unit with the number in paramJson,
		   whose answer is HTML inside JSON. */
		.name = "jpaas",
		.typical = 3,
		.rows_per_page = 15,
		.base = 1229600000,
		.more_is_data = true,
		.column = "/col/col{no}/index.html",
		.forbidden = "/nbgd/index.html",
		.page = "/api-gateway/jpaas-publish-server/front/page/build/unit?webId={web}&"
			"tplSetId={no}&paramJson=%7B%22pageNo%22%3A{page}%2C%22pageSize%22%3A%2215%"
			"22"
			"%7D",
		.entry = "/art/{y}/art_{hex}.html",
		.alias = "/module/xxgk/xxgkAnnualReport.jsp?area={area}&fbtime={year}",
		.more = "{\"success\":true,\"data\":{\"html\":{json_listing}}}",
		.pager = "{next}",
		.next = "<script>load_unit('{following}', {pages});</script>\n",
		.wrapped = "<div class=\"main-txt\">\n{body}</div>\n",
	},
};

const size_t families_count = countof(families);
