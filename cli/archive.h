#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "store/store_fetch.h"

/*
 * archive_body - the decoded body of a stored document.
 *
 *   dir  folder of our own archive; a place whose file begins with "/" is
 *        somebody else's archive and is read where it lies
 *
 * The bytes are held against the document's sha-256. Returns 0, or -1 with
 * ERR_IO (no such file), ERR_FORMAT (the archive is damaged there, or holds
 * other bytes) or ERR_LIMIT.
 */
MUST_USE int archive_body(struct str *out, const struct store_document_row *doc, const char *dir,
			  struct arena *arena, struct err *e);

#endif
