#ifndef CRAWLER_URL_HOST_H
#define CRAWLER_URL_HOST_H

#include "base/err.h"
#include "base/str.h"

#define HOST_MAX_BYTES 255

/*
 * host_parse - the host of an http URL, normalised (WHATWG URL, 3.5).
 *
 *   out   HOST_MAX_BYTES + 1 bytes; NUL-terminated on success
 *   text  as written between "//" and port or path, escapes included
 *
 * Returns 0, or -1 with ERR_FORMAT (no such host can be) or ERR_LIMIT.
 */
MUST_USE int host_parse(char *out, struct str text, struct err *e);

#endif
