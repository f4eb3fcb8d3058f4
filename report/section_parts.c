#include "base/attrs.h"
#include "report/heading.h"
#include "report/section.h"
#include "report/text.h"

/* Words of the sub-headings, folded; the first that fits decides. */
static const struct {
	enum section_part part;
	const char *word;
} words[] = {
	{ PART_REQUESTS, "依申请" },         { PART_REQUESTS, "依法申请公开" },
	{ PART_DISCLOSURE, "主动公开" },     { PART_MANAGEMENT, "信息管理" },
	{ PART_MANAGEMENT, "信息资源管理" }, { PART_PLATFORM, "平台" },
	{ PART_SUPERVISION, "监督" },
};

#define HEAD_MAX_BYTES (30u * 3)

/* The part whose sub-heading the line is or begins with; PART__COUNT: none. */
static enum section_part part_of(struct str line, struct arena *arena)
{
	struct str s = text_fold(str_sub(line, 0, 400), arena);
	struct ordinal o = ordinal_read(s);
	struct str head = str_sub(s, o.used, s.n);
	size_t stop = str_find(head, STR("。"), 0), colon = str_find(head, STR(":"), 0);

	head.n = stop < head.n ? stop : head.n;
	head.n = colon < head.n ? colon : head.n;
	if (head.n > HEAD_MAX_BYTES || (o.style == ORDINAL_NONE && head.n < s.n))
		return PART__COUNT;
	/* Without an ordinal only the bare words make a heading. */
	if (o.style == ORDINAL_NONE && head.n > 16 * 3)
		return PART__COUNT;
	for (size_t i = 0; i < countof(words); i++)
		if (text_has(head, words[i].word))
			return words[i].part;
	return PART__COUNT;
}

void section_parts(struct str out[PART__COUNT], struct str text, struct arena *arena)
{
	size_t start = 0;
	int open = -1;

	for (size_t i = 0; i < PART__COUNT; i++)
		out[i] = (struct str){ NULL, 0 };
	for (size_t at = 0; at < text.n;) {
		size_t end = str_find(text, STR("\n"), at);
		int part;

		end = end == STR_NONE ? text.n : end;
		part = (int)part_of(str_sub(text, at, end - at), arena);
		if (part != PART__COUNT && part > open) {
			if (open >= 0)
				out[open] = str_sub(text, start, at - 1 - start);
			open = part;
			start = at;
		}
		at = end + 1;
	}
	if (open >= 0)
		out[open] = str_sub(text, start, text.n - start);
}
