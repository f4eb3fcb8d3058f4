#include "tests/unit/store_fixture.h"

#include "store/store_link.h"

static const struct {
	const char *name;
	enum row_id row;
	enum col_id col;
	struct value value;
} cells[] = {
	{ "a plain number",
	  ROW_REQ_NEW,
	  COL_NATURAL,
	  { .state = VALUE_NUMBER,
	    .n = 14,
	    .grid = 3,
	    .row = 5,
	    .col = 2,
	    .raw = STR_INIT("14") } },
	{ "a number below zero",
	  ROW_PUB_LICENSE,
	  COL_ITEMS_DELTA,
	  { .state = VALUE_NUMBER,
	    .n = -3,
	    .grid = 1,
	    .row = 1,
	    .col = 1,
	    .raw = STR_INIT("-3") } },
	{ "a number printed otherwise",
	  ROW_REQ_NEW,
	  COL_BIZ,
	  { .state = VALUE_NUMBER,
	    .n = 1234,
	    .grid = 3,
	    .row = 5,
	    .col = 3,
	    .raw = STR_INIT("1,234") } },
	{ "the largest number",
	  ROW_REQ_NEW,
	  COL_NGO,
	  { .state = VALUE_NUMBER,
	    .n = INT64_MAX,
	    .grid = 3,
	    .row = 5,
	    .col = 5,
	    .raw = STR_INIT("9223372036854775807") } },
	{ "a zero in words",
	  ROW_REQ_NEW,
	  COL_RESEARCH,
	  { .state = VALUE_ZERO, .grid = 3, .row = 5, .col = 4, .raw = STR_INIT("无") } },
	{ "a zero",
	  ROW_REQ_NEW,
	  COL_LEGAL,
	  { .state = VALUE_ZERO, .grid = 3, .row = 5, .col = 6, .raw = STR_INIT("0") } },
	{ "a blank",
	  ROW_RES_GRANTED,
	  COL_NATURAL,
	  { .state = VALUE_BLANK, .grid = 3, .row = 7, .col = 2, .raw = STR_INIT("") } },
	{ "a hyphen",
	  ROW_RES_GRANTED,
	  COL_BIZ,
	  { .state = VALUE_DASH, .grid = 3, .row = 7, .col = 3, .raw = STR_INIT("-") } },
	{ "a long dash",
	  ROW_RES_GRANTED,
	  COL_RESEARCH,
	  { .state = VALUE_DASH, .grid = 3, .row = 7, .col = 4, .raw = STR_INIT("——") } },
	{ "a slash",
	  ROW_RES_GRANTED,
	  COL_NGO,
	  { .state = VALUE_SLASH, .grid = 3, .row = 7, .col = 5, .raw = STR_INIT("/") } },
	{ "words",
	  ROW_RES_GRANTED,
	  COL_LEGAL,
	  { .state = VALUE_TEXT, .grid = 3, .row = 7, .col = 6, .raw = STR_INIT("见附件") } },
	{ "a figure of which nobody can say the column",
	  ROW_RES_PARTIAL,
	  COL_NATURAL,
	  { .state = VALUE_AMBIGUOUS, .grid = 3, .row = 8, .raw = STR_INIT("5") } },
	{ "a figure reached by reasoning",
	  ROW_RES_PARTIAL,
	  COL_BIZ,
	  { .state = VALUE_NUMBER,
	    .inferred = true,
	    .n = 2,
	    .grid = 3,
	    .row = 8,
	    .col = 3,
	    .raw = STR_INIT("2") } },
	{ "a blank known by reasoning",
	  ROW_RES_PARTIAL,
	  COL_NGO,
	  { .state = VALUE_BLANK, .inferred = true, .grid = 3, .row = 8, .raw = STR_INIT("") } },
	{ "a fraction where counts stand",
	  ROW_RES_PARTIAL,
	  COL_RESEARCH,
	  { .state = VALUE_NUMBER,
	    .n = 25,
	    .scale = 1,
	    .grid = 3,
	    .row = 8,
	    .col = 4,
	    .raw = STR_INIT("2.5") } },
	{ "a fraction of nothing",
	  ROW_RES_PARTIAL,
	  COL_LEGAL,
	  { .state = VALUE_ZERO,
	    .scale = 2,
	    .grid = 3,
	    .row = 8,
	    .col = 4,
	    .raw = STR_INIT("0.00") } },
	{ "money to the cent",
	  ROW_PUB_FEE,
	  COL_AMOUNT_WAN,
	  { .state = VALUE_NUMBER,
	    .n = 188710,
	    .scale = 4,
	    .grid = 1,
	    .row = 9,
	    .col = 1,
	    .raw = STR_INIT("18.8710") } },
	{ "money in whole units",
	  ROW_PUB_PROCUREMENT,
	  COL_AMOUNT,
	  { .state = VALUE_NUMBER, .n = 7, .grid = 1, .row = 9, .col = 2, .raw = STR_INIT("7") } },
	{ "money beyond all bounds",
	  ROW_S14_FEE_WAN,
	  COL_VALUE,
	  { .state = VALUE_NUMBER,
	    .n = INT64_MAX,
	    .grid = 9,
	    .row = 9,
	    .col = 2,
	    .raw = STR_INIT("9223372036854775807") } },
	{ "a cell read from running text",
	  ROW_S14_PUB_TOTAL,
	  COL_VALUE,
	  { .state = VALUE_NUMBER, .n = 8, .block = 12, .raw = STR_INIT("8") } },
	{ "in the last of many blocks",
	  ROW_S14_REQ_TOTAL,
	  COL_VALUE,
	  { .state = VALUE_NUMBER, .n = 8, .block = 199999, .raw = STR_INIT("8") } },
	{ "where surrogates begin",
	  ROW_S14_ANS_TOTAL,
	  COL_VALUE,
	  { .state = VALUE_NUMBER, .n = 8, .block = 0xd800 - 33, .raw = STR_INIT("8") } },
	{ "just before surrogates begin",
	  ROW_S14_ANS_GRANTED,
	  COL_VALUE,
	  { .state = VALUE_NUMBER, .n = 8, .block = 0xd800 - 34, .raw = STR_INIT("8") } },
	{ "in the last grid of a page",
	  ROW_S14_ANS_PARTIAL,
	  COL_VALUE,
	  { .state = VALUE_NUMBER,
	    .n = 8,
	    .grid = 20000,
	    .row = 4095,
	    .col = 127,
	    .raw = STR_INIT("8") } },
};

