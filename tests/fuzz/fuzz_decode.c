#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "extract/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the bytes are and whoever lies about them, the text is UTF-8. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "",          "utf-8",         "gbk",
					     "big5",      "utf-16le",      "windows-1252",
					     "shift_jis", "x-user-defined" };
	struct arena arena = { 0 };
	struct encoding enc = { 0 };
	struct str bytes, text;
	struct err e;

	if (size == 0 || size > 65536)
		return 0;
	bytes = (struct str){ (const char *)data + 1, size - 1 };
	if (decode_text(&text, &enc, bytes, str_c(names[data[0] % 8]), data[0] & 8, &arena, &e) ==
	    0)
		assert(utf8_valid(text));
	arena_release(&arena);
	return 0;
}
