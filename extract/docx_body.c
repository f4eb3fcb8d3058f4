#include "extract/docx_body.h"

#include "base/attrs.h"
#include "extract/flow.h"
#include "extract/table_build.h"
#include "extract/xml.h"

#define EMU_PER_PIXEL 9525 /* English Metric Units: 914400 an inch, 96 pixels an inch */

#define MAX_FIELDS      8 /* fields in fields */
#define MAX_FIELD_BYTES 4096

struct paragraph {
	struct flow text;
	uint8_t level;
	struct str num_id; /* the list it is numbered in; empty: none */
	int num_level;
	bool is_hidden;  /* the open run is */
	bool joins_next; /* its paragraph mark is deleted */
	bool in_own_props;
};

/* A link begun in a field or a <w:hyperlink>. */
struct open_link {
	struct str href;
	bool is_open;
};

struct body {
	struct page_builder *b;
	struct arena *scratch;
	const struct docx_parts *parts;
	struct tables tables;
	struct paragraph paras[DOCX_MAX_NESTED];
	size_t n_paras;
	struct str carried;                  /* text of paragraphs whose marks are deleted */
	unsigned skip;                       /* open elements, from one on that is not read */
	unsigned read_once[DOCX_MAX_NESTED]; /* AlternateContent: branches read */
	size_t n_alternates;
	bool in_text, in_code;
	struct flow code; /* of the innermost field */
	unsigned n_fields;
	unsigned link_field; /* field whose result is the open link; 0: none */
	struct open_link link;
	struct flow link_text;
	struct str shape_name;
	uint32_t shape_width, shape_height;
	struct err *e;
	bool failed;
};

static struct paragraph *para(struct body *d)
{
	return d->n_paras ? &d->paras[d->n_paras - 1] : NULL;
}

/* w:val of an on/off property: on where it is absent (ECMA-376 part 1, 17.17.4). */
static bool is_on(const struct xml_tag *tag)
{
	struct str v = xml_attr(tag, "val");

	return !str_eq(v, STR("0")) && !str_eq(v, STR("false")) && !str_eq(v, STR("off"));
}

static void add_text(struct body *d, struct str text)
{
	struct paragraph *p = para(d);

	if (!p || p->is_hidden)
		return;
	flow_add(&p->text, text);
	if (d->link.is_open)
		flow_add(&d->link_text, text);
}

static void emit(struct body *d, struct str text, uint8_t level)
{
	if (d->tables.top) {
		tables_text(&d->tables, text, level);
		return;
	}
	page_add_block(d->b, &(struct block){ .kind = level ? BLOCK_HEADING : BLOCK_PARAGRAPH,
					      .level = level,
					      .text = text });
}

static void link_begin(struct body *d, struct str href)
{
	if (d->link.is_open || !href.n || str_starts(href, STR("#")))
		return;
	d->link = (struct open_link){ arena_str(d->b->arena, href), true };
}

static void link_end(struct body *d)
{
	if (!d->link.is_open)
		return;
	page_add_link(d->b, &(struct link){
				    .kind = LINK_ANCHOR,
				    .href = d->link.href,
				    .text = flow_take(&d->link_text, d->b->arena),
				    .block = (uint32_t)d->b->page->n_blocks,
			    });
	d->link = (struct open_link){ 0 };
}

static void open_p(struct body *d, const struct xml_tag *tag)
{
	struct paragraph *p;

	(void)tag;
	if (d->n_paras == DOCX_MAX_NESTED) {
		d->skip = 1;
		return;
	}
	p = &d->paras[d->n_paras++];
	p->level = 0;
	p->num_id = (struct str){ NULL, 0 };
	p->num_level = 0;
	p->is_hidden = p->joins_next = p->in_own_props = false;
	if (d->carried.n)
		flow_add(&p->text, d->carried);
	d->carried = (struct str){ NULL, 0 };
}

static void close_p(struct body *d)
{
	struct paragraph *p = para(d);
	struct str text;

	if (!p)
		return;
	if (p->text.text.full)
		page_build_over(d->b, "bytes in one paragraph", DOCX_MAX_TEXT_BYTES);
	text = flow_take(&p->text, d->b->arena);
	if (text.n && p->num_id.n && d->parts->lists) {
		struct str number =
			docx_number(d->parts->lists, p->num_id, p->num_level, d->scratch);

		text = arena_strf(d->b->arena, "%.*s%.*s", STR_ARG(number), STR_ARG(text));
	}
	d->n_paras--;
	if (p->joins_next)
		d->carried = text;
	else if (text.n)
		emit(d, text, p->level);
}

static void open_props(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	if (para(d))
		para(d)->in_own_props = true;
}

static void close_props(struct body *d)
{
	if (para(d))
		para(d)->in_own_props = false;
}

