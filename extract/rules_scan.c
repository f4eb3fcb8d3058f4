#include "extract/rules_scan.h"

#include <stdbool.h>
#include <string.h>

/* How much darker a rule is than its sides. */
#define CONTRAST 40

/* Where other rules cross, a rule is dark but does not stand out, for so many pixels. */
#define MAX_CROSSING 8

/* Distances, in pixels, at which the sides are looked at: past a thick rule, but not far. */
static const int32_t sides[] = { 2, 4, 6 };

struct scan {
	const uint8_t *luma; /* rules of this pass are level in it */
	int32_t width, height, pixel;
	bool turned;
	struct box *out;
	size_t n, cap;
	size_t open; /* first rule that may still grow */
	struct arena *arena;
};

static bool is_brighter(const struct scan *s, int32_t x, int32_t y, int32_t sign, int32_t than)
{
	for (size_t i = 0; i < countof(sides); i++) {
		int32_t at = y + sign * sides[i];

		if (at < 0 || at >= s->height ||
		    s->luma[(size_t)at * (size_t)s->width + (size_t)x] >= than)
			return true;
	}
	return false;
}

static bool is_rule(const struct scan *s, int32_t x, int32_t y)
{
	int32_t c = s->luma[(size_t)y * (size_t)s->width + (size_t)x];

	return c <= 255 - CONTRAST && is_brighter(s, x, y, -1, c + CONTRAST) &&
	       is_brighter(s, x, y, 1, c + CONTRAST);
}

/* A run of rule pixels in row y: a new rule, or the next row of one that is thicker. */
static void add_run(struct scan *s, int32_t x0, int32_t x1, int32_t y)
{
	struct box run = { x0, y, x1, y + 1 };

	for (size_t i = s->n; i > s->open; i--) {
		struct box *r = &s->out[i - 1];

		if (r->y1 < y)
			break;
		if (r->y1 == y && r->x0 < x1 && x0 < r->x1) {
			r->x0 = r->x0 < x0 ? r->x0 : x0;
			r->x1 = r->x1 > x1 ? r->x1 : x1;
			r->y1 = y + 1;
			return;
		}
	}
	if (s->n >= RULES_MAX)
		return;
	ARENA_GROW(s->arena, s->out, s->n, s->cap);
	s->out[s->n++] = run;
}

/* Most of a sheet is white: eight pixels at a time. */
static bool is_white(const uint8_t *pixels)
{
	uint64_t eight;

	memcpy(&eight, pixels, sizeof(eight));
	return eight == UINT64_MAX;
}

static void scan_row(struct scan *s, int32_t y)
{
	const uint8_t *row = s->luma + (size_t)y * (size_t)s->width;
	int32_t from = -1, last = -1;

	for (int32_t x = 0; x <= s->width; x++) {
		while (from < 0 && x + 8 <= s->width && is_white(row + x))
			x += 8;
		if (x < s->width && row[x] <= 255 - CONTRAST && is_rule(s, x, y)) {
			if (from < 0)
				from = x;
			last = x;
		} else if (from >= 0 &&
			   (x == s->width || row[x] > 255 - CONTRAST || x - last > MAX_CROSSING)) {
			if ((last + 1 - from) * s->pixel >= RULES_MIN_LENGTH)
				add_run(s, from, last + 1, y);
			from = -1;
		}
	}
}

/* From pixels to hundredths of a point, from turned to upright. */
static void finish(struct scan *s, size_t first)
{
	for (size_t i = first; i < s->n; i++) {
		struct box r = s->out[i];

		r = (struct box){ r.x0 * s->pixel, r.y0 * s->pixel, r.x1 * s->pixel,
				  r.y1 * s->pixel };
		s->out[i] = s->turned ? (struct box){ r.y0, r.x0, r.y1, r.x1 } : r;
	}
}

static const uint8_t *turn(const uint8_t *luma, int32_t width, int32_t height, struct arena *arena)
{
	size_t w = (size_t)width, h = (size_t)height;
	uint8_t *out = ARENA_NEW(arena, uint8_t, w * h);

	memset(out, 255, w * h);
	for (size_t y = 0; y < h; y++) {
		const uint8_t *row = luma + y * w;

		for (size_t x = 0; x < w; x++) {
			while (x + 8 <= w && is_white(row + x))
				x += 8;
			if (x < w)
				out[x * h + y] = row[x];
		}
	}
	return out;
}

struct box *rules_scan(size_t *n, const uint8_t *luma, int32_t width, int32_t height, int32_t pixel,
		       struct arena *arena)
{
	struct arena mine = { 0 };
	struct scan s = { .luma = luma, .width = width, .height = height, .pixel = pixel };
	size_t level;

	s.arena = arena;
	for (int32_t y = 0; y < height; y++)
		scan_row(&s, y);
	finish(&s, 0);
	level = s.n;
	s.luma = turn(luma, width, height, &mine);
	s.width = height;
	s.height = width;
	s.turned = true;
	s.open = level;
	for (int32_t x = 0; x < width; x++)
		scan_row(&s, x);
	finish(&s, level);
	arena_release(&mine);
	*n = s.n;
	return s.out;
}
