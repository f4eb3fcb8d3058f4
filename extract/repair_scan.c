#include "extract/repair_scan.h"

#include <string.h>

#include "base/utf8.h"
#include "extract/model.h"

#define ODD_COST  (10 * MODEL_NAT + MODEL_NAT / 2) /* a hanzi as rare as the 3000th or so */
#define ODD_SHARE 3                                /* a run is odd when one in three is */
#define DENSE_ODD 8 /* or several close together: two points for each, one less for any other */

/* What ends a run: line breaks and tags. And what a look over ASCII stops at besides. */
enum stop { STOP_NONE, STOP_END, STOP_MARK, STOP_WIDE };

#define WIDE_16                                                                                    \
	STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE,    \
		STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE, STOP_WIDE,       \
		STOP_WIDE

static const uint8_t stop_of[0x100] = {
	['\n'] = STOP_END, ['<'] = STOP_END, ['>'] = STOP_END, ['?'] = STOP_MARK,
	[0x80] = WIDE_16,  WIDE_16,          WIDE_16,          WIDE_16,
	WIDE_16,           WIDE_16,          WIDE_16,          WIDE_16,
};

static bool is_end(char c)
{
	return stop_of[(unsigned char)c] == STOP_END;
}

/* Signs of damage, or far from Chinese, of what is no hanzi of the first block; `after_odd`: so was
 * the character before. */
static bool is_odd(uint32_t c, bool after_odd)
{
	if (c >= 0x80 && c < 0x100)
		return c != 0xA0 && c != 0xB7 && c != 0xD7 && c != 0xB0 && c != 0xB1;
	if (c < 0x2E80) /* marks of windows-1252 stand in English text too */
		return c < 0x2000 || c == 0x20AC || c == 0x2122 || (after_odd && c < 0x2070) ||
		       (c >= 0x2500 && c < 0x2600) || (c >= 0x2300 && c < 0x2400);
	return model_class_of(c) <= MODEL_OTHER_HAN;
}

/* A wide character of a run; *odd: so was the one before, *dense: how odd are the last few. */
static void weigh(struct scan_run *run, struct scan *all, bool *odd, size_t *dense, uint32_t c)
{
	if (c == UTF8_REPLACEMENT) {
		all->n_replaced++;
		run->is_odd = true;
	}
	*odd = c >= 0x4E00 && c <= 0x9FFF ? model_hanzi_cost(c) > ODD_COST : is_odd(c, *odd);
	*dense = *odd ? *dense + 2 : *dense ? *dense - 1 : 0;
	if (*dense >= DENSE_ODD)
		run->is_odd = true;
	run->n_odd += *odd;
	run->n_wide++;
}

/* One run, from its first wide character on; also looks for the cut of GBK at a separator. Returns
 * its end. */
static size_t measure(struct scan_run *run, struct scan *all, struct str text, size_t at)
{
	size_t i = at, dense = 0;
	bool odd = false, cut = at > 0 && text.p[at - 1] == '?';

	*run = (struct scan_run){ .at = at };
	for (;;) {
		size_t from = i;
		uint32_t c;

		while (i < text.n && !stop_of[(unsigned char)text.p[i]])
			i++;
		if (i > from) {
			char next = text.p[from];

			all->has_cut |= cut && (next == ',' || next == '!');
			odd = cut = false;
		}
		if (i >= text.n || is_end(text.p[i]))
			break;
		if (text.p[i] == '?') {
			all->has_cut |= cut;
			cut = true;
			odd = false;
			i++;
			continue;
		}
		c = utf8_next(text, &i);
		if (cut && (c == 0x3002 || c == 0xFF0C || c == 0xFF1F || c == 0xFF01))
			all->has_cut = true;
		cut = false;
		weigh(run, all, &odd, &dense, c);
	}
	if (run->n_odd >= 2 && run->n_odd * ODD_SHARE >= run->n_wide)
		run->is_odd = true;
	return i;
}

/* The cut of GBK at a separator that is ASCII itself. */
static bool has_ascii_cut(struct str s)
{
	const char *cut = s.p, *end = s.p + s.n;

	while (cut + 1 < end && (cut = memchr(cut, '?', (size_t)(end - 1 - cut)))) {
		cut++;
		if (*cut == ',' || *cut == '?' || *cut == '!')
			return true;
	}
	return false;
}

/* Runs of plain ASCII, most of a page's markup, are passed over. */
static void sum(struct scan *out, struct str text, struct scan_run *runs)
{
	size_t n = 0;

	for (size_t at = 0; at < text.n && n < SCAN_MAX_RUNS; n++) {
		size_t wide = at + utf8_ascii(text, at), end, begin = wide;
		struct scan_run run;

		out->has_cut = out->has_cut || has_ascii_cut(str_sub(text, at, wide - at));
		if (wide >= text.n)
			break;
		end = measure(&run, out, text, wide);
		out->n_wide += run.n_wide;
		if (run.is_odd)
			out->n_odd_wide += run.n_wide;
		if (runs) {
			while (begin > at && !is_end(text.p[begin - 1]))
				begin--;
			run.at = begin;
			run.n = end - begin;
			runs[n] = run;
		}
		at = end + (end < text.n);
	}
	out->n_runs = n;
}

void scan_text(struct scan *out, struct str text, struct arena *arena)
{
	*out = (struct scan){ .runs = NULL };
	sum(out, text, NULL);
	if (out->n_odd_wide) {
		struct scan again = { .runs = NULL };

		out->runs = ARENA_NEW(arena, struct scan_run, out->n_runs);
		sum(&again, text, out->runs);
	}
}
