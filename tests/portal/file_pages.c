/* Files of printed pages: PDF and OFD. */
#include <stdio.h>

#include "base/utf8.h"

#include "tests/gen/pdf_write.h"
#include "tests/gen/zip_write.h"
#include "tests/portal/press.h"

enum { MAX_BYTES = 16 << 20 };

void file_pdf(struct buf *out, const struct paper *p, bool ruled)
{
	struct pdf_write *pdf = ARENA_NEW(p->arena, struct pdf_write, 1);
	struct press press;

	press_print(&press, p, ruled);
	pdf_write_begin(pdf, out, PDF_FONT_NAMED, p->arena);
	for (size_t i = 0; i < press.n; i++) {
		pdf_write_page(pdf, PRESS_WIDTH, PRESS_HEIGHT, 0);
		for (size_t k = 0; k < press.pages[i].n; k++) {
			const struct press_mark *m = &press.pages[i].marks[k];

			if (m->text.n)
				pdf_write_text(pdf, m->x, m->y, m->size, m->text);
			else
				pdf_write_rule(pdf, m->x, m->y, m->x1, m->y1);
		}
	}
	pdf_write_end(pdf);
}

/* Tenths of a point as millimetres. */
static void put_mm(struct buf *out, unsigned tenths, const char *behind)
{
	unsigned n = tenths * 3528 / 1000;

	buf_addf(out, "%u.%02u%s", n / 100, n % 100, behind);
}

static void ofd_text(struct buf *out, const struct press_mark *m)
{
	size_t at = 0, n = utf8_count(m->text);

	buf_add(out, STR("<ofd:TextObject Boundary=\""));
	put_mm(out, m->x, " ");
	put_mm(out, m->y, " 200 8\" Size=\"");
	put_mm(out, m->size, "\"><ofd:TextCode X=\"0\" Y=\"");
	put_mm(out, m->size * 88 / 100, "\" DeltaX=\"");
	for (size_t i = 0; i + 1 < n; i++)
		put_mm(out, utf8_next(m->text, &at) < 0x80 ? m->size / 2 : m->size, " ");
	buf_add(out, STR("\">"));
	html_text(out, m->text);
	buf_add(out, STR("</ofd:TextCode></ofd:TextObject>"));
}

static void ofd_rule(struct buf *out, const struct press_mark *m)
{
	buf_add(out, STR("<ofd:PathObject Boundary=\"0 0 210 297\" LineWidth=\"0.2\">"
			 "<ofd:AbbreviatedData>M "));
	put_mm(out, m->x, " ");
	put_mm(out, m->y, " L ");
	put_mm(out, m->x1, " ");
	put_mm(out, m->y1, "</ofd:AbbreviatedData></ofd:PathObject>");
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define OFD "xmlns:ofd=\"http://www.ofdspec.org/2016\""

static void ofd_page(struct zip_write *z, const struct press_page *page, size_t i)
{
	char name[64];
	struct buf xml;

	buf_init(&xml, MAX_BYTES);
	buf_add(&xml, STR(XML "<ofd:Page " OFD "><ofd:Content><ofd:Layer>"));
	for (size_t k = 0; k < page->n; k++)
		if (page->marks[k].text.n)
			ofd_text(&xml, &page->marks[k]);
		else
			ofd_rule(&xml, &page->marks[k]);
	buf_add(&xml, STR("</ofd:Layer></ofd:Content></ofd:Page>"));
	(void)snprintf(name, sizeof(name), "Doc_0/Pages/Page_%zu/Content.xml", i);
	zip_write_add(z, str_c(name), buf_str(&xml));
	buf_release(&xml);
}

void file_ofd(struct buf *out, const struct paper *p)
{
	struct zip_write z = { .out = out, .deflate = true };
	struct press press;
	struct buf xml;

	press_print(&press, p, true);
	buf_init(&xml, MAX_BYTES);
	zip_write_add(&z, STR("OFD.xml"),
		      STR(XML "<ofd:OFD " OFD "><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml"
			      "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"));
	buf_add(&xml,
		STR(XML "<ofd:Document " OFD "><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
			"0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
			"<ofd:Pages>"));
	for (size_t i = 0; i < press.n; i++) {
		ofd_page(&z, &press.pages[i], i);
		buf_addf(&xml, "<ofd:Page ID=\"%zu\" BaseLoc=\"Pages/Page_%zu/Content.xml\"/>",
			 i + 1, i);
	}
	buf_add(&xml, STR("</ofd:Pages></ofd:Document>"));
	zip_write_add(&z, STR("Doc_0/Document.xml"), buf_str(&xml));
	zip_write_end(&z);
	buf_release(&xml);
}
