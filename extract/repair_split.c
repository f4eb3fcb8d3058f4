#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/beam.h"
#include "extract/hanzi.h"
#include "extract/model.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"
#include "extract/wordlist.h"

/*
 * One character lost in good text, its neighbours known: UTF-8 that was cut in
 * buffers and decoded piece by piece shows two or three U+FFFD for it; UTF-8
 * that lost a byte shows what is left of it in the source.
 */
#define GOOD_SHARE   20 /* in good text at most one character in so many is U+FFFD */
#define MAX_PLACES   5000
#define MOST_COST    (17 * MODEL_NAT) /* of a character and the one after it */
#define LEAST_MARGIN (MODEL_NAT / 2)
#define SEEN_BONUS   (5 * MODEL_NAT) /* it stands between the same two elsewhere in the text */
#define SEVERAL      0               /* between: not always the same */
#define GAP_SLOTS    (1u << 17)
#define MAX_PROPOSED 4000

/* What stands between characters of this text: one on either side, or two on one of them. */
enum gap { GAP_NARROW, GAP_LEFT, GAP_RIGHT, GAP__COUNT };

struct gaps {
	uint64_t *keys; /* gap_key() */
	uint32_t *between;
};

struct work {
	struct str text;
	uint32_t *proposed; /* what may be proposed, in order of code point */
	size_t n_proposed;
	struct gaps gaps;
	struct local_model local;
	struct arena *arena;
};

static size_t slot(const struct gaps *g, uint64_t key)
{
	size_t i = (size_t)((key * 0x9E3779B97F4A7C15u) >> 47);

	for (unsigned tries = 0; tries < 64 && g->keys[i] && g->keys[i] != key; tries++)
		i = (i + 1) & (GAP_SLOTS - 1);
	return i;
}

static uint64_t gap_key(enum gap gap, uint32_t b2, uint32_t b1, uint32_t a1, uint32_t a2)
{
	uint64_t key = (uint64_t)b1 << 21 | a1;

	if (gap != GAP_NARROW)
		key |= (uint64_t)(gap == GAP_LEFT ? b2 : a2) << 42;
	return key ^ (uint64_t)gap << 62;
}

static void learn(struct work *w)
{
	uint32_t *c = ARENA_NEW(w->arena, uint32_t, w->text.n + 1);
	size_t n = 0;

	for (size_t at = 0; at < w->text.n;)
		c[n++] = utf8_next(w->text, &at);
	local_model_init(&w->local, w->arena);
	local_model_add(&w->local, c, n);
	w->gaps.keys = ARENA_NEW(w->arena, uint64_t, GAP_SLOTS);
	w->gaps.between = ARENA_NEW(w->arena, uint32_t, GAP_SLOTS);
	for (size_t i = 1; i + 1 < n; i++) {
		if (c[i] == UTF8_REPLACEMENT || !lattice_may_propose(c[i]))
			continue;
		for (enum gap g = 0; g < GAP__COUNT; g++) {
			uint64_t key = gap_key(g, i > 1 ? c[i - 2] : '\n', c[i - 1], c[i + 1],
					       i + 2 < n ? c[i + 2] : '\n');
			size_t s = slot(&w->gaps, key);

			if (!w->gaps.keys[s]) {
				w->gaps.keys[s] = key;
				w->gaps.between[s] = c[i];
			} else if (w->gaps.keys[s] == key && w->gaps.between[s] != c[i]) {
				w->gaps.between[s] = SEVERAL;
			}
		}
	}
	w->proposed = ARENA_NEW(w->arena, uint32_t, MAX_PROPOSED);
	for (uint32_t k = 0x2014; k <= 0xFF1F && w->n_proposed < MAX_PROPOSED; k++)
		if (lattice_may_propose(k) && model_single_cost(model_class_of(k)) < 11 * MODEL_NAT)
			w->proposed[w->n_proposed++] = k;
}

/* Are `left` the bytes of the character but for one? Empty `left`: nothing is known. */
static bool fits(uint32_t c, struct str left)
{
	char b[UTF8_MAX_BYTES];
	size_t n = utf8_put(b, c), i = 0;

	if (n != 3)
		return false;
	if (!left.n)
		return true;
	if (left.n != 2)
		return false;
	while (i < 2 && b[i] == left.p[i])
		i++;
	return memcmp(b + i + 1, left.p + i, 2 - i) == 0;
}

/* What stands around a place, as far as words reach. */
struct around {
	uint16_t before[WORDLIST_WINDOW], after[WORDLIST_WINDOW];
	size_t n_before, n_after;
	/* code points on either side, the nearest first; a line break past an end of the text */
	uint32_t left[2], right[2];
};

