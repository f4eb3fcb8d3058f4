#ifndef REPORT_SIGNATURE_H
#define REPORT_SIGNATURE_H

#include "base/arena.h"
#include "extract/doc.h"
#include "report/stream.h"

/*
 * signature_read - labels of the forms in a page whose text is lost.
 *
 *   s         pieces that are a label's remains are given that label's `folded`;
 *             their `text` stays as it is
 *   encoding  says by its verdict what was done to the page; of pages that are not
 *             damaged nothing is looked at
 *
 * In a page that was read in a wrong encoding (lost_as_utf8, lost_twice) every
 * wording of the forms, in both widths of its marks, is damaged in the same way,
 * and compared with what is seen. In other damaged pages what is left of a label
 * must be at least SIGNATURE_LEAST hanzi and fit one wording only, U+FFFD, U+FFFC
 * and rows of "?" standing for characters. Where two wordings fit, none is taken.
 *
 * Returns how many pieces were named so (piece.is_named): figures read by them are
 * inferred, never clean.
 */
#define SIGNATURE_LEAST 2

size_t signature_read(struct stream *s, const struct encoding *encoding, struct arena *arena);

#endif
