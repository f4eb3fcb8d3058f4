#include "extract/fmt_ofd.h"

#include "extract/flow.h"
#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/ofd_sheet.h"
#include "extract/opc.h"
#include "extract/xml.h"

/* A4, where the document does not say, in millimetres. */
#define PAGE_WIDTH  210
#define PAGE_HEIGHT 297

#define MAX_TITLE_BYTES 4096

/* GB/T 33190-2016: fixed pages as a zip of XML. */
static int ofd_bid(struct str head)
{
	const char *name = format_recognise(head);

	return name && str_eq(str_c(name), STR("ofd")) ? 64 : 0;
}

struct reader {
	struct container *c;
	struct arena scratch;
	struct str root; /* name of Document.xml */
	struct str *pages;
	size_t n_pages, cap_pages;
	struct flow text; /* of the open element */
	struct str title, box;
};

static void on_open(void *data, const struct xml_tag *tag)
{
	struct reader *r = data;

	(void)flow_take(&r->text, &r->scratch);
	if (!str_eq(tag->name, STR("Page")) || r->n_pages > OFD_MAX_PAGES)
		return;
	ARENA_GROW(&r->scratch, r->pages, r->n_pages, r->cap_pages);
	r->pages[r->n_pages++] = opc_resolve(r->root, xml_attr(tag, "BaseLoc"), &r->scratch);
}

static void on_close(void *data, struct str space, struct str name)
{
	struct reader *r = data;
	struct str text = flow_take(&r->text, &r->scratch);

	(void)space;
	if (str_eq(name, STR("DocRoot")) && !r->root.n)
		r->root = opc_resolve((struct str){ NULL, 0 }, text, &r->scratch);
	else if (str_eq(name, STR("Title")) && !r->title.n)
		r->title = text;
	else if (str_eq(name, STR("PhysicalBox")) && !r->box.n)
		r->box = text;
}

static void on_text(void *data, struct str text)
{
	flow_add(&((struct reader *)data)->text, text);
}

static int read_part(struct reader *r, struct str name, struct err *e)
{
	static const struct xml_handler handler = { on_open, on_close, on_text };
	const struct member *m = container_find(r->c, name);
	struct str xml;

	if (!m)
		return err_set(e, ERR_FORMAT, "ofd without its part %.*s", STR_ARG(name));
	if (container_read(&xml, r->c, m, &r->scratch, e))
		return -1;
	if (xml_read(xml, &handler, r, &r->scratch, e))
		return err_at(e, "%.*s", STR_ARG(name));
	return 0;
}

static int read_sheets(struct page_builder *b, struct reader *r, struct err *e)
{
	struct words_sheet *sheets = ARENA_NEW(&r->scratch, struct words_sheet, r->n_pages + 1);
	double box[4] = { 0, 0, PAGE_WIDTH, PAGE_HEIGHT };
	struct str xml;

	ofd_numbers(box, 4, r->box);
	for (size_t i = 0; i < r->n_pages; i++) {
		const struct member *m = container_find(r->c, r->pages[i]);

		sheets[i].width = ofd_length(box[2]);
		sheets[i].height = ofd_length(box[3]);
		if (!m)
			return err_set(e, ERR_FORMAT, "ofd without its part %.*s",
				       STR_ARG(r->pages[i]));
		if (container_read(&xml, r->c, m, &r->scratch, e))
			return -1;
		if (ofd_sheet(&sheets[i], xml, &r->scratch, &r->scratch, e))
			return err_at(e, "%.*s", STR_ARG(r->pages[i]));
	}
	return words_lay_out(b, sheets, r->n_pages, e);
}

static int read_document(struct page_builder *b, struct reader *r, struct err *e)
{
	if (read_part(r, STR("OFD.xml"), e))
		return -1;
	if (!r->root.n)
		return err_set(e, ERR_FORMAT, "ofd without a DocRoot");
	if (read_part(r, r->root, e))
		return -1;
	if (r->n_pages > OFD_MAX_PAGES)
		return err_set(e, ERR_LIMIT, "ofd of more than %d pages", OFD_MAX_PAGES);
	return read_sheets(b, r, e);
}

int ofd_extract_container(struct page *out, struct container *c, struct arena *arena, struct err *e)
{
	struct reader r = { .c = c };
	struct page_builder b;
	int rc;

	page_build_init(&b, out, arena);
	flow_init(&r.text, MAX_TITLE_BYTES);
	rc = read_document(&b, &r, e);
	if (rc == 0) {
		out->title = arena_str(arena, r.title);
		metabox_read(&b);
		rc = page_build_end(&b, e);
	}
	flow_release(&r.text);
	arena_release(&r.scratch);
	return rc;
}

static int ofd_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	return container_extract(out, doc->bytes, ofd_extract_container, arena, e);
}

const struct format fmt_ofd = { "ofd", false, ofd_bid, ofd_extract };
