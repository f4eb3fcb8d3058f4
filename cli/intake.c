#define LOG_MODULE "intake"
#include "cli/intake.h"

#include <assert.h>

#include "base/attrs.h"
#include "base/log.h"
#include "base/worker.h"
#include "cli/ingest.h"
#include "extract/format.h"

static_assert(INTAKE_MAX_PENDING >= WORKER_MAX_COUNT, "a place for each worker");

static struct intake_pending *find_pending(struct intake *in, int64_t id)
{
	for (size_t i = 0; i < countof(in->pending); i++)
		if (in->pending[i].id == id)
			return &in->pending[i];
	return NULL;
}

static void free_pending(struct intake_pending *p)
{
	arena_release(&p->arena);
	*p = (struct intake_pending){ 0 };
}

static int take_result(struct intake *in, const struct job_result *r, struct err *e)
{
	struct intake_pending *p = find_pending(in, (int64_t)r->id);
	struct intake_done d = { .doc = &p->doc, .result = r };
	int rc;

	if (r->err.code != ERR_NONE) {
		struct str where = p->doc.path.n ? p->doc.path : p->doc.url;

		log_warn("%.*s: %s", STR_ARG(where), r->err.msg);
	}
	rc = ingest_result(&d.change, &d.report_id, in->store, &p->doc, r, p->head, e);
	if (!rc && in->done)
		rc = in->done(in->to, &d, e);
	free_pending(p);
	return rc;
}

/* Takes back one result, waiting for it. */
static int take_one(struct intake *in, struct err *e)
{
	struct job_result r;
	int got = pipeline_wait(&r, in->pipeline, -1, e);

	if (got < 0)
		return -1;
	return got ? take_result(in, &r, e) : 0;
}

static void copy_row(struct store_document_row *out, const struct store_document_row *row,
		     struct arena *arena)
{
	struct str *texts[] = { &out->url,        &out->path,        &out->sha256,
				&out->media_type, &out->charset,     &out->link_text,
				&out->place.file, &out->seed_agency, &out->seed_region,
				&out->seed_level, &out->seed_parent, &out->format,
				&out->kind,       &out->outcome,     &out->page_agency,
				&out->wire_digest };

	*out = *row;
	for (size_t i = 0; i < countof(texts); i++)
		*texts[i] = texts[i]->p ? arena_str(arena, *texts[i]) : *texts[i];
}

int intake_add(struct intake *in, const struct store_document_row *doc, struct str body,
	       struct err *e)
{
	struct intake_pending *p;
	struct job job;

	while (pipeline_free(in->pipeline) == 0)
		if (take_one(in, e))
			return -1;
	p = find_pending(in, 0);
	copy_row(&p->doc, doc, &p->arena);
	p->id = doc->id;
	p->head = arena_str(&p->arena, str_sub(body, 0, FORMAT_HEAD_BYTES));
	ingest_job(&job, &p->doc, body, false);
	return pipeline_submit(in->pipeline, &job, e);
}

int intake_finish(struct intake *in, struct err *e)
{
	while (pipeline_busy(in->pipeline))
		if (take_one(in, e))
			return -1;
	return 0;
}

void intake_release(struct intake *in)
{
	for (size_t i = 0; i < countof(in->pending); i++)
		arena_release(&in->pending[i].arena);
}
