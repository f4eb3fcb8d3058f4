#include "report/kind.h"
#include "report/status.h"

#include <assert.h>
#include <stdio.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "report/agency.h"
#include "report/text.h"
#include "report/wordset.h"
#include "report/year.h"

struct judge {
	struct report *report;
	const struct titles *titles;
	const struct page *page;
	const struct lines *lines;
	const struct outline *outline;
	const struct tables *tables;
	struct arena *arena;
	struct str title; /* squeezed: the line that names the document, whatever it is */
	enum evidence title_from;
	struct str body; /* folded text of the article, in part */
	size_t n_text;   /* bytes of text in the article */
	unsigned n_tables;
};

/* Titles of other documents in the same column. The first that fits decides. */
static const struct {
	const char *one, *other; /* other NULL: one is enough */
	enum report_kind kind;
} refusals[] = {
	{ "网站工作", "报表", KIND_WEBSITE_REPORT },
	{ "网站", "年度工作报表", KIND_WEBSITE_REPORT },
	{ "网站工作", "年度报告", KIND_WEBSITE_REPORT },
	{ "法治政府建设", NULL, KIND_LAW_REPORT },
	{ "依法行政", "报告", KIND_LAW_REPORT },
	{ "解读", NULL, KIND_INTERPRETATION },
	{ "图解", NULL, KIND_INTERPRETATION },
	{ "一图读懂", NULL, KIND_INTERPRETATION },
	{ "范文", NULL, KIND_TEMPLATE },
	{ "模板", NULL, KIND_TEMPLATE },
	{ "模版", NULL, KIND_TEMPLATE },
	{ "样本", NULL, KIND_TEMPLATE },
	{ "报告格式", NULL, KIND_TEMPLATE },
	{ "公开指南", NULL, KIND_GUIDE },
	{ "公开制度", NULL, KIND_GUIDE },
	{ "公开目录", NULL, KIND_GUIDE },
	{ "公开规定", NULL, KIND_GUIDE },
	{ "公开办法", NULL, KIND_GUIDE },
	{ "编制说明", NULL, KIND_GUIDE },
	{ "编制", "通知", KIND_NOTICE },
	{ "报送", "通知", KIND_NOTICE },
	{ "做好", "通知", KIND_NOTICE },
	{ "有关事项", "通知", KIND_NOTICE },
	{ "格式", "通知", KIND_NOTICE },
	{ "工作要点", NULL, KIND_WORK_SUMMARY },
	{ "实施方案", NULL, KIND_WORK_SUMMARY },
	{ "工作方案", NULL, KIND_WORK_SUMMARY },
	{ "工作计划", NULL, KIND_WORK_SUMMARY },
	{ "上半年", NULL, KIND_WORK_SUMMARY },
	{ "下半年", NULL, KIND_WORK_SUMMARY },
	{ "半年度", NULL, KIND_WORK_SUMMARY },
	{ "季度", NULL, KIND_WORK_SUMMARY },
	{ "培训", NULL, KIND_NEWS },
	{ "推进会", NULL, KIND_NEWS },
	{ "统计表", NULL, KIND_STATISTICS },
};
static struct wordset refused = WORDSET_FIELD(refusals, .one);
static_assert(countof(refusals) <= 64, "wordset_which() tells of so many");

static void decide(struct judge *j, enum report_kind kind, struct str reason)
{
	j->report->kind = kind;
	j->report->kind_reason = reason;
}

/* The line that names the document, when it is no report's title: the first of its headings. */
static struct str own_title(struct judge *j)
{
	struct str s = { NULL, 0 };

	j->title_from = FROM_TITLE;
	if (j->report->identity.title.p)
		return j->report->identity.title;
	for (size_t i = 0; i < j->lines->n && i < j->outline->body; i++) {
		const struct line *line = &j->lines->at[i];

		if (line->role != LINE_TEXT || line->text.n > 240)
			continue;
		if (line->kind == BLOCK_HEADING && text_length(line->text) > 6)
			return text_squeeze(line->text, j->arena);
		if (!s.p && line->kind == BLOCK_LINE && i < 3)
			s = text_squeeze(line->text, j->arena);
	}
	if (s.p)
		return s;
	j->title_from = FROM_PAGE_TITLE;
	return text_squeeze(j->page->title, j->arena);
}

/* What is refused has a title too, if not a report's. */
static void keep_title(struct judge *j)
{
	struct identity *id = &j->report->identity;

	if (id->title.p || j->title.n == 0)
		return;
	id->title = j->title;
	id->title_from = j->title_from;
}

/* Whether parts of a report other than its tables are there. */
static bool has_text_of_report(const struct outline *o)
{
	for (size_t i = 0; i < o->n_sections; i++)
		if (o->sections[i].no == 1 || o->sections[i].no > 4)
			return o->n_sections >= 3;
	return false;
}

