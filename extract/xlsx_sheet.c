#include "extract/xlsx_sheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "extract/flow.h"
#include "extract/xml.h"

/* What a sheet can have (Excel's own limits); references beyond are not cells. */
#define MAX_ROW SHEET_MAX_ROW
#define MAX_COL SHEET_MAX_COL

/* Lines of a cell stay lines, unlike the white space of markup. */
static void add_lines(struct flow *f, struct str text)
{
	while (text.n) {
		size_t end = str_find(text, STR("\n"), 0);

		flow_add(f, str_sub(text, 0, end));
		if (end == STR_NONE)
			break;
		flow_break(f);
		text = str_sub(text, end + 1, text.n);
	}
}

struct strings_reader {
	struct xlsx_strings *out;
	size_t cap;
	struct flow text;
	unsigned skip; /* inside <rPh>: how the text is pronounced */
	bool in_text, over;
	struct arena *arena;
};

static void on_string_open(void *data, const struct xml_tag *tag)
{
	struct strings_reader *r = data;

	if (r->skip || str_eq(tag->name, STR("rPh")))
		r->skip++;
	else
		r->in_text = str_eq(tag->name, STR("t"));
}

static void on_string_close(void *data, struct str space, struct str name)
{
	struct strings_reader *r = data;

	(void)space;
	if (r->skip) {
		r->skip--;
		return;
	}
	r->in_text = false;
	if (!str_eq(name, STR("si")))
		return;
	if (r->out->n == XLSX_MAX_STRINGS || r->text.text.full) {
		r->over = true;
		return;
	}
	ARENA_GROW(r->arena, r->out->at, r->out->n, r->cap);
	r->out->at[r->out->n++] = flow_take(&r->text, r->arena);
}

static void on_string_text(void *data, struct str text)
{
	struct strings_reader *r = data;

	if (r->in_text && !r->skip)
		add_lines(&r->text, text);
}

int xlsx_strings_read(struct xlsx_strings *out, struct str xml, struct arena *arena,
		      struct arena *scratch, struct err *e)
{
	static const struct xml_handler handler = { on_string_open, on_string_close,
						    on_string_text };
	struct strings_reader r = { .out = out, .arena = arena };
	int rc;

	*out = (struct xlsx_strings){ 0 };
	flow_init(&r.text, XLSX_MAX_CELL_BYTES);
	rc = xml_read(xml, &handler, &r, scratch, e);
	if (rc == 0 && r.over)
		rc = err_set(e, ERR_LIMIT, "more than %d shared strings, or one too long",
			     XLSX_MAX_STRINGS);
	flow_release(&r.text);
	return rc;
}

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN };

struct sheet {
	struct page_builder *b;
	struct arena *scratch;
	const struct xlsx_strings *strings;
	struct sheet_cells cells;
	uint32_t row, col; /* of the open cell, from 1 */
	enum cell_type type;
	struct flow value;
	bool in_value;
	unsigned skip;
};

/* "AB12" to column 28, row 12; false for what is none. */
static bool read_ref(uint32_t *row, uint32_t *col, struct str ref)
{
	size_t i = 0;
	uint32_t r = 0, c = 0;

	for (; i < ref.n && (ref.p[i] | 0x20) >= 'a' && (ref.p[i] | 0x20) <= 'z'; i++)
		if ((c = c * 26 + (uint32_t)((ref.p[i] | 0x20) - 'a') + 1) > MAX_COL)
			return false;
	for (; i < ref.n && ref.p[i] >= '0' && ref.p[i] <= '9'; i++)
		if ((r = r * 10 + (uint32_t)(ref.p[i] - '0')) > MAX_ROW)
			return false;
	if (i < ref.n || !r || !c)
		return false;
	*row = r;
	*col = c;
	return true;
}

static bool is_hidden(const struct xml_tag *tag)
{
	struct str v = xml_attr(tag, "hidden");

	return str_eq(v, STR("1")) || str_eq(v, STR("true"));
}

static void open_row(struct sheet *s, const struct xml_tag *tag)
{
	long n = xml_attr_int(tag, "r", 0);

	s->row = n > 0 && n <= (long)MAX_ROW ? (uint32_t)n : s->row + 1;
	s->col = 0;
	if (is_hidden(tag) && s->row <= MAX_ROW)
		sheet_hide(&s->cells.rows, s->b, (struct sheet_run){ s->row, s->row }, s->scratch);
}

static void open_columns(struct sheet *s, const struct xml_tag *tag)
{
	long first = xml_attr_int(tag, "min", 0), last = xml_attr_int(tag, "max", 0);

	if (is_hidden(tag) && first > 0 && last >= first && last <= (long)MAX_COL)
		sheet_hide(&s->cells.cols, s->b,
			   (struct sheet_run){ (uint32_t)first, (uint32_t)last }, s->scratch);
}

