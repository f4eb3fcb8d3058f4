#include "tests/unit/harness.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "crawler/warc.h"
#include "crawler/warc_read.h"

#define HEAD                                                                                       \
	"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n"                              \
	"Transfer-Encoding: chunked\r\nETag: \"e\"\r\n\r\n"

static const struct inflate_limits limits = { 1u << 20, 200 };

static char *temp_dir(void)
{
	static char dir[64];

	snprintf(dir, sizeof(dir), "/tmp/nianbao-warc-XXXXXX");
	assert_non_null(mkdtemp(dir));
	return dir;
}

/* Removes the folder; returns how many files it had whose name ends in `tail`. */
static int clear_dir(const char *dir, const char *tail)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	char path[512];
	int n = 0;

	assert_non_null(d);
	while ((entry = readdir(d))) {
		n += str_ends(str_c(entry->d_name), str_c(tail));
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		unlink(path);
	}
	closedir(d);
	rmdir(dir);
	return n;
}

static struct warc *open_in(const char *dir, int64_t max_file_bytes, size_t want_repaired)
{
	struct warc_settings s = { .dir = dir,
				   .prefix = "test",
				   .max_file_bytes = max_file_bytes,
				   .info = { .software = "test" } };
	struct warc *w;
	size_t n = 99;
	struct err e;

	assert_int_equal(warc_open(&w, &n, &s, &e), 0);
	assert_int_equal(n, want_repaired);
	return w;
}

static struct warc_exchange exchange(const char *body)
{
	return (struct warc_exchange){
		.url = STR("http://www.lianhe.gov.cn.test/a.html"),
		.address = STR("127.0.0.1"),
		.fetched_ms = 1706659500000,
		.request_header =
			STR("GET /a.html HTTP/1.1\r\nHost: www.lianhe.gov.cn.test\r\n\r\n"),
		.response_header = STR(HEAD),
		.body = str_c(body),
		.fields = STR("fetchTimeMs: 12\r\n"),
	};
}

static void read_at(struct warc_record *rec, struct warc_reader **r, const char *dir,
		    const struct warc_place *place)
{
	char path[512];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", dir, place->file);
	assert_int_equal(warc_read_open(r, path, 0, &e), 0);
	assert_int_equal(warc_read_seek(*r, place->offset, &e), 0);
	assert_int_equal(warc_read_next(rec, *r, &e), 1);
	assert_int_equal(rec->offset, place->offset);
	assert_int_equal(rec->length, place->length);
	assert_int_equal(warc_digest_check(rec->block_digest, rec->block), WARC_DIGEST_PASS);
}

static void test_write_read(void **state)
{
	const char *dir = temp_dir();
	struct warc *w = open_in(dir, 0, 0);
	struct warc_exchange x = exchange("<html>a</html>");
	struct warc_place place, second;
	struct warc_reader *r;
	struct warc_record rec;
	struct fetch_result got;
	struct arena arena = { 0 };
	struct err e;

	(void)state;
	assert_int_equal(warc_append(&place, w, &x, &e), 0);
	x.answer = WARC_SAME;
	x.refers_to_url = x.url;
	x.refers_to_ms = x.fetched_ms;
	assert_int_equal(warc_append(&second, w, &x, &e), 0);
	assert_int_equal(warc_sync(w, &e), 0);

	read_at(&rec, &r, dir, &place); /* while the file still has its .open name */
	assert_int_equal(rec.type, WARC_RESPONSE);
	assert_true(str_eq(rec.version, STR("WARC/1.1")));
	assert_true(str_eq(rec.uri, x.url));
	assert_true(str_eq(rec.address, STR("127.0.0.1")));
	assert_int_equal(rec.date_ms, 1706659500000);
	assert_string_equal(place.payload_digest, second.payload_digest);
	assert_int_equal(warc_digest_check(rec.payload_digest, x.body), WARC_DIGEST_PASS);
	assert_true(str_find(rec.block, STR("X-Archive-Orig-Transfer-Encoding: chunked"), 0) !=
		    STR_NONE);
	assert_int_equal(warc_result(&got, &rec, &limits, &arena, &e), 0);
	assert_int_equal(got.disposition, DISP_OK);
	assert_true(str_eq(got.body, x.body));
	assert_true(str_eq(got.charset, STR("gbk")));
	assert_true(str_eq(got.etag, STR("\"e\"")));
	warc_read_close(r);

	assert_int_equal(warc_close(w, &e), 0);
	read_at(&rec, &r, dir, &second);
	assert_int_equal(rec.type, WARC_REVISIT);
	assert_true(str_eq(rec.refers_to_date, STR("2024-01-31T00:05:00Z")));
	assert_true(str_eq(warc_payload(&rec), STR("")));
	assert_int_equal(warc_digest_check(rec.payload_digest, x.body), WARC_DIGEST_PASS);
	warc_read_close(r);
	arena_release(&arena);
	assert_int_equal(clear_dir(dir, ".warc.gz"), 1);
}

