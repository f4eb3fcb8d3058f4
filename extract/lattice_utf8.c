#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/beam.h"
#include "extract/charset.h"
#include "extract/hanzi.h"
#include "extract/lattice.h"
#include "extract/model.h"

/*
 * The open bytes of a state: up to three specs of 12 bits, the first in the
 * lowest, with the number of them on top. A spec is a byte, or UNKNOWN + set.
 */
#define SPEC_BITS  12
#define UNKNOWN    0x100u
#define ONE_OF     0x200u /* a byte that is one choice of several */
#define COUNT_AT   60
#define GUESS_COST (1 * MODEL_NAT)
#define EATEN_COST (4 * MODEL_NAT)
#define LOST_TAILS 533 /* pairs of such bytes that the old decoder did not know */

static const uint8_t set_1252[] = { 0x81, 0x8D, 0x8F, 0x90, 0x9D };
static const uint8_t set_lead[] = { 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEF };

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

/* The bytes a spec allows at place `i` of a character, into out; returns how many. */
static unsigned bytes_of(uint8_t out[64], unsigned spec, unsigned i)
{
	unsigned n = 0;

	if (spec < UNKNOWN || spec >= ONE_OF) {
		out[0] = (uint8_t)spec;
		return 1;
	}
	if (spec == UNKNOWN + SET_1252) {
		memcpy(out, set_1252, sizeof(set_1252));
		return i == 0 ? 0 : sizeof(set_1252);
	}
	if (i == 0) {
		memcpy(out, set_lead, sizeof(set_lead));
		return sizeof(set_lead);
	}
	for (unsigned b = 0x81; b < 0xC0; b++)
		out[n++] = (uint8_t)b;
	return n;
}

static bool is_sure(uint64_t open)
{
	return spec_at(open, 0) < UNKNOWN && spec_at(open, 1) < UNKNOWN &&
	       spec_at(open, 2) < UNKNOWN;
}

/* A character of three bytes is complete, some of them perhaps unknown. */
static void complete(struct beam *b, struct beam_state s, uint64_t open)
{
	uint8_t x[64], y[64], z[64];
	unsigned nx = bytes_of(x, spec_at(open, 0), 0), ny = bytes_of(y, spec_at(open, 1), 1),
		 nz = bytes_of(z, spec_at(open, 2), 2);
	struct beam_tries tries = { .n = 0 };

	for (unsigned i = 0; i < nx; i++) {
		for (unsigned j = 0; j < ny; j++) {
			for (unsigned k = 0; k < nz; k++) {
				uint32_t c =
					(x[i] & 0x0Fu) << 12 | (y[j] & 0x3Fu) << 6 | (z[k] & 0x3Fu);

				if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))
					continue;
				if (is_sure(open)) {
					beam_push(b, beam_emit(b, s, c, 0));
					return;
				}
				beam_try(&tries, b, &s, c);
			}
		}
	}
	beam_push_tries(&tries, b, s, GUESS_COST, 0);
}

static void complete_two(struct beam *b, struct beam_state s, uint64_t open)
{
	unsigned x = spec_at(open, 0) & ~ONE_OF, y = spec_at(open, 1) & ~ONE_OF;

	if (y < UNKNOWN) {
		uint32_t c = (x & 0x1F) << 6 | (y & 0x3F);

		if (is_sure(open) || lattice_may_propose(c))
			beam_push(b, beam_emit(b, s, c, 0));
	} else if (x == 0xC2) {
		s.guessed++;
		beam_push(b, beam_emit(b, s, 0xA0, GUESS_COST));
		beam_push(b, beam_emit(b, s, 0xB7, GUESS_COST));
	}
}

static void complete_four(struct beam *b, struct beam_state s, uint64_t open)
{
	unsigned x = spec_at(open, 0), y = spec_at(open, 1), z = spec_at(open, 2),
		 w = spec_at(open, 3);
	uint32_t c;

	if (y >= UNKNOWN || z >= UNKNOWN || w >= UNKNOWN)
		return;
	c = (x & 7u) << 18 | (y & 0x3Fu) << 12 | (z & 0x3Fu) << 6 | (w & 0x3Fu);
	if (c >= 0x10000 && c < 0x110000)
		beam_push(b, beam_emit(b, s, c, 0));
}

