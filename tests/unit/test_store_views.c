#include "tests/unit/store_fixture.h"

/* A report with one table as told. */
static const struct {
	const char *name;
	int year; /* 0: cannot be told */
	enum table_id table;
	enum table_status status;
	bool is_untrusted, is_truncated, elsewhere; /* elsewhere: another source has the table */
	const char *want;                           /* "table status is_omission;" for each row */
} tables[] = {
	{ "all tables there", 2023, TABLE_REQUESTS, TABLE_PRESENT, 0, 0, 0, "" },
	{ "some rows missing is no omission", 2023, TABLE_REQUESTS, TABLE_PARTIAL, 0, 0, 0, "" },
	{ "a table absent", 2023, TABLE_REQUESTS, TABLE_ABSENT, 0, 0, 0, "requests absent 1;" },
	{ "a table left blank", 2023, TABLE_REVIEW, TABLE_BLANK, 0, 0, 0, "review blank 1;" },
	{ "a picture", 2023, TABLE_DISCLOSURE, TABLE_IMAGE, 0, 0, 0, "disclosure image 0;" },
	{ "a file", 2023, TABLE_DISCLOSURE, TABLE_ATTACHMENT, 0, 0, 0, "disclosure attachment 0;" },
	{ "absent from a damaged copy", 2023, TABLE_REQUESTS, TABLE_ABSENT, true, 0, 0,
	  "requests damaged 0;" },
	{ "blank in a damaged copy", 2023, TABLE_REQUESTS, TABLE_BLANK, true, 0, 0,
	  "requests damaged 0;" },
	{ "a picture in a damaged copy", 2023, TABLE_REQUESTS, TABLE_IMAGE, true, 0, 0,
	  "requests image 0;" },
	{ "absent from a page that was cut", 2023, TABLE_REVIEW, TABLE_ABSENT, 0, true, 0,
	  "review damaged 0;" },
	{ "absent here, there in another source", 2023, TABLE_REQUESTS, TABLE_ABSENT, 0, 0, true,
	  "" },
	{ "a picture here, figures in another source", 2023, TABLE_REQUESTS, TABLE_IMAGE, 0, 0,
	  true, "" },
	{ "no statistics of the old form after it ended", 2019, TABLE_STATISTICS, TABLE_ABSENT, 0,
	  0, 0, "" },
	{ "no new tables before they were prescribed", 2018, TABLE_REQUESTS, TABLE_ABSENT, 0, 0, 0,
	  "statistics absent 1;" },
	{ "no table at all was prescribed", 2013, TABLE_REQUESTS, TABLE_ABSENT, 0, 0, 0, "" },
	{ "which tables are due cannot be told", 0, TABLE_REQUESTS, TABLE_ABSENT, 0, 0, 0,
	  "requests cannot_tell 0;" },
};

static void omissions(char *out, size_t n, struct store *s, const struct store_filter *f)
{
	struct store_cursor *c = NULL;
	struct store_omission o;
	size_t at = 0;
	int rc;

	out[0] = '\0';
	OK(store_list_omissions(&c, s, f, bad));
	while ((rc = store_omission_next(&o, c, bad)) > 0)
		at += (size_t)snprintf(out + at, n - at, "%.*s %.*s %d;", STR_ARG(o.table),
				       STR_ARG(o.status), o.is_omission);
	OK(rc);
	store_cursor_close(c);
}

static void test_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(tables); i++) {
		static struct report r;
		struct encoding encoding = { .used = "UTF-8", .untrusted = tables[i].is_untrusted };
		struct store_reading reading = { .report = &r, .encoding = &encoding };
		struct store *s = fixture_store();
		struct store_filter all = { 0 };
		char got[256];

		print_message("  case: %s\n", tables[i].name);
		fixture_report(&r, "青岭县水务局", tables[i].year);
		r.table[tables[i].table].status = tables[i].status;
		r.truncated = tables[i].is_truncated;
		fixture_put(s, fixture_document(s, 0, "a", "a", NULL), &reading, NULL);
		if (tables[i].elsewhere) {
			enum table_status there = i % 2 ? TABLE_PRESENT : TABLE_PARTIAL;

			fixture_report(&r, "青岭县水务局", tables[i].year);
			/* Of poorer standing, so that the first one stays current. */
			r.table[TABLE_DISCLOSURE].status = TABLE_ABSENT;
			r.table[TABLE_REVIEW].status = TABLE_ABSENT;
			r.table[TABLE_REQUESTS].status = there;
			fixture_put_report(s, "b", &r, NULL);
		}
		omissions(got, sizeof(got), s, &all);
		assert_string_equal(got, tables[i].want);
		store_close(s);
	}
}

