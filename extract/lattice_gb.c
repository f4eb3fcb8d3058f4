#include <string.h>

#include "base/attrs.h"
#include "extract/beam.h"
#include "extract/charset.h"
#include "extract/lattice.h"
#include "extract/model.h"

/*
 * The open bytes of a state: specs of 12 bits, the first in the lowest, with
 * the number of them on top; two or three are part of a code of four bytes. A
 * spec is a byte, or UNKNOWN + set.
 */
#define SPEC_BITS  12
#define UNKNOWN    0x100u
#define COUNT_AT   60
#define GUESS_COST (1 * MODEL_NAT)
#define FOUR_COST  (2 * MODEL_NAT)

/* What stands in codes of four bytes in Chinese pages: blanks, and what was lost before. */
static const uint16_t spare[] = { 0xA0,   0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
				  0x2007, 0x2008, 0x2009, 0x200A, 0x200B, 0x202F, 0xFEFF, 0xFFFD };
static const uint8_t set_1252[] = { 0x81, 0x8D, 0x8F, 0x90, 0x9D };

static unsigned n_open(uint64_t open)
{
	return (unsigned)(open >> COUNT_AT);
}

static unsigned spec_at(uint64_t open, unsigned i)
{
	return (unsigned)(open >> (i * SPEC_BITS)) & 0xFFF;
}

static uint64_t with(uint64_t open, unsigned spec)
{
	unsigned n = n_open(open);

	open &= ((uint64_t)1 << COUNT_AT) - 1;
	return open | (uint64_t)spec << (n * SPEC_BITS) | (uint64_t)(n + 1) << COUNT_AT;
}

bool lattice_is_user_defined(uint8_t l, uint8_t t)
{
	return (((l >= 0xAA && l <= 0xAF) || (l >= 0xF8 && l <= 0xFE)) && t >= 0xA1 && t <= 0xFE) ||
	       (l >= 0xA1 && l <= 0xA7 && ((t >= 0x40 && t <= 0x7E) || (t >= 0x80 && t <= 0xA0)));
}

uint32_t lattice_old_gbk(uint8_t lead, uint8_t trail)
{
	uint32_t c = charset_gb_pair(lead, trail);

	/* what came after code page 936: private use, the euro sign's pair, vertical forms, IDCs,
	 * FE50 on */
	if ((c >= 0xE000 && c <= 0xF8FF) || c == 0x20AC || (c >= 0xFE10 && c <= 0xFE19) ||
	    (lead == 0xA3 && trail == 0xA0) || c == 0x1E3F || c == 0x1F9 ||
	    (lead == 0xA9 && trail >= 0x89 && trail <= 0x95) || (lead == 0xFE && trail >= 0x50))
		return 0;
	return c;
}

static unsigned bytes_of(uint8_t out[128], unsigned spec, bool is_lead)
{
	unsigned n = 0;

	if (spec < UNKNOWN) {
		out[0] = (uint8_t)spec;
		return 1;
	}
	if (spec == UNKNOWN + SET_1252) {
		memcpy(out, set_1252, sizeof(set_1252));
		return sizeof(set_1252);
	}
	if (spec == UNKNOWN + SET_BIG5 && is_lead) {
		/* of GB2312's hanzi all that Big5 lacks begin so */
		out[0] = 0xC6;
		out[1] = 0xC8;
		return 2;
	}
	for (unsigned b = 0x81; b < 0xFF; b++)
		out[n++] = (uint8_t)b;
	return n;
}

/* A pair at which a Big5 decoder gives up. */
static bool is_hole(uint8_t lead, unsigned trail)
{
	uint32_t mark;

	return trail > 0xFF || !charset_big5_pair(lead, (uint8_t)trail, &mark) ||
	       charset_is_late_big5(lead, (uint8_t)trail);
}

