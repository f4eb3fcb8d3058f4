#include "base/attrs.h"
#include "base/utf8.h"
#include "report/lines.h"
#include "report/text.h"

/* How much of a line has to be the word. */
enum reach {
	WHOLE, /* all of it, but for brackets and punctuation around */
	HEAD,  /* its beginning; then a colon, a bracket, a digit, a Latin letter or nothing */
	ANY,   /* any part of a short line */
};

struct mark {
	const char *word; /* folded: no white space, half-width brackets and colons */
	enum reach reach;
	enum line_role role;
};

static const struct mark marks[] = {
	{ "上一篇", HEAD, LINE_END },
	{ "下一篇", HEAD, LINE_END },
	{ "上一条", HEAD, LINE_END },
	{ "下一条", HEAD, LINE_END },
	{ "前一篇", HEAD, LINE_END },
	{ "后一篇", HEAD, LINE_END },
	{ "分享到", HEAD, LINE_END },
	{ "分享", WHOLE, LINE_END },
	{ "扫一扫", HEAD, LINE_END },
	{ "扫一扫在手机打开当前页", ANY, LINE_END },
	{ "用微信扫描二维码", ANY, LINE_END },
	{ "微信扫一扫", ANY, LINE_END },
	{ "打印本页", ANY, LINE_END },
	{ "关闭窗口", ANY, LINE_END },
	{ "关闭本页", ANY, LINE_END },
	{ "我要纠错", WHOLE, LINE_END },
	{ "网站纠错", WHOLE, LINE_END },
	{ "打印关闭", WHOLE, LINE_END },
	{ "返回顶部", WHOLE, LINE_END },
	{ "相关信息", WHOLE, LINE_END },
	{ "相关解读", WHOLE, LINE_END },
	{ "相关文档", WHOLE, LINE_END },
	{ "相关文件", WHOLE, LINE_END },
	{ "相关链接", WHOLE, LINE_END },
	{ "相关新闻", WHOLE, LINE_END },
	{ "相关稿件", WHOLE, LINE_END },
	{ "相关阅读", WHOLE, LINE_END },
	{ "友情链接", WHOLE, LINE_END },
	{ "网站地图", ANY, LINE_END },
	{ "关于我们", WHOLE, LINE_END },
	{ "联系我们", WHOLE, LINE_END },
	{ "主办单位", HEAD, LINE_END },
	{ "承办单位", HEAD, LINE_END },
	{ "主办", HEAD, LINE_END },
	{ "承办", HEAD, LINE_END },
	{ "版权所有", ANY, LINE_END },
	{ "网站标识码", ANY, LINE_END },
	{ "ICP备", ANY, LINE_END },
	{ "公网安备", ANY, LINE_END },
	{ "政府信息公开年报", WHOLE, LINE_DROP },
	{ "审核人", HEAD, LINE_SIGNOFF },
	{ "审核", HEAD, LINE_SIGNOFF },
	{ "审稿人", HEAD, LINE_SIGNOFF },
	{ "责任编辑", HEAD, LINE_SIGNOFF },
	{ "编辑", HEAD, LINE_SIGNOFF },
	{ "初审", HEAD, LINE_SIGNOFF },
	{ "复审", HEAD, LINE_SIGNOFF },
	{ "终审", HEAD, LINE_SIGNOFF },
	{ "校对", HEAD, LINE_SIGNOFF },
	{ "签发人", HEAD, LINE_SIGNOFF },
	{ "填报人", HEAD, LINE_SIGNOFF },
	{ "单位负责人", HEAD, LINE_SIGNOFF },
	{ "联系电话", HEAD, LINE_SIGNOFF },
	{ "填报日期", HEAD, LINE_SIGNOFF },
	{ "供稿", HEAD, LINE_SIGNOFF },
	{ "打印", WHOLE, LINE_DROP },
	{ "打印整页", WHOLE, LINE_DROP },
	{ "打印内容", WHOLE, LINE_DROP },
	{ "打印文本", WHOLE, LINE_DROP },
	{ "打印正文", WHOLE, LINE_DROP },
	{ "关闭", WHOLE, LINE_DROP },
	{ "收藏", WHOLE, LINE_DROP },
	{ "字体", HEAD, LINE_DROP },
	{ "字号", HEAD, LINE_DROP },
	{ "大中小", WHOLE, LINE_DROP },
	{ "小中大", WHOLE, LINE_DROP },
	{ "A+AA-", ANY, LINE_DROP },
	{ "浏览次数", HEAD, LINE_DROP },
	{ "访问次数", HEAD, LINE_DROP },
	{ "阅读次数", HEAD, LINE_DROP },
	{ "浏览量", HEAD, LINE_DROP },
	{ "点击数", HEAD, LINE_DROP },
	{ "点击量", HEAD, LINE_DROP },
	{ "点击率", HEAD, LINE_DROP },
	{ "累计次数", HEAD, LINE_DROP },
	{ "无障碍浏览", WHOLE, LINE_DROP },
	{ "无障碍", WHOLE, LINE_DROP },
	{ "长者版", WHOLE, LINE_DROP },
	{ "关怀版", WHOLE, LINE_DROP },
	{ "适老化", WHOLE, LINE_DROP },
	{ "设为首页", ANY, LINE_DROP },
	{ "加入收藏", ANY, LINE_DROP },
	{ "智能问答", WHOLE, LINE_DROP },
	{ "点击查看解读", ANY, LINE_DROP },
	{ "归档时间", HEAD, LINE_DROP },
	{ "视力保护色", HEAD, LINE_DROP },
	{ "首页", WHOLE, LINE_DROP },
	{ "首页", HEAD, LINE_CRUMB },
	{ "该部分以表格形式报告", ANY, LINE_DROP },
	{ "当前位置", HEAD, LINE_CRUMB },
	{ "您的位置", HEAD, LINE_CRUMB },
	{ "您现在的位置", HEAD, LINE_CRUMB },
	{ "您当前的位置", HEAD, LINE_CRUMB },
	{ "现在位置", HEAD, LINE_CRUMB },
	{ "所在位置", HEAD, LINE_CRUMB },
	{ "你的位置", HEAD, LINE_CRUMB },
};

