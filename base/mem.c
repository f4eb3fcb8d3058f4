#include "base/mem.h"

#include <stdio.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
/* What the sanitizer finds must not look like want of memory: it would exit with 1 as well. */
const char *__asan_default_options(void);

const char *__asan_default_options(void)
{
	return "exitcode=99";
}

/* What a library keeps until the process ends is no leak of ours. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libglib\nleak:libpoppler\n";
}
#endif

void mem_exhausted(size_t wanted_bytes)
{
	char line[80];
	int n = snprintf(line, sizeof(line), "fatal: out of memory (%zu bytes)\n", wanted_bytes);

	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0) {
		/* Nobody is left to tell. */
	}
	_exit(MEM_EXIT_STATUS);
}
