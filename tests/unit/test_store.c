#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attrs.h"
#include "store/store.h"
#include "store/store_fetch.h"
#include "store/store_report.h"

static char dir[64];

static int make_dir(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/nianbao-store-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int drop_dir(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command) == 0 ? 0 : -1;
}

static struct store *open_memory(void)
{
	struct err e = { 0 };
	struct store *s = NULL;

	if (store_open(&s, ":memory:", STORE_CREATE, &e))
		fail_msg("%s", e.msg);
	return s;
}

static void test_open_memory(void **state)
{
	struct err e = { 0 };
	struct store *s = open_memory();

	(void)state;
	assert_int_equal(store_verify(s, &e), 0);
	store_close(s);
}

static int64_t put_document(struct store *s, const char *path, const char *sha,
			    enum store_news want)
{
	struct store_document d = {
		.path = str_c(path), .sha256 = str_c(sha), .n_bytes = 10, .seen_ms = 1000
	};
	enum store_news news;
	struct err e = { 0 };
	int64_t id = 0;

	if (store_put_document(&id, &news, s, &d, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(news, want);
	return id;
}

static void test_report_round_trip(void **state)
{
	static struct report r, back;
	struct store_report_row row;
	struct store *s = open_memory();
	struct arena arena = { 0 };
	struct err e = { 0 };
	enum store_change change;
	int64_t doc, id = 0, again = 0;
	struct store_reading reading = { .report = &r, .format = STR("html") };

	(void)state;
	r = (struct report){ .kind = KIND_REPORT };
	r.identity = (struct identity){ .title = STR("a"),
					.agency = STR("青岭县水务局"),
					.year = 2023,
					.published = { 2024, 1, 30 } };
	r.table[TABLE_REQUESTS] = (struct table_state){ TABLE_PRESENT, "form2021", 7, STR("x") };
	r.value[ROW_REQ_NEW][COL_NATURAL] = (struct value){
		.state = VALUE_NUMBER, .n = 14, .grid = 3, .row = 5, .col = 2, .raw = STR("14")
	};
	r.value[ROW_REQ_NEW][COL_BIZ] =
		(struct value){ .state = VALUE_ZERO, .raw = STR("无"), .block = 70000 };
	r.value[ROW_PUB_FEE][COL_AMOUNT_WAN] = (struct value){
		.state = VALUE_NUMBER, .n = 188710, .scale = 4, .raw = STR("18.8710")
	};
	doc = put_document(s, "a.html", "aa", STORE_NEW);
	if (store_put_reading(&change, &id, s, doc, &reading, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(change, STORE_ADDED);
	if (store_put_reading(&change, &again, s, doc, &reading, &e))
		fail_msg("%s", e.msg);
	assert_int_equal(change, STORE_UNCHANGED);
	assert_int_equal(id, again);
	assert_int_equal(store_get_report(&back, &row, s, id, &arena, &e), 1);
	assert_int_equal(back.value[ROW_REQ_NEW][COL_NATURAL].n, 14);
	assert_int_equal(back.value[ROW_REQ_NEW][COL_NATURAL].row, 5);
	assert_int_equal(back.value[ROW_REQ_NEW][COL_BIZ].block, 70000);
	assert_int_equal(back.value[ROW_PUB_FEE][COL_AMOUNT_WAN].scale, 4);
	assert_int_equal(back.value[ROW_PUB_FEE][COL_AMOUNT_WAN].n, 188710);
	assert_string_equal(back.identity.agency.p, "青岭县水务局");
	arena_release(&arena);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open_memory),
		cmocka_unit_test(test_report_round_trip),
	};

	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
