#include "report/agency.h"

#include <stdint.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "report/text.h"
#include "report/wordset.h"

/* How names of bodies end. The first group also when something of the body's own follows. */
static const char *const ends[] = {
	"人民政府办公室",
	"人民政府办公厅",
	"人民政府",
	"政府办公室",
	"政府办公厅",
	"政府办",
	"政府",
	"管理委员会",
	"管委会",
	"委员会办公室",
	"委员会",
	"街道办事处",
	"地区行政公署",
	"行政公署",
	"办事处",
	"街道办",
	"管理局",
	"分局",
	"总局",
	"监管局",
	"局",
	"厅",
	"委",
	"署",
	"街道",
	"总队",
	"支队",
	"大队",
	"中心",
	"海关",
	"联合会",
	"总工会",
	"供销合作总社",
	"合作社",
	"总社",
	"协会",
	"苏木",
	"镇",
	"乡",
	"团场",
	"农场",
	"牧场",
	"林场",
	"研究院",
	"研究所",
	"管理所",
	"监狱",
	"办公室",
	"办公厅",
	"党校",
	"行政学院",
	"档案馆",
	"图书馆",
	"博物馆",
	"气象台",
	"地震台",
	"管理处",
	"办事组",
	"开发区",
	"园区",
	"新区",
	"保税区",
	"示范区",
	"高新区",
	"经开区",
	"事务处",
	"大学",
	"学院",
	"学校",
	"中学",
	"小学",
	"医院",
	"公司",
	"集团",
	"银行",
	"科技部",
	"教育部",
	"财政部",
	"公安部",
	"民政部",
	"司法部",
	"商务部",
	"文化和旅游部",
	"生态环境部",
	"交通运输部",
	"农业农村部",
	"水利部",
	"应急管理部",
	"自然资源部",
	"外交部",
	"科学技术部",
	"工业和信息化部",
	"人力资源和社会保障部",
	"住房和城乡建设部",
	"武装部",
	"宣传部",
	"统战部",
	"组织部",
	"人民银行",
	"审计署",
	"国务院办公厅",
	"新闻出版局",
	"储备库",
	"水务站",
	"执法队",
	"服务站",
};
static struct wordset ending = WORDSET_ENDS(ends);

/* Places, and what a name may end with where a title says that it is one. */
static const char *const places[] = { "省",     "自治区", "特别行政区", "市",     "自治州", "州",
				      "地区",   "盟",     "县",         "自治县", "区",     "旗",
				      "自治旗", "兵团",   "街",         "镇",     "乡",     "苏木",
				      "部",     "会",     "办",         "社",     "院",     "队",
				      "站",     "所" };
static struct wordset place = WORDSET_ENDS(places);

/* What no name holds: words of sentences, of titles, of forms. */
static const char *const foreign[] = {
	"的",   "了",   "编制", "报告",     "政府信息", "信息公开", "年度", "根据",     "按照",
	"要求", "条例", "情况", "我局",     "我委",     "我市",     "我县", "我区",     "我镇",
	"我乡", "我省", "本局", "本机关",   "本单位",   "本部门",   "以下", "简称",     "公布",
	"联系", "各级", "有关", "关于",     "年报",     "网站",     "点击", "首页",     "发布",
	"来源", "如有", "疑问", "主动公开", "申请",     "意见",     "通知", "工作人员", "结果",
	"合计", "总计", "处理", "办理",     "进一步",   "加强",     "认真", "落实",     "是",
	"被",   "一、", "二、", NULL,
};
static struct wordset alien = WORDSET(foreign);

static const char *const pronouns[] = {
	"我",       "该",   "各",   "全市", "全县",     "全区",     "全省",     "全局",
	"全镇",     "全乡", "全州", "全国", "本年",     "本市",     "本县",     "本区",
	"本省",     "本镇", "本乡", "本街", "本委",     "本厅",     "本办",     "本级",
	"本系统",   "由",   "请",   "现",   "以及",     "其他",     "上级",     "上述",
	"相关",     "有关", "同级", "下级", "国家机关", "行政机关", "政府部门", "法律服务",
	"社会公益", "科研", "商业", NULL,
};
static struct wordset self = WORDSET(pronouns);

/* Offices inside a body, which answer the telephone but are not the body. */
static const char *const inner[] = { "办公室", "综合科", "综合股",   "秘书股",   "秘书科",
				     "秘书处", "法规科", "法规股",   "法制科",   "政办",
				     "党政办", "综合办", "政务公开", "信息中心", "信息公开",
				     "科",     "股",     "处",       "室" };

