#include "tests/gen/xls_write.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "tests/gen/ole2_write.h"

enum {
	REC_EOF = 0x000A,
	REC_CONTINUE = 0x003C,
	REC_CODEPAGE = 0x0042,
	REC_BOUNDSHEET = 0x0085,
	REC_MERGEDCELLS = 0x00E5,
	REC_SST = 0x00FC,
	REC_LABELSST = 0x00FD,
	REC_DIMENSIONS = 0x0200,
	REC_BLANK = 0x0201,
	REC_RK = 0x027E,
	REC_BOF = 0x0809,
	MAX_RECORD = 8224,
	MAX_BYTES = 64 << 20,
};

static void put_record(struct buf *out, unsigned type, struct str data)
{
	assert(data.n <= MAX_RECORD);
	put_le16(out, type);
	put_le16(out, (unsigned)data.n);
	buf_add(out, data);
}

static void put_bof(struct buf *out, unsigned kind)
{
	struct buf b;

	buf_init(&b, 16);
	put_le16(&b, 0x0600);
	put_le16(&b, kind);
	put_le32(&b, 0x07CC0DBB);
	put_le32(&b, 0x00000041);
	put_le32(&b, 0x00000006);
	put_record(out, REC_BOF, buf_str(&b));
	buf_release(&b);
}

void xls_write_begin(struct xls_write *x, struct arena *arena)
{
	*x = (struct xls_write){ .arena = arena };
}

void xls_write_sheet(struct xls_write *x, const char *name)
{
	assert(x->n_sheets < XLS_WRITE_MAX_SHEETS);
	x->sheets[x->n_sheets].name = name;
	buf_init(&x->sheets[x->n_sheets].rows, MAX_BYTES);
	buf_init(&x->sheets[x->n_sheets].merges, MAX_BYTES);
	x->n_sheets++;
}

static size_t text_index(struct xls_write *x, struct str text)
{
	for (size_t i = 0; i < x->n_texts; i++)
		if (str_eq(x->texts[i], text))
			return i;
	ARENA_GROW(x->arena, x->texts, x->n_texts, x->cap_texts);
	x->texts[x->n_texts] = arena_str(x->arena, text);
	return x->n_texts++;
}

/* A whole number of 30 bits, as it is printed. */
static bool is_figure(size_t *out, struct str s)
{
	if (!s.n || s.n > 8 || (s.n > 1 && s.p[0] == '0'))
		return false;
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*out = *out * 10 + (size_t)(s.p[i] - '0');
	}
	return true;
}

void xls_write_cell(struct xls_write *x, unsigned row, unsigned col, struct str text)
{
	struct buf *rows = &x->sheets[x->n_sheets - 1].rows;
	struct buf b;
	size_t figure;

	buf_init(&b, 16);
	put_le16(&b, row);
	put_le16(&b, col);
	put_le16(&b, 15); /* the default format of cells */
	if (!text.n) {
		put_record(rows, REC_BLANK, buf_str(&b));
	} else if (is_figure(&figure, text)) {
		put_le32(&b, figure << 2 | 2);
		put_record(rows, REC_RK, buf_str(&b));
	} else {
		put_le32(&b, text_index(x, text));
		put_record(rows, REC_LABELSST, buf_str(&b));
	}
	buf_release(&b);
}

void xls_write_merge(struct xls_write *x, unsigned row, unsigned col, unsigned rows, unsigned cols)
{
	struct buf *b = &x->sheets[x->n_sheets - 1].merges;

	put_le16(b, row);
	put_le16(b, row + rows - 1);
	put_le16(b, col);
	put_le16(b, col + cols - 1);
	x->sheets[x->n_sheets - 1].n_merges++;
}

/* All texts in UTF-16; a record that is full goes on in the next, mid-text with its width again. */
static void put_texts(struct buf *out, const struct xls_write *x)
{
	struct buf b;
	unsigned type = REC_SST;

	buf_init(&b, MAX_BYTES);
	put_le32(&b, x->n_texts);
	put_le32(&b, x->n_texts);
	for (size_t i = 0; i < x->n_texts; i++) {
		struct str s = x->texts[i];

		if (b.n + 8 > MAX_RECORD) {
			put_record(out, type, buf_str(&b));
			buf_clear(&b);
			type = REC_CONTINUE;
		}
		put_le16(&b, (unsigned)utf8_count(s));
		buf_addc(&b, 1);
		for (size_t at = 0; at < s.n;) {
			if (b.n + 2 > MAX_RECORD) {
				put_record(out, type, buf_str(&b));
				buf_clear(&b);
				type = REC_CONTINUE;
				buf_addc(&b, 1);
			}
			put_le16(&b, utf8_next(s, &at) & 0xffff);
		}
	}
	put_record(out, type, buf_str(&b));
	buf_release(&b);
}

static void put_sheet_name(struct buf *out, size_t at, struct str name)
{
	struct buf b;

	buf_init(&b, 600);
	put_le32(&b, at);
	put_le16(&b, 0);
	buf_addc(&b, (char)utf8_count(name));
	buf_addc(&b, 1);
	for (size_t i = 0; i < name.n;)
		put_le16(&b, utf8_next(name, &i) & 0xffff);
	put_record(out, REC_BOUNDSHEET, buf_str(&b));
	buf_release(&b);
}

static void put_sheet(struct buf *out, const struct xls_write *x, unsigned i)
{
	struct buf b;

	put_bof(out, 0x0010);
	buf_init(&b, MAX_RECORD);
	put_le32(&b, 0);
	put_le32(&b, 65535);
	put_le16(&b, 0);
	put_le16(&b, 255);
	put_le16(&b, 0);
	put_record(out, REC_DIMENSIONS, buf_str(&b));
	buf_add(out, buf_str(&x->sheets[i].rows));
	if (x->sheets[i].n_merges) {
		buf_clear(&b);
		put_le16(&b, x->sheets[i].n_merges);
		buf_add(&b, buf_str(&x->sheets[i].merges));
		put_record(out, REC_MERGEDCELLS, buf_str(&b));
	}
	put_record(out, REC_EOF, (struct str){ "", 0 });
	buf_release(&b);
}

/* What stands in front of the sheets, which begin at `at`. */
static void put_globals(struct buf *out, const struct xls_write *x, const size_t *at)
{
	put_bof(out, 0x0005);
	put_record(out, REC_CODEPAGE, (struct str){ "\xB0\x04", 2 });
	for (unsigned i = 0; i < x->n_sheets; i++)
		put_sheet_name(out, at[i], str_c(x->sheets[i].name));
	put_texts(out, x);
	put_record(out, REC_EOF, (struct str){ "", 0 });
}

void xls_write_end(struct buf *out, struct xls_write *x)
{
	size_t at[XLS_WRITE_MAX_SHEETS] = { 0 }, front;
	struct buf book, sheets;

	buf_init(&book, MAX_BYTES);
	buf_init(&sheets, MAX_BYTES);
	put_globals(&book, x, at); /* to see how long it is */
	front = book.n;
	for (unsigned i = 0; i < x->n_sheets; i++) {
		at[i] = front + sheets.n;
		put_sheet(&sheets, x, i);
		buf_release(&x->sheets[i].rows);
		buf_release(&x->sheets[i].merges);
	}
	buf_clear(&book);
	put_globals(&book, x, at);
	buf_add(&book, buf_str(&sheets));
	ole2_write(out, &(struct ole2_stream){ "Workbook", buf_str(&book) }, 1);
	buf_release(&book);
	buf_release(&sheets);
}
