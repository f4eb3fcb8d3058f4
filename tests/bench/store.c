/*
 * store [REPORTS]: a database of that many generated reports (20,000), five years to an agency, and
 * how long it takes to put them, to check them together, to list what users ask for, and to export.
 * A seed line for each agency expects all years; some reports are missing, some lack tables, some
 * have slips.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/attrs.h"
#include "base/digest.h"
#include "cli/checker.h"
#include "export/export.h"
#include "report/check.h"
#include "store/store.h"
#include "store/store_fetch.h"
#include "store/store_frontier.h"
#include "store/store_query.h"
#include "store/store_report.h"

#include "tests/gen/gen_cells.h"

#define YEARS      5
#define FIRST_YEAR 2021
#define BATCH      100

static struct err e;

static void must(int rc, const char *what)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "%s: %s\n", what, e.msg);
	exit(1);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Sections as long as real ones are, of words that no rule looks for. */
static void add_sections(struct report *r, struct arena *arena)
{
	static const struct str words = STR_INIT("按照有关要求推进各项公开事务并完善平台内容。");
	static const int lines[] = { 25, 0, 0, 0, 12, 3 };

	r->sections = ARENA_NEW(arena, struct section, countof(lines));
	for (size_t i = 0; i < countof(lines); i++) {
		char *text = ARENA_NEW(arena, char, words.n *(size_t)lines[i] + 1);

		for (int k = 0; k < lines[i]; k++)
			memcpy(text + (size_t)k * words.n, words.p, words.n);
		r->sections[i] = (struct section){ .no = (int)i + 1,
						   .ordinal = (int)i + 1,
						   .heading = STR("一、总体情况"),
						   .text = { text, words.n * (size_t)lines[i] } };
	}
	r->n_sections = countof(lines);
}

/* Some have a table that is only a picture or is not there at all, or cells that do not add up. */
static void draw(struct report *r, size_t agency, int year, uint64_t seed, struct arena *arena)
{
	struct gen_cells how = { .n_slips = seed % 20 == 3 };

	*r = (struct report){ .kind = KIND_REPORT };
	gen_cells(r, NULL, &how, seed, arena);
	r->identity.agency = arena_strf(arena, "甲%05zu市人民政府", agency);
	r->identity.title = arena_strf(arena, "%.*s%d年政府信息公开工作年度报告",
				       STR_ARG(r->identity.agency), year);
	r->identity.year = year;
	r->identity.published = (struct date){ (int16_t)(year + 1), 1, 20 };
	r->identity.title_from = r->identity.agency_from = FROM_TITLE;
	r->identity.year_from = FROM_PERIOD;
	if (seed % 30 == 7) {
		enum table_id t = seed / 30 % 3;

		r->table[t].status = seed % 60 == 7 ? TABLE_ABSENT : TABLE_IMAGE;
		for (enum row_id row = 0; row < ROW__COUNT; row++)
			for (enum col_id col = 0; row_table(row) == t && col < COL__COUNT; col++)
				r->value[row][col] = (struct value){ .state = VALUE_MISSING };
	}
	add_sections(r, arena);
}

static void put_one(struct store *s, size_t agency, int year, uint64_t seed, struct arena *arena)
{
	struct report *r = ARENA_NEW(arena, struct report, 1);
	struct check_input in = { .now = r };
	struct store_document d = { .seen_ms = 1700000000000, .n_bytes = 50000 };
	struct store_reading reading = { .report = r, .format = STR("html"), .level = STR("city") };
	char sha256[DIGEST_TEXT_MAX];
	struct check check;
	enum store_news news;
	enum store_change change;
	int64_t document = 0, report = 0;

	draw(r, agency, year, seed, arena);
	check = check_run(&in, arena);
	d.path = arena_strf(arena, "reports/%05zu/%d.html", agency, year);
	d.sha256 = str_c(digest_of(sha256, DIGEST_SHA256, d.path));
	d.link_year = year;
	must(store_put_document(&document, &news, s, &d, &e), "document");
	reading.check = &check;
	reading.region = arena_strf(arena, "99%04zu", agency % 400);
	must(store_put_reading(&change, &report, s, document, &reading, &e), "reading");
}

static void put_seed(struct store *s, size_t agency, struct arena *arena)
{
	static const int years[YEARS] = { 2021, 2022, 2023, 2024, 2025 };
	struct store_seed seed = {
		.url = arena_strf(arena, "http://a%05zu.gov.cn.test/nb/", agency),
		.agency = arena_strf(arena, "甲%05zu市人民政府", agency),
		.region = arena_strf(arena, "99%04zu", agency % 400),
		.level = STR("city"),
		.kind = STR("list"),
		.expect_years = years,
		.n_expect_years = countof(years),
	};
	int64_t id;

	must(store_put_seed(&id, s, &seed, &e), "seed");
	must(store_seed_complete(s, id, true, &e), "seed");
}

