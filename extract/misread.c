#include "extract/misread.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/beam.h"
#include "extract/charset.h"
#include "extract/decode.h"
#include "extract/model.h"
#include "extract/textbuf.h"

#define NOT_BIG5_COST (3 * MODEL_NAT)

/* Which decoder, or which encoding: what a channel's `variant` says. */
enum variant { STANDARD, OLD, STEP, LATIN_GB, LATIN_UTF8 };

/* ---- what was seen, back to bytes ---- */

struct syms {
	struct sym *at;
	size_t n;
};

static void add_byte(struct syms *y, unsigned byte)
{
	y->at[y->n++] = (struct sym){ .kind = SYM_BYTE, .byte = (uint8_t)byte };
}

static void add_lost(struct syms *y, enum byte_set set)
{
	y->at[y->n++] = (struct sym){ .kind = SYM_LOST, .set = (uint8_t)set };
}

static void add_pair(struct syms *y, unsigned pair)
{
	add_byte(y, pair >> 8);
	add_byte(y, pair & 0xFF);
}

static uint16_t gb_code(const struct charset_maps *maps, uint32_t c)
{
	if (c == 0xE5E5)
		return 0xA3A0; /* both: other decoders' reading of one pair */
	if (c == 0xE7C7)
		return 0xA8BC;
	return c < 0x10000 ? maps->gb[c] : 0;
}

static bool gb_covers(const struct channel *self, const struct charset_maps *maps, uint32_t c)
{
	(void)self;
	return c < 0x80 || c == 0x20AC || c == UTF8_REPLACEMENT || gb_code(maps, c);
}

static void gb_syms(struct syms *y, const struct charset_maps *maps, uint32_t c, bool old)
{
	if (c == '?' && old)
		y->at[y->n++] = (struct sym){ .kind = SYM_OLD };
	else if (c < 0x80)
		add_byte(y, c);
	else if (c == 0x20AC && !old)
		y->at[y->n++] = (struct sym){ .kind = SYM_EURO };
	else if (c == UTF8_REPLACEMENT)
		add_lost(y, SET_HIGH);
	else
		add_pair(y, gb_code(maps, c));
}

/* windows-1252's own characters of 0x80 to 0x9F; 0 is one of its five holes */
static const uint16_t from_1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* The byte that Latin-1 or windows-1252 shows as `c`; -1 for none. */
static int latin_byte(uint32_t c)
{
	if (c < 0x100)
		return (int)c;
	for (int i = 0; i < 32; i++)
		if (from_1252[i] == c)
			return 0x80 + i;
	return -1;
}

static bool latin_covers(const struct channel *self, const struct charset_maps *maps, uint32_t c)
{
	(void)self;
	(void)maps;
	return c == UTF8_REPLACEMENT || latin_byte(c) >= 0;
}

static bool big5_covers(const struct channel *self, const struct charset_maps *maps, uint32_t c)
{
	(void)self;
	return c < 0x80 || c == UTF8_REPLACEMENT || (c < CHARSET_BIG5_REACH && maps->big5[c]);
}

/* ---- inverting ---- */

static bool invert_utf8_gb(struct reading *out, const struct channel *self,
			   const struct charset_maps *maps, const uint32_t *seen, size_t n,
			   const struct local_model *local, struct arena *arena)
{
	struct syms y = { ARENA_NEW(arena, struct sym, 2 * n + 1), 0 };

	for (size_t i = 0; i < n; i++)
		gb_syms(&y, maps, seen[i], self->variant == OLD);
	return lattice_utf8(out, y.at, y.n, local, arena);
}

