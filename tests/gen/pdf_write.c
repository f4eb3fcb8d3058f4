#include "tests/gen/pdf_write.h"

#include <assert.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/utf8.h"
#include "extract/charset.h"

/* Objects that every file has; the pages follow. */
enum { CATALOG = 1, PAGES, FONT, CID_FONT, DESCRIPTOR, NAMES, FIRST_FREE };

#define MAX_BYTES (64u << 20)

static void begin_object(struct pdf_write *p, unsigned i)
{
	assert(i < PDF_WRITE_MAX_OBJECTS);
	p->at[i] = p->out->n;
	buf_addf(p->out, "%u 0 obj\n", i);
}

static unsigned new_object(struct pdf_write *p)
{
	begin_object(p, p->n_objects);
	return p->n_objects++;
}

static void end_object(struct pdf_write *p)
{
	buf_add(p->out, STR("\nendobj\n"));
}

/* A stream, packed; `more` are further entries of its dictionary. */
static void put_stream(struct pdf_write *p, const char *more, struct str bytes)
{
	uLongf n = compressBound((uLong)bytes.n);
	unsigned char *packed = ARENA_NEW(p->arena, unsigned char, n);

	if (compress(packed, &n, (const unsigned char *)bytes.p, (uLong)bytes.n) != Z_OK)
		n = 0;
	buf_addf(p->out, "<<%s/Filter/FlateDecode/Length %lu>>stream\n", more, (unsigned long)n);
	buf_add(p->out, (struct str){ (const char *)packed, n });
	buf_add(p->out, STR("\nendstream"));
}

void pdf_write_begin(struct pdf_write *p, struct buf *out, enum pdf_font font, struct arena *arena)
{
	*p = (struct pdf_write){
		.out = out, .arena = arena, .font = font, .n_objects = FIRST_FREE
	};
	buf_init(&p->content, MAX_BYTES);
	buf_add(out, STR("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n"));
}

static void end_page(struct pdf_write *p)
{
	unsigned content;

	if (!p->is_open)
		return;
	content = new_object(p);
	put_stream(p, "", buf_str(&p->content));
	end_object(p);
	p->pages[p->n_pages++] = new_object(p);
	buf_addf(p->out,
		 "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %u.%u %u.%u]/Rotate %u/Contents %u 0 R"
		 "/Resources<</Font<</F1 %d 0 R>>",
		 PAGES, p->width / 10, p->width % 10, p->height / 10, p->height % 10, p->turn,
		 content, FONT);
	if (p->image)
		buf_addf(p->out, "/XObject<</I1 %u 0 R>>", p->image);
	buf_add(p->out, STR(">>>>"));
	end_object(p);
	p->is_open = false;
	p->image = 0;
	buf_clear(&p->content);
}

void pdf_write_page(struct pdf_write *p, unsigned width, unsigned height, unsigned turn)
{
	end_page(p);
	p->width = width;
	p->height = height;
	p->turn = turn;
	p->is_open = true;
}

/* Bytes of the text as the font counts its characters. */
static void put_codes(struct pdf_write *p, struct str text)
{
	if (p->font == PDF_FONT_GBK) {
		struct str gbk = charset_encode(text, "gbk", p->arena);

		for (size_t i = 0; i < gbk.n; i++)
			buf_addf(&p->content, "%02X", (unsigned char)gbk.p[i]);
		return;
	}
	for (size_t at = 0; at < text.n;) {
		uint32_t c = utf8_next(text, &at) & 0xffff;

		p->used[c / 8] |= (unsigned char)(1u << c % 8);
		buf_addf(&p->content, "%04X", c);
	}
}

static void put_length(struct buf *out, unsigned tenths)
{
	buf_addf(out, "%u.%u ", tenths / 10, tenths % 10);
}

/* The page's own axes: turned back, so that text reads upright once the page is turned. */
static void put_place(struct pdf_write *p, unsigned x, unsigned y)
{
	if (p->turn == 90) {
		buf_add(&p->content, STR("0 1 -1 0 "));
		put_length(&p->content, y);
		put_length(&p->content, x);
	} else {
		buf_add(&p->content, STR("1 0 0 1 "));
		put_length(&p->content, x);
		put_length(&p->content, p->height - y);
	}
}

void pdf_write_text(struct pdf_write *p, unsigned x, unsigned y, unsigned size, struct str text)
{
	buf_add(&p->content, STR("BT /F1 "));
	put_length(&p->content, size);
	buf_add(&p->content, STR("Tf "));
	put_place(p, x, y + size * 88 / 100);
	buf_add(&p->content, STR("Tm <"));
	put_codes(p, text);
	buf_add(&p->content, STR("> Tj ET\n"));
}

void pdf_write_rule(struct pdf_write *p, unsigned x0, unsigned y0, unsigned x1, unsigned y1)
{
	unsigned at[4] = { x0, p->height - y0, x1, p->height - y1 };

	if (p->turn == 90) {
		at[0] = y0;
		at[1] = x0;
		at[2] = y1;
		at[3] = x1;
	}
	buf_add(&p->content, STR("0.5 w "));
	put_length(&p->content, at[0]);
	put_length(&p->content, at[1]);
	buf_add(&p->content, STR("m "));
	put_length(&p->content, at[2]);
	put_length(&p->content, at[3]);
	buf_add(&p->content, STR("l S\n"));
}

