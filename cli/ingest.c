#include "cli/ingest.h"

#include "extract/format.h"
#include "report/region.h"

void ingest_job(struct job *job, const struct store_document_row *doc, struct str bytes,
		bool want_links)
{
	*job = (struct job){
		.id = (uint64_t)doc->id,
		.want = WANT_OUTCOME,
		.bytes = bytes,
		.doc = { .url = doc->url, .media_type = doc->media_type, .charset = doc->charset },
		.report = { .url = doc->url,
			    .link_text = doc->link_text,
			    .seed_agency = doc->seed_agency,
			    .seed_year = doc->link_year,
			    .page_agency = doc->page_agency,
			    .page_year = doc->page_year,
			    .page_published = doc->page_published },
		.want_links = want_links,
	};
}

/* Where the seed does not say what body it is, its name may. */
static void add_place(struct store_reading *r, struct str agency, struct arena *arena)
{
	struct body_place place;

	if (r->region.n && r->level.n)
		return;
	place = region_of(agency);
	if (!r->region.n && place.code)
		r->region = arena_strf(arena, "%06u", (unsigned)place.code);
	if (!r->level.n)
		r->level = str_c(body_level_name(place.level));
}

/* Reports that a reading gave tables of another document are held against the rules again. */
static int check_joined(struct store *s, struct arena *arena, struct err *e)
{
	struct report *r = NULL; /* large, and seldom needed */
	struct store_report_row row;
	int64_t id;
	int rc;

	while ((rc = store_next_unchecked(&id, s, e)) > 0) {
		struct check_input in = { 0 };
		struct check found;

		if (!r)
			r = ARENA_NEW(arena, struct report, 1);
		in.now = r;

		if (store_get_report(r, &row, s, id, arena, e) < 0)
			return -1;
		in.url = row.url;
		in.is_untrusted = row.is_untrusted;
		found = check_run(&in, arena);
		if (store_put_joined_check(s, id, &found, e))
			return -1;
	}
	return rc;
}

int ingest_check_joined(struct store *s, struct err *e)
{
	struct arena arena = { 0 };
	int rc = check_joined(s, &arena, e);

	arena_release(&arena);
	return rc;
}

int ingest_result(enum store_change *change, int64_t *report_id, struct store *s,
		  const struct store_document_row *doc, const struct job_result *result,
		  struct str head, struct err *e)
{
	const struct outcome *o = &result->outcome;
	struct arena arena = { 0 };
	struct store_attachment *attachments =
		ARENA_NEW(&arena, struct store_attachment, o->n_attachments + 1);
	struct store_reading reading = {
		.outcome = result->err.code,
		.message = str_c(result->err.msg),
		.cpu_us = result->cpu_us,
		.region = doc->seed_region,
		.level = doc->seed_level,
		.parent = doc->seed_parent,
	};
	int rc;

	for (size_t i = 0; i < o->n_attachments; i++)
		attachments[i] =
			(struct store_attachment){ o->attachments[i].url, o->attachments[i].name,
						   o->attachments[i].format };
	if (result->err.code == ERR_NONE) {
		reading.format = str_c(o->format);
		reading.encoding = &o->encoding;
		reading.report = &o->report;
		reading.check = &o->check;
		reading.attachments = attachments;
		reading.n_attachments = o->n_attachments;
		add_place(&reading, o->report.identity.agency, &arena);
	} else {
		reading.format = str_c(format_recognise(str_sub(head, 0, FORMAT_HEAD_BYTES)));
	}
	rc = store_put_reading(change, report_id, s, doc->id, &reading, e);
	if (!rc)
		rc = check_joined(s, &arena, e);
	arena_release(&arena);
	return rc;
}