/* What the harvest of one seed came to, and what may then be said of a missing report. */
static const struct {
	const char *name;
	bool complete;           /* its lists were read to their end */
	enum url_state state;    /* of one more URL under the seed */
	const char *disposition; /* NULL: never asked */
	int link_year;           /* of that URL */
	const char *want;
	int is_omission;
} missing[] = {
	{ "everything read: the report is not published", true, URL_DONE, "ok", 0, "no_report", 1 },
	{ "a dead link does not matter", true, URL_FAILED, "not_found", 0, "no_report", 1 },
	{ "a dead link of the year, where the list has one body", true, URL_FAILED, "not_found",
	  2023, "unreachable", 0 },
	{ "a dead link of another year does not matter", true, URL_FAILED, "not_found", 2021,
	  "no_report", 1 },
	{ "a list that goes on behind a form", true, URL_FAILED, "unsupported", 0, "not_visited",
	  0 },
	{ "an offsite link does not matter", true, URL_OUTSIDE, "offsite", 0, "no_report", 1 },
	{ "lists not read to their end", false, URL_DONE, "ok", 0, "not_visited", 0 },
	{ "a page not visited yet", true, URL_PENDING, NULL, 0, "not_visited", 0 },
	{ "a page of the year not visited yet", true, URL_PENDING, NULL, 2023, "not_visited", 0 },
	{ "a page of another year not visited yet", true, URL_PENDING, NULL, 2021, "no_report", 1 },
	{ "a page that did not answer", true, URL_FAILED, "unreachable:timeout", 0, "unreachable",
	  0 },
	{ "a page with an error of the server", true, URL_FAILED, "http", 2023, "unreachable", 0 },
	{ "a page that answers errors, to be tried again", true, URL_PENDING, "throttled", 0,
	  "unreachable", 0 },
	{ "a certificate not trusted", true, URL_FAILED, "tls", 0, "unreachable", 0 },
	{ "robots.txt forbids", true, URL_FAILED, "robots_disallow", 0, "robots", 0 },
	{ "robots.txt refused", true, URL_FAILED, "robots_refused", 0, "robots", 0 },
	{ "a wall", true, URL_FAILED, "blocked", 0, "blocked", 0 },
};

static int64_t seed_with_url(struct store *s, bool complete, enum url_state state,
			     const char *disposition, int year)
{
	static const int years[] = { 2023 };
	struct store_seed seed = { .url = STR("http://h/list"),
				   .agency = STR("青岭县水务局"),
				   .kind = STR("list"),
				   .region = STR("990101"),
				   .level = STR("dept"),
				   .expect_years = years,
				   .n_expect_years = 1 };
	struct store_offer o = { .text = STR("http://h/a"),
				 .kind = STR("article"),
				 .year = year,
				 .link_text = year ? STR("年度报告") : STR(""),
				 .is_outside = state == URL_OUTSIDE };
	int64_t url = 0;
	bool is_new;

	OK(store_put_seed(&o.seed_id, s, &seed, bad));
	OK(store_seed_complete(s, o.seed_id, complete, bad));
	OK(store_host_id(&o.host_id, s, STR("h"), STR(""), bad));
	o.key = fixture_key(o.text);
	OK(store_offer_url(&url, &is_new, s, &o, bad));
	if (disposition) {
		struct store_finish f = { .url_id = url,
					  .state = state,
					  .disposition = disposition };

		OK(store_finish_url(s, &f, bad));
	}
	return o.seed_id;
}

static void test_missing_reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(missing); i++) {
		struct store *s = fixture_store();
		struct store_filter all = { 0 };
		char got[256], want[64];

		print_message("  case: %s\n", missing[i].name);
		seed_with_url(s, missing[i].complete, missing[i].state, missing[i].disposition,
			      missing[i].link_year);
		omissions(got, sizeof(got), s, &all);
		snprintf(want, sizeof(want), "report %s %d;", missing[i].want,
			 missing[i].is_omission);
		assert_string_equal(got, want);
		store_close(s);
	}
}

