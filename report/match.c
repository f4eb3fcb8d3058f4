#include "report/match.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/label.h"

static int compare_text(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

static int compare_words(const void *x, const void *y)
{
	const struct word *a = x, *b = y;
	int c = compare_text(a->text, b->text);

	if (c)
		return c;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static void add(struct lexicon *l, const struct word *word, struct arena *arena)
{
	if (word->text.n < 2 * 3 || word->text.n > LEXICON_MAX_BYTES)
		return;
	ARENA_GROW(arena, l->words, l->n, l->cap);
	l->words[l->n++] = *word;
}

static bool is_numeral(uint32_t c)
{
	static const uint32_t all[] = { 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
					0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341 };

	for (size_t i = 0; i < countof(all); i++)
		if (all[i] == c)
			return true;
	return c >= '0' && c <= '9';
}

size_t match_ordinal(struct str folded)
{
	size_t at = 0, digits = 0;
	bool bracket = folded.n && folded.p[0] == '(';
	uint32_t c = 0;

	if (bracket)
		at = 1;
	while (at < folded.n && digits < 4) {
		c = utf8_next(folded, &at);
		if (!is_numeral(c))
			break;
		digits++;
	}
	if (!digits)
		return 0;
	if (bracket)
		return c == ')' ? at : 0;
	return c == '.' || c == 0x3001 || c == ')' || c == 0xFF0E ? at : 0;
}

/* The text without one trailing (…); the text itself where there is none. */
static struct str without_bracket(struct str s)
{
	size_t depth = 0;

	if (!s.n || s.p[s.n - 1] != ')')
		return s;
	for (size_t i = s.n; i-- > 1;) {
		if (s.p[i] == ')')
			depth++;
		else if (s.p[i] == '(' && --depth == 0)
			return str_sub(s, 0, i);
	}
	return s;
}

static struct str without_ordinal(struct str s)
{
	return str_sub(s, match_ordinal(s), s.n);
}

/* A wording, and what is left of it without ordinal and bracket. */
static void add_wording(struct lexicon *l, struct word word, const char *const *wording,
			struct arena *arena)
{
	for (size_t i = 0; wording && wording[i]; i++) {
		struct str full = label_fold(str_c(wording[i]), arena);
		struct str cut[] = { without_bracket(full), without_ordinal(full),
				     without_ordinal(without_bracket(full)) };

		word.text = full;
		word.rank = i ? RANK_VARIANT : RANK_OFFICIAL;
		add(l, &word, arena);
		word.rank = RANK_DERIVED;
		for (size_t k = 0; k < countof(cut); k++) {
			word.text = cut[k];
			if (cut[k].n < full.n && (k < 2 || cut[k].n < cut[1].n))
				add(l, &word, arena);
		}
	}
}

static void add_block(struct lexicon *l, const struct form *form, const struct form_block *k,
		      struct arena *arena)
{
	struct word word = { .table = k->table, .form = form };

	word.kind = WORD_TITLE;
	word.row = k->rows[0].row;
	word.col = COL__COUNT;
	add_wording(l, word, k->title, arena);
	for (size_t i = 0; i < k->n_rows; i++) {
		word.kind = WORD_ROW;
		word.row = k->rows[i].row;
		add_wording(l, word, k->rows[i].wording, arena);
		word.kind = WORD_GROUP;
		word.row = ROW__COUNT;
		if (k->rows[i].group && (!i || k->rows[i].group != k->rows[i - 1].group))
			add_wording(l, word, k->rows[i].group, arena);
	}
	word.kind = WORD_COL;
	for (size_t i = 0; i < k->n_cols; i++) {
		word.col = k->cols[i].col;
		add_wording(l, word, k->cols[i].wording, arena);
	}
}

#define MAX_EDITS 4

/* How many characters may differ: none in short words, where another word is near. */
static unsigned most_edits(const struct word *w)
{
	size_t n = utf8_count(w->text);

	if (n < 4 || (n < 6 && w->kind == WORD_ROW))
		return 0;
	return n < 8 ? 1 : n < 16 ? 3 : MAX_EDITS;
}

static uint64_t chars_of(struct str s)
{
	uint64_t bits = 0;

	for (size_t at = 0; at < s.n;)
		bits |= UINT64_C(1) << (utf8_next(s, &at) * 2654435761u >> 26);
	return bits;
}

/* Where the words that begin with a character are noted, or would have to be. */
static size_t slot_of(const struct lexicon *l, uint32_t first)
{
	size_t slot = first * 2654435761u >> 23;

	while (l->starts[slot].first && l->starts[slot].first != first)
		slot = (slot + 1) % LEXICON_STARTS;
	return slot;
}

/* What the sorted words are found by. */
static void make_index(struct lexicon *l, struct arena *arena)
{
	assert(l->n <= UINT16_MAX);
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		l->own[t] = ARENA_NEW(arena, uint16_t, l->n);
	for (size_t i = 0; i < l->n; i++) {
		struct word *w = &l->words[i];
		size_t at = 0;
		uint32_t first = utf8_next(w->text, &at);
		struct word_start *start = &l->starts[slot_of(l, first)];

		if (!start->first)
			*start = (struct word_start){ .first = first, .lo = (uint16_t)i };
		start->hi = (uint16_t)(i + 1);
		w->chars = chars_of(w->text);
		w->max_edits = most_edits(w);
		if (w->table == TABLE__COUNT || w->rank == RANK_DERIVED)
			continue;
		l->own[w->table][l->n_own[w->table]++] = (uint16_t)i;
		if (w->text.n > l->longest[w->table])
			l->longest[w->table] = w->text.n;
	}
}

static struct lexicon build(struct arena *arena)
{
	struct lexicon l = { 0 };

	for (size_t i = 0; form_at(i); i++) {
		const struct form *form = form_at(i);
		struct word furniture = { .kind = WORD_FURNITURE,
					  .table = TABLE__COUNT,
					  .row = ROW__COUNT,
					  .col = COL__COUNT,
					  .form = form };

		for (size_t b = 0; b < form->n_blocks; b++)
			add_block(&l, form, &form->blocks[b], arena);
		for (size_t w = 0; form->furniture && form->furniture[w]; w++)
			add_wording(&l, furniture, WORDS(form->furniture[w]), arena);
	}
	qsort(l.words, l.n, sizeof *l.words, compare_words);
	make_index(&l, arena);
	return l;
}

const struct lexicon *lexicon_shared(void)
{
	static struct arena arena;
	static struct lexicon shared;

	if (!shared.n)
		shared = build(&arena);
	return &shared;
}

/* The words that share the first character of `s`. */
static struct words starting(const struct lexicon *l, struct str s)
{
	const struct word_start *start;
	size_t at = 0;

	if (s.n > LEXICON_MAX_BYTES)
		return (struct words){ 0, 0 };
	if (!s.n)
		return (struct words){ 0, (uint32_t)l->n };
	start = &l->starts[slot_of(l, utf8_next(s, &at))];
	return (struct words){ start->lo, start->hi };
}

bool lexicon_try(struct words *found, const struct lexicon *l, struct str folded)
{
	struct words in = starting(l, folded);
	uint32_t lo = in.lo, hi = in.hi;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (compare_text(l->words[mid].text, folded) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (hi < in.hi && str_eq(l->words[hi].text, folded))
		hi++;
	*found = (struct words){ lo, hi };
	return hi < in.hi && str_starts(l->words[hi].text, folded);
}

struct words lexicon_find(const struct lexicon *l, struct str folded)
{
	struct words found;

	lexicon_try(&found, l, folded);
	return found;
}

bool lexicon_continues(const struct lexicon *l, struct str folded)
{
	struct words found;

	return lexicon_try(&found, l, folded);
}

struct words lexicon_longest(const struct lexicon *l, struct str folded, size_t at, size_t *end)
{
	struct words best = { 0, 0 };
	size_t to = at;

	while (to < folded.n && to - at < LEXICON_MAX_BYTES) {
		struct words w;
		bool more;

		utf8_next(folded, &to);
		more = lexicon_try(&w, l, str_sub(folded, at, to - at));
		if (words_any(w)) {
			best = w;
			*end = to;
		}
		if (!more)
			break;
	}
	return best;
}

struct words lexicon_loose(const struct lexicon *l, struct str folded)
{
	struct str bare = without_bracket(folded);
	struct words w = { 0, 0 };

	if (bare.n < folded.n)
		w = lexicon_find(l, bare);
	/* A core of two characters (其他, 总计, 规章) is too little to forgive a wrong ordinal. */
	if (!words_any(w) && match_ordinal(bare) && without_ordinal(bare).n >= 4 * 3)
		w = lexicon_find(l, without_ordinal(bare));
	return w;
}

/* A wording cut short, as where a line of a cell was lost; not just its ordinal or two words. */
static bool is_cut(struct str folded, struct str text)
{
	return folded.n < text.n && str_starts(text, folded) &&
	       folded.n - match_ordinal(folded) >= 6 * 3;
}

static bool same_meaning(const struct word *a, const struct word *b)
{
	return a->kind == b->kind && a->row == b->row && a->col == b->col;
}

/* More than `most` bits. */
static bool are_more(uint64_t bits, unsigned most)
{
	for (; bits && most; most--)
		bits &= bits - 1;
	return bits != 0;
}

#define TOO_FAR (MAX_EDITS + 2)

/* Edits from folded text, whose characters are `chars`, to a wording; TOO_FAR: more than `most`. */
static unsigned edits_to(const struct word *w, struct str folded, uint64_t chars, unsigned most)
{
	unsigned d;

	/* Too long, or too short and not cut: most are. */
	if (folded.n > w->text.n + most * 4 ||
	    (w->text.n > folded.n + most * 4 && w->text.p[2] != folded.p[2]))
		return TOO_FAR;
	/* A character that one text lacks is an edit; a text cut short has none of its own. */
	if (are_more(chars & ~w->chars, most))
		return TOO_FAR;
	if (is_cut(folded, w->text))
		return 1;
	if (are_more(w->chars & ~chars, most) || w->text.n > folded.n + most * 4)
		return TOO_FAR;
	d = label_distance(folded, w->text, most);
	return d > most ? TOO_FAR : d;
}

struct words lexicon_near(const struct lexicon *l, struct str folded, enum table_id table)
{
	const struct word *best = NULL;
	unsigned nearest = MAX_EDITS + 1;
	bool unique = false;
	uint64_t chars;

	if (folded.n < 4 * 3 || folded.n > LEXICON_MAX_BYTES ||
	    folded.n > l->longest[table] + MAX_EDITS * 4)
		return (struct words){ 0, 0 };
	chars = chars_of(folded);
	for (size_t i = 0; i < l->n_own[table]; i++) {
		const struct word *w = &l->words[l->own[table][i]];
		unsigned most = w->max_edits < nearest ? w->max_edits : nearest;
		unsigned d = edits_to(w, folded, chars, most);

		if (d > nearest)
			continue;
		if (d < nearest || !best) {
			best = w;
			nearest = d;
			unique = true;
		} else if (!same_meaning(best, w) && !str_eq(best->text, w->text)) {
			unique = false;
		}
	}
	return unique ? lexicon_find(l, best->text) : (struct words){ 0, 0 };
}
