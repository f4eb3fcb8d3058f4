#include "report/parse.h"

#include "report/identity.h"
#include "report/kind.h"
#include "report/lines.h"
#include "report/section.h"
#include "report/signature.h"
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

static bool has_named(const struct table_span *span, const struct stream *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->pieces[i].is_named && s->pieces[i].block >= span->first_block &&
		    s->pieces[i].block < span->last_block)
			return true;
	return false;
}

/* Figures of a table some of whose labels are known by what is left of them. */
static void infer_named(struct report *r, const struct tables *tables, const struct stream *s)
{
	for (size_t i = 0; i < tables->n_spans; i++) {
		if (!has_named(&tables->spans[i], s))
			continue;
		for (enum row_id row = 0; row < ROW__COUNT; row++)
			for (enum col_id col = 0; col < COL__COUNT; col++)
				if (row_table(row) == tables->spans[i].table &&
				    value_is_count(&r->value[row][col]))
					r->value[row][col].inferred = true;
	}
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
	size_t n_named;

	*out = (struct report){ .kind = KIND_UNKNOWN };
	for (size_t i = 0; i < TABLE__COUNT; i++)
		out->table[i].block = (uint32_t)page->n_blocks;
	n_named = signature_read(&stream, encoding, arena);
	tables_read(&tables, out, &stream, page, arena);
	if (n_named)
		infer_named(out, &tables, &stream);
	section_read(&outline, &lines, &tables, arena);
	out->sections = outline.sections;
	out->n_sections = outline.n_sections;
	out->signoff = outline.signoff;
	add_notes(out, &outline, arena);
	identity_read(&out->identity, &titles, page, &lines, &outline, hint ? hint : &no_hint,
		      arena);
	status_read(out, page, &lines, &outline, arena);
	kind_read(out, &titles, page, &lines, &outline, &tables, arena);
	if (n_named && out->kind == KIND_STATISTICS) { /* tables alone: but the text is lost */
		out->kind = KIND_UNKNOWN;
		out->kind_reason = STR("tables of the form in a text that is damaged");
	}
	out->truncated = page->truncated || full || lines.full || breaks_off(out);
}
