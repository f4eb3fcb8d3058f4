#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define BLOCK_BYTES (64 * 1024)
#define LARGE_BYTES (256 * 1024) /* such come from the system, zeroed page by page when touched */

struct arena_block {
	struct arena_block *next;
	size_t used, cap;
	size_t dirty; /* bytes in front that are not zero, or were given out before */
	alignas(max_align_t) unsigned char data[];
};

/* A spare block of at least `want` bytes, but no big one for little; NULL: there is none. */
static struct arena_block *take_spare(struct arena *a, size_t want)
{
	struct arena_block **at = a->lender ? &a->lender->spare : &a->spare;

	for (; *at; at = &(*at)->next) {
		struct arena_block *b = *at;

		if (b->cap < want || (b->cap > BLOCK_BYTES && b->cap / 2 > want))
			continue;
		*at = b->next;
		return b;
	}
	return NULL;
}

static struct arena_block *new_block(struct arena *a, size_t want)
{
	size_t cap = want > BLOCK_BYTES ? want : BLOCK_BYTES;
	struct arena_block *b = take_spare(a, want);

	if (!b) {
		bool is_large = cap >= LARGE_BYTES;

		b = is_large ? calloc(1, sizeof(*b) + cap) : malloc(sizeof(*b) + cap);
		if (!b)
			mem_exhausted(cap);
		b->cap = cap;
		b->used = 0;
		b->dirty = is_large ? 0 : cap; /* most arenas use little of their block */
	}
	b->next = a->head;
	a->head = b;
	return b;
}

static void *take(struct arena *a, size_t count, size_t size, bool is_zeroed)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b = a->head;
	size_t want;
	void *p;

	if (size != 0 && count > (SIZE_MAX / 2) / size)
		mem_exhausted(SIZE_MAX);
	want = (count * size + align - 1) & ~(align - 1);
	if (!b || b->cap - b->used < want)
		b = new_block(a, want);
	p = b->data + b->used;
	if (is_zeroed && b->used < b->dirty)
		memset(p, 0, want < b->dirty - b->used ? want : b->dirty - b->used);
	b->used += want;
	a->used += want;
	return p;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	return take(a, count, size, true);
}

char *arena_text(struct arena *a, size_t n)
{
	return take(a, n, 1, false);
}

struct str arena_str(struct arena *a, struct str s)
{
	char *copy = take(a, s.n + 1, 1, false);

	if (s.n)
		memcpy(copy, s.p, s.n);
	copy[s.n] = '\0';
	return (struct str){ copy, s.n };
}

struct str arena_strf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *copy;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	copy = take(a, (size_t)n + 1, 1, false);
	copy[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(copy, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (struct str){ copy, (size_t)n };
}

void *arena_grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
	size_t want = *cap ? *cap * 2 : 8;
	void *p;

	if (n < *cap)
		return old;
	p = take(a, want, size, false);
	if (n)
		memcpy(p, old, n * size);
	memset((char *)p + n * size, 0, (want - n) * size);
	*cap = want;
	return p;
}

static void free_all(struct arena_block *b)
{
	while (b) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
}

/* Blocks in use become spare ones, as long as there are not too many of those. */
static void give_back(struct arena *to, struct arena *a)
{
	size_t kept = 0;

	for (const struct arena_block *b = to->spare; b; b = b->next)
		kept += b->cap;
	while (a->head) {
		struct arena_block *b = a->head;

		a->head = b->next;
		if (kept + b->cap > ARENA_SPARE_BYTES) {
			free(b);
			continue;
		}
		kept += b->cap;
		if (b->used > b->dirty)
			b->dirty = b->used;
		b->used = 0;
		b->next = to->spare;
		to->spare = b;
	}
	a->used = 0;
}

void arena_release(struct arena *a)
{
	if (a->lender) {
		give_back(a->lender, a);
		return;
	}
	free_all(a->head);
	free_all(a->spare);
	a->head = a->spare = NULL;
	a->used = 0;
}

void arena_reset(struct arena *a)
{
	give_back(a, a);
}

struct arena arena_within(struct arena *lender)
{
	return (struct arena){ .lender = lender->lender ? lender->lender : lender };
}
