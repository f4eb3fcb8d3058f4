/* Other people's archives, where they are at hand: ../shared/peers/warc and its expectations. */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "crawler/warc_read.h"

#define DIR_PEERS "../shared/peers/warc/"

static bool load(struct buf *b, const char *path)
{
	char piece[4096];
	FILE *f = fopen(path, "rb");
	size_t n;

	buf_clear(b);
	if (!f)
		return false;
	while ((n = fread(piece, 1, sizeof(piece), f)))
		buf_add(b, (struct str){ piece, n });
	fclose(f);
	return true;
}

static struct str take_line(struct str *s)
{
	size_t end = str_find(*s, STR("\n"), 0);
	struct str line = str_sub(*s, 0, end == STR_NONE ? s->n : end);

	*s = str_sub(*s, line.n + 1, s->n);
	return line;
}

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

static void test_files(void **state)
{
	struct buf lines, file;
	struct str rest;
	int n = 0;

	(void)state;
	buf_init(&lines, 1u << 20);
	buf_init(&file, 1u << 20);
	if (!load(&lines, DIR_PEERS "expected.jsonl")) {
		print_message("skipped: no " DIR_PEERS "\n");
		skip();
	}
	rest = buf_str(&lines);
	while (rest.n) {
		struct str line = take_line(&rest);
		char path[256];

		if (!str_eq(value(line, "format"), STR("warc")))
			continue; /* ARC, the older format, is not read */
		print_message("  file: %.*s\n", STR_ARG(value(line, "file")));
		snprintf(path, sizeof(path), DIR_PEERS "%.*s", STR_ARG(value(line, "file")));
		assert_true(load(&file, path));
		check_file(line, buf_str(&file));
		n++;
	}
	assert_int_equal(n, 12);
	buf_release(&lines);
	buf_release(&file);
}

static void check_cut(struct str line, struct str bytes)
{
	struct warc_reader *r = warc_read_bytes(bytes, 0);
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

static void test_cuts(void **state)
{
	struct buf lines, file;
	struct str rest;
	int n = 0;

	(void)state;
	buf_init(&lines, 1u << 20);
	buf_init(&file, 1u << 20);
	if (!load(&lines, DIR_PEERS "operations.jsonl")) {
		print_message("skipped: no " DIR_PEERS "\n");
		skip();
	}
	rest = buf_str(&lines);
	while (rest.n) {
		struct str line = take_line(&rest);
		char path[256];

		if (!str_eq(value(line, "op"), STR("cut")))
			continue;
		print_message("  case: %.*s\n", STR_ARG(value(line, "id")));
		snprintf(path, sizeof(path), DIR_PEERS "%.*s", STR_ARG(value(line, "file")));
		assert_true(load(&file, path));
		check_cut(line, str_sub(buf_str(&file), 0, (size_t)number(line, "length")));
		n++;
	}
	assert_int_equal(n, 34);
	buf_release(&lines);
	buf_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