static bool invert_latin(struct reading *out, const struct channel *self,
			 const struct charset_maps *maps, const uint32_t *seen, size_t n,
			 const struct local_model *local, struct arena *arena)
{
	struct syms y = { ARENA_NEW(arena, struct sym, n + 1), 0 };

	(void)maps;
	for (size_t i = 0; i < n; i++) {
		if (seen[i] == UTF8_REPLACEMENT)
			add_lost(&y, SET_1252);
		else
			add_byte(&y, (unsigned)latin_byte(seen[i]));
	}
	return self->variant == LATIN_GB ? lattice_gb(out, y.at, y.n, local, arena)
					 : lattice_utf8(out, y.at, y.n, local, arena);
}

/* Four of the late pairs have another code, which the older tables know. */
static unsigned big5_code(const struct charset_maps *maps, uint32_t c, int variant)
{
	if (variant == STEP)
		switch (c) {
		case 0x5EF4:
			return 0xFBFD;
		case 0x65E0:
			return 0xFCD3;
		case 0x7676:
			return 0xFEC1;
		case 0x96B6:
			return 0x90C4;
		}
	return maps->big5[c];
}

/* U+FFFD 1 U+FFFD 7: of a code of four bytes, its digits kept; one lost byte each. */
static bool is_four_at(const uint32_t *seen, size_t n, size_t at)
{
	return at + 3 < n && seen[at] == UTF8_REPLACEMENT && seen[at + 2] == UTF8_REPLACEMENT &&
	       seen[at + 1] < 0x80 && seen[at + 3] < 0x80 &&
	       lattice_is_spare_four((char)seen[at + 1], (char)seen[at + 3]);
}

static bool invert_gb_big5(struct reading *out, const struct channel *self,
			   const struct charset_maps *maps, const uint32_t *seen, size_t n,
			   const struct local_model *local, struct arena *arena)
{
	struct syms y = { ARENA_NEW(arena, struct sym, 2 * n + 1), 0 };

	for (size_t i = 0; i < n; i++) {
		if (is_four_at(seen, n, i)) {
			for (size_t end = i + 4; i < end; i += 2) {
				add_lost(&y, SET_HIGH);
				add_byte(&y, seen[i + 1]);
			}
			i--;
		} else if (seen[i] == UTF8_REPLACEMENT) {
			add_lost(&y, SET_BIG5);
			if (self->variant == STANDARD)
				add_lost(&y, SET_BIG5);
		} else if (seen[i] < 0x80) {
			add_byte(&y, seen[i]);
		} else {
			add_pair(&y, big5_code(maps, seen[i], self->variant));
		}
	}
	return lattice_gb(out, y.at, y.n, local, arena);
}

/* Common characters that Big5 has not: its encoders write "?" for them. */
static const uint16_t not_big5[] = { 0x7232, 0x8846, 0x7740, 0x7FA3, 0x5553, 0x7DAB };

/* Every pair is one character; only behind a "?" there may have been one. */
static bool invert_big5_gb(struct reading *out, const struct channel *self,
			   const struct charset_maps *maps, const uint32_t *seen, size_t n,
			   const struct local_model *local, struct arena *arena)
{
	bool in_words = false;
	struct beam b;

	(void)self;
	beam_init(&b, local, arena);
	for (size_t i = 0; i < n; i++) {
		uint32_t c = seen[i], mark = 0;
		uint16_t pair = c < 0x80 ? 0 : gb_code(maps, c);

		if (pair)
			c = charset_big5_pair((uint8_t)(pair >> 8), (uint8_t)pair, &mark);
		if (!c || mark || seen[i] == UTF8_REPLACEMENT)
			return false;
		in_words = seen[i] >= 0x80 || (in_words && c == '?');
		for (unsigned k = 0; k < b.n_now; k++) {
			beam_push(&b, beam_emit(&b, b.now[k], c, 0));
			for (size_t j = 0; c == '?' && in_words && j < countof(not_big5); j++) {
				struct beam_state e =
					beam_emit(&b, b.now[k], not_big5[j], NOT_BIG5_COST);

				b.nodes[e.node].code_point |= LATTICE_GUESS;
				beam_push(&b, e);
			}
		}
		beam_step(&b);
	}
	return beam_finish(&b, out);
}

