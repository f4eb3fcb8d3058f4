#ifndef EXTRACT_WORDLIST_H
#define EXTRACT_WORDLIST_H

#include <stddef.h>
#include <stdint.h>

#include "extract/local_model.h"
#include "extract/model.h"

/*
 * Words, where pairs of characters say too little: 精神及 is likelier than
 * 精以及 because 精神 is a word. For the few places where something was lost.
 */

#define WORDLIST_WINDOW 3 /* characters on either side that a word with the lost one may reach */

#define WORDLIST_BLANK_COST (5 * MODEL_NAT) /* a blank is cheap to read, not to guess */

/* What a lost character may be, the likeliest by pairs, cheapest first. */
#define WORDLIST_CHOICES 24

struct choices {
	struct choice {
		uint32_t code_point;
		unsigned cost; /* MODEL_NAT: by pairs, with what stands before and after */
	} at[WORDLIST_CHOICES];
	size_t n;
};

/* Keeps the cheapest WORDLIST_CHOICES of those offered, one of each class of model.h. */
void choices_offer(struct choices *c, uint32_t code_point, unsigned cost);

/* The cost of what can be offered to a full list at most. */
static inline unsigned choices_limit(const struct choices *c)
{
	return c->n < WORDLIST_CHOICES ? UINT32_MAX : c->at[WORDLIST_CHOICES - 1].cost;
}

/*
 * choices_settle - reorders by pairs and words together.
 *
 *   before, after   classes of model.h around the place, in reading order; more
 *                   than WORDLIST_WINDOW of them are not looked at
 *
 * Costs then are of both. Nothing is added; what is far behind goes.
 */
void choices_settle(struct choices *c, const uint16_t *before, size_t n_before,
		    const uint16_t *after, size_t n_after);

#endif