/* Lines of a seed list that share a URL: what is known of one is known of all. */
static void test_seeds_with_one_url(void **state)
{
	static struct report r;
	static const char *const agencies[] = { "青岭县水务局", "青岭县民政局", "青岭县财政局",
						"青岭县教育局" };
	static const int years[] = { 2022, 2023 };
	struct store *s = fixture_store();
	struct store_seed seed = { .url = STR("http://h/list"), .kind = STR("list") };
	struct store_offer o = { .text = STR("http://h/a"),
				 .kind = STR("article"),
				 .year = 2022,
				 .link_text = STR("青岭县民政局2022年年度报告") };
	struct store_document d = { .path = STR("a"), .sha256 = STR("a"), .seen_ms = 1 };
	struct store_finish dead = { .state = URL_DONE, .disposition = "not_found" };
	struct store_reading reading = { .report = &r };
	struct store_filter all = { 0 };
	enum store_news news;
	int64_t id = 0;
	char got[512];
	bool is_new;

	(void)state;
	OK(store_put_seed(&o.seed_id, s, &seed, bad));
	d.seed_id = o.seed_id;
	for (size_t i = 0; i < countof(agencies); i++) {
		seed.agency = str_c(agencies[i]);
		seed.expect_years = years;
		seed.n_expect_years = 2;
		OK(store_put_seed(&id, s, &seed, bad));
	}
	OK(store_host_id(&o.host_id, s, STR("h"), STR(""), bad));
	o.key = fixture_key(o.text);
	OK(store_offer_url(&dead.url_id, &is_new, s, &o, bad));
	OK(store_finish_url(s, &dead, bad));
	/* One of them published in 2022, none in 2023; nobody has read the list to its end. */
	OK(store_put_document(&id, &news, s, &d, bad));
	fixture_report(&r, agencies[0], 2022);
	fixture_put(s, id, &reading, NULL);
	omissions(got, sizeof(got), s, &all);
	assert_string_equal(got, "report not_visited 0;report unreachable 0;report not_visited 0;"
				 "report not_visited 0;report not_visited 0;report not_visited 0;"
				 "report not_visited 0;");
	/* Read to its end: a dead link names one; that all left 2023 out cannot be believed. */
	OK(store_seed_complete(s, o.seed_id, true, bad));
	omissions(got, sizeof(got), s, &all);
	assert_string_equal(got, "report no_report 1;report unreachable 0;report no_report 1;"
				 "report cannot_tell 0;report cannot_tell 0;report cannot_tell 0;"
				 "report cannot_tell 0;");
	/* A page that fails and names another body concerns that one alone. */
	o.text = STR("http://h/b");
	o.key = fixture_key(o.text);
	o.link_text = STR("青岭县财政局2022年年度报告");
	OK(store_offer_url(&dead.url_id, &is_new, s, &o, bad));
	dead.disposition = "unreachable:timeout";
	OK(store_finish_url(s, &dead, bad));
	omissions(got, sizeof(got), s, &all);
	assert_string_equal(got, "report no_report 1;report unreachable 0;report unreachable 0;"
				 "report cannot_tell 0;report cannot_tell 0;report cannot_tell 0;"
				 "report cannot_tell 0;");
	store_close(s);
}

