#ifndef EXTRACT_DECODE_H
#define EXTRACT_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "extract/doc.h"

/* How far from the start a <meta> declaration is looked for; the standard says 1024. */
#define DECODE_META_BYTES 4096

/*
 * decode_label - the encoding a label names (WHATWG Encoding, 4.2).
 *
 * Surrounding white space and case do not matter. Returns the encoding's
 * standard name in lower case ("utf-8", "gb18030", "gbk", "big5", ...), static
 * storage, or NULL for an unknown label.
 */
const char *decode_label(struct str label);

/*
 * decode_prescan - the label that a <meta> in the first DECODE_META_BYTES
 * declares (WHATWG HTML, "prescan a byte stream"), as written; broken
 * declarations (charset=utf-8"UTF-8") are tolerated. Empty: none.
 */
struct str decode_prescan(struct str bytes);

/*
 * decode_bytes - `bytes` decoded by one named encoding, WHATWG error rules:
 * one U+FFFD for an invalid sequence, an ASCII second byte is kept.
 *
 *   replaced  receives the number of U+FFFD that the decoder put in
 *
 * `encoding` is a name that decode_label() returned.
 */
struct str decode_bytes(struct str bytes, const char *encoding, uint32_t *replaced,
			struct arena *arena);

/*
 * decode_text - find the charset and decode.
 *
 *   text     receives UTF-8; equals `bytes` where nothing had to be changed
 *   enc      receives declared, used, source, margin and replaced
 *   charset  the transport's label; may be empty or a lie
 *   is_html  whether to look for <meta>
 *
 * Candidates are BOM, declared, and always utf-8, gb18030 and big5; the one
 * whose whole text is the most plausible wins, so that one lost byte does not
 * disqualify the truth. Returns 0, or -1 with ERR_ENCODING.
 */
MUST_USE int decode_text(struct str *text, struct encoding *enc, struct str bytes,
			 struct str charset, bool is_html, struct arena *arena, struct err *e);

#endif
