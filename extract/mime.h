#ifndef EXTRACT_MIME_H
#define EXTRACT_MIME_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Parts that are looked at, in all; a saved page has some dozens. */
#define MIME_MAX_PARTS 10000

/* multipart in multipart */
#define MIME_MAX_DEPTH 4

enum mime_encoding { MIME_PLAIN, MIME_BASE64, MIME_QUOTED_PRINTABLE };

/* Views of the message. */
struct mime_part {
	struct str media_type, charset, boundary; /* empty where nothing says */
	enum mime_encoding encoding;
	struct str body;
};

/*
 * mime_find_html - the first text/html part of a message (RFC 2045, 2046).
 *
 * The message's own body, or a part of its parts. Returns 0, or -1 with
 * ERR_FORMAT (there is none) or ERR_LIMIT.
 */
MUST_USE int mime_find_html(struct mime_part *out, struct str message, struct err *e);

/* The part's bytes. What is not of its encoding is passed over. */
struct str mime_decode(const struct mime_part *part, struct arena *arena);

#endif