static int64_t ask(struct store *s, const char *sql)
{
	int64_t n = -1;

	OK(store_ask_int(&n, s, sql, bad));
	return n;
}

static void assert_value(const struct value *got, const struct value *want)
{
	assert_int_equal(got->state, want->state);
	assert_int_equal(got->inferred, want->inferred);
	assert_int_equal(got->scale, want->scale);
	assert_int_equal(got->n, want->n);
	assert_int_equal(got->grid, want->grid);
	assert_int_equal(got->row, want->row);
	assert_int_equal(got->col, want->col);
	assert_int_equal(got->block, want->block);
	if (!str_eq(got->raw, want->raw))
		fail_msg("raw is \"%.*s\"", STR_ARG(got->raw));
}

static void test_cells_come_back(void **state)
{
	static struct report r, back;
	struct store_report_row row;
	struct store *s = fixture_store();
	struct arena arena = { 0 };
	int64_t id;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	r.table[TABLE_STATISTICS] =
		(struct table_state){ TABLE_PARTIAL, "form2014", 3, STR("附表") };
	for (size_t i = 0; i < countof(cells); i++)
		r.value[cells[i].row][cells[i].col] = cells[i].value;
	id = fixture_put_report(s, "a", &r, NULL);
	assert_int_equal(store_get_report(&back, &row, s, id, &arena, bad), 1);
	for (size_t i = 0; i < countof(cells); i++) {
		print_message("  case: %s\n", cells[i].name);
		assert_value(&back.value[cells[i].row][cells[i].col], &cells[i].value);
	}
	for (enum row_id i = 0; i < ROW__COUNT; i++)
		for (enum col_id k = 0; k < COL__COUNT; k++)
			assert_value(&back.value[i][k], &r.value[i][k]);
	arena_release(&arena);
	store_close(s);
}

