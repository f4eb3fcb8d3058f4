#include "report/sibling.h"

#include <stdlib.h>

struct entry {
	uint64_t key;
	uint32_t i;
};

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

static void compare(struct sibling *at, uint32_t me, uint32_t other)
{
	unsigned agree;

	if (at[me].agency_id == at[other].agency_id)
		return;
	agree = sketch_agree(&at[me].sketch, &at[other].sketch);
	if (agree < SIBLING_MIN_AGREE || agree < at[me].agree)
		return;
	if (agree == at[me].agree && at[me].best >= 0 && (uint32_t)at[me].best <= other)
		return;
	at[me].agree = agree;
	at[me].best = (int32_t)other;
}

/* One year's texts, [from, to). */
static void find_in_year(struct sibling *at, size_t from, size_t to, struct arena *arena)
{
	size_t n = 0, cap = (to - from) * SHINGLE_BANDS;
	struct entry *entries = ARENA_NEW(arena, struct entry, cap);

	for (size_t i = from; i < to; i++)
		for (unsigned b = 0; b < SHINGLE_BANDS; b++)
			entries[n++] = (struct entry){ sketch_band(&at[i].sketch, b), (uint32_t)i };
	qsort(entries, n, sizeof(*entries), by_key);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n && k <= i + SIBLING_LOOK; k++) {
			if (entries[k].key != entries[i].key)
				break;
			compare(at, entries[i].i, entries[k].i);
			compare(at, entries[k].i, entries[i].i);
		}
}

void sibling_find(struct sibling *at, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		at[i].best = -1;
		at[i].agree = 0;
	}
	for (size_t from = 0, to; from < n; from = to) {
		struct arena arena = { 0 };

		for (to = from; to < n && at[to].year == at[from].year; to++)
			;
		find_in_year(at, from, to, &arena);
		arena_release(&arena);
	}
}
