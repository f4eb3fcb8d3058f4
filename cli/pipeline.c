#include "cli/pipeline.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/worker.h"
#include "cli/codec.h"
#include "crawler/discover.h"
#include "crawler/sitemap.h"
#include "crawler/url.h"
#include "extract/charset.h"
#include "extract/format.h"
#include "extract/page_print.h"
#include "extract/repair.h"
#include "report/check.h"

/* Most bytes that a job's hints take in front of the document. */
#define MAX_HEAD_BYTES (64u << 10)

/* Both ways: the parent writes, the worker reads. */
static void code_job(struct codec *c, struct job *job)
{
	codec_enum(c, &job->want, WANT__COUNT);
	codec_str(c, &job->doc.url);
	codec_str(c, &job->doc.media_type);
	codec_str(c, &job->doc.charset);
	codec_str(c, &job->report.url);
	codec_str(c, &job->report.link_text);
	codec_str(c, &job->report.seed_agency);
	codec_int(c, &job->report.seed_year);
	codec_str(c, &job->report.page_agency);
	codec_int(c, &job->report.page_year);
	codec_date(c, &job->report.page_published);
	codec_bool(c, &job->want_links);
}

void job_write(struct buf *out, const struct job *job)
{
	struct codec c = codec_writer(out);
	struct job copy = *job;

	code_job(&c, &copy);
}

static bool ends_nocase(struct str s, struct str tail)
{
	return s.n >= tail.n && str_eq_nocase(str_sub(s, s.n - tail.n, tail.n), tail);
}

/* The format that a link's path ends in, or nothing. */
static struct str format_by_name(struct str href)
{
	static const struct {
		struct str tail, format;
	} known[] = {
		{ STR_INIT(".pdf"), STR_INIT("pdf") },   { STR_INIT(".doc"), STR_INIT("doc") },
		{ STR_INIT(".docx"), STR_INIT("docx") }, { STR_INIT(".xls"), STR_INIT("xls") },
		{ STR_INIT(".xlsx"), STR_INIT("xlsx") }, { STR_INIT(".wps"), STR_INIT("wps") },
		{ STR_INIT(".et"), STR_INIT("et") },     { STR_INIT(".ofd"), STR_INIT("ofd") },
		{ STR_INIT(".rtf"), STR_INIT("rtf") },   { STR_INIT(".zip"), STR_INIT("zip") },
		{ STR_INIT(".rar"), STR_INIT("rar") },   { STR_INIT(".txt"), STR_INIT("txt") },
	};
	size_t query = str_find(href, STR("?"), 0);
	struct str path = query == STR_NONE ? href : str_sub(href, 0, query);

	for (size_t i = 0; i < countof(known); i++)
		if (ends_nocase(path, known[i].tail) || ends_nocase(href, known[i].tail))
			return known[i].format;
	return (struct str){ NULL, 0 };
}

/* A link as an absolute URL, or as written where the document's own is not known. */
static struct str resolve(struct str href, const struct page *page, struct str document_url,
			  struct arena *arena)
{
	struct url document, base, target;
	const struct url *from = &document;
	struct err e;

	if (!document_url.n || url_parse(&document, document_url, NULL, arena, &e))
		return href;
	if (page->base.n && url_parse(&base, page->base, &document, arena, &e) == 0)
		from = &base;
	return url_parse(&target, href, from, arena, &e) ? href : target.href;
}

/* Files that the page links to. Where they stand in it, the report parser has judged. */
static void list_attachments(struct outcome *out, const struct page *page, struct str url,
			     struct arena *arena)
{
	size_t cap = 0;

	for (size_t i = 0; i < page->n_links; i++) {
		const struct link *l = &page->links[i];
		struct str format = format_by_name(l->href);

		if (!format.n)
			format = format_by_name(l->title);
		if (!format.n)
			continue;
		ARENA_GROW(arena, out->attachments, out->n_attachments, cap);
		out->attachments[out->n_attachments++] = (struct attachment){
			.url = resolve(l->href, page, url, arena),
			.name = l->title.n ? l->title : l->text,
			.format = format,
		};
	}
}

