#include "extract/xls_book.h"

#include <stdio.h>

#include "extract/ole2.h"
#include "extract/sheet_place.h"
#include "extract/textbuf.h"
#include "extract/xlsx_sheet.h"

enum {
	REC_FORMULA = 0x0006,
	REC_EOF = 0x000A,
	REC_FILEPASS = 0x002F,
	REC_CONTINUE = 0x003C,
	REC_COLINFO = 0x007D,
	REC_BOUNDSHEET = 0x0085,
	REC_MULRK = 0x00BD,
	REC_RSTRING = 0x00D6,
	REC_MERGEDCELLS = 0x00E5,
	REC_SST = 0x00FC,
	REC_LABELSST = 0x00FD,
	REC_NUMBER = 0x0203,
	REC_LABEL = 0x0204,
	REC_BOOLERR = 0x0205,
	REC_STRING = 0x0207,
	REC_ROW = 0x0208,
	REC_RK = 0x027E,
	REC_BOF = 0x0809,
};

#define BIFF8 0x0600

struct record {
	uint32_t type;
	struct str data;
	size_t next; /* byte behind it */
};

static bool record_at(struct record *out, struct str book, size_t at)
{
	if (at + 4 > book.n)
		return false;
	out->type = ole2_u16(book, at);
	out->data = str_sub(book, at + 4, ole2_u16(book, at + 2));
	out->next = at + 4 + ole2_u16(book, at + 2);
	return true;
}

/* A record's data and that of the records that continue it. */
struct cursor {
	struct str book;
	struct str part; /* where we are */
	size_t at;       /* in it */
	size_t next;     /* record behind it */
	bool ended;
};

static bool next_part(struct cursor *c)
{
	struct record r;

	if (!record_at(&r, c->book, c->next) || r.type != REC_CONTINUE) {
		c->ended = true;
		return false;
	}
	c->part = r.data;
	c->at = 0;
	c->next = r.next;
	return true;
}

static uint32_t take_u8(struct cursor *c)
{
	while (c->at >= c->part.n)
		if (!next_part(c))
			return 0;
	return ole2_u8(c->part, c->at++);
}

static uint32_t take_u16(struct cursor *c)
{
	uint32_t low = take_u8(c);

	return low | take_u8(c) << 8;
}

static uint32_t take_u32(struct cursor *c)
{
	uint32_t low = take_u16(c);

	return low | take_u16(c) << 16;
}

static void skip(struct cursor *c, size_t n)
{
	while (n && !c->ended) {
		size_t here = c->part.n > c->at ? c->part.n - c->at : 0;

		if (n <= here) {
			c->at += n;
			return;
		}
		n -= here;
		next_part(c);
	}
}

/* UTF-16 units to text; control characters are dropped but for line ends. */
static void put_unit(struct textbuf *out, uint32_t *high, uint32_t c)
{
	if (c >= 0xD800 && c < 0xDC00) {
		*high = c;
		return;
	}
	if (c >= 0xDC00 && c < 0xE000)
		c = *high ? 0x10000 + ((*high - 0xD800) << 10) + (c - 0xDC00) : UTF8_REPLACEMENT;
	*high = 0;
	if (c >= 0x20 || c == '\n')
		textbuf_put(out, c);
}

/* n characters; where a record ends between two, the next one says again how wide they are. */
static void take_chars(struct textbuf *out, struct cursor *c, size_t n, bool wide)
{
	uint32_t high = 0;

	while (n && !c->ended) {
		if (c->at >= c->part.n) {
			if (!next_part(c))
				return;
			wide = take_u8(c) & 1;
			continue;
		}
		put_unit(out, &high, wide ? take_u16(c) : take_u8(c));
		n--;
	}
}

/* A string with 16 bits of length, then its flags, runs of formats and phonetics. */
static struct str take_string(struct cursor *c, struct arena *arena)
{
	struct textbuf text = { .arena = arena };
	size_t n = take_u16(c);
	uint32_t flags = take_u8(c);
	size_t runs = flags & 8 ? take_u16(c) : 0, more = flags & 4 ? take_u32(c) : 0;

	take_chars(&text, c, n, flags & 1);
	skip(c, runs * 4);
	skip(c, more);
	return textbuf_str(&text);
}

struct sheet_entry {
	size_t at;
	struct str name;
	bool is_hidden, is_cells;
};

struct book {
	struct str bytes;
	struct page_builder *b;
	struct arena *scratch;
	struct sheet_entry *sheets;
	size_t n_sheets, cap_sheets;
	struct str *strings;
	size_t n_strings, cap_strings;
	size_t n_records;
};

