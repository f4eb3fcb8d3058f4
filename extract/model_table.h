/* Made by scripts/gen-model.py; do not edit. */
#ifndef EXTRACT_MODEL_TABLE_H
#define EXTRACT_MODEL_TABLE_H

#include <stdint.h>

#define MODEL_CLASSES 8322
#define MODEL_PAIRS   125324
#define MODEL_MARKS   37

/* Costs are -log(probability) in sixteenths of a nat. Only model.c reads these. */
extern const uint8_t model_single[MODEL_CLASSES];
extern const uint8_t model_backoff[MODEL_CLASSES];
extern const uint32_t model_start[MODEL_CLASSES + 1]; /* where a class's pairs begin */
extern const uint16_t model_next[MODEL_PAIRS];	      /* ascending after each class */
extern const uint8_t model_pair[MODEL_PAIRS];
extern const uint16_t model_low[0x100];	 /* class by code point */
extern const uint16_t model_cjk[0x5200]; /* from U+4E00; traditional as simplified */
extern const uint16_t model_marks[MODEL_MARKS][2];

#endif