static void test_the_rest_comes_back(void **state)
{
	static struct report r, back;
	struct section sections[] = {
		{ 1, 1, STR_INIT("一、总体情况"), STR_INIT("全文"), 3, 9 },
		{ 5, 4, STR_INIT("四、存在的问题"), STR_INIT("不足\n改进"), 9, 12 },
	};
	struct note notes[] = {
		{ NOTE_ROW_SHORT, TABLE_REQUESTS, ROW_RES_PARTIAL, COL__COUNT, STR_INIT("短"), 4 },
		{ NOTE_CELL_UNIT, TABLE_DISCLOSURE, ROW__COUNT, COL_DECISIONS, STR_INIT("件"), 5 },
		{ NOTE_LABEL_OLD, TABLE_STATISTICS, ROW_S14_REQ_FAX, COL_VALUE, STR_INIT(""), 5 },
		{ NOTE_HEADING_ORDINAL, TABLE__COUNT, ROW__COUNT, COL__COUNT, STR_INIT("三、"), 6 },
	};
	struct store_report_row row;
	struct store *s = fixture_store();
	struct arena arena = { 0 };
	int64_t id;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	r.kind_reason = STR("标题");
	r.identity.scope = STR("本级");
	r.identity.published = (struct date){ 2024, 3, 0 };
	r.identity.year_title = 2023;
	r.identity.year_period = 2022;
	r.sections = sections;
	r.n_sections = countof(sections);
	r.notes = notes;
	r.n_notes = countof(notes);
	r.signoff = STR("青岭县水务局\n2024年1月");
	r.truncated = true;
	r.table[TABLE_REVIEW] = (struct table_state){ TABLE_IMAGE, NULL, 88, STR("表.png") };
	id = fixture_put_report(s, "a", &r, NULL);
	assert_int_equal(store_get_report(&back, &row, s, id, &arena, bad), 1);
	assert_string_equal(back.identity.title.p, "政府信息公开工作年度报告");
	assert_string_equal(back.identity.scope.p, "本级");
	assert_int_equal(back.identity.year, 2023);
	assert_int_equal(date_cmp(back.identity.published, r.identity.published), 0);
	assert_int_equal(back.identity.year_title, 2023);
	assert_int_equal(back.identity.year_period, 2022);
	assert_int_equal(back.identity.year_preamble, 0);
	assert_int_equal(back.identity.agency_from, FROM_TITLE);
	assert_int_equal(back.identity.published_from, FROM_METABOX);
	assert_string_equal(back.kind_reason.p, "标题");
	assert_string_equal(back.signoff.p, "青岭县水务局\n2024年1月");
	assert_true(back.truncated);
	assert_int_equal(back.n_sections, 2);
	assert_int_equal(back.sections[1].no, 5);
	assert_int_equal(back.sections[1].ordinal, 4);
	assert_string_equal(back.sections[1].text.p, "不足\n改进");
	assert_int_equal(back.sections[1].last_block, 12);
	assert_int_equal(back.n_notes, 4);
	assert_int_equal(back.notes[3].table, TABLE__COUNT);
	assert_int_equal(back.notes[0].col, COL__COUNT);
	assert_int_equal(back.notes[1].row, ROW__COUNT);
	assert_int_equal(back.notes[1].col, COL_DECISIONS);
	assert_int_equal(back.notes[2].col, COL_VALUE);
	assert_int_equal(back.table[TABLE_REVIEW].status, TABLE_IMAGE);
	assert_null(back.table[TABLE_REVIEW].form);
	assert_int_equal(back.table[TABLE_REVIEW].block, 88);
	assert_string_equal(back.table[TABLE_REVIEW].evidence.p, "表.png");
	assert_string_equal(back.table[TABLE_REQUESTS].form, "form2021");
	assert_true(row.is_current);
	assert_int_equal(row.version, 1);
	assert_int_equal(store_get_report(&back, &row, s, 77, &arena, bad), 0);
	arena_release(&arena);
	store_close(s);
}

