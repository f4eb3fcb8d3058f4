#ifndef EXTRACT_LABEL_H
#define EXTRACT_LABEL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* No label of any form is half as long. */
#define LABEL_MAX_DISTANCE_BYTES 1024

/*
 * label_fold - the form in which two printed labels are compared.
 *
 * White space of every kind, U+200B and soft hyphens go; full-width ASCII and
 * compatibility forms become plain; brackets become ( ); ㈠ to ㈩ become (一)
 * to (十); "1、" "1．" "1." at the start become "1."; quotation marks go;
 * traditional characters become simplified. Digits are kept as they are.
 */
struct str label_fold(struct str printed, struct arena *arena);

/*
 * label_distance - edit distance of two folded labels in code points.
 *
 * Returns `most + 1` as soon as it is known to be more than `most`, and for
 * unequal labels of which one is longer than LABEL_MAX_DISTANCE_BYTES.
 */
unsigned label_distance(struct str a, struct str b, unsigned most);

#endif
