#define LOG_MODULE "import"
#include "cli/importer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/intake.h"
#include "crawler/url.h"
#include "store/store_frontier.h"

/* Documents between two commits: enough that a commit costs little, few enough to redo. */
#define BATCH 200

struct importer {
	struct store *store;
	struct warc *warc;
	struct intake intake;
	struct import_counts counts;
	unsigned uncommitted;
	bool in_transaction;
};

static int count_one(void *to, const struct intake_done *d, struct err *e)
{
	struct import_counts *c = to;

	(void)e;
	c->n_failed += d->result->err.code != ERR_NONE;
	c->n_reports += d->report_id != 0;
	c->n_new += d->change == STORE_ADDED;
	c->n_changed += d->change == STORE_VERSION_UP;
	return 0;
}

int importer_open(struct importer **out, struct store *store, struct warc *warc,
		  struct pipeline *pipeline, struct err *e)
{
	struct importer *im = calloc(1, sizeof(*im));

	if (!im)
		mem_exhausted(sizeof(*im));
	im->store = store;
	im->warc = warc;
	im->intake = (struct intake){
		.store = store, .pipeline = pipeline, .done = count_one, .to = &im->counts
	};
	if (store_begin(store, e)) {
		free(im);
		return -1;
	}
	im->in_transaction = true;
	*out = im;
	return 0;
}

/* The archive first, then the database: a row never points to bytes that are not on disk. */
static int commit(struct importer *im, bool again, struct err *e)
{
	if (warc_sync(im->warc, e))
		return -1;
	im->in_transaction = false;
	if (store_commit(im->store, e))
		return -1;
	im->uncommitted = 0;
	if (again && store_begin(im->store, e))
		return -1;
	im->in_transaction = again;
	return 0;
}

/* The URL's row, marked as not to be fetched: it came by hand. */
static int note_url(int64_t *url_id, struct importer *im, const struct import_item *item,
		    struct arena *arena, struct err *e)
{
	struct store_offer offer = { .kind = STR("article"), .now_ms = item->seen_ms };
	struct store_finish done = { .state = URL_DONE,
				     .disposition = "ok",
				     .now_ms = item->seen_ms };
	enum url_state state = URL_PENDING;
	struct store_url known;
	struct err bad;
	struct url u;
	bool is_new;
	int found;

	if (url_parse(&u, item->url, NULL, arena, &bad)) {
		log_warn("%.*s: %s", STR_ARG(item->url), bad.msg);
		return 0;
	}
	offer.text = u.href;
	offer.key = url_hash(url_key(&u, arena));
	found = store_find_url(&known, &state, NULL, im->store, offer.key, arena, e);
	if (found < 0 ||
	    store_host_id(&offer.host_id, im->store, u.host, (struct str){ NULL, 0 }, e) ||
	    store_offer_url(url_id, &is_new, im->store, &offer, e))
		return -1;
	done.url_id = *url_id;
	/* What a harvest knows already keeps its own plans. */
	return is_new ? store_finish_url(im->store, &done, e) : 0;
}

static int archive_item(struct store_place *place, struct importer *im,
			const struct import_item *item, struct arena *arena, struct err *e)
{
	const struct warc_resource r = {
		.uri = item->url.n ? item->url
				   : arena_strf(arena, "file:%.*s", STR_ARG(item->path)),
		.media_type = item->media_type.n ? arena_str(arena, item->media_type).p
						 : "application/octet-stream",
		.seen_ms = item->seen_ms,
		.body = item->body,
	};
	struct warc_place at;

	if (warc_append_resource(&at, im->warc, &r, e))
		return -1;
	place->file = arena_str(arena, str_c(at.file));
	place->offset = at.offset;
	place->length = at.length;
	return 0;
}

/* Hands the document to a worker, when there is something to read that was not read before. */
static int submit(struct importer *im, int64_t id, const struct import_item *item,
		  struct arena *arena, struct err *e)
{
	struct store_document_row doc;

	if (store_get_document(&doc, im->store, id, arena, e) != 1)
		return -1;
	if (doc.is_read) {
		im->counts.n_same++;
		return 0;
	}
	return intake_add(&im->intake, &doc, item->body, e);
}

/* Whether exactly these bytes are known for this path or URL: they then lie in an archive. */
static int find_known(bool *known, struct importer *im, const struct store_document *d,
		      struct arena *arena, struct err *e)
{
	struct store_body last;
	int found = store_last_body(&last, im->store, d->url_id, d->path, arena, e);

	*known = found > 0 && last.is_archived && str_eq(last.sha256, d->sha256);
	return found < 0 ? -1 : 0;
}

static int add(struct importer *im, const struct import_item *item, struct arena *arena,
	       struct err *e)
{
	char sha[DIGEST_TEXT_MAX];
	struct store_document d = { .path = item->path,
				    .sha256 = str_c(digest_of(sha, DIGEST_SHA256, item->body)),
				    .n_bytes = (int64_t)item->body.n,
				    .media_type = item->media_type,
				    .charset = item->charset,
				    .place = item->place,
				    .seen_ms = item->seen_ms };
	enum store_news news;
	int64_t id;
	bool known;

	if (item->url.n && note_url(&d.url_id, im, item, arena, e))
		return -1;
	if (item->is_gone)
		return d.url_id ? store_url_gone(im->store, d.url_id, item->seen_ms, e) : 0;
	if (find_known(&known, im, &d, arena, e))
		return -1;
	if (!known && !d.place.file.n && archive_item(&d.place, im, item, arena, e))
		return -1;
	if (store_put_document(&id, &news, im->store, &d, e))
		return -1;
	im->counts.n_documents++;
	if (submit(im, id, item, arena, e))
		return -1;
	return ++im->uncommitted < BATCH ? 0 : commit(im, true, e);
}

int importer_add(struct importer *im, const struct import_item *item, struct err *e)
{
	struct arena arena = { 0 };
	int rc = add(im, item, &arena, e);

	arena_release(&arena);
	return rc;
}

int importer_finish(struct import_counts *out, struct importer *im, struct err *e)
{
	if (intake_finish(&im->intake, e))
		return -1;
	if (commit(im, false, e))
		return -1;
	*out = im->counts;
	return 0;
}

void importer_close(struct importer *im)
{
	if (!im)
		return;
	if (im->in_transaction)
		store_rollback(im->store);
	intake_release(&im->intake);
	free(im);
}
