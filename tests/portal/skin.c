#include "tests/portal/skin.h"

#include "base/attrs.h"
#include "base/utf8.h"

#include "tests/portal/draw.h"
#include "tests/portal/family.h"
#include "tests/portal/table.h"

void skin_charset(struct buf *out, const struct portal *p)
{
	static const char *const said[CHARSET_PLAN__COUNT] = {
		[CHARSET_PLAN_UTF8] = "utf-8",
		[CHARSET_PLAN_GBK] = "gb2312",
		[CHARSET_PLAN_GBK_AS_UTF8] = "utf-8",
		[CHARSET_PLAN_UTF8_AS_LATIN1] = "utf-8",
	};

	if (said[p->charset])
		buf_addf(out,
			 "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=%s\">\n",
			 said[p->charset]);
}

static const struct column *main_column(const struct world *w, const struct portal *p)
{
	return &w->columns[p->first_column];
}

void skin_top(struct buf *out, const struct world *w, const struct portal *p)
{
	buf_addf(out,
		 "<div class=\"top\"><div class=\"date\">今天是：<script>document.write(new Date()"
		 ".toLocaleDateString())</script></div>\n"
		 "<a href=\"javascript:void(0)\" onclick=\"SetHome(this)\">设为首页</a>|"
		 "<a href=\"javascript:void(0)\">加入收藏</a>|<a "
		 "href=\"javascript:void(0)\">无障碍浏览</a>"
		 "</div>\n<div class=\"banner\"><img src=\"/images/logo.png\" alt=\"%.*s人民政府\">"
		 "</div>\n",
		 STR_ARG(p->place));
	buf_add(out, STR("<div class=\"nav\"><ul>\n<li><a href=\"/\">网站首页</a></li>\n"));
	buf_addf(out, "<li><a href=\"%.*s\">政府信息公开年报</a></li>\n",
		 STR_ARG(main_column(w, p)->path));
	buf_add(out, STR("<li><a href=\"mailto:office@example.test\">公众信箱</a></li>\n"
			 "</ul></div>\n"));
}

void skin_crumbs(struct buf *out, const struct world *w, const struct column *c)
{
	const struct portal *p = &w->portals[c->portal];
	const struct column *top = main_column(w, p);

	buf_addf(out,
		 "<div class=\"dqwz\">当前位置：<a href=\"/\">首页</a>&nbsp;&gt;&nbsp;"
		 "<a href=\"%.*s\">%.*s</a>",
		 STR_ARG(top->path), STR_ARG(top->title));
	if (c != top)
		buf_addf(out, "&nbsp;&gt;&nbsp;<a href=\"%.*s\">%.*s</a>", STR_ARG(c->path),
			 STR_ARG(c->title));
	buf_add(out, STR("</div>\n"));
}

void skin_foot(struct buf *out, const struct world *w, const struct portal *p)
{
	unsigned epoch = w->options.epoch; /* what it changes here changes no report */
	uint64_t visits = draw_hash(p->host) % 90000 + epoch * 977;

	buf_addf(out,
		 "<div class=\"footer\"><p>主办单位：%.*s人民政府办公室　模拟数据</p>\n"
		 "<p>网站标识码：%u0001　<a href=\"/\">网站地图</a>　累计访问：%llu　"
		 "页面更新：%u-11-%02u</p></div>\n",
		 STR_ARG(p->place), p->region, (unsigned long long)visits, 2024 + epoch,
		 1 + (unsigned)visits % 28);
}

