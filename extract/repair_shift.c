#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/beam.h"
#include "extract/charset.h"
#include "extract/model.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

/*
 * GBK cut at the bytes of 。，？！ without regard to characters. Where the
 * second byte of one character and the first of the next spell such a mark,
 * the first byte is orphaned and becomes "?", the mark is printed, and what
 * follows is read one byte off: until an ASCII byte, which is the trail of a
 * character (shown as itself) or was eaten with an odd lead ("?"). Pairs of the
 * user-defined areas become private use and vanish. Widths are folded later.
 */
#define SHIFT_MAX_CHARS  64
#define SHIFT_MAX_PLACES 400 /* tried in one text, */
#define SHIFT_FAILURES   12  /* and so many in vain, and two more for each that was not */
#define SHIFT_GAIN       (6 * MODEL_NAT)
#define ASCII_MARK_GAIN  (15 * MODEL_NAT) /* where the mark may be of English or a programme */
#define VANISHED_IN_ROW  3
#define VANISH_FROM      8 /* states that go on through a vanished pair */
#define VANISH_COST      (MODEL_NAT / 2)
#define EATEN_COST       (2 * MODEL_NAT)
#define BAD_PAIR_COST    (2 * MODEL_NAT)
#define SHIFT_ENDINGS    12              /* tried until the channel reproduces one */
#define FIRST_BONUS      (3 * MODEL_NAT) /* 。 is by far the commonest character that ends in A3 */
#define COMMON_PER_TRAIL 96
#define COST_SLOTS       16384 /* a power of two */
#define COST_TRIES       8
#define SOLVED_ROWS      64 /* a power of two */

#define ANY  0x200u /* the open byte is the second of a vanished pair: A1 to FE */
#define BAD  0x800u /* ANY, and the pair of the low byte and this one is no character */
#define OPEN 0x400u /* so that no state with an open byte has open == 0 */

static const struct mark {
	uint32_t c;
	uint8_t first, second;
} marks[] = {
	{ 0x3002, 0xA1, 0xA3 }, { ',', 0xA3, 0xAC }, { 0xFF0C, 0xA3, 0xAC }, { '?', 0xA3, 0xBF },
	{ 0xFF1F, 0xA3, 0xBF }, { '!', 0xA3, 0xA1 }, { 0xFF01, 0xA3, 0xA1 },
};

/* Likely characters by their second byte. */
struct common {
	uint16_t at[256][COMMON_PER_TRAIL];
	uint8_t n[256];
};

/* What those with one second byte cost after one class: asked for again and again. */
struct costs {
	uint32_t key; /* class << 8 | trail, 0: free */
	uint16_t least, of[COMMON_PER_TRAIL];
};

/* What came of a place: a page says the same many times. */
struct solved {
	struct solved *next;
	uint32_t *seen; /* of the place, as far as was searched */
	size_t n, n_seen;
	struct reading reading;
	uint16_t before;
	bool found;
};

/* What all places of a text share. */
struct shift {
	struct str text;
	const uint16_t *gb;
	const struct common *common;
	struct costs *costs; /* COST_SLOTS of them */
	struct local_model local;
	struct solved *solved[SOLVED_ROWS];
	struct arena *arena, *scratch; /* the second is released after each place */
};

struct place {
	uint32_t seen[SHIFT_MAX_CHARS];
	size_t at[SHIFT_MAX_CHARS + 1]; /* byte of the text */
	size_t n;
};

/* Ways to end, the best first. */
struct ending {
	struct beam_state state;
	size_t n; /* characters of the place it explains */
	int64_t gain;
};

struct endings {
	struct ending at[SHIFT_ENDINGS];
	unsigned n;
};

static const struct mark *mark_of(uint32_t c)
{
	for (size_t i = 0; i < countof(marks); i++)
		if (marks[i].c == c)
			return &marks[i];
	return NULL;
}

static bool is_user_lead(unsigned b)
{
	return (b >= 0xAA && b <= 0xAF) || (b >= 0xF8 && b <= 0xFE);
}