/*
 * A query in Chinese is escaped as the page's own bytes (WHATWG URL, "query state"): a GBK page
 * means GBK. Elsewhere, and in paths, it is UTF-8, which url_parse() sees to.
 */
static struct str gbk_query(struct str href, struct arena *arena)
{
	const uint16_t *gb;
	size_t question = str_find(href, STR("?"), 0), at = question;
	struct buf out;
	struct str done;

	if (question == STR_NONE)
		return href;
	while (at < href.n && !((unsigned char)href.p[at] & 0x80))
		at++;
	if (at == href.n)
		return href;
	gb = charset_gb_reverse();
	buf_init(&out, 4 * URL_MAX_TEXT_BYTES);
	buf_add(&out, str_sub(href, 0, question));
	for (at = question; at < href.n;) {
		size_t from = at;
		uint32_t c = utf8_next(href, &at);

		if (c >= 0x80 && c < 0x10000 && gb[c])
			buf_addf(&out, "%%%02X%%%02X", gb[c] >> 8, gb[c] & 0xFF);
		else
			buf_add(&out, str_sub(href, from, at - from));
	}
	done = out.full ? href : arena_str(arena, buf_str(&out));
	buf_release(&out);
	return done;
}

static void find_targets(struct outcome *out, const struct page *page, const struct doc *doc,
			 const struct job *job, struct arena *arena)
{
	struct discover_link *links = ARENA_NEW(arena, struct discover_link, page->n_links + 1);
	struct discover_input in = {
		.url = job->doc.url,
		.base = page->base,
		.title = page->title,
		.link_text = job->report.link_text,
		.links = links,
		.n_links = page->n_links,
		.scripts = page->scripts,
		.n_scripts = page->n_scripts,
	};

	bool is_gbk = doc->encoding.used && str_eq(str_c(doc->encoding.used), STR("gb18030"));

	for (size_t i = 0; i < page->n_links; i++) {
		const struct link *l = &page->links[i];

		links[i] = (struct discover_link){ .href = is_gbk ? gbk_query(l->href, arena)
								  : l->href,
						   .text = l->text,
						   .title = l->title,
						   .is_frame = l->kind == LINK_FRAME,
						   .is_refresh = l->kind == LINK_REFRESH };
	}
	if (discover_is_data(doc->text)) {
		in.scripts = &doc->text;
		in.n_scripts = 1;
	}
	out->n_targets = discover_targets(&out->targets, &in, arena);
}

/* Portals name what looks like sitemaps in many ways: no stage behind this one looks at them. */
static bool read_sitemap(struct outcome *out, const struct job *job, struct arena *arena)
{
	const struct sitemap_options lenient = { .any_location = true,
						 .accept_broken = true,
						 .normalise = true };
	struct sitemap map = { 0 };
	struct url at;
	struct err e;

	if (!sitemap_recognise(job->bytes, arena))
		return false;
	out->format = format_named(STR("text"))->name;
	out->is_sitemap = true;
	out->report.kind = KIND_LIST;
	out->report.kind_reason = STR("a sitemap");
	if (url_parse(&at, job->doc.url, NULL, arena, &e) ||
	    sitemap_parse(&map, job->bytes, &at, &lenient, arena, &e))
		return true; /* nothing in it can be used, and nothing is missing for that */
	if (job->want_links)
		out->n_targets = discover_sitemap(&out->targets, &map, &at, arena);
	return true;
}

/* Equal lines were dropped: which figures went with them, nobody can say. */
static void distrust_deduped(struct encoding *e, const struct report *r)
{
	for (size_t i = 0; i < r->n_notes; i++) {
		if (r->notes[i].kind != NOTE_LINES_DEDUPED)
			continue;
		e->untrusted = true;
		if (!e->verdict)
			e->verdict = "lines_dropped";
	}
}