/* Sources of one report, put in turn, and what becomes of each. */
static const struct {
	const char *name;
	const char *path, *body; /* of the document */
	int total;               /* one of the figures */
	const char *scope;
	int year;
	bool is_untrusted;
	enum store_news news;
	enum store_change change;
	int version;
	const char *current; /* bodies that are current afterwards, in order of id */
} story[] = {
	{ "the first source", "a", "a1", 14, "", 2023, false, STORE_NEW, STORE_ADDED, 1, "a1" },
	{ "the same again", "a", "a1", 14, "", 2023, false, STORE_SAME, STORE_UNCHANGED, 1, "a1" },
	{ "a second source", "b", "b1", 14, "", 2023, false, STORE_NEW, STORE_SOURCE, 1, "a1" },
	{ "the first one changes", "a", "a2", 15, "", 2023, false, STORE_CHANGED, STORE_VERSION_UP,
	  2, "b1" },
	{ "the second follows", "b", "b2", 15, "", 2023, false, STORE_CHANGED, STORE_SOURCE, 2,
	  "a2" },
	{ "a damaged copy of other content", "c", "c1", 99, "", 2023, true, STORE_NEW,
	  STORE_VERSION_UP, 3, "a2" },
	{ "another scope is another report", "d", "d1", 20, "本级", 2023, false, STORE_NEW,
	  STORE_ADDED, 1, "a2 d1" },
	{ "another year is another report", "e", "e1", 14, "", 2022, false, STORE_NEW, STORE_ADDED,
	  1, "a2 d1 e1" },
	{ "the first one changes back", "a", "a1", 14, "", 2023, false, STORE_CHANGED,
	  STORE_UNCHANGED, 1, "a1 d1 e1" },
	{ "the same bytes read otherwise", "a", "a1", 16, "", 2023, false, STORE_SAME, STORE_REREAD,
	  4, "a1 d1 e1" },
	{ "a report of no known year", "f", "f1", 14, "", 0, false, STORE_NEW, STORE_ADDED, 1,
	  "a1 d1 e1 f1" },
	{ "another of no known year", "g", "g1", 14, "", 0, false, STORE_NEW, STORE_ADDED, 1,
	  "a1 d1 e1 f1 g1" },
};

static void current(char *out, size_t n, struct store *s)
{
	struct store_filter all = { 0 };
	struct store_listed_report r;
	struct store_cursor *c = NULL;
	size_t at = 0;

	out[0] = '\0';
	OK(store_list_reports(&c, s, &all, bad));
	while (store_listed_report_next(&r, c, bad) > 0) {
		for (size_t i = 0; i < countof(story); i++) {
			char sha256[DIGEST_TEXT_MAX];

			digest_of(sha256, DIGEST_SHA256, str_c(story[i].body));
			if (!str_eq(r.sha256, str_c(sha256)))
				continue;
			at += (size_t)snprintf(out + at, n - at, "%s%s", at ? " " : "",
					       story[i].body);
			break;
		}
	}
	store_cursor_close(c);
}

