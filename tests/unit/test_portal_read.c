#include "tests/unit/harness.h"

#include <stdio.h>
#include <string.h>

#include "base/attrs.h"
#include "extract/format.h"
#include "report/parse.h"
#include "tests/portal/family.h"
#include "tests/portal/figures.h"
#include "tests/portal/site.h"
#include "tests/portal/world.h"

/*
 * Every article of the sample portal, read without a network, against the truth:
 * what a harvest gets wrong here is wrong in reading, not in crawling.
 */
struct reading {
	const struct world *w;
	const struct entry *e;
	struct str path; /* of what is read: the page, or a file of it */
	struct report report;
	size_t n_wrong;
};

static struct str charset_of(const struct answer *a)
{
	for (size_t i = 0; i < a->n_headers; i++) {
		struct str value = str_c(a->headers[i].value);
		size_t at = str_find(value, STR("charset="), 0);

		if (strcmp(a->headers[i].name, "Content-Type") == 0 && at != STR_NONE)
			return str_sub(value, at + 8, value.n);
	}
	return (struct str){ NULL, 0 };
}

static void read_answer(struct reading *x, const struct answer *a, struct arena *arena)
{
	const struct agency *agency = &x->w->agencies[x->e->agency];
	bool is_site = x->w->portals[agency->portal].is_site;
	bool is_file = x->path.p != x->e->path.p && x->e->kind != ENTRY_LOOKALIKE;
	struct doc_hint hint = { .url = world_url(x->w, x->w->portals[x->e->portal].host, x->path,
						  arena),
				 .media_type = is_file ? STR("") : STR("text/html"),
				 .charset = charset_of(a) };
	struct report_hint about = { .url = hint.url,
				     .link_text = x->e->title,
				     .seed_agency = is_site ? agency->name : STR("") };
	struct doc doc;
	struct page page;
	struct err e;

	if (is_file) { /* what a harvest says of the page that it is attached to */
		about.page_agency = agency->name;
		about.page_year = x->e->year;
		about.page_published = x->e->date;
	}
	assert_int_equal(doc_open(&doc, buf_str(&a->body), &hint, arena, &e), 0);
	assert_int_equal(doc.format->extract(&page, &doc, arena, &e), 0);
	report_parse(&x->report, &page, &doc.encoding, &about, arena);
}

/* A second thing at the entry: its file, or what is behind a door. */
static void read_path(struct reading *x, struct str path, struct arena *arena)
{
	struct answer a;

	x->path = path;
	site_answer(&a, x->w, x->w->portals[x->e->portal].host, path, 0, STR(""));
	assert_int_equal(a.status, 200);
	read_answer(x, &a, arena);
	answer_release(&a);
}

static void wrong(struct reading *x, const char *what, struct str want, struct str got)
{
	x->n_wrong++;
	print_message("  %.*s (%s): %s is \"%.*s\", want \"%.*s\"\n", STR_ARG(x->e->title),
		      x->w->portals[x->e->portal].family->name, what, STR_ARG(got), STR_ARG(want));
}

static void check_cells(struct reading *x, const struct document *d, const struct report *truth,
			enum table_id table)
{
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++) {
			const struct value *want = &truth->value[row][col];
			const struct value *got = &x->report.value[row][col];
			char key[CELL_KEY_MAX], a[64], b[64], text[VALUE_TEXT_MAX];

			if (row_table(row) != table)
				continue;
			(void)snprintf(a, sizeof(a), "%s %s", value_state_name(want->state),
				       value_is_count(want) ? value_text(text, want) : "");
			(void)snprintf(b, sizeof(b), "%s %s", value_state_name(got->state),
				       value_is_count(got) ? value_text(text, got) : "");
			if (strcmp(a, b) != 0)
				wrong(x, cell_key(key, row, col), str_c(a), str_c(b));
		}
	(void)d;
}

static void check_kind(struct reading *x, enum report_kind want)
{
	if (x->report.kind != want)
		wrong(x, "kind", str_c(report_kind_name(want)),
		      str_c(report_kind_name(x->report.kind)));
}

static void check_identity(struct reading *x, const struct document *d, struct arena *arena)
{
	const struct identity *id = &x->report.identity;

	if (!str_eq(id->agency, x->w->agencies[d->agency].name))
		wrong(x, "agency", x->w->agencies[d->agency].name, id->agency);
	if (id->year != d->year)
		wrong(x, "year", arena_strf(arena, "%d", d->year),
		      arena_strf(arena, "%d", id->year));
	if (date_cmp(id->published, x->e->date) != 0)
		wrong(x, "published", arena_strf(arena, "%lld", (long long)date_days(x->e->date)),
		      arena_strf(arena, "%lld", (long long)date_days(id->published)));
}

