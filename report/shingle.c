#include "report/shingle.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/text.h"

static uint64_t mix(uint64_t x)
{
	x ^= x >> 33;
	x *= 0xff51afd7ed558ccdu;
	x ^= x >> 33;
	x *= 0xc4ceb9fe1a85ec53u;
	return x ^ (x >> 33);
}

/* The last SHINGLE_LENGTH characters, and where hashes go. */
struct window {
	uint32_t last[SHINGLE_LENGTH];
	size_t n; /* characters seen */
	uint32_t *out;
	size_t n_out;
};

static void push(struct window *w, uint32_t c)
{
	uint64_t h = 0;

	w->last[w->n++ % SHINGLE_LENGTH] = c;
	if (w->n < SHINGLE_LENGTH)
		return;
	for (size_t i = 0; i < SHINGLE_LENGTH; i++)
		h = h * 0x9e3779b97f4a7c15u + w->last[(w->n + i) % SHINGLE_LENGTH];
	w->out[w->n_out++] = (uint32_t)mix(h);
}

static void feed(struct window *w, struct str text)
{
	for (size_t at = 0; at < text.n && w->n < SHINGLE_MAX;) {
		uint32_t c = utf8_next(text, &at);

		if (text_is_han(c) && c != 0x5E74) /* not 年 */
			push(w, c);
	}
}

static int by_value(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static struct shingles finish(struct window *w)
{
	size_t n = 0;

	qsort(w->out, w->n_out, sizeof(*w->out), by_value);
	for (size_t i = 0; i < w->n_out; i++)
		if (i == 0 || w->out[i] != w->out[i - 1])
			w->out[n++] = w->out[i];
	return (struct shingles){ w->out, n };
}

static struct window window_for(size_t bytes, struct arena *arena)
{
	size_t most = bytes / 3 + 1;

	return (struct window){
		.out = ARENA_NEW(arena, uint32_t, most < SHINGLE_MAX ? most : SHINGLE_MAX),
	};
}

struct shingles shingles_of_text(struct str text, struct arena *arena)
{
	struct window w = window_for(text.n, arena);

	feed(&w, text);
	return finish(&w);
}

struct shingles shingles_of(const struct report *r, struct arena *arena)
{
	size_t bytes = 0;
	struct window w;

	for (size_t i = 0; i < r->n_sections; i++)
		bytes += r->sections[i].text.n;
	w = window_for(bytes, arena);
	for (size_t i = 0; i < r->n_sections; i++)
		if (r->sections[i].no == 1 || r->sections[i].no >= 5)
			feed(&w, r->sections[i].text);
	return finish(&w);
}

unsigned shingle_share(const struct shingles *a, const struct shingles *b)
{
	size_t common = 0, i = 0, k = 0;

	if (a->n < SHINGLE_MIN || b->n < SHINGLE_MIN)
		return 0;
	while (i < a->n && k < b->n) {
		common += a->at[i] == b->at[k];
		if (a->at[i] <= b->at[k])
			i++, k += a->at[i - 1] == b->at[k];
		else
			k++;
	}
	return (unsigned)(common * 2000 / (a->n + b->n));
}

/* The least hash that falls into each bin; an empty bin takes its neighbour's, changed. */
void sketch_of(struct sketch *out, const struct shingles *s)
{
	bool filled[SHINGLE_BINS] = { false };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < s->n; i++) {
		uint32_t h = s->at[i], bin = h % SHINGLE_BINS, rest = h / SHINGLE_BINS;

		if (filled[bin] && out->bin[bin] <= rest)
			continue;
		out->bin[bin] = rest;
		filled[bin] = true;
	}
	for (size_t i = 0; i < SHINGLE_BINS; i++)
		for (size_t step = 1; !filled[i] && step < SHINGLE_BINS; step++) {
			size_t from = (i + step) % SHINGLE_BINS;

			if (!filled[from])
				continue;
			out->bin[i] = out->bin[from] + (uint32_t)(step * 0x9e3779b1u);
			break;
		}
}

unsigned sketch_agree(const struct sketch *a, const struct sketch *b)
{
	unsigned n = 0;

	for (size_t i = 0; i < SHINGLE_BINS; i++)
		n += a->bin[i] == b->bin[i];
	return n;
}

uint64_t sketch_band(const struct sketch *s, unsigned i)
{
	uint64_t h = i + 1;

	for (unsigned k = 0; k < SHINGLE_BAND_BINS; k++)
		h = mix(h * 0x9e3779b97f4a7c15u + s->bin[i * SHINGLE_BAND_BINS + k]);
	return h;
}
