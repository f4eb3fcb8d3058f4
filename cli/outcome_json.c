#include "cli/outcome_json.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/json.h"

static void put_text(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str_or_null(j, s);
}

static void put_name(struct json *j, const char *key, const char *name)
{
	put_text(j, key, str_c(name));
}

static void put_source(struct json *j, const struct outcome_source *s, const char *format)
{
	char sha[DIGEST_TEXT_MAX];

	json_key(j, "source");
	json_object(j);
	put_text(j, "path", s->path);
	put_text(j, "url", s->url);
	put_name(j, "format", format ? format : s->format);
	json_key(j, "bytes");
	json_int(j, (int64_t)s->bytes.n);
	put_name(j, "sha256", digest_of(sha, DIGEST_SHA256, s->bytes));
	json_end(j);
}

/* Repairs of one name are told once, with the number of places. */
static void put_repairs(struct json *j, const struct encoding *e)
{
	json_key(j, "repairs");
	json_array(j);
	for (size_t i = 0; i < e->n_repairs; i++) {
		const char *name = e->repairs[i].name;
		int64_t count = 0;
		size_t first = 0;

		while (strcmp(e->repairs[first].name, name) != 0)
			first++;
		if (first < i)
			continue;
		for (size_t k = i; k < e->n_repairs; k++)
			if (strcmp(e->repairs[k].name, name) == 0)
				count += e->repairs[k].count;
		json_object(j);
		put_name(j, "name", name);
		json_key(j, "count");
		json_int(j, count);
		json_end(j);
	}
	json_end(j);
}

static void put_encoding(struct json *j, const struct encoding *e)
{
	json_key(j, "encoding");
	json_object(j);
	put_text(j, "declared", e->declared.n ? e->declared : (struct str){ NULL, 0 });
	put_name(j, "used", e->used);
	json_key(j, "replaced");
	json_int(j, e->replaced);
	json_key(j, "untrusted");
	json_bool(j, e->untrusted);
	put_name(j, "verdict", e->verdict);
	json_key(j, "traditional");
	json_bool(j, e->traditional);
	put_repairs(j, e);
	json_end(j);
}

static void put_date(struct json *j, const char *key, struct date d)
{
	char text[32];

	json_key(j, key);
	if (d.year && d.day)
		snprintf(text, sizeof(text), "%04d-%02u-%02u", d.year, d.month, d.day);
	else if (d.year && d.month)
		snprintf(text, sizeof(text), "%04d-%02u", d.year, d.month);
	else
		text[0] = '\0';
	json_str_or_null(j, text[0] ? str_c(text) : (struct str){ NULL, 0 });
}

static void put_evidence(struct json *j, const char *key, enum evidence from)
{
	if (from != FROM_NONE)
		put_name(j, key, evidence_name(from));
}

static void put_identity(struct json *j, const struct identity *id)
{
	json_key(j, "identity");
	json_object(j);
	put_text(j, "title", id->title);
	put_text(j, "agency", id->agency);
	json_key(j, "year");
	if (id->year)
		json_int(j, id->year);
	else
		json_null(j);
	put_date(j, "published", id->published);
	put_text(j, "scope", id->scope);
	json_key(j, "evidence");
	json_object(j);
	put_evidence(j, "title", id->title_from);
	put_evidence(j, "agency", id->agency_from);
	put_evidence(j, "year", id->year_from);
	put_evidence(j, "published", id->published_from);
	put_evidence(j, "scope", id->scope_from);
	json_end(j);
	json_end(j);
}

static void put_sections(struct json *j, const struct report *r)
{
	json_key(j, "sections");
	json_array(j);
	for (size_t i = 0; i < r->n_sections; i++) {
		json_object(j);
		json_key(j, "no");
		json_int(j, r->sections[i].no);
		put_text(j, "heading", r->sections[i].heading);
		json_key(j, "text");
		json_str(j, r->sections[i].text);
		json_end(j);
	}
	json_end(j);
}

static void put_tables(struct json *j, const struct report *r)
{
	json_key(j, "tables");
	json_object(j);
	for (enum table_id t = 0; t < TABLE__COUNT; t++) {
		/* The statistics of form2014 are told of where there are any. */
		if (t == TABLE_STATISTICS && r->table[t].status == TABLE_ABSENT)
			continue;
		json_key(j, table_name(t));
		json_object(j);
		put_name(j, "status", table_status_name(r->table[t].status));
		put_name(j, "form", r->table[t].form);
		if (r->table[t].evidence.n)
			put_text(j, "evidence", r->table[t].evidence);
		json_end(j);
	}
	json_end(j);
}

