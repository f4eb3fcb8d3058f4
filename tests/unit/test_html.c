/* From source to page; each case is a page in small and the whole of what becomes of it. */
#include "tests/unit/harness.h"

#include <string.h>

#include "base/attrs.h"
#include "extract/fmt_html.h"
#include "extract/page_print.h"

static const struct {
	const char *name, *html, *want;
} cases[] = {
	{ "paragraphs and headings", "<h1>标题</h1><p>甲<p>乙<div>丙</div>丁",
	  "h1: 标题\np: 甲\np: 乙\np: 丙\np: 丁\n" },
	{ "a year cut into spans is one word",
	  "<p><span>20</span><span>20</span><span>年</span></p>", "p: 2020年\n" },
	{ "a line break is one, however many", "<p>甲<br><br/>乙<br></p>", "p: 甲\\n乙\n" },
	{ "white space folds", "<p> a \t b\n\n c&nbsp;&nbsp;d </p>", "p: a b c d\n" },
	{ "a source line's end between wide characters is nothing",
	  "<p>政府\n信息 公开\n2020\n年</p>", "p: 政府信息 公开 2020 年\n" },
	{ "indents go", "<p>\xE3\x80\x80\xE3\x80\x80一、总体情况\xE3\x80\x80</p>",
	  "p: 一、总体情况\n" },
	{ "entities", "<p>&lt;5&gt; &amp; &#19968;</p>", "p: <5> & 一\n" },
	{ "title and base", "<title> 年 报 </title><base href='/a/'><p>x",
	  "title: 年 报\nbase: /a/\np: x\n" },
	{ "scripts, styles and their like are not text",
	  "<p>甲<script>var a='<p>';</script><style>p{}</style><textarea>x</textarea>"
	  "<select><option>y</select><template><p>z</template>乙",
	  "p: 甲乙\nscripts: 1\n" },
	{ "drawings are not text", "<p>甲<svg><title>图</title><text>x</text></svg>乙",
	  "p: 甲乙\n" },
	{ "word's conditional comments are not text",
	  "<p>甲<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]-->乙<o:p></o:p></p>",
	  "p: 甲乙\n" },
	{ "a small hidden element is not seen",
	  "<p>甲<span style='DISPLAY: none'>乙</span>丙"
	  "<div hidden>丁</div>",
	  "p: 甲丙\n" },
	{ "a hidden panel with a table is kept",
	  "<div style='display:none'><table><tr><td>1<td>2</table></div>",
	  "grid 1: 1 x 2\n  |1|2|\n" },
	{ "a hidden cell is no cell", "<table><tr><td>a<td style='display:none'>b<td>c</table>",
	  "grid 1: 1 x 2\n  |a|c|\n" },
	{ "for browsers without scripts: links, no text",
	  "<p>甲<noscript>请启用<a href='x.html'>脚本</a></noscript>乙",
	  "p: 甲乙\nlink @0: x.html | 脚本\n" },
	{ "what is struck out is not said", "<p><del>4</del>3<s>5</s>6<strike>7</strike>",
	  "p: 36\n" },
	{ "a raised figure behind a figure is a footnote's mark",
	  "<table><tr><td>1<sup>2</sup><td>3<sup>[4]</sup><td><sup>5</sup><td>6<sup>注</"
	  "sup><td>a6<sup>7</sup></"
	  "table>",
	  "grid 1: 1 x 5\n  |1[2]|3[4]|5|6注|a67|\n" },
	{ "figures in the fields of a form",
	  "<input value=x><table><tr><td>a<td><input value=1><input type=hidden value=2>"
	  "<td><input type=Text value=3><input type=submit value=4></table>",
	  "grid 1: 1 x 3\n  |a|1|3|\n" },
	{ "list items", "<ul><li>甲<li>乙</ul>", "p: 甲\np: 乙\n" },
	{ "links with title and download",
	  "<li><a href=' a.html ' title='全文'>全…</a><span>2024-01-02</span></li>"
	  "<a href='b.xlsx' download='表.xlsx'>下载</a><a name=x>no link</a>",
	  "p: 全…2024-01-02\np: 下载no link\nlink @0: a.html | 全… | 全文\n"
	  "link @1: b.xlsx | 下载 | 表.xlsx\n" },
	{ "a link around blocks", "<a href=a><div>甲</div><div>乙</div></a>",
	  "p: 甲\np: 乙\nlink @0: a | 甲 乙\n" },
	{ "links that a click opens",
	  "<p onclick=\"window.open('a.pdf')\">甲</p><a href='#' "
	  "onclick='location.href=\"b.html\";x(\"c\")'>乙</a>"
	  "<b onclick='show(1)'>丙</b><i onclick='open('>丁</i>",
	  "p: 甲\np: 乙丙丁\nlink @0: a.pdf | 甲\nlink @1: # | 乙\nlink @1: b.html | 乙\n" },
	{ "frames and objects",
	  "<iframe src='v.html?file=a.pdf'>x</iframe><embed src=b.pdf><object "
	  "data=c.pdf>文</object>",
	  "p: 文\nframe @0: v.html?file=a.pdf | \nframe @0: b.pdf | \nframe @0: c.pdf | \n" },
	{ "framesets", "<frameset><frame src=top.html><frame src=main.html></frameset>",
	  "frame @0: top.html | \nframe @0: main.html | \n" },
	{ "refresh", "<meta http-equiv=\"Refresh\" content=\"0;URL='./ywyw/'\">",
	  "refresh @0: ./ywyw/ | \n" },
	{ "images", "<p>甲<img src=a.png alt=表 width=600 height='40px'></p><p>乙",
	  "p: 甲\np: 乙\nimage @0 600x40: a.png | 表\n" },
	{ "images that a script fills in",
	  "<p>甲<img src=blank.gif data-original=a.png><img srcset='b.png 2x'><img>",
	  "p: 甲\nimage @0 0x0: a.png | \nimage @0 0x0: b.png 2x | \n" },
	{ "metadata tags in any case", "<META NAME=PubDate CONTENT='2024-01-18'><p>x",
	  "p: x\nmeta tag @0: PubDate = 2024-01-18\n" },
	{ "made-up elements", "<ucaptitle>标题</ucaptitle><publishtime>2024-01-17</publishtime>",
	  "p: 标题2024-01-17\nmeta element @0: ucaptitle = 标题\n"
	  "meta element @0: publishtime = 2024-01-17\n" },
	{ "a date in a script", "<script>var x;var pubdata='2020年08月28日';</script><p>x",
	  "p: x\nmeta script @1: pubdata = 2020年08月28日\nscripts: 1\n" },
	{ "rows of a datastore stay a script",
	  "<script "
	  "type='text/xml'><datastore><record><![CDATA[<li>x</li>]]></record></datastore></script>",
	  "scripts: 1\n" },
	{ "a body by id, its sharing bar by class",
	  "<div class=nav>首页</div><div id=Zoom><p>文</p><div class='share "
	  "x'>分享</div></div><p>尾",
	  "p-: 首页\np+: 文\np-: 分享\np: 尾\n" },
	{ "a body by an inline element", "<div><font id=Zoom>文</font>后</div>",
	  "p+: 文\np: 后\n" },
	{ "a lone equals sign is the value of the attribute before", "<a href style='x' ='y'>z</a>",
	  "p: z\n" },
	{ "a body between marks", "<div>前<meta name=ContentStart>文<meta name=ContentEnd>后</div>",
	  "p: 前\np+: 文\np: 后\n" },
	{ "a numbered body", "<div id=vsb_content_2><table><tr><td>1<td>2</table></div>",
	  "grid+ 1: 1 x 2\n  |1|2|\n" },
	{ "lines in a cell",
	  "<table><tr><td>本年新<br>收</td><td><p>甲</p><p>乙</p></td></tr></table>",
	  "grid 1: 1 x 2\n  |本年新\\n收|甲\\n乙|\n" },
	{ "a link and an image in a cell belong to the grid",
	  "<p>x</p><table><tr><td><a href=a>甲</a><td><img src=b></table>",
	  "p: x\ngrid 1: 1 x 2\n  |甲||\nlink @1: a | 甲\nimage @1 0x0: b | \n" },
	{ "spans", "<table><tr><td rowspan=2>a<td colspan='2px'>b<tr><td>c<td>d</table>",
	  "grid 1: 2 x 3\n  |a|b|'|\n  |'|c|d|\n" },
	{ "feet stand last",
	  "<table><tfoot><tr><td>f<td>g<tbody><tr><td rowspan=0>a<td>b<tr><td>c</table>",
	  "grid 1: 3 x 2\n  |a|b|\n  |'|c|\n  |f|g|\n" },
	{ "a caption stands before its table",
	  "<table><caption>统计表</caption><tr><td>1<td>2</table>",
	  "p: 统计表\ngrid 1: 1 x 2\n  |1|2|\n" },
	{ "giants are clipped", "<table><tr><td colspan=340>a<tr><td>b<td>c</table>",
	  "grid 1: 2 x 2 clipped\n  |a|'|\n  |b|c|\n" },
	{ "a table without cells is none", "<table></table><p>x", "p: x\n" },
	{ "nested: the outer lays out, its own text is read twice",
	  "<table><tr><td>外<table><tr><td>1<td>2</table>后<td>右</table>",
	  "grid 1: 1 x 2 layout\n  |外\\n后|右|\np: 外\ngrid 2: 1 x 2\n  |1|2|\np: 后\np: 右\n" },
	{ "one cell around an article is layout",
	  "<table><tr><td><h2>题</h2><p>文</td></tr></table>",
	  "grid 1: 1 x 1 layout\n  |题\\n文|\nh2: 题\np: 文\n" },
	{ "a table left open at the end", "<p>x<table><tr><td>1<td>2",
	  "p: x\ngrid 1: 1 x 2\n  |1|2|\n" },
	{ "cut inside a tag", "<p>甲<p style='", "p: 甲\ntruncated\n" },
	{ "cut inside a comment", "<p>甲<!-- 乙", "p: 甲\ntruncated\n" },
	{ "markup swallowed by an open quote",
	  "<p style=\"a: b\n</font></div><div class=\"x\">甲</p>", "p: 甲\ntruncated\n" },
	{ "empty", "", "" },
	{ "no markup at all", "只有文字", "p: 只有文字\n" },
};

