#include "extract/metabox.h"

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"

/* Lines longer than this are prose, whatever words they hold. */
#define LINE_MAX_BYTES 600

/* The first label of a box stands this near the front of its line. */
#define FRONT_BYTES 90

#define VALUE_MAX_BYTES 300

/* A page has one box; a list of articles may look like many. */
#define ENTRIES_MAX 100

enum strength {
	STRONG, /* a word of such boxes and of little else */
	WEAK,   /* an everyday word */
	ENDS,   /* no metadata, but the value before it ends here */
};

/* Longer labels before those they contain. */
static const struct label {
	struct str text;
	enum strength strength;
} labels[] = {
	{ STR_INIT("公文生成日期"), STRONG }, { STR_INIT("生成日期/有效日期"), STRONG },
	{ STR_INIT("生成日期"), STRONG },     { STR_INIT("浏览次数"), ENDS },
	{ STR_INIT("浏览量"), ENDS },         { STR_INIT("浏览"), ENDS },
	{ STR_INIT("信息索引号"), STRONG },   { STR_INIT("索引号"), STRONG },
	{ STR_INIT("索取号"), STRONG },       { STR_INIT("登记号"), STRONG },
	{ STR_INIT("发布机构"), STRONG },     { STR_INIT("发文机关"), STRONG },
	{ STR_INIT("发布单位"), STRONG },     { STR_INIT("发文单位"), STRONG },
	{ STR_INIT("制发机关"), STRONG },     { STR_INIT("公开机构"), STRONG },
	{ STR_INIT("公开主体"), STRONG },     { STR_INIT("公开单位"), STRONG },
	{ STR_INIT("信息来源"), STRONG },     { STR_INIT("稿件来源"), STRONG },
	{ STR_INIT("文章来源"), STRONG },     { STR_INIT("公开日期"), STRONG },
	{ STR_INIT("公开时间"), STRONG },     { STR_INIT("发布日期"), STRONG },
	{ STR_INIT("发布时间"), STRONG },     { STR_INIT("发表时间"), STRONG },
	{ STR_INIT("发文日期"), STRONG },     { STR_INIT("成文日期"), STRONG },
	{ STR_INIT("生效日期"), STRONG },     { STR_INIT("印发日期"), STRONG },
	{ STR_INIT("信息提供日期"), STRONG }, { STR_INIT("发文字号"), STRONG },
	{ STR_INIT("主题分类"), STRONG },     { STR_INIT("组配分类"), STRONG },
	{ STR_INIT("体裁分类"), STRONG },     { STR_INIT("信息分类"), STRONG },
	{ STR_INIT("公开方式"), STRONG },     { STR_INIT("公开形式"), STRONG },
	{ STR_INIT("公开时限"), STRONG },     { STR_INIT("公开范围"), STRONG },
	{ STR_INIT("信息名称"), STRONG },     { STR_INIT("有效性"), STRONG },
	{ STR_INIT("内容概述"), WEAK },       { STR_INIT("关键词"), WEAK },
	{ STR_INIT("关键字"), WEAK },         { STR_INIT("主题词"), WEAK },
	{ STR_INIT("文号"), WEAK },           { STR_INIT("名称"), WEAK },
	{ STR_INIT("标题"), WEAK },           { STR_INIT("分类"), WEAK },
	{ STR_INIT("来源"), WEAK },           { STR_INIT("作者"), WEAK },
	{ STR_INIT("时效"), WEAK },           { STR_INIT("日期"), WEAK },
	{ STR_INIT("时间"), WEAK },           { STR_INIT("浏览次数"), ENDS },
	{ STR_INIT("浏览量"), ENDS },         { STR_INIT("访问次数"), ENDS },
	{ STR_INIT("访问量"), ENDS },         { STR_INIT("点击数"), ENDS },
	{ STR_INIT("点击量"), ENDS },         { STR_INIT("点击率"), ENDS },
	{ STR_INIT("阅读次数"), ENDS },       { STR_INIT("阅读量"), ENDS },
	{ STR_INIT("累计次数"), ENDS },       { STR_INIT("文件下载"), ENDS },
	{ STR_INIT("相关信息"), ENDS },       { STR_INIT("责任编辑"), ENDS },
	{ STR_INIT("编辑"), ENDS },           { STR_INIT("审核人"), ENDS },
	{ STR_INIT("字体"), ENDS },           { STR_INIT("字号"), ENDS },
	{ STR_INIT("打印"), ENDS },           { STR_INIT("分享"), ENDS },
	{ STR_INIT("收藏"), ENDS },           { STR_INIT("关闭"), ENDS },
	{ STR_INIT("保护视力色"), ENDS },     { STR_INIT("视力保护色"), ENDS },
};

