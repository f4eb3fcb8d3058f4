#include "crawler/sitemap.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "crawler/sitemap_bytes.h"

#define MAX_TEXT        (2 * URL_MAX_TEXT_BYTES)
#define RECOGNISE_BYTES 2048

static const char *const type_names[] = {
	[SITEMAP_URLS] = "xml", [SITEMAP_INDEX] = "index", [SITEMAP_TEXT] = "text",
	[SITEMAP_RSS] = "rss",  [SITEMAP_ATOM] = "atom",
};

const char *sitemap_type_name(enum sitemap_type type)
{
	return type_names[type];
}

/* ---- building ---- */

/* Where the text between tags goes. */
enum field {
	FIELD_NONE,
	FIELD_LOC,
	FIELD_LASTMOD,
	FIELD_FREQ,
	FIELD_PRIORITY,
	FIELD_TITLE,
	FIELD_GUID
};

struct builder {
	struct sitemap *out;
	size_t cap;
	const struct url *at;
	const struct sitemap_options *options;
	struct arena *arena;

	xmlParserCtxtPtr ctxt;
	struct str root_space, root_prefix;
	unsigned depth, field_depth, item_depth;
	bool has_root, in_item, refused, is_broken;
	bool is_utf8; /* whatever it says of itself */
	enum field field;
	struct buf text;
	struct sitemap_entry item; /* the one being read */
	bool has_loc;
	struct str guid;
};

/* Bytes of a blank at the start of s: U+0085, U+00A0, U+2000 to U+200B, U+3000, U+FEFF; 0: none. */
static size_t blank(struct str s)
{
	static const struct str blanks[] = { STR_INIT("\xC2\x85"), STR_INIT("\xC2\xA0"),
					     STR_INIT("\xE3\x80\x80"), STR_INIT("\xEF\xBB\xBF") };

	for (size_t i = 0; i < countof(blanks); i++)
		if (str_starts(s, blanks[i]))
			return blanks[i].n;
	if (s.n >= 3 && str_starts(s, STR("\xE2\x80")) && (unsigned char)s.p[2] <= 0x8B)
		return 3;
	return 0;
}

/* White space of any script around it is left out. */
static struct str trim(struct str s)
{
	size_t n;

	s = str_trim(s);
	while ((n = blank(s)))
		s = str_trim(str_sub(s, n, s.n));
	while ((n = s.n >= 3 && blank(str_sub(s, s.n - 3, 3)) == 3   ? 3
		    : s.n >= 2 && blank(str_sub(s, s.n - 2, 2)) == 2 ? 2
								     : 0))
		s = str_trim(str_sub(s, 0, s.n - n));
	return s;
}

static struct str normal(const struct builder *b, struct str loc)
{
	size_t hash = str_find(loc, STR("#"), 0);

	if (hash != STR_NONE)
		loc = str_sub(loc, 0, hash);
	if (!loc.n || loc.p[0] == '/' || str_find(loc, STR("://"), 0) != STR_NONE)
		return loc;
	return arena_strf(b->arena, "http://%.*s", STR_ARG(loc));
}

static void add(struct builder *b, struct sitemap_entry entry)
{
	struct url u;
	struct err bad;

	entry.loc = trim(entry.loc);
	if (b->options->normalise)
		entry.loc = normal(b, entry.loc);
	if (!entry.loc.n ||
	    url_parse(&u, entry.loc, b->options->normalise ? b->at : NULL, b->arena, &bad))
		return;
	if (entry.loc.p[0] == '/')
		entry.loc = u.href;
	entry.in_scope = sitemap_in_location(b->at, &u);
	if (!entry.in_scope && !b->options->any_location && b->out->type != SITEMAP_INDEX)
		return;
	if (b->out->n == SITEMAP_MAX_ENTRIES) {
		b->out->is_cut = true;
		return;
	}
	ARENA_GROW(b->arena, b->out->entries, b->out->n, b->cap);
	b->out->entries[b->out->n++] = entry;
}

static const struct sitemap_entry no_entry = { .lastmod_ms = SITEMAP_NO_TIME, .priority = 500 };