/* A refusal by the words of one title. A title of the right shape is only refused by its tail. */
static bool refuse(struct judge *j, struct str title)
{
	uint64_t which;

	if (title.n == 0 || title.n > 300)
		return false;
	which = wordset_which(&refused, title);
	for (size_t i = 0; which && i < countof(refusals); i++) {
		if (!(which >> i & 1) || (refusals[i].other && !text_has(title, refusals[i].other)))
			continue;
		/* The statistics may stand under a report's text: then it is the report. */
		if (refusals[i].kind == KIND_STATISTICS && has_text_of_report(j->outline))
			continue;
		decide(j, refusals[i].kind,
		       arena_strf(j->arena, "the title says %s: %.*s", refusals[i].one,
				  STR_ARG(title)));
		return true;
	}
	return false;
}

static size_t count(struct str s, const char *word)
{
	struct str w = str_c(word);
	size_t n = 0;

	for (size_t at = str_find(s, w, 0); at != STR_NONE; at = str_find(s, w, at + w.n))
		n++;
	return n;
}

#define BODY_MAX_BYTES (256u << 10)

/* The article's text, folded: from its title on, to where it ends. */
static void read_body(struct judge *j)
{
	struct buf all;

	buf_init(&all, BODY_MAX_BYTES);
	for (size_t i = 0; i < j->lines->n && i < j->outline->end; i++) {
		const struct line *line = &j->lines->at[i];

		if (line->role != LINE_TEXT)
			continue;
		j->n_text += line->text.n;
		if (line->text.n > 6) {
			buf_add(&all, line->folded);
			buf_addc(&all, '\n');
		}
	}
	j->body = arena_str(j->arena, buf_str(&all));
	buf_release(&all);
	for (size_t i = 0; i < TABLE__COUNT; i++)
		j->n_tables += j->report->table[i].status == TABLE_PRESENT ||
			       j->report->table[i].status == TABLE_PARTIAL ||
			       j->report->table[i].status == TABLE_BLANK;
}

/* Words that stand where somebody should have written. */
static bool is_template(struct judge *j)
{
	static const char *const places[] = { "(文字描述", "XX年",   "XXX",  "××",   "20XX",
					      "****",      "某某局", "XX局", "XX县", "XX市",
					      "XX区",      "请填写", NULL };
	bool letters = text_has(j->body, "XX");
	size_t n = 0;
	const char *first = NULL;
	unsigned blank = 0;

	for (size_t i = 0; places[i]; i++) {
		bool has_letters = strstr(places[i], "XX") != NULL;
		size_t hits = has_letters && !letters ? 0 : count(j->body, places[i]);

		if (hits && !first)
			first = places[i];
		n += hits;
	}
	for (size_t i = 0; i < TABLE__COUNT; i++)
		blank += j->report->table[i].status == TABLE_BLANK;
	if (n >= 3 || (n && blank >= 2) || count(j->body, "(文字描述") >= 2) {
		decide(j, KIND_TEMPLATE,
		       arena_strf(j->arena, "placeholders stand for text and figures: %s", first));
		return true;
	}
	return false;
}

static bool is_other_body(struct judge *j)
{
	struct str agency = j->report->identity.agency;
	const char *law = NULL;

	if (text_has(j->body, "高等学校信息公开办法"))
		law = "高等学校信息公开办法";
	else if (agency.p && agency_is_other_body(agency) && j->outline->n_sections < 5)
		law = "the kind of body";
	if (!law || (j->outline->n_sections >= 5 && j->n_tables))
		return false;
	decide(j, KIND_OTHER_BODY,
	       arena_strf(j->arena, "%.*s: not under the Regulation (%s)", STR_ARG(agency), law));
	return true;
}

/* Links of the article's part of the page, and the text in them. */
static size_t link_text(const struct judge *j, size_t *n_titles)
{
	size_t bytes = 0;

	*n_titles = 0;
	for (size_t i = 0; i < j->page->n_links; i++) {
		const struct link *link = &j->page->links[i];
		struct title t;

		if (link->kind != LINK_ANCHOR)
			continue;
		bytes += link->text.n;
		title_read(&t, text_squeeze(link->title.n ? link->title : link->text, j->arena),
			   false);
		*n_titles += t.is_shape && (t.year || t.agency.p);
	}
	return bytes;
}

#define SHELL_MAX_BYTES 240 /* 80 characters: no report is as short */

static bool is_shell(struct judge *j)
{
	for (size_t i = 0; i < j->page->n_links; i++) {
		const struct link *link = &j->page->links[i];

		if (link->kind == LINK_ANCHOR || j->outline->n_sections ||
		    j->n_text > 4 * SHELL_MAX_BYTES)
			continue;
		decide(j, KIND_SHELL,
		       arena_strf(j->arena, "nothing but a frame or redirect to %.*s",
				  STR_ARG(str_sub(link->href, 0, 200))));
		return true;
	}
	if (j->n_text > SHELL_MAX_BYTES)
		return false;
	decide(j, KIND_SHELL,
	       j->page->n_images ? STR("hardly any text beside pictures") : STR("hardly any text"));
	return true;
}

