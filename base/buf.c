#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

void buf_init(struct buf *b, size_t max_bytes)
{
	*b = (struct buf){ .max = max_bytes };
}

void buf_release(struct buf *b)
{
	size_t max = b->max;

	free(b->p);
	buf_init(b, max);
}

void buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
	if (b->p)
		b->p[0] = '\0';
}

/* Room for n more bytes and a NUL; false once the maximum is passed. */
static bool reserve(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;
	char *p;

	if (b->full || n > b->max || b->n > b->max - n) {
		b->full = true;
		return false;
	}
	if (b->cap > b->n + n)
		return true;
	while (cap <= b->n + n)
		cap *= 2;
	p = realloc(b->p, cap);
	if (!p)
		mem_exhausted(cap);
	b->p = p;
	b->cap = cap;
	return true;
}

void buf_add(struct buf *b, struct str s)
{
	if (!s.n || !reserve(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, (struct str){ &c, 1 });
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0 || !reserve(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void buf_add_utf8(struct buf *b, uint32_t code_point)
{
	char c[UTF8_MAX_BYTES];

	buf_add(b, (struct str){ c, utf8_put(c, code_point) });
}