void pdf_write_scan(struct pdf_write *p)
{
	enum { WIDTH = 420, HEIGHT = 594 };
	unsigned char *pixels = ARENA_NEW(p->arena, unsigned char, (size_t)WIDTH *HEIGHT);

	for (unsigned y = 0; y < HEIGHT; y++)
		for (unsigned x = 0; x < WIDTH; x++)
			pixels[y * WIDTH + x] = x % 42 == 0 || y % 22 == 0 ? 40 : 250;
	p->image = new_object(p);
	put_stream(p,
		   "/Type/XObject/Subtype/Image/Width 420/Height 594/ColorSpace/DeviceGray"
		   "/BitsPerComponent 8",
		   (struct str){ (const char *)pixels, (size_t)WIDTH * HEIGHT });
	end_object(p);
	buf_addf(&p->content, "q %u 0 0 %u 0 0 cm /I1 Do Q\n", p->width / 10, p->height / 10);
}

/* Which character each code is. */
static void put_names(struct pdf_write *p)
{
	struct buf map, some;
	unsigned n = 0;

	buf_init(&map, MAX_BYTES);
	buf_init(&some, MAX_BYTES);
	buf_add(&map,
		STR("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
		    "/CMapName /x def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\n"
		    "endcodespacerange\n"));
	for (unsigned c = 0; c <= 65536; c++) {
		if (n == 100 || (c == 65536 && n)) {
			buf_addf(&map, "%u beginbfchar\n", n);
			buf_add(&map, buf_str(&some));
			buf_add(&map, STR("endbfchar\n"));
			buf_clear(&some);
			n = 0;
		}
		if (c < 65536 && p->used[c / 8] & 1u << c % 8) {
			buf_addf(&some, "<%04X> <%04X>\n", c, c);
			n++;
		}
	}
	buf_add(&map, STR("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"));
	begin_object(p, NAMES);
	put_stream(p, "", buf_str(&map));
	end_object(p);
	buf_release(&map);
	buf_release(&some);
}

static void put_font(struct pdf_write *p)
{
	static const struct {
		const char *encoding, *ordering;
		unsigned half_wide; /* the first of the 95 codes of ASCII */
	} fonts[] = {
		[PDF_FONT_NAMED] = { "Identity-H", "Identity", 32 },
		[PDF_FONT_UCS2] = { "UniGB-UCS2-H", "GB1", 1 },
		[PDF_FONT_GBK] = { "GBK-EUC-H", "GB1", 814 },
		[PDF_FONT_MUTE] = { "Identity-H", "Identity", 32 },
	};

	begin_object(p, FONT);
	buf_addf(p->out,
		 "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/%s/DescendantFonts[%d 0 R]",
		 fonts[p->font].encoding, CID_FONT);
	if (p->font == PDF_FONT_NAMED)
		buf_addf(p->out, "/ToUnicode %d 0 R", NAMES);
	buf_add(p->out, STR(">>"));
	end_object(p);
	begin_object(p, CID_FONT);
	buf_addf(p->out,
		 "<</Type/Font/Subtype/CIDFontType2/BaseFont/SimSun/CIDSystemInfo"
		 "<</Registry(Adobe)/Ordering(%s)/Supplement 2>>/FontDescriptor %d 0 R/DW 1000"
		 "/W[%u[",
		 fonts[p->font].ordering, DESCRIPTOR, fonts[p->font].half_wide);
	for (unsigned i = 0; i < 95; i++)
		buf_add(p->out, STR("500 "));
	buf_add(p->out, STR("]]>>"));
	end_object(p);
	begin_object(p, DESCRIPTOR);
	buf_add(p->out, STR("<</Type/FontDescriptor/FontName/SimSun/Flags 4/FontBBox[0 -140 1000 "
			    "860]/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 860/StemV 80>>"));
	end_object(p);
}

void pdf_write_end(struct pdf_write *p)
{
	size_t xref;

	end_page(p);
	put_font(p);
	put_names(p);
	begin_object(p, PAGES);
	buf_add(p->out, STR("<</Type/Pages/Kids["));
	for (unsigned i = 0; i < p->n_pages; i++)
		buf_addf(p->out, "%u 0 R ", p->pages[i]);
	buf_addf(p->out, "]/Count %u>>", p->n_pages);
	end_object(p);
	begin_object(p, CATALOG);
	buf_addf(p->out, "<</Type/Catalog/Pages %d 0 R>>", PAGES);
	end_object(p);
	xref = p->out->n;
	buf_addf(p->out, "xref\n0 %u\n0000000000 65535 f \n", p->n_objects);
	for (unsigned i = 1; i < p->n_objects; i++)
		buf_addf(p->out, "%010zu 00000 n \n", p->at[i]);
	buf_addf(p->out, "trailer<</Size %u/Root %d 0 R>>\nstartxref\n%zu\n%%%%EOF\n", p->n_objects,
		 CATALOG, xref);
	buf_release(&p->content);
}
