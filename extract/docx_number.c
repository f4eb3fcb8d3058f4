#include "extract/docx_number.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/textbuf.h"
#include "extract/xml.h"

struct reader {
	struct docx_lists abstracts, out;
	size_t cap_abstracts, cap_out;
	struct docx_list *open;
	struct docx_level *level;
	struct arena *arena;
};

static struct docx_list *find(const struct docx_lists *lists, struct str id)
{
	for (size_t i = 0; i < lists->n; i++)
		if (str_eq(lists->lists[i].id, id))
			return &lists->lists[i];
	return NULL;
}

static void open_abstract(struct reader *r, const struct xml_tag *tag)
{
	if (r->abstracts.n == DOCX_MAX_LISTS)
		return;
	ARENA_GROW(r->arena, r->abstracts.lists, r->abstracts.n, r->cap_abstracts);
	r->open = &r->abstracts.lists[r->abstracts.n++];
	*r->open = (struct docx_list){ .id = arena_str(r->arena, xml_attr(tag, "abstractNumId")) };
}

static void open_instance(struct reader *r, const struct xml_tag *tag)
{
	if (r->out.n == DOCX_MAX_LISTS)
		return;
	ARENA_GROW(r->arena, r->out.lists, r->out.n, r->cap_out);
	r->open = &r->out.lists[r->out.n++];
	*r->open = (struct docx_list){ .id = arena_str(r->arena, xml_attr(tag, "numId")) };
}

static void open_level(struct reader *r, const struct xml_tag *tag)
{
	long n = xml_attr_int(tag, "ilvl", 0);

	r->level = r->open && n >= 0 && n < DOCX_LIST_LEVELS ? &r->open->levels[n] : NULL;
}

static void on_open(void *data, const struct xml_tag *tag)
{
	struct reader *r = data;
	struct str val = xml_attr(tag, "val");
	const struct docx_list *abstract;

	if (str_eq(tag->name, STR("abstractNum"))) {
		open_abstract(r, tag);
	} else if (str_eq(tag->name, STR("num"))) {
		open_instance(r, tag);
	} else if (str_eq(tag->name, STR("abstractNumId")) && r->open) {
		abstract = find(&r->abstracts, val);
		if (abstract)
			memcpy(r->open->levels, abstract->levels, sizeof r->open->levels);
		r->open->abstract = arena_str(r->arena, val);
	} else if (str_eq(tag->name, STR("lvl")) || str_eq(tag->name, STR("lvlOverride"))) {
		open_level(r, tag);
	} else if (r->level && str_eq(tag->name, STR("numFmt"))) {
		r->level->format = arena_str(r->arena, val);
	} else if (r->level && str_eq(tag->name, STR("lvlText"))) {
		r->level->text = arena_str(r->arena, val);
	} else if (r->level &&
		   (str_eq(tag->name, STR("start")) || str_eq(tag->name, STR("startOverride")))) {
		long n = xml_attr_int(tag, "val", 1);

		r->level->start = n >= 0 && n < 100000 ? (uint32_t)n : 1;
	}
}

static void on_close(void *data, struct str space, struct str name)
{
	struct reader *r = data;

	(void)space;
	if (str_eq(name, STR("lvl")))
		r->level = NULL;
	else if (str_eq(name, STR("abstractNum")) || str_eq(name, STR("num")))
		r->open = NULL;
}

void docx_lists_read(struct docx_lists *out, struct container *c, struct str part,
		     struct arena *arena)
{
	static const struct xml_handler handler = { .open = on_open, .close = on_close };
	const struct member *m = container_find(c, part);
	struct reader r = { .arena = arena };
	struct err ignored = { 0 };
	struct str bytes;

	*out = (struct docx_lists){ 0 };
	if (!m || container_read(&bytes, c, m, arena, &ignored) ||
	    xml_read(bytes, &handler, &r, arena, &ignored))
		return;
	*out = r.out;
}

