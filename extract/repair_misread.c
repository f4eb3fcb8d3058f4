#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/charset.h"
#include "extract/misread.h"
#include "extract/model.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

#define SAMPLE_WIDE   1500             /* characters of odd runs by which channels are compared */
#define DOC_GAIN      (25 * MODEL_NAT) /* of all the sample, and */
#define DOC_GAIN_EACH (4 * MODEL_NAT)  /* of each character, and */
#define DOC_COST_EACH                                                                              \
	(8 * MODEL_NAT) /* less than this left of it, for a channel to be taken up                 \
			 */
#define RUN_GAIN         (2 * MODEL_NAT)  /* of a stretch, once it is */
#define ISLAND_GAIN      (12 * MODEL_NAT) /* of one in a page that is sound otherwise */
#define RUN_COST_EACH    (11 * MODEL_NAT) /* dearer text is no text */
#define DEBRIS_COST_EACH (9 * MODEL_NAT)
#define LONG_STRETCH     2048 /* characters; a longer one is cut where that does no harm, */
#define MAX_STRETCH      8192 /* and here in any case */
#define LONG_LOSS        40   /* in stretches of so many that is looked at first */
#define SOLVED_SLOTS     1024 /* stretches remembered; a power of two */
#define UNKNOWN_SHARE    4    /* refused when more than one unit in so many is lost */

/* What came of a stretch: a page says the same many times. */
struct solved {
	const char *channel; /* its name; NULL: free */
	const uint32_t *seen;
	size_t n;
	struct reading reading;
	int64_t gain;
};

struct work {
	struct str text;
	const struct scan *scan;
	struct charset_maps maps;
	struct arena *arena;
	struct arena *scratch;           /* released after each run */
	struct arena *kept;              /* what `solved` points to */
	struct local_model local, blank; /* the second counts nothing: before the first is known */
	struct solved *solved;           /* SOLVED_SLOTS of them */
	bool has_local, all_runs;
};

struct losses {
	size_t eaten;  /* characters of ASCII */
	size_t debris; /* stretches with digits that may be none */
};

/* A stretch of code points of one run, with where each begins. */
struct stretch {
	uint32_t *seen;
	size_t *at; /* n + 1 of them */
	size_t n, n_wide, n_lost;
};

static void read_run(struct stretch *s, struct str text, const struct scan_run *run,
		     struct arena *arena)
{
	size_t end = run->at + run->n;

	s->seen = ARENA_NEW(arena, uint32_t, run->n + 1);
	s->at = ARENA_NEW(arena, size_t, run->n + 2);
	s->n = 0;
	for (size_t i = run->at; i < end;) {
		s->at[s->n] = i;
		s->seen[s->n++] = utf8_next(text, &i);
	}
	s->at[s->n] = end;
}

/* The next part of `run` from *from on that the channel covers; false at the end. */
static bool next_stretch(struct stretch *out, const struct stretch *run, size_t *from,
			 const struct channel *ch, const struct work *w)
{
	size_t i = *from;

	while (i < run->n && !ch->covers(ch, &w->maps, run->seen[i]))
		i++;
	*out = (struct stretch){ .seen = run->seen + i, .at = run->at + i };
	for (; i < run->n && ch->covers(ch, &w->maps, run->seen[i]); i++, out->n++) {
		if (out->n >= LONG_STRETCH && (run->seen[i] < '0' || out->n >= MAX_STRETCH))
			break; /* before an ASCII character all are in step */
		out->n_wide += run->seen[i] >= 0x80;
		out->n_lost += run->seen[i] == UTF8_REPLACEMENT;
	}
	*from = i;
	return out->n > 0;
}

static int64_t cost_of(const uint32_t *c, size_t n, size_t *n_wide)
{
	uint16_t before = MODEL_LINE;
	bool was_wide = false;
	int64_t cost = 0;

	*n_wide = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t p = lattice_plain(c[i] & ~LATTICE_GUESS);
		uint16_t k = model_class_of(p);
		bool wide = p >= 0x80;

		if (p == UTF8_REPLACEMENT)
			cost += MODEL_REPLACED;
		else if (wide || was_wide)
			cost += model_cost(before, k);
		*n_wide += wide;
		was_wide = wide;
		before = k;
	}
	return cost;
}

/* What had been lost before the text was misread: no guess, and no fault of the reading. */
static size_t count_gone(const struct reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->at[i] == UTF8_REPLACEMENT;
	return n;
}

/* Inverts one stretch. The gain is what the reading costs less than what is seen; 0: nothing to do.
 */
