#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/seed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct seeds s = { 0 };
	struct err e;

	if (!seed_parse(&s, (struct str){ (const char *)data, size }, "seeds.tsv", &a, &e))
		for (size_t i = 0; i < s.n; i++)
			assert(seed_url(&s.seeds[i], 2024, &a).n > 0);
	arena_release(&a);
	return 0;
}
