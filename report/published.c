#include "report/published.h"

#include "base/attrs.h"
#include "report/dates.h"
#include "report/text.h"
#include "report/wordset.h"

/* Names of the date in metadata boxes, the likelier first. Folded. */
static const char *const keys[] = {
	"发布日期", "发布时间", "公开日期", "公开时间",     "信息提供日期", "发表时间",
	"发稿时间", "时间",     "日期",     "生成日期",     "公文生成日期", "发文日期",
	"成文日期", "印发日期", "生效日期", "信息生成日期", NULL,
};

/* Dates of something else. */
static const char *const others[] = { "采集",     "生成时间", "归档", "今天", "星期", "农历",
				      "更新时间", "截止",     "访问", "打印", "有效", NULL };
static struct wordset other_set = WORDSET(others);

static const char *const metas[] = { "PubDate", "publishdate",  "pubdata",    "publishtime",
				     "pubtime", "publish_time", "createDate", NULL };

static bool named(struct str name, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (str_eq_nocase(name, str_c(names[i])))
			return true;
	return false;
}

static bool from_box(struct date *out, const struct page *page, struct arena *arena)
{
	for (size_t k = 0; keys[k]; k++) {
		for (size_t i = 0; i < page->n_metas; i++) {
			const struct meta *m = &page->metas[i];

			if (m->source == META_BOX &&
			    str_eq(text_fold(m->name, arena), str_c(keys[k])) &&
			    date_find(out, text_fold(m->content, arena)))
				return true;
		}
	}
	return false;
}

static bool from_meta(struct date *out, const struct page *page, struct arena *arena)
{
	for (size_t i = 0; i < page->n_metas; i++) {
		const struct meta *m = &page->metas[i];

		if (m->source != META_BOX && named(m->name, metas) &&
		    date_find(out, text_fold(m->content, arena)))
			return true;
	}
	return false;
}

/* A line that says 发布日期：2024-01-18, maybe among other things. */
static bool keyed(struct date *out, struct str s, const char *key)
{
	struct str k = str_c(key);

	for (size_t at = str_find(s, k, 0); at != STR_NONE; at = str_find(s, k, at + k.n)) {
		struct str rest = str_sub(s, at + k.n, 60);
		size_t used;

		if (rest.n && (rest.p[0] == ':' || rest.p[0] == ']'))
			rest = str_sub(rest, 1, rest.n);
		if (text_starts(rest, "】"))
			rest = str_sub(rest, strlen("】"), rest.n);
		if (rest.n && rest.p[0] == ':')
			rest = str_sub(rest, 1, rest.n);
		if (date_read(out, &used, rest))
			return true;
	}
	return false;
}

#define KEYED_MAX_BYTES 400 /* longer lines are sentences */

static bool is_place(const struct line *line)
{
	return line->role != LINE_OUTSIDE && line->role != LINE_CRUMB &&
	       line->text.n <= KEYED_MAX_BYTES;
}

static bool from_lines(struct date *out, const struct lines *lines, size_t to)
{
	size_t best = countof(keys) - 1;

	for (size_t i = 0; i < to; i++) {
		struct str text = lines->at[i].text, s = lines->at[i].folded;

		if (!is_place(&lines->at[i]) || !(text_has(text, "20") || text_has(text, "２０")))
			continue;
		if (wordset_any(&other_set, s))
			continue;
		for (size_t k = 0; k < best; k++)
			if (keyed(out, s, keys[k]))
				best = k;
	}
	return best < countof(keys) - 1;
}

/* What may stand behind a date in a line that tells of the page. */
static bool tells_of_page(struct str rest)
{
	static const char *const words[] = { "来源", "信息来源", "作者", "浏览", "点击", "字体",
					     "字号", "[字",      "【字", "访问", "编辑", NULL };

	for (; rest.n && ((rest.p[0] >= '0' && rest.p[0] <= '9') || rest.p[0] == ':');)
		rest = str_sub(rest, 1, rest.n);
	for (size_t i = 0; words[i]; i++)
		if (text_starts(rest, words[i]))
			return true;
	return false;
}

/* A line before the body that is a date and nothing more, or a date and its page's particulars. */
static bool from_bare(struct date *out, const struct lines *lines, size_t to)
{
	for (size_t i = 0; i < to; i++) {
		struct str s = lines->at[i].folded;
		size_t used;

		if (!is_place(&lines->at[i]) || lines->at[i].text.n > 120)
			continue;
		if (date_line(out, s))
			return true;
		if (date_read(out, &used, s) && tells_of_page(str_sub(s, used, s.n)))
			return true;
	}
	return false;
}

struct date published_read(enum evidence *from, const struct page *page, const struct lines *lines,
			   const struct outline *outline, struct str title, struct arena *arena)
{
	size_t body = outline->body < 200 ? outline->body : 200;
	struct date d = { 0 };

	if (lines->n < body)
		body = lines->n;
	*from = FROM_METABOX;
	if (from_box(&d, page, arena))
		return d;
	*from = FROM_META;
	if (from_meta(&d, page, arena))
		return d;
	*from = FROM_METABOX;
	if (from_lines(&d, lines, body))
		return d;
	*from = FROM_BODY;
	if (from_bare(&d, lines, body))
		return d;
	*from = FROM_TITLE;
	if (title.n && date_find(&d, text_fold(title, arena)))
		return d;
	*from = FROM_SIGNATURE;
	if (date_find(&d, text_fold(outline->signoff, arena)))
		return d;
	*from = FROM_NONE;
	return (struct date){ 0 };
}
