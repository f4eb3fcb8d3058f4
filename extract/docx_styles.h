#ifndef EXTRACT_DOCX_STYLES_H
#define EXTRACT_DOCX_STYLES_H

#include <stdint.h>

#include "extract/container.h"

/* What a paragraph style says about its paragraphs, that of the styles it is based on included. */
struct docx_style {
	struct str id, based_on;
	int level;         /* 1 to 9: a heading; 0: body text */
	struct str num_id; /* the list it numbers by; empty: none */
	int num_level;     /* 0 to 8 */
};

struct docx_styles {
	struct docx_style *styles;
	size_t n;
};

#define DOCX_MAX_STYLES 1000

/* Styles of word/styles.xml; none where that cannot be read. In the arena. */
void docx_styles_read(struct docx_styles *out, struct container *c, struct str part,
		      struct arena *arena);

/* NULL for an unknown id. */
const struct docx_style *docx_style_find(const struct docx_styles *styles, struct str id);

#endif
