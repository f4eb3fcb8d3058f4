#include "report/body.h"

#include "base/attrs.h"
#include "report/text.h"

enum body_kind body_kind(struct str name)
{
	static const struct {
		const char *tail;
		enum body_kind kind;
	} tails[] = {
		{ "镇人民政府", BODY_TOWN },   { "乡人民政府", BODY_TOWN },
		{ "苏木人民政府", BODY_TOWN }, { "街道办事处", BODY_TOWN },
		{ "街道", BODY_TOWN },         { "镇", BODY_TOWN },
		{ "乡", BODY_TOWN },           { "人民政府", BODY_GOVERNMENT },
		{ "局", BODY_DEPARTMENT },     { "厅", BODY_DEPARTMENT },
		{ "委", BODY_DEPARTMENT },     { "委员会", BODY_DEPARTMENT },
		{ "办公室", BODY_DEPARTMENT }, { "管委会", BODY_DEPARTMENT },
		{ "部", BODY_DEPARTMENT },     { "署", BODY_DEPARTMENT },
		{ "办公厅", BODY_DEPARTMENT }, { "开发区", BODY_UNKNOWN },
		{ "新区", BODY_UNKNOWN },      { "省", BODY_GOVERNMENT },
		{ "市", BODY_GOVERNMENT },     { "县", BODY_GOVERNMENT },
		{ "区", BODY_GOVERNMENT },     { "旗", BODY_GOVERNMENT },
		{ "州", BODY_GOVERNMENT },     { "盟", BODY_GOVERNMENT },
	};

	if (text_has(name, "街道") && text_ends(name, "办事处"))
		return BODY_TOWN;
	for (size_t i = 0; i < countof(tails); i++)
		if (text_ends(name, tails[i].tail))
			return tails[i].kind;
	return BODY_UNKNOWN;
}

struct date body_deadline(enum body_kind kind, int year)
{
	bool early = year >= 2019 && (kind == BODY_DEPARTMENT || kind == BODY_TOWN);

	return (struct date){ (int16_t)(year + 1), early ? 1 : 3, 31 };
}
