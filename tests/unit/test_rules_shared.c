/*
 * Findings on real reports, and the rules as the domain lists them. Both are
 * kept outside the project: without them these tests are skipped.
 */
#include "tests/unit/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "extract/doc.h"
#include "extract/format.h"
#include "extract/repair.h"
#include "report/check.h"
#include "report/parse.h"

#define FILE_MAX_BYTES (4u << 20)
#define RULES          "../shared/rules.json"
#define DOCUMENTS      "../shared/reports/documents/"

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

/*
 * What a careful reader finds: each code once, with how often it is found. Codes
 * that only record what is not said (no date on the page) are listed like the others.
 */
static const struct {
	const char *file, *want;
	const char *open; /* a rule that must not be assessable; NULL: none */
} documents[] = {
	{ "seed_000.txt",
	  "ROW_MISSING:2 LABEL_OLD_IN_NEW:1 META_TITLE_MISSING:1 META_PUB_MISSING:1 "
	  "META_AGENCY_MISSING:1 ",
	  "T3_RESULT_SUM" },
	{ "seed_001.txt", "META_TITLE_NO_YEAR:1 META_PUB_MISSING:1 PL_ALL_ZERO:1 ", NULL },
	{ "seed_002.txt",
	  "DOC_MIRROR:1 SEC_HEADING_ONLY:3 NARR_SEC6_FEE_MISSING:1 META_TITLE_MISSING:1 ",
	  "NT_NORM" },
	{ "seed_003.txt",
	  "NARR_ITEM_DUPLICATE:1 META_TITLE_MISSING:1 META_PUB_MISSING:1 META_AGENCY_MISSING:1 ",
	  NULL },
	{ "seed_004.txt", "ROW_SHORT:21 LABEL_TYPO:2 META_PUB_MISSING:1 ", "T3_RESULT_SUM" },
	{ "shuyang_fgj_2023.html", "CELL_BLANK:1 LABEL_OLD_IN_NEW:1 ", "T3_BALANCE" },
	{ "hongze_qu_2024.pdf", "LABEL_TYPO:1 NARR_EVALUATION_MISSING:1 META_PUB_MISSING:1 ",
	  "NT_NEW" },
};

static struct check check_file(const struct buf *bytes, struct arena *a)
{
	struct doc_hint hint = { .charset = { NULL, 0 } };
	struct report_hint said = { .seed_year = 0 };
	struct page *page = ARENA_NEW(a, struct page, 1);
	struct report *r = ARENA_NEW(a, struct report, 1);
	struct check_input in = { .now = r };
	struct err e = { 0 };
	struct doc *doc = ARENA_NEW(a, struct doc, 1);

	if (doc_open(doc, buf_str(bytes), &hint, a, &e) || doc->format->extract(page, doc, a, &e)) {
		print_message("  not read: %s\n", e.msg);
		return (struct check){ .arena = NULL };
	}
	repair_page(page, &doc->encoding, a);
	report_parse(r, page, &doc->encoding, &said, a);
	in.encoding = &doc->encoding;
	return check_run(&in, a);
}

/* "CODE:times " in the order of the rules. */
static struct str counted(const struct check *c, struct arena *a)
{
	struct str out = { "", 0 };

	for (size_t i = 0; i < check_rules_count; i++) {
		unsigned n = 0;

		for (size_t k = 0; k < c->n_findings; k++)
			n += c->findings[k].rule == &check_rules[i];
		if (n)
			out = arena_strf(a, "%.*s%s:%u ", STR_ARG(out), check_rules[i].code, n);
	}
	return out;
}

static void assert_open(const struct check *c, const char *code)
{
	for (size_t i = 0; i < c->n_assessments; i++)
		if (strcmp(c->assessments[i].rule->code, code) == 0) {
			assert_true(c->assessments[i].open > 0);
			assert_int_equal(c->assessments[i].fails, 0);
			return;
		}
	fail_msg("%s was not looked at", code);
}

static void test_real_reports(void **state)
{
	unsigned seen = 0;

	(void)state;
	for (size_t i = 0; i < countof(documents); i++) {
		struct arena a = { 0 };
		char path[256];
		struct buf bytes;
		struct check c;

		snprintf(path, sizeof(path), DOCUMENTS "%s", documents[i].file);
		if (read_file(&bytes, path)) {
			print_message("  %s\n", documents[i].file);
			c = check_file(&bytes, &a);
			seen++;
			if (c.arena) {
				assert_string_equal(counted(&c, &a).p, documents[i].want);
				if (documents[i].open)
					assert_open(&c, documents[i].open);
			}
		}
		buf_release(&bytes);
		arena_release(&a);
	}
	if (!seen) {
		print_message("skipped: no " DOCUMENTS "\n");
		skip();
	}
}

/* The text of member `name` of the object that starts at byte `at`. */
static struct str member(struct str json, size_t at, const char *name)
{
	struct arena a = { 0 };
	struct str key = arena_strf(&a, "\"%s\": \"", name);
	size_t from = str_find(json, key, at), end;

	arena_release(&a);
	assert_true(from != STR_NONE);
	from += strlen(name) + 5;
	end = str_find(json, STR("\""), from);
	return str_sub(json, from, end - from);
}

static void test_rules_are_those_of_the_domain(void **state)
{
	struct str code = STR("\"code\": \"");
	struct buf text;
	unsigned n = 0;

	(void)state;
	if (!read_file(&text, RULES)) {
		buf_release(&text);
		print_message("skipped: no " RULES "\n");
		skip();
	}
	for (size_t at = str_find(buf_str(&text), code, 0); at != STR_NONE;
	     at = str_find(buf_str(&text), code, at + 1)) {
		struct str name = member(buf_str(&text), at, "code");
		const struct rule *rule;

		n++;
		if (str_eq(name, STR("S14_*")))
			name = STR("S14_REQ_SUM");
		rule = rule_named(name);
		print_message("  %.*s\n", STR_ARG(name));
		assert_non_null(rule);
		assert_true(str_eq(member(buf_str(&text), at, "severity"),
				   str_c(severity_name(rule->severity))));
		assert_true(str_eq(member(buf_str(&text), at, "group"),
				   str_c(rule_group_name(rule->group))));
	}
	assert_int_equal(n, 112);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real_reports),
		cmocka_unit_test(test_rules_are_those_of_the_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