static void open_style(struct body *d, const struct xml_tag *tag)
{
	const struct docx_style *style = docx_style_find(&d->parts->styles, xml_attr(tag, "val"));

	if (!para(d) || !style)
		return;
	para(d)->level = (uint8_t)(style->level > 6 ? 6 : style->level);
	para(d)->num_id = style->num_id;
	para(d)->num_level = style->num_level;
}

/* numId 0 takes a style's number away. */
static void open_num_id(struct body *d, const struct xml_tag *tag)
{
	struct str id = xml_attr(tag, "val");

	if (para(d) && para(d)->in_own_props)
		para(d)->num_id =
			str_eq(id, STR("0")) ? (struct str){ NULL, 0 } : arena_str(d->scratch, id);
}

static void open_num_level(struct body *d, const struct xml_tag *tag)
{
	if (para(d) && para(d)->in_own_props)
		para(d)->num_level = (int)xml_attr_int(tag, "val", 0) & 15;
}

static void open_outline(struct body *d, const struct xml_tag *tag)
{
	long n = xml_attr_int(tag, "val", 9);

	if (para(d))
		para(d)->level = (uint8_t)(n < 0 || n > 8 ? 0 : n > 5 ? 6 : n + 1);
}

static void open_r(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	if (para(d))
		para(d)->is_hidden = false;
}

static void open_vanish(struct body *d, const struct xml_tag *tag)
{
	if (para(d) && !para(d)->in_own_props)
		para(d)->is_hidden = is_on(tag);
}

/* Deleted text; the mark of a paragraph; a row of a table. */
static void open_del(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	if (para(d) && para(d)->in_own_props)
		para(d)->joins_next = true;
	d->skip = 1;
}

static void open_skipped(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	d->skip = 1;
}

static void open_t(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	d->in_text = true;
}

static void close_t(struct body *d)
{
	d->in_text = false;
}

static void open_tab(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	if (para(d) && !para(d)->in_own_props)
		add_text(d, STR(" "));
}

static void open_br(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	if (para(d) && !para(d)->is_hidden)
		flow_break(&para(d)->text);
}

static void open_hyphen(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	add_text(d, STR("-"));
}

static void open_hyperlink(struct body *d, const struct xml_tag *tag)
{
	const struct opc_rel *rel = opc_rel(&d->parts->rels, xml_attr(tag, "id"));

	if (rel && rel->is_external)
		link_begin(d, rel->target);
}

/* HYPERLINK "http://..." */
static void field_link(struct body *d, struct str code)
{
	size_t from, to;

	code = str_trim(code);
	if (!str_eq_nocase(str_sub(code, 0, 9), STR("HYPERLINK")))
		return;
	from = str_find(code, STR("\""), 9);
	to = from == STR_NONE ? STR_NONE : str_find(code, STR("\""), from + 1);
	if (to == STR_NONE || str_find(str_sub(code, 0, from), STR("\\l"), 0) != STR_NONE ||
	    d->link.is_open)
		return;
	link_begin(d, str_sub(code, from + 1, to - from - 1));
	d->link_field = d->n_fields;
}

static void open_field_char(struct body *d, const struct xml_tag *tag)
{
	struct str type = xml_attr(tag, "fldCharType");

	if (str_eq(type, STR("begin"))) {
		if (d->n_fields < MAX_FIELDS)
			d->n_fields++;
		buf_clear(&d->code.text);
	} else if (str_eq(type, STR("separate"))) {
		field_link(d, flow_take(&d->code, d->scratch));
	} else if (str_eq(type, STR("end")) && d->n_fields > 0) {
		if (d->link_field == d->n_fields) {
			link_end(d);
			d->link_field = 0;
		}
		d->n_fields--;
	}
}

static void open_simple_field(struct body *d, const struct xml_tag *tag)
{
	field_link(d, xml_attr(tag, "instr"));
}

static void open_code(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	d->in_code = true;
}

static void close_code(struct body *d)
{
	d->in_code = false;
}

static void open_tbl(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	tables_begin(&d->tables);
}

static void close_tbl(struct body *d)
{
	if (tables_end(&d->tables, d->e))
		d->failed = true;
}

static void open_tr(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	tables_row(&d->tables);
}

static void open_grid_before(struct body *d, const struct xml_tag *tag)
{
	long n = xml_attr_int(tag, "val", 0);

	tables_skip(&d->tables, n > 0 && n <= GRID_MAX_COLS ? (uint32_t)n : 0);
}

static void open_tc(struct body *d, const struct xml_tag *tag)
{
	(void)tag;
	tables_cell(&d->tables);
}

static void close_tc(struct body *d)
{
	tables_cell_end(&d->tables);
}

