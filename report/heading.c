#include "report/heading.h"

#include <assert.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/text.h"
#include "report/wordset.h"

static const struct {
	int no;
	enum wording_rank rank;
	const char *text; /* folded */
} wordings[] = {
	{ 1, WORDING_OFFICIAL, "总体情况" },
	{ 1, WORDING_LISTED, "政府信息公开工作总体情况" },
	{ 1, WORDING_LISTED, "政府信息公开总体情况" },
	{ 1, WORDING_LISTED, "总体公开情况说明" },
	{ 1, WORDING_LISTED, "总体公开情况" },
	{ 1, WORDING_LISTED, "本年度政府信息公开工作的基本情况" },
	{ 1, WORDING_LISTED, "政府信息公开工作的基本情况" },
	{ 1, WORDING_LISTED, "政府信息公开工作基本情况" },
	{ 1, WORDING_LISTED, "总体概述" },
	{ 1, WORDING_WEAK, "工作基本情况" },
	{ 1, WORDING_WEAK, "基本情况" },
	{ 1, WORDING_WEAK, "基本概述" },
	{ 1, WORDING_WEAK, "工作概况" },
	{ 1, WORDING_WEAK, "情况概述" },
	{ 1, WORDING_WEAK, "概述" },
	{ 2, WORDING_OFFICIAL, "主动公开政府信息情况" },
	{ 2, WORDING_LISTED, "主动公开政府信息的情况" },
	{ 2, WORDING_LISTED, "行政机关主动公开政府信息情况" },
	{ 2, WORDING_LISTED, "行政机关主动公开政府信息的情况" },
	{ 2, WORDING_LISTED, "政府信息主动公开情况" },
	{ 2, WORDING_LISTED, "主动公开政府政府情况" },
	{ 2, WORDING_WEAK, "主动公开信息情况" },
	{ 2, WORDING_WEAK, "主动公开情况" },
	{ 3, WORDING_OFFICIAL, "收到和处理政府信息公开申请情况" },
	{ 3, WORDING_LISTED, "行政机关收到和处理政府信息公开申请情况" },
	{ 3, WORDING_LISTED, "收到和处理政府信息公开申请的情况" },
	{ 3, WORDING_LISTED, "收到和处理政府信息公开的申请情况" },
	{ 3, WORDING_LISTED, "收到和处理政府信息公开情况" },
	{ 3, WORDING_LISTED, "收到和办理政府信息公开申请的情况" },
	{ 3, WORDING_LISTED, "收到和办理政府信息公开申请情况" },
	{ 3, WORDING_WEAK, "依申请公开政府信息情况" },
	{ 3, WORDING_WEAK, "依申请公开情况" },
	{ 4, WORDING_OFFICIAL, "政府信息公开行政复议、行政诉讼情况" },
	{ 4, WORDING_LISTED, "政府信息公开行政复议和行政诉讼情况" },
	{ 4, WORDING_LISTED, "政府信息公开行政复议行政诉讼情况" },
	{ 4, WORDING_LISTED, "政府信息公开行政复议及行政诉讼情况" },
	{ 4, WORDING_LISTED, "政府信息公开行政复议、诉讼情况" },
	{ 4, WORDING_LISTED, "因政府信息公开工作被申请行政复议、提起行政诉讼情况" },
	{ 4, WORDING_LISTED, "因政府信息公开工作被申请行政复议、提起行政诉讼的情况" },
	{ 4, WORDING_LISTED, "因政府信息公开工作被申请行政复议和提起行政诉讼情况" },
	{ 4, WORDING_LISTED, "政府信息公开行政复议及行政应诉情况" },
	{ 5, WORDING_OFFICIAL, "存在的主要问题及改进情况" },
	{ 5, WORDING_LISTED, "政府信息公开工作存在的主要问题及改进情况" },
	{ 5, WORDING_LISTED, "存在的主要问题及整改措施" },
	{ 5, WORDING_LISTED, "存在的主要问题及改进措施" },
	{ 5, WORDING_LISTED, "存在的主要问题和改进情况" },
	{ 5, WORDING_LISTED, "存在的主要问题和改进措施" },
	{ 5, WORDING_LISTED, "存在的主要问题及下一步工作目标" },
	{ 5, WORDING_LISTED, "存在的问题及改进情况" },
	{ 5, WORDING_LISTED, "存在的问题及改进措施" },
	{ 5, WORDING_LISTED, "存在问题及改进情况" },
	{ 5, WORDING_LISTED, "存在问题及改进措施" },
	{ 5, WORDING_LISTED, "存在问题和改进措施" },
	{ 6, WORDING_OFFICIAL, "其他需要报告的事项" },
	{ 6, WORDING_LISTED, "其它需要报告的事项" },
	{ 6, WORDING_LISTED, "其他需要报告事项" },
	{ 6, WORDING_LISTED, "其它需要报告事项" },
	{ 6, WORDING_LISTED, "其他需报告的事项" },
	{ 6, WORDING_LISTED, "其他报告的事项" },
	{ 6, WORDING_LISTED, "需要报告的其他事项" },
	{ 6, WORDING_WEAK, "其他事项" },
	{ 6, WORDING_WEAK, "其他" },
};
static struct wordset wording_set = WORDSET_FIELD(wordings, .text);

