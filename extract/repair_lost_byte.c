#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/beam.h"
#include "extract/charset.h"
#include "extract/decode.h"
#include "extract/model.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"
#include "extract/wordlist.h"

/*
 * GBK that lost a byte here and there: a cut in mid-character, a faulty copy.
 * All that follows is read one byte off up to the next ASCII byte. The bytes
 * are parsed anew: as pairs, as ASCII, and as single halves of characters that
 * lost the other one, at a price.
 */
#define HALF_COST (12 * MODEL_NAT)
#define DIGIT_COST                                                                                 \
	(8 * MODEL_NAT) /* of a full-width digit: two halves more often than one figure */
#define RUN_GAIN      (8 * MODEL_NAT)  /* that a run must be likelier for */
#define COMMON_COST   (10 * MODEL_NAT) /* of a character that vouches for its neighbour */
#define SEVERAL       2
#define MAX_RUN_BYTES (1u << 16) /* longer runs are left as they are */
#define DEAD          INT32_MAX
/* The same bytes so often are a word of the document, and no accident. */
#define WORD_TIMES     3
#define WORD_BYTES     4
#define MAX_PLACES     64
#define NEXT_PAIRS     8   /* that tell whether text is in step */
#define MAX_WORD_TRIES 256 /* halves of a document that this is asked of */

enum step { STEP_NONE, STEP_ASCII, STEP_PAIR, STEP_HALF, STEP_FOUR };

/* The cheapest way to have parsed the bytes up to here. */
struct cell {
	int32_t cost;
	uint16_t before; /* class of the last character */
	uint8_t step, back;
	uint32_t c;
};

struct half {
	size_t at;   /* index into the reading */
	size_t from; /* into the run's bytes */
	uint8_t byte;
};

struct work {
	const uint16_t *gb;
	struct local_model local;
	struct str raw; /* of the whole document */
	unsigned n_word_tries;
	struct arena *arena; /* released after each run */
};

/* The run after the delimiter-free bytes from `at`, delimiter left out. */
static struct str run_at(struct str s, size_t at)
{
	size_t i = at;

	while (i < s.n &&
	       ((unsigned char)s.p[i] > '>' || (s.p[i] != '\n' && s.p[i] != '<' && s.p[i] != '>')))
		i++;
	return str_sub(s, at, i - at);
}

static void reach(struct cell *to, const struct cell *from, uint32_t c, enum step step,
		  unsigned back, unsigned penalty, const struct local_model *local)
{
	uint16_t k = model_class_of(c);
	int32_t cost = from->cost + (int32_t)(local_model_cost(local, from->before, k) + penalty);

	if (step == STEP_PAIR && c >= 0xFF10 && c <= 0xFF19)
		cost += DIGIT_COST;
	if (step == STEP_HALF) {
		cost = from->cost + HALF_COST;
		k = MODEL_LINE; /* not known yet */
	}
	if (cost < to->cost)
		*to = (struct cell){ cost, k, (uint8_t)step, (uint8_t)back, c };
}

static bool is_four(const uint8_t *p)
{
	return p[0] >= 0x81 && p[0] < 0xFF && p[1] >= '0' && p[1] <= '9' && p[2] >= 0x81 &&
	       p[2] < 0xFF && p[3] >= '0' && p[3] <= '9';
}

/* Fills cells[0..n]; the last one tells the price. */
static void parse(struct cell *cells, struct str s, const struct local_model *local)
{
	const uint8_t *p = (const uint8_t *)s.p;

	for (size_t i = 0; i <= s.n; i++)
		cells[i] = (struct cell){ .cost = DEAD };
	cells[0] = (struct cell){ .cost = 0, .before = MODEL_LINE };
	for (size_t i = 0; i < s.n; i++) {
		const struct cell *from = &cells[i];
		uint32_t c;

		if (from->cost == DEAD)
			continue;
		if (p[i] < 0x80) {
			reach(&cells[i + 1], from, p[i], STEP_ASCII, 1, 0, local);
			continue;
		}
		reach(&cells[i + 1], from, 0, STEP_HALF, 1, 0, local);
		if (i + 1 < s.n && (c = charset_gb_pair(p[i], p[i + 1])) != 0)
			reach(&cells[i + 2], from, c, STEP_PAIR, 2, 0, local);
		if (i + 3 < s.n && is_four(p + i) && (c = charset_gb_four(p + i)) != 0)
			reach(&cells[i + 4], from, c, STEP_FOUR, 4, 0, local);
	}
}