/* What stands among the documents of a seed keeps us from accusing. */
static void test_documents_that_may_be_the_report(void **state)
{
	static struct report r;
	static const struct {
		const char *name;
		enum err_code outcome;
		const char *agency;
		int year;
		enum report_kind kind;
		const char *want;
	} cases[] = {
		{ "it could not be read", ERR_FORMAT, "", 0, KIND_UNKNOWN,
		  "report unreadable 0;report unreadable 0;" },
		{ "a report of no known year", ERR_NONE, "青岭县水务局", 0, KIND_REPORT,
		  "report cannot_tell 0;" },
		{ "a report of no known agency", ERR_NONE, "", 2023, KIND_REPORT,
		  "report cannot_tell 0;" },
		{ "something else", ERR_NONE, "青岭县水务局", 2023, KIND_NEWS,
		  "report no_report 1;" },
		{ "the report", ERR_NONE, "青岭县水务局", 2023, KIND_REPORT, "" },
	};

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct store *s = fixture_store();
		struct store_document d = { .path = STR("a"), .sha256 = STR("a"), .seen_ms = 1 };
		struct store_reading reading = { .outcome = cases[i].outcome };
		struct store_filter all = { 0 };
		enum store_news news;
		int64_t doc = 0;
		char got[256];

		print_message("  case: %s\n", cases[i].name);
		d.seed_id = seed_with_url(s, true, URL_DONE, "ok", 0);
		OK(store_put_document(&doc, &news, s, &d, bad));
		fixture_report(&r, cases[i].agency, cases[i].year);
		r.kind = cases[i].kind;
		if (!r.identity.agency.n)
			r.identity.agency = (struct str){ 0 };
		if (cases[i].outcome == ERR_NONE)
			reading.report = &r;
		fixture_put(s, doc, &reading, NULL);
		omissions(got, sizeof(got), s, &all);
		assert_string_equal(got, cases[i].want);
		store_close(s);
	}
}

static void test_gaps_between_years(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	struct store_filter all = { 0 };
	struct store_cursor *c = NULL;
	struct store_coverage row;
	char got[256] = "";

	(void)state;
	fixture_report(&r, "青岭县水务局", 2020);
	fixture_put_report(s, "a", &r, NULL);
	fixture_report(&r, "青岭县水务局", 2022);
	r.table[TABLE_REVIEW].status = TABLE_BLANK;
	fixture_put_report(s, "b", &r, NULL);
	OK(store_list_coverage(&c, s, &all, bad));
	while (store_coverage_next(&row, c, bad) > 0)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%d %.*s;", row.year,
			 STR_ARG(row.status));
	store_cursor_close(c);
	/* Files alone never tell that a report was not published. */
	assert_string_equal(got, "2020 published;2021 not_visited;2022 tables_omitted;");
	store_close(s);
}

static const struct {
	const char *name, *agency, *level;
	int year;
	struct date published;
	int days_late; /* 0: not late */
} deadlines[] = {
	{ "a department in January", "青岭县水务局", "", 2023, { 2024, 1, 31 }, 0 },
	{ "a department in February", "青岭县水务局", "", 2023, { 2024, 2, 1 }, 1 },
	{ "a department under the old rule", "青岭县水务局", "", 2018, { 2019, 3, 31 }, 0 },
	{ "a department late under the old rule", "青岭县水务局", "", 2018, { 2019, 4, 2 }, 2 },
	{ "a government in March", "青岭县人民政府", "", 2023, { 2024, 3, 31 }, 0 },
	{ "a government in April", "青岭县人民政府", "", 2023, { 2024, 4, 1 }, 1 },
	{ "the office of a government is a department",
	  "青岭县人民政府办公室",
	  "",
	  2023,
	  { 2024, 2, 3 },
	  3 },
	{ "a county by its bare name", "青岭县", "", 2023, { 2024, 3, 1 }, 0 },
	{ "a town has until March", "白石镇人民政府", "", 2023, { 2024, 3, 1 }, 0 },
	{ "a street office too", "西门街道办事处", "", 2023, { 2024, 3, 1 }, 0 },
	{ "the level of the seed where the name does not tell",
	  "青岭气象台",
	  "dept",
	  2023,
	  { 2024, 2, 1 },
	  1 },
	{ "nobody can say what it is", "青岭气象台", "", 2023, { 2024, 2, 1 }, 0 },
	{ "only the month is known", "青岭县水务局", "", 2023, { 2024, 5, 0 }, 0 },
	{ "the date is not known", "青岭县水务局", "", 2023, { 0, 0, 0 }, 0 },
};

static void test_deadlines(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(deadlines); i++) {
		static struct report r;
		struct store_reading reading = { .report = &r, .level = str_c(deadlines[i].level) };
		struct store *s = fixture_store();
		int64_t late = 0;

		print_message("  case: %s\n", deadlines[i].name);
		fixture_report(&r, deadlines[i].agency, deadlines[i].year);
		r.identity.published = deadlines[i].published;
		fixture_put(s, fixture_document(s, 0, "a", "a", NULL), &reading, NULL);
		OK(store_ask_int(&late, s, "SELECT coalesce(sum(days_late), 0) FROM late", bad));
		assert_int_equal(late, deadlines[i].days_late);
		store_close(s);
	}
}

