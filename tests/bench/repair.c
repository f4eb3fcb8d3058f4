/*
 * repair [PAGES [DAMAGE]]: processor time of a whole page's repair - decoding, the decision, the
 * repair of its text and of its page - for each way of tests/gen/gen_garble.h to damage it. Pages
 * are reports one after the other, as text without markup, up to 50 KB as served: the most there
 * can be to repair in so many bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/buf.h"
#include "extract/decode.h"
#include "extract/repair.h"
#include "report/form.h"
#include "tests/gen/gen_cells.h"
#include "tests/gen/gen_garble.h"
#include "tests/gen/gen_shape.h"

#define PAGE_BYTES 50000u
#define BAR_MS     50.0
#define TRIES      3 /* of each page; the quickest counts: others use the machine as well */

struct times {
	double sum_ms, max_ms;
	size_t pages, bytes, repaired;
};

/* Headings and sentences in which the cut of GBK at the bytes of a mark finds such bytes. */
static const struct str cuttable = STR_INIT(
	"\n　（一）主动公开情况。可以在网站上查阅。\n　（二）依申请公开情况。开展培训三次。\n"
	"　（三）政府信息管理情况。看得见的公开。\n　（四）平台建设情况\n　（五）监督保障情况\n");

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void add_report(struct buf *page, const char *form, uint64_t seed)
{
	static const enum gen_shape shapes[] = { SHAPE_PIPES, SHAPE_CELL_PIPE, SHAPE_TABS };
	struct arena arena = { 0 };
	struct report *drawn = ARENA_NEW(&arena, struct report, 1);
	struct gen_cells cells = { .form = form_named(form) };
	struct gen_shape_how how = { .form = cells.form,
				     .cells = drawn,
				     .shape = shapes[seed % countof(shapes)],
				     .seed = seed };
	struct gen_truth truth;

	gen_cells(drawn, NULL, &cells, seed, &arena);
	gen_shape(page, &truth, &how, &arena);
	buf_add(page, cuttable);
	arena_release(&arena);
}

/* A page of PAGE_BYTES after its damage, or a little less. */
static struct str draw(const struct gen_garble *how, uint64_t seed, struct arena *arena)
{
	static const char *const forms[] = { "form2021", "form2019", "form2014" };
	struct buf page;
	struct str bad = { NULL, 0 };

	buf_init(&page, 1u << 20);
	for (uint64_t i = 0; page.n < PAGE_BYTES; i++)
		add_report(&page, forms[(seed + i) % countof(forms)], seed * 100 + i);
	for (size_t n = PAGE_BYTES; !bad.n || bad.n > PAGE_BYTES; n -= PAGE_BYTES / 50) {
		while (n < page.n && ((unsigned char)page.p[n] & 0xC0) == 0x80)
			n++;
		bad = how->apply(str_sub(buf_str(&page), 0, n), arena);
	}
	bad = arena_str(arena, bad);
	buf_release(&page);
	return bad;
}

static double mend(bool *repaired, struct str bytes, const char *charset)
{
	struct arena arena = { 0 };
	struct encoding enc = { 0 };
	struct page page = { 0 };
	struct str text;
	struct err e;
	double begin = now_ms(), end;

	if (decode_text(&text, &enc, bytes, str_c(charset), false, &arena, &e) == 0) {
		page.title = repair_text(text, &enc, &arena);
		repair_page(&page, &enc, &arena);
	}
	end = now_ms();
	*repaired = enc.n_repairs || enc.verdict || enc.traditional;
	arena_release(&arena);
	return end - begin;
}

static void run(struct times *t, const struct gen_garble *how, uint64_t seed)
{
	struct arena arena = { 0 };
	struct str bad = draw(how, seed, &arena);
	double best = 0;
	bool repaired = false;

	for (unsigned i = 0; i < TRIES; i++) {
		double ms = mend(&repaired, bad, how->charset);

		if (i == 0 || ms < best)
			best = ms;
	}
	t->sum_ms += best;
	if (best > t->max_ms)
		t->max_ms = best;
	t->pages++;
	t->bytes += bad.n;
	t->repaired += repaired;
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	unsigned pages = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 20;
	bool slow = false;

	printf("%-20s %6s %8s %9s %9s\n", "damage", "KB", "repaired", "mean ms", "max ms");
	for (size_t i = 0; i < GEN_GARBLES; i++) {
		if (argc > 2 && !str_eq(str_c(argv[2]), str_c(gen_garbles[i].name)))
			continue;
		struct times t = { 0 };

		for (unsigned k = 0; k < pages; k++)
			run(&t, &gen_garbles[i], k + 1);
		if (!t.pages)
			continue;
		printf("%-20s %6.1f %5zu/%-2zu %9.2f %9.2f%s\n", gen_garbles[i].name,
		       (double)t.bytes / 1000 / (double)t.pages, t.repaired, t.pages,
		       t.sum_ms / (double)t.pages, t.max_ms, t.max_ms > BAR_MS ? " over" : "");
		slow |= t.max_ms > BAR_MS;
	}
	return slow;
}
