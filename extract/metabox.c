#include "extract/metabox.h"

void metabox_read(struct page_builder *b)
{
	(void)b;
}