static const char *const digits[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

/* 一, 十, 十一, 二十, 九十九; no list of a report is longer. */
static bool chinese(struct textbuf *out, uint32_t n)
{
	if (n < 1 || n > 99)
		return false;
	if (n >= 20)
		textbuf_add(out, str_c(digits[n / 10]));
	if (n >= 10)
		textbuf_add(out, STR("十"));
	if (n % 10)
		textbuf_add(out, str_c(digits[n % 10]));
	return true;
}

static bool roman(struct textbuf *out, uint32_t n, bool upper)
{
	static const struct {
		uint32_t value;
		const char *lower, *upper;
	} parts[] = { { 10, "x", "X" },
		      { 9, "ix", "IX" },
		      { 5, "v", "V" },
		      { 4, "iv", "IV" },
		      { 1, "i", "I" } };

	if (n < 1 || n > 39)
		return false;
	for (size_t i = 0; i < countof(parts); i++)
		for (; n >= parts[i].value; n -= parts[i].value)
			textbuf_add(out, str_c(upper ? parts[i].upper : parts[i].lower));
	return true;
}

/* ST_NumberFormat, ECMA-376 part 1, 17.18.59: those that Chinese documents use. */
static bool put(struct textbuf *out, uint32_t n, struct str format)
{
	static const struct str chineses[] = {
		STR_INIT("chineseCounting"),  STR_INIT("chineseCountingThousand"),
		STR_INIT("japaneseCounting"), STR_INIT("taiwaneseCountingThousand"),
		STR_INIT("ideographDigital"),
	};

	for (size_t i = 0; i < countof(chineses); i++)
		if (str_eq(format, chineses[i]))
			return chinese(out, n);
	if (!format.n || str_eq(format, STR("decimal"))) {
		textbuf_add(out, arena_strf(out->arena, "%u", (unsigned)n));
		return true;
	}
	if (str_eq(format, STR("upperRoman")) || str_eq(format, STR("lowerRoman")))
		return roman(out, n, *format.p == 'u');
	if (n < 1 || n > 20)
		return false;
	if (str_eq(format, STR("decimalEnclosedCircle")) ||
	    str_eq(format, STR("decimalEnclosedCircleChinese")))
		textbuf_put(out, 0x2460 + n - 1); /* ① */
	else if (str_eq(format, STR("decimalEnclosedParen")))
		textbuf_put(out, 0x2474 + n - 1); /* ⑴ */
	else if (str_eq(format, STR("upperLetter")) || str_eq(format, STR("lowerLetter")))
		textbuf_put(out, (*format.p == 'u' ? 'A' : 'a') + n - 1);
	else
		return false;
	return true;
}

/* Instances of one abstract list count on together; that is kept with the first of them. */
static struct docx_list *counter_of(struct docx_lists *lists, struct docx_list *list)
{
	for (size_t i = 0; i < lists->n; i++)
		if (str_eq(lists->lists[i].abstract, list->abstract))
			return &lists->lists[i];
	return list;
}

struct str docx_number(struct docx_lists *lists, struct str id, int level, struct arena *arena)
{
	static const struct str nothing = { NULL, 0 };
	struct docx_list *list = id.n ? find(lists, id) : NULL, *counter;
	struct textbuf out = { .arena = arena };
	struct str text;

	if (!list || level < 0 || level >= DOCX_LIST_LEVELS)
		return nothing;
	counter = counter_of(lists, list);
	counter->count[level]++;
	for (int i = level + 1; i < DOCX_LIST_LEVELS; i++)
		counter->count[i] = 0;
	text = list->levels[level].text;
	for (size_t i = 0; i < text.n; i++) {
		int at = text.p[i] == '%' && i + 1 < text.n ? text.p[i + 1] - '1' : -1;
		uint32_t count, start;

		if (at < 0 || at > level) {
			textbuf_add(&out, str_sub(text, i, 1));
			continue;
		}
		count = counter->count[at] ? counter->count[at] : 1;
		start = list->levels[at].start;
		if (!put(&out, start + count - 1, list->levels[at].format))
			return nothing;
		i++;
	}
	if (str_eq(list->levels[level].format, STR("bullet")) ||
	    str_eq(list->levels[level].format, STR("none")))
		return nothing;
	return textbuf_str(&out);
}
