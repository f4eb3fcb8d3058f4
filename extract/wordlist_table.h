/* Made by scripts/gen-model.py; do not edit. */
#ifndef EXTRACT_WORDLIST_TABLE_H
#define EXTRACT_WORDLIST_TABLE_H

#include <stdint.h>

#include "extract/model_table.h"

#define WORDLIST_WORDS 61981

/* Costs are -log(frequency) in sixteenths of a nat. Only wordlist.c reads these. */
extern const uint32_t wordlist_hash[WORDLIST_WORDS]; /* ascending: of words of 2 to 4 characters */
extern const uint8_t wordlist_word[WORDLIST_WORDS];
extern const uint8_t wordlist_alone[MODEL_CLASSES]; /* of a character that is a word by itself */

#endif
