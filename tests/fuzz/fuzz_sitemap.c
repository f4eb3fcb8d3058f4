#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crawler/discover.h"
#include "crawler/sitemap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte chooses the liberties, the others are the sitemap. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct arena a = { 0 };
	struct sitemap map;
	struct target *t;
	struct url at;
	struct err e;
	unsigned bits = size ? data[0] : 0;
	struct sitemap_options options = { bits & 1, bits & 2, bits & 4, bits & 8, bits & 16 };
	size_t n;

	in = str_sub(in, 1, in.n);
	if (url_parse(&at, STR("http://www.a.gov.cn.test/zwgk/sitemap.xml"), NULL, &a, &e))
		return 0;
	sitemap_recognise(in, &a);
	if (sitemap_parse(&map, in, &at, &options, &a, &e) == 0) {
		assert(map.n <= SITEMAP_MAX_ENTRIES);
		for (size_t i = 0; i < map.n; i++)
			assert(map.entries[i].loc.n > 0 && map.entries[i].priority <= 1000);
		n = discover_sitemap(&t, &map, &at, &a);
		assert(n <= DISCOVER_MAX_TARGETS);
	}
	arena_release(&a);
	return 0;
}