/* A character of the text between, whose last byte was lost: all pairs it can be. */
static bool add_open(struct syms *y, const struct charset_maps *maps, const uint8_t *b, size_t n,
		     struct arena *arena)
{
	uint16_t *pairs = ARENA_NEW(arena, uint16_t, 64);
	uint8_t k = 0;

	for (unsigned last = 0x81; last < 0xC0; last++) {
		uint32_t c = n == 2 ? (b[0] & 0x0Fu) << 12 | (b[1] & 0x3Fu) << 6 | (last & 0x3Fu)
				    : (b[0] & 0x1Fu) << 6 | (last & 0x3Fu);
		uint16_t pair = c == 0x20AC ? 0 : gb_code(maps, c);

		if (pair && (pair & 0x80)) /* a letter is not proposed */
			pairs[k++] = pair;
	}
	if (k == 0 && n == 2 && b[0] == 0xE2 && b[1] == 0x82) {
		add_byte(y, 0x80); /* the euro sign that a lone 80 became */
		return true;
	}
	y->at[y->n++] = (struct sym){ .kind = SYM_PAIRS, .pairs = pairs, .n_pairs = k };
	return k > 0;
}

static bool may_follow(const struct sym *y)
{
	return y->kind == SYM_EURO || y->kind == SYM_LOST ||
	       (y->kind == SYM_BYTE && y->byte >= 0x80 && y->byte < 0xC0);
}

/* What each euro sign was, by its place in the UTF-8 around it. */
static void settle_euros(struct syms *out, const struct syms *y)
{
	unsigned due = 0;

	for (size_t i = 0; i < y->n; i++) {
		const struct sym *s = &y->at[i];

		if (s->kind == SYM_EURO && due == 1 && i + 1 < y->n && may_follow(s + 1)) {
			add_pair(out, 0xA2E3);
			due = 2;
			continue;
		}
		if (s->kind == SYM_BYTE && s->byte >= 0xC2)
			due = s->byte < 0xE0 ? 1 : s->byte < 0xF0 ? 2 : 3;
		else if (s->kind == SYM_BYTE && s->byte < 0x80)
			due = 0;
		else if (due)
			due--;
		if (s->kind == SYM_EURO)
			add_byte(out, 0x80);
		else
			out->at[out->n++] = *s;
	}
}

/* Bytes of the UTF-8 character that this byte begins; 0: none. */
static unsigned utf8_need(uint8_t first)
{
	return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 0;
}

/*
 * One character of the outer UTF-8 at y->at[i], read as GBK once more; returns its
 * symbols, lost ones included. 0: it is none.
 */
static unsigned invert_one(struct syms *out, const struct channel *self,
			   const struct charset_maps *maps, const struct syms *y, size_t i,
			   struct arena *arena)
{
	uint8_t b[4] = { 0 };
	size_t k, at = 0;
	unsigned need;
	uint32_t c;

	if (y->at[i].kind != SYM_BYTE)
		return 0;
	b[0] = y->at[i].byte;
	need = utf8_need(b[0]);
	if (!need)
		return 0;
	for (k = 1; k < need && i + k < y->n && y->at[i + k].kind == SYM_BYTE; k++)
		b[k] = y->at[i + k].byte;
	if (k < need && k == 2 && b[0] == 0xEF && b[1] == 0xBF) {
		add_lost(out, SET_HIGH); /* U+FFFD, cut short itself */
		return need;
	}
	if (k < need)
		return k + 1 == need && i + k < y->n && add_open(out, maps, b, k, arena) ? need : 0;
	c = utf8_next((struct str){ (const char *)b, need }, &at);
	if (at != need || !gb_covers(self, maps, c))
		return 0;
	gb_syms(out, maps, c, false);
	return need;
}