static int32_t plain_cost(struct str s, const struct local_model *local, struct arena *arena)
{
	uint32_t replaced;
	struct str text = decode_bytes(s, "gb18030", &replaced, arena);
	uint16_t before = MODEL_LINE;
	int64_t cost = 0;

	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at);
		uint16_t k = model_class_of(c);

		cost += c == UTF8_REPLACEMENT ? MODEL_REPLACED : local_model_cost(local, before, k);
		before = k;
	}
	return cost > INT32_MAX ? INT32_MAX : (int32_t)cost;
}

static uint16_t class_at(const struct reading *r, size_t i)
{
	return i < r->n ? model_class_of(r->at[i] & ~LATTICE_GUESS) : MODEL_LINE;
}

/* Is there Chinese text beside this place, or only more debris? */
static bool is_vouched(const struct reading *r, size_t at)
{
	uint16_t k = at ? class_at(r, at - 1) : MODEL_LINE, next = class_at(r, at + 1);

	return (k > MODEL_BLANK && model_single_cost(k) < COMMON_COST && r->at[at - 1] >= 0x80) ||
	       (next > MODEL_BLANK && model_single_cost(next) < COMMON_COST &&
		r->at[at + 1] >= 0x80);
}

/* The likeliest character that has `byte` as one half; sets the margin to the next one. */
static uint32_t fill(struct reading *r, const struct half *h, const struct work *w)
{
	size_t n_before = h->at < WORDLIST_WINDOW ? h->at : WORDLIST_WINDOW, n_after = 0;
	uint16_t around[WORDLIST_WINDOW], behind[WORDLIST_WINDOW];
	uint16_t before = h->at ? class_at(r, h->at - 1) : MODEL_LINE,
		 after = class_at(r, h->at + 1);
	struct choices choices = { .n = 0 };

	for (size_t i = 0; i < n_before; i++)
		around[i] = class_at(r, h->at - n_before + i);
	for (; n_after < WORDLIST_WINDOW && h->at + 1 + n_after < r->n; n_after++)
		behind[n_after] = class_at(r, h->at + 1 + n_after);
	for (unsigned other = 0x40; other < 0xFF; other++) {
		for (unsigned is_lead = 0; is_lead < 2; is_lead++) {
			uint32_t c = is_lead ? charset_gb_pair(h->byte, (uint8_t)other)
					     : charset_gb_pair((uint8_t)other, h->byte);
			uint16_t k = model_class_of(c);

			unsigned cost = k == MODEL_BLANK ? WORDLIST_BLANK_COST : 0;

			if (c && lattice_may_propose(c))
				choices_offer(&choices, c,
					      cost + local_model_cost(&w->local, before, k) +
						      local_model_cost(&w->local, k, after) +
						      local_model_script_cost(&w->local, c));
		}
	}
	choices_settle(&choices, around, n_before, behind, n_after);
	if (!choices.n)
		return UTF8_REPLACEMENT;
	if (choices.n > 1 && choices.at[1].cost - choices.at[0].cost < r->margin)
		r->margin = choices.at[1].cost - choices.at[0].cost;
	return choices.at[0].code_point;
}