/* A label met in a line. */
struct match {
	const struct label *label;
	size_t at, end;  /* of the label as printed */
	size_t value_at; /* after its colon; `end` where it has none */
};

struct reader {
	struct page_builder *b;
	/* Labels by the low bits of the character they begin with: 1 + index, 0: no more. */
	uint8_t first[1024], next[countof(labels)];
	uint32_t begins[countof(labels)];
	size_t n; /* entries found */
	bool strong_seen;
};

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || c == 0x200B || c == 0xFEFF;
}

static size_t skip_blank(struct str s, size_t at)
{
	while (at < s.n) {
		size_t next = at;

		if (!is_blank(utf8_next(s, &next)))
			break;
		at = next;
	}
	return at;
}

/* End of `label` printed at `at`, with blanks between its characters; 0 if it is not. */
static size_t spelled(struct str s, size_t at, struct str label)
{
	size_t k = 0;

	while (k < label.n) {
		if (k)
			at = skip_blank(s, at);
		if (at >= s.n || hanzi_simplify(utf8_next(s, &at)) != utf8_next(label, &k))
			return 0;
	}
	return at;
}

static size_t skip_colon(struct str s, size_t at)
{
	static const struct str colons[] = { STR_INIT(":"), STR_INIT("\xEF\xBC\x9A"), STR_INIT("|"),
					     STR_INIT("\xEF\xB8\xB0") };
	size_t from = skip_blank(s, at);

	for (size_t i = 0; i < countof(colons); i++)
		if (str_starts(str_sub(s, from, 3), colons[i]))
			return from + colons[i].n;
	if (at < s.n && s.p[at] == '\t')
		return at + 1;
	if (str_starts(str_sub(s, from, 3), STR("\xE3\x80\x91"))) /* 】 after 【label */
		return from + 3;
	return at;
}

static bool match_at(struct match *m, const struct reader *r, struct str s, size_t at)
{
	size_t second = at;
	uint32_t c = hanzi_simplify(utf8_next(s, &second));

	for (unsigned k = r->first[c & 1023]; k; k = r->next[k - 1]) {
		size_t i = k - 1, end;

		if (r->begins[i] != c)
			continue;
		end = spelled(s, at, labels[i].text);
		if (end) {
			*m = (struct match){ &labels[i], at, end, skip_colon(s, end) };
			return true;
		}
	}
	return false;
}

/* The next label with a colon at or after `from`, begun before `before`; stops need none. */
static bool next_match(struct match *m, const struct reader *r, struct str s, size_t from,
		       size_t before)
{
	for (size_t at = from; at < s.n && at < before;) {
		if ((unsigned char)s.p[at] >= 0xE4 && match_at(m, r, s, at) &&
		    (m->value_at > m->end || m->label->strength == ENDS))
			return true;
		utf8_next(s, &at);
	}
	return false;
}

/* The bytes that the marks of tidy() begin or end with, those of three bytes apart. */
static const bool mark_bytes[256] = {
	[' '] = true,  ['\t'] = true, ['|'] = true,  ['['] = true,  [']'] = true,
	[';'] = true,  [0x80] = true, [0x90] = true, [0x91] = true, [0x9B] = true,
	[0xA0] = true, [0xC2] = true, [0xE3] = true, [0xEF] = true,
};

static bool may_be_mark(struct str s)
{
	return mark_bytes[(unsigned char)s.p[0]] || mark_bytes[(unsigned char)s.p[s.n - 1]];
}