static void test_versions(void **state)
{
	static struct report r;
	static struct encoding encoding;
	struct store *s = fixture_store();

	(void)state;
	for (size_t i = 0; i < countof(story); i++) {
		struct store_reading reading = { .report = &r, .encoding = &encoding };
		char total[16], got[128];
		struct store_report_row row;
		struct arena arena = { 0 };
		enum store_change change;
		enum store_news news;
		static struct report back;
		int64_t id;

		print_message("  step: %s\n", story[i].name);
		fixture_report(&r, "青岭县水务局", story[i].year);
		r.identity.scope = str_c(story[i].scope);
		snprintf(total, sizeof(total), "%d", story[i].total);
		fixture_cell(&r, ROW_REQ_NEW, COL_TOTAL, total);
		encoding = (struct encoding){ .used = "UTF-8", .untrusted = story[i].is_untrusted };
		id = fixture_put(s, fixture_document(s, 0, story[i].path, story[i].body, &news),
				 &reading, &change);
		assert_int_equal(news, story[i].news);
		assert_int_equal(change, story[i].change);
		OK(store_get_report(&back, &row, s, id, &arena, bad));
		assert_int_equal(row.version, story[i].version);
		assert_int_equal(back.value[ROW_REQ_NEW][COL_TOTAL].n, story[i].total);
		current(got, sizeof(got), s);
		assert_string_equal(got, story[i].current);
		arena_release(&arena);
	}
	OK(store_verify(s, bad));
	store_close(s);
}

static void test_what_is_no_report(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	struct store_reading reading = { .report = &r, .format = STR("html") };
	struct store_document_row row;
	struct store_totals totals = { 0 };
	struct arena arena = { 0 };
	enum store_change change;
	int64_t doc = fixture_document(s, 0, "a", "a", NULL), id;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	r.kind = KIND_INTERPRETATION;
	r.kind_reason = STR("解读");
	assert_int_equal(fixture_put(s, doc, &reading, &change), 0);
	assert_int_equal(change, STORE_UNCHANGED);
	OK(store_get_document(&row, s, doc, &arena, bad));
	assert_string_equal(row.kind.p, "interpretation");
	assert_string_equal(row.outcome.p, "none");
	assert_int_equal(row.report_id, 0);
	r.kind = KIND_REPORT;
	id = fixture_put(s, doc, &reading, &change);
	assert_int_equal(change, STORE_ADDED);
	OK(store_get_document(&row, s, doc, &arena, bad));
	assert_int_equal(row.report_id, id);
	r.kind = KIND_TEMPLATE;
	assert_int_equal(fixture_put(s, doc, &reading, &change), 0);
	assert_int_equal(change, STORE_REMOVED);
	OK(store_totals(&totals, s, bad));
	assert_int_equal(totals.n_reports, 0);
	arena_release(&arena);
	store_close(s);
}

static void test_what_could_not_be_read(void **state)
{
	struct store *s = fixture_store();
	struct store_reading reading = { .outcome = ERR_WORKER_MEMORY,
					 .message = STR("over 512 MiB"),
					 .format = STR("pdf") };
	struct store_document_row row;
	struct arena arena = { 0 };
	int64_t doc = fixture_document(s, 0, "a", "a", NULL);

	(void)state;
	assert_int_equal(store_next_document(&row, s, STORE_UNREAD, 0, &arena, bad), 1);
	assert_int_equal(row.id, doc);
	assert_false(row.is_read);
	assert_int_equal(fixture_put(s, doc, &reading, NULL), 0);
	assert_int_equal(store_next_document(&row, s, STORE_UNREAD, 0, &arena, bad), 0);
	assert_int_equal(store_next_document(&row, s, STORE_ALL, 0, &arena, bad), 1);
	assert_string_equal(row.outcome.p, "worker_memory");
	assert_string_equal(row.format.p, "pdf");
	assert_string_equal(row.place.file.p, "a.warc.gz");
	assert_int_equal(row.place.offset, 100);
	assert_int_equal(store_next_document(&row, s, STORE_ALL, doc, &arena, bad), 0);
	arena_release(&arena);
	store_close(s);
}

/* Which agency a report is laid to, by name and region. */
static const struct {
	const char *name, *agency, *region;
	int same_as; /* an earlier row: one agency with it; -1: a new one */
} agencies[] = {
	{ "a name without a region", "甲局", "", -1 },
	{ "the same name gets its region", "甲局", "990100", 0 },
	{ "a wider region is the same agency", "甲局", "990000", 0 },
	{ "a region within is the same agency", "甲局", "990101", 0 },
	{ "and the wider one again", "甲局", "990000", 0 },
	{ "the region is not known", "甲局", "", 0 },
	{ "another region is another agency", "甲局", "980000", -1 },
	{ "nobody can say which of two", "甲局", "", -1 },
	{ "a known one of two", "甲局", "980000", 6 },
};

