#include "cli/codec.h"

#include <string.h>

struct codec codec_writer(struct buf *out)
{
	return (struct codec){ .out = out };
}

struct codec codec_reader(struct str in, struct arena *arena)
{
	return (struct codec){ .in = in, .arena = arena, .reading = true };
}

/* `n` bytes of memory to or from the message, in the machine's own order: both ends are one
 * machine. */
static void raw(struct codec *c, void *p, size_t n)
{
	if (!c->reading) {
		buf_add(c->out, (struct str){ p, n });
		return;
	}
	if (c->bad || c->in.n - c->at < n) {
		c->bad = true;
		memset(p, 0, n);
		return;
	}
	memcpy(p, c->in.p + c->at, n);
	c->at += n;
}

void codec_bool(struct codec *c, bool *v)
{
	uint8_t byte = *v;

	raw(c, &byte, 1);
	if (byte > 1)
		c->bad = true;
	*v = byte == 1;
}

void codec_u8(struct codec *c, uint8_t *v)
{
	raw(c, v, sizeof(*v));
}

void codec_u16(struct codec *c, uint16_t *v)
{
	raw(c, v, sizeof(*v));
}

void codec_u32(struct codec *c, uint32_t *v)
{
	raw(c, v, sizeof(*v));
}

void codec_int(struct codec *c, int *v)
{
	raw(c, v, sizeof(*v));
}

void codec_i64(struct codec *c, int64_t *v)
{
	raw(c, v, sizeof(*v));
}

void codec_u64(struct codec *c, uint64_t *v)
{
	raw(c, v, sizeof(*v));
}

void codec_date(struct codec *c, struct date *d)
{
	uint16_t year = (uint16_t)d->year;

	codec_u16(c, &year);
	d->year = (int16_t)year;
	codec_u8(c, &d->month);
	codec_u8(c, &d->day);
}

void codec_str(struct codec *c, struct str *s)
{
	uint32_t n = s->p ? (uint32_t)s->n + 1 : 0;

	codec_u32(c, &n);
	if (!c->reading) {
		buf_add(c->out, *s);
		return;
	}
	*s = (struct str){ NULL, 0 };
	if (c->bad || n == 0)
		return;
	if (c->in.n - c->at < n - 1) {
		c->bad = true;
		return;
	}
	*s = (struct str){ c->in.p + c->at, n - 1 };
	c->at += n - 1;
}

void codec_enum(struct codec *c, void *v, unsigned count)
{
	unsigned n = 0;
	uint16_t small;

	memcpy(&n, v, sizeof(n));
	small = (uint16_t)n;
	codec_u16(c, &small);
	if (small >= count) {
		c->bad = true;
		small = 0;
	}
	n = small;
	memcpy(v, &n, sizeof(n));
}

void codec_name(struct codec *c, const char **name)
{
	struct str s = str_c(*name);

	codec_str(c, &s);
	if (!c->reading)
		return;
	*name = NULL;
	if (!s.p)
		return;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			c->bad = true;
	if (!c->bad)
		*name = arena_str(c->arena, s).p;
}

void codec_array(struct codec *c, void *array, size_t *n, size_t most, size_t size)
{
	uint32_t count = (uint32_t)*n;
	void *p;

	codec_u32(c, &count);
	if (!c->reading)
		return;
	/* An element takes one byte of the message at least: no count can outgrow it. */
	if (c->bad || count > most || count > c->in.n - c->at) {
		c->bad = true;
		count = 0;
	}
	p = count ? arena_alloc(c->arena, count, size) : NULL;
	memcpy(array, &p, sizeof(p));
	*n = count;
}