static size_t put_all(struct store *s, size_t n)
{
	struct arena arena = { 0 };
	size_t put = 0, in_batch = 0;

	must(store_begin(s, &e), "begin");
	for (size_t i = 0; i < n; i++) {
		size_t agency = i / YEARS;

		if (i % YEARS == 0)
			put_seed(s, agency, &arena);
		if (i % 47 != 11) {
			put_one(s, agency, FIRST_YEAR + (int)(i % YEARS), i, &arena);
			put++;
		}
		arena_reset(&arena);
		if (++in_batch < BATCH)
			continue;
		in_batch = 0;
		must(store_commit(s, &e), "commit");
		must(store_begin(s, &e), "begin");
	}
	must(store_commit(s, &e), "commit");
	arena_release(&arena);
	return put;
}

/* Lists all rows of one kind, and tells how many and how long. */
#define LIST(s, label, filter, open, next, row_type)                                               \
	do {                                                                                       \
		struct store_cursor *c;                                                            \
		row_type row;                                                                      \
		size_t rows = 0;                                                                   \
		double began = now_ms();                                                           \
		must(open(&c, s, filter, &e), label);                                              \
		while (next(&row, c, &e) > 0)                                                      \
			rows++;                                                                    \
		store_cursor_close(c);                                                             \
		printf("%-32s %9.1f ms %9zu rows\n", label, now_ms() - began, rows);               \
	} while (0)

static void list_all(struct store *s)
{
	struct store_filter all = { 0 };
	struct store_filter accused = { .omissions_only = true };
	struct store_filter year = { .first_year = 2023, .last_year = 2023 };
	struct store_filter region = { .region = STR("990012") };
	struct store_filter rule = { .rule = STR("T3_*"), .severity = STR("error") };

	LIST(s, "omissions", &accused, store_list_omissions, store_omission_next,
	     struct store_omission);
	LIST(s, "omissions of a year", &year, store_list_omissions, store_omission_next,
	     struct store_omission);
	LIST(s, "omissions of a region", &region, store_list_omissions, store_omission_next,
	     struct store_omission);
	LIST(s, "coverage", &all, store_list_coverage, store_coverage_next, struct store_coverage);
	LIST(s, "coverage by year", &all, store_list_years, store_year_next, struct store_year);
	LIST(s, "findings", &all, store_list_findings, store_finding_next, struct store_finding);
	LIST(s, "findings T3_*, errors", &rule, store_list_findings, store_finding_next,
	     struct store_finding);
	LIST(s, "reports", &all, store_list_reports, store_listed_report_next,
	     struct store_listed_report);
	LIST(s, "cells of a region", &region, store_list_cells, store_cell_next, struct store_cell);
}

static void export_all(struct store *s, const char *dir)
{
	static const char *const names[] = { "csv", "jsonl" };

	for (size_t i = 0; i < countof(names); i++) {
		struct export_options options = { 0 };
		char to[96];
		double began = now_ms();

		snprintf(to, sizeof(to), "%s/%s", dir, names[i]);
		must(export_run(exporter_named(str_c(names[i])), to, s, &options, &e), "export");
		printf("export --to %-20s %9.1f ms\n", names[i], now_ms() - began);
	}
}

/* nianbao check: every report against the year before, and against other agencies. */
static void check_all(struct store *s)
{
	static const struct severities own;
	struct checker_counts counts;
	struct rusage use;
	double began = now_ms();
	clock_t cpu = clock();

	must(checker_run(&counts, s, &own, &e), "check");
	getrusage(RUSAGE_SELF, &use);
	printf("check %31.1f ms, %.1f s of the processor, %ld MiB at most, %lld findings\n",
	       now_ms() - began, (double)(clock() - cpu) / CLOCKS_PER_SEC, use.ru_maxrss / 1024,
	       (long long)counts.n_findings);
}

int main(int argc, char **argv)
{
	size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 20000, put;
	char dir[] = "/tmp/nianbao-bench-XXXXXX", path[64], command[64];
	struct store *s;
	struct stat st;
	double began;

	if (!mkdtemp(dir)) {
		perror(dir);
		return 1;
	}
	snprintf(path, sizeof(path), "%s/bench.db", dir);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	must(store_open(&s, path, STORE_CREATE, &e), path);
	began = now_ms();
	put = put_all(s, n);
	must(store_checkpoint(s, &e), "checkpoint");
	printf("%zu reports put, drawn and checked, %.0f a second\n", put,
	       1e3 * (double)put / (now_ms() - began));
	if (stat(path, &st) == 0)
		printf("%.0f bytes a report\n", (double)st.st_size / (double)put);
	check_all(s);
	list_all(s);
	export_all(s, dir);
	store_close(s);
	return system(command) != 0;
}