static int64_t undo_by(struct reading *r, const struct stretch *s, const struct channel *ch,
		       const struct work *w)
{
	int64_t least = w->all_runs ? RUN_GAIN : ISLAND_GAIN;
	size_t n_before, n_after, n_gone;
	int64_t before, after;

	if (!s->n_wide || (s->n_wide >= LONG_LOSS && s->n_lost * 2 > s->n_wide))
		return 0;
	if (!ch->invert(r, ch, &w->maps, s->seen, s->n, w->has_local ? &w->local : &w->blank,
			w->scratch))
		return 0;
	before = cost_of(s->seen, s->n, &n_before);
	after = cost_of(r->at, r->n, &n_after);
	n_gone = w->has_local && w->all_runs ? count_gone(r) : 0;
	after -= (int64_t)n_gone * MODEL_REPLACED;
	if (before - after < least || after > (int64_t)n_after * RUN_COST_EACH || !n_after ||
	    r->guessed * 4 > n_after * 3)
		return 0;
	if (!ch->reproduces(ch, &w->maps, r, s->seen, s->n, w->scratch))
		return 0;
	r->cost = after;
	return before - after;
}

static size_t count_wide(const struct reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += (r->at[i] & ~LATTICE_GUESS) >= 0x80;
	return n;
}

/* By the channel, or one of its name whose decoder loses in another way. */
static int64_t undo_anew(struct reading *r, const struct stretch *s, const struct channel *ch,
			 const struct work *w)
{
	int64_t best = 0;

	for (size_t i = 0; i < MISREAD_CHANNELS; i++) {
		const struct channel *other = &misread_channels[i];
		struct reading got = { .n = 0 };
		int64_t gain;

		if (!str_eq(str_c(other->name), str_c(ch->name)))
			continue;
		gain = undo_by(&got, s, other, w);
		if (gain > best) {
			best = gain;
			*r = got;
		}
	}
	return best;
}

static struct solved *solved_of(const struct work *w, const struct stretch *s)
{
	uint32_t h = (uint32_t)s->n;

	for (size_t i = 0; i < s->n; i++) {
		h = (h ^ s->seen[i]) * 2654435761u;
		h ^= h >> 15;
	}
	return &w->solved[h & (SOLVED_SLOTS - 1)];
}

/* The same, remembered until the page's own words are known. */
static int64_t undo(struct reading *r, const struct stretch *s, const struct channel *ch,
		    const struct work *w)
{
	struct solved *have = solved_of(w, s);
	struct reading got = { .n = 0 };
	uint32_t *seen;

	if (!have->channel || have->n != s->n || !str_eq(str_c(have->channel), str_c(ch->name)) ||
	    memcmp(have->seen, s->seen, s->n * sizeof(s->seen[0])) != 0) {
		*have = (struct solved){ .n = s->n, .gain = undo_anew(&got, s, ch, w) };
		seen = ARENA_NEW(w->kept, uint32_t, s->n + got.n + 1);
		memcpy(seen, s->seen, s->n * sizeof(seen[0]));
		if (got.n)
			memcpy(seen + s->n, got.at, got.n * sizeof(seen[0]));
		got.at = seen + s->n;
		have->channel = ch->name;
		have->seen = seen;
		have->reading = got;
	}
	if (have->gain)
		*r = have->reading;
	return have->gain;
}

static bool is_sibling(size_t k)
{
	return k > 0 &&
	       str_eq(str_c(misread_channels[k].name), str_c(misread_channels[k - 1].name));
}

/* The channel that makes most sense of the odd runs; NULL if none makes enough. */
static const struct channel *choose(const struct work *w)
{
	const struct channel *best = NULL;
	int64_t best_gain = 0;

	for (size_t k = 0; k < MISREAD_CHANNELS; k++) {
		const struct channel *ch = &misread_channels[k];
		size_t n_wide = 0, n_used = 0, n_lost = 0;
		int64_t gain = 0, left = 0;

		if (is_sibling(k))
			continue;
		for (size_t i = 0; i < w->scan->n_runs && n_wide < SAMPLE_WIDE; i++) {
			struct stretch run, s;
			size_t from = 0;

			if (!w->scan->runs[i].is_odd)
				continue;
			read_run(&run, w->text, &w->scan->runs[i], w->scratch);
			while (next_stretch(&s, &run, &from, ch, w)) {
				struct reading r;
				int64_t g = undo(&r, &s, ch, w);

				n_wide += s.n_wide;
				n_lost += s.n_lost;
				gain += g;
				if (g) {
					n_used += count_wide(&r);
					left += r.cost;
				}
			}
			arena_release(w->scratch);
		}
		if (n_lost * UNKNOWN_SHARE > n_wide)
			continue;
		if (gain > best_gain && gain >= DOC_GAIN &&
		    gain >= (int64_t)n_used * DOC_GAIN_EACH &&
		    left <= (int64_t)n_used * DOC_COST_EACH) {
			best_gain = gain;
			best = ch;
		}
	}
	return best;
}

/* The page's own words: from what can be read without a guess. */
static void learn(struct work *w, const struct channel *ch)
{
	local_model_init(&w->local, w->arena);
	for (size_t i = 0; i < w->scan->n_runs; i++) {
		struct stretch run, s;
		size_t from = 0;

		if (!w->scan->runs[i].is_odd && !w->all_runs)
			continue;
		read_run(&run, w->text, &w->scan->runs[i], w->scratch);
		while (next_stretch(&s, &run, &from, ch, w)) {
			struct reading r;

			if (undo(&r, &s, ch, w))
				local_model_add(&w->local, r.at, r.n);
		}
		arena_release(w->scratch);
	}
	w->has_local = true;
	arena_release(w->kept);
	w->solved = ARENA_NEW(w->kept, struct solved, SOLVED_SLOTS);
}