/* The channel on the answer: its bytes without the lost halves are the bytes there are. */
static bool reproduces(const struct reading *r, const struct half *halves, struct str bytes,
		       const struct work *w)
{
	size_t at = 0, h = 0;

	for (size_t i = 0; i < r->n; i++) {
		uint32_t c = r->at[i] & ~LATTICE_GUESS;
		uint8_t b[4] = { (uint8_t)c };
		size_t n = 1;

		if (c >= 0x80 && c < 0x10000 && w->gb[c]) {
			b[0] = (uint8_t)(w->gb[c] >> 8);
			b[1] = (uint8_t)w->gb[c];
			n = 2;
		} else if (c >= 0x80 && c != UTF8_REPLACEMENT && charset_gb_split(b, c)) {
			n = 4;
		}
		if (r->at[i] & LATTICE_GUESS) {
			if (c != UTF8_REPLACEMENT && b[0] != halves[h].byte &&
			    b[1] != halves[h].byte)
				return false;
			b[0] = halves[h++].byte;
			n = 1;
		}
		if (at + n > bytes.n || memcmp(bytes.p + at, b, n) != 0)
			return false;
		at += n;
	}
	return at == bytes.n;
}

/* Does a character begin at `at`, as the bytes stand? Told from the last byte that is ASCII for
 * sure. */
static bool begins_at(struct str bytes, size_t at)
{
	size_t from = at;

	while (from > 0 && (unsigned char)bytes.p[from - 1] >= 0x40)
		from--;
	while (from < at)
		from += (unsigned char)bytes.p[from] < 0x81 ? 1 : 2;
	return from == at;
}

/* Does Chinese go on at `at`, as the bytes stand? After a lost byte nothing does up to the next
 * ASCII. */
static bool goes_on_at(struct str bytes, size_t at)
{
	uint16_t before = MODEL_LINE;
	unsigned cost = 0, n = 0;

	for (; n < NEXT_PAIRS && at + 1 < bytes.n && (unsigned char)bytes.p[at] >= 0x81;
	     at += 2, n++) {
		uint16_t k = model_class_of(
			charset_gb_pair((uint8_t)bytes.p[at], (uint8_t)bytes.p[at + 1]));

		cost += model_cost(before, k);
		before = k;
	}
	return cost <= n * COMMON_COST;
}

/*
 * A rare name stands in a document many times, and reads badly each time. A byte is not lost at the
 * same place of the same word again and again, but for the one that programs take for an escape.
 */
static bool is_word(struct work *w, const struct half *h, uint32_t filled, struct str bytes)
{
	struct str word = str_sub(bytes, h->from, WORD_BYTES);
	uint16_t gb = filled < 0x10000 ? w->gb[filled] : 0;
	unsigned lost = gb >> 8 == h->byte ? gb & 0xFF : gb >> 8, times = 0, parts = 0;

	if (lost == '\\' || word.n < WORD_BYTES || w->n_word_tries++ >= MAX_WORD_TRIES)
		return false;
	for (size_t at = str_find(w->raw, word, 0); at != STR_NONE && times + parts < MAX_PLACES;
	     at = str_find(w->raw, word, at + 1)) {
		bool begins = begins_at(w->raw, at);

		times += begins && goes_on_at(w->raw, at + WORD_BYTES);
		parts += !begins; /* of other characters, as they are where nothing was lost */
	}
	return times >= WORD_TIMES && times > parts;
}

/* The parse of a run, its characters and halves; NULL where it gains nothing, or the text is not
 * from these bytes. */
static struct cell *parse_run(size_t *n, size_t *n_halves, struct str text, struct str bytes,
			      struct work *w)
{
	struct cell *cells;
	uint32_t replaced;

	if (bytes.n > MAX_RUN_BYTES || !bytes.n ||
	    !str_eq(text, decode_bytes(bytes, "gb18030", &replaced, w->arena)))
		return NULL;
	cells = ARENA_NEW(w->arena, struct cell, bytes.n + 1);
	parse(cells, bytes, &w->local);
	*n = *n_halves = 0;
	for (size_t i = bytes.n; i > 0; i -= cells[i].back, ++*n)
		*n_halves += cells[i].step == STEP_HALF;
	if (!*n_halves || cells[bytes.n].cost + RUN_GAIN > plain_cost(bytes, &w->local, w->arena))
		return NULL;
	return cells;
}

