#include "report/token.h"

#include <string.h>

#include "base/attrs.h"
#include "base/utf8.h"
#include "extract/hanzi.h"
#include "report/count.h"

/* Text of more bytes, folded, is prose unless a table's markup holds it. */
#define PROSE_BYTES 132

/* A label is never split over more pieces: one character each, blanks between them not counted. */
#define MAX_JOIN 40

struct builder {
	struct tokens out;
	size_t cap;
	const struct stream *stream;
	const struct lexicon *lexicon;
	struct arena *arena;
};

static struct token *add(struct builder *b, enum token_kind kind, size_t first, size_t last)
{
	struct token *t;

	ARENA_GROW(b->arena, b->out.at, b->out.n, b->cap);
	t = &b->out.at[b->out.n++];
	*t = (struct token){ .kind = kind, .first = (uint32_t)first, .last = (uint32_t)last };
	t->text = b->stream->pieces[first].text;
	return t;
}

/* Pieces of one label lie side by side: one grid, or text all of them. */
static bool may_join(const struct piece *a, const struct piece *b)
{
	return a->grid == b->grid && b->text.n > 0 && b->line <= a->line + 2;
}

/*
 * The longest label that starts with piece `at` and ends with some later one.
 * Returns the pieces it takes, 0 if there is none.
 */
static size_t join(struct words *words, const struct builder *b, size_t at)
{
	const struct piece *p = b->stream->pieces;
	char text[LEXICON_MAX_BYTES];
	size_t n = 0, best = 0;

	for (size_t i = at; i < b->stream->n && i - at < MAX_JOIN; i++) {
		struct words w;
		bool more;

		if (i > at && !may_join(&p[i - 1], &p[i]))
			break;
		if (p[i].folded.n > sizeof text - n)
			break;
		memcpy(text + n, p[i].folded.p, p[i].folded.n);
		n += p[i].folded.n;
		if (i == at) {
			w = (struct words){ p[i].words_lo, p[i].words_hi };
			more = p[i].is_begun;
		} else {
			more = lexicon_try(&w, b->lexicon, (struct str){ text, n });
		}
		if (words_any(w)) {
			*words = w;
			best = i - at + 1;
		}
		if (!more)
			break;
	}
	return best;
}

/* A numeral alone may be a word of a text that was cut up, unless a cell holds it: 一, 三. */
static bool is_lone_numeral(const struct piece *p)
{
	size_t at = 0;
	uint32_t c = utf8_next(p->text, &at);

	return !p->is_cell && at == p->text.n && hanzi_is(c) && c != 0x65E0 && c != 0x96F6;
}

static bool is_value(const struct piece *p)
{
	struct count c;

	if (p->text.n > COUNT_MAX_BYTES || is_lone_numeral(p))
		return false;
	c = count_read(p->text, COUNT_THINGS, STR(""), true);
	if (c.state == VALUE_TEXT)
		c = count_read(p->text, COUNT_MONEY, STR(""), false);
	return c.state != VALUE_TEXT;
}

static size_t digit_runs(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] >= '0' && s.p[i] <= '9' && (!i || s.p[i - 1] < '0' || s.p[i - 1] > '9');
	return n;
}

/* The bytes of digits and points at `at`, up to where a label with an ordinal begins. */
static size_t figure_end(const struct lexicon *l, struct str s, size_t at)
{
	size_t end, i = at;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') {
		if (i > at && words_any(lexicon_longest(l, s, i, &end)))
			return i;
		i++;
	}
	while (i + 1 < s.n && (s.p[i] == '.' || s.p[i] == ',') && s.p[i + 1] >= '0' &&
	       s.p[i + 1] <= '9')
		for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
			if (words_any(lexicon_longest(l, s, i, &end)))
				return i;
	return i;
}

/* Where a bracket that opens at `at` is closed; 0: it is not. */
static size_t bracket_end(struct str s, size_t at)
{
	size_t depth = 0;

	for (size_t i = at; i < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Marks between labels of one piece. */
static size_t mark_at(struct str s, size_t at)
{
	static const char *const marks[] = { ",", ";", ":", "|", "、", "。", NULL };

	for (size_t i = 0; marks[i]; i++)
		if (str_starts(str_sub(s, at, s.n), str_c(marks[i])))
			return strlen(marks[i]);
	return 0;
}

/*
 * A piece that is nothing but labels, each with or without its figures. False,
 * with nothing added, if any of it is something else.
 */
static bool segment(struct builder *b, size_t piece)
{
	const struct piece *p = &b->stream->pieces[piece];
	struct str s = p->folded;
	size_t was = b->out.n, labels = 0, at = 0, end = 0;

	while (at < s.n) {
		struct words w = lexicon_longest(b->lexicon, s, at, &end);
		struct token *t;

		if (words_any(w)) {
			t = add(b, TOKEN_LABEL, piece, piece);
			t->words = w;
			t->is_plain = true;
			labels++;
		} else if (s.p[at] >= '0' && s.p[at] <= '9') {
			end = figure_end(b->lexicon, s, at);
			t = add(b, TOKEN_VALUE, piece, piece);
		} else if (s.p[at] == '(' && labels && bracket_end(s, at)) {
			at = bracket_end(s, at);
			continue;
		} else if (mark_at(s, at)) {
			at += mark_at(s, at);
			continue;
		} else {
			break;
		}
		t->is_glued = true;
		t->text = str_sub(s, at, end - at);
		at = end;
	}
	if (at >= s.n && labels && b->out.n - was > 1 && digit_runs(p->text) <= digit_runs(s))
		return true;
	b->out.n = was;
	return false;
}

static void add_piece(struct builder *b, size_t i)
{
	const struct piece *p = &b->stream->pieces[i];
	struct words words;
	struct token *t;

	if (p->text.n && !p->folded.n)
		return; /* quotation marks that were cut off their words */
	if (!p->text.n || is_value(p)) {
		add(b, TOKEN_VALUE, i, i);
		return;
	}
	words = lexicon_loose(b->lexicon, p->folded);
	if (words_any(words)) {
		t = add(b, TOKEN_LABEL, i, i);
		t->words = words;
		return;
	}
	if (segment(b, i))
		return;
	add(b, p->folded.n > PROSE_BYTES && !p->is_cell ? TOKEN_PROSE : TOKEN_TEXT, i, i);
}

/* A figure that is no ordinal whose mark was cut off: most pieces of a table. */
static bool is_plain_figure(const struct stream *s, size_t i)
{
	if (!s->pieces[i].is_number)
		return false;
	return i + 1 >= s->n || (!str_starts(s->pieces[i + 1].folded, STR(".")) &&
				 !str_starts(s->pieces[i + 1].folded, STR("、")));
}

struct tokens tokens_build(const struct stream *stream, const struct lexicon *lexicon,
			   struct arena *arena)
{
	struct builder b = {
		.stream = stream, .lexicon = lexicon, .arena = arena, .cap = stream->n + 1
	};

	b.out.at = ARENA_NEW(arena, struct token, b.cap);
	for (size_t i = 0; i < stream->n;) {
		struct words words;
		size_t n = is_plain_figure(stream, i) ? 0 : join(&words, &b, i);

		if (n) {
			struct token *t = add(&b, TOKEN_LABEL, i, i + n - 1);

			t->words = words;
			t->is_plain = true;
			i += n;
			continue;
		}
		add_piece(&b, i);
		i++;
	}
	return b.out;
}
