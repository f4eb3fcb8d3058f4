#ifndef EXTRACT_BEAM_H
#define EXTRACT_BEAM_H

#include <stdbool.h>
#include <stdint.h>

#include "extract/lattice.h"

#define BEAM_WIDTH  24
#define BEAM_TRIES  24 /* of the characters that a lost byte allows, per state; */
#define BEAM_PUSHED 10 /* so many of them go on, the others are kept for a second look */

/* One way to have read what came so far. */
struct beam_state {
	uint64_t open;   /* bytes of a character not yet complete, in the reader's own packing */
	uint16_t before; /* class of the last character */
	uint16_t guessed;
	int32_t cost, margin;
	int32_t node; /* last character, index into nodes; -1: none */
};

/* The likeliest of the characters that a state may go on with. */
struct beam_tries {
	struct {
		uint32_t code_point;
		unsigned cost;
	} at[BEAM_TRIES];
	uint16_t n;
	bool is_lasting; /* stays where it is as long as the beam */
};

struct beam_node {
	uint32_t code_point;
	int32_t before;
	const struct beam_tries *tries; /* what it may be as well; NULL: nothing else */
};

struct beam {
	struct beam_state now[BEAM_WIDTH], next[BEAM_WIDTH];
	unsigned n_now, n_next;
	int32_t dearest; /* of next, once it is full: what `worst` cost when it was looked for */
	unsigned worst; /* BEAM_WIDTH: to be looked for */
	uint64_t has[4]; /* bits of the classes that may be in next */
	struct beam_node *nodes;
	size_t n_nodes, cap_nodes;
	const struct local_model *local;
	struct arena *arena;
};

void beam_init(struct beam *b, const struct local_model *local, struct arena *arena);

/* Offers a state for the next step: of equal ones the cheaper stays, of too many the dearest goes.
 */
void beam_push(struct beam *b, struct beam_state s);

/* `s` with one more character. */
struct beam_state beam_emit(struct beam *b, struct beam_state s, uint32_t code_point,
			    unsigned penalty);

/* The same for a character of class `k` that costs `cost`, all told. */
struct beam_state beam_emit_at(struct beam *b, struct beam_state s, uint32_t code_point, uint16_t k,
			       unsigned cost);

void beam_try(struct beam_tries *t, struct beam *b, const struct beam_state *s,
	      uint32_t code_point);

/* The same to be kept for beam_finish(); NULL where there is no choice. */
const struct beam_tries *beam_keep(struct beam *b, const struct beam_tries *t);

/* Pushes `s` with the first of them, `penalty` dearer, and `open` after it. */
void beam_push_tries(const struct beam_tries *t, struct beam *b, struct beam_state s,
		     unsigned penalty, uint64_t open);

/*
 * What beam_try() found for all states of one class, to be found again: a text
 * has few of them. Goes with a local model, until anything is added to that.
 */
#define BEAM_MEMO 4096

struct beam_memo {
	struct {
		uint32_t key; /* before << 16 | what, 0: free */
		struct beam_tries *tries;
	} at[BEAM_MEMO];
};

/*
 * The place for what is tried after `before`, `what` (above 0) being asked:
 * *is_known tells whether it was filled before. NULL: nothing is remembered.
 */
struct beam_tries *beam_recall(struct beam *b, uint16_t before, uint16_t what, bool *is_known);

void beam_clear(struct beam *b); /* empties next */
void beam_step(struct beam *b);  /* next becomes now */

/* After `n` symbols: has it long been clear that this is no text? */
bool beam_is_hopeless(const struct beam *b, size_t n);

/*
 * The cheapest state with nothing open, spelled out; false if there is none.
 * Guesses are then weighed once more, with the words around them.
 */
bool beam_finish(struct beam *b, struct reading *out);

#endif
