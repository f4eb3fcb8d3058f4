#include "report/signature.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"
#include "extract/repair.h"
#include "report/match.h"

/* Longest remains of a label; 锟斤拷 takes nine bytes for each two of GBK. */
#define MAX_REMAINS (LEXICON_MAX_BYTES * 6)
#define SLOTS       (1u << 14) /* several times the wordings, in all their variants */
#define MAX_TRIES   400        /* pieces of a page that are compared with all wordings */

struct slot {
	struct str remains; /* p NULL: free */
	const struct word *word;
	bool several; /* two wordings leave the same */
};

struct dictionary {
	struct slot *slots;
	size_t n;
};

static uint64_t hash_of(struct str s)
{
	uint64_t h = 0xCBF29CE484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3u;
	return h ^ h >> 29;
}

static struct slot *slot_of(const struct dictionary *d, struct str remains)
{
	size_t i = hash_of(remains) & (SLOTS - 1);

	while (d->slots[i].remains.p && !str_eq(d->slots[i].remains, remains))
		i = (i + 1) & (SLOTS - 1);
	return &d->slots[i];
}

/* Without blanks: they are where the page's maker put them. */
static struct str squeeze(struct str s, struct arena *arena)
{
	char *p = ARENA_NEW(arena, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			p[n++] = s.p[i];
	return (struct str){ p, n };
}

static void note(struct dictionary *d, const struct word *word, struct str remains)
{
	struct slot *slot;

	if (!remains.n || d->n > SLOTS / 2)
		return;
	slot = slot_of(d, remains);
	if (!slot->remains.p) {
		*slot = (struct slot){ remains, word, false };
		d->n++;
	} else if (!str_eq(slot->word->text, word->text)) {
		slot->several = true;
	}
}

/* （一） as one character, 1、 for 1.; the text itself where it has no such ordinal. */
static struct str other_ordinal(struct str s, struct arena *arena)
{
	static const char *const circled[] = { "㈠", "㈡", "㈢", "㈣", "㈤",
					       "㈥", "㈦", "㈧", "㈨", "㈩" };
	static const char *const numerals[] = { "一", "二", "三", "四", "五",
						"六", "七", "八", "九", "十" };

	for (size_t i = 0; i < countof(circled); i++) {
		struct str full = arena_strf(arena, "(%s)", numerals[i]);

		if (str_starts(s, full))
			return arena_strf(arena, "%s%.*s", circled[i],
					  STR_ARG(str_sub(s, full.n, s.n)));
	}
	if (s.n > 2 && s.p[0] >= '0' && s.p[0] <= '9' && s.p[1] == '.')
		return arena_strf(arena, "%c、%.*s", s.p[0], STR_ARG(str_sub(s, 2, s.n)));
	return s;
}

/* Marks as they are printed between hanzi. */
static struct str widen(struct str s, struct arena *arena)
{
	static const struct {
		char narrow;
		const char *wide;
	} marks[] = { { '(', "（" }, { ')', "）" }, { ',', "，" }, { ':', "：" }, { ';', "；" } };
	char *p = ARENA_NEW(arena, char, 3 * s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *wide = NULL;

		for (size_t k = 0; k < countof(marks); k++)
			if (marks[k].narrow == s.p[i])
				wide = marks[k].wide;
		if (wide)
			memcpy(p + n, wide, 3);
		else
			p[n] = s.p[i];
		n += wide ? 3 : 1;
	}
	return (struct str){ p, n };
}

static struct dictionary build(const char *verdict, struct arena *arena)
{
	struct dictionary d = { ARENA_NEW(arena, struct slot, SLOTS), 0 };
	const struct lexicon *l = lexicon_shared();

	for (size_t i = 0; i < l->n; i++) {
		const struct word *w = &l->words[i];
		struct str other;

		if (i && str_eq(w->text, l->words[i - 1].text))
			continue;
		other = other_ordinal(w->text, arena);
		note(&d, w, repair_remains(w->text, verdict, arena));
		note(&d, w, repair_remains(widen(w->text, arena), verdict, arena));
		if (other.p != w->text.p) {
			note(&d, w, repair_remains(other, verdict, arena));
			note(&d, w, repair_remains(widen(other, arena), verdict, arena));
		}
	}
	return d;
}

static size_t read_lost(struct stream *s, const char *verdict, struct arena *arena)
{
	struct dictionary d = build(verdict, arena);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct piece *p = &s->pieces[i];
		const struct slot *slot;

		if (!p->text.n || p->text.n > MAX_REMAINS)
			continue;
		slot = slot_of(&d, squeeze(p->text, arena));
		if (!slot->remains.p || slot->several)
			continue;
		p->folded = slot->word->text;
		p->is_named = true;
		n++;
	}
	return n;
}

