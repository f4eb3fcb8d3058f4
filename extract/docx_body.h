#ifndef EXTRACT_DOCX_BODY_H
#define EXTRACT_DOCX_BODY_H

#include "extract/docx_number.h"
#include "extract/docx_styles.h"
#include "extract/opc.h"
#include "extract/page_build.h"

/* Text boxes in text boxes; what stands deeper is not read. */
#define DOCX_MAX_NESTED 16

/* The longest paragraph. */
#define DOCX_MAX_TEXT_BYTES (8u << 20)

/* What the main part leans on. */
struct docx_parts {
	struct opc_rels rels;
	struct docx_styles styles;
	struct docx_lists *lists; /* count on while the body is read; NULL: none */
};

/*
 * docx_body - blocks, tables, links and images of word/document.xml.
 *
 * Tracked changes are taken as accepted; deleted and hidden text, field codes
 * and notes are not part of it. The numbers of lists are, as they are printed.
 * Text boxes come before the paragraph they are anchored in. Returns 0, or -1 with ERR_FORMAT or
 * ERR_LIMIT.
 */
MUST_USE int docx_body(struct page_builder *b, struct str xml, const struct docx_parts *parts,
		       struct arena *scratch, struct err *e);

#endif
