#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "report/parse.h"
#include "report/text.h"

#define FILE_MAX_BYTES (4u << 20)
#define SHARED         "../shared/reports"

/* The whole file; false where there is none. */
static bool read_file(struct buf *out, const char *path)
{
	FILE *f = fopen(path, "rb");
	char part[4096];
	size_t n;

	buf_init(out, FILE_MAX_BYTES);
	if (!f)
		return false;
	while ((n = fread(part, 1, sizeof(part), f)))
		buf_add(out, (struct str){ part, n });
	fclose(f);
	return true;
}

static void parse(struct report *out, struct str bytes, struct arena *a)
{
	struct doc_hint hint = { .charset = { NULL, 0 } };
	struct report_hint said = { .seed_year = 0 };
	struct page *page = ARENA_NEW(a, struct page, 1);
	struct err e = { 0 };
	struct doc doc;

	assert_int_equal(doc_open(&doc, bytes, &hint, a, &e), 0);
	assert_int_equal(doc.format->extract(page, &doc, a, &e), 0);
	report_parse(out, page, &doc.encoding, &said, a);
}

/* A report as a town writes it: every stage together. */
static const char town[] =
	"临溟县大溟镇人民政府2023年政府信息公开工作年度报告\n"
	"发布日期：2024-01-22　来源：临溟县大溟镇人民政府\n"
	"根据《中华人民共和国政府信息公开条例》规定，由临溟县大溟镇人民政府编制，统计期限自2023年1"
	"月1日起至2023年12月31日止。\n"
	"一、总体情况\n2023年，我镇公开信息9条。\n"
	"二、主动公开政府信息情况\n"
	"第二十条第（一）项 |\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n规章 | 0 | "
	"0 | 0 |\n"
	"行政规范性文件 | 1 | 0 | 3 |\n"
	"三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n详见附表。\n"
	"五、存在的主要问题及改进情况\n少。\n六、其他需要报告的事项\n无。\n临溟县大溟镇人民政府\n20"
	"24年1月20日\n";

static void test_all_stages(void **state)
{
	struct arena a = { 0 };
	struct report r;

	(void)state;
	parse(&r, STR(town), &a);
	assert_int_equal(r.kind, KIND_REPORT);
	assert_int_equal(r.identity.year, 2023);
	assert_int_equal(r.identity.published.day, 22);
	assert_true(str_eq(r.identity.agency, STR("临溟县大溟镇人民政府")));
	assert_int_equal(r.n_sections, REPORT_SECTIONS);
	assert_int_equal(r.table[TABLE_DISCLOSURE].status, TABLE_PARTIAL);
	assert_non_null(r.table[TABLE_DISCLOSURE].form);
	assert_int_equal(r.table[TABLE_REQUESTS].status, TABLE_ABSENT);
	assert_int_equal(r.table[TABLE_REVIEW].status, TABLE_ATTACHMENT);
	assert_int_equal(r.value[ROW_PUB_NORM][COL_IN_FORCE].n, 3);
	assert_true(str_eq(r.signoff, STR("临溟县大溟镇人民政府 2024年1月20日")));
	assert_false(r.truncated);
	arena_release(&a);
}

#define BEGINNING                                                                                                                \
	"<h1>临溟县档案局2023年政府信息公开工作年度报告</h1><p>统计期限自2023年1月1日起至2023年12" \
	"月31日止。</p><p>一、总体情况</p><p>甲。</p>"

static void test_truncated_page_says_so(void **state)
{
	struct arena a = { 0 };
	struct report r;

	(void)state;
	parse(&r, STR("<html><body><p>一、总体情况</p><p style=\"margin:0; text-in"), &a);
	assert_true(r.truncated);
	arena_release(&a);
}

/* Or the tables that were cut off would count as left out. */
static void test_a_report_that_breaks_off_says_so(void **state)
{
	static const struct {
		const char *page;
		bool truncated;
	} rows[] = {
		{ BEGINNING
		  "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>",
		  true },
		{ BEGINNING "<p>二、主动公开政府信息情况</p>"
			    "<p>五、存在的主要问题及改进情况</p><p>乙。</p>",
		  false },
	};

	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a = { 0 };
		struct report r;

		parse(&r, str_c(rows[i].page), &a);
		assert_int_equal(r.kind, KIND_REPORT);
		assert_int_equal(r.truncated, rows[i].truncated);
		arena_release(&a);
	}
}

/* The string or number of a key in an answer; p NULL: null or none. Answers hold no escapes there.
 */
static struct str answer(struct str json, const char *key, size_t from)
{
	char name[64];
	size_t at, end;