/* Letters, digits and sentence marks stand in no name; brackets and · may. */
static bool is_plain(struct str s, size_t *length)
{
	*length = 0;
	for (size_t at = 0; at < s.n; ++*length) {
		uint32_t c = utf8_next(s, &at);

		if (!text_is_han(c) && c != 0xFF08 && c != 0xFF09 && c != '(' && c != ')' &&
		    c != 0xB7 && c != 0x2022 && c != 0x3001)
			return false;
	}
	return true;
}

static bool is_candidate(struct str s, size_t least)
{
	size_t n, used;

	return s.n >= least * 3 && s.n <= AGENCY_MAX_LENGTH * 4 && is_plain(s, &n) && n >= least &&
	       n <= AGENCY_MAX_LENGTH && wordset_start(&self, s, &used) < 0 &&
	       !wordset_any(&alien, s);
}

/* A second name in brackets behind the first: 某县林业局（某县绿化委员会办公室）. */
static struct str without_second(struct str s)
{
	struct str open = text_ends(s, "）") ? STR("（") : STR("(");
	size_t at, last = STR_NONE;

	if (!text_ends(s, "）") && !text_ends(s, ")"))
		return s;
	for (at = str_find(s, open, 0); at != STR_NONE; at = str_find(s, open, at + 1))
		last = at;
	return last == STR_NONE ? s : str_sub(s, 0, last);
}

bool agency_is_name(struct str s)
{
	struct str first = without_second(s);
	size_t end;

	end = wordset_end(&ending, first);
	/* A kind of body is not yet a body: 管理委员会, 人民政府办公室. */
	return end && first.n >= end + 2 * 3 && is_candidate(s, AGENCY_MIN_LENGTH);
}

bool agency_is_name_or_place(struct str s)
{
	if (agency_is_name(s))
		return true;
	return wordset_end(&place, s) && wordset_end(&ending, s) != s.n && is_candidate(s, 3);
}

/* Leaves off an office inside a body: 某县某局秘书股 is 某县某局. */
static struct str without_office(struct str s)
{
	for (size_t i = 0; i < countof(inner); i++) {
		struct str body;

		if (!text_ends(s, inner[i]))
			continue;
		body = str_sub(s, 0, s.n - strlen(inner[i]));
		if (text_ends(body, "人民政府") && i == 0)
			return s;
		if (wordset_end(&ending, body) && agency_is_name(body))
			return body;
	}
	return s;
}

struct str agency_prefix(struct str s)
{
	struct str best = { NULL, 0 };

	for (size_t at = 0, n = 0; at < s.n && n < AGENCY_MAX_LENGTH; n++) {
		uint32_t c = utf8_next(s, &at);
		struct str head = str_sub(s, 0, at);

		if (!text_is_han(c) && c != 0xB7)
			break;
		if (!agency_is_name(head))
			continue;
		/* 局 may be the middle of 局长, 委 of 委员会: longer names go first. */
		best = head;
	}
	return best.p ? without_office(best) : best;
}

struct str agency_suffix(struct str s)
{
	static const char *const heads[] = { "年度", "年", "现将", "现", "由", NULL };
	size_t start = 0;

	/* No name is as long; what is cut in the middle of a character is no part of one. */
	if (s.n > AGENCY_MAX_LENGTH * 4)
		s = str_sub(s, s.n - AGENCY_MAX_LENGTH * 4, s.n);
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);

		if (!text_is_han(c) && c != 0xB7)
			start = at;
	}
	s = str_sub(s, start, s.n);
	for (size_t i = 0; heads[i]; i++)
		if (text_starts(s, heads[i]))
			s = str_sub(s, strlen(heads[i]), s.n);
	return agency_is_name(s) ? without_office(s) : (struct str){ NULL, 0 };
}

#define MAX_TRIES 64 /* a preamble names its author once */

/* Text after the first `head` that is followed within reach by one of `tails`. */
static struct str between(struct str s, const char *head, const char *const *tails)
{
	struct str h = str_c(head);
	unsigned tries = 0;

	for (size_t at = str_find(s, h, 0); at != STR_NONE && tries++ < MAX_TRIES;
	     at = str_find(s, h, at + h.n)) {
		struct str rest = str_sub(s, at + h.n, AGENCY_MAX_LENGTH * 3 + 60);
		struct str name;

		for (size_t i = 0; tails[i]; i++) {
			size_t tail = str_find(rest, str_c(tails[i]), 0);

			if (tail == STR_NONE)
				continue;
			name = agency_prefix(str_sub(rest, 0, tail));
			if (name.p)
				return name;
		}
	}
	return (struct str){ NULL, 0 };
}