/* Reads one run anew; false where that gains nothing, or where the text is not from these bytes. */
static bool read_run(struct reading *r, size_t *n_halves, struct str text, struct str bytes,
		     struct work *w)
{
	struct half *halves;
	size_t n;
	struct cell *cells = parse_run(&n, n_halves, text, bytes, w);

	if (!cells)
		return false;
	*r = (struct reading){ .at = ARENA_NEW(w->arena, uint32_t, n + 1),
			       .n = n,
			       .margin = INT32_MAX };
	halves = ARENA_NEW(w->arena, struct half, *n_halves);
	for (size_t i = bytes.n, k = n, h = *n_halves; i > 0; i -= cells[i].back) {
		r->at[--k] = cells[i].c;
		if (cells[i].step == STEP_HALF)
			halves[--h] = (struct half){ k, i - 1, (uint8_t)bytes.p[i - 1] };
	}
	for (size_t h = 0; h < *n_halves; h++)
		if (!is_vouched(r, halves[h].at))
			return false;
	for (size_t h = 0; h < *n_halves; h++) {
		uint32_t c = fill(r, &halves[h], w);

		if (is_word(w, &halves[h], c, bytes))
			return false;
		r->at[halves[h].at] = c | LATTICE_GUESS;
	}
	return reproduces(r, halves, bytes, w);
}

/* From the runs that are sound; of the classes in `only` where that is not NULL. */
static void learn(struct work *w, struct str text, const struct scan *scan, const uint64_t *only,
		  struct arena *arena)
{
	uint32_t *c;
	size_t longest = 0;

	local_model_init(&w->local, arena);
	w->local.only = only;
	for (size_t i = 0; i < scan->n_runs; i++)
		if (!scan->runs[i].is_odd && scan->runs[i].n > longest)
			longest = scan->runs[i].n;
	c = ARENA_NEW(w->arena, uint32_t, longest + 1);
	for (size_t i = 0; i < scan->n_runs; i++) {
		struct str run = str_sub(text, scan->runs[i].at, scan->runs[i].n);
		size_t n = 0;

		if (scan->runs[i].is_odd)
			continue;
		for (size_t at = 0; at < run.n;)
			c[n++] = utf8_next(run, &at);
		local_model_add(&w->local, c, n);
	}
	arena_release(w->arena);
}

static void note(struct repair *rec, const struct reading *r, size_t n_halves, size_t at,
		 struct str before, struct str after)
{
	if (!rec->count) {
		rec->at = (uint32_t)at;
		rec->n = (uint32_t)before.n;
		rec->before = before;
		rec->after = after;
	}
	rec->count += (uint32_t)n_halves;
	if (r->margin != INT32_MAX &&
	    (!rec->margin_mnat || model_mnat(r->margin) < rec->margin_mnat))
		rec->margin_mnat = model_mnat(r->margin);
}

/* A run in the text and in the source. */
struct both {
	struct str text, raw;
};

static size_t odd_runs(struct both **out, struct str text, const struct scan *scan,
		       const struct encoding *enc, struct arena *arena)
{
	size_t raw_at = 0, next = 0, n = 0, n_odd = 0;

	for (size_t i = 0; i < scan->n_runs; i++)
		n_odd += scan->runs[i].is_odd;
	*out = ARENA_NEW(arena, struct both, n_odd + 1);
	for (size_t at = 0; at < text.n && next < scan->n_runs && n < n_odd;) {
		struct str run = run_at(text, at), raw = run_at(enc->raw, raw_at);

		if (scan->runs[next].at == at && scan->runs[next++].is_odd)
			(*out)[n++] = (struct both){ run, raw };
		at += run.n + 1;
		raw_at += raw.n + 1;
	}
	return n;
}

static void add_class(uint64_t *classes, uint32_t c)
{
	uint16_t k = model_class_of(c);

	classes[k / 64] |= UINT64_C(1) << (k % 64);
}

