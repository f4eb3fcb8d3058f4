#ifndef STORE_STORE_QUERY_H
#define STORE_STORE_QUERY_H

#include "report/report.h"
#include "store/store.h"

/*
 * Listings, one row a call. A cursor is opened by a store_list_*() function
 * and read by the matching _next(), which returns 1 with a row, 0 past the
 * last, -1 on failure. Views in a row are valid until the next call. Rows come
 * in the order that each function names, so that two listings of one database
 * are equal. A cursor left open keeps a read transaction: close it.
 */
struct store_cursor;

void store_cursor_close(struct store_cursor *c); /* NULL is fine */

/* What to list. All zero: everything. */
struct store_filter {
	int first_year, last_year; /* report years; 0: open end */
	struct str region;         /* "3306" and "330600" both mean all regions within */
	struct str level;          /* of the agency, as seeds say it */
	struct str agency;         /* part of its name */
	struct str rule;           /* findings: code, or its beginning before a "*": "T3_*" */
	struct str severity;       /* findings: "error", "warning", "info", and what is worse */
	struct str status;         /* omissions, coverage: exactly this one */
	bool omissions_only; /* omissions: those that accuse somebody: absent, blank, no_report */
	bool all_versions;   /* reports, findings: not the current ones alone */
};

/* By year, region, agency, table. */
struct store_omission {
	int year;                         /* 0: cannot be told */
	struct str agency, region, level; /* empty: not known */
	struct str table;                 /* table_name(), or "report" for the whole report */
	struct str status; /* absent blank image attachment damaged cannot_tell; for a report:
			      no_report unreachable robots blocked not_visited unreadable
			      cannot_tell */
	bool is_omission;
	struct str evidence, url, path; /* empty: none */
	struct store_place place;
	int64_t report_id, document_id; /* 0: none */
};
MUST_USE int store_list_omissions(struct store_cursor **out, struct store *s,
				  const struct store_filter *f, struct err *e);
MUST_USE int store_omission_next(struct store_omission *out, struct store_cursor *c, struct err *e);

/* By report id, then in the order in which the rules found them. */
struct store_finding {
	int64_t report_id, document_id;
	int year;
	struct str agency, region, rule, severity, cells, message, quote, url, path;
	bool has_sides;
	int64_t left_micro, right_micro; /* millionths, see value_micro() */
	struct str origin;               /* "document", "database" */
	struct store_place place;
};
MUST_USE int store_list_findings(struct store_cursor **out, struct store *s,
				 const struct store_filter *f, struct err *e);
MUST_USE int store_finding_next(struct store_finding *out, struct store_cursor *c, struct err *e);

/* A body and a year; by region, agency, year. */
struct store_coverage {
	int year;
	struct str agency, region, level, scope;
	struct str status; /* published late tables_omitted; no_report unreachable robots blocked
			      not_visited unreadable cannot_tell */
	struct str published, url, path;
	int64_t report_id; /* 0: none */
};
MUST_USE int store_list_coverage(struct store_cursor **out, struct store *s,
				 const struct store_filter *f, struct err *e);
MUST_USE int store_coverage_next(struct store_coverage *out, struct store_cursor *c, struct err *e);

/* A year's sums of the same; by year. */
struct store_year {
	int year;
	int64_t n_bodies, n_reports, n_tables_omitted, n_late, n_no_report, n_unreachable, n_robots;
	int64_t n_blocked, n_not_visited, n_cannot_tell;
};
MUST_USE int store_list_years(struct store_cursor **out, struct store *s,
			      const struct store_filter *f, struct err *e);
MUST_USE int store_year_next(struct store_year *out, struct store_cursor *c, struct err *e);

/* By report id. */
struct store_listed_report {
	int64_t id, document_id;
	struct str agency, region, level, scope, title, published;
	struct str agency_from, year_from, published_from; /* evidence_name() */
	int year, version;
	bool is_current;
	struct str url, path, sha256, format, charset;
	bool is_untrusted;
	struct str disclosure, requests, review, statistics; /* table_status_name() */
	struct str disclosure_form, requests_form, review_form, statistics_form; /* empty: none */
	int64_t n_errors, n_warnings;
	struct store_place place;
};
MUST_USE int store_list_reports(struct store_cursor **out, struct store *s,
				const struct store_filter *f, struct err *e);
MUST_USE int store_listed_report_next(struct store_listed_report *out, struct store_cursor *c,
				      struct err *e);

/* Cells that are there, blank ones included; by report id, then in the order of the form. */
struct store_cell {
	int64_t report_id,
		document_id; /* the document it was read from: maybe a file of the page */
	struct str key, table, unit, state, value, raw; /* value: decimal text; empty: none */
	enum row_id of_row;                             /* the same as `key` */
	enum col_id of_col;
	bool is_inferred;
	int grid, row, col; /* place on the page; grid 0: in running text */
};
MUST_USE int store_list_cells(struct store_cursor **out, struct store *s,
			      const struct store_filter *f, struct err *e);
MUST_USE int store_cell_next(struct store_cell *out, struct store_cursor *c, struct err *e);

/* Sections of reports, for text corpora; by report id, then as printed. */
struct store_section {
	int64_t report_id;
	int no, year;
	struct str agency, heading, text;
};
MUST_USE int store_list_sections(struct store_cursor **out, struct store *s,
				 const struct store_filter *f, struct err *e);
MUST_USE int store_section_next(struct store_section *out, struct store_cursor *c, struct err *e);

/* How the harvest stands, host by host; by name. */
struct store_host_status {
	struct str name, breaker_state, stop_reason;
	int64_t n_known, n_pending, n_done, n_failed, n_robots, n_blocked, n_documents, n_reports;
	int64_t next_at_ms, backoff_until_ms;
	int fails;
};
MUST_USE int store_list_hosts(struct store_cursor **out, struct store *s, struct err *e);
MUST_USE int store_host_status_next(struct store_host_status *out, struct store_cursor *c,
				    struct err *e);

/* The whole at a glance. */
struct store_totals {
	int64_t n_hosts, n_urls, n_pending, n_fetches, n_documents, n_unread, n_failed_documents;
	int64_t n_reports, n_current, n_agencies, n_findings, n_errors;
	int64_t last_run_ms; /* start of the last run; 0: none */
};
MUST_USE int store_totals(struct store_totals *out, struct store *s, struct err *e);

/* The one integer of a query's first row, for tests of the views. Returns 1, or 0 without a row. */
MUST_USE int store_ask_int(int64_t *out, struct store *s, const char *sql, struct err *e);

#endif
