#ifndef EXTRACT_LOCAL_MODEL_H
#define EXTRACT_LOCAL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/model_table.h"

/*
 * What one document says itself: pairs of classes of model.h and how often
 * each stands in its sound parts. A report repeats its words, so a character
 * lost in one place is often whole in another.
 */
struct local_model {
	uint32_t *keys;   /* before << 16 | class, 0: free */
	uint16_t *counts; /* of that pair */
	uint16_t *all;    /* of pairs that begin with a class */
	uint32_t mask;
	uint32_t n, max;
	uint32_t traditional, simplified; /* characters that are only the one or the other */
	const uint64_t *only; /* a bit for each class: pairs of others, and scripts, are not asked
				 of and not counted; NULL: all are */
	struct beam_memo **memo; /* of beam.h, by these counts; gone when they change */
	struct arena *arena;
};

#define LOCAL_MAX_PAIRS 50000 /* more are not counted */

void local_model_init(struct local_model *m, struct arena *arena);

#define LOCAL_ONLY_WORDS (MODEL_CLASSES / 64 + 1) /* of `only` */

static inline bool local_model_asks(const struct local_model *m, uint16_t c)
{
	return !m->only || (m->only[c / 64] >> (c % 64) & 1);
}

/* Counts the pairs of `n` code points; what is in no class ends a context. */
void local_model_add(struct local_model *m, const uint32_t *code_points, size_t n);

/* model_cost(), or less where the document itself makes the pair likelier. `m` may be NULL. */
unsigned local_model_cost(const struct local_model *m, uint16_t before, uint16_t c);

/* What it costs that `code_point` is in the script that the document is not in. */
unsigned local_model_script_cost(const struct local_model *m, uint32_t code_point);

#endif