static int read_strings(struct book *k, const struct record *r, struct err *e)
{
	struct cursor c = { .book = k->bytes, .part = r->data, .next = r->next };
	size_t n, bytes = 0;

	take_u32(&c);
	n = take_u32(&c);
	for (size_t i = 0; i < n && !c.ended; i++) {
		struct str s = take_string(&c, k->b->arena);

		bytes += s.n;
		if (i >= XLS_MAX_STRINGS || bytes > XLS_MAX_TEXT_BYTES)
			return err_set(e, ERR_LIMIT, "more than %d shared strings, or %u bytes",
				       XLS_MAX_STRINGS, XLS_MAX_TEXT_BYTES);
		ARENA_GROW(k->scratch, k->strings, k->n_strings, k->cap_strings);
		k->strings[k->n_strings++] = s;
	}
	return 0;
}

static int read_entry(struct book *k, const struct record *r, struct err *e)
{
	struct cursor c = { .book = k->bytes, .part = r->data, .next = r->next };
	struct sheet_entry s = { .at = take_u32(&c) };
	struct textbuf name = { .arena = k->b->arena };
	size_t n;
	uint32_t flags;

	s.is_hidden = (take_u8(&c) & 3) != 0;
	s.is_cells = take_u8(&c) == 0;
	n = take_u8(&c);
	flags = take_u8(&c);
	take_chars(&name, &c, n, flags & 1);
	s.name = textbuf_str(&name);
	if (k->n_sheets == XLS_MAX_SHEETS)
		return err_set(e, ERR_LIMIT, "more than %d sheets", XLS_MAX_SHEETS);
	ARENA_GROW(k->scratch, k->sheets, k->n_sheets, k->cap_sheets);
	k->sheets[k->n_sheets++] = s;
	return 0;
}

/* What stands in front of the sheets. */
static int read_globals(struct book *k, struct err *e)
{
	struct record r;

	if (!record_at(&r, k->bytes, 0) || r.type != REC_BOF)
		return err_set(e, ERR_FORMAT, "Excel file does not begin with a workbook");
	if (ole2_u16(r.data, 0) != BIFF8)
		return err_set(e, ERR_FORMAT, "Excel file is older than Excel 97");
	while (record_at(&r, k->bytes, r.next) && r.type != REC_EOF) {
		if (r.type == REC_FILEPASS)
			return err_set(e, ERR_FORMAT, "Excel file is encrypted");
		if (r.type == REC_SST && read_strings(k, &r, e))
			return -1;
		if (r.type == REC_BOUNDSHEET && read_entry(k, &r, e))
			return -1;
	}
	return 0;
}

struct sheet_reader {
	struct book *k;
	struct sheet_cells cells;
	uint32_t row, col; /* of the formula whose text follows */
};

static void add(struct sheet_reader *s, uint32_t row, uint32_t col, struct str text)
{
	if (text.n && row < SHEET_MAX_ROW && col < SHEET_MAX_COL)
		sheet_add_cell(&s->cells, s->k->b, (struct sheet_text){ row + 1, col + 1, text },
			       s->k->scratch);
}

static void add_number(struct sheet_reader *s, uint32_t row, uint32_t col, double x)
{
	char text[40];

	snprintf(text, sizeof text, "%.15g", x);
	add(s, row, col, xlsx_number(str_c(text), s->k->b->arena));
}

