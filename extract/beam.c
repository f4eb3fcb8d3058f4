#include "extract/beam.h"

#include <string.h>

#include "base/attrs.h"
#include "extract/hanzi.h"
#include "extract/model.h"
#include "extract/wordlist.h"

#define MAX_ROUNDS 3 /* of guesses that depend on each other */

#define FIRST_NODES    512
#define HOPELESS_EVERY 64
#define HOPELESS_COST  (6 * MODEL_NAT) /* a byte; text costs two or three */

void beam_init(struct beam *b, const struct local_model *local, struct arena *arena)
{
	memset(b, 0, sizeof(*b));
	b->local = local;
	b->arena = arena;
	b->now[0] = (struct beam_state){ .before = MODEL_LINE, .margin = INT32_MAX, .node = -1 };
	b->n_now = 1;
	b->nodes = ARENA_NEW(arena, struct beam_node, FIRST_NODES);
	b->cap_nodes = FIRST_NODES;
}

/* Two ways that from here on are one: what the dearer lacked is how sure we are. */
static void merge(struct beam_state *have, struct beam_state s)
{
	struct beam_state win = s.cost < have->cost ? s : *have;
	int32_t gap = s.cost < have->cost ? have->cost - s.cost : s.cost - have->cost;

	if (gap < win.margin)
		win.margin = gap;
	*have = win;
}

static void find_dearest(struct beam *b)
{
	b->worst = 0;
	for (unsigned i = 1; i < b->n_next; i++)
		if (b->next[i].cost > b->next[b->worst].cost)
			b->worst = i;
	b->dearest = b->next[b->worst].cost;
}

void beam_push(struct beam *b, struct beam_state s)
{
	bool is_stale;
	uint64_t *has = &b->has[s.before / 64 % countof(b->has)],
		 bit = (uint64_t)1 << s.before % 64;

	for (unsigned i = 0; (*has & bit) && i < b->n_next; i++) {
		struct beam_state *have = &b->next[i];

		if (have->before == s.before && have->open == s.open) {
			merge(have, s);
			return;
		}
	}
	/* the dearest may have got cheaper since it was looked for, or be another's */
	is_stale = b->worst >= b->n_next || b->next[b->worst].cost != b->dearest;
	if (b->n_next < BEAM_WIDTH) {
		b->next[b->n_next++] = s;
		if (is_stale) {
			find_dearest(b);
		} else if (s.cost > b->dearest) {
			b->worst = b->n_next - 1;
			b->dearest = s.cost;
		}
	} else if (s.cost < b->dearest) {
		if (is_stale)
			find_dearest(b);
		b->next[b->worst] = s;
		find_dearest(b);
	} else {
		return;
	}
	*has |= bit;
}

struct beam_state beam_emit_at(struct beam *b, struct beam_state s, uint32_t code_point, uint16_t k,
			       unsigned cost)
{
	s.cost += (int32_t)cost;
	s.before = k;
	s.open = 0;
	ARENA_GROW(b->arena, b->nodes, b->n_nodes, b->cap_nodes);
	b->nodes[b->n_nodes] = (struct beam_node){ code_point, s.node, NULL };
	s.node = (int32_t)b->n_nodes++;
	return s;
}

struct beam_state beam_emit(struct beam *b, struct beam_state s, uint32_t code_point,
			    unsigned penalty)
{
	uint16_t k = code_point == LATTICE_EATEN ? MODEL_LINE
						 : model_class_of(lattice_plain(code_point));

	return beam_emit_at(b, s, code_point, k, local_model_cost(b->local, s.before, k) + penalty);
}

void beam_clear(struct beam *b)
{
	b->n_next = 0;
	memset(b->has, 0, sizeof(b->has));
}

uint32_t lattice_plain(uint32_t c)
{
	return c >= 0x2F00 && c < 0x2FE0 ? hanzi_plain(c) : c;
}

void beam_step(struct beam *b)
{
	memcpy(b->now, b->next, b->n_next * sizeof(b->next[0]));
	b->n_now = b->n_next;
	beam_clear(b);
}

bool lattice_may_propose(uint32_t c)
{
	/* 。、，；：？！“”《》（）—…·〔〕【】 and three blanks */
	static const uint16_t marks[] = { 0xA0,   0xB7,   0x2002, 0x2014, 0x201C, 0x201D,
					  0x2026, 0x3000, 0x3001, 0x3002, 0x300A, 0x300B,
					  0x3010, 0x3011, 0x3014, 0x3015, 0xFF01, 0xFF08,
					  0xFF09, 0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F };

	if (c >= 0x4E00 && c <= 0x9FFF)
		return model_single_cost(model_class_of(c)) < MODEL_RARE + MODEL_NAT;
	if (c < 0xA0 || (c > 0x3015 && c < 0xFF01) || c > 0xFF1F)
		return false;
	for (size_t i = 0; i < countof(marks); i++)
		if (marks[i] == c)
			return true;
	return false;
}