/* Page to findings: the stages after extraction. */
static void read_page(struct outcome *out, struct page *page, const struct doc *doc,
		      const struct job *job, struct arena *arena)
{
	struct check_input in = { .now = &out->report, .encoding = &out->encoding };

	in.url = job->doc.url;
	out->format = doc->format->name;
	report_parse(&out->report, page, &out->encoding, &job->report, arena);
	distrust_deduped(&out->encoding, &out->report);
	out->check = check_run(&in, arena);
	list_attachments(out, page, job->doc.url, arena);
	if (job->want_links)
		find_targets(out, page, doc, job, arena);
}

static void print_repairs(struct buf *out, const struct encoding *e)
{
	for (size_t i = 0; i < e->n_repairs; i++) {
		const struct repair *r = &e->repairs[i];

		buf_addf(out, "%s x%u at %u", r->name, r->count, r->at);
		if (r->margin_mnat)
			buf_addf(out, ", margin %d.%03d nats", r->margin_mnat / 1000,
				 abs(r->margin_mnat % 1000));
		buf_addf(out, "\n  - %.*s\n  + %.*s\n", STR_ARG(r->before), STR_ARG(r->after));
	}
	if (e->verdict)
		buf_addf(out, "verdict: %s\n", e->verdict);
}

/* The repaired text in one piece. Markup is left as the source has it. */
static struct str whole_text(const struct doc *doc, struct arena *arena)
{
	struct page page = { .title = doc->text };
	struct encoding scratch = doc->encoding;

	if (str_eq(str_c(doc->format->name), STR("text")))
		repair_page(&page, &scratch, arena);
	return page.title;
}

/* Carries one document through the stages, as far as is wanted. */
static int run(struct buf *payload, const struct job *job, struct arena *arena, struct err *e)
{
	struct outcome *out = ARENA_NEW(arena, struct outcome, 1);
	struct doc doc = { 0 };
	struct page page = { 0 };

	if (job->want == WANT_OUTCOME && read_sitemap(out, job, arena)) {
		outcome_write(payload, out);
		return 0;
	}
	if (doc_open(&doc, job->bytes, &job->doc, arena, e))
		return -1;
	if (job->want == WANT_TEXT || job->want == WANT_SERVED) {
		if (!doc.format->is_text)
			return err_set(e, ERR_FORMAT, "%s has no text before it is extracted",
				       doc.format->name);
		buf_add(payload, job->want == WANT_TEXT ? whole_text(&doc, arena) : doc.served);
		return 0;
	}
	if (doc.format->extract(&page, &doc, arena, e))
		return -1;
	out->encoding = doc.encoding;
	out->encoding.replaced += page.n_lost;
	out->encoding.untrusted |= page.is_garbled;
	repair_page(&page, &out->encoding, arena);
	if (job->want == WANT_REPAIRS) {
		print_repairs(payload, &out->encoding);
	} else if (job->want == WANT_PAGE) {
		page_print(payload, &page);
	} else {
		read_page(out, &page, &doc, job, arena);
		outcome_write(payload, out);
	}
	return 0;
}

/* What became of the job goes in front of what it gave. */
static void code_verdict(struct codec *c, struct err *e)
{
	struct str msg = str_c(e->msg);

	codec_enum(c, &e->code, ERR__COUNT);
	codec_str(c, &msg);
	if (c->reading) {
		size_t n = msg.n < sizeof(e->msg) ? msg.n : sizeof(e->msg) - 1;

		if (n)
			memcpy(e->msg, msg.p, n);
		e->msg[n] = '\0';
	}
}

void job_run(struct buf *reply, struct str request, struct arena *arena)
{
	struct codec in = codec_reader(request, arena), out = codec_writer(reply);
	struct job job = { 0 };
	struct err e = { 0 };
	struct buf payload;

	buf_init(&payload, reply->max);
	code_job(&in, &job);
	job.bytes = str_sub(request, in.at, request.n);
	if (in.bad)
		err_set(&e, ERR_FORMAT, "job is malformed");
	else if (run(&payload, &job, arena, &e))
		buf_clear(&payload);
	if (payload.full)
		err_set(&e, ERR_LIMIT, "result is larger than %zu bytes", payload.max);
	code_verdict(&out, &e);
	buf_add(reply, buf_str(&payload));
	buf_release(&payload);
}

