#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "crawler/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* First byte: the coding. Second: the size of the pieces. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum inflate_coding codings[] = { INFLATE_GZIP, INFLATE_DEFLATE,
						       INFLATE_BROTLI, INFLATE_ZSTD };
	struct inflate_limits limits = { 4u << 20, 200 };
	struct str coded = { (const char *)data + 2, size - 2 };
	struct inflate *z;
	struct buf out;
	size_t step;

	if (size < 2)
		return 0;
	step = data[1] ? data[1] : 4096;
	buf_init(&out, 8u << 20);
	z = inflate_open(codings[data[0] % 4], &limits);
	for (size_t at = 0; at < coded.n; at += step)
		inflate_add(z, str_sub(coded, at, step), &out);
	assert(out.n <= limits.max_bytes);
	assert(inflate_end(z) != INFLATE_MORE);
	inflate_close(z);
	buf_release(&out);
	return 0;
}
