#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/ole2.h"
#include "extract/page_build.h"
#include "extract/word_file.h"
#include "extract/word_text.h"

/* Word 97 to 2003, and WPS Writer, whose files are the same. */
static int doc_bid(struct str head)
{
	const char *name = format_recognise(head);

	return name && str_eq(str_c(name), STR("doc")) ? 64 : 0;
}

static int read_streams(struct word_streams *out, struct ole2 *ole, struct arena *arena,
			struct err *e)
{
	*out = (struct word_streams){ 0 };
	if (ole2_has(ole, "EncryptedPackage"))
		return err_set(e, ERR_FORMAT, "office file is encrypted");
	if (!ole2_has(ole, "WordDocument"))
		return err_set(e, ERR_FORMAT, "OLE2 file of no kind that is read");
	if (ole2_read(&out->main, ole, "WordDocument", arena, e))
		return -1;
	if (ole2_has(ole, word_table_stream(out->main)) &&
	    ole2_read(&out->table, ole, word_table_stream(out->main), arena, e))
		return -1;
	if (ole2_has(ole, "Data") && ole2_read(&out->data, ole, "Data", arena, e))
		return -1;
	return 0;
}

static int doc_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	struct arena scratch = { 0 };
	struct word_streams streams;
	struct page_builder b;
	struct word_file file;
	struct ole2 *ole = NULL;
	int rc = -1;

	page_build_init(&b, out, arena);
	if (ole2_open(&ole, doc->bytes, e) == 0 && read_streams(&streams, ole, &scratch, e) == 0 &&
	    word_file_read(&file, &streams, &scratch, e) == 0 &&
	    word_text_read(&b, &file, &scratch, e) == 0) {
		metabox_read(&b);
		rc = page_build_end(&b, e);
	}
	ole2_close(ole);
	arena_release(&scratch);
	return rc;
}

const struct format fmt_doc = { "doc", false, doc_bid, doc_extract };