static const struct common *common_shared(void)
{
	static struct common common;

	if (common.n[0xA3])
		return &common;
	for (unsigned lead = 0xA1; lead < 0xFF; lead++) {
		for (unsigned trail = 0x81; trail < 0xFF; trail++) {
			uint32_t c = charset_gb_pair((uint8_t)lead, (uint8_t)trail);

			if (c && lattice_may_propose(c) && common.n[trail] < COMMON_PER_TRAIL)
				common.at[trail][common.n[trail]++] = (uint16_t)c;
		}
	}
	return &common;
}

static const struct costs *costs_after(const struct shift *x, uint16_t before, unsigned trail)
{
	uint32_t key = (uint32_t)before << 8 | trail, i = (key * 2654435761u) >> 18;
	struct costs *c = &x->costs[i & (COST_SLOTS - 1)];

	for (unsigned k = 0; k < COST_TRIES && c->key && c->key != key; k++)
		c = &x->costs[++i & (COST_SLOTS - 1)];
	if (c->key == key)
		return c;
	c->key = key;
	c->least = UINT16_MAX;
	for (i = 0; i < x->common->n[trail]; i++) {
		c->of[i] = (uint16_t)local_model_cost(&x->local, before,
						      model_class_of(x->common->at[trail][i]));
		if (c->of[i] < c->least)
			c->least = c->of[i];
	}
	return c;
}

/* Is there no place left for a state that costs so much? */
static bool is_too_dear(const struct beam *b, int64_t cost)
{
	return b->n_next == BEAM_WIDTH && cost >= b->dearest;
}

static void push_at(struct beam *b, struct beam_state s, uint32_t c, unsigned open, unsigned cost)
{
	struct beam_state e;

	if (is_too_dear(b, s.cost + (int64_t)cost))
		return;
	e = beam_emit_at(b, s, c, model_class_of(c), cost);
	e.open = open | OPEN;
	beam_push(b, e);
}

static void push_open(struct beam *b, struct beam_state s, uint32_t c, unsigned open,
		      unsigned penalty)
{
	if (!is_too_dear(b, s.cost + (int64_t)penalty))
		push_at(b, s, c, open,
			local_model_cost(b->local, s.before, model_class_of(c)) + penalty);
}

/* Can `lead` be the open byte, where that is not known? */
static bool may_open(uint64_t open, unsigned lead)
{
	uint8_t first = (uint8_t)open;

	return !(open & BAD) || (!lattice_old_gbk(first, (uint8_t)lead) &&
				 !lattice_is_user_defined(first, (uint8_t)lead));
}

/* The open byte gets its second, `trail`; `open` is then open. */
static void close_with(struct beam *b, const struct shift *x, struct beam_state s, unsigned trail,
		       unsigned open, unsigned penalty)
{
	if (s.open & ANY) {
		const uint16_t *common = x->common->at[trail];
		const struct costs *costs;

		if (is_too_dear(b, s.cost + (int64_t)penalty))
			return;
		costs = costs_after(x, s.before, trail);
		if (is_too_dear(b, s.cost + (int64_t)costs->least + penalty))
			return;
		for (unsigned i = 0; i < x->common->n[trail]; i++)
			if (!is_too_dear(b, s.cost + (int64_t)costs->of[i] + penalty) &&
			    may_open(s.open, x->gb[common[i]] >> 8))
				push_at(b, s, common[i], open, costs->of[i] + penalty);
	} else {
		uint32_t c = charset_gb_pair((uint8_t)s.open, (uint8_t)trail);

		if (c && !(c >= 0xE000 && c <= 0xF8FF))
			push_open(b, s, c, open, penalty);
	}
}

/* The pair that a seen character stands for; widths may have been folded. 0: none. */
static unsigned pair_of(const struct shift *x, uint32_t c)
{
	if (c > 0x20 && c < 0x7F)
		return 0xA380u + c;
	return c >= 0x80 && c < 0x10000 ? x->gb[c] : 0;
}

static void offer(struct endings *e, struct beam_state s, size_t n, int64_t gain)
{
	unsigned i = e->n < SHIFT_ENDINGS ? e->n++ : SHIFT_ENDINGS - 1;

	if (i == SHIFT_ENDINGS - 1 && e->at[i].n && gain <= e->at[i].gain)
		return;
	for (; i > 0 && e->at[i - 1].gain < gain; i--)
		e->at[i] = e->at[i - 1];
	e->at[i] = (struct ending){ s, n, gain };
}