static void end_item(struct builder *b)
{
	if (!b->has_loc && b->guid.n)
		b->item.loc = b->guid;
	if (b->item.loc.n)
		add(b, b->item);
	b->item = no_entry;
	b->guid = (struct str){ NULL, 0 };
	b->has_loc = false;
}

/* ---- XML ---- */

static struct str view(const xmlChar *s)
{
	return str_c((const char *)s);
}

/* Local names of the root, of its rows, and of what is in them, by type. */
static const struct {
	struct str root, item;
	enum sitemap_type type;
} roots[] = {
	{ STR_INIT("urlset"), STR_INIT("url"), SITEMAP_URLS },
	{ STR_INIT("sitemapindex"), STR_INIT("sitemap"), SITEMAP_INDEX },
	{ STR_INIT("rss"), STR_INIT("item"), SITEMAP_RSS },
	{ STR_INIT("RDF"), STR_INIT("item"), SITEMAP_RSS },
	{ STR_INIT("feed"), STR_INIT("entry"), SITEMAP_ATOM },
};

static const struct {
	struct str name;
	unsigned types; /* bits of enum sitemap_type */
	enum field field;
} fields[] = {
	{ STR_INIT("loc"), 1u << SITEMAP_URLS | 1u << SITEMAP_INDEX, FIELD_LOC },
	{ STR_INIT("lastmod"), 1u << SITEMAP_URLS | 1u << SITEMAP_INDEX, FIELD_LASTMOD },
	{ STR_INIT("changefreq"), 1u << SITEMAP_URLS, FIELD_FREQ },
	{ STR_INIT("priority"), 1u << SITEMAP_URLS, FIELD_PRIORITY },
	{ STR_INIT("link"), 1u << SITEMAP_RSS, FIELD_LOC },
	{ STR_INIT("guid"), 1u << SITEMAP_RSS, FIELD_GUID },
	{ STR_INIT("pubDate"), 1u << SITEMAP_RSS, FIELD_LASTMOD },
	{ STR_INIT("title"), 1u << SITEMAP_RSS | 1u << SITEMAP_ATOM, FIELD_TITLE },
	{ STR_INIT("updated"), 1u << SITEMAP_ATOM, FIELD_LASTMOD },
};

