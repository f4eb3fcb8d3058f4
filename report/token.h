#ifndef REPORT_TOKEN_H
#define REPORT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/match.h"
#include "report/stream.h"

enum token_kind {
	TOKEN_LABEL, /* wording of a form, over one piece or several */
	TOKEN_VALUE, /* a number, a word for none, a dash, an empty cell */
	TOKEN_TEXT,  /* anything else short */
	TOKEN_PROSE, /* running text: no table goes on across it */
};

struct token {
	enum token_kind kind;
	bool is_glued;        /* shares its piece with other tokens */
	bool is_plain;        /* LABEL: nothing of it had to be overlooked */
	bool is_near;         /* LABEL: by edit distance only */
	struct words words;   /* LABEL: its meanings */
	struct str text;      /* as printed, of one piece; of a glued value its digits */
	uint32_t first, last; /* pieces, both inclusive */
};

struct tokens {
	struct token *at;
	size_t n;
};

/*
 * tokens_build - what each piece of the stream is, judged by itself.
 *
 * A label may be split over pieces (`本年新`, `制作数量`) or share its piece with
 * others and with its figures (`规章555`). No order is expected here, and
 * labels with typing errors are still TOKEN_TEXT.
 */
struct tokens tokens_build(const struct stream *stream, const struct lexicon *lexicon,
			   struct arena *arena);

#endif
