#include <inttypes.h>

#include "export/csv.h"

static int write_reports(struct export_job *job, struct store *s, const struct export_options *o,
			 struct err *e)
{
	FILE *f =
		csv_start(job, "reports.csv",
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
		csv_fields(f, (struct str[]){ r.agency, r.region, r.level }, 3);
		csv_number(f, r.year);
		csv_fields(f,
			   (struct str[]){ r.scope, r.title, r.published, r.agency_from,
					   r.year_from, r.published_from },
			   6);
		csv_count(f, r.version);
		csv_count(f, r.is_current);
		csv_fields(f,
			   (struct str[]){ r.disclosure, r.requests, r.review, r.statistics,
					   r.disclosure_form, r.requests_form, r.review_form,
					   r.statistics_form },
			   8);
		csv_count(f, r.n_errors);
		csv_count(f, r.n_warnings);
		csv_fields(f, (struct str[]){ r.url, r.path, r.sha256, r.format, r.charset }, 5);
		csv_count(f, r.is_untrusted);
		csv_place(f, &r.place);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_cells(struct export_job *job, struct store *s, const struct export_options *o,
		       struct err *e)
{
	FILE *f = csv_start(job, "cells.csv",
			    "report_id,key,state,value,raw,unit,inferred,grid,row,col,document_id",
			    o, e);
	struct store_cursor *c = NULL;
	struct store_cell x;
	int rc;

	if (!f || store_list_cells(&c, s, &o->filter, e))
		return -1;
	while ((rc = store_cell_next(&x, c, e)) > 0) {
		fprintf(f, "%" PRId64, x.report_id);
		csv_fields(f, (struct str[]){ x.key, x.state, x.value, x.raw, x.unit }, 5);
		csv_count(f, x.is_inferred);
		if (x.grid)
			fprintf(f, ",%d,%d,%d", x.grid, x.row, x.col);
		else
			fputs(",,,", f);
		fprintf(f, ",%" PRId64 "\n", x.document_id);
	}
	store_cursor_close(c);
	return rc;
}

static int write_sections(struct export_job *job, struct store *s, const struct export_options *o,
			  struct err *e)
{
	FILE *f = csv_start(job, "sections.csv", "report_id,agency,year,no,heading,text", o, e);
	struct store_cursor *c = NULL;
	struct store_section x;
	int rc;

	if (!f || store_list_sections(&c, s, &o->filter, e))
		return -1;
	while ((rc = store_section_next(&x, c, e)) > 0) {
		fprintf(f, "%" PRId64, x.report_id);
		csv_fields(f, &x.agency, 1);
		csv_number(f, x.year);
		csv_count(f, x.no);
		csv_fields(f, (struct str[]){ x.heading, x.text }, 2);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_findings(struct export_job *job, struct store *s, const struct export_options *o,
			  struct err *e)
{
	FILE *f = csv_start(
		job, "findings.csv",
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
		csv_fields(f, (struct str[]){ x.agency, x.region }, 2);
		csv_number(f, x.year);
		csv_fields(f, (struct str[]){ x.rule, x.severity, x.cells }, 3);
		csv_micro(f, x.left_micro, x.has_sides);
		csv_micro(f, x.right_micro, x.has_sides);
		csv_fields(f, (struct str[]){ x.message, x.quote, x.origin, x.url, x.path }, 5);
		csv_place(f, &x.place);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_omissions(struct export_job *job, struct store *s, const struct export_options *o,
			   struct err *e)
{
	FILE *f = csv_start(
		job, "omissions.csv",
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
		csv_fields(f, (struct str[]){ x.agency, x.region, x.level, x.table, x.status }, 5);
		csv_count(f, x.is_omission);
		csv_fields(f, &x.evidence, 1);
		csv_number(f, x.report_id);
		csv_fields(f, (struct str[]){ x.url, x.path }, 2);
		csv_place(f, &x.place);
		putc('\n', f);
	}
	store_cursor_close(c);
	return rc;
}

static int write_all(struct export_job *job, struct store *s, const struct export_options *o,
		     struct err *e)
{
	if (write_reports(job, s, o, e) || write_cells(job, s, o, e) ||
	    write_sections(job, s, o, e) || write_findings(job, s, o, e) ||
	    write_omissions(job, s, o, e) || csv_panel(job, s, o, e) || csv_codebook(job, o, e))
		return -1;
	return 0;
}

const struct exporter exp_csv = { "csv", "reports.csv, cells.csv, findings.csv, omissions.csv",
				  write_all };
