#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/ole2.h"
#include "extract/page_build.h"
#include "extract/xls_book.h"

/* Excel 97 to 2003, and WPS Spreadsheets, whose files are the same. */
static int xls_bid(struct str head)
{
	const char *name = format_recognise(head);

	return name && str_eq(str_c(name), STR("xls")) ? 64 : 0;
}

static int read_book(struct page_builder *b, struct ole2 *ole, struct arena *scratch, struct err *e)
{
	struct str book;

	if (!ole2_has(ole, "Workbook"))
		return err_set(e, ERR_FORMAT, "OLE2 file without a workbook");
	if (ole2_read(&book, ole, "Workbook", scratch, e) || xls_book(b, book, scratch, e))
		return -1;
	metabox_read(b);
	return page_build_end(b, e);
}

static int xls_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	struct arena scratch = { 0 };
	struct page_builder b;
	struct ole2 *ole = NULL;
	int rc = -1;

	page_build_init(&b, out, arena);
	if (ole2_open(&ole, doc->bytes, e) == 0)
		rc = read_book(&b, ole, &scratch, e);
	ole2_close(ole);
	arena_release(&scratch);
	return rc;
}

const struct format fmt_xls = { "xls", false, xls_bid, xls_extract };
