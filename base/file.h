#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/buf.h"
#include "base/err.h"

/*
 * file_read - the whole of a file, appended to `out`, whose maximum is the limit.
 *
 * "-" is standard input. Returns 0, or -1 with ERR_IO (not there, a directory,
 * not readable) or ERR_LIMIT (longer than the buffer's maximum). The message
 * names the path.
 */
MUST_USE int file_read(struct buf *out, const char *path, struct err *e);

/* A file with these bytes, by a new one beside it that takes its name. ERR_IO or ERR_DISK. */
MUST_USE int file_write(const char *path, struct str bytes, struct err *e);

/* Makes a directory and those above it; one that is there is fine. ERR_IO or ERR_DISK. */
MUST_USE int file_make_dirs(const char *path, struct err *e);

#endif