/* The types of a file's records, one letter each, and how reading ended. */
static void list(char out[64], struct warc_reader *r)
{
	struct warc_record rec;
	struct err e = { 0 };
	size_t n = 0;
	int rc;

	while ((rc = warc_read_next(&rec, r, &e)) == 1 && n < 50)
		out[n++] = rec.type == WARC_INFO       ? 'I'
			   : rec.type == WARC_REQUEST  ? 'q'
			   : rec.type == WARC_RESPONSE ? 'R'
			   : rec.type == WARC_REVISIT  ? 'v'
						       : 'm';
	snprintf(out + n, 14, "%s%s", rc ? "!" : "", rc ? err_class(e.code)->name : "");
}

static void test_resource(void **state)
{
	const struct warc_resource saved = { .uri = STR("file:///data/a.html"),
					     .media_type = "text/html",
					     .seen_ms = 1706659500000,
					     .body = STR("<p>年报</p>") };
	char *dir = temp_dir(), path[512];
	struct warc *w = open_in(dir, 0, 0);
	struct inflate_limits own = limits;
	struct arena arena = { 0 };
	struct warc_reader *r;
	struct warc_record rec;
	struct fetch_result result;
	struct warc_place place;
	struct err e = { 0 };

	(void)state;
	assert_int_equal(warc_append_resource(&place, w, &saved, &e), 0);
	assert_int_equal(warc_close(w, &e), 0);
	snprintf(path, sizeof(path), "%s/%s", dir, place.file);
	assert_int_equal(warc_read_open(&r, path, 0, &e), 0);
	assert_int_equal(warc_read_seek(r, place.offset, &e), 0);
	assert_int_equal(warc_read_next(&rec, r, &e), 1);
	assert_int_equal(rec.type, WARC_RESOURCE);
	assert_int_equal(rec.length, place.length);
	assert_true(str_eq(rec.uri, saved.uri));
	assert_int_equal(warc_digest_check(rec.block_digest, saved.body), WARC_DIGEST_PASS);
	assert_int_equal(warc_result(&result, &rec, &own, &arena, &e), 0);
	assert_true(str_eq(result.body, saved.body));
	assert_true(str_eq(result.media_type, STR("text/html")));
	warc_read_close(r);
	arena_release(&arena);
	clear_dir(dir, "");
}

static void test_file_shape(void **state)
{
	const char *dir = temp_dir();
	struct warc *w = open_in(dir, 1, 0); /* every exchange fills a file */
	struct warc_exchange x = exchange("a");
	struct warc_place place[3];
	struct warc_reader *r;
	char path[512], got[64];
	struct err e;

	(void)state;
	for (size_t i = 0; i < countof(place); i++)
		assert_int_equal(warc_append(&place[i], w, &x, &e), 0);
	assert_string_not_equal(place[0].file, place[1].file);
	assert_int_equal(warc_close(w, &e), 0);
	snprintf(path, sizeof(path), "%s/%s", dir, place[2].file);
	assert_int_equal(warc_read_open(&r, path, 0, &e), 0);
	list(got, r);
	assert_string_equal(got, "IqRm");
	warc_read_close(r);
	assert_int_equal(clear_dir(dir, ".warc.gz"), 3);
}