static double number_at(struct str data, size_t at)
{
	uint64_t bits = (uint64_t)ole2_u32(data, at + 4) << 32 | ole2_u32(data, at);
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

/* Thirty bits of a number, and how to make it of them. */
static double rk_at(struct str data, size_t at)
{
	uint32_t rk = ole2_u32(data, at);
	double x;

	if (rk & 2) {
		x = (int32_t)(rk & ~3u) / 4.0;
	} else {
		uint64_t bits = (uint64_t)(rk & ~3u) << 32;

		memcpy(&x, &bits, sizeof x);
	}
	return rk & 1 ? x / 100 : x;
}

static void add_formula(struct sheet_reader *s, struct str d, uint32_t row, uint32_t col)
{
	if (ole2_u16(d, 12) != 0xFFFF) {
		add_number(s, row, col, number_at(d, 6));
	} else if (ole2_u8(d, 6) == 0) {
		s->row = row;
		s->col = col;
	} else if (ole2_u8(d, 6) == 1) {
		add(s, row, col, ole2_u8(d, 8) ? STR("TRUE") : STR("FALSE"));
	} else if (ole2_u8(d, 6) == 2) {
		add(s, row, col, STR("#ERROR"));
	}
}

static void add_merges(struct sheet_reader *s, struct str d)
{
	size_t n = ole2_u16(d, 0);

	for (size_t i = 0; i < n && 2 + (i + 1) * 8 <= d.n; i++) {
		size_t at = 2 + i * 8;
		struct sheet_merge m = { ole2_u16(d, at) + 1, ole2_u16(d, at + 4) + 1,
					 ole2_u16(d, at + 2) + 1, ole2_u16(d, at + 6) + 1 };

		if (m.last_row >= m.row && m.last_col >= m.col)
			sheet_add_merge(&s->cells, s->k->b, m, s->k->scratch);
	}
}

/* Rows and columns that are not shown: of height 0, and said to be hidden. */
static void hide(struct sheet_reader *s, const struct record *r)
{
	struct str d = r->data;
	struct sheet_run run = { ole2_u16(d, 0) + 1, ole2_u16(d, 2) + 1 };

	if (r->type == REC_ROW && d.n > 12 && ole2_u8(d, 12) & 0x20)
		sheet_hide(&s->cells.rows, s->k->b, (struct sheet_run){ run.first, run.first },
			   s->k->scratch);
	else if (r->type == REC_COLINFO && d.n > 8 && ole2_u8(d, 8) & 1 && run.last >= run.first)
		sheet_hide(&s->cells.cols, s->k->b, run, s->k->scratch);
}

static void read_record(struct sheet_reader *s, const struct record *r)
{
	struct str d = r->data;
	uint32_t row = ole2_u16(d, 0), col = ole2_u16(d, 2), i;
	struct cursor c = { .book = s->k->bytes, .part = d, .next = r->next };

	switch (r->type) {
	case REC_LABELSST:
		i = ole2_u32(d, 6);
		if (i < s->k->n_strings)
			add(s, row, col, s->k->strings[i]);
		break;
	case REC_LABEL:
	case REC_RSTRING:
		c.at = 6;
		add(s, row, col, take_string(&c, s->k->b->arena));
		break;
	case REC_STRING:
		add(s, s->row, s->col, take_string(&c, s->k->b->arena));
		break;
	case REC_NUMBER:
		add_number(s, row, col, number_at(d, 6));
		break;
	case REC_RK:
		add_number(s, row, col, rk_at(d, 6));
		break;
	case REC_MULRK:
		for (size_t at = 4; at + 8 <= d.n; at += 6)
			add_number(s, row, col++, rk_at(d, at + 2));
		break;
	case REC_FORMULA:
		add_formula(s, d, row, col);
		break;
	case REC_BOOLERR:
		add(s, row, col,
		    ole2_u8(d, 7)   ? STR("#ERROR")
		    : ole2_u8(d, 6) ? STR("TRUE")
				    : STR("FALSE"));
		break;
	case REC_MERGEDCELLS:
		add_merges(s, d);
		break;
	case REC_ROW:
	case REC_COLINFO:
		hide(s, r);
		break;
	default:
		break;
	}
}

/* What a program calls a sheet that nobody named. */
static bool is_default_name(struct str name)
{
	long long n;

	return name.n == 0 || (str_eq_nocase(str_sub(name, 0, 5), STR("sheet")) &&
			       (name.n == 5 || str_int(&n, str_sub(name, 5, name.n))));
}

/* Charts inside a sheet are sheets of their own, between a beginning and an end. */
static int read_sheet(struct book *k, const struct sheet_entry *entry, struct err *e)
{
	struct sheet_reader s = { .k = k };
	struct record r = { .next = entry->at };
	unsigned depth = 0;

	if (!is_default_name(entry->name))
		page_add_block(
			k->b,
			&(struct block){ .kind = BLOCK_HEADING, .level = 1, .text = entry->name });
	while (record_at(&r, k->bytes, r.next)) {
		if (k->n_records++ == XLS_MAX_RECORDS)
			return err_set(e, ERR_LIMIT, "more than %d records", XLS_MAX_RECORDS);
		if (r.type == REC_BOF)
			depth++;
		else if (r.type == REC_EOF && --depth == 0)
			break;
		else if (depth == 1)
			read_record(&s, &r);
		if (!depth || k->b->over)
			break;
	}
	return sheet_place(k->b, &s.cells, k->scratch, e);
}

int xls_book(struct page_builder *b, struct str book, struct arena *scratch, struct err *e)
{
	struct book k = { .bytes = book, .b = b, .scratch = scratch };

	if (read_globals(&k, e))
		return -1;
	for (size_t i = 0; i < k.n_sheets && !b->over; i++) {
		const struct sheet_entry *s = &k.sheets[i];

		if (s->is_cells && s->is_hidden)
			page_add_meta(b, &(struct meta){ .source = META_ELEMENT,
							 .name = STR("hidden sheet"),
							 .content = s->name,
							 .block = (uint32_t)b->page->n_blocks });
		else if (s->is_cells && read_sheet(&k, s, e))
			return -1;
	}
	return 0;
}
