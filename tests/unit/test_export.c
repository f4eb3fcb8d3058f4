#include "tests/unit/store_fixture.h"

#include <sys/stat.h>

#include "export/export.h"

static const char *read_file(const char *dir, const char *name)
{
	static char text[1 << 20];
	char path[160];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "rb");
	if (!f)
		return NULL;
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void put_two(struct store *s)
{
	static const struct rule rule = { .code = "T3_BALANCE" };
	static struct report r;
	struct section text = { .no = 1, .heading = STR("一、总体情况"), .text = STR("甲\n乙") };
	struct finding f = { .rule = &rule,
			     .severity = SEV_ERROR,
			     .n_cells = 1,
			     .cells = { { ROW_REQ_NEW, COL_TOTAL } },
			     .has_sides = true,
			     .left = 14000000,
			     .right = 12500000,
			     .message = STR("14, not 12.5") };
	struct check check = { .findings = &f, .n_findings = 1 };
	struct store_reading reading = { .report = &r, .format = STR("html"), .check = &check };

	fixture_report(&r, "青岭县水务局", 2023);
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++)
			r.value[row][col] = (struct value){ 0 };
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		r.table[t].form = NULL;
	fixture_cell(&r, ROW_REQ_NEW, COL_TOTAL, "14");
	fixture_cell(&r, ROW_REQ_NEW, COL_BIZ, "");
	fixture_cell(&r, ROW_REQ_NEW, COL_NGO, "见\"附件\",下");
	r.value[ROW_REQ_NEW][COL_TOTAL].inferred = true;
	r.value[ROW_PUB_FEE][COL_AMOUNT_WAN] =
		(struct value){ .state = VALUE_NUMBER, .n = 50, .scale = 2, .raw = STR("0.50") };
	r.identity.title = STR("年度报告\n(试行)");
	r.sections = &text;
	r.n_sections = 1;
	fixture_put(s, fixture_document(s, 0, "a.html", "a", NULL), &reading, NULL);
	r.identity.agency = (struct str){ 0 };
	r.identity.year = 0;
	r.table[TABLE_REVIEW] =
		(struct table_state){ .status = TABLE_IMAGE, .evidence = STR("x.png") };
	reading.check = NULL;
	fixture_put(s, fixture_document(s, 0, "b.html", "b", NULL), &reading, NULL);
}

static const struct {
	const char *file, *want;
} csv[] = {
	{ "cells.csv", "report_id,key,state,value,raw,unit,inferred,grid,row,col,document_id\n"
		       "1,pub_fee_amount_wan,number,0.50,0.50,万元,0,,,,1\n"
		       "1,req_new_biz,blank,,,件,0,2,11,2,1\n"
		       "1,req_new_ngo,text,,\"见\"\"附件\"\",下\",件,0,2,11,4,1\n"
		       "1,req_new_total,number,14,14,件,1,2,11,7,1\n"
		       "2,pub_fee_amount_wan,number,0.50,0.50,万元,0,,,,2\n"
		       "2,req_new_biz,blank,,,件,0,2,11,2,2\n"
		       "2,req_new_ngo,text,,\"见\"\"附件\"\",下\",件,0,2,11,4,2\n"
		       "2,req_new_total,number,14,14,件,1,2,11,7,2\n" },
	{ "findings.csv",
	  "report_id,agency,region,year,rule,severity,cells,left,right,message,quote,origin,url,"
	  "path,"
	  "archive,archive_offset,archive_length\n"
	  "1,青岭县水务局,,2023,T3_BALANCE,error,req_new_total,14,12.5,\"14, not 12.5\",,document,,"
	  "a.html,a.warc.gz,100,50\n" },
	{ "omissions.csv",
	  "year,agency,region,level,table,status,is_omission,evidence,report_id,url,path,archive,"
	  "archive_offset,archive_length\n"
	  ",,,,review,image,0,x.png,2,,b.html,a.warc.gz,100,50\n" },
};

/* Of a line without quotes, counted from 0. */
static size_t count_fields(const char *text, int line)
{
	size_t n = 1;

	for (; line; text++)
		line -= *text == '\n';
	for (; *text != '\n'; text++)
		n += *text == ',';
	return n;
}

static void test_csv(void **state)
{
	struct store *s = fixture_store();
	struct export_options options = { 0 };
	const char *reports, *panel;

	(void)state;
	put_two(s);
	OK(export_run(exporter_named(STR("csv")), fixture_dir, s, &options, bad));
	for (size_t i = 0; i < countof(csv); i++) {
		print_message("  case: %s\n", csv[i].file);
		assert_string_equal(read_file(fixture_dir, csv[i].file), csv[i].want);
	}
	panel = read_file(fixture_dir, "panel.csv");
	assert_memory_equal(panel, "id,agency,region,level,year,scope,pub_rule_issued,", 49);
	assert_non_null(strstr(panel, "\n1,青岭县水务局,,,2023,,"));
	assert_non_null(strstr(panel, ",0.50,"));
	assert_int_equal(count_fields(panel, 0), count_fields(panel, 1));
	assert_int_equal(count_fields(panel, 0), count_fields(panel, 2));
	assert_non_null(strstr(read_file(fixture_dir, "codebook.csv"),
			       "\nreq_new_total,requests,件,form2021 form2019,"));
	assert_non_null(strstr(read_file(fixture_dir, "sections.csv"),
			       "\n1,青岭县水务局,2023,1,一、总体情况,\"甲\n乙\"\n"));
	reports = read_file(fixture_dir, "reports.csv");
	assert_non_null(strstr(reports,
			       "\n1,青岭县水务局,,,2023,,\"年度报告\n(试行)\",2024-01-20,title,"
			       "period,metabox,1,1,present,present,present,absent,"));
	assert_non_null(strstr(reports, "\n2,,,,,,"));
	store_close(s);
}

