
#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/page_build.h"

/*
 * One bit for anything that could be text, so that every other format wins.
 * NUL bytes are only in UTF-16, which has a byte order mark.
 */
static int text_bid(struct str head)
{
	bool utf16 = str_starts(head, STR("\xFF\xFE")) || str_starts(head, STR("\xFE\xFF"));
	size_t odd = 0;

	if (head.n == 0 || format_recognise(head))
		return 0;
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];

		if (c == 0 && !utf16)
			return 0;
		if (c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1A && c != 0x1B)
			odd++;
	}
	return utf16 || odd * 50 <= head.n ? 1 : 0;
}

/* Length of the line end at s[at], 0 if there is none: LF, CR, CRLF, FF, VT. */
static size_t line_end(struct str s, size_t at)
{
	switch (s.p[at]) {
	case '\r':
		return at + 1 < s.n && s.p[at + 1] == '\n' ? 2 : 1;
	case '\n':
	case '\f':
	case '\v':
		return 1;
	default:
		return 0;
	}
}

static int text_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	struct str s = doc->text;
	struct page_builder b;
	size_t from = 0;

	page_build_init(&b, out, arena);
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		from = 3;
	for (size_t at = from; at <= s.n && !b.over; at++) {
		size_t n = at < s.n ? line_end(s, at) : 0;
		struct block line = { .kind = BLOCK_LINE };

		if (at < s.n && n == 0)
			continue;
		line.text = str_sub(s, from, at - from);
		if (at < s.n || line.text.n)
			page_add_block(&b, &line);
		from = at + (n ? n : 1);
		at = from - 1;
	}
	metabox_read(&b);
	return page_build_end(&b, e);
}

const struct format fmt_text = { "text", true, text_bid, text_extract };
