#include "tests/portal/body.h"

#include "base/attrs.h"
#include "base/utf8.h"

#include "tests/portal/draw.h"
#include "tests/portal/figures.h"
#include "tests/portal/prose.h"
#include "tests/portal/skin.h"
#include "tests/portal/table.h"

/* One report on its way to HTML, or to paper. */
struct writing {
	struct buf *out;
	struct paper *paper; /* NULL: HTML */
	const struct world *w;
	const struct document *d;
	const struct entry *e;
	const struct agency *agency;
	const struct portal *portal;
	const struct report *figures;
	const struct form *form;
	struct arena *arena;
};

static struct draw ask(const struct writing *x, const char *kind, unsigned slot)
{
	return (struct draw){ x->w->options.seed, kind, (unsigned)x->d->agency, x->d->year, slot };
}

/* Text as Word pastes it: short runs, each in a span, years cut in two. */
static void pasted(struct buf *out, struct str text)
{
	for (size_t at = 0; at < text.n;) {
		size_t start = at, bytes = (unsigned char)text.p[at] < 0x80 ? 2 : 24;

		while (at < text.n && at - start < bytes &&
		       ((unsigned char)text.p[at] < 0x80) == (bytes == 2))
			(void)utf8_next(text, &at);
		buf_add(out, STR("<span style=\"font-family:仿宋_GB2312;font-size:16.0pt;"
				 "mso-spacerun:'yes'\">"));
		html_text(out, str_sub(text, start, at - start));
		buf_add(out, STR("</span>"));
	}
}

static void paragraph(struct writing *x, struct str text)
{
	if (x->paper) {
		paper_line(x->paper, text);
		return;
	}
	switch (x->d->style) {
	case STYLE_WORD:
		buf_add(x->out, STR("<p class=\"MsoNormal\" style=\"text-indent:32.0pt;"
				    "mso-char-indent-count:2.0000\">"));
		pasted(x->out, text);
		buf_add(x->out, STR("<span lang=\"EN-US\"><o:p></o:p></span></p>\n"));
		break;
	case STYLE_OLD:
		buf_add(x->out, STR("<P>&nbsp;&nbsp;&nbsp; "));
		html_text(x->out, text);
		buf_add(x->out, STR("</P>\r\n"));
		break;
	default:
		buf_add(x->out, STR("<p style=\"text-indent:2em\">"));
		html_text(x->out, text);
		buf_add(x->out, STR("</p>\n"));
	}
}

static void heading(struct writing *x, struct str text)
{
	const char *open =
		x->d->style == STYLE_OLD ? "<P><B>" : "<p style=\"text-indent:2em\"><strong>";
	const char *close = x->d->style == STYLE_OLD ? "</B></P>\r\n" : "</strong></p>\n";

	if (x->paper) {
		paper_line(x->paper, text);
		return;
	}
	buf_add(x->out, str_c(open));
	html_text(x->out, text);
	buf_add(x->out, str_c(close));
}

static void preamble(struct writing *x)
{
	const char *doc_no = x->form->doc_no;
	struct str self = x->portal->is_site ? STR("我局") : x->agency->name;
	int year = x->d->year;

	paragraph(x,
		  arena_strf(x->arena,
			     "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和国务院办"
			     "公厅政府信息与政务公开"
			     "办公室有关通知（%s）要求，现公布%.*s%d年政府信息公开工作年度报告。",
			     doc_no, STR_ARG(self), prose_year(x->w, x->d, x->figures)));
	paragraph(x, arena_strf(x->arena,
				"本报告所列数据的统计期限自%d年1月1日起至%"
				"d年12月31日止。如对本报告有疑问，请与"
				"%.*s办公室联系（地址：%.*s模拟大道%u号，电话：0000-%07u）。",
				year, year, STR_ARG(self), STR_ARG(x->portal->place),
				1 + draw_below(ask(x, "address", 0), 200),
				draw_below(ask(x, "phone", 0), 10000000)));
}

static void disclosed(struct writing *x)
{
	unsigned site = 60 + draw_below(ask(x, "site", 0), 900);
	unsigned wechat = 20 + draw_below(ask(x, "wechat", 0), 300);

	paragraph(x, arena_strf(x->arena,
				"（一）主动公开。%d年，%.*s围绕%.*"
				"s等重点领域，通过政府网站公开信息%u条，通过政务微信公开信息"
				"%u条，共公开信息%u条。%.*s",
				x->d->year, STR_ARG(x->agency->name), STR_ARG(x->agency->duty),
				site, wechat, site + wechat,
				STR_ARG(prose_disclosed(x->w, x->d, x->figures, x->arena))));
}

