#include "extract/doc.h"

#include "extract/decode.h"
#include "extract/format.h"
#include "extract/repair.h"

/* Says what was found instead of a document. */
static int unread(struct str bytes, struct str head, struct err *e)
{
	const char *known = format_recognise(head);

	if (bytes.n == 0)
		return err_set(e, ERR_FORMAT, "empty document");
	if (known)
		return err_set(e, ERR_FORMAT, "%s files are not read", known);
	return err_set(e, ERR_FORMAT,
		       "unknown binary data, beginning with bytes %02x %02x %02x %02x",
		       (unsigned char)head.p[0], head.n > 1 ? (unsigned char)head.p[1] : 0u,
		       head.n > 2 ? (unsigned char)head.p[2] : 0u,
		       head.n > 3 ? (unsigned char)head.p[3] : 0u);
}

int doc_open(struct doc *out, struct str bytes, const struct doc_hint *hint, struct arena *arena,
	     struct err *e)
{
	struct doc doc = { .bytes = bytes };
	struct str head;

	if (bytes.n > DOC_MAX_BYTES)
		return err_set(e, ERR_LIMIT, "document has %zu bytes, limit %u", bytes.n,
			       DOC_MAX_BYTES);
	head = format_head(bytes);
	doc.format = format_detect(head);
	if (!doc.format)
		return unread(bytes, head, e);
	if (doc.format->is_text) {
		bool is_html = doc.format == format_named(STR("html"));

		if (decode_text(&doc.served, &doc.encoding, bytes, hint->charset, is_html, arena,
				e))
			return -1;
		doc.text = repair_text(doc.served, &doc.encoding, arena);
	}
	*out = doc;
	return 0;
}
