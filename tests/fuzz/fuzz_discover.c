#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/discover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* First line: a link's href; second: its text; the others: a script. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size }, line[2];
	struct discover_link link = { .is_frame = size & 1 };
	struct discover_input page = { .url = STR("http://www.a.gov.cn.test/zfxxgknb/list_2.html"),
				       .links = &link,
				       .n_links = 1,
				       .scripts = &in,
				       .n_scripts = 1 };
	struct arena a = { 0 };
	struct target *t;
	size_t n;

	for (int i = 0; i < 2; i++) {
		size_t cut = str_find(in, STR("\n"), 0);

		line[i] = str_sub(in, 0, cut);
		in = str_sub(in, cut == STR_NONE ? in.n : cut + 1, in.n);
	}
	link.href = line[0];
	link.text = line[1];
	n = discover_targets(&t, &page, &a);
	assert(n <= DISCOVER_MAX_TARGETS);
	for (size_t i = 0; i < n; i++) {
		assert(t[i].url.n > 0 && t[i].kind < TARGET__COUNT);
		assert(i == 0 || t[i - 1].score >= t[i].score);
	}
	arena_release(&a);
	return 0;
}
