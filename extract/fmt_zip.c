#include "base/attrs.h"
#include "extract/container.h"
#include "extract/fmt_docx.h"
#include "extract/fmt_ofd.h"
#include "extract/fmt_xlsx.h"
#include "extract/format.h"
#include "extract/page_build.h"

/* Documents of one archive that are read; an archive of more is no report. */
#define MAX_DOCUMENTS 50

extern const struct format fmt_zip;

/* Less than any office format, whose first members are known by name. */
static int zip_bid(struct str head)
{
	return str_starts(head, STR("PK\x03\x04")) || str_starts(head, STR("PK\x05\x06")) ? 32 : 0;
}

/* Office files whose first members did not say what they are. */
static const struct {
	struct str member; /* that every such file has */
	const char *name;
	container_extract_fn *extract;
} offices[] = {
	{ STR_INIT("word/document.xml"), "docx", docx_extract_container },
	{ STR_INIT("xl/workbook.xml"), "xlsx", xlsx_extract_container },
	{ STR_INIT("OFD.xml"), "ofd", ofd_extract_container },
	{ STR_INIT("ppt/presentation.xml"), "pptx", NULL },
	{ STR_INIT("META-INF/manifest.xml"), "OpenDocument or jar", NULL },
	{ STR_INIT("AndroidManifest.xml"), "apk", NULL },
};

/* The office format of the whole archive; -1: an archive of files. */
static int office_at(const struct container *c)
{
	for (size_t i = 0; i < countof(offices); i++)
		if (container_find(c, offices[i].member))
			return (int)i;
	return -1;
}

static struct str base_name(struct str name)
{
	size_t from = name.n;

	while (from > 0 && name.p[from - 1] != '/')
		from--;
	return str_sub(name, from, name.n);
}

/* What systems leave in archives, and pictures. */
static bool is_of_no_interest(const struct member *m)
{
	static const struct str tails[] = { STR_INIT(".jpg"), STR_INIT(".jpeg"), STR_INIT(".png"),
					    STR_INIT(".gif"), STR_INIT(".bmp"),  STR_INIT(".db"),
					    STR_INIT(".ini"), STR_INIT(".lnk"),  STR_INIT(".exe") };
	struct str name = base_name(m->name);

	if (m->is_folder || name.n == 0 || *name.p == '.' || str_starts(name, STR("~$")) ||
	    str_starts(m->name, STR("__MACOSX/")))
		return true;
	for (size_t i = 0; i < countof(tails); i++)
		if (name.n > tails[i].n &&
		    str_eq_nocase(str_sub(name, name.n - tails[i].n, name.n), tails[i]))
			return true;
	return false;
}

static bool is_named_report(struct str name)
{
	static const struct str words[] = { STR_INIT("年报"), STR_INIT("年度报告"),
					    STR_INIT("工作报告"), STR_INIT("信息公开") };

	for (size_t i = 0; i < countof(words); i++)
		if (str_find(name, words[i], 0) != STR_NONE)
			return true;
	return false;
}

struct archive {
	struct page_builder b;
	struct container *c;
	size_t n_read, n_tried;
	struct err first; /* why the first one was not read */
};

static int read_inside(struct page *out, struct str bytes, struct arena *arena, struct err *e);

/* The page of one member; -1 where it is not read. */
static int read_member(struct page *out, struct archive *a, const struct member *m, struct err *e)
{
	static const struct doc_hint none;
	struct doc doc;
	struct str bytes;

	if (container_read(&bytes, a->c, m, a->b.arena, e) ||
	    doc_open(&doc, bytes, &none, a->b.arena, e))
		return -1;
	if (doc.format == &fmt_zip)
		return read_inside(out, bytes, a->b.arena, e);
	return doc.format->extract(out, &doc, a->b.arena, e);
}

/* One document behind the others. What is not read is told by name and reason. */
static void take(struct archive *a, const struct member *m)
{
	struct meta meta = { .source = META_ELEMENT, .name = STR("archive member") };
	struct err e = { 0 };
	struct page page;

	a->n_tried++;
	meta.block = (uint32_t)a->b.page->n_blocks;
	meta.content = m->name;
	if (read_member(&page, a, m, &e)) {
		meta.name = STR("archive member not read");
		meta.content = arena_strf(a->b.arena, "%.*s: %s", STR_ARG(m->name), e.msg);
		if (a->first.code == ERR_NONE)
			a->first = e;
	} else {
		page_append(&a->b, &page);
		a->n_read++;
	}
	page_add_meta(&a->b, &meta);
}

/* Documents whose names say that they are reports; all of them where none does. */
static int read_archive(struct archive *a, struct err *e)
{
	bool only_reports = false;

	for (size_t i = 0; i < a->c->n_members; i++)
		if (!is_of_no_interest(&a->c->members[i]))
			only_reports |= is_named_report(base_name(a->c->members[i].name));
	for (size_t i = 0; i < a->c->n_members && !a->b.over; i++) {
		const struct member *m = &a->c->members[i];

		if (is_of_no_interest(m) || (only_reports && !is_named_report(base_name(m->name))))
			continue;
		if (a->n_tried == MAX_DOCUMENTS)
			return err_set(e, ERR_LIMIT, "archive of more than %d documents",
				       MAX_DOCUMENTS);
		take(a, m);
	}
	if (a->n_read)
		return page_build_end(&a->b, e);
	if (!a->n_tried)
		return err_set(e, ERR_FORMAT, "archive of %zu members without a document",
			       a->c->n_members);
	return err_set(e, a->first.code, "archive without a document that is read: %.200s",
		       a->first.msg);
}

static int read_office(struct page *out, struct container *c, int office, struct arena *arena,
		       struct err *e)
{
	if (!offices[office].extract)
		return err_set(e, ERR_FORMAT, "%s files are not read", offices[office].name);
	return offices[office].extract(out, c, arena, e);
}

/* An archive in an archive: an office file, or it is not read. */
static int read_inside(struct page *out, struct str bytes, struct arena *arena, struct err *e)
{
	struct container c;
	int office, rc;

	if (container_open(&c, bytes, arena, e))
		return -1;
	office = office_at(&c);
	rc = office < 0 ? err_set(e, ERR_FORMAT, "archives in archives are not read")
			: read_office(out, &c, office, arena, e);
	container_close(&c);
	return rc;
}

static int zip_extract(struct page *out, const struct doc *doc, struct arena *arena, struct err *e)
{
	struct archive a = { 0 };
	struct container c;
	int office, rc;

	if (container_open(&c, doc->bytes, arena, e))
		return -1;
	office = office_at(&c);
	if (office >= 0) {
		rc = read_office(out, &c, office, arena, e);
	} else {
		a.c = &c;
		page_build_init(&a.b, out, arena);
		rc = read_archive(&a, e);
	}
	container_close(&c);
	return rc;
}

const struct format fmt_zip = { "zip", false, zip_bid, zip_extract };
