#ifndef CLI_LOCK_H
#define CLI_LOCK_H

#include "base/err.h"

/* A file that one process holds; given up when the process ends, however it ends. */
struct lock {
	int fd;
};

/*
 * lock_take - hold `path`, made if it is not there.
 *
 * Returns 0, or -1 with ERR_LOCKED (the message says who holds it, and since
 * when) or ERR_IO.
 */
MUST_USE int lock_take(struct lock *out, const char *path, struct err *e);
void lock_release(struct lock *l); /* the file stays */

#endif
