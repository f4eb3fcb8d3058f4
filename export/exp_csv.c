#include <inttypes.h>
#include <stdint.h>

#include "export/export.h"
#include "report/report.h"

/* RFC 4180, but for the line ends: LF, as every reader takes it. Unknown is an empty field. */

static void field(FILE *f, struct str s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
	if (!quoted) {
		fwrite(s.p ? s.p : "", 1, s.n, f);
		return;
	}
	putc('"', f);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			putc('"', f);
		putc(s.p[i], f);
	}
	putc('"', f);
}

static void fields(FILE *f, const struct str *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		putc(',', f);
		field(f, s[i]);
	}
}

/* Unknown, and so empty, where it is 0. */
static void number(FILE *f, int64_t n)
{
	if (n)
		fprintf(f, ",%" PRId64, n);
	else
		putc(',', f);
}

static void count(FILE *f, int64_t n)
{
	fprintf(f, ",%" PRId64, n);
}

static void place(FILE *f, struct str archive, int64_t offset, int64_t length)
{
	fields(f, &archive, 1);
	if (archive.n)
		fprintf(f, ",%" PRId64 ",%" PRId64, offset, length);
	else
		fputs(",,", f);
}

/* Millionths as decimal text, without zeros at the end. */
static void micro(FILE *f, int64_t n, bool is_set)
{
	struct value v = { .state = VALUE_NUMBER, .n = n, .scale = VALUE_MAX_SCALE };
	char text[VALUE_TEXT_MAX];

	putc(',', f);
	if (!is_set)
		return;
	while (v.scale && v.n % 10 == 0) {
		v.n /= 10;
		v.scale--;
	}
	fputs(value_text(text, &v), f);
}

static FILE *start(struct export_job *job, const char *name, const char *header,
		   const struct export_options *o, struct err *e)
{
	FILE *f = export_file(job, name, e);

	if (f)
		fprintf(f, "%s%s\n", o->bom ? "\xef\xbb\xbf" : "", header);
	return f;
}

static int write_reports(struct export_job *job, struct store *s, const struct export_options *o,
			 struct err *e)
{
	FILE *f = start(job, "reports.csv",
			"id,agency,region,level,year,scope,title,published,agency_from,year_from,"
			"published_from,version,is_current,disclosure,requests,review,statistics,"
			"disclosure_form,requests_form,review_form,statistics_form,n_errors,"
			"n_warnings,url,path,sha256,format,charset,is_untrusted,archive,"
			"archive_offset,archive_length",
			o, e);
	struct store_listed_report r;
	struct store_cursor *c = NULL;
	int rc;

	if (!f || store_list_reports(&c, s, &o->filter, e))
		return -1;
	while ((rc = store_listed_report_next(&r, c, e)) > 0) {
		fprintf(f, "%" PRId64, r.id);
		fields(f, (struct str[]){ r.agency, r.region, r.level }, 3);
		number(f, r.year);
		fields(f,
		       (struct str[]){ r.scope, r.title, r.published, r.agency_from, r.year_from,
				       r.published_from },
		       6);
		count(f, r.version);
		count(f, r.is_current);
		fields(f,
		       (struct str[]){ r.disclosure, r.requests, r.review, r.statistics,
				       r.disclosure_form, r.requests_form, r.review_form,
				       r.statistics_form },
		       8);
		count(f, r.n_errors);
		count(f, r.n_warnings);
		fields(f, (struct str[]){ r.url, r.path, r.sha256, r.format, r.charset }, 5);
		count(f, r.is_untrusted);
		place(f, r.archive, r.archive_offset, r.archive_length);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_cells(struct export_job *job, struct store *s, const struct export_options *o,
		       struct err *e)
{
	FILE *f = start(job, "cells.csv",
			"report_id,key,state,value,raw,unit,inferred,grid,row,col", o, e);
	struct store_cursor *c = NULL;
	struct store_cell x;
	int rc;

	if (!f || store_list_cells(&c, s, &o->filter, e))
		return -1;
	while ((rc = store_cell_next(&x, c, e)) > 0) {
		fprintf(f, "%" PRId64, x.report_id);
		fields(f, (struct str[]){ x.key, x.state, x.value, x.raw, x.unit }, 5);
		count(f, x.is_inferred);
		if (x.grid)
			fprintf(f, ",%d,%d,%d\n", x.grid, x.row, x.col);
		else
			fputs(",,,\n", f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_findings(struct export_job *job, struct store *s, const struct export_options *o,
			  struct err *e)
{
	FILE *f = start(job, "findings.csv",
			"report_id,agency,region,year,rule,severity,cells,left,right,message,quote,"
			"origin,url,path,archive,archive_offset,archive_length",
			o, e);
	struct store_cursor *c = NULL;
	struct store_finding x;
	int rc;

	if (!f || store_list_findings(&c, s, &o->filter, e))
		return -1;
	while ((rc = store_finding_next(&x, c, e)) > 0) {
		fprintf(f, "%" PRId64, x.report_id);
		fields(f, (struct str[]){ x.agency, x.region }, 2);
		number(f, x.year);
		fields(f, (struct str[]){ x.rule, x.severity, x.cells }, 3);
		micro(f, x.left_micro, x.has_sides);
		micro(f, x.right_micro, x.has_sides);
		fields(f, (struct str[]){ x.message, x.quote, x.origin, x.url, x.path }, 5);
		place(f, x.archive, x.archive_offset, x.archive_length);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_omissions(struct export_job *job, struct store *s, const struct export_options *o,
			   struct err *e)
{
	FILE *f = start(job, "omissions.csv",
			"year,agency,region,level,table,status,is_omission,evidence,report_id,url,"
			"path,archive,archive_offset,archive_length",
			o, e);
	struct store_cursor *c = NULL;
	struct store_omission x;
	int rc;

	if (!f || store_list_omissions(&c, s, &o->filter, e))
		return -1;
	while ((rc = store_omission_next(&x, c, e)) > 0) {
		if (x.year)
			fprintf(f, "%d", x.year);
		fields(f, (struct str[]){ x.agency, x.region, x.level, x.table, x.status }, 5);
		count(f, x.is_omission);
		fields(f, &x.evidence, 1);
		number(f, x.report_id);
		fields(f, (struct str[]){ x.url, x.path }, 2);
		place(f, x.archive, x.archive_offset, x.archive_length);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_all(struct export_job *job, struct store *s, const struct export_options *o,
		     struct err *e)
{
	if (write_reports(job, s, o, e) || write_cells(job, s, o, e) ||
	    write_findings(job, s, o, e) || write_omissions(job, s, o, e))
		return -1;
	return 0;
}

const struct exporter exp_csv = { "csv", "reports.csv, cells.csv, findings.csv, omissions.csv",
				  write_all };