/* Namespaces of sitemaps and feeds; the empty one is for those that name none. */
static const struct str spaces[] = {
	STR_INIT("http://www.sitemaps.org/schemas/sitemap/0.9"),
	STR_INIT("https://www.sitemaps.org/schemas/sitemap/0.9"),
	STR_INIT("http://www.sitemaps.org/schemas/sitemap/0.9/"),
	STR_INIT("http://www.sitemaps.org/schemas/sitemap"),
	STR_INIT("http://www.google.com/schemas/sitemap/0.84"),
	STR_INIT("http://www.google.com/schemas/sitemap/0.90"),
	STR_INIT("http://www.w3.org/2005/Atom"),
	STR_INIT("http://purl.org/atom/ns#"),
	STR_INIT("http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
	STR_INIT(""),
};

static void refuse(struct builder *b)
{
	b->refused = true;
	xmlStopParser(b->ctxt);
}

static void open_root(struct builder *b, struct str name, struct str prefix, struct str space)
{
	bool known = !b->options->strict_namespace;

	b->has_root = true;
	b->root_space = arena_str(b->arena, space);
	b->root_prefix = arena_str(b->arena, prefix);
	for (size_t i = 0; i < countof(spaces); i++)
		known = known || str_eq(space, spaces[i]);
	for (size_t i = 0; known && i < countof(roots); i++)
		if (str_eq(name, roots[i].root)) {
			b->out->type = roots[i].type;
			return;
		}
	refuse(b);
}

/* An element of the vocabulary itself; those of images, videos and news have another namespace. */
static bool is_ours(const struct builder *b, struct str prefix, struct str space)
{
	if (b->out->type == SITEMAP_RSS)
		return !prefix.n;
	return str_eq(prefix, b->root_prefix) && str_eq(space, b->root_space);
}

static bool is_item(const struct builder *b, struct str name)
{
	for (size_t i = 0; i < countof(roots); i++)
		if (roots[i].type == b->out->type && str_eq(name, roots[i].item))
			return true;
	return false;
}

static void begin_field(struct builder *b, enum field field)
{
	b->field = field;
	b->field_depth = b->depth;
	buf_clear(&b->text);
	if (field != FIELD_LOC || b->out->type > SITEMAP_INDEX)
		return;
	if (b->has_loc) /* two in one row: each is one */
		end_item(b);
	b->item.loc.n = 0; /* it is no longer the row's own text */
}

/* Five pointers an attribute: name, prefix, namespace, value and its end. */
static struct str attribute(const xmlChar **attrs, int n, struct str name)
{
	for (int i = 0; i < n; i++, attrs += 5)
		if (str_eq(view(attrs[0]), name))
			return (struct str){ (const char *)attrs[3],
					     (size_t)(attrs[4] - attrs[3]) };
	return (struct str){ NULL, 0 };
}

/* Where no entity is put in, libxml2 gives "&amp;" in an attribute as "&#38;". */
static struct str plain_ampersands(struct str s, struct arena *arena)
{
	const struct str coded = STR("&#38;");
	char *out = ARENA_NEW(arena, char, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		if (str_eq(str_sub(s, i, coded.n), coded))
			i += coded.n - 1;
	}
	return (struct str){ out, n };
}

/* Atom: the link without a relation, else that to another form of the same. */
static void atom_link(struct builder *b, const xmlChar **attrs, int n)
{
	struct str rel = attribute(attrs, n, STR("rel")), href = attribute(attrs, n, STR("href"));

	if (!href.n || (rel.n && !str_eq(rel, STR("alternate"))) || (b->has_loc && rel.n))
		return;
	b->item.loc = plain_ampersands(href, b->arena);
	b->has_loc = true;
}

static void on_open(void *ctx, const xmlChar *local, const xmlChar *pre, const xmlChar *uri,
		    int n_namespaces, const xmlChar **namespaces, int n_attrs, int n_defaulted,
		    const xmlChar **attrs)
{
	struct builder *b = ((xmlParserCtxtPtr)ctx)->_private;
	struct str name = view(local), prefix = view(pre), space = view(uri);

	(void)n_namespaces, (void)namespaces, (void)n_defaulted;
	if (b->refused)
		return;
	b->depth++;
	if (!b->has_root) {
		open_root(b, name, prefix, space);
		return;
	}
	if (b->field || !is_ours(b, prefix, space))
		return;
	if (!b->in_item && is_item(b, name)) {
		b->in_item = true;
		b->item_depth = b->depth;
		b->item = no_entry;
		buf_clear(&b->text);
		return;
	}
	if (b->in_item && b->out->type == SITEMAP_ATOM && str_eq(name, STR("link")))
		atom_link(b, attrs, n_attrs);
	for (size_t i = 0; i < countof(fields); i++)
		if (fields[i].types & (1u << b->out->type) && str_eq(name, fields[i].name) &&
		    (b->in_item ? b->depth == b->item_depth + 1 : fields[i].field == FIELD_LASTMOD))
			begin_field(b, fields[i].field);
}

static int64_t time_of(const struct builder *b, struct str text)
{
	int64_t ms = b->out->type == SITEMAP_RSS ? sitemap_rss_time(text) : sitemap_w3c_time(text);

	return ms == SITEMAP_NO_TIME && b->out->type == SITEMAP_RSS ? sitemap_w3c_time(text) : ms;
}

/* "0.8" as 800; 500 for what is no number from 0 to 1. */
static int priority_of(struct str text)
{
	int whole, part = 0, scale = 100;

	if (!text.n || (text.p[0] != '0' && text.p[0] != '1') || (text.n > 1 && text.p[1] != '.'))
		return 500;
	whole = (text.p[0] - '0') * 1000;
	for (size_t i = 2; i < text.n; i++, scale /= 10) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return 500;
		part += (text.p[i] - '0') * scale;
	}
	return whole + part <= 1000 ? whole + part : 500;
}