/* Would an ending that costs so much be among those that are kept? */
static bool is_worse(const struct endings *e, int64_t gain)
{
	return e->n == SHIFT_ENDINGS && gain <= e->at[SHIFT_ENDINGS - 1].gain;
}

/* Back in step: the seen ASCII character is the trail byte of a true one. */
static void end_in_trail(struct endings *ends, struct beam *b, struct beam_state s, uint32_t c,
			 size_t at, int64_t ref)
{
	if (is_worse(ends, ref - s.cost))
		return;
	for (unsigned lead = 0x81; lead < 0xFF; lead++) {
		uint32_t t;
		unsigned cost;

		if (s.open & ANY ? !may_open(s.open, lead) : lead != (s.open & 0xFF))
			continue;
		t = charset_gb_pair((uint8_t)lead, (uint8_t)c);
		if (!t || (t >= 0xE000 && t <= 0xF8FF))
			continue;
		cost = local_model_cost(b->local, s.before, model_class_of(t));
		if (!is_worse(ends, ref - s.cost - cost))
			offer(ends, beam_emit_at(b, s, t, model_class_of(t), cost), at + 1,
			      ref - s.cost - cost);
	}
}

/* Back in step: "?" is an odd lead with the ASCII byte it ate. */
static void end_in_eaten(struct endings *ends, struct beam *b, struct beam_state s, size_t at,
			 int64_t ref)
{
	static const uint16_t closing[] = {
		0xFF09, 0x300B, 0x201D, 0x3002, 0xFF0C, 0x3001, 0xFF1A
	};

	if (is_worse(ends, ref - s.cost - EATEN_COST))
		return;
	for (unsigned i = 0; i < (s.open & ANY ? countof(closing) : 126); i++) {
		uint32_t t = charset_gb_pair((uint8_t)s.open, (uint8_t)(0x81 + i));
		struct beam_state e;
		unsigned cost;
		uint16_t k;

		if (s.open & ANY) /* both bytes unknown: only what closes something */
			t = closing[i];
		if (!t || !lattice_may_propose(t))
			continue;
		k = model_class_of(t);
		cost = EATEN_COST + local_model_cost(b->local, s.before, k);
		if (is_worse(ends, ref - s.cost - cost))
			continue;
		e = beam_emit_at(b, s, t, k, cost);
		e = beam_emit(b, e, LATTICE_EATEN, 0);
		offer(ends, e, at + 1, ref - e.cost);
	}
}

static void end_at(struct endings *ends, struct beam *b, const struct beam_state *from, unsigned n,
		   uint32_t c, size_t at, int64_t ref)
{
	for (unsigned i = 0; i < n; i++) {
		if (c >= 0x40 && c < 0x7F)
			end_in_trail(ends, b, from[i], c, at, ref);
		else if (c == '?')
			end_in_eaten(ends, b, from[i], at, ref);
	}
}

/* "?" is a pair that is neither a character nor user-defined; what it leaves open is not known. */
static void pass_bad_pair(struct beam *b, const struct shift *x, const struct beam_state *from,
			  unsigned n)
{
	for (unsigned i = 0; i < n && i < VANISH_FROM; i++)
		for (unsigned trail = 0xA2; trail <= 0xA9; trail++)
			close_with(b, x, from[i], trail, ANY | BAD | trail, BAD_PAIR_COST);
}

static int by_cost(const void *a, const void *b)
{
	const struct beam_state *x = a, *y = b;

	return (x->cost > y->cost) - (x->cost < y->cost);
}

/* States after up to three vanished pairs, behind those of `from` that have none. Returns how many.
 */
