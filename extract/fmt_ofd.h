#ifndef EXTRACT_FMT_OFD_H
#define EXTRACT_FMT_OFD_H

#include "extract/container.h"
#include "extract/page.h"

/* Pages that are read; more is ERR_LIMIT. */
#define OFD_MAX_PAGES 1000

/* The page in an open container. Returns 0, or -1 with ERR_FORMAT or ERR_LIMIT. */
MUST_USE int ofd_extract_container(struct page *out, struct container *c, struct arena *arena,
				   struct err *e);

#endif