/* A run killed while it wrote: cut `drop` bytes from the end, or put junk there. */
static const struct {
	const char *name;
	int64_t drop;
	const char *junk;
	const char *want;
} torn[] = {
	{ "killed between records", 0, "", "IqRm" },
	{ "killed in the last byte of a record", 1, "", "IqR" },
	{ "killed in the middle of a record", 40, "", "IqR" },
	{ "killed in the head of a gzip member", 0, "\x1f\x8b\x08", "IqRm" },
	{ "blocks of zeros after a power cut", 0, "zz", "IqRm" },
};

static void test_repair(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(torn); i++) {
		const char *dir = temp_dir();
		struct warc *w = open_in(dir, 0, 0);
		struct warc_exchange x = exchange("a");
		struct warc_place place;
		char path[512], hidden[520], got[64];
		struct warc_reader *r;
		struct stat st;
		struct err e;
		int fd;

		print_message("  case: %s\n", torn[i].name);
		assert_int_equal(warc_append(&place, w, &x, &e), 0);
		assert_int_equal(warc_close(w, &e), 0);
		snprintf(path, sizeof(path), "%s/%s", dir, place.file);
		snprintf(hidden, sizeof(hidden), "%s.open", path);
		assert_int_equal(rename(path, hidden), 0);
		fd = open(hidden, O_WRONLY | O_APPEND);
		assert_true(fd >= 0 && fstat(fd, &st) == 0);
		assert_int_equal(ftruncate(fd, st.st_size - torn[i].drop), 0);
		assert_int_equal(write(fd, torn[i].junk, strlen(torn[i].junk)),
				 strlen(torn[i].junk));
		close(fd);

		w = open_in(dir, 0, 1);
		assert_int_equal(warc_close(w, &e), 0);
		assert_int_equal(warc_read_open(&r, path, 0, &e), 0);
		list(got, r);
		assert_string_equal(got, torn[i].want);
		warc_read_close(r);
		assert_int_equal(clear_dir(dir, ".open"), 0);
	}
}

static void test_open_edges(void **state)
{
	const char *dir = temp_dir();
	struct warc_settings s = { .dir = "/nonexistent/archive", .prefix = "x" };
	struct warc *w = open_in(dir, 0, 0), *other;
	struct warc_exchange x = exchange("a");
	struct warc_place place;
	struct err e;
	size_t n;

	(void)state;
	assert_int_equal(warc_open(&other, &n, &s, &e), -1);
	assert_int_equal(e.code, ERR_IO);
	assert_int_equal(warc_append(&place, w, &x, &e), 0);
	other = open_in(dir, 0, 0); /* the file in use is left alone */
	assert_int_equal(warc_append(&place, other, &x, &e), 0);
	assert_int_equal(warc_close(other, &e), 0);
	assert_int_equal(warc_close(w, &e), 0);
	assert_int_equal(clear_dir(dir, ".warc.gz"), 2);

	dir = temp_dir();
	w = open_in(dir, 0, 0);
	assert_int_equal(warc_close(w, &e), 0); /* nothing fetched, no file */
	assert_int_equal(clear_dir(dir, "z"), 0);
}

#define REC(type, block_length, block)                                                             \
	"WARC/1.0\r\nWARC-Type: " type "\r\nWARC-Date: 2024-01-31T00:05:00Z\r\n"                   \
	"WARC-Target-URI: http://a.gov.cn.test/\r\nContent-Length: " block_length "\r\n\r\n" block
#define END "\r\n\r\n"

