#include "crawler/soft.h"

#include "base/attrs.h"
#include "crawler/family.h"

/* Each in UTF-8, then in GBK. */
static const struct str words[] = {
	STR_INIT("页面不存在"),
	STR_INIT("\xd2\xb3\xc3\xe6\xb2\xbb\xb4\xe6\xd4\xda"), /* 页面不存在 */
	STR_INIT("页面未找到"),
	STR_INIT("\xd2\xb3\xc3\xe6\xce\xb4\xd5\xd2\xb5\xbd"), /* 页面未找到 */
	STR_INIT("页面没有找到"),
	STR_INIT("\xd2\xb3\xc3\xe6\xc3\xbb\xd3\xd0\xd5\xd2\xb5\xbd"), /* 页面没有找到 */
	STR_INIT("页面找不到"),
	STR_INIT("\xd2\xb3\xc3\xe6\xd5\xd2\xb2\xbb\xb5\xbd"), /* 页面找不到 */
	STR_INIT("找不到页面"),
	STR_INIT("\xd5\xd2\xb2\xbb\xb5\xbd\xd2\xb3\xc3\xe6"), /* 找不到页面 */
	STR_INIT("您访问的页面"),
	STR_INIT("\xc4\xfa\xb7\xc3\xce\xca\xb5\xc4\xd2\xb3\xc3\xe6"), /* 您访问的页面 */
	STR_INIT("您要访问的页面"),
	STR_INIT("\xc4\xfa\xd2\xaa\xb7\xc3\xce\xca\xb5\xc4\xd2\xb3\xc3\xe6"), /* 您要访问的页面 */
	STR_INIT("网页不存在"),
	STR_INIT("\xcd\xf8\xd2\xb3\xb2\xbb\xb4\xe6\xd4\xda"), /* 网页不存在 */
	STR_INIT("文件未找到"),
	STR_INIT("\xce\xc4\xbc\xfe\xce\xb4\xd5\xd2\xb5\xbd"), /* 文件未找到 */
};

static bool says_so(struct str s)
{
	for (size_t i = 0; i < countof(words); i++)
		if (str_find(s, words[i], 0) != STR_NONE)
			return true;
	return false;
}

/* Where `tag` begins, in small or capital letters; STR_NONE: nowhere in the first bytes. */
static size_t find_tag(struct str s, struct str tag, size_t from)
{
	s = str_sub(s, 0, SOFT_DOUBT_BYTES);
	for (size_t at = str_find(s, STR("<"), from); at != STR_NONE;
	     at = str_find(s, STR("<"), at + 1))
		if (str_eq_nocase(str_sub(s, at, tag.n), tag))
			return at;
	return STR_NONE;
}

static struct str title_of(struct str body)
{
	size_t from = find_tag(body, STR("<title"), 0), to;

	if (from == STR_NONE)
		return (struct str){ NULL, 0 };
	to = find_tag(body, STR("</title"), from);
	from = str_find(body, STR(">"), from);
	if (to == STR_NONE || from == STR_NONE || from >= to)
		return (struct str){ NULL, 0 };
	return str_trim(str_sub(body, from + 1, to - from - 1));
}

enum soft_sign soft_404(struct str body)
{
	struct str title = title_of(body);

	if (says_so(title) || str_eq(title, STR("404")) ||
	    str_eq_nocase(str_sub(title, 0, 13), STR("404 Not Found")) ||
	    str_eq_nocase(title, STR("Not Found")))
		return SOFT_CERTAIN;
	return body.n <= SOFT_DOUBT_BYTES && says_so(body) ? SOFT_DOUBT : SOFT_NONE;
}

bool soft_not_a_document(const struct url *u, struct str body)
{
	static const struct str heads[] = { STR_INIT("<!doctype html"), STR_INIT("<html"),
					    STR_INIT("<head"),          STR_INIT("<script"),
					    STR_INIT("<body"),          STR_INIT("<meta") };

	if (!family_attachment(u).n || str_eq(family_attachment(u), STR("file")))
		return false;
	if (str_starts(body, STR("\xEF\xBB\xBF")))
		body = str_sub(body, 3, body.n);
	body = str_trim(str_sub(body, 0, 1000));
	for (size_t i = 0; i < countof(heads); i++)
		if (str_eq_nocase(str_sub(body, 0, heads[i].n), heads[i]))
			return true;
	return false;
}
