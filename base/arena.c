#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define BLOCK_BYTES (64 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t used, cap;
	alignas(max_align_t) unsigned char data[];
};

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct arena_block *b = a->head;
	size_t want;
	void *p;

	if (size != 0 && count > (SIZE_MAX / 2) / size)
		mem_exhausted(SIZE_MAX);
	want = (count * size + align - 1) & ~(align - 1);
	if (!b || b->cap - b->used < want) {
		size_t cap = want > BLOCK_BYTES ? want : BLOCK_BYTES;

		b = calloc(1, sizeof(*b) + cap);
		if (!b)
			mem_exhausted(cap);
		b->cap = cap;
		b->next = a->head;
		a->head = b;
	}
	p = b->data + b->used;
	b->used += want;
	a->used += want;
	return p;
}

struct str arena_str(struct arena *a, struct str s)
{
	char *copy = ARENA_NEW(a, char, s.n + 1);

	if (s.n)
		memcpy(copy, s.p, s.n);
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
	copy = ARENA_NEW(a, char, (size_t)n + 1);
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
	p = arena_alloc(a, want, size);
	if (n)
		memcpy(p, old, n * size);
	*cap = want;
	return p;
}

void arena_release(struct arena *a)
{
	while (a->head) {
		struct arena_block *next = a->head->next;

		free(a->head);
		a->head = next;
	}
	a->used = 0;
}