/* UTF-8 read as GBK, twice: both steps at once. The text between is nobody's language. */
static bool invert_twice(struct reading *out, const struct channel *self,
			 const struct charset_maps *maps, const uint32_t *seen, size_t n,
			 const struct local_model *local, struct arena *arena)
{
	struct syms raw = { ARENA_NEW(arena, struct sym, 2 * n + 1), 0 };
	struct syms outer = { ARENA_NEW(arena, struct sym, 2 * n + 1), 0 };
	struct syms y = { ARENA_NEW(arena, struct sym, 2 * n + 2), 0 };

	for (size_t k = 0; k < n; k++)
		gb_syms(&raw, maps, seen[k], false);
	settle_euros(&outer, &raw);
	for (size_t i = 0, used; i < outer.n; i += used) {
		used = invert_one(&y, self, maps, &outer, i, arena);
		if (!used)
			return false;
	}
	return lattice_utf8(out, y.at, y.n, local, arena);
}

/* ---- forward ---- */

static uint32_t plain(uint32_t c)
{
	return c & ~LATTICE_GUESS;
}

static struct str as_utf8(const struct reading *r, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < r->n; i++)
		textbuf_put(&t, plain(r->at[i]) == LATTICE_EATEN ? ' ' : plain(r->at[i]));
	return textbuf_str(&t);
}

/* One character for all that different tables give for one pair. */
static uint32_t same_pair(const struct charset_maps *maps, uint32_t c)
{
	uint16_t pair = c < 0x80 ? 0 : gb_code(maps, c);

	if (pair == 0xA3A0)
		pair = 0xA1A1;
	return pair ? charset_gb_pair((uint8_t)(pair >> 8), (uint8_t)pair) : c;
}

static bool same_text(const struct charset_maps *maps, struct str made, const uint32_t *seen,
		      size_t n)
{
	size_t i = 0, at = 0;

	for (; at < made.n && i < n; i++)
		if (same_pair(maps, utf8_next(made, &at)) != same_pair(maps, seen[i]))
			return false;
	return at == made.n && i == n;
}

static struct str decode_old(struct str bytes, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < bytes.n;) {
		uint8_t b = (uint8_t)bytes.p[i];
		uint32_t c = b;

		if (b >= 0x80)
			c = i + 1 < bytes.n ? lattice_old_gbk(b, (uint8_t)bytes.p[i + 1]) : 0;
		textbuf_put(&t, c || b < 0x80 ? c : '?');
		i += b < 0x80 ? 1 : 2;
	}
	return textbuf_str(&t);
}

/* Big5 by a decoder that passes over one byte of what it does not know. */
static struct str decode_step(struct str bytes, struct arena *arena)
{
	struct textbuf t = { .arena = arena };

	for (size_t i = 0; i < bytes.n;) {
		uint8_t b = (uint8_t)bytes.p[i];
		uint32_t mark = 0, c = b;

		if (b >= 0x80)
			c = i + 1 < bytes.n ? charset_big5_pair(b, (uint8_t)bytes.p[i + 1], &mark)
					    : 0;
		if (c && b >= 0x80 && charset_is_late_big5(b, (uint8_t)bytes.p[i + 1]))
			c = mark = 0;
		textbuf_put(&t, c || b < 0x80 ? c : UTF8_REPLACEMENT);
		if (mark)
			textbuf_put(&t, mark);
		i += b < 0x80 || !c ? 1 : 2;
	}
	return textbuf_str(&t);
}

static bool forward_utf8_gb(const struct channel *self, const struct charset_maps *maps,
			    const struct reading *r, const uint32_t *seen, size_t n,
			    struct arena *arena)
{
	struct str bytes = as_utf8(r, arena);
	uint32_t replaced;

	return same_text(maps,
			 self->variant == OLD ? decode_old(bytes, arena)
					      : decode_bytes(bytes, "gb18030", &replaced, arena),
			 seen, n);
}

