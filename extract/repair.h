#ifndef EXTRACT_REPAIR_H
#define EXTRACT_REPAIR_H

#include "base/arena.h"
#include "base/str.h"
#include "extract/doc.h"
#include "extract/page.h"

#define REPAIR_MAX_TEXT_BYTES 200 /* of before and after in a record */

/*
 * repair_text - undo what happened to a text before it was served.
 *
 *   text   decoded, as served; for HTML the whole source, markup included
 *   enc    repairs are appended to enc->repairs; verdict and untrusted are set
 *
 * Returns the repaired text: `text` itself where nothing was done. A repair is
 * accepted only if the damaging channel, run forward on it, gives the text as
 * served. Digits and Latin letters are never proposed. Cannot fail.
 */
struct str repair_text(struct str text, struct encoding *enc, struct arena *arena);

/*
 * repair_page - what can only be seen once markup is gone.
 *
 * Over all strings of the page: double escapes, readings in brackets (pinyin),
 * presentation forms; and traditional characters to simplified ones, with
 * enc->traditional set. Strings are replaced in place; the page's structure is
 * not changed. Cannot fail.
 */
void repair_page(struct page *page, struct encoding *enc, struct arena *arena);

/*
 * repair_remains - what a page beyond repair shows of a text.
 *
 *   verdict  "lost_as_utf8" or "lost_twice"
 *
 * So words that may stand there can be compared with what is left of them.
 */
struct str repair_remains(struct str text, const char *verdict, struct arena *arena);

#endif
