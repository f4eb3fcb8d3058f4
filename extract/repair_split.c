#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/beam.h"
#include "extract/hanzi.h"
#include "extract/model.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

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
#define GAP_SLOTS    (1u << 16)
#define MAX_PROPOSED 4000

struct gaps {
	uint64_t *keys; /* before << 32 | after */
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
	size_t i = (size_t)((key * 0x9E3779B97F4A7C15u) >> 48);

	for (unsigned tries = 0; tries < 64 && g->keys[i] && g->keys[i] != key; tries++)
		i = (i + 1) & (GAP_SLOTS - 1);
	return i;
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
		uint64_t key = (uint64_t)c[i - 1] << 32 | c[i + 1];
		size_t s;

		if (c[i] == UTF8_REPLACEMENT || !lattice_may_propose(c[i]))
			continue;
		s = slot(&w->gaps, key);
		if (!w->gaps.keys[s]) {
			w->gaps.keys[s] = key;
			w->gaps.between[s] = c[i];
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

/* The likeliest character for a place, 0 where none is likely enough. */
static uint32_t fill(int64_t *margin, const struct work *w, uint32_t before, uint32_t after,
		     struct str left)
{
	size_t s = slot(&w->gaps, (uint64_t)before << 32 | after);
	uint32_t seen =
		w->gaps.keys[s] == ((uint64_t)before << 32 | after) ? w->gaps.between[s] : 0;
	uint16_t kb = model_class_of(before), ka = model_class_of(after);
	unsigned best_cost = UINT32_MAX, second = UINT32_MAX;
	uint32_t best = 0;

	for (size_t i = 0; i < w->n_proposed; i++) {
		uint32_t c = w->proposed[i];
		uint16_t k = model_class_of(c);
		unsigned cost = local_model_cost(&w->local, kb, k);

		if (cost >= second || !fits(c, left))
			continue;
		cost += local_model_cost(&w->local, k, ka) + local_model_script_cost(&w->local, c);
		if (c == seen)
			cost = cost > SEEN_BONUS ? cost - SEEN_BONUS : 0;
		if (cost < best_cost) {
			second = best_cost;
			best_cost = cost;
			best = c;
		} else if (cost < second) {
			second = cost;
		}
	}
	if (!best || best_cost > MOST_COST)
		return 0;
	*margin = second == UINT32_MAX ? MOST_COST : (int64_t)(second - best_cost);
	return *margin >= LEAST_MARGIN ? best : 0;
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

static uint32_t char_before(struct str s, size_t at)
{
	if (!at)
		return '\n';
	at--;
	while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
		at--;
	return utf8_next(s, &at);
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
		size_t end = at, n = 0, next;
		struct str left = { NULL, 0 };
		uint32_t c = 0;
		int64_t margin = 0;

		for (; str_starts(str_sub(text, end, 3), STR("\uFFFD")); end += 3)
			n++;
		if (same_source)
			left = source_of(text, at, end, enc, &text_at, &raw_at);
		if (str_starts(left, STR("\uFFFD")))
			left = (struct str){ NULL, 0 };
		next = end;
		if (left.n == 2 || (!left.n && (n == 2 || n == 3)))
			c = fill(&margin, &w, char_before(text, at),
				 next < text.n ? utf8_next(text, &next) : '\n', left);
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
