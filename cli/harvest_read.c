#define LOG_MODULE "harvest"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "cli/archive.h"
#include "cli/harvest_parts.h"
#include "cli/ingest.h"

#define UNREAD_AT_ONCE 16

static struct harvest_document *make_document(void)
{
	struct harvest_document *d = calloc(1, sizeof(*d));

	if (!d)
		mem_exhausted(sizeof(*d));
	return d;
}

static void free_document(struct harvest_document *d)
{
	arena_release(&d->arena);
	free(d);
}

static void enqueue(struct harvest *h, struct harvest_document *d)
{
	*h->queued_end = d;
	h->queued_end = &d->next;
	h->n_queued++;
	if (d->host)
		d->host->n_reading++;
}

int harvest_queue_document(struct harvest *h, int64_t document_id, struct str bytes,
			   struct harvest_host *host, int depth, struct err *e)
{
	struct harvest_document *d = make_document();

	if (store_get_document(&d->row, h->s->store, document_id, &d->arena, e) < 0) {
		free_document(d);
		return -1;
	}
	d->bytes = arena_str(&d->arena, bytes);
	d->host = host;
	d->depth = depth;
	enqueue(h, d);
	return 0;
}

/* The body of a document; empty, with a warning, when the archive is damaged. */
static struct str body_of(const struct harvest *h, const struct store_document_row *row,
			  struct arena *arena)
{
	struct str body = { NULL, 0 };
	struct err e;

	if (archive_body(&body, row, h->s->warc_dir, arena, &e))
		log_warn("document=%lld: %s: not read", (long long)row->id, e.msg);
	return body;
}

/* How far from its seed the document's URL was found. */
static int depth_of(int *depth, struct harvest *h, const struct store_document_row *row,
		    struct err *e)
{
	struct arena arena = { 0 };
	struct store_url u = { 0 };
	struct url parsed;
	struct err bad;
	int rc = 0;

	if (row->url.n && url_parse(&parsed, row->url, NULL, &arena, &bad) == 0)
		rc = store_find_url(&u, NULL, NULL, h->s->store, url_hash(url_key(&parsed, &arena)),
				    &arena, e);
	*depth = u.depth;
	arena_release(&arena);
	return rc < 0 ? -1 : 0;
}

int harvest_take_unread(struct harvest *h, struct err *e)
{
	while (h->unread_after >= 0 && h->n_queued < UNREAD_AT_ONCE) {
		struct harvest_document *d = make_document();
		int rc = store_next_document(&d->row, h->s->store, STORE_UNREAD, h->unread_after,
					     &d->arena, e);

		if (rc > 0)
			h->unread_after = d->row.id;
		if (rc == 0)
			h->unread_after = -1;
		if (rc > 0 && d->row.url_id && d->row.place.file.n &&
		    (d->bytes = body_of(h, &d->row, &d->arena)).n) {
			if (depth_of(&d->depth, h, &d->row, e)) {
				free_document(d);
				return -1;
			}
			enqueue(h, d);
			continue;
		}
		free_document(d);
		if (rc < 0)
			return -1;
	}
	return 0;
}

int harvest_feed_workers(struct harvest *h, struct err *e)
{
	while (h->queued && pipeline_free(h->s->pipeline)) {
		struct harvest_document *d = h->queued;
		struct job job;

		ingest_job(&job, &d->row, d->bytes, true);
		if (pipeline_submit(h->s->pipeline, &job, e))
			return -1;
		h->queued = d->next;
		if (!h->queued)
			h->queued_end = &h->queued;
		h->n_queued--;
		d->next = h->reading;
		h->reading = d;
	}
	return 0;
}

static struct harvest_document *take_reading(struct harvest *h, uint64_t id)
{
	struct harvest_document **at = &h->reading, *d;

	while (*at && (uint64_t)(*at)->row.id != id)
		at = &(*at)->next;
	d = *at;
	if (d)
		*at = d->next;
	return d;
}

static int keep_result(struct harvest *h, const struct harvest_document *d,
		       const struct job_result *result, struct err *e)
{
	enum store_change change;
	int64_t report_id;

	if (result->err.code != ERR_NONE) {
		h->sum.n_unread++;
		log_info("url=%.*s: not read: %s: %s", STR_ARG(d->row.url),
			 err_class(result->err.code)->name, result->err.msg);
	}
	if (harvest_begin(h, e) ||
	    ingest_result(&change, &report_id, h->s->store, &d->row, result, d->bytes, e))
		return -1;
	h->sum.n_reports_new += change == STORE_ADDED;
	h->sum.n_reports_changed += change == STORE_VERSION_UP;
	if (result->err.code != ERR_NONE)
		return 0;
	return harvest_offer_targets(h, d, &result->outcome, e);
}

int harvest_collect(struct harvest *h, struct err *e)
{
	struct job_result result;
	int rc;

	while ((rc = pipeline_wait(&result, h->s->pipeline, 0, e)) == 1) {
		struct harvest_document *d = take_reading(h, result.id);

		if (!d)
			continue;
		rc = keep_result(h, d, &result, e);
		if (d->host) {
			d->host->n_reading--;
			harvest_wake(h, d->host);
		}
		free_document(d);
		if (rc)
			return -1;
	}
	return rc;
}

void harvest_drop_documents(struct harvest *h)
{
	struct harvest_document *lists[2] = { h->queued, h->reading };

	for (size_t i = 0; i < 2; i++) {
		while (lists[i]) {
			struct harvest_document *d = lists[i];

			lists[i] = d->next;
			free_document(d);
		}
	}
	h->queued = h->reading = NULL;
	h->queued_end = &h->queued;
	h->n_queued = 0;
}