static void test_byte_order_mark(void **state)
{
	struct store *s = fixture_store();
	struct export_options options = { .bom = true };

	(void)state;
	OK(export_run(exporter_named(STR("csv")), fixture_dir, s, &options, bad));
	assert_memory_equal(read_file(fixture_dir, "cells.csv"), "\xef\xbb\xbfreport_id,", 13);
	store_close(s);
}

static const struct {
	const char *file, *line;
} jsonl[] = {
	{ "reports.jsonl",
	  "{\"id\":2,\"agency\":null,\"region\":null,\"level\":null,\"year\":null," },
	{ "cells.jsonl",
	  "{\"report_id\":1,\"key\":\"req_new_ngo\",\"state\":\"text\",\"value\":null,"
	  "\"raw\":\"见\\\"附件\\\",下\",\"unit\":\"件\",\"inferred\":false,\"grid\":2,\"row\":11,"
	  "\"col\":4,\"document_id\":1}\n" },
	{ "sections.jsonl", "{\"report_id\":1,\"agency\":\"青岭县水务局\",\"year\":2023,\"no\":1,"
			    "\"heading\":\"一、总体情况\",\"text\":\"甲\\n乙\"}\n" },
	{ "findings.jsonl", "\"left\":\"14\",\"right\":\"12.5\"" },
	{ "omissions.jsonl", "\"table\":\"review\",\"status\":\"image\",\"is_omission\":false" },
};

static void test_jsonl(void **state)
{
	struct store *s = fixture_store();
	struct export_options options = { 0 };

	(void)state;
	put_two(s);
	OK(export_run(exporter_named(STR("jsonl")), fixture_dir, s, &options, bad));
	for (size_t i = 0; i < countof(jsonl); i++) {
		print_message("  case: %s\n", jsonl[i].file);
		assert_non_null(strstr(read_file(fixture_dir, jsonl[i].file), jsonl[i].line));
	}
	store_close(s);
}

static void test_only_what_the_filter_leaves(void **state)
{
	struct store *s = fixture_store();
	struct export_options options = { .filter = { .first_year = 2023 } };

	(void)state;
	put_two(s);
	OK(export_run(exporter_named(STR("csv")), fixture_dir, s, &options, bad));
	assert_null(strstr(read_file(fixture_dir, "cells.csv"), "\n2,"));
	assert_non_null(strstr(read_file(fixture_dir, "cells.csv"), "\n1,"));
	store_close(s);
}

static void test_same_bytes(void **state)
{
	struct store *s = fixture_store();
	struct export_options options = { 0 };

	(void)state;
	put_two(s);
	for (size_t x = 0; exporter_at(x); x++) {
		char once[2][64], command[256];

		for (int i = 0; i < 2; i++) {
			snprintf(once[i], sizeof(once[i]), "%.40s/%zu-%d", fixture_dir, x, i);
			OK(export_run(exporter_at(x), once[i], s, &options, bad));
		}
		snprintf(command, sizeof(command), "diff -r '%s' '%s'", once[0], once[1]);
		assert_int_equal(system(command), 0);
	}
	store_close(s);
}

static int fail_late(struct export_job *job, struct store *s, const struct export_options *o,
		     struct err *e)
{
	FILE *f = export_file(job, "cells.csv", e);

	(void)s;
	(void)o;
	if (!f)
		return -1;
	fputs("half", f);
	return err_set(e, ERR_DB, "on purpose");
}

static void test_a_failure_keeps_the_old_files(void **state)
{
	static const struct exporter failing = { "failing", "", fail_late };
	struct store *s = fixture_store();
	struct export_options options = { 0 };
	struct err e = { 0 };
	char dir[80];

	(void)state;
	snprintf(dir, sizeof(dir), "%s/kept", fixture_dir);
	put_two(s);
	OK(export_run(exporter_named(STR("csv")), dir, s, &options, bad));
	assert_int_equal(export_run(&failing, dir, s, &options, &e), -1);
	assert_int_equal(e.code, ERR_DB);
	assert_string_equal(read_file(dir, "cells.csv"), csv[0].want);
	assert_null(read_file(dir, "cells.csv.tmp"));
	/* The database is not left in a transaction. */
	OK(export_run(exporter_named(STR("csv")), dir, s, &options, bad));
	store_close(s);
}

static void test_no_such_place(void **state)
{
	struct store *s = fixture_store();
	struct export_options options = { 0 };
	struct err e = { 0 };
	char path[80];
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/no/such", fixture_dir);
	assert_int_equal(export_run(exporter_at(0), path, s, &options, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	snprintf(path, sizeof(path), "%s/file", fixture_dir);
	f = fopen(path, "wb");
	assert_non_null(f);
	fclose(f);
	assert_int_equal(export_run(exporter_at(0), path, s, &options, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_null(exporter_named(STR("sav")));
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_byte_order_mark),
		cmocka_unit_test(test_jsonl),
		cmocka_unit_test(test_only_what_the_filter_leaves),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_a_failure_keeps_the_old_files),
		cmocka_unit_test(test_no_such_place),
	};

	return cmocka_run_group_tests(tests, fixture_make_dir, fixture_drop_dir);
}
