#include "tests/gen/word_write.h"

#include <assert.h>

#include "base/utf8.h"
#include "tests/gen/ole2_write.h"

enum { TEXT_AT = 0x800, PAGE = 512, MAX_BYTES = 64 << 20 };

/* A paragraph's bytes end here, and these are its modifiers. */
struct word_write_run {
	size_t end;
	struct str modifiers;
};

struct word_write_piece {
	size_t first_char, at;
	bool is_8_bit;
};

void word_write_begin(struct word_write *w, struct arena *arena)
{
	*w = (struct word_write){ .arena = arena };
	buf_init(&w->text, MAX_BYTES);
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* The text and its mark in a piece of the width that it needs. */
static void put_text(struct word_write *w, struct str text, char mark, struct str modifiers)
{
	bool narrow = is_ascii(text);

	if (!w->n_pieces || w->pieces[w->n_pieces - 1].is_8_bit != narrow) {
		ARENA_GROW(w->arena, w->pieces, w->n_pieces, w->cap_pieces);
		w->pieces[w->n_pieces++] =
			(struct word_write_piece){ w->n_chars, w->text.n, narrow };
	}
	for (size_t at = 0; at < text.n; w->n_chars++) {
		uint32_t c = utf8_next(text, &at);

		if (narrow)
			buf_addc(&w->text, (char)c);
		else
			put_le16(&w->text, c & 0xffff);
	}
	buf_addc(&w->text, mark);
	if (!narrow)
		buf_addc(&w->text, 0);
	w->n_chars++;
	ARENA_GROW(w->arena, w->runs, w->n_runs, w->cap_runs);
	w->runs[w->n_runs++] = (struct word_write_run){ w->text.n, modifiers };
}

void word_write_line(struct word_write *w, struct str text)
{
	put_text(w, text, 0x0D, (struct str){ NULL, 0 });
}

#define IN_TABLE "\x16\x24\x01"
#define ROW_END  "\x17\x24\x01"

void word_write_cell_text(struct word_write *w, struct str text)
{
	for (;;) {
		size_t end = str_find(text, STR("\n"), 0);

		put_text(w, str_sub(text, 0, end), end == STR_NONE ? 0x07 : 0x0D, STR(IN_TABLE));
		if (end == STR_NONE)
			return;
		text = str_sub(text, end + 1, text.n);
	}
}

void word_write_row_end(struct word_write *w, const struct word_write_cell *cells, size_t n)
{
	struct buf m;

	assert(n <= WORD_WRITE_MAX_CELLS);
	buf_init(&m, PAGE);
	buf_add(&m, STR(IN_TABLE ROW_END "\x08\xD6"));
	put_le16(&m, (unsigned)(1 + (n + 1) * 2 + n * 20 + 1));
	buf_addc(&m, (char)n);
	put_le16(&m, 0);
	for (size_t i = 0; i < n; i++)
		put_le16(&m, cells[i].right);
	for (size_t i = 0; i < n; i++) {
		put_le16(&m, (cells[i].is_first || cells[i].is_more ? 0x20u : 0) |
				     (cells[i].is_first ? 0x40u : 0));
		put_fill(&m, 18, 0);
	}
	put_text(w, (struct str){ NULL, 0 }, 0x07, arena_str(w->arena, buf_str(&m)));
	buf_release(&m);
}

/* One page of paragraph properties: runs from `first` on as far as they fit; returns how many. */
static size_t put_page(struct buf *out, const struct word_write *w, size_t first)
{
	char page[PAGE] = { 0 };
	unsigned char places[PAGE / 17];
	size_t n = 0, free_from = PAGE - 1, start = first ? w->runs[first - 1].end : 0;
	struct buf head;

	for (; first + n < w->n_runs; n++) {
		struct str m = w->runs[first + n].modifiers;
		size_t bytes = m.n + 2, taken = bytes + (bytes % 2 ? 1 : 2), at;

		if (n && str_eq(m, w->runs[first + n - 1].modifiers)) {
			taken = 0;
			places[n] = places[n - 1];
		}
		at = (free_from - taken) & ~(size_t)1;
		if ((n + 2) * 4 + (n + 1) * 13 > (taken ? at : free_from) || n + 1 >= PAGE / 17)
			break;
		if (!m.n)
			places[n] = 0;
		if (!taken || !m.n)
			continue;
		free_from = at;
		places[n] = (unsigned char)(at / 2);
		if (bytes % 2) {
			page[at++] = (char)((bytes + 1) / 2);
		} else {
			page[at++] = 0;
			page[at++] = (char)(bytes / 2);
		}
		at += 2; /* the style, which is 0 */
		for (size_t i = 0; i < m.n; i++)
			page[at++] = m.p[i];
	}
	assert(n > 0);
	page[PAGE - 1] = (char)n;
	buf_init(&head, PAGE);
	put_le32(&head, TEXT_AT + start);
	for (size_t i = 0; i < n; i++)
		put_le32(&head, TEXT_AT + w->runs[first + i].end);
	for (size_t i = 0; i < n; i++) {
		buf_addc(&head, (char)places[i]);
		put_fill(&head, 12, 0);
	}
	buf_add(out, buf_str(&head));
	buf_add(out, (struct str){ page + head.n, PAGE - head.n });
	buf_release(&head);
	return n;
}

/* The pages behind the text, and in the table stream where each begins. */
static void put_pages(struct buf *main, struct buf *table, const struct word_write *w)
{
	size_t first_page, n_pages = 0;

	put_fill(main, (PAGE - main->n % PAGE) % PAGE, 0);
	first_page = main->n / PAGE;
	put_le32(table, TEXT_AT);
	for (size_t i = 0; i < w->n_runs; n_pages++) {
		i += put_page(main, w, i);
		put_le32(table, TEXT_AT + w->runs[i - 1].end);
	}
	for (size_t i = 0; i < n_pages; i++)
		put_le32(table, first_page + i);
}

static void put_pieces(struct buf *table, const struct word_write *w)
{
	buf_addc(table, 2);
	put_le32(table, (w->n_pieces + 1) * 4 + w->n_pieces * 8);
	for (size_t i = 0; i < w->n_pieces; i++)
		put_le32(table, w->pieces[i].first_char);
	put_le32(table, w->n_chars);
	for (size_t i = 0; i < w->n_pieces; i++) {
		size_t at = TEXT_AT + w->pieces[i].at;

		put_le16(table, 0);
		put_le32(table, w->pieces[i].is_8_bit ? at * 2 | 0x40000000 : at);
		put_le16(table, 0);
	}
}

/* The file information block of Word 97: what a reader of the text asks for. */
static void put_fib(struct buf *out, const struct word_write *w, size_t papx, size_t clx,
		    size_t table_bytes)
{
	put_le16(out, 0xA5EC);
	put_le16(out, 0xC1); /* Word 97 */
	put_le16(out, 0);
	put_le16(out, 0x0804); /* written in China */
	put_le16(out, 0);
	put_le16(out, 0x1200); /* extended characters, 1Table */
	put_le16(out, 0xBF);
	put_fill(out, 18, 0);
	put_le16(out, 14);
	put_fill(out, 28, 0);
	put_le16(out, 22);
	put_le32(out, TEXT_AT + w->text.n);
	put_fill(out, 8, 0);
	put_le32(out, w->n_chars);
	put_fill(out, 88 - 16, 0);
	put_le16(out, 93);
	for (size_t i = 0; i < 93; i++) {
		size_t from = i == 13 ? papx : i == 33 ? clx : 0;
		size_t to = i == 13 ? clx : i == 33 ? table_bytes : 0;

		put_le32(out, from);
		put_le32(out, to - from);
	}
	put_le16(out, 0);
}

void word_write_end(struct buf *out, struct word_write *w)
{
	struct buf main, table, pages;
	size_t clx;

	buf_init(&main, MAX_BYTES);
	buf_init(&table, MAX_BYTES);
	buf_init(&pages, MAX_BYTES);
	put_fill(&main, TEXT_AT, 0);
	buf_add(&main, buf_str(&w->text));
	put_pages(&main, &table, w);
	clx = table.n;
	put_pieces(&table, w);
	put_fib(&pages, w, 0, clx, table.n);
	assert(pages.n <= TEXT_AT);
	buf_add(&pages, str_sub(buf_str(&main), pages.n, main.n));
	ole2_write(out,
		   (const struct ole2_stream[]){ { "WordDocument", buf_str(&pages) },
						 { "1Table", buf_str(&table) } },
		   2);
	buf_release(&main);
	buf_release(&table);
	buf_release(&pages);
	buf_release(&w->text);
}
