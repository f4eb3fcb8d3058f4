#include "extract/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <limits.h>

#include "base/utf8.h"
#include "extract/decode.h"

/* Attributes of one element that are looked at; office files have a dozen. */
#define MAX_ATTRS 64

struct reader {
	const struct xml_handler *handler;
	void *data;
	xmlParserCtxtPtr ctxt;
	unsigned depth;
	const char *refused; /* why reading was stopped */
	bool too_deep;
};

static struct str view(const xmlChar *s)
{
	return str_c((const char *)s);
}

static void on_open(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		    int n_namespaces, const xmlChar **namespaces, int n_attrs, int n_defaulted,
		    const xmlChar **attrs)
{
	struct reader *r = ((xmlParserCtxtPtr)ctx)->_private;
	struct xml_attr list[MAX_ATTRS];
	struct xml_tag tag = { view(uri), view(name), list, 0 };

	(void)prefix, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
	if (r->refused || r->too_deep)
		return;
	if (++r->depth > XML_MAX_DEPTH) {
		r->too_deep = true;
		xmlStopParser(r->ctxt);
		return;
	}
	/* Five pointers an attribute: name, prefix, namespace, value and its end. */
	for (int i = 0; i < n_attrs && tag.n_attrs < MAX_ATTRS; i++, attrs += 5)
		list[tag.n_attrs++] = (struct xml_attr){
			view(attrs[0]),
			{ (const char *)attrs[3], (size_t)(attrs[4] - attrs[3]) },
		};
	if (r->handler->open)
		r->handler->open(r->data, &tag);
}

static void on_close(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *r = ((xmlParserCtxtPtr)ctx)->_private;

	(void)prefix;
	if (r->refused || r->too_deep)
		return;
	r->depth--;
	if (r->handler->close)
		r->handler->close(r->data, view(uri), view(name));
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
	struct reader *r = ((xmlParserCtxtPtr)ctx)->_private;

	if (r->handler->text && n > 0 && !r->refused && !r->too_deep)
		r->handler->text(r->data, (struct str){ (const char *)text, (size_t)n });
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
		       const xmlChar *system)
{
	struct reader *r = ((xmlParserCtxtPtr)ctx)->_private;

	(void)name, (void)external, (void)system;
	r->refused = "has a document type declaration";
	xmlStopParser(r->ctxt);
}

/* XML 1.0, 4.3.3: a byte order mark, else what the declaration names, else UTF-8. */
static struct str to_utf8(struct str bytes, struct arena *scratch)
{
	struct str head = str_sub(bytes, 0, 200);
	const char *encoding = "utf-8";
	uint32_t replaced;
	size_t at;

	if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("<\0")))
		encoding = "utf-16le";
	else if (str_starts(bytes, STR("\xFE\xFF")) || str_starts(bytes, STR("\0<")))
		encoding = "utf-16be";
	else if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		return str_sub(bytes, 3, bytes.n);
	else if (str_starts(head, STR("<?xml")) &&
		 (at = str_find(head, STR("encoding="), 0)) != STR_NONE && at + 10 < head.n) {
		struct str quote = str_sub(head, at + 9, 1);
		size_t end = str_find(head, quote, at + 10);
		const char *named = NULL;

		if (end != STR_NONE)
			named = decode_label(str_sub(head, at + 10, end - at - 10));
		if (named)
			encoding = named;
	}
	if (str_eq(str_c(encoding), STR("utf-8")) && utf8_valid(bytes))
		return bytes;
	bytes = decode_bytes(bytes, encoding, &replaced, scratch);
	return str_starts(bytes, STR("\xEF\xBB\xBF")) ? str_sub(bytes, 3, bytes.n) : bytes;
}

/*
 * NOENT puts the five entities of XML itself into attribute values as the
 * characters they stand for; others cannot be declared. Without HUGE libxml2
 * keeps its own limits on depth, names and runs of text.
 */
#define OPTIONS                                                                                    \
	(XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |             \
	 XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC)

static int verdict(const struct reader *r, struct err *e)
{
	const xmlError *error = xmlCtxtGetLastError(r->ctxt);
	struct str message;

	if (r->too_deep)
		return err_set(e, ERR_LIMIT, "XML nested more than %d deep", XML_MAX_DEPTH);
	if (r->refused)
		return err_set(e, ERR_FORMAT, "XML %s", r->refused);
	if (r->ctxt->wellFormed)
		return 0;
	message = str_trim(str_c(error ? error->message : NULL));
	return err_set(e, ERR_FORMAT, "XML is not well-formed at line %d: %.*s",
		       error ? error->line : 0, STR_ARG(message));
}

int xml_read(struct str bytes, const struct xml_handler *handler, void *data, struct arena *scratch,
	     struct err *e)
{
	struct reader r = { .handler = handler, .data = data };
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_open,
		.endElementNs = on_close,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.internalSubset = on_doctype,
	};
	struct str text = to_utf8(bytes, scratch);
	int rc;

	if (text.n == 0)
		return err_set(e, ERR_FORMAT, "XML is empty");
	if (text.n > INT_MAX)
		return err_set(e, ERR_LIMIT, "XML has %zu bytes", text.n);
	r.ctxt = xmlCreateMemoryParserCtxt(text.p, (int)text.n);
	if (!r.ctxt)
		return err_set(e, ERR_FORMAT, "XML cannot be read");
	*r.ctxt->sax = sax;
	r.ctxt->sax2 = 1;
	r.ctxt->_private = &r;
	xmlCtxtUseOptions(r.ctxt, OPTIONS);
	xmlParseDocument(r.ctxt);
	rc = verdict(&r, e);
	xmlFreeParserCtxt(r.ctxt);
	return rc;
}

struct str xml_attr(const struct xml_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->n_attrs; i++)
		if (str_eq(tag->attrs[i].name, str_c(name)))
			return tag->attrs[i].value;
	return (struct str){ NULL, 0 };
}

long xml_attr_int(const struct xml_tag *tag, const char *name, long none)
{
	struct str value = str_trim(xml_attr(tag, name));
	long long n;

	return str_int(&n, value) && n >= LONG_MIN && n <= LONG_MAX ? (long)n : none;
}
