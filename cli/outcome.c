#include "cli/outcome.h"

#include <assert.h>

#include "cli/codec.h"
#include "extract/format.h"
#include "report/form.h"

#define MAX_ITEMS 1000000

static void code_encoding(struct codec *c, struct encoding *e)
{
	codec_str(c, &e->declared);
	codec_name(c, &e->used);
	codec_enum(c, &e->source, CHARSET_GUESS + 1);
	codec_int(c, &e->margin_mnat);
	codec_u32(c, &e->replaced);
	codec_bool(c, &e->untrusted);
	codec_name(c, &e->verdict);
	codec_bool(c, &e->traditional);
	codec_array(c, &e->repairs, &e->n_repairs, MAX_ITEMS, sizeof(*e->repairs));
	for (size_t i = 0; i < e->n_repairs; i++) {
		struct repair *r = &e->repairs[i];

		codec_name(c, &r->name);
		codec_u32(c, &r->at);
		codec_u32(c, &r->n);
		codec_u32(c, &r->count);
		codec_str(c, &r->before);
		codec_str(c, &r->after);
		codec_int(c, &r->margin_mnat);
	}
}

static void code_identity(struct codec *c, struct identity *id)
{
	codec_str(c, &id->title);
	codec_str(c, &id->agency);
	codec_str(c, &id->scope);
	codec_int(c, &id->year);
	codec_date(c, &id->published);
	codec_enum(c, &id->title_from, EVIDENCE__COUNT);
	codec_enum(c, &id->agency_from, EVIDENCE__COUNT);
	codec_enum(c, &id->scope_from, EVIDENCE__COUNT);
	codec_enum(c, &id->year_from, EVIDENCE__COUNT);
	codec_enum(c, &id->published_from, EVIDENCE__COUNT);
	codec_int(c, &id->year_title);
	codec_int(c, &id->year_period);
	codec_int(c, &id->year_preamble);
	codec_str(c, &id->preamble);
}

/* Forms are told by name, and come back as the program's own string. */
static void code_form(struct codec *c, const char **form)
{
	codec_name(c, form);
	if (c->reading && *form) {
		const struct form *known = form_named(*form);

		c->bad = c->bad || !known;
		*form = known ? known->name : NULL;
	}
}

static void code_tables(struct codec *c, struct report *r)
{
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		codec_enum(c, &r->table[t].status, TABLE_STATUS__COUNT);
		code_form(c, &r->table[t].form);
		codec_u32(c, &r->table[t].block);
		codec_str(c, &r->table[t].evidence);
	}
}

static void code_value(struct codec *c, struct value *v)
{
	codec_enum(c, &v->state, VALUE__COUNT);
	codec_bool(c, &v->inferred);
	codec_u8(c, &v->scale);
	codec_u16(c, &v->grid);
	codec_u16(c, &v->row);
	codec_u16(c, &v->col);
	codec_u32(c, &v->block);
	codec_i64(c, &v->n);
	codec_str(c, &v->raw);
	c->bad = c->bad || v->scale > VALUE_MAX_SCALE;
}

static void code_cell_ref(struct codec *c, struct cell_ref *ref)
{
	codec_enum(c, &ref->row, ROW__COUNT);
	codec_enum(c, &ref->col, COL__COUNT);
}

/* Only cells that exist are told of; what is not told of is missing. */
static void code_values(struct codec *c, struct report *r)
{
	struct cell_ref *cells = NULL, own[ROW__COUNT * COL__COUNT];
	size_t n = 0;

	if (!c->reading) {
		cells = own;
		for (enum row_id row = 0; row < ROW__COUNT; row++)
			for (enum col_id col = 0; col < COL__COUNT; col++)
				if (r->value[row][col].state != VALUE_MISSING)
					own[n++] = (struct cell_ref){ row, col };
	}
	codec_array(c, &cells, &n, countof(own), sizeof(*cells));
	for (size_t i = 0; i < n; i++) {
		code_cell_ref(c, &cells[i]);
		code_value(c, &r->value[cells[i].row][cells[i].col]);
	}
}

static void code_sections(struct codec *c, struct report *r)
{
	codec_array(c, &r->sections, &r->n_sections, MAX_ITEMS, sizeof(*r->sections));
	for (size_t i = 0; i < r->n_sections; i++) {
		struct section *s = &r->sections[i];

		codec_int(c, &s->no);
		codec_int(c, &s->ordinal);
		codec_str(c, &s->heading);
		codec_str(c, &s->text);
		codec_u32(c, &s->first_block);
		codec_u32(c, &s->last_block);
		c->bad = c->bad || s->no < 1 || s->no > REPORT_SECTIONS;
	}
}

