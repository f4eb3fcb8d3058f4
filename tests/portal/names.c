#include "tests/portal/names.h"

#include "base/attrs.h"

#include "tests/portal/draw.h"

struct syllable {
	const char *hanzi, *pinyin;
};

static const struct syllable first[] = {
	{ "砚", "yan" },   { "霁", "ji" },   { "澹", "dan" }, { "绡", "xiao" },
	{ "沅", "yuan" },  { "翎", "ling" }, { "珺", "jun" }, { "萤", "ying" },
	{ "缃", "xiang" }, { "昕", "xin" },  { "栩", "xu" },  { "屿", "yu" },
	{ "汐", "xi" },    { "枳", "zhi" },  { "箬", "ruo" }, { "苒", "ran" },
};

static const struct syllable second[] = {
	{ "汀", "ting" }, { "渚", "zhu" },  { "坞", "wu" },   { "墟", "xu" },
	{ "畹", "wan" },  { "隰", "xi" },   { "蘅", "heng" }, { "磬", "qing" },
	{ "澍", "shu" },  { "笺", "jian" }, { "舲", "ling" }, { "棹", "zhao" },
	{ "堇", "jin" },  { "橼", "yuan" }, { "簃", "yi" },   { "礁", "jiao" },
};

#define PAIRS 256u

const struct department departments[DEPARTMENTS] = {
	{ STR_INIT("财政局"), STR_INIT("czj"), STR_INIT("财政预决算") },
	{ STR_INIT("教育局"), STR_INIT("jyj"), STR_INIT("义务教育招生") },
	{ STR_INIT("科学技术局"), STR_INIT("kjj"), STR_INIT("科技计划项目") },
	{ STR_INIT("民政局"), STR_INIT("mzj"), STR_INIT("社会救助") },
	{ STR_INIT("司法局"), STR_INIT("sfj"), STR_INIT("公共法律服务") },
	{ STR_INIT("人力资源和社会保障局"), STR_INIT("rsj"), STR_INIT("就业创业") },
	{ STR_INIT("自然资源局"), STR_INIT("zrzyj"), STR_INIT("土地征收") },
	{ STR_INIT("住房和城乡建设局"), STR_INIT("zjj"), STR_INIT("保障性住房") },
	{ STR_INIT("交通运输局"), STR_INIT("jtj"), STR_INIT("农村公路") },
	{ STR_INIT("水利局"), STR_INIT("slj"), STR_INIT("水利工程") },
	{ STR_INIT("农业农村局"), STR_INIT("nyncj"), STR_INIT("涉农补贴") },
	{ STR_INIT("商务局"), STR_INIT("swj"), STR_INIT("促进消费") },
	{ STR_INIT("文化和旅游局"), STR_INIT("wlj"), STR_INIT("公共文化服务") },
	{ STR_INIT("卫生健康局"), STR_INIT("wjj"), STR_INIT("医疗卫生") },
	{ STR_INIT("应急管理局"), STR_INIT("yjj"), STR_INIT("安全生产") },
	{ STR_INIT("审计局"), STR_INIT("sjj"), STR_INIT("审计结果") },
	{ STR_INIT("市场监督管理局"), STR_INIT("scj"), STR_INIT("食品药品监管") },
	{ STR_INIT("统计局"), STR_INIT("tjj"), STR_INIT("统计数据") },
	{ STR_INIT("医疗保障局"), STR_INIT("ybj"), STR_INIT("医保待遇") },
	{ STR_INIT("城市管理局"), STR_INIT("cgj"), STR_INIT("城市管理执法") },
	{ STR_INIT("发展和改革委员会"), STR_INIT("fgw"), STR_INIT("重大建设项目") },
	{ STR_INIT("退役军人事务局"), STR_INIT("tyjrj"), STR_INIT("优抚安置") },
};

/* A bijection of 0..255 drawn by the seed, so that no two numbers share a pair. */
static unsigned pair_of(uint64_t seed, unsigned n)
{
	uint64_t h = draw_mix(seed ^ 0x9a3);
	/* Odd, so a bijection; both nibbles odd, so both syllables change from one to the next. */
	unsigned step = (unsigned)(((h & 7) * 2 + 1) << 4 | ((h >> 3 & 7) * 2 + 1));

	return (unsigned)((n * step + (h >> 8)) % PAIRS);
}

struct place place_name(uint64_t seed, unsigned n, struct arena *arena)
{
	static const char *const kinds[] = { "县", "区", "市", "县" };
	unsigned pair = pair_of(seed, n % PAIRS), round = n / PAIRS;
	const struct syllable *a = &first[pair % countof(first)];
	const struct syllable *b = &second[pair / countof(first)];
	struct place p;

	if (round == 0) {
		p.stem = arena_strf(arena, "%s%s", a->hanzi, b->hanzi);
		p.slug = arena_strf(arena, "%s%s", a->pinyin, b->pinyin);
	} else {
		const struct syllable *c = &first[round % countof(first)];

		p.stem = arena_strf(arena, "%s%s%s", a->hanzi, c->hanzi, b->hanzi);
		p.slug = arena_strf(arena, "%s%s%s%u", a->pinyin, c->pinyin, b->pinyin, round);
	}
	p.name = arena_strf(arena, "%.*s%s", STR_ARG(p.stem), kinds[n % countof(kinds)]);
	return p;
}

struct str town_name(uint64_t seed, unsigned place, unsigned n, struct arena *arena)
{
	static const char *const kinds[] = { "镇", "乡", "街道", "镇" };
	unsigned pair = pair_of(seed + 1 + place, n % PAIRS);

	return arena_strf(arena, "%s%s%s", second[pair / countof(first)].hanzi,
			  first[pair % countof(first)].hanzi, kinds[n % countof(kinds)]);
}
