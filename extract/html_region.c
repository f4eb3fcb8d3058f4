#include "extract/html_region.h"

#include "base/attrs.h"
#include "base/str.h"

/* Ids and classes under which portals keep the article; whole words, any case. */
static const struct str bodies[] = {
	STR_INIT("ucap-content"),
	STR_INIT("ucapcontent"),
	STR_INIT("trs_editor"),
	STR_INIT("trs_ueditor"),
	STR_INIT("zoom"),
	STR_INIT("zoomcon"),
	STR_INIT("custom_unionstyle"),
	STR_INIT("ivs_content"),
	STR_INIT("article_content"),
	STR_INIT("article-content"),
	STR_INIT("vsb_content"),
	STR_INIT("v_news_content"),
	STR_INIT("wp_articlecontent"),
	STR_INIT("main-txt"),
	STR_INIT("bt_content"),
	STR_INIT("artile_zw"),
	STR_INIT("pages_content"),
	STR_INIT("xxgk_content"),
	STR_INIT("contxt"),
	STR_INIT("maintext"),
	STR_INIT("artibody"),
	STR_INIT("news_content"),
	STR_INIT("j-fontcontent"),
};

/* Numbered by the publishing system: "vsb_content_2". */
static const struct str body_heads[] = { STR_INIT("vsb_content_") };

static const struct str furniture[] = {
	STR_INIT("nav"),        STR_INIT("navbar"),      STR_INIT("menu"),
	STR_INIT("footer"),     STR_INIT("foot"),        STR_INIT("copyright"),
	STR_INIT("breadcrumb"), STR_INIT("crumb"),       STR_INIT("crumbs"),
	STR_INIT("dqwz"),       STR_INIT("position"),    STR_INIT("location"),
	STR_INIT("share"),      STR_INIT("fenxiang"),    STR_INIT("bdsharebuttonbox"),
	STR_INIT("bdshare"),    STR_INIT("bshare"),      STR_INIT("social-share"),
	STR_INIT("sidebar"),    STR_INIT("toolbar"),     STR_INIT("print"),
	STR_INIT("friendlink"), STR_INIT("friendlinks"), STR_INIT("links"),
	STR_INIT("search"),     STR_INIT("topbar"),      STR_INIT("prenext"),
	STR_INIT("related"),    STR_INIT("keyslist"),
};

static bool starts_nocase(struct str s, struct str head)
{
	return s.n >= head.n && str_eq_nocase(str_sub(s, 0, head.n), head);
}

static bool is_listed(struct str word, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_nocase(word, list[i]))
			return true;
	return false;
}

static bool is_body(struct str word)
{
	for (size_t i = 0; i < countof(body_heads); i++)
		if (starts_nocase(word, body_heads[i]))
			return true;
	return is_listed(word, bodies, countof(bodies));
}

/* What the words of one attribute say; a body's name wins over furniture's. */
static enum block_region words(struct str rest)
{
	enum block_region said = REGION_UNKNOWN;

	while (rest.n) {
		size_t end = 0;
		struct str word;

		while (end < rest.n && rest.p[end] != ' ' && rest.p[end] != '\t' &&
		       rest.p[end] != '\n')
			end++;
		word = str_sub(rest, 0, end);
		if (word.n && is_body(word))
			return REGION_BODY;
		if (word.n && is_listed(word, furniture, countof(furniture)))
			said = REGION_FURNITURE;
		rest = str_sub(rest, end + 1, rest.n);
	}
	return said;
}

enum block_region html_region(const struct html_tree *t, const struct html_node *element,
			      enum block_region around)
{
	enum block_region id, class;

	switch (element->tag) {
	case GUMBO_TAG_NAV:
	case GUMBO_TAG_FOOTER:
		around = REGION_FURNITURE;
		break;
	case GUMBO_TAG_HTML:
	case GUMBO_TAG_BODY:
		return around;
	default:
		break;
	}
	if (!(element->has & (1u << HTML_ATTR_ID | 1u << HTML_ATTR_CLASS)))
		return around;
	id = words(html_node_attr(t, element, HTML_ATTR_ID));
	class = words(html_node_attr(t, element, HTML_ATTR_CLASS));
	if (id == REGION_BODY || class == REGION_BODY)
		return REGION_BODY;
	return id == REGION_FURNITURE || class == REGION_FURNITURE ? REGION_FURNITURE : around;
}
