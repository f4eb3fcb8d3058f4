#include "base/attrs.h"
#include "base/utf8.h"
#include "report/lines.h"
#include "report/text.h"
#include "report/wordset.h"

/* How much of a line has to be the word. */
enum reach {
	WHOLE, /* all of it, but for brackets and punctuation around */
	HEAD,  /* its beginning; then a colon, a bracket, a digit, a Latin letter or nothing */
	ANY,   /* any part of a short line */
};

/* Words are folded: no white space, half-width brackets and colons. */
struct mark {
	const char *word, *anywhere; /* the latter for ANY; the other is NULL */
	enum reach reach;
	enum line_role role;
};

static const struct mark marks[] = {
	{ "上一篇", NULL, HEAD, LINE_END },
	{ "下一篇", NULL, HEAD, LINE_END },
	{ "上一条", NULL, HEAD, LINE_END },
	{ "下一条", NULL, HEAD, LINE_END },
	{ "前一篇", NULL, HEAD, LINE_END },
	{ "后一篇", NULL, HEAD, LINE_END },
	{ "分享到", NULL, HEAD, LINE_END },
	{ "分享", NULL, WHOLE, LINE_END },
	{ "扫一扫", NULL, HEAD, LINE_END },
	{ NULL, "扫一扫在手机打开当前页", ANY, LINE_END },
	{ NULL, "用微信扫描二维码", ANY, LINE_END },
	{ NULL, "微信扫一扫", ANY, LINE_END },
	{ NULL, "打印本页", ANY, LINE_END },
	{ NULL, "关闭窗口", ANY, LINE_END },
	{ NULL, "关闭本页", ANY, LINE_END },
	{ "我要纠错", NULL, WHOLE, LINE_END },
	{ "网站纠错", NULL, WHOLE, LINE_END },
	{ "打印关闭", NULL, WHOLE, LINE_END },
	{ "返回顶部", NULL, WHOLE, LINE_END },
	{ "相关信息", NULL, WHOLE, LINE_END },
	{ "相关解读", NULL, WHOLE, LINE_END },
	{ "相关文档", NULL, WHOLE, LINE_END },
	{ "相关文件", NULL, WHOLE, LINE_END },
	{ "相关链接", NULL, WHOLE, LINE_END },
	{ "相关新闻", NULL, WHOLE, LINE_END },
	{ "相关稿件", NULL, WHOLE, LINE_END },
	{ "相关阅读", NULL, WHOLE, LINE_END },
	{ "友情链接", NULL, WHOLE, LINE_END },
	{ NULL, "网站地图", ANY, LINE_END },
	{ "关于我们", NULL, WHOLE, LINE_END },
	{ "联系我们", NULL, WHOLE, LINE_END },
	{ "主办单位", NULL, HEAD, LINE_END },
	{ "承办单位", NULL, HEAD, LINE_END },
	{ "主办", NULL, HEAD, LINE_END },
	{ "承办", NULL, HEAD, LINE_END },
	{ NULL, "版权所有", ANY, LINE_END },
	{ NULL, "网站标识码", ANY, LINE_END },
	{ NULL, "ICP备", ANY, LINE_END },
	{ NULL, "公网安备", ANY, LINE_END },
	{ "政府信息公开年报", NULL, WHOLE, LINE_DROP },
	{ "审核人", NULL, HEAD, LINE_SIGNOFF },
	{ "审核", NULL, HEAD, LINE_SIGNOFF },
	{ "审稿人", NULL, HEAD, LINE_SIGNOFF },
	{ "责任编辑", NULL, HEAD, LINE_SIGNOFF },
	{ "编辑", NULL, HEAD, LINE_SIGNOFF },
	{ "初审", NULL, HEAD, LINE_SIGNOFF },
	{ "复审", NULL, HEAD, LINE_SIGNOFF },
	{ "终审", NULL, HEAD, LINE_SIGNOFF },
	{ "校对", NULL, HEAD, LINE_SIGNOFF },
	{ "签发人", NULL, HEAD, LINE_SIGNOFF },
	{ "填报人", NULL, HEAD, LINE_SIGNOFF },
	{ "单位负责人", NULL, HEAD, LINE_SIGNOFF },
	{ "联系电话", NULL, HEAD, LINE_SIGNOFF },
	{ "填报日期", NULL, HEAD, LINE_SIGNOFF },
	{ "供稿", NULL, HEAD, LINE_SIGNOFF },
	{ "打印", NULL, WHOLE, LINE_DROP },
	{ "打印整页", NULL, WHOLE, LINE_DROP },
	{ "打印内容", NULL, WHOLE, LINE_DROP },
	{ "打印文本", NULL, WHOLE, LINE_DROP },
	{ "打印正文", NULL, WHOLE, LINE_DROP },
	{ "关闭", NULL, WHOLE, LINE_DROP },
	{ "收藏", NULL, WHOLE, LINE_DROP },
	{ "字体", NULL, HEAD, LINE_DROP },
	{ "字号", NULL, HEAD, LINE_DROP },
	{ "大中小", NULL, WHOLE, LINE_DROP },
	{ "小中大", NULL, WHOLE, LINE_DROP },
	{ NULL, "A+AA-", ANY, LINE_DROP },
	{ "浏览次数", NULL, HEAD, LINE_DROP },
	{ "访问次数", NULL, HEAD, LINE_DROP },
	{ "阅读次数", NULL, HEAD, LINE_DROP },
	{ "浏览量", NULL, HEAD, LINE_DROP },
	{ "点击数", NULL, HEAD, LINE_DROP },
	{ "点击量", NULL, HEAD, LINE_DROP },
	{ "点击率", NULL, HEAD, LINE_DROP },
	{ "累计次数", NULL, HEAD, LINE_DROP },
	{ "无障碍浏览", NULL, WHOLE, LINE_DROP },
	{ "无障碍", NULL, WHOLE, LINE_DROP },
	{ "长者版", NULL, WHOLE, LINE_DROP },
	{ "关怀版", NULL, WHOLE, LINE_DROP },
	{ "适老化", NULL, WHOLE, LINE_DROP },
	{ NULL, "设为首页", ANY, LINE_DROP },
	{ NULL, "加入收藏", ANY, LINE_DROP },
	{ "智能问答", NULL, WHOLE, LINE_DROP },
	{ NULL, "点击查看解读", ANY, LINE_DROP },
	{ "归档时间", NULL, HEAD, LINE_DROP },
	{ "视力保护色", NULL, HEAD, LINE_DROP },
	{ "首页", NULL, WHOLE, LINE_DROP },
	{ "首页", NULL, HEAD, LINE_CRUMB },
	{ NULL, "该部分以表格形式报告", ANY, LINE_DROP },
	{ "当前位置", NULL, HEAD, LINE_CRUMB },
	{ "您的位置", NULL, HEAD, LINE_CRUMB },
	{ "您现在的位置", NULL, HEAD, LINE_CRUMB },
	{ "您当前的位置", NULL, HEAD, LINE_CRUMB },
	{ "现在位置", NULL, HEAD, LINE_CRUMB },
	{ "所在位置", NULL, HEAD, LINE_CRUMB },
	{ "你的位置", NULL, HEAD, LINE_CRUMB },
};

