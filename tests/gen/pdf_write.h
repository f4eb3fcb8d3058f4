#ifndef TESTS_GEN_PDF_WRITE_H
#define TESTS_GEN_PDF_WRITE_H

#include "base/arena.h"
#include "base/buf.h"

/* What the one font of the file says of its codes. */
enum pdf_font {
	PDF_FONT_NAMED, /* codes of its own, and a table that names them: what most programs write
			 */
	PDF_FONT_UCS2,  /* predefined UniGB-UCS2-H, and no table */
	PDF_FONT_GBK,   /* predefined GBK-EUC-H, and no table */
	PDF_FONT_MUTE,  /* codes of its own, and nothing names them */
};

#define PDF_WRITE_MAX_OBJECTS 4096

/*
 * A PDF in the making, to be read by what is tested. Lengths are tenths of a
 * point, from the upper left. The same calls make the same bytes.
 */
struct pdf_write {
	struct buf *out;
	struct arena *arena;
	enum pdf_font font;
	size_t at[PDF_WRITE_MAX_OBJECTS]; /* of object i */
	unsigned pages[PDF_WRITE_MAX_OBJECTS / 2];
	unsigned n_objects, n_pages;
	unsigned width, height, turn; /* of the open page; turn: clockwise degrees */
	unsigned image;               /* object; 0: none */
	bool is_open;
	struct buf content;
	unsigned char used[65536 / 8];
};

void pdf_write_begin(struct pdf_write *p, struct buf *out, enum pdf_font font, struct arena *arena);
void pdf_write_page(struct pdf_write *p, unsigned width, unsigned height, unsigned turn);
void pdf_write_text(struct pdf_write *p, unsigned x, unsigned y, unsigned size, struct str text);
void pdf_write_rule(struct pdf_write *p, unsigned x0, unsigned y0, unsigned x1, unsigned y1);

/* Grey lines on white over the whole page, as a scanner would give it. */
void pdf_write_scan(struct pdf_write *p);
void pdf_write_end(struct pdf_write *p);

#endif
