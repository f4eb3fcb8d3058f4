#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/addr.h"
#include "crawler/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Two lines: a base and a reference. What parses must parse to itself again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	size_t cut = str_find(in, STR("\n"), 0);
	struct arena a = { 0 };
	struct url base, u, again;
	struct err e;
	bool based = cut != STR_NONE && !url_parse(&base, str_sub(in, 0, cut), NULL, &a, &e);

	if (cut != STR_NONE)
		in = str_sub(in, cut + 1, in.n);
	if (!url_parse(&u, in, based ? &base : NULL, &a, &e)) {
		struct str key = url_key(&u, &a);

		assert(u.path.n > 0 && u.path.p[0] == '/' && u.host.n > 0);
		assert(!url_parse(&again, u.href, NULL, &a, &e));
		assert(str_eq(again.href, u.href) && str_eq(again.host, u.host));
		assert(url_hash(key) == url_hash(url_key(&again, &a)));
		url_trap(&u);
		if (url_host_is_ip(&u))
			assert(addr_classify_text(u.host) != ADDR_INVALID);
	}
	arena_release(&a);
	return 0;
}
