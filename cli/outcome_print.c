#include "cli/outcome_print.h"

#include <stdio.h>

#include "base/utf8.h"

/* How much of a section a reader wants to see at its start and end, in bytes of whole characters.
 */
#define SECTION_SHOWN_BYTES 96

static void line_str(struct buf *out, const char *name, struct str text, enum evidence from)
{
	buf_addf(out, "%-10s ", name);
	if (text.p)
		utf8_printable(out, text);
	else
		buf_addc(out, '-');
	if (from != FROM_NONE)
		buf_addf(out, "  (%s)", evidence_name(from));
	buf_addc(out, '\n');
}

static struct str date_text(char room[32], struct date d)
{
	if (!d.year)
		return (struct str){ NULL, 0 };
	if (d.day)
		snprintf(room, 32, "%04d-%02u-%02u", d.year, d.month, d.day);
	else
		snprintf(room, 32, "%04d-%02u", d.year, d.month);
	return str_c(room);
}

static void print_identity(struct buf *out, const struct identity *id)
{
	char room[32];

	line_str(out, "title", id->title, id->title_from);
	line_str(out, "agency", id->agency, id->agency_from);
	snprintf(room, sizeof(room), "%d", id->year);
	line_str(out, "year", id->year ? str_c(room) : (struct str){ NULL, 0 }, id->year_from);
	line_str(out, "published", date_text(room, id->published), id->published_from);
	if (id->scope.p)
		line_str(out, "scope", id->scope, id->scope_from);
}

static void print_table(struct buf *out, const struct report *r, enum table_id t)
{
	unsigned counts = 0, others = 0;

	for (enum row_id row = 0; row < ROW__COUNT; row++) {
		for (enum col_id col = 0; row_table(row) == t && col < COL__COUNT; col++) {
			const struct value *v = &r->value[row][col];

			counts += value_is_count(v);
			others += v->state != VALUE_MISSING && !value_is_count(v);
		}
	}
	buf_addf(out, "%-10s %s", table_name(t), table_status_name(r->table[t].status));
	if (r->table[t].form)
		buf_addf(out, ", %s, %u figures, %u cells without", r->table[t].form, counts,
			 others);
	if (r->table[t].evidence.n) {
		buf_add(out, STR(": "));
		utf8_printable(out, r->table[t].evidence);
	}
	buf_addc(out, '\n');
}

void outcome_print_summary(struct buf *out, const struct outcome *o)
{
	line_str(out, "format", str_c(o->format), FROM_NONE);
	line_str(out, "charset", str_c(o->encoding.used), FROM_NONE);
	if (o->encoding.verdict)
		line_str(out, "damage", str_c(o->encoding.verdict), FROM_NONE);
	line_str(out, "kind", str_c(report_kind_name(o->report.kind)), FROM_NONE);
	if (o->report.kind_reason.n)
		line_str(out, "because", o->report.kind_reason, FROM_NONE);
	print_identity(out, &o->report.identity);
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		if (t != TABLE_STATISTICS || o->report.table[t].status != TABLE_ABSENT)
			print_table(out, &o->report, t);
}

static void print_value(struct buf *out, const struct value *v)
{
	char number[VALUE_TEXT_MAX];

	switch (v->state) {
	case VALUE_NUMBER:
	case VALUE_ZERO:
		buf_add(out, str_c(value_text(number, v)));
		break;
	case VALUE_TEXT:
		buf_addc(out, '"');
		utf8_printable(out, v->raw);
		buf_addc(out, '"');
		break;
	default:
		buf_addc(out, "._-/  0?"[v->state]);
	}
	if (v->inferred)
		buf_addc(out, '*');
}

static bool row_is_empty(const struct report *r, enum row_id row)
{
	for (enum col_id col = 0; col < COL__COUNT; col++)
		if (r->value[row][col].state != VALUE_MISSING)
			return false;
	return true;
}

/* A column that some row of the table has; in the disclosure table each row has its own. */
static bool column_printed(const struct report *r, enum row_id row, enum col_id col)
{
	if (!cell_possible(row, col))
		return false;
	return row_table(row) != TABLE_DISCLOSURE || r->value[row][col].state != VALUE_MISSING;
}

void outcome_print_cells(struct buf *out, const struct outcome *o)
{
	const struct report *r = &o->report;

	for (enum row_id row = 0; row < ROW__COUNT; row++) {
		if (row_is_empty(r, row))
			continue;
		buf_addf(out, "%-24s", row_name(row));
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			if (!column_printed(r, row, col))
				continue;
			buf_addc(out, ' ');
			if (row_table(row) == TABLE_DISCLOSURE)
				buf_addf(out, "%s=", col_name(col));
			print_value(out, &r->value[row][col]);
		}
		buf_addc(out, '\n');
	}
}

/* Whole characters from the start, and from the end, of a text that is longer than both. */
static void print_ends(struct buf *out, struct str text)
{
	size_t head = 0, tail = text.n;

	if (text.n <= 2 * (size_t)SECTION_SHOWN_BYTES) {
		utf8_printable(out, text);
		return;
	}
	while (head < SECTION_SHOWN_BYTES)
		utf8_next(text, &head);
	while (text.n - tail < SECTION_SHOWN_BYTES || ((unsigned char)text.p[tail] & 0xC0) == 0x80)
		tail--;
	utf8_printable(out, str_sub(text, 0, head));
	buf_addf(out, " … ");
	utf8_printable(out, str_sub(text, tail, text.n));
}

void outcome_print_sections(struct buf *out, const struct outcome *o)
{
	for (size_t i = 0; i < o->report.n_sections; i++) {
		const struct section *s = &o->report.sections[i];

		buf_addf(out, "section %d, ordinal %d, %zu bytes: ", s->no, s->ordinal, s->text.n);
		utf8_printable(out, s->heading);
		buf_add(out, STR("\n  "));
		print_ends(out, s->text);
		buf_addc(out, '\n');
	}
	if (o->report.signoff.n) {
		buf_add(out, STR("sign-off: "));
		print_ends(out, o->report.signoff);
		buf_addc(out, '\n');
	}
}

void outcome_print_notes(struct buf *out, const struct outcome *o)
{
	for (size_t i = 0; i < o->report.n_notes; i++) {
		const struct note *n = &o->report.notes[i];

		buf_addf(out, "note %s", note_kind_name(n->kind));
		if (n->row < ROW__COUNT)
			buf_addf(out, " %s", row_name(n->row));
		if (n->col < COL__COUNT)
			buf_addf(out, " %s", col_name(n->col));
		buf_add(out, STR(": "));
		utf8_printable(out, n->text);
		buf_addc(out, '\n');
	}
}

void outcome_print_findings(struct buf *out, const struct outcome *o)
{
	for (size_t i = 0; i < o->check.n_findings; i++) {
		const struct finding *f = &o->check.findings[i];

		buf_addf(out, "%-7s %s: ", severity_name(f->severity), f->rule->code);
		utf8_printable(out, f->message);
		if (f->quote.n) {
			buf_add(out, STR(" | "));
			print_ends(out, f->quote);
		}
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < o->check.n_assessments; i++) {
		const struct assessment *a = &o->check.assessments[i];

		buf_addf(out, "assessed %s: %u hold, %u fail, %u open\n", a->rule->code, a->holds,
			 a->fails, a->open);
	}
}