static unsigned vanish(struct beam_state *from, unsigned n, struct beam *b, const struct shift *x)
{
	struct beam_state cur[BEAM_WIDTH];
	unsigned n_cur = n < VANISH_FROM ? n : VANISH_FROM, total = n;

	memcpy(cur, from, n_cur * sizeof(cur[0]));
	for (unsigned round = 0; round < VANISHED_IN_ROW; round++) {
		beam_clear(b);
		for (unsigned i = 0; i < n_cur; i++)
			for (unsigned lead = 0xAA; lead < 0xFF; lead++)
				if (is_user_lead(lead))
					close_with(b, x, cur[i], lead, ANY, VANISH_COST);
		qsort(b->next, b->n_next, sizeof(b->next[0]), by_cost);
		n_cur = b->n_next < VANISH_FROM ? b->n_next : VANISH_FROM;
		memcpy(cur, b->next, n_cur * sizeof(cur[0]));
		memcpy(from + total, b->next, b->n_next * sizeof(cur[0]));
		total += b->n_next;
		if (!n_cur)
			break;
	}
	beam_clear(b);
	return total;
}

/* The character whose first byte was orphaned: any that ends in the mark's first byte. */
static void begin(struct beam *b, const struct shift *x, const struct mark *m)
{
	struct beam_state s = b->now[0];
	unsigned likely = m->first == 0xA1 ? 0x3000 : 0x3002;

	push_open(b, s, likely, m->second, 0);
	if (b->n_next)
		b->next[0].cost -= m->first == 0xA1 ? 2 * MODEL_NAT : FIRST_BONUS;
	for (unsigned i = 0; i < x->common->n[m->first]; i++)
		if (x->common->at[m->first][i] != likely)
			push_open(b, s, x->common->at[m->first][i], m->second, 0);
	beam_step(b);
}

static bool can_end_at(uint32_t c)
{
	return c == '?' || (c >= 0x40 && c < 0x7F);
}

/* The characters of the place up to the last at which anything can end. */
static size_t n_searched(const struct place *p)
{
	size_t n = p->n;

	while (n > 2 && !can_end_at(p->seen[n - 1]))
		n--;
	return n;
}

static bool search(struct endings *ends, struct beam *b, const struct shift *x,
		   const struct place *p, uint16_t before)
{
	uint16_t last = model_class_of(p->seen[1]);
	size_t n_seen = n_searched(p);
	int64_t ref =
		model_cost(before, model_class_of('?')) + model_cost(model_class_of('?'), last);

	if (n_seen <= 2)
		return false;
	begin(b, x, mark_of(p->seen[1]));
	for (size_t i = 2; i < n_seen && b->n_now; i++) {
		struct beam_state all[BEAM_WIDTH * (VANISHED_IN_ROW + 1)];
		uint32_t c = p->seen[i];
		unsigned n, pair = pair_of(x, c);

		qsort(b->now, b->n_now, sizeof(b->now[0]), by_cost);
		memcpy(all, b->now, b->n_now * sizeof(all[0]));
		n = vanish(all, b->n_now, b, x);
		ref += model_cost(last, model_class_of(c));
		last = model_class_of(c);
		end_at(ends, b, all, n, c, i, ref);
		if (c == '?')
			pass_bad_pair(b, x, all, n);
		for (unsigned k = 0; pair && k < n; k++)
			close_with(b, x, all[k], pair >> 8, pair & 0xFF, 0);
		beam_step(b);
	}
	return ends->n > 0;
}

static void spell(struct reading *out, const struct beam *b, int32_t node, struct arena *arena)
{
	size_t n = 0;

	for (int32_t i = node; i >= 0; i = b->nodes[i].before)
		n++;
	*out = (struct reading){ .at = ARENA_NEW(arena, uint32_t, n + 1), .n = n };
	for (int32_t i = node; i >= 0; i = b->nodes[i].before)
		out->at[--n] = b->nodes[i].code_point & ~LATTICE_GUESS;
}

/* The answer's bytes in GBK; 0: a character has none. */
static size_t spell_gbk(uint8_t *b, const struct shift *x, const struct reading *r)
{
	size_t len = 0;

	for (size_t k = 0; k < r->n; k++) {
		unsigned pair = r->at[k] < 0x10000 ? x->gb[r->at[k]] : 0;

		if (r->at[k] == LATTICE_EATEN) {
			b[len++] = ' ';
		} else if (pair) {
			b[len++] = (uint8_t)(pair >> 8);
			b[len++] = (uint8_t)pair;
		} else {
			return 0;
		}
	}
	return len;
}