/* The first of several publications counts. */
static void test_a_later_copy_is_not_late(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	int64_t late = 0;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	r.identity.published = (struct date){ 2024, 6, 1 };
	fixture_put_report(s, "a", &r, NULL);
	r.identity.published = (struct date){ 2024, 1, 9 };
	fixture_put_report(s, "b", &r, NULL);
	OK(store_ask_int(&late, s, "SELECT count(*) FROM late", bad));
	assert_int_equal(late, 0);
	/* Late in two copies: one report is late, not two. */
	fixture_report(&r, "青岭县民政局", 2023);
	r.identity.published = (struct date){ 2024, 6, 1 };
	fixture_put_report(s, "c", &r, NULL);
	fixture_put_report(s, "d", &r, NULL);
	OK(store_ask_int(&late, s, "SELECT count(*) FROM late", bad));
	assert_int_equal(late, 1);
	store_close(s);
}

static void test_filters(void **state)
{
	static const struct {
		const char *name;
		struct store_filter f;
		const char *want;
	} cases[] = {
		{ "all", { 0 }, "requests absent 1;requests image 0;requests blank 1;" },
		{ "a year", { .first_year = 2022, .last_year = 2022 }, "requests image 0;" },
		{ "from a year on", { .first_year = 2022 }, "requests image 0;requests blank 1;" },
		{ "a region and all within",
		  { .region = STR_INIT("990100") },
		  "requests absent 1;requests image 0;" },
		{ "the beginning of a region",
		  { .region = STR_INIT("99") },
		  "requests absent 1;requests image 0;requests blank 1;" },
		{ "a level", { .level = STR_INIT("dept") }, "requests absent 1;" },
		{ "part of a name", { .agency = STR_INIT("民政局") }, "requests blank 1;" },
		{ "a status", { .status = STR_INIT("image") }, "requests image 0;" },
		{ "those that accuse",
		  { .omissions_only = true },
		  "requests absent 1;requests blank 1;" },
	};
	static const struct {
		const char *agency, *region, *level;
		int year;
		enum table_status status;
	} put[] = {
		{ "青岭县水务局", "990101", "dept", 2021, TABLE_ABSENT },
		{ "白石镇人民政府", "990102", "town", 2022, TABLE_IMAGE },
		{ "民政局", "990200", "", 2023, TABLE_BLANK },
	};
	static struct report r;
	struct store *s = fixture_store();

	(void)state;
	for (size_t i = 0; i < countof(put); i++) {
		struct store_reading reading = { .report = &r,
						 .region = str_c(put[i].region),
						 .level = str_c(put[i].level) };

		fixture_report(&r, put[i].agency, put[i].year);
		r.table[TABLE_REQUESTS].status = put[i].status;
		fixture_put(s, fixture_document(s, 0, put[i].agency, put[i].agency, NULL), &reading,
			    NULL);
	}
	for (size_t i = 0; i < countof(cases); i++) {
		char got[256];

		print_message("  case: %s\n", cases[i].name);
		omissions(got, sizeof(got), s, &cases[i].f);
		assert_string_equal(got, cases[i].want);
	}
	store_close(s);
}

