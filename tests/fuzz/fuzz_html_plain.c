#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "tests/html_same.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read by the plain way is read so by gumbo, to the last node. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	const char *why;

	if (!html_same(&why, (struct str){ (const char *)data, size }, &arena))
		abort();
	arena_release(&arena);
	return 0;
}