/* Without the marks that stand between entries of a line. */
static struct str tidy(struct str s)
{
	static const struct str ends[] = {
		STR_INIT(" "),
		STR_INIT("\t"),
		STR_INIT("|"),
		STR_INIT("["),
		STR_INIT("]"),
		STR_INIT(";"),
		STR_INIT("\xC2\xA0"),
		STR_INIT("\xE3\x80\x80"),
		STR_INIT("\xE3\x80\x90"),
		STR_INIT("\xE3\x80\x91"),
		STR_INIT("\xEF\xBC\x9B"),
	};
	size_t before;

	do {
		before = s.n;
		for (size_t i = 0; s.n && may_be_mark(s) && i < countof(ends); i++) {
			if (str_starts(s, ends[i]))
				s = str_sub(s, ends[i].n, s.n);
			if (str_ends(s, ends[i]))
				s = str_sub(s, 0, s.n - ends[i].n);
		}
	} while (s.n < before);
	return s;
}

/* A date begins with its year; in lists the label is followed by anything. */
static bool fits(const struct label *label, struct str value)
{
	static const struct str years[] = { STR_INIT("19"), STR_INIT("20"), STR_INIT("一九"),
					    STR_INIT("二") };

	if (!str_ends(label->text, STR("日期")) && !str_ends(label->text, STR("时间")))
		return true;
	for (size_t i = 0; i < countof(years); i++)
		if (str_starts(value, years[i]))
			return true;
	return false;
}

static void add(struct reader *r, const struct match *m, struct str line, struct str value,
		uint32_t block)
{
	struct meta meta = { .source = META_BOX, .block = block };
	struct str printed = str_sub(line, m->at, m->end - m->at);
	char *name = ARENA_NEW(r->b->arena, char, printed.n + 1);
	struct match next;

	if (next_match(&next, r, value, 0, VALUE_MAX_BYTES))
		value = str_sub(value, 0, next.at);
	value = tidy(value);
	if (m->label->strength == ENDS || value.n == 0 || !fits(m->label, value) ||
	    value.n > VALUE_MAX_BYTES || r->n >= ENTRIES_MAX)
		return;
	for (size_t at = 0, from; at < printed.n;) {
		from = at;
		if (is_blank(utf8_next(printed, &at)))
			continue;
		memcpy(name + meta.name.n, printed.p + from, at - from);
		meta.name.n += at - from;
	}
	meta.name.p = name;
	meta.content = value;
	page_add_meta(r->b, &meta);
	r->n++;
}

static bool has_strong(const struct reader *r, struct str s)
{
	struct match m;

	for (size_t at = 0; next_match(&m, r, s, at, s.n); at = m.end)
		if (m.label->strength == STRONG)
			return true;
	return false;
}

/* Cheap: is there anything like a colon near the front? */
static bool may_have_label(struct str line)
{
	size_t n = line.n < 2 * FRONT_BYTES ? line.n : 2 * FRONT_BYTES;

	for (size_t i = 0; i < n; i++) {
		char c = line.p[i];

		if (c == ':' || c == '|' || c == '\t' || c == '\xEF')
			return true;
		if (c == '\x91' && i >= 2 && line.p[i - 1] == '\x80' && line.p[i - 2] == '\xE3')
			return true; /* a lenticular bracket */
	}
	return false;
}

/* Entries of one line: "label: value label: value". */
static void read_line(struct reader *r, struct str line, uint32_t block, bool weak_too)
{
	struct match m, next;
	bool more;

	if (line.n > LINE_MAX_BYTES || !may_have_label(line) ||
	    !next_match(&m, r, line, 0, FRONT_BYTES))
		return;
	if (!weak_too)
		weak_too = has_strong(r, line);
	do {
		size_t end;

		more = next_match(&next, r, line, m.value_at, line.n);
		end = more ? next.at : line.n;
		if (m.label->strength == STRONG || weak_too)
			add(r, &m, line, str_sub(line, m.value_at, end - m.value_at), block);
		m = next;
	} while (more);
}

/* Is all of `s` one label, a colon allowed? */
static bool is_label(struct match *m, const struct reader *r, struct str s)
{
	/* A figure, most often. */
	if (s.n == 0 || ((unsigned char)s.p[0] < 0xE3 && !mark_bytes[(unsigned char)s.p[0]]))
		return false;
	s = tidy(s);
	return s.n && s.n < FRONT_BYTES && match_at(m, r, s, 0) &&
	       skip_blank(s, m->value_at) == s.n;
}

