#ifndef EXTRACT_MODEL_H
#define EXTRACT_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "extract/model_table.h"

/*
 * A bigram model of Chinese text over classes of characters: traditional and
 * simplified are one class, full and half width too, digits are one, letters
 * are one. Made by scripts/gen-model.py from data that no test reads.
 *
 * Costs are -log(probability) in sixteenths of a nat: less is likelier.
 */
#define MODEL_NAT 16

/* Classes that are not one character. */
enum model_class {
	MODEL_OTHER,     /* what Chinese text hardly has */
	MODEL_OTHER_HAN, /* hanzi nobody counted */
	MODEL_LINE,      /* line break; the start of a text */
	MODEL_DIGIT,
	MODEL_LETTER,
	MODEL_BLANK,
};

#define MODEL_RARE (12 * MODEL_NAT) /* a single class that costs this much is rare in any text */

uint16_t model_class_of(uint32_t code_point);
unsigned model_cost(uint16_t before, uint16_t c); /* of c after `before` */
unsigned model_single_cost(uint16_t c);           /* of c anywhere */

static inline unsigned model_hanzi_cost(uint32_t code_point) /* the same for U+4E00 to U+9FFF */
{
	return model_single[model_cjk[code_point - 0x4E00]];
}

static inline int32_t model_mnat(int64_t cost) /* thousandths of a nat, clamped */
{
	int64_t m = cost * 1000 / MODEL_NAT;

	return m > INT32_MAX ? INT32_MAX : m < INT32_MIN ? INT32_MIN : (int32_t)m;
}

#define MODEL_REPLACED (24 * MODEL_NAT) /* of U+FFFD */
#define MODEL_LATIN    (7 * MODEL_NAT)  /* of an accented letter after a letter */

/*
 * model_text_cost - cost of the characters above U+007F, and of an ASCII one
 * where it follows such; *n_wide receives how many of the first there are.
 *
 * So readings of the same bytes in different encodings can be compared.
 */
int64_t model_text_cost(struct str utf8, size_t *n_wide);

#endif
