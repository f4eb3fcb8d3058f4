#ifndef REPORT_WORDSET_H
#define REPORT_WORDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attrs.h"
#include "base/str.h"

#define WORDSET_MAX     127 /* words in a set */
#define WORDSET_BUCKETS 512

/*
 * A fixed list of words that is looked for as one: a text is gone through once,
 * whatever their number, and most of its characters are told by a look into a
 * table to begin none of them.
 *
 * Static, made by WORDSET() of an array of words, WORDSET_FIELD() of words in an
 * array of structs, or WORDSET_ENDS() where ends of texts are asked for. An array
 * may end with NULL. The index is made by the first question. Not for
 * a first question from two threads at once. Words are not empty; in a set of
 * ends each has a last character of three bytes.
 */
struct wordset {
	const void *list;
	size_t stride, n;
	bool by_end, ready;
	uint8_t first[WORDSET_BUCKETS]; /* 1 + a word by the hash of its first or last character */
	uint8_t next[WORDSET_MAX + 1];  /* 1 + another of the same hash, later in the list */
	const char *word[WORDSET_MAX + 1];
	uint16_t bytes[WORDSET_MAX + 1];
};

#define WORDSET_FIELD(array, field)                                                                \
	{                                                                                          \
		.list = &(array)[0] field, .stride = sizeof((array)[0]), .n = countof(array)       \
	}
#define WORDSET(array) WORDSET_FIELD(array, )
#define WORDSET_ENDS(array)                                                                        \
	{                                                                                          \
		.list = (array), .stride = sizeof((array)[0]), .n = countof(array), .by_end = true \
	}

/* The words one by one as they stand in a text. Starts as { .s = text }. */
struct wordset_search {
	struct str s;
	size_t at; /* where the word that was found begins */
	size_t next;
	uint8_t chain;
};

/*
 * wordset_find - the next of the words that stand in the text, as its place in the list; -1: no
 * more.
 *
 * In the order in which they begin, at one byte in that of the list; they may overlap.
 */
int wordset_find(struct wordset *w, struct wordset_search *f);

/* The first word of the list that occurs in `s`, as its place in the list; -1: none. */
int wordset_first(struct wordset *w, struct str s);

/* Whether one of them does. */
static inline bool wordset_any(struct wordset *w, struct str s)
{
	struct wordset_search f = { .s = s };

	return wordset_find(w, &f) >= 0;
}

/* Which words occur in `s`: bit i for word i, of the first 64. */
uint64_t wordset_which(struct wordset *w, struct str s);

/* Whether a word may begin with the first character of `s`; false: none does. */
bool wordset_may_start(struct wordset *w, struct str s);

/* The longest word that `s` begins with, as its place in the list; -1: none. *n its bytes. */
int wordset_start(struct wordset *w, struct str s, size_t *n);

/* Bytes of the longest word that `s` ends with; 0: none. */
size_t wordset_end(struct wordset *w, struct str s);

#endif