static void feed(struct beam *b, struct beam_state s, unsigned spec)
{
	unsigned n = n_open(s.open), lead, byte = spec & ~ONE_OF;
	bool is_set = byte >= UNKNOWN;

	if (n == 0) {
		if (spec < 0x80)
			beam_push(b, beam_emit(b, s, spec, 0));
		else if ((byte >= 0xC2 && byte <= 0xF4) || spec == UNKNOWN + SET_LEAD) {
			s.open = with(0, spec);
			beam_push(b, s);
		}
		return;
	}
	if (!is_set && (byte < 0x80 || byte > 0xBF))
		return;
	lead = spec_at(s.open, 0) & ~ONE_OF;
	s.open = with(s.open, spec);
	n++;
	if (lead < 0xE0 && lead >= 0xC2)
		complete_two(b, s, s.open);
	else if (lead < UNKNOWN && lead >= 0xF0 && n == 4)
		complete_four(b, s, s.open);
	else if ((lead < 0xF0 || lead >= UNKNOWN) && n == 3)
		complete(b, s, s.open);
	else
		beam_push(b, s);
}

/* Characters that may be proposed and of which the old decoder did not know the last two bytes. */
struct tails {
	uint16_t at[16][LOST_TAILS]; /* by the low half of the lead, ascending */
	uint16_t n[16];
	bool is_built;
};

static const struct tails *tails_shared(void)
{
	static struct tails t;

	if (t.is_built)
		return &t;
	for (unsigned c = 0x800; c < 0x10000; c++) {
		unsigned i = 0x80 | (c >> 6 & 0x3F), j = 0x80 | (c & 0x3F), lead = c >> 12;

		if ((i == 0x80 || i >= 0xA1) && lattice_may_propose(c) &&
		    !lattice_old_gbk((uint8_t)i, (uint8_t)j) && t.n[lead] < LOST_TAILS)
			t.at[lead][t.n[lead]++] = (uint16_t)c;
	}
	t.is_built = true;
	return &t;
}

/* `lead` 0: one of set_lead. What is found lies in `own` where nothing is remembered. */
static const struct beam_tries *try_lost_tail(struct beam_tries *own, struct beam *b,
					      const struct beam_state *s, unsigned lead)
{
	const struct tails *tails = tails_shared();
	bool is_known = false;
	struct beam_tries *t = beam_recall(b, s->before, (uint16_t)(lead + 1), &is_known);

	if (is_known)
		return t;
	if (!t)
		t = own;
	for (unsigned k = 0; k < (lead ? 1 : countof(set_lead)); k++) {
		unsigned low = (lead ? lead : set_lead[k]) & 0x0F;

		for (unsigned i = 0; i < tails->n[low]; i++)
			beam_try(t, b, s, tails->at[low][i]);
	}
	return t;
}

/* An ASCII character was eaten with the last byte of this one. What it was decides what may follow.
 */
static void push_eaten(const struct beam_tries *t, struct beam *b, struct beam_state s)
{
	static const uint16_t like[] = { MODEL_LINE, MODEL_DIGIT };

	const struct beam_tries *kept = beam_keep(b, t);

	s.guessed++;
	for (unsigned i = 0; i < t->n && i < BEAM_PUSHED; i++) {
		for (unsigned k = 0; k < countof(like); k++) {
			struct beam_state e = beam_emit(b, s, t->at[i].code_point, EATEN_COST);
			int32_t cost =
				e.cost + (int32_t)local_model_cost(b->local, e.before, like[k]);

			b->nodes[e.node].code_point |= LATTICE_GUESS;
			b->nodes[e.node].tries = kept;
			e = beam_emit(b, e, LATTICE_EATEN, 0);
			e.cost = cost;
			e.before = like[k];
			beam_push(b, e);
		}
	}
}

/* What is asked of the memo about the last byte after two; above all leads, which ask for more. */
static uint16_t lost_last(unsigned kind, unsigned lead, unsigned second)
{
	return (uint16_t)(kind << 12 | (lead < UNKNOWN ? lead & 0x0F : 0x10) << 6 |
			  (second & 0x3F));
}

/* The other pairs that were lost: what the last byte may be depends on the lead that comes next. */
static void push_before(struct beam *b, struct beam_state s, unsigned lead, unsigned second)
{
	for (unsigned k = 0; k < countof(set_lead); k++) {
		struct beam_tries tries = { .n = 0 };
		bool is_known = false;
		struct beam_tries *memo =
			beam_recall(b, s.before, lost_last(3 + k, lead, second), &is_known);

		if (!memo)
			memo = &tries;
		for (unsigned i = 0xA1; i < 0xAA && !is_known; i++)
			if (!lattice_old_gbk((uint8_t)i, set_lead[k]))
				beam_try(memo, b, &s,
					 (lead & 0x0Fu) << 12 | (second & 0x3Fu) << 6 |
						 (i & 0x3Fu));
		beam_push_tries(memo, b, s, GUESS_COST, with(0, set_lead[k] | ONE_OF));
	}
}

