#include "report/parse.h"

#include "report/identity.h"
#include "report/kind.h"
#include "report/lines.h"
#include "report/section.h"
#include "report/status.h"
#include "report/stream.h"
#include "report/tables.h"

/* Notes of the reader of tables first, as they come; then those about headings. */
static void add_notes(struct report *report, const struct outline *outline, struct arena *arena)
{
	struct note *all;
	size_t n = report->n_notes + outline->n_notes;

	if (outline->n_notes == 0)
		return;
	all = ARENA_NEW(arena, struct note, n);
	if (report->n_notes)
		memcpy(all, report->notes, report->n_notes * sizeof(*all));
	memcpy(all + report->n_notes, outline->notes, outline->n_notes * sizeof(*all));
	report->notes = all;
	report->n_notes = n;
}

/* A report that begins and has nothing behind its tables was cut, if between two elements. */
static bool breaks_off(const struct report *r)
{
	bool first = false, last = false;

	if (r->kind != KIND_REPORT || r->identity.year < 2019)
		return false;
	for (size_t i = 0; i < r->n_sections; i++) {
		first |= r->sections[i].no <= 2;
		last |= r->sections[i].no >= 4;
	}
	return first && !last;
}

void report_parse(struct report *out, const struct page *page, const struct encoding *encoding,
		  const struct report_hint *hint, struct arena *arena)
{
	static const struct report_hint no_hint;
	bool full = false;
	struct stream stream = stream_build(page, &full, arena);
	struct lines lines = lines_build(page, arena);
	struct tables tables = { NULL, 0 };
	struct outline outline;
	struct titles titles;

	(void)encoding;
	*out = (struct report){ .kind = KIND_UNKNOWN };
	for (size_t i = 0; i < TABLE__COUNT; i++)
		out->table[i].block = (uint32_t)page->n_blocks;
	tables_read(&tables, out, &stream, page, arena);
	section_read(&outline, &lines, &tables, arena);
	out->sections = outline.sections;
	out->n_sections = outline.n_sections;
	out->signoff = outline.signoff;
	add_notes(out, &outline, arena);
	identity_read(&out->identity, &titles, page, &lines, &outline, hint ? hint : &no_hint,
		      arena);
	status_read(out, page, &lines, &outline, arena);
	kind_read(out, &titles, page, &lines, &outline, &tables, arena);
	out->truncated = page->truncated || full || lines.full || breaks_off(out);
}