static void open_grid_span(struct body *d, const struct xml_tag *tag)
{
	struct table_cell *cell = tables_open_cell(&d->tables);
	long n = xml_attr_int(tag, "val", 1);

	if (cell)
		cell->col_span = n < 1                   ? 1
				 : n > GRID_MAX_COL_SPAN ? GRID_MAX_COL_SPAN
							 : (uint32_t)n;
}

static void open_v_merge(struct body *d, const struct xml_tag *tag)
{
	struct table_cell *cell = tables_open_cell(&d->tables);

	if (cell)
		cell->merge = str_eq(xml_attr(tag, "val"), STR("restart")) ? ROW_MERGE_FIRST
									   : ROW_MERGE_MORE;
}

static void open_h_merge(struct body *d, const struct xml_tag *tag)
{
	struct table_cell *cell = tables_open_cell(&d->tables);

	if (cell)
		cell->joins_left = !str_eq(xml_attr(tag, "val"), STR("restart"));
}

/* Word's own elements, by name. */
static const struct {
	struct str name;
	void (*open)(struct body *d, const struct xml_tag *tag);
	void (*close)(struct body *d);
} elements[] = {
	{ STR_INIT("t"), open_t, close_t },
	{ STR_INIT("r"), open_r, NULL },
	{ STR_INIT("p"), open_p, close_p },
	{ STR_INIT("pPr"), open_props, close_props },
	{ STR_INIT("pStyle"), open_style, NULL },
	{ STR_INIT("outlineLvl"), open_outline, NULL },
	{ STR_INIT("numId"), open_num_id, NULL },
	{ STR_INIT("ilvl"), open_num_level, NULL },
	{ STR_INIT("vanish"), open_vanish, NULL },
	{ STR_INIT("tc"), open_tc, close_tc },
	{ STR_INIT("tr"), open_tr, NULL },
	{ STR_INIT("tbl"), open_tbl, close_tbl },
	{ STR_INIT("gridSpan"), open_grid_span, NULL },
	{ STR_INIT("vMerge"), open_v_merge, NULL },
	{ STR_INIT("hMerge"), open_h_merge, NULL },
	{ STR_INIT("gridBefore"), open_grid_before, NULL },
	{ STR_INIT("tab"), open_tab, NULL },
	{ STR_INIT("ptab"), open_tab, NULL },
	{ STR_INIT("br"), open_br, NULL },
	{ STR_INIT("cr"), open_br, NULL },
	{ STR_INIT("noBreakHyphen"), open_hyphen, NULL },
	{ STR_INIT("hyperlink"), open_hyperlink, link_end },
	{ STR_INIT("fldChar"), open_field_char, NULL },
	{ STR_INIT("fldSimple"), open_simple_field, link_end },
	{ STR_INIT("instrText"), open_code, close_code },
	{ STR_INIT("del"), open_del, NULL },
	{ STR_INIT("moveFrom"), open_del, NULL },
	{ STR_INIT("rt"), open_skipped, NULL },
	{ STR_INIT("sdtPr"), open_skipped, NULL },
	{ STR_INIT("sectPr"), open_skipped, NULL },
	{ STR_INIT("pPrChange"), open_skipped, NULL },
	{ STR_INIT("rPrChange"), open_skipped, NULL },
	{ STR_INIT("tblPrChange"), open_skipped, NULL },
	{ STR_INIT("trPrChange"), open_skipped, NULL },
	{ STR_INIT("tcPrChange"), open_skipped, NULL },
	{ STR_INIT("sectPrChange"), open_skipped, NULL },
};

static int element_at(struct str name)
{
	for (size_t i = 0; i < countof(elements); i++)
		if (str_eq(elements[i].name, name))
			return (int)i;
	return -1;
}

static void add_image(struct body *d, struct str id)
{
	const struct opc_rel *rel = opc_rel(&d->parts->rels, id);

	if (!rel)
		return;
	page_add_image(d->b, &(struct image){
				     .src = arena_str(d->b->arena, rel->target),
				     .alt = d->shape_name,
				     .width = d->shape_width,
				     .height = d->shape_height,
				     .block = (uint32_t)d->b->page->n_blocks,
			     });
}

static uint32_t pixels(const struct xml_tag *tag, const char *name)
{
	long n = xml_attr_int(tag, name, 0) / EMU_PER_PIXEL;

	return n > 0 && n < 100000 ? (uint32_t)n : 0;
}

