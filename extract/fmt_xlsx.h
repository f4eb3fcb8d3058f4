#ifndef EXTRACT_FMT_XLSX_H
#define EXTRACT_FMT_XLSX_H

#include "extract/container.h"
#include "extract/page.h"

/* Sheets that are read; more is ERR_LIMIT. */
#define XLSX_MAX_SHEETS 256

/* The page in an open container. Returns 0, or -1 with ERR_FORMAT or ERR_LIMIT. */
MUST_USE int xlsx_extract_container(struct page *out, struct container *c, struct arena *arena,
				    struct err *e);

#endif
