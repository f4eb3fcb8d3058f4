#include "tests/portal/draw.h"

#include <assert.h>
#include <stddef.h>

#define FNV_BASIS 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static uint64_t add_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *at = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ at[i]) * FNV_PRIME;
	return h;
}

static uint64_t add_number(uint64_t h, uint64_t x)
{
	for (int i = 0; i < 8; i++)
		h = (h ^ ((x >> (8 * i)) & 0xff)) * FNV_PRIME;
	return h;
}

uint64_t draw_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

uint64_t draw_hash(struct str bytes)
{
	return add_bytes(FNV_BASIS, bytes.p, bytes.n);
}

uint64_t draw_u64(struct draw q)
{
	uint64_t h = add_number(FNV_BASIS, q.seed);

	h = add_bytes(h, q.kind, strlen(q.kind) + 1);
	h = add_number(h, q.agency);
	h = add_number(h, (uint64_t)q.year);
	h = add_number(h, q.slot);
	return draw_mix(h);
}

unsigned draw_below(struct draw q, unsigned n)
{
	assert(n > 0);
	return (unsigned)(draw_u64(q) % n);
}

bool draw_chance(struct draw q, unsigned percent)
{
	return draw_below(q, 100) < percent;
}