static void test_agencies(void **state)
{
	static struct report r;
	int64_t ids[countof(agencies)];
	struct store *s = fixture_store();

	(void)state;
	for (size_t i = 0; i < countof(agencies); i++) {
		struct store_reading reading = { .report = &r,
						 .region = str_c(agencies[i].region) };
		struct store_report_row row;
		struct arena arena = { 0 };
		static struct report back;
		char path[16];

		print_message("  case: %s\n", agencies[i].name);
		snprintf(path, sizeof(path), "%zu", i);
		fixture_report(&r, agencies[i].agency, 2000 + (int)i);
		OK(store_get_report(
			&back, &row, s,
			fixture_put(s, fixture_document(s, 0, path, path, NULL), &reading, NULL),
			&arena, bad));
		ids[i] = row.agency_id;
		for (size_t k = 0; k < i; k++)
			if (agencies[i].same_as < 0)
				assert_int_not_equal(ids[i], ids[k]);
		if (agencies[i].same_as >= 0)
			assert_int_equal(ids[i], ids[agencies[i].same_as]);
		arena_release(&arena);
	}
	/* The longest code stays. */
	assert_int_equal(ask(s, "SELECT region FROM agency WHERE id = 1"), 990101);
	store_close(s);
}

/* Of two sources of equal standing the one with more tables is shown, whichever came first. */
static void test_the_fuller_source_is_current(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	int64_t id;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	r.table[TABLE_REVIEW].status = TABLE_IMAGE;
	fixture_put_report(s, "a", &r, NULL);
	r.table[TABLE_REVIEW].status = TABLE_PRESENT;
	id = fixture_put_report(s, "b", &r, NULL);
	assert_int_equal(ask(s, "SELECT id FROM report WHERE is_current"), id);
	store_close(s);
}

/* A reading that fails half-way leaves what the document was before. */
static void test_a_failed_reading_changes_nothing(void **state)
{
	static const struct rule nameless = { .code = NULL };
	static struct report r;
	struct finding f = { .rule = &nameless, .message = STR("x") };
	struct check check = { .findings = &f, .n_findings = 1 };
	struct store_reading reading = { .report = &r };
	struct store *s = fixture_store();
	struct err e = { 0 };
	enum store_change change;
	int64_t doc = fixture_document(s, 0, "a", "a", NULL), id, again;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	id = fixture_put(s, doc, &reading, NULL);
	for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
		fixture_cell(&r, ROW_REQ_NEW, COL_TOTAL, "77");
		reading.check = &check;
		if (in_transaction)
			OK(store_begin(s, bad));
		assert_int_equal(store_put_reading(&change, &again, s, doc, &reading, &e), -1);
		assert_int_equal(e.code, ERR_DB);
		if (in_transaction)
			OK(store_commit(s, bad));
		assert_int_equal(ask(s, "SELECT req_new_total FROM report_panel"), 14);
		assert_int_equal(ask(s, "SELECT id FROM report"), id);
		assert_int_equal(ask(s, "SELECT count(*) FROM table_state"), 4);
	}
	store_close(s);
}

static void test_neighbours(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	int64_t id[3], got = 0;

	(void)state;
	for (int i = 0; i < 3; i++) {
		char path[2] = { (char)('a' + i), 0 };

		fixture_report(&r, "青岭县水务局", 2021 + i);
		r.identity.scope = i == 2 ? STR("本级") : STR("");
		id[i] = fixture_put_report(s, path, &r, NULL);
	}
	assert_int_equal(store_find_neighbour(&got, s, id[1], -1, bad), 1);
	assert_int_equal(got, id[0]);
	assert_int_equal(store_find_neighbour(&got, s, id[1], 1, bad), 0);
	assert_int_equal(store_next_report(&got, s, 0, bad), 1);
	assert_int_equal(got, id[0]);
	assert_int_equal(store_next_report(&got, s, id[2], bad), 0);
	store_close(s);
}

