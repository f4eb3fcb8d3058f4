#include <inttypes.h>
#include <stdint.h>

#include "base/json.h"
#include "export/export.h"
#include "report/report.h"

/* One object a line; what is not known is null. */

#define MAX_LINE (64u << 20)

static void text(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str_or_null(j, s.n ? s : (struct str){ 0 });
}

static void number(struct json *j, const char *key, int64_t n, bool is_known)
{
	json_key(j, key);
	if (is_known)
		json_int(j, n);
	else
		json_null(j);
}

static void flag(struct json *j, const char *key, bool b)
{
	json_key(j, key);
	json_bool(j, b);
}

/* As a string: a float would not keep millionths. */
static void micro(struct json *j, const char *key, int64_t n, bool is_known)
{
	struct value v = { .state = VALUE_NUMBER, .n = n, .scale = VALUE_MAX_SCALE };
	char out[VALUE_TEXT_MAX];

	while (v.scale && v.n % 10 == 0) {
		v.n /= 10;
		v.scale--;
	}
	text(j, key, is_known ? str_c(value_text(out, &v)) : (struct str){ 0 });
}

static void place(struct json *j, const struct store_place *p)
{
	text(j, "archive", p->file);
	number(j, "archive_offset", p->offset, p->file.n != 0);
	number(j, "archive_length", p->length, p->file.n != 0);
}

/* Each puts the next row into an object: 1, or 0 past the last, or -1. */

static int report(struct json *j, struct store_cursor *c, struct err *e)
{
	struct store_listed_report r;
	int rc = store_listed_report_next(&r, c, e);

	if (rc <= 0)
		return rc;
	number(j, "id", r.id, true);
	text(j, "agency", r.agency);
	text(j, "region", r.region);
	text(j, "level", r.level);
	number(j, "year", r.year, r.year != 0);
	text(j, "scope", r.scope);
	text(j, "title", r.title);
	text(j, "published", r.published);
	text(j, "agency_from", r.agency_from);
	text(j, "year_from", r.year_from);
	text(j, "published_from", r.published_from);
	number(j, "version", r.version, true);
	flag(j, "is_current", r.is_current);
	text(j, "disclosure", r.disclosure);
	text(j, "requests", r.requests);
	text(j, "review", r.review);
	text(j, "statistics", r.statistics);
	text(j, "disclosure_form", r.disclosure_form);
	text(j, "requests_form", r.requests_form);
	text(j, "review_form", r.review_form);
	text(j, "statistics_form", r.statistics_form);
	number(j, "n_errors", r.n_errors, true);
	number(j, "n_warnings", r.n_warnings, true);
	text(j, "url", r.url);
	text(j, "path", r.path);
	text(j, "sha256", r.sha256);
	text(j, "format", r.format);
	text(j, "charset", r.charset);
	flag(j, "is_untrusted", r.is_untrusted);
	place(j, &r.place);
	return 1;
}

static int cell(struct json *j, struct store_cursor *c, struct err *e)
{
	struct store_cell x;
	int rc = store_cell_next(&x, c, e);

	if (rc <= 0)
		return rc;
	number(j, "report_id", x.report_id, true);
	text(j, "key", x.key);
	text(j, "state", x.state);
	text(j, "value", x.value);
	text(j, "raw", x.raw);
	text(j, "unit", x.unit);
	flag(j, "inferred", x.is_inferred);
	number(j, "grid", x.grid, x.grid != 0);
	number(j, "row", x.row, x.grid != 0);
	number(j, "col", x.col, x.grid != 0);
	number(j, "document_id", x.document_id, true);
	return 1;
}

static int finding(struct json *j, struct store_cursor *c, struct err *e)
{
	struct store_finding x;
	int rc = store_finding_next(&x, c, e);

	if (rc <= 0)
		return rc;
	number(j, "report_id", x.report_id, true);
	text(j, "agency", x.agency);
	text(j, "region", x.region);
	number(j, "year", x.year, x.year != 0);
	text(j, "rule", x.rule);
	text(j, "severity", x.severity);
	text(j, "cells", x.cells);
	micro(j, "left", x.left_micro, x.has_sides);
	micro(j, "right", x.right_micro, x.has_sides);
	text(j, "message", x.message);
	text(j, "quote", x.quote);
	text(j, "origin", x.origin);
	text(j, "url", x.url);
	text(j, "path", x.path);
	place(j, &x.place);
	return 1;
}

static int omission(struct json *j, struct store_cursor *c, struct err *e)
{
	struct store_omission x;
	int rc = store_omission_next(&x, c, e);

	if (rc <= 0)
		return rc;
	number(j, "year", x.year, x.year != 0);
	text(j, "agency", x.agency);
	text(j, "region", x.region);
	text(j, "level", x.level);
	text(j, "table", x.table);
	text(j, "status", x.status);
	flag(j, "is_omission", x.is_omission);
	text(j, "evidence", x.evidence);
	number(j, "report_id", x.report_id, x.report_id != 0);
	text(j, "url", x.url);
	text(j, "path", x.path);
	place(j, &x.place);
	return 1;
}

static int section(struct json *j, struct store_cursor *c, struct err *e)
{
	struct store_section x;
	int rc = store_section_next(&x, c, e);

	if (rc <= 0)
		return rc;
	number(j, "report_id", x.report_id, true);
	text(j, "agency", x.agency);
	number(j, "year", x.year, x.year != 0);
	number(j, "no", x.no, true);
	text(j, "heading", x.heading);
	text(j, "text", x.text);
	return 1;
}

static const struct kind {
	const char *file;
	int (*list)(struct store_cursor **out, struct store *s, const struct store_filter *f,
		    struct err *e);
	int (*row)(struct json *j, struct store_cursor *c, struct err *e);
} kinds[] = {
	{ "reports.jsonl", store_list_reports, report },
	{ "cells.jsonl", store_list_cells, cell },
	{ "sections.jsonl", store_list_sections, section },
	{ "findings.jsonl", store_list_findings, finding },
	{ "omissions.jsonl", store_list_omissions, omission },
};

static int write_rows(FILE *f, const struct kind *kind, struct store_cursor *c, struct err *e)
{
	struct buf line;
	int rc;

	buf_init(&line, MAX_LINE);
	do {
		struct json j;

		buf_clear(&line);
		json_init(&j, &line);
		json_object(&j);
		rc = kind->row(&j, c, e);
		json_end(&j);
		buf_addc(&line, '\n');
		if (rc > 0)
			fwrite(line.p, 1, line.n, f);
	} while (rc > 0);
	buf_release(&line);
	return rc;
}

static int write_all(struct export_job *job, struct store *s, const struct export_options *o,
		     struct err *e)
{
	for (size_t i = 0; i < countof(kinds); i++) {
		FILE *f = export_file(job, kinds[i].file, e);
		struct store_cursor *c = NULL;
		int rc;

		if (!f || kinds[i].list(&c, s, &o->filter, e))
			return -1;
		rc = write_rows(f, &kinds[i], c, e);
		store_cursor_close(c);
		if (rc)
			return -1;
	}
	return 0;
}

const struct exporter exp_jsonl = { "jsonl", "the same and sections, one JSON object a line",
				    write_all };