static void code_notes(struct codec *c, struct report *r)
{
	codec_array(c, &r->notes, &r->n_notes, MAX_ITEMS, sizeof(*r->notes));
	for (size_t i = 0; i < r->n_notes; i++) {
		struct note *n = &r->notes[i];

		codec_enum(c, &n->kind, NOTE__COUNT);
		codec_enum(c, &n->table, TABLE__COUNT + 1);
		codec_enum(c, &n->row, ROW__COUNT + 1);
		codec_enum(c, &n->col, COL__COUNT + 1);
		codec_str(c, &n->text);
		codec_u32(c, &n->block);
	}
}

static void code_report(struct codec *c, struct report *r)
{
	codec_enum(c, &r->kind, KIND__COUNT);
	codec_str(c, &r->kind_reason);
	code_identity(c, &r->identity);
	code_tables(c, r);
	code_values(c, r);
	code_sections(c, r);
	code_notes(c, r);
	codec_str(c, &r->signoff);
	codec_bool(c, &r->truncated);
}

/* Both sides are one program: rules are told by their place in its table. */
static void code_rule(struct codec *c, const struct rule **rule)
{
	unsigned place = c->reading ? 0 : (unsigned)(*rule - check_rules);

	assert(place < check_rules_count);
	codec_enum(c, &place, (unsigned)check_rules_count);
	if (c->reading)
		*rule = &check_rules[place];
}

static void code_finding(struct codec *c, struct finding *f)
{
	uint8_t n = (uint8_t)f->n_cells;

	code_rule(c, &f->rule);
	codec_enum(c, &f->severity, SEV__COUNT);
	codec_u8(c, &n);
	if (n > FINDING_MAX_CELLS) {
		c->bad = true;
		n = 0;
	}
	f->n_cells = n;
	for (size_t i = 0; i < f->n_cells; i++)
		code_cell_ref(c, &f->cells[i]);
	codec_bool(c, &f->has_sides);
	codec_i64(c, &f->left);
	codec_i64(c, &f->right);
	codec_str(c, &f->message);
	codec_str(c, &f->quote);
	codec_u32(c, &f->block);
}

static void code_check(struct codec *c, struct check *k)
{
	codec_array(c, &k->findings, &k->n_findings, MAX_ITEMS, sizeof(*k->findings));
	for (size_t i = 0; i < k->n_findings; i++)
		code_finding(c, &k->findings[i]);
	codec_array(c, &k->assessments, &k->n_assessments, MAX_ITEMS, sizeof(*k->assessments));
	for (size_t i = 0; i < k->n_assessments; i++) {
		struct assessment *a = &k->assessments[i];

		code_rule(c, &a->rule);
		codec_u16(c, &a->holds);
		codec_u16(c, &a->fails);
		codec_u16(c, &a->open);
	}
}

static void code_links(struct codec *c, struct outcome *o)
{
	codec_array(c, &o->targets, &o->n_targets, DISCOVER_MAX_TARGETS, sizeof(*o->targets));
	for (size_t i = 0; i < o->n_targets; i++) {
		struct target *t = &o->targets[i];

		codec_enum(c, &t->kind, TARGET__COUNT);
		codec_str(c, &t->url);
		codec_str(c, &t->text);
		codec_int(c, &t->score);
		codec_int(c, &t->year);
	}
	codec_array(c, &o->attachments, &o->n_attachments, MAX_ITEMS, sizeof(*o->attachments));
	for (size_t i = 0; i < o->n_attachments; i++) {
		codec_str(c, &o->attachments[i].url);
		codec_str(c, &o->attachments[i].name);
		codec_str(c, &o->attachments[i].format);
	}
}

static void code_outcome(struct codec *c, struct outcome *o)
{
	codec_name(c, &o->format);
	if (c->reading && o->format) {
		const struct format *known = format_named(str_c(o->format));

		c->bad = c->bad || !known;
		o->format = known ? known->name : NULL;
	}
	code_encoding(c, &o->encoding);
	code_report(c, &o->report);
	code_check(c, &o->check);
	code_links(c, o);
	codec_bool(c, &o->is_sitemap);
}

void outcome_write(struct buf *out, const struct outcome *o)
{
	struct codec c = codec_writer(out);
	struct outcome copy = *o; /* a writing codec changes nothing, but its calls are not const */

	code_outcome(&c, &copy);
}

int outcome_read(struct outcome *out, struct str bytes, struct arena *arena, struct err *e)
{
	struct codec c = codec_reader(bytes, arena);

	*out = (struct outcome){ 0 };
	code_outcome(&c, out);
	if (c.bad || c.at != bytes.n)
		return err_set(e, ERR_FORMAT, "worker's answer is malformed near byte %zu of %zu",
			       c.at, bytes.n);
	return 0;
}
