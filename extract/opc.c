#include "extract/opc.h"

#include "extract/flow.h"
#include "extract/xml.h"

#define MAX_TITLE_BYTES 4096

struct rels_reader {
	struct opc_rels *out;
	size_t cap;
	struct str part;
	struct arena *arena;
};

/* With its '/'; empty: none. */
static struct str folder_of(struct str part)
{
	size_t n = part.n;

	while (n > 0 && part.p[n - 1] != '/')
		n--;
	return str_sub(part, 0, n);
}

struct str opc_resolve(struct str part, struct str target, struct arena *arena)
{
	struct str folder = folder_of(part);
	char *p = ARENA_NEW(arena, char, folder.n + target.n + 2);
	size_t n = 0;

	if (!str_starts(target, STR("/")) && folder.n) {
		memcpy(p, folder.p, folder.n);
		n = folder.n;
	}
	while (target.n) {
		size_t slash = str_find(target, STR("/"), 0);
		size_t len = slash == STR_NONE ? target.n : slash;
		struct str step = str_sub(target, 0, len);

		if (str_eq(step, STR(".."))) {
			n -= n > 0;
			while (n > 0 && p[n - 1] != '/')
				n--;
		} else if (step.n && !str_eq(step, STR("."))) {
			memcpy(p + n, step.p, step.n);
			n += step.n;
			if (slash != STR_NONE)
				p[n++] = '/';
		}
		target = str_sub(target, slash == STR_NONE ? len : len + 1, target.n);
	}
	return (struct str){ p, n };
}

static void on_rel(void *data, const struct xml_tag *tag)
{
	struct rels_reader *r = data;
	struct opc_rel rel = { 0 };
	struct str target = xml_attr(tag, "Target");

	if (!str_eq(tag->name, STR("Relationship")) || r->out->n == OPC_MAX_RELS)
		return;
	rel.id = arena_str(r->arena, xml_attr(tag, "Id"));
	rel.type = arena_str(r->arena, xml_attr(tag, "Type"));
	rel.is_external = str_eq(xml_attr(tag, "TargetMode"), STR("External"));
	rel.target = rel.is_external ? arena_str(r->arena, target)
				     : opc_resolve(r->part, target, r->arena);
	ARENA_GROW(r->arena, r->out->rels, r->out->n, r->cap);
	r->out->rels[r->out->n++] = rel;
}

void opc_rels_read(struct opc_rels *out, struct container *c, struct str part, struct arena *arena)
{
	static const struct xml_handler handler = { .open = on_rel };
	struct rels_reader r = { .out = out, .part = part, .arena = arena };
	struct str folder = folder_of(part), name = str_sub(part, folder.n, part.n), bytes;
	const struct member *m;
	struct err ignored = { 0 };

	*out = (struct opc_rels){ 0 };
	m = container_find(
		c, arena_strf(arena, "%.*s_rels/%.*s.rels", STR_ARG(folder), STR_ARG(name)));
	if (!m || container_read(&bytes, c, m, arena, &ignored) ||
	    xml_read(bytes, &handler, &r, arena, &ignored))
		return;
}

const struct opc_rel *opc_rel(const struct opc_rels *rels, struct str id)
{
	for (size_t i = 0; i < rels->n && id.n; i++)
		if (str_eq(rels->rels[i].id, id))
			return &rels->rels[i];
	return NULL;
}

struct str opc_part(const struct opc_rels *rels, struct str type_end, struct str usual)
{
	for (size_t i = 0; i < rels->n; i++)
		if (!rels->rels[i].is_external && str_ends(rels->rels[i].type, type_end))
			return rels->rels[i].target;
	return usual;
}

struct title_reader {
	struct flow text;
	bool is_open;
};

static void on_title(void *data, const struct xml_tag *tag)
{
	struct title_reader *t = data;

	t->is_open = str_eq(tag->name, STR("title"));
}

static void on_title_end(void *data, struct str space, struct str name)
{
	(void)space, (void)name;
	((struct title_reader *)data)->is_open = false;
}

static void on_title_text(void *data, struct str text)
{
	struct title_reader *t = data;

	if (t->is_open)
		flow_add(&t->text, text);
}

struct str opc_title(struct container *c, const struct opc_rels *package, struct arena *arena)
{
	static const struct xml_handler handler = { on_title, on_title_end, on_title_text };
	struct str name = opc_part(package, STR("/core-properties"), STR("docProps/core.xml"));
	const struct member *m = container_find(c, name);
	struct title_reader t = { 0 };
	struct err ignored = { 0 };
	struct str bytes, title;

	flow_init(&t.text, MAX_TITLE_BYTES);
	if (m && container_read(&bytes, c, m, arena, &ignored) == 0 &&
	    xml_read(bytes, &handler, &t, arena, &ignored))
		t.is_open = false; /* a damaged title is as good as what is there of it */
	title = flow_take(&t.text, arena);
	flow_release(&t.text);
	return title;
}