static void end_field(struct builder *b)
{
	struct str text = trim(buf_str(&b->text));

	switch (b->field) {
	case FIELD_LOC:
		b->item.loc = arena_str(b->arena, text);
		b->has_loc = text.n > 0;
		break;
	case FIELD_GUID:
		b->guid = arena_str(b->arena, text);
		break;
	case FIELD_TITLE:
		b->item.title = arena_str(b->arena, text);
		break;
	case FIELD_LASTMOD:
		if (b->in_item)
			b->item.lastmod_ms = time_of(b, text);
		else if (b->out->lastmod_ms == SITEMAP_NO_TIME)
			b->out->lastmod_ms = time_of(b, text);
		break;
	case FIELD_FREQ:
		b->item.changefreq = arena_str(b->arena, text);
		break;
	default:
		b->item.priority = priority_of(text);
	}
	b->field = FIELD_NONE;
	buf_clear(&b->text);
}

/* The end of a row, or of the document within one. */
static void close_item(struct builder *b)
{
	/* Some write the address right into <sitemap>. */
	if (!b->has_loc && !b->item.loc.n && b->out->type == SITEMAP_INDEX)
		b->item.loc = arena_str(b->arena, trim(buf_str(&b->text)));
	end_item(b);
	b->in_item = false;
}

static void on_close(void *ctx, const xmlChar *local, const xmlChar *pre, const xmlChar *uri)
{
	struct builder *b = ((xmlParserCtxtPtr)ctx)->_private;

	(void)local, (void)pre, (void)uri;
	if (b->refused || !b->depth)
		return;
	if (b->field && b->depth == b->field_depth)
		end_field(b);
	else if (b->in_item && b->depth == b->item_depth)
		close_item(b);
	b->depth--;
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
	struct builder *b = ((xmlParserCtxtPtr)ctx)->_private;

	if (!b->refused && n > 0 && (b->field || (b->in_item && b->depth == b->item_depth)))
		buf_add(&b->text, (struct str){ (const char *)text, (size_t)n });
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
		       const xmlChar *system)
{
	struct builder *b = ((xmlParserCtxtPtr)ctx)->_private;

	(void)name, (void)external, (void)system;
	if (!b->options->allow_doctype)
		refuse(b);
	else if (!b->ctxt->myDoc) /* else libxml2 keeps declared entities, and puts them in */
		b->ctxt->myDoc = xmlNewDoc((const xmlChar *)"1.0");
}

static void on_error(void *ctx, xmlErrorPtr error)
{
	struct builder *b = ((xmlParserCtxtPtr)ctx)->_private;

	/* What a document type declares is not there for us, and that is no fault of the rest. */
	if (error->level == XML_ERR_FATAL && error->code != XML_ERR_UNDECLARED_ENTITY)
		b->is_broken = true;
}

/* Without NOENT nothing is put in for an entity but the five of XML, and no file is looked for. */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOCDATA)

static int read_xml(struct builder *b, struct str text, struct err *e)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_open,
		.endElementNs = on_close,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.internalSubset = on_doctype,
		.serror = on_error,
	};

	b->ctxt = xmlCreateMemoryParserCtxt(text.p, (int)text.n);
	if (!b->ctxt)
		return err_set(e, ERR_FORMAT, "sitemap cannot be read");
	*b->ctxt->sax = sax;
	b->ctxt->sax2 = 1;
	b->ctxt->_private = b;
	xmlCtxtUseOptions(b->ctxt, OPTIONS | (b->is_utf8 ? XML_PARSE_IGNORE_ENC : 0));
	xmlParseDocument(b->ctxt);
	xmlFreeDoc(b->ctxt->myDoc);
	xmlFreeParserCtxt(b->ctxt);
	if (b->refused || !b->has_root)
		return err_set(e, ERR_FORMAT, "no sitemap");
	b->out->is_broken = b->is_broken;
	if (b->is_broken && !b->options->accept_broken)
		return err_set(e, ERR_FORMAT, "sitemap is not well-formed");
	if (b->field)
		end_field(b);
	if (b->in_item)
		close_item(b);
	return 0;
}

/* ---- text ---- */