/* A blank is cheap to read, not to guess. */
static unsigned blank_cost(uint32_t code_point)
{
	return model_class_of(code_point) == MODEL_BLANK ? 5 * MODEL_NAT : 0;
}

void beam_try(struct beam_tries *t, struct beam *b, const struct beam_state *s, uint32_t code_point)
{
	unsigned cost, i;

	if (!lattice_may_propose(code_point))
		return;
	cost = local_model_cost(b->local, s->before, model_class_of(code_point)) +
	       local_model_script_cost(b->local, code_point) + blank_cost(code_point);
	if (t->n == BEAM_TRIES && cost >= t->at[BEAM_TRIES - 1].cost)
		return;
	i = t->n < BEAM_TRIES ? t->n++ : BEAM_TRIES - 1;
	for (; i > 0 && t->at[i - 1].cost > cost; i--)
		t->at[i] = t->at[i - 1];
	t->at[i].code_point = code_point;
	t->at[i].cost = cost;
}

struct beam_tries *beam_recall(struct beam *b, uint16_t before, uint16_t what, bool *is_known)
{
	uint32_t key = (uint32_t)before << 16 | what, i = (key * 2654435761u) >> 20;
	struct beam_memo *memo;

	if (!b->local)
		return NULL;
	memo = *b->local->memo;
	if (!memo)
		memo = *b->local->memo = ARENA_NEW(b->local->arena, struct beam_memo, 1);
	*is_known = memo->at[i].key == key;
	if (!*is_known) {
		memo->at[i].key = key;
		memo->at[i].tries = ARENA_NEW(b->local->arena, struct beam_tries, 1);
		memo->at[i].tries->is_lasting = true;
	}
	return memo->at[i].tries;
}

const struct beam_tries *beam_keep(struct beam *b, const struct beam_tries *t)
{
	struct beam_tries *kept;

	if (t->n < 2)
		return NULL;
	if (t->is_lasting)
		return t;
	kept = ARENA_NEW(b->arena, struct beam_tries, 1);
	*kept = *t;
	kept->is_lasting = true;
	return kept;
}

void beam_push_tries(const struct beam_tries *t, struct beam *b, struct beam_state s,
		     unsigned penalty, uint64_t open)
{
	const struct beam_tries *kept = NULL;

	s.guessed++;
	/* where not even the first can go on, none of them will be looked at again */
	if (t->n &&
	    (b->n_next < BEAM_WIDTH || s.cost + (int32_t)(t->at[0].cost + penalty) < b->dearest))
		kept = beam_keep(b, t);
	for (unsigned i = 0; i < t->n && i < BEAM_PUSHED; i++) {
		uint32_t c = t->at[i].code_point;
		struct beam_state e = beam_emit_at(b, s, c | LATTICE_GUESS, model_class_of(c),
						   t->at[i].cost + penalty);

		b->nodes[e.node].tries = kept;
		e.open = open;
		beam_push(b, e);
	}
}

bool beam_is_hopeless(const struct beam *b, size_t n)
{
	if (n % HOPELESS_EVERY)
		return false;
	for (unsigned i = 0; i < b->n_now; i++)
		if (b->now[i].cost < (int64_t)n * HOPELESS_COST)
			return false;
	return true;
}

/* What may have stood where an old decoder ate a character: to weigh its neighbours by, no more. */
static const uint16_t maybe_eaten[] = { '\n', ' ', '0', '(', ')', ',', ':' };

static uint16_t class_of(const struct reading *r, size_t i, uint16_t eaten)
{
	uint32_t c = i < r->n ? r->at[i] & ~LATTICE_GUESS : '\n';

	return model_class_of(c == LATTICE_EATEN ? eaten : lattice_plain(c));
}

/* What is known of the pairs with the choices for a guess: ways to weigh share most of them. */
struct pair_costs {
	uint16_t before, after; /* class that `first` and `second` are of */
	bool is_known;
	unsigned first[BEAM_TRIES], second[BEAM_TRIES], alone[BEAM_TRIES];
};

static void cost_pairs(struct pair_costs *p, const struct beam_tries *t, uint16_t before,
		       uint16_t after, const struct beam *b)
{
	for (unsigned k = 0; k < t->n; k++) {
		uint32_t c = t->at[k].code_point;
		uint16_t kc = model_class_of(c);

		if (!p->is_known)
			p->alone[k] = local_model_script_cost(b->local, c) + blank_cost(c);
		if (!p->is_known || p->before != before)
			p->first[k] = local_model_cost(b->local, before, kc);
		if (!p->is_known || p->after != after)
			p->second[k] = local_model_cost(b->local, kc, after);
	}
	p->before = before;
	p->after = after;
	p->is_known = true;
}

