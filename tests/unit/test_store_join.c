#include "tests/unit/store_fixture.h"

/* Tables that lie in files of a page, or in an annex of their own. */

static int64_t add_url(struct store *s, const char *text, const char *kind, int64_t parent_id)
{
	struct store_offer o = { .text = str_c(text), .kind = str_c(kind), .parent_id = parent_id };
	int64_t id = 0;
	bool is_new;

	o.key = fixture_key(o.text);
	OK(store_host_id(&o.host_id, s, STR("www.example.gov.cn.test"), (struct str){ 0 }, bad));
	OK(store_offer_url(&id, &is_new, s, &o, bad));
	return id;
}

static int64_t ask(struct store *s, const char *sql)
{
	int64_t n = -1;

	OK(store_ask_int(&n, s, sql, bad));
	return n;
}

/* A page that sends its readers to a file for every table. */
static void page_report(struct report *r, const char *agency, int year)
{
	*r = (struct report){ .kind = KIND_REPORT };
	r->identity = (struct identity){ .agency = str_c(agency), .year = year };
	for (enum table_id t = 0; t < TABLE_STATISTICS; t++)
		r->table[t] = (struct table_state){ .status = TABLE_ATTACHMENT,
						    .evidence = STR("详见附件") };
}

static void put(struct store *s, int64_t document_id, const struct report *r)
{
	struct store_reading reading = { .report = r, .format = STR("xlsx") };

	fixture_put(s, document_id, &reading, NULL);
}

/* A page and another document with tables; whether the page's report takes them. */
static const struct {
	const char *name;
	const char *kind; /* of the other's URL */
	bool belongs;     /* the page links to it */
	enum report_kind reads_as;
	const char *agency;
	int year;
	bool other_first; /* it is read before the page */
	bool is_taken;
} joins[] = {
	{ "a file of tables", "attachment", true, KIND_STATISTICS, "甲局", 2022, false, true },
	{ "a file that is a report", "attachment", true, KIND_REPORT, "甲局", 2022, false, true },
	{ "a document in a frame", "shell", true, KIND_STATISTICS, "甲局", 2022, false, true },
	{ "a file read first", "attachment", true, KIND_STATISTICS, "甲局", 2022, true, true },
	{ "an annex on a page of its own", "article", false, KIND_STATISTICS, "甲局", 2022, false,
	  true },
	{ "an annex read first", "article", false, KIND_STATISTICS, "甲局", 2022, true, true },
	{ "a file of another year", "attachment", true, KIND_STATISTICS, "甲局", 2021, false,
	  false },
	{ "an annex of another agency", "article", false, KIND_STATISTICS, "乙局", 2022, false,
	  false },
	{ "a file of another page", "attachment", false, KIND_STATISTICS, "甲局", 2022, false,
	  false },
	{ "another report of the same body", "article", false, KIND_REPORT, "甲局", 2022, false,
	  false },
	{ "a blank form", "attachment", true, KIND_TEMPLATE, "甲局", 2022, false, false },
	{ "tables of which nobody can say whose they are", "attachment", true, KIND_STATISTICS, "",
	  2022, false, false },
};

static void test_joins(void **state)
{
	static struct report page, other;

	(void)state;
	for (size_t i = 0; i < countof(joins); i++) {
		struct store *s = fixture_store();
		int64_t page_url = add_url(s, "http://a.test/page.html", "article", 0);
		int64_t url = add_url(s, "http://a.test/other", joins[i].kind,
				      joins[i].belongs ? page_url : 0);
		int64_t d = fixture_document(s, page_url, "", "page", NULL);
		int64_t o = fixture_document(s, url, "", "other", NULL);
		char sql[320];

		page_report(&page, "甲局", 2022);
		fixture_report(&other, joins[i].agency, joins[i].year);
		other.kind = joins[i].reads_as;
		if (joins[i].other_first)
			put(s, o, &other);
		put(s, d, &page);
		if (!joins[i].other_first)
			put(s, o, &other);
		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM table_state t JOIN report r ON r.id = t.report_id"
			 " WHERE r.document_id = %d AND t.document_id = %d AND t.status = 'present'"
			 " AND t.own_status = 'attachment'",
			 (int)d, (int)o);
		if (ask(s, sql) != (joins[i].is_taken ? 3 : 0))
			fail_msg("%s: %d tables taken", joins[i].name, (int)ask(s, sql));
		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM cell c JOIN report r ON r.id = c.report_id AND"
			 " r.document_id = %d WHERE c.key = 'req_new_total' AND c.value = 14"
			 " AND c.document_id = %d",
			 (int)d, (int)o);
		if (ask(s, sql) != (joins[i].is_taken ? 1 : 0))
			fail_msg("%s: the cell does not name its document", joins[i].name);
		if (joins[i].is_taken &&
		    ask(s, "SELECT count(*) FROM omission WHERE status = 'attachment'"))
			fail_msg("%s: its tables are said to be in a file", joins[i].name);
		store_close(s);
	}
}

