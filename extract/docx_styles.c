#include "extract/docx_styles.h"

#include "extract/xml.h"

/* Styles based on styles; Word itself stops at 11. */
#define MAX_BASES 16

struct reader {
	struct docx_styles *out;
	size_t cap;
	struct docx_style *open; /* NULL: not in a paragraph style */
	struct arena *arena;
};

/* "heading 1", "Heading 3", "标题 2"; "Title" and "标题" are above them all. */
static int level_by_name(struct str name)
{
	static const struct str names[] = { STR_INIT("heading"), STR_INIT("标题") };

	if (str_eq_nocase(name, STR("title")) || str_eq(name, STR("标题")))
		return 1;
	for (size_t i = 0; i < 2; i++) {
		struct str rest = str_trim(str_sub(name, names[i].n, name.n));

		if (str_eq_nocase(str_sub(name, 0, names[i].n), names[i]) && rest.n == 1 &&
		    *rest.p >= '1' && *rest.p <= '9')
			return *rest.p - '0';
	}
	return -1;
}

static void begin(struct reader *r, const struct xml_tag *tag)
{
	struct str type = xml_attr(tag, "type");

	r->open = NULL;
	if ((type.n && !str_eq(type, STR("paragraph"))) || r->out->n == DOCX_MAX_STYLES)
		return;
	ARENA_GROW(r->arena, r->out->styles, r->out->n, r->cap);
	r->open = &r->out->styles[r->out->n++];
	*r->open = (struct docx_style){
		.id = arena_str(r->arena, xml_attr(tag, "styleId")),
		.level = -1,
		.num_level = -1,
	};
}

static void on_open(void *data, const struct xml_tag *tag)
{
	struct reader *r = data;
	long n;

	if (str_eq(tag->name, STR("style"))) {
		begin(r, tag);
	} else if (!r->open) {
		return;
	} else if (str_eq(tag->name, STR("name"))) {
		if (r->open->level < 0)
			r->open->level = level_by_name(xml_attr(tag, "val"));
	} else if (str_eq(tag->name, STR("basedOn"))) {
		r->open->based_on = arena_str(r->arena, xml_attr(tag, "val"));
	} else if (str_eq(tag->name, STR("outlineLvl"))) {
		n = xml_attr_int(tag, "val", 9);
		r->open->level = n >= 0 && n < 9 ? (int)n + 1 : 0;
	} else if (str_eq(tag->name, STR("numId"))) {
		r->open->num_id = arena_str(r->arena, xml_attr(tag, "val"));
	} else if (str_eq(tag->name, STR("ilvl"))) {
		n = xml_attr_int(tag, "val", 0);
		r->open->num_level = n >= 0 && n < 9 ? (int)n : 0;
	}
}

static void on_close(void *data, struct str space, struct str name)
{
	(void)space;
	if (str_eq(name, STR("style")))
		((struct reader *)data)->open = NULL;
}

/* While a style does not say, it is as the one it is based on. -1: does not say. */
static struct docx_style resolve(const struct docx_styles *styles, const struct docx_style *style)
{
	struct docx_style found = *style;

	for (int step = 0; step < MAX_BASES && style && style->based_on.n; step++) {
		style = docx_style_find(styles, style->based_on);
		if (!style)
			break;
		if (found.level < 0)
			found.level = style->level;
		if (!found.num_id.n)
			found.num_id = style->num_id;
		if (found.num_level < 0)
			found.num_level = style->num_level;
	}
	if (found.level < 0)
		found.level = 0;
	if (found.num_level < 0)
		found.num_level = 0;
	return found;
}

void docx_styles_read(struct docx_styles *out, struct container *c, struct str part,
		      struct arena *arena)
{
	static const struct xml_handler handler = { .open = on_open, .close = on_close };
	const struct member *m = container_find(c, part);
	struct docx_styles written = { 0 };
	struct reader r = { .out = &written, .arena = arena };
	struct err ignored = { 0 };
	struct str bytes;

	*out = (struct docx_styles){ 0 };
	if (!m || container_read(&bytes, c, m, arena, &ignored) ||
	    xml_read(bytes, &handler, &r, arena, &ignored))
		return;
	out->styles = ARENA_NEW(arena, struct docx_style, written.n + 1);
	out->n = written.n;
	for (size_t i = 0; i < written.n; i++)
		out->styles[i] = resolve(&written, &written.styles[i]);
}

const struct docx_style *docx_style_find(const struct docx_styles *styles, struct str id)
{
	for (size_t i = 0; i < styles->n; i++)
		if (str_eq(styles->styles[i].id, id))
			return &styles->styles[i];
	return NULL;
}