static struct str line_of(struct str text, size_t *at)
{
	size_t end = str_find(text, STR("\n"), *at);
	struct str line = str_sub(text, *at, (end == STR_NONE ? text.n : end) - *at);

	*at = end == STR_NONE ? text.n : end + 1;
	return line;
}

/* <dt> and <dd>: a label alone, its value in the block after it. */
static bool read_pair(struct reader *r, uint32_t i)
{
	const struct page *p = r->b->page;
	struct match m, other;
	struct str label = tidy(p->blocks[i].text), value;

	if (label.n > FRONT_BYTES || !is_label(&m, r, label) || i + 1 >= p->n_blocks ||
	    p->blocks[i + 1].kind == BLOCK_GRID)
		return false;
	value = p->blocks[i + 1].text;
	if (m.label->strength != STRONG && !r->strong_seen)
		return false;
	r->strong_seen = true;
	if (!is_label(&other, r, value) && str_find(value, STR("\n"), 0) == STR_NONE &&
	    !(next_match(&other, r, value, 0, 1)))
		add(r, &m, label, value, i);
	return true;
}

static void read_block(struct reader *r, uint32_t i)
{
	struct str text = r->b->page->blocks[i].text;

	if (read_pair(r, i))
		return;
	for (size_t at = 0; at < text.n;)
		read_line(r, line_of(text, &at), i, false);
}

static const struct cell *cell_after(const struct grid *g, size_t row, size_t col)
{
	for (size_t c = col + 1; c < g->cols; c++)
		if (!grid_at(g, row, c)->is_copy)
			return grid_at(g, row, c);
	return NULL;
}

/* A label's value lies to its right, or below where another label stands there. */
static void read_cell(struct reader *r, const struct grid *g, size_t row, size_t col)
{
	const struct cell *cell = grid_at(g, row, col), *value = cell_after(g, row, col);
	struct match m, other;

	if (!is_label(&m, r, cell->text)) {
		for (size_t at = 0; at < cell->text.n;)
			read_line(r, line_of(cell->text, &at), g->block, true);
		return;
	}
	if (!value || is_label(&other, r, value->text)) {
		value = row + 1 < g->rows ? grid_at(g, row + 1, col) : NULL;
		if (!value || value->is_copy || is_label(&other, r, value->text))
			return;
	}
	if (!value->is_hole)
		add(r, &m, tidy(cell->text), value->text, g->block);
}

static size_t strong_labels(const struct reader *r, const struct grid *g)
{
	size_t n = 0;

	for (size_t i = 0; i < (size_t)g->rows * g->cols; i++) {
		const struct cell *cell = &g->cells[i];
		struct match m;

		if (cell->is_copy || cell->is_hole || cell->text.n > LINE_MAX_BYTES)
			continue;
		if ((is_label(&m, r, cell->text) ||
		     next_match(&m, r, cell->text, 0, FRONT_BYTES)) &&
		    m.label->strength == STRONG)
			n++;
	}
	return n;
}

static void read_grid(struct reader *r, const struct grid *g)
{
	if (g->is_layout || strong_labels(r, g) < 2)
		return;
	for (size_t row = 0; row < g->rows; row++)
		for (size_t col = 0; col < g->cols; col++)
			if (!grid_at(g, row, col)->is_copy)
				read_cell(r, g, row, col);
}

void metabox_read(struct page_builder *b)
{
	struct reader r = { .b = b };
	const struct page *p = b->page;

	for (size_t i = countof(labels); i-- > 0;) {
		size_t at = 0;

		r.begins[i] = utf8_next(labels[i].text, &at);
		r.next[i] = r.first[r.begins[i] & 1023];
		r.first[r.begins[i] & 1023] = (uint8_t)(i + 1);
	}
	for (uint32_t i = 0; i < p->n_blocks && r.n < ENTRIES_MAX; i++) {
		if (p->blocks[i].kind == BLOCK_GRID)
			read_grid(&r, &p->grids[p->blocks[i].grid]);
		else
			read_block(&r, i);
	}
}