void skin_date(struct buf *out, struct date d)
{
	buf_addf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

void skin_date_hanzi(struct buf *out, struct date d)
{
	buf_addf(out, "%d年%d月%d日", d.year, d.month, d.day);
}

void skin_metabox(struct buf *out, const struct world *w, const struct entry *e)
{
	const struct portal *p = &w->portals[e->portal];

	buf_addf(out,
		 "<table class=\"xxgk_table\"><tbody>\n<tr><td>索 引 号：</td><td>%u/%u-%05u</td>"
		 "<td>组配分类：</td><td>政府信息公开年报</td></tr>\n"
		 "<tr><td>发布机构：</td><td>%.*s</td><td>公开日期：</td><td>",
		 p->region, (unsigned)e->date.year, e->id, STR_ARG(w->agencies[e->agency].name));
	skin_date(out, e->date);
	buf_addf(out,
		 "</td></tr>\n<tr><td>名　　称：</td><td colspan=\"3\">%.*s</td></tr>\n"
		 "</tbody></table>\n",
		 STR_ARG(e->title));
}

void skin_sharing(struct buf *out)
{
	buf_add(out,
		STR("<div class=\"share\">【字体：<a href=\"javascript:doZoom(18)\">大</a> "
		    "<a href=\"javascript:doZoom(16)\">中</a> <a href=\"javascript:doZoom(14)\">小"
		    "</a>】<a href=\"javascript:window.print()\">打印本页</a> "
		    "<a href=\"javascript:window.close()\">关闭窗口</a> 分享到： "
		    "扫一扫在手机打开当前页</div>\n"));
}

static void page_head(struct buf *out, const struct portal *p, const char *title)
{
	buf_add(out, STR("<!DOCTYPE html>\n<html>\n<head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%s-%.*s人民政府</title>\n</head>\n<body>\n", title,
		 STR_ARG(p->place));
}

void skin_home(struct buf *out, const struct world *w, const struct portal *p)
{
	page_head(out, p, "首页");
	skin_top(out, w, p);
	buf_addf(out,
		 "<div class=\"xxgk\"><h2>政府信息公开</h2>\n<ul>\n"
		 "<li><a href=\"%.*s\">政府信息公开年报</a></li>\n"
		 "<li><a href=\"javascript:void(0)\">法定主动公开内容</a></li>\n"
		 "<li><a href=\"javascript:void(0)\">依申请公开</a></li>\n</ul></div>\n",
		 STR_ARG(main_column(w, p)->path));
	buf_addf(out,
		 "<div class=\"intro\"><p>%.*s是一个模拟出来的地方，只用来检验程序。</p></div>\n",
		 STR_ARG(p->place));
	skin_foot(out, w, p);
	buf_add(out, STR("</body>\n</html>\n"));
}

void skin_landing(struct buf *out, const struct portal *p)
{
	static const char *const doors[LANDING__COUNT] = {
		[LANDING_REFRESH] = "<html><head>\n<meta http-equiv=\"Refresh\" "
				    "content=\"0;URL=." WORLD_HOME "\">\n</head></html>\n",
		[LANDING_WRITTEN] =
			"<html><head><script>\nvar lm=\"首页\";\nif (lm==\"首页\")\n"
			"document.write('<meta http-equiv=\"refresh\" content=\"0;url=" WORLD_HOME
			"\">');\n</script></head><body></body></html>\n",
		[LANDING_SCRIPT] =
			"<script language=\"javascript\">window.location.href=\"" WORLD_HOME
			"\";</script>\n",
		[LANDING_FRAMES] = "<html><head><title>门户网站</title></head>\n<frameset "
				   "rows=\"*\"><frame src=\"" WORLD_HOME
				   "\" name=\"main\"></frameset></html>\n",
	};

	buf_add(out, str_c(doors[p->landing]));
}

void skin_not_found(struct buf *out, const struct portal *p)
{
	page_head(out, p, "页面未找到");
	buf_add(out, STR("<h1>404</h1><p>对不起，您访问的页面不存在或已被删除。</p>\n"
			 "<p><a href=\"/\">返回首页</a></p>\n<p>模拟数据</p></body>\n</html>\n"));
}

void skin_children(struct buf *out, const struct world *w, const struct column *c)
{
	const struct portal *p = &w->portals[c->portal];

	if (c->kind != COLUMN_MAIN || p->tree == TREE_FLAT)
		return;
	buf_add(out, STR("<div class=\"sub\"><ul>\n"));
	for (size_t i = p->first_column + 1; i < p->first_column + p->n_columns; i++)
		if (w->columns[i].kind != COLUMN_FORBIDDEN)
			buf_addf(out, "<li><a href=\"%.*s\">%.*s</a></li>\n",
				 STR_ARG(w->columns[i].path), STR_ARG(w->columns[i].title));
	buf_add(out, STR("</ul></div>\n"));
}

void skin_cut(struct buf *out, struct str title, size_t n)
{
	size_t at = 0;

	if (utf8_count(title) <= n) {
		html_text(out, title);
		return;
	}
	while (n-- > 0)
		(void)utf8_next(title, &at);
	html_text(out, str_sub(title, 0, at));
	buf_add(out, STR("..."));
}

void skin_begin(struct buf *out, const struct world *w, const struct column *c, struct str title,
		const char *metas)
{
	const struct portal *p = &w->portals[c->portal];

	buf_add(out, STR("<!DOCTYPE html>\n<html>\n<head>\n"));
	skin_charset(out, p);
	buf_addf(out, "<title>%.*s-%.*s人民政府</title>\n%s</head>\n<body>\n", STR_ARG(title),
		 STR_ARG(p->place), metas);
	skin_top(out, w, p);
	skin_crumbs(out, w, c);
}

void skin_end(struct buf *out, const struct world *w, const struct portal *p)
{
	skin_sharing(out);
	skin_foot(out, w, p);
	buf_add(out, STR("</body>\n</html>\n"));
}
