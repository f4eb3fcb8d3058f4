#include "base/map64.h"

#include <stdlib.h>

#include "base/mem.h"

#define FIRST_CAP 1024

/* The slot of a key, or the free one where it would go. */
static size_t find(const struct map64 *m, uint64_t key)
{
	size_t at = (size_t)((key * 0x9e3779b97f4a7c15u) >> 32) & (m->cap - 1);

	while (m->keys[at] && m->keys[at] != key)
		at = (at + 1) & (m->cap - 1);
	return at;
}

static void grow(struct map64 *m)
{
	struct map64 old = *m;

	m->cap = old.cap ? old.cap * 2 : FIRST_CAP;
	m->keys = calloc(m->cap, sizeof(*m->keys));
	m->values = calloc(m->cap, sizeof(*m->values));
	if (!m->keys || !m->values)
		mem_exhausted(m->cap * sizeof(*m->keys));
	for (size_t i = 0; i < old.cap; i++) {
		size_t at;

		if (!old.keys[i])
			continue;
		at = find(m, old.keys[i]);
		m->keys[at] = old.keys[i];
		m->values[at] = old.values[i];
	}
	free(old.keys);
	free(old.values);
}

bool map64_get(int64_t *value, const struct map64 *m, uint64_t key)
{
	size_t at = key && m->cap ? find(m, key) : 0;
	bool has = key ? m->cap && m->keys[at] == key : m->has_zero;

	if (has && value)
		*value = key ? m->values[at] : m->zero;
	return has;
}

bool map64_put(struct map64 *m, uint64_t key, int64_t value)
{
	bool is_new;
	size_t at;

	if (!key) {
		is_new = !m->has_zero;
		m->has_zero = true;
		m->zero = value;
		return is_new;
	}
	if ((m->n + 1) * 4 > m->cap * 3)
		grow(m);
	at = find(m, key);
	is_new = !m->keys[at];
	m->n += is_new;
	m->keys[at] = key;
	m->values[at] = value;
	return is_new;
}

void map64_release(struct map64 *m)
{
	free(m->keys);
	free(m->values);
	*m = (struct map64){ 0 };
}
