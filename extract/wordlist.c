#include "extract/wordlist.h"

#include <stdbool.h>
#include <string.h>

#include "extract/model.h"
#include "extract/wordlist_table.h"

#define MAX_WORD   4 /* characters */
#define INDEX_BITS 16
#define MOST       (2 * WORDLIST_WINDOW + 1)
#define MOST_GAIN  (8 * MODEL_NAT) /* what pairs find unlikelier than this no word makes likely */
#define MARK_COST  (3 * MODEL_NAT) /* of a mark, which is no word */

/* As hash_of() in scripts/gen-model.py. */
static uint32_t word_hash(const uint16_t *classes, size_t n)
{
	uint32_t h = (uint32_t)n;

	for (size_t i = 0; i < n; i++) {
		h = (h ^ classes[i]) * 2654435761u;
		h ^= h >> 15;
	}
	return h;
}

/* Where the words begin whose hashes begin with these bits. */
static const uint16_t *hash_index(void)
{
	static uint16_t start[(1u << INDEX_BITS) + 1];
	size_t n = 0;

	if (start[1u << INDEX_BITS])
		return start;
	for (uint32_t i = 0; i <= 1u << INDEX_BITS; i++) {
		while (n < WORDLIST_WORDS && wordlist_hash[n] >> (32 - INDEX_BITS) < i)
			n++;
		start[i] = (uint16_t)n;
	}
	return start;
}

/* UINT32_MAX: no word. */
static unsigned word_cost(const uint16_t *start, const uint16_t *classes, size_t n)
{
	uint32_t h = word_hash(classes, n), bits = h >> (32 - INDEX_BITS);

	for (unsigned i = start[bits]; i < start[bits + 1]; i++)
		if (wordlist_hash[i] == h)
			return wordlist_word[i];
	return UINT32_MAX;
}

static unsigned alone_cost(uint16_t c)
{
	return wordlist_alone[c] == UINT8_MAX && c > MODEL_OTHER_HAN &&
			       model_single_cost(c) < MODEL_RARE
		       ? MARK_COST
		       : wordlist_alone[c];
}

/* What the words cost that begin at `i`, by their lengths. */
struct words {
	unsigned of[MAX_WORD + 1];
};

/* Those that have the character at `place` in them, and with `all` the others too. */
static void look_up(struct words *w, const uint16_t *classes, size_t n, size_t place, bool all)
{
	const uint16_t *start = hash_index();

	for (size_t i = 0; i < n && (all || i <= place); i++) {
		size_t k = all || place - i < 2 ? 2 : place - i + 1;

		if (all || i == place)
			w[i].of[1] = alone_cost(classes[i]);
		for (; k <= MAX_WORD && i + k <= n; k++)
			w[i].of[k] = word_cost(start, classes + i, k);
	}
}

/* The cost of `n` characters as a row of words. */
static unsigned cheapest_row(const struct words *w, size_t n)
{
	unsigned best[MOST + 1] = { 0 };

	memset(best + 1, 0xFF, n * sizeof(best[0]));
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 1; k <= MAX_WORD && i + k <= n; k++) {
			unsigned cost = w[i].of[k];

			if (cost != UINT32_MAX && best[i] + cost < best[i + k])
				best[i + k] = best[i] + cost;
		}
	}
	return best[n];
}

void choices_offer(struct choices *c, uint32_t code_point, unsigned cost)
{
	uint16_t k = model_class_of(code_point);
	size_t i = 0;

	if (cost >= choices_limit(c))
		return;
	while (i < c->n && model_class_of(c->at[i].code_point) != k)
		i++;
	if (i < c->n && c->at[i].cost <= cost)
		return;
	if (i == c->n)
		i = c->n < WORDLIST_CHOICES ? c->n++ : WORDLIST_CHOICES - 1;
	for (; i > 0 && c->at[i - 1].cost > cost; i--)
		c->at[i] = c->at[i - 1];
	c->at[i] = (struct choice){ code_point, cost };
}

void choices_settle(struct choices *c, const uint16_t *before, size_t n_before,
		    const uint16_t *after, size_t n_after)
{
	struct choices out = { .n = 0 };
	uint16_t window[MOST];
	struct words w[MOST];
	size_t nb = n_before < WORDLIST_WINDOW ? n_before : WORDLIST_WINDOW;
	size_t na = n_after < WORDLIST_WINDOW ? n_after : WORDLIST_WINDOW;

	memcpy(window, before + n_before - nb, nb * sizeof(window[0]));
	memcpy(window + nb + 1, after, na * sizeof(window[0]));
	for (size_t i = 0; i < c->n && c->at[i].cost <= c->at[0].cost + MOST_GAIN; i++) {
		window[nb] = model_class_of(c->at[i].code_point);
		look_up(w, window, nb + 1 + na, nb, i == 0);
		choices_offer(&out, c->at[i].code_point,
			      c->at[i].cost + cheapest_row(w, nb + 1 + na));
	}
	*c = out;
}
