#include <string.h>

#include "report/reader.h"

/* A broken label is looked for over so many pieces at most. */
#define MAX_PARTS 24

unsigned labels_tables(const struct reader *rd, const struct token *t)
{
	unsigned mask = 0;

	for (uint32_t i = t->words.lo; i < t->words.hi; i++)
		if (rd->lexicon->words[i].kind != WORD_FURNITURE)
			mask |= 1u << rd->lexicon->words[i].table;
	return mask;
}

enum table_id labels_only_table(unsigned mask)
{
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (mask == 1u << t)
			return t;
	return TABLE__COUNT;
}

/* The text of tokens [from, from + n) run together. False: they are not parts of one label. */
static bool run_together(char *out, size_t *bytes, const struct reader *rd, size_t from, size_t n)
{
	*bytes = 0;
	for (size_t i = from; i < from + n; i++) {
		const struct token *t = &rd->tokens.at[i];
		const struct piece *p = &rd->stream->pieces[t->first];

		if (t->is_glued || (t->kind != TOKEN_TEXT && t->kind != TOKEN_LABEL))
			return false;
		if (i > from && (p->grid || p->line > rd->stream->pieces[t->first - 1].line + 2))
			return false;
		for (uint32_t k = t->first; k <= t->last; k++) {
			struct str s = rd->stream->pieces[k].folded;

			if (s.n > LEXICON_MAX_BYTES - *bytes)
				return false;
			memcpy(out + *bytes, s.p, s.n);
			*bytes += s.n;
		}
	}
	return true;
}

/* How many tokens from `at` on are one mistyped label of the table; 0: none is. */
static size_t mistyped(struct words *words, const struct reader *rd, size_t at, enum table_id table)
{
	char text[LEXICON_MAX_BYTES];
	size_t bytes, best = 0;

	for (size_t n = 1; n <= MAX_PARTS && at + n <= rd->tokens.n; n++) {
		struct words w;

		if (!run_together(text, &bytes, rd, at, n))
			break;
		w = lexicon_near(rd->lexicon, (struct str){ text, bytes }, table);
		if (!words_any(w))
			continue;
		*words = w;
		best = n;
	}
	return best;
}

/* A whole label, but also the beginning of a longer one whose rest may be mistyped. */
static bool is_followed(const struct reader *rd, size_t i)
{
	const struct token *t = &rd->tokens.at[i];

	return !t->is_glued && t->first == t->last && i + 1 < rd->tokens.n &&
	       rd->tokens.at[i + 1].kind == TOKEN_TEXT &&
	       lexicon_continues(rd->lexicon, rd->stream->pieces[t->first].folded);
}

void labels_mend(struct reader *rd)
{
	enum table_id table = TABLE__COUNT;
	size_t out = 0, gap = 0, tries = 0;

	for (size_t i = 0; i < rd->tokens.n;) {
		struct token t = rd->tokens.at[i];
		struct words words = { 0 };
		size_t n = 0;

		if (t.kind == TOKEN_LABEL &&
		    labels_only_table(labels_tables(rd, &t)) != TABLE__COUNT)
			table = labels_only_table(labels_tables(rd, &t));
		if (t.kind == TOKEN_LABEL)
			gap = 0;
		if (t.kind == TOKEN_PROSE)
			table = TABLE__COUNT;
		if (table != TABLE__COUNT && tries < READER_MAX_MENDS &&
		    (t.kind == TOKEN_TEXT ? gap++ <= READER_MAX_GAP
					  : t.kind == TOKEN_LABEL && is_followed(rd, i))) {
			n = mistyped(&words, rd, i, table);
			tries++;
		}
		if (n > 1 || (n && t.kind == TOKEN_TEXT)) {
			t.kind = TOKEN_LABEL;
			t.words = words;
			t.is_near = true;
			t.last = rd->tokens.at[i + n - 1].last;
			gap = 0;
		}
		if (n || out != i)
			rd->tokens.at[out] = t;
		out++;
		i += n ? n : 1;
	}
	rd->tokens.n = out;
}
