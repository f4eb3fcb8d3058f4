#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "extract/label.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Folding twice is folding once; distance is the same both ways and 0 to itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct str s = { (const char *)data, size };
	struct str a = label_fold(str_sub(s, 0, size / 2), &arena);
	struct str b = label_fold(str_sub(s, size / 2, size), &arena);

	assert(utf8_valid(a));
	assert(str_eq(label_fold(a, &arena), a));
	assert(label_distance(a, b, 8) == label_distance(b, a, 8));
	assert(label_distance(a, b, 8) <= 9);
	assert(label_distance(a, a, 0) == 0);
	arena_release(&arena);
	return 0;
}