/* `next` is the byte after the pair; above 0xFF: not known. */
static void complete_pair(struct beam *b, struct beam_state s, uint64_t open, unsigned next)
{
	uint8_t x[128], y[128];
	unsigned first = spec_at(open, 0), second = spec_at(open, 1);
	unsigned nx = bytes_of(x, first, true), ny = bytes_of(y, second, false);
	struct beam_tries tries = { .n = 0 };

	if (nx > 8 && ny > 1)
		return;
	for (unsigned i = 0; i < nx; i++) {
		for (unsigned j = 0; j < ny; j++) {
			uint32_t c = charset_gb_pair(x[i], y[j]);

			if (!c || (first == UNKNOWN + SET_BIG5 && !is_hole(x[i], y[j])) ||
			    (first < UNKNOWN && second == UNKNOWN + SET_BIG5 &&
			     !is_hole(y[j], next)))
				continue;
			if (nx == 1 && ny == 1)
				beam_push(b, beam_emit(b, s, c, 0));
			else
				beam_try(&tries, b, &s, c);
		}
	}
	beam_push_tries(&tries, b, s, GUESS_COST, 0);
}

static bool allows(unsigned spec, uint8_t byte)
{
	if (spec < UNKNOWN)
		return spec == byte;
	return spec == UNKNOWN + SET_1252 ? memchr(set_1252, byte, sizeof(set_1252)) != NULL
					  : byte >= 0x81 && byte <= 0xFE;
}

bool lattice_is_spare_four(char second, char fourth)
{
	uint8_t code[4];

	for (size_t i = 0; i < countof(spare); i++)
		if (charset_gb_split(code, spare[i]) && code[1] == (uint8_t)second &&
		    code[3] == (uint8_t)fourth)
			return true;
	return false;
}

/* Of codes of four bytes with a lost one only blanks are proposed, and U+FFFD. */
static void complete_four(struct beam *b, struct beam_state s, uint64_t open)
{
	uint8_t code[4];

	if (spec_at(open, 0) < UNKNOWN && spec_at(open, 2) < UNKNOWN) {
		uint32_t c;

		for (unsigned i = 0; i < 4; i++)
			code[i] = (uint8_t)spec_at(open, i);
		c = charset_gb_four(code);
		if (c)
			beam_push(b, beam_emit(b, s, c, FOUR_COST));
		return;
	}
	for (unsigned i = 0; i < countof(spare); i++) {
		charset_gb_split(code, spare[i]);
		if (allows(spec_at(open, 0), code[0]) && allows(spec_at(open, 1), code[1]) &&
		    allows(spec_at(open, 2), code[2]) && allows(spec_at(open, 3), code[3])) {
			struct beam_state e = beam_emit(b, s, spare[i], GUESS_COST);

			b->nodes[e.node].code_point |= LATTICE_GUESS;
			beam_push(b, e);
		}
	}
}

static void feed(struct beam *b, struct beam_state s, unsigned spec, unsigned next)
{
	unsigned n = n_open(s.open);
	bool is_digit = spec >= 0x30 && spec <= 0x39;

	if (n == 0 && spec <= 0x80) {
		beam_push(b, beam_emit(b, s, spec == 0x80 ? 0x20AC : spec, 0));
		return;
	}
	if (spec == 0xFF || ((n == 0 || n == 2) && spec < 0x81) || (n == 3 && !is_digit) ||
	    (n == 1 && !is_digit && spec < 0x40))
		return;
	s.open = with(s.open, spec);
	if (n == 1 && !is_digit)
		complete_pair(b, s, s.open, next);
	else if (n == 3)
		complete_four(b, s, s.open);
	else
		beam_push(b, s);
}

bool lattice_gb(struct reading *out, const struct sym *syms, size_t n,
		const struct local_model *local, struct arena *arena)
{
	struct beam b;

	beam_init(&b, local, arena);
	for (size_t i = 0; i < n; i++) {
		const struct sym *y = &syms[i];

		unsigned next = i + 1 < n && y[1].kind == SYM_BYTE ? y[1].byte : 0x100;

		for (unsigned k = 0; k < b.n_now; k++)
			feed(&b, b.now[k], y->kind == SYM_LOST ? UNKNOWN + y->set : y->byte, next);
		beam_step(&b);
		if (!b.n_now || beam_is_hopeless(&b, i + 1))
			return false;
	}
	return beam_finish(&b, out);
}
