#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "base/buf.h"
#include "report/check.h"
#include "report/parse.h"
#include "tests/unit/page_of.h"
#include "tests/unit/rules_cases.h"
#include "tests/unit/rules_innocent.h"

#define TEXT_MAX (1u << 20)

/* Every place of `from` changed; fails the test where there is none. */
static struct str changed(struct str text, const struct edit *edit, struct arena *arena)
{
	struct str from = str_c(edit->from);
	struct buf out;
	size_t at = 0;

	buf_init(&out, TEXT_MAX);
	if (str_find(text, from, 0) == STR_NONE)
		print_error("not in the base: %s\n", edit->from);
	assert_true(str_find(text, from, 0) != STR_NONE);
	for (;;) {
		size_t next = str_find(text, from, at);

		if (next == STR_NONE)
			break;
		buf_add(&out, str_sub(text, at, next - at));
		buf_add(&out, str_c(edit->to));
		at = next + from.n;
	}
	buf_add(&out, str_sub(text, at, text.n));
	text = arena_str(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

static struct str changed_all(struct str text, const struct edit *edits, struct arena *arena)
{
	for (size_t i = 0; i < SIDE_MAX_EDITS && edits[i].from; i++)
		text = changed(text, &edits[i], arena);
	return text;
}

static struct report *parse(struct str text, struct arena *arena)
{
	struct report *r = ARENA_NEW(arena, struct report, 1);
	struct report_hint hint = { .seed_year = 0 };
	struct page *page;

	page = page_of(arena_str(arena, text).p, arena);
	assert_non_null(page);
	report_parse(r, page, NULL, &hint, arena);
	return r;
}

/* The base as it would have been a year earlier: 2023 becomes 2022, 2024 2023, and so on. */
static struct str year_before(struct str text, struct arena *arena)
{

	for (int year = 2015; year <= 2024; year++) {
		struct str from = arena_strf(arena, "%d", year);
		struct str to = arena_strf(arena, "%d", year - 1);
		struct edit e = { from.p, to.p };

		/* Not the number of the notice. */
		if (str_find(text, from, 0) != STR_NONE && year != 2021)
			text = changed(text, &e, arena);
	}
	return text;
}

static unsigned count(const struct check *c, const char *code)
{
	unsigned n = 0;

	for (size_t i = 0; i < c->n_findings; i++)
		n += strcmp(c->findings[i].rule->code, code) == 0;
	return n;
}

static void add_note(struct report *r, enum note_kind kind, struct arena *arena)
{
	r->notes = ARENA_NEW(arena, struct note, 1);
	r->notes[0] = (struct note){ .kind = kind,
				     .table = TABLE_REQUESTS,
				     .row = ROW__COUNT,
				     .col = COL__COUNT,
				     .text = STR("其他主动公开文件") };
	r->n_notes = 1;
}

static unsigned findings_of(const struct rule_case *c, const struct side *side)
{
	const struct rule *rule = rule_named(str_c(c->code));
	struct repair repair = { .name = side->repair, .count = 1 };
	struct encoding encoding = { .repairs = &repair,
				     .n_repairs = side->repair != NULL,
				     .verdict = side->verdict,
				     .untrusted = side->verdict != NULL };
	struct arena arena = { 0 };
	struct check_input in = { .encoding = &encoding, .url = str_c(side->url) };
	struct report *now = parse(
		changed_all(str_c(side->text ? side->text : c->base), side->now, &arena), &arena);
	struct check found;
	unsigned n;

	if (side->note)
		add_note(now, side->note, &arena);
	in.now = now;
	if (rule->reach == RULE_YEARS) {
		in.prev =
			parse(year_before(changed_all(str_c(c->base), side->prev, &arena), &arena),
			      &arena);
		assert_int_equal(in.prev->identity.year, now->identity.year - 1);
		found = check_years(&in, &arena);
	} else {
		found = check_run(&in, &arena);
	}
	n = count(&found, c->code);
	arena_release(&arena);
	return n;
}

static void test_each_case(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		unsigned fires, quiet;

		assert_non_null(rule_named(str_c(cases[i].code)));
		fires = findings_of(&cases[i], &cases[i].fires);
		quiet = findings_of(&cases[i], &cases[i].quiet);
		if (fires && !quiet)
			continue;
		print_error("%s (case %zu): %u findings where it should fire, %u close by\n",
			    cases[i].code, i, fires, quiet);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

/* What needs the database has its cases in tests/cli/check.t. */
static void test_no_rule_is_without_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < check_rules_count; i++) {
		bool has = check_rules[i].reach == RULE_DATABASE;

		for (size_t k = 0; k < countof(cases); k++)
			has = has || strcmp(cases[k].code, check_rules[i].code) == 0;
		if (!has)
			print_error("%s has no case\n", check_rules[i].code);
		assert_true(has);
		assert_int_equal(check_rules[i].test == NULL,
				 check_rules[i].reach == RULE_DATABASE);
	}
}

/* The bases are sound: whatever fires in a case, fires for its change. */
static void test_bases_are_sound(void **state)
{
	static const struct {
		const char *name, *text;
	} bases[] = { { "2021", base2021 }, { "2019", base2019 }, { "2014", base2014 } };

	(void)state;
	for (size_t i = 0; i < countof(bases); i++) {
		struct arena arena = { 0 };
		struct check_input in = { .now = parse(str_c(bases[i].text), &arena) };
		struct check c = check_run(&in, &arena);

		for (size_t k = 0; k < c.n_findings; k++) {
			if (c.findings[k].severity == SEV_INFO)
				continue;
			print_error("%s: %s: %.*s\n", bases[i].name, c.findings[k].rule->code,
				    STR_ARG(c.findings[k].message));
			assert_true(false);
		}
		arena_release(&arena);
	}
}

/* A copy that may have lost digits: nobody is accused of its figures, whatever they are. */
static void test_damaged_copies_accuse_nobody(void **state)
{
	static const struct edit broken[SIDE_MAX_EDITS] = {
		{ "新收政府信息公开申请10件", "新收政府信息公开申请1件" },
		{ "| 8 | 0 | 0 | 0 | 0 | 2 | 10 |\n二、上年",
		  "| 8 | 0 | 0 | 0 | 0 | 2 | 1 |\n二、上年" },
		{ "行政许可 | 60", "行政许可 |" },
		{ NULL, NULL },
	};
	const struct encoding lost = { .untrusted = true };
	struct arena arena = { 0 };
	struct check_input in = { .encoding = &lost };
	struct check c;

	(void)state;
	in.now = parse(changed_all(str_c(base2021), broken, &arena), &arena);
	c = check_run(&in, &arena);
	for (size_t k = 0; k < c.n_findings; k++) {
		print_message("  %s\n", c.findings[k].rule->code);
		assert_int_equal(c.findings[k].severity, SEV_INFO);
	}
	arena_release(&arena);
}

static void test_true_sentences_accuse_nobody(void **state)
{
	unsigned wrong = 0;

	(void)state;
	for (size_t i = 0; i < countof(innocent); i++) {
		const struct edit said[SIDE_MAX_EDITS] = { { REQUESTS_TEXT, innocent[i] } };
		struct arena arena = { 0 };
		struct check_input in = { .now = parse(changed_all(str_c(base2021), said, &arena),
						       &arena) };
		struct check c = check_run(&in, &arena);

		for (size_t k = 0; k < c.n_findings; k++, wrong++)
			print_error("%s\n  %s: %.*s\n", innocent[i], c.findings[k].rule->code,
				    STR_ARG(c.findings[k].message));
		arena_release(&arena);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bases_are_sound),
		cmocka_unit_test(test_each_case),
		cmocka_unit_test(test_true_sentences_accuse_nobody),
		cmocka_unit_test(test_no_rule_is_without_cases),
		cmocka_unit_test(test_damaged_copies_accuse_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