static void put_reading(struct textbuf *out, const struct reading *r, struct repair *rec)
{
	for (size_t i = 0; i < r->n; i++)
		textbuf_put(out, r->at[i] & ~LATTICE_GUESS);
	if (r->margin < INT32_MAX &&
	    (!rec->margin_mnat || model_mnat(r->margin) < rec->margin_mnat))
		rec->margin_mnat = model_mnat(r->margin);
}

static size_t count_eaten(const struct reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->at[i] == LATTICE_EATEN;
	return n;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* What no channel explains, and digits in it: bytes of it, or beside what was lost. */
static bool is_debris(const struct stretch *s)
{
	size_t n_wide;
	bool digit = false;

	if (cost_of(s->seen, s->n, &n_wide) < (int64_t)n_wide * DEBRIS_COST_EACH)
		return false;
	for (size_t i = 1; i < s->n; i++)
		digit |= is_digit(s->seen[i]) && s->seen[i - 1] >= 0x80;
	return n_wide && digit;
}

/* 8热6: a character between digits of which nothing is left may be bytes of one that has four. */
static bool has_lost_pair(const struct reading *r, const struct channel *ch)
{
	if (!ch->loses_pairs)
		return false;
	for (size_t i = 1; i + 1 < r->n; i++)
		if ((r->at[i] & LATTICE_GUESS) && is_digit(r->at[i - 1]) && is_digit(r->at[i + 1]))
			return true;
	return false;
}

/* One run, its stretches undone where that makes sense; true if any was. */
static bool rewrite(struct textbuf *out, const struct stretch *run, const struct channel *ch,
		    const struct work *w, struct repair *rec, struct losses *lost)
{
	size_t from = 0, done = run->at[0];
	struct stretch s;
	bool any = false;

	while (next_stretch(&s, run, &from, ch, w)) {
		struct reading r;
		size_t start;

		if (!undo(&r, &s, ch, w)) {
			lost->debris += is_debris(&s);
			continue;
		}
		textbuf_add(out, str_sub(w->text, done, s.at[0] - done));
		start = out->n;
		put_reading(out, &r, rec);
		lost->eaten += count_eaten(&r);
		lost->debris += has_lost_pair(&r, ch);
		done = s.at[s.n];
		if (!rec->count++) {
			rec->at = (uint32_t)s.at[0];
			rec->n = (uint32_t)(done - s.at[0]);
			rec->before = str_sub(w->text, s.at[0], rec->n);
			rec->after =
				arena_str(w->arena, (struct str){ out->p + start, out->n - start });
		}
		any = true;
	}
	textbuf_add(out, str_sub(w->text, done, run->at[run->n] - done));
	return any;
}

struct str repair_misread(struct str text, const struct scan *scan, struct encoding *enc,
			  struct arena *arena)
{
	struct arena scratch = { 0 }, kept = { 0 };
	struct work w = {
		.text = text, .scan = scan, .arena = arena, .scratch = &scratch, .kept = &kept
	};
	struct textbuf out = { .arena = arena };
	struct repair rec = { .count = 0 };
	const struct channel *ch;
	struct losses lost = { .eaten = 0 };
	size_t done = 0;

	if (!scan->n_odd_wide)
		return text;
	w.maps = (struct charset_maps){ charset_gb_reverse(), charset_big5_reverse() };
	local_model_init(&w.blank, arena);
	w.all_runs = scan->n_odd_wide * 2 > scan->n_wide;
	w.solved = ARENA_NEW(&kept, struct solved, SOLVED_SLOTS);
	ch = choose(&w);
	if (!ch) {
		arena_release(&kept);
		return text;
	}
	learn(&w, ch);
	rec.name = ch->name;
	for (size_t i = 0; i < scan->n_runs; i++) {
		const struct scan_run *run = &scan->runs[i];
		struct stretch s;

		if (!run->is_odd && !w.all_runs)
			continue;
		textbuf_add(&out, str_sub(text, done, run->at - done));
		read_run(&s, text, run, &scratch);
		rewrite(&out, &s, ch, &w, &rec, &lost);
		done = run->at + run->n;
		arena_release(&scratch);
	}
	arena_release(&kept);
	textbuf_add(&out, str_sub(text, done, text.n - done));
	if (!rec.count)
		return text;
	repair_note(enc, &rec, arena);
	if (lost.eaten) {
		struct repair eaten = { .name = "ascii_eaten", .count = (uint32_t)lost.eaten };

		repair_note(enc, &eaten, arena);
	}
	if (lost.eaten || lost.debris)
		enc->untrusted = true;
	if (lost.debris && !enc->verdict)
		enc->verdict = "doubtful_figures";
	return textbuf_str(&out);
}