/* Words whose company makes a short line with an ordinal a heading. Tried in this order. */
static const struct {
	int no;
	const char *one, *other; /* both must be there; other NULL: one is enough */
	const char *unless;
} patterns[] = {
	{ 4, "行政复议", "情况", NULL },     { 4, "行政诉讼", "情况", NULL },
	{ 4, "复议", "诉讼", NULL },         { 3, "公开申请", "情况", "收费" },
	{ 3, "依申请公开", "情况", "收费" }, { 6, "其他", "事项", NULL },
	{ 6, "其它", "事项", NULL },         { 6, "需要", "报告的事项", NULL },
	{ 6, "需要", "说明的事项", NULL },   { 5, "存在", "问题", NULL },
	{ 5, "主要问题", "改进", NULL },     { 5, "问题", "措施", NULL },
	{ 5, "不足", "改进", NULL },         { 2, "主动公开", "情况", "依申请" },
	{ 1, "总体", "情况", NULL },         { 1, "基本情况", NULL, NULL },
	{ 1, "工作概况", NULL, NULL },       { 1, "概述", NULL, NULL },
};

static struct wordset pattern_set = WORDSET_FIELD(patterns, .one);
static_assert(countof(patterns) <= 64, "wordset_which() tells of so many");

#define PATTERN_MAX_LENGTH 34 /* code points */

/* Row labels of the request table, which wear main ordinals. */
static const char *const row_labels[] = { "本年新收", "上年结转", "年度办理结果",
					  "结转下年", "申请数量", NULL };
static struct wordset row_set = WORDSET(row_labels);

static int numeral(uint32_t c)
{
	static const uint32_t numerals[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
					     0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };

	for (size_t i = 0; i < countof(numerals); i++)
		if (c == numerals[i])
			return (int)i + 1;
	return 0;
}

/* 一 to 十九, or an Arabic number below 100. Returns 0 for none. */
static int count_at(struct str s, size_t *used, bool *arabic)
{
	size_t at = 0, next;
	int n = 0, unit;

	*used = 0;
	*arabic = false;
	while (at < s.n && at < 2 && s.p[at] >= '0' && s.p[at] <= '9')
		n = n * 10 + (s.p[at++] - '0');
	if (at) {
		*arabic = true;
		*used = at;
		return at < s.n && s.p[at] >= '0' && s.p[at] <= '9' ? 0 : n;
	}
	if (at >= s.n || !(n = numeral(utf8_next(s, &at))))
		return 0;
	*used = at;
	if (n != 10 || at >= s.n)
		return n;
	next = at;
	unit = numeral(utf8_next(s, &next));
	if (unit && unit < 10) {
		*used = next;
		return 10 + unit;
	}
	return n;
}

