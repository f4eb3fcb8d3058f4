#include "report/title.h"

#include <stdint.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/agency.h"
#include "report/dates.h"
#include "report/text.h"
#include "report/wordset.h"

#define TITLE_MAX_BYTES (80u * 3)

static const char *const cores[] = { "政府政府信息公开", "政府信息公开", "政务信息公开",
				     "政府政务公开",     "政务公开",     "信息公开" };

/* Where the words every title has begin, and how long they are. */
static size_t find_core(struct str s, size_t *n)
{
	size_t best = STR_NONE;

	if (!text_has(s, "公开"))
		return STR_NONE;
	for (size_t i = 1; i < countof(cores); i++) {
		size_t at = str_find(s, str_c(cores[i]), 0);

		if (at != STR_NONE && (best == STR_NONE || at < best)) {
			best = at;
			*n = strlen(cores[i]);
		}
	}
	return best;
}

/* 2023年度, 2023年, 2023, （2023年）. Returns bytes. */
static size_t year_token(struct str s, int *year)
{
	size_t open = text_starts(s, "（") ? 3 : text_starts(s, "(") ? 1 : 0, used;
	int y = year_read(str_sub(s, open, s.n), &used);
	struct str rest;

	if (!y)
		return 0;
	used += open;
	rest = str_sub(s, used, s.n);
	if (text_starts(rest, "年度"))
		used += strlen("年度");
	else if (text_starts(rest, "年"))
		used += strlen("年");
	else if (open)
		return 0;
	if (open) {
		rest = str_sub(s, used, s.n);
		if (!text_starts(rest, "）") && !text_starts(rest, ")"))
			return 0;
		used += text_starts(rest, "）") ? 3 : 1;
	}
	*year = y;
	return used;
}

/* Words that follow the core, any order. Sets *noun when the noun of a report is among them. */
static size_t tail_words(struct str s, struct title *t, bool *noun)
{
	static const struct {
		const char *word;
		bool is_noun, is_summary;
	} words[] = {
		{ "年度工作报告", true, false }, { "工作年度报告", true, false },
		{ "年度报告", true, false },     { "工作报告", true, false },
		{ "年报", true, false },         { "报告", true, false },
		{ "总结", true, true },          { "工作", false, false },
		{ "年度", false, false },        { "情况", false, false },
		{ "的", false, false },          { "和", false, false },
	};
	size_t at = 0, n;

	while (at < s.n) {
		struct str rest = str_sub(s, at, s.n);
		int year;
		size_t i;

		if ((n = year_token(rest, &year))) {
			t->year = t->year ? t->year : year;
			at += n;
			continue;
		}
		for (i = 0; i < countof(words) && !text_starts(rest, words[i].word); i++)
			;
		if (i == countof(words))
			break;
		*noun = *noun || words[i].is_noun;
		t->is_summary = t->is_summary || words[i].is_summary;
		at += strlen(words[i].word);
		if (*noun)
			break;
	}
	return at;
}

/* The agency among what stands before the core. */
static void read_front(struct title *t, struct str front)
{
	static const char *const heads[] = { "关于公布", "关于印发", "关于发布", "关于报送", "关于",
					     "标题:",    "标题：",   "《",       "公布",     NULL };
	size_t n;
	int year;

	for (size_t i = 0; heads[i]; i++)
		if (text_starts(front, heads[i]))
			front = str_sub(front, strlen(heads[i]), front.n);
	if ((n = year_token(front, &year))) {
		t->year = year;
		front = str_sub(front, n, front.n);
	}
	for (size_t at = 0, p = 0; at < front.n; p = at) {
		utf8_next(front, &at);
		if (p && (n = year_token(str_sub(front, p, front.n), &year))) {
			t->year = t->year ? t->year : year;
			if (p + n == front.n ||
			    text_starts(str_sub(front, p + n, front.n), "关于") ||
			    text_starts(str_sub(front, p + n, front.n), "的") ||
			    text_starts(str_sub(front, p + n, front.n), "度"))
				front = str_sub(front, 0, p);
			break;
		}
	}
	while (text_ends(front, "关于") || text_ends(front, "开展"))
		front.n -= strlen("关于");
	if (text_ends(front, "的"))
		front.n -= strlen("的");
	t->scope = agency_scope(&front);
	if (agency_is_name_or_place(front))
		t->agency = front;
}

/* Words that make whatever holds them another kind of document. */
static bool is_foreign(struct str s)
{
	static const char *const words[] = { "解读",     "指南",     "要点",     "方案", "制度",
					     "。",       "；",       "培训",     "目录", "图解",
					     "模板",     "模版",     "范文",     "样本", "格式",
					     "征求意见", "网站工作", "法治政府", "会议", "依据",
					     "根据",     "按照",     "本报告",   ">",    "＞",
					     "»",        "首页",     NULL };

	static struct wordset set = WORDSET(words);

	return wordset_any(&set, s);
}

/* What may stand behind a title without making it another document's. */
static bool harmless(struct title *t, struct str rest, bool site)
{
	static const char *const fine[] = { "(文字版)", "（文字版）", "(全文)",   "（全文）",
					    "》",       "》的通知",   "》的公告", "的公告",
					    "公示",     "的公示",     "(公开版)", "（公开版）",
					    "正文",     ":",          "：",       "格式模板",
					    "格式",     "模板",       NULL };
	struct str inner = rest;
	struct date d;

	if (rest.n == 0)
		return true;
	for (size_t i = 0; fine[i]; i++)
		if (str_eq(rest, str_c(fine[i])))
			return true;
	if (text_starts(rest, "（") && text_ends(rest, "）"))
		inner = str_sub(rest, 3, rest.n - 6);
	else if (text_starts(rest, "(") && text_ends(rest, ")"))
		inner = str_sub(rest, 1, rest.n - 2);
	if (inner.n != rest.n) {
		struct str scope;

		if (!t->agency.p && agency_is_name(inner))
			t->agency = inner;
		scope = agency_scope(&inner);
		if (scope.p)
			t->scope = scope;
		return date_find(&d, inner) || (t->agency.p && str_eq(t->agency, inner)) ||
		       scope.p || (inner.n <= 8 * 3 && !is_foreign(inner));
	}
	if (site) {
		static const char *const marks[] = { "-",  "_", "|",  "—",  "–", "－",
						     "丨", ",", "，", "》", "[", NULL };

		for (size_t i = 0; marks[i]; i++)
			if (text_starts(rest, marks[i])) {
				t->text.n -= rest.n;
				return true;
			}
	}
	return false;
}

void title_read(struct title *t, struct str s, bool site)
{
	size_t core, core_n = 0, at;
	bool noun = false;

	*t = (struct title){ .text = s };
	if (s.n == 0 || s.n > TITLE_MAX_BYTES)
		return;
	core = find_core(s, &core_n);
	if (core == STR_NONE)
		return;
	read_front(t, str_sub(s, 0, core));
	/* 某县人民政府信息公开…: one 政府 serves both. */
	if (!t->agency.p && text_ends(str_sub(s, 0, core), "人民") &&
	    text_starts(str_sub(s, core, s.n), "政府"))
		read_front(t, str_sub(s, 0, core + strlen("政府")));
	at = core + core_n;
	at += tail_words(str_sub(s, at, s.n), t, &noun);
	t->rest = str_sub(s, at, s.n);
	if (!noun || is_foreign(str_sub(s, 0, at)))
		return;
	t->is_shape = harmless(t, t->rest, site);
}