	snprintf(name, sizeof(name), "\"%s\": ", key);
	at = str_find(json, str_c(name), from);
	if (at == STR_NONE)
		return (struct str){ NULL, 0 };
	at += strlen(name);
	if (json.p[at] == '"') {
		end = str_find(json, STR("\""), at + 1);
		return str_sub(json, at + 1, end - at - 1);
	}
	for (end = at; end < json.n && !strchr(",\n}", json.p[end]);)
		end++;
	json = str_sub(json, at, end - at);
	return str_eq(json, STR("null")) ? (struct str){ NULL, 0 } : json;
}

/* As the answers have text: no white space, no pipes, one width of marks. */
static struct str flat(struct str s, struct arena *a)
{
	struct str folded = text_fold(s, a);
	char *out = ARENA_NEW(a, char, folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] != '|')
			out[n++] = folded.p[i];
	return (struct str){ out, n };
}

static void same(const char *what, struct str got, struct str want)
{
	if (!str_eq(got, want))
		fail_msg("%s: got \"%.*s\", want \"%.*s\"", what, STR_ARG(got), STR_ARG(want));
}

static void check_sections(const struct report *r, struct str json, struct arena *a)
{
	size_t at = str_find(json, STR("\"sections\""), 0);
	size_t stop = str_find(json, STR("\"tables\""), at);

	for (int no = 1; no <= REPORT_SECTIONS; no++) {
		struct str part, head, tail, text = { NULL, 0 };
		size_t next;

		at = str_find(json, STR("\"no\": "), at);
		if (at == STR_NONE || at > stop)
			break;
		next = str_find(json, STR("\"no\": "), at + 1);
		part = str_sub(json, at, (next < stop ? next : stop) - at);
		head = answer(part, "starts_with_clean", 0);
		tail = answer(part, "ends_with_clean", 0);
		head = flat(head.p ? head : answer(part, "starts_with", 0), a);
		tail = flat(tail.p ? tail : answer(part, "ends_with", 0), a);
		for (size_t i = 0; i < r->n_sections; i++)
			if (r->sections[i].no == no)
				text = flat(r->sections[i].text, a);
		at++;
		/* The answers to the sections of tables leave out marks of their own. */
		if (no >= 2 && no <= 4)
			continue;
		same("start", str_sub(text, 0, head.n), head);
		if (!str_ends(text, tail))
			fail_msg("section %d: does not end with \"%.*s\"", no, STR_ARG(tail));
	}
}

static void check_tables(const struct report *r, struct str json)
{
	size_t at = str_find(json, STR("\"tables\""), 0);

	for (size_t i = 0; i < 3; i++)
		same(table_name((enum table_id)i), str_c(table_status_name(r->table[i].status)),
		     answer(json, table_name((enum table_id)i), at));
}

static void test_known_answers(void **state)
{
	static const struct {
		const char *document, *expected;
	} known[] = {
		{ "documents/seed_000.txt", "seed_000" },
		{ "documents/seed_001.txt", "seed_001" },
		{ "expected/seed_002.clean.txt", "seed_002" }, /* repair is not of this stage */
		{ "documents/seed_003.txt", "seed_003" },
		{ "documents/seed_004.txt", "seed_004" },
		{ "documents/shuyang_fgj_2023.html", "shuyang_fgj_2023" },
	};

	(void)state;
	for (size_t i = 0; i < countof(known); i++) {
		struct arena a = { 0 };
		struct buf document, json;
		struct report r;
		struct str want;
		char path[128], day[16] = "";

		snprintf(path, sizeof(path), SHARED "/%s", known[i].document);
		if (!read_file(&document, path)) {
			print_message("skipped: no " SHARED "\n");
			buf_release(&document);
			skip();
		}
		snprintf(path, sizeof(path), SHARED "/expected/%s.json", known[i].expected);
		assert_true(read_file(&json, path));
		want = buf_str(&json);
		print_message("  case: %s\n", known[i].document);
		parse(&r, buf_str(&document), &a);
		assert_int_equal(r.kind, KIND_REPORT);
		same("title", r.identity.title, answer(want, "title", 0));
		same("agency", r.identity.agency, answer(want, "agency", 0));
		same("year", arena_strf(&a, "%d", r.identity.year), answer(want, "year", 0));
		if (r.identity.published.year)
			snprintf(day, sizeof(day), "%04d-%02d-%02d", r.identity.published.year,
				 r.identity.published.month, r.identity.published.day);
		same("published", str_c(day), answer(want, "published", 0));
		same("signoff", r.signoff, answer(want, "signoff", 0));
		check_sections(&r, want, &a);
		check_tables(&r, want);
		buf_release(&document);
		buf_release(&json);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_stages),
		cmocka_unit_test(test_truncated_page_says_so),
		cmocka_unit_test(test_a_report_that_breaks_off_says_so),
		cmocka_unit_test(test_known_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
