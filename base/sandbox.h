#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* What a process gave up. Each is tried; a kernel without one leaves it false. */
struct sandbox {
	bool landlock; /* no file system access, but for what may be read */
	bool seccomp;  /* only the system calls that computing needs */
};

/*
 * sandbox_enter - give up files, network, new programs and other processes.
 *
 *   out               what was given up
 *   readable          a directory whose files can still be opened for reading, nothing else;
 *                     NULL, or a kernel without Landlock: none can
 *   max_memory_bytes  of address space from now on, on top of what is mapped; 0: no limit.
 *                     Not applied under AddressSanitizer, which maps terabytes
 *
 * Open descriptors keep working for read() and write(). Other calls fail with
 * EPERM, so that a library which looks for a file finds none and goes on. There
 * is no way back. Returns 0, or -1 with ERR_IO where a limit cannot be set;
 * a kernel without Landlock or seccomp is no failure.
 */
MUST_USE int sandbox_enter(struct sandbox *out, const char *readable, int64_t max_memory_bytes,
			   struct err *e);

#endif
