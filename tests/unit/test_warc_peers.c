/* Other people's archives, where they are at hand: ../shared/peers/warc and its expectations. */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "crawler/warc_read.h"
#include "tests/unit/shared.h"

#define DIR_PEERS "../shared/peers/warc/"

/* The value of "name": in one line of JSON, quotes removed. These files escape nothing. */
static struct str value(struct str json, const char *name)
{
	char key[64];
	size_t at, end;

	snprintf(key, sizeof(key), "\"%s\": ", name);
	at = str_find(json, str_c(key), 0);
	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	json = str_sub(json, at + strlen(key), json.n);
	if (json.p[0] == '"') {
		json = str_sub(json, 1, json.n);
		return str_sub(json, 0, str_find(json, STR("\""), 0));
	}
	for (end = 0; end < json.n && !strchr(",}", json.p[end]); end++)
		;
	return str_sub(json, 0, end);
}

static long long number(struct str json, const char *name)
{
	long long n = -1;

	return str_int(&n, value(json, name)) ? n : -1;
}

static void check_digest(struct str want, struct str field, struct str bytes)
{
	enum warc_digest got = warc_digest_check(field, bytes);

	if (str_eq(want, STR("pass")))
		assert_int_equal(got, WARC_DIGEST_PASS);
	else if (str_eq(want, STR("fail")))
		assert_int_equal(got, WARC_DIGEST_FAIL);
	else if (str_eq(want, STR("absent")))
		assert_int_equal(got, WARC_DIGEST_ABSENT);
}

static void check_record(const struct warc_record *rec, struct str want)
{
	assert_true(str_eq(rec->type_name, value(want, "type")));
	assert_true(str_eq(rec->uri, value(want, "target_uri")));
	if (number(want, "offset") >= 0) {
		assert_int_equal(rec->offset, number(want, "offset"));
		assert_int_equal(rec->length, number(want, "length"));
	}
	if (number(want, "block_length") >= 0)
		assert_int_equal(rec->block_bytes, number(want, "block_length"));
	check_digest(value(want, "block_digest"), rec->block_digest, rec->block);
	check_digest(value(want, "payload_digest"), rec->payload_digest, warc_payload(rec));
}

/* Everything one file gives, against its line. */
static void check_file(struct str line, struct str bytes)
{
	struct warc_reader *r = warc_read_bytes(bytes, 0);
	size_t at = str_find(line, STR("\"list\": ["), 0), end;
	struct warc_record rec;
	struct err e = { 0 };
	bool jumped = false;
	int rc;

	end = str_find(line, STR("]"), at);
	assert_true(at != STR_NONE && end != STR_NONE);
	line = str_sub(line, 0, end);
	while ((rc = warc_read_next(&rec, r, &e)) == 1) {
		at = str_find(line, STR("{\"type\""), at);
		assert_true(at != STR_NONE);
		check_record(&rec, str_sub(line, at, str_find(line, STR("}"), at) - at));
		jumped = jumped || rec.skipped_bytes;
		at++;
	}
	if (str_eq(value(line, "verdict"), STR("refuse")))
		assert_int_equal(rc, -1);
	else
		assert_int_equal(rc, 0);
	/* wrong-chunks lists the head of a record whose block is broken: we give out whole ones
	 * only. */
	if (!str_eq(value(line, "file"), STR("files/example-wrong-chunks.warc.gz")))
		assert_true(str_find(line, STR("{\"type\""), at) == STR_NONE);
	assert_int_equal(jumped, str_eq(value(line, "verdict"), STR("read-with-warning")));
	warc_read_close(r);
}

static void check_cut(struct str line, struct str bytes)
{
	struct str cut = str_sub(bytes, 0, (size_t)number(line, "length"));
	struct warc_reader *r = warc_read_bytes(cut, 0);
	struct warc_record rec;
	struct err e;
	long long n = 0;
	int rc;

	while ((rc = warc_read_next(&rec, r, &e)) == 1)
		n++;
	assert_int_equal(n, number(line, "whole_records"));
	assert_int_equal(rc == 0, str_eq(value(line, "clean"), STR("true")));
	assert_int_equal(warc_read_whole_bytes(r), number(line, "good_bytes"));
	warc_read_close(r);
}

/* Calls `check` for each line that says `want` of `name`; how many. Skipped: no such list. */
static int for_each(const char *list, const char *name, struct str want,
		    void (*check)(struct str line, struct str bytes))
{
	struct arena arena = { 0 };
	struct str rest, line;
	int n = 0;

	if (!shared_read(&rest, list, &arena)) {
		print_message("skipped: no %s\n", list);
		skip();
	}
	while (shared_line(&line, &rest)) {
		struct arena scratch = { 0 };
		struct str file = value(line, "file"), bytes;

		if (!str_eq(value(line, name), want))
			continue;
		print_message("  case: %.*s %.*s\n", STR_ARG(value(line, "id")), STR_ARG(file));
		assert_true(shared_read(
			&bytes, arena_strf(&scratch, DIR_PEERS "%.*s", STR_ARG(file)).p, &scratch));
		check(line, bytes);
		arena_release(&scratch);
		n++;
	}
	arena_release(&arena);
	return n;
}

/* ARC, the older format, is not read. */
static void test_files(void **state)
{
	(void)state;
	assert_int_equal(for_each(DIR_PEERS "expected.jsonl", "format", STR("warc"), check_file),
			 12);
}

static void test_cuts(void **state)
{
	(void)state;
	assert_int_equal(for_each(DIR_PEERS "operations.jsonl", "op", STR("cut"), check_cut), 34);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