/* The last byte after two, of which the first may be unknown: eaten with what came behind it, or
 * lost before any lead. */
static void try_lost_last(struct beam_tries *eaten, struct beam_tries *whole, struct beam *b,
			  const struct beam_state *s, unsigned lead, unsigned second)
{
	for (unsigned k = 0; k < (lead < UNKNOWN ? 1 : countof(set_lead)); k++) {
		unsigned first = lead < UNKNOWN ? lead : set_lead[k];

		for (unsigned i = 0x80; i < 0xC0; i++) {
			uint32_t c = (first & 0x0Fu) << 12 | (second & 0x3Fu) << 6 | (i & 0x3Fu);

			beam_try(eaten, b, s, c);
			if (i == 0x80 || (i >= 0xAA && i <= 0xAF))
				beam_try(whole, b, s, c);
		}
	}
}

/* "?" while a character is open: the two bytes of a pair that the old decoder did not know. */
static void feed_old(struct beam *b, struct beam_state s)
{
	unsigned n = n_open(s.open), lead = spec_at(s.open, 0), second = spec_at(s.open, 1);
	struct beam_tries own[2] = { { .n = 0 }, { .n = 0 } }, *whole, *eaten;
	bool w_known = false, e_known = false;

	if (n == 1 && lead == UNKNOWN + SET_LEAD)
		beam_push_tries(try_lost_tail(own, b, &s, 0), b, s, GUESS_COST, 0);
	else if (n == 1 && lead >= 0xE0 && lead <= 0xEF)
		beam_push_tries(try_lost_tail(own, b, &s, lead), b, s, GUESS_COST, 0);
	if (n != 2 || lead < 0xE0 || (lead > 0xEF && lead < UNKNOWN) || second >= UNKNOWN)
		return;
	whole = beam_recall(b, s.before, lost_last(1, lead, second), &w_known);
	eaten = beam_recall(b, s.before, lost_last(2, lead, second), &e_known);
	if (!whole || !eaten) {
		whole = &own[0];
		eaten = &own[1];
	}
	if (!w_known || !e_known) {
		whole->n = eaten->n = 0;
		try_lost_last(eaten, whole, b, &s, lead, second);
	}
	beam_push_tries(whole, b, s, GUESS_COST, with(0, UNKNOWN + SET_LEAD));
	push_eaten(eaten, b, s);
	if (lead < UNKNOWN)
		push_before(b, s, lead, second);
}

/* Both bytes of each pair in one go: what lies between must not push out what is complete. */
static void feed_pairs(struct beam *b, const uint16_t *pairs, unsigned n_pairs, unsigned flag)
{
	struct beam_state done[BEAM_WIDTH], half[BEAM_WIDTH];

	for (unsigned i = 0; i < n_pairs; i++) {
		unsigned n_done = b->n_next, n_half;

		memcpy(done, b->next, n_done * sizeof(done[0]));
		b->n_next = 0;
		for (unsigned k = 0; k < b->n_now; k++)
			feed(b, b->now[k], (unsigned)pairs[i] >> 8 | flag);
		n_half = b->n_next;
		memcpy(half, b->next, n_half * sizeof(half[0]));
		memcpy(b->next, done, n_done * sizeof(done[0]));
		b->n_next = n_done;
		b->worst = BEAM_WIDTH;
		for (unsigned k = 0; k < n_half; k++)
			feed(b, half[k], (pairs[i] & 0xFFu) | flag);
	}
}

bool lattice_utf8(struct reading *out, const struct sym *syms, size_t n,
		  const struct local_model *local, struct arena *arena)
{
	static const uint16_t euro = 0xA2E3;
	struct beam b;

	beam_init(&b, local, arena);
	for (size_t i = 0; i < n; i++) {
		const struct sym *y = &syms[i];

		if (y->kind == SYM_PAIRS)
			feed_pairs(&b, y->pairs, y->n_pairs, ONE_OF);
		if (y->kind == SYM_EURO)
			feed_pairs(&b, &euro, 1, 0);
		for (unsigned k = 0; k < b.n_now; k++) {
			if (y->kind == SYM_BYTE || y->kind == SYM_EURO)
				feed(&b, b.now[k], y->kind == SYM_BYTE ? y->byte : 0x80);
			else if (y->kind == SYM_LOST)
				feed(&b, b.now[k], UNKNOWN + y->set);
			if (y->kind == SYM_OLD) {
				feed(&b, b.now[k], '?');
				feed_old(&b, b.now[k]);
			}
		}
		beam_step(&b);
		if (!b.n_now || beam_is_hopeless(&b, i + 1))
			return false;
	}
	return beam_finish(&b, out);
}