/* Pictures and shapes: DrawingML's, and VML's before 2007. */
static void open_drawing(struct body *d, const struct xml_tag *tag)
{
	if (str_eq(tag->name, STR("extent"))) {
		d->shape_width = pixels(tag, "cx");
		d->shape_height = pixels(tag, "cy");
	} else if (str_eq(tag->name, STR("docPr"))) {
		struct str alt = xml_attr(tag, "descr");

		d->shape_name = arena_str(d->b->arena, alt);
	} else if (str_eq(tag->name, STR("blip"))) {
		add_image(d, xml_attr(tag, "embed"));
	} else if (str_eq(tag->name, STR("imagedata"))) {
		d->shape_width = d->shape_height = 0;
		d->shape_name = arena_str(d->b->arena, xml_attr(tag, "title"));
		add_image(d, xml_attr(tag, "id"));
	}
}

/* ECMA-376 part 3, 10.2: of the choices and the fallback one is to be read. */
static void open_alternate(struct body *d, const struct xml_tag *tag)
{
	if (str_eq(tag->name, STR("AlternateContent"))) {
		if (d->n_alternates == DOCX_MAX_NESTED)
			d->skip = 1;
		else
			d->read_once[d->n_alternates++] = 0;
	} else if (d->n_alternates &&
		   (str_eq(tag->name, STR("Choice")) || str_eq(tag->name, STR("Fallback")))) {
		if (d->read_once[d->n_alternates - 1]++ > 0)
			d->skip = 1;
	}
}

enum space { SPACE_OTHER, SPACE_WORD, SPACE_MATH, SPACE_ALTERNATES };

/* Transitional and strict names of the same vocabulary. */
static enum space space_of(struct str uri)
{
	if (str_find(uri, STR("wordprocessingml"), 0) != STR_NONE && str_ends(uri, STR("/main")))
		return SPACE_WORD;
	if (str_ends(uri, STR("/math")))
		return SPACE_MATH;
	if (str_find(uri, STR("markup-compatibility"), 0) != STR_NONE)
		return SPACE_ALTERNATES;
	return SPACE_OTHER;
}

static bool is_done(const struct body *d)
{
	return d->failed || d->b->over;
}

static void on_open(void *data, const struct xml_tag *tag)
{
	struct body *d = data;
	int i;

	if (d->skip) {
		d->skip++;
		return;
	}
	if (is_done(d))
		return;
	switch (space_of(tag->space)) {
	case SPACE_WORD:
		i = element_at(tag->name);
		if (i >= 0 && elements[i].open == open_del && !para(d) && d->tables.top &&
		    !tables_open_cell(&d->tables))
			tables_drop_row(&d->tables);
		if (i >= 0)
			elements[i].open(d, tag);
		break;
	case SPACE_MATH:
		if (str_eq(tag->name, STR("t")))
			d->in_text = true;
		break;
	case SPACE_ALTERNATES:
		open_alternate(d, tag);
		break;
	case SPACE_OTHER:
		open_drawing(d, tag);
		break;
	}
}

static void on_close(void *data, struct str space, struct str name)
{
	struct body *d = data;
	int i;

	if (d->skip && --d->skip > 0)
		return;
	if (is_done(d))
		return;
	switch (space_of(space)) {
	case SPACE_WORD:
		i = element_at(name);
		if (i >= 0 && elements[i].close)
			elements[i].close(d);
		break;
	case SPACE_MATH:
		if (str_eq(name, STR("t")))
			d->in_text = false;
		break;
	case SPACE_ALTERNATES:
		if (str_eq(name, STR("AlternateContent")) && d->n_alternates)
			d->n_alternates--;
		break;
	case SPACE_OTHER:
		break;
	}
}

static void on_text(void *data, struct str text)
{
	struct body *d = data;

	if (d->skip || is_done(d))
		return;
	if (d->in_text)
		add_text(d, text);
	else if (d->in_code)
		flow_add(&d->code, text);
}

int docx_body(struct page_builder *b, struct str xml, const struct docx_parts *parts,
	      struct arena *scratch, struct err *e)
{
	static const struct xml_handler handler = { on_open, on_close, on_text };
	struct body *d = ARENA_NEW(scratch, struct body, 1);
	int rc;

	d->b = b;
	d->scratch = scratch;
	d->parts = parts;
	d->tables = (struct tables){ .builder = b, .scratch = scratch };
	d->e = e;
	for (size_t i = 0; i < DOCX_MAX_NESTED; i++)
		flow_init(&d->paras[i].text, DOCX_MAX_TEXT_BYTES);
	flow_init(&d->code, MAX_FIELD_BYTES);
	flow_init(&d->link_text, DOCX_MAX_TEXT_BYTES);
	rc = xml_read(xml, &handler, d, scratch, e);
	if (rc == 0 && d->failed)
		rc = -1;
	for (size_t i = 0; i < DOCX_MAX_NESTED; i++)
		flow_release(&d->paras[i].text);
	flow_release(&d->code);
	flow_release(&d->link_text);
	return rc;
}