static void open_cell(struct sheet *s, const struct xml_tag *tag)
{
	struct str type = xml_attr(tag, "t");

	if (!read_ref(&s->row, &s->col, xml_attr(tag, "r")))
		s->col++;
	s->type = CELL_NUMBER;
	if (str_eq(type, STR("s")))
		s->type = CELL_SHARED;
	else if (str_eq(type, STR("b")))
		s->type = CELL_BOOLEAN;
	else if (type.n && !str_eq(type, STR("n")))
		s->type = CELL_TEXT;
}

static void open_merge(struct sheet *s, const struct xml_tag *tag)
{
	struct str ref = xml_attr(tag, "ref");
	size_t colon = str_find(ref, STR(":"), 0);
	struct sheet_merge m;

	if (colon == STR_NONE || !read_ref(&m.row, &m.col, str_sub(ref, 0, colon)) ||
	    !read_ref(&m.last_row, &m.last_col, str_sub(ref, colon + 1, ref.n)) ||
	    m.last_row < m.row || m.last_col < m.col)
		return;
	sheet_add_merge(&s->cells, s->b, m, s->scratch);
}

static void on_open(void *data, const struct xml_tag *tag)
{
	struct sheet *s = data;

	if (s->skip || str_eq(tag->name, STR("rPh"))) {
		s->skip++;
		return;
	}
	if (str_eq(tag->name, STR("row")))
		open_row(s, tag);
	else if (str_eq(tag->name, STR("c")))
		open_cell(s, tag);
	else if (str_eq(tag->name, STR("v")) || str_eq(tag->name, STR("t")))
		s->in_value = true;
	else if (str_eq(tag->name, STR("mergeCell")))
		open_merge(s, tag);
	else if (str_eq(tag->name, STR("col")))
		open_columns(s, tag);
}

struct str xlsx_number(struct str written, struct arena *arena)
{
	bool plain = written.n > 0;
	char text[64], *end;
	double x;

	for (size_t i = 0; i < written.n; i++)
		plain = plain && ((written.p[i] >= '0' && written.p[i] <= '9') ||
				  (i == 0 && written.p[i] == '-'));
	if (plain || written.n == 0 || written.n >= sizeof text)
		return arena_str(arena, written);
	memcpy(text, written.p, written.n);
	text[written.n] = '\0';
	x = strtod(text, &end);
	if (*end || !(x > -1e15 && x < 1e15))
		return arena_str(arena, written);
	return arena_strf(arena, "%.11g", x);
}

static struct str shared(const struct sheet *s, struct str number)
{
	long long i;

	if (!str_int(&i, number) || i < 0 || (size_t)i >= s->strings->n)
		return (struct str){ NULL, 0 };
	return s->strings->at[i];
}

static void close_cell(struct sheet *s)
{
	struct str value;

	if (s->value.text.full)
		page_build_over(s->b, "bytes in one cell", XLSX_MAX_CELL_BYTES);
	value = flow_take(&s->value, s->b->arena);
	if (s->type == CELL_SHARED)
		value = shared(s, value);
	else if (s->type == CELL_NUMBER)
		value = xlsx_number(value, s->b->arena);
	else if (s->type == CELL_BOOLEAN)
		value = str_eq(value, STR("1")) ? STR("TRUE") : STR("FALSE");
	if (!value.n)
		return;
	sheet_add_cell(&s->cells, s->b, (struct sheet_text){ s->row, s->col, value }, s->scratch);
}

static void on_close(void *data, struct str space, struct str name)
{
	struct sheet *s = data;

	(void)space;
	if (s->skip) {
		s->skip--;
		return;
	}
	if (str_eq(name, STR("v")) || str_eq(name, STR("t")))
		s->in_value = false;
	else if (str_eq(name, STR("c")))
		close_cell(s);
}

static void on_text(void *data, struct str text)
{
	struct sheet *s = data;

	if (s->in_value && !s->skip)
		add_lines(&s->value, text);
}

int xlsx_sheet(struct page_builder *b, struct str xml, const struct xlsx_strings *strings,
	       struct arena *scratch, struct err *e)
{
	static const struct xml_handler handler = { on_open, on_close, on_text };
	struct sheet s = { .b = b, .scratch = scratch, .strings = strings };
	int rc;

	flow_init(&s.value, XLSX_MAX_CELL_BYTES);
	rc = xml_read(xml, &handler, &s, scratch, e);
	if (rc == 0)
		rc = sheet_place(b, &s.cells, scratch, e);
	flow_release(&s.value);
	return rc;
}
