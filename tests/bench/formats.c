/*
 * formats [RUNS [FOLDER]]: what reading one report costs as each kind of document, each kind in a
 * process of its own: processor time a document after the first, time of the first, and how much
 * memory the process needed beyond what it had before. With a FOLDER the files are written there
 * first, for other programs to be measured with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/attrs.h"
#include "base/buf.h"
#include "extract/format.h"
#include "extract/repair.h"
#include "report/check.h"
#include "report/parse.h"

#include "tests/gen/pdf_write.h"
#include "tests/portal/body.h"
#include "tests/portal/paper.h"
#include "tests/portal/site.h"

enum { MAX_BYTES = 64 << 20, STRANGE_PAGES = 300 };

static void pdf_ruled(struct buf *out, const struct paper *p)
{
	file_pdf(out, p, true);
}

static void pdf_bare(struct buf *out, const struct paper *p)
{
	file_pdf(out, p, false);
}

/* Pages of something else, full of text. */
static void pdf_strange(struct buf *out, const struct paper *p)
{
	struct pdf_write *pdf = ARENA_NEW(p->arena, struct pdf_write, 1);

	pdf_write_begin(pdf, out, PDF_FONT_NAMED, p->arena);
	for (unsigned i = 0; i < STRANGE_PAGES; i++) {
		pdf_write_page(pdf, 5950, 8420, 0);
		for (unsigned line = 0; line < 36; line++)
			pdf_write_text(
				pdf, 700, 800 + line * 182, 140,
				STR("水稻田间管理要点与病虫害防治技术规程及其他有关事项的说明"));
	}
	pdf_write_end(pdf);
}

static void html(struct buf *out, const struct paper *p)
{
	buf_add(out, STR("<!doctype html>\n<html><head><meta charset=\"utf-8\"></head><body>\n"));
	for (size_t i = 0; i < p->n; i++) {
		if (p->parts[i].table) {
			table_write(out, p->parts[i].table, STYLE_CLEAN);
			continue;
		}
		buf_add(out, STR("<p>"));
		html_text(out, p->parts[i].text);
		buf_add(out, STR("</p>\n"));
	}
	buf_add(out, STR("</body></html>\n"));
}

static void mhtml(struct buf *out, const struct paper *p)
{
	buf_add(out, STR("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"=x\"\r\n"
			 "\r\n--=x\r\nContent-Type: text/html; charset=\"utf-8\"\r\n"
			 "Content-Transfer-Encoding: 8bit\r\n\r\n"));
	html(out, p);
	buf_add(out, STR("\r\n--=x--\r\n"));
}

static const struct kind {
	const char *name, *ending;
	void (*write)(struct buf *out, const struct paper *p);
	bool is_strange;
} kinds[] = {
	{ "html", "html", html, false },
	{ "mhtml", "mht", mhtml, false },
	{ "docx", "docx", file_docx, false },
	{ "doc", "doc", file_doc, false },
	{ "rtf", "rtf", file_rtf, false },
	{ "xlsx (tables)", "xlsx", file_xlsx, false },
	{ "xls (tables)", "xls", file_xls, false },
	{ "zip of the xlsx", "zip", file_zip, false },
	{ "ofd", "ofd", file_ofd, false },
	{ "pdf, ruled lines", "ruled.pdf", pdf_ruled, false },
	{ "pdf, no lines", "bare.pdf", pdf_bare, false },
	{ "pdf, 300 other pages", "strange.pdf", pdf_strange, true },
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double peak_mib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_maxrss / 1024;
}

/* The cells read; SIZE_MAX where it was given up. */
static size_t read_one(struct str bytes, struct arena *arena)
{
	struct report *report = ARENA_NEW(arena, struct report, 1);
	struct check_input in = { .now = report };
	struct report_hint who = { 0 };
	struct doc_hint hint = { 0 };
	struct page page = { 0 };
	struct doc doc;
	size_t n = 0;
	struct err e;

	if (doc_open(&doc, bytes, &hint, arena, &e) || doc.format->extract(&page, &doc, arena, &e))
		return SIZE_MAX;
	repair_page(&page, &doc.encoding, arena);
	report_parse(report, &page, &doc.encoding, &who, arena);
	in.encoding = &doc.encoding;
	(void)check_run(&in, arena);
	for (enum row_id row = 0; row < ROW__COUNT; row++)
		for (enum col_id col = 0; col < COL__COUNT; col++)
			n += report->value[row][col].state != VALUE_MISSING;
	return n;
}

static void measure(const struct kind *k, struct str bytes, unsigned runs)
{
	struct arena arena = { 0 };
	double before = peak_mib(), begin = now_ms(), first, rest;
	size_t n = read_one(bytes, &arena);
	char read[40];

	first = now_ms() - begin;
	begin = now_ms();
	for (unsigned i = 1; i < runs; i++) {
		arena_reset(&arena);
		(void)read_one(bytes, &arena);
	}
	rest = (now_ms() - begin) / (runs > 1 ? runs - 1 : 1);
	(void)snprintf(read, sizeof(read), n == SIZE_MAX ? "given up" : "%zu cells", n);
	printf("%-22s %8.1f KB %8.2f ms %8.2f ms the first %7.1f MiB  %s\n", k->name,
	       (double)bytes.n / 1024, rest, first, peak_mib() - before, read);
	arena_release(&arena);
}

static int save(const char *folder, const struct kind *k, struct str bytes)
{
	char path[4096];
	FILE *f;
	int rc;

	(void)snprintf(path, sizeof(path), "%s/report.%s", folder, k->ending);
	f = fopen(path, "wb");
	if (!f)
		return -1;
	rc = fwrite(bytes.p, 1, bytes.n, f) == bytes.n ? 0 : -1;
	return fclose(f) ? -1 : rc;
}

/* In a process of its own, so that one kind's memory is not another's. */
static int run(const struct kind *k, struct str bytes, unsigned runs)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stderr)) /* of libraries that miss fonts */
			_exit(1);
		measure(k, bytes, runs);
		fflush(stdout);
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct options options = { .seed = 1,
				   .profile = PROFILE_BENCH,
				   .n_agencies = 1,
				   .n_pages = 1,
				   .first_year = 2022,
				   .last_year = 2022 };
	unsigned runs = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 20;
	struct arena arena = { 0 };
	struct paper paper = { .arena = &arena };
	struct document d;
	struct world w;

	world_build(&w, &options, &arena);
	d = w.documents[0];
	d.attach.is_whole = true;
	body_paper(&paper, &w, &d);
	for (size_t i = 0; i < countof(kinds); i++) {
		struct buf bytes;

		buf_init(&bytes, MAX_BYTES);
		kinds[i].write(&bytes, &paper);
		if ((argc > 2 && save(argv[2], &kinds[i], buf_str(&bytes))) ||
		    run(&kinds[i], buf_str(&bytes), runs)) {
			fprintf(stderr, "%s: failed\n", kinds[i].name);
			return 1;
		}
		buf_release(&bytes);
	}
	arena_release(&arena);
	return 0;
}