static struct wordset heads = WORDSET_FIELD(marks, .word);
static struct wordset anywhere = WORDSET_FIELD(marks, .anywhere);

#define HEAD_MAX_BYTES 30  /* no word above is longer */
#define MARK_MAX_BYTES 240 /* a longer line is somebody's sentence */

/* Brackets and punctuation that portals put around a command. */
static bool is_trim(uint32_t c)
{
	static const char trims[] = "[]()<>{}|:;,.!*-_=+\"'/\\~^#&";

	if ((c >= '0' && c <= '9') || (c >= 0x4E00 && c <= 0x9FFF))
		return false;
	return (c < 0x80 && strchr(trims, (int)c)) || c == 0x3010 || c == 0x3011 || c == 0x3016 ||
	       c == 0x3017 || c == 0x3014 || c == 0x3015 || c == 0x3001 || c == 0x3002 ||
	       c == 0x00BB || c == 0x00AB || c == 0x2022 || c == 0x00B7 || c == 0x201C ||
	       c == 0x201D;
}

static struct str strip(struct str s)
{
	size_t end = 0;
	bool started = false;

	for (size_t at = 0, from = 0; at < s.n; from = at) {
		if (is_trim(utf8_next(s, &at)))
			continue;
		if (!started) {
			s = str_sub(s, from, s.n);
			at -= from;
			started = true;
		}
		end = at;
	}
	return str_sub(s, 0, end);
}

