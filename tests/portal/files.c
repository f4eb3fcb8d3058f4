#include "tests/portal/files.h"

#include <stdlib.h>
#include <zlib.h>

#include "tests/gen/pdf_write.h"
#include "tests/portal/body.h"
#include "tests/portal/paper.h"

static void be32(struct buf *out, uint32_t x)
{
	for (int i = 24; i >= 0; i -= 8)
		buf_addc(out, (char)(x >> i & 0xff));
}

static uint32_t crc_of(struct str s)
{
	return (uint32_t)crc32(0, (const unsigned char *)s.p, (uInt)s.n);
}

static void chunk(struct buf *out, const char *type, struct str data)
{
	size_t start;

	be32(out, (uint32_t)data.n);
	start = out->n;
	buf_add(out, str_c(type));
	buf_add(out, data);
	be32(out, crc_of(str_sub(buf_str(out), start, out->n)));
}

void files_png(struct buf *out, unsigned width, unsigned height)
{
	struct buf pixels, packed, header;
	uLongf n;

	buf_init(&pixels, 16u << 20);
	buf_init(&packed, 16u << 20);
	buf_init(&header, 64);
	for (unsigned y = 0; y < height; y++) {
		buf_addc(&pixels, 0);
		for (unsigned x = 0; x < width; x++)
			buf_addc(&pixels, x % 62 == 0 || y % 26 == 0 ? 0 : (char)0xff);
	}
	n = compressBound((uLong)pixels.n);
	for (uLongf i = 0; i < n; i++)
		buf_addc(&packed, 0);
	if (compress((unsigned char *)packed.p, &n, (const unsigned char *)pixels.p,
		     (uLong)pixels.n) != Z_OK)
		n = 0;
	be32(&header, width);
	be32(&header, height);
	buf_add(&header, (struct str){ "\x08\x00\x00\x00\x00", 5 });
	buf_add(out, (struct str){ "\x89PNG\r\n\x1a\n", 8 });
	chunk(out, "IHDR", buf_str(&header));
	chunk(out, "IDAT", (struct str){ packed.p, n });
	chunk(out, "IEND", (struct str){ "", 0 });
	buf_release(&pixels);
	buf_release(&packed);
	buf_release(&header);
}

static void put_paper(struct buf *out, const struct paper *p, enum file_kind kind)
{
	switch (kind) {
	case FILE_DOCX:
		file_docx(out, p);
		break;
	case FILE_DOC:
	case FILE_WPS:
		file_doc(out, p);
		break;
	case FILE_XLSX:
		file_xlsx(out, p);
		break;
	case FILE_XLS:
		file_xls(out, p);
		break;
	case FILE_RTF:
		file_rtf(out, p);
		break;
	case FILE_OFD:
		file_ofd(out, p);
		break;
	case FILE_ZIP:
		file_zip(out, p);
		break;
	default:
		file_pdf(out, p, kind != FILE_PDF_BARE);
	}
}

/* Pages of a scanner, or one that says what it is. */
static void put_unread(struct buf *out, bool scanned, struct arena *arena)
{
	struct pdf_write *pdf = ARENA_NEW(arena, struct pdf_write, 1);

	pdf_write_begin(pdf, out, PDF_FONT_NAMED, arena);
	for (unsigned i = 0; i < (scanned ? 3 : 1); i++) {
		pdf_write_page(pdf, 5950, 8420, 0);
		if (scanned)
			pdf_write_scan(pdf);
		else
			pdf_write_text(pdf, 700, 800, 140, STR("模拟数据：统计表另行公布。"));
	}
	pdf_write_end(pdf);
}

void files_write(struct buf *out, const struct world *w, const struct document *d)
{
	struct arena arena = { 0 };
	struct paper paper = { .arena = &arena };

	if (d->attach.file == FILE_PDF_NOTE || d->attach.file == FILE_PDF_SCAN) {
		put_unread(out, d->attach.file == FILE_PDF_SCAN, &arena);
	} else {
		body_paper(&paper, w, d);
		put_paper(out, &paper, d->attach.file);
	}
	arena_release(&arena);
}

void files_gzip(struct buf *out, struct str bytes)
{
	uLong room = compressBound((uLong)bytes.n) + 64;
	unsigned char *packed = malloc(room);
	z_stream z = { 0 };

	if (!packed || deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	z.next_in = (z_const Bytef *)(uintptr_t)bytes.p;
	z.avail_in = (uInt)bytes.n;
	z.next_out = packed;
	z.avail_out = (uInt)room;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		abort();
	buf_add(out, (struct str){ (const char *)packed, room - z.avail_out });
	(void)deflateEnd(&z);
	free(packed);
}

void files_gzip_zeros(struct buf *out, size_t n)
{
	static const unsigned char zeros[1 << 16];
	unsigned char packed[1 << 14];
	z_stream z = { 0 };
	int rc = deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);

	if (rc != Z_OK)
		return;
	for (size_t done = 0; rc != Z_STREAM_END;) {
		size_t part = n - done < sizeof(zeros) ? n - done : sizeof(zeros);

		z.next_in = (z_const Bytef *)(uintptr_t)zeros;
		z.avail_in = (uInt)part;
		done += part;
		do {
			z.next_out = packed;
			z.avail_out = sizeof(packed);
			rc = deflate(&z, done == n ? Z_FINISH : Z_NO_FLUSH);
			buf_add(out,
				(struct str){ (const char *)packed, sizeof(packed) - z.avail_out });
		} while (z.avail_out == 0);
	}
	(void)deflateEnd(&z);
}
