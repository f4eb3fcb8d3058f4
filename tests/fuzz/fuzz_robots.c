#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "crawler/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A path in the first line, robots.txt in the others. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	size_t cut = str_find(in, STR("\n"), 0);
	struct arena a = { 0 };
	struct url base, u;
	struct robots r;
	struct err e;

	if (url_parse(&base, STR("http://a.gov.cn.test/"), NULL, &a, &e) ||
	    url_parse(&u, str_sub(in, 0, cut), &base, &a, &e))
		u = base;
	robots_parse(&r, str_sub(in, cut == STR_NONE ? 0 : cut + 1, in.n), STR("nianbao"), &base,
		     &a);
	assert(r.crawl_delay_ms >= -1 && r.n_sitemaps <= ROBOTS_MAX_SITEMAPS);
	robots_allowed(&r, &u);
	arena_release(&a);
	return 0;
}