/* The channel itself, run on the answer: does it print exactly the first `n` characters seen? */
static bool reproduces(const struct shift *x, const struct reading *r, const struct place *p,
		       size_t n)
{
	uint8_t *b = ARENA_NEW(x->scratch, uint8_t, 2 * r->n + 2);
	size_t len = spell_gbk(b, x, r), at = 3, i = 2;
	const struct mark *m = mark_of(p->seen[1]);

	if (len < 3 || b[1] != m->first || b[2] != m->second)
		return false;
	while (at < len) { /* one byte off */
		uint32_t c;

		if (b[at] < 0x80) { /* in step again */
			if (i >= n || p->seen[i++] != b[at++])
				return false;
			continue;
		}
		if (at + 1 >= len)
			return false;
		if (lattice_is_user_defined(b[at], b[at + 1])) {
			at += 2;
			continue;
		}
		c = b[at + 1] < 0x40 ? 0 : lattice_old_gbk(b[at], b[at + 1]);
		at += 2;
		if (i >= n)
			return false;
		if (p->seen[i] != (c ? c : '?') && !(c >= 0xFF01 && p->seen[i] + 0xFEE0 == c))
			return false;
		i++;
	}
	return i == n;
}

static void read_place(struct place *p, struct str text, size_t at)
{
	p->n = 0;
	while (at < text.n && text.p[at] != '\n' && p->n < SHIFT_MAX_CHARS) {
		p->at[p->n] = at;
		p->seen[p->n++] = utf8_next(text, &at);
	}
	p->at[p->n] = at;
}

static void learn(struct shift *x)
{
	uint32_t *c = ARENA_NEW(x->arena, uint32_t, x->text.n + 1);
	size_t n = 0;

	for (size_t at = 0; at < x->text.n;)
		c[n++] = utf8_next(x->text, &at);
	local_model_init(&x->local, x->arena);
	local_model_add(&x->local, c, n);
}

static void init(struct shift *x)
{
	x->gb = charset_gb_reverse();
	x->common = common_shared();
	x->costs = ARENA_NEW(x->arena, struct costs, COST_SLOTS);
	learn(x);
}

/* Rows of question marks are many things; a shifted run shows what else it is made of. */
static bool is_telling(const struct place *p, const struct ending *e)
{
	size_t wide = 0, marks_seen = 0;

	for (size_t i = 2; i < e->n; i++) {
		wide += p->seen[i] >= 0x80;
		marks_seen += p->seen[i] == '?';
	}
	return wide > 0 && wide >= marks_seen &&
	       e->gain >= (p->seen[1] < 0x80 ? ASCII_MARK_GAIN : SHIFT_GAIN);
}

/* May any ending of the place be telling? Most rows of "?" and most of a script are passed over. */
static bool may_tell(const struct place *p)
{
	size_t wide = 0, marks_seen = 0;

	for (size_t i = 2; i < p->n; i++) {
		wide += p->seen[i] >= 0x80;
		marks_seen += p->seen[i] == '?';
		if (wide > 0 && wide >= marks_seen)
			return true;
	}
	return false;
}

/* The best ending that the channel reproduces; false if none is worth it. */
static bool settle(struct reading *out, size_t *n_seen, const struct endings *ends,
		   const struct beam *b, const struct shift *x, const struct place *p)
{
	bool found = false;

	for (unsigned i = 0; i < ends->n; i++) {
		const struct ending *e = &ends->at[i];
		struct reading r;

		if (!is_telling(p, e))
			continue;
		spell(&r, b, e->state.node, x->arena);
		if (!reproduces(x, &r, p, e->n))
			continue;
		if (found) { /* the next different one */
			if (out->cost - e->gain < out->margin)
				out->margin = out->cost - e->gain;
			break;
		}
		*out = r;
		out->cost = e->gain;
		out->margin = e->state.margin;
		*n_seen = e->n;
		found = true;
	}
	return found;
}