static bool forward_twice(const struct channel *self, const struct charset_maps *maps,
			  const struct reading *r, const uint32_t *seen, size_t n,
			  struct arena *arena)
{
	uint32_t replaced;
	struct str once = decode_bytes(as_utf8(r, arena), "gb18030", &replaced, arena);

	(void)self;
	return same_text(maps, decode_bytes(once, "gb18030", &replaced, arena), seen, n);
}

static bool forward_latin(const struct channel *self, const struct charset_maps *maps,
			  const struct reading *r, const uint32_t *seen, size_t n,
			  struct arena *arena)
{
	struct str bytes = as_utf8(r, arena);

	(void)maps;
	if (self->variant == LATIN_GB)
		bytes = charset_encode(bytes, "gb18030", arena);
	if (bytes.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		uint8_t b = (uint8_t)bytes.p[i];
		bool is_hole = b >= 0x80 && b < 0xA0 && !from_1252[b - 0x80];

		if (seen[i] == UTF8_REPLACEMENT ? !is_hole : latin_byte(seen[i]) != b)
			return false;
	}
	return true;
}

static bool forward_big5_gb(const struct channel *self, const struct charset_maps *maps,
			    const struct reading *r, const uint32_t *seen, size_t n,
			    struct arena *arena)
{
	uint32_t replaced;
	struct textbuf t = { .arena = arena };

	(void)self;
	/* several codes of one character are one: HKSCS has some twice */
	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = plain(r->at[i]);

		textbuf_reserve(&t, 2);
		if (r->at[i] & LATTICE_GUESS) {
			t.p[t.n++] = '?';
		} else if (c < 0x80) {
			t.p[t.n++] = (char)c;
		} else if (c < CHARSET_BIG5_REACH && maps->big5[c]) {
			t.p[t.n++] = (char)(maps->big5[c] >> 8);
			t.p[t.n++] = (char)maps->big5[c];
		} else {
			return false;
		}
	}
	return same_text(maps, decode_bytes(textbuf_str(&t), "gb18030", &replaced, arena), seen, n);
}

static bool forward_gb_big5(const struct channel *self, const struct charset_maps *maps,
			    const struct reading *r, const uint32_t *seen, size_t n,
			    struct arena *arena)
{
	struct str bytes = charset_encode(as_utf8(r, arena), "gb18030", arena), made;
	uint32_t replaced;
	size_t i = 0, at = 0;

	made = self->variant == STEP ? decode_step(bytes, arena)
				     : decode_bytes(bytes, "big5", &replaced, arena);
	for (; at < made.n && i < n; i++) {
		uint32_t c = utf8_next(made, &at);

		if (c != seen[i] && (c < 0x80 || seen[i] < 0x80 || c >= CHARSET_BIG5_REACH ||
				     !maps->big5[c] || maps->big5[c] != maps->big5[seen[i]]))
			return false;
	}
	return at == made.n && i == n;
}

const struct channel misread_channels[MISREAD_CHANNELS] = {
	{ "utf8_as_gbk", gb_covers, invert_utf8_gb, forward_utf8_gb, STANDARD, false },
	{ "utf8_as_gbk", gb_covers, invert_utf8_gb, forward_utf8_gb, OLD, false },
	{ "utf8_as_gbk_twice", gb_covers, invert_twice, forward_twice, STANDARD, false },
	{ "utf8_as_latin1", latin_covers, invert_latin, forward_latin, LATIN_UTF8, false },
	{ "gbk_as_latin1", latin_covers, invert_latin, forward_latin, LATIN_GB, false },
	{ "big5_as_gbk", gb_covers, invert_big5_gb, forward_big5_gb, STANDARD, false },
	{ "gbk_as_big5", big5_covers, invert_gb_big5, forward_gb_big5, STANDARD, true },
	{ "gbk_as_big5", big5_covers, invert_gb_big5, forward_gb_big5, STEP, true },
};