static struct str publishes(struct str s)
{
	static const char *const heads[] = { "向社会公布", "现公布", "现将", "公布",
					     "编制",       "发布",   NULL };
	static const char *const tails[] = {
		"20", "二〇", "政府信息公开", "(以下", "（以下", NULL
	};

	for (size_t i = 0; heads[i]; i++) {
		struct str name = between(s, heads[i], tails);

		if (name.p)
			return name;
	}
	return (struct str){ NULL, 0 };
}

/* …局(以下简称…)编制, …局编制了, …局现公布. */
static struct str author(struct str s)
{
	static const char *const marks[] = { "(以下简称", "（以下简称", "(简称",    "（简称",
					     "编制了",    "特编制",     "组织编制", "编制本",
					     "编制并",    "编制",       "现公布",   "现将",
					     "公布",      NULL };

	for (size_t i = 0; marks[i]; i++) {
		struct str mark = str_c(marks[i]);
		unsigned tries = 0;

		for (size_t at = str_find(s, mark, 0); at != STR_NONE && tries++ < MAX_TRIES;
		     at = str_find(s, mark, at + mark.n)) {
			struct str name = agency_suffix(str_sub(s, 0, at));

			if (name.p)
				return name;
		}
	}
	return (struct str){ NULL, 0 };
}

struct str agency_clause(struct str s, bool contact)
{
	static const char *const made[] = { "编制", "编写", "整理", "结合",
					    "根据", "公布", "组织", NULL };
	static const char *const asked[] = { "联系", "咨询", "反映", "取得", "(",
					     "（",   ",",    "，",   NULL };
	static const char *const ask[] = { "请与",     "请联系", "请径与", "请向", "请致电",
					   "请直接与", "可与",   "可联系", NULL };
	struct str name;

	if (contact) {
		for (size_t i = 0; ask[i]; i++) {
			name = between(s, ask[i], asked);
			if (name.p)
				return name;
		}
		return (struct str){ NULL, 0 };
	}
	name = between(s, "由", made);
	if (!name.p)
		name = publishes(s);
	return name.p ? name : author(s);
}

struct str agency_scope(struct str *name)
{
	static const struct {
		const char *tail;
		struct str scope;
		bool keeps; /* the word stays part of the name */
	} scopes[] = {
		{ "(本级机关)", STR_INIT("本级机关"), false },
		{ "（本级机关）", STR_INIT("本级机关"), false },
		{ "(本级)", STR_INIT("本级"), false },
		{ "（本级）", STR_INIT("本级"), false },
		{ "(机关)", STR_INIT("机关"), false },
		{ "（机关）", STR_INIT("机关"), false },
		{ "(局机关)", STR_INIT("机关"), false },
		{ "（局机关）", STR_INIT("机关"), false },
		{ "(系统)", STR_INIT("系统"), false },
		{ "（系统）", STR_INIT("系统"), false },
		{ "(全系统)", STR_INIT("系统"), false },
		{ "（全系统）", STR_INIT("系统"), false },
		{ "本级机关", STR_INIT("本级机关"), false },
		{ "本级", STR_INIT("本级"), false },
		{ "局机关", STR_INIT("机关"), true },
		{ "厅机关", STR_INIT("机关"), true },
		{ "委机关", STR_INIT("机关"), true },
		{ "全系统", STR_INIT("系统"), false },
		{ "系统", STR_INIT("系统"), false },
	};

	for (size_t i = 0; i < countof(scopes); i++) {
		if (!text_ends(*name, scopes[i].tail))
			continue;
		name->n -= scopes[i].keeps ? strlen("机关") : strlen(scopes[i].tail);
		return scopes[i].scope;
	}
	return (struct str){ NULL, 0 };
}

bool agency_is_other_body(struct str name)
{
	static const char *const tails[] = { "大学",   "学院", "学校", "中学", "小学",
					     "幼儿园", "医院", "公司", "集团", "银行" };

	if (text_ends(name, "行政学院") || text_ends(name, "人民银行"))
		return false;
	for (size_t i = 0; i < countof(tails); i++)
		if (text_ends(name, tails[i]))
			return true;
	return false;
}

bool agency_lacks_place(struct str name)
{
	static const char *const kinds[] = { "省",   "市", "县", "区",   "州",     "旗", "盟",
					     "自治", "镇", "乡", "街道", "办事处", NULL };

	for (size_t i = 0; kinds[i]; i++)
		if (text_starts(name, kinds[i]) && !text_starts(name, "市中"))
			return true;
	return false;
}
