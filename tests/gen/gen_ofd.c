#include <stdio.h>

#include "base/utf8.h"
#include "tests/gen/gen_office.h"
#include "tests/gen/zip_write.h"

/* Hundredths of a millimetre. */
enum {
	WIDTH = 21000,
	HEIGHT = 42000,
	LEFT = 1500,
	RIGHT = 19500,
	TOP = 2000,
	BOTTOM = 40000,
	SIZE = 250, /* of a character */
	LINE = 320,
	INSET = 60,
};

struct press {
	struct buf xml;
	struct zip_write z;
	unsigned n_pages, y;
	bool is_open;
};

static void add_mm(struct buf *out, unsigned n)
{
	buf_addf(out, "%u.%02u", n / 100, n % 100);
}

static void end_page(struct press *p)
{
	char name[64];

	if (!p->is_open)
		return;
	buf_add(&p->xml, STR("</ofd:Layer></ofd:Content></ofd:Page>"));
	snprintf(name, sizeof name, "Doc_0/Pages/Page_%u/Content.xml", p->n_pages++);
	zip_write_add(&p->z, str_c(name), buf_str(&p->xml));
	p->is_open = false;
}

static void begin_page(struct press *p)
{
	end_page(p);
	buf_clear(&p->xml);
	buf_add(&p->xml, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:Page "
			     "xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>"));
	p->y = TOP;
	p->is_open = true;
}

/* One line of characters, each placed by its distance from the one before. */
static void put_line(struct press *p, unsigned x, unsigned y, struct str text)
{
	size_t n = utf8_count(text), at = 0;
	bool wide = true;

	for (size_t i = 0; i < text.n; i++)
		wide = wide && (unsigned char)text.p[i] >= 0x80;
	buf_add(&p->xml, STR("<ofd:TextObject Boundary=\""));
	add_mm(&p->xml, x);
	buf_addc(&p->xml, ' ');
	add_mm(&p->xml, y);
	buf_add(&p->xml, STR(" 100 5\" Size=\"2.5\"><ofd:TextCode X=\"0\" Y=\"2.2\""));
	if (n > 1 && wide) {
		buf_addf(&p->xml, " DeltaX=\"g %zu 2.5\"", n - 1);
	} else if (n > 1) {
		buf_add(&p->xml, STR(" DeltaX=\""));
		while (--n > 0)
			buf_addf(&p->xml, "%s ", utf8_next(text, &at) < 0x80 ? "1.25" : "2.5");
		buf_addc(&p->xml, '"');
	}
	buf_addc(&p->xml, '>');
	buf_add(&p->xml, text);
	buf_add(&p->xml, STR("</ofd:TextCode></ofd:TextObject>"));
}

/* Text in lines of so many characters; returns how many lines. Not put where p is NULL. */
static unsigned put_text(struct press *p, unsigned x, unsigned y, unsigned width, struct str text)
{
	unsigned n_lines = 0, most = width / SIZE;

	for (size_t at = 0; at < text.n; n_lines++) {
		size_t from = at;

		for (unsigned i = 0; i < most && at < text.n && text.p[at] != '\n'; i++)
			utf8_next(text, &at);
		if (p)
			put_line(p, x, y + n_lines * LINE, str_sub(text, from, at - from));
		if (at < text.n && text.p[at] == '\n')
			at++;
	}
	return n_lines;
}

static void put_rule(struct press *p, unsigned x0, unsigned y0, unsigned x1, unsigned y1)
{
	buf_add(&p->xml, STR("<ofd:PathObject Boundary=\"0 0 210 420\" LineWidth=\"0.2\">"
			     "<ofd:AbbreviatedData>M "));
	add_mm(&p->xml, x0);
	buf_addc(&p->xml, ' ');
	add_mm(&p->xml, y0);
	buf_add(&p->xml, STR(" L "));
	add_mm(&p->xml, x1);
	buf_addc(&p->xml, ' ');
	add_mm(&p->xml, y1);
	buf_add(&p->xml, STR("</ofd:AbbreviatedData></ofd:PathObject>"));
}

static void put_table(struct press *p, const struct sheet *s, struct arena *arena)
{
	unsigned col = (RIGHT - LEFT) / s->cols, right = LEFT + col * s->cols;
	unsigned *y = ARENA_NEW(arena, unsigned, s->rows + 1);

	y[0] = p->y;
	for (unsigned row = 0; row < s->rows; row++) {
		unsigned n = 1;

		for (size_t i = 0; i < s->n; i++)
			if (s->cells[i].row == row && s->cells[i].row_span == 1) {
				unsigned k =
					put_text(NULL, 0, 0, col * s->cells[i].col_span - 2 * INSET,
						 s->cells[i].text);

				n = k > n ? k : n;
			}
		y[row + 1] = y[row] + n * LINE + 2 * INSET;
	}
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_cell *c = &s->cells[i];
		unsigned x = LEFT + col * c->col, x1 = x + col * c->col_span;
		unsigned y0 = y[c->row], y1 = y[c->row + c->row_span];

		put_rule(p, x, y0, x1, y0);
		put_rule(p, x, y0, x, y1);
		put_text(p, x + INSET, y0 + INSET, x1 - x - 2 * INSET, c->text);
	}
	put_rule(p, right, y[0], right, y[s->rows]);
	put_rule(p, LEFT, y[s->rows], right, y[s->rows]);
	p->y = y[s->rows] + LINE;
}

static void put_parts(struct press *p)
{
	buf_clear(&p->xml);
	buf_add(&p->xml,
		STR("<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData>"
		    "<ofd:PageArea><ofd:PhysicalBox>0 0 210 420</ofd:PhysicalBox></ofd:PageArea>"
		    "</ofd:CommonData><ofd:Pages>"));
	for (unsigned i = 0; i < p->n_pages; i++)
		buf_addf(&p->xml, "<ofd:Page ID=\"%u\" BaseLoc=\"Pages/Page_%u/Content.xml\"/>",
			 i + 1, i);
	buf_add(&p->xml, STR("</ofd:Pages></ofd:Document>"));
	zip_write_add(&p->z, STR("Doc_0/Document.xml"), buf_str(&p->xml));
	zip_write_add(&p->z, STR("OFD.xml"),
		      STR("<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody>"
			  "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"));
}

void gen_ofd(struct buf *out, struct gen_truth *truth, const struct gen_shape_how *how,
	     struct arena *arena)
{
	struct press p = { .z = { .out = out, .deflate = true } };
	const struct gen_passage *passage;

	buf_init(&p.xml, 16u << 20);
	begin_page(&p);
	for (size_t i = 0; (passage = gen_passage_at(i)); i++) {
		struct rng r = { how->seed * 31 + passage->table };
		struct sheet sheet = { 0 };

		p.y += LINE * put_text(&p, LEFT, p.y, RIGHT - LEFT, str_c(passage->text)) + LINE;
		if (passage->table == TABLE__COUNT)
			continue;
		sheet_build(&sheet, how->form, passage->table, how->cells, arena);
		if (!sheet.n)
			continue;
		sheet_damage(&sheet, truth, how->form, how->damage, &r, arena);
		put_table(&p, &sheet, arena);
		begin_page(&p);
	}
	end_page(&p);
	put_parts(&p);
	zip_write_end(&p.z);
	buf_release(&p.xml);
}
