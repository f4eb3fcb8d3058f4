#ifndef EXTRACT_TEXTBUF_H
#define EXTRACT_TEXTBUF_H

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"

/* Text that grows in an arena; what it outgrows stays there until the arena goes. */
struct textbuf {
	char *p;
	size_t n, cap;
	struct arena *arena;
};

static inline void textbuf_reserve(struct textbuf *t, size_t more)
{
	size_t cap = t->cap ? t->cap : 64;
	char *p;

	if (t->cap - t->n >= more)
		return;
	while (cap - t->n < more)
		cap *= 2;
	p = ARENA_NEW(t->arena, char, cap);
	if (t->n)
		memcpy(p, t->p, t->n);
	t->p = p;
	t->cap = cap;
}

static inline void textbuf_put(struct textbuf *t, uint32_t code_point)
{
	textbuf_reserve(t, UTF8_MAX_BYTES);
	if (code_point < 0x80)
		t->p[t->n++] = (char)code_point;
	else
		t->n += utf8_put(t->p + t->n, code_point);
}

static inline void textbuf_add(struct textbuf *t, struct str s)
{
	if (!s.n)
		return;
	textbuf_reserve(t, s.n);
	memcpy(t->p + t->n, s.p, s.n);
	t->n += s.n;
}

static inline struct str textbuf_str(const struct textbuf *t)
{
	return (struct str){ t->p, t->n };
}

#endif
