#include "extract/fmt_docx.h"

#include "extract/docx_body.h"
#include "extract/format.h"
#include "extract/metabox.h"

/* Word 2007 and later, WPS Writer and LibreOffice in its clothes. */
static int docx_bid(struct str head)
{
	const char *name = format_recognise(head);

	return name && str_eq(str_c(name), STR("docx")) ? 64 : 0;
}

int docx_extract_container(struct page *out, struct container *c, struct arena *arena,
			   struct err *e)
{
	struct arena scratch = { 0 };
	struct opc_rels package;
	struct docx_parts parts;
	struct docx_lists lists;
	struct page_builder b;
	const struct member *m;
	struct str main, xml;
	int rc = -1;

	page_build_init(&b, out, arena);
	opc_rels_read(&package, c, (struct str){ NULL, 0 }, &scratch);
	main = opc_part(&package, STR("/officeDocument"), STR("word/document.xml"));
	m = container_find(c, main);
	if (!m) {
		err_set(e, ERR_FORMAT, "docx without its main part %.*s", STR_ARG(main));
		goto out;
	}
	if (container_read(&xml, c, m, &scratch, e))
		goto out;
	opc_rels_read(&parts.rels, c, main, &scratch);
	docx_styles_read(&parts.styles, c,
			 opc_part(&parts.rels, STR("/styles"), STR("word/styles.xml")), &scratch);
	docx_lists_read(&lists, c,
			opc_part(&parts.rels, STR("/numbering"), STR("word/numbering.xml")),
			&scratch);
	parts.lists = &lists;
	if (docx_body(&b, xml, &parts, &scratch, e)) {
		err_at(e, "%.*s", STR_ARG(m->name));
		goto out;
	}
	out->title = opc_title(c, &package, arena);
	metabox_read(&b);
	rc = page_build_end(&b, e);
out:
	arena_release(&scratch);
	return rc;
}

static int docx_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	return container_extract(out, doc->bytes, docx_extract_container, arena, e);
}

const struct format fmt_docx = { "docx", false, docx_bid, docx_extract };