static void overview(struct writing *x)
{
	static const char *const managed[] = {
		"（三）政府信息管理。严格落实信息发布审核制度，坚持先审查、后公开，对已公开信息定期"
		"清理。",
		"（三）政府信息管理。健全公文公开属性源头认定机制，规范信息制作、获取、保存、处理全"
		"过程。",
		"（三）政府信息管理。建立信息公开台账，明确专人负责，做到底数清、情况明。",
	};
	static const char *const platform[] = {
		"（四）平台建设。优化政府信息公开专栏设置，完善检索、下载等功能，方便群众查询。",
		"（四）平台建设。加强政府网站和政务新媒体日常巡查，及时整改栏目更新不及时等问题。",
	};
	static const char *const watched[] = {
		"（五）监督保障。将政府信息公开工作纳入年度考核，组织开展业务培训，主动接受社会监督"
		"。",
		"（五）监督保障。明确分管领导和责任科室，全年未发生因信息公开不当引起的责任追究情况"
		"。",
	};

	heading(x, STR("一、总体情况"));
	disclosed(x);
	paragraph(x, prose_requested(x->w, x->d, x->figures, x->arena));
	paragraph(x, str_c(managed[draw_below(ask(x, "managed", 0), countof(managed))]));
	paragraph(x, str_c(platform[draw_below(ask(x, "platform", 0), countof(platform))]));
	paragraph(x, str_c(watched[draw_below(ask(x, "watched", 0), countof(watched))]));
}

static void picture(struct writing *x, size_t i)
{
	struct str path = world_image_path(x->e, (unsigned)i, x->arena);

	buf_addf(x->out,
		 "<p style=\"text-align:center\"><img src=\"%.*s\" width=\"620\" height=\"%u\" "
		 "border=\"0\"></p>\n",
		 STR_ARG(path), i == 2 ? 160 : 780);
}

/* A table itself, where it stands. */
static void filled(struct writing *x, size_t i)
{
	struct table *t = ARENA_NEW(x->arena, struct table, 1);

	table_build(t, x->form, figures_table(i), x->figures, x->arena);
	if (x->paper)
		paper_table(x->paper, t);
	else
		table_write(x->out, t, x->d->style);
}

static void statutory_table(struct writing *x, size_t i)
{
	switch (x->d->treat[i]) {
	case TREAT_OMITTED:
		return;
	case TREAT_IMAGE:
		picture(x, i);
		return;
	case TREAT_ATTACHED:
		if (x->paper)
			filled(x, i);
		else
			paragraph(x, x->d->attach.is_annex ? STR("（详见统计表）")
							   : STR("（详见附件）"));
		return;
	default:
		filled(x, i);
	}
}

static void problems(struct writing *x)
{
	static const char *const faults[] = {
		"存在的主要问题：一是政策解读形式还不够丰富；二是基层工作人员业务能力有待提高。",
		"存在的主要问题：一是主动公开的广度和深度有待拓展；二是部分信息更新不够及时。",
		"存在的主要问题：一是公开内容与群众期盼还有差距；二是专栏检索还不够方便。",
	};
	static const char *const cures[] = {
		"改进情况：一是加强业务培训和指导，提升专业化水平；二是丰富解读形式，增强解读效果"
		"。",
		"改进情况：一是进一步细化主动公开目录；二是健全信息报送和更新机制，确保及时准确。",
		"改进情况：一是围绕群众关切增加公开供给；二是优化栏目设置，提升查阅体验。",
	};

	heading(x, STR("五、存在的主要问题及改进情况"));
	paragraph(x, str_c(faults[draw_below(ask(x, "faults", 0), countof(faults))]));
	paragraph(x, str_c(cures[draw_below(ask(x, "cures", 0), countof(cures))]));
}

