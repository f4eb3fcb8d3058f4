#include "extract/word_file.h"

#include <stdlib.h>

#include "extract/ole2.h"

/* Offsets in the file information block. */
#define FIB_MAGIC    0x00
#define FIB_VERSION  0x02
#define FIB_FLAGS    0x0A
#define FIB_CCP_TEXT 0x4C
#define FIB_CHPX     0xFA
#define FIB_PAPX     0x102
#define FIB_CLX      0x1A2

#define MAGIC_WORD6  0xA5DC
#define MAGIC_WORD97 0xA5EC

#define PAGE_BYTES 512

const char *word_table_stream(struct str main)
{
	return ole2_u16(main, FIB_FLAGS) & 0x0200 ? "1Table" : "0Table";
}

/* The part of the table stream that the information block names at `fib`. */
static struct str table_part(const struct word_streams *s, size_t fib)
{
	uint32_t at = ole2_u32(s->main, fib), n = ole2_u32(s->main, fib + 4);

	return str_sub(s->table, at, n);
}

/* Where the piece table begins: behind lists of modifiers. */
static int find_pieces(struct str *out, struct str clx, struct err *e)
{
	size_t at = 0;

	while (at < clx.n && clx.p[at] == 1)
		at += 3 + ole2_u16(clx, at + 1);
	if (at >= clx.n || clx.p[at] != 2)
		return err_set(e, ERR_FORMAT, "Word file has no piece table");
	*out = str_sub(clx, at + 5, ole2_u32(clx, at + 1));
	return 0;
}

static int read_pieces(struct word_file *out, struct arena *arena, struct err *e)
{
	const struct word_streams *s = &out->streams;
	uint32_t chars = ole2_u32(s->main, FIB_CCP_TEXT), before = 0;
	struct str plc = { NULL, 0 };
	size_t n;

	if (chars > WORD_MAX_CHARS)
		return err_set(e, ERR_LIMIT, "Word file has %u characters, limit %u", chars,
			       WORD_MAX_CHARS);
	if (find_pieces(&plc, table_part(s, FIB_CLX), e))
		return -1;
	n = plc.n >= 4 ? (plc.n - 4) / 12 : 0;
	out->pieces = ARENA_NEW(arena, struct word_piece, n);
	for (size_t i = 0; i < n; i++) {
		uint32_t fc = ole2_u32(plc, (n + 1) * 4 + i * 8 + 2);
		struct word_piece p = { ole2_u32(plc, i * 4), ole2_u32(plc, i * 4 + 4), fc,
					(fc & 0x40000000) != 0 };

		if (p.cp != before || p.cp_end < p.cp)
			return err_set(e, ERR_FORMAT, "Word file's piece table is damaged");
		before = p.cp_end;
		p.at = p.is_8_bit ? (fc & 0x3FFFFFFF) / 2 : fc;
		if (p.cp_end > chars)
			p.cp_end = chars;
		if (p.cp < p.cp_end)
			out->pieces[out->n_pieces++] = p;
	}
	return 0;
}

/* The modifiers of one run of a page of paragraph properties. */
static struct str papx(struct str page, size_t offset)
{
	size_t n = ole2_u8(page, offset), from = offset + 1;

	if (!offset)
		return (struct str){ NULL, 0 };
	if (n == 0) {
		n = ole2_u8(page, from) * 2;
		from++;
	} else {
		n = n * 2 - 1;
	}
	return n > 2 ? str_sub(page, from + 2, n - 2) : (struct str){ NULL, 0 };
}

static struct str chpx(struct str page, size_t offset)
{
	if (!offset)
		return (struct str){ NULL, 0 };
	return str_sub(page, offset + 1, ole2_u8(page, offset));
}

static int by_place(const void *pa, const void *pb)
{
	const struct word_run *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

/* The runs of all pages of one kind of properties. */
static int read_runs(struct word_runs *out, const struct word_streams *s, size_t fib,
		     bool paragraphs, struct arena *arena, struct err *e)
{
	struct str plc = table_part(s, fib);
	size_t n = plc.n >= 4 ? (plc.n - 4) / 8 : 0, cap = 0;
	size_t entry = paragraphs ? 13 : 1;

	for (size_t i = 0; i < n; i++) {
		size_t at = (size_t)(ole2_u32(plc, (n + 1) * 4 + i * 4) & 0x3FFFFF) * PAGE_BYTES;
		struct str page = str_sub(s->main, at, PAGE_BYTES);
		size_t runs = ole2_u8(page, PAGE_BYTES - 1);

		if (page.n < PAGE_BYTES || (runs + 1) * 4 + runs * entry >= PAGE_BYTES)
			continue;
		for (size_t k = 0; k < runs; k++) {
			size_t offset = ole2_u8(page, (runs + 1) * 4 + k * entry) * 2;
			struct word_run run = { ole2_u32(page, k * 4), ole2_u32(page, k * 4 + 4),
						paragraphs ? papx(page, offset)
							   : chpx(page, offset) };

			if (out->n >= WORD_MAX_RUNS)
				return err_set(e, ERR_LIMIT, "Word file has more than %d runs",
					       WORD_MAX_RUNS);
			ARENA_GROW(arena, out->at, out->n, cap);
			out->at[out->n++] = run;
		}
	}
	if (out->n)
		qsort(out->at, out->n, sizeof(*out->at), by_place);
	return 0;
}

const struct word_run *word_run_at(const struct word_runs *runs, uint32_t byte)
{
	size_t lo = 0, hi = runs->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (runs->at[mid].at <= byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && byte < runs->at[lo - 1].end ? &runs->at[lo - 1] : NULL;
}

#define SPRM_T_DEF_TABLE 0xD608
#define SPRM_P_CHG_TABS  0xC615

bool word_modifier_next(struct word_modifier *out, struct str m, size_t *at)
{
	static const size_t sizes[] = { 1, 1, 2, 4, 2, 2, 0, 3 };
	uint32_t code = ole2_u16(m, *at);
	size_t from = *at + 2, n = sizes[code >> 13];

	if (from > m.n)
		return false;
	if (code == SPRM_T_DEF_TABLE) {
		n = ole2_u16(m, from);
		n = n ? n - 1 : 0;
		from += 2;
	} else if (code == SPRM_P_CHG_TABS && ole2_u8(m, from) == 255) {
		return false; /* its length is not told */
	} else if (!n) {
		n = ole2_u8(m, from);
		from++;
	}
	if (from + n > m.n)
		return false;
	*out = (struct word_modifier){ code, str_sub(m, from, n) };
	*at = from + n;
	return true;
}

int word_file_read(struct word_file *out, const struct word_streams *streams, struct arena *arena,
		   struct err *e)
{
	uint32_t magic = ole2_u16(streams->main, FIB_MAGIC);
	uint32_t version = ole2_u16(streams->main, FIB_VERSION);

	*out = (struct word_file){ .streams = *streams };
	if (magic == MAGIC_WORD6 || (magic == MAGIC_WORD97 && version < 0x65))
		return err_set(e, ERR_FORMAT, "Word file is older than Word 97");
	if (magic != MAGIC_WORD97)
		return err_set(e, ERR_FORMAT, "Word file's first bytes are not Word's");
	if (ole2_u16(streams->main, FIB_FLAGS) & 0x0100)
		return err_set(e, ERR_FORMAT, "Word file is encrypted");
	if (read_pieces(out, arena, e) ||
	    read_runs(&out->paragraphs, streams, FIB_PAPX, true, arena, e) ||
	    read_runs(&out->characters, streams, FIB_CHPX, false, arena, e))
		return -1;
	return 0;
}
