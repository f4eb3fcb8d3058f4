#ifndef EXTRACT_CHARSET_H
#define EXTRACT_CHARSET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/*
 * The codes of GB18030 and Big5, one at a time, after the WHATWG Encoding
 * Standard. A result of 0 is "no character": U+0000 is never asked for.
 */
uint32_t charset_gb_pair(uint8_t lead, uint8_t trail);
uint32_t charset_gb_four(const uint8_t code[4]);

/* *mark receives the combining mark of the four codes that stand for two characters, else 0. */
uint32_t charset_big5_pair(uint8_t lead, uint8_t trail, uint32_t *mark);

/* Pairs that the standard's index has and the tables of HKSCS-2004, which other decoders use, have
 * not. */
bool charset_is_late_big5(uint8_t lead, uint8_t trail);

/* GB18030's four bytes for a code point that has no pair; false where it has none either. */
bool charset_gb_split(uint8_t code[4], uint32_t code_point);

/*
 * charset_gb_reverse, charset_big5_reverse - pairs by code point.
 *
 * Returns 65536 cells (0x30000 for Big5): lead << 8 | trail, or 0. Of several
 * codes the one the standard encodes with, and if it has none for the
 * character the first. Built at the first call, before any thread.
 */
const uint16_t *charset_gb_reverse(void);
const uint16_t *charset_big5_reverse(void);

#define CHARSET_BIG5_REACH 0x30000u /* cells of charset_big5_reverse */

/*
 * charset_encode - `utf8` in one encoding (WHATWG's encoders, error mode
 * html): what it cannot say becomes &#N;.
 *
 * `encoding` is "utf-8", "gbk", "gb18030" or "big5"; any other gives UTF-8, as
 * the standard's "get an output encoding" does for UTF-16. For the addresses
 * of pages that are not in UTF-8.
 */
struct str charset_encode(struct str utf8, const char *encoding, struct arena *arena);

#endif