/* The choices for the guess at `i`, by pairs and words, if `eaten` is what was eaten around it. */
static void weigh_by(struct choices *choices, struct pair_costs *p, const struct reading *r,
		     size_t i, const struct beam_tries *t, uint16_t eaten, const struct beam *b)
{
	uint16_t before[WORDLIST_WINDOW], after[WORDLIST_WINDOW];
	size_t n_before = i < WORDLIST_WINDOW ? i : WORDLIST_WINDOW, n_after = 0;
	uint16_t k1 = i ? class_of(r, i - 1, eaten) : MODEL_LINE, k2 = class_of(r, i + 1, eaten);
	unsigned behind = local_model_cost(b->local, k2, class_of(r, i + 2, eaten));

	for (size_t k = 0; k < n_before; k++)
		before[k] = class_of(r, i - n_before + k, eaten);
	for (; n_after < WORDLIST_WINDOW && i + 1 + n_after < r->n; n_after++)
		after[n_after] = class_of(r, i + 1 + n_after, eaten);
	cost_pairs(p, t, k1, k2, b);
	for (unsigned k = 0; k < t->n; k++)
		choices_offer(choices, t->at[k].code_point,
			      p->first[k] + p->second[k] + behind + p->alone[k]);
	choices_settle(choices, before, n_before, after, n_after);
}

static bool is_eaten(const struct reading *r, size_t i)
{
	return i < r->n && r->at[i] == LATTICE_EATEN;
}

/* The guess at `i` anew; true where it is another one now. */
static bool weigh(struct reading *r, size_t i, const struct beam_tries *t, const struct beam *b)
{
	size_t ways = is_eaten(r, i + 1) || (i && is_eaten(r, i - 1)) ? countof(maybe_eaten) : 1;
	struct choices best = { .n = 0 };
	struct pair_costs pairs = { .is_known = false };
	uint32_t c;

	for (size_t k = 0; k < ways; k++) {
		struct choices choices = { .n = 0 };

		weigh_by(&choices, &pairs, r, i, t, maybe_eaten[k], b);
		for (size_t j = 0; j < choices.n; j++)
			choices_offer(&best, choices.at[j].code_point, choices.at[j].cost);
	}
	if (best.n > 1 && best.at[1].cost - best.at[0].cost < r->margin)
		r->margin = best.at[1].cost - best.at[0].cost;
	c = best.at[0].code_point | LATTICE_GUESS;
	if (r->at[i] == c)
		return false;
	r->at[i] = c;
	return true;
}

/* What is weighed by the guess at `i` among others. */
static void unsettle(bool *is_settled, size_t n, size_t i)
{
	size_t first = i < WORDLIST_WINDOW ? 0 : i - WORDLIST_WINDOW;

	for (size_t k = first; k < n && k <= i + WORDLIST_WINDOW; k++)
		is_settled[k] = false;
}

/* All guesses of the path that ends in `node`, until nothing changes. */
static void weigh_all(struct reading *r, int32_t node, const struct beam *b)
{
	const struct beam_tries **tries = ARENA_NEW(b->arena, const struct beam_tries *, r->n + 1);
	bool *is_settled =
		ARENA_NEW(b->arena, bool, r->n + 1); /* since its neighbours last changed */
	bool any = false;

	for (size_t i = r->n; node >= 0; node = b->nodes[node].before) {
		tries[--i] = b->nodes[node].tries;
		any |= tries[i] != NULL;
	}
	for (unsigned round = 0; any && round < MAX_ROUNDS; round++) {
		any = false;
		for (size_t i = 0; i < r->n; i++) {
			if (!tries[i] || is_settled[i])
				continue;
			if (weigh(r, i, tries[i], b)) {
				any = true;
				unsettle(is_settled, r->n, i);
			}
			is_settled[i] = true;
		}
	}
}

bool beam_finish(struct beam *b, struct reading *out)
{
	struct beam_state *best = NULL;
	int32_t second = INT32_MAX;
	size_t n = 0;

	for (unsigned i = 0; i < b->n_now; i++) {
		struct beam_state *s = &b->now[i];

		if (s->open)
			continue;
		s->cost += (int32_t)local_model_cost(b->local, s->before, MODEL_LINE);
		if (!best || s->cost < best->cost) {
			second = best ? best->cost : second;
			best = s;
		} else if (s->cost < second) {
			second = s->cost;
		}
	}
	if (!best)
		return false;
	for (int32_t i = best->node; i >= 0; i = b->nodes[i].before)
		n++;
	*out = (struct reading){ .at = ARENA_NEW(b->arena, uint32_t, n + 1),
				 .n = n,
				 .cost = best->cost,
				 .margin = best->margin,
				 .guessed = best->guessed };
	if (second != INT32_MAX && second - best->cost < best->margin)
		out->margin = second - best->cost;
	for (int32_t i = best->node; i >= 0; i = b->nodes[i].before)
		out->at[--n] = b->nodes[i].code_point;
	if (!b->local || b->local->n) /* nothing learned yet: a trial, whose guesses nobody reads */
		weigh_all(out, best->node, b);
	return true;
}
