#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "report/count.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };

	for (int unit = COUNT_THINGS; unit <= COUNT_MONEY; unit++) {
		struct count c = count_read(s, (enum count_unit)unit, STR("元"), size & 1);
		struct value v = { .state = c.state, .n = c.n, .scale = c.scale };
		char text[VALUE_TEXT_MAX];

		assert(c.scale <= VALUE_MAX_SCALE);
		assert(c.state == VALUE_NUMBER ? c.n != 0 : c.n == 0);
		value_text(text, &v);
	}
	return 0;
}
