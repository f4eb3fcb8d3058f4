#include <stddef.h>
#include <stdint.h>

#include "extract/words.h"
#include "tests/fuzz/page_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST 400

/* Five bytes a thing: what it is and its sheet, where it stands, how large it is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const texts[] = { "0", "12", "一、", "（一）", "1.", "总计", "a", "-" };
	struct words_sheet sheets[3] = { { 0 } };
	struct arena arena = { 0 };
	struct page_builder b;
	struct err e = { 0 };
	struct page page;

	for (size_t i = 0; i < 3; i++) {
		sheets[i].width = sheets[i].height = 256 * 200;
		sheets[i].words = ARENA_NEW(&arena, struct word, MOST);
		sheets[i].rules = ARENA_NEW(&arena, struct box, MOST);
	}
	for (size_t i = 0; i + 5 <= size; i += 5) {
		const uint8_t *p = data + i;
		struct words_sheet *s = &sheets[(p[0] >> 4) % 3];
		int32_t x = p[1] * 200, y = p[2] * 200;
		struct box box = { x, y, x + p[3] * 200, y + p[4] * 200 };

		if (p[0] & 8 && s->n_rules < MOST)
			s->rules[s->n_rules++] = box;
		else if (s->n_words < MOST)
			s->words[s->n_words++] = (struct word){ str_c(texts[p[0] & 7]), box };
	}
	page_build_init(&b, &page, &arena);
	if (words_lay_out(&b, sheets, 3, &e) == 0 && page_build_end(&b, &e) == 0)
		page_check(&page);
	arena_release(&arena);
	return 0;
}