/* All that a parse of the runs may ask the model of: what begins at any byte. */
static uint64_t *classes_in(const struct both *runs, size_t n, struct arena *arena)
{
	uint64_t *classes = ARENA_NEW(arena, uint64_t, LOCAL_ONLY_WORDS);

	classes[MODEL_LINE / 64] |= UINT64_C(1) << (MODEL_LINE % 64);
	for (size_t r = 0; r < n; r++) {
		const uint8_t *p = (const uint8_t *)runs[r].raw.p;
		struct str text = runs[r].text;

		for (size_t at = 0; at < text.n;)
			add_class(classes, utf8_next(text, &at));
		for (size_t i = 0; i < runs[r].raw.n; i++) {
			size_t left = runs[r].raw.n - i;

			if (p[i] < 0x80)
				add_class(classes, p[i]);
			else if (left > 1)
				add_class(classes, charset_gb_pair(p[i], p[i + 1]));
			if (left > 3 && is_four(p + i))
				add_class(classes, charset_gb_four(p + i));
		}
	}
	return classes;
}

/*
 * Once one byte was lost, shorter damage than the scan sees is likely, too.
 * Mostly the runs are rare names that gain nothing: so first it is asked with
 * the counts that their parses need and no others.
 */
static bool is_damaged(struct work *w, struct str text, const struct scan *scan,
		       const struct encoding *enc, struct arena *arena)
{
	struct both *runs;
	struct reading r;
	size_t n = odd_runs(&runs, text, scan, enc, arena), n_chars, n_halves, first = 0;

	learn(w, text, scan, classes_in(runs, n, arena), arena);
	while (first < n && !parse_run(&n_chars, &n_halves, runs[first].text, runs[first].raw, w)) {
		arena_release(w->arena);
		first++;
	}
	if (first == n)
		return false;
	learn(w, text, scan, NULL, arena);
	for (size_t i = first; i < n; i++) {
		if (read_run(&r, &n_halves, runs[i].text, runs[i].raw, w))
			return true;
		arena_release(w->arena);
	}
	return false;
}

struct str repair_lost_byte(struct str text, const struct scan *scan, struct encoding *enc,
			    struct arena *arena)
{
	struct arena scratch = { 0 };
	struct work w = { .arena = &scratch };
	struct textbuf out = { .arena = arena };
	struct repair rec = { .name = "gbk_lost_byte" };
	size_t done = 0, raw_at = 0, next = 0;

	if (!enc->raw.n || !enc->used || !str_eq(str_c(enc->used), STR("gb18030")))
		return text;
	w.gb = charset_gb_reverse();
	w.raw = enc->raw;
	/* runs end at the same bytes in text and source: < > and line breaks are never lost */
	if (!is_damaged(&w, text, scan, enc, arena)) {
		arena_release(&scratch);
		return text;
	}
	for (size_t at = 0; at < text.n && next < scan->n_runs;) {
		struct str run = run_at(text, at), raw = run_at(enc->raw, raw_at);
		struct reading r;
		size_t n_halves, start;

		if (scan->runs[next].at == at && next++ < scan->n_runs &&
		    read_run(&r, &n_halves, run, raw, &w)) {
			textbuf_add(&out, str_sub(text, done, at - done));
			start = out.n;
			for (size_t i = 0; i < r.n; i++)
				textbuf_put(&out, r.at[i] & ~LATTICE_GUESS);
			note(&rec, &r, n_halves, at, run,
			     arena_str(arena, (struct str){ out.p + start, out.n - start }));
			done = at + run.n;
		}
		arena_release(&scratch);
		at += run.n + 1;
		raw_at += raw.n + 1;
	}
	arena_release(&scratch);
	if (!rec.count)
		return text;
	textbuf_add(&out, str_sub(text, done, text.n - done));
	repair_note(enc, &rec, arena);
	if (rec.count >= SEVERAL) /* who loses bytes may have lost figures */
		enc->untrusted = true;
	return textbuf_str(&out);
}