/* Another name of the body: its reports are neighbours once there is evidence, and not before. */
static void test_linked_names(void **state)
{
	static struct report r;
	struct store *s = fixture_store();
	struct succession link = { .kind = SUCCESSION_WORDING, .evidence = STR("a column") };
	int64_t id[2], got = 0;

	(void)state;
	fixture_report(&r, "青岭县科技局", 2021);
	id[0] = fixture_put_report(s, "a", &r, NULL);
	fixture_report(&r, "青岭县科学技术局", 2022);
	id[1] = fixture_put_report(s, "b", &r, NULL);
	assert_int_equal(store_find_neighbour(&got, s, id[1], -1, bad), 0);
	link.agency_id = ask(s, "SELECT id FROM agency WHERE name = '青岭县科技局'");
	link.same_as = ask(s, "SELECT id FROM agency WHERE name = '青岭县科学技术局'");
	OK(store_put_links(s, &link, 1, bad));
	assert_int_equal(store_find_neighbour(&got, s, id[1], -1, bad), 1);
	assert_int_equal(got, id[0]);
	assert_int_equal(store_find_neighbour(&got, s, id[0], 1, bad), 1);
	assert_int_equal(got, id[1]);
	OK(store_put_links(s, &link, 0, bad));
	assert_int_equal(store_find_neighbour(&got, s, id[1], -1, bad), 0);
	store_close(s);
}

static const struct rule rule_a = { .code = "T3_BALANCE" }, rule_b = { .code = "X_CARRY_MISMATCH" },
			 rule_c = { .code = "DOC_NOT_REPORT" };

static void test_findings(void **state)
{
	static struct report r;
	struct finding inside = { .rule = &rule_a,
				  .severity = SEV_ERROR,
				  .n_cells = 2,
				  .cells = { { ROW_REQ_NEW, COL_TOTAL },
					     { ROW_RES_TOTAL, COL_TOTAL } },
				  .has_sides = true,
				  .left = 14000000,
				  .right = 12500000,
				  .message = STR("14 against 12.5"),
				  .quote = STR("共14件") };
	struct finding across = { .rule = &rule_b, .severity = SEV_WARNING, .message = STR("x") };
	struct assessment held = { .rule = &rule_a, .holds = 6, .fails = 1 };
	struct assessment many = { .rule = &rule_b, .fails = 3, .open = 65535 };
	struct check one = {
		.findings = &inside, .n_findings = 1, .assessments = &held, .n_assessments = 1
	};
	struct check other = {
		.findings = &across, .n_findings = 1, .assessments = &many, .n_assessments = 1
	};
	struct store *s = fixture_store();
	struct store_reading reading = { .report = &r, .check = &one };
	struct store_filter all = { 0 }, errors = { .severity = STR("error") },
			    group = { .rule = STR("X_*") };
	const struct store_filter *filters[] = { &all, &errors, &group };
	static const char *const want[] = { "T3_BALANCE X_CARRY_MISMATCH ", "T3_BALANCE ",
					    "X_CARRY_MISMATCH " };
	int64_t id;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	id = fixture_put(s, fixture_document(s, 0, "a", "a", NULL), &reading, NULL);
	OK(store_put_findings(s, id, &other, bad));
	OK(store_put_findings(s, id, &other, bad));
	for (size_t i = 0; i < countof(filters); i++) {
		struct store_cursor *c = NULL;
		struct store_finding f;
		char got[64] = "";

		OK(store_list_findings(&c, s, filters[i], bad));
		while (store_finding_next(&f, c, bad) > 0) {
			snprintf(got + strlen(got), sizeof(got) - strlen(got), "%.*s ",
				 STR_ARG(f.rule));
			if (!str_eq(f.rule, STR("T3_BALANCE")))
				continue;
			assert_true(str_eq(f.cells, STR("req_new_total res_total_total")));
			assert_int_equal(f.left_micro, 14000000);
			assert_true(str_eq(f.quote, STR("共14件")));
			assert_true(str_eq(f.origin, STR("document")));
		}
		store_cursor_close(c);
		assert_string_equal(got, want[i]);
	}
	assert_int_equal(ask(s, "SELECT count(*) FROM assessment"), 2);
	assert_int_equal(ask(s, "SELECT holds * 100 + fails * 10 + open FROM assessment"
				" WHERE rule = 'T3_BALANCE' AND origin = 'document'"),
			 610);
	assert_int_equal(ask(s, "SELECT holds + fails * 100000 + open FROM assessment"
				" WHERE rule = 'X_CARRY_MISMATCH' AND origin = 'database'"),
			 350000);
	/* A piece more: of another rule beside it, of the same rule in its place. */
	held.rule = &rule_b;
	OK(store_add_findings(s, id, &one, bad));
	held.rule = &rule_c;
	OK(store_add_findings(s, id, &one, bad));
	assert_int_equal(ask(s, "SELECT sum(holds * 10 + fails) FROM assessment"
				" WHERE origin = 'database'"),
			 2 * 61);
	OK(store_clear_findings(s, bad));
	assert_int_equal(ask(s, "SELECT count(*) FROM assessment"), 1);
	store_close(s);
}

