#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/rtf_read.h"

static int rtf_bid(struct str head)
{
	return str_starts(head, STR("{\\rtf")) ? 40 : 0;
}

static int rtf_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	struct arena scratch = { 0 };
	struct page_builder b;
	int rc;

	page_build_init(&b, out, arena);
	rc = rtf_read(&b, doc->bytes, &scratch, e);
	if (rc == 0) {
		metabox_read(&b);
		rc = page_build_end(&b, e);
	}
	arena_release(&scratch);
	return rc;
}

const struct format fmt_rtf = { "rtf", false, rtf_bid, rtf_extract };
