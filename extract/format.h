#ifndef EXTRACT_FORMAT_H
#define EXTRACT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "extract/doc.h"
#include "extract/page.h"

/* One document format. Rows live in formats.def. */
struct format {
	const char *name; /* stable; also names its fixtures and its fuzzer */
	bool is_text;     /* wants UTF-8, so doc_open() finds the charset first */

	/*
	 * How sure are we that these are the first bytes (maybe all) of ours?
	 * Returns the number of bits that matched, 0 for "not mine". Cheap,
	 * never allocates. At most the first FORMAT_HEAD_BYTES are shown.
	 */
	int (*bid)(struct str head);

	/* Everything put in *out is in the arena or in the doc. ERR_FORMAT or ERR_LIMIT. */
	MUST_USE int (*extract)(struct page *out, const struct doc *doc, struct arena *arena,
				struct err *e);
};

#define FORMAT_HEAD_BYTES 4096

/*
 * format_head - the bytes of a file that tell what it is: its first ones, at
 * most FORMAT_HEAD_BYTES; of an OLE2 file its directory, wherever that stands.
 */
struct str format_head(struct str bytes);

/* Highest bid wins; a tie goes to the earlier row. NULL if nobody bids. */
const struct format *format_detect(struct str head);
const struct format *format_at(size_t i); /* NULL past the last row */
const struct format *format_named(struct str name);

/*
 * format_recognise - the stable name of a file type we know but do not read
 * ("pdf", "doc", "docx", "xls", "zip", "ofd", "png", "jpeg", ...), by magic
 * number; NULL for none. So that "not read" can name what it was.
 */
const char *format_recognise(struct str head);

/* Where libraries look for tables of characters while they read; NULL: they need none. */
const char *format_data_dir(void);

#endif