/* ---- a label here and there ---- */

#define HOLE 0xFFFDu

/* Code points, with runs of what was lost as one HOLE and its length; how many hanzi are left. */
struct remains {
	uint32_t at[LEXICON_MAX_BYTES];
	uint8_t most[LEXICON_MAX_BYTES]; /* of a hole: characters it may stand for */
	size_t n, hanzi;
	size_t fewest, longest; /* characters of what it may have been */
};

static bool is_hole(uint32_t c)
{
	return c == UTF8_REPLACEMENT || c == 0xFFFC || c == '?';
}

static bool take_remains(struct remains *r, struct str folded)
{
	bool any = false;

	*r = (struct remains){ .n = 0 };
	for (size_t at = 0; at < folded.n;) {
		uint32_t c = utf8_next(folded, &at);

		if (r->n == countof(r->at))
			return false;
		if (is_hole(c) && r->n && r->at[r->n - 1] == HOLE) {
			if (r->most[r->n - 1] < UINT8_MAX)
				r->most[r->n - 1]++;
			r->longest++;
			continue;
		}
		any |= is_hole(c);
		r->hanzi += hanzi_is(c);
		r->fewest++;
		r->longest++;
		r->most[r->n] = 1;
		r->at[r->n++] = is_hole(c) ? HOLE : c;
	}
	return any && r->hanzi >= SIGNATURE_LEAST;
}

/* Is `text` what is left, with one character or more up to `most` in each hole? */
static bool fits(const struct remains *r, struct str text)
{
	bool now[LEXICON_MAX_BYTES + 1] = { true }, next[LEXICON_MAX_BYTES + 1];
	uint32_t c[LEXICON_MAX_BYTES];
	size_t n = 0;

	if (text.n < r->fewest || text.n > 3 * r->longest) /* bytes: most words end here */
		return false;
	for (size_t at = 0; at < text.n && n < countof(c);)
		c[n++] = utf8_next(text, &at);
	if ((r->at[0] != HOLE && r->at[0] != c[0]) ||
	    (r->at[r->n - 1] != HOLE && r->at[r->n - 1] != c[n - 1]))
		return false;
	for (size_t i = 0; i < r->n; i++) {
		memset(next, 0, n + 1);
		for (size_t k = 0; k < n; k++) {
			if (!now[k])
				continue;
			if (r->at[i] != HOLE)
				next[k + 1] |= r->at[i] == c[k];
			for (size_t m = 1; r->at[i] == HOLE && m <= r->most[i] && k + m <= n; m++)
				next[k + m] = true;
		}
		memcpy(now, next, n + 1);
	}
	return now[n];
}

static size_t read_partly(struct stream *s)
{
	const struct lexicon *l = lexicon_shared();
	size_t named = 0, tries = 0;

	for (size_t i = 0; i < s->n && tries < MAX_TRIES; i++) {
		struct piece *p = &s->pieces[i];
		const struct word *only = NULL;
		struct remains r;
		bool several = false;

		if (p->folded.n > LEXICON_MAX_BYTES || !take_remains(&r, p->folded))
			continue;
		tries++;
		for (size_t k = 0; k < l->n && !several; k++) {
			const struct word *w = &l->words[k];

			if ((only && str_eq(only->text, w->text)) || !fits(&r, w->text))
				continue;
			several = only != NULL;
			only = w;
		}
		if (!only || several)
			continue;
		p->folded = only->text;
		p->is_named = true;
		named++;
	}
	return named;
}

size_t signature_read(struct stream *s, const struct encoding *e, struct arena *arena)
{
	if (e && e->verdict &&
	    (strcmp(e->verdict, "lost_as_utf8") == 0 || strcmp(e->verdict, "lost_twice") == 0))
		return read_lost(s, e->verdict, arena);
	return e && (e->untrusted || e->replaced || e->n_repairs) ? read_partly(s) : 0;
}