static bool has_title(const struct titles *t)
{
	return t->body.is_shape || t->box.is_shape || t->meta.is_shape || t->page.is_shape ||
	       t->link.is_shape;
}

static bool is_summary(const struct titles *t)
{
	const struct title *first = t->body.is_shape   ? &t->body
				    : t->box.is_shape  ? &t->box
				    : t->meta.is_shape ? &t->meta
						       : &t->page;

	return first->is_summary;
}

/* The marks of a report, counted; NULL where they do not suffice. */
static bool is_report(struct judge *j)
{
	size_t n = j->outline->n_sections;
	bool title = has_title(j->titles), period = j->report->identity.year_period != 0 ||
						    j->report->identity.year_preamble != 0;
	bool law = text_has(j->body, "政府信息公开条例");
	bool old = j->outline->n_topics >= 4 && law && text_has(j->body, "主动公开") &&
		   j->n_text > 2000;
	char what[160];

	if (!(n >= 4 || (n >= 3 && (title || period || j->n_tables)) ||
	      (title && n >= 2 && (period || j->n_tables || law)) || (title && period && old) ||
	      (title && old) || (title && period && j->n_tables) ||
	      (title && period && j->n_text > 2000) || (j->n_tables >= 2 && period)))
		return false;
	/* A sentence or two under the headings is all that some towns write; a summary has none. */
	if (is_summary(j->titles) && n < 4 && !period) {
		decide(j, KIND_WORK_SUMMARY, STR("a summary without the parts of a report"));
		return true;
	}
	snprintf(what, sizeof(what), "%zu of 6 sections%s%s, %u tables", n,
		 title ? ", a title" : "", period ? ", a period" : "", j->n_tables);
	decide(j, KIND_REPORT, arena_str(j->arena, str_c(what)));
	return true;
}

#define DOOR_MAX_TITLES 2 /* links to the report before and the one after */

/* A page with a report's title and its file, and little else but the site's own links. */
static bool is_door(struct judge *j)
{
	const struct title *t = j->titles->body.is_shape ? &j->titles->body : &j->titles->page;
	const struct link *file = status_file(j->page);
	size_t n_titles;

	if (!t->is_shape || !t->year || !file || j->outline->n_sections || j->n_tables)
		return false;
	(void)link_text(j, &n_titles);
	if (n_titles > DOOR_MAX_TITLES)
		return false;
	decide(j, KIND_SHELL,
	       arena_strf(j->arena, "the title of a report, and a file: %.*s",
			  STR_ARG(str_sub(file->href, 0, 200))));
	return true;
}

static bool is_list(struct judge *j)
{
	size_t n_titles, bytes = link_text(j, &n_titles);

	bool mostly_links = bytes * 2 > j->n_text;

	if (n_titles < 3 && !(mostly_links && (j->page->n_links >= 10 || n_titles)))
		return false;
	decide(j, KIND_LIST,
	       arena_strf(j->arena, "%zu links, %zu of them titles of reports", j->page->n_links,
			  n_titles));
	return true;
}

static void fallback(struct judge *j)
{
	const struct table_state *s = &j->report->table[TABLE_STATISTICS];

	if (is_summary(j->titles) || text_ends(j->title, "总结")) {
		decide(j, KIND_WORK_SUMMARY, STR("a summary without the parts of a report"));
	} else if (s->status == TABLE_PRESENT || s->status == TABLE_PARTIAL || j->n_tables) {
		decide(j, KIND_STATISTICS, STR("a statutory table without the text of a report"));
	} else if (is_door(j) || is_list(j) || is_shell(j)) {
		return;
	} else if (text_has(j->body, "信息公开") &&
		   (text_has(j->body, "记者") || text_has(j->body, "通讯员") ||
		    text_has(j->title, "公布") || text_has(j->title, "发布") ||
		    text_has(j->title, "召开"))) {
		decide(j, KIND_NEWS, arena_strf(j->arena, "told as news: %.*s", STR_ARG(j->title)));
	} else {
		decide(j, KIND_UNKNOWN, STR("none of the marks of a report"));
	}
}

void kind_read(struct report *report, const struct titles *titles, const struct page *page,
	       const struct lines *lines, const struct outline *outline,
	       const struct tables *tables, struct arena *arena)
{
	struct judge j = { .report = report,
			   .titles = titles,
			   .page = page,
			   .lines = lines,
			   .outline = outline,
			   .tables = tables,
			   .arena = arena };

	j.title = own_title(&j);
	read_body(&j);
	if (refuse(&j, j.title)) {
		keep_title(&j);
		return;
	}
	if (refuse(&j, text_squeeze(page->title, arena)) || is_template(&j) || is_other_body(&j) ||
	    is_report(&j))
		return;
	fallback(&j);
}