/* Without brackets and punctuation anywhere: 【打印】【关闭】. */
static struct str bare(struct str s, struct arena *arena)
{
	char *out = ARENA_NEW(arena, char, s.n + 1);
	size_t n = 0;

	for (size_t at = 0, from = 0; at < s.n; from = at) {
		if (is_trim(utf8_next(s, &at)))
			continue;
		memcpy(out + n, s.p + from, at - from);
		n += at - from;
	}
	return (struct str){ out, n };
}

/* A word at the head of a sentence (相关信息公开后…) is not a command. */
static bool ends_word(struct str rest)
{
	size_t at = 0;

	return rest.n == 0 || !text_is_han(utf8_next(rest, &at));
}

static bool matches(struct str stripped, struct str core, const struct mark *m)
{
	struct str word = str_c(m->word);

	if (m->reach == WHOLE)
		return str_eq(core, word);
	return str_starts(stripped, word) && ends_word(str_sub(stripped, word.n, stripped.n));
}

/* Whether text begins with the first character of the word: most marks fall here. */
static bool may_start(struct str text, const char *word)
{
	return text.n && text.p[0] == word[0] && (text.n < 3 || memcmp(text.p, word, 3) == 0);
}

/* Whether a line begins with one of the words, brackets and punctuation left out. */
static bool may_begin(struct str whole)
{
	char head[HEAD_MAX_BYTES + UTF8_MAX_BYTES];
	size_t n = 0;

	for (size_t at = 0, from = 0; at < whole.n && n < HEAD_MAX_BYTES; from = at) {
		if (is_trim(utf8_next(whole, &at)))
			continue;
		if (!n && !wordset_may_start(&heads, str_sub(whole, from, whole.n)))
			return false;
		memcpy(head + n, whole.p + from, at - from);
		n += at - from;
	}
	return wordset_start(&heads, (struct str){ head, n }, &n) >= 0;
}

/* - 4 -, 第4页, 第4页共9页: not a cell's figure, which stands bare. */
static bool is_page_number(struct str s)
{
	size_t dashes = 0, digits = 0;

	if (text_starts(s, "第") && text_ends(s, "页") && s.n <= 24)
		return true;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (c == '-' || c == 0x2014 || c == 0x2013 || c == 0x2015)
			dashes++;
		else if (c >= '0' && c <= '9' && dashes)
			digits++;
		else
			return false;
	}
	return dashes >= 2 && digits && digits <= 3 && s.n &&
	       (s.p[s.n - 1] < '0' || s.p[s.n - 1] > '9');
}

enum line_role line_role(const struct line *line, struct arena *arena)
{
	struct str whole = line->folded, stripped, core;
	int any;

	if (line->text.n > MARK_MAX_BYTES)
		return LINE_TEXT;
	if (is_page_number(whole))
		return LINE_DROP;
	any = wordset_first(&anywhere, whole);
	if (!may_begin(whole))
		return any < 0 ? LINE_TEXT : marks[any].role;
	stripped = strip(whole);
	core = bare(whole, arena);
	for (size_t i = 0; i < countof(marks); i++)
		if (marks[i].reach == ANY
			    ? (int)i == any
			    : may_start(core, marks[i].word) && matches(stripped, core, &marks[i]))
			return marks[i].role;
	return LINE_TEXT;
}
