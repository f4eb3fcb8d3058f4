#ifndef REPORT_MATCH_H
#define REPORT_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "report/form.h"

/* What a printed word can be in a table. */
enum word_kind {
	WORD_ROW,
	WORD_COL,
	WORD_TITLE,     /* 第二十条第（一）项; `row` is the first row of its block */
	WORD_GROUP,     /* heading over rows or columns */
	WORD_FURNITURE, /* 信息内容, 申请人情况: of a table, but nothing in it */
};

enum word_rank {
	RANK_OFFICIAL,
	RANK_VARIANT,
	RANK_DERIVED, /* without its ordinal or its bracket */
};

/* One meaning of one wording in one form. */
struct word {
	struct str text; /* folded */
	enum word_kind kind;
	enum word_rank rank;
	enum table_id table;
	enum row_id row; /* ROW__COUNT where it names none */
	enum col_id col; /* COL__COUNT where it names none */
	const struct form *form;
	uint64_t chars;     /* a bit for each character of the text; several may share one */
	unsigned max_edits; /* how many characters may be mistyped */
};

/* Half-open range of a lexicon's words that share one text. */
struct words {
	uint32_t lo, hi;
};

/* The words that begin with one character. */
struct word_start {
	uint32_t first; /* 0: none */
	uint16_t lo, hi;
};

/* Several times the characters that the wordings of all forms begin with. */
#define LEXICON_STARTS 512

/* The wording of all forms, sorted by text, then rank. */
struct lexicon {
	struct word *words;
	size_t n, cap;
	struct word_start starts[LEXICON_STARTS]; /* open addressing by hash of `first` */
	uint16_t *own[TABLE__COUNT];              /* the words of a table, but for derived ones */
	size_t n_own[TABLE__COUNT], longest[TABLE__COUNT]; /* the longest of them in bytes */
};

/* From the longest wording of the forms with room for typing errors. */
#define LEXICON_MAX_BYTES 240

/*
 * lexicon_shared - the one lexicon of this process, made at the first call.
 *
 * It is a function of the forms alone and lives as long as the process. Not
 * for a first call from two threads at once.
 */
const struct lexicon *lexicon_shared(void);

static inline bool words_any(struct words w)
{
	return w.hi > w.lo;
}

/* The words that are exactly `folded`. Empty: none. */
struct words lexicon_find(const struct lexicon *l, struct str folded);

/* Whether some word starts with `folded` and is longer. */
bool lexicon_continues(const struct lexicon *l, struct str folded);

/* Both at once: *found receives what lexicon_find() gives. */
bool lexicon_try(struct words *found, const struct lexicon *l, struct str folded);

/* The longest word that `folded` starts with at byte `at`; *end receives where it ends. */
struct words lexicon_longest(const struct lexicon *l, struct str folded, size_t at, size_t *end);

/*
 * lexicon_loose - the words that a printed text is though it is none exactly: an
 * instruction in brackets behind the label and a wrong or missing ordinal are
 * overlooked.
 */
struct words lexicon_loose(const struct lexicon *l, struct str folded);

/*
 * lexicon_near - the one wording of `table` within a bounded edit distance, or
 * that `folded` is the cut beginning of. Empty if there is none, or more than
 * one meaning is equally near.
 */
struct words lexicon_near(const struct lexicon *l, struct str folded, enum table_id table);

/* The bytes of the ordinal at the start: "(一)", "1.", "一、"; 0: none. */
size_t match_ordinal(struct str folded);

#endif
