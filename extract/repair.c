#include "extract/repair.h"

#include <stddef.h>

#include "base/attrs.h"
#include "extract/repair_look.h"
#include "extract/repair_page.h"
#include "extract/repair_pass.h"

#define MAX_ROUNDS 3 /* damage upon damage */

struct repair *repair_note(struct encoding *enc, const struct repair *r, struct arena *arena)
{
	struct repair *all = ARENA_NEW(arena, struct repair, enc->n_repairs + 1);

	if (enc->n_repairs)
		memcpy(all, enc->repairs, enc->n_repairs * sizeof(*all));
	enc->repairs = all;
	all += enc->n_repairs++;
	*all = *r;
	all->before = str_sub(all->before, 0, REPAIR_MAX_TEXT_BYTES);
	all->after = str_sub(all->after, 0, REPAIR_MAX_TEXT_BYTES);
	return all;
}

struct str repair_text(struct str text, struct encoding *enc, struct arena *arena)
{
	struct scan scan;

	scan_text(&scan, text, arena);
	for (unsigned i = 0; i < MAX_ROUNDS && !repair_is_lost(text, &scan); i++) {
		struct str before = text;

		if (i == 0 && scan.n_odd_wide) {
			text = repair_lost_byte(text, &scan, enc, arena);
			if (text.p != before.p)
				scan_text(&scan, text, arena);
			before = text;
		}
		text = repair_misread(text, &scan, enc, arena);
		if (text.p == before.p)
			break;
		scan_text(&scan, text, arena);
	}
	text = repair_shift(text, &scan, enc, arena);
	text = repair_split(text, &scan, enc, arena);
	return repair_refuse(text, &scan, enc, arena);
}

void repair_page(struct page *page, struct encoding *enc, struct arena *arena)
{
	static const struct {
		size_t has; /* offset of a bool in struct look */
		void (*repair)(struct page *page, struct encoding *enc, struct arena *arena);
	} passes[] = {
		{ offsetof(struct look, has_escapes), repair_escapes },
		{ offsetof(struct look, has_marks), repair_remnants },
		{ offsetof(struct look, has_compat), repair_compat },
		{ offsetof(struct look, has_reading), repair_pinyin },
	};
	struct look look;

	look_at(&look, page);
	for (size_t i = 0; i < countof(passes); i++) {
		size_t before = enc->n_repairs;

		if (!*(const bool *)((const char *)&look + passes[i].has))
			continue;
		passes[i].repair(page, enc, arena);
		if (enc->n_repairs > before) /* what was hidden can be seen now */
			look_at(&look, page);
	}
	repair_script(page, &look, enc, arena);
	if (enc->traditional)
		look_at(&look, page);
	repair_distrust(&look, enc);
}
