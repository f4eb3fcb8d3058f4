#ifndef EXTRACT_HTML_REGION_H
#define EXTRACT_HTML_REGION_H

#include "extract/html_tree.h"
#include "extract/page.h"

/* What an element's name, id and class say about what stands in it; `around` if nothing. */
enum block_region html_region(const struct html_tree *t, const struct html_node *element,
			      enum block_region around);

#endif
