#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "crawler/warc_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct inflate_limits limits = { 1u << 20, 200 };
	struct warc_reader *r = warc_read_bytes((struct str){ (const char *)data, size }, 1u << 20);
	struct warc_record rec;
	struct err e;

	while (warc_read_next(&rec, r, &e) == 1) {
		struct arena arena = { 0 };
		struct fetch_result got;

		(void)warc_digest_check(rec.payload_digest, warc_payload(&rec));
		if (warc_result(&got, &rec, &limits, &arena, &e) == 0)
			(void)disposition_name(got.disposition);
		arena_release(&arena);
	}
	warc_read_close(r);
	return 0;
}