/* What happens to a page's tables while its file changes, step by step. */
static void test_the_file_changes(void **state)
{
	static struct report page, file;
	struct store *s = fixture_store();
	int64_t page_url = add_url(s, "http://a.test/page.html", "article", 0);
	int64_t file_url = add_url(s, "http://a.test/file.xlsx", "attachment", page_url);
	int64_t d = fixture_document(s, page_url, "", "page", NULL), f, report_id;
	struct check none = { 0 };

	(void)state;
	page_report(&page, "甲局", 2022);
	put(s, d, &page);
	assert_int_equal(store_next_unchecked(&report_id, s, bad), 0);
	f = fixture_document(s, file_url, "", "file 1", NULL);
	fixture_report(&file, "甲局", 2022);
	file.kind = KIND_STATISTICS;
	fixture_cell(&file, ROW_PUB_NORM, COL_REPEALED, "三件");
	put(s, f, &file);
	assert_int_equal(ask(s, "SELECT value FROM cell WHERE key = 'req_new_total'"
				" AND report_id = 1"),
			 14);
	assert_int_equal(ask(s, "SELECT raw = '三件' FROM cell WHERE key = 'pub_norm_repealed'"
				" AND report_id = 1"),
			 1);

	/* The rules see the report as it is now. */
	assert_int_equal(store_next_unchecked(&report_id, s, bad), 1);
	assert_int_equal(report_id, 1);
	OK(store_put_joined_check(s, report_id, &none, bad));
	assert_int_equal(store_next_unchecked(&report_id, s, bad), 0);
	put(s, f, &file);
	put(s, d, &page);
	assert_int_equal(store_next_unchecked(&report_id, s, bad), 0);

	/* Another body at the same URL takes its place. */
	f = fixture_document(s, file_url, "", "file 2", NULL);
	fixture_report(&file, "甲局", 2022);
	file.kind = KIND_STATISTICS;
	fixture_cell(&file, ROW_REQ_NEW, COL_TOTAL, "15");
	put(s, f, &file);
	assert_int_equal(ask(s, "SELECT value FROM cell WHERE key = 'req_new_total'"
				" AND report_id = 1"),
			 15);
	assert_int_equal(ask(s, "SELECT count(*) FROM cell_extra WHERE report_id = 1"), 0);

	/* Read otherwise, the file has no tables: the page says again what it said itself. */
	file = (struct report){ .kind = KIND_TEMPLATE };
	put(s, f, &file);
	assert_int_equal(ask(s, "SELECT count(*) FROM table_state WHERE report_id = 1"
				" AND status = 'attachment' AND own_status IS NULL"),
			 3);
	assert_int_equal(ask(s, "SELECT count(*) FROM t_requests WHERE report_id = 1"), 0);
	store_close(s);
}

/* What a page says of itself, report or not, is said to the reader of its files. */
static const struct {
	const char *name, *kind;
	enum report_kind page;
	bool is_told;
} pages[] = {
	{ "a report", "attachment", KIND_REPORT, true },
	{ "a page with hardly any text", "attachment", KIND_SHELL, true },
	{ "a frame", "shell", KIND_SHELL, true },
	{ "a list of many reports", "attachment", KIND_LIST, false },
	{ "a page that only looks like a report", "attachment", KIND_NEWS, false },
	{ "a further page", "article", KIND_REPORT, false },
};

static void test_files_are_told_of_their_page(void **state)
{
	static struct report page;

	(void)state;
	for (size_t i = 0; i < countof(pages); i++) {
		struct store *s = fixture_store();
		int64_t page_url = add_url(s, "http://a.test/page.html", "article", 0);
		int64_t url = add_url(s, "http://a.test/file.pdf", pages[i].kind, page_url);
		int64_t file = fixture_document(s, url, "", "file", NULL);
		struct store_document_row row;
		struct arena arena = { 0 };

		page_report(&page, "甲局", 2022);
		page.kind = pages[i].page;
		page.identity.published = (struct date){ 2023, 1, 20 };
		put(s, fixture_document(s, page_url, "", "page", NULL), &page);
		OK(store_get_document(&row, s, file, &arena, bad));
		if (str_eq(row.page_agency, STR("甲局")) != pages[i].is_told ||
		    (row.page_year == 2022) != pages[i].is_told ||
		    (row.page_published.day == 20) != pages[i].is_told)
			fail_msg("%s: said of year %d", pages[i].name, row.page_year);
		arena_release(&arena);
		store_close(s);
	}
}

/* A table that the page has itself is its own, whatever a file says. */
static void test_own_tables_stay(void **state)
{
	static struct report page, file;
	struct store *s = fixture_store();
	int64_t page_url = add_url(s, "http://a.test/page.html", "article", 0);
	int64_t file_url = add_url(s, "http://a.test/file.xlsx", "attachment", page_url);
	int64_t d = fixture_document(s, page_url, "", "page", NULL);

	(void)state;
	fixture_report(&page, "甲局", 2022);
	page.table[TABLE_REVIEW] = (struct table_state){ .status = TABLE_IMAGE };
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		if (row_table(row) == TABLE_REVIEW)
			memset(page.value[row], 0, sizeof(page.value[row]));
	put(s, d, &page);
	fixture_report(&file, "甲局", 2022);
	fixture_cell(&file, ROW_REQ_NEW, COL_TOTAL, "99");
	put(s, fixture_document(s, file_url, "", "file", NULL), &file);
	assert_int_equal(ask(s, "SELECT value FROM cell WHERE key = 'req_new_total'"
				" AND report_id = 1"),
			 14);
	assert_int_equal(ask(s, "SELECT count(*) FROM table_state WHERE report_id = 1"
				" AND document_id IS NOT NULL AND table_name = 'review'"),
			 1);
	assert_int_equal(ask(s, "SELECT count(*) FROM table_state WHERE document_id IS NOT NULL"),
			 1);
	/* One publication: no second version, and the page is what counts. */
	assert_int_equal(ask(s, "SELECT count(*) FROM conflicting"), 0);
	assert_int_equal(ask(s, "SELECT document_id FROM report WHERE is_current"), d);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_joins),
		cmocka_unit_test(test_the_file_changes),
		cmocka_unit_test(test_own_tables_stay),
		cmocka_unit_test(test_files_are_told_of_their_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
