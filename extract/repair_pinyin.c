#include "base/utf8.h"
#include "extract/hanzi.h"
#include "extract/page_strings.h"
#include "extract/repair_look.h"
#include "extract/repair_page.h"
#include "extract/repair_pass.h"
#include "extract/textbuf.h"

/*
 * Mirrors put the reading of some characters in brackets behind them. In one
 * page a character has it always or never, so a text about pinyin stays.
 */
#define FIRST           0x4E00u
#define HANZI           0x5200u
#define LEAST_DISTINCT  3  /* characters with a reading, all of them in traditional form; else */
#define PLAIN_DISTINCT  12 /* so many of any form, */
#define PLAIN_REPEATED  5  /* of which so many stand more than once */
#define LEAST_HANZI     60 /* a shorter text may well be about its readings */
#define MOST_SHARE      3  /* of the hanzi at most one in so many has a reading, */
#define CHANGED_SHARE   10 /* and of those at most one in so many is the same in both scripts */
#define ANNOTATED_SHARE 10 /* of its places at most one in so many is bare */
#define READING_SHARE   5  /* of the readings at most one in so many is not the commonest */

struct pinyin {
	uint32_t *places, *annotated; /* by hanzi */
	uint32_t hanzi, brackets, fit, removed;
	struct repair rec;
	struct arena *arena;
};

static void count(struct str *s, void *context)
{
	struct pinyin *p = context;

	for (size_t at = 0; at < s->n;) {
		uint32_t c;
		unsigned syllable;

		if ((unsigned char)s->p[at] < 0xE4 || (unsigned char)s->p[at] > 0xE9) {
			at++;
			continue;
		}
		c = utf8_next(*s, &at);
		if (c < FIRST || c - FIRST >= HANZI)
			continue;
		p->hanzi++;
		p->places[c - FIRST]++;
		if (!look_reading(&syllable, *s, at))
			continue;
		p->brackets++;
		p->fit += hanzi_reads(c, syllable);
		p->annotated[c - FIRST]++;
	}
}

static bool is_annotated(const struct pinyin *p, uint32_t c)
{
	uint32_t with;

	if (c < FIRST || c - FIRST >= HANZI)
		return false;
	with = p->annotated[c - FIRST];
	return with && (p->places[c - FIRST] - with) * ANNOTATED_SHARE <= p->places[c - FIRST];
}

static void strip(struct str *s, void *context)
{
	struct pinyin *p = context;
	struct textbuf out = { .arena = p->arena };
	size_t done = 0;

	for (size_t at = 0; at < s->n;) {
		uint32_t c = utf8_next(*s, &at);
		unsigned syllable;
		size_t n;

		if (!is_annotated(p, c))
			continue;
		while ((n = look_reading(&syllable, *s, at)) > 0) { /* some stand twice */
			textbuf_add(&out, str_sub(*s, done, at - done));
			if (!p->removed++)
				p->rec.before = str_sub(*s, at, n);
			at += n;
			done = at;
		}
	}
	if (!done)
		return;
	textbuf_add(&out, str_sub(*s, done, s->n - done));
	*s = textbuf_str(&out);
}

/* Is this how mirrors do it, and not a text about readings? */
static bool is_mirrored(const struct pinyin *p)
{
	uint32_t regular = 0, changed = 0, repeated = 0;

	for (uint32_t c = FIRST; c < FIRST + HANZI; c++) {
		if (!is_annotated(p, c))
			continue;
		regular++;
		changed += hanzi_simplify(c) != c;
		repeated += p->annotated[c - FIRST] > 1;
	}
	if (p->hanzi < LEAST_HANZI || p->brackets * MOST_SHARE > p->hanzi ||
	    (p->brackets - p->fit) * READING_SHARE > p->brackets)
		return false;
	if (regular >= PLAIN_DISTINCT && repeated >= PLAIN_REPEATED)
		return true;
	return regular >= LEAST_DISTINCT && (regular - changed) * CHANGED_SHARE <= regular;
}

void repair_pinyin(struct page *page, struct encoding *enc, struct arena *arena)
{
	struct pinyin p = { .rec = { .name = "pinyin_brackets" }, .arena = arena };

	p.places = ARENA_NEW(arena, uint32_t, HANZI);
	p.annotated = ARENA_NEW(arena, uint32_t, HANZI);
	page_strings_each(page, count, &p);
	if (!is_mirrored(&p))
		return;
	page_strings_each(page, strip, &p);
	if (!p.removed)
		return;
	p.rec.count = p.removed;
	repair_note(enc, &p.rec, arena);
}