static size_t separator(struct str s)
{
	static const char *const marks[] = { "、", ".", ",", ":", "．", "·", "。", NULL };

	for (size_t i = 0; s.n && marks[i]; i++)
		if (s.p[0] == marks[i][0] && text_starts(s, marks[i]))
			return strlen(marks[i]);
	return 0;
}

struct ordinal ordinal_read(struct str folded)
{
	struct ordinal o = { ORDINAL_NONE, 0, 0, false };
	bool bracket = folded.n && folded.p[0] == '(', part = text_starts(folded, "第"), arabic;
	size_t at = bracket ? 1 : part ? 3 : 0, used, sep;
	int n = count_at(str_sub(folded, at, folded.n), &used, &arabic);
	struct str rest = str_sub(folded, at + used, folded.n);

	if (!n)
		return o;
	at += used;
	o.n = n;
	if (bracket) {
		if (!rest.n || rest.p[0] != ')')
			return (struct ordinal){ ORDINAL_NONE, 0, 0, false };
		o.style = arabic ? ORDINAL_ARABIC : ORDINAL_BRACKET;
		at++;
	} else if (part) {
		if (!text_starts(rest, "部分"))
			return (struct ordinal){ ORDINAL_NONE, 0, 0, false };
		o.style = ORDINAL_PART;
		at += strlen("部分");
	} else if (text_starts(rest, "是") && !arabic) {
		o.style = ORDINAL_LISTED;
		at += strlen("是");
	} else {
		o.style = arabic ? ORDINAL_ARABIC : ORDINAL_MAIN;
	}
	o.bare = !bracket && (o.style == ORDINAL_MAIN || o.style == ORDINAL_ARABIC);
	while ((sep = separator(str_sub(folded, at, folded.n)))) {
		at += sep;
		o.bare = false;
	}
	o.used = at;
	return o;
}

struct wording wording_prefix(struct str folded)
{
	size_t used;
	int i = wordset_start(&wording_set, folded, &used);

	return i < 0 ? (struct wording){ WORDING_NONE, 0, 0 }
		     : (struct wording){ wordings[i].rank, wordings[i].no, used };
}

static bool is_punctuation(struct str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c != ':' && c != '.' && c != 0x3002 && c != ',')
			return false;
	}
	return true;
}

static struct wording pattern(struct str s)
{
	uint64_t which = wordset_which(&pattern_set, s);

	for (size_t i = 0; which && i < countof(patterns); i++) {
		if (!(which >> i & 1) || (patterns[i].other && !text_has(s, patterns[i].other)) ||
		    (patterns[i].unless && text_has(s, patterns[i].unless)))
			continue;
		return (struct wording){ WORDING_PATTERN, patterns[i].no, s.n };
	}
	return (struct wording){ WORDING_NONE, 0, 0 };
}

struct wording wording_whole(struct str folded)
{
	static const char *const inner[] = { "。", ";", "；", ":", "!", "?", "《", NULL };
	static struct wordset inner_set = WORDSET(inner);
	struct wording w = wording_prefix(folded);

	if (w.rank && is_punctuation(str_sub(folded, w.used, folded.n)))
		return w;
	if (folded.n > PATTERN_MAX_LENGTH * 3 || wordset_any(&row_set, folded))
		return (struct wording){ WORDING_NONE, 0, 0 };
	while (folded.n && (folded.p[folded.n - 1] == ':' || folded.p[folded.n - 1] == '.'))
		folded.n--;
	if (text_ends(folded, "。"))
		folded.n -= strlen("。");
	if (wordset_any(&inner_set, folded))
		return (struct wording){ WORDING_NONE, 0, 0 };
	return pattern(folded);
}

bool wording_is_topic(struct str s)
{
	static const char *const topics[] = { "概述",     "情况", "主动公开", "依申请", "收费",
					      "复议",     "诉讼", "问题",     "措施",   "其他",
					      "需要说明", "咨询", "监督",     "平台",   "思路",
					      "打算",     "计划", "安排",     NULL };
	static struct wordset topic_set = WORDSET(topics);

	return s.n <= 40 * 3 && !wordset_any(&row_set, s) && wordset_any(&topic_set, s);
}
