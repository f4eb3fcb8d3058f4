#ifndef EXTRACT_WORD_TEXT_H
#define EXTRACT_WORD_TEXT_H

#include "extract/page_build.h"
#include "extract/word_file.h"

/*
 * word_text_read - the paragraphs and tables of a Word file, put on a page.
 *
 * Fields show their result, deleted and hidden text is left out, pictures are
 * images without a source. Footnotes, headers and footers are not read.
 * Returns 0, or -1 with ERR_LIMIT.
 */
MUST_USE int word_text_read(struct page_builder *b, const struct word_file *file,
			    struct arena *scratch, struct err *e);

#endif
