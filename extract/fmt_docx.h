#ifndef EXTRACT_FMT_DOCX_H
#define EXTRACT_FMT_DOCX_H

#include "extract/container.h"
#include "extract/page.h"

/* The page in an open container. Returns 0, or -1 with ERR_FORMAT or ERR_LIMIT. */
MUST_USE int docx_extract_container(struct page *out, struct container *c, struct arena *arena,
				    struct err *e);

#endif