static void put_cell(struct json *j, enum row_id row, enum col_id col, const struct value *v)
{
	char key[CELL_KEY_MAX], number[VALUE_TEXT_MAX], at[64];

	json_key(j, cell_key(key, row, col));
	json_object(j);
	put_name(j, "state", value_state_name(v->state));
	if (value_is_count(v))
		put_name(j, "value", value_text(number, v));
	if (v->inferred) {
		json_key(j, "inferred");
		json_bool(j, true);
	}
	put_text(j, "raw", v->raw.p ? v->raw : STR(""));
	if (v->grid)
		snprintf(at, sizeof(at), "grid %u row %u col %u", v->grid, v->row + 1u,
			 v->col + 1u);
	else
		snprintf(at, sizeof(at), "block %u", v->block + 1u);
	put_name(j, "at", at);
	json_end(j);
}

static void put_cells(struct json *j, const struct report *r)
{
	json_key(j, "cells");
	json_object(j);
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++)
			if (r->value[row][col].state != VALUE_MISSING)
				put_cell(j, row, col, &r->value[row][col]);
	json_end(j);
}

static void put_findings(struct json *j, const struct check *c)
{
	json_key(j, "findings");
	json_array(j);
	for (size_t i = 0; i < c->n_findings; i++) {
		const struct finding *f = &c->findings[i];

		json_object(j);
		put_name(j, "rule", f->rule->code);
		put_name(j, "severity", severity_name(f->severity));
		json_key(j, "cells");
		json_array(j);
		for (size_t k = 0; k < f->n_cells; k++) {
			char key[CELL_KEY_MAX];

			json_str(j, str_c(cell_key(key, f->cells[k].row, f->cells[k].col)));
		}
		json_end(j);
		put_text(j, "message", f->message);
		if (f->quote.n)
			put_text(j, "quote", f->quote);
		json_end(j);
	}
	json_end(j);
	json_key(j, "assessed");
	json_object(j);
	for (size_t i = 0; i < c->n_assessments; i++) {
		const struct assessment *a = &c->assessments[i];

		json_key(j, a->rule->code);
		json_object(j);
		json_key(j, "holds");
		json_int(j, a->holds);
		json_key(j, "fails");
		json_int(j, a->fails);
		json_key(j, "not_assessable");
		json_int(j, a->open);
		json_end(j);
	}
	json_end(j);
}

static void put_attachments(struct json *j, const struct outcome *o)
{
	json_key(j, "attachments");
	json_array(j);
	for (size_t i = 0; i < o->n_attachments; i++) {
		json_object(j);
		put_text(j, "url", o->attachments[i].url);
		put_text(j, "name", o->attachments[i].name);
		put_text(j, "format", o->attachments[i].format);
		json_end(j);
	}
	json_end(j);
}

/* What could not be read has no tables that could be missing. */
static void put_failure(struct json *j, const struct err *e)
{
	json_key(j, "error");
	json_object(j);
	put_name(j, "code", err_class(e->code)->name);
	put_name(j, "message", e->msg);
	json_end(j);
	json_key(j, "is_report");
	json_bool(j, false);
	put_name(j, "kind", "unreadable");
}

void outcome_json(struct buf *out, const struct outcome *o, const struct outcome_source *source)
{
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_key(&j, "schema");
	json_int(&j, OUTCOME_JSON_SCHEMA);
	put_source(&j, source, o->format);
	if (source->err.code != ERR_NONE) {
		put_failure(&j, &source->err);
	} else {
		put_encoding(&j, &o->encoding);
		json_key(&j, "is_report");
		json_bool(&j, o->report.kind == KIND_REPORT);
		put_name(&j, "kind", report_kind_name(o->report.kind));
		put_identity(&j, &o->report.identity);
		put_sections(&j, &o->report);
		put_tables(&j, &o->report);
		put_cells(&j, &o->report);
		put_findings(&j, &o->check);
		put_attachments(&j, o);
	}
	json_end(&j);
	buf_addc(out, '\n');
}
