#ifndef EXTRACT_LATTICE_H
#define EXTRACT_LATTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/local_model.h"

/*
 * The bytes that a misread text was made of, as far as they are known, and
 * the likeliest text that they allow.
 */
enum sym_kind {
	SYM_BYTE,
	SYM_LOST,  /* one byte of `set` */
	SYM_PAIRS, /* one of `pairs`, lead << 8 | trail */
	SYM_EURO,  /* GBK's euro sign: 80 or A2 E3 */
	SYM_OLD,   /* "?": itself, or two bytes that an old GBK decoder did not know */
};

enum byte_set {
	SET_HIGH, /* 81 to FE: what the standard's decoder gives up before ASCII */
	SET_1252, /* the five that windows-1252 has not */
	SET_BIG5, /* of GBK pairs that Big5 has not */
	SET_LEAD, /* the first byte of a character of three */
};

struct sym {
	uint8_t kind, byte, set;
	uint8_t n_pairs; /* at most 64 */
	const uint16_t *pairs;
};

#define LATTICE_EATEN                                                                              \
	0xFFFCu /* in a reading: an ASCII character stood here, nobody knows which                 \
		 */

#define LATTICE_GUESS 0x80000000u /* set in a code point of which a byte was unknown */

/* Code points, and how much likelier than the next different reading they are. */
struct reading {
	uint32_t *at;
	size_t n;
	int64_t cost, margin; /* MODEL_NAT; margin INT32_MAX: nothing else is possible */
	uint32_t guessed;     /* characters of which a byte was unknown */
};

/*
 * lattice_utf8, lattice_gb - the likeliest text of `n` symbols.
 *
 * False where the bytes are no text in that encoding, whatever the unknown
 * ones are. For a lost byte hanzi and Chinese punctuation are proposed, and
 * blanks; never digits, letters or their full-width forms.
 */
bool lattice_utf8(struct reading *out, const struct sym *syms, size_t n,
		  const struct local_model *local, struct arena *arena);
bool lattice_gb(struct reading *out, const struct sym *syms, size_t n,
		const struct local_model *local, struct arena *arena);

/* The hanzi that a radical of a PDF's text stands for, or the character itself. */
uint32_t lattice_plain(uint32_t code_point);

/* May this be proposed for a character that lost a byte? */
bool lattice_may_propose(uint32_t code_point);

/* Are these the digits of a four-byte code that pages do have: of a blank, or of U+FFFD? */
bool lattice_is_spare_four(char second, char fourth);

/* What an old two-byte GBK decoder makes of a pair; 0 where it gives up. */
uint32_t lattice_old_gbk(uint8_t lead, uint8_t trail);

/* Private use: pairs of the user-defined areas of GBK (1, 2 and 3). */
bool lattice_is_user_defined(uint8_t lead, uint8_t trail);

#endif
