#ifndef STORE_STORE_MERGE_H
#define STORE_STORE_MERGE_H

#include "store/store.h"

struct store_merged {
	int64_t n_urls, n_documents, n_reports; /* that were not known before */
};

/*
 * store_merge - take over what another database holds; none of it is lost, nothing is twice.
 *
 *   from         its path; it is only read
 *   archive_dir  where its archive lies, absolute: its documents are read there from now on
 *
 * A document of the same URL (path) and bytes is the same document, and keeps the reading
 * that it has here; of versions of one URL the one seen last is current. What rules over
 * the whole database found, and links between agencies, are not taken: they are to be
 * made anew. One transaction; not to be called within another. Returns 0, or -1 with
 * ERR_USAGE (another version of the program made it, or it is the same file).
 */
MUST_USE int store_merge(struct store_merged *out, struct store *s, const char *from,
			 const char *archive_dir, struct err *e);

#endif