/* The tables: as the page has them, or as its file does. */
static void check_tables(struct reading *x, const struct document *d, bool in_file,
			 struct arena *arena)
{
	struct report *truth = ARENA_NEW(arena, struct report, 1);

	figures_draw(truth, x->w, d, arena);
	for (size_t i = 0; i < DOCUMENT_TABLES; i++) {
		enum table_id table = figures_table(i);
		enum table_status want = in_file && d->treat[i] == TREAT_ATTACHED
						 ? TABLE_PRESENT
						 : treat_status(d->treat[i]);

		if (x->report.table[table].status != want)
			wrong(x, table_name(table), str_c(table_status_name(want)),
			      str_c(table_status_name(x->report.table[table].status)));
		if (want == TABLE_PRESENT || want == TABLE_BLANK)
			check_cells(x, d, truth, table);
	}
}

static void check_page(struct reading *x, struct arena *arena)
{
	const struct document *d = &x->w->documents[x->e->document];

	check_kind(x, d->attach.is_whole ? KIND_SHELL : KIND_REPORT);
	check_identity(x, d, arena);
	if (!d->attach.is_whole)
		check_tables(x, d, false, arena);
}

/* The file of a page: each kind that can be read is, cell for cell. */
static void check_file(struct reading *x, struct arena *arena)
{
	const struct document *d = &x->w->documents[x->e->document];
	const char *ending = file_ending(d->attach.file);

	read_path(x, world_file_path(x->e, ending, arena), arena);
	if (!file_is_read(d->attach.file)) {
		for (enum table_id t = 0; t < TABLE__COUNT; t++)
			if (x->report.table[t].form)
				wrong(x, table_name(t), STR("nothing"), STR("a table"));
		return;
	}
	if (d->attach.is_whole)
		check_kind(x, KIND_REPORT);
	check_identity(x, d, arena);
	check_tables(x, d, true, arena);
}

static size_t check_entry(const struct world *w, const struct entry *entry, struct arena *arena)
{
	struct reading *x = ARENA_NEW(arena, struct reading, 1);
	const struct document *d =
		entry->kind == ENTRY_LOOKALIKE ? NULL : &w->documents[entry->document];

	x->w = w;
	x->e = entry;
	read_path(x, entry->kind == ENTRY_REPORT ? world_report_path(w, entry, arena) : entry->path,
		  arena);
	if (!d && x->report.kind == KIND_REPORT)
		wrong(x, "kind", STR("anything but a report"), STR("report"));
	if (d && entry->kind == ENTRY_ANNEX) {
		check_kind(x, KIND_STATISTICS);
		check_identity(x, d, arena);
		check_tables(x, d, true, arena);
	} else if (d) {
		check_page(x, arena);
		if (d->attach.file)
			check_file(x, arena);
	}
	return x->n_wrong;
}

static void read_all(const struct options *options)
{
	bool seen[FILE__COUNT] = { false }, whole = false, annex = false, shell = false;
	struct arena arena = { 0 };
	struct world w;
	size_t n_wrong = 0;

	world_build(&w, options, &arena);
	for (size_t i = 0; i < w.n_entries; i++) {
		const struct entry *entry = &w.entries[i];
		struct arena scratch = { 0 };

		if (entry->kind != ENTRY_REPORT && entry->kind != ENTRY_ALIAS &&
		    entry->kind != ENTRY_ANNEX && entry->kind != ENTRY_LOOKALIKE)
			continue;
		n_wrong += check_entry(&w, entry, &scratch);
		arena_release(&scratch);
		if (entry->kind == ENTRY_REPORT) {
			const struct attach *a = &w.documents[entry->document].attach;

			seen[a->file] = true;
			whole |= a->is_whole;
			annex |= a->is_annex;
			shell |= a->is_shell;
		}
	}
	assert_int_equal(n_wrong, 0);
	if (options->first_year == options->last_year) /* not all are shown in a year */
		goto out;
	assert_true(whole && annex && shell);
	for (enum file_kind k = 1; k < FILE__COUNT; k++)
		assert_true(seen[k]);
out:
	arena_release(&arena);
}

static void test_the_sample_is_read_as_it_is(void **state)
{
	(void)state;
	read_all(&(struct options){
		.seed = 1, .n_agencies = 60, .first_year = 2020, .last_year = 2022 });
}

static void test_all_families_are_read_as_they_are(void **state)
{
	(void)state;
	read_all(&(struct options){ .seed = 11,
				    .profile = PROFILE_TYPICAL,
				    .n_agencies = 200,
				    .first_year = 2021,
				    .last_year = 2021 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_sample_is_read_as_it_is),
		cmocka_unit_test(test_all_families_are_read_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