static bool next_line(struct str *line, struct str *rest)
{
	size_t n = 0;

	if (!rest->n)
		return false;
	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
		n++;
	*line = trim(str_sub(*rest, 0, n));
	*rest = str_sub(*rest, n + 1, rest->n);
	return true;
}

static int read_text(struct builder *b, struct str text, struct err *e)
{
	struct str line;

	b->out->type = SITEMAP_TEXT;
	while (!b->out->is_cut && next_line(&line, &text)) {
		struct sitemap_entry entry = no_entry;

		if (!line.n || line.n > URL_MAX_TEXT_BYTES ||
		    str_find(line, STR(" "), 0) != STR_NONE)
			continue;
		entry.loc = arena_str(b->arena, line);
		add(b, entry);
	}
	return b->out->n ? 0 : err_set(e, ERR_FORMAT, "no sitemap");
}

/* ---- the whole ---- */

int sitemap_parse(struct sitemap *out, struct str bytes, const struct url *at,
		  const struct sitemap_options *options, struct arena *arena, struct err *e)
{
	struct builder b = { .out = out, .at = at, .options = options, .arena = arena };
	bool too_large = bytes.n > SITEMAP_MAX_BYTES;
	struct str text = bytes;
	int rc;

	*out = (struct sitemap){ .lastmod_ms = SITEMAP_NO_TIME };
	b.item = no_entry;
	if (!too_large && sitemap_is_gzip(bytes))
		text = sitemap_gunzip(&too_large, bytes, SITEMAP_MAX_BYTES, arena);
	if (too_large)
		return err_set(e, ERR_LIMIT, "sitemap has more than %u bytes", SITEMAP_MAX_BYTES);
	b.is_utf8 = str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF"));
	text = trim(sitemap_without_mark(text, arena));
	buf_init(&b.text, MAX_TEXT);
	rc = text.n && text.p[0] == '<' ? read_xml(&b, text, e) : read_text(&b, text, e);
	buf_release(&b.text);
	return rc;
}

/* Past declaration, comments and white space: the first element's name, without its prefix. */
static struct str first_element(struct str text)
{
	size_t end, colon;

	for (;;) {
		struct str close = STR(">");

		text = str_trim(text);
		if (!text.n || text.p[0] != '<')
			return (struct str){ NULL, 0 };
		if (str_starts(text, STR("<!--")))
			close = STR("-->");
		else if (!str_starts(text, STR("<?")))
			break;
		end = str_find(text, close, 0);
		if (end == STR_NONE)
			return (struct str){ NULL, 0 };
		text = str_sub(text, end + close.n, text.n);
	}
	for (end = 1; end < text.n && !strchr(" \t\r\n>/", text.p[end]);)
		end++;
	text = str_sub(text, 1, end - 1);
	colon = str_find(text, STR(":"), 0);
	return colon == STR_NONE ? text : str_sub(text, colon + 1, text.n);
}

/* Nothing but absolute URLs; the last line may be cut. */
static bool is_url_list(struct str text, bool is_whole)
{
	struct str line;
	size_t n = 0;

	while (next_line(&line, &text)) {
		if (!line.n || (!is_whole && !text.n))
			continue;
		if (!str_starts(line, STR("http://")) && !str_starts(line, STR("https://")))
			return false;
		if (str_find(line, STR(" "), 0) != STR_NONE)
			return false;
		n++;
	}
	return n > 0;
}

bool sitemap_recognise(struct str bytes, struct arena *arena)
{
	struct str text = str_sub(bytes, 0, RECOGNISE_BYTES), name;
	bool cut = bytes.n > RECOGNISE_BYTES;

	if (sitemap_is_gzip(bytes))
		text = sitemap_gunzip(&cut, str_sub(bytes, 0, RECOGNISE_BYTES), 8 * RECOGNISE_BYTES,
				      arena);
	cut = cut || (sitemap_is_gzip(bytes) && bytes.n > RECOGNISE_BYTES);
	text = trim(sitemap_without_mark(text, arena));
	if (!text.n || text.p[0] != '<')
		return is_url_list(text, !cut);
	name = first_element(text);
	for (size_t i = 0; i < countof(roots); i++)
		if (str_eq(name, roots[i].root))
			return true;
	return false;
}