/* The best ending of a place, searched for once; false if none is worth it. */
static bool solve(struct reading *out, size_t *n_seen, struct shift *x, const struct place *p,
		  uint16_t before)
{
	size_t n = n_searched(p);
	uint32_t h = before;
	struct endings ends = { .n = 0 };
	struct solved **row, *s;
	struct beam b;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p->seen[i]) * 2654435761u;
	row = &x->solved[h >> 16 & (SOLVED_ROWS - 1)];
	for (s = *row; s; s = s->next)
		if (s->before == before && s->n == n &&
		    memcmp(s->seen, p->seen, n * sizeof(p->seen[0])) == 0)
			break;
	if (!s) {
		beam_init(&b, &x->local, x->scratch);
		b.now[0].before = before;
		s = ARENA_NEW(x->arena, struct solved, 1);
		*s = (struct solved){ .next = *row, .n = n, .before = before };
		s->seen = ARENA_NEW(x->arena, uint32_t, n);
		memcpy(s->seen, p->seen, n * sizeof(p->seen[0]));
		s->found = search(&ends, &b, x, p, before) &&
			   settle(&s->reading, &s->n_seen, &ends, &b, x, p);
		*row = s;
	}
	*out = s->reading;
	*n_seen = s->n_seen;
	return s->found;
}

/* Tries one place; true, and bytes of the text that were read anew in *used. */
static bool undo(struct textbuf *out, size_t *used, struct shift *x, size_t at, uint16_t before,
		 struct encoding *enc)
{
	struct place *p = ARENA_NEW(x->scratch, struct place, 1);
	struct repair rec = { .name = "gbk_shift", .at = (uint32_t)at, .count = 1 };
	struct reading r = { .n = 0 };
	size_t start = out->n, n_seen = 0;

	read_place(p, x->text, at);
	if (p->n < 3 || !mark_of(p->seen[1]) || !may_tell(p))
		return false;
	if (!x->gb)
		init(x);
	if (!solve(&r, &n_seen, x, p, before))
		return false;
	for (size_t i = 0; i < r.n; i++)
		textbuf_put(out, r.at[i]);
	*used = p->at[n_seen] - at;
	rec.n = (uint32_t)*used;
	rec.before = str_sub(x->text, at, *used);
	rec.after = arena_str(x->arena, (struct str){ out->p + start, out->n - start });
	rec.margin_mnat = model_mnat(r.margin);
	repair_note(enc, &rec, x->arena);
	if (r.at[r.n - 1] == LATTICE_EATEN &&
	    !(at + *used < x->text.n && x->text.p[at + *used] == '/'))
		enc->untrusted = true; /* not the < of a tag: perhaps a digit */
	return true;
}

struct str repair_shift(struct str text, const struct scan *scan, struct encoding *enc,
			struct arena *arena)
{
	struct arena scratch = { 0 };
	struct shift x = { .text = text, .arena = arena, .scratch = &scratch };
	struct textbuf out = { .arena = arena };
	size_t done = 0, tried = 0, undone = 0;

	if (!scan->has_cut)
		return text;
	for (size_t at = str_find(text, STR("?"), 0);
	     at != STR_NONE && tried < SHIFT_MAX_PLACES && tried < SHIFT_FAILURES + 3 * undone;
	     at = str_find(text, STR("?"), at + 1)) {
		uint16_t before = MODEL_LINE;
		size_t used, next = at + 1;

		if (at < done || next >= text.n || !mark_of(utf8_next(text, &next)))
			continue;
		tried++;
		if (at > 0 && text.p[at - 1] != '\n' && (unsigned char)text.p[at - 1] < 0x80)
			before = model_class_of((unsigned char)text.p[at - 1]);
		if (at > 2 && (unsigned char)text.p[at - 1] >= 0x80) {
			size_t back = at - 1;

			while (back > 0 && ((unsigned char)text.p[back] & 0xC0) == 0x80)
				back--;
			before = model_class_of(utf8_next(text, &back));
		}
		textbuf_add(&out, str_sub(text, done, at - done));
		done = at;
		if (undo(&out, &used, &x, at, before, enc)) {
			done = at + used;
			undone++;
		}
		arena_release(&scratch);
	}
	if (!done)
		return text;
	textbuf_add(&out, str_sub(text, done, text.n - done));
	return textbuf_str(&out);
}