/* Where the page says that its file is. */
static void lead_to_file(struct writing *x)
{
	const char *ending = file_ending(x->d->attach.file);
	struct str path = world_file_path(x->e, ending, x->arena);
	struct str name = arena_strf(x->arena, "%d年政府信息公开%s.%s", x->d->year,
				     x->d->attach.is_whole ? "工作年度报告" : "情况统计表", ending);

	switch (file_carrier(x->d->attach.file)) {
	case CARRIER_VIEWER:
		buf_addf(x->out,
			 "<p><iframe src=\"/pdfjs/web/viewer.html?file=%.*s\" width=\"100%%\" "
			 "height=\"900\"></iframe></p>\n",
			 STR_ARG(path));
		break;
	case CARRIER_SCRIPT:
		buf_addf(x->out,
			 "<p id=\"fj\"></p>\n<script>\nvar fjName = '%.*s';\nvar fjUrl = '%.*s';\n"
			 "showAttach('fj', fjName, fjUrl);\n</script>\n",
			 STR_ARG(name), STR_ARG(path));
		break;
	default:
		buf_addf(x->out, "<p>附件：<a href=\"%.*s\">%.*s</a></p>\n", STR_ARG(path),
			 STR_ARG(name));
	}
}

static void closing(struct writing *x)
{
	heading(x, STR("六、其他需要报告的事项"));
	paragraph(x, x->d->year >= 2021 ? STR("本年度未收取信息处理费。无其他需要报告的事项。")
					: STR("无其他需要报告的事项。"));
	if (x->paper) {
		paper_line(x->paper, x->agency->name);
		return;
	}
	if (x->d->attach.file)
		lead_to_file(x);
	buf_addf(x->out, "<p style=\"text-align:right\">%.*s</p>\n<p style=\"text-align:right\">",
		 STR_ARG(x->agency->name));
	skin_date_hanzi(x->out, x->d->published);
	buf_add(x->out, STR("</p>\n"));
}

/* What Word leaves for itself; a browser shows none of it. */
static void word_leftovers(struct writing *x)
{
	buf_add(x->out, STR("<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>"
			    "<w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->"
			    "<?xml:namespace prefix = \"o\" ns = "
			    "\"urn:schemas-microsoft-com:office:office\" />\n"));
}

static const char *const headings[DOCUMENT_TABLES] = { "二、主动公开政府信息情况",
						       "三、收到和处理政府信息公开申请情况",
						       "四、政府信息公开行政复议、行政诉讼情况" };

static struct writing begin(const struct world *w, const struct document *d, const struct entry *e,
			    struct arena *arena)
{
	struct report *figures = ARENA_NEW(arena, struct report, 1);
	struct writing x = { .w = w,
			     .d = d,
			     .e = e,
			     .agency = &w->agencies[d->agency],
			     .portal = &w->portals[e->portal],
			     .figures = figures,
			     .form = figures_form(d->year),
			     .arena = arena };

	figures_draw(figures, w, d, arena);
	return x;
}

static void whole(struct writing *x)
{
	preamble(x);
	overview(x);
	for (size_t i = 0; i < DOCUMENT_TABLES; i++) {
		heading(x, str_c(headings[i]));
		statutory_table(x, i);
	}
	problems(x);
	closing(x);
}

void body_report(struct buf *out, const struct world *w, const struct entry *e)
{
	const struct document *d = &w->documents[e->document];
	struct arena arena = { 0 };
	struct writing x = begin(w, d, e, &arena);

	x.out = out;
	if (d->style == STYLE_WORD)
		word_leftovers(&x);
	if (d->attach.is_whole)
		lead_to_file(&x);
	else
		whole(&x);
	arena_release(&arena);
}

/* Captions without their numbers, as tables that stand alone have them. */
static struct str caption(size_t i)
{
	return str_sub(str_c(headings[i]), STR("二、").n, STR_NONE);
}

void body_annex(struct buf *out, const struct world *w, const struct entry *e)
{
	struct arena arena = { 0 };
	struct writing x = begin(w, &w->documents[e->document], e, &arena);

	x.out = out;
	for (size_t i = 0; i < DOCUMENT_TABLES; i++) {
		paragraph(&x, caption(i));
		filled(&x, i);
	}
	arena_release(&arena);
}

void body_paper(struct paper *out, const struct world *w, const struct document *d)
{
	struct writing x = begin(w, d, &w->entries[d->entry], out->arena);

	x.paper = out;
	if (d->attach.is_whole) {
		paper_title(out, d->title);
		whole(&x);
	}
	for (size_t i = 0; i < DOCUMENT_TABLES && !d->attach.is_whole; i++) {
		paper_line(out, caption(i));
		filled(&x, i);
	}
}
