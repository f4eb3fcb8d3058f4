#ifndef BASE_MAP64_H
#define BASE_MAP64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 64-bit keys to 64-bit values, growing. Zero-initialise: struct map64 m = {0}; */
struct map64 {
	uint64_t *keys;
	int64_t *values;
	size_t n, cap;
	bool has_zero; /* key 0 marks an empty slot, so it is kept here */
	int64_t zero;
};

bool map64_get(int64_t *value, const struct map64 *m, uint64_t key); /* value may be NULL */
bool map64_put(struct map64 *m, uint64_t key, int64_t value);        /* true: the key is new */
void map64_release(struct map64 *m);

#endif