/* Each is asked of the database below, and must give the number. */
static const struct {
	const char *sql;
	int64_t want;
} questions[] = {
	{ "SELECT req_new_total FROM report_panel", 14 },
	{ "SELECT pub_norm_issued FROM report_panel", 3 },
	{ "SELECT pub_fee_yuan = 188710 FROM report_panel", 1 },
	{ "SELECT pub_fee_amount_fen FROM t_disclosure", 18871000 },
	{ "SELECT value = 18.871 FROM cell WHERE key = 'pub_fee_amount_wan'", 1 },
	{ "SELECT raw = '18.8710' FROM cell WHERE key = 'pub_fee_amount_wan'", 1 },
	{ "SELECT unit = '万元' FROM cell WHERE key = 'pub_fee_amount_wan'", 1 },
	{ "SELECT value FROM cell WHERE key = 'req_new_total'", 14 },
	{ "SELECT state = 'number' AND raw = '14' FROM cell WHERE key = 'req_new_total'", 1 },
	{ "SELECT grid FROM cell WHERE key = 'req_new_total'", 2 },
	{ "SELECT col FROM cell WHERE key = 'req_new_total'", 7 },
	{ "SELECT state = 'stated_zero' AND value = 0 AND raw = '0' FROM cell"
	  " WHERE key = 'req_new_biz'",
	  1 },
	{ "SELECT state = 'blank' AND value IS NULL AND raw = '' FROM cell"
	  " WHERE key = 'res_granted_biz'",
	  1 },
	{ "SELECT state = 'text' AND value IS NULL AND raw = '见附件' FROM cell"
	  " WHERE key = 'res_granted_ngo'",
	  1 },
	{ "SELECT state = 'dash' AND raw = '-' FROM cell WHERE key = 'res_granted_legal'", 1 },
	{ "SELECT state = 'ambiguous' AND is_inferred = 0 FROM cell WHERE key = 'res_partial_biz'",
	  1 },
	{ "SELECT value = 9 AND is_inferred FROM cell WHERE key = 'res_partial_ngo'", 1 },
	{ "SELECT value = 2.5 FROM cell WHERE key = 'res_partial_legal'", 1 },
	{ "SELECT state = 'missing_cell' AND value IS NULL FROM cell"
	  " WHERE key = 'pub_norm_repealed'",
	  1 },
	{ "SELECT block FROM cell WHERE key = 'pub_norm_in_force'", 180000 },
	{ "SELECT grid IS NULL FROM cell WHERE key = 'pub_norm_in_force'", 1 },
	{ "SELECT count(*) FROM cell WHERE key = 'pub_norm_made'", 0 },
	{ "SELECT count(*) FROM cell WHERE table_name = 'statistics'", 0 },
	{ "SELECT n_reports FROM coverage_by_year WHERE year = 2023", 1 },
	{ "SELECT count(*) FROM conflicting", 2 },
	{ "SELECT count(*) FROM inconsistent", 0 },
};

static void test_questions(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	struct value *v;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	fixture_cell(&r, ROW_RES_GRANTED, COL_BIZ, "");
	fixture_cell(&r, ROW_RES_GRANTED, COL_NGO, "见附件");
	fixture_cell(&r, ROW_RES_GRANTED, COL_LEGAL, "-");
	fixture_cell(&r, ROW_RES_PARTIAL, COL_NGO, "9");
	r.value[ROW_RES_PARTIAL][COL_NGO].inferred = true;
	v = &r.value[ROW_RES_PARTIAL][COL_BIZ];
	v->state = VALUE_AMBIGUOUS;
	v = &r.value[ROW_RES_PARTIAL][COL_LEGAL];
	*v = (struct value){ .state = VALUE_NUMBER, .n = 25, .scale = 1, .raw = STR("2.5") };
	v = &r.value[ROW_PUB_NORM][COL_IN_FORCE];
	*v = (struct value){ .state = VALUE_NUMBER, .n = 6, .block = 180000, .raw = STR("6") };
	v = &r.value[ROW_PUB_FEE][COL_AMOUNT_WAN];
	*v = (struct value){
		.state = VALUE_NUMBER, .n = 188710, .scale = 4, .raw = STR("18.8710")
	};
	fixture_put_report(s, "a", &r, NULL);
	/* A second version that is not current: it must not be counted twice. */
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		r.table[t].status = TABLE_ABSENT;
	for (size_t i = 0; i < sizeof(r.value) / sizeof(*v); i++)
		(&r.value[0][0])[i] = (struct value){ 0 };
	for (enum table_id t = 0; t < TABLE__COUNT; t++)
		r.table[t].form = NULL;
	fixture_put_report(s, "b", &r, NULL);
	for (size_t i = 0; i < countof(questions); i++) {
		int64_t got = -1;

		print_message("  ask: %s\n", questions[i].sql);
		OK(store_ask_int(&got, s, questions[i].sql, bad));
		assert_int_equal(got, questions[i].want);
	}
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_missing_reports),
		cmocka_unit_test(test_seeds_with_one_url),
		cmocka_unit_test(test_documents_that_may_be_the_report),
		cmocka_unit_test(test_gaps_between_years),
		cmocka_unit_test(test_deadlines),
		cmocka_unit_test(test_a_later_copy_is_not_late),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