static size_t start_of_char(struct str s, size_t end)
{
	size_t at = end - 1;

	while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static struct around look_around(struct str text, size_t at, size_t end)
{
	struct around a = { .left = { '\n', '\n' }, .right = { '\n', '\n' } };
	size_t from = at;

	while (a.n_before < WORDLIST_WINDOW && from > 0) {
		from = start_of_char(text, from);
		a.n_before++;
	}
	for (size_t i = 0; from < at; i++) {
		a.left[1] = a.left[0];
		a.left[0] = utf8_next(text, &from);
		a.before[i] = model_class_of(a.left[0]);
	}
	while (a.n_after < WORDLIST_WINDOW && end < text.n) {
		uint32_t c = utf8_next(text, &end);

		if (a.n_after < 2)
			a.right[a.n_after] = c;
		a.after[a.n_after++] = model_class_of(c);
	}
	return a;
}

/* The likeliest character for a place, 0 where none is likely enough. */
static uint32_t fill(int64_t *margin, const struct work *w, const struct around *a, struct str left)
{
	uint16_t kb = model_class_of(a->left[0]), ka = model_class_of(a->right[0]);
	uint32_t seen[GAP__COUNT];
	struct choices choices = { .n = 0 };

	for (enum gap g = 0; g < GAP__COUNT; g++) {
		uint64_t key = gap_key(g, a->left[1], a->left[0], a->right[0], a->right[1]);
		size_t s = slot(&w->gaps, key);

		seen[g] = w->gaps.keys[s] == key ? w->gaps.between[s] : 0;
	}
	for (size_t i = 0; i < w->n_proposed; i++) {
		uint32_t c = w->proposed[i];
		uint16_t k = model_class_of(c);
		unsigned cost = local_model_cost(&w->local, kb, k);

		if (cost >= choices_limit(&choices) || !fits(c, left))
			continue;
		cost += local_model_cost(&w->local, k, ka) + local_model_script_cost(&w->local, c);
		for (enum gap g = 0; g < GAP__COUNT; g++)
			if (c == seen[g])
				cost = cost > SEEN_BONUS ? cost - SEEN_BONUS : 0;
		if (k == MODEL_BLANK)
			cost += WORDLIST_BLANK_COST;
		if (cost <= MOST_COST)
			choices_offer(&choices, c, cost);
	}
	choices_settle(&choices, a->before, a->n_before, a->after, a->n_after);
	if (!choices.n)
		return 0;
	*margin = choices.n == 1 ? MOST_COST : (int64_t)(choices.at[1].cost - choices.at[0].cost);
	return *margin >= LEAST_MARGIN ? choices.at[0].code_point : 0;
}

/*
 * The source bytes behind the U+FFFD that a UTF-8 decoder put: *raw_at goes
 * along with the text. Empty where the text itself had them.
 */
static struct str source_of(struct str text, size_t from, size_t to, const struct encoding *enc,
			    size_t *text_at, size_t *raw_at)
{
	size_t start;

	if (!enc->raw.n || !str_eq(str_c(enc->used), STR("utf-8")))
		return (struct str){ NULL, 0 };
	while (*text_at < from && *raw_at < enc->raw.n) {
		utf8_next(text, text_at);
		utf8_next(enc->raw, raw_at);
	}
	start = *raw_at;
	while (*text_at < to && *raw_at < enc->raw.n) {
		utf8_next(text, text_at);
		utf8_next(enc->raw, raw_at);
	}
	return str_sub(enc->raw, start, *raw_at - start);
}

struct str repair_split(struct str text, const struct scan *scan, struct encoding *enc,
			struct arena *arena)
{
	struct work w = { .text = text, .arena = arena };
	struct textbuf out = { .arena = arena };
	struct repair rec = { .name = "utf8_split" };
	size_t done = 0, places = 0, text_at = 0, raw_at = 0;
	bool same_source = enc->n_repairs == 0;

	if (!scan->n_replaced || scan->n_replaced * GOOD_SHARE > scan->n_wide)
		return text;
	learn(&w);
	for (size_t at = str_find(text, STR("\uFFFD"), 0); at != STR_NONE && places < MAX_PLACES;) {
		size_t end = at, n = 0;
		struct str left = { NULL, 0 };
		uint32_t c = 0;
		int64_t margin = 0;

		for (; str_starts(str_sub(text, end, 3), STR("\uFFFD")); end += 3)
			n++;
		if (same_source)
			left = source_of(text, at, end, enc, &text_at, &raw_at);
		if (str_starts(left, STR("\uFFFD")))
			left = (struct str){ NULL, 0 };
		if (left.n == 2 || (!left.n && (n == 2 || n == 3))) {
			struct around a = look_around(text, at, end);

			c = fill(&margin, &w, &a, left);
		}
		if (c) {
			textbuf_add(&out, str_sub(text, done, at - done));
			textbuf_put(&out, c);
			done = end;
			if (!rec.count++) {
				rec.at = (uint32_t)at;
				rec.n = (uint32_t)(end - at);
				rec.before = str_sub(text, at, end - at);
				rec.after = arena_str(arena, (struct str){ out.p + out.n - 3, 3 });
			}
			if (!rec.margin_mnat || model_mnat(margin) < rec.margin_mnat)
				rec.margin_mnat = model_mnat(margin);
		}
		places++;
		at = str_find(text, STR("\uFFFD"), end);
	}
	if (!rec.count)
		return text;
	textbuf_add(&out, str_sub(text, done, text.n - done));
	repair_note(enc, &rec, arena);
	return textbuf_str(&out);
}
