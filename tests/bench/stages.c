/*
 * stages [PAGES]: processor time a page, stage by stage, over generated report pages of 50 KB on
 * the average; beside it one plain gumbo parse of the same decoded page, as the measure of what
 * HTML costs.
 */
#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/outcome.h"
#include "extract/charset.h"
#include "extract/format.h"
#include "extract/repair.h"
#include "report/check.h"
#include "report/parse.h"

#include "tests/portal/site.h"
#include "tests/portal/world.h"

enum stage { OPEN, EXTRACT, REPAIR, PARSE, CHECK, WIRE, GUMBO, OPEN_GBK, STAGES };

static const char *const names[] = {
	"decode and repair of the text",
	"HTML to page",
	"repair of the page",
	"report from page",
	"rules",
	"to the program and back",
	"(plain gumbo parse)",
	"(decode and repair, as GBK)",
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void plain_gumbo(struct str text)
{
	GumboOptions options = kGumboDefaultOptions;
	GumboOutput *tree;

	options.max_errors = 0;
	tree = gumbo_parse_with_options(&options, text.p, text.n);
	gumbo_destroy_output(&options, tree);
}

/* The page as a portal in GBK has it; it says so. */
static struct str as_gbk(struct str utf8, struct arena *arena)
{
	struct str bytes = charset_encode(utf8, "gb18030", arena);
	size_t at = str_find(bytes, STR("charset=utf-8"), 0);
	char *p = ARENA_NEW(arena, char, bytes.n + 1);

	memcpy(p, bytes.p, bytes.n);
	if (at != STR_NONE)
		memcpy(p + at, "charset=gbk  ", strlen("charset=gbk  "));
	return (struct str){ p, bytes.n };
}

/* Adds what each stage took; false when the page was not read as a report. */
static bool run_page(double spent[STAGES], const struct answer *a, struct arena *arena)
{
	struct outcome *o, *back;
	struct doc_hint hint = { 0 };
	struct report_hint who = { 0 };
	struct check_input in = { 0 };
	struct doc doc;
	struct page page = { 0 };
	struct err e = { 0 };
	struct buf wire;
	struct str gbk;
	double t[STAGES];
	bool good;

	o = ARENA_NEW(arena, struct outcome, 1);
	back = ARENA_NEW(arena, struct outcome, 1);
	buf_init(&wire, OUTCOME_MAX_BYTES);
	t[OPEN] = now_ms();
	if (doc_open(&doc, buf_str(&a->body), &hint, arena, &e))
		return false;
	t[EXTRACT] = now_ms();
	if (doc.format->extract(&page, &doc, arena, &e))
		return false;
	t[REPAIR] = now_ms();
	o->encoding = doc.encoding;
	repair_page(&page, &o->encoding, arena);
	t[PARSE] = now_ms();
	report_parse(&o->report, &page, &o->encoding, &who, arena);
	t[CHECK] = now_ms();
	in.now = &o->report;
	in.encoding = &o->encoding;
	o->check = check_run(&in, arena);
	t[WIRE] = now_ms();
	o->format = doc.format->name;
	outcome_write(&wire, o);
	good = outcome_read(back, buf_str(&wire), arena, &e) == 0;
	t[GUMBO] = now_ms();
	plain_gumbo(doc.text);
	t[OPEN_GBK] = now_ms();
	for (int s = 0; s < OPEN_GBK; s++)
		spent[s] += t[s + 1] - t[s];
	gbk = as_gbk(doc.text, arena);
	t[OPEN_GBK] = now_ms();
	good = good && doc_open(&doc, gbk, &hint, arena, &e) == 0;
	spent[OPEN_GBK] += now_ms() - t[OPEN_GBK];
	good = good && o->report.kind == KIND_REPORT;
	buf_release(&wire);
	arena_reset(arena);
	return good;
}

int main(int argc, char **argv)
{
	struct options options = { .seed = 1,
				   .profile = PROFILE_BENCH,
				   .n_agencies = 60,
				   .n_pages =
					   argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000,
				   .first_year = 2020,
				   .last_year = 2022 };
	double spent[STAGES] = { 0 }, sum = 0;
	struct arena arena = { 0 }, pages_arena = { 0 };
	size_t pages = 0, bytes = 0, bad = 0;
	struct rusage usage;
	struct world w;

	world_build(&w, &options, &arena);
	for (size_t i = 0; i < w.n_entries; i++) {
		struct answer a;

		if (w.entries[i].kind != ENTRY_REPORT)
			continue;
		site_answer(&a, &w, w.portals[w.entries[i].portal].host, w.entries[i].path, 0,
			    STR(""));
		bad += !run_page(spent, &a, &pages_arena);
		bytes += a.body.n;
		pages++;
		answer_release(&a);
	}
	if (!pages) {
		fputs("no pages\n", stderr);
		return 1;
	}
	printf("%zu pages, %.1f KB on the average, %zu not read as reports\n", pages,
	       (double)bytes / 1024 / (double)pages, bad);
	for (int s = 0; s < GUMBO; s++)
		sum += spent[s];
	for (int s = 0; s < STAGES; s++)
		printf("%-32s %7.3f ms a page %6.1f %% of a gumbo parse\n", names[s],
		       spent[s] / (double)pages, 100 * spent[s] / spent[GUMBO]);
	printf("%-32s %7.3f ms a page %6.1f %% of a gumbo parse\n", "all stages",
	       sum / (double)pages, 100 * sum / spent[GUMBO]);
	getrusage(RUSAGE_SELF, &usage);
	printf("peak memory %.1f MiB\n", (double)usage.ru_maxrss / 1024);
	arena_release(&pages_arena);
	arena_release(&arena);
	return bad != 0;
}