static const struct {
	const char *name;
	struct str in;
	const char *want;
} plain[] = {
	{ "nothing", STR_INIT(""), "" },
	{ "two records", STR_INIT(REC("warcinfo", "1", "a") END REC("request", "2", "bc") END),
	  "Iq" },
	{ "not a WARC", STR_INIT("abcdefg-not-a-warc\n"), "!format" },
	{ "cut in its header", STR_INIT("WARC/1.0\r\nWARC-Type: resp"), "!format" },
	{ "cut in its block", STR_INIT(REC("response", "9", "a")), "!format" },
	{ "cut before its closing lines", STR_INIT(REC("response", "1", "a")), "!format" },
	{ "a length that is no number", STR_INIT(REC("response", "x", "a") END), "!format" },
	{ "a negative length", STR_INIT(REC("response", "-1", "a") END), "!format" },
	{ "a length beyond the file", STR_INIT(REC("response", "9223372036854775807", "a") END),
	  "!format" },
	{ "a length too small: the next record is found",
	  STR_INIT(REC("response", "1", "abcdef") END REC("request", "1", "a") END), "Rq" },
	{ "line ends without CR",
	  STR_INIT("WARC/1.0\nWARC-Type: request\nContent-Length: 1\n\na\r\n\r\n"), "q" },
};

static void test_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(plain); i++) {
		struct warc_reader *r = warc_read_bytes(plain[i].in, 1000);
		char got[64];

		print_message("  case: %s\n", plain[i].name);
		list(got, r);
		assert_string_equal(got, plain[i].want);
		warc_read_close(r);
	}
}

