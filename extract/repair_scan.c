#include "extract/repair_scan.h"

#include <string.h>

#include "base/utf8.h"
#include "extract/model.h"

#define ODD_COST  (10 * MODEL_NAT + MODEL_NAT / 2) /* a hanzi as rare as the 3000th or so */
#define ODD_SHARE 3                                /* a run is odd when one in three is */
#define DENSE_ODD 8 /* or several close together: two points for each, one less for any other */

static bool is_end(char c)
{
	return c == '\n' || c == '<' || c == '>';
}

/* Signs of damage, or far from Chinese; `after_odd`: so was the character before. */
static bool is_odd(uint32_t c, bool after_odd)
{
	if (c >= 0x4E00 && c <= 0x9FFF)
		return model_single_cost(model_class_of(c)) > ODD_COST;
	if (c >= 0x80 && c < 0x100)
		return c != 0xA0 && c != 0xB7 && c != 0xD7 && c != 0xB0 && c != 0xB1;
	if (c < 0x2E80) /* marks of windows-1252 stand in English text too */
		return c < 0x2000 || c == 0x20AC || c == 0x2122 || (after_odd && c < 0x2070) ||
		       (c >= 0x2500 && c < 0x2600) || (c >= 0x2300 && c < 0x2400);
	return model_class_of(c) <= MODEL_OTHER_HAN;
}

/* One run from `at`; also looks for the cut of GBK at a separator. */
static void measure(struct scan_run *run, struct scan *all, struct str text, size_t at)
{
	size_t n_latin = 0, i = at, dense = 0;
	bool odd = false, cut = false;

	*run = (struct scan_run){ .at = at };
	while (i < text.n && !is_end(text.p[i])) {
		uint32_t c = (unsigned char)text.p[i];

		if (c < 0x80) {
			if (cut && (c == ',' || c == '?' || c == '!'))
				all->has_cut = true;
			cut = c == '?';
			odd = false;
			i++;
			continue;
		}
		c = utf8_next(text, &i);
		if (cut && (c == 0x3002 || c == 0xFF0C || c == 0xFF1F || c == 0xFF01))
			all->has_cut = true;
		cut = false;
		if (c == UTF8_REPLACEMENT) {
			all->n_replaced++;
			run->is_odd = true;
		}
		odd = is_odd(c, odd);
		n_latin += odd && c < 0x250;
		dense = odd ? dense + 2 : dense ? dense - 1 : 0;
		if (dense >= DENSE_ODD)
			run->is_odd = true;
		run->n_odd += odd;
		run->n_wide++;
	}
	run->n = i - at;
	if (run->n_odd >= 2 && run->n_odd * ODD_SHARE >= run->n_wide && n_latin < 2)
		run->is_odd = true;
	if (n_latin >= 2 && run->n_odd * ODD_SHARE >= run->n_wide)
		run->is_odd = true;
}

/* Bytes of plain ASCII from `at` on. */
static size_t count_ascii(struct str text, size_t at)
{
	size_t i = at;
	uint64_t eight;

	for (; i + sizeof(eight) <= text.n; i += sizeof(eight)) {
		memcpy(&eight, text.p + i, sizeof(eight));
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < text.n && (unsigned char)text.p[i] < 0x80)
		i++;
	return i - at;
}

/*
 * Passes over runs of plain ASCII, most of a page's markup: only the cut of GBK
 * at a separator is looked for in them. Returns where the next other run begins.
 */
static size_t skip_ascii(struct scan *all, struct str text, size_t at)
{
	size_t n = count_ascii(text, at), last = at + n;
	const char *cut = text.p + at, *end;

	if (last < text.n)
		while (last > at && !is_end(text.p[last - 1]))
			last--;
	end = text.p + last;
	while (!all->has_cut && cut + 1 < end &&
	       (cut = memchr(cut, '?', (size_t)(end - 1 - cut)))) {
		cut++;
		all->has_cut = *cut == ',' || *cut == '?' || *cut == '!';
	}
	return last;
}

static void sum(struct scan *out, struct str text, struct scan_run *runs)
{
	size_t n = 0;

	for (size_t at = 0; at < text.n && n < SCAN_MAX_RUNS;) {
		struct scan_run run;

		at = skip_ascii(out, text, at);
		if (at >= text.n)
			break;
		measure(&run, out, text, at);
		at += run.n + (at + run.n < text.n);
		if (!run.n_wide)
			continue;
		out->n_wide += run.n_wide;
		if (run.is_odd)
			out->n_odd_wide += run.n_wide;
		if (runs)
			runs[n] = run;
		n++;
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