/* Prints the page made from the source, or the error. */
static void read_page(struct buf *out, struct str html, enum html_way way)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct page page;

	buf_init(out, 64 << 20);
	if (html_extract_page(&page, html, way, &arena, &e))
		buf_addf(out, "error: %s", e.msg);
	else
		page_print(out, &page);
	buf_addc(out, '\0');
	arena_release(&arena);
}

static void test_html_page(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct buf any, cut, whole;

		print_message("  case: %s\n", cases[i].name);
		read_page(&any, str_c(cases[i].html), HTML_WAY_ANY);
		read_page(&cut, str_c(cases[i].html), HTML_WAY_CUT);
		read_page(&whole, str_c(cases[i].html), HTML_WAY_WHOLE);
		assert_string_equal(any.p, cases[i].want);
		assert_string_equal(cut.p, cases[i].want);
		assert_string_equal(whole.p, cases[i].want);
		buf_release(&any);
		buf_release(&cut);
		buf_release(&whole);
	}
}

/* Pieces that go wrong together: raw text, quotes, foreign content, word's paste. */
static const char *const pieces[] = {
	"<p class=MsoNormal style='mso-x:1;display:inline'>",
	"</p>",
	"<span lang=EN-US style=\"font-size:10pt\">",
	"</span>",
	"文",
	" 12 ",
	"<!-- <p> -->",
	"<!-->",
	"<!--",
	"-->",
	"--!>",
	"<script>a<b</script>",
	"<script>",
	"</script>",
	"<script><!--<script></script>-->",
	"<style>p{}</style>",
	"<style>",
	"</style >",
	"<table border=1 style='a'>",
	"<tr height=1>",
	"<td rowspan=2 width=3>",
	"<td colspan=0>",
	"</table>",
	"<svg width=1>",
	"</svg>",
	"<select class=x>",
	"</select>",
	"<title>",
	"</title>",
	"<a href=x style=y>",
	"</a>",
	"<font id=zoom face='a'>",
	"</font>",
	"<b style=1>",
	"</b>",
	"<div class=\"nav x\" style=\"display:none\">",
	"</div>",
	"<textarea rows=1>",
	"</textarea>",
	"<iframe src=a></iframe>",
	"<p foo style=\"x\" =\"y\">",
	"<p hidden style=a =b>",
	"<br style='a'/>",
	"<o:p></o:p>",
	"<![CDATA[",
	"]]>",
	"<?xml:namespace prefix = \"o\" />",
	"<",
	">",
	"\"",
	"'",
	"=",
	"<li class=a>",
	"<h2 align=center>",
	"<noscript>",
	"</noscript>",
	"<math>",
	"<frameset>",
	"<plaintext>",
	"<p a=1 style=\"x\"b=2>",
	"<a href style='x' ='y'>",
	"<a href=1 class=\"x\"title=2>",
	"<td id=zoom class=\"x\"/ width=1>",
	"<select/ style=a>",
	"\n   \t ",
	"    ",
	"<pre>",
	"</pre>",
	"<img src=a style=b alt=c width=9>",
	"<input type=hidden style=a>",
};

static uint32_t draw(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

static void test_each_way_gives_the_same_page(void **state)
{
	uint32_t seed = 20211203;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct buf html, any, cut, whole;
		unsigned n = 2 + draw(&seed) % 24;

		buf_init(&html, 1 << 16);
		buf_addc(&html, '\n');
		while (n--)
			buf_add(&html, str_c(pieces[draw(&seed) % countof(pieces)]));
		read_page(&any, buf_str(&html), HTML_WAY_ANY);
		read_page(&cut, buf_str(&html), HTML_WAY_CUT);
		read_page(&whole, buf_str(&html), HTML_WAY_WHOLE);
		if (strcmp(cut.p, whole.p) != 0 || strcmp(any.p, whole.p) != 0)
			print_message("source:%s\n", html.p);
		assert_string_equal(cut.p, whole.p);
		assert_string_equal(any.p, whole.p);
		buf_release(&html);
		buf_release(&any);
		buf_release(&cut);
		buf_release(&whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html_page),
		cmocka_unit_test(test_each_way_gives_the_same_page),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