struct pipeline {
	struct workers *workers;
	struct buf head;    /* of the job being submitted */
	struct arena arena; /* of the last result */
	struct severities severities;
	enum job_want want[WORKER_MAX_COUNT];
	uint64_t id[WORKER_MAX_COUNT]; /* the caller's, by our tag */
	bool used[WORKER_MAX_COUNT];
};

int pipeline_open(struct pipeline **out, const struct pipeline_limits *limits, struct err *e)
{
	struct worker_limits w = {
		.n_workers = limits->n_workers,
		.max_cpu_ms = limits->max_cpu_ms,
		.max_wall_ms = limits->max_wall_ms,
		.max_memory_bytes = limits->max_memory_bytes,
		.max_request_bytes = (size_t)DOC_MAX_BYTES + MAX_HEAD_BYTES,
		.max_reply_bytes = OUTCOME_MAX_BYTES,
		.readable = format_data_dir(),
	};
	struct pipeline *p = calloc(1, sizeof(*p));

	if (!p)
		mem_exhausted(sizeof(*p));
	buf_init(&p->head, MAX_HEAD_BYTES);
	if (limits->severities)
		p->severities = *limits->severities;
	if (workers_open(&p->workers, &w, job_run, e)) {
		free(p);
		return -1;
	}
	*out = p;
	return 0;
}

void pipeline_close(struct pipeline *p)
{
	if (!p)
		return;
	workers_close(p->workers);
	buf_release(&p->head);
	arena_release(&p->arena);
	free(p);
}

struct sandbox pipeline_sandbox(const struct pipeline *p)
{
	return workers_sandbox(p->workers);
}

unsigned pipeline_free(const struct pipeline *p)
{
	return workers_free(p->workers);
}

unsigned pipeline_busy(const struct pipeline *p)
{
	return workers_busy(p->workers);
}

int pipeline_submit(struct pipeline *p, const struct job *job, struct err *e)
{
	struct str parts[2];
	uint64_t tag = 0;

	if (job->bytes.n > DOC_MAX_BYTES)
		return err_set(e, ERR_LIMIT, "document has %zu bytes, limit %u", job->bytes.n,
			       DOC_MAX_BYTES);
	while (p->used[tag])
		tag++;
	buf_clear(&p->head);
	job_write(&p->head, job);
	if (p->head.full)
		return err_set(e, ERR_LIMIT, "URL and link text have more than %u bytes",
			       MAX_HEAD_BYTES);
	parts[0] = buf_str(&p->head);
	parts[1] = job->bytes;
	if (workers_submit(p->workers, tag, parts, countof(parts), e))
		return -1;
	p->used[tag] = true;
	p->id[tag] = job->id;
	p->want[tag] = job->want;
	return 0;
}

size_t pipeline_pollfds(const struct pipeline *p, struct pollfd *out, size_t n)
{
	return workers_pollfds(p->workers, out, n);
}

int pipeline_wait(struct job_result *out, struct pipeline *p, int timeout_ms, struct err *e)
{
	struct worker_result r;
	struct codec c;
	int got = workers_wait(&r, p->workers, timeout_ms, e);

	if (got <= 0)
		return got;
	arena_reset(&p->arena);
	*out = (struct job_result){ .id = p->id[r.tag], .want = p->want[r.tag] };
	out->cpu_us = r.cpu_us;
	out->err = r.err;
	p->used[r.tag] = false;
	if (out->err.code != ERR_NONE)
		return 1;
	c = codec_reader(r.reply, &p->arena);
	code_verdict(&c, &out->err);
	if (c.bad)
		err_set(&out->err, ERR_FORMAT, "worker's answer is malformed");
	if (out->err.code != ERR_NONE)
		return 1;
	out->text = str_sub(r.reply, c.at, r.reply.n);
	if (out->want != WANT_OUTCOME)
		return 1;
	if (outcome_read(&out->outcome, out->text, &p->arena, &out->err))
		return 1;
	check_apply(&out->outcome.check, &p->severities);
	out->text = (struct str){ NULL, 0 };
	return 1;
}