#define MARK_MAX_BYTES 240 /* a longer line is somebody's sentence */

/* Brackets and punctuation that portals put around a command. */
static bool is_trim(uint32_t c)
{
	static const char trims[] = "[]()<>{}|:;,.!*-_=+\"'/\\~^#&";

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

static bool matches(struct str whole, struct str stripped, struct str core, const struct mark *m)
{
	struct str word = str_c(m->word);

	switch (m->reach) {
	case WHOLE:
		return str_eq(core, word);
	case HEAD:
		return str_starts(stripped, word) &&
		       ends_word(str_sub(stripped, word.n, stripped.n));
	default:
		return str_find(whole, word, 0) != STR_NONE;
	}
}

/* Whether text begins with the first character of the word: most marks fall here. */
static bool may_start(struct str text, const char *word)
{
	return text.n && text.p[0] == word[0] && (text.n < 3 || memcmp(text.p, word, 3) == 0);
}

/* No word above is shorter. */
#define BEGIN_BYTES 5

/* A number below 1024 for how a word begins: its first BEGIN_BYTES bytes. */
static unsigned begin_of(const char *p)
{
	uint64_t bytes = 0;

	memcpy(&bytes, p, BEGIN_BYTES);
	return (unsigned)(bytes * UINT64_C(0x9E3779B97F4A7C15) >> 54);
}

static bool has_bit(const uint64_t bits[16], unsigned i)
{
	return bits[i >> 6] >> (i & 63) & 1;
}

struct line_marks line_marks(void)
{
	struct line_marks out = { 0 };

	for (size_t i = 0; i < countof(marks); i++) {
		unsigned at = begin_of(marks[i].word);

		if (marks[i].reach == ANY)
			out.anywhere[at >> 6] |= UINT64_C(1) << (at & 63);
		else
			out.heads[at >> 6] |= UINT64_C(1) << (at & 63);
	}
	return out;
}

/* Whether the line may hold a mark at all: most do not. */
static bool may_match(struct str whole, const struct line_marks *known)
{
	char head[BEGIN_BYTES + UTF8_MAX_BYTES];
	size_t n = 0;

	for (size_t at = 0, from = 0; at < whole.n && n < BEGIN_BYTES; from = at) {
		if (is_trim(utf8_next(whole, &at)))
			continue;
		memcpy(head + n, whole.p + from, at - from);
		n += at - from;
	}
	if (n >= BEGIN_BYTES && has_bit(known->heads, begin_of(head)))
		return true;
	for (size_t at = 0; at + BEGIN_BYTES <= whole.n; at++)
		if (((unsigned char)whole.p[at] & 0xC0) != 0x80 &&
		    has_bit(known->anywhere, begin_of(whole.p + at)))
			return true;
	return false;
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

enum line_role line_role(struct str text, const struct line_marks *known, struct arena *arena)
{
	struct str whole, stripped, core;

	if (text.n > MARK_MAX_BYTES)
		return LINE_TEXT;
	whole = text_fold(text, arena);
	if (is_page_number(whole))
		return LINE_DROP;
	if (!may_match(whole, known))
		return LINE_TEXT;
	stripped = strip(whole);
	core = bare(whole, arena);
	for (size_t i = 0; i < countof(marks); i++)
		if ((marks[i].reach == ANY || may_start(core, marks[i].word)) &&
		    matches(whole, stripped, core, &marks[i]))
			return marks[i].role;
	return LINE_TEXT;
}
