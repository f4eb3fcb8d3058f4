#include "extract/decode.h"
#include "extract/format.h"
#include "extract/mime.h"

/*
 * A web page saved as one file (RFC 2557), by browsers and by Word, which call
 * it .mht or .doc.
 */
static int mhtml_bid(struct str head)
{
	const char *name = format_recognise(head);

	return name && str_eq(str_c(name), STR("mhtml")) ? 40 : 0;
}

static int mhtml_extract(struct page *out, const struct doc *doc, struct arena *arena,
			 struct err *e)
{
	struct mime_part part;
	struct doc_hint hint = { 0 };
	struct doc page;
	struct str bytes;

	if (mime_find_html(&part, doc->bytes, e))
		return -1;
	bytes = mime_decode(&part, arena);
	hint.charset = part.charset;
	page = (struct doc){ .bytes = bytes, .format = format_named(STR("html")) };
	if (decode_text(&page.text, &page.encoding, bytes, hint.charset, true, arena, e))
		return -1;
	return page.format->extract(out, &page, arena, e);
}

const struct format fmt_mhtml = { "mhtml", false, mhtml_bid, mhtml_extract };
