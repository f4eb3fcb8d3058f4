#include "extract/fmt_xlsx.h"

#include "extract/format.h"
#include "extract/metabox.h"
#include "extract/opc.h"
#include "extract/xlsx_sheet.h"
#include "extract/xml.h"

/* Excel 2007 and later, WPS Spreadsheets and LibreOffice in its clothes. */
static int xlsx_bid(struct str head)
{
	const char *name = format_recognise(head);

	return name && str_eq(str_c(name), STR("xlsx")) ? 64 : 0;
}

struct sheet_entry {
	struct str name, rel;
	bool is_hidden;
};

struct workbook {
	struct sheet_entry sheets[XLSX_MAX_SHEETS];
	size_t n;
	bool over;
	struct arena *arena;
};

static void on_open(void *data, const struct xml_tag *tag)
{
	struct workbook *w = data;
	struct str state = xml_attr(tag, "state");

	if (!str_eq(tag->name, STR("sheet")))
		return;
	if (w->n == XLSX_MAX_SHEETS) {
		w->over = true;
		return;
	}
	w->sheets[w->n++] = (struct sheet_entry){
		.name = arena_str(w->arena, xml_attr(tag, "name")),
		.rel = arena_str(w->arena, xml_attr(tag, "id")),
		.is_hidden = str_eq(state, STR("hidden")) || str_eq(state, STR("veryHidden")),
	};
}

/* What a program calls a sheet that nobody named. */
static bool is_default_name(struct str name)
{
	long long n;

	return name.n == 0 || (str_eq_nocase(str_sub(name, 0, 5), STR("sheet")) &&
			       (name.n == 5 || str_int(&n, str_sub(name, 5, name.n))));
}

struct reader {
	struct page_builder b;
	struct container *c;
	struct arena scratch;
	struct opc_rels rels; /* of the workbook */
	struct xlsx_strings strings;
};

/* A part that must be there: its bytes. */
static int read_part(struct str *out, struct reader *r, struct str name, struct err *e)
{
	const struct member *m = container_find(r->c, name);

	*out = (struct str){ NULL, 0 };
	if (!m)
		return err_set(e, ERR_FORMAT, "xlsx without its part %.*s", STR_ARG(name));
	return container_read(out, r->c, m, &r->scratch, e);
}

static int read_strings(struct reader *r, struct err *e)
{
	struct str name = opc_part(&r->rels, STR("/sharedStrings"), STR("xl/sharedStrings.xml"));
	struct str xml;

	if (!container_find(r->c, name))
		return 0;
	if (read_part(&xml, r, name, e))
		return -1;
	if (xlsx_strings_read(&r->strings, xml, r->b.arena, &r->scratch, e))
		return err_at(e, "%.*s", STR_ARG(name));
	return 0;
}

static int read_sheet(struct reader *r, const struct sheet_entry *sheet, struct err *e)
{
	const struct opc_rel *rel = opc_rel(&r->rels, sheet->rel);
	struct str xml;

	if (sheet->is_hidden) {
		page_add_meta(&r->b, &(struct meta){
					     .source = META_ELEMENT,
					     .name = STR("hidden sheet"),
					     .content = arena_str(r->b.arena, sheet->name),
					     .block = (uint32_t)r->b.page->n_blocks,
				     });
		return 0;
	}
	if (!rel || !str_ends(rel->type, STR("/worksheet")))
		return 0; /* a chart */
	if (!is_default_name(sheet->name))
		page_add_block(&r->b, &(struct block){
					      .kind = BLOCK_HEADING,
					      .level = 1,
					      .text = arena_str(r->b.arena, sheet->name),
				      });
	if (read_part(&xml, r, rel->target, e))
		return -1;
	if (xlsx_sheet(&r->b, xml, &r->strings, &r->scratch, e))
		return err_at(e, "%.*s", STR_ARG(rel->target));
	return 0;
}

/* Where in a sheet a picture stands is not looked up. */
static void list_images(struct reader *r)
{
	for (size_t i = 0; i < r->c->n_members; i++)
		if (str_starts(r->c->members[i].name, STR("xl/media/")))
			page_add_image(&r->b,
				       &(struct image){
					       .src = arena_str(r->b.arena, r->c->members[i].name),
					       .block = (uint32_t)r->b.page->n_blocks,
				       });
}

static int read_book(struct reader *r, const struct opc_rels *package, struct err *e)
{
	static const struct xml_handler handler = { .open = on_open };
	struct workbook *book = ARENA_NEW(&r->scratch, struct workbook, 1);
	struct str main = opc_part(package, STR("/officeDocument"), STR("xl/workbook.xml"));
	struct str xml;

	book->arena = &r->scratch;
	if (read_part(&xml, r, main, e))
		return -1;
	opc_rels_read(&r->rels, r->c, main, &r->scratch);
	if (xml_read(xml, &handler, book, &r->scratch, e))
		return err_at(e, "%.*s", STR_ARG(main));
	if (book->over)
		return err_set(e, ERR_LIMIT, "more than %d sheets", XLSX_MAX_SHEETS);
	if (read_strings(r, e))
		return -1;
	for (size_t i = 0; i < book->n && !r->b.over; i++)
		if (read_sheet(r, &book->sheets[i], e))
			return -1;
	return 0;
}

int xlsx_extract_container(struct page *out, struct container *c, struct arena *arena,
			   struct err *e)
{
	struct reader r = { .c = c };
	struct opc_rels package;
	int rc;

	page_build_init(&r.b, out, arena);
	opc_rels_read(&package, c, (struct str){ NULL, 0 }, &r.scratch);
	rc = read_book(&r, &package, e);
	if (rc == 0) {
		list_images(&r);
		out->title = opc_title(c, &package, arena);
		metabox_read(&r.b);
		rc = page_build_end(&r.b, e);
	}
	arena_release(&r.scratch);
	return rc;
}

static int xlsx_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	return container_extract(out, doc->bytes, xlsx_extract_container, arena, e);
}

const struct format fmt_xlsx = { "xlsx", false, xlsx_bid, xlsx_extract };