static void test_limits(void **state)
{
	struct buf b;
	struct warc_reader *r;
	struct warc_record rec;
	struct err e;

	(void)state;
	r = warc_read_bytes(STR(REC("response", "6", "abcdef") END REC("request", "1", "a") END),
			    5);
	assert_int_equal(warc_read_next(&rec, r, &e), 1);
	assert_true(rec.too_large);
	assert_int_equal(rec.block.n, 0);
	assert_int_equal(warc_read_next(&rec, r, &e), 1); /* the rest goes on */
	assert_false(rec.too_large);
	warc_read_close(r);

	buf_init(&b, 1u << 20);
	buf_add(&b, STR("WARC/1.0\r\n"));
	while (b.n <= WARC_MAX_HEADER_BYTES)
		buf_add(&b, STR("X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"));
	r = warc_read_bytes(buf_str(&b), 5);
	assert_int_equal(warc_read_next(&rec, r, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	warc_read_close(r);
	buf_release(&b);
}

/* Answers as other archives hold them. */
static const struct {
	const char *name;
	struct str type_and_block; /* a whole record */
	enum disposition want;
	struct str body, charset;
} answers[] = {
	{ "text of a WET file",
	  STR_INIT("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
		   "Content-Length: 6\r\n\r\n年报" END),
	  DISP_OK, STR_INIT("年报"), STR_INIT("utf-8") },
	{ "a chunked answer",
	  STR_INIT("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 61\r\n\r\n"
		   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n" END),
	  DISP_OK,
	  STR_INIT("a"),
	  { NULL, 0 } },
	{ "cut off by its writer",
	  STR_INIT("WARC/1.0\r\nWARC-Type: response\r\nWARC-Truncated: length\r\n"
		   "Content-Length: 20\r\n\r\nHTTP/1.1 200 OK\r\n\r\na" END),
	  DISP_TOO_LARGE,
	  { NULL, 0 },
	  { NULL, 0 } },
	{ "decoded by its writer, who left the header as it was",
	  STR_INIT("WARC/0.18\r\nWARC-Type: response\r\nContent-Length: 51\r\n\r\n"
		   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>a</p>" END),
	  DISP_OK,
	  STR_INIT("<p>a</p>"),
	  { NULL, 0 } },
	{ "and put together from its chunks likewise",
	  STR_INIT("WARC/0.18\r\nWARC-Type: response\r\nContent-Length: 55\r\n\r\n"
		   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>a</p>" END),
	  DISP_OK,
	  STR_INIT("<p>a</p>"),
	  { NULL, 0 } },
	{ "a coding nobody knows",
	  STR_INIT("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 42\r\n\r\n"
		   "HTTP/1.1 200 OK\r\nContent-Encoding: zz\r\n\r\na" END),
	  DISP_DECODE_ERROR,
	  { NULL, 0 },
	  { NULL, 0 } },
	{ "not found",
	  STR_INIT("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 22\r\n\r\n"
		   "HTTP/1.1 404 Gone\r\n\r\na" END),
	  DISP_NOT_FOUND,
	  STR_INIT("a"),
	  { NULL, 0 } },
};

static void test_results(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(answers); i++) {
		struct warc_reader *r = warc_read_bytes(answers[i].type_and_block, 0);
		struct arena arena = { 0 };
		struct fetch_result got;
		struct warc_record rec;
		struct err e;

		print_message("  case: %s\n", answers[i].name);
		assert_int_equal(warc_read_next(&rec, r, &e), 1);
		assert_int_equal(warc_result(&got, &rec, &limits, &arena, &e), 0);
		assert_string_equal(disposition_name(got.disposition),
				    disposition_name(answers[i].want));
		assert_true(str_eq(got.body, answers[i].body));
		assert_true(str_eq(got.charset, answers[i].charset));
		arena_release(&arena);
		warc_read_close(r);
	}
}

static void test_no_answer(void **state)
{
	struct warc_reader *r = warc_read_bytes(STR(REC("warcinfo", "1", "a") END), 0);
	struct arena arena = { 0 };
	struct fetch_result got;
	struct warc_record rec;
	struct err e;

	(void)state;
	assert_int_equal(warc_read_next(&rec, r, &e), 1);
	assert_int_equal(warc_result(&got, &rec, &limits, &arena, &e), -1);
	assert_int_equal(e.code, ERR_FORMAT);
	warc_read_close(r);
}

static const struct {
	const char *name;
	struct str field;
	enum warc_digest want;
} digests[] = {
	/* of "abc" */
	{ "none", { NULL, 0 }, WARC_DIGEST_ABSENT },
	{ "base32", STR_INIT("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), WARC_DIGEST_PASS },
	{ "hex", STR_INIT("sha1:a9993e364706816aba3e25717850c26c9cd0d89d"), WARC_DIGEST_PASS },
	{ "base64", STR_INIT("sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0="), WARC_DIGEST_PASS },
	{ "base64 for URLs", STR_INIT("SHA-1:qZk-NkcGgWq6PiVxeFDCbJzQ2J0"), WARC_DIGEST_PASS },
	{ "sha-256 in hex",
	  STR_INIT("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
	  WARC_DIGEST_PASS },
	{ "one digit off", STR_INIT("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE4"), WARC_DIGEST_FAIL },
	{ "base 32 has no 0", STR_INIT("sha1:VGMT4NSHA2AWVOR6EV0XQUGCNSONBWE5"), WARC_DIGEST_FAIL },
	{ "too short", STR_INIT("sha1:VGMT"), WARC_DIGEST_FAIL },
	{ "another algorithm", STR_INIT("md5:900150983cd24fb0d6963f7d28e17f72"),
	  WARC_DIGEST_UNKNOWN },
};

static void test_digests(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(digests); i++) {
		print_message("  case: %s\n", digests[i].name);
		assert_int_equal(warc_digest_check(digests[i].field, STR("abc")), digests[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_read), cmocka_unit_test(test_file_shape),
		cmocka_unit_test(test_resource),   cmocka_unit_test(test_repair),
		cmocka_unit_test(test_open_edges), cmocka_unit_test(test_plain),
		cmocka_unit_test(test_limits),     cmocka_unit_test(test_results),
		cmocka_unit_test(test_no_answer),  cmocka_unit_test(test_digests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
