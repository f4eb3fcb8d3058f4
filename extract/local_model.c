#include "extract/local_model.h"

#include "base/attrs.h"
#include "extract/hanzi.h"
#include "extract/model.h"

#define FIRST_SLOTS (1u << 8)
#define HALF_COUNT  3 /* a context seen so often is believed by half */
#define LOCAL_PENALTY                                                                              \
	10 /* sixteenths of a nat: the share of cases the document itself says nothing of */
#define SCRIPT_COST (3 * MODEL_NAT)

static void set_slots(struct local_model *m, uint32_t n)
{
	m->keys = ARENA_NEW(m->arena, uint32_t, n);
	m->counts = ARENA_NEW(m->arena, uint16_t, n);
	m->mask = n - 1;
}

void local_model_init(struct local_model *m, struct arena *arena)
{
	*m = (struct local_model){ .max = LOCAL_MAX_PAIRS,
				   .memo = ARENA_NEW(arena, struct beam_memo *, 1),
				   .arena = arena };
	m->all = ARENA_NEW(arena, uint16_t, MODEL_CLASSES);
	set_slots(m, FIRST_SLOTS);
}

static uint32_t slot(const struct local_model *m, uint32_t key)
{
	uint32_t i = (key * 2654435761u) >> 8;

	while (m->keys[i & m->mask] && m->keys[i & m->mask] != key)
		i++;
	return i & m->mask;
}

static void grow(struct local_model *m)
{
	struct local_model old = *m;

	set_slots(m, (old.mask + 1) * 4);
	for (uint32_t i = 0; i <= old.mask; i++) {
		uint32_t to;

		if (!old.keys[i])
			continue;
		to = slot(m, old.keys[i]);
		m->keys[to] = old.keys[i];
		m->counts[to] = old.counts[i];
	}
}

static void count(struct local_model *m, uint32_t key)
{
	uint32_t i = slot(m, key);

	if (!m->keys[i]) {
		if (m->n == m->max)
			return;
		m->keys[i] = key;
		m->n++;
	}
	if (m->counts[i] < UINT16_MAX)
		m->counts[i]++;
	if (m->n * 2 > m->mask)
		grow(m);
}

/* Characters that are the other script's form of one: 1 traditional, -1 simplified only, 0 both. */
static int script_of(uint32_t c)
{
	if (c < 0x4E00 || c > 0x9FFF)
		return 0;
	return hanzi_simplify(c) != c;
}

static void count_script(struct local_model *m, uint32_t c)
{
	if (script_of(c))
		m->traditional++;
	else if (hanzi_is(c))
		m->simplified++;
}

void local_model_add(struct local_model *m, const uint32_t *code_points, size_t n)
{
	uint16_t before = MODEL_LINE;

	*m->memo = NULL;
	for (size_t i = 0; i < n; i++) {
		uint32_t c = code_points[i];
		uint16_t k = model_class_of(c); /* a guess is no code point: no class */

		if (k > MODEL_OTHER_HAN && before > MODEL_OTHER_HAN &&
		    local_model_asks(m, before)) {
			if (local_model_asks(m, k))
				count(m, (uint32_t)before << 16 | k);
			if (m->all[before] < UINT16_MAX)
				m->all[before]++;
		}
		if (!m->only)
			count_script(m, c);
		before = k;
	}
}

/* 16 * ln(n) for n of 1 and above, to a sixteenth or so */
static unsigned log16(unsigned n)
{
	static const uint8_t low[] = { 0,  0,  11, 18, 22, 26, 29, 31, 33, 35, 37,
				       38, 40, 41, 42, 43, 44, 45, 46, 47, 48 };
	unsigned shift = 0;

	while (n >> shift >= countof(low))
		shift++;
	return low[n >> shift] + shift * 11;
}

unsigned local_model_cost(const struct local_model *m, uint16_t before, uint16_t c)
{
	unsigned cost = model_cost(before, c), own;
	uint32_t pair;

	if (!m || !m->n || before <= MODEL_OTHER_HAN || c <= MODEL_OTHER_HAN)
		return cost;
	pair = slot(m, (uint32_t)before << 16 | c);
	if (!m->keys[pair])
		return cost;
	own = LOCAL_PENALTY + log16(m->all[before] + HALF_COUNT) - log16(m->counts[pair]);
	return own < cost ? own : cost;
}

unsigned local_model_script_cost(const struct local_model *m, uint32_t code_point)
{
	bool doc_is_traditional = m && m->traditional * 10 > m->simplified;

	return script_of(code_point) && !doc_is_traditional ? SCRIPT_COST : 0;
}