static void test_repairs_and_attachments(void **state)
{
	struct repair repairs[] = {
		{ .name = "gbk_shift",
		  .count = 1,
		  .before = STR_INIT("?。"),
		  .after = STR_INIT("（"),
		  .margin_mnat = 900 },
		{ .name = "gbk_shift", .count = 1, .margin_mnat = 300 },
		{ .name = "pinyin_brackets", .count = 172 },
	};
	struct encoding encoding = { .declared = STR("gb2312"),
				     .used = "gb18030",
				     .source = CHARSET_META,
				     .repairs = repairs,
				     .n_repairs = countof(repairs) };
	struct store_attachment files[] = { { STR("http://a/b.pdf"), STR("附件"), STR("pdf") } };
	static struct report r;
	struct store_reading reading = {
		.report = &r, .encoding = &encoding, .attachments = files, .n_attachments = 1
	};
	struct store *s = fixture_store();
	int64_t doc = fixture_document(s, 0, "a", "a", NULL);

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	fixture_put(s, doc, &reading, NULL);
	encoding.replaced = 1;
	fixture_put(s, doc, &reading, NULL);
	assert_int_equal(ask(s, "SELECT n_places FROM repair WHERE name = 'gbk_shift'"), 2);
	assert_int_equal(ask(s, "SELECT margin_mnat FROM repair WHERE name = 'gbk_shift'"), 300);
	assert_int_equal(ask(s, "SELECT n_places FROM repair WHERE name = 'pinyin_brackets'"), 172);
	assert_int_equal(ask(s, "SELECT count(*) FROM attachment WHERE format = 'pdf'"), 1);
	OK(store_verify(s, bad));
	store_close(s);
}

/* Text from outside is not always UTF-8: it is stored all the same, and read back as text. */
static void test_broken_text(void **state)
{
	static struct report r, back;
	struct store_report_row row;
	struct arena arena = { 0 };
	struct store *s = fixture_store();
	int64_t id;

	(void)state;
	fixture_report(&r, "青岭县水务局", 2023);
	r.identity.title = STR("a\xff\xfe\x00z");
	id = fixture_put_report(s, "a\xff", &r, NULL);
	OK(store_get_report(&back, &row, s, id, &arena, bad));
	assert_true(str_eq(back.identity.title, STR("a\xef\xbf\xbd\xef\xbf\xbd\x00z")));
	arena_release(&arena);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells_come_back),
		cmocka_unit_test(test_the_rest_comes_back),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_what_is_no_report),
		cmocka_unit_test(test_what_could_not_be_read),
		cmocka_unit_test(test_agencies),
		cmocka_unit_test(test_the_fuller_source_is_current),
		cmocka_unit_test(test_a_failed_reading_changes_nothing),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_linked_names),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_repairs_and_attachments),
		cmocka_unit_test(test_broken_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
